//! What stands where on a page laid flat: lines of text, the portrait, the signature
//! (`engine/training/page_layout.py`).

use crate::frame::Frame;
use crate::locate::component::{Touching, components};
use crate::model::{Model, ModelError, Tensor};

/// Width at which a page is looked at, in pixels.
const WIDTH_PX: u32 = 704;
/// Greatest height of a page that is looked at.
const MAX_HEIGHT_PX: u32 = 960;
/// Sides of the network's input are multiples of it.
const MULTIPLE: u32 = 32;
/// Pixels of the network's input for one cell of its maps.
const STRIDE: usize = 4;
const MAPS: usize = 5;
const MIN_PROBABILITY: f32 = 0.5;
/// Half the thickness of a line's band, in heights of its capitals, as it was drawn for training.
const BAND: f32 = 0.4;
/// From this thickness, in that of a band, a fragment is two lines that touch.
const TOO_THICK: f32 = 1.9;
/// From this change of the logarithm of a capital's height on, a line is two; each has as many
/// columns of cells.
const PARTING_GROWTH: f32 = 0.26;
const MIN_COLUMNS: usize = 4;
/// Cells of a fragment below which it is dirt.
const MIN_CELLS: usize = 4;
/// Heights of capitals, in pixels of the page, that can be read.
const CAPITALS_PX: std::ops::Range<f32> = 3.0..80.0;
/// Fragments of one line: widest gap, largest offset across, in heights of a capital, and how
/// much one's capitals may be higher than the other's.
const MAX_GAP: f32 = 0.8;
const MAX_OFFSET: f32 = 0.4;
const MAX_GROWTH: f32 = 1.3;
/// Least share (0 to 1) of the page that a portrait and a signature cover.
const MIN_PORTRAIT: f32 = 0.01;
const MIN_SIGNATURE: f32 = 0.001;
/// Parts of a portrait are as small as one in so many, and stand around the largest by at most this
/// share of its sides.
const PARTS: f32 = 8.0;
const PART_REACH: f32 = 0.35;

#[derive(Clone, Copy)]
enum Plane {
    Text,
    Capital,
    Upright,
    Portrait,
    Signature,
}

/// Left, top, right and bottom in pixels of the page.
pub(super) type Edges = [f32; 4];

/// A line of text in pixels of the page, nearly level.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TextLine {
    /// Ends of the middle line, between base and top of the capitals.
    pub(super) left: (f32, f32),
    pub(super) right: (f32, f32),
    /// Height of a capital.
    pub(super) capital: f32,
}

impl TextLine {
    pub(super) fn length(&self) -> f32 {
        self.right.0 - self.left.0
    }

    pub(super) fn middle(&self) -> (f32, f32) {
        (
            f32::midpoint(self.left.0, self.right.0),
            f32::midpoint(self.left.1, self.right.1),
        )
    }
}

/// Where things stand on a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PageLayout {
    /// From top to bottom.
    pub(super) lines: Vec<TextLine>,
    pub(super) portrait: Option<Edges>,
    pub(super) signature: Option<Edges>,
    /// Positive where the page's text stands upright, negative where it is upside down.
    pub(super) uprightness: f32,
}

/// Looks at pages.
pub(super) struct LayoutReader {
    model: Box<dyn Model>,
}

impl LayoutReader {
    /// Takes the `page-layout` network.
    pub(super) fn new(model: Box<dyn Model>) -> Self {
        Self { model }
    }

    /// Width and height, in pixels, of a page of this proportion (width over height) as the network
    /// sees it, `times` (1 to 2) wider than usual. Pages much higher than wide are seen smaller.
    pub(super) fn page_size_px(proportion: f32, times: f32) -> (u32, u32) {
        let multiple = |pixels: f32| ((pixels / MULTIPLE as f32).round() as u32).max(1) * MULTIPLE;
        let proportion = proportion.clamp(0.2, 5.0);
        let width =
            (WIDTH_PX as f32 * times.clamp(1.0, 2.0)).min(MAX_HEIGHT_PX as f32 * proportion);
        (multiple(width), multiple(width / proportion))
    }

