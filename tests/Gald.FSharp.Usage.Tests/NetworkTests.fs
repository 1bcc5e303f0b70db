module Gald.FSharp.Usage.NetworkTests

open System
open Gald
open Gald.Training
open TorchSharp
open Xunit

let private images count = torch.randn [| count; 3L; 64L; 64L |]

let private distance (expected: torch.Tensor) (actual: torch.Tensor) =
    use difference = actual.sub expected
    use norm = difference.norm ()
    use whole = expected.norm ()
    norm.ToDouble() / whole.ToDouble()

/// Fresh statistics are 0 and 1, which a program that forgets them would get right.
let private learnStatistics (network: Streets.Network) =
    network.train ()
    use batch = images 4L
    use _ = network.call batch
    network.eval ()

[<Fact>]
let ``A network gives logits, and those of its auxiliary head in training alone`` () =
    use network = new Streets.Network()
    use batch = images 2L
    use trained = network.call batch
    trained.Logits.shape |> shouldBe [| 2L; 8L; 9L; 9L |]
    trained.HasAuxiliary |> shouldBe true
    trained.Auxiliary.shape |> shouldBe [| 2L; 8L; 9L; 9L |]

    network.eval ()
    use evaluated = network.call batch
    evaluated.Logits.shape |> shouldBe [| 2L; 8L; 9L; 9L |]
    evaluated.HasAuxiliary |> shouldBe false

    Assert.Throws<InvalidOperationException>(fun () -> evaluated.Auxiliary |> ignore)
    |> ignore

[<Fact>]
let ``A network says what is wrong with its input`` () =
    use network = new Streets.Network()
    use grey = torch.randn [| 2L; 1L; 64L; 64L |]
    let error = Assert.Throws<ArgumentException>(fun () -> network.call grey |> ignore)
    error.Message.Contains "2×1×64×64" |> shouldBe true

[<Fact>]
let ``A backbone gives the maps of all its stages`` () =
    use trunk = new Trunk.Stage()
    use batch = images 2L
    use maps = trunk.Maps batch
    maps.C2.shape |> shouldBe [| 2L; 4L; 17L; 17L |]
    maps.C5.shape |> shouldBe [| 2L; 32L; 9L; 9L |]
    maps.Stem.shape |> shouldBe [| 2L; 8L; 32L; 32L |]

    maps
    |> Seq.map (fun map -> map.shape[1])
    |> List.ofSeq
    |> shouldBe [ 4L; 8L; 16L; 32L ]

    trunk.eval ()
    use program = trunk.Freeze()
    use expected = trunk.Maps batch
    use frozen = program.Maps batch
    distance expected.C4 frozen.C4 < 1e-4 |> shouldBe true

[<Fact>]
let ``A description is the network's, without an instance`` () =
    let description = Streets.Network.Description
    description.Name |> shouldBe "Streets"

    (description.Classes, description.Height, description.Width)
    |> shouldBe (8, 64, 64)

    description.AuxiliaryWeight |> shouldBe 0.4

    use network = new Streets.Network()
    network.parameters () |> Seq.sumBy _.numel() |> shouldBe description.Parameters
    description.Stages |> Seq.sumBy _.Parameters |> shouldBe description.Parameters

    description.Stages
    |> Seq.map _.Name
    |> Seq.contains "head.bottleneck"
    |> shouldBe true

[<Fact>]
let ``A frozen network gives the network's logits, outlives it and leaves its result alone`` () =
    use grad = torch.no_grad ()
    use batch = images 2L

    let expected, frozen =
        use network = new Streets.Network()
        learnStatistics network
        use output = network.call batch
        output.Logits.clone (), network.Freeze()

    frozen.Description |> shouldBe Streets.Network.Description
    // A module of TorchSharp leaves something of its making to the collector, so the network is not counted.
    let before = liveTensors ()
    let logits = frozen.call batch
    logits.shape |> shouldBe expected.shape
    Assert.InRange(distance expected logits, 0.0, 1e-4)
    logits.Dispose()
    liveTensors () |> shouldBe before
    frozen.Dispose()
    expected.Dispose()
    Assert.True(liveTensors () < before)

[<Fact>]
let ``Nothing outlives a training step or a prediction`` () =
    use network = new Streets.Network()
    use batch = images 2L
    use labels = torch.zeros ([| 2L; 64L; 64L |], dtype = torch.int64)

    let loss =
        SegmentationLoss(SegmentationLossOptions(), Streets.Network.Description.AuxiliaryWeight)

    let step () =
        use output = network.call batch
        use value = loss.Compute(output, labels)
        value.backward ()

    let predict () =
        use grad = torch.no_grad ()
        use output = network.call batch
        output.Logits.shape[1] |> shouldBe 8L

    // The first step makes the gradients, which stay.
    step ()
    let before = liveTensors ()
    step ()
    liveTensors () |> shouldBe before
    network.eval ()
    predict ()
    liveTensors () |> shouldBe before

[<Fact>]
let ``A block is called, frozen and put into a sequence`` () =
    use grad = torch.no_grad ()
    use block = new Context.Block()
    use features = torch.randn [| 1L; Context.Block.Channels; 12L; 10L |]
    block.eval ()
    use expected = block.call features
    expected.shape |> shouldBe features.shape
    use frozen = block.Freeze()
    use actual = frozen.call features
    Assert.InRange(distance expected actual, 0.0, 1e-4)

    use sequence =
        torch.nn.Sequential(torch.nn.Conv2d(3L, 16L, kernel_size = 3L), block, torch.nn.ReLU())

    use picture = torch.randn [| 1L; 3L; 20L; 20L |]
    use active = sequence.call picture
    active.shape |> shouldBe [| 1L; 16L; 18L; 18L |]

    sequence.state_dict().Keys
    |> Seq.filter _.StartsWith("1.")
    |> Seq.length
    |> shouldBe (block.state_dict().Count)
