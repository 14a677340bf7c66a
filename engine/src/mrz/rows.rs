//! The rows of text around one line of a zone, found from the picture itself: detection often
//! loses or cuts a neighbour, but the rows of a zone are evenly spaced and as strong as each
//! other.

use crate::frame::{Affine, Frame};
use crate::text::TextLine;

/// How far to look on both sides, in heights of the line.
const REACH_HEIGHTS: f32 = 4.5;
/// Samples for one height of the line.
const SAMPLES_A_HEIGHT: f32 = 16.0;
/// Samples along the line.
const SAMPLES_ALONG: u32 = 480;
/// Share of the line's own strength that a row has at least.
const MIN_STRENGTH: f32 = 0.38;
/// Range of a row's height over the line's own.
const HEIGHT_RATIO: std::ops::Range<f32> = 0.5..1.9;
/// Range of the distance of neighbouring rows, in heights of their capitals.
const SPACING: std::ops::Range<f32> = 1.2..4.2;
/// Height of a strip over that of the capitals in it.
const STRIP_OVER_CAPITALS: f32 = 1.6;

/// The rows around a line, in order across it, and which of them the line itself is.
#[derive(Debug, Clone)]
pub(super) struct Rows {
    pub(super) lines: Vec<TextLine>,
    pub(super) seed: usize,
}

impl Rows {
    /// Sets of two and three consecutive rows that include the line itself.
    pub(super) fn sets(&self) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
        [2, 3].into_iter().flat_map(move |size| {
            let first = (self.seed + 1).saturating_sub(size);
            (first..=self.seed)
                .map(move |start| start..start + size)
                .filter(|set| set.end <= self.lines.len())
        })
    }
}

/// Finds the rows around `line`; `others` are the lines that detection found.
pub(super) fn around(frame: &Frame, line: &TextLine, others: &[TextLine]) -> Rows {
    let strengths = strengths(frame, line);
    let mut lines = vec![line.clone()];
    let mut seed = 0;
    if let Some(own) = band_at(&strengths, 0.0, line.height) {
        let line = TextLine {
            center: line.point_at(0.0, own.middle),
            height: (own.height * STRIP_OVER_CAPITALS).clamp(0.7 * line.height, 1.3 * line.height),
            ..line.clone()
        };
        lines = vec![line.clone()];
        for direction in [-1.0, 1.0] {
            let mut last = own.middle;
            for _ in 0..2 {
                let Some(band) = next_band(&strengths, last, direction, own) else {
                    break;
                };
                let row =
                    detected(others, &line, band.middle - own.middle).unwrap_or_else(|| TextLine {
                        center: line.point_at(0.0, band.middle - own.middle),
                        ..line.clone()
                    });
                if direction < 0.0 {
                    lines.insert(0, row);
                    seed += 1;
                } else {
                    lines.push(row);
                }
                last = band.middle;
            }
        }
    }
    Rows {
        lines: with_common_ends(&lines),
        seed,
    }
}

/// A row of text: where its middle stands across the line, and how high its capitals are.
#[derive(Debug, Clone, Copy)]
struct Band {
    middle: f32,
    height: f32,
}

struct Strengths {
    /// For each sample across, how much brightness changes along the line.
    values: Vec<f32>,
    /// Distance of two samples, in pixels of the frame.
    step: f32,
}

impl Strengths {
    fn offset(&self, sample: usize) -> f32 {
        (sample as f32 - (self.values.len() / 2) as f32) * self.step
    }

    fn sample(&self, offset: f32) -> Option<usize> {
        let sample = (offset / self.step).round() + (self.values.len() / 2) as f32;
        (sample >= 0.0 && (sample as usize) < self.values.len()).then_some(sample as usize)
    }
}

fn strengths(frame: &Frame, line: &TextLine) -> Strengths {
    let step = line.height / SAMPLES_A_HEIGHT;
    let half = (REACH_HEIGHTS * SAMPLES_A_HEIGHT) as u32;
    let count = 2 * half + 1;
    let step_along = line.length / SAMPLES_ALONG as f32;
    let across = line.across();
    let corner = line.point_at(-line.length / 2.0, -(half as f32) * step);
    let map = Affine {
        x: [line.along.0 * step_along, across.0 * step, corner.0],
        y: [line.along.1 * step_along, across.1 * step, corner.1],
    };
    let patch = frame.cut_out(&map, SAMPLES_ALONG, count);
    // The darkest channel would show coloured overprint as text; the brightest hides it.
    let bright = |rgb: &[u8]| f32::from(rgb.iter().copied().max().unwrap_or(0));
    let raw: Vec<f32> = patch
        .rgb()
        .chunks_exact(SAMPLES_ALONG as usize * 3)
        .map(|row| {
            let values: Vec<f32> = row.chunks_exact(3).map(bright).collect();
            values
                .windows(2)
                .map(|pair| (pair[1] - pair[0]).abs())
                .sum::<f32>()
        })
        .collect();
    let values = (0..raw.len())
        .map(|i| {
            let near = &raw[i.saturating_sub(1)..(i + 2).min(raw.len())];
            near.iter().sum::<f32>() / near.len() as f32
        })
        .collect();
    Strengths { values, step }
}

