namespace GaldNetwork1

open Gald

/// Small enough to learn on a laptop's processor. Change a number and see what the build says.
[<SegmentationNetwork(Classes = 8, Height = 192, Width = 256)>]
[<ResNet(18, OutputStride = 8, BaseWidth = 16)>] // backbone
[<Cgnl(Groups = 8, ZeroInit = true)>] // global aggregation
[<LocalDistribution(Steps = 3, Padding = 1)>] // local distribution
[<AuxiliaryHead(Stage = 3)>]
type SmallGald = class end
