"""Makes odd.zip: pictures of every format, colour type and tag, and what Pillow sees in them.

    python make_odd.py        (Pillow 12.2.0, numpy 2, tifffile, imagecodecs)

odd.zip holds the pictures and expected.txt, a line each, tabs between: name, WIDTHxHEIGHT and the SHA-256 of the bytes of
convert("RGB"), convert("L") and of the picture over #20c0ff (alpha_composite). Pictures that eqm refuses: name, "refused",
a part of the message. Pictures where eqm differs from Pillow on purpose are not here.
"""
import hashlib
import io
import struct
import warnings
import zipfile
import zlib

import imagecodecs
import numpy as np
import PIL
import tifffile
from PIL import Image, ImageCms, ImageFile

assert PIL.__version__ == "12.2.0", PIL.__version__
warnings.simplefilter("ignore")
rng = np.random.default_rng(11)
W, H = 13, 10
y, x = np.mgrid[0:H, 0:W]
rgb = np.stack([17 * x + rng.integers(0, 40, x.shape), 21 * y + 3 * x, 255 - 11 * x - 9 * y], -1).clip(0, 255).astype(np.uint8)
im = Image.fromarray(rgb)
grey, one, cmyk = im.convert("L"), im.convert("1"), im.convert("CMYK")
few, many = im.quantize(9), im.quantize(100)
rgba = im.copy()
rgba.putalpha(Image.fromarray((19 * x).clip(0, 255).astype(np.uint8)))
la = rgba.convert("LA")
rgb16 = rgb.astype(np.uint16) * 256 + rng.integers(0, 256, rgb.shape).astype(np.uint16)
srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
files, refused = {}, {}


def add(name, image, **options):
    out = io.BytesIO()
    kind = {"jpg": "JPEG", "tif": "TIFF", "bmp": "BMP", "gif": "GIF", "png": "PNG", "webp": "WEBP"}[name.rpartition(".")[2]]
    image.save(out, kind, **options)
    files[name] = out.getvalue()


def refuse(name, message):
    refused[name] = message


def packed(samples, bits):
    rows = b""
    for row in samples.reshape(len(samples), -1):
        text = "".join(format(int(v), f"0{bits}b") for v in row)
        text += "0" * (-len(text) % 8)
        rows += bytes(int(text[i : i + 8], 2) for i in range(0, len(text), 8))
    return rows


# PNG: every colour type and depth, plain, interlaced, with a colour key or transparent colours, with gamma
def png_file(bits, colour, data, extra=b"", interlaced=0):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", W, H, bits, colour, 0, 0, interlaced)
    before = b"".join(chunk(k, b) for k, b in extra or [])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + before + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b"")


def png_rows(samples, bits):
    width = samples[0].size * bits
    return b"".join(b"\0" + packed(row[None], bits) for row in samples) if width else b""


PASSES = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
for colour, bands, depths in (0, 1, (1, 2, 4, 8)), (2, 3, (8, 16)), (3, 1, (1, 2, 4, 8)), (4, 2, (8, 16)), (6, 4, (8, 16)):
    for bits in depths:
        a = rng.integers(0, 1 << bits, (H, W, bands))
        palette = [(b"PLTE", rng.integers(0, 256, 3 << bits).astype(np.uint8).tobytes())] if colour == 3 else []
        name = f"colour{colour}-{bits}bit"
        files[name + ".png"] = png_file(bits, colour, png_rows(a, bits), palette)
        woven = b"".join(png_rows(a[r::dr, c::dc], bits) for r, c, dr, dc in PASSES if a[r::dr, c::dc].size)
        files[name + "-interlaced.png"] = png_file(bits, colour, woven, palette, 1)
        gamma = [(b"gAMA", struct.pack(">I", 100000))]
        if bits == 8:
            files[name + "-gamma.png"] = png_file(bits, colour, png_rows(a, bits), gamma + palette)
        if colour == 3:
            files[name + "-trns.png"] = png_file(bits, colour, png_rows(a, bits), palette + [(b"tRNS", bytes([0, 128]))])
