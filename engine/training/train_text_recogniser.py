"""Trains the text recogniser on drawn lines: `python train_text_recogniser.py --out DIR`."""

import torch
from torch.nn import functional

import training
from strips import BLANK, IGNORED
from text_lines import WIDTHS_PX, TextLines
from text_recogniser import TextRecogniser
from words import ALPHABET

VALIDATION_SEED = 7


def greedy(scores):
    """Texts by the best class of each step, repeats and blanks taken out."""
    texts = []
    for best in scores.argmax(-1).tolist():
        text = ""
        for at, character in enumerate(best):
            if character != BLANK and (at == 0 or best[at - 1] != character):
                text += ALPHABET[character - 1]
        texts.append(text.strip())
    return texts


def distance(a, b):
    """Levenshtein's, of two texts."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


@torch.no_grad()
def scores(model, batches):
    """Share of exact lines, and wrong characters over all."""
    right = total = wrong = characters = 0
    for inputs, _, texts in batches:
        read = greedy(model(torch.from_numpy(inputs)))
        right += sum(a == b for a, b in zip(read, texts))
        total += len(texts)
        wrong += sum(distance(a, b) for a, b in zip(read, texts))
        characters += sum(len(text) for text in texts)
    return {"lines_exact": round(right / total, 4), "character_error": round(wrong / characters, 4)}


def losses(model, arrays, device):
    inputs, targets, _ = arrays
    with training.faster(device):
        found = model(torch.from_numpy(inputs).to(device, memory_format=torch.channels_last))
    targets = torch.from_numpy(targets).flatten().to(device)
    return [functional.cross_entropy(found.float().flatten(0, 1), targets, ignore_index=IGNORED)]


def validation():
    held_out = TextLines(VALIDATION_SEED, 40)
    return [held_out.batch(64, width) for width in WIDTHS_PX]


def task():
    return training.Task(
        name="text-recogniser",
        model=TextRecogniser().to(memory_format=torch.channels_last),
        source=TextLines,
        losses=losses,
        validation=validation,
        scores=scores,
        batch=32,
        peak_rate=3e-3,
    )


if __name__ == "__main__":
    training.main(__doc__, task, minutes=75)
