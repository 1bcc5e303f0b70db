/// What a user does with a network from its training to its deployment.
module Gald.FSharp.Usage.WorkflowTests

open System.IO
open Gald
open Gald.Checkpoints
open Gald.Data
open Gald.Evaluation
open Gald.Onnx
open Gald.Pictures
open Gald.Training
open Gald.Weights
open TorchSharp
open Xunit

let private description = Streets.Network.Description

let private scenes count seed = SyntheticScenes(count, 64, 64, seed)

let private options =
    TrainingOptions(Steps = 4, BatchSize = 2, LearningRate = 0.05, Validations = 1, Loss = SegmentationLossOptions(Ohem = false))

let private trainer (network: Streets.Network) options folder =
    new Trainer(network, scenes 20 1, scenes 2 2, options, RunFolder folder)

/// Trains a fresh network to the end of the options, and returns the folder with its checkpoints.
let private train options folder =
    torch.random.manual_seed 3L |> ignore
    use network = new Streets.Network()
    use run = trainer network options folder
    (run.Run()).IsComplete |> shouldBe true
    RunFolder folder

[<Fact>]
let ``A run that is interrupted and resumed ends with the weights of one that was not`` () =
    use temporary = new TemporaryFolder()
    let whole = temporary.File "whole"
    let parts = temporary.File "parts"

    torch.random.manual_seed 3L |> ignore
    use once = new Streets.Network()
    use run = trainer once options whole
    run.Run() |> ignore

    torch.random.manual_seed 3L |> ignore
    use first = new Streets.Network()
    use cancellation = new System.Threading.CancellationTokenSource()

    let stopAfterTwo (event: TrainingEvent) =
        match event with
        | :? StepCompleted as step when step.Step = 2 -> cancellation.Cancel()
        | _ -> ()

    use interrupted = trainer first options parts
    (interrupted.Run(stopAfterTwo, cancellation.Token)).IsComplete |> shouldBe false

    use second = new Streets.Network()
    use resumed = trainer second options parts
    resumed.Resume()
    resumed.Run() |> ignore
    Seq.length resumed.Losses |> shouldBe 4
    stateOf second = stateOf once |> shouldBe true

[<Fact>]
let ``Every kind of prediction gives each pixel a class`` () =
    use network = new Streets.Network()
    let scene = (scenes 1 5).Load 0
    let image = RgbImage(scene.Height, scene.Width, scene.Pixels)
    let whole = PredictionOptions()

    for mode in
        [
            whole
            PredictionOptions(whole, WindowHeight = 48, WindowWidth = 48)
            PredictionOptions(whole, Scales = [ 0.75; 1.0 ])
            PredictionOptions(whole, Flip = true)
        ] do
        use predictor = new Predictor(network, description, Normalization.ImageNet, mode)
        let labels = predictor.Predict image
        labels.Length |> shouldBe (64 * 64)

        labels
        |> Array.forall (fun label -> int label < description.Classes)
        |> shouldBe true

        let prediction = predictor.PredictWithProbabilities image
        prediction.Labels |> shouldBe labels

        prediction.Probabilities
        |> Array.forall (fun share -> share > 0.0f && share <= 1.0f)
        |> shouldBe true

[<Fact>]
let ``A trained network is loaded, evaluated and written for ONNX Runtime`` () =
    use temporary = new TemporaryFolder()
    let folder = train options (temporary.File "run")
    use network = new Streets.Network()
    Checkpoint.LoadWeights(folder.BestCheckpoint, network)

    use predictor = new Predictor(network, Normalization.ImageNet)
    let scores = Evaluator.Evaluate(predictor, scenes 2 2)
    scores.ClassIou.Count |> shouldBe description.Classes
    Assert.InRange(scores.PixelAccuracy, 0.0, 1.0)

    let file = temporary.File "streets.onnx"
    network.ExportOnnx file
    Assert.True((FileInfo file).Length > 0L)

    Assert.Throws<GaldException>(fun () -> network.ExportOnnx temporary.Path)
    |> ignore

[<Fact>]
let ``Weights of another network are refused, and change nothing until what differs is left out`` () =
    use temporary = new TemporaryFolder()
    let folder = train options (temporary.File "run")
    use network = new OtherStreets.Network()
    let before = stateOf network

    Assert.Throws<GaldException>(fun () -> Checkpoint.LoadWeights(folder.BestCheckpoint, network, OtherStreets.Network.Description))
    |> ignore

    stateOf network = before |> shouldBe true

    use file = WeightsFile.Open folder.BestCheckpoint

    let plan =
        Checkpoint.Plan(file, network, OtherStreets.Network.Description, LoadingOptions(Ignore = [ "head.bottleneck.3.*"; "dsn.4.*" ]))

    plan.Fits |> shouldBe true
    plan.Load()
    let after = stateOf network

    after["layer1.0.conv1.weight"] = before["layer1.0.conv1.weight"]
    |> shouldBe false

    after["head.bottleneck.3.weight"] = before["head.bottleneck.3.weight"]
    |> shouldBe true
