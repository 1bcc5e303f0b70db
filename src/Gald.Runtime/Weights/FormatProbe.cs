using System.Buffers.Binary;
using System.Text;

namespace Gald.Weights;

/// <summary>The formats of weights.</summary>
internal enum WeightsFormat
{
    Safetensors,
    PytorchZip,
    PytorchLegacy,
    Onnx,
}

/// <summary>Tells formats apart by the first bytes of a file, and names the usual wrong ones.</summary>
internal static class FormatProbe
{
    /// <summary>The first object of PyTorch's format before 1.6, a number, as protocols 2 and later pickle it, and as earlier ones do.</summary>
    private static readonly byte[] LegacyNumber = [0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.'];
    private static readonly byte[] LegacyText = [.. "L119547037146038801333356L\n."u8];

    private static readonly (byte[] Start, string What)[] Wrong =
    [
        ([.. "version https://git-lfs"u8], "it is a Git LFS pointer and not the file itself; fetch it with 'git lfs pull'"),
        ([0x1f, 0x8b], "it is compressed with gzip; unpack it first"),
        ([.. "BZh"u8], "it is compressed with bzip2; unpack it first"),
        ([0xfd, .. "7zXZ"u8], "it is compressed with xz; unpack it first"),
        ([0x28, 0xb5, 0x2f, 0xfd], "it is compressed with Zstandard; unpack it first"),
        ([.. "7z"u8, 0xbc, 0xaf], "it is a 7-Zip archive; unpack it first"),
        ([.. "PK\x05\x06"u8], "it is an empty zip archive"),
        ([0x89, .. "HDF"u8], "it is an HDF5 file, as Keras writes; only PyTorch's files and safetensors are read"),
        ([.. "GGUF"u8], "it is a GGUF file; only PyTorch's files and safetensors are read"),
        ([0x93, .. "NUMPY"u8], "it is an array of NumPy; only PyTorch's files and safetensors are read"),
    ];

    /// <summary>The format of a file; the stream is at its beginning again.</summary>
    /// <exception cref="FormatException">It is none that is read; the message completes "'file' cannot be used: ".</exception>
    public static WeightsFormat Probe(FileStream stream)
    {
        var bytes = new byte[(int)Math.Min(1024, stream.Length)];
        stream.ReadExactly(bytes);
        stream.Position = 0;
        ReadOnlySpan<byte> start = bytes;
        if (start.IsEmpty)
            throw new FormatException("it is empty; the download or the copy did not finish");
        // The length of the header comes before its brace, and may begin like anything else.
        if (start.Length > 8 && start[8] == '{' && BinaryPrimitives.ReadUInt32LittleEndian(start[4..]) == 0)
            return WeightsFormat.Safetensors;
        if (start.StartsWith("PK\x03\x04"u8))
            return WeightsFormat.PytorchZip;
        if (start.StartsWith(LegacyText) || start is [0x80, >= 2 and <= 5, ..] && start[2..].IndexOf(LegacyNumber) is 0 or 9)
            return WeightsFormat.PytorchLegacy;
        if (IsTorchSharp(start))
            throw new FormatException(Explain(start));
        // Protobuf has no mark of its own: the version of ONNX comes first, and a name or the graph follows.
        if (start is [0x08, >= 1 and < 0x80, 0x12 or 0x1a or 0x22 or 0x28 or 0x32 or 0x3a or 0x42 or 0x72, ..])
            return WeightsFormat.Onnx;
        throw new FormatException(Explain(start));
    }

    /// <summary>Files in the archive that PyTorch once wrote.</summary>
    private static readonly string[] TarMembers = ["sys_info", "pickle", "storages", "tensors", "./sys_info", "./pickle", "PaxHeaders"];

    /// <summary>A number of entries; then of each the length of its name, its name, its type and its dimensions, in numbers of 7 bits a byte.</summary>
    private static bool IsTorchSharp(ReadOnlySpan<byte> start)
    {
        var at = 0;
        if (Number(start, ref at) is not (>= 1 and <= 100_000) || Number(start, ref at) is not (>= 1 and <= 512 and long length) || at + length + 2 >= start.Length)
            return false;
        foreach (var letter in start.Slice(at, (int)length))
        {
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter is not ((byte)'.' or (byte)'_'))
                return false;
        }
        at += (int)length;
        return Number(start, ref at) is >= 0 and <= 20 && Number(start, ref at) is >= 0 and <= 8;

        static long Number(ReadOnlySpan<byte> bytes, ref int at)
        {
            long value = 0;
            for (var shift = 0; at < bytes.Length && shift < 35; shift += 7)
            {
                var next = bytes[at++];
                value |= (long)(next & 0x7f) << shift;
                if (next < 0x80)
                    return value;
            }
            return -1;
        }
    }

    private static string Explain(ReadOnlySpan<byte> start)
    {
        foreach (var (first, what) in Wrong)
        {
            if (start.StartsWith(first))
                return what;
        }
        var text = Encoding.Latin1.GetString(start).TrimStart('\uFEFF', 'ï', '»', '¿', ' ', '\t', '\r', '\n');
        if (text.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase))
            return "it is a web page, so the download went wrong; open the address in a browser and save the file itself";
        if (text.StartsWith('{') || text.StartsWith('['))
            return "it is JSON text; give the file of the weights itself";
        if (start.Length > 262 && start[257..].StartsWith("ustar"u8))
            return TarMembers.Any(member => text.StartsWith(member, StringComparison.Ordinal))
                ? "it is of PyTorch's first format, a tar archive (before 0.1.10), which is not read; load it with PyTorch and save its state_dict() again"
                : "it is a tar archive; unpack it first";
        if (IsTorchSharp(start))
            return "it is of TorchSharp's own format, as Module.save writes it; load it in TorchSharp with Module.load and save the state_dict() with SafetensorsFile.Write or PytorchFile.Write";
        if (start is [0x80, <= 5, ..])
            return "it is a pickle, but none that torch.save wrote; save the network's state_dict() with torch.save";
        return "it is neither a safetensors file nor one that PyTorch's torch.save wrote nor ONNX";
    }
}
