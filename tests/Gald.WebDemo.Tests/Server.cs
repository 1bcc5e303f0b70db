using Gald.Checkpoints;
using Gald.Data;
using Gald.Evaluation;
using Gald.Pictures;
using Gald.Training;
using Microsoft.AspNetCore.Builder;
using TorchSharp;
using WebDemo;

namespace Gald.WebDemo.Tests;

/// <summary>The demonstration on a free port, with a network whose weights were never trained, and an image for it.</summary>
public sealed class Server : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gald-web-");
    private Segmenter? segmenter;
    private WebApplication? application;

    internal ServingLimits Limits { get; } = new() { FileBytes = 300_000, Pixels = 200_000 };

    public HttpClient Client { get; } = new();

    public byte[] Image { get; private set; } = [];

    public string ImagePath => Path.Combine(folder.FullName, "scene.png");

    public async Task InitializeAsync()
    {
        var weights = Path.Combine(folder.FullName, "weights.safetensors");
        LibTorch.EnsureLoaded();
        torch.random.manual_seed(1);
        using (var network = new StreetGald())
        {
            Checkpoint.SaveWeights(weights, network, new CheckpointInformation
            {
                Network = StreetGald.Description.Name,
                Classes = ClassTable.StreetScenes,
                Normalization = Normalization.ImageNet,
            });
        }

        var scene = new SyntheticScenes(count: 1, height: 192, width: 256, seed: 7).Load(0);
        Image = ImageFiles.ToPng(new RgbImage(scene.Height, scene.Width, scene.Pixels));
        await File.WriteAllBytesAsync(ImagePath, Image);
        segmenter = Segmenter.Load(weights);
        application = Page.Create(segmenter, Limits, ["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "Warning"]);
        await application.StartAsync();
        Client.BaseAddress = new Uri(application.Urls.Single());
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        if (application is not null)
            await application.DisposeAsync();
        segmenter?.Dispose();
        folder.Delete(recursive: true);
    }
}
