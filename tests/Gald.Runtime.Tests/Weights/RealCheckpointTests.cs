using System.Buffers.Binary;
using System.Text;
using Gald.Checkpoints;
using Gald.Weights;
using TorchSharp;
using Xunit;
using static Gald.Runtime.Tests.Weights.PickleText;
using static TorchSharp.torch;

namespace Gald.Runtime.Tests.Weights;

/// <summary>Files as training scripts write them: wrapped, prefixed, in other types, with objects of their own beside the weights.</summary>
public sealed class RealCheckpointTests : IDisposable
{
    private static readonly Dictionary<string, string> NoMetadata = [];

    private readonly TemporaryFolder temporary = new();
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly string path;

    public RealCheckpointTests() => path = temporary.File("x");

    public void Dispose()
    {
        scope.Dispose();
        temporary.Dispose();
    }

    private static byte[] View(params long[] shape) => Tensor(Storage("FloatStorage", "0", 4), 0, Tuple(shape), Tuple([.. shape.Select(_ => 1L)]));

    private static byte[] Dict(params object[] items) => Bytes(["}", .. items.Chunk(2).Select(item => (object)Bytes(Text((string)item[0]), item[1], "s"))]);

    private WeightsFile Open(byte[] value)
    {
        Zip(path, Bytes(0x80, 2, value, "."));
        return WeightsFile.Open(path);
    }

    private string Refusal(byte[] value) => Assert.Throws<GaldException>(() => Open(value).Dispose()).Message;

    private static float[] Numbers(WeightsFile file, string name) => [.. file.Read(name).contiguous().view(-1).data<float>()];

    [Fact]
    public void Negative_views_are_negative_when_they_are_read()
    {
        var negative = Bytes(
            "ctorch._utils\n_rebuild_tensor_v2\n(", Storage("FloatStorage", "0", 4), Number(1), Tuple(2), Tuple(2), 0x89, "ccollections\nOrderedDict\n)R", Dict("neg", (object)Bytes(0x88)), "tR");
        using (var file = Open(Dict("v", View(4), "w", negative)))
            Assert.Equal([-2, -4], Numbers(file, "w"));
        var conjugate = Bytes(
            "ctorch._utils\n_rebuild_tensor_v2\n(", Storage("ComplexFloatStorage", "0", 2), Number(0), Tuple(2), Tuple(1), 0x89, "ccollections\nOrderedDict\n)R", Dict("conj", (object)Bytes(0x88)), "tR");
        using (var file = Open(Dict("w", conjugate)))
            Assert.Equal([1, -2, 3, -4], view_as_real(file.Read("w")).contiguous().view(-1).data<float>().ToArray());
        Assert.Contains("conjugated", Refusal(Dict("w", Bytes(
            "ctorch._utils\n_rebuild_tensor_v2\n(", Storage("FloatStorage", "0", 4), Number(0), Tuple(2), Tuple(1), 0x89, "ccollections\nOrderedDict\n)R", Dict("conj", (object)Bytes(0x88)), "tR"))));
    }

    [Fact]
    public void Negative_and_conjugate_views_are_written_as_what_they_are()
    {
        Tensor complex = randn(3, complex64), conjugate = complex.conj(), negative = conjugate.imag;
        var state = new Dictionary<string, Tensor> { ["c"] = conjugate, ["n"] = negative };
        PytorchFile.Write(path, state, NoMetadata);
        var other = temporary.File("y");
        SafetensorsFile.Write(other, state, NoMetadata);
        foreach (var written in new[] { path, other })
        {
            using WeightsFile file = WeightsFile.Open(written);
            Assert.True(file.Read("c").eq(complex.conj_physical()).all().item<bool>());
            Assert.True(file.Read("n").eq(complex.imag.neg()).all().item<bool>());
        }
    }

