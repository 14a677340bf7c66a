//! What a line of text says: our own network for Latin letters
//! (`engine/training/text_recogniser.py`).

use super::layout::TextLine;
use crate::frame::Grey;
use crate::locate::Page;
use crate::model::{Model, ModelError, Tensor};

/// The characters that are read, each by its place; class 0 is blank.
const ALPHABET: &str = include_str!("alphabet.txt");
/// Height of a strip, in pixels, and of a capital in it.
const HEIGHT_PX: usize = 32;
const CAPITAL_PX: f32 = 18.0;
/// The middle between base and top of the capitals, from the strip's upper edge: there is more
/// above capitals than below.
const MIDDLE_PX: f32 = 17.0;
/// How much longer a strip is across than down.
const STRETCH: f32 = 1.25;
/// Air at both ends, in pixels of the strip.
const MARGIN_PX: f32 = 6.0;
/// Pixels of one step of the network's output.
const STEP_PX: f32 = 4.0;
/// Widths are multiples of it, and at most this: longer lines are cut.
const MULTIPLE_PX: usize = 32;
const MAX_WIDTH_PX: usize = 1280;
/// Added to the deviation of a strip's greys, so that noise on bare paper stays small.
const QUIET: f32 = 8.0;

/// A line as it was read. Personal data: not printed by `Debug`.
#[derive(Clone)]
pub(super) struct ReadLine {
    /// Where it stands.
    pub(super) line: TextLine,
    /// What it says.
    pub(super) text: String,
    /// For each character its probability (0 to 1).
    pub(super) probabilities: Vec<f32>,
    /// For each character its middle, in pixels of the page from the left.
    pub(super) places: Vec<f32>,
}

impl std::fmt::Debug for ReadLine {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "ReadLine {{ {} characters }}", self.places.len())
    }
}

/// Reads lines.
pub(super) struct TextReader {
    model: Box<dyn Model>,
    alphabet: Vec<char>,
}

impl TextReader {
    /// Takes the `text-recognition` network.
    pub(super) fn new(model: Box<dyn Model>) -> Self {
        Self {
            model,
            alphabet: ALPHABET.trim_end_matches('\n').chars().collect(),
        }
    }

    /// Reads a line of a page. `grey` is the frame that shows the page.
    pub(super) fn read(
        &self,
        grey: &Grey,
        page: &Page,
        line: &TextLine,
    ) -> Result<ReadLine, ModelError> {
        let (strip, width) = cut(grey, page, line);
        let output = self.model.run(Tensor {
            shape: vec![1, 1, HEIGHT_PX, width],
            data: strip,
        })?;
        let classes = self.alphabet.len() + 1;
        let fits = |output: &Tensor| output.shape.last() == Some(&classes);
        let Some(output) = output.into_iter().next().filter(fits) else {
            return Err(ModelError::Run {
                name: "text-recognition",
                reason: "its output has not the classes of its alphabet".into(),
            });
        };
        Ok(self.decoded(line, &output.data))
    }

    /// The best class of each step, repeats and blanks taken out.
    fn decoded(&self, line: &TextLine, log_probabilities: &[f32]) -> ReadLine {
        let classes = self.alphabet.len() + 1;
        let px_per_step = line.capital / CAPITAL_PX / STRETCH * STEP_PX;
        let first = line.left.0 - MARGIN_PX / STEP_PX * px_per_step;
        let mut read = ReadLine {
            line: line.clone(),
            text: String::new(),
            probabilities: vec![],
            places: vec![],
        };
        let mut before = 0;
        for (step, row) in log_probabilities.chunks_exact(classes).enumerate() {
            let best = (0..classes)
                .max_by(|&a, &b| row[a].total_cmp(&row[b]))
                .unwrap_or(0);
            let probability = row[best].exp();
            if best != 0 && best == before {
                // A character that several steps show is as sure as the surest of them.
                if let Some(last) = read.probabilities.last_mut() {
                    *last = last.max(probability);
                }
            } else if best != 0 {
                read.text.push(self.alphabet[best - 1]);
                read.probabilities.push(probability);
                read.places.push(first + (step as f32 + 0.5) * px_per_step);
            }
            before = best;
        }
        read.trimmed()
    }
}

