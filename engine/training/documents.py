"""Documents that no state has issued, drawn flat: what the locator learns the look of.

A document is drawn at `SCALE` pixels a millimetre: security paper, a portrait's place, labels and
values, and mostly a machine-readable zone where ICAO Doc 9303 puts it.
"""

from dataclasses import dataclass, field

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from paper import TEXT_FONTS, relief, uniform
from strips import FONTS
from zones import Zones

SCALE = 6
#: Width and height in mm, by size (ICAO 9303-3 §2, ISO/IEC 7810).
SIZES_MM = {"ID-1": (85.6, 53.98), "ID-2": (105.0, 74.0), "ID-3": (125.0, 88.0)}
#: Characters of a line, lines, distance of lines and pitch of characters in mm.
ZONES = {"ID-1": (30, 3, 4.23, 2.54), "ID-2": (36, 2, 6.35, 2.54), "ID-3": (44, 2, 6.35, 2.54)}
CAPITAL_MM = 2.5


@dataclass
class Line:
    """One line of a zone: ends of its centre line in pixels of the drawing, height of a capital."""

    start: tuple
    end: tuple
    capital: float
    text: str


@dataclass
class Document:
    """A drawing (RGB, uint8) of which everything belongs to the document."""

    image: np.ndarray
    size: str
    lines: list = field(default_factory=list)


