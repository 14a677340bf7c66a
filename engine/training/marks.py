"""What documents show besides text, portrait and signature: chips, emblems, fingerprints, ghosts, stamps."""

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from paper import TEXT_FONTS, Drawing


class Marks(Drawing):
    """Draws marks on documents; the same seed gives the same ones."""

    def __init__(self, rng, holder):
        self.rng = rng
        self.holder = holder
        self.kinds = (self._chip, self._emblem, self._fingerprint, self._ghost, self._stamp, self._framed)

    def draw(self, image, px_per_mm):
        """One mark anywhere on a drawing (PIL, RGB), in place."""
        kind = self.kinds[int(self.rng.choice(len(self.kinds), p=(0.14, 0.28, 0.1, 0.22, 0.14, 0.12)))]
        kind(image, px_per_mm)

    def _place(self, image, wide, tall):
        return int(self._u(0, max(1, image.width - wide))), int(self._u(0, max(1, image.height * 0.8 - tall)))

    def _chip(self, image, px_per_mm):
        wide, tall = 12 * px_per_mm, 11 * px_per_mm
        x, y = self._place(image, wide, tall)
        draw = ImageDraw.Draw(image)
        gold = tuple(int(v) for v in np.array([215, 175, 90]) * self._u(0.7, 1.15))
        draw.rounded_rectangle([x, y, x + wide, y + tall], 10, fill=gold, outline=(90, 70, 30))
        for share in (0.25, 0.5, 0.75):
            draw.line([x, y + tall * share, x + wide, y + tall * share], fill=(90, 70, 30), width=2)
        draw.ellipse([x + wide * 0.35, y + tall * 0.3, x + wide * 0.65, y + tall * 0.7], fill=gold, outline=(90, 70, 30))

    def _emblem(self, image, px_per_mm):
        reach = self._u(3, 14) * px_per_mm
        x, y = self._place(image, 2 * reach, 2 * reach)
        over = image.copy()
        draw = ImageDraw.Draw(over)
        centre = np.array([x + reach, y + reach])
        corners = int(self.rng.integers(3, 12))
        for share in np.linspace(1, self._u(0.2, 0.6), int(self.rng.integers(1, 5))):
            angles = np.linspace(0, 2 * np.pi, 2 * corners, endpoint=False) + self._u(0, 1)
            radii = reach * share * np.where(np.arange(2 * corners) % 2, 1, self._u(0.3, 1))
            points = centre + radii[:, None] * np.stack([np.cos(angles), np.sin(angles)], 1)
            draw.polygon([tuple(p) for p in points.tolist()], fill=self._colour(0, 255), outline=self._colour(0, 255))
        image.paste(Image.blend(image, over, self._u(0.2, 1)))

    def _fingerprint(self, image, px_per_mm):
        reach = self._u(6, 10) * px_per_mm
        x, y = self._place(image, 2 * reach, 2.4 * reach)
        draw = ImageDraw.Draw(image)
        ink = self._colour(0, 140)
        for radius in np.arange(reach * 0.1, reach, px_per_mm * self._u(0.45, 0.7)):
            start = self._u(100, 200)
            box = [x + reach - radius, y + reach - radius, x + reach + radius, y + reach + radius * 1.5]
            draw.arc(box, start, start + self._u(160, 340), fill=ink, width=2)

    def _ghost(self, image, px_per_mm):
        """The portrait again, small and faint."""
        tall = int(self._u(8, 20) * px_per_mm)
        wide = int(tall * self._u(0.7, 0.9))
        x, y = self._place(image, wide, tall)
        photo, cover = self.holder.portrait(wide, tall)
        cover = (cover * self._u(0.25, 0.75)).astype(np.uint8)
        image.paste(Image.fromarray(photo), (x, y), Image.fromarray(cover))

    def _stamp(self, image, px_per_mm):
        reach = self._u(5, 16) * px_per_mm
        x, y = self._place(image, 2 * reach, 2 * reach)
        mask = np.zeros((image.height, image.width), np.uint8)
        centre = (int(x + reach), int(y + reach))
        for share in (1, self._u(0.5, 0.9)):
            cv2.circle(mask, centre, int(reach * share), 255, int(self.rng.integers(1, 5)), cv2.LINE_AA)
        cover = Image.fromarray((mask * self._u(0.3, 0.9)).astype(np.uint8))
        image.paste(Image.new("RGB", image.size, self._colour(0, 220)), (0, 0), cover)

    def _framed(self, image, px_per_mm):
        """A word in a frame, as a rubber stamp leaves it."""
        font = ImageFont.truetype(str(self.rng.choice(TEXT_FONTS)), int(self._u(2.5, 7) * px_per_mm))
        text = self.holder.words.word().upper()
        left, top, right, bottom = font.getbbox(text)
        wide, tall = right - left + 2 * px_per_mm, bottom - top + 2 * px_per_mm
        mask = Image.new("L", (wide, tall), 0)
        draw = ImageDraw.Draw(mask)
        draw.text((px_per_mm - left, px_per_mm - top), text, font=font, fill=255)
        if self._chance(0.7):
            draw.rectangle([0, 0, wide - 1, tall - 1], outline=255, width=int(self.rng.integers(1, 4)))
        mask = mask.rotate(self._u(-12, 12) if self._chance(0.5) else 0, expand=True)
        cover = mask.point(lambda v, strength=self._u(0.4, 1): int(v * strength))
        image.paste(Image.new("RGB", mask.size, self._colour(0, 200)), self._place(image, *mask.size), cover)
