using System.IO.Compression;
using Gald.Weights;
using TorchSharp;
using Xunit;
using static Gald.Runtime.Tests.Weights.PickleText;
using static TorchSharp.torch;

namespace Gald.Runtime.Tests.Weights;

/// <summary>Files that ask for more than weights need, or for more than is there.</summary>
public sealed class HostilePickleTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose()
    {
        scope.Dispose();
        temporary.Dispose();
    }

    private static byte[] View(long offset, long[] shape, long[] strides) => Tensor(Storage("FloatStorage", "0", 4), offset, Tuple(shape), Tuple(strides));

    private float[] Read(byte[] value, bool legacy)
    {
        var path = temporary.File("x");
        if (legacy)
            Legacy(path, Dictionary(value));
        else
            Zip(path, Dictionary(value));
        using WeightsFile file = WeightsFile.Open(path);
        return [.. file.Read("a").contiguous().view(-1).data<float>()];
    }

    private string Refusal(byte[] bytes)
    {
        File.WriteAllBytes(temporary.File("y"), bytes);
        return Assert.Throws<GaldException>(() => ReadAll(temporary.File("y"))).Message;
    }

    private static void ReadAll(string path)
    {
        using WeightsFile file = WeightsFile.Open(path);
        foreach (var name in file.Entries.Keys)
            file.Read(name).Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ViewsWithinTheirStorageAreRead(bool legacy)
    {
        Assert.Equal([1, 2, 3, 4], Read(View(0, [4], [1]), legacy));
        Assert.Equal([1, 3, 2, 4], Read(View(0, [2, 2], [1, 2]), legacy));
        Assert.Equal([4, 4, 4], Read(View(3, [3], [0]), legacy));
        Assert.Equal([2, 3, 3, 4], Read(View(1, [2, 2], [1, 1]), legacy));
        Assert.Equal([3], Read(View(2, [], []), legacy));
        Assert.Equal([], Read(View(4, [0, 3], [3, 1]), legacy));
    }

    public static TheoryData<string, long, long[], long[]> BadViews() => new()
    {
        { "does not fit into", 1, [4], [1] },
        { "does not fit into", 0, [5], [1] },
        { "does not fit into", 0, [2, 2], [3, 1] },
        { "does not fit into", 5, [0], [1] },
        { "does not fit into", -1, [1], [1] },
        { "does not fit into", long.MaxValue, [1], [1] },
        { "does not fit into", 0, [2], [long.MaxValue] },
        { "more than any memory", 0, [long.MaxValue], [0] },
        { "more than any memory", 0, [1L << 33, 1L << 33], [0, 0] },
        { "more than any memory", 0, [3, 3], [long.MaxValue, long.MaxValue] },
        { "more than any memory", 0, [0, 1L << 62], [0, 0] },
        { "same numbers", 0, [1L << 40], [0] },
        { "0 or more", 0, [-1], [1] },
        { "0 or more", 3, [2], [-1] },
        { "2 sizes and 1 strides", 0, [1, 1], [1] },
        { "at most 64", 0, new long[65], new long[65] },
    };

    [Theory]
    [MemberData(nameof(BadViews))]
    public void ViewsBeyondTheirStorageAreRefused(string said, long offset, long[] shape, long[] strides)
    {
        foreach (var legacy in new[] { false, true })
            Assert.Contains(said, Assert.Throws<GaldException>(() => Read(View(offset, shape, strides), legacy)).Message);
    }

    [Theory]
    [InlineData("FloatStorage", "0", 3)]
    [InlineData("FloatStorage", "0", 5)]
    [InlineData("FloatStorage", "0", -1)]
    [InlineData("FloatStorage", "0", long.MaxValue)]
    [InlineData("DoubleStorage", "0", 4)]
    [InlineData("FloatStorage", "1", 4)]
    [InlineData("FloatStorage", "../0", 4)]
    [InlineData("QInt8Storage", "0", 16)]
    [InlineData("EvilStorage", "0", 4)]
    public void AStorageThatIsNotWhatThePickleSaysIsRefused(string type, string key, long count)
    {
        var value = Tensor(Storage(type, key, count), 0, Tuple(1), Tuple(1));
        Assert.Throws<GaldException>(() => Read(value, legacy: false));
        Assert.Throws<GaldException>(() => Read(value, legacy: true));
    }

    public static TheoryData<string, byte[]> BadPickles() => new()
    {
        { "names 'os.system'", Bytes("cos\nsystem\n(", Text("touch evil-was-here"), "tR") },
        { "names 'builtins.eval'", Bytes(0x8c, 8, "builtins", 0x8c, 4, "eval", 0x93, Text("1"), 0x85, "R") },
        { "names 'torch._utils.__dict__'", Bytes("ctorch._utils\n__dict__\n") },
        { "names 'collections.OrderedDict.__reduce__'", Bytes("ccollections.OrderedDict\n__reduce__\n") },
        { "names 'torch.load'", Bytes("ctorch\nload\n") },
        { "names 'torch.storage._load_from_bytes'", Bytes("ctorch.storage\n_load_from_bytes\n") },
        { "names 'os?[2J.system'", Bytes("cos\u001b[2J\nsystem\n") },
        { "names 'os.system'", Bytes("(ios\nsystem\n") },
        { "names 'argparse.Namespace'", Bytes("cargparse\nNamespace\n)", 0x81, "}b") },
        { "names 'argparse.Namespace'", Bytes("(iargparse\nNamespace\n") },
        { "names 'argparse.Namespace'", Bytes("(cargparse\nNamespace\nNo") },
        { "names 'argparse.Namespace'", Bytes("cargparse\nNamespace\n)}", 0x92) },
        { "not there", Bytes("(o") },
        { "holds no tensor", Bytes("ccollections\nOrderedDict\n)", 0x81) },
        { "not there", Bytes(0x92) },
        { "sparse tensor", Bytes("ctorch._utils\n_rebuild_sparse_csr_tensor\n)R") },
        { "contains itself", Bytes("}q", 0, Text("x"), "h", 0, "s") },
        { "contains itself", Bytes("]q", 0, "h", 0, "a") },
        { "opcode 0x50", Bytes("P0\n") },
        { "opcode 0x82", Bytes(0x82, 1) },
        { "opcode 0x97", Bytes(0x97) },
        { "calls something", Bytes("N)R") },
        { "calls something", Bytes("ccollections\nOrderedDict\nNR") },
        { "calls torch._utils._rebuild_parameter", Bytes("ctorch._utils\n_rebuild_parameter\n(N", 0x88, "NtR") },
        { "calls torch.Size", Bytes("ctorch\nSize\n(NtR") },
        { "no dictionary", Bytes("]}b") },
        { "no dictionary", Bytes("N}b") },
        { "no dictionary", Bytes("]NNs") },
        { "no list", Bytes("}Na") },
        { "no list", Bytes("ctorch\nfloat32\nNa") },
        { "without a value", Bytes("}(Nu") },
        { "not there", Bytes("0000") },
        { "not there", Bytes("(Nt0000") },
        { "mark that is not there", Bytes("t") },
        { "recalls the value 9", Bytes("h", 9) },
        { "recalls the value 4294967295", Bytes("j", Int(-1)) },
        { "ends too early", Bytes("X", Int(-1)) },
        { "ends too early", Bytes("T", Int(-1)) },
        { "ends too early", Bytes("B", Int(int.MaxValue)) },
        { "no length can be", Bytes(0x8d, BitConverter.GetBytes(-1L)) },
        { "frame of", Bytes(0x95, BitConverter.GetBytes(1L << 40)) },
        { "whole number of -1 bytes", Bytes(0x8b, Int(-1)) },
        { "whole number that is none", Bytes("I12x\n") },
        { "number that is none", Bytes("Fabc\n") },
        { "protocol 6", Bytes(0x80, 6) },
        { "UTF-8", Bytes("X", Int(1), 0xff) },
        { "refers to something that is no storage", Bytes("NQ") },
        { "refers to something that is no storage", Bytes("(", Text("module"), "NNNNtQ") },
        { "holds no tensor", Bytes("N") },
    };

    [Theory]
    [MemberData(nameof(BadPickles))]
    public void APickleThatDoesWhatDataNeedNotIsRefused(string said, byte[] value)
    {
        var message = Assert.Throws<GaldException>(() => Read(value, legacy: false)).Message;
        Assert.Contains(said, message);
        Assert.DoesNotContain(message, char.IsControl);
        Assert.Throws<GaldException>(() => Read(value, legacy: true));
    }

    [Fact]
    public void ACopyOfCopiesEndsBeforeTheMemoryDoes()
    {
        // A list of 20,000 pairs, and 20,000 dictionaries made of it: 400 million entries from 400 KB.
        var list = Bytes("](", Bytes([.. Enumerable.Repeat((object)Bytes("NN", 0x86), 20_000)]), "eq", 0);
        var copies = Bytes([.. Enumerable.Repeat((object)Bytes("ccollections\nOrderedDict\nh", 0, 0x85, "R0"), 20_000)]);
        var before = GC.GetTotalAllocatedBytes();
        Assert.Contains("more than", Assert.Throws<GaldException>(() => Read(Bytes(list, copies), legacy: false)).Message);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 300_000_000);
    }

    [Fact]
    public void ADeepPickleNeedsNoStack()
    {
        var deep = Bytes([.. Enumerable.Repeat((object)"]", 300_000), .. Enumerable.Repeat((object)"a", 299_999)]);
        Assert.Contains("deep", Assert.Throws<GaldException>(() => Read(deep, legacy: false)).Message);
    }

    [Fact]
    public void AChainOfSharedListsNeedsNoStack()
    {
        // A list of lists, each of which holds the next one too: no first visit is deep, and the longest way is.
        var chain = Bytes([.. Enumerable.Range(0, 100_000).Select(i => (object)Bytes("]r", Int(i)))]);
        var links = Bytes([.. Enumerable.Range(0, 99_999).Select(i => (object)Bytes("j", Int(i), "j", Int(i + 1), "a0"))]);
        Assert.Throws<GaldException>(() => Read(Bytes("(", chain, "l", links), legacy: false));
    }

    [Fact]
    public void WhatNewerAndOlderPythonsWriteIsRead()
    {
        // A storage of bytes whose type the tensor says, as PyTorch 2 has it, and texts of Python 2.
        var untyped = Bytes("(", Text("storage"), "ctorch.storage\nUntypedStorage\n", Text("0"), Text("cpu"), Number(16), "tQ");
        var tensor = Bytes(
            "ctorch._utils\n_rebuild_tensor_v3\n(", untyped, Number(1), Tuple(3), Tuple(1), 0x89, "ccollections\nOrderedDict\n)Rctorch\nfloat32\ntR");
        Assert.Equal([2, 3, 4], Read(tensor, legacy: false));
        Assert.Contains("which TorchSharp has not", Assert.Throws<GaldException>(() => Read(Bytes("ctorch\nuint16\n"), legacy: false)).Message);

        var old = Bytes("(U", 7, "storage", "ctorch.cuda\nFloatStorage\n", "U", 1, "0", "U", 6, "cuda:0", "K", 4, "NtQ");
        Assert.Equal([4], Read(Bytes("ctorch._utils\n_rebuild_tensor\n(", old, "K", 3, Tuple(1), Tuple(1), "tR"), legacy: true));
    }

    [Fact]
    public void ANameThatIsThereTwiceIsRefused()
    {
        var tensor = View(0, [1], [1]);
        Zip(temporary.File("x"), Bytes(0x80, 2, "}", Text("a"), tensor, "s", Text("a"), tensor, "s."));
        Assert.Contains("'a' twice", Assert.Throws<GaldException>(() => ReadAll(temporary.File("x"))).Message);
    }

    [Fact]
    public void AnArchiveThatPytorchDoesNotWriteIsRefused()
    {
        var pickle = Dictionary(View(0, [4], [1]));
        (string, byte[]) good = ("x/data.pkl", pickle), storage = ("x/data/0", Floats);
        foreach (var (said, files) in new (string, (string, byte[])[])[]
        {
            ("twice", [good, storage, storage]),
            ("twice", [good, good, storage]),
            ("not where", [good, storage, ("../evil", [1])]),
            ("not where", [good, storage, ("x/../../evil", [1])]),
            ("not where", [good, storage, ("/evil", [1])]),
            ("not where", [good, storage, ("x/a\\..\\evil", [1])]),
            ("not where", [good, storage, ("y/data.pkl", pickle)]),
            ("not where", [("data.pkl", pickle), ("data/0", Floats)]),
            ("without data.pkl", [storage]),
            ("TorchScript", [good, storage, ("x/constants.pkl", [1])]),
            ("big-endian", [good, storage, ("x/byteorder", "big"u8.ToArray())]),
            ("follows its pickle", [("x/data.pkl", [.. pickle, 1]), storage]),
            ("'0' is not there", [good]),
            ("has 12 bytes where", [good, ("x/data/0", Floats[..12])]),
            ("has 20 bytes where", [good, ("x/data/0", [.. Floats, 0, 0, 0, 0])]),
        })
        {
            Zip(temporary.File("x"), files);
            Assert.Contains(said, Assert.Throws<GaldException>(() => ReadAll(temporary.File("x"))).Message);
        }
        Zip(temporary.File("x"), [good, storage, ("x/byteorder", "little"u8.ToArray())], CompressionLevel.Optimal);
        ReadAll(temporary.File("x"));
    }

    [Fact]
    public void ABombIsNotUnpacked()
    {
        Zip(temporary.File("x"), [("x/data.pkl", Dictionary(View(0, [4], [1]))), ("x/data/0", new byte[200 << 20])], CompressionLevel.SmallestSize);
        var before = GC.GetTotalAllocatedBytes();
        Assert.Contains("unpack to more", Assert.Throws<GaldException>(() => ReadAll(temporary.File("x"))).Message);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 20_000_000);
    }

    [Fact]
    public void ABoolThatIsNeitherIsRefused()
    {
        var pickle = Dictionary(Tensor(Storage("BoolStorage", "0", 2), 0, Tuple(2), Tuple(1)));
        Zip(temporary.File("x"), [("x/data.pkl", pickle), ("x/data/0", [1, 2])]);
        Assert.Contains("neither 0 nor 1", Assert.Throws<GaldException>(() => ReadAll(temporary.File("x"))).Message);
    }

    [Fact]
    public void WhatIsNoFileOfWeightsIsNamed()
    {
        foreach (var (said, start) in new[]
        {
            ("web page", "\n <!doctype html><html>"), ("web page", "<HTML>"), ("Git LFS", "version https://git-lfs.github.com/spec/v1\noid"),
            ("gzip", "\u001f\u008b\u0008"), ("empty", ""), ("JSON", "{\"a\": 1}"), ("HDF5", "\u0089HDF\r\n"), ("GGUF", "GGUF"), ("7-Zip", "7z\u00bc\u00af"),
            ("pickle, but none", "\u0080\u0004]."), ("empty zip", "PK\u0005\u0006"), ("neither", "hello"), ("neither", "\u0080"),
        })
            Assert.Contains(said, Refusal(Bytes(start)));
        Assert.Contains("is a folder", Assert.Throws<GaldException>(() => WeightsFile.Open(temporary.Path)).Message);
        Assert.Contains("There is no file", Assert.Throws<GaldException>(() => WeightsFile.Open(temporary.File("nowhere"))).Message);
    }

    [Fact]
    public void ReadingLeavesNoTensors()
    {
        Zip(temporary.File("x"), Dictionary(View(1, [2], [1])));
        LiveTensors.AssertNoneLeft(() => ReadAll(temporary.File("x")));
    }

    [Fact]
    public void AStorageOfPytorchsFirstYearMayBeAPartOfAnother()
    {
        var part = Bytes("(", Text("storage"), "ctorch\nFloatStorage\n", Text("0"), Text("cpu"), Number(4), "(", Text("v"), Number(1), Number(2), "ttQ");
        Assert.Equal([3], Read(Tensor(part, 1, Tuple(1), Tuple(1)), legacy: true));
        Assert.Throws<GaldException>(() => Read(Tensor(part, 2, Tuple(1), Tuple(1)), legacy: true));
    }
}
