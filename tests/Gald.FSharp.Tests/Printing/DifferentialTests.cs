using System.Reflection;
using System.Text.Json;
using Gald.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.FSharp.Tests.Printing;

/// <summary>The F# module of a declaration does, to the bit, what the C# module of the same declaration does.</summary>
public sealed class DifferentialTests
{
    private const string BrokenContract = "Elsewhere.BrokenContract";

    public static TheoryData<string> Declarations => [.. Subjects.All.Select(subject => subject.FullName).Where(name => name != BrokenContract)];

    public static TheoryData<string> Exportable => [.. Subjects.All.Where(subject => !subject.UsesHandwork).Select(subject => subject.FullName)];

    private static long Live => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    [Theory]
    [MemberData(nameof(Declarations))]
    public void The_same_seed_gives_the_same_state_which_is_released(string name)
    {
        var pair = Pair.Of(name);
        pair.AssertSame(Pair.State);
        pair.AssertSame(module => module.named_modules().Select(child => child.name));
        var state = pair.FSharp.state_dict().Values.ToArray();
        pair.Dispose();
        Assert.All(state, tensor => Assert.True(tensor.IsInvalid));
    }

    [Theory]
    [MemberData(nameof(Declarations))]
    public void Evaluation_gives_the_same_and_leaves_nothing(string name)
    {
        using var pair = Pair.Of(name);
        pair.RandomizeStatistics();
        pair.Both(module => module.eval());
        using var grad = no_grad();
        foreach (var grow in new[] { 0, 13 })
        {
            using var input = pair.Input(grow);
            pair.AssertSame(module =>
            {
                var before = Live;
                var results = Pair.Call(module, input);
                Assert.Equal(before + results.Count, Live);
                return Describe(results);
            });
        }
    }

    [Theory]
    [MemberData(nameof(Declarations))]
    public void A_training_step_gives_the_same_results_and_gradients_and_leaves_nothing(string name)
    {
        using var pair = Pair.Of(name);
        using var input = pair.Input(grow: 13);
        pair.AssertSame(module =>
        {
            var before = Live;
            random.manual_seed(3);
            string[] bits;
            using (var image = input.detach())
            {
                image.requires_grad = true;
                var results = Pair.Call(module, image);
                using (var loss = Sum(results))
                {
                    // Expectation maximisation alone is a constant to its input.
                    if (loss.requires_grad)
                        loss.backward();
                }

                using var gradient = image.grad;
                bits = [.. Describe(results), gradient is null ? "" : Pair.Bits(gradient)];
            }

            Assert.Equal(before, Live);
            return bits;
        });
        pair.AssertSame(module => module.named_parameters().Select(entry =>
        {
            using var gradient = entry.parameter.grad;
            return $"{entry.name} {(gradient is null ? "" : Pair.Bits(gradient))}";
        }));
        pair.AssertSame(Pair.State);
    }

    [Theory]
    [MemberData(nameof(Declarations))]
    public void The_frozen_program_gives_the_same_and_leaves_nothing(string name)
    {
        using var pair = Pair.Of(name);
        pair.RandomizeStatistics();
        pair.Both(module => module.eval());
        using var grad = no_grad();
        using var input = pair.Input(grow: 13);
        pair.AssertSame(module =>
        {
            var before = Live;
            string[] bits;
            using (var program = Freeze(module))
                bits = Predict(program, input);
            Assert.Equal(before, Live);
            return bits;
        });
    }

