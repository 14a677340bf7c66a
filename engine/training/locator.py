"""The locator: where documents lie in a photo, where the lines of a zone run and which way."""

import torch
from torch import nn
from torch.nn import functional

from scenes import MAPS


def _stage(inputs, outputs, stride=1, dilation=1):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, dilation, dilation, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class Maps(nn.Module):
    """(n, 3, h, w), red, green, blue from 0 to 1, sides multiples of 32, to (n, `maps`, h/4, w/4).

    `width`: channels at a quarter of the input's size; `depth`: layers at an eighth.
    """

    def __init__(self, maps, width, depth):
        super().__init__()
        self.first = _stage(3, 8, 2)
        self.quarter = nn.Sequential(_stage(8, 16, 2), _stage(16, width))
        self.eighth = nn.Sequential(_stage(width, 32, 2), *(_stage(32, 32) for _ in range(depth - 1)))
        self.sixteenth = nn.Sequential(_stage(32, 48, 2), _stage(48, 48))
        self.last = nn.Sequential(
            _stage(48, 64, 2), _stage(64, 64, 1, 2), _stage(64, 64, 1, 4), _stage(64, 64, 1, 2), _stage(64, 64)
        )
        self.to_sixteenth = nn.Conv2d(64, 48, 1)
        self.at_sixteenth = _stage(48, 48)
        self.to_eighth = nn.Conv2d(48, 32, 1)
        self.at_eighth = _stage(32, 32)
        self.to_quarter = nn.Conv2d(32, width, 1)
        self.at_quarter = _stage(width, width)
        self.head = nn.Conv2d(width, maps, 1)

    def forward(self, photos):
        quarter = self.quarter(self.first(photos - 0.5))
        eighth = self.eighth(quarter)
        sixteenth = self.sixteenth(eighth)
        up = self.last(sixteenth)
        up = self.at_sixteenth(sixteenth + _doubled(self.to_sixteenth(up)))
        up = self.at_eighth(eighth + _doubled(self.to_eighth(up)))
        up = self.at_quarter(quarter + _doubled(self.to_quarter(up)))
        return self.head(up)


def _doubled(maps):
    return functional.interpolate(maps, scale_factor=2, mode="nearest")


class Locator(Maps):
    """Scores of document and zone, direction of reading (x and y), log of a capital's height in tens
    of pixels; the last three mean something on zones only."""

    def __init__(self):
        super().__init__(MAPS, 24, 3)


class WithProbabilities(nn.Module):
    """What is exported: probabilities of document and zone instead of scores."""

    def __init__(self, locator):
        super().__init__()
        self.locator = locator

    def forward(self, photos):
        maps = self.locator(photos)
        return torch.cat([torch.sigmoid(maps[:, :2]), maps[:, 2:]], 1)
