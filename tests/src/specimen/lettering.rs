//! Text in OCR-B, the type of machine-readable zones.

use ab_glyph::{Font as _, FontRef, Glyph, PxScale, ScaleFont as _, point};

use super::SpecimenError;
use super::canvas::{Canvas, Ink, Mask};

const OCR_B: &[u8] = include_bytes!("../../assets/OCRB.otf");

/// Size at which the font is measured.
const MEASURE: f32 = 1000.0;

/// How text looks.
#[derive(Clone, Copy)]
pub(super) struct Style {
    /// From one character to the next, in mm.
    pub(super) pitch_mm: f32,
    /// Height of a capital, in mm; `None`: as the font has it for the pitch.
    pub(super) capital_mm: Option<f32>,
    /// How much bolder than the font, in mm.
    pub(super) bolder_mm: f32,
    /// The colour.
    pub(super) ink: Ink,
    /// How much of it, 0 to 1.
    pub(super) much: f32,
}

impl Style {
    /// Plain text.
    pub(super) fn plain(pitch_mm: f32, ink: Ink) -> Self {
        Self {
            pitch_mm,
            capital_mm: None,
            bolder_mm: 0.0,
            ink,
            much: 1.0,
        }
    }

    /// Narrower or wider than the font has it.
    pub(super) fn capitals(self, capital_mm: f32) -> Self {
        Self {
            capital_mm: Some(capital_mm),
            ..self
        }
    }

    /// Bolder by that much.
    pub(super) fn bold(self, bolder_mm: f32) -> Self {
        Self { bolder_mm, ..self }
    }
}

/// The font, measured.
pub(super) struct Lettering {
    font: FontRef<'static>,
    /// Advance of a character, of the measuring size.
    advance: f32,
    /// Height of a capital, of the measuring size.
    capital: f32,
}

impl Lettering {
    /// Loads the font.
    pub(super) fn load() -> Result<Self, SpecimenError> {
        let font = FontRef::try_from_slice(OCR_B).map_err(|_| SpecimenError::Font)?;
        let capital_h = font.glyph_id('H').with_scale(MEASURE);
        let capital = font
            .outline_glyph(capital_h)
            .ok_or(SpecimenError::Font)?
            .px_bounds()
            .height();
        let advance = font.as_scaled(MEASURE).h_advance(font.glyph_id('H'));
        Ok(Self {
            font,
            advance,
            capital,
        })
    }

    /// Writes a line; gives where it ends, in mm from the left.
    pub(super) fn write(
        &self,
        canvas: &mut Canvas,
        (left_mm, baseline_mm): (f32, f32),
        text: &str,
        style: Style,
    ) -> f32 {
        let mut mask = canvas.mask();
        let start = (canvas.px(left_mm), canvas.px(baseline_mm));
        self.cover(&mut mask, canvas, start, text, style);
        canvas.ink(&mask, style.ink, style.much);
        left_mm + style.pitch_mm * text.chars().count() as f32
    }

    /// Writes a line slantwise; `turn` in radians, counter-clockwise.
    pub(super) fn write_slantwise(
        &self,
        canvas: &mut Canvas,
        centre_mm: (f32, f32),
        turn: f32,
        text: &str,
        style: Style,
    ) {
        let height = self.capital_px(canvas, style);
        let width = canvas.px(style.pitch_mm) * text.chars().count() as f32;
        let mut mask = Mask::new(width as usize + 8, (height * 1.5) as usize + 8);
        self.cover(&mut mask, canvas, (4.0, height * 1.25 + 4.0), text, style);
        canvas.stamp(&mask, centre_mm, turn, (style.ink, style.much));
    }

    fn capital_px(&self, canvas: &Canvas, style: Style) -> f32 {
        let natural = canvas.px(style.pitch_mm) * self.capital / self.advance;
        style.capital_mm.map_or(natural, |mm| canvas.px(mm))
    }

    fn cover(&self, mask: &mut Mask, canvas: &Canvas, start: (f32, f32), text: &str, style: Style) {
        let scale = PxScale {
            x: MEASURE * canvas.px(style.pitch_mm) / self.advance,
            y: MEASURE * self.capital_px(canvas, style) / self.capital,
        };
        let spread = canvas.px(style.bolder_mm) / 2.0;
        for (place, letter) in text.chars().enumerate() {
            let x = start.0 + canvas.px(style.pitch_mm) * place as f32;
            for part in parts(letter).into_iter().flatten() {
                for (right, down) in offsets(spread) {
                    let at = point(x + right, start.1 + down);
                    let glyph = self.font.glyph_id(part).with_scale_and_position(scale, at);
                    self.draw(mask, glyph);
                }
            }
        }
    }

    fn draw(&self, mask: &mut Mask, glyph: Glyph) {
        if let Some(outline) = self.font.outline_glyph(glyph) {
            let bounds = outline.px_bounds();
            let (left, top) = (bounds.min.x as i64, bounds.min.y as i64);
            outline.draw(|x, y, much| mask.cover(left + i64::from(x), top + i64::from(y), much));
        }
    }
}

/// The font has an acute accent but no letter that bears it.
fn parts(letter: char) -> [Option<char>; 2] {
    match letter {
        'é' => [Some('e'), Some('´')],
        other => [Some(other), None],
    }
}

/// Where a glyph is drawn again to look bolder.
fn offsets(spread: f32) -> Vec<(f32, f32)> {
    if spread <= 0.0 {
        return vec![(0.0, 0.0)];
    }
    (0..8)
        .map(|step| (step as f32 * std::f32::consts::FRAC_PI_4).sin_cos())
        .map(|(sin, cos)| (cos * spread, sin * spread))
        .chain([(0.0, 0.0)])
        .collect()
}
