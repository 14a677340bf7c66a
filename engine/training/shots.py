"""One document before a camera: as it is, shown on a display, or printed."""

import cv2
import numpy as np

from displays import smoothed
from documents import SCALE
from scenes import _moved

#: Side of a piece, and how much more is drawn for its place among blocks of compression to vary.
SIDE_PX = 192
SPARE_PX = 16
TAKEN, DRAWN, SHOWN, PRINTED = range(4)
#: Sides of what the sensor sees and of what is laid before it: drawing more takes too long.
SENSOR_PX, FLAT_PX = 420, 680
#: What trainings never see: camera pixels for one of the display, and rasters in lines per inch.
UNSEEN_RATIO = (1.25, 1.5)
UNSEEN_LINES = (115.0, 135.0)


class Shot:
    """A document before a camera."""

    def __init__(self, source, document, kind):
        self.source, self.document, self.kind = source, document, kind
        self.rng = source.rng
        self.capture = source.camera.capture()
        self.textures = None
        u, chance = source._u, source._chance
        low = {PRINTED: 5.5, SHOWN: 3.0, DRAWN: 2.5}.get(kind, 2.2)
        high = {DRAWN: 7.0, SHOWN: 22.0}.get(kind, 28.0)
        final = float(np.exp(u(np.log(low), np.log(high))))
        after = 1.0 if chance(0.7) else u(0.7, 1.0)
        if kind == DRAWN:
            self.capture.scale = 1.0
        #: Side of the picture before it is reduced for the last time, and of what the sensor sees.
        self.side = round((SIDE_PX + SPARE_PX) / after)
        self.capture.scale = max(self.capture.scale, self.side / SENSOR_PX)
        self.sensor = int(np.ceil(self.side / self.capture.scale))
        #: Pixels of the sensor for one millimetre, and of the last picture for one of the sensor.
        self.density = final / (self.capture.scale * after)
        self.shrunk = self.capture.scale * after
        self.turn = self._turn()

    def picture(self):
        """The picture, uint8, and how clearly it shows what it was taken of (0 to 1)."""
        if self.kind == SHOWN:
            light, clear = self._shown()
        elif self.kind == PRINTED:
            light, clear = self._printed()
        else:
            self._lay(self.density * (1.0 if self.kind == DRAWN else self.source._u(1.0, 1.3)))
            light, clear = self._seen(self._printed_holder(self._flat())), 1.0
        if self.kind == DRAWN:
            taken = np.clip(light, 0, 1) ** np.float32(1 / 2.2) * 255
            taken = np.clip(taken + 0.5, 0, 255).astype(np.uint8)
        else:
            taken = self.source.camera.take(light, self.capture, focused=self.kind == SHOWN)
        return (taken if taken.shape[0] == self.side else cv2.resize(taken, (self.side,) * 2)), clear

    def texts(self):
        """Boxes of the text that the picture shows."""
        boxes = [self._box(text.box) for text in self.document.texts]
        fits = lambda b: b[0] > 2 and b[1] > 2 and b[2] < self.side - 2 and b[3] < self.side - 2
        return [b for b in boxes if fits(b) and b[3] - b[1] > 6 and b[2] - b[0] > 24]

    def portrait(self):
        if self.document.portrait is None:
            return None
        box = np.clip(self._box(self.document.portrait), 0, self.side)
        return tuple(box) if min(box[2] - box[0], box[3] - box[1]) > 40 else None

    def textured(self):
        """Where the portrait's own dots stand, which look like those of a copy."""
        mask = np.zeros((self.side, self.side), np.uint8)
        if self.textures is not None:
            left, top, right, bottom = self.textures
            corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float64)
            cv2.fillConvexPoly(mask, _moved(corners, self._to_picture()).astype(np.int32), 1)
        return mask

    def _turn(self):
        u, chance = self.source._u, self.source._chance
        if self.kind == DRAWN or chance(0.6):
            return u(-4, 4) if chance(0.8) else float(self.rng.choice((90, 180, 270)))
        return u(-15, 15) if chance(0.7) else u(0, 360)

    def _lay(self, density):
        """Chooses what part of the document is seen, drawn at `density` pixels a millimetre."""
        u, chance = self.source._u, self.source._chance
        angle = np.deg2rad(self.turn)
        reach = abs(np.cos(angle)) + abs(np.sin(angle)) + 0.06
        density = min(density, FLAT_PX / (self.sensor * reach) * self.density)
        self.flat_density = density
        side = int(np.ceil(self.sensor * reach * density / self.density))
        centre = self._centre()
        scale = density / SCALE
        self.to_flat = np.array([(scale, 0, side / 2 - centre[0] * scale), (0, scale, side / 2 - centre[1] * scale), (0, 0, 1)])
        self.flat_side = side
        zoom = self.density / density
        cos, sin = np.cos(angle) * zoom, np.sin(angle) * zoom
        own = np.array([(cos, -sin, 0), (sin, cos, 0), (0, 0, 1)])
        if self.kind != DRAWN and not self.capture.scanner and chance(0.6):
            own[2, :2] = self.rng.normal(0, 0.06, 2) / side * zoom
        middle = lambda x, sign: np.array([(1, 0, sign * x / 2), (0, 1, sign * x / 2), (0, 0, 1)])
        self.to_sensor = middle(self.sensor, 1) @ own @ middle(side, -1)

    def _centre(self):
        """A place that is worth looking at."""
        kind, document = self.rng.random(), self.document
        height, width = document.image.shape[:2]
        if kind < 0.45 and document.portrait is not None:
            left, top, right, bottom = document.portrait
            return self.rng.uniform((left, top), (right, bottom))
        if kind < 0.85 and document.texts:
            left, top, right, bottom = document.texts[int(self.rng.integers(len(document.texts)))].box
            return self.rng.uniform((left, top), (right, bottom + 1))
        return self.rng.uniform((0, 0), (width, height))

    def _flat(self):
        """The document's surface, 0 to 1, with detail as fine as it is looked at."""
        u, chance = self.source._u, self.source._chance
        image, side = self.document.image, self.flat_side
        scale = self.flat_density / SCALE
        if scale < 0.7:
            image = cv2.GaussianBlur(image, (0, 0), 0.42 / scale)
        ground = tuple(int(v) for v in self.rng.integers(0, 256, 3))
        flat = cv2.warpAffine(image, self.to_flat[:2], (side, side), flags=cv2.INTER_CUBIC, borderValue=ground)
        flat = flat.astype(np.float32) / 255
        if scale > 1.3 and chance(0.6):
            # Larger than it was drawn: print has sharper edges than that.
            soft = cv2.GaussianBlur(flat, (0, 0), 0.6 * scale)
            flat = np.clip(flat + (flat - soft) * np.float32(u(0.5, 2.5)), 0, 1)
        if chance(0.5):
            self._fine_lines(flat)
        if chance(0.5):
            grain = self.rng.standard_normal((side, side, 1), np.float32)
            if (reach := self.flat_density * u(0.02, 0.12)) > 0.4:
                grain = cv2.GaussianBlur(grain, (0, 0), reach)[..., None]
                grain /= grain.std() + 1e-6
            flat += grain * np.float32(u(0.003, 0.04))
        return np.clip(flat, 0, 1)

    def _fine_lines(self, flat):
        """Lines of security print, finer than documents are drawn."""
        u, side = self.source._u, self.flat_side
        for _ in range(int(self.rng.integers(1, 3))):
            apart, wide = u(0.18, 1.2), u(0.04, 0.14)
            if apart * self.flat_density < 2.0:
                continue
            y, x = np.mgrid[:side, :side].astype(np.float32) / np.float32(self.flat_density)
            angle = u(0, np.pi)
            across = x * np.float32(np.cos(angle)) + y * np.float32(np.sin(angle))
            along = y * np.float32(np.cos(angle)) - x * np.float32(np.sin(angle))
            across += np.float32(u(0, 1.5)) * np.sin(along * np.float32(u(0.2, 2.5)))
            phase = np.abs(np.mod(across / np.float32(apart), 1) - np.float32(0.5)) * np.float32(apart)
            cover = np.clip((np.float32(wide / 2) - phase) * np.float32(self.flat_density) + 0.5, 0, 1)
            if self.source._chance(0.4):
                cover *= cv2.resize((self.rng.standard_normal((3, 3)) > 0).astype(np.float32), (side, side))
            tint = self.rng.uniform(0.3, 1, 3).astype(np.float32)
            flat *= 1 - cover[..., None] * (1 - tint)

    def _printed_holder(self, flat):
        """The portrait as personalisation puts it there: dots of ink or of a laser, or none."""
        kind = self.rng.random()
        if self.document.portrait is None or self.kind == DRAWN or kind < 0.4:
            return flat
        corners = _moved(np.array(self.document.portrait, np.float64).reshape(2, 2), self.to_flat)
        left, top, right, bottom = np.clip(corners.ravel().round().astype(int), 0, self.flat_side)
        if right - left < 16 or bottom - top < 16:
            return flat
        part = flat[top:bottom, left:right]
        dots = self.source._u(150, 600) / 25.4 / self.flat_density
        size = tuple(max(8, min(1200, round(v * dots))) for v in (right - left, bottom - top))
        raster = cv2.resize(part, size, interpolation=cv2.INTER_AREA if dots < 1 else cv2.INTER_LINEAR)
        prints = self.source.prints
        if kind < 0.62:
            raster = prints.scattered(raster, grey=self.source._chance(0.3))
        elif kind < 0.88:
            raster = prints.engraved(raster)
        else:
            raster = prints.raster(raster, max(3.0, size[0] / (right - left) * self.flat_density * self.source._u(0.12, 0.25)))
        way = cv2.INTER_AREA if dots > 1 else cv2.INTER_LINEAR
        flat[top:bottom, left:right] = cv2.resize(raster, (right - left, bottom - top), interpolation=way)
        self.textures = self.document.portrait
        return flat

    def _seen(self, flat, nearest=False):
        """Linear light of a surface, where the sensor samples it."""
        light = np.clip(flat, 0, 1) ** np.float32(2.2)
        zoom = self.density / self.flat_density
        if zoom < 0.9:
            light = cv2.GaussianBlur(light, (0, 0), 0.4 / zoom)
        way = cv2.INTER_NEAREST if nearest else cv2.INTER_LINEAR
        return cv2.warpPerspective(light, self.to_sensor, (self.sensor,) * 2, flags=way, borderMode=cv2.BORDER_REFLECT)

    def _shown(self):
        source, capture = self.source, self.capture
        u, chance = source._u, source._chance
        capture.scanner = False
        for _ in range(6):
            ratio = source.away_from(0.6, 4.5, UNSEEN_RATIO)
            capture.blur_px = u(0.22, 0.6) if chance(0.8) else u(0.6, 1.2)
            tile, period = source.displays.tile()
            if (clear := self._tile_seen(tile, ratio)) > 0.2:
                break
        self._lay(self.density / max(ratio, 1.0))
        flat = self._flat()
        if chance(0.6):
            flat = source.camera.stored((flat * 255).astype(np.uint8)).astype(np.float32) / 255
        if chance(0.3):
            flat = cv2.GaussianBlur(flat, (0, 0), u(0.4, 1.2))
        light = self._seen(flat, nearest=ratio > 1.8)
        light = cv2.GaussianBlur(light, (0, 0), capture.blur_px)
        x, y = self._coordinates()
        share = max(ratio, 1.0) / ratio
        weights = source.displays.seen(tile, period, x * share, y * share, ratio, capture.blur_px)
        black, haze = u(0.0005, 0.02), u(0, 0.05) if chance(0.5) else 0.0
        light = (light * np.float32(u(0.6, 1.35)) + np.float32(black)) * weights + np.float32(haze)
        if chance(0.3):
            light = light * source.displays.bands(self.sensor)
        return light, clear

    def _tile_seen(self, tile, ratio):
        """How clearly the sub-pixels show in the end, or the moiré that they leave."""
        blur = self.capture.blur_px
        if ratio * self.shrunk >= 2 or ratio >= 2:
            blur = np.hypot(blur, 0.4 / min(self.shrunk, 1.0))
        seen = smoothed(tile, ratio, blur)
        varies = max(seen.mean(2).std(), 0.4 * seen.std((0, 1)).mean())
        return float(np.clip((varies - 0.004) / 0.03, 0.05, 1))

    def _coordinates(self):
        """Where on the flat surface each pixel of the sensor looks."""
        y, x = np.mgrid[: self.sensor, : self.sensor].astype(np.float32)
        back = np.linalg.inv(self.to_sensor).astype(np.float32)
        depth = back[2, 0] * x + back[2, 1] * y + back[2, 2]
        return tuple((back[i, 0] * x + back[i, 1] * y + back[i, 2]) / depth for i in (0, 1))

    def _printed(self):
        source, prints = self.source, self.source.prints
        u, chance = source._u, source._chance
        grey = chance(0.15)
        if chance(0.55):
            lines = source.away_from(80, 205, UNSEEN_LINES)
            period_mm = 25.4 / lines
            self._lay(float(np.clip(4 / period_mm, self.density, 2.2 * self.density)))
            flat = self._copied()
            printed = prints.raster(flat, period_mm * self.flat_density, grey)
        else:
            dots = u(5.5, 24)
            self._lay(float(np.clip(dots, 0.4 * self.density, 2.2 * self.density)))
            flat = self._copied()
            printed = prints.scattered(flat, grey)
            period_mm = 2 / self.flat_density
        spread = u(0.15, 0.5) * self.flat_density * 0.08
        if spread > 0.3:
            printed = cv2.GaussianBlur(printed, (0, 0), spread)
        blur = self.flat_density / self.density * np.hypot(self.capture.blur_px, 0.45 / min(self.shrunk, 1))
        difference = cv2.GaussianBlur(printed - (flat.mean(2, keepdims=True) if grey else flat), (0, 0), blur)
        difference -= cv2.GaussianBlur(difference, (0, 0), max(3 * blur, period_mm * self.flat_density))
        varies = float(difference.std())
        paper = np.float32(u(0.8, 1)) * self.rng.uniform(0.95, 1, 3).astype(np.float32)
        return self._seen(printed * paper), float(np.clip((varies - 0.006) / 0.02, 0.05, 1))

    def _copied(self):
        """What the printer was given: the document as a scanner or a camera saw it before."""
        flat = self._flat()
        reach = self.flat_density * self.source._u(0.02, 0.12)
        return cv2.GaussianBlur(flat, (0, 0), reach) if reach > 0.4 else flat

    def _to_picture(self):
        scale = self.side / self.sensor
        return np.diag((scale, scale, 1.0)) @ self.to_sensor @ self.to_flat

    def _box(self, box):
        left, top, right, bottom = box
        corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float64)
        moved = _moved(corners, self._to_picture())
        return (*moved.min(0).round().astype(int), *moved.max(0).round().astype(int))
