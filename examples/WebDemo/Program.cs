using Gald;
using WebDemo;

const string Usage = """
    WebDemo WEIGHTS [--urls http://localhost:5080]

    Serves a page that shows what a trained StreetGald sees in your images. Train one first:
      dotnet run -c Release --project examples/StreetScenes -- train
      dotnet run -c Release --project examples/WebDemo -- runs/StreetGald/best.safetensors
    """;

if (args is not [var weights, .. var rest] || weights.StartsWith('-'))
{
    Console.WriteLine(Usage);
    return args is ["-h"] or ["--help"] ? 0 : 1;
}

try
{
    using var segmenter = Segmenter.Load(weights);
    await using var application = Page.Create(segmenter, new ServingLimits(), rest);
    await application.RunAsync();
    return 0;
}
catch (Exception e) when (e is GaldException or IOException)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}
