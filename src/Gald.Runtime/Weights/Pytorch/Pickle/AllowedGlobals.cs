using System.Text;
using static TorchSharp.torch;

namespace Gald.Weights.Pytorch.Pickle;

/// <summary>
/// The names of Python code that a file of weights may use, and what becomes of them: tensors, storages, types, containers. The list is
/// fixed. What another name would make, as the options of a training that lie beside the weights, becomes a <see cref="PickleOpaque"/>; names
/// whose only use is to do harm end the reading.
/// </summary>
internal static class AllowedGlobals
{
    private const string Tensor = "torch.Tensor", Parameter = "torch.nn.parameter.Parameter";

    /// <summary>Values that say nothing about weights: they are read over.</summary>
    private static readonly HashSet<string> Opaque = new(StringComparer.Ordinal)
    {
        "torch.device", "torch.serialization._get_layout", "__builtin__.complex", "builtins.complex",
        "numpy.dtype", "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar",
    };

    /// <summary>Functions and classes that are called.</summary>
    private static readonly Dictionary<string, Func<IReadOnlyList<object?>, object>> Functions = new(StringComparer.Ordinal)
    {
        ["collections.OrderedDict"] = Dictionary,
        ["collections.Counter"] = Dictionary,
        ["collections.defaultdict"] = arguments => Dictionary([.. arguments.Skip(1)]),
        ["__builtin__.set"] = List,
        ["__builtin__.frozenset"] = List,
        ["builtins.set"] = List,
        ["builtins.frozenset"] = List,
        ["__builtin__.bytearray"] = Text,
        ["builtins.bytearray"] = Text,
        ["_codecs.encode"] = Text,
        ["torch.Size"] = arguments => arguments is [PickleTuple sizes] ? sizes : throw Wrong("torch.Size"),
        ["torch._utils._rebuild_tensor"] = arguments => StoredTensor.Rebuild(arguments, type: null, flags: null),
        ["torch._utils._rebuild_tensor_v2"] = arguments => StoredTensor.Rebuild(arguments, type: null, arguments.ElementAtOrDefault(6)),
        ["torch._utils._rebuild_tensor_v3"] = RebuildTyped,
        ["torch._utils._rebuild_parameter"] = RebuildParameter,
        ["torch._utils._rebuild_parameter_with_state"] = RebuildParameter,
        ["torch._tensor._rebuild_from_type_v2"] = RebuildFromType,
    };

