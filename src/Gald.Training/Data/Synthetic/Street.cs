namespace Gald.Data.Synthetic;

/// <summary>The plan of a street, in metres from the camera. It runs straight ahead.</summary>
internal sealed class Street
{
    public Street(ref SplitMix64 random)
    {
        var lane = (float)random.Between(2.9, 3.6);
        // The camera is in its own lane, a little off its middle; traffic keeps to the right or to the left.
        KeepsRight = random.Chance(0.7);
        var inLane = (float)random.Between(0.3, 0.62) * lane;
        Middle = KeepsRight ? -inLane : inLane;
        Left = Middle - lane - (float)random.Between(0, 2.8);
        Right = Middle + lane + (float)random.Between(0, 2.8);
        Lane = lane;
        LeftPavement = (float)random.Between(2, 4);
        RightPavement = (float)random.Between(2, 4);
        End = (float)random.Between(70, 150);
    }

    /// <summary>Whether traffic ahead keeps to the right.</summary>
    public bool KeepsRight { get; }

    /// <summary>Width of a lane.</summary>
    public float Lane { get; }

    /// <summary>The line between the directions.</summary>
    public float Middle { get; }

    /// <summary>The left edge of the road.</summary>
    public float Left { get; }

    /// <summary>The right edge of the road.</summary>
    public float Right { get; }

    /// <summary>Width of the pavement on the left.</summary>
    public float LeftPavement { get; }

    /// <summary>Width of the pavement on the right.</summary>
    public float RightPavement { get; }

    /// <summary>Where the street ends at a row of buildings.</summary>
    public float End { get; }
}
