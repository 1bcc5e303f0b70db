namespace Gald.FSharp.Tests.Surface;

#pragma warning disable CA1822, CA1816, CA1051, IDE0060, CA1720
/// <summary>Everything that <see cref="SurfaceRules"/> is against.</summary>
public sealed class Awkward
{
    public int type;

    public Awkward(int? number) { }

    public int? Number => null;

    public string? Text => null;

    public long Height => 1;

    public IReadOnlyList<(int, int)> Pairs => [];

    public void Find(out int found) => found = 1;

    public void Show(string? text) { }

    public void Write(string text = null!) { }

    public string? Read() => null;

    public void Count(int to) { }

    public void Add(int number) { }

    public void Add(double number) { }

    public void Call(Action action) { }

    public void Call(Func<int> other) { }

    public void Take(string path) { }

    public void Take(object anything) { }

    public void Dispose() { }

    /// <summary>Throws.</summary>
    public void Throw() => Fail();

    /// <summary>Throws too.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public void ThrowDocumented() => Fail();

    private static void Fail() => throw new InvalidOperationException();
}

/// <summary>Options that cannot be copied.</summary>
public sealed record AwkwardOptions
{
    public int Steps { get; init; }

    public string? Path { get; init; }
}
#pragma warning restore