files["short-palette.png"] = png_file(4, 3, png_rows(rng.integers(0, 16, (H, W)), 4), [(b"PLTE", bytes(range(30)))])
add("animated.png", im, save_all=True, append_images=[grey.convert("RGB")])
add("profile.png", im, icc_profile=srgb)

# orientations: those of TIFF are applied, others not
for n in range(1, 9):
    exif = Image.Exif()
    exif[274] = n
    add(f"orientation{n}.tif", im, tiffinfo={274: n})
    if n in (3, 6):
        add(f"orientation{n}.jpg", im, exif=exif)
        add(f"orientation{n}.png", im, exif=exif)
        add(f"orientation{n}.webp", im, exif=exif, lossless=True)
add("orientation6-palette.tif", many, tiffinfo={274: 6}, compression="tiff_lzw")
add("orientation-xmp.tif", im, tiffinfo={700: b'<x tiff:Orientation="5"/>'})

# TIFF: compressions, colours, planes, tiles, predictor, byte orders
for c in None, "tiff_lzw", "packbits", "tiff_adobe_deflate", "tiff_deflate":
    for name, image in dict(grey=grey, rgb=im, palette=many, rgba=rgba, one=one, la=la).items():
        if c in (None, "tiff_lzw") or name in ("rgb", "palette"):
            add(f"{name}-{c}.tif", image, compression=c)
for c in "group3", "group4", "tiff_ccitt":
    add(f"one-{c}.tif", one, compression=c)
big = Image.fromarray(np.tile(rgb, (2, 2, 1)))
for name, image in dict(grey=big.convert("L"), rgb=big, ycc=big.convert("YCbCr")).items():
    add(f"{name}-jpeg.tif", image, compression="jpeg")
for order in "<>":
    for planes in "contig", "separate":
        for tile in None, (16, 16):
            for name, a in dict(rgb=rgb, wide=rgb16, rgba=np.asarray(rgba)).items():
                if name == "wide" and planes == "separate":
                    continue
                out = io.BytesIO()
                more = dict(extrasamples=["unassalpha"]) if name == "rgba" else {}
                predictor = name == "rgb"
                b = a if planes == "contig" else np.moveaxis(a, -1, 0).copy()
                more |= dict(compression="lzw", predictor=predictor) if name != "wide" else {}
                tifffile.imwrite(out, b, photometric="rgb", planarconfig=planes, byteorder=order, tile=tile, rowsperstrip=None if tile else 4, metadata=None, **more)
                files[f"{name}-{'le' if order == '<' else 'be'}-{planes}-{'tiles' if tile else 'strips'}.tif"] = out.getvalue()


def tiff(name, a, **options):
    out = io.BytesIO()
    tifffile.imwrite(out, a, metadata=None, **options)
    files[name] = out.getvalue()


