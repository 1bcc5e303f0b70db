using System.Reflection;
using Gald.FSharp.Tests.Parsing;
using Gald.Generators.Emission.FSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.FSharp.Tests.Printing;

/// <summary>What F# declares leaves no tensor to the garbage collector either when it ends in an exception.</summary>
public sealed class FailureTests
{
    private const string Declarations = """
        namespace Streets

        open Gald
        open TorchSharp

        type Fault() =
            static member val Forward = false with get, set
            static member val Constructor = false with get, set
            static member Make(name: string) = if Fault.Constructor then failwith "No memory." else name

        [<StageContract(StageRole.Aggregation)>]
        type Own(channels: int) =
            inherit torch.nn.Module<torch.Tensor, torch.Tensor>(Fault.Make $"Own{channels}")
            override _.RegisterComponents() = ()
            override _.forward features =
                let twice = features.add features
                if Fault.Forward then failwith "No memory." else twice

        [<ResNet(18, BaseWidth = 8)>]
        type Trunk = class end

        [<SegmentationNetwork(Classes = 5)>]
        [<Uses(typeof<Trunk>, typeof<Own>)>]
        [<LocalDistribution>]
        [<AuxiliaryHead>]
        type Tiny = class end

        [<FeatureBlock(Channels = 3)>]
        [<Uses(typeof<Own>)>]
        [<LocalDistribution>]
        type Plugin = class end
        """;

    private static readonly Lazy<Assembly> Compiled = new(() => FSharpCompilation.Load(
        ("Networks.fs", Declarations), ("Networks.g.fs", FSharpFile.Print(ReadFiles.Of(Declarations).Files[0].Declarations))));

    private static long Live => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    [Theory]
    [InlineData("Tiny+Network", true)]
    [InlineData("Tiny+Network", false)]
    [InlineData("Plugin+Block", true)]
    public void A_forward_pass_that_fails_leaves_no_tensor(string name, bool training)
    {
        using var module = Create(name);
        module.train(training);
        using var images = randn(2, 3, 128, 128);

        LeavesNothing("Forward", () => Invoke(module, "call", images));
    }

    [Theory]
    [InlineData("Tiny+Network")]
    [InlineData("Plugin+Block")]
    public void A_prediction_that_fails_leaves_no_tensor(string name)
    {
        using var module = Create(name);
        module.eval();
        using var program = (IDisposable)Invoke(module, "Freeze");
        using var images = randn(2, 3, 128, 128);

        LeavesNothing("Forward", () => Invoke(program, "call", images));
    }

    [Theory]
    [InlineData("Tiny+Network")]
    [InlineData("Plugin+Block")]
    public void A_constructor_that_fails_leaves_no_tensor(string name) => LeavesNothing("Constructor", () => Create(name));

    private static void LeavesNothing(string fault, Func<object> work)
    {
        ((IDisposable)work()).Dispose();
        var switched = Compiled.Value.GetType("Streets.Fault", throwOnError: true)!.GetProperty(fault)!;
        switched.SetValue(null, true);
        try
        {
            var before = Live;
            Assert.Throws<TargetInvocationException>(work);
            Assert.Equal(before, Live);

            // An unfinished object of F# may not fail in its finalizer either, which would end the process.
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        finally
        {
            switched.SetValue(null, false);
        }
    }

    private static nn.Module Create(string name) =>
        (nn.Module)Activator.CreateInstance(Compiled.Value.GetType($"Streets.{name.Replace("+", "Module+", StringComparison.Ordinal)}", throwOnError: true)!)!;

    private static object Invoke(object target, string method, params object[] arguments) =>
        target.GetType().GetMethods().First(found => found.Name == method && found.GetParameters().Length == arguments.Length).Invoke(target, arguments)!;
}
