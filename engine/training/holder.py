"""What a document shows of its holder: a portrait and a signature."""

import glob
import os
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from paper import Drawing, drawable
from words import Words

#: A folder with the photos of `FACES`; without it all portraits are drawn. `README.md` names the
#: packages that hold them.
PHOTOS = os.environ.get("VIDIMUS_PORTRAITS")
#: The face of each photo: left, top, right, bottom in its pixels.
FACES = {
    "astronaut.png": (196, 35, 294, 133),
    "grace_hopper.jpg": (181, 138, 342, 345),
    "obama.jpg": (357, 87, 644, 414),
    "obama2.jpg": (198, 221, 497, 575),
    "obama3.jpg": (618, 268, 923, 644),
    "biden.jpg": (413, 152, 716, 506),
}


def _fonts(*names):
    kinds = ("truetype", "opentype")
    return sorted(f for name in names for kind in kinds for f in glob.glob(f"/usr/share/fonts/{kind}/{name}.[to]tf"))


#: Fonts that look like somebody's hand.
HANDS = _fonts(
    "kristi/*", "breip/*", "femkeklaver/*", "fifthhorseman/*", "rufscript/*", "ecolier-court/*", "sjfonts/*",
    "dancingscript/*", "urw-base35/Z003*", "kaushanscript/*", "joscelyn/*",
)
#: Fonts that look like a hand that writes Japanese.
BRUSHES = _fonts("klee/*", "aoyagi-kouzan-t/*", "kiloji/kiloji*")
#: What Japanese family and given names are made of, and kana.
KANJI = "山田中村小林佐藤鈴木高橋伊渡辺加吉川井上松本清水美子太郎花一恵直樹真由明和幸正雄千春夏秋冬愛さくらひかりみどりゆうなあおいタナカスズキ"
#: Height of a photo from above the hair to the shoulders, in pixels.
PHOTO_PX = 360


