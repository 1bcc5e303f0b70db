using Gald.Generators.Shapes;

namespace Gald.Generators.Graph;

/// <summary>
/// An expression of the target library, TorchSharp, without the syntax of a language: an operation says with it how it is
/// called, a printer writes it as C# or F#.
/// </summary>
internal abstract record Code
{
    public static implicit operator Code(long value) => new Integer(value);

    public static implicit operator Code(double value) => new Real(value);

    public static implicit operator Code(bool value) => new Truth(value);

    public static implicit operator Code(Value value) => new Local(value);

    public static implicit operator Code(Extent channels) => channels.IsOpen ? new Channels(channels) : new Integer(channels.Length);

    /// <summary>A whole number.</summary>
    internal sealed record Integer(long Number) : Code;

    /// <summary>A whole number that may need 64 bits.</summary>
    internal sealed record Long(long Number) : Code;

    /// <summary>A number of channels that follows from the one that a module is made for.</summary>
    internal sealed record Channels(Extent Extent) : Code;

    /// <summary>A number of channels that follows from the one that a program was made for.</summary>
    internal sealed record OwnChannels(Extent Extent) : Code;

    /// <summary>A text.</summary>
    internal sealed record Text(string Content) : Code;

    /// <summary>A double.</summary>
    internal sealed record Real(double Number) : Code;

    /// <summary>True or false.</summary>
    internal sealed record Truth(bool Holds) : Code;

    /// <summary>A static member by its full path, such as <c>TorchSharp.torch.InterpolationMode.Bilinear</c>.</summary>
    internal sealed record Member(string Path) : Code;

    /// <summary>Whether the module that is being run is in training mode.</summary>
    internal sealed record Training : Code;

    /// <summary>A value of the forward pass.</summary>
    internal sealed record Local(Value Value) : Code;

    /// <summary>The length of a dimension of a value, −1 being the last, times a factor.</summary>
    internal sealed record Size(Value Value, int Dimension, long Factor = 1) : Code;

    /// <summary>A module by its path from the module that is being read, which the printer names.</summary>
    internal sealed record Source(string Path) : Code;

    /// <summary>The program for prediction of such a module.</summary>
    internal sealed record Frozen(string Path) : Code;

    /// <summary>An array of whole numbers.</summary>
    internal sealed record Integers(params Code[] Items) : Code;

    /// <summary>An array of doubles.</summary>
    internal sealed record Reals(params double[] Items) : Code;

    /// <summary>An array of tensors.</summary>
    internal sealed record Tensors(params Code[] Items) : Code;

    /// <summary>The whole shape of a value.</summary>
    internal sealed record ShapeOf(Value Value) : Code;

    /// <summary>A call of a static function by its full path, such as <c>TorchSharp.torch.nn.Conv2d</c>.</summary>
    internal sealed record Call(string Path, params Argument[] Arguments) : Code;

    /// <summary>A new object of a class by its full path.</summary>
    internal sealed record New(string Path, params Argument[] Arguments) : Code;

    /// <summary>A registered module by the field that holds it.</summary>
    internal sealed record Module(string Path) : Code;

    /// <summary>A call of a registered module through the field that holds it.</summary>
    internal sealed record FieldCall(string Field, params Argument[] Arguments) : Code
    {
        public string Method { get; init; } = "call";
    }

    /// <summary>A node of the ONNX graph that is being written.</summary>
    internal sealed record Node(string Kind, params Argument[] Arguments) : Code;

    /// <summary>The nodes of a registered module, which writes them under its key; an empty key is that of the module around it.</summary>
    internal sealed record FieldNodes(string Field, string Key, params Code[] Inputs) : Code
    {
        public string Method { get; init; } = "Export";
    }

    /// <summary>The node of a parameter or buffer that the program holds.</summary>
    internal sealed record StateNode(string Key, string Field) : Code;

    /// <summary>A call of a method of a tensor.</summary>
    internal sealed record MethodCall(Value Receiver, string Method, params Argument[] Arguments) : Code;
}

/// <summary>An argument of a call, named where a reader would want the name.</summary>
internal sealed record Argument(string? Name, Code Value)
{
    public static implicit operator Argument(Code value) => new(null, value);

    public static implicit operator Argument(long value) => new(null, value);

    public static implicit operator Argument(Extent value) => new(null, value);

    public static implicit operator Argument(double value) => new(null, value);

    public static implicit operator Argument(Value value) => new(null, value);
}
