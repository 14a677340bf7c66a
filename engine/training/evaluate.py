"""Scores the program on drawn photos of which everything is known: `python evaluate.py --program FILE`.

Corners: their mean distance as a share of the document's diagonal, the intersection over union of
outlines, and how many documents were not found. Of documents that are cut or larger than the picture
only the part that it shows is compared.

Zones: how many were read exactly, and whether the wrong ones were marked as uncertain. The photos
are worse than most real ones, so that enough goes wrong to tell.
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

import cv2
import numpy as np

from scenes import SIDE_PX, Scenes
from zones import check_digit

SEED = 99
#: Side of the photos whose zones are read.
ZONES_SIDE_PX = 640


def with_corners(count):
    """Photos with one document, its corners and kind; half of them tilted up to 25 degrees."""
    scenes, photos = Scenes(SEED), []
    while len(photos) < count:
        tilt = None if len(photos) % 2 else float(scenes.rng.uniform(0, 25 / 60))
        photo, _, placed = scenes.draw(tilt)
        if len(placed) != 1:
            continue
        quad = placed[0][0]
        inside = (quad > -2).all() and (quad < SIDE_PX + 2).all()
        photos.append((photo, (quad, "whole" if inside else "cut")))
    return photos


def with_zones(count):
    """Photos with one document and the lines of its zone, all within the picture."""
    scenes, photos = Scenes(SEED, documents=count, side_px=ZONES_SIDE_PX), []
    while len(photos) < count:
        photo, _, placed = scenes.draw()
        if len(placed) != 1:
            continue
        quad, document = placed[0]
        lines = [line.text for line in document.lines]
        if lines and obeys(lines) and (quad > -2).all() and (quad < ZONES_SIDE_PX + 2).all():
            photos.append((photo, lines))
    return photos


def obeys(lines):
    """Whether the first check digit of these lines is right: free text has none."""
    width, last = len(lines[0]), lines[-1]
    if width == 30:
        return len(lines) == 3 and lines[1][6] == check_digit(lines[1][:6])
    birth = 27 if lines[0].startswith("IDFRA") else 13
    return last[birth + 6] == check_digit(last[birth : birth + 6])


def read(program, photos):
    """What the program prints for each photo."""
    with tempfile.TemporaryDirectory() as folder:
        files = [str(Path(folder) / f"{number:04}.png") for number in range(len(photos))]
        for file, (photo, _) in zip(files, photos):
            cv2.imwrite(file, photo[:, :, ::-1])
        printed = subprocess.run([program, "read", *files], check=True, capture_output=True, text=True)
    return [json.loads(line) for line in printed.stdout.splitlines()]


def distance(found, quad):
    """Mean distance of corners over the diagonal."""
    ways = [np.roll(np.float32(found), shift, 0) for shift in range(4)]
    return min(np.linalg.norm(way - quad, axis=1).mean() for way in ways) / np.linalg.norm(quad[2] - quad[0])


def overlap(found, quad):
    """Intersection over union of what the picture shows of both."""
    picture = np.float32([(0, 0), (SIDE_PX, 0), (SIDE_PX, SIDE_PX), (0, SIDE_PX)])
    found, quad = (cv2.intersectConvexConvex(np.float32(corners), picture)[1] for corners in (found, quad))
    if found is None or quad is None:
        return 0.0
    common, _ = cv2.intersectConvexConvex(found, quad)
    return common / (cv2.contourArea(found) + cv2.contourArea(quad) - common)


def tell_corners(program, count):
    photos = with_corners(count)
    printed = read(program, photos)
    for kind in ("whole", "cut"):
        own = [(line["corners"], quad) for line, (_, (quad, of)) in zip(printed, photos) if of == kind]
        found = [(corners, quad) for corners, quad in own if corners is not None]
        overlaps = np.array([overlap(*pair) for pair in found])
        told = f"{kind}: {len(own)} photos, {len(own) - len(found)} not found; "
        if kind == "whole":
            error = np.array([distance(*pair) for pair in found])
            told += f"corners off by {error.mean():.2%} of the diagonal (median {np.median(error):.2%}), "
        print(
            f"{told}intersection over union {overlaps.mean():.3f} "
            f"(median {np.median(overlaps):.3f}, below 0.9 in {(overlaps < 0.9).mean():.1%})"
        )


def tell_zones(program, count):
    photos = with_zones(count)
    told = {}
    for line, (_, lines) in zip(read(program, photos), photos):
        mark = "marked" if line["mrz_uncertain"] else "not marked"
        what = "none" if not line["mrz"] else "exact" if line["mrz"] == lines else "wrong"
        key = what if what == "none" else f"{what}, {mark}"
        told[key] = told.get(key, 0) + 1
    print(f"zones: {count} photos, " + ", ".join(f"{number} {what}" for what, number in sorted(told.items())))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", type=Path, default=Path("../../target/release/vidimus"))
    parser.add_argument("--photos", type=int, default=400, help="for each of the two figures")
    arguments = parser.parse_args()
    tell_corners(arguments.program, arguments.photos)
    tell_zones(arguments.program, arguments.photos)


if __name__ == "__main__":
    main()
