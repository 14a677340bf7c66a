"""What printers make of a picture: dots in a raster, dots that are scattered, engraved dots.

Pictures are reflectances, float32, 0 to 1, red, green and blue.
"""

import cv2
import numpy as np
from PIL import Image

from paper import Drawing

#: Degrees of the rasters of cyan, magenta, yellow and black.
ANGLES = (15.0, 75.0, 0.0, 45.0)
TILE = 64


class Prints(Drawing):
    """Prints pictures; the same generator gives the same ones."""

    def __init__(self, rng):
        self.rng = rng

    def raster(self, picture, period_px, grey=False):
        """Dots in rows, larger where it is darker: offset printing and laser printers."""
        inks, lasting = self._inks(picture, grey)
        spots = self._spots()
        turn = 0.0 if self._chance(0.7) else self._u(0, 90)
        out = np.ones_like(picture)
        gain = np.float32(period_px * self._u(0.5, 1.2))
        for ink, colour, angle in zip(inks, lasting, ANGLES if len(inks) > 1 else ANGLES[3:]):
            angle = np.deg2rad(angle + turn)
            across, along = np.cos(angle) * TILE / period_px, np.sin(angle) * TILE / period_px
            to_spots = np.array([(across, along, self._u(0, TILE)), (-along, across, self._u(0, TILE))])
            flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
            limits = cv2.warpAffine(spots, to_spots, picture.shape[1::-1], flags=flags, borderMode=cv2.BORDER_WRAP)
            covered = np.clip((ink - limits) * gain + 0.5, 0, 1)
            out *= 1 - covered[..., None] * (1 - colour)
        return out

    def scattered(self, picture, grey=False):
        """Dots of one size, as near as the tone asks for: ink jets. One pixel is one dot."""
        inks, lasting = self._inks(picture, grey)
        out = np.ones_like(picture)
        levels = 1 if self._chance(0.6) else int(self.rng.integers(2, 5))
        for ink, colour in zip(inks, lasting):
            fine = np.clip(ink, 0, 1) * levels
            whole = np.minimum(np.floor(fine), levels - 1)
            rest = Image.fromarray(np.clip((fine - whole) * 255, 0, 255).astype(np.uint8))
            dots = np.asarray(rest.convert("1"), np.float32)
            covered = (whole + dots) / levels
            out *= 1 - covered[..., None] * (1 - colour)
        if self._chance(0.3):
            pace = int(self.rng.integers(6, 60))
            rows = (np.arange(picture.shape[0]) % pace == 0) * np.float32(self._u(0.02, 0.25))
            out = out + (1 - out) * rows[:, None, None].astype(np.float32)
        return out

    def engraved(self, picture):
        """Grey dots that a laser burnt in rows; one pixel is one dot's place."""
        grey = picture.mean(2)
        height, width = grey.shape
        dot = cv2.resize(grey, (width, height))
        rows = 1 + np.float32(self._u(0, 0.25)) * np.where(np.arange(height) % 2, 1, -1)[:, None]
        uneven = 1 + self.rng.standard_normal((height, width), np.float32) * np.float32(self._u(0.02, 0.2))
        burnt = np.clip((1 - dot) * rows * uneven, 0, 1)
        if self._chance(0.35):
            burnt = np.asarray(Image.fromarray((burnt * 255).astype(np.uint8)).convert("1"), np.float32) * np.float32(0.9)
        return np.repeat((1 - burnt)[..., None], 3, 2).astype(np.float32)

    def _inks(self, picture, grey):
        """How much of each ink, and what of red, green and blue each lets pass."""
        if grey:
            return [1 - picture.mean(2)], [np.full(3, self._u(0.03, 0.15), np.float32)]
        wanted = 1 - np.clip(picture, 0, 1)
        black = wanted.min(2)
        share = self._u(0.2, 1)
        black = np.clip((black - self._u(0, 0.4)) * share, 0, 1).astype(np.float32)
        rest = np.clip((wanted - black[..., None]) / np.maximum(1 - black[..., None], 0.05), 0, 1)
        passed = np.array([(0.08, 0.6, 0.85), (0.85, 0.1, 0.5), (0.97, 0.9, 0.1), (0.06, 0.06, 0.06)], np.float32)
        passed = np.clip(passed + self.rng.normal(0, 0.03, passed.shape), 0.01, 1).astype(np.float32)
        return [rest[..., 0], rest[..., 1], rest[..., 2], black], list(passed)

    def _spots(self):
        """The tone from which each place of a dot is inked; all tones equally often."""
        y, x = np.mgrid[:TILE, :TILE].astype(np.float32) * np.float32(2 * np.pi / TILE)
        kind = self.rng.random()
        if kind < 0.6:
            height = np.cos(x) + np.cos(y)
        elif kind < 0.8:
            height = np.cos(x) + self._u(0.1, 0.5) * np.cos(y)
        else:
            height = np.cos(x) * 1.0 + 0.02 * np.cos(y)
        order = np.argsort(np.argsort(-height, axis=None)).reshape(height.shape)
        return ((order + 0.5) / order.size).astype(np.float32)
