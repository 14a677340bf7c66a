"""Trains the line recogniser on drawn lines: `python train_recogniser.py --minutes 45 --out DIR`.

One process trains, others draw. The weights that are kept are a running mean of all steps.
"""

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

from recogniser import Recogniser
from strips import BLANK, IGNORED, Strips
from zones import CHARACTERS

BATCH = 32
PEAK_RATE = 3e-3
WARM_UP_STEPS = 100
VALIDATION_SEED = 7


def draw(queue, seed):
    os.nice(3)
    strips = Strips(seed)
    while True:
        queue.put(strips.batch(BATCH))


def greedy(scores):
    """Texts by the best class of each step, repeats and blanks taken out."""
    texts = []
    for best in scores.argmax(-1).tolist():
        text = ""
        for at, character in enumerate(best):
            if character != BLANK and (at == 0 or best[at - 1] != character):
                text += CHARACTERS[character - 1]
        texts.append(text)
    return texts


def exact_share(model, batches):
    model.eval()
    right = total = 0
    with torch.no_grad():
        for inputs, _, texts in batches:
            read = greedy(model(torch.from_numpy(inputs)))
            right += sum(a == b for a, b in zip(read, texts))
            total += len(texts)
    return right / total


def rate(step, share_done):
    cosine = 0.5 * (1 + math.cos(math.pi * max(0.0, (share_done - 0.05) / 0.95)))
    return PEAK_RATE * min(1, (step + 1) / WARM_UP_STEPS) * (0.99 * cosine + 0.01)


def train(minutes, out, seed, drawers, threads, device):
    torch.manual_seed(seed)
    torch.set_num_threads(threads)
    torch.set_flush_denormal(True)
    queue = multiprocessing.Queue(16)
    for i in range(drawers):
        multiprocessing.Process(target=draw, args=(queue, 1000 * seed + 100 + i), daemon=True).start()
    held_out = Strips(VALIDATION_SEED, 40)
    validation = [held_out.batch(64, n) for n in (44, 44, 36, 30)]
    model = Recogniser().to(device)
    mean = copy.deepcopy(model).eval()
    matrices = [p for p in model.parameters() if p.dim() > 1]
    vectors = [p for p in model.parameters() if p.dim() <= 1]
    groups = [{"params": matrices, "weight_decay": 0.01}, {"params": vectors, "weight_decay": 0}]
    optimiser = torch.optim.AdamW(groups, lr=PEAK_RATE)
    print(f"{sum(p.numel() for p in model.parameters())} parameters", flush=True)
    started = told = time.monotonic()
    step, losses, history = 0, [], []
    while (elapsed := time.monotonic() - started) < minutes * 60:
        for group in optimiser.param_groups:
            group["lr"] = rate(step, elapsed / (minutes * 60))
        inputs, targets, _ = queue.get()
        model.train()
        scores = model(torch.from_numpy(inputs).to(device))
        loss = functional.cross_entropy(
            scores.flatten(0, 1), torch.from_numpy(targets).flatten().to(device), ignore_index=IGNORED
        )
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimiser.step()
        step += 1
        losses.append(loss.item())
        follow(mean, model, min(0.998, 1 - 1 / (1 + step * 0.2)))
        if time.monotonic() - told > 120:
            told = time.monotonic()
            exact = exact_share(copy.deepcopy(mean).cpu(), validation)
            entry = {
                "minutes": round(elapsed / 60, 1),
                "lines": step * BATCH,
                "loss": round(sum(losses) / len(losses), 4),
                "validation_exact": round(exact, 4),
            }
            history.append(entry)
            losses.clear()
            print(json.dumps(entry), flush=True)
            torch.save(mean.state_dict(), out / "recogniser.partial.pt")
    mean = mean.cpu()
    final = {"lines": step * BATCH, "validation_exact": round(exact_share(mean, validation), 4)}
    print(json.dumps(final), flush=True)
    torch.save(mean.state_dict(), out / "recogniser.pt")
    (out / "recogniser-history.json").write_text(json.dumps([*history, final], indent=1))


@torch.no_grad()
def follow(mean, model, keep):
    for slow, fast in zip(mean.parameters(), model.parameters()):
        slow.lerp_(fast, 1 - keep)
    for slow, fast in zip(mean.buffers(), model.buffers()):
        slow.copy_(fast)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=45)
    parser.add_argument("--out", type=Path, default=Path("out"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--drawers", type=int, default=1, help="processes that draw lines")
    parser.add_argument("--threads", type=int, default=1, help="threads that train")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    train(**vars(arguments))
    os._exit(0)  # the drawers wait on a full queue


if __name__ == "__main__":
    main()