    [Fact]
    public void A_dictionary_that_contains_itself_is_refused_at_once()
    {
        var numbers = Bytes("](", Bytes([.. Enumerable.Repeat((object)Bytes("K", 1), 50_000)]), "e");
        Assert.Contains("contains itself", Refusal(Bytes("}q", 0, Text("w"), View(4), "s", Text("state_dict"), "h", 0, "s", Text("ints"), numbers, "s")));
    }

    [Theory]
    [InlineData("state_dict")]
    [InlineData("model")]
    [InlineData("net")]
    [InlineData("params_ema")]
    [InlineData("model_state")]
    [InlineData("weights")]
    public void Wrappers_are_unwrapped_and_tensors_beside_them_are_named(string wrapper)
    {
        using var file = Open(Dict(
            wrapper, Dict("a.weight", View(4)), "epoch", Bytes("K", 3), "optimizer", Dict("state", Dict("m", View(2), "v", View(2))), "lr", Bytes("K", 1), "x", Bytes("N"), "y", Bytes("N"), "z", Bytes("N")));
        Assert.Equal(["a.weight"], file.Entries.Keys);
        Assert.Contains($"under '{wrapper}'; 'optimizer' (2 tensors) and 5 other values beside them are left out", Assert.Single(file.Remarks));
    }

    /// <summary>Classes of Python that scripts save beside the weights, in the opcodes that they do.</summary>
    public static TheoryData<string, byte[]> Objects() => new()
    {
        { "argparse.Namespace", Bytes("cargparse\nNamespace\n)", 0x81, Dict("lr", (object)Bytes("K", 1)), "b") },
        { "an old-style instance", Bytes("(iargparse\nNamespace\n", Dict("lr", (object)Bytes("K", 1)), "b") },
        { "pathlib", Bytes("cpathlib\nPosixPath\n(", Text("/"), Text("tmp"), "tR") },
        { "a date", Bytes("cdatetime\ndatetime\nC", 10, new byte[10], 0x85, "R") },
        { "an array of numpy", Bytes("cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK", 0, 0x85, "C", 1, "b", 0x87, "R(K", 1, "K", 2, 0x85, "cnumpy\ndtype\n", Text("f8"), 0x89, 0x88, 0x87, "R", 0x89, "C", 2, "xx", "tb") },
        { "a list of its own class", Bytes("cmmengine.logging\nHistoryBuffer\n)", 0x81, "(K", 1, "K", 2, "e") },
        { "a dictionary of its own class", Bytes("comegaconf\nDictConfig\n)", 0x81, Text("a"), "K", 1, "s") },
        { "an enumeration", Bytes("cbuiltins\ngetattr\ncmine\nColour\n", Text("RED"), 0x86, "R") },
        { "what an object makes", Bytes("cfunctools\npartial\n)RK", 1, 0x85, "R") },
        { "a class alone", Bytes("cmine\nNet\n") },
        { "tensors in an object", Bytes("cmine\nNet\n)", 0x81, Dict("w", View(2)), "b") },
        { "a quantised tensor", Bytes("ctorch._utils\n_rebuild_qtensor\n(", View(2), "tR") },
        { "numbers of eight bits", Bytes("ctorch\nfloat8_e4m3fn\n") },
        { "an object that refers to itself", Bytes("cmine\nNode\n)", 0x81, "q", 7, Dict("parent", (object)Bytes("h", 7)), "b") },
    };

    [Theory]
    [MemberData(nameof(Objects))]
    public void What_lies_beside_the_weights_is_read_over_and_never_made(string kind, byte[] value)
    {
        using (var file = Open(Dict("state_dict", Dict("w", View(4)), "args", value)))
            Assert.Equal([1, 2, 3, 4], Numbers(file, "w"));
        using (var file = Open(Dict("args", value, "model", Dict("w", View(4)))))
            Assert.Equal(["w"], file.Entries.Keys);
        // In a state it cannot be.
        Assert.True(Refusal(Dict("w", View(4), "args", value)).Length > 0, kind);
    }