class Holder(Drawing):
    """Draws portraits and signatures; the same seed gives the same ones."""

    def __init__(self, rng):
        self.rng = rng
        self.words = Words(rng)
        self.photos = _photos() if PHOTOS else []

    def portrait(self, wide, tall):
        """Colours (tall, wide, 3), uint8, and how far they cover the paper (0 to 255)."""
        photo, person = self._photo(wide, tall) if self.photos and self._chance(0.6) else self._drawn(wide, tall)
        slope = np.linspace(self._u(-30, 30), self._u(-30, 30), wide, dtype=np.float32)
        photo = photo + slope[None, :, None] + self.rng.standard_normal((tall, wide, 1), np.float32) * np.float32(self._u(0, 10))
        if self._chance(0.45):
            photo = np.repeat(photo.mean(2, keepdims=True), 3, 2)
            photo = photo * self._u(0.7, 1.1) + self.rng.uniform(0, 40, 3).astype(np.float32)
        strength = 255 if self._chance(0.7) else 255 * self._u(0.6, 1)
        cover = np.full((tall, wide), strength, np.float32)
        if self._chance(0.22):
            # Printed without a ground of its own: paper shows around the head.
            cover *= person
        return np.clip(photo, 0, 255).astype(np.uint8), cover.astype(np.uint8)

    def _photo(self, wide, tall):
        photo, person = self.photos[int(self.rng.integers(len(self.photos)))]
        height, width = person.shape
        reach = self._u(0.78, 1)
        top, left = int((1 - reach) * height * self._u(0, 0.6)), 0
        high = int(reach * height)
        across = min(width, int(high * wide / tall))
        left = int(np.clip((width - across) / 2 + self._u(-0.06, 0.06) * width, 0, width - across))
        cut = (slice(top, top + high), slice(left, left + across))
        photo = cv2.resize(photo[cut], (wide, tall), interpolation=cv2.INTER_AREA).astype(np.float32)
        person = cv2.resize(person[cut], (wide, tall), interpolation=cv2.INTER_AREA)
        if self._chance(0.5):
            photo, person = photo[:, ::-1], person[:, ::-1]
        tint = self.rng.uniform(0.75, 1.2, 3).astype(np.float32)
        photo = ((photo - 128) * self._u(0.6, 1.25) + 128 + self._u(-30, 30)) * tint
        if self._chance(0.8):
            ground = np.array(self._colour(110, 255), np.float32)
            photo = photo * person[..., None] + ground * (1 - person[..., None])
        return photo, person

    def _drawn(self, wide, tall):
        """A head and shoulders in flat colours."""
        ground = self._colour(130, 250)
        photo = Image.new("RGB", (wide, tall), ground)
        draw = ImageDraw.Draw(photo)
        skin = tuple(int(v) for v in np.array([225, 180, 150]) * self._u(0.35, 1.05))
        middle, head = wide / 2 + self._u(-0.06, 0.06) * wide, wide * self._u(0.22, 0.33)
        crown = tall * self._u(0.06, 0.2)
        hair = self._colour(0, 120)
        fall = self._u(1.2, 4)
        draw.ellipse([middle - head * 1.15, crown - head * 0.3, middle + head * 1.15, crown + head * fall], fill=hair)
        reach, collar = wide * self._u(0.36, 0.6), max(tall * self._u(0.66, 0.85), crown + head * 2.3)
        draw.rectangle([middle - head * 0.5, crown + head * 2, middle + head * 0.5, collar + head], fill=skin)
        draw.ellipse([middle - reach, collar, middle + reach, tall * 1.4], fill=self._colour(0, 220))
        draw.ellipse([middle - head, crown, middle + head, crown + head * 2.6], fill=skin)
        for side in (-1, 1):
            eye = (middle + side * head * 0.42, crown + head * 1.2)
            draw.ellipse([eye[0] - head * 0.16, eye[1] - head * 0.08, eye[0] + head * 0.16, eye[1] + head * 0.08], fill=(30, 25, 20))
        draw.line([middle - head * 0.4, crown + head * 2.0, middle + head * 0.4, crown + head * 2.0], fill=(120, 50, 50), width=3)
        away = np.abs(np.asarray(photo, np.float32) - np.array(ground, np.float32)).max(2)
        person = cv2.GaussianBlur((away > 8).astype(np.float32), (0, 0), 2)
        photo = np.asarray(photo.filter(ImageFilter.GaussianBlur(self._u(0, 3)))).astype(np.float32)
        return photo, person

    def signature(self, long):
        """How a pen's ink covers the paper (0 to 255), cropped to it, `long` pixels wide."""
        ink = self._scribble() if self._chance(0.35) else self._handwriting()
        if self._chance(0.7):
            ink = self._unsteady(ink)
        kernel = np.ones((3, 3), np.uint8)
        ink = cv2.dilate(ink, kernel) if self._chance(0.35) else cv2.erode(ink, kernel) if self._chance(0.25) else ink
        rows, columns = np.nonzero(ink.max(1) > 60)[0], np.nonzero(ink.max(0) > 60)[0]
        if len(rows) < 2 or len(columns) < 2:
            return self.signature(long)
        ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        tall = max(4, round(ink.shape[0] * long / ink.shape[1] * self._u(0.75, 1.25)))
        return cv2.resize(ink, (max(8, int(long)), tall), interpolation=cv2.INTER_AREA)

    def _unsteady(self, ink):
        height, width = ink.shape
        # A hand writes up or down, slants, and does not keep its line.
        matrix = np.float32([[1, self._u(-0.3, 0.6), 0], [np.tan(self._u(-0.16, 0.2)), 1, 0]])
        matrix[:, 2] = (width / 2, height / 2) - matrix[:, :2] @ (width / 2, height / 2) + (width / 2, height / 2)
        ink = cv2.warpAffine(ink, matrix, (2 * width, 2 * height))
        swing, pace, phase = self._u(0, 0.12) * height, self._u(1, 3) * np.pi / width, self._u(0, 6)
        x, y = np.meshgrid(np.arange(2 * width, dtype=np.float32), np.arange(2 * height, dtype=np.float32))
        ink = cv2.remap(ink, x, (y + swing * np.sin(x * pace + phase)).astype(np.float32), cv2.INTER_LINEAR)
        if self._chance(0.3):
            start, end = self._u(0.5, 0.9) * width, self._u(1.1, 1.6) * width
            level = self._u(1.1, 1.4) * height
            cv2.line(ink, (int(start), int(level)), (int(end), int(level - self._u(-0.1, 0.3) * height)), 255, int(self._u(2, 7)), cv2.LINE_AA)
        return ink

    def _handwriting(self):
        """A name, or its beginnings, as somebody writes it."""
        words = [self.words.word().capitalize() for _ in range(int(self.rng.integers(1, 4)))]
        if len(words) > 1 and self._chance(0.4):
            words[0] = words[0][:1] + (". " if self._chance(0.5) else "")
        text = (" " if self._chance(0.8) else "").join(words)
        while len(text) < 5:
            text += self.words.word()
        hands = HANDS
        if self._chance(0.08):
            text, hands = "".join(self.rng.choice(list(KANJI), int(self.rng.integers(2, 6)))), BRUSHES
        font = ImageFont.truetype(str(self.rng.choice(hands)), 96)
        text = drawable(font, text) or "Xy"
        left, top, right, bottom = font.getbbox(text)
        image = Image.new("L", (right - left + 24, bottom - top + 24), 0)
        ImageDraw.Draw(image).text((12 - left, 12 - top), text, font=font, fill=255)
        return np.asarray(image)

    def _scribble(self):
        """Loops of a pen that goes on to the right, larger and smaller, with a tall first letter."""
        count = int(self.rng.integers(3, 12))
        t = np.linspace(0, count * 2 * np.pi, count * 40)
        size = np.interp(t, np.linspace(0, t[-1], count + 2), self.rng.uniform(0.25, 1.3, count + 2))
        first = np.exp(-t / 5) * self._u(0, 2.2)
        y = (size + first) * np.sin(t * self._u(0.8, 1.1) + self._u(0, 6)) + 0.4 * np.sin(t * self._u(0.15, 0.4))
        x = t * self._u(0.25, 0.7) + size * self._u(0.2, 0.9) * np.cos(t + self._u(0, 6))
        points = np.stack([x, -y * self._u(0.6, 1.1)], 1)
        points = (points - points.min(0)) * (380 / max(np.ptp(points[:, 0]), 1e-3)) + 12
        ink = np.zeros((int(np.ptp(points[:, 1])) + 24, 404), np.uint8)
        cv2.polylines(ink, [np.round(points * 16).astype(np.int32)], False, 255, int(self._u(2, 7)), cv2.LINE_AA, 4)
        return ink


