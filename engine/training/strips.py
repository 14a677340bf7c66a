"""Lines of machine-readable zones as a camera shows them, with the place of every character.

A strip is cut by the reader so that a line of N characters fills its width but for a margin of
about a character at both ends; the generator draws what such a cut may look like when the place,
the size and the angle of the line were only roughly known.
"""

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from paper import TEXT_FONTS, Drawing, relief
from zones import CHARACTERS, Zones

HEIGHT_PX = 32
#: Width of a strip by the characters of its line: 12 px each, and two margins of two.
WIDTH_PX = {44: 576, 36: 480, 30: 408}
#: Pixels of one step of the network's output.
STEP_PX = 4
BLANK = 0
IGNORED = -100
CLASS_OF = {c: i + 1 for i, c in enumerate(CHARACTERS)}

OCR_B = "/usr/share/fonts/opentype/ocr-b/"
#: Fonts and how often each is taken. Zones are set in OCR-B; drawn specimens often are not.
FONTS = {
    OCR_B + "OCRB.otf": 36,
    OCR_B + "OCRBS.otf": 12,
    OCR_B + "OCRBL.otf": 2,
    "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf": 0.9,
    "/usr/share/fonts/truetype/liberation2/LiberationMono-Regular.ttf": 0.5,
    "/usr/share/fonts/truetype/liberation2/LiberationMono-Bold.ttf": 0.5,
    "/usr/share/fonts/truetype/freefont/FreeMono.ttf": 0.3,
}
GROUNDS = 160


def normalised(strip):
    """What the network sees: mean 0, deviation just under 1."""
    strip = strip.astype(np.float32)
    return (strip - strip.mean()) / (strip.std() + 8)


