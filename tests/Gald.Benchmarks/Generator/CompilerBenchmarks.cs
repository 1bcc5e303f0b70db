using Gald.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Gald.Benchmarks.Generator;

/// <summary>A project that is being typed in, and the generator's driver on it.</summary>
public abstract class CompilerBenchmarks
{
    /// <summary>The networks of a large project.</summary>
    protected const int Many = 100;

    private NetworkProject project = null!;
    private GeneratorDriver driver = null!;

    /// <summary>The case that the next run belongs to.</summary>
    protected string Running { get; private set; } = "";

    /// <summary>A project that nobody has looked at.</summary>
    protected void Open(string name, int networks)
    {
        if (Running != name)
            Console.Error.WriteLine($"{name} …");
        Running = name;
        project = NetworkProject.Create(networks);
        driver = CSharpGeneratorDriver.Create(
            [new GaldGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)project.Compilation.SyntaxTrees[0].Options);
    }

    /// <summary>A keystroke in a file without a network.</summary>
    protected void TypeElsewhere(string name) => Type(name, project => project.EditElsewhere());

    /// <summary>A keystroke in the declaration of one network.</summary>
    protected void TypeInOne(string name) => Type(name, project => project.EditOne());

    /// <summary>Generates what the last keystroke changed.</summary>
    protected void Generate() => Readings.Take(Running, () =>
    {
        driver = driver.RunGenerators(project.Compilation);
        return driver.GetTimingInfo().GeneratorTimes.Single().ElapsedTime;
    });

    /// <summary>The project with what is generated for it.</summary>
    private protected GeneratedProject GenerateUnmeasured()
    {
        driver = driver.RunGeneratorsAndUpdateCompilation(project.Compilation, out var compilation, out _);
        return new GeneratedProject(compilation, project.LastEdited);
    }

    private void Type(string name, Func<NetworkProject, NetworkProject> keystroke)
    {
        if (Running != name)
        {
            Open(name, Many);
            driver = driver.RunGenerators(project.Compilation);
        }

        project = keystroke(project);
    }
}

/// <summary>A project with its generated code.</summary>
/// <param name="Compilation">All of it.</param>
/// <param name="Edited">The file that was typed in.</param>
internal sealed record GeneratedProject(Compilation Compilation, SyntaxTree Edited);
