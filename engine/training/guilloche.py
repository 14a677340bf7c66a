"""Fine lines of security paper: families of waves, and rosettes."""

import cv2
import numpy as np

from paper import Drawing

#: Pixels of a drawing are told in so many parts.
FINE = 16
SHIFT = 4


class Guilloche(Drawing):
    """Draws fine lines; the same seed gives the same ones."""

    def __init__(self, rng):
        self.rng = rng

    def draw(self, image, px_per_mm):
        """Fine lines over a drawing (RGB, uint8), in place."""
        over = image.copy()
        self.thick = 2 if self._chance(0.25) else 1
        for _ in range(int(self.rng.integers(1, 4))):
            self._waves(over, px_per_mm)
        for _ in range(int(self.rng.integers(0, 3))):
            self._rosette(over, px_per_mm)
        share = self._u(0.3, 1)
        image[:] = cv2.addWeighted(over, share, image, 1 - share, 0)

    def _waves(self, over, px_per_mm):
        """Lines side by side, each like the one before it, a little shifted."""
        height, width = over.shape[:2]
        spacing = self._u(0.5, 1.8) * px_per_mm
        turn, reach = self._u(-0.6, 0.6), self._u(0.2, 3) * px_per_mm
        long, phase, drift = self._u(6, 50) * px_per_mm, self._u(0, 6), self._u(-0.25, 0.25)
        along = np.linspace(-0.2 * width, 1.2 * width, 140)
        ink = self._ink()
        for number in range(int(1.6 * height / spacing)):
            across = number * spacing - 0.3 * height
            wave = reach * np.sin(2 * np.pi * along / long + phase + drift * number)
            y = across + wave + turn * (along - width / 2)
            self._line(over, along, y, ink)

    def _rosette(self, over, px_per_mm):
        """Loops around a centre, each turned against the one before it."""
        height, width = over.shape[:2]
        centre, radius = (self._u(0, width), self._u(0, height)), self._u(6, 22) * px_per_mm
        leaves, depth = int(self.rng.integers(3, 14)), self._u(0.08, 0.5)
        angles = np.linspace(0, 2 * np.pi, 220)
        ink, rings = self._ink(), int(self.rng.integers(8, 40))
        for ring in range(rings):
            share = 1 - self._u(0, 0.03) - 0.75 * ring / rings
            reach = radius * share * (1 + depth * np.cos(leaves * angles + 2 * np.pi * ring / rings))
            self._line(over, centre[0] + reach * np.cos(angles), centre[1] + reach * np.sin(angles), ink)

    def _line(self, over, x, y, ink):
        points = np.round(np.stack([x, y], 1) * FINE).astype(np.int32)
        cv2.polylines(over, [points], False, ink, self.thick, cv2.LINE_AA, SHIFT)

    def _ink(self):
        return self._colour(40, 230)
