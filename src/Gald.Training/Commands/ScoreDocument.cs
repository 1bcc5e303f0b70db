using System.Text.Json;
using System.Text.Json.Serialization;
using Gald.Data;
using Gald.Evaluation;
using Gald.Training;

namespace Gald.Commands;

/// <summary>Scores as <c>evaluate --json</c> writes them. Shares are 0 to 1; null where a class is not there.</summary>
internal sealed record ScoreDocument
{
    public required string Network { get; init; }
    public required string Weights { get; init; }
    public required string Data { get; init; }
    public required double? MeanIou { get; init; }

    /// <summary>The number of classes that the mean IoU is over: those in the labels or predicted.</summary>
    public required int MeanIouClasses { get; init; }

    public required double? PixelAccuracy { get; init; }
    public required double? MeanClassAccuracy { get; init; }
    public required IReadOnlyList<ClassScore> Classes { get; init; }

    /// <summary>The run, in <c>metrics.json</c>; absent from evaluations.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunDocument? Run { get; init; }

    /// <summary>Outlines, sizes and things, with <c>evaluate --details</c>; otherwise absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DetailDocument? Details { get; init; }

    public static ScoreDocument Create(string network, string weights, string data, ClassTable classes, SegmentationScores scores) => new()
    {
        Network = network,
        Weights = weights,
        Data = data,
        MeanIou = OrNull(scores.MeanIou),
        MeanIouClasses = ScoreTable.Scored(scores),
        PixelAccuracy = OrNull(scores.PixelAccuracy),
        MeanClassAccuracy = OrNull(scores.MeanClassAccuracy),
        Classes = [.. classes.Classes.Select((c, id) => new ClassScore(c.Name, OrNull(scores.ClassIou[id]), OrNull(scores.ClassAccuracy[id])))],
    };

    public static double? OrNull(double value) => double.IsNaN(value) ? null : value;

    /// <exception cref="GaldException">The file cannot be written.</exception>
    public void Write(string path) =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, this, ScoreJson.Default.ScoreDocument));
}

/// <summary>Scores of outlines, sizes and things, of each class in the order of <see cref="ScoreDocument.Classes"/>.</summary>
internal sealed record DetailDocument
{
    /// <summary>GSCNN's boundary F1 for each of its thresholds.</summary>
    public required IReadOnlyList<BoundaryDocument> BoundaryF1 { get; init; }

    public required double? SegNetBf { get; init; }
    public required IReadOnlyList<SizeDocument> Sizes { get; init; }

    /// <summary>Things, each counted alike; absent where no image tells them apart.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InstanceDocument? Instances { get; init; }

    /// <summary>Pixels of each class, by true and by predicted class.</summary>
    public required IReadOnlyList<IReadOnlyList<long>> Confusion { get; init; }

    public static DetailDocument Create(DetailedScores scores) => new()
    {
        BoundaryF1 =
        [
            .. BoundaryMeter.Thresholds.Select((threshold, i) => new BoundaryDocument(
                threshold, ScoreDocument.OrNull(scores.Boundaries.MeanF1[i]), [.. scores.Boundaries.ClassF1[i].Select(ScoreDocument.OrNull)])),
        ],
        SegNetBf = ScoreDocument.OrNull(scores.Boundaries.SegNetBf),
        Sizes =
        [
            .. Enum.GetValues<RegionSize>().Select(size => new SizeDocument(
                size, ScoreDocument.OrNull(scores.Sizes.MeanIou(size)), [.. scores.Sizes.ClassIou(size).Select(ScoreDocument.OrNull)])),
        ],
        Instances = scores.Instances is { } instances
            ? new InstanceDocument(ScoreDocument.OrNull(instances.MeanIou), [.. instances.ClassIou.Select(ScoreDocument.OrNull)], instances.Things, instances.Images, instances.HasCityscapesSizes)
            : null,
        Confusion = scores.Scores.Confusion,
    };
}

internal sealed record BoundaryDocument(double Threshold, double? Mean, IReadOnlyList<double?> Classes);

internal sealed record SizeDocument(RegionSize Size, double? MeanIou, IReadOnlyList<double?> ClassIou);

internal sealed record InstanceDocument(double? MeanIou, IReadOnlyList<double?> ClassIou, IReadOnlyList<int> Things, int Images, bool HasCityscapesSizes);

internal sealed record ClassScore(string Name, double? Iou, double? Accuracy);

/// <summary>A run as <c>metrics.json</c> tells it.</summary>
internal sealed record RunDocument
{
    public required int Steps { get; init; }
    public required double Seconds { get; init; }
    public required int BestStep { get; init; }
    public required TrainingOptions Options { get; init; }
    public required IReadOnlyList<ValidationScore> Validations { get; init; }
    public required IReadOnlyList<double> Losses { get; init; }

    public static RunDocument Create(TrainingState state, IReadOnlyList<double> losses) => new()
    {
        Steps = state.Step,
        Seconds = Math.Round(state.Elapsed.TotalSeconds, 1),
        BestStep = state.Best.Step,
        Options = state.Options,
        Validations =
        [
            .. state.Validations.Select(validation => new ValidationScore(
                validation.Step, ScoreDocument.OrNull(validation.Scores.MeanIou), ScoreDocument.OrNull(validation.Scores.PixelAccuracy))),
        ],
        Losses = losses,
    };
}

internal sealed record ValidationScore(int Step, double? MeanIou, double? PixelAccuracy);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(ScoreDocument))]
internal sealed partial class ScoreJson : JsonSerializerContext;
