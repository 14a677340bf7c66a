//! What passport pages and cards have in common.

use image::RgbImage;

use super::canvas::{Canvas, Ink};
use super::lettering::{Lettering, Style};
use super::ornament::mix;

/// Ink of headings.
pub(super) const BLUE: Ink = [26, 62, 112];
/// Ink of labels.
pub(super) const SLATE: Ink = [62, 84, 112];
/// Ink of values and of the zone.
pub(super) const BLACK: Ink = [24, 24, 28];
/// Ink of the word that says it is a specimen.
pub(super) const RED: Ink = [196, 32, 48];

/// From one character of a machine-readable zone to the next (ICAO 9303-3 §4.2).
const ZONE_PITCH_MM: f32 = 2.54;
/// From one of its lines to the next.
const ZONE_LINE_MM: f32 = 6.35;

/// A label over its value.
pub(super) struct Field<'a> {
    pub(super) at_mm: (f32, f32),
    pub(super) label: &'a str,
    pub(super) value: &'a str,
}

/// Writes labels and values; the sizes are for a passport, `scale` makes them smaller.
pub(super) fn fields(canvas: &mut Canvas, letters: &Lettering, fields: &[Field], scale: f32) {
    let label = Style::plain(1.02 * scale, SLATE).capitals(1.28 * scale);
    let value = Style::plain(1.92 * scale, BLACK)
        .capitals(2.15 * scale)
        .bold(0.10 * scale);
    for field in fields {
        let (x, y) = field.at_mm;
        letters.write(canvas, (x, y), field.label, label);
        letters.write(canvas, (x, y + 3.2 * scale), field.value, value);
    }
}

/// Writes a machine-readable zone; the last line's foot at a height.
pub(super) fn zone(
    canvas: &mut Canvas,
    letters: &Lettering,
    lines: &[String],
    (left_mm, foot_mm): (f32, f32),
) {
    let style = Style::plain(ZONE_PITCH_MM, BLACK).bold(0.05);
    for (above, line) in lines.iter().rev().enumerate() {
        let baseline = foot_mm - above as f32 * ZONE_LINE_MM;
        letters.write(canvas, (left_mm, baseline), line, style);
    }
}

/// The portrait with edges that melt into the paper.
pub(super) fn portrait(canvas: &mut Canvas, picture: &RgbImage, rect_mm: [f32; 4]) {
    canvas.picture(picture, rect_mm, |ink, (x, y)| {
        let edge = x.min(1.0 - x).min((y).min(1.0 - y) * 1.28);
        (ink, (edge / 0.02).clamp(0.0, 1.0))
    });
}

/// A second portrait, small and pale in one ink.
pub(super) fn ghost(canvas: &mut Canvas, picture: &RgbImage, rect_mm: [f32; 4]) {
    canvas.picture(picture, rect_mm, |ink, (x, y)| {
        let luma = ink.map(f32::from);
        let luma = (0.30 * luma[0] + 0.59 * luma[1] + 0.11 * luma[2]) / 255.0;
        let round = 1.0 - ((x - 0.5) / 0.5).hypot((y - 0.5) / 0.5);
        let tone = mix(BLUE, [232, 236, 240], luma.powf(0.8));
        (tone, 0.42 * (round / 0.18).clamp(0.0, 1.0))
    });
}

/// The word across the page that nobody can overlook.
pub(super) fn overprint(
    canvas: &mut Canvas,
    letters: &Lettering,
    centre_mm: (f32, f32),
    pitch_mm: f32,
) {
    let style = Style {
        much: 0.17,
        ..Style::plain(pitch_mm, RED).bold(pitch_mm * 0.10)
    };
    letters.write_slantwise(canvas, centre_mm, 0.27, "SPECIMEN", style);
}
