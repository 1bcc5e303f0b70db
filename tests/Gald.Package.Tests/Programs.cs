namespace Gald.Package.Tests;

/// <summary>Program.cs of the applications, and what it prints.</summary>
internal static class Programs
{
    public const string Expected = "Tiny: 1 image, 5 classes";

    /// <summary>A tensor operation and a type of the runtime.</summary>
    public const string TensorOperation = """
        using Gald;
        using static TorchSharp.torch;

        try
        {
            LibTorch.EnsureLoaded();
            var description = new NetworkDescription
            {
                Name = "Tiny", Classes = 5, Height = 128, Width = 128, MinimumHeight = 128, MinimumWidth = 128,
                AuxiliaryWeight = 0, Stages = [], Parameters = 0, MultiplyAdds = 0,
            };
            using var output = new SegmentationOutput(zeros(1, description.Classes, 16, 16));
            Console.WriteLine($"{description.Name}: {output.Logits.shape[0]} image, {output.Logits.shape[1]} classes");
            return 0;
        }
        catch (GaldException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
        """;

    /// <summary>A declared network that takes an image.</summary>
    public const string Declaration = """
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
        [LocalDistribution]
        public partial class Tiny;
        """;
}
