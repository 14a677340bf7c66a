//! Where a text's letters and their edges are.

use ab_glyph::{Font as _, ScaleFont as _, point};

use super::font::Letters;

/// Coverage of each pixel by letters and by the edge around them, 0 to 255.
#[derive(Debug, Clone)]
pub(super) struct Ink {
    pub(super) width: usize,
    pub(super) height: usize,
    letters: Vec<u8>,
    edge: Vec<u8>,
}

impl Ink {
    pub(super) fn new(width: usize, height: usize) -> Self {
        Self {
            width,
            height,
            letters: vec![0; width * height],
            edge: vec![0; width * height],
        }
    }

    /// Writes a line from `left` on, its upper end at `top`.
    pub(super) fn write(&mut self, line: &str, font: &Letters, (left, top): (f32, f32)) {
        let mut at = point(left, top + font.ascent());
        let mut before = None;
        for character in line.chars() {
            let id = font.glyph_id(character);
            at.x += before.map_or(0.0, |before| font.kern(before, id));
            let glyph = id.with_scale_and_position(font.scale(), at);
            at.x += font.h_advance(id);
            before = Some(id);
            let Some(shape) = font.font().outline_glyph(glyph) else {
                continue;
            };
            let bounds = shape.px_bounds();
            shape.draw(|x, y, coverage| {
                let x = bounds.min.x as i64 + i64::from(x);
                let y = bounds.min.y as i64 + i64::from(y);
                if let Some(index) = self.index(x, y) {
                    let coverage = (coverage.clamp(0.0, 1.0) * 255.0) as u8;
                    self.letters[index] = self.letters[index].max(coverage);
                }
            });
        }
    }

    /// Puts an edge of so many pixels around all letters.
    pub(super) fn outline(&mut self, width_px: f32) {
        let reach = width_px.ceil() as i64;
        // One more pixel, in part, where the width is no whole number.
        let near: Vec<(i64, i64, f32)> = (-reach..=reach)
            .flat_map(|dy| (-reach..=reach).map(move |dx| (dx, dy)))
            .filter_map(|(dx, dy)| {
                let distance = ((dx * dx + dy * dy) as f32).sqrt();
                let share = (width_px + 1.0 - distance).clamp(0.0, 1.0);
                (share > 0.0).then_some((dx, dy, share))
            })
            .collect();
        for y in 0..self.height {
            for x in 0..self.width {
                let coverage = self.letters[y * self.width + x];
                if coverage == 0 {
                    continue;
                }
                for &(dx, dy, share) in &near {
                    if let Some(index) = self.index(x as i64 + dx, y as i64 + dy) {
                        let reached = (f32::from(coverage) * share) as u8;
                        self.edge[index] = self.edge[index].max(reached);
                    }
                }
            }
        }
        for (edge, letter) in self.edge.iter_mut().zip(&self.letters) {
            *edge = (*edge).min(255 - letter);
        }
    }

    /// Coverage by letters and edge at a place between pixels, 0 to 1; none outside.
    pub(super) fn at(&self, x: f32, y: f32) -> (f32, f32) {
        let (left, top) = (x as usize, y as usize);
        let outside = x < 0.0 || y < 0.0 || left + 1 >= self.width || top + 1 >= self.height;
        if outside {
            return (0.0, 0.0);
        }
        let (right_share, bottom_share) = (x - left as f32, y - top as f32);
        let first = top * self.width + left;
        let between = |coverage: &[u8]| {
            let row = |index: usize| {
                let (left, right) = (f32::from(coverage[index]), f32::from(coverage[index + 1]));
                left + (right - left) * right_share
            };
            let (above, below) = (row(first), row(first + self.width));
            (above + (below - above) * bottom_share) / 255.0
        };
        (between(&self.letters), between(&self.edge))
    }

    fn index(&self, x: i64, y: i64) -> Option<usize> {
        let inside = (0..self.width as i64).contains(&x) && (0..self.height as i64).contains(&y);
        inside.then(|| y as usize * self.width + x as usize)
    }
}
