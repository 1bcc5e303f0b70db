namespace Gald.Generators;

/// <summary>Remembers values until so many others were added or asked for since; never more than twice as many.</summary>
internal sealed class RecentValues<TKey, TValue>(int capacity)
    where TKey : notnull
    where TValue : class
{
    private readonly object gate = new();
    private Dictionary<TKey, TValue> recent = [];
    private Dictionary<TKey, TValue> earlier = [];

    /// <summary>How many values are remembered.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return recent.Keys.Union(earlier.Keys).Count();
        }
    }

    public void Add(TKey key, TValue value)
    {
        lock (gate)
            AddLocked(key, value);
    }

    /// <summary>The value of a key; null if it is not remembered.</summary>
    public TValue? Find(TKey key)
    {
        lock (gate)
        {
            if (!recent.TryGetValue(key, out var value) && earlier.TryGetValue(key, out value))
                AddLocked(key, value);
            return value;
        }
    }

    private void AddLocked(TKey key, TValue value)
    {
        if (recent.Count >= capacity && !recent.ContainsKey(key))
            (recent, earlier) = ([], recent);
        recent[key] = value;
    }
}
