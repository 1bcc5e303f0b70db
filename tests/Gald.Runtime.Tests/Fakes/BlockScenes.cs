using Gald.Data;

namespace Gald.Runtime.Tests;

/// <summary>Scenes of three classes that are told apart by colour: a sky above, ground below, a block between, some pixels ignored.</summary>
internal sealed class BlockScenes(int count, int height, int width, int seed) : IScenes
{
    public static ClassTable Table { get; } = new(
        [new SceneClass("Sky", 10, 60, 220), new SceneClass("Ground", 90, 90, 90), new SceneClass("Block", 220, 40, 30)], [9]);

    public ClassTable Classes => Table;

    public int Count => count;

    public LabelledImage Load(int index)
    {
        var random = new Random(seed * 1000 + index);
        int horizon = random.Next(height / 4, height / 2), left = random.Next(width / 2), right = left + width / 3;
        var pixels = new byte[height * width * 3];
        var labels = new byte[height * width];
        for (var i = 0; i < labels.Length; i++)
        {
            int y = i / width, x = i % width;
            var id = y > horizon - 4 && y < horizon + 6 && x >= left && x < right ? 2 : y < horizon ? 0 : 1;
            var c = Table.Classes[id];
            pixels[3 * i] = Noisy(c.Red);
            pixels[3 * i + 1] = Noisy(c.Green);
            pixels[3 * i + 2] = Noisy(c.Blue);
            labels[i] = random.Next(20) == 0 ? ClassTable.Ignored : (byte)id;
        }
        return new LabelledImage($"block {index}", height, width, pixels, labels);

        byte Noisy(byte value) => (byte)Math.Clamp(value + random.Next(-20, 21), 0, 255);
    }
}
