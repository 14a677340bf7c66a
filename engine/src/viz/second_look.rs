//! The second look at a page: larger, and with what an outline that ends too early leaves out.

use std::ops::Range;

use super::layout::LayoutReader;
use super::maps::Edges;
use crate::locate::{Page, PageSize};

/// How many times larger a page is looked at: of drawn pages (`engine/training`) one signature in
/// fifty is seen only then.
const LARGER: f32 = 1.25;
/// Logarithms between which a page is too flat or too narrow for its size: part of it was taken
/// for what is beside it. From the second on it is no single page.
const TOO_SHORT: Range<f32> = 0.12..0.35;

/// A page as it is looked at for the second time.
pub(super) struct SecondLook {
    pub(super) page: Page,
    /// How its pixels become those of the page as it was looked at first.
    pub(super) back: Back,
}

/// Brings places on one page to another that shows the same plane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Back {
    /// Pixels there for one here, across and down.
    pub(super) scale: (f32, f32),
    /// Where the corner of this page lies there.
    pub(super) corner: (f32, f32),
}

impl SecondLook {
    /// At a page, and at what it lacks beside it, and above and below, as shares of its sides.
    pub(super) fn at(page: &Page, (across, down): (f32, f32)) -> Self {
        let (width_px, height_px) = page.size_px();
        let grown = page.grown((across, down));
        let (seen_width, seen_height) = grown.size_px();
        let seen_px = LayoutReader::whole_px((seen_width * LARGER, seen_height * LARGER));
        Self {
            page: grown.sized(seen_px),
            back: Back {
                scale: (
                    seen_width / seen_px.0 as f32,
                    seen_height / seen_px.1 as f32,
                ),
                corner: (-across * width_px, -down * height_px),
            },
        }
    }
}

impl Back {
    pub(super) fn point(&self, (x, y): (f32, f32)) -> (f32, f32) {
        (self.x(x), self.corner.1 + y * self.scale.1)
    }

    pub(super) fn x(&self, x: f32) -> f32 {
        self.corner.0 + x * self.scale.0
    }

    pub(super) fn edges(&self, [left, top, right, bottom]: Edges) -> Edges {
        let ((left, top), (right, bottom)) = (self.point((left, top)), self.point((right, bottom)));
        [left, top, right, bottom]
    }
}

/// What a page of this proportion (width over height) lacks for its size, as shares of its width
/// and of its height; it may be missing on either side.
pub(super) fn missing(proportion: f32, size: PageSize) -> (f32, f32) {
    let (width_mm, height_mm) = size.mm();
    let too_flat = (proportion * height_mm / width_mm).ln();
    let share = |too_short: f32| {
        if TOO_SHORT.contains(&too_short) {
            too_short.exp_m1()
        } else {
            0.0
        }
    };
    (share(-too_flat), share(too_flat))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_card_is_seen_larger() {
        let corners = [(0.0, 0.0), (856.0, 0.0), (856.0, 540.0), (0.0, 540.0)];
        let page = Page::new(corners, (704.0, 448.0));
        let look = SecondLook::at(&page, missing(856.0 / 540.0, PageSize::Id1));
        assert_eq!(look.page.size_px(), (896.0, 576.0));
        assert_eq!(look.back.corner, (0.0, 0.0));
        let (x, y) = look.back.point((896.0, 576.0));
        assert!((x - 704.0).abs() < 1e-3 && (y - 448.0).abs() < 1e-3);
    }

    #[test]
    fn what_a_card_lacks_in_height_is_seen_above_and_below_it() {
        // A fifth of the card: 108 of 540.
        let corners = [(0.0, 300.0), (856.0, 300.0), (856.0, 732.0), (0.0, 732.0)];
        let page = Page::new(corners, (704.0, 352.0));
        let look = SecondLook::at(&page, missing(856.0 / 432.0, PageSize::Id1));
        let (_, height_px) = look.page.size_px();
        let (_, top) = look.page.to_frame((0.0, 0.0));
        let (_, bottom) = look.page.to_frame((0.0, height_px));
        assert!((top - 192.0).abs() < 3.0, "{top}");
        assert!((bottom - 840.0).abs() < 3.0, "{bottom}");
        let edges = look.back.edges([0.0, 0.0, 100.0, height_px]);
        assert!(edges[1] < -80.0 && edges[3] > 430.0, "{edges:?}");
    }

    #[test]
    fn two_cards_side_by_side_are_not_one_that_is_too_flat() {
        assert_eq!(missing(1000.0 / 300.0, PageSize::Id1), (0.0, 0.0));
        let (across, down) = missing(1.2, PageSize::Id1);
        assert!(across > 0.3 && down == 0.0);
    }
}
