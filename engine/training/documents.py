"""Documents that no state has issued, drawn flat: what the locator learns the look of.

A document is drawn at `SCALE` pixels a millimetre: security paper, a portrait's place, labels and
values, and mostly a machine-readable zone where ICAO Doc 9303 puts it.
"""

from dataclasses import dataclass, field

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from guilloche import Guilloche
from holder import Holder
from marks import Marks
from paper import TEXT_FONTS, Drawing, relief
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
class Text:
    """What stands on one line: left, top, right and bottom of its capitals' height."""

    box: tuple
    text: str


@dataclass
class Document:
    """A drawing (RGB, uint8) of which everything belongs to the document; boxes in its pixels."""

    image: np.ndarray
    size: str
    lines: list = field(default_factory=list)
    texts: list = field(default_factory=list)
    portrait: tuple = None
    signature: tuple = None


class Documents(Drawing):
    """Draws documents; the same seed gives the same ones."""

    def __init__(self, rng, grounds=60):
        self.rng = rng
        self.zones = Zones(rng)
        self.grounds = [relief(rng, self.zones, 700, 1000) for _ in range(grounds)]
        self.fonts = {}
        self.guilloche = Guilloche(rng)
        self.holder = Holder(rng)
        self.marks = Marks(rng, self.holder)

    def draw(self):
        size = str(self.rng.choice(list(SIZES_MM), p=(0.5, 0.1, 0.4)))
        width, height = (int(v * SCALE) for v in SIZES_MM[size])
        self.texts, self.portrait, self.signature = [], None, None
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
        for _ in range(self.rng.integers(0, 4)):
            self.marks.draw(image, SCALE)
        if is_front:
            self._portrait(image, width, bottom)
        if is_licence:
            self._numbered(draw, width, bottom)
            self._signature(image, width, bottom)
        else:
            self._fields(draw, width, bottom)
            if self._chance(0.55):
                self._signature(image, width, bottom)
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
        return Document(drawn, size, lines, self.texts, self.portrait, self.signature)

    def _paper(self, width, height):
        light = self.rng.uniform(150, 250, 3) if self._chance(0.85) else self.rng.uniform(60, 170, 3)
        light = light.mean() + (light - light.mean()) * self._u(0.1, 1)
        other = light + self.rng.uniform(-40, 40, 3)
        slope = np.linspace(0, 1, width if self._chance(0.6) else height, dtype=np.float32)
        slope = slope[None, :, None] if len(slope) == width else slope[:, None, None]
        light, other = light.astype(np.float32), other.astype(np.float32)
        paper = np.broadcast_to(light * (1 - slope) + other * slope, (height, width, 3))
        if self._chance(0.12):
            # Drawings of documents, and the plainest cards.
            return Image.fromarray(np.clip(paper + self._u(0, 60), 0, 255).astype(np.uint8))
        for _ in range(self.rng.integers(1, 3)):
            ground = self.grounds[int(self.rng.integers(len(self.grounds)))]
            top = int(self.rng.integers(0, ground.shape[0] - height + 1))
            left = int(self.rng.integers(0, ground.shape[1] - width + 1))
            pattern = ground[top : top + height, left : left + width, None].astype(np.float32) / 127
            tint = self.rng.uniform(-50, 50, 3) * self._u(0.2, 1)
            paper = paper + pattern * tint.astype(np.float32)
        paper = np.clip(paper, 0, 255).astype(np.uint8)
        if self._chance(0.55):
            self.guilloche.draw(paper, SCALE)
        return Image.fromarray(paper)

    def _header(self, draw, width):
        tall = self._u(2.5, 6) * SCALE
        if self._chance(0.4):
            draw.rectangle([0, 0, width, tall * 1.8], fill=self._colour(20, 220))
        text = self.zones.sentence().upper()
        self._write(draw, (self._u(0, 0.4) * width, tall * 0.4), text, self._font(tall), self._colour(0, 160))

    def _portrait(self, image, width, bottom):
        """The photo, where a real document has it."""
        tall = min(self._u(22, 45) * SCALE, bottom * 0.85)
        wide = tall * self._u(0.7, 0.88)
        left = self._u(1, 8) * SCALE if self._chance(0.8) else width - wide - self._u(1, 8) * SCALE
        top = max(4, bottom - tall - self._u(1, 10) * SCALE)
        left, top, wide, tall = int(left), int(top), int(wide), int(tall)
        self.portrait = (left, top, left + wide, top + tall)
        photo, cover = self.holder.portrait(wide, tall)
        image.paste(Image.fromarray(photo), (left, top), Image.fromarray(cover))
        if self._chance(0.25):
            ImageDraw.Draw(image).rectangle(self.portrait, outline=self._colour(0, 255), width=int(self.rng.integers(1, 4)))

    def _fields(self, draw, width, bottom):
        x, end = self._beside_portrait(width)
        y = self._u(7, 14) * SCALE
        ink, labels = self._colour(0, 110), self._colour(0, 150)
        label, value = self._u(1.2, 1.9) * SCALE, self._u(2, 3.2) * SCALE
        label_font, value_font = self._font(label), self._font(value)
        columns = [x, x + (end - x) * self._u(0.35, 0.6)]
        while y + label + value < bottom:
            count = 1 if self._chance(0.6) else 2
            for column, limit in zip(columns[:count], [*columns[1:count], end]):
                room = limit - column - SCALE
                if self._chance(0.75):
                    self._write(draw, (column, y), self._cut(self.zones.sentence(), label_font, room), label_font, labels)
                text = self.zones.sentence().upper() if self._chance(0.8) else self.zones.sentence()
                text = self._cut(text[: self.rng.integers(3, 20)], value_font, room)
                self._write(draw, (column, y + label * 1.1), text, value_font, ink)
            y += (label + value) * self._u(1.1, 1.7)

    def _beside_portrait(self, width):
        """Where text may begin and where it ends, across; mostly it keeps clear of the portrait."""
        if self.portrait is None or self._chance(0.12):
            return self._u(0.04, 0.4) * width, width - SCALE
        left, _, right, _ = self.portrait
        if left < width / 2:
            return right + self._u(0.8, 5) * SCALE, width - SCALE
        return self._u(2, 10) * SCALE, left - SCALE

    @staticmethod
    def _cut(text, font, room):
        while text and font.getlength(text) > room:
            text = text[:-1]
        return text

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
        (x, end), y = self._beside_portrait(width), self._u(8, 14) * SCALE
        ink, numbers = self._colour(0, 110), self._colour(0, 200)
        tall = self._u(2, 3.2) * SCALE
        font = self._font(tall)
        for number in ("1", "2", "3", "4a", "4b", "4c", "4d", "5", "7", "9"):
            if y + tall > bottom:
                break
            self._write(draw, (x, y), number + ".", font, numbers)
            text = self._cut(self.zones.sentence()[: self.rng.integers(3, 22)], font, end - x - tall * 1.6)
            self._write(draw, (x + tall * 1.6, y), text, font, ink)
            y += tall * self._u(1.15, 1.6)
        if self._chance(0.5):
            left, top = self._u(2, 5) * SCALE, self._u(2, 4) * SCALE
            draw.rectangle([left, top, left + 11 * SCALE, top + 7.5 * SCALE], fill=self._colour(0, 200))
        if self._chance(0.5):
            left, top = self._u(0.68, 0.85) * width, self._u(0.35, 0.65) * bottom
            tone, wide = self._colour(120, 230), self._u(8, 12) * SCALE
            draw.ellipse([left, top, left + wide, top + wide * 1.3], fill=tone)

    def _signature(self, image, width, bottom):
        """A line of ink that a hand drew, mostly clear of what is printed, often below a label."""
        ink = self.holder.signature(self._u(10, 34) * SCALE)
        most = min(1, self._u(4, 12) * SCALE / ink.shape[0])
        ink = cv2.resize(ink, None, fx=most, fy=most, interpolation=cv2.INTER_AREA)
        tall, wide = ink.shape
        places = [self._place_of_signature(wide, tall, width, bottom) for _ in range(1 if self._chance(0.25) else 6)]
        left, top = min(places, key=lambda place: self._covered(*place, wide, tall))
        cover = Image.fromarray((ink * self._u(0.3, 1)).astype(np.uint8))
        image.paste(Image.new("RGB", (wide, tall), self._colour(0, 110)), (left, top), cover)
        self.signature = (left, top, left + wide, top + tall)
        if self._chance(0.4):
            label = self._u(1.2, 1.9) * SCALE
            font = self._font(label)
            text = self._cut(self.zones.sentence(), font, width - left - SCALE)
            self._write(ImageDraw.Draw(image), (left, top - label * self._u(1.1, 1.6)), text, font, self._colour(0, 150))

    def _place_of_signature(self, wide, tall, width, bottom):
        left = int(self._u(0.02, 0.95) * max(1, width - wide))
        return left, int(np.clip(self._u(0.62, 0.95) * bottom - tall / 2, 0, max(0, bottom + 4 * SCALE - tall)))

    def _covered(self, left, top, wide, tall):
        """How much text such a place would cover, in pixels of the drawing."""
        boxes = (text.box for text in self.texts)
        return sum(
            max(0, min(left + wide, b[2]) - max(left, b[0])) * max(0, min(top + tall, b[3]) - max(top, b[1]))
            for b in boxes
        )

    def _write(self, draw, place, text, font, fill):
        """Text whose upper left corner is at `place`, and a note of where it stands."""
        draw.text(place, text, font=font, fill=fill)
        text = text.strip()
        if text:
            left, _, right, _ = draw.textbbox(place, text, font=font)
            _, top, _, bottom = draw.textbbox(place, "H", font=font)
            self.texts.append(Text((left, top, right, bottom), text))

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
            end = left + len(text) * pitch
            self.texts.append(Text((left, centre - capital / 2, end, centre + capital / 2), text))
            lines.append(Line((left, centre), (end, centre), capital, text))
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
