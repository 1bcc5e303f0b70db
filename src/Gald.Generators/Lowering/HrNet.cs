using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record HrNet
{
    /// <summary>All maps come from the last stage, at once.</summary>
    public override IEnumerable<FeatureMap> Lower(BlockBuilder network, Value images, string path)
    {
        network.Enter(Class is null ? null : Class.AsPart(Field, ImageChannels) with { Key = path.Length == 0 ? null : path.TrimEnd('.') });
        network.Stage($"{path}stem", "two 3×3 with stride 2", Declared);
        var x = images;
        for (var i = 1; i <= 2; i++)
        {
            x = network.Layer($"conv{i}", Conv2d.Same(i == 1 ? ImageChannels : StemWidth, StemWidth, 3, step: 2), x);
            x = network.Layer($"bn{i}", new BatchNorm2d(StemWidth), x);
            x = network.Apply(new Relu(), x);
        }

        var first = Stages[0];
        network.Stage($"{path}layer1", Describe(first), Declared);
        x = network.Call("layer1", Branch("Layer1", $"{Describe(first)}.", first, 0, StemWidth), x);
        IReadOnlyList<FeatureMap> maps = [new(x, first.Outputs[0])];
        for (var stage = 1; stage < Stages.Count; stage++)
            maps = Exchange(network, path, stage, AddBranches(network, path, stage, maps));
        network.EndStage();
        network.Leave();
        return maps;
    }

    /// <summary>As mmsegmentation freezes them: what begins new branches behind a stage belongs to it.</summary>
    public override IReadOnlyList<IReadOnlyList<string>> KeysOf(IReadOnlyList<FeatureMap> maps)
    {
        var keys = maps.SelectMany(map => map.Keys).ToLookup(StageOf);
        return [.. Enumerable.Range(1, Stages.Count).Select(stage => (IReadOnlyList<string>)[.. keys[stage].Select(Whole).Distinct()])];

        // A transition is a list of branches.
        static string Whole(string key) => key.Contains("transition") ? key.Substring(0, key.LastIndexOf('.')) : key;

        static int StageOf(string key)
        {
            var name = key.Split('.').First(part => part != Field);
            return name.StartsWith("stage", StringComparison.Ordinal) || name.StartsWith("transition", StringComparison.Ordinal) ? name[name.Length - 1] - '0' : 1;
        }
    }

    /// <summary>The maps that a stage begins with: those of the stage before, and what new branches make of its last.</summary>
    private IReadOnlyList<FeatureMap> AddBranches(BlockBuilder network, string path, int stage, IReadOnlyList<FeatureMap> before)
    {
        var last = before[before.Count - 1];
        network.Stage($"{path}transition{stage}", "3×3 convolutions to new branches", Declared);
        return [.. Stages[stage].Outputs.Select((channels, branch) =>
        {
            if (branch < before.Count && before[branch].Channels == channels)
                return before[branch];
            var block = branch < before.Count
                ? ConvUnit.Build("SameStride", "A branch that changes its channels.", Conv2d.Same(last.Channels, channels, 3))
                : Halvings("NewBranch", "A branch begins, of what is coarser already.", (int)last.Channels.Length, channels, branch + 1 - before.Count, endsInRelu: true);
            return new FeatureMap(network.Call($"transition{stage}.{branch}", $"transition{stage}To{StrideOf(branch)}", block, last.Output), channels);
        })];
    }

    /// <summary>The modules of a stage, one behind the other.</summary>
    private IReadOnlyList<FeatureMap> Exchange(BlockBuilder network, string path, int stage, IReadOnlyList<FeatureMap> maps)
    {
        var declared = Stages[stage];
        var (number, isLast) = (stage + 1, stage == Stages.Count - 1);
        var row = new BlockBuilder($"Stage{number}Modules", $"{Describe(declared)}.");
        var names = Enumerable.Range(0, declared.Branches).Select(branch => $"map{StrideOf(branch)}").ToArray();
        IReadOnlyList<Value> values = [.. names.Select(row.Input)];
        var module = Module(number, declared);
        for (var i = 0; i < declared.Modules; i++)
            values = row.Call(row.Child($"{i}", module, $"module{i}"), values, [.. names.Select(name => $"{name}Of{i}")]);
        network.Stage($"{path}stage{number}", Describe(declared), Declared);
        var results = network.Call(
            network.Child($"stage{number}", row.Build([.. values])),
            [.. maps.Select(map => map.Output)],
            [.. Enumerable.Range(0, declared.Branches).Select(branch => isLast ? $"c{branch + 2}" : $"stage{number}Map{StrideOf(branch)}")]);
        return [.. results.Select((result, branch) => new FeatureMap(result, declared.Outputs[branch]))];
    }

    /// <summary>Branches beside each other, and what each gets of the others.</summary>
    private Block Module(int number, HrNetStage stage)
    {
        var module = new BlockBuilder($"Stage{number}Module", stage.Branches == 1 ? "One branch." : $"{stage.Branches} branches and their exchange.");
        Value[] inputs = [.. Enumerable.Range(0, stage.Branches).Select(branch => module.Input($"map{StrideOf(branch)}"))];
        Value[] branches =
        [
            .. inputs.Select((input, branch) => module.Call(
                $"branches.{branch}", $"branches{branch}",
                Branch($"Branch{StrideOf(branch)}", $"The branch of stride {StrideOf(branch)}.", stage, branch, stage.Outputs[branch]), input, $"branch{StrideOf(branch)}")),
        ];
        return module.Build(stage.Branches == 1 ? branches : [.. branches.Select((_, to) => Fuse(module, stage, branches, to))]);
    }

    /// <summary>The sum of all branches in the size and the channels of one, in the order of the published code.</summary>
    private static Value Fuse(BlockBuilder module, HrNetStage stage, IReadOnlyList<Value> branches, int to)
    {
        Value? sum = null;
        for (var from = 0; from < stage.Branches; from++)
        {
            var map = branches[from];
            if (from != to)
            {
                var (inputs, outputs) = (stage.Outputs[from], stage.Outputs[to]);
                var block = from > to
                    ? Enlarged(inputs, outputs, 1 << (from - to))
                    : Halvings("Coarser", "To a coarser branch.", inputs, outputs, to - from, endsInRelu: false);
                map = module.Call($"fuse_layers.{to}.{from}", $"fuse{StrideOf(from)}To{StrideOf(to)}", block, map);
            }

            // Twice resized, as published: on sizes that the factor does not divide, that is not once.
            if (from > to)
                map = module.Apply(new Resize(AlignCorners: false), [map, branches[to]]);
            sum = sum is null ? map : module.Apply(new Add(), [sum, map]);
        }

        return module.Apply(new Relu(), sum!, $"fused{StrideOf(to)}");
    }

    /// <summary>A 1×1 convolution to the channels of a finer branch, and its enlargement.</summary>
    private static Block Enlarged(int inputs, int outputs, int factor)
    {
        var block = new BlockBuilder("Finer", $"To a branch that is {factor} times as fine.");
        var x = block.Layer("0", "conv", new Conv2d(inputs, outputs, 1), block.Input("input"));
        x = block.Layer("1", "bn", new BatchNorm2d(outputs), x);
        return block.Build(block.Apply(new Enlarge(factor, AlignCorners: false), x));
    }

    /// <summary>3×3 convolutions with stride 2, the last of which changes the channels.</summary>
    private static Block Halvings(string name, string summary, int inputs, int outputs, int count, bool endsInRelu)
    {
        var row = new BlockBuilder(name, summary);
        var x = row.Input("input");
        for (var i = 0; i < count; i++)
        {
            var isLast = i == count - 1;
            var convolution = Conv2d.Same(inputs, isLast ? outputs : inputs, 3, step: 2);
            x = row.Call($"{i}", $"half{i}", isLast && !endsInRelu ? Linear(convolution) : ConvUnit.Build("Half", "Half the size.", convolution), x);
        }

        return row.Build(x);

        static Block Linear(Conv2d convolution)
        {
            var half = new BlockBuilder("LinearHalf", "Half the size, without ReLU.");
            var y = half.Layer("0", "conv", convolution, half.Input("input"));
            return half.Build(half.Layer("1", "bn", new BatchNorm2d(convolution.Outputs), y));
        }
    }

    /// <summary>The blocks of a branch in a row.</summary>
    private Block Branch(string name, string summary, HrNetStage stage, int branch, int inputs)
    {
        var row = new BlockBuilder($"{name}Blocks", summary);
        var x = row.Input("input");
        var (width, outputs) = (stage.Channels[branch], stage.Outputs[branch]);
        for (var i = 0; i < stage.Blocks[branch]; i++)
        {
            var block = new ResidualBlock(stage.HasBottlenecks, i == 0 ? inputs : outputs, width, outputs).Lower($"{name}Block");
            x = IsRecomputed ? row.CallRecomputed($"{i}", $"block{i}", block, x) : row.Call($"{i}", $"block{i}", block, x);
        }

        return row.Build(x);
    }

    private static string Describe(HrNetStage stage)
    {
        var kind = stage.HasBottlenecks ? "bottleneck" : "basic block";
        var blocks = $"{string.Join(", ", stage.Blocks.Distinct())} {kind}{(stage.Blocks.All(count => count == 1) ? "" : "s")}";
        return stage.Branches == 1 && stage.Modules == 1 ? blocks
            : $"{stage.Modules} module{(stage.Modules == 1 ? "" : "s")} of {stage.Branches} branch{(stage.Branches == 1 ? "" : "es")}, each of {blocks}";
    }
}
