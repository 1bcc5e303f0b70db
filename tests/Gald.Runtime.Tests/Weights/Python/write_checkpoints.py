"""Writes the checkpoints that people have, with what a reader must get of each; see PythonCheckpointTests."""
import collections, json, sys
import torch
from torch import nn

torch.manual_seed(1)
expected = {}


def plain(tensor):
    tensor = tensor.detach().cpu()
    numbers = torch.view_as_real(tensor.resolve_conj()) if tensor.is_complex() else tensor
    return {
        "shape": list(tensor.shape),
        "dtype": str(tensor.dtype).replace("torch.", ""),
        "numbers": [repr(float(number)) for number in numbers.contiguous().reshape(-1).double().tolist()],
    }


def save(name, value, tensors, **how):
    torch.save(value, name, **how)
    expected[name] = {key: plain(tensor) for key, tensor in tensors.items()}


types = [torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8,
         torch.bool, torch.complex64, torch.complex128]
of_each_type = {str(kind): (torch.randn(3, 2) * 40).abs().to(kind) if not kind.is_complex else torch.randn(3, 2, dtype=kind) for kind in types}
of_each_type.update({"zero" + str(kind): torch.zeros((), dtype=kind) for kind in types})

whole = torch.randn(6, 5)
views = {
    "whole": whole, "row": whole[2], "column": whole[:, 3], "block": whole[1:4, ::2], "transposed": whole.t(), "last": whole[5, 4],
    "none": whole[6:], "expanded": torch.tensor([1.0, 2.0]).reshape(2, 1).expand(2, 7), "number": torch.tensor(3.5).expand(2, 3, 4),
    "windows": torch.arange(10.0).unfold(0, 4, 1), "permuted": torch.randn(2, 3, 4, 5).permute(3, 1, 0, 2), "scalar": torch.tensor(-1),
    "empty": torch.empty(0), "flat": torch.empty(3, 0, 2), "channels": torch.randn(2, 3, 4, 4).contiguous(memory_format=torch.channels_last),
    "parameter": nn.Parameter(torch.randn(3)), "frozen": nn.Parameter(torch.randn(3), requires_grad=False),
    "grown": torch.randn(4).requires_grad_(),
}

for legacy in (False, True):
    for protocol in (2, 3, 4, 5):
        how = {"pickle_protocol": protocol, "_use_new_zipfile_serialization": not legacy}
        kind = ("legacy" if legacy else "zip") + str(protocol)
        save(f"types-{kind}.pth", of_each_type, of_each_type, **how)
        save(f"views-{kind}.pth", collections.OrderedDict(views), views, **how)

network = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.PReLU(), nn.Conv2d(4, 2, 1))
network(torch.randn(2, 3, 8, 8)).sum().backward()
optimizers = [torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9), torch.optim.Adam(network.parameters())]
for optimizer in optimizers:
    optimizer.step()
scheduler = torch.optim.lr_scheduler.MultiStepLR(optimizers[0], [3, 5])
state = network.state_dict()
save("state.pth", state, state)
save("parallel.pth", {"state_dict": nn.DataParallel(network).state_dict()}, state)
save("twice.pth", {"model": {"state_dict": {"module.module." + key: value for key, value in state.items()}}}, state)
for legacy in (False, True):
    save(f"training-{legacy}.pt", {
        "epoch": 7, "best": 0.5, "name": "größe", "done": True, "nothing": None, "big": 2 ** 70, "bytes": b"\x00\xff", "sizes": torch.Size([1, 2]),
        "set": {1, 2}, "device": torch.device("cpu"), "type": torch.float32, "arguments": {"lr": [0.1, (1, 2)]}, "complex": 1 + 2j,
        "optimizers": [optimizer.state_dict() for optimizer in optimizers], "scheduler": scheduler.state_dict(), "random": torch.get_rng_state(),
        "state_dict": state,
    }, state, _use_new_zipfile_serialization=not legacy)
save("parameters.pt", list(network.parameters()), {str(i): value for i, value in enumerate(network.parameters())})
save("tuple.pt", (torch.ones(2), {"a": torch.zeros(1), 5: torch.ones(1)}), {"0": torch.ones(2), "1.a": torch.zeros(1), "1.5": torch.ones(1)})
save("one.pt", torch.ones(2, 2), {"tensor": torch.ones(2, 2)})
save("nested.pt", {"encoder": {"weight": torch.ones(2)}, "decoder": {"weight": torch.zeros(3)}},
     {"encoder.weight": torch.ones(2), "decoder.weight": torch.zeros(3)})
