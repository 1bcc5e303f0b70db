namespace StreetScenes

open System
open System.IO
open Gald
open Gald.Checkpoints
open Gald.Data
open Gald.Training

/// What the command line says.
type Options = { Steps: int; Folder: string }

module Options =
    /// How the network is trained: two minutes on two processor cores. People, poles and signs are few pixels, and count more.
    let training =
        TrainingOptions(
            Steps = 650,
            Minutes = 2.7,
            BatchSize = 4,
            LearningRate = 0.1,
            WarmUpSteps = 20,
            Validations = 2,
            Augmentation = AugmentationOptions(AugmentationOptions.None, FlipProbability = 0.5),
            Loss = SegmentationLossOptions(ClassWeights = [ 1.0; 1.0; 1.0; 1.5; 1.5; 3.0; 3.0; 3.0 ])
        )

    /// The next free folder of runs/StreetGald, runs/StreetGald-2 and so on, where the commands look too.
    let private nextFolder () =
        Seq.initInfinite (fun i ->
            if i = 0 then
                "runs/StreetGald"
            else
                $"runs/StreetGald-{i + 1}")
        |> Seq.find (Directory.Exists >> not)

    let private (|Steps|_|) (text: string) =
        match Int32.TryParse text with
        | true, steps when steps > 0 -> Some steps
        | _ -> None

    let rec private read options arguments =
        match arguments with
        | [] -> options
        | "--steps" :: Steps steps :: rest -> read { options with Steps = steps } rest
        | "--out" :: folder :: rest -> read { options with Folder = folder } rest
        | argument :: _ ->
            raise (
                GaldException $"'{argument}' is not understood here; give --steps NUMBER, --out FOLDER, or a command, which --help lists."
            )

    /// The options of a command line; a folder that holds a run is refused.
    let parse arguments =
        let options =
            read
                {
                    Steps = training.Steps
                    Folder = nextFolder ()
                }
                arguments

        if File.Exists (RunFolder options.Folder).LastCheckpoint then
            raise (GaldException $"'{options.Folder}' holds a run already; choose another folder with --out.")

        options
