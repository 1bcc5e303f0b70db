using Gald.Declarations.Tests.Declarations;

namespace Gald.Declarations.Tests.Reference;

/// <summary>The numbers of a declaration with the documented defaults, unchecked: what is out of range stays so.</summary>
internal sealed class Numbers
{
    private readonly Declaration declaration;

    /// <exception cref="NoSuchNetworkException">There is no network in it, or more than one.</exception>
    public Numbers(Declaration declaration)
    {
        this.declaration = declaration;
        if (!declaration.Form.Fits())
            throw new NoSuchNetworkException($"a network cannot be added to a class that is {declaration.Form}");
        foreach (var needed in new[] { "SegmentationNetwork", "ResNet" })
        {
            if (declaration[needed] is null)
                throw new NoSuchNetworkException($"there is no [{needed}]");
        }

        if (declaration.Attributes.GroupBy(use => use.Name).FirstOrDefault(uses => uses.Count() > 1) is { } twice)
            throw new NoSuchNetworkException($"[{twice.Key}] is there twice");
    }

    public bool Has(string attribute) => declaration[attribute] is not null;

    public int? Integer(string attribute, string argument) => (declaration[attribute]?[argument] as Value.Integer)?.Number;

    public int Required(string attribute, string argument) =>
        Integer(attribute, argument) ?? throw new NoSuchNetworkException($"{attribute} does not say its {argument}");

    public bool Truth(string attribute, string argument, bool absent) => (declaration[attribute]?[argument] as Value.Truth)?.Holds ?? absent;

    public double Real(string attribute, string argument, double absent) => (declaration[attribute]?[argument] as Value.Real)?.Number ?? absent;

    public IReadOnlyList<int>? Integers(string attribute, string argument) => (declaration[attribute]?[argument] as Value.Integers)?.Numbers;

    /// <exception cref="NoSuchNetworkException">The enumeration has no such member.</exception>
    public T Member<T>(string attribute, string argument, T absent) where T : struct, Enum =>
        declaration[attribute]?[argument] is not Value.Member member ? absent
        : Enum.IsDefined(typeof(T), member.Number) ? (T)Enum.ToObject(typeof(T), member.Number)
        : throw new NoSuchNetworkException($"{argument} has no member {member.Number}");
}
