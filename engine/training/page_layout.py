"""The layout network: where a page laid flat has text, the portrait and the signature."""

import torch
from torch import nn

from locator import _doubled, _stage
from pages import MAPS, PORTRAIT, SIGNATURE, TEXT


class PageLayout(nn.Module):
    """(n, 3, h, w), red, green, blue from 0 to 1, sides multiples of 32, to (n, 5, h/4, w/4).

    Maps: score of text, log of a capital's height in tens of pixels, uprightness (positive where
    text stands upright; both mean something on text only), scores of portrait and of signature.
    """

    def __init__(self):
        super().__init__()
        self.first = _stage(3, 8, 2)
        self.quarter = nn.Sequential(_stage(8, 16, 2), _stage(16, 20))
        self.eighth = nn.Sequential(_stage(20, 32, 2), _stage(32, 32))
        self.sixteenth = nn.Sequential(_stage(32, 48, 2), _stage(48, 48))
        self.last = nn.Sequential(
            _stage(48, 64, 2), _stage(64, 64, 1, 2), _stage(64, 64, 1, 4), _stage(64, 64, 1, 2), _stage(64, 64)
        )
        self.to_sixteenth = nn.Conv2d(64, 48, 1)
        self.at_sixteenth = _stage(48, 48)
        self.to_eighth = nn.Conv2d(48, 32, 1)
        self.at_eighth = _stage(32, 32)
        self.to_quarter = nn.Conv2d(32, 20, 1)
        self.at_quarter = _stage(20, 20)
        self.head = nn.Conv2d(20, MAPS, 1)

    def forward(self, pages):
        quarter = self.quarter(self.first(pages - 0.5))
        eighth = self.eighth(quarter)
        sixteenth = self.sixteenth(eighth)
        up = self.last(sixteenth)
        up = self.at_sixteenth(sixteenth + _doubled(self.to_sixteenth(up)))
        up = self.at_eighth(eighth + _doubled(self.to_eighth(up)))
        up = self.at_quarter(quarter + _doubled(self.to_quarter(up)))
        return self.head(up)


class WithProbabilities(nn.Module):
    """What is exported: probabilities of text, portrait and signature instead of scores."""

    def __init__(self, layout):
        super().__init__()
        self.layout = layout

    def forward(self, pages):
        maps = self.layout(pages)
        text, shape, boxes = maps[:, : TEXT + 1], maps[:, TEXT + 1 : PORTRAIT], maps[:, PORTRAIT : SIGNATURE + 1]
        return torch.cat([torch.sigmoid(text), shape, torch.sigmoid(boxes)], 1)
