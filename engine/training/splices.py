"""Pictures that somebody altered after they were taken: faces replaced, fields retyped, parts moved.

Each change returns the picture and which of its pixels are no longer what the camera saw.
"""

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from paper import TEXT_FONTS, Drawing

SAFE = "ABCDEFGHKLMNPRSTUVXYZ0123456789"


class Splices(Drawing):
    """Alters pictures; the same generator gives the same ones. `fonts` are those that it types in."""

    def __init__(self, rng, fonts=TEXT_FONTS):
        self.rng = rng
        self.fonts = fonts

    def altered(self, picture, boxes, portrait, donor):
        """`boxes` of text and of the `portrait` (left, top, right, bottom; or None) in pixels.

        `donor()` draws a picture that another camera took of something else.
        """
        kind = self.rng.random()
        if portrait is not None and kind < 0.55:
            return self._pasted(picture, self._near(portrait, picture), donor())
        if boxes and kind < 0.8:
            return self._retyped(picture, boxes[int(self.rng.integers(len(boxes)))])
        if kind < 0.9:
            return self._moved(picture)
        return self._pasted(picture, self._anywhere(picture, 32, 130), donor())

    def overprinted(self, picture):
        """A word or a mark across the picture, put on by whoever published it: that is no forgery."""
        height, width = picture.shape[:2]
        mask = Image.new("L", (width, height), 0)
        font = ImageFont.truetype(str(self.rng.choice(TEXT_FONTS)), int(self._u(22, 110)))
        word = "SPECIMEN" if self._chance(0.5) else "".join(self.rng.choice(list(SAFE), int(self.rng.integers(2, 9))))
        place = (self._u(-0.4, 0.5) * width, self._u(0, 0.8) * height)
        stroke = dict(stroke_width=2, fill=0, stroke_fill=255) if self._chance(0.2) else dict(fill=255)
        ImageDraw.Draw(mask).text(place, word, font=font, **stroke)
        mask = mask.rotate(self._u(-50, 50) if self._chance(0.7) else 0, Image.Resampling.BICUBIC)
        cover = np.asarray(mask, np.float32)[..., None] / 255 * np.float32(self._u(0.15, 1))
        return _mixed(picture, np.float32(self._colour(0, 255)), cover)

    def _near(self, box, picture):
        """The portrait's place, not quite."""
        left, top, right, bottom = box
        wide, high = right - left, bottom - top
        shift = self.rng.normal(0, 0.04, 4) * (wide, high, wide, high)
        left, top, right, bottom = np.array(box) + shift
        if self._chance(0.3):
            # The face alone.
            left, right = left + wide * 0.25, right - wide * 0.25
            top, bottom = top + high * 0.15, bottom - high * 0.35
        return _within((left, top, right, bottom), picture)

    def _anywhere(self, picture, low, high):
        size = self.rng.uniform(low, high, 2)
        corner = self.rng.uniform(0, 1, 2) * (np.array(picture.shape[1::-1]) - size)
        return _within((*corner, *(corner + size)), picture)

    def _shape(self, picture, box):
        """How far what is pasted covers what was there."""
        cover = np.zeros(picture.shape[:2], np.float32)
        left, top, right, bottom = box
        if self._chance(0.7):
            cover[top:bottom, left:right] = 1
        else:
            centre, axes = ((left + right) // 2, (top + bottom) // 2), ((right - left) // 2, (bottom - top) // 2)
            cv2.ellipse(cover, centre, axes, 0, 0, 360, 1, -1)
        if self._chance(0.5):
            cover = cv2.GaussianBlur(cover, (0, 0), self._u(0.5, 5))
        return cover

    def _pasted(self, picture, box, donor):
        left, top, right, bottom = box
        if min(right - left, bottom - top) < 20:
            return self._moved(picture)
        wide, high = right - left, bottom - top
        scale = self._u(0.5, 1.9) if self._chance(0.8) else 1.0
        need = np.ceil(np.array([high, wide]) / scale).astype(int)
        need = np.minimum(need, donor.shape[:2])
        row, column = (int(self.rng.integers(donor.shape[i] - need[i] + 1)) for i in (0, 1))
        part = donor[row : row + need[0], column : column + need[1]]
        part = cv2.resize(part, (wide, high), interpolation=cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA)
        part = part.astype(np.float32)
        if self._chance(0.55):
            own = picture[top:bottom, left:right].astype(np.float32)
            ratio = own.std((0, 1)) / (part.std((0, 1)) + 1) if self._chance(0.5) else np.float32(1)
            part = (part - part.mean((0, 1))) * np.clip(ratio, 0.4, 1.6) + own.mean((0, 1))
        if self._chance(0.2):
            part = cv2.GaussianBlur(part, (0, 0), self._u(0.4, 1.2))
        if self._chance(0.15):
            part += self.rng.standard_normal(part.shape, np.float32) * np.float32(self._u(1, 6))
        whole = picture.astype(np.float32)
        whole[top:bottom, left:right] = part
        cover = self._shape(picture, box)
        return _mixed(picture, whole, cover[..., None]), cover > 0.5

    def _moved(self, picture):
        """A part of the picture, copied to another place of it."""
        box = self._anywhere(picture, 28, 110)
        left, top, right, bottom = box
        wide, high = right - left, bottom - top
        row = int(self.rng.integers(0, picture.shape[0] - high + 1))
        column = int(self.rng.integers(0, picture.shape[1] - wide + 1))
        part = picture[row : row + high, column : column + wide].astype(np.float32)
        if self._chance(0.4):
            angle = cv2.getRotationMatrix2D((wide / 2, high / 2), self._u(-6, 6), self._u(0.8, 1.25))
            part = cv2.warpAffine(part, angle, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
        whole = picture.astype(np.float32)
        whole[top:bottom, left:right] = part
        cover = self._shape(picture, box)
        return _mixed(picture, whole, cover[..., None]), cover > 0.5

    def _retyped(self, picture, box):
        """A field wiped out and written anew."""
        left, top, right, bottom = box
        high = bottom - top
        reach = high * self._u(0.15, 0.5)
        wiped = _within((left - reach, top - reach, right + reach, bottom + reach), picture)
        left, top, right, bottom = wiped
        if right - left < 24 or bottom - top < 12:
            return self._moved(picture)
        cover = self._shape(picture, wiped) if self._chance(0.3) else _filled(picture, wiped)
        own = picture[top:bottom, left:right].reshape(-1, 3)
        ink = np.percentile(own, self._u(0, 6), axis=0)
        if self._chance(0.92):
            written = self._typed(self._ground(picture, wiped), wiped, high, ink)
        else:
            written = self._ground(picture, wiped)
        return _mixed(picture, written, cover[..., None]), cover > 0.5

    def _ground(self, picture, box):
        """What the forger puts where the text was."""
        left, top, right, bottom = box
        kind = self.rng.random()
        whole = picture.copy()
        part = whole[top:bottom, left:right]
        if kind < 0.45:
            mask = np.zeros(picture.shape[:2], np.uint8)
            grey = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY)
            limit = np.percentile(grey, 55) - 12
            mask[top:bottom, left:right] = cv2.dilate((grey < limit).astype(np.uint8), np.ones((3, 3), np.uint8))
            whole = cv2.inpaint(whole, mask, 3, cv2.INPAINT_TELEA if self._chance(0.7) else cv2.INPAINT_NS)
        elif kind < 0.7:
            size = max(5, int((bottom - top) * 0.9)) | 1
            part[:] = cv2.GaussianBlur(cv2.dilate(part, np.ones((5, 5), np.uint8)), (size, size), 0)
        elif kind < 0.85:
            part[:] = np.percentile(part.reshape(-1, 3), self._u(60, 90), axis=0).astype(np.uint8)
        else:
            above = self.rng.integers(0, picture.shape[0] - (bottom - top) + 1)
            part[:] = picture[above : above + bottom - top, left:right]
        whole = whole.astype(np.float32)
        if self._chance(0.4):
            whole += self.rng.standard_normal(whole.shape, np.float32) * np.float32(self._u(0.5, 5))
        return whole

    def _typed(self, ground, box, high, ink):
        left, top, right, bottom = box
        mask = Image.new("L", ground.shape[1::-1], 0)
        font = ImageFont.truetype(str(self.rng.choice(self.fonts)), max(7, int(high * self._u(1.1, 1.5))))
        word = ""
        while font.getlength(word) < (right - left) * 0.85 and len(word) < 40:
            word += str(self.rng.choice(list(SAFE)))
        ImageDraw.Draw(mask).text((left + 2, (top + bottom) / 2), word[:-1] or "A", font=font, fill=255, anchor="lm")
        cover = np.asarray(mask, np.float32)[..., None] / 255
        if self._chance(0.45):
            cover = cv2.GaussianBlur(cover, (0, 0), self._u(0.3, 1.1))[..., None]
        return ground * (1 - cover) + ink.astype(np.float32) * cover


def _within(box, picture):
    limits = picture.shape[1::-1] * 2
    return tuple(int(np.clip(round(float(v)), 0, limit)) for v, limit in zip(box, limits))


def _filled(picture, box):
    left, top, right, bottom = box
    cover = np.zeros(picture.shape[:2], np.float32)
    cover[top:bottom, left:right] = 1
    return cover


def _mixed(picture, other, cover):
    return np.clip(picture * (1 - cover) + other * cover + 0.5, 0, 255).astype(np.uint8)
