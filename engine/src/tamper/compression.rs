//! Whether a place went through the compressions that the rest of the picture went through.
//!
//! JPEG rounds each frequency of a block of 8 x 8 pixels to multiples of a step, and what was
//! rounded stays near those multiples when the picture is stored again. What is pasted into it comes
//! from elsewhere, was resized, and shows the last compression only (after Lin, He, Tang and Tang,
//! "Fast, automatic and fine-grained tampered JPEG image detection via DCT coefficient analysis",
//! 2009).

use std::f32::consts::TAU;
use std::sync::LazyLock;

use crate::frame::Frame;
use crate::region::Region;

/// Side of a block, in pixels.
const BLOCK: usize = 8;
/// Frequencies, down and right: high ones are mostly zero.
const FREQUENCIES: [(usize, usize); 12] = [
    (0, 1),
    (1, 0),
    (1, 1),
    (0, 2),
    (2, 0),
    (1, 2),
    (2, 1),
    (0, 3),
    (3, 0),
    (2, 2),
    (1, 3),
    (3, 1),
];
/// Frequencies along one side that those are made of.
const WAVES: usize = 4;
/// Steps that are looked for: smaller ones drown in the rounding of pixels.
const STEPS: std::ops::RangeInclusive<usize> = 3..=40;
/// Values below this share of a step are zeros to it and tell nothing.
const TELLING: f32 = 0.6;
/// Width of a histogram's bin, and its bins: what lies beyond is rare.
const BIN: f32 = 0.25;
const BINS: usize = 256;
/// Most blocks of the place, and of the rest, that are looked at.
const MOST_WITHIN: usize = 3000;
const MOST_BEYOND: usize = 6000;
/// Fewest blocks of the place, and fewest values of a frequency, that tell anything.
const LEAST_BLOCKS: usize = 24;
const LEAST_VALUES: f32 = 12.0;
/// Share of the place's sides that is left out: faces are pasted without what is around them.
const MARGIN: f32 = 0.1;
/// How regular the rest of a picture has to be, 0 to 1, to have a history to compare with.
const REGULAR: f32 = 0.15;
/// How many standard errors are allowed for chance.
const ERRORS: f32 = 3.0;
/// How many frequencies have to say so.
const SAY_SO: usize = 3;
/// Share of a block's pixels that may be black or white: light cut off is not regular.
const MOST_CUT_OFF: usize = BLOCK * BLOCK / 10;

/// How much less regular the blocks of `place` are than those of the rest of the picture, beyond
/// chance: 0 (as regular) to 1 (they have none of its history). `None` where the rest has no
/// history, as in pictures that were resized or never compressed, or where the place is small.
pub(super) fn missing(frame: &Frame, place: Region) -> Option<f32> {
    let phases = phases(frame);
    let compared = phases.into_iter().filter_map(|phase| {
        let [within, beyond] = histograms(frame, place, phase)?;
        let mut found: Vec<(f32, f32)> = within
            .iter()
            .zip(&beyond)
            .filter_map(|(within, beyond)| difference(within, beyond))
            .collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1));
        let said = found.get(..SAY_SO)?;
        let regular: f32 = found.iter().map(|(regular, _)| regular).sum();
        let missing = said.iter().map(|(_, missing)| missing).sum::<f32>() / SAY_SO as f32;
        Some((regular, missing.clamp(0.0, 1.0)))
    });
    // Where the grid of blocks lies, its values are most regular.
    let best = compared.max_by(|a, b| a.0.total_cmp(&b.0));
    best.map(|(_, missing)| missing)
}

/// Where the grid of blocks may begin: pictures are turned after they are read, and what their sides
/// have beyond whole blocks then comes first.
fn phases(frame: &Frame) -> Vec<(usize, usize)> {
    let rest = |side_px: u32| side_px as usize % BLOCK;
    let (right, down) = (rest(frame.width_px()), rest(frame.height_px()));
    let mut phases = vec![(0, 0), (right, 0), (0, down), (right, down)];
    phases.sort_unstable();
    phases.dedup();
    phases
}

/// How often each frequency has each size, without its sign.
type Histogram = [f32; BINS];

