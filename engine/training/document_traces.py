"""The traces network: where a picture shows that it was taken off a screen, off a printed copy, or
altered afterwards."""

import torch
from torch import nn

from traces import MAPS

#: Filters of the first layer that begin with seeing brightness and colour.
SEEING = 3


def _stage(inputs, outputs, kernel, stride=1, dilation=1):
    padding = dilation if kernel == 3 else 1
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, padding, dilation, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class DocumentTraces(nn.Module):
    """(n, 3, h, w), red, green, blue from 0 to 1 as they were stored, sides multiples of 16, to
    (n, 3, h/16, w/16): scores of a screen, of a print, of an alteration."""

    def __init__(self, width=40):
        super().__init__()
        # Nothing is averaged before the second stage: what tells a trace is one to three pixels wide.
        self.down = nn.Sequential(
            _stage(3, 14, 4, 2), _stage(14, 24, 3, 2), _stage(24, 32, 3, 2), _stage(32, width, 3, 2)
        )
        # An alteration shows beside what was not altered, up to 150 pixels away.
        self.context = nn.ModuleList(_stage(width, width, 3, 1, dilation) for dilation in (1, 2, 4, 2))
        self.head = nn.Conv2d(width, MAPS, 1)
        for layer in self.modules():
            if isinstance(layer, nn.Conv2d) and layer is not self.head:
                nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
        # Most filters begin blind to brightness and colour. Normalisation would else make what tells
        # a trace, some hundredths, small beside them, and learning would take many times longer.
        blind = self.down[0][0].weight.data[SEEING:]
        blind -= blind.mean((2, 3), keepdim=True)

    def forward(self, pictures):
        maps = self.down(pictures - 0.5)
        for block in self.context:
            maps = maps + block(maps)
        return self.head(maps)


class WithProbabilities(nn.Module):
    """What is exported: probabilities instead of scores."""

    def __init__(self, traces):
        super().__init__()
        self.traces = traces

    def forward(self, pictures):
        return torch.sigmoid(self.traces(pictures))
