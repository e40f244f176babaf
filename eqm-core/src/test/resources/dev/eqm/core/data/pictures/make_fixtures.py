"""Makes the pictures beside this file and what Pillow sees in them: python make_fixtures.py (Pillow 13.0.0, numpy).

pictures.npz: NAME.rgb and NAME.l, the results of convert("RGB") and convert("L"), uint8 [H, W, C] and [H, W].
over.npz: NAME.rgb and NAME.l, the pictures with transparency over #20c0ff.
resized.npz: a noise picture of 13 x 19, and BOX and BICUBIC results as FILTER_HEIGHTxWIDTH; SIZE.crop of the ADM centre crop.
"""
import glob

import numpy as np
from PIL import Image

rng = np.random.default_rng(7)
y, x = np.mgrid[0:18, 0:23]
rgb = np.stack([9 * x + rng.integers(0, 40, x.shape), 11 * y + 3 * x, 255 - 6 * x - 5 * y], -1).clip(0, 255).astype(np.uint8)
im = Image.fromarray(rgb)
im.save("rgb.jpg", quality=90)
im.save("progressive.jpg", quality=60, progressive=True)
im.convert("L").save("grey.jpg", quality=80)
im.convert("CMYK").save("cmyk.jpg", quality=90)
im.save("rgb.bmp")
im.save("rgb.gif")
im.save("rgb.tif")
im.save("lossless.webp", lossless=True)
rgba = im.convert("RGBA")
rgba.putalpha(Image.fromarray((10 * x).astype(np.uint8)))
rgba.save("rgba.png")
rgba.convert("LA").save("la.png")
im.convert("1").save("one.png")
im.quantize(5).save("palette.png", transparency=2)
Image.fromarray(np.repeat(rgb, 2, -1).astype(np.uint8)[..., :3]).save("rgb.png")
im.save("stored.png", compress_level=0)
arrays = {}
for name in sorted(glob.glob("*.*")):
    if not name.endswith((".py", ".npz")):
        with Image.open(name) as f:
            arrays[name + ".rgb"] = np.asarray(f.convert("RGB"))
            arrays[name + ".l"] = np.asarray(f.convert("L"))
np.savez_compressed("pictures.npz", **arrays)

arrays = {}
for name in ("rgba.png", "la.png", "palette.png", "rgb.png"):
    with Image.open(name) as f:
        behind = Image.new("RGBA", f.size, "#20c0ff")
        over = Image.alpha_composite(behind, f.convert("RGBA")).convert("RGB")
        arrays[name + ".rgb"] = np.asarray(over)
        arrays[name + ".l"] = np.asarray(over.convert("L"))
np.savez_compressed("over.npz", **arrays)

noise = rng.integers(0, 2, (13, 19, 3)).astype(np.uint8) * 255
noise[4:9, 3:12] = rng.integers(0, 256, (5, 9, 3))
im = Image.fromarray(noise)
arrays = {"noise": noise}
for name, kind in ("BOX", Image.Resampling.BOX), ("BICUBIC", Image.Resampling.BICUBIC):
    for h, w in (6, 9), (13, 7), (26, 19), (31, 40), (1, 1), (5, 7):
        arrays[f"{name}_{h}x{w}"] = np.asarray(im.resize((w, h), kind))


def center_crop(image, size):
    while min(image.size) >= 2 * size:
        image = image.resize((image.width // 2, image.height // 2), Image.Resampling.BOX)
    scale = size / min(image.size)
    image = image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.BICUBIC)
    a = np.asarray(image)
    top, left = (a.shape[0] - size) // 2, (a.shape[1] - size) // 2
    return a[top : top + size, left : left + size]


for size in (1, 3, 5, 8, 13, 20):
    arrays[f"{size}.crop"] = center_crop(im, size)
np.savez_compressed("resized.npz", **arrays)
