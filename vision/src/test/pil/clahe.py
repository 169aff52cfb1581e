"""Writes clahe.txt: CLAHE after Zuiderveld (Graphics Gems IV, 1994), written down plainly with numpy. Run it with the
folder as its argument:

    python3 vision/src/test/pil/clahe.py vision/src/test/resources/dev/graft/vision/picture

Each line: width, height, clip limit, grid, and SHA-256 of the levels that become of (x * 3 + y * y + x * y // 7) % 97 + 60.
The regions' borders are rounded down, and a pixel is mixed by its centre's distance to those of the regions.
"""

import hashlib
import pathlib
import sys

import numpy as np

CASES = [(64, 64, 2, 8), (61, 47, 2, 8), (80, 50, 4, 4), (33, 90, 1, 3), (5, 40, 2, 8), (1, 1, 2, 8), (224, 224, 40, 2)]
LEVELS = 256


def picture(width, height):
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    return (x * 3 + y * y + x * y // 7) % 97 + 60


def clipped(histogram, limit):
    excess = int(np.maximum(histogram - limit, 0).sum())
    raised = np.minimum(limit, histogram + excess // LEVELS)
    excess -= int(np.maximum(raised - histogram, 0).sum())
    while excess > 0:
        before = excess
        for start in range(LEVELS):
            if excess == 0:
                break
            for level in range(start, LEVELS, max(1, LEVELS // excess)):
                if excess > 0 and raised[level] < limit:
                    raised[level] += 1
                    excess -= 1
        if excess == before:
            break
    return raised


def neighbours(borders, pixel):
    """Two regions, and the share of the second as a fraction (part, whole)."""
    centres = [a + b for a, b in zip(borders, borders[1:])]
    place = 2 * pixel + 1
    if place < centres[0]:
        return 0, 0, 0, 1
    if place >= centres[-1]:
        return len(centres) - 1, len(centres) - 1, 0, 1
    i = max(k for k, centre in enumerate(centres) if centre <= place)
    return i, i + 1, place - centres[i], centres[i + 1] - centres[i]


def equalised(gray, clip, grid):
    height, width = gray.shape
    across = [i * width // min(grid, width) for i in range(min(grid, width) + 1)]
    down = [i * height // min(grid, height) for i in range(min(grid, height) + 1)]
    maps = {}
    for row, (top, bottom) in enumerate(zip(down, down[1:])):
        for column, (left, right) in enumerate(zip(across, across[1:])):
            region = gray[top:bottom, left:right]
            limit = max(1, int(clip * region.size / LEVELS))
            histogram = clipped(np.bincount(region.ravel(), minlength=LEVELS), limit)
            maps[row, column] = np.cumsum(histogram) * (LEVELS - 1) // region.size
    out = np.zeros((height, width), np.uint8)
    for y in range(height):
        above, below, dy, tall = neighbours(down, y)
        for x in range(width):
            left, right, dx, wide = neighbours(across, x)
            level = gray[y, x]
            mixed = 0
            for row, share_y in ((above, tall - dy), (below, dy)):
                for column, share_x in ((left, wide - dx), (right, dx)):
                    mixed += int(maps[row, column][level]) * share_y * share_x
            out[y, x] = (2 * mixed + tall * wide) // (2 * tall * wide)
    return out


lines = ["# width, height, clip limit, grid, sha256 of the levels; made by vision/src/test/pil/clahe.py"]
for width, height, clip, grid in CASES:
    levels = equalised(picture(width, height), clip, grid)
    lines.append("%d %d %d %d %s" % (width, height, clip, grid, hashlib.sha256(levels.tobytes()).hexdigest()))
(pathlib.Path(sys.argv[1]) / "clahe.txt").write_text("\n".join(lines) + "\n")
