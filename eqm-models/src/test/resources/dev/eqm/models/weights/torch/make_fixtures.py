"""Makes the files of this folder with PyTorch 2.7.1: python make_fixtures.py"""
import argparse
import collections
import sys

import torch

BASE = [-1.0, -0.5, 0.0, 0.5, 1.0, 1.5]
INTS = [-2, -1, 0, 1, 2, 3]


def values():
    floats = {n: torch.tensor(BASE).reshape(2, 3).to(d) for n, d in [
        ("f64", torch.float64), ("f32", torch.float32), ("f16", torch.float16), ("bf16", torch.bfloat16)]}
    ints = {n: torch.tensor(INTS).reshape(2, 3).to(d) for n, d in [
        ("i64", torch.int64), ("i32", torch.int32), ("i16", torch.int16), ("i8", torch.int8)]}
    table = torch.arange(24, dtype=torch.float32).reshape(2, 3, 4)
    return {
        "floats": floats,
        "ints": ints,
        "u8": torch.arange(6, dtype=torch.uint8).reshape(2, 3),
        "bool": torch.tensor([[False, True, False], [True, False, True]]),
        "scalar": torch.tensor(2.5),
        "empty": torch.zeros(0, 3),
        "table": table,
        "row": table[1, 2],
        "turned": table.permute(2, 0, 1),
        "every_other": table[:, ::2, 1:4:2],
        "parameter": torch.nn.Parameter(torch.tensor([7.0])),
        "size": table.shape,
        "state": collections.OrderedDict(one=torch.tensor([1.0]), größe=torch.tensor([2.0])),
        "args": argparse.Namespace(model="EqM-XL/2", uncond=True, lr=1e-4, ckpt=None, seed=2**63 + 1, small=-3,
                                   middle=70000, large=2**40),
        "betas": (0.9, 0.999),
        1: [1, 2, [3]],
    }


if __name__ == "__main__":
    for protocol in (2, 3, 4, 5):
        torch.save(values(), f"protocol{protocol}.pt", pickle_protocol=protocol)
    for protocol in (2, 4):  # without and with frames
        torch.save(values(), f"legacy{protocol}.pt", pickle_protocol=protocol, _use_new_zipfile_serialization=False)
    small = torch.nn.Linear(2, 3)
    torch.manual_seed(0)
    torch.nn.init.normal_(small.weight)
    torch.save(small.state_dict(), "state_dict.pt")
    torch.save({"a": torch.tensor([1.0])}, "before_1.6.pt", _use_new_zipfile_serialization=False)
    torch.jit.save(torch.jit.script(small), "script.pt")
    torch.save({"a": torch.tensor([1j])}, "complex.pt")
    torch.save({"a": torch.zeros(1).expand(1000)}, "expanded.pt")
    torch.save({"a": small}, "module.pt")
    torch.save({"a": torch.tensor([1.0, 2.0]).to(torch.float8_e4m3fn)}, "float8.pt")
