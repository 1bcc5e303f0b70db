using System.Reflection;
using Gald.Testing;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Behaviour;

/// <summary>Networks that are declared in source text.</summary>
internal sealed record Declared(Type Type)
{
    public NetworkDescription Description =>
        (NetworkDescription)Type.GetProperty("Description", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;

    /// <summary>Compiles a class with these attributes.</summary>
    public static Declared Of(string attributes) => new(GeneratorRun.Of($$"""
        using Gald;
        {{attributes}}
        public partial class Net;
        """).Load().GetType("Net", throwOnError: true)!);

    public nn.Module<Tensor, SegmentationOutput> Create() => (nn.Module<Tensor, SegmentationOutput>)Activator.CreateInstance(Type)!;
}
