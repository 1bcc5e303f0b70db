"""The published network with ResNet-50 in PyTorch on a CUDA device: <train|infer> <N> <height> <width> <way> <runs>.

way: float32, tf32, channels-last (with autocast to bfloat16), or compiled (the same, compiled). Prints the median time of a run, images a
second, and the device memory in use, in MiB (allocator, workspaces, context), as Gald.Gpu does.
"""
import os
import sys
import time

import torch
from torch.nn import functional as F

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Gald.Benchmarks.Peers", "gald.py")
arguments, sys.argv = sys.argv, [path, "0"]
source = open(path).read().rsplit("\nmain()", 1)[0]
module = {}
exec(compile(source, path, "exec"), module)


def main():
    work, n, height, width, way, runs = arguments[1], *map(int, arguments[2:5]), arguments[5], int(arguments[6])
    torch.manual_seed(1)
    torch.backends.cudnn.benchmark = work != "train"
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = way != "float32"
    mixed = way in ("channels-last", "compiled")
    network, images = module["Gald"](11).cuda(), torch.randn(n, 3, height, width, device="cuda")
    if mixed:
        network, images = network.to(memory_format=torch.channels_last), images.to(memory_format=torch.channels_last)
    network.train(work == "train")
    call = torch.compile(network) if way == "compiled" else network
    labels = torch.randint(0, 11, (n, height, width), device="cuda")
    optimizer = torch.optim.SGD(network.parameters(), 0.001, momentum=0.9, weight_decay=5e-4)

    def loss(logits):
        return F.cross_entropy(F.interpolate(logits.float(), (height, width), mode="bilinear", align_corners=True), labels)

    def train():
        optimizer.zero_grad()
        with torch.autocast("cuda", torch.bfloat16, enabled=mixed):
            logits, auxiliary = call(images)
        total = loss(logits) + 0.4 * loss(auxiliary)
        total.backward()
        optimizer.step()
        return total.item()

    def infer():
        with torch.inference_mode(), torch.autocast("cuda", torch.bfloat16, enabled=mixed):
            call(images)

    run = train if work == "train" else infer
    for _ in range(5):
        run()
    torch.cuda.synchronize()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        run()
        torch.cuda.synchronize()
        times.append(1000 * (time.perf_counter() - start))
    median = sorted(times)[runs // 2]
    free, total = torch.cuda.mem_get_info()
    print(f"pytorch {work} {way} {n}×3×{height}×{width}: {median:.2f} ms, {1000 * n / median:.1f} images/s, {(total - free) >> 20} MiB", flush=True)


main()
