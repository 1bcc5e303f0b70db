using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;
using Gald.Generators.Shapes;

namespace Gald.Generators.Architecture;

internal sealed partial record CustomBackbone
{
    public override IEnumerable<FeatureMap> Lower(BlockBuilder network, Value images, string path)
    {
        network.Stage(Field, ContractLowering.Describe(Class!), Declared);
        var features = network.Layer(Field, Contract.AsModule(Class!, Field, ImageChannels), images, "features");
        network.EndStage();
        yield return new FeatureMap(features, Contract.Outputs!.Value);
    }
}

internal sealed partial record CustomAggregation
{
    protected override string Summary => "Written by hand.";

    public override Value Place(BlockBuilder block, StageInput input, Slot slot) => Contract.Place(this, block, input, slot, ResultName);

    protected override string Describe(StageInput input) => ContractLowering.Describe(Class!);

    protected override Value Write(BlockBuilder block, StageInput input) => throw ContractLowering.NotWritten(Class!);
}

internal sealed partial record CustomDistribution
{
    protected override string Summary => "Written by hand.";

    public override Value Place(BlockBuilder block, StageInput input, Slot slot) => Contract.Place(this, block, input, slot, ResultName);

    protected override string Describe(StageInput input) => ContractLowering.Describe(Class!);

    protected override Value Write(BlockBuilder block, StageInput input) => throw ContractLowering.NotWritten(Class!);
}

internal static class ContractLowering
{
    public static string Describe(StageClass type) => $"{type.Name}, written by hand";

    public static Exception NotWritten(StageClass type) => new InvalidOperationException($"{type.Name} is written by hand, not by the compiler.");

    /// <summary>Calls a class in the slot of its stage.</summary>
    public static Value Place(this StageContract contract, FeatureStage stage, BlockBuilder block, StageInput input, Slot slot, string result)
    {
        if (!slot.IsWhole)
            block.Stage(slot.Path + slot.Key, Describe(stage.Class!), stage.Declared);
        var placed = block.Layer(slot.Key, contract.AsModule(stage.Class!, slot.Key, input.Channels), input.Features, result);
        if (!slot.IsWhole)
            block.EndStage();
        return placed;
    }

    /// <summary>A class as the module that its contract promises.</summary>
    public static CustomModule AsModule(this StageContract contract, StageClass type, string field, Extent channels) => new(
        type.AsPart(field, channels),
        type.Name,
        contract.Outputs is { } outputs ? outputs : channels,
        contract.Reduction,
        contract.RoundsUp,
        contract.SmallestMap);
}