multiplied = np.asarray(rgba).copy()
multiplied[..., :3] = multiplied[..., :3].astype(int) * multiplied[..., 3:] // 255
wide_multiplied = (multiplied.astype(np.uint16) * 256 + 77).astype(np.uint16)
tiff("wide-multiplied.tif", wide_multiplied, photometric="rgb", extrasamples=["assocalpha"])
tiff("multiplied.tif", multiplied, photometric="rgb", extrasamples=["assocalpha"])
tiff("unspecified.tif", np.asarray(rgba), photometric="rgb", extrasamples=["unspecified"])
tiff("white-is-zero.tif", np.asarray(grey), photometric="miniswhite")
tiff("two-pages.tif", np.stack([rgb, 255 - rgb]), photometric="rgb")
tiff("float.tif", np.asarray(grey).astype(np.float32), photometric="minisblack")
tiff("signed.tif", np.asarray(grey).astype(np.int16), photometric="minisblack")
tiff("wide-predictor.tif", rgb16, photometric="rgb", compression="lzw", predictor=True)
tiff("bigtiff.tif", rgb, photometric="rgb", bigtiff=True)
refuse("float.tif", "signed or floating-point")
refuse("signed.tif", "signed or floating-point")
refuse("wide-predictor.tif", "with a predictor")
refuse("bigtiff.tif", "BigTIFF")
add("cmyk.tif", cmyk)
refuse("cmyk.tif", "CMYK")
lab = ImageCms.applyTransform(im, ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"))
add("lab.tif", lab)
refuse("lab.tif", "CIELAB")
add("ycc-lzw.tif", im.convert("YCbCr"), compression="tiff_lzw")
refuse("ycc-lzw.tif", "YCbCr")
add("zstd.tif", im, compression="zstd")
refuse("zstd.tif", "compression 50000")
add("rgba-jpeg.tif", rgba, compression="jpeg")
refuse("rgba-jpeg.tif", "4 samples per pixel")


def tags(name, order, bits, colours, data, more=()):
    entries = {256: (3, [W]), 257: (3, [H]), 258: (3, bits), 259: (3, [1]), 273: (4, [0]), 277: (3, [len(bits)])}
    entries |= {278: (3, [H]), 279: (4, [len(data)])} | dict(more)
    if colours is not None:
        entries[262] = (3, [colours])
    start = 8 + 2 + 12 * len(entries) + 4
    rows, behind = [], b""
    for tag in sorted(entries):
        kind, values = entries[tag]
        body = struct.pack(order + {3: "H", 4: "I"}[kind] * len(values), *values)
        if len(body) > 4:
            behind, body = behind + body, struct.pack(order + "I", start + len(behind))
        rows.append((tag, kind, len(values), body.ljust(4, b"\0")))
    out = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "IH", 8, len(rows))
    for tag, kind, count, body in rows:
        body = struct.pack(order + "I", start + len(behind)) if tag == 273 else body
        out += struct.pack(order + "HHI", tag, kind, count) + body
    files[name] = out + struct.pack(order + "I", 0) + behind + data


turned = bytes(int(format(i, "08b")[::-1], 2) for i in range(256))
for bits in 1, 2, 4, 8:
    a = rng.integers(0, 1 << bits, (H, W))
    colour_map = [(320, (3, [int(v) for v in rng.integers(0, 65536, 3 << bits)]))]
    for colours in 0, 1, 3:
        tags(f"photometric{colours}-{bits}bit.tif", "<" if bits % 3 else ">", [bits], colours, packed(a, bits), colour_map if colours == 3 else [])
    tags(f"fill-order-{bits}bit.tif", "<", [bits], 1, packed(a, bits).translate(turned), [(266, (3, [2]))])
tags("fourth.tif", "<", [8, 8, 8, 8], 2, np.asarray(rgba).tobytes())
tags("no-photometric.tif", "<", [8], None, packed(a, 8))
refuse("no-photometric.tif", "PhotometricInterpretation")
tags("palette-alpha.tif", "<", [8, 8], 3, packed(np.stack([a, a], -1), 8), colour_map + [(338, (3, [2]))])
refuse("palette-alpha.tif", "2 samples per pixel")
tags("icclab.tif", "<", [8, 8, 8], 9, rgb.tobytes())
refuse("icclab.tif", "ICCLAB")

# JPEG: subsampling, progressive, restarts, colour spaces, profiles
for sub in "4:4:4", "4:2:2", "4:2:0", "4:1:1":
    for progressive in False, True:
        add(f"{sub.replace(':', '')}{'-progressive' if progressive else ''}.jpg", big, quality=70, subsampling=sub, progressive=progressive)
