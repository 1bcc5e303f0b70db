using System.CommandLine;
using Gald.Checkpoints;
using Gald.Data;
using Gald.Evaluation;
using Gald.Weights;
using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Commands;

/// <summary>A network with weights from a file, and what is known about them.</summary>
internal sealed class LoadedNetwork : IDisposable
{
    private readonly Lazy<Predictor> predictor;

    private LoadedNetwork(
        nn.Module<Tensor, SegmentationOutput> network, NetworkDescription description, Normalization normalization, ClassTable? classes, PredictionOptions prediction,
        string padding)
    {
        Network = network;
        Padding = padding;
        Normalization = normalization;
        Classes = classes;
        predictor = new Lazy<Predictor>(() => new Predictor(network, description, normalization, prediction));
    }

    public nn.Module<Tensor, SegmentationOutput> Network { get; }

    /// <summary>How pixels become its input.</summary>
    public Normalization Normalization { get; }

    /// <summary>The classes that it was trained to tell apart; null when the file does not say.</summary>
    public ClassTable? Classes { get; }

    /// <summary>How images are padded, for people; empty where they are not.</summary>
    public string Padding { get; }

    /// <summary>What predicts with it, made when it is first asked for.</summary>
    public Predictor Predictor => predictor.Value;

    /// <exception cref="GaldException">The file cannot be used, or is of another network.</exception>
    public static LoadedNetwork Load(
        NetworkEntry entry, string path, Device device, WeightsOption options, PredictionOptions prediction, ParseResult parsed, IAnsiConsole console)
    {
        var given = options.Normalization.Read(parsed);
        using var file = options.Loading.Open(parsed, path);
        var information = Checkpoint.TryReadInformation(file);
        if (information is not null && given is not null && !given.Equals(information.Normalization))
            throw new GaldException($"'{path}' says itself how its input is normalised; leave --normalization out.");
        var network = entry.Create();
        try
        {
            var plan = options.Loading.Load(parsed, file, network, entry.Description, allowBackbone: false, console);
            prediction.Compute.Prepare(network, device);
            var normalization = information?.Normalization
                ?? given
                ?? file.Normalization
                ?? (plan.Layout.IsPublishedGald ? Normalization.PublishedBgr : throw NormalizationOption.Missing(path));
            if (information is null && given is null && file.Normalization is null)
                console.WriteLine($"'{path}' does not say how its input is normalised; by its names it is the published code's, so taken is {NormalizationOption.Describe(normalization)} (--normalization).");
            var isAligned = prediction.PadsFor(network);
            if (isAligned)
                DriftRemark.Write(console, entry.Description, "windows", "--window", prediction.WindowHeight, prediction.WindowWidth);
            var padding = isAligned && prediction.WindowHeight == 0 && entry.Description.Pitch > 1
                ? $", padded to sides of {entry.Description.Pitch}·k{(entry.Description.AlignCorners ? " + 1" : "")} pixels" : "";
            return new LoadedNetwork(network, entry.Description, normalization, information?.Classes, prediction, padding);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (predictor.IsValueCreated)
            predictor.Value.Dispose();
        Network.Dispose();
    }
}
