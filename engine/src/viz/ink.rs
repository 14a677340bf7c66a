//! The ink of a signature: what the coarse cells in which the network sees writing stand on.

use super::maps::{Edges, edges};
use crate::frame::Grey;
use crate::locate::component::{Touching, components};

/// How far around the cells a stroke may go on, in their width and height, and at least in pixels.
const REACH: f32 = 0.5;
const LEAST_REACH_PX: f32 = 8.0;
/// Half the side of the squares in which paper is told from strokes: wider than a stroke.
const PAPER_PX: usize = 10;
/// Ink is darker than its paper by this share of the darkest ink, and by at least so many greys.
const INK_SHARE: f32 = 0.5;
const LEAST_DARKNESS: u8 = 12;
/// The share of the cells' pixels that are lighter than the darkest ink.
const DARKEST: f32 = 0.96;
/// Strokes that leave so many pixels between them across and down are one.
const GAP_PX: (usize, usize) = (2, 1);
/// Pixels of a stroke below which it is dirt.
const MIN_PIXELS: usize = 6;
/// The least share of a stroke on the cells, and the most on text beside them.
const LEAST_SEEN: f32 = 0.34;
const MOST_TEXT: f32 = 0.4;
/// The least share of the cells' rectangle that ink takes up: less is not all of it.
const LEAST_COVERED: f32 = 0.25;

/// Cells of the network's maps, each of `stride` x `stride` pixels, `columns` in a row.
pub(super) struct Cells<'a> {
    pub(super) columns: usize,
    pub(super) stride: usize,
    /// In which the signature is seen.
    pub(super) signature: &'a [usize],
    /// Their edges in pixels.
    pub(super) edges: Edges,
    /// Probability of text of each cell of the map.
    pub(super) text: &'a [f32],
}

/// Edges of the ink that stands mostly on a signature's cells, in pixels of the page; `None` where
/// there is too little to be all of it.
pub(super) fn ink_edges(page: &Grey, cells: &Cells) -> Option<Edges> {
    let window = Window::around(page, cells.edges)?;
    let darkness = window.darkness(page);
    let mut is_signed = vec![false; cells.text.len()];
    for &at in cells.signature {
        is_signed[at] = true;
    }
    let cell_of = |at: usize| {
        let (x, y) = window.place(at);
        (y / cells.stride * cells.columns + x / cells.stride).min(cells.text.len() - 1)
    };
    let mut seen: Vec<u8> = (0..darkness.len())
        .filter(|&at| is_signed[cell_of(at)])
        .map(|at| darkness[at])
        .collect();
    let darkest_at = (seen.len() as f32 * DARKEST) as usize;
    if darkest_at >= seen.len() {
        return None;
    }
    let darkest = *seen.select_nth_unstable(darkest_at).1;
    let least = ((f32::from(darkest) * INK_SHARE) as u8).max(LEAST_DARKNESS);
    let is_ink = |at: &usize| darkness[*at] > least;

    let mut all = Vec::new();
    for stroke in components(
        &window.thickened(&darkness, least),
        window.width,
        0.5,
        Touching::Corners,
    ) {
        let ink: Vec<usize> = stroke.into_iter().filter(is_ink).collect();
        let count = |is: &dyn Fn(usize) -> bool| {
            ink.iter().filter(|&&at| is(cell_of(at))).count() as f32 / ink.len() as f32
        };
        let signed = count(&|cell| is_signed[cell]);
        let printed = count(&|cell| !is_signed[cell] && cells.text[cell] > 0.5);
        if ink.len() < MIN_PIXELS || signed < LEAST_SEEN || printed > MOST_TEXT {
            continue;
        }
        all.extend(ink.into_iter().map(|at| window.place(at)));
    }
    let area = |[left, top, right, bottom]: Edges| (right - left) * (bottom - top);
    edges(all, 1).filter(|edges| area(*edges) > LEAST_COVERED * area(cells.edges))
}

/// A part of a page.
struct Window {
    left: usize,
    top: usize,
    width: usize,
    height: usize,
}

impl Window {
    fn around(page: &Grey, [left, top, right, bottom]: Edges) -> Option<Self> {
        let across = REACH * (right - left) + LEAST_REACH_PX;
        let down = REACH * (bottom - top) + LEAST_REACH_PX;
        let (left, top) = (
            (left - across).max(0.0) as usize,
            (top - down).max(0.0) as usize,
        );
        let right = ((right + across) as usize).min(page.width_px());
        let bottom = ((bottom + down) as usize).min(page.height_px());
        (right > left && bottom > top).then(|| Self {
            left,
            top,
            width: right - left,
            height: bottom - top,
        })
    }

    /// Column and row of the page.
    fn place(&self, at: usize) -> (usize, usize) {
        (self.left + at % self.width, self.top + at / self.width)
    }

