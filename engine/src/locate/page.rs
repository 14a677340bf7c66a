//! Pages laid flat: in true proportion, whatever the camera saw.

use super::side::unit;
use super::{Outline, Point, Rectangle};
use crate::frame::{Frame, nearest};
use crate::region::Region;

/// Focal length of a camera over the longer side of its picture, where nothing is known of it:
/// between those of a phone's main and wide lens.
const FOCAL_LENGTH_SIDES: f32 = 0.85;
/// A frame that is finer than the page from this on is shrunk first, at most by that.
const LEAST_SHRINKING: f32 = 1.4;
const MAX_SHRINKING: f32 = 16.0;

/// The sizes of documents (ICAO 9303-3 §2, ISO/IEC 7810).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PageSize {
    /// Cards: 85.60 x 53.98 mm.
    Id1,
    /// Larger cards: 105 x 74 mm.
    Id2,
    /// Pages of passports: 125 x 88 mm, in proportion like ID-2.
    Id3,
}

impl PageSize {
    /// Width and height in millimetres.
    #[must_use]
    pub fn mm(self) -> (f32, f32) {
        match self {
            Self::Id1 => (85.6, 53.98),
            Self::Id2 => (105.0, 74.0),
            Self::Id3 => (125.0, 88.0),
        }
    }

    /// ID-1 or ID-3, by the proportion of two sides that meet.
    pub(crate) fn nearest(proportion: f32) -> Self {
        let proportion = proportion.max(1.0 / proportion);
        let off = |size: Self| (proportion / (size.mm().0 / size.mm().1)).ln().abs();
        if off(Self::Id1) < off(Self::Id3) {
            Self::Id1
        } else {
            Self::Id3
        }
    }
}

impl Outline {
    /// That of a page which fills the frame.
    pub(crate) fn whole(frame: &Frame) -> Self {
        let (w, h) = (frame.width_px() as f32, frame.height_px() as f32);
        Self {
            corners: [(0.0, 0.0), (w, 0.0), (w, h), (0.0, h)],
            cut: [true; 4],
        }
    }

    /// The size that its proportions in space tell: ID-1 or ID-3 (ID-2 has those of ID-3).
    #[must_use]
    pub fn size(&self, frame: &Frame) -> PageSize {
        PageSize::nearest(self.proportion(frame).max(1e-6))
    }

    /// The page laid flat, its longer sides across, `px_per_mm` pixels a millimetre (0.1 to 40).
    /// It is upright where `along`, the direction of reading in the frame, is known; else upright
    /// or upside down.
    #[must_use]
    pub fn flattened(
        &self,
        frame: &Frame,
        size: PageSize,
        along: Option<Point>,
        px_per_mm: f32,
    ) -> Frame {
        let (width_mm, height_mm) = size.mm();
        let pixels = |mm: f32| (mm * px_per_mm.clamp(0.1, 40.0)).round().max(1.0) as u32;
        let page = self.page(frame, along, (pixels(width_mm), pixels(height_mm)));
        page.flattened(frame)
    }

    /// The same page of a given size in pixels, only where each of its points lies in the frame.
    pub(crate) fn page(&self, frame: &Frame, along: Option<Point>, size_px: (u32, u32)) -> Page {
        let mut corners = self.corners;
        if let Some(along) = along {
            let agrees = |i: usize| {
                let (a, b) = (self.corners[i], self.corners[(i + 1) % 4]);
                let side = unit((b.0 - a.0, b.1 - a.1));
                side.0 * along.0 + side.1 * along.1
            };
            let first = (0..4).max_by(|&i, &j| agrees(i).total_cmp(&agrees(j)));
            corners.rotate_left(first.unwrap_or(0));
        } else if self.proportion(frame) < 1.0 {
            corners.rotate_left(1);
        }
        Page::new(corners, (size_px.0 as f32, size_px.1 as f32))
    }

    /// Length of the first side over that of the next, as a camera of usual focal length sees
    /// them.
    fn proportion(&self, frame: &Frame) -> f32 {
        let size_px = (frame.width_px(), frame.height_px());
        let focal_px = FOCAL_LENGTH_SIDES * size_px.0.max(size_px.1) as f32;
        Rectangle::seen(&self.corners, size_px, focal_px).proportion()
    }
}

/// A page and its place in a frame.
pub(crate) struct Page {
    corners: [Point; 4],
    from_square: FromSquare,
    size_px: (f32, f32),
}