    /// Looks at a page of [`Self::page_size_px`].
    pub(super) fn look(&self, page: &Frame) -> Result<PageLayout, ModelError> {
        let (width, height) = (page.width_px() as usize, page.height_px() as usize);
        let mut input = Tensor::zeros(&[1, 3, height, width]);
        for (at, pixel) in page.rgb().chunks_exact(3).enumerate() {
            for (channel, value) in pixel.iter().enumerate() {
                input.data[channel * width * height + at] = f32::from(*value) / 255.0;
            }
        }
        let (columns, rows) = (width / STRIDE, height / STRIDE);
        let output = self.model.run(input)?.into_iter().next();
        let fits = |output: &Tensor| {
            output.shape == [1, MAPS, rows, columns] && output.data.iter().all(|v| v.is_finite())
        };
        let Some(output) = output.filter(fits) else {
            return Err(ModelError::Run {
                name: "page-layout",
                reason: "its output has not the shape of its maps, or holds no numbers".into(),
            });
        };
        Ok(Maps {
            columns,
            values: output.data,
        }
        .layout())
    }
}

struct Maps {
    columns: usize,
    values: Vec<f32>,
}

impl Maps {
    fn plane(&self, plane: Plane) -> &[f32] {
        let cells = self.values.len() / MAPS;
        &self.values[plane as usize * cells..(plane as usize + 1) * cells]
    }

    fn layout(&self) -> PageLayout {
        let text = self.plane(Plane::Text);
        let upright = self.plane(Plane::Upright).iter().zip(text);
        let uprightness = upright.map(|(up, text)| up * text).sum();
        let portrait = self.portrait();
        PageLayout {
            lines: self.lines(),
            portrait,
            signature: self.signature(portrait),
            uprightness,
        }
    }

    /// Edges of the portrait: the largest set of cells that touch, with those that a hologram parts
    /// from it, and without what frays at it.
    fn portrait(&self) -> Option<Edges> {
        let mut sets = self.sets(Plane::Portrait, MIN_PORTRAIT / PARTS);
        sets.sort_by_key(|cells| std::cmp::Reverse(cells.len()));
        let (largest, others) = sets.split_first()?;
        if (largest.len() as f32) < MIN_PORTRAIT * self.plane(Plane::Portrait).len() as f32 {
            return None;
        }
        let box_of = |cells: &[usize]| edges(cells.iter().map(|&at| self.place(at)));
        let [left, top, right, bottom] = box_of(largest);
        let (across, down) = (PART_REACH * (right - left), PART_REACH * (bottom - top));
        let around = [left - across, top - down, right + across, bottom + down];
        let parts = others.iter().filter(|cells| {
            let own = box_of(cells);
            own[0] >= around[0] && own[1] >= around[1] && own[2] <= around[2] && own[3] <= around[3]
        });
        let all = largest.iter().chain(parts.flatten());
        let places: Vec<_> = all.map(|&at| self.place(at)).collect();
        Some(edges(body(&places).into_iter()))
    }

    /// Edges of the signature: the set that is likeliest as a whole, and not on the portrait, whose
    /// folds of cloth look written.
    fn signature(&self, portrait: Option<Edges>) -> Option<Edges> {
        let values = self.plane(Plane::Signature);
        let sets = self.sets(Plane::Signature, MIN_SIGNATURE).into_iter();
        let found = sets.map(|cells| {
            let sum: f32 = cells.iter().map(|&at| values[at] - MIN_PROBABILITY).sum();
            (sum, edges(cells.iter().map(|&at| self.place(at))))
        });
        let beside = found.filter(|(_, edges)| portrait.is_none_or(|all| !is_inside(edges, &all)));
        let best = beside.max_by(|a, b| a.0.total_cmp(&b.0));
        best.map(|(_, edges)| edges)
    }

