"""Lines of the visual zone as a camera shows them, with the place of every character.

A strip is cut by the reader so that capitals are about 18 of its 32 pixels high; across, it is
stretched a little, so that narrow letters keep apart from each other.
"""

import glob

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from paper import drawable, relief
from strips import BLANK, GROUNDS, HEIGHT_PX, IGNORED, OCR_B, STEP_PX, Strips, normalised
from words import ALPHABET, Words

CLASS_OF = {c: i + 1 for i, c in enumerate(ALPHABET)}
#: Widths of strips in a batch.
WIDTHS_PX = (160, 256, 352, 480)
#: Usual height of a capital, and how much longer a strip is across than down.
CAPITAL_PX = 18
STRETCH = 1.25
#: Height of a capital on the drawn page.
DRAWN_CAPITAL = 26
SANS = ("dejavu/DejaVuSans*", "liberation2/LiberationSans*", "freefont/FreeSans*", "open-sans/OpenSans*", "roboto/**/Roboto*", "lato/Lato*", "crosextra/Carlito*", "noto/NotoSans-*", "noto/NotoSansDisplay-*")
SANS_OTF = ("urw-base35/NimbusSans*", "inter/Inter*", "urw-base35/URWGothic*")
SERIF = ("dejavu/DejaVuSerif*", "liberation2/LiberationSerif*", "freefont/FreeSerif*", "crosextra/Caladea*", "noto/NotoSerif-*")
SERIF_OTF = ("urw-base35/NimbusRoman*", "urw-base35/C059*", "urw-base35/P052*", "linux-libertine/LinLibertine_R*", "ebgaramond/EBGaramond12*")
MONO = ("dejavu/DejaVuSansMono*", "liberation2/LiberationMono*", "freefont/FreeMono*", "hack/Hack*", "firacode/FiraCode*", "noto/NotoSansMono-*")


def _fonts(truetype, opentype=()):
    folders = [("/usr/share/fonts/truetype/", truetype), ("/usr/share/fonts/opentype/", opentype)]
    found = [f for folder, names in folders for name in names for f in glob.glob(folder + name + ".[to]tf", recursive=True)]
    return sorted(f for f in found if not any(word in f for word in ("Thin", "Hairline", "ExtraLight", "Oblique-")))


#: Kinds of fonts and how often each is taken: documents are mostly set in plain sans serifs.
FONTS = ((_fonts(SANS, SANS_OTF), 0.66), (_fonts(SERIF, SERIF_OTF), 0.16), (_fonts(MONO), 0.12), ([OCR_B + "OCRB.otf", OCR_B + "OCRBS.otf"], 0.06))