impl Page {
    /// Corners in the frame, the upper left one of the page first, then clockwise; the page's own
    /// width and height in pixels.
    pub(crate) fn new(corners: [Point; 4], size_px: (f32, f32)) -> Self {
        Self {
            corners,
            from_square: FromSquare::to(&corners),
            size_px,
        }
    }

    /// Where a point of the page, in its pixels, lies in the frame.
    pub(crate) fn to_frame(&self, (x, y): Point) -> Point {
        let (width_px, height_px) = self.size_px;
        self.from_square.apply((x / width_px, y / height_px))
    }

    /// Its own width and height in pixels.
    pub(crate) fn size_px(&self) -> (f32, f32) {
        self.size_px
    }

    /// The same page in other pixels.
    pub(crate) fn sized(&self, (width_px, height_px): (u32, u32)) -> Self {
        Self::new(self.corners, (width_px as f32, height_px as f32))
    }

    /// The page with margins beside it, and above and below it, as shares of its sides.
    pub(crate) fn grown(&self, (across, down): (f32, f32)) -> Self {
        let corners = [
            (-across, -down),
            (1.0 + across, -down),
            (1.0 + across, 1.0 + down),
            (-across, 1.0 + down),
        ];
        let grown = |side_px: f32, margin: f32| (side_px * (1.0 + 2.0 * margin)).round();
        Self::new(
            corners.map(|corner| self.from_square.apply(corner)),
            (grown(self.size_px.0, across), grown(self.size_px.1, down)),
        )
    }

    /// Its width over its height as it lies in space.
    pub(crate) fn proportion(&self, frame: &Frame) -> f32 {
        let outline = Outline {
            corners: self.corners,
            cut: [false; 4],
        };
        outline.proportion(frame)
    }

    /// Quarter turns clockwise of the frame that bring it upright.
    pub(crate) fn quarter_turns(&self) -> u8 {
        let (from, to) = (self.corners[0], self.corners[1]);
        match (to.0 - from.0, to.1 - from.1) {
            (x, y) if x.abs() >= y.abs() => 2 * u8::from(x < 0.0),
            (_, y) => 1 + 2 * u8::from(y > 0.0),
        }
    }

    /// Length of its upper side in the frame, in pixels.
    pub(crate) fn across_px(&self) -> f32 {
        distance(self.corners[0], self.corners[1])
    }

    /// The smallest upright box of the frame around points of the page, in its pixels.
    pub(crate) fn region(
        &self,
        frame: &Frame,
        points: impl IntoIterator<Item = Point>,
    ) -> Option<Region> {
        let places = points.into_iter().map(|point| self.to_frame(point));
        Region::around(places, (frame.width_px(), frame.height_px()))
    }

    /// The same page upside down.
    pub(crate) fn turned(&self) -> Self {
        let [a, b, c, d] = self.corners;
        Self::new([c, d, a, b], self.size_px)
    }

    /// The same page as it is seen by who turns it a quarter clockwise.
    pub(crate) fn on_its_side(&self) -> Self {
        let [a, b, c, d] = self.corners;
        Self::new([d, a, b, c], (self.size_px.1, self.size_px.0))
    }

    /// The page laid flat.
    pub(crate) fn flattened(&self, frame: &Frame) -> Frame {
        let corners = &self.corners;
        let longest = (0..4)
            .map(|i| distance(corners[i], corners[(i + 1) % 4]))
            .fold(0.0, f32::max);
        let finer = (longest / self.size_px.0.max(self.size_px.1)).min(MAX_SHRINKING);
        if finer < LEAST_SHRINKING {
            return self.sampled(frame);
        }
        // Of a frame that is much finer than the page, each pixel has to count.
        let side = |length: u32| ((length as f32 / finer).round() as u32).max(1);
        let small = frame.resized(side(frame.width_px()), side(frame.height_px()));
        let across = small.width_px() as f32 / frame.width_px() as f32;
        let down = small.height_px() as f32 / frame.height_px() as f32;
        let corners = corners.map(|(x, y)| (x * across, y * down));
        Self::new(corners, self.size_px).sampled(&small)
    }

    fn sampled(&self, frame: &Frame) -> Frame {
        let (width_px, height_px) = self.size_px;
        let mut rgb = Vec::with_capacity((width_px * height_px) as usize * 3);
        for y in 0..height_px as u32 {
            for x in 0..width_px as u32 {
                let place = ((x as f32 + 0.5) / width_px, (y as f32 + 0.5) / height_px);
                let at = self.from_square.apply(place);
                rgb.extend(frame.colour(at.0 - 0.5, at.1 - 0.5).map(nearest));
            }
        }
        Frame::filled(width_px as u32, height_px as u32, rgb)
    }
}

