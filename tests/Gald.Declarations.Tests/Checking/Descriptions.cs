using Gald.Declarations.Tests.Declarations;
using Gald.Declarations.Tests.Reference;

namespace Gald.Declarations.Tests.Checking;

/// <summary>Compares what a network says about itself with what the layers did.</summary>
internal static class Descriptions
{
    /// <summary>The side that an open size is described for, if it is large enough.</summary>
    private const int ExampleSide = 512;

    public static void Check(NetworkDescription description, Numbers numbers, Verdict verdict)
    {
        Same("the classes", description.Classes, numbers.Required("SegmentationNetwork", "Classes"));
        Same("whether there is a size", description.HasDeclaredSize, !numbers.IsOpen);
        Same("the height", description.Height, numbers.IsOpen ? Math.Max(ExampleSide, description.MinimumHeight) : numbers.Height);
        Same("the width", description.Width, numbers.IsOpen ? Math.Max(ExampleSide, description.MinimumWidth) : numbers.Width);
        Same("the auxiliary weight", description.AuxiliaryWeight, numbers.Has("AuxiliaryHead") ? numbers.Real("AuxiliaryHead", "Weight", 0.4) : 0);
        var head = Stages.Heads.FirstOrDefault(numbers.Has) ?? "SegmentationHead";
        Same("how logits are resized", description.AlignCorners, numbers.Truth(head, "AlignCorners", head == "SegmentationHead"));
        Same("the parameters", description.Parameters, verdict.Layers.Parameters);

        // The reference ran two images and the auxiliary head, which the description's sum leaves out.
        var auxiliary = description.Stages.SingleOrDefault(stage => stage.Name is "dsn" or "auxiliary_head" or "aux_classifier")?.MultiplyAdds ?? 0;
        var (described, found) = (2.0 * description.MultiplyAdds + 2.0 * auxiliary, verdict.Layers.MultiplyAdds);
        if (found < long.MaxValue)
            Disagreement.When(Math.Abs(described - found) > 1e-12 * found, "The description has the multiply-adds", () => $"{described} are described, {found} are so");
        foreach (var stage in description.Stages)
        {
            Disagreement.When(!verdict.Layers.Shapes.ContainsKey(stage.Name), "Each stage is a module", () => $"{stage.Name} is none");
            long[] output = [2, stage.Channels, stage.Height, stage.Width];
            var shape = verdict.Layers.Shapes[stage.Name];
            Disagreement.When(!output.SequenceEqual(shape), "Each stage has its shape", () =>
                $"{stage.Name} is described as {string.Join('×', output)}, but is {string.Join('×', shape)}");
            Same($"the parameters of {stage.Name}", stage.Parameters, ParametersOf(stage.Name, verdict.Layers));
        }
    }

    private static long ParametersOf(string stage, Layers layers) => layers.State
        .Where(entry => !Layers.IsBuffer(entry.Key) && !layers.IsByHand(entry.Key))
        .Where(entry => IsOf(entry.Key, stage) || (stage is "stem" or "backbone.stem"
            && new[] { "conv1", "bn1", "conv2", "bn2" }.Any(part => IsOf(entry.Key, $"{stage[..^4]}{part}"))))
        // A layer with two keys has its numbers once.
        .DistinctBy(entry => entry.Value, ReferenceEqualityComparer.Instance)
        .Sum(entry => entry.Value.shape.Aggregate(1L, (product, length) => product * length));

    private static bool IsOf(string key, string module) => key.StartsWith($"{module}.", StringComparison.Ordinal);

    private static void Same<T>(string what, T described, T found) where T : IEquatable<T> =>
        Disagreement.When(!described.Equals(found), $"The description has {what}", () => $"{described} is described, {found} is so");
}
