"""Screens: what their sub-pixels look like from as near as a camera comes, and from farther away."""

import cv2
import numpy as np

from paper import Drawing

#: Samples of a tile along one pixel of the display.
FINE = 48
#: Side of what a sensor's pixel sees, in pixels of the sensor.
APERTURE_PX = 0.9


class Displays(Drawing):
    """Draws displays; the same generator gives the same ones."""

    def __init__(self, rng):
        self.rng = rng

    def tile(self):
        """One period of the sub-pixels, of mean 1 in each colour, and its side in display pixels."""
        kind = self.rng.random()
        if kind < 0.62:
            return self._striped(), 1
        if kind < 0.85:
            return self._diamonds(), 2
        if kind < 0.95:
            return self._bent(), 2
        grid = np.zeros((FINE, FINE, 3), np.float32)
        grid[: int(FINE * self._u(0.75, 0.95)), : int(FINE * self._u(0.75, 0.95))] = 1
        return _even(grid), 1

    def seen(self, tile, period, x, y, camera_px, blur_px):
        """How the tile weighs the light at display coordinates `x`, `y`.

        `camera_px`: pixels of the sensor for one of the display; `blur_px`: optics, in the sensor's.
        """
        smooth = smoothed(tile, camera_px, blur_px)
        at = [np.mod(v / period, 1).astype(np.float32) * np.float32(FINE * period) for v in (x, y)]
        return cv2.remap(smooth, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)

    def bands(self, height):
        """Rows that a rolling shutter saw while the backlight was brighter or darker."""
        rows = np.arange(height, dtype=np.float32)
        wave = np.sin(rows * np.float32(2 * np.pi / self._u(20, 600)) + np.float32(self._u(0, 6.3)))
        if self._chance(0.4):
            wave = np.tanh(wave * 4)
        return (1 + wave * np.float32(self._u(0.01, 0.2)))[:, None, None]

    def _striped(self):
        tile = np.zeros((FINE, FINE, 3), np.float32)
        wide, high = FINE / 3 * self._u(0.6, 0.95), FINE * self._u(0.7, 0.97)
        order = (0, 1, 2) if self._chance(0.8) else (2, 1, 0)
        for place, channel in enumerate(order):
            left = place * FINE / 3
            tile[: int(high), int(left) : int(left + wide), channel] = 1
        return _even(tile if self._chance(0.85) else tile.swapaxes(0, 1).copy())

    def _bent(self):
        """Stripes that lean one way in one row and the other way in the next."""
        tile = self._striped()
        lean = self._u(0.05, 0.2) * FINE / FINE
        rows = np.arange(2 * FINE)
        offset = (np.abs(rows - FINE) * lean).astype(int)
        wide = np.tile(tile, (2, 2, 1))
        return _even(np.stack([np.roll(wide[row], offset[row], 0) for row in rows]))

    def _diamonds(self):
        tile = np.zeros((2 * FINE, 2 * FINE, 3), np.float32)
        small, large = FINE * self._u(0.15, 0.22), FINE * self._u(0.22, 0.32)
        for row in range(2):
            for column in range(2):
                own = np.zeros((2 * FINE, 2 * FINE), np.float32)
                centre = (int((column + 0.25) * FINE), int((row + 0.25) * FINE))
                cv2.circle(own, centre, int(small), 1, -1)
                tile[..., 1] += own
                own = np.zeros((2 * FINE, 2 * FINE), np.float32)
                centre = (int((column + 0.75) * FINE), int((row + 0.75) * FINE))
                box = np.array([(0, -1), (1, 0), (0, 1), (-1, 0)]) * large + centre
                cv2.fillConvexPoly(own, box.astype(np.int32), 1)
                tile[..., 0 if (row + column) % 2 else 2] += own
        return _even(np.clip(tile, 0, 1))


def _even(tile):
    return tile / tile.mean((0, 1), keepdims=True)


def smoothed(tile, camera_px, blur_px):
    """The tile, repeated without end, as optics and the sensor's pixels blur it."""
    frequencies = np.fft.fftfreq(tile.shape[0]) * FINE / camera_px
    passed = np.exp(-2 * (np.pi * blur_px * frequencies) ** 2) * np.sinc(APERTURE_PX * frequencies)
    spectrum = np.fft.fft2(tile, axes=(0, 1)) * (passed[:, None] * passed[None])[..., None]
    return np.fft.ifft2(spectrum, axes=(0, 1)).real.astype(np.float32)
