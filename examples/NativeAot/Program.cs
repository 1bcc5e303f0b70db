using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gald;
using Gald.Checkpoints;
using Gald.Data;
using Gald.Evaluation;
using Gald.Pictures;
using NativeAot;
using TorchSharp;

// NativeAot [WEIGHTS]: what the network's state is, and what it sees in a synthetic street scene.
// Compiled ahead of time or just in time, it prints the same.
try
{
    LibTorch.EnsureLoaded();
    torch.random.manual_seed(1);
    using var network = new StreetGald();
    if (args is [var weights])
        Checkpoint.LoadWeights(weights, network);
    var state = network.state_dict();
    Console.WriteLine($"{state.Count} entries of state, {StreetGald.Description.Parameters} parameters, {Fingerprint(state)}");

    var scene = new SyntheticScenes(count: 1, height: 192, width: 256, seed: 7).Load(0);
    using var predictor = new Predictor(network, Normalization.ImageNet);
    var prediction = predictor.PredictWithProbabilities(new RgbImage(scene.Height, scene.Width, scene.Pixels));
    foreach (var area in prediction.Labels.Zip(prediction.Probabilities).GroupBy(pixel => pixel.First, pixel => pixel.Second).OrderBy(area => area.Key))
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{ClassTable.StreetScenes.Classes[area.Key].Name,-10} {area.Count(),6} pixels, mean probability {area.Average(probability => (double)probability):F6}"));
    }

    return 0;
}
catch (GaldException e)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}

// Of every key, shape and number.
static string Fingerprint(IReadOnlyDictionary<string, torch.Tensor> state)
{
    using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    foreach (var (key, tensor) in state.OrderBy(entry => entry.Key, StringComparer.Ordinal))
    {
        hash.AppendData(Encoding.UTF8.GetBytes($"{key} {tensor.dtype} {string.Join('×', tensor.shape)}\n"));
        hash.AppendData(tensor.bytes);
    }

    return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
}
