// Predicts the classes of an image with a trained network, and draws them:
//   dotnet build -c Release examples/StreetScenes.FSharp
//   dotnet fsi examples/StreetScenes.FSharp/Predict.fsx WEIGHTS IMAGE PICTURE
// The folder of the built application has its assemblies and libtorch beside them.
#I "bin/Release/net10.0"
#r "TorchSharp.dll"
#r "Gald.Dsl.dll"
#r "Gald.Runtime.dll"
#r "StreetScenes.FSharp.dll"

open Gald
open Gald.Checkpoints
open Gald.Evaluation
open Gald.Pictures
open StreetScenes

let predict weights image picture =
    let information = Checkpoint.ReadInformation weights
    use network = new StreetGald.Network()
    Checkpoint.LoadWeights(weights, network, StreetGald.Network.Description)

    use predictor =
        new Predictor(network, StreetGald.Network.Description, information.Normalization)

    let street = ImageFiles.Read image
    let prediction = predictor.PredictWithProbabilities street
    ImageFiles.WritePng(picture, LabelPictures.Overlay(street, prediction.Labels, information.Classes, 0.6))

    for label, pixels in prediction.Labels |> Seq.countBy id |> Seq.sortByDescending snd do
        printfn $"%-10s{information.Classes.Classes[int label].Name} %5.1f{100.0 * float pixels / float prediction.Labels.Length} %%"

try
    match List.ofArray fsi.CommandLineArgs with
    | [ _; weights; image; picture ] -> predict weights image picture
    | _ -> raise (GaldException "Give the weights, an image, and the picture to write.")
with :? GaldException as error ->
    eprintfn $"error: {error.Message}"
    exit 1
