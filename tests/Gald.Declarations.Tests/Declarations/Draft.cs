namespace Gald.Declarations.Tests.Declarations;

/// <summary>A declaration while it is being made up.</summary>
internal sealed class Draft
{
    private readonly List<(string Name, List<Argument> Arguments)> attributes = [];

    public ClassForm Form { get; set; } = ClassForm.Public;

    public bool Has(string attribute) => attributes.Any(one => one.Name == attribute);

    /// <summary>Adds an attribute, also where there is one of the name already.</summary>
    public void Add(string attribute) => attributes.Add((attribute, []));

    public void Remove(string attribute) => attributes.RemoveAll(one => one.Name == attribute);

    /// <summary>Sets an argument of the first attribute of a name, which is added if it is not there.</summary>
    public void Set(string attribute, string argument, Value value)
    {
        if (!Has(attribute))
            Add(attribute);
        Drop(attribute, argument);
        Arguments(attribute).Add(new(argument, value));
    }

    public void Set(string attribute, string argument, int number) => Set(attribute, argument, new Value.Integer(number));

    public void Drop(string attribute, string argument) => Arguments(attribute).RemoveAll(one => one.Name == argument);

    public int? Number(string attribute, string argument) =>
        Has(attribute) && Arguments(attribute).FirstOrDefault(one => one.Name == argument)?.Value is Value.Integer integer ? integer.Number : null;

    /// <summary>The first of an attribute's names that is there.</summary>
    public IReadOnlyList<string> Names => [.. attributes.Select(one => one.Name)];

    /// <summary>The declaration, in a random order; every ResNet gets its depth, without which C# does not compile it.</summary>
    public Declaration Done(Dice dice)
    {
        foreach (var (_, arguments) in attributes.Where(one => one.Name == "ResNet" && one.Arguments.All(argument => argument.Name != "Depth")))
            arguments.Add(new("Depth", new Value.Integer(18)));
        return new Declaration(Form, dice.Shuffle([.. attributes.Select(one => new AttributeUse(one.Name, dice.Shuffle(one.Arguments)))]));
    }

    private List<Argument> Arguments(string attribute) => attributes.First(one => one.Name == attribute).Arguments;
}
