"""One process trains, others draw: what both networks' training has in common.

The weights that are kept are a running mean of all steps.
"""

import argparse
import copy
import json
import math
import multiprocessing
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import torch

WARM_UP_STEPS = 100


@dataclass
class Task:
    """What is trained, and on what."""

    name: str
    model: torch.nn.Module
    #: Makes an endless source of batches from a seed; `batch(size)` gives arrays.
    source: Callable
    #: The losses of a batch, each a scalar, from the model and the arrays as tensors.
    losses: Callable
    #: Draws what the model is validated on.
    validation: Callable
    #: Figures on that, as a dictionary, from the model.
    scores: Callable
    batch: int
    peak_rate: float


def draw(queue, source, seed, batch):
    os.nice(3)
    drawn = source(seed)
    while True:
        queue.put(drawn.batch(batch))


def faster(device):
    """Computes in bfloat16 where that is faster than single precision: a picture more learnt is
    worth more than its last digits."""
    enabled = device == "cuda" or torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return torch.autocast(device, torch.bfloat16, enabled=enabled)


def rate(peak, step, share_done):
    """The learning rate: up over the first steps, then down a half cosine to a hundredth."""
    cosine = 0.5 * (1 + math.cos(math.pi * share_done))
    return peak * min(1, (step + 1) / WARM_UP_STEPS) * (0.99 * cosine + 0.01)


@torch.no_grad()
def follow(mean, model, keep):
    for slow, fast in zip(mean.parameters(), model.parameters()):
        slow.lerp_(fast, 1 - keep)
    for slow, fast in zip(mean.buffers(), model.buffers()):
        slow.copy_(fast)


def optimiser_of(model, peak):
    """Weight decay on matrices only."""
    matrices = [p for p in model.parameters() if p.dim() > 1]
    vectors = [p for p in model.parameters() if p.dim() <= 1]
    groups = [{"params": matrices, "weight_decay": 0.01}, {"params": vectors, "weight_decay": 0}]
    return torch.optim.AdamW(groups, lr=peak)


def train(task, minutes, out, seed, drawers, threads, device, start, peak_rate):
    torch.set_num_threads(threads)
    torch.set_flush_denormal(True)
    queue = multiprocessing.Queue(16)
    processes = [
        multiprocessing.Process(
            target=draw, args=(queue, task.source, 1000 * seed + 100 + i, task.batch), daemon=True
        )
        for i in range(drawers)
    ]
    for process in processes:
        process.start()
    # Only now: threads that drawing starts would be missing in the processes.
    validation = task.validation()
    model = task.model.to(device)
    if start:
        model.load_state_dict(torch.load(start, map_location=device))
    mean = copy.deepcopy(model).eval()
    peak = peak_rate or task.peak_rate
    optimiser = optimiser_of(model, peak)
    print(f"{sum(p.numel() for p in model.parameters())} parameters", flush=True)
    started = told = time.monotonic()
    step, history, running = 0, [], []
    while (elapsed := time.monotonic() - started) < minutes * 60:
        for group in optimiser.param_groups:
            group["lr"] = rate(peak, step, elapsed / (minutes * 60))
        arrays = queue.get()
        model.train()
        losses = task.losses(model, arrays, device)
        optimiser.zero_grad()
        sum(losses).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimiser.step()
        step += 1
        running.append([loss.item() for loss in losses])
        follow(mean, model, min(0.998, 1 - 1 / (1 + step * 0.2)))
        if time.monotonic() - told > 150:
            told = time.monotonic()
            means = [round(sum(values) / len(values), 4) for values in zip(*running)]
            entry = {"minutes": round(elapsed / 60, 1), "drawn": step * task.batch, "losses": means}
            entry |= task.scores(copy.deepcopy(mean).cpu().eval(), validation)
            history.append(entry)
            running.clear()
            print(json.dumps(entry), flush=True)
            torch.save(mean.state_dict(), out / f"{task.name}.partial.pt")
    mean = mean.cpu()
    final = {"drawn": step * task.batch} | task.scores(mean, validation)
    print(json.dumps(final), flush=True)
    torch.save(mean.state_dict(), out / f"{task.name}.pt")
    (out / f"{task.name}-history.json").write_text(json.dumps([*history, final], indent=1))
    for process in processes:
        process.kill()


def main(description, task, minutes):
    """Trains `task()` as the command line says; `minutes` is the usual length."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--minutes", type=float, default=minutes)
    parser.add_argument("--out", type=Path, default=Path("out"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--drawers", type=int, default=1, help="processes that draw")
    parser.add_argument("--threads", type=int, default=1, help="threads that train")
    parser.add_argument("--start", type=Path, help="weights to begin with, instead of random ones")
    parser.add_argument("--peak-rate", type=float, help="of learning, instead of the usual one")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(arguments.seed)
    train(task(), **vars(arguments))
    os._exit(0)  # the queue still holds what nobody takes
