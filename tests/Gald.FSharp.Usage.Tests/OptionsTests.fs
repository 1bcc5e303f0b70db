/// A copy of options changes what it names, and nothing else.
module Gald.FSharp.Usage.OptionsTests

open Gald.Computing
open Gald.Data
open Gald.Evaluation
open Gald.Onnx
open Gald.Training
open Gald.Weights
open Xunit

[<Fact>]
let ``Options of a training`` () =
    let options =
        TrainingOptions(
            Steps = 7,
            Minutes = 2.5,
            BatchSize = 3,
            CropHeight = 48,
            CropWidth = 40,
            Augmentation = AugmentationOptions(AugmentationOptions.None, FlipProbability = 0.25),
            Normalization = Normalization.PublishedBgr,
            Loss = SegmentationLossOptions(Ohem = false, ClassWeights = [ 1.0; 2.0 ]),
            LearningRate = 0.2,
            DecayPower = 1.5,
            WarmUpSteps = 2,
            Momentum = 0.5,
            WeightDecay = 1e-3,
            Validations = 3,
            SaveEveryMinutes = 1.0,
            Seed = 11,
            Compute = ComputeOptions(Deterministic = true)
        )

    let copy = TrainingOptions(options, Steps = 4)
    copy.Steps |> shouldBe 4
    options.Steps |> shouldBe 7
    copy = options |> shouldBe false
    TrainingOptions(copy, Steps = 7) |> shouldBe options

[<Fact>]
let ``Options of a loss and of augmentation`` () =
    let loss =
        SegmentationLossOptions(Ohem = false, OhemThreshold = 0.6, OhemMinimumKept = 9, ClassWeights = [ 1.0; 2.0 ])

    let copy = SegmentationLossOptions(loss, OhemThreshold = 0.5)

    (copy.Ohem, copy.OhemThreshold, copy.OhemMinimumKept, List.ofSeq copy.ClassWeights)
    |> shouldBe (false, 0.5, 9, [ 1.0; 2.0 ])

    let change =
        AugmentationOptions(ScaleMinimum = 0.75, ScaleMaximum = 1.5, Brightness = 0.1, Contrast = 0.3, Saturation = 0.4)

    let mirrored = AugmentationOptions(change, FlipProbability = 1.0)
    mirrored.FlipProbability |> shouldBe 1.0

    AugmentationOptions(mirrored, FlipProbability = change.FlipProbability)
    |> shouldBe change

[<Fact>]
let ``Options of a prediction`` () =
    let options =
        PredictionOptions(
            WindowHeight = 64,
            WindowWidth = 80,
            StrideHeight = 32,
            StrideWidth = 40,
            Scales = [ 0.5; 1.0 ],
            BatchSize = 2,
            Compute = ComputeOptions(Precision = Precision.BFloat16)
        )

    let mirrored = PredictionOptions(options, Flip = true)
    mirrored.Flip |> shouldBe true
    PredictionOptions(mirrored, Flip = false) |> shouldBe options

[<Fact>]
let ``Options of loading and of an ONNX file`` () =
    let loading =
        LoadingOptions(LoadingOptions(Ignore = [ "head.*" ]), AllowBackbone = true)

    (List.ofSeq loading.Ignore, loading.AllowBackbone)
    |> shouldBe ([ "head.*" ], true)

    let onnx =
        OnnxOptions(FixedHeight = 64, FixedWidth = 96, Classes = ClassTable.StreetScenes, Normalization = Normalization.ImageNet)

    let one = OnnxOptions(onnx, FixedBatch = 1)
    one.FixedBatch |> shouldBe 1
    OnnxOptions(one, FixedBatch = 0) |> shouldBe onnx
