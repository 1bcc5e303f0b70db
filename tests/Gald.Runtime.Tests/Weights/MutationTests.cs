using System.Globalization;
using System.IO.Compression;
using Gald.Weights;
using Google.Protobuf;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Gald.Runtime.Tests.Weights;

/// <summary>
/// Valid files with bytes changed, cut out, doubled and moved: each gives tensors or the reader's own exception, and no more memory
/// than the file accounts for, nor more than 64 MB. Some are graphs of containers that hold each other at random. GALD_MUTATIONS says how many
/// and GALD_MUTATIONS_SEED the number of the first; the seed of a case is its number. Where the first is set, the test is meant to run alone,
/// and a case that takes a second of the processor fails too.
/// </summary>
public class MutationTests
{
    // Room for the pieces in which files are read, and for the messages and traces of exceptions.
    private const long AlwaysAllowed = 8 << 20, NeverAllowed = 64 << 20;

    private static readonly TimeSpan LongestCase = Environment.GetEnvironmentVariable("GALD_MUTATIONS") is null ? TimeSpan.MaxValue : TimeSpan.FromSeconds(1);

    private static readonly int Count = Read("GALD_MUTATIONS") ?? 2000, First = Read("GALD_MUTATIONS_SEED") ?? 0;

    private static int? Read(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;

    private static byte[][] Seeds()
    {
        using var scope = NewDisposeScope();
        using var temporary = new TemporaryFolder();
        var tensors = new Dictionary<string, Tensor>
        {
            ["a"] = randn(3, 4),
            ["b.weight"] = tensor(1L),
            ["c"] = zeros(0, 2),
            ["d"] = tensor([true, false]),
            ["e"] = randn(2).to_type(float16),
        };
        SafetensorsFile.Write(temporary.File("x"), tensors, new Dictionary<string, string> { ["k"] = "v" });
        Gald.Weights.PytorchFile.Write(temporary.File("y"), tensors, new Dictionary<string, string> { ["k"] = "v" });
        var folder = Path.Combine(AppContext.BaseDirectory, "Checkpoints", "Files");
        return
        [
            File.ReadAllBytes(temporary.File("x")), File.ReadAllBytes(temporary.File("y")),
            new OnnxResNet { Blocks = [1, 1, 1, 1] }.Build().ToByteArray(),
            .. new[] { "zip.pth", "legacy.pth", "checkpoint.pth", "evil-zip.pth", "evil-legacy.pth" }.Select(name => File.ReadAllBytes(Path.Combine(folder, name))),
        ];
    }

    private static readonly byte[][] Interesting =
    [
        [0], [0x7f], [0x80], [0xff], [(byte)'.'], [(byte)'('], [(byte)'R'], [(byte)'b'], [(byte)'h'], [(byte)'Q'], [0x93], [0x94],
        [0xff, 0xff, 0xff, 0xff], [0, 0, 0, 0x80], [0xff, 0xff, 0xff, 0x7f], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], [0, 0, 0, 0, 0, 0, 0, 0x80],
        [.. "9223372036854775807"u8], [.. "-1"u8], [.. "F64"u8], [.. "BOOL"u8], [.. "posix\nsystem\n"u8],
    ];

