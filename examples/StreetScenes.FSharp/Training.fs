/// Trains the network on synthetic street scenes, evaluates it on others, predicts one of them and freezes it.
module StreetScenes.Training

open System
open System.IO
open System.Threading
open Gald.Checkpoints
open Gald.Data
open Gald.Evaluation
open Gald.Onnx
open Gald.Pictures
open Gald.Training
open TorchSharp

let private description = StreetGald.Network.Description

let private scenes count seed =
    SyntheticScenes(count, description.Height, description.Width, seed)

let private percent share =
    if Double.IsNaN share then
        "–"
    else
        $"%.1f{100.0 * share} %%"

/// A line about every fiftieth step, and about every validation.
let private report (event: TrainingEvent) =
    match event with
    | :? StepCompleted as step when step.Step % 50 = 1 ->
        printfn $"step %4d{step.Step}  loss %.3f{step.Loss}  %.1f{step.ImagesPerSecond} images/s  %.0f{step.TimeLeft.TotalSeconds} s left"
    | :? Validated as validated ->
        let latest = Seq.last validated.State.Validations
        printfn $"step %4d{latest.Step}  validation: mean IoU {percent latest.Scores.MeanIou}"
    | _ -> ()

/// Ctrl-C ends the run after its step, which is saved.
let private cancelOnCtrlC () =
    let source = new CancellationTokenSource()

    Console.CancelKeyPress.Add(fun pressed ->
        pressed.Cancel <- true
        source.Cancel())

    source

let private showScores (scores: SegmentationScores) =
    for scene, iou in Seq.zip ClassTable.StreetScenes.Classes scores.ClassIou do
        printfn "  %-10s%8s" scene.Name (percent iou)

    printfn "  %-10s%8s" "mean" (percent scores.MeanIou)

let private evaluate network =
    use predictor = new Predictor(network, Normalization.ImageNet)
    Evaluator.Evaluate(predictor, scenes 50 3) |> showScores

/// Predicts an unseen scene, and draws it beside its labels.
let private predict network path =
    use predictor = new Predictor(network, Normalization.ImageNet)
    let scene = (scenes 1 3).Load 0
    let image = RgbImage(scene.Height, scene.Width, scene.Pixels)

    let row =
        ComparisonRow(Image = image, Prediction = predictor.Predict image, Truth = scene.Labels, Caption = scene.Name)

    let picture =
        Comparison.Draw([ row ], ClassTable.StreetScenes, ComparisonOptions(Title = description.Name))

    ImageFiles.WritePng(path, picture)

/// Freezes the network into a program that only predicts, and writes that as a file for ONNX Runtime.
let private freeze (network: StreetGald.Network) path =
    use frozen = network.Freeze()
    frozen.ExportOnnx(path, OnnxOptions(Classes = ClassTable.StreetScenes, Normalization = Normalization.ImageNet))

/// Trains, and returns the exit code: 0, or 130 when it was interrupted.
let run options =
    let folder = RunFolder options.Folder
    let training = TrainingOptions(Options.training, Steps = options.Steps)
    torch.random.manual_seed (int64 training.Seed) |> ignore
    use network = new StreetGald.Network()
    use trainer = new Trainer(network, scenes 10_000 1, scenes 50 2, training, folder)
    use interruption = cancelOnCtrlC ()
    printfn $"{description.Name}: {description.Parameters} parameters, {options.Steps} steps; writes into '{folder.Path}'."
    let result = trainer.Run(report, interruption.Token)

    if result.IsComplete then
        Checkpoint.LoadWeights(folder.BestCheckpoint, network)
        printfn $"Trained {result.State.Step} steps. The weights of step {result.State.Best.Step} on 50 scenes that it has not seen:"
        evaluate network
        predict network folder.Comparison
        freeze network (Path.Combine(folder.Path, "StreetGald.onnx"))
        printfn $"Weights, a picture and the frozen network are in '{folder.Path}'."
        0
    else
        printfn $"Interrupted and saved after step {result.State.Step}; 'train --resume --out {folder.Path}' goes on."
        130
