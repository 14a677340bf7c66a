"""What a camera or a scanner makes of a surface: optics, mosaic, noise, sharpening, compression.

Light is linear, float32, 1 at white; pictures are uint8 as they are stored.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from paper import Drawing

#: Which pixel of a mosaic's square of four is first, by OpenCV's names.
MOSAICS = {"BG": (2, 1, 1, 0), "GB": (1, 2, 0, 1), "RG": (0, 1, 1, 2), "GR": (1, 0, 2, 1)}
SAMPLINGS = (
    cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420,
    cv2.IMWRITE_JPEG_SAMPLING_FACTOR_422,
    cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444,
)
SHRINKING = (cv2.INTER_AREA, cv2.INTER_AREA, cv2.INTER_CUBIC, cv2.INTER_LINEAR, cv2.INTER_LANCZOS4)


@dataclass
class Capture:
    """How one picture is taken."""

    scanner: bool
    #: Pixels of the picture for one of the sensor.
    scale: float
    #: Standard deviation of the optics' blur in pixels of the sensor.
    blur_px: float


class Camera(Drawing):
    """Takes pictures; the same generator gives the same ones."""

    def __init__(self, rng):
        self.rng = rng

    def capture(self):
        scale = 1.0 if self._chance(0.45) else self._u(0.4, 1) if self._chance(0.85) else self._u(1, 1.6)
        blur = self._u(0.35, 0.8) if self._chance(0.75) else self._u(0.8, 1.8)
        return Capture(self._chance(0.22), scale, blur)

    def take(self, light, capture, focused=False):
        """The picture of a surface that is sampled as finely as the sensor, before compression.

        `focused`: the optics' blur is in `light` already.
        """
        if not focused:
            light = cv2.GaussianBlur(light, (0, 0), capture.blur_px)
        if capture.scanner:
            light = light * np.float32(self._u(0.85, 1.1)) + np.float32(self._u(0, 0.02))
            light += self._noise(light, self._u(0.0005, 0.006))
        else:
            light = self._mosaic(self._lit(light))
        picture = self._developed(light)
        if not capture.scanner and self._chance(0.5):
            picture = self._calmed(picture)
        if self._chance(0.65):
            picture = self._sharpened(picture)
        if capture.scale != 1:
            side = round(picture.shape[0] * capture.scale)
            way = SHRINKING[int(self.rng.integers(len(SHRINKING)))] if capture.scale < 1 else cv2.INTER_CUBIC
            picture = cv2.resize(picture, (side, side), interpolation=way)
            if self._chance(0.25):
                picture = self._sharpened(picture)
        return np.clip(picture + 0.5, 0, 255).astype(np.uint8)

    def stored(self, picture, well=False):
        """As a file keeps it: JPEG, or without loss. `well`: at a quality that does not show."""
        if self._chance(0.14):
            return picture
        low, high = (84, 99) if well else (72, 99) if self._chance(0.75) else (42, 75)
        quality = int(self._u(low, high))
        sampling = SAMPLINGS[int(self.rng.choice(3, p=(0.65, 0.1, 0.25)))]
        options = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, sampling]
        coded = cv2.imencode(".jpg", picture[..., ::-1], options)[1]
        return cv2.imdecode(coded, cv2.IMREAD_COLOR)[..., ::-1]

    def _lit(self, light):
        """Uneven light, a cast of colour, and glare of laminate with its wrinkles."""
        height, width = light.shape[:2]
        y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
        angle, slope = self._u(0, 2 * np.pi), self._u(0, 0.35)
        field = self._u(0.45, 1.05) * (1 + slope * (x * np.cos(angle) + y * np.sin(angle)))
        light = light * (field[..., None] * self.rng.uniform(0.85, 1.12, 3)).astype(np.float32)
        if self._chance(0.22):
            cells = int(self.rng.integers(2, 9))
            wrinkles = self.rng.standard_normal((cells, int(self.rng.integers(2, 9)))).astype(np.float32)
            wrinkles = cv2.resize(wrinkles, (width, height), interpolation=cv2.INTER_CUBIC)
            edge = self._u(2, 12)
            glare = 1 / (1 + np.exp(-np.clip((wrinkles - self._u(0.6, 1.8)) * edge, -30, 30)))
            light = light + (glare * self._u(0.2, 1.4))[..., None].astype(np.float32)
        return light

    def _noise(self, light, strength):
        own = strength**2 + np.clip(light, 0, None) * (strength * self._u(0.5, 3)) ** 2
        return self.rng.standard_normal(light.shape, np.float32) * np.sqrt(own).astype(np.float32)

    def _mosaic(self, light):
        """Each pixel sees one colour; the others are guessed from around it."""
        name = list(MOSAICS)[int(self.rng.integers(4))]
        raw = np.empty(light.shape[:2], np.float32)
        for at, channel in enumerate(MOSAICS[name]):
            row, column = divmod(at, 2)
            raw[row::2, column::2] = light[row::2, column::2, channel]
        raw += self._noise(raw, self._u(0.001, 0.008) if self._chance(0.7) else self._u(0.008, 0.03))
        raw = np.clip(raw * 50000 + 1000, 0, 65535).astype(np.uint16)
        way = f"COLOR_Bayer{name}2BGR" + ("_EA" if self._chance(0.5) else "")
        return (cv2.cvtColor(raw, getattr(cv2, way)).astype(np.float32) - 1000) / 50000

    def _developed(self, light):
        """Tone curve and colours, 0 to 255."""
        value = np.clip(light * np.float32(self._u(0.9, 1.15)), 0, 1) ** np.float32(1 / self._u(1.9, 2.4))
        if self._chance(0.5):
            value += (value * value * (3 - 2 * value) - value) * np.float32(self._u(0, 0.7))
        grey = value.mean(2, keepdims=True)
        if self._chance(0.1):
            value = np.repeat(grey, 3, 2) * (self.rng.uniform(0.85, 1, 3).astype(np.float32) if self._chance(0.3) else 1)
        else:
            value = grey + (value - grey) * np.float32(self._u(0.7, 1.5))
        return np.clip(value, 0, 1) * np.float32(255)

    def _calmed(self, picture):
        """Noise taken away, as telephones do: colour more than light."""
        coded = cv2.cvtColor(np.clip(picture, 0, 255).astype(np.uint8), cv2.COLOR_RGB2YCrCb)
        light, colour = coded[..., :1], coded[..., 1:]
        if self._chance(0.6):
            light = cv2.bilateralFilter(np.ascontiguousarray(light), 5, self._u(5, 30), self._u(0.8, 2))[..., None]
        colour = cv2.GaussianBlur(colour, (0, 0), self._u(0.5, 2.5))
        return cv2.cvtColor(np.concatenate([light, colour], 2), cv2.COLOR_YCrCb2RGB).astype(np.float32)

    def _sharpened(self, picture):
        reach = self._u(0.5, 1.6)
        return np.clip(picture + (picture - cv2.GaussianBlur(picture, (0, 0), reach)) * np.float32(self._u(0.2, 1.6)), 0, 255)
