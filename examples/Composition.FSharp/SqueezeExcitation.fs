namespace Composition.FSharp

open Gald
open TorchSharp

/// A global aggregation written in F#: the mean of each channel over the whole map weighs the channels
/// (Hu et al., Squeeze-and-Excitation Networks, CVPR 2018). Keeps N×C×H×W.
[<StageContract(StageRole.Aggregation)>]
type SqueezeExcitation(channels: int) as this =
    inherit torch.nn.Module<torch.Tensor, torch.Tensor>("SqueezeExcitation")

    let squeeze =
        torch.nn.Conv2d(int64 channels, int64 (max 1 (channels / 4)), kernel_size = 1L)

    let excite =
        torch.nn.Conv2d(int64 (max 1 (channels / 4)), int64 channels, kernel_size = 1L)

    do
        this.register_module ("squeeze", squeeze)
        this.register_module ("excite", excite)

    override _.RegisterComponents() = ()

    override _.forward features =
        use mean = features.mean ([| 2L; 3L |], true)
        use squeezed = squeeze.call mean
        use active = squeezed.relu ()
        use excited = excite.call active
        use weights = excited.sigmoid ()
        features.mul weights