    /// Sets of touching cells that cover at least a share (0 to 1) of the page.
    fn sets(&self, plane: Plane, least_share: f32) -> Vec<Vec<usize>> {
        let values = self.plane(plane);
        let mut sets = components(values, self.columns, MIN_PROBABILITY, Touching::Sides);
        sets.retain(|cells| cells.len() as f32 >= least_share * values.len() as f32);
        sets
    }

    /// Column and row of a cell.
    fn place(&self, at: usize) -> (usize, usize) {
        (at % self.columns, at / self.columns)
    }

    fn lines(&self) -> Vec<TextLine> {
        let text = self.plane(Plane::Text);
        let mut fragments = Vec::new();
        for cells in components(text, self.columns, MIN_PROBABILITY, Touching::Sides) {
            for cells in self.by_size(cells) {
                self.fragments(cells, &mut fragments);
            }
        }
        let mut lines = joined(fragments);
        lines.retain(|line| CAPITALS_PX.contains(&line.capital));
        lines.sort_by(|a, b| a.middle().1.total_cmp(&b.middle().1));
        lines
    }

    /// A set of cells parted where the height of capitals changes: a small label that touches its
    /// value, the name of a state beside a title.
    fn by_size(&self, cells: Vec<usize>) -> Vec<Vec<usize>> {
        let [left, _, right, _] = edges(cells.iter().map(|&at| self.place(at)));
        let (first, count) = (left as usize / STRIDE, ((right - left) as usize) / STRIDE);
        let mut sums = vec![(0.0_f32, 0.0_f32); count];
        for &at in &cells {
            let weight = self.plane(Plane::Text)[at];
            let column = &mut sums[self.place(at).0 - first];
            column.0 += weight;
            column.1 += weight * self.plane(Plane::Capital)[at].clamp(-3.0, 3.0);
        }
        let total = sums
            .iter()
            .fold((0.0, 0.0), |all, one| (all.0 + one.0, all.1 + one.1));
        let mut before = (0.0, 0.0);
        let mut best = (0.0, 0);
        for (column, sum) in sums.iter().enumerate() {
            before = (before.0 + sum.0, before.1 + sum.1);
            let after = (total.0 - before.0, total.1 - before.1);
            let wide_enough = (MIN_COLUMNS..count.saturating_sub(MIN_COLUMNS)).contains(&column);
            let growth = (before.1 / before.0 - after.1 / after.0).abs();
            let weight = before.0 * after.0 / (total.0 * total.0);
            if wide_enough && growth > PARTING_GROWTH && growth * growth * weight > best.0 {
                best = (growth * growth * weight, column + 1);
            }
        }
        if best.1 == 0 {
            return vec![cells];
        }
        let (left, right): (Vec<_>, Vec<_>) = cells
            .into_iter()
            .partition(|&at| self.place(at).0 < first + best.1);
        let mut parted = self.by_size(left);
        parted.extend(self.by_size(right));
        parted
    }

    /// The line, or the two lines that touch, of a set of cells.
    fn fragments(&self, cells: Vec<usize>, out: &mut Vec<TextLine>) {
        if cells.len() < MIN_CELLS {
            return;
        }
        let line = self.fitted(&cells);
        let band = 2.0 * BAND * line.capital / STRIDE as f32;
        let off = |at: usize| {
            let (x, y) = self.place(at);
            let x = (x as f32 + 0.5) * STRIDE as f32;
            let share = (x - line.left.0) / line.length().max(1.0);
            (y as f32 + 0.5) - (line.left.1 + share * (line.right.1 - line.left.1)) / STRIDE as f32
        };
        let thickness =
            2.0 * cells.iter().map(|&at| off(at).abs()).sum::<f32>() * 2.0 / cells.len() as f32;
        if thickness > TOO_THICK * band.max(1.0) {
            let (above, below): (Vec<_>, Vec<_>) = cells.into_iter().partition(|&at| off(at) < 0.0);
            for half in [above, below] {
                if half.len() >= MIN_CELLS {
                    out.push(self.fitted(&half));
                }
            }
            return;
        }
        out.push(line);
    }

