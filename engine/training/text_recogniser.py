"""The text recogniser: a strip of 32 pixels' height to one distribution every four pixels."""

import torch
from torch import nn

from words import ALPHABET

CLASSES = len(ALPHABET) + 1
CHANNELS = (16, 32, 56, 80, 96, 160)
DILATIONS = (1, 2, 4, 1)
#: Channels between the last features and the classes.
NARROW = 96


def _stage(inputs, outputs, kernel, stride, padding):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class TextRecogniser(nn.Module):
    """(n, 1, 32, width) to (n, width / 4, classes) scores; class 0 is blank.

    Convolutions only, as for the lines of zones. Accents need a row more of features before the
    rows are joined.
    """

    def __init__(self):
        super().__init__()
        c = CHANNELS
        self.stem = nn.Sequential(
            _stage(1, c[0], 3, (2, 2), 1),
            _stage(c[0], c[1], 3, (1, 1), 1),
            _stage(c[1], c[2], 3, (2, 2), 1),
            _stage(c[2], c[3], 3, (2, 1), 1),
            _stage(c[3], c[4], 3, (1, 1), 1),
            _stage(c[4], c[5], (4, 3), 1, (0, 1)),
        )
        self.context = nn.ModuleList(
            nn.Sequential(
                nn.Conv1d(c[5], c[5], 5, padding=2 * d, dilation=d, groups=2, bias=False),
                nn.BatchNorm1d(c[5]),
                nn.ReLU(inplace=True),
                nn.Conv1d(c[5], c[5], 1, bias=False),
                nn.BatchNorm1d(c[5]),
            )
            for d in DILATIONS
        )
        self.drop = nn.Dropout(0.1)
        self.narrow = nn.Sequential(nn.Conv1d(c[5], NARROW, 1), nn.ReLU(inplace=True))
        self.head = nn.Conv1d(NARROW, CLASSES, 1)

    def forward(self, strips):
        features = self.stem(strips).squeeze(2)
        for block in self.context:
            features = torch.relu(features + block(features))
        return self.head(self.narrow(self.drop(features))).transpose(1, 2)


class WithLogProbabilities(nn.Module):
    """What is exported: log probabilities instead of scores."""

    def __init__(self, recogniser):
        super().__init__()
        self.recogniser = recogniser

    def forward(self, strips):
        return torch.log_softmax(self.recogniser(strips), -1)
