"""Photos of drawn documents, with what the locator shall say of them.

Targets are maps at a quarter of the photo's size: the documents, the lines of their zones, and on
those lines the direction of reading and the height of capitals.
"""

import cv2
import numpy as np
from PIL import Image, ImageDraw

from documents import SIZES_MM, Documents
from paper import Drawing, relief

SIDE_PX = 448
STRIDE = 4
DOCUMENT, ZONE, ALONG_X, ALONG_Y, CAPITAL = range(5)
MAPS = 5
#: Half the thickness of a line's band, in heights of its capitals.
BAND = 0.5


class Scenes(Drawing):
    """Draws photos, square and `side_px` wide; the same seed gives the same ones."""

    def __init__(self, seed, documents=80, side_px=SIDE_PX):
        self.side_px = side_px
        self.rng = np.random.default_rng(seed)
        self.maker = Documents(self.rng)
        self.documents = [self.maker.draw() for _ in range(documents)]
        self.reliefs = [relief(self.rng, self.maker.zones, self.side_px, self.side_px) for _ in range(40)]

    def batch(self, count):
        """Inputs (count, 3, h, w) from 0 to 1, targets (count, 5, h / 4, w / 4).

        Both sides are 448, or one of them is shorter: pictures that were cropped to the document
        show nothing around it.
        """
        inputs = np.zeros((count, 3, self.side_px, self.side_px), np.float32)
        targets = np.zeros((count, MAPS, self.side_px // STRIDE, self.side_px // STRIDE), np.float32)
        for i in range(count):
            photo, maps, _ = self.draw()
            inputs[i] = photo.transpose(2, 0, 1).astype(np.float32) / 255
            targets[i] = maps
            if self._chance(0.5):
                self.documents[int(self.rng.integers(len(self.documents)))] = self.maker.draw()
        if self._chance(0.4):
            short = int(self.rng.choice((288, 320, 352)))
            inputs, targets = _middle(inputs, short, 2), _middle(targets, short // STRIDE, 2)
        if self._chance(0.15):
            inputs, targets = inputs.swapaxes(2, 3), targets.swapaxes(2, 3)
            targets[:, [ALONG_X, ALONG_Y]] = targets[:, [ALONG_Y, ALONG_X]]
            # Exchanging the axes mirrors the text; mirroring once more makes it readable again.
            inputs, targets = inputs[..., ::-1], targets[..., ::-1].copy()
            targets[:, ALONG_X] *= -1
        return np.ascontiguousarray(inputs), np.ascontiguousarray(targets)

    def draw(self, tilt=None):
        """A photo, its maps and the documents with their corners (first where the reading begins).

        `tilt`: strength of the perspective, 0 to 1; at random where it is None.
        """
        photo = self._ground()
        maps = np.zeros((MAPS, self.side_px // STRIDE, self.side_px // STRIDE), np.float32)
        placed = []
        kind = self.rng.random()
        if kind < 0.08:
            self._letter(photo)
        elif kind < 0.12:
            pass
        else:
            document = self.documents[int(self.rng.integers(len(self.documents)))]
            if kind < 0.38:
                quads = self._filling(document)
            elif kind < 0.46:
                quads = self._near(document)
            elif kind < 0.55 and document.size != "ID-3":
                quads = self._pair(document)
            else:
                if self._chance(0.1):
                    self._letter(photo)
                quads = self._one(document, tilt)
            for number, quad in enumerate(quads):
                if number:
                    document = self._same_size(document.size)
                if document.size == "ID-3" and self._chance(0.35):
                    self._other_page(photo, quad, document)
                self._place(photo, maps, document, quad)
                placed.append((quad, document))
            if len(quads) > 1:
                _parted(maps, *quads)
            if self._chance(0.1):
                self._finger(photo, maps, quads[0])
        return self._photographed(photo), maps, placed

    def _same_size(self, size):
        same = [d for d in self.documents if d.size == size]
        return same[int(self.rng.integers(len(same)))]

    # Where documents lie.

    def _turn(self):
        kind = self.rng.random()
        if kind < 0.4:
            return self._u(-12, 12)
        if kind < 0.76:
            return float(self.rng.choice((90, 180, 270))) + self._u(-12, 12)
        return self._u(0, 360)

    def _one(self, document, tilt):
        height, width = document.image.shape[:2]
        span = self._u(0.45, 1.02) if self._chance(0.85) else self._u(0.28, 0.5)
        quad = _rectangle(width, height) * (self.side_px * span / np.hypot(width, height) * 1.12)
        strength = (self._u(0, 0.3) if self._chance(0.7) else self._u(0.2, 0.7)) if tilt is None else tilt
        quad = _tilted(quad, strength, self._u(0, 2 * np.pi)) @ _turning(self._turn()).T
        quad += self.side_px / 2 - quad.mean(0)
        reach = max(0.0, self.side_px - np.ptp(quad, 0).max()) / 2 + 0.04 * self.side_px
        quad += self.rng.uniform(-reach, reach, 2)
        if self._chance(0.08):
            quad += self.rng.uniform(-0.3, 0.3, 2) * self.side_px
        return [quad]

    def _filling(self, document):
        """A scan as wide as the picture, or a little wider or narrower."""
        height, width = document.image.shape[:2]
        span = self._u(0.97, 1.04) if self._chance(0.7) else self._u(0.85, 1.2)
        quad = _rectangle(width, height) * (self.side_px / max(width, height) * span)
        turn = float(self.rng.choice((0, 0, 90, 180, 270))) + (self._u(-1, 1) if self._chance(0.5) else 0)
        quad = quad @ _turning(turn).T
        return [quad + self.side_px / 2 - quad.mean(0)]

    def _near(self, document):
        """A page that is longer than the picture: cut at two opposite sides, or on all four."""
        height, width = document.image.shape[:2]
        quad = _rectangle(width, height) * (self.side_px / max(width, height) * self._u(1.05, 1.9))
        quad = _tilted(quad, self._u(0, 0.25), self._u(0, 2 * np.pi)) @ _turning(self._turn()).T
        quad += self.side_px / 2 - quad.mean(0) + self.rng.uniform(-0.2, 0.2, 2) * self.side_px
        return [quad]

    def _pair(self, document):
        """Front and back on one sheet, one above or beside the other, often without a gap."""
        height, width = document.image.shape[:2]
        gap = 0 if self._chance(0.25) else height * self._u(0.02, 0.4)
        quad = _rectangle(width, height)
        step = (0, height + gap) if self._chance(0.65) else (width + gap, 0)
        both = np.concatenate([quad, quad + step])
        both *= self.side_px / np.ptp(both, 0).max() * self._u(0.6, 1.0)
        both = both @ _turning(self._turn() if self._chance(0.5) else self._u(-3, 3)).T
        both += self.side_px / 2 - both.mean(0)
        return [both[:4], both[4:]]

    # What is painted.

    def _place(self, photo, maps, document, quad):
        height, width = document.image.shape[:2]
        to_photo = cv2.getPerspectiveTransform(_rectangle(width, height, False), quad.astype(np.float32))
        image = document.image
        shrink = np.linalg.norm(quad[1] - quad[0]) / width
        if shrink < 0.6:
            image = cv2.GaussianBlur(image, (0, 0), 0.42 / shrink)
        warped = cv2.warpPerspective(image, to_photo, (self.side_px, self.side_px), flags=cv2.INTER_LINEAR)
        outline = _rounded(width, height, 0 if self._chance(0.3) else 3.2 * 6)
        cover = cv2.warpPerspective(outline, to_photo, (self.side_px, self.side_px), flags=cv2.INTER_LINEAR)
        cover = cover.astype(np.float32)[..., None] / 255
        if self._chance(0.5):
            self._shadow(photo, cover[..., 0])
        light = np.array([self._u(0.6, 1.1)], np.float32)
        photo[:] = np.clip(photo * (1 - cover) + warped * light * cover, 0, 255).astype(np.uint8)
        small = cv2.resize(cover, (self.side_px // STRIDE,) * 2, interpolation=cv2.INTER_AREA)
        maps[DOCUMENT] = np.maximum(maps[DOCUMENT], small)
        for line in document.lines:
            self._mark(maps, line, to_photo)

    def _mark(self, maps, line, to_photo):
        half = line.capital * BAND
        corners = [
            (line.start[0], line.start[1] - half),
            (line.end[0], line.end[1] - half),
            (line.end[0], line.end[1] + half),
            (line.start[0], line.start[1] + half),
        ]
        corners = _moved(np.array(corners), to_photo)
        fine = np.zeros((self.side_px, self.side_px), np.uint8)
        cv2.fillConvexPoly(fine, np.round(corners * 16).astype(np.int32), 255, cv2.LINE_AA, 4)
        share = cv2.resize(fine, (self.side_px // STRIDE,) * 2, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
        along = corners[1] - corners[0]
        along = along / (np.linalg.norm(along) + 1e-6)
        left = np.linalg.norm(corners[3] - corners[0])
        right = np.linalg.norm(corners[2] - corners[1])
        inside = share > maps[ZONE]
        maps[ALONG_X][inside], maps[ALONG_Y][inside] = along
        ys, xs = np.nonzero(inside)
        length = np.linalg.norm(corners[1] - corners[0]) + 1e-6
        at = ((np.stack([xs, ys], 1) + 0.5) * STRIDE - corners[0]) @ along / length
        maps[CAPITAL][inside] = np.log(np.maximum(left + (right - left) * np.clip(at, 0, 1), 1) / 10)
        maps[ZONE] = np.maximum(maps[ZONE], share)

    def _other_page(self, photo, quad, document):
        """The page that lies above in an open booklet."""
        upper = quad[:2] * 2 - quad[3:1:-1]
        page = np.array([upper[0], upper[1], quad[1], quad[0]], np.float32)
        height, width = document.image.shape[:2]
        ground = np.full((height, width, 3), self.rng.integers(140, 250, 3), np.uint8)
        pattern = self.reliefs[int(self.rng.integers(len(self.reliefs)))].astype(np.float32)
        pattern = cv2.resize(pattern, (width, height))
        ground = np.clip(ground + pattern[..., None] * self._u(0.05, 0.3), 0, 255).astype(np.uint8)
        image = Image.fromarray(ground)
        draw = ImageDraw.Draw(image)
        for _ in range(self.rng.integers(0, 8)):
            font = self.maker._font(self._u(2, 5) * 6)
            draw.text((self._u(0, width), self._u(0, height)), self.maker.zones.sentence(), font=font, fill=(60, 60, 80))
        drawn = np.asarray(image)
        to_photo = cv2.getPerspectiveTransform(_rectangle(width, height, False), page)
        warped = cv2.warpPerspective(drawn, to_photo, (self.side_px, self.side_px))
        cover = cv2.warpPerspective(np.full((height, width), 255, np.uint8), to_photo, (self.side_px, self.side_px))
        cover = cover.astype(np.float32)[..., None] / 255
        photo[:] = (photo * (1 - cover) + warped * cover).astype(np.uint8)

    def _finger(self, photo, maps, quad):
        """A thumb that holds the document: it covers the edge, which goes on beneath it."""
        start, end = quad[int(self.rng.integers(4))], quad[int(self.rng.integers(4))]
        at = start + (end - start) * self._u(0.2, 0.8)
        centre = tuple(int(v) for v in at)
        axes = (int(self._u(18, 40)), int(self._u(30, 90)))
        skin = tuple(int(v) for v in np.array([220, 170, 140]) * self._u(0.4, 1.1))
        angle = self._u(0, 180)
        cv2.ellipse(photo, centre, axes, angle, 0, 360, skin, -1, cv2.LINE_AA)
        hidden = np.zeros((self.side_px, self.side_px), np.uint8)
        cv2.ellipse(hidden, centre, axes, angle, 0, 360, 255, -1)
        hidden = cv2.resize(hidden, (self.side_px // STRIDE,) * 2, interpolation=cv2.INTER_AREA) > 127
        maps[ZONE][hidden] = 0

    def _shadow(self, photo, cover):
        shift = np.float32([[1, 0, self._u(-10, 10)], [0, 1, self._u(-10, 10)]])
        shadow = cv2.GaussianBlur(cv2.warpAffine(cover, shift, (self.side_px, self.side_px)), (0, 0), self._u(2, 12))
        photo[:] = (photo * (1 - shadow[..., None] * self._u(0.1, 0.6))).astype(np.uint8)

    def _ground(self):
        """A desk, a cloth, a sheet of paper, grass: something a document lies on."""
        base = self.rng.uniform(10, 250, 3)
        base = base.mean() + (base - base.mean()) * self._u(0, 0.7)
        if self._chance(0.1):
            base = np.full(3, self.rng.choice((0, 3, 250, 255)))
        ground = np.broadcast_to(base, (self.side_px, self.side_px, 3)).astype(np.float32).copy()
        kind = self.rng.random()
        if kind < 0.25:
            grain = self.rng.standard_normal((self.side_px, int(self.rng.integers(2, 12))), np.float32)
            grain = cv2.resize(grain, (self.side_px, self.side_px), interpolation=cv2.INTER_CUBIC)
            if self._chance(0.5):
                grain = grain.T
            ground += grain[..., None] * self._colours(5, 30)
        elif kind < 0.75:
            for _ in range(self.rng.integers(1, 4)):
                pattern = self.reliefs[int(self.rng.integers(len(self.reliefs)))].astype(np.float32)
                if self._chance(0.5):
                    pattern = np.rot90(pattern, int(self.rng.integers(4)))
                ground += (pattern / 127)[..., None] * self._colours(-90, 90)
        elif kind < 0.85:
            step = int(self.rng.integers(12, 90))
            lines = ((np.arange(self.side_px) // step) % 2).astype(np.float32)
            board = np.abs(lines[:, None] - lines[None]) if self._chance(0.5) else np.repeat(lines[:, None], self.side_px, 1)
            ground += board[..., None] * self._colours(-70, 70)
        ground += self.rng.standard_normal((self.side_px, self.side_px, 1), np.float32) * np.float32(self._u(0, 12))
        ground = np.clip(ground, 0, 255).astype(np.uint8)
        if self._chance(0.3):
            for _ in range(self.rng.integers(1, 6)):
                self._thing(ground)
        return ground

    def _thing(self, photo):
        """Keys, a cup, a book's corner, the edge of the desk."""
        colour = tuple(int(v) for v in self.rng.integers(0, 256, 3))
        at = lambda: tuple(int(v) for v in self.rng.integers(-60, self.side_px + 60, 2))
        kind = int(self.rng.integers(3))
        if kind == 0:
            cv2.line(photo, at(), at(), colour, int(self.rng.integers(1, 30)), cv2.LINE_AA)
        elif kind == 1:
            cv2.circle(photo, at(), int(self.rng.integers(5, 120)), colour, -1 if self._chance(0.6) else 4, cv2.LINE_AA)
        else:
            box = _rectangle(self._u(20, 300), self._u(20, 300)) @ _turning(self._u(0, 360)).T + at()
            cv2.fillConvexPoly(photo, box.astype(np.int32), colour, cv2.LINE_AA)

    def _letter(self, photo):
        """A page of text that is no document: its lines are no zone, even in OCR-B."""
        image = Image.fromarray(photo)
        draw = ImageDraw.Draw(image)
        if self._chance(0.8):
            margin = self._u(-20, 80)
            draw.rectangle([margin, margin, self.side_px - margin, self.side_px - margin], fill=tuple(int(v) for v in self.rng.integers(200, 256, 3)))
        font = self.maker._font(self._u(8, 22))
        y = self._u(0, 60)
        while y < self.side_px:
            text = " ".join(self.maker.zones.sentence() for _ in range(self.rng.integers(1, 5)))
            draw.text((self._u(10, 60), y), text, font=font, fill=tuple(int(v) for v in self.rng.integers(0, 90, 3)))
            y += font.size * self._u(1.1, 2.2)
        turn = np.float32(cv2.getRotationMatrix2D((self.side_px / 2,) * 2, self._turn(), 1))
        photo[:] = cv2.warpAffine(np.asarray(image), turn, (self.side_px, self.side_px), borderMode=cv2.BORDER_REFLECT)

    def _photographed(self, photo):
        """Light, glare, blur, noise and compression."""
        height, width = photo.shape[:2]
        image = photo.astype(np.float32)
        if self._chance(0.5):
            level = self._chance(0.5)
            ramp = np.linspace(self._u(0.45, 1.15), self._u(0.45, 1.15), width if level else height, dtype=np.float32)
            image *= ramp[None, :, None] if level else ramp[:, None, None]
        if self._chance(0.2):
            spot = np.zeros((height // 4, width // 4), np.float32)
            centre = (int(self._u(0, width // 4)), int(self._u(0, height // 4)))
            cv2.ellipse(spot, centre, (int(self._u(3, 30)), int(self._u(3, 20))), self._u(0, 180), 0, 360, 1, -1)
            spot = cv2.resize(cv2.GaussianBlur(spot, (0, 0), self._u(1, 10)), (width, height))[..., None]
            image += (255 - image) * spot * np.float32(self._u(0.3, 1))
        if self._chance(0.15):
            image *= np.float32(self._u(0.25, 0.6))
        if self._chance(0.3):
            image *= self.rng.uniform(0.8, 1.15, 3).astype(np.float32)
        if self._chance(0.35):
            image = cv2.GaussianBlur(image, (0, 0), self._u(0.3, 1.6))
        if self._chance(0.6):
            image += self.rng.standard_normal(image.shape, np.float32) * np.float32(self._u(1, 12))
        image = np.clip(image, 0, 255).astype(np.uint8)
        if self._chance(0.1):
            image = np.repeat(image.mean(2, keepdims=True), 3, 2).astype(np.uint8)
        if self._chance(0.5):
            quality = [cv2.IMWRITE_JPEG_QUALITY, int(self.rng.integers(25, 93))]
            image = cv2.imdecode(cv2.imencode(".jpg", image, quality)[1], cv2.IMREAD_COLOR)
        return image

    def _colours(self, low, high):
        return self.rng.uniform(low, high, 3).astype(np.float32)


def _middle(values, length, axis):
    start = (values.shape[axis] - length) // 2
    return values.take(range(start, start + length), axis)


def _rectangle(width, height, centred=True):
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    return corners - (width / 2, height / 2) if centred else corners


def _turning(degrees):
    angle = np.deg2rad(degrees)
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def _tilted(quad, strength, towards):
    """The rectangle as a camera sees it that looks from the side: strength 1 is about 60 degrees."""
    angle = strength * np.pi / 3
    axis = np.array([np.cos(towards), np.sin(towards)])
    across = np.array([-axis[1], axis[0]])
    u, v = quad @ axis, quad @ across
    distance = np.ptp(quad, 0).max() * 1.6
    depth = 1 + u * np.sin(angle) / distance
    return np.outer(u * np.cos(angle) / depth, axis) + np.outer(v / depth, across)


def _moved(points, homography):
    out = np.c_[points, np.ones(len(points))] @ homography.T
    return out[:, :2] / out[:, 2:]


def _parted(maps, first, second):
    """Draws a line between two documents that touch: they are two."""
    fine = np.zeros([side * STRIDE for side in maps.shape[1:]], np.uint8)
    # Bottom to top, and right to left: corner of the first, corner of the second.
    for edge in (((3, 0), (2, 1)), ((1, 0), (2, 3))):
        ends = [(first[mine], second[other]) for mine, other in edge]
        if max(np.linalg.norm(mine - other) for mine, other in ends) < 2 * STRIDE:
            middles = [tuple(int(v) for v in np.round((mine + other) / 2)) for mine, other in ends]
            cv2.line(fine, *middles, 255, 2 * STRIDE, cv2.LINE_AA)
    part = cv2.resize(fine, maps.shape[:0:-1], interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    maps[DOCUMENT] = np.minimum(maps[DOCUMENT], 1 - part)


def _rounded(width, height, radius):
    mask = Image.new("L", (width, height), 0)
    ImageDraw.Draw(mask).rounded_rectangle([0, 0, width - 1, height - 1], radius, fill=255)
    return np.asarray(mask)


__all__ = ["Scenes", "SIZES_MM"]