def _photos():
    """Head and shoulders of each photo, and where the person is (0 to 1)."""
    found = []
    for name, (left, top, right, bottom) in FACES.items():
        photo = cv2.imread(str(Path(PHOTOS) / name))
        if photo is None:
            continue
        photo = cv2.cvtColor(photo, cv2.COLOR_BGR2RGB)
        height, width = photo.shape[:2]
        middle, tall = (left + right) / 2, bottom - top
        left, right, top, bottom = middle - tall, middle + tall, top - 0.45 * tall, bottom + 0.7 * tall
        box = [int(v) for v in (max(0, left), max(0, top), min(width, right), min(height, bottom))]
        cut = photo[box[1] : box[3], box[0] : box[2]]
        cut = cv2.resize(cut, (round(PHOTO_PX * cut.shape[1] / cut.shape[0]), PHOTO_PX), interpolation=cv2.INTER_CUBIC)
        found.append((cut, _person(cut)))
    return found


def _person(photo):
    """Where the person is: what grabbing from the head and shoulders outwards leaves."""
    height, width = photo.shape[:2]
    mask = np.full((height, width), cv2.GC_PR_BGD, np.uint8)
    mask[: int(height * 0.08)] = mask[: int(height * 0.55), : int(width * 0.08)] = cv2.GC_BGD
    mask[: int(height * 0.55), int(width * 0.92) :] = cv2.GC_BGD
    middle = width // 2
    cv2.ellipse(mask, (middle, int(height * 0.4)), (int(width * 0.2), int(height * 0.25)), 0, 0, 360, cv2.GC_FGD, -1)
    cv2.rectangle(mask, (int(width * 0.12), int(height * 0.8)), (int(width * 0.88), height), cv2.GC_PR_FGD, -1)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(photo[..., ::-1].copy(), mask, None, *models, 5, cv2.GC_INIT_WITH_MASK)
    person = np.isin(mask, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.float32)
    return cv2.GaussianBlur(person, (0, 0), 1.5)
