using System.Buffers.Binary;
using System.Text;
using Gald.Weights;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Gald.Runtime.Tests.Weights;

public class SafetensorsTests
{
    private static readonly Dictionary<string, string> Metadata = new() { ["ключ \"\\ \n"] = "wert ✓" };

    private static byte[] File(string header, int dataLength) =>
        [.. BitConverter.GetBytes((ulong)Encoding.UTF8.GetByteCount(header)), .. Encoding.UTF8.GetBytes(header), .. new byte[dataLength]];

    private static string Refusal(byte[] bytes)
    {
        using var temporary = new TemporaryFolder();
        System.IO.File.WriteAllBytes(temporary.File("x"), bytes);
        return Assert.Throws<GaldException>(() => SafetensorsFile.Open(temporary.File("x"))).Message;
    }

    [Fact]
    public void WhatIsWrittenIsReadBackToTheBit()
    {
        using var scope = NewDisposeScope();
        using var temporary = new TemporaryFolder();
        var tensors = new Dictionary<string, Tensor>
        {
            ["float"] = randn(3, 4),
            ["transposed"] = randn(3, 5).t(),
            ["slice"] = arange(20, int64)[TensorIndex.Slice(3, 17, 3)],
            ["double"] = randn(2, dtype: float64),
            ["half"] = randn(3).to_type(float16),
            ["brain"] = randn(3).to_type(bfloat16),
            ["byte"] = tensor(new byte[] { 1, 2, 255 }),
            ["signed"] = tensor(new sbyte[] { -1 }),
            ["short"] = tensor(new short[] { -300 }),
            ["int"] = tensor([7]),
            ["bool"] = tensor([true, false]),
            ["scalar"] = tensor(3L),
            ["empty"] = zeros(2, 0, 3),
            ["gradient"] = randn(2).requires_grad_(),
        };
        SafetensorsFile.Write(temporary.File("a", "b.safetensors"), tensors, Metadata);

        using var file = SafetensorsFile.Open(temporary.File("a", "b.safetensors"));
        Assert.Equal(tensors.Keys.Order(), file.Entries.Keys.Order());
        Assert.Equal(Metadata, file.Metadata);
        foreach (var (name, tensor) in tensors)
        {
            var read = file.Read(name);
            Assert.Equal(tensor.dtype, read.dtype);
            Assert.Equal(tensor.shape, read.shape);
            Assert.Equal(tensor.detach().contiguous().bytes.ToArray(), read.bytes.ToArray());
        }
    }

