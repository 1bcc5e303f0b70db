using Gald.Generators.Graph;

namespace Gald.Generators.Passes;

/// <summary>Names of local variables: a value's own, with a number behind it where two values of a block are called alike.</summary>
internal sealed class LocalNames
{
    private readonly HashSet<string> taken = [];
    private int temporaries;

    /// <summary>A name for a value that no other value has.</summary>
    public string Of(Value value)
    {
        if (value.Name is null)
            return $"x{++temporaries}";
        var name = value.Name;
        for (var number = 2; !taken.Add(name); number++)
            name = $"{value.Name}{number}";
        return name;
    }
}
