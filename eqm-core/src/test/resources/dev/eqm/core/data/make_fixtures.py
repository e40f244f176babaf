"""Makes the PNG files beside this file with nothing but zlib: python make_fixtures.py.

Pixel (y, x) of channel c is (16 y + 5 x + 50 c) % 256, 6 rows and 7 columns.
"""
import struct
import zlib

H, W = 6, 7


def png(name, bits, colour, rows, extra=b""):
    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", W, H, bits, colour, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows))
    with open(name, "wb") as f:
        f.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", data) + chunk(b"IEND", b""))


def rows(channels):
    return [[(16 * y + 5 * x + 50 * c) % 256 for x in range(W) for c in range(channels)] for y in range(H)]


png("grey.png", 8, 0, rows(1))
png("rgb.png", 8, 2, rows(3))
png("refused_rgba.png", 8, 6, rows(4))
png("refused_grey16.png", 16, 0, rows(2))
palette = bytes(range(256)) * 3
body = b"PLTE" + palette
png("refused_palette.png", 8, 3, rows(1), struct.pack(">I", 768) + body + struct.pack(">I", zlib.crc32(body)))
