"""Writes pil.txt: what Pillow makes of every picture beside it. Run it with the folder as its argument:

    python3 vision/src/test/pil/expected.py vision/src/test/resources/dev/graft/vision/picture

Each line: file, size, and SHA-256 of the RGB pixels and of four crops (bilinear, bicubic; resize 96 crop 80, resize 16
crop 12), as torchvision's presets make them.
"""

import hashlib
import pathlib
import sys

from PIL import Image, ImageOps

HEAD = (
    "# file, size, sha256 of the pixels, and of them resized and cropped: bilinear 96/80, 16/12, bicubic 96/80, 16/12;"
    " made by vision/src/test/pil/expected.py"
)
KINDS = {".jpg", ".png", ".gif", ".bmp", ".tiff"}


def sha(image):
    return hashlib.sha256(image.tobytes()).hexdigest()


def rgb(file):
    image = Image.open(file)
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I;16") or image.mode == "I":  # 16-bit gray: Pillow would clip it, Graft keeps the upper byte
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    return image.convert("RGB")


def crop(image, by, resize, side):
    width, height = image.size
    if width <= height:
        size = (resize, int(resize * height / width))
    else:
        size = (int(resize * width / height), resize)
    image = image.resize(size, by)
    left = int(round((size[0] - side) / 2.0))
    top = int(round((size[1] - side) / 2.0))
    return image.crop((left, top, left + side, top + side))


def line(file):
    image = rgb(file)
    filters = (Image.Resampling.BILINEAR, Image.Resampling.BICUBIC)
    crops = [crop(image, by, *sizes) for by in filters for sizes in ((96, 80), (16, 12))]
    return " ".join([file.name, "%dx%d" % image.size, sha(image)] + [sha(one) for one in crops])


def main(folder):
    files = sorted(file for file in folder.iterdir() if file.suffix in KINDS)
    lines = [HEAD] + [line(file) for file in files]
    (folder / "pil.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
