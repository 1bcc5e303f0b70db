namespace StreetScenes

open Gald

/// The network of examples/StreetScenes, declared in F#.
[<SegmentationNetwork(Classes = 8, Height = 192, Width = 256)>]
[<ResNet(18, OutputStride = 8, BaseWidth = 16)>]
[<Cgnl(Groups = 8, ZeroInit = true)>]
[<LocalDistribution(Steps = 3, Padding = 1)>]
[<AuxiliaryHead(Stage = 3)>]
type StreetGald = class end
