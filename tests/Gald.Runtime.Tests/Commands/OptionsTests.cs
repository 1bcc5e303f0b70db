using System.CommandLine;
using System.Reflection;
using System.Text.Json;
using Gald.Commands;
using Gald.Data;
using Gald.Evaluation;
using Gald.Training;
using Xunit;

namespace Gald.Runtime.Tests.Commands;

/// <summary>No option is lost on the way: through a checkpoint, past a command line that does not name it, or from one that does.</summary>
public class OptionsTests
{
    public static TheoryData<string> TrainingPaths => [.. Paths(typeof(TrainingOptions))];

    public static TheoryData<string, string> TrainingFlagNames => Named(command => _ = new TrainingFlags(command));

    public static TheoryData<string, string> PredictionFlagNames => Named(command => _ = new PredictionFlags(command));

    [Theory]
    [MemberData(nameof(TrainingPaths))]
    public void AnOptionSurvivesItsCheckpointAndACommandLineThatDoesNotNameIt(string path)
    {
        var changed = (TrainingOptions)Changed(new TrainingOptions(), path.Split('.'));
        string expected = Json(changed);
        Assert.NotEqual(Json(new TrainingOptions()), expected);

        Assert.Equal(expected, Json(JsonSerializer.Deserialize(expected, RunJson.Default.TrainingOptions)!));
        var command = new Command("train");
        var flags = new TrainingFlags(command);
        Assert.Equal(expected, Json(flags.Read(command.Parse([]), changed, isResumed: true)));
    }

    [Theory]
    [MemberData(nameof(TrainingFlagNames))]
    public void AnOptionOfTrainingThatIsNamedCounts(string name, string value)
    {
        var command = new Command("train");
        var flags = new TrainingFlags(command);
        var parsed = command.Parse([name, value]);

        Assert.Empty(parsed.Errors);
        Assert.NotEqual(Json(new TrainingOptions()), Json(flags.Read(parsed, new TrainingOptions(), isResumed: false)));
    }

    [Theory]
    [MemberData(nameof(PredictionFlagNames))]
    public void AnOptionOfPredictionThatIsNamedCounts(string name, string value)
    {
        var command = new Command("predict");
        var flags = new PredictionFlags(command);
        var parsed = command.Parse([name, value]);

        Assert.Empty(parsed.Errors);
        Assert.NotEqual(JsonSerializer.Serialize(new PredictionOptions()), JsonSerializer.Serialize(flags.Read(parsed, TinyNetwork.Description)));
    }

    private static string Json(TrainingOptions options) => JsonSerializer.Serialize(options, RunJson.Default.TrainingOptions);

    /// <summary>Each option of a record and of the records in it, as <c>Loss.Dice</c>.</summary>
    private static IEnumerable<string> Paths(Type type) => type.GetProperties().Where(property => property.CanWrite).SelectMany(property =>
        IsRecordOfOptions(property.PropertyType) ? Paths(property.PropertyType).Select(inner => $"{property.Name}.{inner}") : [property.Name]);

    private static bool IsRecordOfOptions(Type type) => type.Name.EndsWith("Options", StringComparison.Ordinal);

    /// <summary>New options with one that is not at its default.</summary>
    private static object Changed(object options, ReadOnlySpan<string> path)
    {
        var property = options.GetType().GetProperty(path[0])!;
        object? value = property.GetValue(options);
        property.SetValue(options, path.Length > 1 ? Changed(Activator.CreateInstance(property.PropertyType)!, path[1..]) : Other(property, value));
        return options;
    }

    private static object Other(PropertyInfo property, object? value) => value switch
    {
        int number => number + 1,
        double number => number + 0.25,
        bool holds => !holds,
        Enum => Enum.GetValues(property.PropertyType).GetValue(1)!,
        IReadOnlyList<double> => new[] { 2.0, 0.5 },
        Normalization => Normalization.PublishedBgr,
        _ => throw new InvalidOperationException($"{property.DeclaringType}.{property.Name} has a type that this test has no other value for."),
    };

    /// <summary>Each option of a command with a value that is not the default.</summary>
    private static TheoryData<string, string> Named(Action<Command> add)
    {
        var command = new Command("any");
        add(command);
        var named = new TheoryData<string, string>();
        foreach (var option in command.Options)
        {
            named.Add(option.Name, (option.HelpName, option.ValueType) switch
            {
                ("HxW", _) => "64x96",
                ("MIN-MAX", _) => "0.3-3",
                ("S,S,…", _) => "0.5,1",
                (string choices, _) when choices.Contains('|') && !choices.StartsWith("true", StringComparison.Ordinal) => choices.Split('|')[1],
                (_, var type) when type == typeof(bool) || type == typeof(bool?) => option.Name == "--ohem" ? "false" : "true",
                (_, var type) when type == typeof(int?) => "3",
                _ => "0.25",
            });
        }
        return named;
    }
}