impl ReadLine {
    fn trimmed(mut self) -> Self {
        let leading = self.text.chars().take_while(|c| *c == ' ').count();
        let trailing = self.text.chars().rev().take_while(|c| *c == ' ').count();
        let kept = leading..(self.places.len() - trailing).max(leading);
        self.text = self.text.trim().to_owned();
        self.probabilities = self.probabilities[kept.clone()].to_vec();
        self.places = self.places[kept].to_vec();
        self
    }
}

/// The greys along a line, normalised, and the width of the strip.
fn cut(grey: &Grey, page: &Page, line: &TextLine) -> (Vec<f32>, usize) {
    let down = line.capital / CAPITAL_PX;
    let across = down / STRETCH;
    let wanted = (line.length() / across + 2.0 * MARGIN_PX) as usize;
    let width = wanted.div_ceil(MULTIPLE_PX) * MULTIPLE_PX;
    let width = width.clamp(2 * MULTIPLE_PX, MAX_WIDTH_PX);
    let slope = (line.right.1 - line.left.1) / line.length().max(1.0);
    let mut strip = vec![0.0; width * HEIGHT_PX];
    for (at, value) in strip.iter_mut().enumerate() {
        let along = ((at % width) as f32 + 0.5 - MARGIN_PX) * across;
        let off = ((at / width) as f32 + 0.5 - MIDDLE_PX) * down;
        let place = (
            line.left.0 + along - slope * off,
            line.left.1 + slope * along + off,
        );
        let (x, y) = page.to_frame(place);
        *value = grey.at(x - 0.5, y - 0.5);
    }
    normalise(&mut strip);
    (strip, width)
}

fn normalise(strip: &mut [f32]) {
    let count = strip.len() as f32;
    let mean = strip.iter().sum::<f32>() / count;
    let variance = strip.iter().map(|v| (v - mean) * (v - mean)).sum::<f32>() / count;
    let scale = 1.0 / (variance.sqrt() + QUIET);
    for value in strip {
        *value = (*value - mean) * scale;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Nothing;

    impl Model for Nothing {
        fn run(&self, _: Tensor) -> Result<Vec<Tensor>, ModelError> {
            Ok(vec![])
        }
    }

    #[test]
    fn repeats_and_blanks_are_taken_out() {
        let reader = TextReader::new(Box::new(Nothing));
        let classes = reader.alphabet.len() + 1;
        let class = |c: char| reader.alphabet.iter().position(|own| *own == c).unwrap() + 1;
        let shown = [' ', 'A', 'A', '_', 'A', 'b', ' '];
        let mut rows = vec![-9.0; classes * shown.len()];
        for (step, character) in shown.into_iter().enumerate() {
            let class = if character == '_' {
                0
            } else {
                class(character)
            };
            rows[step * classes + class] = -0.1;
        }
        let line = TextLine {
            left: (100.0, 50.0),
            right: (160.0, 50.0),
            capital: 18.0,
        };
        let read = reader.decoded(&line, &rows);
        assert_eq!(read.text, "AAb");
        assert_eq!(read.probabilities.len(), 3);
        assert!(read.places.is_sorted() && read.places[0] > 95.0);
    }

    #[test]
    fn every_character_has_one_class() {
        let mut alphabet: Vec<char> = ALPHABET.trim_end_matches('\n').chars().collect();
        let count = alphabet.len();
        alphabet.sort_unstable();
        alphabet.dedup();
        assert_eq!(alphabet.len(), count);
        for character in "AZaz09 ÄÖÜßÆØÅÇÑÞÐŁŠŽĄĘĢĶĻŅŪİıĞŞŐŰ".chars() {
            assert!(alphabet.contains(&character), "{character}");
        }
    }
}
