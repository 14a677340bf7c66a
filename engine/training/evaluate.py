"""Scores the program on drawn photos whose corners are known: `python evaluate.py --program FILE`.

Prints the mean distance of corners, as a share of the document's diagonal, the intersection over
union of outlines, and how many documents were not found; for all photos and by kind.
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

import cv2
import numpy as np

from scenes import SIDE_PX, Scenes

SEED = 99


def drawn(scenes, count):
    """Photos with one whole document, and its corners; half of them tilted up to 25 degrees."""
    photos = []
    while len(photos) < count:
        tilt = None if len(photos) % 2 else float(scenes.rng.uniform(0, 25 / 60))
        photo, _, corners = scenes.draw(tilt)
        if len(corners) != 1:
            continue
        quad = corners[0][0]
        inside = (quad > -2).all() and (quad < SIDE_PX + 2).all()
        photos.append((photo, quad, "whole" if inside else "cut"))
    return photos


def scored(found, quad):
    """Mean distance of corners over the diagonal, and intersection over union."""
    found = np.float32(found)
    ways = [np.roll(found, shift, 0) for shift in range(4)]
    apart = min(np.linalg.norm(way - quad, axis=1).mean() for way in ways)
    diagonal = np.linalg.norm(quad[2] - quad[0])
    common, _ = cv2.intersectConvexConvex(found, np.float32(quad))
    either = cv2.contourArea(found) + cv2.contourArea(np.float32(quad)) - common
    return apart / diagonal, common / either


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", type=Path, default=Path("../../target/release/vidimus"))
    parser.add_argument("--photos", type=int, default=400)
    arguments = parser.parse_args()
    photos = drawn(Scenes(SEED), arguments.photos)
    with tempfile.TemporaryDirectory() as folder:
        files = [str(Path(folder) / f"{number:04}.png") for number in range(len(photos))]
        for file, (photo, _, _) in zip(files, photos):
            cv2.imwrite(file, photo[:, :, ::-1])
        printed = subprocess.run([arguments.program, "read", *files], check=True, capture_output=True, text=True)
    lines = [json.loads(line) for line in printed.stdout.splitlines()]
    for kind in ("whole", "cut"):
        scores, missed = [], 0
        for line, (_, quad, own) in zip(lines, photos):
            if own != kind:
                continue
            if line["corners"] is None:
                missed += 1
            else:
                scores.append(scored(line["corners"], quad))
        error, overlap = np.array(scores).T
        print(
            f"{kind}: {len(scores) + missed} photos, {missed} not found; corners off by {error.mean():.2%} of the "
            f"diagonal (median {np.median(error):.2%}), intersection over union {overlap.mean():.3f} "
            f"(median {np.median(overlap):.3f}, below 0.9 in {(overlap < 0.9).mean():.1%})"
        )


if __name__ == "__main__":
    main()