    [Theory]
    [MemberData(nameof(Exportable))]
    public void The_same_ONNX_file_comes_out(string name)
    {
        using var pair = Pair.Of(name);
        pair.RandomizeStatistics();
        pair.Both(module => module.eval());
        var folder = Directory.CreateTempSubdirectory("gald-onnx-");
        try
        {
            pair.AssertSame(module =>
            {
                var path = Path.Combine(folder.FullName, "module.onnx");
                using var program = Freeze(module);
                ((IOnnxExportable)program).ExportOnnx(path);
                return [Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))];
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_stage_written_by_hand_is_not_exported()
    {
        foreach (var subject in Subjects.All.Where(subject => subject.UsesHandwork))
        {
            using var pair = Pair.Of(subject.FullName);
            pair.AssertSameRefusal<GaldException>(module =>
            {
                using var program = Freeze(module);
                ((IOnnxExportable)program).ExportOnnx("nowhere.onnx");
            });
        }
    }

    [Fact]
    public void A_broken_contract_is_refused_in_the_same_words()
    {
        using var pair = Pair.Of(BrokenContract);
        using var input = pair.Input(grow: 13);
        pair.AssertSameRefusal<GaldException>(module => Pair.Call(module, input));
        pair.AssertSameRefusal<GaldException>(module =>
        {
            using var program = Freeze(module);
            Predict(program, input);
        });
    }

    [Theory]
    [InlineData("Streets.Parts.Context", 6)]
    [InlineData("Streets.Parts.Context", 0)]
    [InlineData("Streets.Parts.OneGroup", -1)]
    [InlineData("Streets.Parts.Detail", 0)]
    public void Wrong_channels_are_refused_in_the_same_words(string name, int channels)
    {
        var messages = new[] { Subjects.Modules.CSharp(Subjects.Find(name)), Subjects.Modules.FSharp(Subjects.Find(name)) }.Select(type =>
            Assert.IsType<ArgumentOutOfRangeException>(Assert.Throws<TargetInvocationException>(() => Activator.CreateInstance(type, channels)).InnerException).Message);
        Assert.Single(messages.Distinct());
    }

    [Theory]
    [MemberData(nameof(Declarations))]
    public void Descriptions_and_constants_are_the_same(string name)
    {
        using var pair = Pair.Of(name);
        pair.AssertSame(module => new[] { "Description", "Channels", "Stride", "SmallestMap" }.Select(member =>
        {
            const BindingFlags Any = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance;
            var found = module.GetType().GetMember(member, Any).SingleOrDefault() switch
            {
                FieldInfo field => field.GetValue(module),
                PropertyInfo property => property.GetValue(module),
                _ => null,
            };
            return $"{member} {JsonSerializer.Serialize(found)}";
        }));
    }

    [Theory]
    [MemberData(nameof(Declarations))]
    public void Wrong_inputs_are_refused_in_the_same_words(string name)
    {
        using var pair = Pair.Of(name);
        using var input = pair.Input(grow: 0);
        using var narrow = input.slice(3, 0, input.shape[3] - 1, 1);
        using var low = input.slice(2, 0, input.shape[2] - 1, 1);
        using var one = input.slice(1, 0, 1, 1);
        using var flat = input.flatten();
        foreach (var wrong in new[] { narrow, low, one, flat })
        {
            pair.AssertSameRefusal<ArgumentException>(module => Pair.Call(module, wrong));
            pair.AssertSameRefusal<ArgumentException>(module =>
            {
                using var program = Freeze(module);
                Predict(program, wrong);
            });
        }
    }

    private static IDisposable Freeze(nn.Module module) => (IDisposable)module.GetType().GetMethod("Freeze", [])!.Invoke(module, null)!;

    private static string[] Predict(IDisposable program, Tensor input) =>
        Describe([program.GetType().GetMethod("call")!.CreateDelegate<Func<Tensor, Tensor>>(program)(input)]);

    private static string[] Describe(IReadOnlyList<Tensor> results)
    {
        string[] bits = [.. results.Select(Pair.Bits)];
        foreach (var result in results)
            result.Dispose();
        return bits;
    }

    /// <summary>The sum of squares of all results, so that each element matters in another way.</summary>
    private static Tensor Sum(IReadOnlyList<Tensor> results)
    {
        var total = zeros([]);
        foreach (var result in results)
        {
            using var last = total;
            using var squares = result.mul(result);
            using var sum = squares.sum();
            total = last.add(sum, Modules.Scalars.One);
        }

        return total;
    }
}
