"""Trains the traces network on drawn pictures: `python train_document_traces.py --out DIR`."""

import cv2
import numpy as np
import torch
from torch.nn import functional

import training
from document_traces import DocumentTraces
from traces import ALTERED, PRINT, SCREEN, Traces

BATCH = 12
VALIDATION_SEED = 7
PIECES = 480
#: How much more the cells with a trace count than those without; alterations are small.
FOUND = (1.0, 1.0, 5.0)
FALSE_ALARMS = 0.02


def losses(model, arrays, device):
    """Screen, print and alteration of cells, and screen and print of whole pieces."""
    inputs, targets, weights = (torch.from_numpy(values).to(device) for values in arrays)
    # Single precision: in a trial, `training.faster` gave no finite gradients with dilated layers.
    maps = model(inputs.to(memory_format=torch.channels_last)).float()
    out = []
    for channel, found in enumerate(FOUND):
        cells = functional.binary_cross_entropy_with_logits(
            maps[:, channel], targets[:, channel], weights[:, channel], pos_weight=torch.tensor(found, device=device)
        )
        out.append(cells)
    for channel in (SCREEN, PRINT):
        whole, wanted = maps[:, channel].mean((1, 2)), targets[:, channel].amax((1, 2))
        weight = weights[:, channel].mean((1, 2))
        out.append(0.5 * functional.binary_cross_entropy_with_logits(whole, wanted, weight))
    return out


@torch.no_grad()
def scores(model, batches):
    """Shares found at 2 % false alarms: of screens and prints that show clearly, by cells and by the
    mean of a piece; of altered places, a false alarm being a genuine piece with any cell above."""
    maps = np.concatenate([model(torch.from_numpy(inputs)).numpy() for inputs, _, _ in batches])
    targets, weights = (np.concatenate([batch[at] for batch in batches]) for at in (1, 2))
    genuine = ~targets[:, [SCREEN, PRINT]].any((1, 2, 3))
    whole = genuine & ~targets[:, ALTERED].any((1, 2)) & (weights[:, ALTERED].min((1, 2)) > 0)
    out = {}
    for name, channel in (("screen", SCREEN), ("print", PRINT)):
        clear = targets[:, channel].any((1, 2)) & (weights[:, channel].mean((1, 2)) > 0.5)
        own, certain = maps[:, channel], weights[:, channel] > 0.5
        limit = np.quantile(own[genuine][certain[genuine]], 1 - FALSE_ALARMS)
        out[f"{name}_cells"] = float((own[clear] > limit).mean())
        # Pieces of portraits alone, with dots of their own, tell nothing of the document.
        means, known = own.mean((1, 2)), genuine & (certain.mean((1, 2)) > 0.5)
        out[f"{name}_pieces"] = float((means[clear] > np.quantile(means[known], 1 - FALSE_ALARMS)).mean())
    limit = np.quantile(maps[whole, ALTERED].max((1, 2)), 1 - FALSE_ALARMS)
    found = []
    for own, target in zip(maps[:, ALTERED], targets[:, ALTERED]):
        count, regions = cv2.connectedComponents(target.astype(np.uint8))
        found += [bool((own[regions == region] > limit).any()) for region in range(1, count)]
    out["altered"] = float(np.mean(found))
    return {name: round(value, 3) for name, value in out.items()}


def validation():
    held_out = Traces(VALIDATION_SEED, unseen=True)
    return [held_out.batch(BATCH) for _ in range(PIECES // BATCH)]


def task():
    return training.Task(
        name="document-traces",
        model=DocumentTraces().to(memory_format=torch.channels_last),
        source=Traces,
        losses=losses,
        validation=validation,
        scores=scores,
        batch=BATCH,
        peak_rate=3e-3,
    )


if __name__ == "__main__":
    training.main(__doc__, task, minutes=75)
