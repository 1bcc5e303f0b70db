using Gald.Generators.Diagnostics;

namespace Gald.Generators.Shapes;

/// <summary>An operation cannot take the shapes that reach it.</summary>
internal sealed class ShapeException(string message) : Exception(message)
{
    /// <summary>The attribute of the stage that the operation belongs to, once known.</summary>
    public Place? Stage { get; private set; }

    /// <summary>The shape that reaches that stage.</summary>
    public Shape StageInput { get; private set; }

    /// <summary>Notes the stage, unless an inner one is noted.</summary>
    public void Locate(Place stage, Shape input)
    {
        if (Stage is not null)
            return;
        Stage = stage;
        StageInput = input;
    }
}
