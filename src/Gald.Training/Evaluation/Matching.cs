namespace Gald.Evaluation;

/// <summary>The largest set of pairs in a bipartite graph, by Hopcroft's and Karp's algorithm: in O(edges·√nodes).</summary>
/// <param name="partners">For each left node, the right ones that it may be paired with.</param>
/// <param name="rightCount">Right nodes.</param>
internal sealed class Matching(IReadOnlyList<int[]> partners, int rightCount)
{
    private const int None = -1;
    private readonly int[] right = [.. Enumerable.Repeat(None, partners.Count)];
    private readonly int[] left = [.. Enumerable.Repeat(None, rightCount)];
    private readonly int[] layers = new int[partners.Count];
    private readonly int[] tried = new int[partners.Count];

    /// <summary>The number of pairs.</summary>
    public int Size()
    {
        var size = Greedy();
        while (Layer())
        {
            Array.Clear(tried);
            for (var node = 0; node < partners.Count; node++)
            {
                if (right[node] == None && Augment(node))
                    size++;
            }
        }
        return size;
    }

    private int Greedy()
    {
        var size = 0;
        for (var node = 0; node < partners.Count; node++)
        {
            var partner = Array.FindIndex(partners[node], candidate => left[candidate] == None);
            if (partner < 0)
                continue;
            right[node] = partners[node][partner];
            left[right[node]] = node;
            size++;
        }
        return size;
    }

    /// <summary>Distances from free left nodes, alternating; whether a free right node is reached.</summary>
    private bool Layer()
    {
        var queue = new Queue<int>();
        for (var node = 0; node < partners.Count; node++)
        {
            layers[node] = right[node] == None ? 0 : None;
            if (layers[node] == 0)
                queue.Enqueue(node);
        }
        var reached = false;
        while (queue.TryDequeue(out var node))
        {
            foreach (var partner in partners[node])
            {
                if (left[partner] is not (var next and not None))
                    reached = true;
                else if (layers[next] == None)
                {
                    layers[next] = layers[node] + 1;
                    queue.Enqueue(next);
                }
            }
        }
        return reached;
    }

    /// <summary>Follows a shortest alternating path from a free left node, without recursion: paths may be long.</summary>
    private bool Augment(int start)
    {
        var path = new Stack<int>();
        path.Push(start);
        while (path.TryPeek(out var node))
        {
            if (tried[node] == partners[node].Length)
            {
                layers[node] = None;
                path.Pop();
                continue;
            }
            var partner = partners[node][tried[node]++];
            var next = left[partner];
            if (next == None)
            {
                // Each node on the path takes the partner that it tried last.
                foreach (var owner in path)
                {
                    var taken = partners[owner][tried[owner] - 1];
                    right[owner] = taken;
                    left[taken] = owner;
                }
                return true;
            }
            if (layers[next] == layers[node] + 1)
                path.Push(next);
        }
        return false;
    }
}
