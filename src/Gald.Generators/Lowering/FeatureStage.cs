using Gald.Generators.Graph;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal abstract partial record FeatureStage
{
    /// <summary>The name of its block's class.</summary>
    protected virtual string BlockName => GetType().Name;

    /// <summary>What it is, in a sentence with its source.</summary>
    protected abstract string Summary { get; }

    /// <summary>The name of its result.</summary>
    protected virtual string ResultName => this is Aggregation ? "aggregated" : "distributed";

    /// <summary>Whether it has modules beside the one in its slot.</summary>
    protected virtual bool HasSeveralKeys => false;

    /// <summary>What it is, in a few words for a table.</summary>
    protected abstract string Describe(StageInput input);

    /// <summary>Writes what it is in its slot.</summary>
    protected abstract Value Write(BlockBuilder block, StageInput input);

    /// <summary>Writes what stands around its slot in the same block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="input">What it gets.</param>
    /// <param name="path">The path of the block in the state, with a dot at its end unless it is empty.</param>
    /// <param name="core">Writes what is in the slot.</param>
    protected virtual Value WriteAround(BlockBuilder block, StageInput input, string path, Func<StageInput, Value> core) => core(input);

    /// <summary>Puts the stage into a block: in its place, as a block of its own, or as the class that it is.</summary>
    public virtual Value Place(BlockBuilder block, StageInput input, Slot slot)
    {
        if (Class is null)
            return WriteWhole(block, input, slot);
        if (slot.IsWhole || HasSeveralKeys)
        {
            block.Enter(Class.AsPart(Role, input.Channels));
            var written = WriteWhole(block, input, slot.OfClass(this));
            block.Leave();
            return written;
        }

        var alone = new BlockBuilder(Class.Name, Summary);
        var child = block.Child(slot.Key, Class.AsPart(slot.Key, input.Channels), alone.Build(WriteWhole(alone, input.In(alone), Slot.Whole(this))));
        block.Stage(slot.Path + slot.Key, Describe(input), Declared);
        var result = block.Call(child, input.Values, ResultName);
        block.EndStage();
        return result;
    }

    private Value WriteWhole(BlockBuilder block, StageInput input, Slot slot) =>
        WriteAround(block, input, slot.Path, given => WriteInSlot(block, given, slot));

    private Value WriteInSlot(BlockBuilder block, StageInput input, Slot slot)
    {
        if (slot.IsWhole && !HasSeveralKeys)
        {
            // A block that is nothing but this stage has its own mark.
            if (slot.Path.Length > 0)
                block.Stage(slot.Path.TrimEnd('.'), Describe(input), Declared);
            var written = Write(block, input);
            block.EndStage();
            return written;
        }

        block.Stage(slot.Path + slot.Key, Describe(input), Declared);
        var inner = new BlockBuilder(BlockName, Summary);
        var result = block.Call(block.Child(slot.Key, inner.Build(Write(inner, input.In(inner)))), input.Values, ResultName);
        block.EndStage();
        return result;
    }
}