/// The band around an offset.
fn band_at(strengths: &Strengths, offset: f32, height: f32) -> Option<Band> {
    let middle = strengths.sample(offset)?;
    let reach = (height * 0.3 / strengths.step) as usize;
    let peak = (middle.saturating_sub(reach)..=(middle + reach).min(strengths.values.len() - 1))
        .max_by(|&a, &b| strengths.values[a].total_cmp(&strengths.values[b]))?;
    let floor = strengths.values.iter().copied().fold(f32::MAX, f32::min);
    let threshold = floor + (strengths.values[peak] - floor) * 0.5;
    let mut start = peak;
    while start > 0 && strengths.values[start - 1] > threshold {
        start -= 1;
    }
    let mut end = peak;
    while end + 1 < strengths.values.len() && strengths.values[end + 1] > threshold {
        end += 1;
    }
    Some(Band {
        middle: f32::midpoint(strengths.offset(start), strengths.offset(end)),
        height: (end - start + 1) as f32 * strengths.step,
    })
}

/// The next row in a direction.
fn next_band(strengths: &Strengths, last: f32, direction: f32, own: Band) -> Option<Band> {
    let floor = strengths.values.iter().copied().fold(f32::MAX, f32::min);
    let peak = strengths.values[strengths.sample(own.middle)?];
    let threshold = floor + (peak - floor) * MIN_STRENGTH;
    let mut offset = last + direction * own.height * SPACING.start;
    let end = last + direction * own.height * SPACING.end;
    while (end - offset) * direction > 0.0 {
        let sample = strengths.sample(offset)?;
        if strengths.values[sample] > threshold {
            let band = band_at(strengths, offset + direction * own.height * 0.5, own.height)?;
            let distance = (band.middle - last).abs() / own.height;
            let fits =
                HEIGHT_RATIO.contains(&(band.height / own.height)) && SPACING.contains(&distance);
            return fits.then_some(band);
        }
        offset += direction * strengths.step;
    }
    None
}

/// The detected line that stands at an offset from `line`, if it is long enough to have a
/// direction of its own.
fn detected(others: &[TextLine], line: &TextLine, offset: f32) -> Option<TextLine> {
    others
        .iter()
        .filter(|other| {
            let (along, across) = line.place_of(other.center);
            (across - offset).abs() < 0.4 * line.height
                && along.abs() < 0.5 * line.length
                && other.length > 0.5 * line.length
                && other.length < 1.6 * line.length
                && (0.6..1.6).contains(&(other.height / line.height))
        })
        .max_by(|a, b| a.length.total_cmp(&b.length))
        .map(|other| {
            let same = other.along.0 * line.along.0 + other.along.1 * line.along.1 > 0.0;
            if same {
                other.clone()
            } else {
                other.reversed()
            }
        })
}

/// The rows with the longest extent of any of them, and the seed's height.
fn with_common_ends(lines: &[TextLine]) -> Vec<TextLine> {
    let first = &lines[0];
    let (mut low, mut high) = (f32::MAX, f32::MIN);
    for line in lines {
        for end in [-0.5, 0.5] {
            let (place, _) = first.place_of(line.point_at(end * line.length, 0.0));
            low = low.min(place);
            high = high.max(place);
        }
    }
    let mut heights: Vec<f32> = lines.iter().map(|line| line.height).collect();
    heights.sort_by(f32::total_cmp);
    let height = heights[heights.len() / 2];
    lines
        .iter()
        .map(|line| {
            let (middle, _) = first.place_of(line.center);
            let center = line.point_at(f32::midpoint(low, high) - middle, 0.0);
            TextLine {
                center,
                length: high - low,
                height,
                ..line.clone()
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Black bars as text: rows of them at given heights.
    fn page(rows: &[u32]) -> Frame {
        let (width, height) = (500, 300);
        let mut rgb = vec![240; width * height * 3];
        for &row in rows {
            for y in row..row + 12 {
                for x in (40..460).step_by(10) {
                    let at = (y as usize * width + x) * 3;
                    rgb[at..at + 12].fill(20);
                }
            }
        }
        Frame::from_rgb(width as u32, height as u32, rgb).unwrap()
    }

    fn seed(middle: f32) -> TextLine {
        TextLine::new((250.0, middle), (1.0, 0.0), 420.0, 19.0)
    }

    #[test]
    fn rows_that_detection_lost_are_found() {
        let rows = around(&page(&[200, 226]), &seed(206.0), &[]);
        assert_eq!((rows.lines.len(), rows.seed), (2, 0));
        assert!(
            (rows.lines[1].center.1 - 231.5).abs() < 1.5,
            "{:?}",
            rows.lines[1].center
        );
        assert!(rows.sets().eq(std::iter::once(0..2)));
    }

    #[test]
    fn all_three_rows_of_a_card_are_found_from_the_middle() {
        let rows = around(&page(&[100, 126, 152]), &seed(132.0), &[]);
        assert_eq!((rows.lines.len(), rows.seed), (3, 1));
        assert_eq!(rows.sets().collect::<Vec<_>>(), [0..2, 1..3, 0..3]);
    }

    #[test]
    fn a_lone_row_has_no_sets() {
        let rows = around(&page(&[100]), &seed(106.0), &[]);
        assert_eq!(rows.lines.len(), 1);
        assert_eq!(rows.sets().count(), 0);
    }

    #[test]
    fn a_longer_neighbour_lends_its_ends() {
        let mut longer = seed(231.5);
        longer.center.0 = 260.0;
        longer.length = 440.0;
        let rows = around(&page(&[200, 226]), &seed(206.0), &[longer]);
        for line in &rows.lines {
            assert!((line.length - 440.0).abs() < 1.0, "{}", line.length);
            assert!((line.center.0 - 260.0).abs() < 1.0, "{}", line.center.0);
        }
    }
}
