//! Brightness, sharpness and glare inside an outline.

use super::PrecheckConfig;
use super::framing::Point;
use crate::frame::Frame;
use crate::region::Region;

/// Every so many rows and columns are looked at for sharpness.
const LINE_STEP: usize = 4;
/// Half the width, in pixels, within which an edge's whole step is taken: half of eight.
const REACH_PX: usize = 4;
/// Steps of the histogram of sharpness, and of that of edges' strength.
const BINS: usize = 64;
const STRENGTHS: usize = 16;
/// Edges, along rows and along columns, below which nothing is known of sharpness.
const MIN_EDGES: u32 = 50;
/// Squares, in which glare is looked for, along the longer side of the outline.
const SQUARES: usize = 64;
/// Sides of these squares, in pixels.
const SQUARE_PX: std::ops::RangeInclusive<usize> = 4..=16;

/// For each difference of luma, the width of a bin in 65536ths for a step of one.
const SHARES: [u32; 256] = {
    let mut shares = [0; 256];
    let mut whole = 1;
    while whole < 256 {
        shares[whole] = ((BINS as u32 - 1) << 16) / whole as u32;
        whole += 1;
    }
    shares
};

/// Luma of what lies inside an outline.
pub(super) struct Patch {
    /// Upper left corner in the frame, in pixels.
    origin: (usize, usize),
    width: usize,
    height: usize,
    /// 0 to 255 (ITU-R BT.601 weights), row by row.
    luma: Vec<u8>,
    /// First and one past the last pixel inside the outline, for each row and each column.
    row_spans: Vec<(usize, usize)>,
    column_spans: Vec<(usize, usize)>,
}

/// Glare in a patch.
pub(super) struct Glare {
    /// Share of the patch, 0 to 1.
    pub(super) fraction: f32,
    /// The box of the largest spot, in pixels of the frame.
    pub(super) spot: Region,
}

impl Patch {
    /// Takes what lies inside corners given in order around it; `None` where that is nothing.
    pub(super) fn inside(frame: &Frame, corners: &[Point; 4]) -> Option<Self> {
        let size = (frame.width_px() as usize, frame.height_px() as usize);
        let range = |value: fn(Point) -> f32, end: usize| {
            let values = corners.map(value);
            let low = values.into_iter().fold(f32::MAX, f32::min).floor().max(0.0) as usize;
            let high = values.into_iter().fold(f32::MIN, f32::max).ceil().max(0.0) as usize;
            (low.min(end), high.min(end))
        };
        let (left, right) = range(|p| p.0, size.0);
        let (top, bottom) = range(|p| p.1, size.1);
        let (width, height) = (right - left, bottom - top);
        if width == 0 || height == 0 {
            return None;
        }
        let mut luma = Vec::with_capacity(width * height);
        for y in top..bottom {
            let row = &frame.rgb()[(y * size.0 + left) * 3..][..width * 3];
            luma.extend(row.chunks_exact(3).map(|p| {
                let [red, green, blue] = [p[0], p[1], p[2]].map(u32::from);
                ((77 * red + 150 * green + 29 * blue + 128) >> 8) as u8
            }));
        }
        let shifted = corners.map(|(x, y)| (x - left as f32, y - top as f32));
        let across = shifted.map(|(x, y)| (y, x));
        Some(Self {
            origin: (left, top),
            width,
            height,
            luma,
            row_spans: (0..height).map(|y| span(&shifted, y, width)).collect(),
            column_spans: (0..width).map(|x| span(&across, x, height)).collect(),
        })
    }

    fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.row_spans
            .iter()
            .enumerate()
            .map(|(y, &(from, to))| &self.luma[y * self.width..][from..to])
    }

    /// Mean luma, 0 to 255.
    pub(super) fn mean(&self) -> f32 {
        let (mut sum, mut count) = (0_u64, 0);
        for row in self.rows() {
            sum += row.iter().map(|v| u64::from(*v)).sum::<u64>();
            count += row.len();
        }
        sum as f32 / count.max(1) as f32
    }

    /// How suddenly the strongest edges step, 0 to 1: the worse of across and down, because a
    /// shaking hand blurs in one direction.
    ///
    /// For each steep place, the step within one pixel is set against the whole step around it:
    /// blur spreads the same step over more of them.
    pub(super) fn sharpness(&self, min_edge_luma: u8) -> f32 {
        let mut across = Steps::new(min_edge_luma);
        for row in self.rows().step_by(LINE_STEP) {
            across.take(row);
        }
        let mut down = Steps::new(min_edge_luma);
        let mut line = Vec::with_capacity(self.height);
        for (x, &(from, to)) in self.column_spans.iter().enumerate().step_by(LINE_STEP) {
            line.clear();
            line.extend((from..to).map(|y| self.luma[y * self.width + x]));
            down.take(&line);
        }
        across.sharpness().min(down.sharpness())
    }

    /// Burnt spots that stand out from the rest.
    pub(super) fn glare(&self, config: &PrecheckConfig) -> Option<Glare> {
        let longer = self.width.max(self.height);
        let side = (longer / SQUARES).clamp(*SQUARE_PX.start(), *SQUARE_PX.end());
        let (columns, lines) = (self.width / side, self.height / side);
        let mut burnt = vec![false; columns * lines];
        let (mut squares, mut rest, mut rest_sum) = (0_u32, 0_u32, 0.0);
        for (at, is_burnt) in burnt.iter_mut().enumerate() {
            let (x, y) = (at % columns * side, at / columns * side);
            let inside = [y, y + side - 1].into_iter().all(|y| {
                let (from, to) = self.row_spans[y];
                from <= x && x + side <= to
            });
            if !inside {
                continue;
            }
            squares += 1;
            let (mut sum, mut count) = (0_u32, 0_u32);
            for row in self.luma.chunks_exact(self.width).skip(y).take(side) {
                for &value in &row[x..x + side] {
                    sum += u32::from(value);
                    count += u32::from(value >= config.burnt_luma);
                }
            }
            let area = (side * side) as f32;
            *is_burnt = count as f32 >= config.min_burnt_fraction * area;
            if !*is_burnt {
                rest += 1;
                rest_sum += sum as f32 / area;
            }
        }
        let contrast = f32::from(config.burnt_luma) - rest_sum / rest.max(1) as f32;
        if rest == 0 || contrast < config.min_glare_contrast_luma {
            return None;
        }
        let spot = largest_spot(&burnt, columns)?;
        let pixels = |squares: u32| squares * side as u32;
        Some(Glare {
            fraction: (squares - rest) as f32 / squares as f32,
            spot: Region {
                x: self.origin.0 as u32 + pixels(spot.x),
                y: self.origin.1 as u32 + pixels(spot.y),
                width: pixels(spot.width),
                height: pixels(spot.height),
            },
        })
    }
}

/// Where the middle of a row of pixels runs inside a convex outline.
fn span(corners: &[Point; 4], row: usize, width: usize) -> (usize, usize) {
    let y = row as f32 + 0.5;
    let (mut low, mut high) = (f32::MAX, f32::MIN);
    for i in 0..4 {
        let (a, b) = (corners[i], corners[(i + 1) % 4]);
        if (a.1 <= y) != (b.1 <= y) {
            let x = a.0 + (b.0 - a.0) * (y - a.1) / (b.1 - a.1);
            low = low.min(x);
            high = high.max(x);
        }
    }
    if low >= high {
        return (0, 0);
    }
    let from = (low.ceil().max(0.0) as usize).min(width);
    let to = (high.floor().max(0.0) as usize).clamp(from, width);
    (from, to)
}

/// Steps of edges over what happens around them, by how strong that is: blur leaves weak ripples
/// of fine print that are as steep as sharp edges.
struct Steps {
    min_edge_luma: u8,
    histograms: [[u32; BINS]; STRENGTHS],
    lows: Extremes,
    highs: Extremes,
}

