using Gald.Generators.Diagnostics;
using Gald.Generators.Shapes;

namespace Gald.Generators.Graph.Operations;

/// <summary>How the weights of a convolution begin: a function of <c>Gald.Modules.Initial</c>, or what the library begins with.</summary>
internal enum WeightStart
{
    Library,
    FanOutNormal,
    TruncatedNormal,
}

/// <summary>A two-dimensional convolution with a square kernel.</summary>
internal sealed record Conv2d(Extent Inputs, Extent Outputs, int Kernel) : Layer
{
    public static readonly Rule DilationTooWide = new(
        "GALD0602", "A dilation wider than the map",
        "A convolution with dilation {0} on a map of {1} multiplies its outer weights with nothing but padding; images of at least {2}×{2} "
        + "give it a map that is wider than its dilation, or lower the dilation",
        Severity.Warning);

    public int Step { get; init; } = 1;

    public int Padding { get; init; }

    /// <summary>
    /// Whether the map is padded as TensorFlow does it, in place of the padding: with as many zeros as make ⌈length/step⌉ of a length, of an odd
    /// number one more below or right.
    /// </summary>
    public bool PadsAsTensorFlow { get; init; }

    public int Dilation { get; init; } = 1;

    public Extent Groups { get; init; } = 1;

    public bool Bias { get; init; }

    /// <summary>Whether weights and bias begin at 0, so that a residual branch adds nothing at first.</summary>
    public bool ZeroInit { get; init; }

    /// <summary>How the weights begin otherwise; biases begin at 0 then.</summary>
    public WeightStart Start { get; init; }

    /// <summary>A k×k convolution that keeps the size of the map at stride 1.</summary>
    public static Conv2d Same(Extent inputs, Extent outputs, int kernel, int step = 1, int dilation = 1) =>
        new(inputs, outputs, kernel) { Step = step, Padding = dilation * (kernel / 2), Dilation = dilation };

    public override string ModuleType => "TorchSharp.Modules.Conv2d";

    public override int StrideOf(IReadOnlyList<int> inputs) => Step * inputs[0];

    public override Kept Kept => PadsAsTensorFlow ? Kept.Nothing : Kept.Inputs;

    public override bool SharesMemory => false;

    /// <summary>Whether minimal filtering can compute it, which then takes the channels of several maps as they are.</summary>
    public bool CanBeFiltered => Kernel == 3 && Step == 1 && Groups == 1 && !PadsAsTensorFlow;

    /// <summary>Its parameters without the bias.</summary>
    public long Weights => checked(Outputs.Length * (Inputs.Length / Groups.Length) * Kernel * Kernel);

    public override long Parameters => checked(Weights + (Bias ? Outputs.Length : 0));

    public override Shape Infer(IReadOnlyList<Shape> inputs)
    {
        var input = inputs[0];
        if (input.Rank != 4 || input.Channels != Inputs)
            throw new ShapeException($"a convolution of {Inputs} channels gets {input}");
        if (Inputs.Length % Groups.Length != 0 || Outputs.Length % Groups.Length != 0)
            throw new ShapeException($"{Groups} groups do not divide {Inputs} and {Outputs} channels");
        return input.WithMap(Outputs, Reduce(input.Height), Reduce(input.Width));
    }

    /// <summary>From the map's length on, every weight but the centre's meets padding only.</summary>
    public override Doubt? FindDoubt(IReadOnlyList<Shape> inputs) =>
        Kernel > 1 && Dilation > 1 && (inputs[0].Height.Length <= Dilation || inputs[0].Width.Length <= Dilation)
            ? new(DilationTooWide, Dilation, UnpaddedSteps.Size(inputs[0]))
            : null;

    /// <summary>The map with its zeros, which is what the convolution reads and autograd keeps.</summary>
    public override long BytesBeside(Shape result) =>
        PadsAsTensorFlow ? checked(sizeof(float) * Inputs.Length * Padded(result.Height) * Padded(result.Width)) : 0;

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, Shape result) =>
        checked(result.ElementsPerImage * (Inputs.Length / Groups.Length) * Kernel * Kernel);

    public override Code Construct()
    {
        var arguments = new List<Argument> { Inputs, Outputs, new("kernel_size", Kernel) };
        if (Step != 1)
            arguments.Add(new("stride", Step));
        if (Padding != 0)
            arguments.Add(new("padding", Padding));
        if (Dilation != 1)
            arguments.Add(new("dilation", Dilation));
        if (Groups != 1)
            arguments.Add(new("groups", Groups));
        if (!Bias)
            arguments.Add(new("bias", false));
        var made = new Code.Call("TorchSharp.torch.nn.Conv2d", [.. arguments]);
        return ZeroInit ? new Code.Call("Gald.Modules.Initial.Zero", new Argument(null, made))
            : Start != WeightStart.Library ? new Code.Call($"Gald.Modules.Initial.{Start}", new Argument(null, made))
            : made;
    }

    public override Code Wrap(Code call, IReadOnlyList<Value> inputs) => PadsAsTensorFlow
        ? new Code.Call("Gald.Modules.SamePadding.Convolve", new Argument(null, new Code.Module(((Code.FieldCall)call).Field)), inputs[0])
        : call;

    /// <summary>The length with zeros from which a length comes.</summary>
    private long Padded(Extent result) => (result.Length - 1) * Step + Dilation * (Kernel - 1L) + 1;

    private Extent Reduce(Extent length)
    {
        if (PadsAsTensorFlow)
            return length.Reduced((length.Length + Step - 1) / Step, Step);
        var reach = Dilation * (Kernel - 1L) + 1;
        var padded = length.Length + 2L * Padding;
        if (padded < reach)
            throw new ShapeException($"a {Kernel}×{Kernel} convolution with padding {Padding} needs at least {reach - 2L * Padding}, not {length}");
        return length.Reduced((padded - reach) / Step + 1, Step);
    }
}
