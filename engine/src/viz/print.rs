//! Lines of print with the places of their characters, for what is to be covered.

use std::ops::Range;

use super::labels::Labelled;
use super::part::Part;
use super::places::labelled;
use super::reader::{Known, ReadPage, VizReader};
use super::text::ReadLine;
use super::{Context, layout::LayoutReader};
use crate::frame::{Frame, Grey};
use crate::locate::Page;
use crate::model::ModelError;

type Point = (f32, f32);

/// A line that was read, and the page it stands on. Personal data: has no `Debug`.
#[derive(Clone, Copy)]
pub(crate) struct Print<'a> {
    page: &'a Page,
    line: &'a ReadLine,
}

impl Print<'_> {
    pub(crate) fn text(&self) -> &str {
        &self.line.text
    }

    /// The corners, in pixels of the frame, of the box around some of its characters, `margin`
    /// heights of a capital larger on all sides.
    pub(crate) fn around(&self, characters: &Range<usize>, margin: f32) -> [Point; 4] {
        let line = &self.line.line;
        let places = &self.line.places;
        let last = characters.end.saturating_sub(1);
        let (left, right) = match (places.get(characters.start), places.get(last)) {
            (Some(&left), Some(&right)) => (left, right),
            _ => (line.left.0, line.right.0),
        };
        let slope = (line.right.1 - line.left.1) / line.length().max(1.0);
        let off = (0.5 + margin) * line.capital;
        let corner = |x: f32, down: f32| {
            let y = line.left.1 + slope * (x - line.left.0);
            self.page.to_frame((x - slope * down, y + down))
        };
        let (left, right) = (left - off, right + off);
        [
            corner(left, -off),
            corner(right, -off),
            corner(right, off),
            corner(left, off),
        ]
    }

    /// The middle of a character, in pixels of the frame.
    pub(crate) fn middle(&self, character: usize) -> Point {
        let line = &self.line.line;
        let x = self.line.places.get(character);
        let x = x.copied().unwrap_or_else(|| line.middle().0);
        let slope = (line.right.1 - line.left.1) / line.length().max(1.0);
        let y = line.left.1 + slope * (x - line.left.0);
        self.page.to_frame((x, y))
    }
}

impl ReadPage {
    /// Every line in every reading.
    pub(crate) fn prints(&self) -> impl Iterator<Item = Print<'_>> {
        let lines = self.lines.iter().chain(&self.doubtful);
        lines.map(|line| Print {
            page: &self.page,
            line,
        })
    }

    /// What may be the value of a label of a personal number: parts of lines beside or below it,
    /// the nearest first; `None` where no such label stands.
    pub(crate) fn personal_numbers(
        &self,
        context: &Context,
    ) -> Option<Vec<(Print<'_>, Range<usize>)>> {
        let mut found = labelled(&self.lines, context);
        let values = found.remove(&Labelled::PersonalNumber)?;
        let print = |Part { line, characters }| {
            let page = &self.page;
            (Print { page, line }, characters)
        };
        Some(values.into_iter().map(print).collect())
    }

    /// The corners of the printed portrait, in pixels of the frame, larger by a share of its
    /// sides.
    pub(crate) fn portrait(&self, margin: f32) -> Option<[Point; 4]> {
        let [left, top, right, bottom] = self.layout.portrait?;
        let (across, down) = (margin * (right - left), margin * (bottom - top));
        let corners = [
            (left - across, top - down),
            (right + across, top - down),
            (right + across, bottom + down),
            (left - across, bottom + down),
        ];
        Some(corners.map(|corner| self.page.to_frame(corner)))
    }

    /// The page, to be looked at otherwise.
    pub(crate) fn page(&self) -> &Page {
        &self.page
    }
}

impl VizReader {
    /// Reads a page on its one side and on its other, for what is printed up and down its edges;
    /// upside down, too, where no zone tells which way it reads.
    ///
    /// # Errors
    /// [`ModelError::Run`] when a network fails or is not what it should be.
    pub(crate) fn read_otherwise(
        &self,
        frame: &Frame,
        page: &Page,
        known: &Known,
    ) -> Result<Vec<ReadPage>, ModelError> {
        let grey = Grey::luma(frame);
        let on_its_side = page.on_its_side();
        let other_side = on_its_side.turned();
        let upside_down = known.along.is_none().then(|| page.turned());
        let ways = [on_its_side, other_side].into_iter().chain(upside_down);
        ways.map(|page| {
            let (width_px, height_px) = page.size_px();
            let page = page.sized(LayoutReader::page_size_px(width_px / height_px, 1.0));
            let layout = self.layout.look(&page.flattened(frame))?;
            let lines = self.printed(&grey, &page, &layout.lines, known)?;
            Ok(ReadPage {
                page,
                layout,
                lines,
                doubtful: vec![],
            })
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_lie_within_their_corners_on_a_page_that_is_turned() {
        // A page of 400 x 200 that stands on its side in the frame.
        let corners = [
            (300.0, 100.0),
            (300.0, 500.0),
            (100.0, 500.0),
            (100.0, 100.0),
        ];
        let page = Page::new(corners, (400.0, 200.0));
        let line = ReadLine::shown("NO 111222333", 40.0, 60.0);
        let print = Print {
            page: &page,
            line: &line,
        };
        let corners = print.around(&(3..12), 0.5);
        let within = |at| crate::locate::contains(&corners, print.middle(at));
        assert!((3..12).all(within) && !within(0));
        // Reading goes down the frame; capitals are 14 high.
        let (x, y) = print.middle(3);
        assert!(
            (x - 240.0).abs() < 0.1 && (y - 170.0).abs() < 0.1,
            "{x} {y}"
        );
        assert!((corners[0].0 - 254.0).abs() < 0.1 && (corners[0].1 - 156.0).abs() < 0.1);
    }

    #[test]
    fn on_its_side_a_page_begins_at_its_lower_left() {
        let page = Page::new(
            [(0.0, 0.0), (40.0, 0.0), (40.0, 20.0), (0.0, 20.0)],
            (40.0, 20.0),
        );
        let turned = page.on_its_side();
        assert_eq!(turned.size_px(), (20.0, 40.0));
        let (x, y) = turned.to_frame((0.0, 0.0));
        assert!(x.abs() < 1e-3 && (y - 20.0).abs() < 1e-3);
    }
}
