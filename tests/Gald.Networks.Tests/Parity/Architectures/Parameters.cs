using System.Globalization;
using System.Text.Json;

namespace Gald.Networks.Tests.Parity.Architectures;

/// <summary>A manifest asks for what no declaration can say.</summary>
internal sealed class NotDeclarableException(string message) : Exception(message);

/// <summary>
/// The parameters of a published constructor. Each has to be read: one that nobody reads is one that the declaration leaves out.
/// </summary>
/// <param name="values">The parameters.</param>
/// <param name="path">Where they stand, for messages.</param>
internal sealed class Parameters(JsonElement values, string path)
{
    private readonly HashSet<string> read = [];

    public int Integer(string name) => Whole(name, Value(name, JsonValueKind.Number));

    public int Integer(string name, int absent) => IsNull(name) ? absent : Integer(name);

    public string Real(string name)
    {
        var text = Value(name, JsonValueKind.Number).GetDouble().ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('.') || text.Contains('E') ? text : text + ".0";
    }

    public string Truth(string name) => Value(name, JsonValueKind.True, JsonValueKind.False).GetBoolean() ? "true" : "false";

    /// <summary>Whether something holds that does not where it is left out.</summary>
    public bool IsTrue(string name) => !IsNull(name) && Truth(name) == "true";

    public string Text(string name) => Value(name, JsonValueKind.String).GetString()!;

    /// <summary>A list of whole numbers as an attribute has it.</summary>
    public string List(string name) => $"[{string.Join(", ", Numbers(name))}]";

    public int[] Numbers(string name) => [.. Items(name, JsonValueKind.Number).Select(item => Whole(name, item))];

    /// <summary>A list of lists of whole numbers, behind each other.</summary>
    public int[] Rows(string name, int length) =>
        [.. Items(name, JsonValueKind.Array).SelectMany(row => row.GetArrayLength() == length ? row.EnumerateArray().Select(item => Whole(name, item)) : throw Unlike(name, $"a list of {length}"))];

    public string[] Texts(string name) => [.. Items(name, JsonValueKind.String).Select(item => item.GetString()!)];

    public bool[] Truths(string name) => [.. Items(name, JsonValueKind.True, JsonValueKind.False).Select(item => item.GetBoolean())];

    public bool Has(string name) => values.TryGetProperty(name, out _);

    /// <summary>Whether a parameter is null or not there.</summary>
    public bool IsNull(string name) => Find(name) is not { } value || value.ValueKind == JsonValueKind.Null;

    public Parameters Inner(string name) => new(Value(name, JsonValueKind.Object), $"{path}.{name}");

    /// <summary>A list of so many objects.</summary>
    public IReadOnlyList<Parameters> List(string name, int count)
    {
        var items = Items(name, JsonValueKind.Object).Select((item, index) => new Parameters(item, $"{path}.{name}[{index}]")).ToArray();
        return items.Length == count ? items : throw new NotDeclarableException($"{path}.{name} has {items.Length} entries, but only {count} can be declared.");
    }

    /// <summary>Parameters that say nothing about the network, such as its name or the dropout that is 0 in all vectors.</summary>
    public Parameters Ignore(params string[] names)
    {
        read.UnionWith(names);
        return this;
    }

    /// <summary>Parameters that can have one value only.</summary>
    /// <exception cref="NotDeclarableException">It has another.</exception>
    public Parameters Expect(string name, params string[] json)
    {
        if (Find(name) is { } value && !json.Select(text => Compact(JsonDocument.Parse(text).RootElement)).Contains(Compact(value)))
            throw new NotDeclarableException($"{path}.{name} = {value.GetRawText()} cannot be declared, only {string.Join(" or ", json)}.");
        return this;
    }

    /// <summary>Batch normalisation with the usual numbers; null is no norm.</summary>
    public string Norm(string name = "norm_cfg")
    {
        if (IsNull(name))
            return "false";
        var norm = Inner(name).Ignore("requires_grad");
        norm.Expect("type", "\"BN\"").Expect("eps", "1e-05", "1e-5").Done();
        return "true";
    }

    /// <exception cref="NotDeclarableException">One of the parameters was not read.</exception>
    public void Done()
    {
        foreach (var left in values.EnumerateObject().Where(one => !read.Contains(one.Name)))
            throw new NotDeclarableException($"The parameter {path}.{left.Name} = {left.Value.GetRawText()} cannot be declared.");
    }

    private JsonElement Value(string name, params JsonValueKind[] kinds)
    {
        var value = Find(name) ?? throw new NotDeclarableException($"The parameter {path}.{name} is not there.");
        return kinds.Contains(value.ValueKind) ? value : throw Unlike(name, string.Join(" or ", kinds).ToLowerInvariant());
    }

    private JsonElement[] Items(string name, params JsonValueKind[] kinds)
    {
        JsonElement[] items = [.. Value(name, JsonValueKind.Array).EnumerateArray()];
        return items.All(item => kinds.Contains(item.ValueKind)) ? items : throw Unlike(name, $"a list of {string.Join(" or ", kinds).ToLowerInvariant()}");
    }

    private static string Compact(JsonElement value) => JsonSerializer.Serialize(value);

    private int Whole(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var whole) ? whole : throw Unlike(name, "a whole number");

    private NotDeclarableException Unlike(string name, string kind) =>
        new($"{path}.{name} = {values.GetProperty(name).GetRawText()} cannot be declared, only {kind}.");

    private JsonElement? Find(string name)
    {
        read.Add(name);
        return values.TryGetProperty(name, out var value) ? value : null;
    }
}
