using Gald.Generators.Shapes;

namespace Gald.Generators.Graph;

/// <summary>What autograd keeps of an operation until the backward pass.</summary>
internal enum Kept
{
    Nothing,
    Inputs,
    Result,
}

/// <summary>
/// One thing that a network does to tensors. All that the compiler knows about it is in one file: its shape rule, its cost,
/// how it is called, and how it is exported.
/// </summary>
internal abstract record Operation
{
    /// <summary>The shape of the result.</summary>
    /// <exception cref="ShapeException">The operation cannot take these shapes.</exception>
    public abstract Shape Infer(IReadOnlyList<Shape> inputs);

    /// <summary>The call that computes the result.</summary>
    public abstract Code Invoke(IReadOnlyList<Value> inputs);

    /// <summary>The node of an ONNX graph that computes the result.</summary>
    public virtual Code Export(IReadOnlyList<Value> inputs) =>
        throw new InvalidOperationException($"{GetType().Name} is not part of what is exported.");

    /// <summary>What is a mistake although the library computes it; null if nothing is.</summary>
    public virtual Doubt? FindDoubt(IReadOnlyList<Shape> inputs) => null;

    /// <summary>Trainable numbers.</summary>
    public virtual long Parameters => 0;

    /// <summary>Pixels of the image for each step in the result, in both directions, from those of the inputs; a parameter has 1.</summary>
    public virtual int StrideOf(IReadOnlyList<int> inputs) => inputs.Max();

    /// <summary>Whether no gradient goes from the result to the inputs.</summary>
    public virtual bool StopsGradient => false;

    /// <summary>Whether it does nothing in evaluation mode, where its first input stands for its result.</summary>
    public virtual bool RunsInTrainingOnly => false;

    /// <summary>What autograd keeps for the backward pass, besides parameters and a few numbers a channel.</summary>
    public abstract Kept Kept { get; }

    /// <summary>Whether the result may share memory with an input, so that nobody may change it in place. An operation has to say that it does not.</summary>
    public virtual bool SharesMemory => true;

    /// <summary>Index of the input that the result is a view of (channels-last maps); null if it owns its memory.</summary>
    public virtual int? ViewOf => null;

    /// <summary>Scratch bytes for each image beside the result: freed after the call, kept by autograd in training.</summary>
    public virtual long BytesBeside(Shape result) => 0;

    /// <summary>Bytes for each thread, in which it computes and which the program keeps from one call to the next.</summary>
    public virtual long ScratchBytes(Shape result) => 0;

    /// <summary>Multiply-adds for one image.</summary>
    public virtual long MultiplyAdds(IReadOnlyList<Shape> inputs, Shape result) => 0;

    /// <summary>The inputs that the operation could overwrite with its result, in order of preference.</summary>
    public virtual IEnumerable<int> Overwritable => [];

    /// <summary>The call that overwrites the input at <paramref name="target"/>, one of <see cref="Overwritable"/>.</summary>
    public virtual Code InvokeInPlace(IReadOnlyList<Value> inputs, int target) =>
        throw new InvalidOperationException($"{GetType().Name} cannot run in place.");
}

/// <summary>An operation with parameters or buffers of its own, which is registered as a module.</summary>
internal abstract record Layer : Operation
{
    /// <summary>Its class by its full path, such as <c>TorchSharp.Modules.Conv2d</c>.</summary>
    public abstract string ModuleType { get; }

    /// <summary>The class of a copy of its weights that only predicts; null if there is none.</summary>
    public virtual string? FrozenType => null;

    /// <summary>Whether every assembly can see its class.</summary>
    public virtual bool IsPublic => true;

    /// <summary>The call that makes it.</summary>
    public abstract Code Construct();

    /// <summary>What becomes of the call through the field that holds the layer.</summary>
    public virtual Code Wrap(Code call, IReadOnlyList<Value> inputs) => call;

    /// <summary>What becomes of the nodes that the field that holds the layer writes.</summary>
    public virtual Code WrapExport(Code nodes) => nodes;

    /// <summary>A layer is called through the field that holds it.</summary>
    public sealed override Code Invoke(IReadOnlyList<Value> inputs) =>
        throw new InvalidOperationException($"{ModuleType} is called through its field.");
}
