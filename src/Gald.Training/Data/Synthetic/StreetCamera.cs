using System.Numerics;
using SkiaSharp;

namespace Gald.Data.Synthetic;

/// <summary>
/// A pinhole camera that looks along a street. The world is in metres: x to the right of the camera, y above the ground, z ahead.
/// </summary>
internal sealed class StreetCamera
{
    /// <summary>What is nearer than this is drawn as if it were this far, in metres.</summary>
    public const float Nearest = 1;

    public StreetCamera(int height, int width, ref SplitMix64 random)
    {
        Focal = (float)(height * random.Between(0.95, 1.15));
        Eye = (float)random.Between(1.5, 2.2);
        HorizonY = (float)(height * random.Between(0.42, 0.52));
        VanishingX = (float)(width * random.Between(0.38, 0.62));
    }

    /// <summary>Focal length in pixels: 1 m at 1 m is this large.</summary>
    public float Focal { get; }

    /// <summary>Height of the camera in metres.</summary>
    public float Eye { get; }

    /// <summary>Row of the horizon in pixels.</summary>
    public float HorizonY { get; }

    /// <summary>Column of the street's vanishing point in pixels.</summary>
    public float VanishingX { get; }

    /// <summary>Pixels of a metre at a distance.</summary>
    public float Scale(float z) => Focal / Math.Max(z, Nearest);

    /// <summary>Where a point of the world is in the image.</summary>
    public SKPoint Project(float x, float y, float z) => new(VanishingX + x * Scale(z), HorizonY + (Eye - y) * Scale(z));

    /// <summary>Where a polygon of the world is in the image.</summary>
    public SKPoint[] Project(params ReadOnlySpan<Vector3> points)
    {
        var result = new SKPoint[points.Length];
        for (var i = 0; i < points.Length; i++)
            result[i] = Project(points[i].X, points[i].Y, points[i].Z);
        return result;
    }

    /// <summary>A rectangle on the ground.</summary>
    public SKPoint[] Ground(float left, float right, float near, float far) =>
        [Project(left, 0, near), Project(right, 0, near), Project(right, 0, far), Project(left, 0, far)];

    /// <summary>A rectangle that faces the camera.</summary>
    public SKPoint[] Facing(float left, float right, float bottom, float top, float z) =>
        [Project(left, bottom, z), Project(right, bottom, z), Project(right, top, z), Project(left, top, z)];

    /// <summary>A rectangle along the street.</summary>
    public SKPoint[] Along(float x, float near, float far, float bottom, float top) =>
        [Project(x, bottom, near), Project(x, bottom, far), Project(x, top, far), Project(x, top, near)];
}