    /// How much darker than the paper around it each pixel is.
    fn darkness(&self, page: &Grey) -> Vec<u8> {
        let rows = page.values().chunks_exact(page.width_px());
        let rows = rows.skip(self.top).take(self.height);
        let greys: Vec<u8> = rows
            .flat_map(|row| &row[self.left..self.left + self.width])
            .copied()
            .collect();
        let reach = (PAPER_PX, PAPER_PX);
        let paper = self.spread(&self.spread(&greys, reach, u8::max), reach, u8::min);
        let pairs = paper.iter().zip(&greys);
        pairs
            .map(|(paper, grey)| paper.saturating_sub(*grey))
            .collect()
    }

    /// Where there is ink, or some within a gap of it.
    fn thickened(&self, darkness: &[u8], least: u8) -> Vec<f32> {
        let spread = self.spread(darkness, GAP_PX, u8::max);
        spread
            .into_iter()
            .map(|dark| f32::from(u8::from(dark > least)))
            .collect()
    }

    /// The greatest (or the least) of the pixels around each.
    fn spread(
        &self,
        values: &[u8],
        (across, down): (usize, usize),
        of: fn(u8, u8) -> u8,
    ) -> Vec<u8> {
        let mut wide = values.to_vec();
        for (out, row) in wide
            .chunks_exact_mut(self.width)
            .zip(values.chunks_exact(self.width))
        {
            for shift in 1..=across.min(self.width - 1) {
                for (a, b) in out[shift..].iter_mut().zip(row) {
                    *a = of(*a, *b);
                }
                for (a, b) in out.iter_mut().zip(&row[shift..]) {
                    *a = of(*a, *b);
                }
            }
        }
        let mut all = wide.clone();
        for shift in (1..=down.min(self.height - 1)).map(|rows| rows * self.width) {
            for (a, b) in all[shift..].iter_mut().zip(&wide) {
                *a = of(*a, *b);
            }
            for (a, b) in all.iter_mut().zip(&wide[shift..]) {
                *a = of(*a, *b);
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Frame;

    const WIDTH: usize = 240;
    const HEIGHT: usize = 120;
    const STRIDE: usize = 4;

    /// Dark rectangles on paper that grows lighter to the right.
    fn page(strokes: &[(usize, usize, usize, usize)]) -> Grey {
        let mut rgb = Vec::with_capacity(3 * WIDTH * HEIGHT);
        for at in 0..WIDTH * HEIGHT {
            let (x, y) = (at % WIDTH, at / WIDTH);
            let is_ink = strokes.iter().any(|&(left, top, right, bottom)| {
                (left..right).contains(&x) && (top..bottom).contains(&y)
            });
            rgb.extend([if is_ink { 60 } else { 160 + (x / 4) as u8 }; 3]);
        }
        Grey::luma(&Frame::from_rgb(WIDTH as u32, HEIGHT as u32, rgb).unwrap())
    }

    /// The ink of a page where a signature is seen from column 20 to 40 and row 12 to 18 of the
    /// cells (80 to 160 by 48 to 72 pixels), and text in some rows of cells.
    fn found(page: &Grey, text_rows: std::ops::Range<usize>) -> Option<[i32; 4]> {
        let columns = WIDTH / STRIDE;
        let signature: Vec<usize> = (12..18)
            .flat_map(|y| (20..40).map(move |x| y * columns + x))
            .collect();
        let text: Vec<f32> = (0..columns * HEIGHT / STRIDE)
            .map(|at| {
                if text_rows.contains(&(at / columns)) {
                    0.9
                } else {
                    0.0
                }
            })
            .collect();
        let cells = Cells {
            columns,
            stride: STRIDE,
            signature: &signature,
            edges: [80.0, 48.0, 160.0, 72.0],
            text: &text,
        };
        ink_edges(page, &cells).map(|edges| edges.map(|edge| edge as i32))
    }

    #[test]
    fn strokes_go_on_beyond_the_cells_and_end_before_them() {
        let strokes = [(90, 50, 100, 66), (100, 56, 190, 59)];
        assert_eq!(found(&page(&strokes), 0..0), Some([90, 50, 190, 66]));
    }

    #[test]
    fn print_beside_the_signature_is_left_out() {
        let strokes = [(90, 50, 150, 60), (90, 62, 150, 65), (84, 76, 150, 82)];
        assert_eq!(found(&page(&strokes), 18..21), Some([90, 50, 150, 65]));
    }

    #[test]
    fn bare_paper_and_a_speck_have_no_edges() {
        assert_eq!(found(&page(&[]), 0..0), None);
        assert_eq!(found(&page(&[(100, 60, 104, 63)]), 0..0), None);
    }
}
