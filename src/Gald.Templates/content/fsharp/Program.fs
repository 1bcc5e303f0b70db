module GaldNetwork1.Program

open Gald.Commands
open Gald.Training

/// Without arguments it shows its commands: describe, train, evaluate, predict, export, ….
[<EntryPoint>]
let main arguments =
    let defaults =
        TrainingOptions(Steps = 600, BatchSize = 4, LearningRate = 0.1, WarmUpSteps = 20, Validations = 3)

    GaldProgram().AddWithDefaults<SmallGald.Network>(defaults).Run arguments
