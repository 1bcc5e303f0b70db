module Gald.FSharp.Usage.SourceTests

open System.IO
open System.Text.RegularExpressions
open Xunit

/// What an F# user of a pleasant library never writes.
let private unpleasant = Regex @":>|:\?>|\b(upcast|downcast|box|null|Nullable)\b"

[<Fact>]
let ``The library is used without a cast or a null`` () =
    let sources =
        Directory.GetFiles(__SOURCE_DIRECTORY__, "*.fs")
        |> Array.filter (fun path -> Path.GetFileName path <> __SOURCE_FILE__)

    sources.Length > 3 |> shouldBe true

    for path in sources do
        for line in File.ReadAllLines path do
            Assert.False(unpleasant.IsMatch line, $"{Path.GetFileName path}: {line.Trim()}")
