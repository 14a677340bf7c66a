//! What stands where on a page laid flat: lines of text, the portrait, the signature
//! (`engine/training/page_layout.py`).

use super::ink::{Cells, ink_edges};
use super::lines::TextLine;
use super::maps::{Edges, MAPS, MIN_PROBABILITY, Maps, Plane, STRIDE, edges};
use super::signature::Signed;
use crate::frame::{Frame, Grey};
use crate::model::{Model, ModelError, Tensor};

/// Width at which a page is looked at, in pixels.
const WIDTH_PX: u32 = 704;
/// Greatest height of a page that is looked at.
const MAX_HEIGHT_PX: u32 = 960;
/// Sides of the network's input are multiples of it.
const MULTIPLE: u32 = 32;
/// Least share (0 to 1) of the page that a portrait and a signature cover.
const MIN_PORTRAIT: f32 = 0.01;
const MIN_SIGNATURE: f32 = 0.001;
/// Parts of a portrait are as small as one in so many, and stand around the largest by at most this
/// share of its sides.
const PARTS: f32 = 8.0;
const PART_REACH: f32 = 0.35;

/// Where things stand on a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PageLayout {
    /// From top to bottom.
    pub(super) lines: Vec<TextLine>,
    pub(super) portrait: Option<Edges>,
    /// Places that look signed.
    pub(super) signed: Vec<Signed>,
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
        let proportion = proportion.clamp(0.2, 5.0);
        let width =
            (WIDTH_PX as f32 * times.clamp(1.0, 2.0)).min(MAX_HEIGHT_PX as f32 * proportion);
        Self::whole_px((width, width / proportion))
    }

    /// The nearest width and height that the network takes.
    pub(super) fn whole_px((width, height): (f32, f32)) -> (u32, u32) {
        let multiple = |pixels: f32| ((pixels / MULTIPLE as f32).round() as u32).max(1) * MULTIPLE;
        (multiple(width), multiple(height))
    }

    /// Looks at a page of [`Self::page_size_px`] or [`Self::whole_px`].
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
        let maps = Maps {
            columns,
            values: output.data,
        };
        Ok(maps.layout(&Grey::luma(page)))
    }
}

impl Maps {
    fn layout(&self, page: &Grey) -> PageLayout {
        let text = self.plane(Plane::Text);
        let upright = self.plane(Plane::Upright).iter().zip(text);
        let uprightness = upright.map(|(up, text)| up * text).sum();
        PageLayout {
            lines: self.lines(),
            portrait: self.portrait(),
            signed: self.signed(page),
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
        let [left, top, right, bottom] = self.edges(largest)?;
        let (across, down) = (PART_REACH * (right - left), PART_REACH * (bottom - top));
        let around = [left - across, top - down, right + across, bottom + down];
        let is_within = |own: Edges| {
            own[0] >= around[0] && own[1] >= around[1] && own[2] <= around[2] && own[3] <= around[3]
        };
        let parts = others
            .iter()
            .filter(|cells| self.edges(cells).is_some_and(is_within));
        let all = largest.iter().chain(parts.flatten());
        let places: Vec<_> = all.map(|&at| self.place(at)).collect();
        edges(body(&places), STRIDE)
    }

    /// Sets of cells that look signed, by the edges of their ink; not those on the portrait, whose
    /// folds of cloth do.
    fn signed(&self, page: &Grey) -> Vec<Signed> {
        let (values, portrait) = (self.plane(Plane::Signature), self.plane(Plane::Portrait));
        let sum = |cells: &[usize], of: &[f32]| -> f32 {
            cells.iter().map(|&at| of[at] - MIN_PROBABILITY).sum()
        };
        let sets = self.sets(Plane::Signature, MIN_SIGNATURE).into_iter();
        let beside = sets.filter(|signature| sum(signature, portrait) < 0.0);
        beside
            .filter_map(|signature| {
                let edges = self.edges(&signature)?;
                let cells = Cells {
                    columns: self.columns,
                    stride: STRIDE,
                    signature: &signature,
                    edges,
                    text: self.plane(Plane::Text),
                };
                Some(Signed {
                    edges: ink_edges(page, &cells).unwrap_or(edges),
                    cells: sum(&signature, values),
                })
            })
            .collect()
    }

    /// Edges of cells in pixels.
    fn edges(&self, cells: &[usize]) -> Option<Edges> {
        edges(cells.iter().map(|&at| self.place(at)), STRIDE)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: usize = 176;
    const ROWS: usize = 112;

    /// Maps in which rectangles of cells show portrait or signature: left, top, right, bottom.
    fn maps(marks: &[(Plane, [usize; 4])]) -> Maps {
        let mut values = vec![0.0; MAPS * COLUMNS * ROWS];
        for &(plane, [left, top, right, bottom]) in marks {
            for y in top..bottom {
                let row = (plane as usize * ROWS + y) * COLUMNS;
                values[row + left..row + right].fill(0.9);
            }
        }
        Maps {
            columns: COLUMNS,
            values,
        }
    }

    #[test]
    fn a_bare_page_has_nothing() {
        let page = Grey::luma(&Frame::from_rgb(704, 448, vec![255; 3 * 704 * 448]).unwrap());
        let layout = maps(&[]).layout(&page);
        assert_eq!((layout.portrait, layout.signed), (None, vec![]));
        assert!(layout.lines.is_empty() && layout.uprightness == 0.0);
    }

    #[test]
    fn the_signature_has_the_edges_of_its_ink_and_is_not_on_the_portrait() {
        let mut rgb = vec![255; 3 * 704 * 448];
        for y in 324..340 {
            rgb[3 * (y * 704 + 410)..3 * (y * 704 + 560)].fill(40);
        }
        let page = Grey::luma(&Frame::from_rgb(704, 448, rgb).unwrap());
        let layout = maps(&[
            (Plane::Portrait, [10, 20, 50, 80]),
            (Plane::Signature, [12, 66, 48, 80]),
            (Plane::Signature, [100, 80, 130, 88]),
        ])
        .layout(&page);
        assert_eq!(layout.portrait, Some([40.0, 80.0, 200.0, 320.0]));
        let signed = layout.signed.iter();
        let signed: Vec<_> = signed.map(|s| s.edges.map(|v| v as i32)).collect();
        assert_eq!(signed, [[410, 324, 560, 340]]);
    }

    #[test]
    fn a_frayed_portrait_has_the_edges_of_its_body() {
        let block = (10..30).flat_map(|x| (5..30).map(move |y| (x, y)));
        let fray = (30..36).map(|x| (x, 12));
        let places: Vec<_> = block.chain(fray).collect();
        assert_eq!(
            edges(body(&places), STRIDE),
            Some([40.0, 20.0, 120.0, 120.0])
        );
    }
}