    /// <summary>What PyTorch has and libtorch could, but networks here have no use for; worth a sentence of their own.</summary>
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["torch._utils._rebuild_qtensor"] = "it holds a quantised tensor; save the network before it is quantised",
        ["torch._utils._rebuild_sparse_tensor"] = "it holds a sparse tensor; save it dense (tensor.to_dense())",
        ["torch._utils._rebuild_sparse_csr_tensor"] = "it holds a sparse tensor in compressed rows; save it dense (tensor.to_dense())",
        ["torch._utils._rebuild_sparse_compressed_tensor"] = "it holds a sparse tensor; save it dense (tensor.to_dense())",
        ["torch._utils._rebuild_nested_tensor"] = "it holds a nested tensor; save its parts",
        ["torch._utils._rebuild_meta_tensor_no_storage"] = "it holds a tensor without numbers (on the meta device); save it with its numbers",
    };

    /// <summary>Modules whose functions run programs or code; no value that is worth keeping names them.</summary>
    private static readonly HashSet<string> Harmful = new(StringComparer.Ordinal)
    {
        "os", "posix", "nt", "subprocess", "_posixsubprocess", "pty", "sys", "shutil", "socket", "_socket", "runpy", "importlib", "imp", "code", "codeop",
        "commands", "popen2", "webbrowser", "ctypes", "_ctypes", "pdb", "bdb", "timeit", "cProfile", "profile", "trace", "multiprocessing", "asyncio", "pip", "venv",
        "marshal", "pickle", "_pickle", "cPickle", "dill", "cloudpickle", "httplib", "http", "urllib", "requests", "ssl", "signal", "threading", "_thread", "platform",
    };

    private static readonly HashSet<string> HarmfulBuiltins = new(StringComparer.Ordinal)
    {
        "eval", "exec", "execfile", "compile", "open", "__import__", "input", "globals", "locals", "vars", "open_code", "breakpoint", "file", "apply", "reload", "setattr", "delattr",
    };

    private static readonly string[] OtherTypes = ["float8_", "float4_", "uint", "complex32", "qint", "quint", "bits"];

    /// <summary>A name as it stands in a pickle.</summary>
    /// <exception cref="FormatException">It is there to do harm.</exception>
    public static object Find(string module, string name)
    {
        var full = $"{module}.{name}";
        if (TypeOf(module, name) is ScalarType type)
            return type;
        if (StorageType.Find(module, name) is StorageType storage)
            return storage;
        if (Functions.ContainsKey(full) || Opaque.Contains(full) || full is Tensor or Parameter)
            return new PickleGlobal(module, name, IsListed: true);
        var global = new PickleGlobal(module, name, IsListed: false);
        if (Harmful.Contains(module.Split('.')[0]) || (module is "builtins" or "__builtin__" or "io" or "_io" && HarmfulBuiltins.Contains(name)))
            throw new FormatException(Refusal(global));
        if (module == "torch" && OtherTypes.Any(type => name.StartsWith(type, StringComparison.Ordinal)))
            return new PickleOpaque(global, $"it holds numbers of the type {Show(full)}, which TorchSharp has not; convert them first");
        return global;
    }

    /// <summary>Why a name cannot be a part of weights.</summary>
    public static string Refusal(PickleGlobal global) =>
        $"its pickle names {Show(global.ToString())}, which tensors do not need; nothing was run. Save only the network's state_dict()";

    /// <summary>What a call makes.</summary>
    /// <exception cref="FormatException">The arguments are not those of the function.</exception>
    public static object Make(PickleGlobal function, IReadOnlyList<object?> arguments)
    {
        var full = function.ToString();
        if (Functions.TryGetValue(full, out var make))
            // A tensor of a kind that is not read is none here either, whatever is made of it.
            return arguments.OfType<PickleOpaque>().FirstOrDefault(argument => argument.Trouble is not null) is { } unreadable && full.Contains("_rebuild_", StringComparison.Ordinal)
                ? unreadable
                : make(arguments);
        if (full is Tensor or Parameter)
            throw Wrong(full);
        var made = new PickleOpaque(function, Known.GetValueOrDefault(full));
        made.Parts.AddRange(arguments);
        return made;
    }

    private static ScalarType? TypeOf(string module, string name) => module != "torch" ? null : name switch
    {
        "float64" or "double" => ScalarType.Float64,
        "float32" or "float" => ScalarType.Float32,
        "float16" or "half" => ScalarType.Float16,
        "bfloat16" => ScalarType.BFloat16,
        "int64" or "long" => ScalarType.Int64,
        "int32" or "int" => ScalarType.Int32,
        "int16" or "short" => ScalarType.Int16,
        "int8" => ScalarType.Int8,
        "uint8" => ScalarType.Byte,
        "bool" => ScalarType.Bool,
        "complex64" or "cfloat" => ScalarType.ComplexFloat32,
        "complex128" or "cdouble" => ScalarType.ComplexFloat64,
        _ => null,
    };

    private static PickleDictionary Dictionary(IReadOnlyList<object?> arguments)
    {
        var dictionary = new PickleDictionary();
        switch (arguments)
        {
            case []:
                break;
            case [PickleDictionary other]:
                dictionary.Items.AddRange(other.Items);
                break;
            case [PickleList pairs]:
                foreach (var pair in pairs.Items)
                    dictionary.Items.Add(Pair(pair));
                break;
            default:
                throw Wrong("collections.OrderedDict");
        }
        return dictionary;
    }

    private static KeyValuePair<object?, object?> Pair(object? pair) => pair switch
    {
        PickleTuple { Items: [var key, var value] } => new(key, value),
        PickleList { Items: [var key, var value] } => new(key, value),
        _ => throw Wrong("collections.OrderedDict"),
    };

    private static PickleList List(IReadOnlyList<object?> arguments) => arguments switch
    {
        [] => new PickleList([]),
        [PickleList list] => new PickleList([.. list.Items]),
        [PickleTuple tuple] => new PickleList([.. tuple.Items]),
        _ => throw Wrong("set"),
    };

    /// <summary>Bytes in the protocols that have none.</summary>
    private static object Text(IReadOnlyList<object?> arguments) => arguments switch
    {
        [] => Array.Empty<byte>(),
        [string text, "latin1" or "latin-1"] => Encoding.Latin1.GetBytes(text),
        [byte[] bytes] => bytes,
        _ => throw Wrong("_codecs.encode"),
    };

    private static StoredTensor RebuildTyped(IReadOnlyList<object?> arguments) => arguments is [_, _, _, _, _, _, ScalarType type, ..]
        ? StoredTensor.Rebuild(arguments, type, arguments.ElementAtOrDefault(7))
        : throw Wrong("torch._utils._rebuild_tensor_v3");

    private static StoredTensor RebuildParameter(IReadOnlyList<object?> arguments) =>
        arguments is [StoredTensor data, bool, ..] and { Count: 3 or 4 } ? data : throw Wrong("torch._utils._rebuild_parameter");

    /// <summary>A tensor that someone has given attributes; they are left out.</summary>
    private static object RebuildFromType(IReadOnlyList<object?> arguments) =>
        arguments is [PickleGlobal function, PickleGlobal type, PickleTuple inner, _] && type.ToString() is Tensor or Parameter
        && function.ToString() is "torch._utils._rebuild_tensor_v2" or "torch._utils._rebuild_tensor_v3" or "torch._utils._rebuild_parameter"
            ? Make(function, inner.Items)
            : throw Wrong("torch._tensor._rebuild_from_type_v2");

    private static FormatException Wrong(string function) =>
        new($"its pickle calls {function} with arguments that it does not take; the file is damaged");

    private static string Show(string name) =>
        "'" + string.Concat((name.Length > 80 ? name[..80] + "…" : name).Select(letter => char.IsControl(letter) ? '?' : letter)) + "'";
}
