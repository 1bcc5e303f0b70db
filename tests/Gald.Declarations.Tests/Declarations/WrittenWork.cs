namespace Gald.Declarations.Tests.Declarations;

/// <summary>What kind of class a stage is that was written by hand.</summary>
internal enum WrittenKind
{
    Module,

    /// <summary>A module whose base class is one too.</summary>
    Derived,

    // From here on, no network can make it.
    NoModule,
    Abstract,
    Generic,
}

/// <summary>What a stage that was written by hand is made with.</summary>
internal enum WrittenConstructor
{
    Nothing,

    Internal,

    Channels,

    /// <summary>The channels, and something that has a default.</summary>
    ChannelsAndMore,

    /// <summary>Two numbers, which no network has.</summary>
    TwoNumbers,
}

/// <summary>How a stage breaks its contract when it runs.</summary>
internal enum Breach
{
    None,

    /// <summary>It gives one channel more.</summary>
    Channels,

    /// <summary>It gives a smaller map.</summary>
    Size,

    /// <summary>It rounds the other way.</summary>
    Rounding,
}

/// <summary>A stage that was written by hand, besides what its contract says.</summary>
/// <param name="Kind">What kind of class it is.</param>
/// <param name="Constructor">How it is made.</param>
/// <param name="Breach">How it breaks its contract.</param>
/// <param name="IsStrict">Whether it fails on maps that are smaller than its contract says; else it takes them.</param>
internal sealed record WrittenWork(WrittenKind Kind, WrittenConstructor Constructor, Breach Breach, bool IsStrict);

/// <summary>The convolution that a stage written by hand is made of, as its contract has it and its breach changes it.</summary>
/// <param name="Inputs">Channels that it takes; null for those that it is made with.</param>
/// <param name="Outputs">Channels that it gives; null for as many as it takes.</param>
/// <param name="Kernel">Side of its kernel, without padding.</param>
/// <param name="Stride">Its stride.</param>
/// <param name="IsDepthwise">Whether each channel is for itself.</param>
/// <param name="Weighs">Whether the result, resized, weighs the input; else it is what the stage gives.</param>
internal sealed record Handwork(int? Inputs, int? Outputs, int Kernel, int Stride, bool IsDepthwise, bool Weighs)
{
    private const double MostWeights = 1e7;

    /// <summary>The convolution of a class; null for a stage that returns what it gets.</summary>
    public static Handwork? Of(StageClass stage)
    {
        var (contract, work) = (stage.Attributes[0], stage.Work!);
        var stride = Integer("Reduction") ?? 1;
        if (RoleOf(contract) == StageRole.Backbone)
        {
            stride = unchecked(stride + (work.Breach == Breach.Size ? 1 : 0));
            var up = ((contract["RoundsUp"] as Value.Truth)?.Holds ?? true) != (work.Breach == Breach.Rounding);
            var outputs = unchecked((Integer("OutputChannels") ?? 4) + (work.Breach == Breach.Channels ? 1 : 0));
            return new Handwork(Integer("InputChannels") ?? 3, outputs, up ? 1 : stride, stride, IsDepthwise: false, Weighs: false);
        }

        var inputs = Integer("InputChannels");
        if (inputs is null && work.Constructor is WrittenConstructor.Nothing or WrittenConstructor.Internal)
            return null;
        var kernel = work.IsStrict ? Integer("SmallestMap") ?? 1 : 1;
        // TorchSharp gives a convolution its weights even where nothing else is allocated; a contract can ask for more than there is memory.
        if ((double)kernel * kernel * (inputs ?? 64) * (Integer("OutputChannels") ?? 1) > MostWeights)
            kernel = 1;
        return work.Breach switch
        {
            Breach.Channels when inputs is { } given => new Handwork(given, given + 1, kernel, stride, IsDepthwise: false, Weighs: false),
            Breach.Size or Breach.Rounding => new Handwork(inputs, null, kernel, 2, IsDepthwise: true, Weighs: false),
            _ when Integer("OutputChannels") is { } outputs => new Handwork(inputs, outputs, kernel, stride, IsDepthwise: false, Weighs: false),
            _ => new Handwork(inputs, null, kernel, stride, IsDepthwise: true, Weighs: stride == 1),
        };

        int? Integer(string name) => (contract[name] as Value.Integer)?.Number;
    }

    /// <summary>The role of a contract, as far as there is such a role.</summary>
    public static StageRole RoleOf(AttributeUse contract) => (StageRole)((Value.Member)contract["Role"]!).Number;
}
