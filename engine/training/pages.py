"""Pages laid flat, with what the page reader's network shall say of them.

Targets are maps at a quarter of the picture's size: lines of text and the height of their capitals,
the portrait, the signature, and whether the text stands upright.
"""

import cv2
import numpy as np

from documents import SIZES_MM
from scenes import STRIDE, Scenes, _moved, _rectangle

WIDTH_PX = 704
TEXT, CAPITAL, UPRIGHT, PORTRAIT, SIGNATURE = range(5)
MAPS = 5
#: Half the thickness of a line's band, in heights of its capitals: lines that stand close keep apart.
BAND = 0.4
#: Heights that are drawn, by the document's size, as sides of the network's input.
HEIGHT_PX = {size: round(WIDTH_PX * h / w / 32) * 32 for size, (w, h) in SIZES_MM.items()}


class Pages(Scenes):
    """Draws pages; the same seed gives the same ones."""

    def batch(self, count):
        """Inputs (count, 3, h, w) from 0 to 1, targets (count, 5, h / 4, w / 4), all of one size."""
        size = str(self.rng.choice(("ID-1", "ID-2", "ID-3"), p=(0.55, 0.1, 0.35)))
        height = HEIGHT_PX[size]
        inputs = np.zeros((count, 3, height, WIDTH_PX), np.float32)
        targets = np.zeros((count, MAPS, height // STRIDE, WIDTH_PX // STRIDE), np.float32)
        for i in range(count):
            picture, targets[i] = self.page(size)
            inputs[i] = picture.transpose(2, 0, 1).astype(np.float32) / 255
            if self._chance(0.6):
                self.documents[int(self.rng.integers(len(self.documents)))] = self.maker.draw()
        return inputs, targets

    def page(self, size):
        """One page of that size, roughly laid flat, and its maps."""
        fitting = [d for d in self.documents if d.size == size and d.image.shape[1] > d.image.shape[0]]
        if not fitting or self._chance(0.2):
            while (document := self.maker.draw()).size != size or document.image.shape[1] < document.image.shape[0]:
                pass
        else:
            document = fitting[int(self.rng.integers(len(fitting)))]
        height, width = HEIGHT_PX[size], WIDTH_PX
        own_height, own_width = document.image.shape[:2]
        quad = _rectangle(width, height, False)
        reach = 0.012 if self._chance(0.7) else 0.04
        quad = quad + self.rng.normal(0, reach, (4, 2)) * width
        if self._chance(0.1):
            quad = (quad - (width / 2, height / 2)) * self._u(0.75, 1.1) + (width / 2, height / 2)
        upright = self._chance(0.72)
        if not upright:
            quad = np.roll(quad, 2, 0)
        to_page = cv2.getPerspectiveTransform(_rectangle(own_width, own_height, False), quad.astype(np.float32))
        shrink = np.linalg.norm(quad[1] - quad[0]) / own_width
        image = document.image
        if shrink < 0.6:
            image = cv2.GaussianBlur(image, (0, 0), 0.42 / shrink)
        ground = tuple(int(v) for v in self.rng.integers(0, 256, 3))
        picture = cv2.warpPerspective(image, to_page, (width, height), borderMode=cv2.BORDER_CONSTANT, borderValue=ground)
        maps = np.zeros((MAPS, height // STRIDE, width // STRIDE), np.float32)
        for text in document.texts:
            self._mark_text(maps, text.box, to_page, upright)
        for plane, box in ((PORTRAIT, document.portrait), (SIGNATURE, document.signature)):
            if box is not None:
                maps[plane] = _share(maps, _moved(_corners(box), to_page))
        if self._chance(0.5):
            picture = self._coarse(picture)
        return self._photographed(picture), maps

    def _mark_text(self, maps, box, to_page, upright):
        left, top, right, bottom = box
        middle, half = (top + bottom) / 2, (bottom - top) * BAND
        corners = _moved(_corners((left, middle - half, right, middle + half)), to_page)
        share = _share(maps, corners)
        inside = share > maps[TEXT]
        capital = np.linalg.norm(corners[3] - corners[0]) / (2 * BAND)
        maps[CAPITAL][inside] = np.log(max(capital, 1) / 10)
        maps[UPRIGHT][inside] = 1.0 if upright else -1.0
        maps[TEXT] = np.maximum(maps[TEXT], share)

    def _coarse(self, picture):
        """As a camera from farther away saw it."""
        height, width = picture.shape[:2]
        share = self._u(0.35, 0.95)
        small = cv2.resize(picture, (int(width * share), int(height * share)), interpolation=cv2.INTER_AREA)
        return cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)


def _corners(box):
    left, top, right, bottom = box
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float64)


def _share(maps, corners):
    """How much of each cell a quadrilateral covers."""
    rows, columns = maps.shape[1:]
    fine = np.zeros((rows * STRIDE, columns * STRIDE), np.uint8)
    cv2.fillConvexPoly(fine, np.round(corners * 16).astype(np.int32), 255, cv2.LINE_AA, 4)
    return cv2.resize(fine, (columns, rows), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
