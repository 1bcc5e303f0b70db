using Gald.Generators.Graph;
using Gald.Generators.Passes;
using Gald.Generators.Shapes;
using Gald.Generators.Tests.Shapes;

namespace Gald.Generators.Tests.Passes;

/// <summary>What a pass makes of a graph has the shapes that it says, and gives what the graph gives.</summary>
public sealed class VerificationTests
{
    public static TheoryData<string> Networks() =>
    [
        "[ResNet(50)] [Cgnl] [LocalDistribution] [AuxiliaryHead]",
        "[ResNet(18, Stem = Stem.Torchvision, BaseWidth = 8)] [LocalDistribution(MaskRelu = false)]",
        "[ResNet(50, Stem = Stem.V1c, BaseWidth = 8)] [DecodeHead] [AuxiliaryHead]",
        "[ResNet(18, Stem = Stem.V1c, BaseWidth = 16, StemWidth = 12)] [Cgnl] [LocalDistribution(Padding = 1)] [DecodeHead(Order = StageOrder.SideBySide)]",
    ];

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_program_that_predicts_has_the_shapes_that_its_comments_say(string attributes)
    {
        var compiled = Compiled.Of(attributes, 193, 257);

        Verify(Inference.Of(compiled.Trace, compiled.Classes));
        foreach (var block in compiled.Classes.Ordered.Where(block => block.Predicts))
            Verify(Inference.Of(block, compiled.Classes));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Blocks_of_one_class_are_alike(string attributes)
    {
        var compiled = Compiled.Of(attributes, 193, 257);

        foreach (var (path, call, trace) in CallsIn(compiled.Trace, ""))
        {
            var shared = compiled.Classes[trace[call]].Trace;
            Assert.Equal(shared.Block.Results.Select(result => shared[result]), call.Results.Select(result => trace[result]));
            Assert.Equal(Keys(shared.Block), Keys(call.Block!));
        }
    }

    /// <summary>Infers every value of a program from its inputs again.</summary>
    private static void Verify(Inference inference)
    {
        foreach (var statement in inference.Block.Statements)
        {
            Shape[] inputs = [.. statement.Inputs.Select(input => inference[input])];
            if (statement is Call { Child: BlockChild } call)
            {
                var inner = inference[call];
                Assert.Equal(inner.Block.Inputs.Select(input => inner[input]), inputs);
                continue;
            }

            Assert.Equal(ShapeTrace.OperationOf(statement).Infer(inputs), inference[statement.Result]);
        }
    }

    private static IEnumerable<(string Path, Call Call, ShapeTrace Trace)> CallsIn(ShapeTrace trace, string path) =>
        trace.Block.Statements.OfType<Call>().Where(call => call.Block is not null).SelectMany(call =>
            CallsIn(trace[call], $"{path}{call.Child.Key}.").Prepend(($"{path}{call.Child.Key}", call, trace)));

    private static IEnumerable<string> Keys(Block block) => block.Content.Children.SelectMany(child => child.Keys);
}
