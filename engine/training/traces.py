"""Pieces of pictures of documents, with what was done to them: photographed off a screen or a
printed copy, or altered afterwards. Targets and weights are maps of cells of 16 x 16 pixels.
"""

import cv2
import numpy as np

from camera import Camera
from displays import Displays
from documents import Documents
from paper import TEXT_FONTS, Drawing
from prints import Prints
from shots import DRAWN, PRINTED, SHOWN, SIDE_PX, SPARE_PX, TAKEN, Shot
from splices import Splices

CELL_PX = 16
SCREEN, PRINT, ALTERED = range(3)
MAPS = 3
#: How often each kind of shot is drawn; drawn ones never were in front of a camera.
SHARES = (0.40, 0.08, 0.26, 0.26)
#: How many pieces are shown again, beside as many new ones: drawing takes longer than learning.
REMEMBERED = 500
#: What trainings never see typed.
UNSEEN_FONTS = TEXT_FONTS[::4]


class Traces(Drawing):
    """Draws pieces; the same seed gives the same ones. `unseen`: also what trainings leave out."""

    def __init__(self, seed, unseen=False, documents=50):
        self.rng = np.random.default_rng(seed)
        self.unseen = unseen
        self.maker = Documents(self.rng)
        self.documents = [self.maker.draw() for _ in range(documents)]
        self.camera = Camera(self.rng)
        self.displays = Displays(self.rng)
        self.prints = Prints(self.rng)
        fonts = UNSEEN_FONTS if unseen else [f for f in TEXT_FONTS if f not in UNSEEN_FONTS]
        self.splices = Splices(self.rng, fonts)
        self.donors, self.waiting, self.seen = [], [], []

    def batch(self, count):
        """Inputs (count, 3, 192, 192) from 0 to 1, targets and weights (count, 3, 12, 12)."""
        inputs = np.zeros((count, 3, SIDE_PX, SIDE_PX), np.float32)
        targets = np.zeros((count, MAPS, SIDE_PX // CELL_PX, SIDE_PX // CELL_PX), np.float32)
        weights = np.ones_like(targets)
        for at in range(count):
            is_new = self.unseen or at % 2 == 0 or len(self.seen) < REMEMBERED
            piece, targets[at], weights[at] = self._new() if is_new else self._again()
            inputs[at] = piece.transpose(2, 0, 1).astype(np.float32) / 255
        return inputs, targets, weights

    def _new(self):
        if not self.waiting:
            self.waiting = self.pieces(int(self.rng.choice(len(SHARES), p=SHARES)))
            if self._chance(0.1):
                self.documents[int(self.rng.integers(len(self.documents)))] = self.maker.draw()
        piece = self.waiting.pop()
        if len(self.seen) < REMEMBERED:
            self.seen.append(piece)
        else:
            self.seen[int(self.rng.integers(REMEMBERED))] = piece
        return piece

    def _again(self):
        """A piece seen before, from another side: turning it moves no block of its compression."""
        piece, targets, weights = self.seen[int(self.rng.integers(REMEMBERED))]
        turns = int(self.rng.integers(4))
        piece, *maps = (np.rot90(values, turns, axes) for values, axes in ((piece, (0, 1)), (targets, (1, 2)), (weights, (1, 2))))
        if self._chance(0.5):
            return piece[:, ::-1], *(values[..., ::-1] for values in maps)
        return piece, *maps

    def pieces(self, kind):
        """Two or three pieces of one picture, stored in different ways; of a genuine one, all but
        the first altered. Each is (192, 192, 3), with its targets and weights."""
        document = self.documents[int(self.rng.integers(len(self.documents)))]
        shot = Shot(self, document, kind)
        picture, clear = shot.picture()
        if kind == TAKEN:
            self.donors = [*self.donors[-30:], picture]
        forged = (False, True, True) if kind == TAKEN else (False, False)
        return [self._finished(shot, picture, clear, own) for own in forged]

    def _finished(self, shot, picture, clear, forged):
        """The picture as it reaches the verifier."""
        if shot.kind != DRAWN and self._chance(0.75):
            picture = self.camera.stored(picture)
        if shot.kind in (TAKEN, DRAWN) and self._chance(0.15):
            picture = self.splices.overprinted(picture)
        changed = np.zeros(picture.shape[:2], bool)
        if forged:
            picture, changed = self.splices.altered(picture, shot.texts(), shot.portrait(), self._donor)
        side = SIDE_PX + SPARE_PX
        masks = [changed.astype(np.float32), shot.textured().astype(np.float32)]
        if picture.shape[0] != side:
            way = cv2.INTER_AREA if self._chance(0.6) else cv2.INTER_CUBIC
            picture = cv2.resize(picture, (side, side), interpolation=way)
            masks = [cv2.resize(mask, (side, side)) for mask in masks]
        top, left = (int(v) for v in self.rng.integers(0, SPARE_PX + 1, 2)) if self._chance(0.6) else (0, 0)
        cut = lambda values: values[top : top + SIDE_PX, left : left + SIDE_PX]
        piece = cut(picture)
        share, textured = (_cells(cut(mask)) for mask in masks)
        # Mirrored text is no text, but mirrored traces are traces still.
        turns, mirrored = int(self.rng.integers(4)), self._chance(0.5)
        turned = lambda values: np.rot90(values[:, ::-1] if mirrored else values, turns)
        piece, share, textured = turned(piece), turned(share), turned(textured)
        # Who alters a picture does not spoil it on purpose; the first piece is stored alike.
        piece = self.camera.stored(np.ascontiguousarray(piece), well=shot.kind == TAKEN and self._chance(0.6))
        targets = np.zeros((MAPS, SIDE_PX // CELL_PX, SIDE_PX // CELL_PX), np.float32)
        weights = np.ones_like(targets)
        targets[ALTERED] = share > 0.5
        weights[ALTERED][(share > 0.1) & (share <= 0.5)] = 0
        weights[:ALTERED, share > 0.1] = 0
        weights[PRINT] *= 1 - 0.75 * textured
        if shot.kind == SHOWN:
            targets[SCREEN], weights[SCREEN] = 1, clear
            weights[PRINT] = 0.5
        if shot.kind == PRINTED:
            targets[PRINT], weights[PRINT] = 1, clear
        return piece, targets, weights

    def _donor(self):
        """A picture that another camera took, or a portrait as it comes from a file."""
        if self.donors and self._chance(0.65):
            return self.donors[int(self.rng.integers(len(self.donors)))]
        side = int(self._u(200, 420))
        return self.maker.holder.portrait(side, side)[0]

    def away_from(self, low, high, gap):
        """A length between `low` and `high`, evenly by its logarithm, and outside the gap that only
        validation sees."""
        while True:
            value = float(np.exp(self._u(np.log(low), np.log(high))))
            if self.unseen or not gap[0] < value < gap[1]:
                return value


def _cells(mask):
    rows, columns = mask.shape[0] // CELL_PX, mask.shape[1] // CELL_PX
    return cv2.resize(mask, (columns, rows), interpolation=cv2.INTER_AREA)
