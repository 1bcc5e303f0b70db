using System.CommandLine;
using System.Security.Cryptography;
using Gald.Checkpoints;
using Gald.Weights;
using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Commands;

/// <summary><c>--ignore</c>, <c>--prefix</c> and <c>--sha256</c>: how weights are loaded.</summary>
internal sealed class LoadingFlags
{
    private readonly Option<string[]> ignore = new("--ignore")
    {
        HelpName = "PATTERN",
        Description = "Keys to leave out of the weights, such as 'head.bottleneck.3.*' (* is any letters, ? one). May be given several times.",
    };

    private readonly Option<string?> prefix = new("--prefix")
    {
        HelpName = "PREFIX",
        Description = "What the names in the file begin with before they are the network's keys, such as 'model' or 'ema'. Absent: the one with which all keys fit.",
    };

    private readonly Option<string?> hash = new("--sha256")
    {
        HelpName = "HEX",
        Description = "The SHA-256 that the file of weights must have: 64 hexadecimal digits.",
    };

    public LoadingFlags(Command command)
    {
        command.Options.Add(ignore);
        command.Options.Add(prefix);
        command.Options.Add(hash);
    }

    public bool AreGiven(ParseResult parsed) => parsed.GetValue(ignore) is { Length: > 0 } || parsed.GetValue(prefix) is not null || parsed.GetValue(hash) is not null;

    /// <summary>The file, after its hash was compared.</summary>
    /// <exception cref="GaldException">It cannot be used, or has another hash.</exception>
    public WeightsFile Open(ParseResult parsed, string path)
    {
        if (parsed.GetValue(hash) is string wanted)
            RequireHash(path, wanted);
        return WeightsFile.Open(path);
    }

    /// <summary>Loads weights and says how they were understood; shows a table of the keys when they do not fit.</summary>
    /// <exception cref="GaldException">They do not fit; the network is as it was.</exception>
    public WeightsPlan Load(
        ParseResult parsed, WeightsFile file, nn.Module<Tensor, SegmentationOutput> network, NetworkDescription description, bool allowBackbone, IAnsiConsole console)
    {
        var options = new LoadingOptions { Ignore = parsed.GetValue(ignore) ?? [], Prefix = parsed.GetValue(prefix) ?? "", AllowBackbone = allowBackbone };
        var plan = Checkpoint.Plan(file, network, description, options);
        if (!plan.Fits)
            KeyTable.Write(console, plan);
        plan.Load();
        foreach (var remark in plan.Remarks())
            console.WriteLine(remark);
        return plan;
    }

    /// <summary>The SHA-256 of a file in lower-case hexadecimal digits.</summary>
    /// <exception cref="GaldException">It cannot be read.</exception>
    public static string Hash(string path) => Opening.Open(path, stream =>
    {
        using (stream)
            return Convert.ToHexStringLower(SHA256.HashData(stream));
    });

    private static void RequireHash(string path, string wanted)
    {
        wanted = wanted.Trim();
        if (wanted.Length != 64 || !wanted.All(char.IsAsciiHexDigit))
            throw new GaldException($"A SHA-256 has 64 hexadecimal digits; '{Opening.Plain(wanted)}' after --sha256 has not.");
        var found = Hash(path);
        if (!string.Equals(found, wanted, StringComparison.OrdinalIgnoreCase))
            throw new GaldException($"'{path}' is another file than expected: its SHA-256 is {found}, not {wanted.ToLowerInvariant()}; nothing of it was used.");
    }
}
