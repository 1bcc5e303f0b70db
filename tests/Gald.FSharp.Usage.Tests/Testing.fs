namespace Gald.FSharp.Usage

open System
open System.IO
open TorchSharp
open Xunit

/// A folder that goes with its test.
type TemporaryFolder() =
    let path = Directory.CreateTempSubdirectory("gald").FullName

    member _.Path = path

    member _.File name = Path.Combine(path, name)

    interface IDisposable with
        member _.Dispose() = Directory.Delete(path, true)

[<AutoOpen>]
module Testing =
    let shouldBe expected actual =
        if actual <> expected then
            Assert.Fail $"expected %A{expected}, but it is %A{actual}"

    /// The bits of a network's weights and statistics, by name.
    let stateOf (network: torch.nn.Module) =
        network.state_dict ()
        |> Seq.map (fun entry -> entry.Key, entry.Value.bytes.ToArray())
        |> Map

    /// Tensors of this thread that nobody has disposed.
    let liveTensors () =
        DisposeScopeManager.Statistics.ThreadTotalLiveCount
