using Gald.Generators.Architecture;

namespace Gald.Generators;

/// <summary>
/// The file of a declaration while it is made. A step of Roslyn's pipeline goes through all its inputs on one thread before the next step
/// begins: what one step starts for each new declaration, on all cores, the next one collects.
/// </summary>
internal sealed class PendingFile : IEquatable<PendingFile>
{
    private readonly Declaration declaration;
    private readonly Lazy<GeneratedFile> file;

    private PendingFile(Declaration declaration)
    {
        this.declaration = declaration;
        file = new(() => GeneratedFile.Of(declaration));
    }

    /// <summary>The file, made on this thread if no other has begun: nobody waits for a free thread.</summary>
    public GeneratedFile Value => file.Value;

    public static PendingFile Start(Declaration declaration, CancellationToken cancellation)
    {
        var pending = new PendingFile(declaration);
        Task.Run(() => pending.Value, cancellation);
        return pending;
    }

    public bool Equals(PendingFile? other) => other is not null && declaration == other.declaration;

    public override bool Equals(object? obj) => Equals(obj as PendingFile);

    public override int GetHashCode() => declaration.GetHashCode();
}
