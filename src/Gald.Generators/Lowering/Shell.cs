namespace Gald.Generators.Architecture;

internal sealed record Shell(string Key)
{
    public static Shell Inline(string? reduce = null, string? smooth = null, bool concatenates = false) => new("");
}

internal static class Supervision
{
    public static void Supervise(this Gald.Generators.Lowering.StageInput input, string key, Gald.Generators.Graph.Value value, Gald.Generators.Shapes.Extent channels) { _ = (input, key, value, channels); }
}
