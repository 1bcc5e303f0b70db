using System.Reflection;

namespace Gald.Generators.Tests.Architecture;

/// <summary>Which part may know what: an F# front end and an F# printer will stand beside the C# ones.</summary>
public sealed class ArchitectureTests
{
    private const string Roslyn = "Microsoft.CodeAnalysis";

    [Theory]
    [InlineData("Architecture")]
    [InlineData("Diagnostics")]
    [InlineData("Emission")]
    [InlineData("Graph")]
    [InlineData("Lowering")]
    [InlineData("Passes")]
    [InlineData("Shapes")]
    public void Only_the_ends_of_the_compiler_know_Roslyn(string folder)
    {
        var files = Directory.GetFiles(Repository.PathOf("src", "Gald.Generators", folder), "*.cs", SearchOption.AllDirectories);

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.DoesNotContain(Roslyn, File.ReadAllText(file), StringComparison.Ordinal));
        Assert.All(TypesIn(folder), type => Assert.All(Mentioned(type), mentioned =>
            Assert.False(mentioned.Assembly.GetName().Name!.StartsWith(Roslyn, StringComparison.Ordinal), $"{type} knows {mentioned}.")));
    }

    /// <summary>What is lowered, printed or traced is not read from symbols, and an earlier part knows no later one.</summary>
    [Theory]
    [InlineData("Graph", "Architecture", "Lowering", "Passes", "Emission", "Parsing")]
    [InlineData("Shapes", "Architecture", "Lowering", "Passes", "Emission", "Parsing")]
    [InlineData("Passes", "Architecture", "Lowering", "Emission", "Parsing")]
    [InlineData("Architecture", "Passes", "Emission", "Parsing")]
    [InlineData("Lowering", "Passes", "Emission", "Parsing")]
    [InlineData("Emission", "Lowering", "Parsing")]
    public void Data_flows_one_way(string folder, params string[] later)
    {
        foreach (var file in Directory.GetFiles(Repository.PathOf("src", "Gald.Generators", folder), "*.cs", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            Assert.All(later, other => Assert.DoesNotContain($"using Gald.Generators.{other}", text, StringComparison.Ordinal));
        }
    }

    /// <summary>A generator built against a newer Roslyn than the user's compiler is dropped with a mere warning.</summary>
    [Fact]
    public void The_compiler_references_Roslyn_4_8_and_nothing_that_a_user_would_have_to_ship()
    {
        var references = typeof(GaldGenerator).Assembly.GetReferencedAssemblies();
        var roslyn = references.Where(reference => reference.Name!.StartsWith(Roslyn, StringComparison.Ordinal)).ToArray();

        Assert.Equal([Roslyn, $"{Roslyn}.CSharp"], roslyn.Select(reference => reference.Name!).Order());
        Assert.All(roslyn, reference => Assert.Equal(new Version(4, 8, 0, 0), reference.Version));
        Assert.All(
            references.Except(roslyn),
            reference => Assert.True(reference.Name == "netstandard" || reference.Name!.StartsWith("System.", StringComparison.Ordinal), reference.Name));
    }

    private static IEnumerable<Type> TypesIn(string folder) => typeof(GaldGenerator).Assembly.GetTypes()
        .Where(type => $"{type.Namespace}.".StartsWith($"Gald.Generators.{folder}.", StringComparison.Ordinal));

    private static IEnumerable<Type> Mentioned(Type type)
    {
        const BindingFlags all = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var methods = type.GetMethods(all).Cast<MethodBase>().Concat(type.GetConstructors(all)).ToArray();
        return type.GetFields(all).Select(field => field.FieldType)
            .Concat(type.GetInterfaces())
            .Concat(methods.OfType<MethodInfo>().Select(method => method.ReturnType))
            .Concat(methods.SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType))
            .Concat(methods.SelectMany(method => method.GetMethodBody()?.LocalVariables ?? []).Select(local => local.LocalType))
            .SelectMany(mentioned => mentioned.IsGenericType ? mentioned.GetGenericArguments().Append(mentioned) : [mentioned]);
    }
}