    private static byte[] Mutate(byte[][] seeds, Random random)
    {
        List<byte> bytes = [.. seeds[random.Next(seeds.Length)]];
        for (var changes = 1 + random.Next(3) * random.Next(2); changes > 0 && bytes.Count > 0; changes--)
        {
            int at = random.Next(bytes.Count), length = Math.Min(1 + random.Next(24), bytes.Count - at);
            var some = Interesting[random.Next(Interesting.Length)];
            switch (random.Next(8))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.RemoveRange(at, length); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length)); break;
                case 4:
                    for (var i = 0; i < some.Length && at + i < bytes.Count; i++)
                        bytes[at + i] = some[i];
                    break;
                case 5: bytes.InsertRange(at, some); break;
                case 6: bytes.RemoveRange(at, bytes.Count - at); break;
                default:
                    var other = seeds[random.Next(seeds.Length)];
                    bytes.RemoveRange(at, bytes.Count - at);
                    bytes.AddRange(other[Math.Min(at, other.Length)..]);
                    break;
            }
        }
        return [.. bytes];
    }

    /// <summary>
    /// Almost every change to an archive is found by its checksums; here the pickle is changed and they are made right again, so that the
    /// pickle machine sees it.
    /// </summary>
    private static byte[] MutatePickle(byte[] archive, Random random, TemporaryFolder temporary)
    {
        using var zip = new ZipArchive(new MemoryStream(archive));
        PickleText.Zip(temporary.File("z"), zip.Entries.Select(entry =>
        {
            using var stream = entry.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return (entry.FullName, entry.Name == "data.pkl" ? Mutate([bytes.ToArray()], random) : bytes.ToArray());
        }));
        return File.ReadAllBytes(temporary.File("z"));
    }

    /// <summary>
    /// Dictionaries and lists that hold each other, a tensor and objects; of half of the graphs, none holds what holds it. Keys are those by which
    /// states are known.
    /// </summary>
    private static byte[] Graph(Random random)
    {
        string[] keys = ["state_dict", "model", "ema", "module.w", "w", "x"];
        int containers = 1 + random.Next(60), links = random.Next(400);
        var isAcyclic = random.Next(2) == 0;
        var parts = new List<object> { 0x80, 2 };
        bool[] areLists = [.. Enumerable.Range(0, containers).Select(i => i > 0 && random.Next(3) == 0)];
        for (var i = 0; i < containers; i++)
            parts.AddRange([areLists[i] ? "]" : "}", "r", PickleText.Int(i), "0"]);
        parts.AddRange([PickleText.Tensor(PickleText.Storage("FloatStorage", "0", 4), 0, PickleText.Tuple(2), PickleText.Tuple(1)), "r", PickleText.Int(containers), "0"]);
        parts.AddRange(["cmine\nNode\n)", 0x81, "r", PickleText.Int(containers + 1), "0"]);
        for (var i = 0; i < links; i++)
        {
            int from = random.Next(containers), to = random.Next(8) == 0 ? containers + random.Next(2) : random.Next(containers);
            if (isAcyclic && to <= from)
                to = Math.Min(from + 1 + random.Next(4), containers);
            parts.AddRange(["j", PickleText.Int(from)]);
            if (!areLists[from])
                parts.Add(PickleText.Text(keys[random.Next(keys.Length)] + (random.Next(2) == 0 ? "" : i.ToString(CultureInfo.InvariantCulture))));
            parts.AddRange(["j", PickleText.Int(to), areLists[from] ? "a" : "s", "0"]);
        }
        parts.AddRange(["j", PickleText.Int(0), "."]);
        return PickleText.Bytes([.. parts]);
    }

    private static byte[] GraphFile(Random random, TemporaryFolder temporary)
    {
        PickleText.Zip(temporary.File("z"), Graph(random));
        return File.ReadAllBytes(temporary.File("z"));
    }

    [Fact]
    public void AChangedFileGivesTensorsOrTheReadersOwnException()
    {
        using var temporary = new TemporaryFolder();
        var seeds = Seeds();
        byte[][] archives = [.. seeds.Where(seed => seed.AsSpan().StartsWith("PK\x03\x04"u8))];
        var path = temporary.File("case");
        var read = 0;
        for (var i = First; i < First + Count; i++)
        {
            var random = new Random(i);
            var bytes = (i % 5) switch
            {
                0 or 2 => MutatePickle(archives[random.Next(archives.Length)], random, temporary),
                4 => GraphFile(random, temporary),
                _ => Mutate(seeds, random),
            };
            File.WriteAllBytes(path, bytes);
            var spent = Environment.CpuUsage.TotalTime;
            long before = GC.GetAllocatedBytesForCurrentThread(), tensors = 0;
            try
            {
                using var scope = NewDisposeScope();
                using WeightsFile file = WeightsFile.Open(path);
                foreach (var name in file.Entries.Keys)
                {
                    using var tensor = file.Read(name);
                    tensors += tensor.numel() == 0 ? 0 : tensor.storage_offset() + 1;
                }
                read++;
            }
            catch (GaldException e)
            {
                Assert.DoesNotContain(e.Message, char.IsControl);
            }
            catch (Exception e)
            {
                Assert.Fail($"case {i}: {e}");
            }
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated <= Math.Min(AlwaysAllowed + 200L * bytes.Length, NeverAllowed), $"case {i}: {allocated} bytes allocated for a file of {bytes.Length}");
            Assert.True(Environment.CpuUsage.TotalTime - spent < LongestCase, $"case {i}: more than a second");
            Assert.True(tensors <= 64 * bytes.Length, $"case {i}: tensors reach {tensors} elements in a file of {bytes.Length} bytes");
        }
        // Both happen, or nothing was tested.
        Assert.InRange(read, Count / 50, Count - Count / 50);
        Assert.False(File.Exists("evil-was-here"));
    }
}
