"""The published network with ResNet-50 in PyTorch, as a contestant: <resnet50-CLASSES> <threads> <N> <height> <width> <train|infer> <runs> [<export.onnx>].

Prints the milliseconds of each run, and at the end the peak of its resident memory in MB, like the other contestants. With a file to
export to, it writes the network as ONNX and measures nothing.
"""
import resource
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


def unit(inputs, outputs, **options):
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, **options), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class Bottleneck(nn.Module):
    def __init__(self, inputs, width, stride, dilation):
        super().__init__()
        outputs = 4 * width
        self.conv1, self.bn1 = nn.Conv2d(inputs, width, 1, bias=False), nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, dilation, dilation, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3, self.bn3 = nn.Conv2d(width, outputs, 1, bias=False), nn.BatchNorm2d(outputs)
        self.relu = nn.ReLU(inplace=True)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.relu(self.bn1(self.conv1(x)))
        y = self.relu(self.bn2(self.conv2(y)))
        y = self.bn3(self.conv3(y))
        return self.relu(y + (x if self.downsample is None else self.downsample(x)))


def layer(inputs, width, stride, dilations):
    blocks = [Bottleneck(inputs, width, stride, dilations[0])]
    blocks += [Bottleneck(4 * width, width, 1, dilation) for dilation in dilations[1:]]
    return nn.Sequential(*blocks)


class Cgnl(nn.Module):
    def __init__(self, channels, planes, groups):
        super().__init__()
        self.groups = groups
        self.t, self.p, self.g = (nn.Conv2d(channels, planes, 1, bias=False) for _ in range(3))
        self.z = nn.Conv2d(planes, channels, 1, groups=groups, bias=False)
        self.gn = nn.GroupNorm(groups, channels)

    def forward(self, x):
        n, _, h, w = x.shape
        t, p, g = self.t(x), self.p(x), self.g(x)
        affinity = p.reshape(n * self.groups, 1, -1).bmm(g.reshape(n * self.groups, -1, 1))
        y = (affinity * t.reshape(n * self.groups, 1, -1)).reshape(n, -1, h, w)
        return self.gn(self.z(y)) + x


class LocalDistribution(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.dconvs = nn.Sequential(*(unit(channels, channels, stride=2, groups=channels) for _ in range(3)))

    def forward(self, x):
        mask = F.interpolate(self.dconvs(x), x.shape[2:], mode="bilinear", align_corners=True).sigmoid()
        return x + x * mask


class Gald(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.conv1 = nn.Sequential(
            nn.Conv2d(3, 64, 3, 2, 1, bias=False), nn.BatchNorm2d(64), nn.ReLU(inplace=True),
            nn.Conv2d(64, 64, 3, 1, 1, bias=False), nn.BatchNorm2d(64), nn.ReLU(inplace=True),
            nn.Conv2d(64, 128, 3, 1, 1, bias=False))
        self.bn1, self.relu, self.pool = nn.BatchNorm2d(128), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1, ceil_mode=True)
        self.layer1 = layer(128, 64, 1, (1,) * 3)
        self.layer2 = layer(256, 128, 2, (1,) * 4)
        self.layer3 = layer(512, 256, 1, (2,) * 6)
        self.layer4 = layer(1024, 512, 1, (4, 8, 16))
        self.conva, self.convb = unit(2048, 512, padding=1, bias=False), unit(512, 512, padding=1, bias=False)
        self.down, self.relation = unit(512, 512, stride=2, groups=512), Cgnl(512, 256, 8)
        self.attention = LocalDistribution(512)
        self.bottleneck = nn.Sequential(*unit(2560, 512, padding=1, bias=False), nn.Conv2d(512, classes, 1))
        self.dsn = nn.Sequential(*unit(1024, 512, padding=1), nn.Dropout2d(0.1), nn.Conv2d(512, classes, 1))

    def forward(self, x):
        x = self.pool(self.relu(self.bn1(self.conv1(x))))
        x = self.layer3(self.layer2(self.layer1(x)))
        auxiliary = self.dsn(x) if self.training else None
        features = self.layer4(x)
        x = self.conva(features)
        x = F.interpolate(self.relation(self.down(x)), x.shape[2:], mode="bilinear", align_corners=True)
        x = self.convb(self.attention(x) + x)
        logits = self.bottleneck(torch.cat([features, x], 1))
        return (logits, auxiliary) if self.training else logits


def main():
    classes, threads = int(sys.argv[1].removeprefix("resnet50-")), int(sys.argv[2])
    n, height, width, work, runs = int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]), sys.argv[6], int(sys.argv[7])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    network, images = Gald(classes), torch.randn(n, 3, height, width)
    if len(sys.argv) > 8:
        network.eval()
        torch.onnx.export(network, images, sys.argv[8], opset_version=14, input_names=["images"], output_names=["logits"])
        return
    if work == "train":
        labels = torch.randint(0, classes, (n, height, width))
        optimizer = torch.optim.SGD(network.parameters(), 0.001, momentum=0.9, weight_decay=5e-4)

        def loss(logits):
            return F.cross_entropy(F.interpolate(logits, (height, width), mode="bilinear", align_corners=True), labels)

        def run():
            optimizer.zero_grad()
            logits, auxiliary = network(images)
            (loss(logits) + 0.4 * loss(auxiliary)).backward()
            optimizer.step()
    else:
        network.eval()

        def run():
            with torch.no_grad():
                network(images)

    run()
    for _ in range(runs):
        start = time.perf_counter()
        run()
        print(f"ms {1000 * (time.perf_counter() - start):.1f}", flush=True)
    print(f"peak_mb {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}")


main()