    [Fact]
    public void TheBytesFollowTheSpecification()
    {
        using var scope = NewDisposeScope();
        using var temporary = new TemporaryFolder();
        var tensors = new Dictionary<string, Tensor> { ["b"] = tensor(new byte[] { 9 }), ["a"] = tensor(new[] { 1f, -2f }), ["c"] = tensor(5L) };
        SafetensorsFile.Write(temporary.File("x"), tensors, new Dictionary<string, string> { ["k"] = "v" });
        var bytes = System.IO.File.ReadAllBytes(temporary.File("x"));

        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, (8 + length) % 8);
        Assert.Equal(
            """{"__metadata__":{"k":"v"},"c":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]},"b":{"dtype":"U8","shape":[1],"data_offsets":[16,17]}}""",
            Encoding.UTF8.GetString(bytes, 8, length).TrimEnd(' '));
        Assert.Equal([5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 9], bytes[(8 + length)..]);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "'a' twice")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0, "__metadata__ twice")]
    [InlineData("""{"__metadata__":{"k":"1","k":"2"}}""", 0, "'k' twice")]
    [InlineData("""{"__metadata__":{"k":1}}""", 0, "Number where String")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", 6, "hole in the data, or it overlaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "hole in the data, or it overlaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "hole in the data, or it overlaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 3, "cut off, or something follows")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5, "cut off, or something follows")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "does not fill its 4 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "does not fill")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "not a whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "not a whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1152921504606846976,1152921504606846976,16],"data_offsets":[0,0]}}""", 0, "too many to be counted")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1152921504606846976,1152921504606846976,0],"data_offsets":[0,4]}}""", 4, "too many to be counted")]
    [InlineData("""{"a":{"dtype":"F33","shape":[1],"data_offsets":[0,4]}}""", 4, "unknown type 'F33'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 4, "lacks its dtype")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}""", 4, "lacks its dtype")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}""", 4, "'shape' twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"strides":[1],"data_offsets":[0,4]}}""", 4, "'strides'")]
    [InlineData("""{"a":5}""", 0, "Number where StartObject")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} x""", 4, "not valid JSON")]
    [InlineData("""{"a":""", 0, "not valid JSON")]
    [InlineData("[]", 0, "does not begin with '{'")]
    [InlineData(" {}", 0, "does not begin with '{'")]
    public void ABadHeaderIsRefused(string header, int dataLength, string reason) => Assert.Contains(reason, Refusal(File(header, dataLength)));

    [Fact]
    public void ABadLengthIsRefused()
    {
        Assert.Contains("fewer than the 8", Refusal([1, 2]));
        Assert.Contains("more than 100000000", Refusal([.. BitConverter.GetBytes(ulong.MaxValue), (byte)'{']));
        Assert.Contains("cut off or of another format", Refusal([.. BitConverter.GetBytes(50UL), (byte)'{', (byte)'}']));
        Assert.Contains("There is no file", Assert.Throws<GaldException>(() => SafetensorsFile.Open("nowhere.safetensors")).Message);
    }

    [Fact]
    public void EveryTruncationIsRefusedAndNoChangedByteDoesMoreThanThat()
    {
        using var scope = NewDisposeScope();
        using var temporary = new TemporaryFolder();
        SafetensorsFile.Write(
            temporary.File("x"), new Dictionary<string, Tensor> { ["a"] = randn(2, 2), ["b"] = tensor(1L) }, Metadata);
        var whole = System.IO.File.ReadAllBytes(temporary.File("x"));
        for (var length = 0; length < whole.Length; length++)
            Refusal(whole[..length]);
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            byte[] changed = [.. whole];
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            System.IO.File.WriteAllBytes(temporary.File("y"), changed);
            try
            {
                using var file = SafetensorsFile.Open(temporary.File("y"));
                foreach (var name in file.Entries.Keys)
                    file.Read(name).Dispose();
            }
            catch (GaldException)
            {
                // Refused in its own words, as it should be.
            }
        }
    }

    [Fact]
    public void AWriteThatFailsLeavesTheOldFileAndNothingElse()
    {
        using var scope = NewDisposeScope();
        using var temporary = new TemporaryFolder();
        var good = new Dictionary<string, Tensor> { ["a"] = randn(2) };
        SafetensorsFile.Write(temporary.File("x"), good, Metadata);
        var before = System.IO.File.ReadAllBytes(temporary.File("x"));

        var bad = new Dictionary<string, Tensor> { ["a"] = randn(2), ["b"] = randn(2) };
        bad["b"].Dispose();
        Assert.ThrowsAny<Exception>(() => SafetensorsFile.Write(temporary.File("x"), bad, Metadata));
        var e = Assert.Throws<GaldException>(() => AtomicFile.Write(temporary.File("x"), stream =>
        {
            stream.Write(new byte[100]);
            throw new IOException("no space left on device");
        }));
        Assert.EndsWith("cannot be written: no space left on device", e.Message);
        Assert.Equal(before, System.IO.File.ReadAllBytes(temporary.File("x")));
        Assert.Equal(["x"], Directory.EnumerateFileSystemEntries(temporary.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void AComplexTensorIsRefusedBeforeTheFileIsTouched()
    {
        using var scope = NewDisposeScope();
        using var temporary = new TemporaryFolder();
        var tensors = new Dictionary<string, Tensor> { ["a"] = randn(2, complex128) };
        Assert.Contains("complex128", Assert.Throws<GaldException>(() => SafetensorsFile.Write(temporary.File("x"), tensors, Metadata)).Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(temporary.Path));
    }
}
