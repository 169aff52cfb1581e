"""Writes expected.json: what PyTorch's training loop does with weights and inputs made by a formula. Run it with the file as
its argument, on Python with torch and torchvision:

    python3 vision/src/test/tune/expected.py vision/src/test/resources/dev/graft/vision/tune/expected.json

Losses of 20 steps of ResNet-18 (layer4 and head) and MobileNetV2 (features[14] and later, and head), 8 inputs of 64x64 in 5
classes, BatchNorm's statistics frozen, label smoothing 0.05; with SGD at constant rates and with AdamW in one cycle, no weight
decay on biases and norms. Rates are such that the loss falls without leaps: where it leaps, two correct programs part. And the
rates that PyTorch's schedulers give, what its optimizers make of three numbers, and a clipped gradient.
"""

import json
import sys

import numpy as np
import torch
import torchvision

STEPS, SIDE, BATCH, CLASSES = 20, 64, 8, 5


def uniform(name, n):
    """n numbers in [0, 1), made of a name: the same as Formula.java."""
    seed = 0xCBF29CE484222325
    for byte in name.encode():
        seed = (seed ^ byte) * 0x100000001B3 % 2**64
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + np.arange(1, n + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ z >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ z >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
    return (z >> np.uint64(40)).astype(np.float32) * np.float32(2**-24)


def weight(name, shape):
    n = int(np.prod(shape))
    u, last = uniform(name, n), name.rsplit(".", 1)[-1]
    if last in ("bias", "running_mean"):
        u = (u - np.float32(0.5)) * np.float32(0.2)
    elif last == "running_var":
        u = u + np.float32(0.5)
    elif len(shape) == 1:
        u = u * np.float32(0.5) + np.float32(0.5)
    else:
        u = (2 * u - 1) * np.float32(np.sqrt(6.0 / (n / shape[0])))
    return torch.from_numpy(u.reshape(shape))


def network(name):
    """The network with weights of the formula, and its last layer, named head."""
    net = getattr(torchvision.models, name)(weights=None)
    if name == "resnet18":
        net.fc = head = torch.nn.Linear(512, CLASSES)
        trained = lambda key: key.startswith("layer4.")
    else:
        net.classifier = head = torch.nn.Linear(1280, CLASSES)
        trained = lambda key: key.startswith("features.") and int(key.split(".")[1]) >= 14
    state = net.state_dict()
    for key, value in state.items():
        if not key.startswith(("fc.", "classifier.")) and not key.endswith("num_batches_tracked"):
            value.copy_(weight(key, tuple(value.shape)))
    head.weight.data.copy_(weight("head.weight", tuple(head.weight.shape)))
    head.bias.data.copy_(weight("head.bias", tuple(head.bias.shape)))
    tail = [(k, p) for k, p in net.named_parameters() if trained(k)]
    for p in net.parameters():
        p.requires_grad_(False)
    for p in [p for _, p in tail] + list(head.parameters()):
        p.requires_grad_(True)
    return net.eval(), [p for _, p in tail], list(head.parameters())


def groups(tail, head, rates, decay):
    matrix = lambda ps: [p for p in ps if p.dim() > 1]
    vector = lambda ps: [p for p in ps if p.dim() <= 1]
    return [
        {"params": pick(ps), "lr": lr, "weight_decay": wd}
        for ps, lr in zip((tail, head), rates)
        for pick, wd in ((matrix, decay), (vector, 0.0))
    ]


RATES = {
    "resnet18 sgd": (1e-5, 1e-4),
    "resnet18 adamw": (2e-5, 2e-4),
    "mobilenet_v2 sgd": (1e-3, 1e-2),
    "mobilenet_v2 adamw": (2e-5, 2e-4),
}


def losses(name, optimizer):
    net, tail, head = network(name)
    x = torch.from_numpy((uniform("input/" + name, BATCH * 3 * SIDE * SIDE) - np.float32(0.5)) * 4)
    x = x.reshape(BATCH, 3, SIDE, SIDE)
    y = torch.arange(BATCH) % CLASSES
    schedule = None
    if optimizer == "sgd":
        step = torch.optim.SGD(groups(tail, head, RATES[f"{name} {optimizer}"], 5e-4), lr=1, momentum=0.9)
    else:
        step = torch.optim.AdamW(groups(tail, head, RATES[f"{name} {optimizer}"], 0.01))
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            step, [g["lr"] for g in step.param_groups], total_steps=STEPS, cycle_momentum=False
        )
    found = []
    for _ in range(STEPS):
        loss = torch.nn.functional.cross_entropy(net(x), y, label_smoothing=0.05)
        step.zero_grad()
        loss.backward()
        step.step()
        if schedule:
            schedule.step()
        found.append(loss.item())
    return found


def rates(make, steps, metrics=None):
    step = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.01)
    schedule, found = make(step), []
    for i in range(steps):
        found.append(step.param_groups[0]["lr"])
        step.step()
        schedule.step(*([metrics[i]] if metrics else []))
    return found


def optimizer_values(make):
    """Three numbers pulled by a made-up gradient for 30 steps."""
    p = torch.nn.Parameter(torch.tensor([[1.0, -2.0, 0.5]]))
    step = make([p])
    for i in range(30):
        p.grad = torch.sin(p.detach() * 3 + i) * torch.tensor([[1.0, 0.1, 1e-3]])
        step.step()
    return p.detach().flatten().tolist()


def clipped():
    a, b = torch.nn.Parameter(torch.zeros(2)), torch.nn.Parameter(torch.zeros(2))
    a.grad, b.grad = torch.tensor([3.0, -1.0]), torch.tensor([0.5, 4.0])
    norm = torch.nn.utils.clip_grad_norm_([a, b], 1.0)
    return [norm.item()] + a.grad.tolist() + b.grad.tolist()


def main():
    torch.set_num_threads(1)
    lr = torch.optim.lr_scheduler
    metrics = [1.0, 0.9] + [0.95] * 14 + [0.5] + [0.6] * 14
    expected = {
        "made by": f"vision/src/test/tune/expected.py, torch {torch.__version__}, torchvision {torchvision.__version__}",
        "losses": {f"{n} {o}": losses(n, o) for n in ("resnet18", "mobilenet_v2") for o in ("sgd", "adamw")},
        "rates": {
            "cosine": rates(lambda s: lr.CosineAnnealingLR(s, 20, eta_min=1e-6), 20),
            "one-cycle": rates(lambda s: lr.OneCycleLR(s, 0.01, total_steps=20), 20),
            "plateau": rates(lambda s: lr.ReduceLROnPlateau(s, factor=0.5, patience=5, min_lr=1e-7), 31, metrics),
        },
        "metrics": metrics,
        "clipped": clipped(),
        "values": {
            "sgd": optimizer_values(lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, weight_decay=0.1)),
            "nesterov": optimizer_values(
                lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, weight_decay=0.1, nesterov=True)
            ),
            "adamw": optimizer_values(lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.1)),
        },
    }
    with open(sys.argv[1], "w") as out:
        json.dump(expected, out, indent=1)
        out.write("\n")


if __name__ == "__main__":
    main()
