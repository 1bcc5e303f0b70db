"""
Classifiers of torchvision with random weights and statistics: their state as NAME.pth, and what some of their layers make of an image, with the image, as NAME-maps.pth.
    torchvision_classifiers.py FOLDER
"""
import sys
import torch, torchvision
from torchvision.models import convnext, mobilenetv2, mobilenetv3

folder, = sys.argv[1:]
torch.manual_seed(7)
image = torch.randn(1, 3, 96, 128)
setting = [[1, 8, 1, 1], [4, 12, 2, 2], [3, 16, 1, 2], [2, 24, 2, 2]]
classifiers = {
    "mobilenet_v2": (torchvision.models.mobilenet_v2(width_mult=0.35), [2, 4, 7, 14, 18]),
    "mobilenet_v2_setting": (mobilenetv2.MobileNetV2(inverted_residual_setting=setting, width_mult=1.5, round_nearest=4), [2, 4, 5, 7]),
    "mobilenet_v3_large": (torchvision.models.mobilenet_v3_large(width_mult=0.35), [2, 4, 7, 13, 16]),
    "mobilenet_v3_small": (torchvision.models.mobilenet_v3_small(width_mult=0.5, dilated=True, reduced_tail=True), [1, 2, 4, 9, 12]),
    "convnext": (convnext.ConvNeXt([
        convnext.CNBlockConfig(8, 16, 1), convnext.CNBlockConfig(16, 24, 2), convnext.CNBlockConfig(24, 32, 1), convnext.CNBlockConfig(32, None, 1)]), [1, 3, 5, 7]),
}
for name, (network, layers) in classifiers.items():
    network.eval()
    with torch.no_grad():
        for key, value in network.state_dict().items():
            if key.endswith("running_mean"):
                value.normal_(0, 0.1)
            elif key.endswith("running_var"):
                value.uniform_(0.5, 1.5)
            elif value.dtype.is_floating_point and value.dim() > 1:
                value.normal_(0, (2.0 / max(1, value[0].numel())) ** 0.5)
        maps = {"image": image}
        for layer in layers:
            network.features[layer].register_forward_hook(lambda _, __, made, layer=layer: maps.__setitem__(f"map{layer}", made.clone()))
        network(image)
    torch.save(network.state_dict(), f"{folder}/{name}.pth")
    torch.save(maps, f"{folder}/{name}-maps.pth")
