"""PyTorch's side of `bench tune`: one training step on one thread. Reads requests from standard input, one a line, and answers
each with a line that begins with "= ". Arguments: architecture, cut, batch, side of the pictures, classes.

    tail N     milliseconds of processor time of each of N steps of the tail, from activations that lie in memory
    whole N    the same with the trunk's forward pass in each step
    version    of torch
"""

import sys
import time

import torch
import torchvision

NAME, CUT, BATCH, SIDE, CLASSES = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])


def parts():
    """Trunk, tail without head, and head."""
    net = getattr(torchvision.models, NAME)(weights=None).eval()
    if NAME.startswith("resnet"):
        chain = [torch.nn.Sequential(net.conv1, net.bn1, net.relu, net.maxpool)]
        names = ["stem", "layer1", "layer2", "layer3", "layer4"]
        chain += [net.layer1, net.layer2, net.layer3, net.layer4]
    else:
        chain = list(net.features)
        names = [f"features.{i}" for i in range(len(chain))]
    at = names.index(CUT)
    pool = [torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten()]
    width = net.fc.in_features if NAME.startswith("resnet") else net.last_channel
    head = torch.nn.Linear(width, CLASSES)
    return torch.nn.Sequential(*chain[:at]), torch.nn.Sequential(*chain[at:], *pool), head


torch.set_num_threads(1)
torch.manual_seed(0)
trunk, tail, head = parts()
for p in trunk.parameters():
    p.requires_grad_(False)
learned = list(tail.parameters()) + list(head.parameters())
optimizer = torch.optim.AdamW(
    [
        {"params": [p for p in ps if (p.dim() > 1) == matrix], "lr": lr, "weight_decay": 0.01 if matrix else 0.0}
        for ps, lr in ((list(tail.parameters()), 2e-4), (list(head.parameters()), 2e-3))
        for matrix in (True, False)
    ]
)
pictures = torch.rand(BATCH, 3, SIDE, SIDE)
labels = torch.arange(BATCH) % CLASSES
with torch.no_grad():
    activations = trunk(pictures)


def step(whole):
    with torch.no_grad():
        x = trunk(pictures) if whole else activations.clone()
    loss = torch.nn.functional.cross_entropy(head(tail(x)), labels, label_smoothing=0.05)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(learned, 1.0)
    optimizer.step()
    loss.item()


def took(whole):
    began = time.process_time()
    step(whole)
    return f"{1000 * (time.process_time() - began):.3f}"


for line in sys.stdin:
    request, *count = line.split()
    if request == "version":
        print("= " + torch.__version__, flush=True)
    else:
        print("= " + ", ".join(took(request == "whole") for _ in range(int(count[0]))), flush=True)