    /// The line through cells: by least squares where they are many columns wide.
    fn fitted(&self, cells: &[usize]) -> TextLine {
        const SLOPING_COLUMNS: usize = 8;
        let text = self.plane(Plane::Text);
        let (mut weights, mut x_mean, mut y_mean, mut capital) = (0.0, 0.0, 0.0, 0.0);
        for &at in cells {
            let (x, y) = self.place(at);
            weights += text[at];
            x_mean += text[at] * x as f32;
            y_mean += text[at] * y as f32;
            capital += text[at] * self.plane(Plane::Capital)[at].clamp(-3.0, 3.0);
        }
        (x_mean, y_mean, capital) = (x_mean / weights, y_mean / weights, capital / weights);
        let [left, _, right, _] = edges(cells.iter().map(|&at| self.place(at)));
        let (mut along, mut across) = (0.0, 0.0);
        for &at in cells {
            let (x, y) = self.place(at);
            let dx = x as f32 - x_mean;
            along += text[at] * dx * dx;
            across += text[at] * dx * (y as f32 - y_mean);
        }
        let wide = (right - left) / STRIDE as f32 >= SLOPING_COLUMNS as f32;
        let slope = if wide {
            (across / along.max(1e-3)).clamp(-0.3, 0.3)
        } else {
            0.0
        };
        let stride = STRIDE as f32;
        let middle = ((x_mean + 0.5) * stride, (y_mean + 0.5) * stride);
        let at = |x: f32| (x, middle.1 + slope * (x - middle.0));
        TextLine {
            left: at(left),
            right: at(right),
            capital: 10.0 * capital.exp(),
        }
    }
}

/// Whether the middle of a rectangle lies in another.
fn is_inside(inner: &Edges, outer: &Edges) -> bool {
    let within = |low: usize| {
        let middle = f32::midpoint(inner[low], inner[low + 2]);
        (outer[low]..outer[low + 2]).contains(&middle)
    };
    within(0) && within(1)
}

/// The cells of rows and columns that are filled at least half as far as most are: portraits are
/// rectangles.
fn body(places: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let filled = |of: fn(&(usize, usize)) -> usize| {
        let mut counts = vec![0_usize; places.iter().map(of).max().unwrap_or(0) + 1];
        for place in places {
            counts[of(place)] += 1;
        }
        let mut sorted: Vec<usize> = counts.iter().copied().filter(|count| *count > 0).collect();
        sorted.sort_unstable();
        let usual = sorted.get(sorted.len() / 2).copied().unwrap_or(0);
        move |at: usize| 2 * counts[at] >= usual
    };
    let (columns, rows) = (filled(|place| place.0), filled(|place| place.1));
    let kept = places.iter().copied();
    kept.filter(|&(x, y)| columns(x) && rows(y)).collect()
}

/// Left, top, right and bottom of cells, in pixels.
fn edges(places: impl Iterator<Item = (usize, usize)>) -> Edges {
    let start = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
    places.fold(start, |[left, top, right, bottom], (x, y)| {
        let (x, y) = ((x * STRIDE) as f32, (y * STRIDE) as f32);
        let far = STRIDE as f32;
        [
            left.min(x),
            top.min(y),
            right.max(x + far),
            bottom.max(y + far),
        ]
    })
}

