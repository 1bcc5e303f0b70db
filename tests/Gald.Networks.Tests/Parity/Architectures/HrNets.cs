namespace Gald.Networks.Tests.Parity.Architectures;

/// <summary>HRNets of mmsegmentation, alone or in a network.</summary>
internal static class HrNets
{
    public const string Type = "HRNet";

    /// <summary>The attribute of one, with every number of its stages.</summary>
    public static DeclaredBackbone Backbone(Parameters p)
    {
        Blocks.Usual(p).Expect("type", $"\"{Type}\"").Expect("in_channels", "3").Expect("multiscale_output", "true")
            .Ignore("with_cp", "zero_init_residual", "pretrained", "init_cfg").Expect("frozen_stages", "-1");
        var freezes = p.IsTrue("norm_eval");
        var extra = p.Inner("extra");
        var stages = Enumerable.Range(1, 4).Select(number => extra.Inner($"stage{number}").Expect("num_branches", number == 1 ? ["1"] : ["1", "2", "3", "4", "5", "6"])).ToArray();

        // The first stage is a row of blocks, whatever its number of modules.
        stages[0].Ignore("num_modules");
        var numbers = stages.SelectMany((stage, index) => new[]
        {
            $"Stage{index + 1}Blocks = {(index == 0 ? stage.Numbers("num_blocks").Single() : stage.List("num_blocks"))}",
            $"Stage{index + 1}Channels = {(index == 0 ? stage.Numbers("num_channels").Single() : stage.List("num_channels"))}",
            $"Stage{index + 1}Kind = HrNetBlock.{(stage.Text("block") == "BOTTLENECK" ? "Bottleneck" : "Basic")}",
        });
        var (branches, declared) = (stages[^1].Numbers("num_channels").Length, $"HrNet(Modules = [{string.Join(", ", stages.Skip(1).Select(stage => stage.Integer("num_modules")))}], {string.Join(", ", numbers)})");
        foreach (var part in stages.Append(extra).Append(p))
            part.Done();
        return new(declared, branches) { FreezesStatistics = freezes };
    }
}
