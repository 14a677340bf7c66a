"""Trains the locator on drawn photos: `python train_locator.py --minutes 75 --out DIR`."""

import argparse
import copy
import json
import math
import multiprocessing
import os
import time
from pathlib import Path

import torch
from torch.nn import functional

from locator import Locator
from scenes import ALONG_X, ALONG_Y, CAPITAL, DOCUMENT, ZONE, Scenes
from train_recogniser import follow

BATCH = 8
PEAK_RATE = 2e-3
WARM_UP_STEPS = 100
VALIDATION_SEED = 7
#: A zone covers little of a photo: its cells count this much more than others.
ZONE_WEIGHT = 6.0


def draw(queue, seed):
    os.nice(2)
    scenes = Scenes(seed)
    while True:
        queue.put(scenes.batch(BATCH))


def losses(maps, targets):
    """Document, zone, direction and height, each as a mean over what it is defined on."""
    out = []
    for channel, weight in ((DOCUMENT, 1.0), (ZONE, ZONE_WEIGHT)):
        wanted = targets[:, channel]
        pixel = functional.binary_cross_entropy_with_logits(
            maps[:, channel], wanted, pos_weight=torch.tensor(weight, device=maps.device)
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
    model.eval()
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


def train(minutes, out, seed, drawers, threads, device, start):
    torch.manual_seed(seed)
    torch.set_num_threads(threads)
    torch.set_flush_denormal(True)
    queue = multiprocessing.Queue(16)
    for i in range(drawers):
        multiprocessing.Process(target=draw, args=(queue, 1000 * seed + 100 + i), daemon=True).start()
    held_out = Scenes(VALIDATION_SEED)
    validation = [held_out.batch(BATCH) for _ in range(8)]
    model = Locator().to(device)
    if start:
        model.load_state_dict(torch.load(start, map_location=device))
    mean = copy.deepcopy(model).eval()
    optimiser = torch.optim.AdamW(model.parameters(), lr=PEAK_RATE, weight_decay=0.01)
    print(f"{sum(p.numel() for p in model.parameters())} parameters", flush=True)
    started = told = time.monotonic()
    step, history, running = 0, [], []
    while (elapsed := time.monotonic() - started) < minutes * 60:
        share_done = elapsed / (minutes * 60)
        cosine = 0.5 * (1 + math.cos(math.pi * share_done))
        for group in optimiser.param_groups:
            group["lr"] = PEAK_RATE * min(1, (step + 1) / WARM_UP_STEPS) * (0.99 * cosine + 0.01)
        inputs, targets = (torch.from_numpy(v).to(device) for v in queue.get())
        model.train()
        parts = losses(model(inputs), targets)
        optimiser.zero_grad()
        sum(parts).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimiser.step()
        step += 1
        running.append([p.item() for p in parts])
        follow(mean, model, min(0.998, 1 - 1 / (1 + step * 0.2)))
        if time.monotonic() - told > 180:
            told = time.monotonic()
            means = [round(sum(c) / len(c), 4) for c in zip(*running)]
            entry = {"minutes": round(elapsed / 60, 1), "photos": step * BATCH, "losses": means}
            entry |= scores(copy.deepcopy(mean).cpu(), validation)
            history.append(entry)
            running.clear()
            print(json.dumps(entry), flush=True)
            torch.save(mean.state_dict(), out / "locator.partial.pt")
    mean = mean.cpu()
    final = {"photos": step * BATCH} | scores(mean, validation)
    print(json.dumps(final), flush=True)
    torch.save(mean.state_dict(), out / "locator.pt")
    (out / "locator-history.json").write_text(json.dumps([*history, final], indent=1))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=75)
    parser.add_argument("--out", type=Path, default=Path("out"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--drawers", type=int, default=1, help="processes that draw photos")
    parser.add_argument("--threads", type=int, default=1, help="threads that train")
    parser.add_argument("--start", type=Path, help="weights to begin with, instead of random ones")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    train(**vars(arguments))
    os._exit(0)  # the drawers wait on a full queue


if __name__ == "__main__":
    main()
