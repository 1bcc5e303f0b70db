using Gald.Generators.Graph;
using Gald.Generators.Graph.Operations;
using Gald.Generators.Lowering;

namespace Gald.Generators.Architecture;

internal sealed partial record CrissCross
{
    private static readonly Permute InColumns = new(0, 3, 2, 1);
    private static readonly Permute InRows = new(0, 2, 3, 1);

    public override Shell Shell => new("cca");

    protected override string Summary => "Recurrent criss-cross attention (Huang et al., ICCV 2019).";

    protected override string Describe(StageInput input) => $"criss-cross attention, {Recurrence} times, {input.Channels / Reduction} channels";

    /// <summary>x + γ·A·v over the row and the column of each position; the same modules run again over the result.</summary>
    protected override Value Write(BlockBuilder block, StageInput input)
    {
        var inner = input.Channels / Reduction;
        var query = block.Child("query_conv", new Conv2d(input.Channels, inner, 1) { Bias = true });
        var key = block.Child("key_conv", new Conv2d(input.Channels, inner, 1) { Bias = true });
        var value = block.Child("value_conv", new Conv2d(input.Channels, input.Channels, 1) { Bias = true });
        var gamma = block.Child("gamma", new ScaleLayer());
        var x = input.Features;
        for (var turn = 1; turn <= Recurrence; turn++)
        {
            var suffix = Recurrence == 1 ? "" : $"{turn}";
            var context = Attend(block, block.Call(query, x, $"query{suffix}"), block.Call(key, x, $"key{suffix}"), block.Call(value, x, $"value{suffix}"), suffix);
            x = block.Apply(new Add(), [block.Call(gamma, context), x]);
        }

        return x;
    }

    private static Value Attend(BlockBuilder block, Value query, Value key, Value value, string suffix)
    {
        // Along columns, N·W×H×H, where the position itself does not count, for it does along its row: N·H×W×W.
        var down = block.Product(Lines(block, query, InColumns), block.Transpose(Lines(block, key, InColumns)), $"down{suffix}");
        down = block.Apply(new MaskDiagonal(), down, $"downMasked{suffix}");
        down = block.Apply(new Permute(0, 2, 1, 3), block.Apply(new Unflatten(0, Length.Like(0), Length.Like(3)), [down, query]), $"downAffinity{suffix}");
        var across = block.Product(Lines(block, query, InRows), block.Transpose(Lines(block, key, InRows)), $"across{suffix}");
        across = block.Apply(new Unflatten(0, Length.Like(0), Length.Like(2)), [across, query], $"acrossAffinity{suffix}");
        var attention = block.Apply(new Softmax(3), block.Apply(new Concatenate(3), [down, across]), $"attention{suffix}");

        var ofColumn = block.Apply(new Permute(0, 2, 1, 3), block.Apply(new Narrow(3, null, 2), [attention, value]));
        var fromColumn = block.Product(block.Apply(new Flatten(0, 1), ofColumn), Lines(block, value, InColumns));
        fromColumn = block.Apply(InColumns, block.Apply(new Unflatten(0, Length.Like(0), Length.Like(3)), [fromColumn, value]), $"fromColumn{suffix}");
        var ofRow = block.Apply(new Narrow(3, 2, 3), [attention, value]);
        var fromRow = block.Product(block.Apply(new Flatten(0, 1), ofRow), Lines(block, value, InRows));
        fromRow = block.Apply(new Permute(0, 3, 1, 2), block.Apply(new Unflatten(0, Length.Like(0), Length.Like(2)), [fromRow, value]), $"fromRow{suffix}");
        return block.Apply(new Add(), [fromColumn, fromRow], $"context{suffix}");
    }

    /// <summary>The columns or rows of a map as matrices of their own: N×C×H×W to N·W×H×C or N·H×W×C.</summary>
    private static Value Lines(BlockBuilder block, Value map, Permute order) => block.Apply(new Flatten(0, 1), block.Apply(order, map));
}
