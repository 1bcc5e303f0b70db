using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Gald.FSharp.Tests.Compilation;
using Gald.Generators.Architecture;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.FSharp.Tests.Printing;

/// <summary>The C# module and the F# module of a declaration.</summary>
internal sealed class Pair : IDisposable
{
    // A multiple of what every aggregation groups or halves by.
    private const int Channels = 48;

    private readonly Subject subject;

    private Pair(Subject subject)
    {
        this.subject = subject;
        CSharp = Create(Subjects.Modules.CSharp(subject));
        FSharp = Create(Subjects.Modules.FSharp(subject));
    }

    public nn.Module CSharp { get; }

    public nn.Module FSharp { get; }

    /// <summary>Two modules made with the same seed.</summary>
    public static Pair Of(string name) => new(Subjects.Find(name));

    /// <summary>Asserts that a function of both has the same result.</summary>
    public void AssertSame(Func<nn.Module, IEnumerable<string>> function) => Assert.Equal([.. function(CSharp)], (string[])[.. function(FSharp)]);

    /// <summary>Asserts that both refuse something in the same words.</summary>
    public void AssertSameRefusal<TException>(Action<nn.Module> action)
        where TException : Exception =>
        Assert.Equal(Assert.Throws<TException>(() => action(CSharp)).Message, Assert.Throws<TException>(() => action(FSharp)).Message);

    public void Both(Action<nn.Module> action)
    {
        action(CSharp);
        action(FSharp);
    }

    /// <summary>Gives all batch norms statistics that are not those of the start, the same to both.</summary>
    public void RandomizeStatistics()
    {
        using var grad = no_grad();
        Both(module =>
        {
            random.manual_seed(5);
            foreach (var (key, value) in module.state_dict())
            {
                if (key.EndsWith("running_mean", StringComparison.Ordinal) || key.EndsWith("gn.weight", StringComparison.Ordinal))
                    value.normal_();
                else if (key.EndsWith("running_var", StringComparison.Ordinal))
                    value.uniform_(0.5, 2);
            }
        });
    }

    /// <summary>An input, by some pixels larger than the smallest.</summary>
    public Tensor Input(int grow)
    {
        random.manual_seed(7);
        var (channels, smallest) = CSharp is nn.Module<Tensor, SegmentationOutput>
            ? (3, ((NetworkDescription)Constant("Description")).MinimumHeight)
            : (subject.Attributes.Any(attribute => StageKind.Find(attribute.Split('(')[0])?.Role == StageKind.Backbone) ? 3 : ChannelsTaken, (int)Constant("SmallestMap"));
        return randn(2, channels, smallest + grow, smallest + 2 * grow);
    }

    /// <summary>The results of a forward pass: the logits and, in training, all further ones.</summary>
    public static IReadOnlyList<Tensor> Call(nn.Module module, Tensor input) => module switch
    {
        nn.Module<Tensor, SegmentationOutput> network when network.call(input) is var output => [output.Logits, .. output.Auxiliaries],
        _ => [((nn.Module<Tensor, Tensor>)module).call(input)],
    };

    /// <summary>What a state is, key by key.</summary>
    public static IEnumerable<string> State(nn.Module module) => module.state_dict().Select(entry => $"{entry.Key} {Bits(entry.Value)}");

    /// <summary>Shape and hash of a tensor.</summary>
    public static string Bits(Tensor tensor)
    {
        using var detached = tensor.detach();
        using var contiguous = detached.contiguous();
        return $"{tensor.dtype} {string.Join("×", tensor.shape)} {Convert.ToHexString(SHA256.HashData(contiguous.bytes))}";
    }

    public void Dispose() => Both(module => module.Dispose());

    private object Constant(string name)
    {
        var type = CSharp.GetType();
        return type.GetField(name)?.GetRawConstantValue() ?? type.GetProperty(name)!.GetValue(null)!;
    }

    /// <summary>A block's declared channels (its constant says what it gives), or those that every open class here is made for.</summary>
    private int ChannelsTaken =>
        subject.Attributes.Select(attribute => Regex.Match(attribute, @"^FeatureBlock\(Channels = (\d+)")).FirstOrDefault(match => match.Success) is { } block
            ? int.Parse(block.Groups[1].Value, CultureInfo.InvariantCulture) : Channels;

    private static nn.Module Create(Type type)
    {
        random.manual_seed(1);
        return (nn.Module)(type.GetConstructor([typeof(int)]) is { } constructor ? constructor.Invoke([Channels]) : Activator.CreateInstance(type)!);
    }
}