/// Fragments that stand on one line, put together.
fn joined(mut fragments: Vec<TextLine>) -> Vec<TextLine> {
    fragments.sort_by(|a, b| a.left.0.total_cmp(&b.left.0));
    let mut lines: Vec<TextLine> = Vec::with_capacity(fragments.len());
    for fragment in fragments {
        let before = lines.iter_mut().find(|line| goes_on(line, &fragment));
        match before {
            Some(line) => {
                let (own, other) = (line.length(), fragment.length());
                line.capital =
                    (line.capital * own + fragment.capital * other) / (own + other).max(1.0);
                line.right = fragment.right;
            }
            None => lines.push(fragment),
        }
    }
    lines
}

fn goes_on(line: &TextLine, fragment: &TextLine) -> bool {
    let capital = line.capital.max(fragment.capital);
    let gap = fragment.left.0 - line.right.0;
    let growth = capital / line.capital.min(fragment.capital).max(0.1);
    growth < MAX_GROWTH
        && (-capital..MAX_GAP * capital).contains(&gap)
        && (fragment.left.1 - line.right.1).abs() < MAX_OFFSET * capital
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bands as a network without fault draws them: left, right, middle and height of a capital.
    fn maps(bands: &[(f32, f32, f32, f32)]) -> Maps {
        let (columns, rows) = (176, 112);
        let cells = columns * rows;
        let mut values = vec![0.0; MAPS * cells];
        for &(left, right, middle, capital) in bands {
            for at in 0..cells {
                let x = ((at % columns) * STRIDE + STRIDE / 2) as f32;
                let y = ((at / columns) * STRIDE + STRIDE / 2) as f32;
                if (left..right).contains(&x) && (y - middle).abs() < (BAND * capital).max(2.0) {
                    values[at] = 0.9;
                    values[cells + at] = (capital / 10.0).ln();
                    values[2 * cells + at] = 1.0;
                }
            }
        }
        Maps { columns, values }
    }

    #[test]
    fn lines_are_found_from_top_to_bottom() {
        let layout = maps(&[(100.0, 300.0, 200.0, 20.0), (100.0, 260.0, 60.0, 12.0)]).layout();
        assert_eq!(layout.lines.len(), 2, "{layout:?}");
        let first = &layout.lines[0];
        assert!((first.middle().1 - 60.0).abs() < 2.5 && (first.capital - 12.0).abs() < 0.1);
        assert!((first.left.0 - 100.0).abs() < 4.1 && (first.right.0 - 260.0).abs() < 4.1);
        assert!(layout.uprightness > 0.0);
        assert_eq!((layout.portrait, layout.signature), (None, None));
    }

    #[test]
    fn a_small_label_is_parted_from_the_value_that_it_touches() {
        let touching = [(100.0, 140.0, 60.0, 11.0), (140.0, 300.0, 60.0, 20.0)];
        let lines = maps(&touching).layout().lines;
        assert_eq!(lines.len(), 2, "{lines:?}");
        let capitals: Vec<f32> = lines.iter().map(|line| line.capital).collect();
        assert!(
            capitals.iter().any(|c| (c - 11.0).abs() < 0.5),
            "{capitals:?}"
        );
        assert!(
            capitals.iter().any(|c| (c - 20.0).abs() < 0.5),
            "{capitals:?}"
        );
    }

    #[test]
    fn a_frayed_portrait_has_the_edges_of_its_body() {
        let block = (10..30).flat_map(|x| (5..30).map(move |y| (x, y)));
        let fray = (30..36).map(|x| (x, 12));
        let places: Vec<_> = block.chain(fray).collect();
        let kept = edges(body(&places).into_iter()).map(|edge| edge as i32);
        assert_eq!(kept, [40, 20, 120, 120]);
    }

    #[test]
    fn words_of_a_line_are_put_together_and_columns_are_not() {
        let words = [(100.0, 180.0, 60.0, 16.0), (188.0, 260.0, 60.0, 16.0)];
        assert_eq!(maps(&words).layout().lines.len(), 1);
        let columns = [(100.0, 180.0, 60.0, 16.0), (220.0, 260.0, 60.0, 16.0)];
        assert_eq!(maps(&columns).layout().lines.len(), 2);
    }
}
