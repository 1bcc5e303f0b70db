using System.Reflection;
using System.Runtime.Loader;

namespace Gald.Package.Tests;

/// <summary>The assemblies of the build task, loaded from their folder and from nowhere else.</summary>
internal sealed class TaskAssemblies(string folder) : AssemblyLoadContext("tasks", isCollectible: true)
{
    /// <summary>What the task does with a file of declarations: parse, read, print.</summary>
    public string Print(string declarations)
    {
        var source = Call("Gald.FSharp", "Gald.FSharp.Parsing.SourceParser", "Parse", "Networks.fs", declarations, Array.Empty<string>(), "");
        var sources = Array.CreateInstance(source.GetType(), 1);
        sources.SetValue(source, 0);
        var file = ((IEnumerable<object>)Call("Gald.FSharp", "Gald.FSharp.Parsing.DeclarationFiles", "Read", sources)).Single();
        var read = file.GetType().GetProperty("Declarations")!.GetValue(file)!;
        return (string)Call("Gald.Generators", "Gald.Generators.Emission.FSharp.FSharpFile", "Print", read);
    }

    protected override Assembly? Load(AssemblyName name) =>
        Path.Combine(folder, $"{name.Name}.dll") is var path && File.Exists(path) ? LoadFromStream(new MemoryStream(File.ReadAllBytes(path))) : null;

    private object Call(string assembly, string type, string method, params object[] arguments) =>
        LoadFromAssemblyName(new AssemblyName(assembly)).GetType(type, throwOnError: true)!
            .GetMethod(method, BindingFlags.Static | BindingFlags.Public)!.Invoke(null, arguments)!;
}