impl Steps {
    fn new(min_edge_luma: u8) -> Self {
        Self {
            min_edge_luma,
            histograms: [[0; BINS]; STRENGTHS],
            lows: Extremes::default(),
            highs: Extremes::default(),
        }
    }

    fn take(&mut self, line: &[u8]) {
        self.lows.begin(line);
        self.highs.begin(line);
        let (lows, highs) = (self.lows.over_8(u8::min), self.highs.over_8(u8::max));
        let steps = line.get(REACH_PX - 1..).unwrap_or_default().windows(2);
        for ((&low, &high), pair) in lows.iter().zip(highs).zip(steps) {
            let whole = high - low;
            if whole > self.min_edge_luma {
                let step = u32::from(pair[0].abs_diff(pair[1]));
                let bin = (step * SHARES[usize::from(whole)]) >> 16;
                self.histograms[usize::from(whole) * STRENGTHS / 256][bin as usize] += 1;
            }
        }
    }

    fn sharpness(&self) -> f32 {
        let total: u32 = self.histograms.iter().flatten().sum();
        if total < MIN_EDGES {
            return 0.0;
        }
        let mut strongest = [0_u32; BINS];
        for histogram in self.histograms.iter().rev() {
            for (sum, count) in strongest.iter_mut().zip(histogram) {
                *sum += count;
            }
            if strongest.iter().sum::<u32>() >= total / 4 {
                break;
            }
        }
        // The sharpest tenth: most places near an edge are not on it.
        let mut left = strongest.iter().sum::<u32>() / 10;
        let bin = (0..BINS)
            .rev()
            .find(|&bin| {
                let is_found = strongest[bin] > left;
                left = left.saturating_sub(strongest[bin]);
                is_found
            })
            .unwrap_or(0);
        let ratio = (bin as f32 + 0.5) / (BINS - 1) as f32;
        // A step spread evenly over all the pixels around has an equal share in each.
        let even = 1.0 / (2 * REACH_PX) as f32;
        ((ratio - even) / (1.0 - even)).clamp(0.0, 1.0)
    }
}

/// Least or largest values of stretches of a line, by halves: loops without branches, which
/// compilers turn into vector instructions.
#[derive(Default)]
struct Extremes(Vec<u8>);

impl Extremes {
    fn begin(&mut self, line: &[u8]) {
        self.0.clear();
        self.0.extend_from_slice(line);
    }

    /// For each stretch of eight pixels, its extreme.
    fn over_8(&mut self, of: impl Fn(u8, u8) -> u8) -> &[u8] {
        let mut length = self.0.len();
        for reach in [1, 2, 4] {
            length = length.saturating_sub(reach);
            for at in 0..length {
                self.0[at] = of(self.0[at], self.0[at + reach]);
            }
        }
        &self.0[..length]
    }
}

