using System.Reflection;
using Gald.Declarations.Tests.Declarations;
using Gald.Declarations.Tests.Reference;
using static TorchSharp.torch;

namespace Gald.Declarations.Tests.Checking;

/// <summary>A generated class, and what it was generated from.</summary>
/// <param name="Type">The class.</param>
/// <param name="Declaration">Its declaration; for a stage of its own, that of the stage alone.</param>
internal sealed record Subject(Type Type, Declaration Declaration)
{
    public Numbers Numbers { get; } = new(Declaration);

    /// <summary>What a network says about itself; null for what is none.</summary>
    public NetworkDescription? Description { get; } =
        (NetworkDescription?)Type.GetProperty("Description", BindingFlags.Public | BindingFlags.Static)?.GetValue(null);

    /// <summary>The smallest height and width that it says it takes.</summary>
    public int SmallestSide => Description?.MinimumHeight ?? Constant("SmallestMap");

    /// <summary>The size to run it at: the declared one, or one that is not much larger than it must be.</summary>
    public (int Height, int Width) Size => Numbers.IsOpen ? (SmallestSide + 3, SmallestSide + 8) : (Numbers.Height, Numbers.Width);

    /// <summary>A number that the class says about itself: a constant in C#, a property in F#.</summary>
    public int Constant(string name) => (int)(Type.GetField(name, BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue()
        ?? Type.GetProperty(name, BindingFlags.Public | BindingFlags.Static)!.GetValue(null))!;

    /// <summary>Makes it with fresh weights; a stage for the declaration's channels.</summary>
    public nn.Module Make() => Make(Declaration.TriedChannels);

    public nn.Module Make(int channels)
    {
        object[] arguments = Numbers.Whole == Whole.FeatureStage ? [channels] : [];
        return (nn.Module)Activator.CreateInstance(Type, arguments)!;
    }

    public nn.Module Make(IReadOnlyDictionary<string, Tensor> state)
    {
        var module = Make();
        module.load_state_dict(state.ToDictionary(entry => entry.Key, entry => entry.Value));
        return module;
    }

    /// <summary>Random input.</summary>
    public Tensor Input(int count, ScalarType type = ScalarType.Float32) => randn([count, Numbers.Channels, Size.Height, Size.Width], type);

    /// <summary>Its result, and that of an auxiliary head if it ran.</summary>
    public static (Tensor Result, Tensor? Auxiliary) Call(nn.Module module, Tensor input)
    {
        if (module is nn.Module<Tensor, Tensor> layer)
            return (layer.call(input), null);
        var output = ((nn.Module<Tensor, SegmentationOutput>)module).call(input);
        return (output.Logits, output.HasAuxiliary ? output.Auxiliary : null);
    }

    /// <summary>Its result alone.</summary>
    public static Tensor Predict(nn.Module module, Tensor input)
    {
        var (result, auxiliary) = Call(module, input);
        auxiliary?.Dispose();
        return result;
    }

    /// <summary>The program that only predicts, and how it is called.</summary>
    public (IDisposable Program, Func<Tensor, Tensor> Call) Freeze(nn.Module module)
    {
        if (module is IFreezable freezable)
        {
            var network = freezable.Freeze();
            return (network, network.call);
        }

        var program = Type.GetMethod("Freeze", [])!.Invoke(module, null)!;
        return ((IDisposable)program, program.GetType().GetMethod("call")!.CreateDelegate<Func<Tensor, Tensor>>(program));
    }
}