class Strips(Drawing):
    """Draws strips; the same seed gives the same ones."""

    def __init__(self, seed, grounds=GROUNDS):
        self.rng = np.random.default_rng(seed)
        self.zones = Zones(self.rng)
        self.grounds = [relief(self.rng, self.zones) for _ in range(grounds)]
        self.glyphs = {}

    def batch(self, count, characters=None):
        """Inputs (count, 1, 32, width), targets (count, steps) and the texts.

        A step near the centre of a character is that character, one well between two is blank,
        what lies in between is not counted: no alignment has to be learnt.
        """
        characters = characters or int(self.rng.choice((44, 36, 30), p=(0.58, 0.17, 0.25)))
        width = WIDTH_PX[characters]
        steps = np.arange(width // STEP_PX) * STEP_PX + (STEP_PX - 1) / 2
        inputs = np.zeros((count, 1, HEIGHT_PX, width), np.float32)
        targets = np.full((count, len(steps)), IGNORED, np.int64)
        texts = []
        for i in range(count):
            strip, text, centres = self.draw(characters)
            inputs[i, 0] = normalised(strip)
            texts.append(text)
            if not text:
                targets[i] = BLANK
                continue
            distance = np.abs(steps[:, None] - centres[None])
            nearest = distance.argmin(1)
            pitch = (centres[-1] - centres[0]) / (len(centres) - 1)
            share = distance[np.arange(len(steps)), nearest] / pitch
            classes = np.array([CLASS_OF[c] for c in text])
            targets[i][share < 0.25] = classes[nearest[share < 0.25]]
            targets[i][share > 0.31] = BLANK
            targets[i][distance.argmin(0)] = classes
        if self._chance(0.08):
            self.grounds[int(self.rng.integers(len(self.grounds)))] = relief(self.rng, self.zones)
        return inputs, targets, texts

    def draw(self, characters):
        """One strip (uint8), its text and the centre of each character in pixels.

        One in 25 shows ordinary text instead, and has neither.
        """
        width = WIDTH_PX[characters]
        negative = self._chance(0.04)
        lines = self.zones.draw(characters)
        row = int(self.rng.integers(len(lines)))
        page = self._page(lines, row, negative)
        pixels, to_strip = self._photographed(page, width, characters)
        strip = self._degraded(pixels, page, width)
        if negative:
            return strip, "", np.zeros(0, np.float32)
        return strip, lines[row], to_strip(np.array(page["centres"]))

    # The page around the line, in flat greys.

    def _page(self, lines, row, negative):
        native = float(np.exp(self._u(np.log(4.8), np.log(22))))
        pitch = 14 if native < 12 else 24
        font = str(self.rng.choice(list(FONTS), p=np.array(list(FONTS.values())) / sum(FONTS.values())))
        glyphs, cap = self._font(font, pitch, float(self.rng.choice((-0.5, 0, 0, 0, 0.4, 0.4, 0.7, 1))))
        spacing = cap * self._u(1.45, 2.6)
        margin = pitch * 8
        width = int(pitch * len(lines[0]) + 2 * margin)
        height = int(spacing * len(lines) + cap * 7)
        ink = np.zeros((height, width), np.uint8)
        top = cap * 3.5 + spacing / 2
        shake = (self._u(0, 0.04) * pitch, self._u(0, 0.03) * pitch if self._chance(0.5) else 0)
        centres = []
        for number, line in enumerate(lines):
            y, shift = top + number * spacing, self._u(-0.1, 0.1) * pitch
            if negative:
                self._text(ink, y, margin + self._u(-3, 12) * pitch, pitch)
                continue
            for i, character in enumerate(line):
                x = margin + (i + 0.5) * pitch + shift
                jitter = (self._u(-shake[0], shake[0]), self._u(-shake[1], shake[1]))
                _paste(ink, glyphs[character], x + jitter[0], y + jitter[1])
                if number == row:
                    centres.append(x)
        baseline = top + row * spacing
        self._clutter(ink, pitch, cap, spacing, margin, (top, baseline, top + (len(lines) - 1) * spacing))
        first = max(0, int(baseline - cap * 2.1))
        ink = np.ascontiguousarray(ink[first : int(baseline + cap * 2.1) + 1])
        return {
            "image": self._printed(ink, pitch, spacing, baseline - first),
            "centres": centres,
            "baseline": baseline - first,
            "pitch": pitch,
            "cap": cap,
            "margin": margin,
            "native": native,
        }

    def _font(self, path, pitch, weight):
        """Glyphs by character, and the height of a capital, in canvas pixels."""
        key = (path, pitch, weight)
        if key in self.glyphs:
            return self.glyphs[key]
        scale = 3
        advance = ImageFont.truetype(path, 100).getlength("0")
        font = ImageFont.truetype(path, max(4, round(100 * pitch * scale / advance)))
        box = font.getbbox("H")
        cell = int(pitch * 2) * scale
        spread = int(round(abs(weight) * pitch * scale / 15))
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (spread * 2 + 1,) * 2) if spread > 1 else np.ones((2, 2), np.uint8)
        glyphs = {}
        for character in CHARACTERS:
            image = Image.new("L", (cell, cell), 0)
            left = cell / 2 - font.getlength(character) / 2
            ImageDraw.Draw(image).text((left, cell / 2 - (box[1] + box[3]) / 2), character, font=font, fill=255)
            drawn = np.asarray(image)
            if spread:
                drawn = cv2.dilate(drawn, kernel) if weight > 0 else cv2.erode(drawn, kernel)
            glyphs[character] = cv2.resize(drawn, (int(pitch * 2),) * 2, interpolation=cv2.INTER_AREA)
        self.glyphs[key] = (glyphs, (box[3] - box[1]) / scale)
        return self.glyphs[key]

    def _clutter(self, ink, pitch, cap, spacing, margin, rows):
        """Other text above, below and at the end; the frame of a page at the left."""
        top, baseline, bottom = rows
        width = ink.shape[1]
        if self._chance(0.5):
            for _ in range(self.rng.integers(1, 5)):
                self._text(ink, self._u(0, top - spacing * 0.62), self._u(0, width * 0.8), pitch)
            if self._chance(0.5):
                self._text(ink, bottom + spacing * self._u(0.62, 1.6), self._u(0, width * 0.8), pitch)
        if self._chance(0.12):
            self._text(ink, baseline + self._u(-0.6, 0.6) * cap, width - margin + pitch * self._u(0.6, 2), pitch)
        if self._chance(0.12):
            for _ in range(self.rng.integers(1, 4)):
                x = margin - pitch * self._u(0.5, 4)
                start = (int(x), int(self._u(0, ink.shape[0])))
                end = (int(x + self._u(-0.3, 0.3) * pitch), int(self._u(0, ink.shape[0])))
                cv2.line(ink, start, end, 255, int(self.rng.integers(1, 4)), cv2.LINE_AA)

    def _text(self, ink, y, left, pitch):
        font = ImageFont.truetype(str(self.rng.choice(TEXT_FONTS)), max(5, int(pitch * self._u(0.6, 1.6))))
        mask = font.getmask(self.zones.sentence(), mode="L")
        width, height = mask.size
        if width and height:
            _paste(ink, np.asarray(mask, np.uint8).reshape(height, width), left + width / 2, y)

    def _printed(self, ink, pitch, spacing, baseline):
        """Ink on patterned paper, with strokes and light over it; 0 to 255."""
        height, width = ink.shape
        cover = ink.astype(np.float32) / 255
        if self._chance(0.25):
            cells = (max(2, height // int(self.rng.integers(2, 15))), max(2, width // int(self.rng.integers(2, 15))))
            worn = cv2.resize(self.rng.random(cells).astype(np.float32), (width, height))
            cover *= np.clip(worn * self._u(0.6, 2) + self._u(0.3, 0.8), 0, 1)
        pattern = self._ground(height, width)
        dark = self._u(0, 90) if self._chance(0.8) else self._u(60, 130)
        light = self._u(dark + 70, 255) if self._chance(0.88) else min(255, self._u(dark + 28, dark + 80))
        strength = self._u(0, 0.30) if self._chance(0.8) else self._u(0.2, 0.55)
        pattern = pattern / 127 * strength * (light - dark)
        paper = light + pattern * 1.2
        if self._chance(0.7):
            image = paper * (1 - cover) + (dark + np.minimum(0, pattern * 0.3)) * cover
        else:
            image = np.minimum(paper, 255) * (1 - cover * (1 - dark / max(light, 1)))
        if self._chance(0.13):
            for _ in range(self.rng.integers(1, 4)):
                image = self._stroke(image, pitch, spacing, baseline, self._u(dark, light))
        if self._chance(0.2):
            image = self._glare(image, pitch)
        if self._chance(0.3):
            image = image * np.linspace(self._u(0.55, 1.1), self._u(0.55, 1.1), width, dtype=np.float32)[None]
        return np.clip(image, 0, 255)

    def _ground(self, height, width):
        ground = self.grounds[int(self.rng.integers(len(self.grounds)))]
        rows = max(8, int(height / self._u(0.35, 1.4)))
        top = int(self.rng.integers(0, ground.shape[0] - rows + 1)) if rows < ground.shape[0] else 0
        left = int(self.rng.integers(0, max(1, ground.shape[1] - width)))
        pattern = ground[top : top + rows, left : left + width].astype(np.float32)
        pattern = cv2.resize(pattern, (width, height), interpolation=cv2.INTER_LINEAR)
        if self._chance(0.5):
            pattern = pattern[:, ::-1]
        if self._chance(0.3):
            other = self.grounds[int(self.rng.integers(len(self.grounds)))]
            other = other[: self.rng.integers(100, 300), : self.rng.integers(600, 1500)].astype(np.float32)
            pattern = pattern + cv2.resize(other, (width, height)) * self._u(0.2, 0.8)
        return pattern

    def _stroke(self, image, pitch, spacing, baseline, tone):
        """Part of a stamp, a signature or a word across the line."""
        height, width = image.shape
        over = np.zeros((height, width), np.uint8)
        thick = max(1, int(pitch * self._u(0.06, 0.35)))
        kind = int(self.rng.integers(4))
        at = lambda: (int(self._u(0, width)), int(self._u(0, height)))
        if kind == 0:
            centre = (int(self._u(0, width)), int(baseline + self._u(-2, 2) * spacing))
            axes = (int(self._u(1, 12) * pitch), int(self._u(0.5, 4) * pitch))
            cv2.ellipse(over, centre, axes, self._u(0, 180), 0, 360, 255, thick, cv2.LINE_AA)
        elif kind == 1:
            cv2.line(over, at(), at(), 255, thick, cv2.LINE_AA)
        elif kind == 2:
            x = np.linspace(0, self._u(4, 20) * pitch, 60)
            swing = pitch * self._u(0.5, 3) * np.sin(x / pitch * self._u(0.3, 2) + self._u(0, 6))
            y = baseline + self._u(-1, 1) * spacing + swing + self._u(-0.3, 0.3) * x
            points = np.stack([x + self._u(0, width * 0.8), y], 1).astype(np.int32)
            cv2.polylines(over, [points], False, 255, thick, cv2.LINE_AA)
        else:
            font = ImageFont.truetype(str(self.rng.choice(TEXT_FONTS)), int(pitch * self._u(2, 5)))
            mask = font.getmask(self.zones.word(), mode="L")
            if mask.size[0] and mask.size[1]:
                turn = cv2.getRotationMatrix2D((0, 0), self._u(-30, 30), 1)
                turn[:, 2] = (self._u(0, width * 0.8), baseline + self._u(-2, 2) * spacing)
                over = cv2.warpAffine(np.asarray(mask, np.uint8).reshape(mask.size[1], mask.size[0]), turn, (width, height))
        cover = over.astype(np.float32) / 255 * self._u(0.3, 0.95 if self._chance(0.5) else 0.6)
        darker = np.minimum(image, tone) if self._chance(0.8) else tone
        return image * (1 - cover) + darker * cover

    def _glare(self, image, pitch):
        """A bright spot, or a shadow."""
        height, width = image.shape
        small = np.zeros((height // 4 + 1, width // 4 + 1), np.float32)
        centre = (int(self._u(0, width // 4)), int(self._u(0, height // 4)))
        axes = (int(self._u(2, 14) * pitch / 4), int(self._u(1, 8) * pitch / 4))
        cv2.ellipse(small, centre, axes, self._u(0, 180), 0, 360, 1, -1)
        spot = cv2.resize(cv2.GaussianBlur(small, (0, 0), self._u(1, 20)), (width, height))
        strength = self._u(-0.5, 0.85)
        return image + (255 - image) * spot * strength if strength > 0 else image * (1 + spot * strength)

    # The camera.

    def _photographed(self, page, width, characters):
        """Pixels at the camera's resolution, and the map of page to strip columns."""
        left = self._u(0.1, 2.2) if self._chance(0.85) else self._u(2, 6)
        right = self._u(0.1, 2.2) if self._chance(0.85) else self._u(2, 6)
        pitch = width / (characters + left + right)
        tall = self._u(13.5, 25) if self._chance(0.85) else self._u(12, 27)
        middle = HEIGHT_PX / 2 + self._u(-3.5, 3.5) * min(1, (31 - tall) / 8 + 0.25)
        stretch = self._u(0.82, 1.12) if self._chance(0.8) else self._u(0.65, 1.5)
        columns = max(40, int(round(width * page["native"] / pitch)))
        rows = max(10, int(round(HEIGHT_PX * page["native"] * stretch / tall)))
        image = page["image"]
        blur = 0.42 * page["pitch"] / page["native"]
        if blur > 0.45:
            image = cv2.GaussianBlur(image, (0, 0), blur)
        x, y = np.meshgrid(
            np.linspace(0.5 * width / columns - 0.5, width - 0.5 - 0.5 * width / columns, columns, dtype=np.float32),
            np.linspace(0.5 * HEIGHT_PX / rows - 0.5, HEIGHT_PX - 0.5 - 0.5 * HEIGHT_PX / rows, rows, dtype=np.float32),
        )
        tilt = self._u(-3, 3) if self._chance(0.7) else self._u(-6, 6)
        bend = self._u(-1.5, 1.5) if self._chance(0.3) else 0
        tapered = self._u(-0.1, 0.1) if self._chance(0.3) else 0
        slant = self._u(-0.12, 0.12) if self._chance(0.7) else self._u(-0.3, 0.3)
        perspective = self._u(-0.06, 0.06) if self._chance(0.4) else 0
        across = (x / width - 0.5) * 2
        down = (y - middle - tilt * across * 0.5 - bend * (across * across - 0.33)) * (1 + tapered * across)

        def to_page(x):
            v = (x / width - 0.5) * 2
            bent = x + perspective * width * 0.25 * (v * v - 1)
            return (bent - left * pitch) / pitch * page["pitch"] + page["margin"]

        map_x = to_page(x) - slant * down / pitch * page["pitch"]
        map_y = page["baseline"] + down * page["cap"] / tall
        seen = cv2.remap(
            image, map_x.astype(np.float32), map_y.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        strip_columns = np.arange(width, dtype=np.float32)

        def to_strip(centres):
            return np.interp(centres, to_page(strip_columns), strip_columns).astype(np.float32)

        return seen, to_strip

    def _degraded(self, image, page, width):
        """Blur, noise, tone curve and compression at the camera's resolution; then the strip."""
        native = page["native"]
        if self._chance(0.45):
            reach = 0.13 if self._chance(0.7) else 0.17
            image = cv2.GaussianBlur(image, (0, 0), max(0.25, self._u(0.02, reach) * native))
        if self._chance(0.15):
            image = cv2.filter2D(image, -1, self._motion(int(self.rng.integers(2, max(3, int(native * 0.45)) + 1))))
        if self._chance(0.25):
            image = image + (image - cv2.GaussianBlur(image, (0, 0), self._u(0.6, 1.6))) * self._u(0.4, 2.5)
        if self._chance(0.6):
            deviation = self._u(1, 10) if self._chance(0.8) else self._u(8, 22)
            image = image + self.rng.normal(0, deviation, image.shape).astype(np.float32)
        if self._chance(0.3):
            image = 255 * (np.clip(image, 0, 255) / 255) ** np.exp(self._u(-0.6, 0.6))
        image = np.clip(image, 0, 255).astype(np.uint8)
        if self._chance(0.04) and min(image.shape) > 12:
            image = cv2.adaptiveThreshold(
                image, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 31, self._u(3, 15)
            )
        if self._chance(0.55):
            quality = [cv2.IMWRITE_JPEG_QUALITY, int(self.rng.integers(15, 93))]
            image = cv2.imdecode(cv2.imencode(".jpg", image, quality)[1], cv2.IMREAD_GRAYSCALE)
        if self._chance(0.1):
            factor = self._u(0.7, 1.5)
            method = int(self.rng.choice((cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_NEAREST)))
            image = cv2.resize(image, None, fx=factor, fy=factor, interpolation=method)
        shrinks = image.shape[1] > width * 1.3
        method = cv2.INTER_AREA if shrinks else int(self.rng.choice((cv2.INTER_LINEAR, cv2.INTER_LINEAR, cv2.INTER_CUBIC)))
        return cv2.resize(image, (width, HEIGHT_PX), interpolation=method)

    def _motion(self, size):
        kernel = np.zeros((size, size), np.float32)
        angle, centre = self._u(0, np.pi), (size - 1) / 2
        reach = np.array([np.cos(angle), np.sin(angle)]) * centre
        start = tuple(int(round(v)) for v in centre - reach)
        end = tuple(int(round(v)) for v in centre + reach)
        cv2.line(kernel, start, end, 1)
        return kernel / max(kernel.sum(), 1)


def _paste(onto, glyph, x, y):
    """The darker of the two, centred at (x, y), clipped."""
    height, width = glyph.shape
    left, top = int(round(x - width / 2)), int(round(y - height / 2))
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + width, onto.shape[1]), min(top + height, onto.shape[0])
    if x0 < x1 and y0 < y1:
        target = onto[y0:y1, x0:x1]
        np.maximum(target, glyph[y0 - top : y1 - top, x0 - left : x1 - left], out=target)
