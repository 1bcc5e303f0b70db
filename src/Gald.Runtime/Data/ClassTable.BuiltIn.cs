namespace Gald.Data;

public sealed partial class ClassTable
{
    /// <summary>CamVid as SegNet released it: 11 classes, id 11 ignored.</summary>
    public static ClassTable CamVid { get; } = new(
        [
            new("Sky", 128, 128, 128), new("Building", 128, 0, 0), new("Pole", 192, 192, 128), new("Road", 128, 64, 128),
            new("Pavement", 60, 40, 222), new("Tree", 128, 128, 0), new("SignSymbol", 192, 128, 128), new("Fence", 64, 64, 128),
            new("Car", 64, 0, 128), new("Pedestrian", 64, 64, 0), new("Bicyclist", 0, 128, 192),
        ],
        [11]);

    /// <summary>Cityscapes: its 19 training ids and official colours.</summary>
    public static ClassTable Cityscapes { get; } = new(
        [
            new("Road", 128, 64, 128), new("Sidewalk", 244, 35, 232), new("Building", 70, 70, 70), new("Wall", 102, 102, 156),
            new("Fence", 190, 153, 153), new("Pole", 153, 153, 153), new("Traffic light", 250, 170, 30),
            new("Traffic sign", 220, 220, 0), new("Vegetation", 107, 142, 35), new("Terrain", 152, 251, 152),
            new("Sky", 70, 130, 180), new("Person", 220, 20, 60), new("Rider", 255, 0, 0), new("Car", 0, 0, 142),
            new("Truck", 0, 0, 70), new("Bus", 0, 60, 100), new("Train", 0, 80, 100), new("Motorcycle", 0, 0, 230),
            new("Bicycle", 119, 11, 32),
        ],
        []);

    /// <summary>The classes of <see cref="SyntheticScenes"/>.</summary>
    public static ClassTable StreetScenes { get; } = new(
        [
            new("Sky", 120, 180, 225), new("Building", 166, 118, 92), new("Road", 96, 84, 118), new("Pavement", 214, 150, 206),
            new("Car", 38, 70, 190), new("Person", 226, 48, 62), new("Pole", 150, 150, 150), new("Sign", 244, 196, 32),
        ],
        []);

    /// <summary>
    /// Reads a table from a text file: a class a line, <c>id name red green blue</c>, with ids from 0 without a gap, in any order;
    /// a name may hold spaces; <c>id ignore</c> is an ignored id; empty lines and what follows a <c>#</c> do not count.
    /// </summary>
    /// <exception cref="GaldException">The file is missing or wrong; the message names the line.</exception>
    public static ClassTable Read(string path) => throw new NotImplementedException();
}
