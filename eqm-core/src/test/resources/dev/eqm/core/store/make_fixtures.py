"""Makes the fixtures beside this file: python make_fixtures.py (torch 2.7.1, numpy 2.4.6, safetensors 0.8.0).

Element i of every numeric array is (i - 2) / 2 as a float, i - 2 as an integer, i as uint8 and i % 2 == 1 as bool.
"""
import io
import zipfile

import numpy as np
import torch
from safetensors.torch import save_file

N = (2, 3)
i = np.arange(6)
floats = ((i - 2) / 2).reshape(N)
ints = (i - 2).reshape(N)

f = torch.from_numpy(floats)
save_file(
    {
        "f64": f.double(), "f32": f.float(), "f16": f.half(), "bf16": f.bfloat16(),
        "i64": torch.from_numpy(ints), "i32": torch.from_numpy(ints).int(),
        "i16": torch.from_numpy(ints).short(), "i8": torch.from_numpy(ints).char(),
        "u8": torch.arange(6, dtype=torch.uint8).reshape(N), "bool": (torch.arange(6) % 2 == 1).reshape(N),
        "scalar": torch.tensor(2.5), "empty": torch.zeros(0, 3), "größe.γ": torch.tensor([1.0]),
    },
    "python.safetensors",
    metadata={"format": "pt", "note": "größe \"γ\"\n"},
)

arrays = {
    "f8": floats.astype("<f8"), "f4": floats.astype("<f4"), "f2": floats.astype("<f2"),
    "i8": ints.astype("<i8"), "i4": ints.astype("<i4"), "i2": ints.astype("<i2"), "i1": ints.astype("i1"),
    "u1": i.astype("u1").reshape(N), "b1": (i % 2 == 1).reshape(N),
    "big_f8": floats.astype(">f8"), "big_f4": floats.astype(">f4"), "big_i2": ints.astype(">i2"),
    "scalar": np.float32(2.5), "empty": np.zeros((0, 3), "f4"),
    "fortran": np.asfortranarray(np.arange(24, dtype="<i4").reshape(2, 3, 4)),
    "fortran_big": np.asfortranarray(floats.astype(">f4")),
}
np.savez("stored.npz", **arrays)
np.savez_compressed("deflated.npz", **arrays)

with zipfile.ZipFile("versions.npz", "w") as z:
    for version in ((1, 0), (2, 0), (3, 0)):
        out = io.BytesIO()
        np.lib.format.write_array(out, floats.astype("<f4"), version=version)
        z.writestr(f"v{version[0]}.npy", out.getvalue())

np.savez("refused_object.npz", thing=np.array([{}, None], dtype=object))
np.savez("refused_struct.npz", thing=np.zeros(2, dtype=[("a", "<f4"), ("b", "<i4")]))
np.savez("refused_complex.npz", thing=np.zeros(2, dtype=np.complex64))
np.savez("refused_text.npz", thing=np.array(["a", "bc"]))
np.savez("refused_uint16.npz", thing=np.zeros(2, dtype=np.uint16))
