using Gald.Generators.Shapes;

namespace Gald.Generators.Passes;

/// <summary>What the program of a backbone does besides giving its last map; it has the copies of all three.</summary>
/// <param name="Stages">Gives the maps of all stages, which the program of a network asks for: no stem's, which is large and which no head reads.</param>
/// <param name="All">Gives the stem's map too, if there is one.</param>
internal sealed record ProgramOfMaps(Inference Stages, Inference All)
{
    /// <summary>Whether there is more than one stage, so that the maps of all are more than the last.</summary>
    public bool GivesSeveral => Stages.Block.Results.Count > 1;

    /// <summary>Null for what is no backbone alone.</summary>
    public static ProgramOfMaps? Of(ShapeTrace trace, BlockClasses classes, Inference ofLast)
    {
        if (trace.Block.Maps is not { } maps)
            return null;
        var stages = Inference.OfMaps(trace, maps.Stages, classes, ofLast);
        return new(stages, maps.Stem is null ? stages : Inference.OfMaps(trace, maps.All, classes, stages));
    }
}