/// The box, in squares, of the largest set of connected squares.
fn largest_spot(burnt: &[bool], columns: usize) -> Option<Region> {
    let lines = burnt.len() / columns.max(1);
    let mut seen = vec![false; burnt.len()];
    let mut best: Option<(usize, Region)> = None;
    for start in 0..burnt.len() {
        if !burnt[start] || seen[start] {
            continue;
        }
        let mut open = vec![start];
        seen[start] = true;
        let (mut count, mut low, mut high) = (0, (usize::MAX, usize::MAX), (0, 0));
        while let Some(at) = open.pop() {
            let (x, y) = (at % columns, at / columns);
            count += 1;
            low = (low.0.min(x), low.1.min(y));
            high = (high.0.max(x), high.1.max(y));
            let near = [
                (x > 0).then(|| at - 1),
                (x + 1 < columns).then_some(at + 1),
                (y > 0).then(|| at - columns),
                (y + 1 < lines).then_some(at + columns),
            ];
            for next in near.into_iter().flatten() {
                if burnt[next] && !seen[next] {
                    seen[next] = true;
                    open.push(next);
                }
            }
        }
        let region = Region {
            x: low.0 as u32,
            y: low.1 as u32,
            width: (high.0 - low.0 + 1) as u32,
            height: (high.1 - low.1 + 1) as u32,
        };
        if best.is_none_or(|(most, _)| count > most) {
            best = Some((count, region));
        }
    }
    best.map(|(_, region)| region)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: [Point; 4] = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)];
    const DIAMOND: [Point; 4] = [(50.0, 10.0), (90.0, 50.0), (50.0, 90.0), (10.0, 50.0)];

    fn grey(value: impl Fn(usize, usize) -> u8) -> Frame {
        let rgb = (0..10_000).flat_map(|at| [value(at % 100, at / 100); 3]);
        Frame::from_rgb(100, 100, rgb.collect()).unwrap()
    }

    #[test]
    fn the_surroundings_do_not_count() {
        let inside = |x: usize, y: usize| x.abs_diff(50) + y.abs_diff(50) < 40;
        let frame = grey(|x, y| if inside(x, y) { 200 } else { 255 });
        let patch = Patch::inside(&frame, &DIAMOND).unwrap();
        assert!((patch.mean() - 200.0).abs() < 1.0, "{}", patch.mean());
        assert!(patch.glare(&PrecheckConfig::default()).is_none());
    }

    #[test]
    fn blur_in_one_direction_is_blur() {
        // Edges down the picture that take `across` pixels, and sharp ones across it.
        let stripes = |across: usize| {
            grey(move |x, y| {
                let sharp = if y / 10 % 2 == 0 { 30 } else { 100 };
                let ramp = |from: usize| (x % 40).saturating_sub(from).min(across) * 100 / across;
                sharp + (ramp(0) - ramp(20)) as u8
            })
        };
        let sharpness = |frame: &Frame| Patch::inside(frame, &WHOLE).unwrap().sharpness(40);
        let (sharp, shaken) = (sharpness(&stripes(1)), sharpness(&stripes(8)));
        assert!(sharp > 0.5, "{sharp}");
        assert!(shaken < 0.5 * sharp, "{shaken}");
    }

    #[test]
    fn extremes_are_those_of_eight_pixels() {
        let line: Vec<u8> = (0..40_u32).map(|i| (i * 97 % 251) as u8).collect();
        for length in [0, 3, 7, 8, 9, 40] {
            let mut highs = Extremes::default();
            highs.begin(&line[..length]);
            let wanted: Vec<u8> = line[..length]
                .windows(8)
                .map(|w| w.iter().copied().max().unwrap())
                .collect();
            assert_eq!(highs.over_8(u8::max), wanted, "{length}");
        }
    }

    #[test]
    fn nothing_is_sharp_on_an_empty_sheet() {
        let patch = Patch::inside(&grey(|_, _| 180), &WHOLE).unwrap();
        assert!(patch.sharpness(40).abs() < 1e-6);
    }

    #[test]
    fn large_glare_is_glare_and_white_paper_is_none() {
        let config = PrecheckConfig::default();
        let half = grey(|x, _| if x < 56 { 255 } else { 150 });
        let glare = Patch::inside(&half, &WHOLE)
            .unwrap()
            .glare(&config)
            .unwrap();
        assert!((glare.fraction - 0.56).abs() < 0.05, "{}", glare.fraction);
        assert_eq!((glare.spot.x, glare.spot.width), (0, 56));
        let paper = grey(|x, _| if x < 56 { 255 } else { 240 });
        assert!(
            Patch::inside(&paper, &WHOLE)
                .unwrap()
                .glare(&config)
                .is_none()
        );
    }

    #[test]
    fn an_outline_beyond_the_frame_is_taken_as_far_as_it_is_seen() {
        let frame = grey(|_, _| 100);
        let beyond = [(-50.0, 20.0), (150.0, 20.0), (150.0, 80.0), (-50.0, 80.0)];
        let patch = Patch::inside(&frame, &beyond).unwrap();
        assert_eq!((patch.width, patch.height), (100, 60));
        let outside = beyond.map(|(x, y)| (x, y + 200.0));
        assert!(Patch::inside(&frame, &outside).is_none());
    }
}
