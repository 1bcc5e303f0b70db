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

    public int Integer(string name) => Value(name).GetInt32();

    public int Integer(string name, int absent) => Find(name) is { ValueKind: JsonValueKind.Number } value ? value.GetInt32() : absent;

    public string Real(string name)
    {
        var text = Value(name).GetDouble().ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('.') || text.Contains('E') ? text : text + ".0";
    }

    public string Truth(string name) => Value(name).GetBoolean() ? "true" : "false";

    public string Text(string name) => Value(name).GetString()!;

    /// <summary>A list of whole numbers as an attribute has it.</summary>
    public string List(string name) => $"[{string.Join(", ", Numbers(name))}]";

    public int[] Numbers(string name) => [.. Value(name).EnumerateArray().Select(item => item.GetInt32())];

    public string[] Texts(string name) => [.. Value(name).EnumerateArray().Select(item => item.GetString()!)];

    public bool[] Truths(string name) => [.. Value(name).EnumerateArray().Select(item => item.GetBoolean())];

    public bool Has(string name) => values.TryGetProperty(name, out _);

    /// <summary>Whether a parameter is null or not there.</summary>
    public bool IsNull(string name) => Find(name) is not { } value || value.ValueKind == JsonValueKind.Null;

    public Parameters Inner(string name) => new(Value(name), $"{path}.{name}");

    /// <summary>A list of so many objects.</summary>
    public IReadOnlyList<Parameters> List(string name, int count)
    {
        var items = Value(name).EnumerateArray().Select((item, index) => new Parameters(item, $"{path}.{name}[{index}]")).ToArray();
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
        if (Find(name) is { } value && !json.Contains(value.GetRawText()))
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

    private JsonElement Value(string name) =>
        Find(name) ?? throw new NotDeclarableException($"The parameter {path}.{name} is not there.");

    private JsonElement? Find(string name)
    {
        read.Add(name);
        return values.TryGetProperty(name, out var value) ? value : null;
    }
}