save("many.pt", {f"layer.{i}.weight": torch.full((2,), float(i)) for i in range(3000)},
     {f"layer.{i}.weight": torch.full((2,), float(i)) for i in range(3000)})
save("alias.pt", {"a": whole, "b": {"state": whole, "again": {"x": whole[1:]}}}, {"a": whole, "b.state": whole, "b.again.x": whole[1:]})
tagged = torch.ones(3)
tagged.note = "kept by pickle, of no use here"
save("tagged.pt", {"a": tagged}, {"a": tagged})
save("größe ✓.pt", {"ключ": torch.ones(1), "": torch.zeros(1)}, {"ключ": torch.ones(1), "": torch.zeros(1)})
save("conjugate.pt", {"a": torch.tensor([1 + 2j])}, {"a": torch.tensor([1 + 2j])})
try:
    import numpy
    save("numpy.pt", {"miou": numpy.float64(0.5), "state_dict": state}, state)
except ImportError:
    pass

import argparse, collections, datetime, enum, os, pathlib


class Colour(enum.Enum):
    RED = 1


class History:
    def __init__(self):
        self.parent, self.values, self.best = self, [1.0, 2.0], torch.ones(2)


beside = {
    "state_dict": state,
    "args": argparse.Namespace(lr=1, path=pathlib.Path("x"), colour=Colour.RED),
    "when": datetime.datetime(2020, 1, 1),
    "history": collections.defaultdict(list, loss=[History()]),
}
for legacy in (False, True):
    for protocol in (2, 4):
        save(f"beside-{legacy}-{protocol}.pth", beside, state, pickle_protocol=protocol, _use_new_zipfile_serialization=not legacy)
if int(torch.__version__.split(".")[0]) >= 2:  # older ones lose the sign themselves
    negative = torch.randn(3, dtype=torch.complex64).conj().imag
    save("negative.pt", {"a": negative}, {"a": negative.clone()})

refused = {}


def refuse(name, value, said, **how):
    torch.save(value, name, **how)
    refused[name] = said


class Run:
    def __reduce__(self):
        return os.system, ("touch evil-was-here",)


class Open:
    def __reduce__(self):
        return open, ("evil-was-here", "w")


class Evaluate:
    def __reduce__(self):
        return eval, ("__import__('os').system('touch evil-was-here')",)


for legacy in (False, True):
    how = {"_use_new_zipfile_serialization": not legacy}
    for protocol in (2, 4):
        for evil, said in ((Run(), "system"), (Open(), "open"), (Evaluate(), "eval")):
            refuse(f"{said}-{legacy}-{protocol}.pth", {"state_dict": state, "x": evil}, said, pickle_protocol=protocol, **how)
    refuse(f"namespace-{legacy}.pth", {**state, "args": argparse.Namespace(lr=1)}, "argparse.Namespace", **how)
    refuse(f"network-{legacy}.pth", network, "state_dict", **how)
    refuse(f"sparse-{legacy}.pth", {"a": torch.eye(3).to_sparse()}, "sparse", **how)
    refuse(f"quantised-{legacy}.pth", {"a": torch.quantize_per_tensor(torch.ones(3), 0.1, 0, torch.quint8)}, "quantised" if not legacy else "", **how)
refuse("meta.pth", {"a": torch.ones(3, device="meta")}, "meta")
refuse("date.pth", {"a": torch.ones(3), "when": datetime.datetime(2020, 1, 1)}, "datetime.datetime")
refuse("no-tensor.pth", {"epoch": 1}, "holds no tensor")
refuse("number.pth", 5, "holds no tensor")
deep = []
for _ in range(400):
    deep = [deep]
refuse("deep.pth", {"a": torch.ones(1), "b": deep}, "deep")
circle = {"a": torch.ones(1)}
circle["again"] = circle
refuse("circle.pth", circle, "")
laugh = [torch.ones(1)]
for _ in range(60):
    laugh = [laugh, laugh]
refuse("laugh.pth", laugh, "")
refuse("twice-named.pth", {"a": {"b": torch.ones(1)}, "a.b": torch.ones(1)}, "twice")
refuse("repeated.pth", {"a": torch.ones(1).expand(1 << 30, 64)}, "same numbers")
torch.jit.save(torch.jit.script(network), "script.pth")
refused["script.pth"] = "TorchScript"

json.dump({"expected": expected, "refused": refused}, open("manifest.json", "w"))
