//! Smaller copies of the portrait: documents repeat it, pale, in one ink, under fine lines, where
//! a detector of faces sees none. A copy is like its original, though, so it is found by that.

use crate::face::Face;
use crate::frame::{Affine, Frame, Grey};
use crate::locate::Page;
use crate::model::ModelError;
use crate::read::DocumentEngine;
use crate::region::Region;

type Point = (f32, f32);

/// Longer side, in pixels, of a page on which the original is found, and of one on which copies
/// are: as coarse as a face can be and still be known.
const ORIGINAL_PX: f32 = 640.0;
const COPY_PX: f32 = 320.0;
/// Sizes of copies over the original's: the largest and the smallest, and the step between.
const LARGEST: f32 = 0.7;
const SMALLEST: f32 = 0.2;
const STEP: f32 = 1.12;
/// Fewer pixels across, and a face is like anything.
const LEAST_PX: usize = 11;
/// Correlation (-1 to 1) with the original from which something is a copy: the specimens' have 0.81
/// and more, and nothing else on their pages has 0.57.
const LEAST_LIKENESS: f32 = 0.6;
/// Standard deviation of greys below which nothing is printed.
const LEAST_CONTRAST: f32 = 3.0;
/// What of a face's box is compared more on each side, as a share of it.
const AROUND: f32 = 0.1;
/// Most copies of one page.
const MOST: usize = 8;
/// A portrait around a face, in widths and heights of its box: to both sides, above, below.
const PORTRAIT: (f32, f32, f32) = (0.5, 0.5, 0.65);
/// Values that are multiplied at a time.
const LANES: usize = 8;

/// The face of a portrait at every size that a copy may have. Personal data: has no `Debug`.
pub(super) struct Likeness {
    sizes: Vec<Size>,
    /// Middle of the original, in shares of the page.
    middle: Point,
    /// Half its size, in shares of the page.
    half: Point,
}

struct Size {
    width: usize,
    height: usize,
    /// Row after row; their sum is 0, that of their squares 1.
    values: Vec<f32>,
}

impl Likeness {
    /// That of the largest face on a page.
    pub(super) fn on(
        engine: &DocumentEngine,
        frame: &Frame,
        page: &Page,
    ) -> Result<Option<Self>, ModelError> {
        let flat = sized(page, ORIGINAL_PX).flattened(frame);
        let mut surest: Option<Face> = None;
        // A page without a zone may be taken for one that is upside down.
        for quarter_turns in [0, 2] {
            let faces = engine.faces.find_turned(&flat, quarter_turns)?;
            let first = faces.into_iter().next();
            let best = surest.as_ref().map(|face| face.confidence);
            surest = first.filter(|face| best < Some(face.confidence)).or(surest);
        }
        Ok(surest.map(|face| Self::of(&flat, &face)))
    }

    fn of(flat: &Frame, face: &Face) -> Self {
        let region = face.region;
        let (width, height) = (flat.width_px() as f32, flat.height_px() as f32);
        let (middle, around) = (region.middle(), 1.0 + 2.0 * AROUND);
        let (own_width, own_height) = (around * region.width as f32, around * region.height as f32);
        let mut sizes = Vec::new();
        let mut ratio = LARGEST;
        while ratio >= SMALLEST {
            let scale = ratio * COPY_PX / width.max(height);
            let pixels = |length: f32| (length * scale).round() as usize;
            let (w, h) = (pixels(own_width), pixels(own_height));
            if w.min(h) >= LEAST_PX {
                let step = (own_width / w as f32, own_height / h as f32);
                let map = Affine {
                    x: [
                        step.0,
                        0.0,
                        middle.0 - own_width / 2.0 + (step.0 - 1.0) / 2.0,
                    ],
                    y: [
                        0.0,
                        step.1,
                        middle.1 - own_height / 2.0 + (step.1 - 1.0) / 2.0,
                    ],
                };
                let small = Grey::luma(&flat.cut_out(&map, w as u32, h as u32));
                sizes.extend(Size::of(small.values(), w, h));
            }
            ratio /= STEP;
        }
        Self {
            sizes,
            middle: (middle.0 / width, middle.1 / height),
            half: (
                region.width as f32 / width / 2.0,
                region.height as f32 / height / 2.0,
            ),
        }
    }

