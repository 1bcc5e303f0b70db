namespace Gald.FSharp.Tests.Compilation;

/// <summary>The same stages, written by hand in both languages.</summary>
internal static class Handwork
{
    public const string CSharp = """
        namespace Hand
        {
            using Gald;
            using TorchSharp;
            using TorchSharp.Modules;
            using static TorchSharp.torch;

            [StageContract(StageRole.Backbone, OutputChannels = 24, Reduction = 8, RoundsUp = false)]
            public sealed class Patches : nn.Module<Tensor, Tensor>
            {
                private readonly Conv2d patches = nn.Conv2d(3, 24, kernel_size: 8, stride: 8);
                public Patches() : base("Patches") => register_module("patches", patches);
                protected override void RegisterComponents() { }
                public override Tensor forward(Tensor images) => patches.call(images);
            }

            [StageContract(StageRole.Aggregation)]
            public sealed class Squeeze : nn.Module<Tensor, Tensor>
            {
                private readonly Conv2d squeeze;
                public Squeeze(int channels) : base("Squeeze")
                {
                    squeeze = nn.Conv2d(channels, channels, kernel_size: 1);
                    register_module("squeeze", squeeze);
                }
                protected override void RegisterComponents() { }
                public override Tensor forward(Tensor features)
                {
                    using var mean = features.mean(new long[] { 2, 3 }, true);
                    using var squeezed = squeeze.call(mean);
                    using var weights = squeezed.sigmoid();
                    return features.mul(weights);
                }
            }

            [StageContract(StageRole.Distribution)]
            public sealed class Untouched : nn.Module<Tensor, Tensor>
            {
                public Untouched() : base("Untouched") { }
                public override Tensor forward(Tensor features) => features;
            }

            [StageContract(StageRole.Distribution)]
            public sealed class Broken : nn.Module<Tensor, Tensor>
            {
                public Broken() : base("Broken") { }
                public override Tensor forward(Tensor features) => features.sum();
            }
        }
        """;

    public const string FSharp = """"
        namespace Hand

        open Gald
        open TorchSharp

        [<StageContract(StageRole.Backbone, OutputChannels = 24, Reduction = 8, RoundsUp = false)>]
        type Patches() as this =
            inherit torch.nn.Module<torch.Tensor, torch.Tensor>("Patches")
            let patches = torch.nn.Conv2d(3L, 24L, kernel_size = 8L, stride = 8L)
            do this.register_module ("patches", patches)
            override _.RegisterComponents() = ()
            override _.forward images = patches.call images

        [<StageContract(StageRole.Aggregation)>]
        type Squeeze(channels: int) as this =
            inherit torch.nn.Module<torch.Tensor, torch.Tensor>("Squeeze")
            let squeeze = torch.nn.Conv2d(int64 channels, int64 channels, kernel_size = 1L)
            do this.register_module ("squeeze", squeeze)
            override _.RegisterComponents() = ()
            override _.forward features =
                use mean = features.mean ([| 2L; 3L |], true)
                use squeezed = squeeze.call mean
                use weights = squeezed.sigmoid ()
                features.mul weights

        [<StageContract(StageRole.Distribution)>]
        type Untouched() =
            inherit torch.nn.Module<torch.Tensor, torch.Tensor>("Untouched")
            override _.forward features = features

        [<StageContract(StageRole.Distribution)>]
        type Broken() =
            inherit torch.nn.Module<torch.Tensor, torch.Tensor>("Broken")
            override _.forward features = features.sum ()

        """";
}
