"""Trains the line recogniser on drawn lines: `python train_recogniser.py --out DIR`."""

import torch
from torch.nn import functional

import training
from recogniser import Recogniser
from strips import BLANK, IGNORED, Strips
from zones import CHARACTERS

VALIDATION_SEED = 7


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


@torch.no_grad()
def exact_share(model, batches):
    right = total = 0
    for inputs, _, texts in batches:
        read = greedy(model(torch.from_numpy(inputs)))
        right += sum(a == b for a, b in zip(read, texts))
        total += len(texts)
    return {"validation_exact": round(right / total, 4)}


def losses(model, arrays, device):
    inputs, targets, _ = arrays
    scores = model(torch.from_numpy(inputs).to(device)).flatten(0, 1)
    targets = torch.from_numpy(targets).flatten().to(device)
    return [functional.cross_entropy(scores, targets, ignore_index=IGNORED)]


def validation():
    held_out = Strips(VALIDATION_SEED, 40)
    return [held_out.batch(64, characters) for characters in (44, 44, 36, 30)]


def task():
    return training.Task(
        name="recogniser",
        model=Recogniser(),
        source=Strips,
        losses=losses,
        validation=validation,
        scores=exact_share,
        batch=32,
        peak_rate=3e-3,
    )


if __name__ == "__main__":
    training.main(__doc__, task, minutes=55)