    /// The corners, in pixels of the frame, of the portraits that are copies of it.
    pub(super) fn copies(&self, frame: &Frame, page: &Page, margin: f32) -> Vec<[Point; 4]> {
        let page = sized(page, COPY_PX);
        let flat = page.flattened(frame);
        let greys = Greys::of(&flat);
        let (width, height) = page.size_px();
        let mut seen: Vec<(f32, Region)> = Vec::new();
        for size in &self.sizes {
            greys.each(size, |likeness, region| {
                let (x, y) = region.middle();
                let (x, y) = (x / width - self.middle.0, y / height - self.middle.1);
                let is_original = x.abs() < 2.0 * self.half.0 && y.abs() < 2.0 * self.half.1;
                if likeness >= LEAST_LIKENESS && !is_original {
                    seen.push((likeness, region));
                }
            });
        }
        seen.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut kept: Vec<Region> = Vec::new();
        for (_, region) in seen {
            let is_new = kept.iter().all(|own| !own.holds(region.middle()));
            if is_new && kept.len() < MOST {
                kept.push(region);
            }
        }
        let corners = kept.iter().map(|region| portrait(*region, margin));
        corners
            .map(|corners| corners.map(|corner| page.to_frame(corner)))
            .collect()
    }
}

/// The portrait around a face that was compared, upright or upside down.
fn portrait(region: Region, margin: f32) -> [Point; 4] {
    let (side, above, below) = PORTRAIT;
    let around = 1.0 + 2.0 * AROUND;
    let (w, h) = (region.width as f32 / around, region.height as f32 / around);
    let (x, y) = region.middle();
    let across = w * (0.5 + side) * (1.0 + 2.0 * margin);
    let down = h * (0.5 + above.max(below)) * (1.0 + 2.0 * margin);
    [
        (x - across, y - down),
        (x + across, y - down),
        (x + across, y + down),
        (x - across, y + down),
    ]
}

/// A page with its longer side in so many pixels.
pub(super) fn sized(page: &Page, longer_px: f32) -> Page {
    let (width, height) = page.size_px();
    let scale = longer_px / width.max(height);
    let side = |length: f32| (length * scale).round().max(1.0) as u32;
    page.sized((side(width), side(height)))
}

impl Size {
    /// `None` where nothing is to be seen on it.
    fn of(values: &[u8], width: usize, height: usize) -> Option<Self> {
        let count = values.len() as f32;
        let mean = values.iter().map(|v| f32::from(*v)).sum::<f32>() / count;
        let off: Vec<f32> = values.iter().map(|v| f32::from(*v) - mean).collect();
        let norm = off.iter().map(|v| v * v).sum::<f32>().sqrt();
        (norm > LEAST_CONTRAST * count.sqrt()).then(|| Self {
            width,
            height,
            values: off.into_iter().map(|v| v / norm).collect(),
        })
    }
}

/// A page in grey, with the sums that tell mean and contrast of any part of it.
struct Greys {
    width: usize,
    height: usize,
    values: Vec<f32>,
    /// Sums, and sums of squares, of what is above and to the left.
    sums: Vec<(f64, f64)>,
}

impl Greys {
    fn of(flat: &Frame) -> Self {
        let grey = Grey::luma(flat);
        let (width, height) = (flat.width_px() as usize, flat.height_px() as usize);
        let values: Vec<f32> = grey.values().iter().map(|v| f32::from(*v)).collect();
        let mut sums = vec![(0.0, 0.0); (width + 1) * (height + 1)];
        for y in 0..height {
            let mut row = (0.0, 0.0);
            for x in 0..width {
                let value = f64::from(values[y * width + x]);
                row = (row.0 + value, row.1 + value * value);
                let above = sums[y * (width + 1) + x + 1];
                sums[(y + 1) * (width + 1) + x + 1] = (above.0 + row.0, above.1 + row.1);
            }
        }
        Self {
            width,
            height,
            values,
            sums,
        }
    }

    /// How like each part of the page is to a face of this size, -1 to 1.
    fn each(&self, size: &Size, mut found: impl FnMut(f32, Region)) {
        if size.width > self.width || size.height > self.height {
            return;
        }
        let count = (size.width * size.height) as f64;
        let least = count * f64::from(LEAST_CONTRAST * LEAST_CONTRAST);
        for y in 0..=self.height - size.height {
            for x in 0..=self.width - size.width {
                let (sum, squares) = self.sum(x, y, size);
                let contrast = squares - sum * sum / count;
                if contrast < least {
                    continue;
                }
                let likeness = self.product(x, y, size) / contrast.sqrt() as f32;
                let region = Region {
                    x: x as u32,
                    y: y as u32,
                    width: size.width as u32,
                    height: size.height as u32,
                };
                found(likeness, region);
            }
        }
    }

