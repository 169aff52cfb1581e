"""PyTorch eager's arm of `bench backbones`: torchvision's networks with weights from chance, up to the embedding, one thread.

One request a line, one answer a line that begins with "= ":
  about                      versions and the libraries that PyTorch was built with
  open NAME                  makes the network, BatchNorm folded by torch.fx; answers how far folding moved its embedding
  pass LAYOUT BATCH COUNT    processor seconds of this thread, of one pass
"""
import re
import sys
import time

import torch
import torchvision
from torch import nn
from torch.fx.experimental.optimization import fuse

SIDES = {"efficientnet_b4": 380}


def embedding(name):
    """The network without its classifier, as the JVM's backbones are."""
    network = getattr(torchvision.models, name)(weights=None)
    if name.startswith(("vgg", "squeezenet")):
        return nn.Sequential(network.features, nn.AdaptiveAvgPool2d(1), nn.Flatten())
    if name.startswith("resnet"):
        network.fc = nn.Identity()
    elif name.startswith("vit"):
        network.heads = nn.Identity()
    elif name.startswith("convnext"):
        network.classifier = nn.Sequential(*list(network.classifier)[:2])
    else:
        network.classifier = nn.Identity()
    return network


class Arm:
    def __init__(self):
        self.network = self.side = None

    def about(self):
        config = torch.__config__.show()
        found = re.findall(r"(?:Intel\(R\) )?MKL-DNN v[0-9.]+|oneDNN[^\n]*|BLAS_INFO=\w+|CPU capability usage: \w+|MKL Version[^\n]*", config)
        return "torch %s, torchvision %s: %s" % (torch.__version__, torchvision.__version__, ", ".join(found))

    def open(self, name):
        torch.manual_seed(1)
        self.side = SIDES.get(name, 224)
        plain = embedding(name).eval()
        self.network = plain
        if not any(isinstance(module, nn.BatchNorm2d) for module in plain.modules()):
            return "no BatchNorm"
        self.network = fuse(plain).eval()
        picture = torch.rand(1, 3, self.side, self.side)
        with torch.inference_mode():
            one, other = plain(picture), self.network(picture)
        return "%.1e" % ((one - other).abs().max() / one.abs().max()).item()

    def passes(self, layout, batch, count):
        form = torch.channels_last if layout == "CHANNELS_LAST" else torch.contiguous_format
        self.network.to(memory_format=form)
        numbers = torch.arange(3 * self.side * self.side)
        picture = ((numbers * 31 % 97 - 48) / 24.0).reshape(1, 3, self.side, self.side)
        pictures = picture.repeat(batch, 1, 1, 1).to(memory_format=form)
        with torch.inference_mode():
            began = time.thread_time()
            for _ in range(count):
                self.network(pictures)
            return "%.6f" % ((time.thread_time() - began) / count)


def main():
    torch.set_num_threads(1)
    arm = Arm()
    for line in sys.stdin:
        words = line.split()
        if words[0] == "about":
            answer = arm.about()
        elif words[0] == "open":
            answer = arm.open(words[1])
        else:
            answer = arm.passes(words[1], int(words[2]), int(words[3]))
        print("= " + answer, flush=True)


main()
