//! One zone over several frames of a video: read better than any single one shows it.

use super::decode::{Decoded, decode};
use super::lattice::{Place, fused};
use super::{Format, Reading, parse};

/// Share of places (0 to 1) at which a frame must read as those before it did, for them to show
/// the same document.
const MIN_ALIKE: f32 = 0.6;
/// Most frames that are kept, the best ones.
const MOST_FRAMES: usize = 12;

/// What one frame shows of a zone: a distribution over the alphabet for each character. Personal
/// data: not printed by `Debug`.
#[derive(Clone)]
pub struct Evidence {
    pub(super) reading: Reading,
    pub(super) places: Vec<Vec<Place>>,
    /// How much it counts, 0 to 1.
    pub(super) weight: f32,
}

impl std::fmt::Debug for Evidence {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Evidence")
            .field("reading", &self.reading)
            .field("weight", &self.weight)
            .finish_non_exhaustive()
    }
}

/// Gathers frames of one document.
///
/// ```
/// use vidimus_engine::mrz::Fusion;
///
/// let fusion = Fusion::default();
/// assert_eq!(fusion.frames(), 0);
/// assert!(fusion.reading().is_none());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Fusion {
    frames: Vec<Evidence>,
}

impl Fusion {
    /// Takes what a frame shows. A frame that reads quite differently shows another document: it
    /// begins anew.
    pub fn add(&mut self, evidence: Evidence) {
        let other = |known: &Evidence| !alike(&known.reading, &evidence.reading);
        if self.frames.first().is_some_and(other) {
            self.frames.clear();
        }
        let at = self
            .frames
            .partition_point(|known| known.weight >= evidence.weight);
        self.frames.insert(at, evidence);
        self.frames.truncate(MOST_FRAMES);
    }

    /// Number of frames that count.
    #[must_use]
    pub fn frames(&self) -> usize {
        self.frames.len()
    }

    /// The zone as all frames together show it, standing where the best of them has it.
    #[must_use]
    pub fn reading(&self) -> Option<Reading> {
        let decoded = self.decoded()?;
        let mrz = parse(&decoded.lines).ok()?;
        Some(Reading {
            format: decoded.format,
            confidence: decoded.min_posterior(),
            line_confidences: decoded.line_confidences,
            check_digits_valid: mrz.all_check_digits_valid(),
            region: self.frames.first()?.reading.region,
            lines: decoded.lines,
        })
    }

    pub(crate) fn decoded(&self) -> Option<Decoded> {
        let format = self.format()?;
        let frames: Vec<&Evidence> = self
            .frames
            .iter()
            .filter(|frame| frame.reading.format == format)
            .collect();
        let lines = format.layout().lines();
        let places: Vec<Vec<Place>> = (0..lines)
            .map(|line| {
                let looks: Vec<(f32, &[Place])> = frames
                    .iter()
                    .map(|frame| (frame.weight, &frame.places[line][..]))
                    .collect();
                fused(&looks)
            })
            .collect();
        let mut decoded = decode(format, &places).doubted(&places);
        // The frame in which a line fits best tells whether it has that length.
        decoded.line_confidences = (0..lines)
            .map(|line| {
                let own = frames.iter().map(|f| f.reading.line_confidences[line]);
                own.fold(0.0, f32::max)
            })
            .collect();
        Some(decoded)
    }

    /// The format that most of the weight is for.
    fn format(&self) -> Option<Format> {
        let weight = |format: Format| -> f32 {
            let frames = self.frames.iter();
            let own = frames.filter(|frame| frame.reading.format == format);
            own.map(|frame| frame.weight).sum()
        };
        let formats = self.frames.iter().map(|frame| frame.reading.format);
        formats.max_by(|&a, &b| weight(a).total_cmp(&weight(b)))
    }
}

/// Whether two readings are of one document.
fn alike(a: &Reading, b: &Reading) -> bool {
    let places = a.lines.iter().map(String::len).sum::<usize>();
    let same = a
        .lines
        .iter()
        .zip(&b.lines)
        .flat_map(|(a, b)| a.bytes().zip(b.bytes()))
        .filter(|(a, b)| a == b)
        .count();
    same as f32 >= MIN_ALIKE * places as f32
}

#[cfg(test)]
mod tests {
    use super::super::alphabet::{COUNT, index};
    use super::*;
    use crate::region::Region;

    const PASSPORT: [&str; 2] = [
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ];

    /// A frame that shows the passport, but for some characters hidden by glare.
    fn frame(hidden: std::ops::Range<usize>) -> Evidence {
        let place = |(at, c): (usize, u8)| {
            let mut place = [1e-4_f32.ln(); COUNT];
            if hidden.contains(&at) {
                // Glare looks like a filler, not surely.
                place[index(b'<').unwrap()] = 0.5_f32.ln();
            } else {
                place[index(c).unwrap()] = 0.99_f32.ln();
            }
            place
        };
        let lines = PASSPORT.map(|line| line.bytes().enumerate().map(place).collect());
        let places: Vec<Vec<Place>> = lines.into();
        let decoded = decode(Format::Td3, &places);
        Evidence {
            reading: Reading {
                format: Format::Td3,
                lines: decoded.lines.clone(),
                confidence: decoded.min_posterior(),
                line_confidences: decoded.line_confidences,
                check_digits_valid: true,
                region: Region {
                    x: 0,
                    y: 0,
                    width: 1,
                    height: 1,
                },
            },
            places,
            weight: 0.9,
        }
    }

    #[test]
    fn glare_that_wanders_hides_nothing_in_the_end() {
        let mut fusion = Fusion::default();
        for hidden in [5..12, 12..19, 19..26] {
            let single = frame(hidden);
            assert_ne!(single.reading.lines, PASSPORT);
            fusion.add(single);
        }
        assert_eq!(fusion.frames(), 3);
        assert_eq!(fusion.reading().unwrap().lines, PASSPORT);
    }

    #[test]
    fn another_document_begins_anew() {
        let mut fusion = Fusion::default();
        fusion.add(frame(0..0));
        let mut other = frame(0..0);
        other.reading.lines = vec!["<".repeat(44), "<".repeat(44)];
        fusion.add(other);
        assert_eq!(fusion.frames(), 1);
    }
}
