using Gald.Generators.Architecture;

namespace Gald.Generators.Emission.FSharp;

/// <summary>How generated code writes names: those of the library as short as what is opened allows, others in full.</summary>
/// <param name="file">The types whose modules the file has.</param>
/// <param name="current">That whose module is being written; null where none is.</param>
internal sealed class FSharpNames(IReadOnlyCollection<DeclaredType> file, DeclaredType? current)
{
    private readonly HashSet<string> siblings = [.. file.Where(type => IsOpenFor(type, current)).Select(PathOf)];
    private readonly string[] around = [.. current?.Namespace.Split(['.'], StringSplitOptions.RemoveEmptyEntries) ?? [], .. current?.Containers.Select(container => container.Name) ?? []];

    /// <summary>The namespaces that each generated module opens, F#'s own to have back what the user may have hidden.</summary>
    public static readonly IReadOnlyList<string> Opened =
        ["Microsoft.FSharp.Core", "Microsoft.FSharp.Core.Operators", "System", "TorchSharp", "Gald", "Gald.Modules", "Gald.Onnx"];

    /// <summary>The words of the language, and those that it keeps for itself: between double backticks, they are identifiers.</summary>
    private static readonly HashSet<string> Keywords = new((
        "abstract and as asr assert base begin break checked class component const constraint continue default delegate do done downcast "
        + "downto elif else end event exception extern external false finally fixed for fun function global if in include inherit inline "
        + "interface internal land lazy let lor lsl lsr lxor match member mixin mod module mutable namespace new not null of open or "
        + "override parallel private process protected public pure rec return sealed select sig static struct tailcall then to trait true "
        + "try type upcast use val virtual void when while with yield").Split(' '));

    public static string Escape(string identifier) => IsPlain(identifier) ? identifier : $"``{identifier}``";

    /// <summary>A path of names, such as that of a field's field.</summary>
    public static string EscapePath(string path) => string.Join(".", path.Split('.').Select(Escape));

    /// <summary>A member of the library by its full path.</summary>
    public static string Library(string path)
    {
        var opened = Opened.Where(opened => path.StartsWith(opened + ".", StringComparison.Ordinal)).OrderByDescending(opened => opened.Length).First();
        return EscapePath(path.Substring(opened.Length + 1));
    }

    /// <summary>A class that is declared elsewhere.</summary>
    public string Declared(string path)
    {
        if (!siblings.Contains(path.Substring(0, Math.Max(0, path.LastIndexOf('.')))))
            return $"global.{EscapePath(path)}";
        var parts = path.Split('.');
        return string.Join(".", parts.Skip(parts.Zip(around, (part, outer) => part == outer).TakeWhile(same => same).Count()).Select(Escape));
    }

    /// <summary>The program of such a class, which stands beside it in its module.</summary>
    public string ProgramOf(string path) => Declared($"{path.Substring(0, path.LastIndexOf('.'))}.{FrozenPrinter.Program}");

    /// <summary>
    /// Whether what is around a module is still open while another is written, so that it is not found from the outermost namespace: a module around
    /// both, or the outermost namespace itself, of which a file's part ends with the file.
    /// </summary>
    private static bool IsOpenFor(DeclaredType type, DeclaredType? current) => type.Namespace.Length == 0
        || (type.Namespace == current?.Namespace && type.Containers.Count > 0 && current.Containers.Count > 0 && type.Containers[0] == current.Containers[0]);

    private static string PathOf(DeclaredType type) =>
        string.Join(".", [.. type.Namespace.Split(['.'], StringSplitOptions.RemoveEmptyEntries), .. type.Containers.Select(container => container.Name), type.Name]);

    private static bool IsPlain(string identifier) =>
        !Keywords.Contains(identifier)
        && (char.IsLetter(identifier[0]) || identifier[0] == '_')
        && identifier.All(character => char.IsLetterOrDigit(character) || character is '_' or '\'');
}