    [Fact]
    public void A_whole_network_is_told_from_a_state()
    {
        Assert.Contains("an object of the class 'mine.Net' with its Python code", Refusal(Bytes("cmine\nNet\n)", 0x81, Dict("w", View(2)), "b")));
        Assert.Contains("sparse tensor in compressed rows", Refusal(Dict("x", Bytes("ctorch._utils\n_rebuild_sparse_csr_tensor\n)R"))));
        Zip(path, [("weights/net.pth", [1, 2, 3])]);
        Assert.Contains("around 'weights/net.pth'; unpack it", Assert.Throws<GaldException>(() => WeightsFile.Open(path)).Message);
        foreach (var (said, bytes) in new[]
        {
            ("before 0.1.10", Bytes("sys_info", new byte[249], "ustar", new byte[250])), ("unpack it first", Bytes("a.txt", new byte[252], "ustar", new byte[250])),
            ("TorchSharp's own format", Bytes(2, 12, "conv1.weight", 6, 4, 8, 3, 3, 3, new byte[100])),
        })
        {
            File.WriteAllBytes(path, bytes);
            Assert.Contains(said, Assert.Throws<GaldException>(() => WeightsFile.Open(path)).Message);
        }
    }

    [Fact]
    public void What_TorchSharp_saves_is_named()
    {
        using var layer = nn.Conv2d(3, 2, 1);
        layer.save(path);
        Assert.Contains("TorchSharp's own format", Assert.Throws<GaldException>(() => WeightsFile.Open(path)).Message);
    }

    [Theory]
    [InlineData("model.")]
    [InlineData("net.")]
    [InlineData("encoder.")]
    [InlineData("module.")]
    [InlineData("_orig_mod.")]
    [InlineData("_orig_mod.module.")]
    [InlineData("state_dict.module.net.")]
    public void The_one_prefix_with_which_all_keys_fit_is_found_in_both_formats(string prefix)
    {
        using var network = new TinyNetwork();
        using var other = new TinyNetwork();
        var state = network.state_dict().ToDictionary(pair => prefix + pair.Key, pair => pair.Value);
        state["n_averaged"] = tensor(5L);
        SafetensorsFile.Write(path, state, NoMetadata);
        var second = temporary.File("y");
        PytorchFile.Write(second, state, NoMetadata);
        foreach (var written in new[] { path, second })
        {
            foreach (var parameter in other.state_dict().Values)
            {
                using var noGradient = no_grad();
                parameter.zero_();
            }
            using WeightsFile file = WeightsFile.Open(written);
            var plan = Checkpoint.Plan(file, other, TinyNetwork.Description, new LoadingOptions());
            plan.Load();
            Assert.All(network.state_dict(), pair => Assert.True(pair.Value.eq(other.state_dict()[pair.Key]).all().item<bool>(), pair.Key));
            Assert.Contains("n_averaged", string.Join(' ', plan.Remarks()));
            Assert.Contains(prefix.Split('.')[^2], string.Join(' ', plan.Remarks()));
        }
    }

    [Fact]
    public void Of_several_states_that_fit_one_is_named()
    {
        using var network = new TinyNetwork();
        var state = new Dictionary<string, Tensor>();
        foreach (var (key, value) in network.state_dict())
        {
            state["model." + key] = value;
            state["ema." + key] = value.is_floating_point() ? value + 1 : value;
        }
        SafetensorsFile.Write(path, state, NoMetadata);
        using (WeightsFile file = WeightsFile.Open(path))
        {
            var message = Assert.Throws<GaldException>(() => Checkpoint.Plan(file, network, TinyNetwork.Description, new LoadingOptions())).Message;
            Assert.Contains("'ema.', 'model.'", message);
            Assert.Contains("--prefix", message);
        }
        using (WeightsFile file = WeightsFile.Open(path))
        {
            var plan = Checkpoint.Plan(file, network, TinyNetwork.Description, new LoadingOptions { Prefix = "ema" });
            Assert.True(plan.Fits);
            Assert.Contains(plan.Remarks(), remark => remark.Contains("left out beside them: model (", StringComparison.Ordinal));
            Assert.Contains("begins with 'x'", Assert.Throws<GaldException>(() => Checkpoint.Plan(file, network, TinyNetwork.Description, new LoadingOptions { Prefix = "x" })).Message);
        }
    }

