using Gald.Weights.Pytorch.Pickle;

namespace Gald.Weights.Pytorch;

/// <summary>What a dictionary, a list or a tuple of a pickle holds.</summary>
/// <param name="Direct">Tensors that are its own values.</param>
/// <param name="Tensors">Tensors in it and in what it holds, at most <see cref="int.MaxValue"/>.</param>
internal sealed record Contents(int Direct, int Tensors)
{
    /// <summary>
    /// The contents of all containers that a value reaches. Each is entered once, so that what refers to others many times costs no more than
    /// what is there. What is inside of values of unknown classes does not count.
    /// </summary>
    /// <param name="root">The value.</param>
    /// <param name="deepest">How deep containers may lie in each other, at their first visit.</param>
    /// <exception cref="FormatException">A container holds itself, or they are too deep.</exception>
    public static Dictionary<object, Contents> Of(object? root, int deepest)
    {
        var done = new Dictionary<object, Contents>(ReferenceEqualityComparer.Instance);
        var entered = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<(object Value, IEnumerator<object?> Others)>();
        Enter(root);
        while (open.TryPeek(out var top))
        {
            if (top.Others.MoveNext())
            {
                Enter(top.Others.Current);
                continue;
            }
            open.Pop();
            done.Add(top.Value, Count(top.Value));
        }
        return done;

        void Enter(object? value)
        {
            if (value is not (PickleDictionary or PickleList or PickleTuple) || done.ContainsKey(value))
                return;
            if (!entered.Add(value))
                throw new FormatException("it has a dictionary or a list that contains itself, which no weights do");
            if (open.Count > deepest)
                throw new FormatException($"it nests values more than {deepest} deep");
            open.Push((value, Children(value).GetEnumerator()));
        }

        Contents Count(object value)
        {
            var direct = 0;
            long all = 0;
            foreach (var child in Children(value))
            {
                if (child is StoredTensor)
                    direct++;
                else if (child is not null && done.TryGetValue(child, out var found))
                    all += found.Tensors;
            }
            return new Contents(direct, (int)Math.Min(int.MaxValue, direct + all));
        }
    }

    public static IEnumerable<object?> Children(object? value) => value switch
    {
        PickleDictionary dictionary => dictionary.Items.Select(item => item.Value),
        PickleList list => list.Items,
        PickleTuple tuple => tuple.Items,
        _ => [],
    };
}
