using System.Globalization;
using System.Numerics;

namespace Gald.Weights.Pytorch.Pickle;

/// <summary>
/// A pickle as data. The opcodes are those that PyTorch's <c>torch.save</c> writes with protocols 1 to 5; a name of Python code is a
/// mere text until <see cref="AllowedGlobals"/> has it on its list, and what is made by it is one of our own records.
/// Nothing is executed, nothing is instantiated by name, and there is no other way round.
/// </summary>
/// <param name="reader">The bytes.</param>
/// <param name="load">What a persistent id stands for: a storage.</param>
internal sealed class PickleMachine(PickleReader reader, Func<object?, object> load)
{
    /// <summary>The most values that a pickle may hold. A checkpoint with optimiser has some thousands.</summary>
    private const int MostValues = 4_000_000;

    private readonly List<object?> stack = [];
    private readonly List<int> marks = [];
    private readonly Dictionary<long, object?> memo = [];

    // A value takes a byte at least, so copies of copies come to their end here.
    private readonly long most = Math.Min(MostValues, 2 * reader.Left);
    private long values;

    /// <summary>Runs to the pickle's end.</summary>
    /// <exception cref="FormatException">It is broken, or does what data need not do; the message completes "'file' cannot be read: ".</exception>
    public object? Run()
    {
        while (true)
        {
            var opcode = reader.Byte();
            if (opcode == '.')
            {
                var result = Pop();
                return stack.Count == 0 && marks.Count == 0 ? result : throw new FormatException("its pickle leaves more than one value");
            }
            Step(opcode);
        }
    }

    private void Step(byte opcode)
    {
        switch (opcode)
        {
            case 0x80:
                if (reader.Byte() is var protocol and > 5)
                    throw new FormatException($"its pickle is of protocol {protocol}; 5 is the highest that is known");
                break;
            case 0x95: reader.Frame(); break;

            case (byte)'N': Push(null); break;
            case 0x88: Push(true); break;
            case 0x89: Push(false); break;
            case (byte)'I': Push(TextInteger(reader.Line(), booleans: true)); break;
            case (byte)'L': Push(TextInteger(reader.Line().TrimEnd('L'), booleans: false)); break;
            case (byte)'J': Push((long)reader.Int32()); break;
            case (byte)'K': Push((long)reader.Byte()); break;
            case (byte)'M': Push((long)reader.UInt16()); break;
            case 0x8a: Push(reader.Integer(reader.Byte())); break;
            case 0x8b: Push(reader.Integer(reader.Int32())); break;
            case (byte)'F': Push(TextNumber(reader.Line())); break;
            case (byte)'G': Push(reader.Double()); break;

            case (byte)'X': Push(reader.Text(reader.UInt32())); break;
            case 0x8c: Push(reader.Text(reader.Byte())); break;
            case 0x8d: Push(reader.Text(reader.UInt64())); break;
            case (byte)'T': Push(reader.OldText(reader.Int32())); break;
            case (byte)'U': Push(reader.OldText(reader.Byte())); break;
            case (byte)'B': Push(reader.Bytes(reader.UInt32())); break;
            case (byte)'C': Push(reader.Bytes(reader.Byte())); break;
            case 0x8e or 0x96: Push(reader.Bytes(reader.UInt64())); break;

            case (byte)'(': marks.Add(stack.Count); break;
            case (byte)'0': Pop(); break;
            case (byte)'1': PopToMark(); break;
            case (byte)'2': Push(Top()); break;

            case (byte)')': Push(new PickleTuple([])); break;
            case (byte)'t': Push(new PickleTuple(PopToMark())); break;
            case 0x85 or 0x86 or 0x87: Push(new PickleTuple(Pop(count: opcode - 0x84))); break;
            case (byte)']' or 0x8f: Push(new PickleList([])); break;
            case (byte)'l' or 0x91: Push(new PickleList(PopToMark())); break;
            case (byte)'a': Append(Pop(count: 1)); break;
            case (byte)'e' or 0x90: Append(PopToMark()); break;
            case (byte)'}': Push(new PickleDictionary()); break;
            case (byte)'d':
                var pairs = PopToMark();
                Push(new PickleDictionary());
                SetItems(pairs);
                break;
            case (byte)'s': SetItems(Pop(count: 2)); break;
            case (byte)'u': SetItems(PopToMark()); break;

            case (byte)'p': Memorise(LineNumber()); break;
            case (byte)'q': Memorise(reader.Byte()); break;
            case (byte)'r': Memorise(reader.UInt32()); break;
            case 0x94: Memorise(memo.Count); break;
            case (byte)'g': Recall(LineNumber()); break;
            case (byte)'h': Recall(reader.Byte()); break;
            case (byte)'j': Recall(reader.UInt32()); break;

            case (byte)'c': Push(AllowedGlobals.Find(reader.Line(), reader.Line())); break;
            case 0x93:
                var names = Pop(count: 2);
                if (names is not [string module, string name])
                    throw new FormatException("its pickle names Python code by something that is no text");
                Push(AllowedGlobals.Find(module, name));
                break;
            case (byte)'R':
                var call = Pop(count: 2);
                if (call is not [var function, PickleTuple arguments])
                    throw new FormatException("its pickle calls something that is no function, or with something that is no tuple");
                Make(function, arguments.Items);
                break;
            case 0x81:
                if (Pop(count: 2) is not [var type, PickleTuple given])
                    throw new FormatException("its pickle makes an instance with something that is no tuple");
                Make(type, given.Items);
                break;
            case 0x92:
                if (Pop(count: 3) is not [var called, PickleTuple positional, PickleDictionary named])
                    throw new FormatException("its pickle makes an instance with something that is no tuple and no dictionary");
                Make(called, [.. positional.Items, .. named.Items.Select(item => item.Value)]);
                break;
            case (byte)'i':
                var old = AllowedGlobals.Find(reader.Line(), reader.Line());
                Make(old, PopToMark());
                break;
            case (byte)'o':
                if (PopToMark() is not [var first, .. var others])
                    throw new FormatException("its pickle takes a value that is not there");
                Make(first, others);
                break;
            case (byte)'b': Build(Pop()); break;
            case (byte)'Q': Push(load(Pop())); break;

            default:
                throw new FormatException($"its pickle has the opcode 0x{opcode:x2}, which is none that weights need; nothing was run");
        }
    }

