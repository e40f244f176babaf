"""What all sides of a size share, made once in a folder: weights, the expected answer, ONNX files.

Called with the folder of the published code, the size and the folder to write to.
"""

import os
import sys

import forward
import network
import numpy
import torch


def main(official, key, folder):
    size = network.SIZES[key]
    weights, answer, graph = (os.path.join(folder, f"{key}{end}") for end in (".pt", ".npy", "-pytorch.onnx"))
    if not os.path.exists(weights):
        torch.save(network.build(official, size).state_dict(), weights + ".part")
        os.rename(weights + ".part", weights)
    if not os.path.exists(answer):
        numpy.save(answer, forward.eager(official, size, "float32", None)())
    if not os.path.exists(graph):
        forward.export(official, size, graph)


if __name__ == "__main__":
    main(*sys.argv[1:])
