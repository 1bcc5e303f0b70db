using System.Collections.Concurrent;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Gald.Generators.Architecture;
using Gald.Generators.Diagnostics;

namespace Gald.Generators.Tests.Generation;

/// <summary>
/// Nothing is silent: in every company, an argument of an attribute changes what is generated, or is refused because it means nothing there.
/// </summary>
public sealed class ArgumentEffectTests
{
    /// <summary>The rules about values that an argument can have nowhere.</summary>
    private static readonly string[] OutOfRange = ["GALD0010", "GALD0011", "GALD0201", "GALD0202", "GALD0212", "GALD0304", "GALD0513"];

    /// <summary>What comes of an argument that means nothing.</summary>
    private const string Refused = "GALD0016 about the argument";

    /// <summary>Two arguments meet in the tests of both.</summary>
    private static readonly ConcurrentDictionary<Declaration, (string? Text, EquatableArray<Problem> Errors)> Compiled = new();

    private static readonly Written Network = new("SegmentationNetwork", ("Classes", [3]), ("Height", [97]), ("Width", [97]));
    private static readonly Written Backbone = new("ResNet", ("Depth", [18]), ("BaseWidth", [8]));
    private static readonly Written Branched = new("HrNet", ("Width", [1]), ("Small", [1]), ("Modules", [1, 1, 1]), ("Stage1Blocks", [1]), ("Stage1Channels", [4]));
    private static readonly Written Block = new("FeatureBlock", ("Channels", [16]), ("Height", [33]), ("Width", [33]));
    private static readonly Written Distribution = new("LocalDistribution", ("Padding", [1]));
    private static readonly Written Contract = new("StageContract", ("Role", [0]), ("OutputChannels", [8]), ("Reduction", [2]));

    private static readonly string[] Aggregations = Kinds(StageKind.Aggregation);
    private static readonly string[] Distributions = Kinds(StageKind.Distribution);
    private static readonly string[] Heads = Kinds(StageKind.Head);

    private static string[] Kinds(string role) => [.. StageKind.All.Where(kind => kind.Role == role).Select(kind => kind.Attribute)];