class TextLines(Strips):
    """Draws strips; the same seed gives the same ones."""

    def __init__(self, seed, grounds=GROUNDS):
        super().__init__(seed, grounds)
        self.words = Words(self.rng)
        self.faces = {}

    def batch(self, count, width=None):
        """Inputs (count, 1, 32, width), targets (count, steps) and the texts; as for zones."""
        width = width or int(self.rng.choice(WIDTHS_PX, p=(0.2, 0.3, 0.3, 0.2)))
        steps = np.arange(width // STEP_PX) * STEP_PX + (STEP_PX - 1) / 2
        inputs = np.zeros((count, 1, HEIGHT_PX, width), np.float32)
        targets = np.full((count, len(steps)), IGNORED, np.int64)
        texts = []
        for i in range(count):
            strip, text, edges = self.draw(width)
            inputs[i, 0] = normalised(strip)
            texts.append(text)
            targets[i] = _targets(text, edges, steps)
        if self._chance(0.08):
            self.grounds[int(self.rng.integers(len(self.grounds)))] = relief(self.rng, self.zones)
        return inputs, targets, texts

    def draw(self, width):
        """One strip (uint8), its text, and left and right edge of each character in pixels."""
        tall = self._u(15, 21) if self._chance(0.85) else self._u(13, 23.5)
        scale = tall / DRAWN_CAPITAL
        stretch = STRETCH * (self._u(0.88, 1.14) if self._chance(0.85) else self._u(0.75, 1.35))
        left = self._u(1, 10) if self._chance(0.85) else self._u(8, 24)
        room = (width - left - 3) / (scale * stretch)
        page = self._line(room)
        native = float(np.exp(self._u(np.log(5.5), np.log(32))))
        page["native"] = native * page["pitch"] / DRAWN_CAPITAL
        seen, to_strip = self._seen(page, width, left, tall, scale * stretch, native)
        strip = self._degraded(seen, page, width)
        if self._chance(0.05):
            strip = 255 - strip
        return strip, page["text"], to_strip(page["edges"])

    def _line(self, room):
        """A page with one line of text at most `room` wide, in flat greys."""
        font, condensed = self._face()
        tracking = self._u(-0.02, 0.08) * DRAWN_CAPITAL if self._chance(0.4) else 0.0
        text = self.words.line()
        if self._chance(0.35):
            while (more := text + " " + self.words.line()) and self._length(font, more, tracking) * condensed < room * 0.9:
                text = more
        while len(text) > 1 and self._length(font, text, tracking) * condensed > room:
            text = text[:-1].rstrip()
        text = drawable(font, text).strip() or "0"
        margin = DRAWN_CAPITAL * 2
        x, edges = margin / condensed, []
        canvas_width = int((room + 2 * margin) / condensed) + 40
        height = DRAWN_CAPITAL * 5
        baseline = DRAWN_CAPITAL * 3
        image = Image.new("L", (canvas_width, height), 0)
        draw = ImageDraw.Draw(image)
        for character in text:
            draw.text((x, baseline), character, font=font, fill=255, anchor="ls")
            wide = font.getlength(character)
            edges.append((x * condensed, (x + wide) * condensed))
            x += wide + tracking
        self._neighbours(draw, baseline, canvas_width)
        ink = np.asarray(image)
        ink = cv2.resize(ink, (int(canvas_width * condensed), height), interpolation=cv2.INTER_AREA)
        if self._chance(0.25):
            kernel = np.ones((2, 2), np.uint8)
            ink = cv2.dilate(ink, kernel) if self._chance(0.6) else cv2.erode(ink, kernel)
        middle = baseline - DRAWN_CAPITAL / 2
        pitch = DRAWN_CAPITAL * 0.75
        return {
            "image": self._printed(ink, pitch, DRAWN_CAPITAL * 2, middle),
            "text": text,
            "edges": np.array(edges, np.float32),
            "middle": middle,
            "margin": margin,
            "pitch": pitch,
        }

    def _neighbours(self, draw, baseline, width):
        """The lines above and below, as near as labels and values stand; some touch the line."""
        for way, chance in ((-1, 0.45), (1, 0.45)):
            if not self._chance(chance):
                continue
            share = 0.5 if self._chance(0.5) else 1.0
            font, _ = self._face(share)
            touches = self._chance(0.15)
            gap = DRAWN_CAPITAL * (self._u(-0.35, 0.35) if touches else self._u(0.35, 1.2))
            y = baseline - DRAWN_CAPITAL - gap if way < 0 else baseline + gap + DRAWN_CAPITAL * share
            ink = int(self._u(90, 220)) if touches else 255
            draw.text((self._u(0, width * 0.6), y), self.words.line(), font=font, fill=ink, anchor="ls")

    def _face(self, share=1.0):
        """A font whose capitals are `share` of the drawn height, and how condensed it is set."""
        kinds = [weight for _, weight in FONTS]
        fonts = FONTS[int(self.rng.choice(len(FONTS), p=kinds))][0]
        key = (str(self.rng.choice(fonts)), share)
        if key not in self.faces:
            box = ImageFont.truetype(key[0], 200).getbbox("H", anchor="ls")
            size = max(6, round(200 * DRAWN_CAPITAL * share / max(1, -box[1])))
            self.faces[key] = ImageFont.truetype(key[0], size, layout_engine=ImageFont.Layout.BASIC)
        condensed = self._u(0.78, 1) if self._chance(0.25) else self._u(0.94, 1.08)
        return self.faces[key], condensed

    @staticmethod
    def _length(font, text, tracking):
        return font.getlength(text) + tracking * len(text)

    def _seen(self, page, width, left, tall, across, native):
        """Pixels at the camera's resolution, and the map of page to strip columns."""
        image = page["image"]
        middle = HEIGHT_PX / 2 + 1 + self._u(-2.2, 2.2) * min(1, (30 - tall) / 10)
        columns = max(16, int(round(width * native / DRAWN_CAPITAL / across)))
        rows = max(8, int(round(HEIGHT_PX * native / tall)))
        blur = 0.42 * DRAWN_CAPITAL / native
        if blur > 0.45:
            image = cv2.GaussianBlur(image, (0, 0), blur)
        x, y = np.meshgrid(_places(width, columns), _places(HEIGHT_PX, rows))
        tilt = self._u(-1.5, 1.5) if self._chance(0.7) else self._u(-3, 3)
        bend = self._u(-1, 1) if self._chance(0.2) else 0
        slant = self._u(-0.06, 0.06) if self._chance(0.7) else self._u(-0.2, 0.2)
        v = (x / width - 0.5) * 2
        down = (y - middle - tilt * v * 0.5 - bend * (v * v - 0.33)) * (DRAWN_CAPITAL / tall)
        map_x = (x - left) / across + page["margin"] - slant * down
        map_y = page["middle"] + down
        seen = cv2.remap(image, map_x.astype(np.float32), map_y.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return seen, lambda edges: (edges - page["margin"]) * across + left


def _places(length, count):
    half = 0.5 * length / count
    return np.linspace(half - 0.5, length - 0.5 - half, count, dtype=np.float32)


def _targets(text, edges, steps):
    """The class of each step: a character near its centre, blank near its edges and beyond."""
    targets = np.full(len(steps), IGNORED, np.int64)
    centres = edges.mean(1)
    half = np.maximum((edges[:, 1] - edges[:, 0]) / 2, 2.0)
    share = np.abs(steps[:, None] - centres[None]) / (2 * half[None])
    nearest = share.argmin(1)
    own = share[np.arange(len(steps)), nearest]
    classes = np.array([CLASS_OF[c] for c in text])
    targets[own < 0.2] = classes[nearest[own < 0.2]]
    targets[own > 0.32] = BLANK
    targets[np.abs(steps[:, None] - centres[None]).argmin(0)] = classes
    return targets
