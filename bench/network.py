"""The published network in the sizes that are compared, with random weights."""

import os
import sys
from dataclasses import dataclass

import torch


@dataclass(frozen=True)
class Size:
    """A network and the batch that it is measured with.

    Attributes:
        key: what the command line calls it, and a name for files.
        title: what tables call it.
        arguments: of the published class.
        batch: images of a forward pass and of a training step.
        eqm: arguments of `eqm bench` for the same network.
        data: the kind of data it is made for, which `eqm import` needs to know.
    """

    key: str
    title: str
    arguments: dict
    batch: int
    eqm: tuple


def _latents(hidden, depth, heads, patch):
    return dict(input_size=32, patch_size=patch, in_channels=4, hidden_size=hidden, depth=depth, num_heads=heads,
                num_classes=1000, learn_sigma=True)


SIZES = {
    s.key: s
    for s in (
        Size("nano4", "Nano/4, batch 64",
             dict(input_size=28, patch_size=4, in_channels=1, hidden_size=128, depth=4, num_heads=4, num_classes=10,
                  learn_sigma=False),
             64, ("--config", "fashion-mnist.yaml", "--batch", "64")),
        Size("s2", "S/2, batch 8", _latents(384, 12, 6, 2), 8, ("--preset", "S/2", "--batch", "8")),
        Size("b4", "B/4, batch 16", _latents(768, 12, 12, 4), 16, ("--preset", "B/4", "--batch", "16")),
        Size("xl2", "XL/2, 2 rows", _latents(1152, 28, 16, 2), 2, ("--preset", "XL/2", "--batch", "2")),
    )
}


def build(official, size):
    """The network of a folder with the published code, ready to be called as model(x, t, y).

    Layers that training starts at zero get small random numbers, so that every part of the answer counts and errors can
    be compared.
    """
    sys.path.insert(0, official)
    import models  # the published code's

    torch.manual_seed(0)
    network = models.EqM(**size.arguments)
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            if "adaLN_modulation" in name or "final_layer.linear" in name:
                parameter.normal_(0, 0.02)
    return network


def batch(size, seed=0):
    """x [N, C, H, W], t [N] and y [N] of a batch: noise, zeros, and labels in turn."""
    generator = torch.Generator().manual_seed(seed)
    a = size.arguments
    x = torch.randn(size.batch, a["in_channels"], a["input_size"], a["input_size"], generator=generator)
    return x, torch.zeros(size.batch), torch.arange(size.batch) % a["num_classes"]


def threads():
    """As many as the machine has cores, on both sides; OMP_NUM_THREADS says otherwise."""
    return int(os.environ.get("OMP_NUM_THREADS", os.cpu_count()))
