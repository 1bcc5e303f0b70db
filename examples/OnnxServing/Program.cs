using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using OnnxServing;
using SkiaSharp;

if (args.Length != 3)
{
    Console.Error.WriteLine("Usage: OnnxServing MODEL.onnx PHOTO OUT.png");
    return 1;
}

try
{
    using var photo = SKBitmap.Decode(args[1]) ?? throw new InvalidDataException($"'{args[1]}' is not there, or no picture.");
    using var network = new ServedNetwork(args[0]);
    var labels = network.Predict(photo);
    using var picture = Painting.Colour(photo, labels, network.Colours);
    Painting.Save(picture, args[2]);
    foreach (var (label, pixels) in labels.CountBy(label => label).OrderByDescending(pair => pair.Value))
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{100.0 * pixels / labels.Length,5:0.0} %  {network.Classes[label]}"));
    return 0;
}
catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or OnnxRuntimeException)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}
