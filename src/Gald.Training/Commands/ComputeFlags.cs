using System.CommandLine;
using Gald.Computing;
using Spectre.Console;

namespace Gald.Commands;

/// <summary><c>--precision</c>, <c>--tf32</c>, <c>--cudnn-benchmark</c> and <c>--deterministic</c>: how exactly it is computed.</summary>
internal sealed class ComputeFlags
{
    private readonly Option<string?> precision = new("--precision")
    {
        HelpName = "float32|bfloat16|float64",
        Description = "What convolutions and matrix products are computed with. With bfloat16, weights, statistics and loss stay float32; float64 is for comparing runs.",
    };

    private readonly Option<bool?> tf32 = Flag("--tf32", "Lets CUDA round products to TF32, faster on Ampere and newer.");

    private readonly Option<bool?> benchmark = Flag("--cudnn-benchmark", "Lets cuDNN try its algorithms at each new size and keep the fastest.");

    private readonly Option<bool?> deterministic = Flag("--deterministic", "Takes only algorithms that give the same numbers each time, where there are any.");

    public ComputeFlags(Command command)
    {
        foreach (var option in new Option[] { precision, tf32, benchmark, deterministic })
            command.Options.Add(option);
    }

    /// <exception cref="GaldException">There is no such precision.</exception>
    public ComputeOptions Read(ParseResult parsed, ComputeOptions defaults) => defaults with
    {
        Precision = parsed.GetValue(precision) is string name ? Parse(name) : defaults.Precision,
        Tf32 = parsed.GetValue(tf32) ?? defaults.Tf32,
        CudnnBenchmark = parsed.GetValue(benchmark) ?? defaults.CudnnBenchmark,
        Deterministic = parsed.GetValue(deterministic) ?? defaults.Deterministic,
    };

    /// <summary>Says what of the options this libtorch lacks.</summary>
    public static void Warn(IAnsiConsole console, ComputeOptions options)
    {
        foreach (var sentence in options.Unavailable())
            console.WriteLine(sentence);
    }

    private static Precision Parse(string name) => name switch
    {
        "float32" => Precision.Float32,
        "bfloat16" => Precision.BFloat16,
        "float64" => Precision.Float64,
        _ => throw new GaldException($"There is no precision '{name}'; choose float32, bfloat16 or float64."),
    };

    /// <summary>A flag that can be absent, so that a resumed run keeps its own; <c>--tf32 false</c> lifts it.</summary>
    private static Option<bool?> Flag(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.ZeroOrOne };
}
