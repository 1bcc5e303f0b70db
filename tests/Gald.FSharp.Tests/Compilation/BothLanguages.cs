using System.Reflection;
using Gald.Generators.Architecture;
using Gald.Generators.Emission.FSharp;
using Gald.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Gald.FSharp.Tests.Compilation;

/// <summary>Declarations that are compiled in both languages, all at once, for one compilation of many is much faster than many of one.</summary>
internal sealed class BothLanguages
{
    private readonly Assembly csharp;
    private readonly Assembly fsharp;
    private readonly Dictionary<Subject, ModuleForm> forms;

    /// <summary>Compiles.</summary>
    /// <exception cref="InvalidOperationException">A declaration is wrong, or a compiler reports an error or a warning.</exception>
    public BothLanguages(IReadOnlyList<Subject> subjects)
    {
        var run = Generate(subjects);
        csharp = run.Load();
        var declarations = Declare(run.Output, subjects);
        forms = subjects.Zip(declarations).ToDictionary(pair => pair.First, pair => ModuleForms.Of(pair.Second));
        fsharp = LoadFSharp(subjects, declarations);
    }

    /// <summary>The modules that F# has of wrong declarations.</summary>
    public static Assembly LoadWrong(IReadOnlyList<Subject> subjects) =>
        LoadFSharp(subjects, Declare(Generate(subjects).Output, subjects));

    /// <summary>The F# that is generated for declarations of one file.</summary>
    public static string Print(params Subject[] subjects) =>
        FSharpFile.Print(Declare(Generate(subjects).Output, subjects));

    public Type CSharp(Subject subject) => csharp.GetType(subject.FullName, throwOnError: true)!;

    public Type FSharp(Subject subject) => Find(fsharp, subject, forms[subject] switch
    {
        ModuleForm.Network => "Network",
        ModuleForm.Block => "Block",
        _ => "Stage",
    });

    /// <summary>A class of the module of an F# declaration.</summary>
    public static Type Find(Assembly assembly, Subject subject, string name) => assembly.GetType($"{subject.FullName}Module+{name}", throwOnError: true)!;

    private static GeneratorRun Generate(IReadOnlyList<Subject> subjects)
    {
        var compilation = GeneratorRun.Compilation($"using Gald;\n{string.Join("\n", subjects.Select(subject => subject.CSharp))}\n{Handwork.CSharp}");

        // Names in lower case are words of F# here.
        return GeneratorRun.Of(compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(
            [new KeyValuePair<string, ReportDiagnostic>("CS8981", ReportDiagnostic.Suppress)])));
    }

    private static Declaration[] Declare(Microsoft.CodeAnalysis.Compilation compilation, IReadOnlyList<Subject> subjects) =>
        [.. subjects.Select(subject => Subject.AsFSharp(DeclarationParser.Parse(compilation.GetTypeByMetadataName(subject.FullName)!, compilation)))];

    private static Assembly LoadFSharp(IReadOnlyList<Subject> subjects, Declaration[] declarations) => FSharpCompilation.Load(
        ("Handwork.fs", Handwork.FSharp),
        ("Nothing.g.fs", FSharpFile.Print([])),
        ("Networks.fs", string.Join("\n", subjects.Select(subject => subject.FSharp))),
        ("Networks.g.fs", FSharpFile.Print(declarations)));
}
