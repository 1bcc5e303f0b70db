using System.Reflection;
using System.Xml.Linq;
using Gald.Checkpoints;
using Gald.Commands;
using Gald.Evaluation;
using Gald.FSharp.Tests.Printing;
using Gald.Training;

namespace Gald.FSharp.Tests.Surface;

/// <summary>Everything public is pleasant from F#: in the library, in the attributes, and in what is generated.</summary>
public sealed class SurfaceTests
{
    private static readonly Assembly[] Library = [typeof(Checkpoint).Assembly, typeof(GaldProgram).Assembly];

    private static IEnumerable<Type> Public => Library.SelectMany(assembly => assembly.GetExportedTypes());

    [Fact]
    public void The_library_is_pleasant() => AssertNone(SurfaceRules.Violations(Public));

    [Fact]
    public void The_attributes_are_pleasant() => AssertNone(SurfaceRules.Violations(typeof(SegmentationNetworkAttribute).Assembly.GetExportedTypes()));

    [Theory]
    [InlineData("C#")]
    [InlineData("F#")]
    public void What_is_generated_is_pleasant(string language)
    {
        var subject = Subjects.Find("Streets.Published");
        var assembly = (language == "C#" ? Subjects.Modules.CSharp(subject) : Subjects.Modules.FSharp(subject)).Assembly;
        // The other namespaces have names that are words of F# on purpose.
        var types = assembly.GetExportedTypes().Where(type => type.Namespace is "Streets" or "Streets.Parts" or "Elsewhere").ToList();

        Assert.True(types.Count > 50, $"{types.Count} types");
        // A part with several results gives them as TorchSharp's own modules of several results do.
        string[] ofSeveralResults = ["forward", "call", "Export", "callMaps", "ExportMaps"];
        AssertNone(SurfaceRules.Violations(types).Where(violation => !ofSeveralResults.Any(name => violation.EndsWith($".{name}: is a value tuple", StringComparison.Ordinal))));
    }

    [Fact]
    public void What_the_library_throws_is_documented() => AssertNone(Library.SelectMany(assembly =>
        ThrownExceptions.Undocumented(assembly.GetExportedTypes(), XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")))));

    [Fact]
    public void What_is_awkward_is_found_by_its_name()
    {
        const string awkward = "Gald.FSharp.Tests.Surface.Awkward";

        Assert.Equal(
            new[]
            {
                $"{awkward}.Add: an overload with as many parameters differs by a conversion (Int32 and Double)",
                $"{awkward}.Call: an overload with as many parameters differs by a conversion (Action and Func`1)",
                $"{awkward}.Count: to: to is a word of F#",
                $"{awkward}.Find: found: is passed by reference",
                $"{awkward}.Height: is Int64 instead of Int32",
                $"{awkward}.Number: is a Nullable",
                $"{awkward}.Number: may be null",
                $"{awkward}.Pairs: is a value tuple",
                $"{awkward}.Read: may return null",
                $"{awkward}.Show: text: takes null",
                $"{awkward}.Take: an overload with as many parameters differs by a conversion (String and Object)",
                $"{awkward}.Text: may be null",
                $"{awkward}.Write: text: is null when it is left out",
                $"{awkward}.new: number: is a Nullable",
                $"{awkward}.new: number: takes null",
                $"{awkward}.type: type is a word of F#",
                $"{awkward}: has Dispose, but is not IDisposable, so that use does not work",
                $"{awkward}Options: has no constructor that copies, so that options cannot be changed",
            }.Order(StringComparer.Ordinal),
            SurfaceRules.Violations([typeof(Awkward), typeof(AwkwardOptions)]));
    }

    [Fact]
    public void An_exception_that_is_not_documented_is_found()
    {
        var documentation = XDocument.Parse("""
            <doc>
              <member name="M:Gald.FSharp.Tests.Surface.Awkward.Throw" />
              <member name="M:Gald.FSharp.Tests.Surface.Awkward.ThrowDocumented"><exception cref="T:System.InvalidOperationException" /></member>
            </doc>
            """);

        Assert.Equal(
            ["Gald.FSharp.Tests.Surface.Awkward.Throw: throws InvalidOperationException, which its documentation does not name"],
            ThrownExceptions.Undocumented([typeof(Awkward)], documentation));
    }

    /// <summary>The constructor is what C#'s <c>with</c> copies by, too.</summary>
    [Fact]
    public void A_copy_of_options_has_every_option()
    {
        var types = Public.Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal)).ToList();

        Assert.All(
            new[] { typeof(TrainingOptions), typeof(PredictionOptions), typeof(FreezingOptions) }, expected => Assert.Contains(expected, types));
        foreach (var property in types.SelectMany(type => type.GetProperties().Where(property => property.CanWrite)))
        {
            var options = Activator.CreateInstance(property.DeclaringType!)!;
            property.SetValue(options, Other(property.PropertyType, property.GetValue(options)));

            Assert.Equal(options, Activator.CreateInstance(property.DeclaringType!, options));
            Assert.NotEqual(options, Activator.CreateInstance(property.DeclaringType!));
        }
    }

    /// <summary>All of them are shown, not the first few.</summary>
    private static void AssertNone(IEnumerable<string> violations)
    {
        if (string.Join('\n', violations) is { Length: > 0 } found)
            Assert.Fail(found);
    }

    /// <summary>Another value than a default one.</summary>
    private static object Other(Type type, object? value) => value switch
    {
        int number => number + 1,
        double number => number + 1,
        bool holds => !holds,
        string text => text + "!",
        Enum => Enum.GetValues(type).GetValue(1)!,
        IReadOnlyList<double> => new[] { 2.0 },
        IReadOnlyList<string> => new[] { "*" },
        Data.Normalization => Data.Normalization.PublishedBgr,
        null when type == typeof(Data.Normalization) => Data.Normalization.PublishedBgr,
        null when type == typeof(Data.ClassTable) => Data.ClassTable.CamVid,
        _ => type.GetProperties().First(property => property.CanWrite) is var first && Activator.CreateInstance(type) is { } other && Set(other, first) ? other : throw new InvalidOperationException(type.Name),
    };

    private static bool Set(object options, PropertyInfo property)
    {
        property.SetValue(options, Other(property.PropertyType, property.GetValue(options)));
        return true;
    }
}