/// The map of the unit square onto four corners (Heckbert, *Fundamentals of Texture Mapping and
/// Image Warping*, 1989, §2.2.3).
struct FromSquare([f32; 8]);

impl FromSquare {
    fn to([a, b, c, d]: &[Point; 4]) -> Self {
        let sum = (a.0 - b.0 + c.0 - d.0, a.1 - b.1 + c.1 - d.1);
        let (right, below) = ((b.0 - c.0, b.1 - c.1), (d.0 - c.0, d.1 - c.1));
        let determinant = right.0 * below.1 - below.0 * right.1;
        let determinant = if determinant.abs() < 1e-6 {
            1e-6
        } else {
            determinant
        };
        let g = (sum.0 * below.1 - below.0 * sum.1) / determinant;
        let h = (right.0 * sum.1 - sum.0 * right.1) / determinant;
        Self([
            b.0 - a.0 + g * b.0,
            d.0 - a.0 + h * d.0,
            a.0,
            b.1 - a.1 + g * b.1,
            d.1 - a.1 + h * d.1,
            a.1,
            g,
            h,
        ])
    }

    fn apply(&self, (u, v): Point) -> Point {
        let [a, b, c, d, e, f, g, h] = self.0;
        let depth = g * u + h * v + 1.0;
        let depth = if depth.abs() < 1e-6 { 1e-6 } else { depth };
        ((a * u + b * v + c) / depth, (d * u + e * v + f) / depth)
    }
}

fn distance(a: Point, b: Point) -> f32 {
    (b.0 - a.0).hypot(b.1 - a.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A card with a dark upper half, its corners where they are given.
    fn picture(corners: [Point; 4]) -> (Frame, Outline) {
        let (width, height) = (640_u32, 480_u32);
        let onto = FromSquare::to(&corners);
        let mut rgb = vec![128; (width * height * 3) as usize];
        for step in 0..1_000_000 {
            let (u, v) = ((step % 1000) as f32 / 1000.0, (step / 1000) as f32 / 1000.0);
            let (x, y) = onto.apply((u, v));
            let at = (y as usize * width as usize + x as usize) * 3;
            rgb[at..at + 3].fill(if v < 0.5 { 10 } else { 240 });
        }
        let outline = Outline {
            corners,
            cut: [false; 4],
        };
        (Frame::from_rgb(width, height, rgb).unwrap(), outline)
    }

    #[test]
    fn a_page_tells_how_the_frame_is_turned() {
        let turns = |corners| Page::new(corners, (200.0, 100.0)).quarter_turns();
        let [a, b, c, d] = [(10.0, 12.0), (210.0, 8.0), (212.0, 110.0), (8.0, 112.0)];
        assert_eq!(turns([a, b, c, d]), 0);
        // Its upper left corner at the lower left of the frame: reading goes up.
        assert_eq!(turns([d, a, b, c]), 1);
        assert_eq!(turns([c, d, a, b]), 2);
        assert_eq!(turns([b, c, d, a]), 3);
    }

    #[test]
    fn a_tilted_card_is_laid_flat_and_upright() {
        let (frame, outline) = picture([
            (120.0, 100.0),
            (500.0, 120.0),
            (540.0, 380.0),
            (90.0, 350.0),
        ]);
        let flat = outline.flattened(&frame, PageSize::Id1, Some((1.0, 0.1)), 4.0);
        assert_eq!((flat.width_px(), flat.height_px()), (342, 216));
        assert!(flat.pixel(171, 100)[0] < 60 && flat.pixel(171, 116)[0] > 200);
        let upside_down = outline.flattened(&frame, PageSize::Id1, Some((-1.0, 0.1)), 4.0);
        assert!(upside_down.pixel(171, 100)[0] > 200 && upside_down.pixel(171, 116)[0] < 60);
    }

    #[test]
    fn a_card_on_its_side_is_turned() {
        // Reading begins at the lower left corner and goes upwards.
        let (frame, outline) =
            picture([(200.0, 420.0), (205.0, 60.0), (430.0, 60.0), (430.0, 420.0)]);
        let as_seen = Outline {
            corners: [
                outline.corners[1],
                outline.corners[2],
                outline.corners[3],
                outline.corners[0],
            ],
            cut: [false; 4],
        };
        let flat = as_seen.flattened(&frame, PageSize::Id1, Some((0.0, -1.0)), 4.0);
        assert!(flat.pixel(171, 20)[0] < 60 && flat.pixel(171, 190)[0] > 200);
        assert_eq!(as_seen.size(&frame), PageSize::Id1);
    }
}
