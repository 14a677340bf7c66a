"""Trains the layout network on drawn pages: `python train_page_layout.py --out DIR`."""

import torch
from torch.nn import functional

import training
from page_layout import PageLayout
from pages import CAPITAL, PORTRAIT, SIGNATURE, TEXT, UPRIGHT, Pages

BATCH = 4
VALIDATION_SEED = 7
#: Each map of scores, and how much more its own cells count than others.
WEIGHTS = ((TEXT, 2.0), (PORTRAIT, 1.0), (SIGNATURE, 3.0))


def losses(model, arrays, device):
    """Text, portrait, signature, height and uprightness, each as a mean over what it is defined on."""
    inputs, targets = (torch.from_numpy(values).to(device) for values in arrays)
    with training.faster(device):
        maps = model(inputs.to(memory_format=torch.channels_last))
    maps = maps.float()
    out = []
    for channel, weight in WEIGHTS:
        wanted = targets[:, channel]
        cells = functional.binary_cross_entropy_with_logits(
            maps[:, channel], wanted, pos_weight=torch.tensor(weight, device=device)
        )
        share = torch.sigmoid(maps[:, channel])
        overlap, both = (share * wanted).sum((1, 2)), share.sum((1, 2)) + wanted.sum((1, 2))
        out.append(cells + 0.5 * (1 - (2 * overlap + 20) / (both + 20)).mean())
    inside = (targets[:, TEXT] > 0.5).float()
    total = inside.sum().clamp(min=1)
    height = functional.smooth_l1_loss(maps[:, CAPITAL], targets[:, CAPITAL], reduction="none", beta=0.2)
    out.append((height * inside).sum() / total)
    upright = functional.softplus(-maps[:, UPRIGHT] * targets[:, UPRIGHT])
    out.append(0.3 * (upright * inside).sum() / total)
    return out


@torch.no_grad()
def scores(model, batches):
    """Mean intersection over union of text, portrait and signature; pages whose way up is right."""
    overlaps, upright = {TEXT: [], PORTRAIT: [], SIGNATURE: []}, []
    for inputs, targets in batches:
        maps, targets = model(torch.from_numpy(inputs)), torch.from_numpy(targets)
        for channel, values in overlaps.items():
            found, wanted = maps[:, channel] > 0, targets[:, channel] > 0.5
            either = (found | wanted).sum((1, 2))
            share = (found & wanted).sum((1, 2)) / either.clamp(min=1)
            values += [float(s) for s, e in zip(share, wanted.sum((1, 2))) if e > 0]
        inside = (targets[:, TEXT] > 0.5).float()
        agree = (maps[:, UPRIGHT] * targets[:, UPRIGHT] * inside).sum((1, 2))
        upright += (agree > 0).tolist()
    mean = lambda values: round(sum(values) / max(len(values), 1), 4)
    names = {TEXT: "text_iou", PORTRAIT: "portrait_iou", SIGNATURE: "signature_iou"}
    return {names[channel]: mean(values) for channel, values in overlaps.items()} | {"upright": mean(upright)}


def validation():
    held_out = Pages(VALIDATION_SEED)
    return [held_out.batch(BATCH) for _ in range(12)]


def task():
    return training.Task(
        name="page-layout",
        model=PageLayout().to(memory_format=torch.channels_last),
        source=Pages,
        losses=losses,
        validation=validation,
        scores=scores,
        batch=BATCH,
        peak_rate=2e-3,
    )


if __name__ == "__main__":
    training.main(__doc__, task, minutes=60)
