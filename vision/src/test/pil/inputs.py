"""Writes inputs.txt: other inputs that Pillow makes of every picture beside it. Run it with the folder as its argument:

    python3 vision/src/test/pil/inputs.py vision/src/test/resources/dev/graft/vision/picture

Each line: file, and SHA-256 of it padded to 80x80 (bilinear on black; bicubic on a colour), in gray (bilinear, resize 96
crop 80; padded to 80x80 on level 7), and in tiles of 32x32 (bicubic, the short side at most 64, at most 3 tiles a side).
"""

import hashlib
import math
import pathlib
import sys

from expected import KINDS, crop, rgb
from PIL import Image, ImageOps

HEAD = (
    "# file, and sha256 of it padded on black and on a colour, gray, gray padded, tiled;"
    " made by vision/src/test/pil/inputs.py"
)
BILINEAR, BICUBIC = Image.Resampling.BILINEAR, Image.Resampling.BICUBIC


def sha(images):
    digest = hashlib.sha256()
    for image in images:
        digest.update(image.tobytes())
    return digest.hexdigest()


def gray_pad(image, side, level):
    seen = ImageOps.contain(image, (side, side), BILINEAR).convert("L")
    ground = Image.new("L", (side, side), level)
    ground.paste(seen, (round((side - seen.width) * 0.5), round((side - seen.height) * 0.5)))
    return ground


def begins(length, side, most):
    count = min(most, math.ceil(length / side))
    if count == 1:
        return [int(round((length - side) / 2.0))]
    return [int(round(i * (length - side) / (count - 1))) for i in range(count)]


def tiles(image, side, largest, most):
    width, height = image.size
    short = max(side, min(width, height, largest))
    size = (short, int(short * height / width)) if width <= height else (int(short * width / height), short)
    image = image.resize(size, BICUBIC)
    for top in begins(size[1], side, most):
        for left in begins(size[0], side, most):
            yield image.crop((left, top, left + side, top + side))


def line(file):
    image = rgb(file)
    inputs = [
        [ImageOps.pad(image, (80, 80), BILINEAR, color=(0, 0, 0))],
        [ImageOps.pad(image, (80, 80), BICUBIC, color=(10, 200, 30))],
        [crop(image, BILINEAR, 96, 80).convert("L")],
        [gray_pad(image, 80, 7)],
        tiles(image, 32, 64, 3),
    ]
    return " ".join([file.name] + [sha(each) for each in inputs])


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    files = sorted(file for file in folder.iterdir() if file.suffix in KINDS)
    (folder / "inputs.txt").write_text("\n".join([HEAD] + [line(file) for file in files]) + "\n")