class Documents:
    """Draws documents; the same seed gives the same ones."""

    def __init__(self, rng, grounds=60):
        self.rng = rng
        self.zones = Zones(rng)
        self.grounds = [relief(rng, self.zones, 700, 1000) for _ in range(grounds)]
        self.fonts = {}

    def draw(self):
        size = str(self.rng.choice(list(SIZES_MM), p=(0.5, 0.1, 0.4)))
        width, height = (int(v * SCALE) for v in SIZES_MM[size])
        upright = size != "ID-3" and self._chance(0.05)
        if upright:
            width, height = height, width
        image = self._paper(width, height)
        draw = ImageDraw.Draw(image)
        has_zone = not upright and self._chance({"ID-1": 0.55, "ID-2": 0.85, "ID-3": 0.96}[size])
        bottom = height - (SCALE * {"ID-1": 17, "ID-2": 17, "ID-3": 21}[size] if has_zone else SCALE * 3)
        is_front = size != "ID-1" or not has_zone or self._chance(0.4)
        is_licence = size == "ID-1" and not has_zone and self._chance(0.6)
        if is_licence:
            image = self._scenery(image, width, height)
            draw = ImageDraw.Draw(image)
        if is_licence or self._chance(0.7):
            self._header(draw, width)
        if is_front:
            self._portrait(image, width, bottom)
        if is_licence:
            self._numbered(draw, width, bottom)
            self._signature(draw, width, bottom)
        else:
            self._fields(draw, width, bottom)
        if self._chance(0.2):
            self._barcode(draw, width, bottom)
        lines = self._zone(image, size, width, height) if has_zone else []
        if self._chance(0.12):
            image = self._overprint(image, width, height)
        drawn = np.asarray(image).copy()
        if lines and self._chance(0.12):
            drawn = self._band(drawn, lines)
        if self._chance(0.4):
            drawn = self._hologram(drawn)
        if self._chance(0.08):
            grey = drawn.mean(2, keepdims=True)
            drawn = np.repeat(grey, 3, 2).astype(np.uint8)
        return Document(drawn, size, lines)

    def _paper(self, width, height):
        light = self.rng.uniform(150, 250, 3) if self._chance(0.85) else self.rng.uniform(60, 170, 3)
        light = light.mean() + (light - light.mean()) * self._u(0.1, 1)
        other = light + self.rng.uniform(-40, 40, 3)
        slope = np.linspace(0, 1, width if self._chance(0.6) else height, dtype=np.float32)
        slope = slope[None, :, None] if len(slope) == width else slope[:, None, None]
        light, other = light.astype(np.float32), other.astype(np.float32)
        paper = np.broadcast_to(light * (1 - slope) + other * slope, (height, width, 3))
        for _ in range(self.rng.integers(1, 3)):
            ground = self.grounds[int(self.rng.integers(len(self.grounds)))]
            top = int(self.rng.integers(0, ground.shape[0] - height + 1))
            left = int(self.rng.integers(0, ground.shape[1] - width + 1))
            pattern = ground[top : top + height, left : left + width, None].astype(np.float32) / 127
            tint = self.rng.uniform(-50, 50, 3) * self._u(0.2, 1)
            paper = paper + pattern * tint.astype(np.float32)
        return Image.fromarray(np.clip(paper, 0, 255).astype(np.uint8))

    def _header(self, draw, width):
        tall = self._u(2.5, 6) * SCALE
        if self._chance(0.4):
            draw.rectangle([0, 0, width, tall * 1.8], fill=self._colour(20, 220))
        text = self.zones.sentence().upper()
        draw.text((self._u(0, 0.4) * width, tall * 0.4), text, font=self._font(tall), fill=self._colour(0, 160))

    def _portrait(self, image, width, bottom):
        """A head and shoulders in flat colours; where a real document has its photo."""
        tall = min(self._u(26, 45) * SCALE, bottom * 0.8)
        wide = tall * self._u(0.72, 0.85)
        left = self._u(2, 8) * SCALE if self._chance(0.85) else width - wide - self._u(2, 8) * SCALE
        top = max(4, bottom - tall - self._u(1, 6) * SCALE)
        draw = ImageDraw.Draw(image)
        draw.rectangle([left, top, left + wide, top + tall], fill=self._colour(130, 250))
        skin = tuple(int(v) for v in np.array([225, 180, 150]) * self._u(0.35, 1.05))
        middle, head = left + wide / 2 + self._u(-0.05, 0.05) * wide, wide * self._u(0.24, 0.32)
        crown = top + tall * self._u(0.1, 0.2)
        hair = self._colour(0, 120)
        draw.ellipse([middle - head * 1.15, crown - head * 0.3, middle + head * 1.15, crown + head * 2.2], fill=hair)
        draw.ellipse([middle - wide * 0.48, top + tall * 0.74, middle + wide * 0.48, top + tall * 1.3], fill=self._colour(0, 200))
        draw.rectangle([left, top + tall, left + wide, top + tall + wide], fill=None)
        draw.ellipse([middle - head, crown, middle + head, crown + head * 2.6], fill=skin)
        for side in (-1, 1):
            eye = (middle + side * head * 0.42, crown + head * 1.2)
            draw.ellipse([eye[0] - head * 0.16, eye[1] - head * 0.08, eye[0] + head * 0.16, eye[1] + head * 0.08], fill=(30, 25, 20))
        draw.line([middle - head * 0.4, crown + head * 2.0, middle + head * 0.4, crown + head * 2.0], fill=(120, 50, 50), width=3)

    def _fields(self, draw, width, bottom):
        x, y = self._u(0.05, 0.5) * width, self._u(7, 14) * SCALE
        ink, labels = self._colour(0, 110), self._colour(0, 150)
        label, value = self._u(1.2, 1.9) * SCALE, self._u(2, 3.2) * SCALE
        label_font, value_font = self._font(label), self._font(value)
        while y + label + value < bottom:
            for column in (x, x + self._u(0.2, 0.4) * width):
                if self._chance(0.75):
                    draw.text((column, y), self.zones.sentence(), font=label_font, fill=labels)
                text = self.zones.sentence().upper() if self._chance(0.8) else self.zones.sentence()
                draw.text((column, y + label * 1.1), text[: self.rng.integers(3, 20)], font=value_font, fill=ink)
                if self._chance(0.6):
                    break
            y += (label + value) * self._u(1.15, 1.7)

    def _scenery(self, image, width, height):
        """Hills, a sky, an emblem: what licences have behind their text."""
        over = image.copy()
        draw = ImageDraw.Draw(over)
        for _ in range(self.rng.integers(1, 5)):
            if self._chance(0.5):
                x, y, reach = self._u(0, width), self._u(0, height), self._u(5, 40) * SCALE
                draw.ellipse([x - reach, y - reach * 0.7, x + reach, y + reach * 0.7], fill=self._colour(90, 255))
            else:
                xs = np.linspace(0, width, 9)
                ridge = [(x, self._u(0.3, 0.9) * height) for x in xs]
                draw.polygon([*ridge, (width, height), (0, height)], fill=self._colour(90, 255))
        over = over.filter(ImageFilter.GaussianBlur(self._u(0, 12)))
        return Image.blend(image, over, self._u(0.15, 0.8))

    def _numbered(self, draw, width, bottom):
        """Fields by their number and no label, as ISO/IEC 18013-1 has them; a flag, a small portrait."""
        x, y = self._u(0.3, 0.45) * width, self._u(8, 14) * SCALE
        ink, numbers = self._colour(0, 110), self._colour(0, 200)
        tall = self._u(2, 3.2) * SCALE
        font = self._font(tall)
        for number in ("1", "2", "3", "4a", "4b", "4c", "4d", "5", "7", "9"):
            if y + tall > bottom:
                break
            draw.text((x, y), number + ".", font=font, fill=numbers)
            draw.text((x + tall * 1.6, y), self.zones.sentence()[: self.rng.integers(3, 22)], font=font, fill=ink)
            y += tall * self._u(1.15, 1.6)
        if self._chance(0.5):
            left, top = self._u(2, 5) * SCALE, self._u(2, 4) * SCALE
            draw.rectangle([left, top, left + 11 * SCALE, top + 7.5 * SCALE], fill=self._colour(0, 200))
        if self._chance(0.5):
            left, top = self._u(0.68, 0.85) * width, self._u(0.35, 0.65) * bottom
            tone, wide = self._colour(120, 230), self._u(8, 12) * SCALE
            draw.ellipse([left, top, left + wide, top + wide * 1.3], fill=tone)

    def _signature(self, draw, width, bottom):
        """A line of ink that a hand drew."""
        x, y = self._u(0.05, 0.6) * width, self._u(0.75, 0.98) * bottom
        steps = self.rng.normal(0, 1, (int(self.rng.integers(8, 30)), 2)) * (1.2 * SCALE, 2.5 * SCALE)
        path = [(x + 1.5 * SCALE * i + dx, y + dy) for i, (dx, dy) in enumerate(steps)]
        draw.line(path, fill=self._colour(0, 90), width=int(self.rng.integers(2, 5)), joint="curve")

    def _barcode(self, draw, width, bottom):
        x, y = self._u(0.4, 0.9) * width, self._u(0.2, 0.8) * bottom
        if self._chance(0.5):
            cell = self._u(0.25, 0.6) * SCALE
            for row in range(14):
                for column in range(14):
                    if self._chance(0.5):
                        draw.rectangle([x + column * cell, y + row * cell, x + (column + 1) * cell, y + (row + 1) * cell], fill=(0, 0, 0))
            return
        end = x + self._u(15, 50) * SCALE
        tall = self._u(3, 10) * SCALE
        while x < end:
            bar = self._u(0.2, 0.7) * SCALE
            draw.rectangle([x, y, x + bar, y + tall], fill=(0, 0, 0))
            x += bar + self._u(0.2, 0.7) * SCALE

    def _zone(self, image, size, width, height):
        characters, count, spacing, pitch = ZONES[size]
        texts = self.zones.draw(characters)[:count]
        spacing, pitch = spacing * SCALE * self._u(0.92, 1.08), pitch * SCALE * self._u(0.93, 1.03)
        path = str(self.rng.choice(list(FONTS), p=np.array(list(FONTS.values())) / sum(FONTS.values())))
        font = self._sized(path, pitch)
        box = font.getbbox("H")
        capital = box[3] - box[1]
        last = height - self._u(4, 7.5) * SCALE
        left = (width - characters * pitch) / 2 + self._u(-1.5, 1.5) * SCALE
        left = max(left, SCALE * 0.5)
        draw = ImageDraw.Draw(image)
        if self._chance(0.35):
            top = last - (len(texts) - 1) * spacing - capital * self._u(1.2, 2.2)
            draw.rectangle([0, top, width, height], fill=self._colour(225, 255))
        ink = self._colour(0, 70)
        lines = []
        for row, text in enumerate(texts):
            centre = last - (len(texts) - 1 - row) * spacing
            for i, character in enumerate(text):
                x = left + (i + 0.5) * pitch - font.getlength(character) / 2
                draw.text((x, centre - (box[1] + box[3]) / 2), character, font=font, fill=ink)
            lines.append(Line((left, centre), (left + len(text) * pitch, centre), capital, text))
        return lines

    def _overprint(self, image, width, height):
        """A word across the whole document, as specimens have it."""
        mask = Image.new("L", (width, height), 0)
        font = self._font(self._u(6, 16) * SCALE)
        text = self.zones.word()[:9]
        place = (self._u(0, 0.4) * width, self._u(0.2, 0.7) * height)
        ImageDraw.Draw(mask).text(place, text, font=font, fill=int(self._u(60, 230)))
        mask = mask.rotate(self._u(-45, 45), center=(width / 2, height / 2))
        return Image.composite(Image.new("RGB", (width, height), self._colour(0, 220)), image, mask)

    def _band(self, drawn, lines):
        """A tint over the zone only: a coloured laminate, or a marker pen."""
        height = drawn.shape[0]
        reach = lines[0].capital * self._u(0.7, 1.6)
        top = max(0, int(lines[0].start[1] - reach))
        bottom = min(height, int(lines[-1].start[1] + reach))
        tint = self.rng.uniform(90, 255, 3)
        out = drawn.copy()
        strip = out[top:bottom].astype(np.float32)
        out[top:bottom] = strip * (tint / 255) if self._chance(0.6) else strip * 0.5 + tint * 0.5
        return out

    def _hologram(self, image):
        height, width = image.shape[:2]
        spot = np.zeros((height // 4, width // 4), np.float32)
        centre = (int(self._u(0, width // 4)), int(self._u(0, height // 4)))
        axes = (int(self._u(10, 50)), int(self._u(10, 40)))
        cv2.ellipse(spot, centre, axes, self._u(0, 180), 0, 360, 1, -1)
        spot = cv2.resize(cv2.GaussianBlur(spot, (0, 0), self._u(1, 12)), (width, height))[..., None]
        return np.clip(image + spot * self.rng.uniform(-40, 110, 3), 0, 255).astype(np.uint8)

    def _font(self, tall):
        return self._sized(str(self.rng.choice(TEXT_FONTS)), None, max(6, int(tall)))

    def _sized(self, path, pitch, size=None):
        """A font by its size, or by the pitch that its characters shall have."""
        if size is None:
            size = round(100 * pitch / ImageFont.truetype(path, 100).getlength("0"))
        key = (path, size)
        if key not in self.fonts:
            self.fonts[key] = ImageFont.truetype(path, size)
        return self.fonts[key]

    def _colour(self, low, high):
        return tuple(int(v) for v in self.rng.integers(low, high + 1, 3))

    def _u(self, low, high):
        return uniform(self.rng, low, high)

    def _chance(self, probability):
        return bool(self.rng.random() < probability)