    [Fact]
    public void Floats_of_other_sizes_load_and_a_count_of_batches_may_be_of_any_kind()
    {
        using var network = new TinyNetwork();
        foreach (var type in new[] { float16, bfloat16, float64 })
        {
            var state = network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.is_floating_point() ? pair.Value.to_type(type) : pair.Value.to_type(int32).view(1));
            PytorchFile.Write(path, state, NoMetadata);
            using WeightsFile file = WeightsFile.Open(path);
            var plan = Checkpoint.Plan(file, network, TinyNetwork.Description, new LoadingOptions());
            Assert.True(plan.Fits);
            plan.Load();
            Assert.Contains(plan.Remarks(), remark => remark.Contains($"tensors are {type.ToString().ToLowerInvariant()} in the file and become float32", StringComparison.Ordinal));
        }
        var wrong = network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.to_type(int64));
        PytorchFile.Write(path, wrong, NoMetadata);
        using WeightsFile integers = WeightsFile.Open(path);
        Assert.False(Checkpoint.Plan(integers, network, TinyNetwork.Description, new LoadingOptions()).Fits);
    }

    [Fact]
    public void Safetensors_of_all_types_are_named_and_only_what_is_unread_is_refused()
    {
        SafetensorsFile.Write(path, new Dictionary<string, Tensor> { ["c"] = randn(3, complex64) }, NoMetadata);
        using (WeightsFile file = WeightsFile.Open(path))
            Assert.Equal(ScalarType.ComplexFloat32, file.Read("c").dtype);
        foreach (var type in new[] { "F8_E4M3", "F8_E5M2", "U16", "U32", "U64", "F4" })
        {
            var bytes = type switch { "U64" => 16, "U32" => 8, "U16" => 4, "F4" => 1, _ => 2 };
            Header($$$"""{"__metadata__": null, "a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}, "b": {"dtype": "{{{type}}}", "shape": [2], "data_offsets": [4, {{{4 + bytes}}}]}}""", new byte[4 + bytes]);
            using WeightsFile file = WeightsFile.Open(path);
            Assert.Equal(["a"], file.Entries.Keys);
            Assert.Contains($"1 tensor of the type {type}, which TorchSharp has not (b)", Assert.Single(file.Remarks));
        }
        foreach (var shape in new[] { "[0, 1152921504606846976, 1152921504606846976]", "[1152921504606846976, 0, 1099511627776]" })
        {
            Header($$$"""{"a": {"dtype": "F32", "shape": {{{shape}}}, "data_offsets": [0, 0]}}""", []);
            Assert.Contains("not a valid safetensors file", Assert.Throws<GaldException>(() => WeightsFile.Open(path)).Message);
        }
    }

    [Fact]
    public void Patterns_meet_the_files_own_names()
    {
        using var network = new TinyNetwork();
        var state = network.state_dict().ToDictionary(pair => "model." + pair.Key, pair => pair.Value);
        state["model.extra.weight"] = ones(2);
        SafetensorsFile.Write(path, state, NoMetadata);
        foreach (var pattern in new[] { "extra.*", "model.extra.*" })
        {
            using WeightsFile file = WeightsFile.Open(path);
            Assert.True(Checkpoint.Plan(file, network, TinyNetwork.Description, new LoadingOptions { Prefix = "model", Ignore = [pattern] }).Fits);
        }
    }

    private void Header(string json, byte[] data)
    {
        byte[] header = Encoding.UTF8.GetBytes(json), length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        File.WriteAllBytes(path, [.. length, .. header, .. data]);
    }
}