    private void Push(object? value)
    {
        Count(1);
        stack.Add(value);
    }

    /// <summary>Pushes what a call or a class would make.</summary>
    private void Make(object? function, IReadOnlyList<object?> arguments)
    {
        var made = function switch
        {
            PickleGlobal global => AllowedGlobals.Make(global, arguments),
            // What an unknown value would make when it is called is as unknown.
            PickleOpaque { Trouble: null } unknown => Unknown(unknown.Kind, arguments),
            _ => throw new FormatException("its pickle calls something that is no function, or with something that is no tuple"),
        };
        Push(made);
        Count(SizeOf(made));
    }

    private static PickleOpaque Unknown(PickleGlobal kind, IReadOnlyList<object?> arguments)
    {
        var made = new PickleOpaque(kind with { IsListed = false }, trouble: null);
        made.Parts.AddRange(arguments);
        return made;
    }

    private void Count(long more)
    {
        values += more;
        if (values > most)
            throw new FormatException($"its pickle holds more than {most} values, which is more than weights need or its bytes account for");
    }

    /// <summary>How many values were copied when something was made.</summary>
    private static long SizeOf(object made) => made switch
    {
        PickleDictionary dictionary => dictionary.Items.Count,
        PickleList list => list.Items.Count,
        byte[] bytes => bytes.Length / 8,
        StoredTensor tensor => 2 * tensor.Shape.Length,
        PickleOpaque opaque => opaque.Parts.Count,
        _ => 0,
    };

    /// <summary>Values above the latest mark are all that an opcode may take.</summary>
    private int Floor => marks.Count == 0 ? 0 : marks[^1];

    private object? Top() => stack.Count > Floor ? stack[^1] : throw new FormatException("its pickle takes a value that is not there");

    private object? Pop()
    {
        var value = Top();
        stack.RemoveAt(stack.Count - 1);
        return value;
    }

    private List<object?> Pop(int count)
    {
        if (stack.Count - count < Floor)
            throw new FormatException("its pickle takes a value that is not there");
        return Cut(stack.Count - count);
    }

    private List<object?> PopToMark()
    {
        if (marks.Count == 0)
            throw new FormatException("its pickle goes back to a mark that is not there");
        var mark = marks[^1];
        marks.RemoveAt(marks.Count - 1);
        return Cut(mark);
    }

    private List<object?> Cut(int start)
    {
        var cut = stack.GetRange(start, stack.Count - start);
        stack.RemoveRange(start, cut.Count);
        return cut;
    }

    private void Append(List<object?> items)
    {
        if (Top() is PickleOpaque unknown)
        {
            unknown.Parts.AddRange(items);
            return;
        }
        if (Top() is not PickleList list)
            throw new FormatException("its pickle appends to something that is no list");
        list.Items.AddRange(items);
    }

    private void SetItems(List<object?> items)
    {
        if (Top() is PickleOpaque unknown)
        {
            unknown.Parts.AddRange(items);
            return;
        }
        if (Top() is not PickleDictionary dictionary)
            throw new FormatException("its pickle sets entries of something that is no dictionary");
        if (items.Count % 2 != 0)
            throw new FormatException("its pickle sets a key without a value");
        for (var i = 0; i < items.Count; i += 2)
            dictionary.Items.Add(new(items[i], items[i + 1]));
    }

    private void Build(object? state)
    {
        // PyTorch puts the versions of modules into an attribute of the dictionary, and Gald what a checkpoint says of itself.
        switch (Top(), state)
        {
            case (PickleDictionary dictionary, PickleDictionary attributes):
                Count(attributes.Items.Count);
                dictionary.Attributes.AddRange(attributes.Items);
                break;
            case (PickleOpaque unknown, _):
                unknown.Parts.Add(state);
                break;
            default:
                throw new FormatException("its pickle sets the attributes of something that is no dictionary; nothing was run");
        }
    }

    private void Memorise(long index)
    {
        Count(1);
        memo[index] = Top();
    }

    private void Recall(long index) => Push(
        memo.TryGetValue(index, out var value) ? value : throw new FormatException($"its pickle recalls the value {index}, which is not there"));

    private long LineNumber() => TextInteger(reader.Line(), booleans: false) as long? ?? throw new FormatException("its pickle has an index that is too long");

    private static object TextInteger(string text, bool booleans)
    {
        if (booleans && text is "00" or "01")
            return text == "01";
        return text.Length <= 100 && BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? PickleReader.Narrow(number)
            : throw new FormatException("its pickle has a whole number that is none");
    }

    private static object TextNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException("its pickle has a number that is none");
}
