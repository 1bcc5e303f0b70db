using System.Reflection;
using Gald.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Gald.Networks.Tests.Behaviour;

/// <summary>Forward passes and constructors that end in an exception leave no tensor to the garbage collector.</summary>
public sealed class FailureTests
{
    /// <summary>Stages by hand that fail where they are told to, with a tensor of their own in their hands.</summary>
    private const string Stages = """
        using Gald;
        using TorchSharp;
        using static TorchSharp.torch;

        public static class Fault
        {
            public static bool Forward, Constructor;
            public static Tensor Run(Tensor x) => Forward && x.add(x).numel() > 0 ? throw new System.OutOfMemoryException("No memory.") : x.alias();
            public static string Make(string name) => Constructor ? throw new System.OutOfMemoryException("No memory.") : name;
        }

        [StageContract(StageRole.Backbone, OutputChannels = 8, Reduction = 8)]
        public sealed class OwnTrunk() : nn.Module<Tensor, Tensor>(Fault.Make("OwnTrunk"))
        {
            public override Tensor forward(Tensor x) { using var y = x.mean([1], true); using var z = y.repeat(1, 8, 1, 1); return Fault.Run(nn.functional.avg_pool2d(z, 8)); }
        }

        [StageContract(StageRole.Aggregation)]
        public sealed class OwnContext(int channels) : nn.Module<Tensor, Tensor>(Fault.Make($"OwnContext{channels}"))
        {
            public override Tensor forward(Tensor x) => Fault.Run(x);
        }

        [StageContract(StageRole.Distribution)]
        public sealed class OwnDetail(int channels) : nn.Module<Tensor, Tensor>(Fault.Make($"OwnDetail{channels}"))
        {
            public override Tensor forward(Tensor x) => Fault.Run(x);
        }

        [ResNet(18, BaseWidth = 8)] public partial class Trunk;

        """;

    private static long Live => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    public static TheoryData<string> Declarations =>
    [
        "[SegmentationNetwork(Classes = 5)] [ResNet(18, BaseWidth = 8)] [Uses(typeof(OwnContext))] [LocalDistribution] [AuxiliaryHead]",
        "[SegmentationNetwork(Classes = 5)] [Uses(typeof(Trunk), typeof(OwnDetail))] [Cgnl(Groups = 4)] [SegmentationHead(Channels = 32)]",
        "[SegmentationNetwork(Classes = 5)] [Uses(typeof(OwnTrunk))] [Cgnl(Groups = 4)] [SegmentationHead(Channels = 32)]",
        "[FeatureBlock(Channels = 3)] [NonLocal] [Uses(typeof(OwnDetail))]",
    ];

    [Theory]
    [MemberData(nameof(Declarations))]
    public void A_forward_pass_that_fails_leaves_no_tensor(string attributes)
    {
        var assembly = Compile(attributes);
        using var module = Create(assembly);
        using var images = randn(2, 3, 128, 128);
        foreach (var training in new[] { true, false })
        {
            module.train(training);
            LeavesNothing(assembly, "Forward", () => Invoke(module, "call", images));
        }
    }

    [Theory]
    [MemberData(nameof(Declarations))]
    public void A_prediction_that_fails_leaves_no_tensor(string attributes)
    {
        var assembly = Compile(attributes);
        using var module = Create(assembly);
        module.eval();
        using var program = (IDisposable)Invoke(module, "Freeze");
        using var images = randn(2, 3, 128, 128);

        LeavesNothing(assembly, "Forward", () => Invoke(program, "call", images));
    }

    [Theory]
    [MemberData(nameof(Declarations))]
    public void A_constructor_that_fails_leaves_no_tensor(string attributes)
    {
        var assembly = Compile(attributes);

        LeavesNothing(assembly, "Constructor", () => Create(assembly));
    }

    /// <summary>Tensors that outlive a pass which succeeds are nobody's but their owner's.</summary>
    [Fact]
    public void What_a_hook_keeps_of_a_pass_lives_on()
    {
        using var network = Declared.Of("[SegmentationNetwork(Classes = 5)] [ResNet(18, BaseWidth = 8)] [Cgnl(Groups = 4)]").Create();
        network.eval();
        Tensor? kept = null;
        var layer = (nn.Module<Tensor, Tensor>)network.named_children().Single(child => child.name == "layer4").module;
        layer.register_forward_hook((_, _, output) =>
        {
            kept = output.clone();
            return output;
        });
        using var images = randn(1, 3, 64, 64);
        using (no_grad())
            network.call(images).Dispose();

        Assert.Equal(64, kept!.shape[1]);
        kept.Dispose();
    }

    private static void LeavesNothing(Assembly assembly, string fault, Func<object> work)
    {
        (work() as IDisposable)!.Dispose();
        var switched = assembly.GetType("Fault")!.GetField(fault)!;
        switched.SetValue(null, true);
        try
        {
            var before = Live;
            var failure = Assert.Throws<TargetInvocationException>(work);
            Assert.IsType<OutOfMemoryException>(failure.InnerException);
            Assert.Equal(before, Live);
        }
        finally
        {
            switched.SetValue(null, false);
        }
    }

    private static Assembly Compile(string attributes) => GeneratorRun.Of($"{Stages}\n{attributes} public partial class Net;").Load();

    private static nn.Module Create(Assembly assembly) => (nn.Module)Activator.CreateInstance(assembly.GetType("Net", throwOnError: true)!)!;

    private static object Invoke(object target, string method, params object[] arguments) =>
        target.GetType().GetMethods().First(found => found.Name == method && found.GetParameters().Length == arguments.Length).Invoke(target, arguments)!;
}