/// Those of the blocks within a place, and of those beyond it.
fn histograms(
    frame: &Frame,
    place: Region,
    (right, down): (usize, usize),
) -> Option<[Vec<Histogram>; 2]> {
    let columns = (frame.width_px() as usize).checked_sub(right)? / BLOCK;
    let rows = (frame.height_px() as usize).checked_sub(down)? / BLOCK;
    let edges = |from: u32, side: u32, start: usize| {
        let margin = MARGIN * side as f32;
        let first = (from as f32 + margin - start as f32) / BLOCK as f32;
        let last = (from as f32 + side as f32 - margin - start as f32) / BLOCK as f32;
        (first.ceil() as isize, last.floor() as isize)
    };
    let (left, end) = edges(place.x, place.width, right);
    let (top, bottom) = edges(place.y, place.height, down);
    // Blocks at its edge are of neither.
    let gap = |side: u32| 2 + (2.0 * MARGIN * side as f32 / BLOCK as f32) as isize;
    let (aside, above) = (gap(place.width), gap(place.height));
    let mut blocks: [Vec<(usize, usize)>; 2] = Default::default();
    for row in 0..rows {
        for column in 0..columns {
            let (x, y) = (column as isize, row as isize);
            let at = (right + column * BLOCK, down + row * BLOCK);
            if (left..end).contains(&x) && (top..bottom).contains(&y) {
                blocks[0].push(at);
            } else if !(left - aside..end + aside).contains(&x)
                || !(top - above..bottom + above).contains(&y)
            {
                blocks[1].push(at);
            }
        }
    }
    if blocks.iter().any(|own| own.len() < LEAST_BLOCKS) {
        return None;
    }
    let count = |own: &[(usize, usize)], most: usize| {
        let mut histograms = vec![[0.0; BINS]; FREQUENCIES.len()];
        // Not every so many of a row: columns would be left out.
        let apart = own.len() as f32 / own.len().min(most) as f32;
        for number in 0..own.len().min(most) {
            let at = own[(number as f32 * apart) as usize];
            if let Some(values) = frequencies(frame, at) {
                for (histogram, value) in histograms.iter_mut().zip(values) {
                    if let Some(bin) = histogram.get_mut((value.abs() / BIN) as usize) {
                        *bin += 1.0;
                    }
                }
            }
        }
        histograms
    };
    Some([
        count(&blocks[0], MOST_WITHIN),
        count(&blocks[1], MOST_BEYOND),
    ])
}

/// The frequencies of a block's brightness (ITU-T T.81 §A.3.3); `None` of one in which light is cut
/// off.
fn frequencies(frame: &Frame, (x, y): (usize, usize)) -> Option<[f32; FREQUENCIES.len()]> {
    static COSINES: LazyLock<[[f32; BLOCK]; WAVES]> = LazyLock::new(|| {
        std::array::from_fn(|wave| {
            std::array::from_fn(|place| {
                let scale = if wave == 0 { 0.125_f32.sqrt() } else { 0.5 };
                scale * (TAU * wave as f32 * (2 * place + 1) as f32 / 32.0).cos()
            })
        })
    });
    let cosines = &*COSINES;
    let width = frame.width_px() as usize;
    let mut across = [[0.0; WAVES]; BLOCK];
    let mut cut_off = 0;
    for (row, across) in across.iter_mut().enumerate() {
        let start = 3 * ((y + row) * width + x);
        let pixels = frame.rgb()[start..start + 3 * BLOCK].chunks_exact(3);
        for (place, pixel) in pixels.enumerate() {
            let [red, green, blue] = [pixel[0], pixel[1], pixel[2]].map(f32::from);
            let light = 0.299 * red + 0.587 * green + 0.114 * blue - 128.0;
            cut_off += usize::from(!(-127.0..=126.0).contains(&light));
            for (sum, wave) in across.iter_mut().zip(cosines) {
                *sum += wave[place] * light;
            }
        }
    }
    (cut_off <= MOST_CUT_OFF).then(|| {
        FREQUENCIES.map(|(down, right)| {
            let column = across.iter().map(|row| row[right]);
            column.zip(cosines[down]).map(|(a, b)| a * b).sum()
        })
    })
}

/// How regular the rest is at most, and how much less the place is at the step for which that is
/// most; `None` where the rest is not regular.
fn difference(within: &Histogram, beyond: &Histogram) -> Option<(f32, f32)> {
    let mut found: Option<(f32, f32)> = None;
    for step in STEPS {
        let step = step as f32;
        let (Some(own), Some(rest)) = (regularity(within, step), regularity(beyond, step)) else {
            continue;
        };
        // The deviation of a cosine's mean, where every phase is as likely.
        let (own_share, rest_share) = (0.5 / own.1, 0.5 / rest.1);
        if rest.0 - ERRORS * rest_share.sqrt() < REGULAR {
            continue;
        }
        let error = (own_share + rest_share).sqrt();
        let missing = rest.0 - own.0 - ERRORS * error;
        let (regular, most) = found.unwrap_or((0.0, f32::MIN));
        found = Some((regular.max(rest.0), most.max(missing)));
    }
    found
}

