"""Training steps in Python at its strongest: fused AdamW, the average in one operation, torch.compile, autocast.

Each function prepares a run once and returns a function without arguments that takes one step.
"""

import contextlib
from copy import deepcopy

import network
import torch

from forward import Answer

RATE, DECAY = 1e-4, 0.9999


def _step(official, size, precision, compile_it):
    published = network.build(official, size).train()
    published.pos_embed.requires_grad_(False)
    average = [p.detach().clone() for p in published.parameters()]
    model = Answer(published)
    call = torch.compile(model) if compile_it else model
    weights = [p for p in published.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=RATE, weight_decay=0, fused=True)
    images, _, labels = network.batch(size)
    autocast = (torch.autocast("cpu", dtype=torch.bfloat16)
                if precision == "bfloat16" else contextlib.nullcontext())

    def step():
        gamma = torch.rand(size.batch, 1, 1, 1)
        noise = torch.randn_like(images)
        drop = torch.rand(size.batch) < 0.1
        y = torch.where(drop, size.arguments["num_classes"], labels)
        target = (images - noise) * (4 * ((1 - gamma) / 0.2).clamp(max=1))  # the truncated decay, lambda 4
        with autocast:
            answer = call(gamma * images + (1 - gamma) * noise, torch.zeros(size.batch), y)
        loss = (answer.float() - target).square().mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            torch._foreach_lerp_(average, list(published.parameters()), 1 - DECAY)
        return loss.item()

    return step



def eager(official, size, precision):
    """The published network."""
    return _step(official, size, precision, False)


def compiled(official, size, precision):
    """The same under torch.compile."""
    return _step(official, size, precision, True)
