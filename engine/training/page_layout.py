"""The layout network: where a page laid flat has text, the portrait and the signature."""

import torch
from torch import nn

from locator import Maps
from pages import MAPS, PORTRAIT, SIGNATURE, TEXT


class PageLayout(Maps):
    """Score of text, log of a capital's height in tens of pixels, uprightness (positive where text
    stands upright; both mean something on text only), scores of portrait and of signature."""

    def __init__(self):
        super().__init__(MAPS, 20, 2)


class WithProbabilities(nn.Module):
    """What is exported: probabilities of text, portrait and signature instead of scores."""

    def __init__(self, layout):
        super().__init__()
        self.layout = layout

    def forward(self, pages):
        maps = self.layout(pages)
        text, shape, boxes = maps[:, : TEXT + 1], maps[:, TEXT + 1 : PORTRAIT], maps[:, PORTRAIT : SIGNATURE + 1]
        return torch.cat([torch.sigmoid(text), shape, torch.sigmoid(boxes)], 1)
