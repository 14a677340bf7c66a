"""Security paper, desks and other grounds, painted at random. Nothing is taken from real documents."""

import glob

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

TEXT_FONTS = sorted(
    glob.glob("/usr/share/fonts/truetype/dejavu/DejaVuS*.ttf")
    + glob.glob("/usr/share/fonts/truetype/liberation2/*.ttf")
    + glob.glob("/usr/share/fonts/truetype/freefont/*.ttf")
)


def uniform(rng, low, high):
    return low + (high - low) * rng.random()


class Drawing:
    """What draws with one random generator, `rng`."""

    def _colour(self, low, high):
        return tuple(int(v) for v in self.rng.integers(low, high + 1, 3))

    def _u(self, low, high):
        return uniform(self.rng, low, high)

    def _chance(self, probability):
        return bool(self.rng.random() < probability)


#: By the path of a font: which characters it can draw, as far as was asked.
_CAN_DRAW = {}


def drawable(font, text):
    """The text without the characters that the font draws as nothing, or as an empty box."""
    known = _CAN_DRAW.setdefault(font.path, {})
    for character in set(text) - known.keys():
        shape = bytes(font.getmask(character))
        known[character] = any(shape) and shape != bytes(font.getmask("\uffff"))
    return "".join(c for c in text if c == " " or known[c])


def relief(rng, zones, height=300, width=1500):
    """A pattern of zero mean, int8, its strongest value 127: what is printed under the text."""
    out = np.zeros((height, width), np.float32)
    for _ in range(rng.integers(0, 3)):
        out += _clouds(rng, height, width) * uniform(rng, 5, 40)
    if rng.random() < 0.65:
        for _ in range(rng.integers(1, 4)):
            out += _waves(rng, height, width) * uniform(rng, -60, 45)
    if rng.random() < 0.4:
        for cell in (2, 5, 12):
            noise = rng.normal(0, 1, (height // cell, width // cell)).astype(np.float32)
            out += cv2.resize(noise, (width, height)) * uniform(rng, 0, 10)
    if rng.random() < 0.25:
        for _ in range(rng.integers(1, 5)):
            out += _rings(rng, height, width) * uniform(rng, -40, 40)
    if rng.random() < 0.2:
        out += _pale_text(rng, zones, height, width) * uniform(rng, -50, 40)
    if rng.random() < 0.3:
        for _ in range(rng.integers(1, 7)):
            out += _blob(rng, height, width) * uniform(rng, -50, 40)
    out -= out.mean()
    return (out / (np.abs(out).max() + 1e-3) * 127).astype(np.int8)


def _clouds(rng, height, width):
    size = (int(rng.integers(2, 7)), int(rng.integers(2, 17)))
    return cv2.resize(rng.normal(0, 1, size).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)


def _waves(rng, height, width):
    """Guilloche: a family of sine lines, shifted step by step."""
    out = np.zeros((height, width), np.float32)
    x = np.arange(0, width, 3)
    count = int(rng.integers(10, 51))
    step = height / count * uniform(rng, 0.8, 2)
    swing, pace, phase = uniform(rng, 3, 60), uniform(rng, 0.003, 0.06), uniform(rng, 0, 0.4)
    ripple, ripple_pace, slope = uniform(rng, 0, 6), uniform(rng, 0, 0.2), uniform(rng, -0.4, 0.4)
    thickness = int(rng.choice((1, 1, 1, 2, 2, 3)))
    for i in range(count * 2):
        y = i * step - height / 2 + swing * np.sin(x * pace + i * phase) + ripple * np.sin(x * ripple_pace) + slope * x
        points = np.stack([x, y], 1).astype(np.int32)
        cv2.polylines(out, [points], False, 1, thickness, cv2.LINE_AA)
    if rng.random() < 0.3:
        out = cv2.resize(out.T.copy(), (width, height), interpolation=cv2.INTER_AREA)
    return out


def _rings(rng, height, width):
    out = np.zeros((height, width), np.float32)
    centre = (int(rng.integers(0, width)), int(rng.integers(-50, height + 50)))
    for radius in range(5, int(rng.integers(40, 260)), int(rng.integers(3, 10))):
        cv2.circle(out, centre, radius, 1, 1, cv2.LINE_AA)
    return out


def _pale_text(rng, zones, height, width):
    image = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(image)
    for _ in range(rng.integers(1, 13)):
        font = ImageFont.truetype(str(rng.choice(TEXT_FONTS)), int(rng.integers(8, 111)))
        draw.text((uniform(rng, -50, width), uniform(rng, -20, height)), zones.sentence(), font=font, fill=255)
    return np.asarray(image, np.float32) / 255


def _blob(rng, height, width):
    out = np.zeros((height, width), np.float32)
    centre = (int(rng.integers(0, width)), int(rng.integers(0, height)))
    axes = (int(rng.integers(10, 301)), int(rng.integers(5, 151)))
    cv2.ellipse(out, centre, axes, uniform(rng, 0, 180), 0, 360, 1, -1)
    return cv2.GaussianBlur(out, (0, 0), uniform(rng, 0.6, 12))
