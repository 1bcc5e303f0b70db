module StreetScenes.Program

open Gald
open Gald.Commands

/// Without a command, the program is Training.fs; the commands (train, evaluate, predict, export, describe, weights) are the library's.
[<EntryPoint>]
let main arguments =
    match List.ofArray arguments with
    | "--help" :: _ -> GaldProgram().AddWithDefaults<StreetGald.Network>(Options.training).Run arguments
    | command :: _ when not (command.StartsWith "-") -> GaldProgram().AddWithDefaults<StreetGald.Network>(Options.training).Run arguments
    | options ->
        try
            options |> Options.parse |> Training.run
        with :? GaldException as error ->
            eprintfn $"error: {error.Message}"
            1