files["440.jpg"] = imagecodecs.jpeg8_encode(np.asarray(big), level=70, subsampling="440")
add("grey.jpg", grey, icc_profile=srgb)
add("cmyk.jpg", cmyk)
add("cmyk-profile.jpg", cmyk, icc_profile=srgb)
add("rgb.jpg", im, keep_rgb=True)
add("restarts.jpg", big, restart_marker_blocks=1)
files["ycck.jpg"] = imagecodecs.jpeg8_encode(np.asarray(cmyk), level=90, colorspace="CMYK", outcolorspace="YCCK")
files["lossless.jpg"] = imagecodecs.jpeg8_encode(rgb, lossless=True)
files["12bit.jpg"] = imagecodecs.jpeg8_encode((rgb16[..., 0] >> 4), level=90, bitspersample=12)
refuse("12bit.jpg", "JPEG with 12 bits")
files["arithmetic.jpg"] = files["grey.jpg"].replace(b"\xff\xc0", b"\xff\xc9")
refuse("arithmetic.jpg", "arithmetic coding")


# BMP: depths, palettes, masks, heads of every age, run lengths, rows from the top
def bmp(name, height, bits, packing, data, palette=b"", head=40, masks=b""):
    body = struct.pack("<IiiHHIIiiII", head, W, height, 1, bits, packing, len(data), 2835, 2835, len(palette) // 4, 0)
    body += masks.ljust(head - 40, b"\0")
    start = 14 + len(body) + len(palette)
    files[name] = b"BM" + struct.pack("<IHHI", start + len(data), 0, 0, start) + body + palette + data


def bmp_rows(a, bits=8):
    rows = [packed(r[None], bits) for r in a]
    return b"".join(r + b"\0" * (-len(r) % 4) for r in rows)


def bmp_palette(n):
    return b"".join(rng.integers(0, 256, 3).astype(np.uint8).tobytes() + b"\0" for _ in range(n))


for bits in 1, 4, 8:
    a = rng.integers(0, 1 << bits, (H, W))
    bmp(f"{bits}bit.bmp", H, bits, 0, bmp_rows(a, bits), bmp_palette(1 << bits))
    bmp(f"{bits}bit-top.bmp", -H, bits, 0, bmp_rows(a, bits), bmp_palette(1 << bits), 124)
    bmp(f"{bits}bit-grey.bmp", H, bits, 0, bmp_rows(a, bits), b"".join(bytes([v * 255 // ((1 << bits) - 1)] * 3) + b"\0" for v in range(1 << bits)))
pixels = rng.integers(0, 256, (H, W, 4)).astype(np.uint8)
bmp("16bit.bmp", H, 16, 0, bmp_rows(pixels[..., :2]))
for name, masks in {"555": (0x7C00, 0x3E0, 0x1F), "565": (0xF800, 0x7E0, 0x1F)}.items():
    bmp(name + ".bmp", H, 16, 3, bmp_rows(pixels[..., :2]), masks=struct.pack("<III", *masks))
bmp("24bit-top.bmp", -H, 24, 0, bmp_rows(pixels[..., :3]))
bmp("32bit.bmp", H, 32, 0, pixels.tobytes())
bmp("32bit-masks.bmp", H, 32, 3, pixels.tobytes(), masks=struct.pack("<III", 0xFF0000, 0xFF00, 0xFF))
bmp("32bit-alpha.bmp", H, 32, 3, pixels.tobytes(), head=124, masks=struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000))
files["os2.bmp"] = b"BM" + struct.pack("<IHHIIHHHH", 26 + 400, 0, 0, 26, 12, W, H, 1, 24) + bmp_rows(pixels[..., :3])
runs = b"".join(b"".join(bytes([1, int(v)]) for v in r[:4]) + bytes([0, 9]) + bytes(int(v) for v in r[4:]) + b"\0\0\0" for r in pixels[..., 0]) + b"\0\1"
bmp("run-lengths8.bmp", H, 8, 1, runs, bmp_palette(256))
bmp("run-lengths4.bmp", H, 4, 2, b"".join(bytes([W, r * 17 + 5, 0, 0]) for r in range(H)) + b"\0\1", bmp_palette(16))


# GIF: frames on larger, smaller and empty screens, palettes, transparency, interlacing
def gif(name, screen, at, numbers, palette=b"", own=b"", transparent=None, disposal=0, interlaced=0):
    source = Image.fromarray(numbers.astype(np.uint8))
    source.encoderinfo = {"interlace": interlaced}
    data = io.BytesIO()
    ImageFile._save(source, data, [("gif", (0, 0) + source.size, 0, ("L",))])

    def size(colours):
        return 0x80 | max(0, (len(colours) // 3 - 1).bit_length() - 1) if colours else 0

    out = b"GIF89a" + struct.pack("<HHBBB", *screen, size(palette), 7, 0) + palette
    if transparent is not None or disposal:
        out += b"!\xf9\4" + bytes([disposal << 2 | (transparent is not None), 0, 0, transparent or 0, 0])
    out += b"," + struct.pack("<HHHHB", *at, W, H, size(own) | interlaced << 6) + own
    files[name] = out + b"\x08" + data.getvalue() + b"\0;"


numbers, sixteen = rng.integers(0, 256, (H, W)), rng.integers(0, 16, (H, W))
colours, others = (rng.integers(0, 256, 768).astype(np.uint8).tobytes() for _ in "ab")
ramp = bytes(v for k in range(256) for v in (k, k, k))
gif("larger-screen.gif", (20, 15), (3, 4), numbers, colours)
gif("larger-screen-transparent.gif", (20, 15), (3, 4), numbers, colours, transparent=9)
gif("disposal.gif", (20, 15), (3, 4), numbers, colours, disposal=2)
gif("own-palette.gif", (20, 15), (3, 4), numbers, colours, others)
gif("only-own-palette.gif", (20, 15), (3, 4), numbers, b"", others, transparent=200)
gif("smaller-screen.gif", (8, 6), (3, 4), numbers, colours, transparent=4)
gif("no-screen.gif", (0, 0), (0, 0), numbers, colours)
gif("no-palette.gif", (20, 15), (3, 4), numbers)
gif("greys.gif", (20, 15), (3, 4), numbers, ramp, transparent=100)
gif("few-colours.gif", (20, 15), (3, 4), sixteen, colours[:48])
gif("beyond-palette.gif", (20, 15), (3, 4), numbers, colours[:48])
gif("transparent-beyond-palette.gif", (20, 15), (3, 4), sixteen, colours[:48], transparent=99)
gif("interlaced.gif", (20, 15), (3, 4), numbers, colours, interlaced=1)
add("animated.gif", few, save_all=True, append_images=[many], disposal=2)
add("transparent.gif", few, transparency=3)

# WebP without loss, and what is refused
add("alpha.webp", rgba, lossless=True, exact=True)
add("grey.webp", grey, lossless=True)
add("profile.webp", im, lossless=True, icc_profile=srgb)
add("animated.webp", im, save_all=True, append_images=[im.rotate(180)], lossless=True)
part = Image.new("RGBA", (20, 15))
part.paste(im, (4, 2))
add("part.webp", part, save_all=True, append_images=[part.rotate(180)], lossless=True)
refuse("part.webp", "does not fill its canvas")

lines = []
for name, content in sorted(files.items()):
    if name in refused:
        lines.append(f"{name}\trefused\t{refused[name]}")
        continue
    with Image.open(io.BytesIO(content)) as f:
        seen = f.convert("RGB"), f.convert("L"), Image.alpha_composite(Image.new("RGBA", f.size, "#20c0ff"), f.convert("RGBA")).convert("RGB")
        hashes = (hashlib.sha256(i.tobytes()).hexdigest()[:16] for i in seen)
        lines.append("\t".join([name, f"{f.width}x{f.height}", *hashes]))
with zipfile.ZipFile("odd.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
    for name, content in [*sorted(files.items()), ("expected.txt", "\n".join(lines) + "\n")]:
        z.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
print(len(files), "pictures,", len(refused), "refused")