/// Mean of the cosine that is 1 at the multiples of a step, and of how many values; `None` of few.
fn regularity(histogram: &Histogram, step: f32) -> Option<(f32, f32)> {
    let first = (TELLING * step / BIN) as usize;
    let (mut sum, mut count) = (0.0, 0.0);
    for (bin, &own) in histogram.iter().enumerate().skip(first) {
        if own > 0.0 {
            let value = (bin as f32 + 0.5) * BIN;
            sum += own * (TAU * value / step).cos();
            count += own;
        }
    }
    (count >= LEAST_VALUES).then(|| (sum / count, count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::codecs::jpeg::JpegEncoder;

    use crate::frame::Limits;

    const PLACE: Region = Region {
        x: 36,
        y: 52,
        width: 150,
        height: 170,
    };

    /// Something with detail of all sizes, another for each seed.
    fn scene(seed: u64) -> Frame {
        let mut rng = fastrand::Rng::with_seed(seed);
        let waves: Vec<[f32; 4]> = (0..40)
            .map(|_| {
                let mut draw = |most: f32| most * (rng.f32() - 0.5);
                [draw(1.8), draw(1.8), draw(40.0), draw(12.0)]
            })
            .collect();
        let mut rgb = Vec::new();
        for y in 0..300 {
            for x in 0..440 {
                let wave = |[right, down, high, start]: &[f32; 4]| {
                    high * (right * x as f32 + down * y as f32 + start).sin()
                };
                let noise = 8.0 * (rng.f32() - 0.5);
                let light = 128.0 + 0.4 * waves.iter().map(wave).sum::<f32>() + noise;
                rgb.extend([light as u8; 3]);
            }
        }
        Frame::from_rgb(440, 300, rgb).unwrap()
    }

    fn stored(frame: &Frame, quality: u8) -> Frame {
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
        let (width, height) = (frame.width_px(), frame.height_px());
        let colour = image::ExtendedColorType::Rgb8;
        encoder.encode(frame.rgb(), width, height, colour).unwrap();
        Frame::decode(&bytes, &Limits::default()).unwrap()
    }

    fn pasted(frame: &Frame, other: &Frame) -> Frame {
        let mut rgb = frame.rgb().to_vec();
        for y in PLACE.y..PLACE.y + PLACE.height {
            let start = 3 * (y * frame.width_px() + PLACE.x) as usize;
            let row = start..start + 3 * PLACE.width as usize;
            rgb[row.clone()].copy_from_slice(&other.rgb()[row]);
        }
        Frame::from_rgb(frame.width_px(), frame.height_px(), rgb).unwrap()
    }

    #[test]
    fn what_was_pasted_lacks_the_first_compression() {
        let first = stored(&scene(1), 70);
        let forged = pasted(&first, &scene(2));
        for quality in [88, 95] {
            let own = missing(&stored(&forged, quality), PLACE).unwrap();
            assert!(own > 0.3, "{quality}: {own}");
            let genuine = missing(&stored(&first, quality), PLACE).unwrap();
            assert!(genuine < 0.1, "{quality}: {genuine}");
        }
        assert!(
            missing(&forged, PLACE).unwrap() > 0.3,
            "stored without loss"
        );
    }

    #[test]
    fn a_picture_that_was_turned_keeps_its_blocks() {
        let forged = pasted(&stored(&scene(1), 70), &scene(2));
        let turned = stored(&forged, 92).turned(1);
        let place = Region {
            x: 300 - PLACE.y - PLACE.height,
            y: PLACE.x,
            width: PLACE.height,
            height: PLACE.width,
        };
        assert!(missing(&turned, place).unwrap() > 0.3);
    }

    #[test]
    fn without_a_history_nothing_is_said() {
        assert_eq!(missing(&scene(1), PLACE), None);
        let small = Region {
            width: 30,
            height: 30,
            ..PLACE
        };
        assert_eq!(missing(&stored(&scene(1), 70), small), None);
        let tiny = Frame::from_rgb(5, 5, vec![9; 75]).unwrap();
        assert_eq!(missing(&tiny, PLACE), None);
    }
}
