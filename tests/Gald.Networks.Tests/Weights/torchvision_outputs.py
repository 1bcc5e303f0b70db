"""
What torchvision's ResNet-50 makes of an image: the outputs of its stages.
    torchvision_outputs.py random FOLDER    random weights, as resnet50.pth, with every number of every stage
    torchvision_outputs.py formula FOLDER   the formula's weights (Parity/Formula.cs), with some numbers: the stored vector
"""
import json, sys
import numpy, torch, torchvision

kind, folder = sys.argv[1:]
GOLDEN, MASK = 0x9E3779B97F4A7C15, 0xFFFFFFFFFFFFFFFF


def formula(key, count, seed=5):
    start = 14695981039346656037
    for octet in key.encode():
        start = ((start ^ octet) * 1099511628211) & MASK
    start ^= (seed * GOLDEN) & MASK
    with numpy.errstate(over="ignore"):
        z = numpy.uint64(start) + (numpy.arange(count, dtype=numpy.uint64) + numpy.uint64(1)) * numpy.uint64(GOLDEN)
        z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        z ^= z >> numpy.uint64(31)
    return (z >> numpy.uint64(40)).astype(numpy.float64) * 2.0 ** -23 - 1


def state(key, shape):
    u = torch.from_numpy(formula(key, int(numpy.prod(shape)))).reshape(shape)
    if key.endswith("running_mean"):
        return 0.1 * u
    if key.endswith("running_var"):
        return 1 + 0.5 * u.abs()
    if len(shape) >= 2:
        return u * (3.0 / numpy.prod(shape[1:])) ** 0.5
    return 1 + 0.1 * u if key.endswith("weight") else 0.1 * u


torch.manual_seed(7)
network = torchvision.models.resnet50().eval()
with torch.no_grad():
    for key, value in network.state_dict().items():
        if value.dtype != torch.float32:
            continue
        if kind == "formula":
            value.copy_(state(key, value.shape).float())
        elif "running_mean" in key:
            value.normal_(0, 0.1)
        elif "running_var" in key:
            value.uniform_(0.5, 1.5)
images = torch.from_numpy(formula("input", 3 * 96 * 128)).float().reshape(1, 3, 96, 128)
outputs = {}
for name in ["layer1", "layer2", "layer3", "layer4"]:
    getattr(network, name).register_forward_hook(lambda module, given, made, name=name: outputs.__setitem__(name, made))
with torch.no_grad():
    network(images)
step = 1 if kind == "random" else 509
vector = {name: {"shape": list(made.shape), "step": step, "numbers": made.reshape(-1)[::step].tolist()} for name, made in outputs.items()}
json.dump(vector, open(folder + "/resnet50.json", "w"))
if kind == "random":
    torch.save(network.state_dict(), folder + "/resnet50.pth")
    torch.save(network.state_dict(), folder + "/resnet50-legacy.pth", _use_new_zipfile_serialization=False)
