"""Draws pictures of unusual shapes for PilParityTest. Run it with the folder as its argument, then expected.py."""

import pathlib
import random
import sys

from PIL import Image

SHAPES = {
    "one.png": (1, 1),
    "thin.png": (1, 40),
    "wide.png": (230, 3),
    "tall.jpg": (3, 170),
    "line.gif": (33, 1),
    "tiny.jpg": (7, 5),
    "odd.bmp": (97, 13),
    "large.jpg": (301, 203),
    "oneoff.png": (95, 97),
}


def draw(width, height):
    noise = random.Random(width * 1000 + height)
    pixels = [
        ((x * 7 + noise.randrange(60)) % 256, (y * 5 + noise.randrange(60)) % 256, (x * y + noise.randrange(60)) % 256)
        for y in range(height)
        for x in range(width)
    ]
    image = Image.new("RGB", (width, height))
    image.putdata(pixels)
    return image


folder = pathlib.Path(sys.argv[1])
for name, (width, height) in SHAPES.items():
    image = draw(width, height)
    image.save(folder / name, **({"quality": 80} if name.endswith("jpg") else {}))