    private static IEnumerable<Type> Attributes => typeof(ResNetAttribute).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Attribute)));

    public static TheoryData<string> Arguments => [.. Attributes.SelectMany(type => PropertiesOf(type).Select(property => $"{NameOf(type)}.{property.Name}"))];

    [Theory]
    [MemberData(nameof(Arguments))]
    public void An_argument_has_an_effect_or_is_refused(string argument)
    {
        var type = Attributes.Single(type => NameOf(type) == argument.Split('.')[0]);
        var property = type.GetProperty(argument.Split('.')[1])!;
        var known = 0;
        foreach (var company in CompaniesOf(type, property))
        {
            var outcomes = new HashSet<string>();
            foreach (var value in Candidates(property))
            {
                // Two values that make a difference are enough.
                if (Compile(company, NameOf(type), property.Name, value) is { } outcome)
                    outcomes.Add(outcome);
                if (outcomes.Count > 1 && !outcomes.All(IsError))
                    break;
            }

            var isRefused = outcomes.Contains(Refused);
            Assert.True(
                outcomes.Count == 0 || (isRefused ? outcomes.Count == 1 : outcomes.Count > 1 || outcomes.All(IsError)),
                $"{argument} is without effect, and not refused, in {string.Join(' ', company.AsEnumerable())}.");
            known += outcomes.Count(outcome => !IsError(outcome));
        }

        Assert.True(known > 0, $"No value of {argument} is taken anywhere.");
    }

    /// <summary>What an attribute stands beside: alone in all places that it can have, and with each value of each other argument.</summary>
    private static IEnumerable<Written[]> CompaniesOf(Type type, PropertyInfo tested)
    {
        // A class of its own may be used in a decode head, which reads this.
        var isOfHead = tested.Name == "Channels" && type == typeof(ExpectationMaximizationAttribute);
        var places = PlacesOf(NameOf(type)).Where(place => place.Length > 1 || !isOfHead).ToArray();
        var others = PropertiesOf(type).Where(other => other != tested && other.Name is not ("Height" or "Width" or "Classes" or "Stages"));
        if (tested.Name == "ContractDilation")
            others = others.Where(other => other.Name is not ("OutputStride" or "MultiGridDilations" or "MultiGrid")); // Where nothing is dilated, there is nothing to halve.

        // Stages are alike: an argument of one is tried beside those of it, and beside the channels of the others.
        if (type == typeof(HrNetAttribute))
            others = others.Where(other => other.Name is "Width" || other.Name.EndsWith("Channels", StringComparison.Ordinal) || (other.Name.StartsWith("Stage", StringComparison.Ordinal) && tested.Name.StartsWith(other.Name[..6], StringComparison.Ordinal)));
        return places.Concat(places.Take(type == typeof(HrNetAttribute) ? 1 : 2).SelectMany(place => others.SelectMany(other => Few(other).Select(value => With(place, NameOf(type), other.Name, value)))));
    }

    private static IEnumerable<Written[]> PlacesOf(string attribute)
    {
        var it = new Written(attribute);
        switch (attribute)
        {
            case "SegmentationNetwork":
                return [[Network, Backbone]];
            case "Uses":
                return [[Network, it]];
            case "StageContract":
                return [[Network, Contract]];
            case "ResNet":
                return [[Network, Backbone], [Backbone], [Network, Backbone, new("DecodeHead")]];
            case "HrNet":
                return [[Network, Branched], [Branched], [Network, Branched, new("DecodeHead")]];
            case "ConvNeXt":
                var convolutional = it.With("Size", [0]);
                return [[Network, convolutional], [convolutional], [Network, convolutional, new("UPerHead")]];
            case "MixTransformer":
                var transformer = it.With("Size", [0]);
                return [[Network, transformer], [transformer], [Network, transformer, new("SegFormerHead")]];
            case var backbone when Kinds(StageKind.Backbone).Contains(backbone):
                return [[Network, it], [it], [Network, it, new("DecodeHead")]];
            case "AuxiliaryHead":
                return [[Network, Backbone, it], .. Heads.Select(head => new[] { Network, Backbone, it, new(head) })];
            case "FeatureBlock":
                return [[Block, new("Cgnl")], [Block, Distribution], [Block, new("Cgnl"), Distribution]];
            case "LrAsppHead":
                // Of an open size, so that there is room for its windows.
                var open = new Written("SegmentationNetwork", ("Classes", [3]));
                return [[open, Backbone, it], [open, Backbone, it, new("Cgnl"), Distribution], [open, Backbone, it, new("SqueezeExcitation")]];
            case var head when Heads.Contains(head):
                return
                [
                    [Network, Backbone, it], [Network, Backbone, it, new("Cgnl"), Distribution], [Network, Backbone, it, Distribution],
                    .. Aggregations.Select(aggregation => new[] { Network, Backbone, it, new(aggregation) }),
                ];
            default:
                return
                [
                    [Block, it], [Network, Backbone, new("DecodeHead"), it], [Network, Backbone, it], [it],
                    .. Distributions.Contains(attribute) ? Array.Empty<Written[]>() : [[Block, it, Distribution]],
                ];
        }
    }

    /// <summary>A few values of an argument beside the tested one.</summary>
    private static IEnumerable<double[]?> Few(PropertyInfo property) => property.PropertyType == typeof(int) ? [[1], [2], [3]] : Candidates(property);

    private static IEnumerable<double[]?> Candidates(PropertyInfo property)
    {
        var type = property.PropertyType;
        if (type == typeof(bool))
            return [[0], [1]];
        if (type == typeof(double))
            return [[0.25], [0.5], [0.75]];
        if (type == typeof(int[]))
            return [[1], [2, 2], [1, 3], [2, 2, 4], [1, 2, 4], [1, 1, 2, 2], [1, 2, 1, 2], [1, 2, 2, 2, 1, 1, 1], [2, 1, 2, 2, 1, 1, 2]];
        if (type == typeof(Type[]))
            return [null, [0], [1]];
        return type.IsEnum
            ? [.. Enum.GetValues(type).Cast<int>().Select(member => new double[] { member })]
            : [.. new[] { 0, 1, 2, 3, 4, 5, 7, 8, 16, 18, 32, 34, 50 }.Select(number => new double[] { number })];
    }

    /// <summary>What is generated, or the rule that is broken; null for a value that the argument can have nowhere.</summary>
    private static string? Compile(IReadOnlyList<Written> company, string attribute, string argument, double[]? value)
    {
        var declaration = new Declaration(
            new DeclaredType("", default, "Subject", "Subject", null, HasStaticInterfaces: true),
            new(With(company, attribute, argument, value).Select(Declare)), default, null);
        var file = Compiled.GetOrAdd(declaration, Compile);
        if (file.Text is { } text)
            return text;
        var own = file.Errors.Where(error => error.Values.FirstOrDefault() == $"{attribute}.{argument}").Select(error => error.Rule.Id).ToArray();
        return own.Contains("GALD0016") ? Refused : own.Intersect(OutOfRange).Any() || file.Errors.Any(error => error.Rule.Id == "GALD0101") ? null : file.Errors[0].Rule.Id;
    }

    /// <summary>A hash of what is generated, or what is wrong.</summary>
    private static (string? Text, EquatableArray<Problem> Errors) Compile(Declaration declaration)
    {
        var file = GeneratedFile.Of(declaration);
        return (file.Errors.Count > 0 ? null : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(file.Text!))), file.Errors);
    }

    private static bool IsError(string outcome) => outcome.StartsWith("GALD", StringComparison.Ordinal);

    private static Written[] With(IReadOnlyList<Written> company, string attribute, string argument, double[]? value) =>
        [.. company.Select(one => one.Name == attribute ? one.With(argument, value) : one)];

    private static DeclaredAttribute Declare(Written written) => written.Name switch
    {
        "StageContract" => new("Uses", default, new([HandWritten(written)])),
        "Uses" => new("Uses", default, new(written.Arguments.Where(one => one.Value is not null).Select(one => Trunk((int)one.Value![0])))),
        _ => new(written.Name, new(written.Arguments.Where(one => one.Value is not null).Select(one => new DeclaredArgument(one.Key, new(one.Value!)))), default),
    };

    private static DeclaredStage HandWritten(Written contract) => new(
        "Own", "Own", true, null, false, default, Declare(contract with { Name = "Contract" }), new(true, true, true), new("Own", default));

    private static DeclaredStage Trunk(int number) => new(
        $"Trunk{number}", $"Trunk{number}", true, null, false, new([Declare(Backbone)]), null, new(true, true, false), new($"Trunk{number}", default));

    private static IEnumerable<PropertyInfo> PropertiesOf(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);

    private static string NameOf(Type type) => type.Name[..^nameof(Attribute).Length];

    /// <summary>An attribute as it is written.</summary>
    private sealed record Written(string Name, IReadOnlyDictionary<string, double[]?> Arguments)
    {
        public Written(string name, params (string Name, double[] Value)[] arguments)
            : this(name, arguments.ToDictionary(one => one.Name, one => (double[]?)one.Value))
        {
        }

        public Written With(string argument, double[]? value) => this with { Arguments = new Dictionary<string, double[]?>(Arguments) { [argument] = value } };

        public override string ToString() => $"[{Name}({string.Join(", ", Arguments.Select(one => $"{one.Key} = {string.Join(' ', one.Value ?? [])}"))})]";
    }
}
