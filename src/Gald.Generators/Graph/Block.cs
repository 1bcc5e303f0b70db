namespace Gald.Generators.Graph;

/// <summary>A tensor of the forward pass of one block.</summary>
/// <param name="name">The name of its local variable; null for one that is only numbered.</param>
internal sealed class Value(string? name)
{
    public string? Name { get; } = name;
}

/// <summary>A module made of operations and other modules: one class of the generated code, from n tensors to m.</summary>
internal sealed class Block
{
    private readonly HashSet<Value> trainingOnly;
    private Dictionary<Value, int>? reads;
    private bool? hasParts;

    /// <param name="name">The name that its class should have.</param>
    /// <param name="summary">What it is, in a sentence, as plain text.</param>
    /// <param name="inputs">What its forward pass takes.</param>
    /// <param name="content">What it registers.</param>
    /// <param name="statements">Its forward pass, in order.</param>
    /// <param name="results">What its forward pass returns.</param>
    public Block(
        string name,
        string summary,
        IReadOnlyList<Value> inputs,
        BlockContent content,
        IReadOnlyList<Statement> statements,
        IReadOnlyList<Value> results)
    {
        (Name, Summary, Inputs, Content, Statements, Results) = (name, summary, inputs, content, statements, results);
        trainingOnly = [];
        foreach (var statement in statements)
        {
            for (var i = 0; statement is Call call && i < call.Results.Count; i++)
            {
                if (call.GivesInTrainingOnly(i))
                    trainingOnly.Add(call.Results[i]);
            }
        }
    }

    public string Name { get; }

    public string Summary { get; }

    public IReadOnlyList<Value> Inputs { get; }

    /// <summary>What it registers: its modules, parameters and buffers.</summary>
    public BlockContent Content { get; }

    public IReadOnlyList<Statement> Statements { get; }

    public IReadOnlyList<Value> Results { get; }

    /// <summary>Those of the results that are there for a loss, and are no part of a prediction although they are there in evaluation mode too.</summary>
    public IReadOnlyList<Value> Further { get; init; } = [];

    /// <summary>The maps that a backbone gives one by one, besides the last, which is its result; null for what is no backbone alone.</summary>
    public MapsOfStages? Maps { get; init; }

    /// <summary>The same of a backbone that is a part, and whose class gives them; null where there is none.</summary>
    public (Part Part, MapsOfStages Maps)? PartMaps { get; init; }

    /// <summary>The keys of the modules of each stage of the backbone that is in it, by their paths in the state.</summary>
    public IReadOnlyList<IReadOnlyList<string>> StageKeys { get; init; } = [];

    /// <summary>Its only input.</summary>
    /// <exception cref="InvalidOperationException">There are several.</exception>
    public Value Input => Inputs.Only($"The block {Name} has {Inputs.Count} inputs.");

    /// <summary>Its only result, apart from those for losses.</summary>
    /// <exception cref="InvalidOperationException">There are several.</exception>
    public Value Result => PredictedResults.ToArray().Only($"The block {Name} has several results.");

    /// <summary>The results that are a prediction.</summary>
    public IEnumerable<Value> PredictedResults => Results.Where(result => !IsTrainingOnly(result) && !Further.Contains(result));

    /// <summary>Whether a value is there in training mode only, and absent otherwise.</summary>
    public bool IsTrainingOnly(Value value) => trainingOnly.Contains(value);

    /// <summary>How often steps of it read a value.</summary>
    public int ReadsOf(Value value)
    {
        if (reads is null)
        {
            var counts = new Dictionary<Value, int>();
            foreach (var statement in Statements)
            {
                foreach (var input in statement.Inputs)
                    counts[input] = counts.TryGetValue(input, out var count) ? count + 1 : 1;
            }

            reads = counts;
        }

        return reads.TryGetValue(value, out var found) ? found : 0;
    }

    /// <summary>Whether a class that is declared elsewhere is used in it.</summary>
    public bool HasParts => hasParts ??=
        Content.Parts.Count > 0 || Content.Children.Any(child => child is BlockChild { Part: not null } || (child is BlockChild inner && inner.Block.HasParts));
}

/// <summary>What a block registers, each thing once, however often the forward pass uses it.</summary>
/// <param name="Children">The modules, in the order in which they are registered.</param>
/// <param name="State">The parameters and buffers that are the block's own.</param>
/// <param name="Parts">The parts whose modules it registers as its own.</param>
internal sealed record BlockContent(IReadOnlyList<Child> Children, IReadOnlyList<StateTensor> State, IReadOnlyList<Part> Parts)
{
    /// <summary>The modules that it makes itself, without those of its parts.</summary>
    public IEnumerable<Child> OwnChildren => Children.Where(child => child.Owner is null);

    /// <summary>The position of a module among the children.</summary>
    public int IndexOf(Child child)
    {
        var index = 0;
        while (index < Children.Count && Children[index] != child)
            index++;
        return index;
    }
}

/// <summary>The maps of a backbone.</summary>
/// <param name="Stem">The map in front of the first stage; null where there is none that counts.</param>
/// <param name="Stages">Those behind each stage, from fine to coarse.</param>
internal sealed record MapsOfStages(Value? Stem, IReadOnlyList<Value> Stages)
{
    /// <summary>All of them, the stem's first.</summary>
    public IReadOnlyList<Value> All => Stem is null ? Stages : [Stem, .. Stages];
}

/// <summary>Lists of which there has to be one.</summary>
internal static class OnlyOne
{
    public static T Only<T>(this IReadOnlyList<T> items, string otherwise) => items.Count == 1 ? items[0] : throw new InvalidOperationException(otherwise);
}
