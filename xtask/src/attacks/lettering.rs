//! Lines of text in the fonts that are there.

use std::fs;
use std::path::Path;

use ab_glyph::{Font as _, FontVec, OutlinedGlyph, PxScale, Rect, ScaleFont as _, point};
use anyhow::{Context as _, Result};

use super::Set;
use super::light::Plane;
use crate::cache;

/// Where Debian puts fonts.
const FONTS: &str = "/usr/share/fonts/truetype";
const TUNING: [&str; 4] = [
    "liberation2/LiberationSans-Regular.ttf",
    "liberation2/LiberationSans-Bold.ttf",
    "dejavu/DejaVuSansCondensed.ttf",
    "dejavu/DejaVuSansMono.ttf",
];
const TESTING: [&str; 5] = [
    "crosextra/Carlito-Regular.ttf",
    "crosextra/Carlito-Bold.ttf",
    "open-sans/OpenSans-Regular.ttf",
    "lato/Lato-Medium.ttf",
    "liberation2/LiberationMono-Regular.ttf",
];
/// Size at which text is measured, in pixels.
const MEASURE_PX: f32 = 200.0;
/// How much wider than a font has them glyphs are drawn at most.
const WIDER: f32 = 1.1;

/// A font.
pub(super) struct Lettering(FontVec);

/// The fonts of a set that this machine has; OCR-B, which is in the repository, where it has none.
pub(super) fn of(set: Set) -> Result<Vec<Lettering>> {
    let files: &[&str] = match set {
        Set::Tuning => &TUNING,
        Set::Testing => &TESTING,
    };
    let found = files.iter().filter_map(|file| {
        let bytes = fs::read(Path::new(FONTS).join(file)).ok()?;
        FontVec::try_from_vec(bytes).ok().map(Lettering)
    });
    let mut fonts: Vec<Lettering> = found.collect();
    if fonts.is_empty() {
        fonts.push(bundled()?);
    }
    Ok(fonts)
}

fn bundled() -> Result<Lettering> {
    let bytes = fs::read(cache::root().join("tests/assets/OCRB.otf"))?;
    let font = FontVec::try_from_vec(bytes).context("the bundled font cannot be read")?;
    Ok(Lettering(font))
}

impl Lettering {
    /// How many times as wide as high a line of text is.
    pub(super) fn shape(&self, text: &str) -> Option<f32> {
        let bounds = bounds(&self.outlined(text, PxScale::from(MEASURE_PX), 0.0))?;
        Some(bounds.width() / bounds.height())
    }

    /// How much of each pixel a line of text covers (0 to 1) that fills a box, in pixels.
    pub(super) fn line(&self, text: &str, (width, height): (f32, f32)) -> Option<Plane> {
        let measured = bounds(&self.outlined(text, PxScale::from(MEASURE_PX), 0.0))?;
        let high = MEASURE_PX * height / measured.height();
        let wide = MEASURE_PX * width / measured.width();
        // A little wider glyphs; what more there is to fill goes between them.
        let scale = PxScale {
            x: wide.min(WIDER * high),
            y: high,
        };
        let rest = width - measured.width() * scale.x / MEASURE_PX;
        let gaps = text.chars().count().saturating_sub(1).max(1);
        let glyphs = self.outlined(text, scale, rest / gaps as f32);
        let left_top = bounds(&glyphs)?.min;
        let size = (width.ceil() as usize + 1, height.ceil() as usize + 1);
        let mut plane = Plane::from_fn(size.0, size.1, |_, _| 0.0);
        for glyph in glyphs {
            let own = glyph.px_bounds().min;
            let corner = (
                (own.x - left_top.x).round() as usize,
                (own.y - left_top.y).round() as usize,
            );
            glyph.draw(|x, y, cover| {
                let (x, y) = (corner.0 + x as usize, corner.1 + y as usize);
                if x < plane.width && y < plane.height {
                    let value = &mut plane.values[y * plane.width + x];
                    *value = (*value + cover).min(1.0);
                }
            });
        }
        Some(plane)
    }

    /// The glyphs of a text, with so many pixels more than the font has between them.
    fn outlined(&self, text: &str, scale: PxScale, gap_px: f32) -> Vec<OutlinedGlyph> {
        let font = self.0.as_scaled(scale);
        let mut x = 0.0;
        let mut glyphs = Vec::new();
        for character in text.chars() {
            let id = font.glyph_id(character);
            let glyph = id.with_scale_and_position(scale, point(x, 0.0));
            x += font.h_advance(id) + gap_px;
            glyphs.extend(font.outline_glyph(glyph));
        }
        glyphs
    }
}

/// The box around some glyphs.
fn bounds(glyphs: &[OutlinedGlyph]) -> Option<Rect> {
    glyphs
        .iter()
        .map(OutlinedGlyph::px_bounds)
        .reduce(|a, b| Rect {
            min: point(a.min.x.min(b.min.x), a.min.y.min(b.min.y)),
            max: point(a.max.x.max(b.max.x), a.max.y.max(b.max.y)),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_fills_its_box() {
        let mut fonts = of(Set::Tuning).unwrap();
        fonts.push(bundled().unwrap());
        for font in fonts {
            let line = font.line("12 JUN 1984", (120.0, 14.0)).unwrap();
            let covered: f32 = line.values.iter().sum();
            assert!((200.0..1200.0).contains(&covered), "{covered}");
            for column in [0..4, 116..121] {
                let sum: f32 = (0..line.height as isize)
                    .flat_map(|y| column.clone().map(move |x| (x, y)))
                    .map(|(x, y)| line.at(x, y))
                    .sum();
                assert!(sum > 1.0, "{column:?} {sum}");
            }
            assert!(font.shape("11111111") < font.shape("12 JUN 1984 A"));
            assert!(font.line("   ", (120.0, 14.0)).is_none());
        }
    }
}
