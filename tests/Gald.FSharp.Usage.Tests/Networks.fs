namespace Gald.FSharp.Usage

open Gald

/// A network with every kind of head, small enough to train in a test.
[<SegmentationNetwork(Classes = 8, Height = 64, Width = 64)>]
[<ResNet(18, BaseWidth = 4)>]
[<Cgnl(Groups = 4)>]
[<LocalDistribution(Padding = 1)>]
[<AuxiliaryHead>]
type Streets = class end

/// The same with one class fewer: weights of one do not fit the other.
[<SegmentationNetwork(Classes = 7, Height = 64, Width = 64)>]
[<ResNet(18, BaseWidth = 4)>]
[<Cgnl(Groups = 4)>]
[<LocalDistribution(Padding = 1)>]
[<AuxiliaryHead>]
type OtherStreets = class end

/// A block to plug into a network that is written by hand.
[<FeatureBlock(Channels = 16)>]
[<Cgnl(Groups = 4)>]
[<LocalDistribution(Padding = 1)>]
type Context = class end

/// A backbone whose maps a decoder reads that is written by hand.
[<ResNet(18, BaseWidth = 4)>]
type Trunk = class end