    fn sum(&self, x: usize, y: usize, size: &Size) -> (f64, f64) {
        let at = |x: usize, y: usize| self.sums[y * (self.width + 1) + x];
        let (right, bottom) = (x + size.width, y + size.height);
        let (a, b, c, d) = (at(x, y), at(right, y), at(right, bottom), at(x, bottom));
        (a.0 + c.0 - b.0 - d.0, a.1 + c.1 - b.1 - d.1)
    }

    fn product(&self, x: usize, y: usize, size: &Size) -> f32 {
        let mut lanes = [0.0_f32; LANES];
        let mut rest = 0.0;
        for (row, own) in size.values.chunks_exact(size.width).enumerate() {
            let at = (y + row) * self.width + x;
            let seen = &self.values[at..at + size.width];
            let (own, own_rest) = own.as_chunks::<LANES>();
            let (seen, seen_rest) = seen.as_chunks::<LANES>();
            for (own, seen) in own.iter().zip(seen) {
                for lane in 0..LANES {
                    lanes[lane] += own[lane] * seen[lane];
                }
            }
            rest += own_rest
                .iter()
                .zip(seen_rest)
                .map(|(a, b)| a * b)
                .sum::<f32>();
        }
        lanes.iter().sum::<f32>() + rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Model, Tensor};

    /// Sees a face of 128 x 160 pixels, its middle 100 right and 120 below the corner.
    struct There;

    impl Model for There {
        fn run(&self, input: Tensor) -> Result<Vec<Tensor>, ModelError> {
            let (height, width) = (input.shape[2], input.shape[3]);
            let mut outputs = Vec::new();
            for values in [1, 1, 4, 10] {
                for stride in [8, 16, 32] {
                    let cells = height / stride * (width / stride);
                    let mut tensor = Tensor::zeros(&[1, cells, values]);
                    if stride == 32 {
                        let at = (3 * (width / stride) + 3) * values;
                        tensor.data[at..at + values].copy_from_slice(match values {
                            1 => &[0.9],
                            4 => &[0.125, 0.75, 1.386, 1.609],
                            _ => &[0.5; 10],
                        });
                    }
                    outputs.push(tensor);
                }
            }
            Ok(outputs)
        }
    }

    /// A pattern that is like nothing but itself, in shares of the face.
    fn pattern(x: f32, y: f32) -> f32 {
        let spot = |cx: f32, cy: f32, size: f32| {
            (-((x - cx).powi(2) + (y - cy).powi(2)) / (size * size)).exp()
        };
        spot(0.3, 0.35, 0.12) + spot(0.7, 0.35, 0.12) + 0.8 * spot(0.5, 0.75, 0.2)
    }

    /// A page with the face, and a copy of it of 0.4 times the size at (450, 250), much paler.
    fn page(with_copy: bool) -> Frame {
        let lit = |x: f32, y: f32| {
            let stripes = 6.0 * (x * 0.7 + y * 0.2).sin();
            let own = pattern((x - 36.0) / 128.0, (y - 40.0) / 160.0);
            let copy = pattern((x - 450.0) / 51.2, (y - 250.0) / 64.0);
            let copy = if with_copy { 40.0 * copy } else { 0.0 };
            (220.0 + stripes - 160.0 * own - copy).clamp(0.0, 255.0) as u8
        };
        let rgb = (0..640 * 448).flat_map(|at| [lit((at % 640) as f32, (at / 640) as f32); 3]);
        Frame::from_rgb(640, 448, rgb.collect()).unwrap()
    }

    #[test]
    fn a_pale_copy_is_found_and_nothing_is_where_there_is_none() {
        let corners = [(0.0, 0.0), (640.0, 0.0), (640.0, 448.0), (0.0, 448.0)];
        let plane = Page::new(corners, (640.0, 448.0));
        let flat = page(true);
        let faces = crate::face::FaceDetector::new(Box::new(There));
        let face = faces.find(&flat).unwrap().remove(0);
        assert_eq!(face.region.middle(), (100.0, 120.0));
        let likeness = Likeness::of(&flat, &face);
        let found = likeness.copies(&flat, &plane, 0.0);
        assert_eq!(found.len(), 1);
        let holds = |point| crate::locate::contains(&found[0], point);
        assert!(holds((450.0, 250.0)) && holds((501.0, 313.0)), "{found:?}");
        assert!(!holds((100.0, 120.0)));
        assert!(likeness.copies(&page(false), &plane, 0.0).is_empty());
    }

    #[test]
    fn a_plain_face_is_like_nothing() {
        assert!(Size::of(&[128; 400], 20, 20).is_none());
    }
}
