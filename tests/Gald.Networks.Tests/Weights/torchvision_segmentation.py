"""
A segmentation network of torchvision's with random weights: its state, an image, and its logits at the image's size.
    torchvision_segmentation.py deeplabv3_resnet50 FOLDER
"""
import json, sys
import torch, torchvision

name, folder = sys.argv[1:]
torch.manual_seed(11)
auxiliary = {} if name.startswith("lraspp") else {"aux_loss": True}
network = getattr(torchvision.models.segmentation, name)(weights=None, weights_backbone=None, num_classes=21, **auxiliary).eval()
with torch.no_grad():
    for key, value in network.state_dict().items():
        if "running_mean" in key:
            value.normal_(0, 0.1)
        elif "running_var" in key:
            value.uniform_(0.5, 1.5)
    images = torch.randn(1, 3, 65, 97)
    logits = network(images)["out"]
torch.save(network.state_dict(), f"{folder}/{name}.pth")
json.dump({"images": images.reshape(-1).tolist(), "logits": logits.reshape(-1).tolist()}, open(f"{folder}/{name}.json", "w"))
