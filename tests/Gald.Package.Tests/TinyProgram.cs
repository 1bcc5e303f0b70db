namespace Gald.Package.Tests;

/// <summary>Program.cs of the applications, and what it prints.</summary>
internal static class TinyProgram
{
    public const string Expected = "Tiny: 1 image, 5 classes";

    /// <summary>A declared network that takes an image.</summary>
    public const string Source = """
        using Gald;
        using static TorchSharp.torch;

        try
        {
            using var network = new Tiny();
            network.eval();
            using var scope = NewDisposeScope();
            using var inference = no_grad();
            using var output = network.forward(zeros(1, 3, Tiny.Description.Height, Tiny.Description.Width));
            Console.WriteLine($"{Tiny.Description.Name}: {output.Logits.shape[0]} image, {output.Logits.shape[1]} classes");
            return 0;
        }
        catch (Exception e) when ((e as GaldException ?? e.InnerException) is GaldException reason)
        {
            Console.Error.WriteLine(reason.Message);
            return 1;
        }

        [SegmentationNetwork(Classes = 5, Height = 128, Width = 128)]
        [ResNet(18, BaseWidth = 16)]
        [Cgnl]
        [LocalDistribution(Padding = 1)]
        public partial class Tiny;
        """;
}
