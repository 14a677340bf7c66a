"""Trains the locator on drawn photos: `python train_locator.py --out DIR`."""

import math

import torch
from torch.nn import functional

import training
from locator import Locator
from scenes import ALONG_X, ALONG_Y, CAPITAL, DOCUMENT, ZONE, Scenes

BATCH = 8
VALIDATION_SEED = 7
#: A zone covers little of a photo: its cells count this much more than others.
ZONE_WEIGHT = 6.0


def losses(model, arrays, device):
    """Document, zone, direction and height, each as a mean over what it is defined on."""
    inputs, targets = (torch.from_numpy(values).to(device) for values in arrays)
    with training.faster(device):
        maps = model(inputs.to(memory_format=torch.channels_last))
    maps = maps.float()
    out = []
    for channel, weight in ((DOCUMENT, 1.0), (ZONE, ZONE_WEIGHT)):
        wanted = targets[:, channel]
        pixel = functional.binary_cross_entropy_with_logits(
            maps[:, channel], wanted, pos_weight=torch.tensor(weight, device=device)
        )
        share = torch.sigmoid(maps[:, channel])
        overlap = (share * wanted).sum((1, 2))
        both = share.sum((1, 2)) + wanted.sum((1, 2))
        out.append(pixel + 0.5 * (1 - (2 * overlap + 20) / (both + 20)).mean())
    inside = (targets[:, ZONE] > 0.5).float()
    total = inside.sum().clamp(min=1)
    apart = (maps[:, ALONG_X : ALONG_Y + 1] - targets[:, ALONG_X : ALONG_Y + 1]).square().sum(1)
    out.append((apart * inside).sum() / total)
    height = functional.smooth_l1_loss(maps[:, CAPITAL], targets[:, CAPITAL], reduction="none", beta=0.2)
    out.append((height * inside).sum() / total)
    return out


@torch.no_grad()
def scores(model, batches):
    """Mean intersection over union of documents and of zones, mean error of the direction in degrees."""
    overlaps, angles = [[], []], []
    for inputs, targets in batches:
        maps, targets = model(torch.from_numpy(inputs)), torch.from_numpy(targets)
        for channel in (DOCUMENT, ZONE):
            found, wanted = maps[:, channel] > 0, targets[:, channel] > 0.5
            either = (found | wanted).sum((1, 2))
            share = (found & wanted).sum((1, 2)) / either.clamp(min=1)
            overlaps[channel] += [float(s) for s, e in zip(share, either) if e > 0]
        inside = targets[:, ZONE] > 0.5
        found = torch.atan2(maps[:, ALONG_Y][inside], maps[:, ALONG_X][inside])
        wanted = torch.atan2(targets[:, ALONG_Y][inside], targets[:, ALONG_X][inside])
        apart = torch.remainder(found - wanted + math.pi, 2 * math.pi) - math.pi
        angles.append(apart.abs().mean().item() * 180 / math.pi)
    mean = lambda values: round(sum(values) / max(len(values), 1), 4)
    return {"document_iou": mean(overlaps[0]), "zone_iou": mean(overlaps[1]), "direction_degrees": mean(angles)}


def validation():
    held_out = Scenes(VALIDATION_SEED)
    return [held_out.batch(BATCH) for _ in range(8)]


def task():
    return training.Task(
        name="locator",
        model=Locator().to(memory_format=torch.channels_last),
        source=Scenes,
        losses=losses,
        validation=validation,
        scores=scores,
        batch=BATCH,
        peak_rate=2e-3,
    )


if __name__ == "__main__":
    training.main(__doc__, task, minutes=75)
