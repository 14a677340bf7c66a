//! What a line of text says: our own network for Latin letters
//! (`engine/training/text_recogniser.py`).

use std::ops::Range;

use super::evidence::Evidence;
use super::latin::bare_letter;
use super::lines::TextLine;
use super::second_look::Back;
use crate::frame::{Grey, normalise};
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
/// From this probability on of each character, a line is clear.
const CLEAR: f32 = 0.85;
/// What is not is read again with its capitals taken for so much larger.
const OTHER_SIZES: [f32; 2] = [0.87, 1.15];

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
    /// For each character the steps that show it.
    pub(super) steps: Vec<Range<usize>>,
    /// What the steps may show besides.
    pub(super) evidence: Evidence,
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

    /// Other readings of a line that is in doubt: the height of its capitals is an estimate, and
    /// larger or smaller they may be read as another zone has them.
    pub(super) fn read_again(
        &self,
        grey: &Grey,
        page: &Page,
        first: &ReadLine,
    ) -> Result<Vec<ReadLine>, ModelError> {
        if first.probabilities.iter().all(|&p| p >= CLEAR) {
            return Ok(vec![]);
        }
        let sizes = OTHER_SIZES.iter().map(|times| TextLine {
            capital: first.line.capital * times,
            ..first.line.clone()
        });
        sizes.map(|line| self.read(grey, page, &line)).collect()
    }

    /// The best class of each step, repeats and blanks taken out. Steps side by side that show
    /// characters which look alike show one character: the one that they make likeliest together.
    fn decoded(&self, line: &TextLine, log_probabilities: &[f32]) -> ReadLine {
        let classes = self.alphabet.len() + 1;
        let px_per_step = line.capital / CAPITAL_PX / STRETCH * STEP_PX;
        let first = line.left.0 - MARGIN_PX / STEP_PX * px_per_step;
        let mut read = ReadLine {
            line: line.clone(),
            text: String::new(),
            probabilities: vec![],
            places: vec![],
            steps: vec![],
            evidence: Evidence::of(log_probabilities, &self.alphabet),
        };
        let mut run: Vec<&[f32]> = Vec::new();
        let mut shape = None;
        for (step, row) in log_probabilities.chunks_exact(classes).enumerate() {
            let best = best(row);
            let next = (best != 0).then(|| look(self.alphabet[best - 1]));
            if next != shape {
                self.close(&mut run, &mut read);
                if next.is_some() {
                    read.places.push(first + (step as f32 + 0.5) * px_per_step);
                    read.steps.push(step..step);
                }
            }
            if next.is_some() {
                run.push(row);
                if let Some(own) = read.steps.last_mut() {
                    own.end = step + 1;
                }
            }
            shape = next;
        }
        self.close(&mut run, &mut read);
        read.trimmed()
    }

    /// The character that a run of steps shows.
    fn close(&self, run: &mut Vec<&[f32]>, read: &mut ReadLine) {
        let likeliest = run.iter().map(|row| best(row)).max_by(|&a, &b| {
            let together = |class: usize| run.iter().map(|row| row[class].exp()).sum::<f32>();
            together(a).total_cmp(&together(b))
        });
        if let Some(class) = likeliest {
            // A character that several steps show is as sure as the surest of them.
            let surest = run.iter().map(|row| row[class]).fold(f32::MIN, f32::max);
            read.text.push(self.alphabet[class - 1]);
            read.probabilities.push(surest.exp());
        }
        run.clear();
    }
}

fn best(row: &[f32]) -> usize {
    let classes = (0..row.len()).max_by(|&a, &b| row[a].total_cmp(&row[b]));
    classes.unwrap_or(0)
}

/// What a character looks like: of those that look alike the same. Narrow ones are not among
/// them: `il` stands in two steps side by side.
fn look(character: char) -> char {
    match bare_letter(character) {
        'O' | 'o' | 'Q' | '0' => '0',
        'S' | 's' | '5' => '5',
        'Z' | 'z' | '2' => '2',
        'B' | '8' => '8',
        other => other.to_ascii_uppercase(),
    }
}

impl ReadLine {
    /// The same in pixels of the page as it was looked at first.
    pub(super) fn told(mut self, back: Back) -> Self {
        let line = &mut self.line;
        (line.left, line.right) = (back.point(line.left), back.point(line.right));
        line.capital *= back.scale.1;
        for place in &mut self.places {
            *place = back.x(*place);
        }
        self
    }

    fn trimmed(mut self) -> Self {
        let leading = self.text.chars().take_while(|c| *c == ' ').count();
        let trailing = self.text.chars().rev().take_while(|c| *c == ' ').count();
        let kept = leading..(self.places.len() - trailing).max(leading);
        self.text = self.text.trim().to_owned();
        self.probabilities = self.probabilities[kept.clone()].to_vec();
        self.places = self.places[kept.clone()].to_vec();
        self.steps = self.steps[kept].to_vec();
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

#[cfg(test)]
impl ReadLine {
    /// A text that was surely read, 10 pixels a character.
    pub(super) fn shown(text: &str, left: f32, middle: f32) -> Self {
        let count = text.chars().count();
        Self {
            line: TextLine {
                left: (left, middle),
                right: (left + 10.0 * count as f32, middle),
                capital: 14.0,
            },
            text: text.to_owned(),
            probabilities: vec![0.98; count],
            places: (0..count).map(|at| left + 10.0 * at as f32).collect(),
            steps: (0..count).map(|at| 2 * at..2 * at + 1).collect(),
            evidence: Evidence::shown(text, &[]),
        }
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
    fn steps_that_waver_between_look_alikes_show_one_character() {
        let reader = TextReader::new(Box::new(Nothing));
        let classes = reader.alphabet.len() + 1;
        let class = |c: char| reader.alphabet.iter().position(|own| *own == c).unwrap() + 1;
        let mut rows = vec![-9.0; classes * 5];
        for (step, (first, second)) in [('0', 'O'), ('0', 'O'), ('O', '0')].into_iter().enumerate()
        {
            rows[step * classes + class(first)] = -0.5;
            rows[step * classes + class(second)] = -1.0;
        }
        rows[3 * classes + class('i')] = -0.1;
        rows[4 * classes + class('l')] = -0.1;
        let line = TextLine {
            left: (100.0, 50.0),
            right: (160.0, 50.0),
            capital: 18.0,
        };
        assert_eq!(reader.decoded(&line, &rows).text, "0il");
    }

    #[test]
    fn a_line_read_on_a_larger_page_is_told_in_pixels_of_the_smaller() {
        let told = ReadLine::shown("ANNA", 100.0, 50.0).told(Back {
            scale: (0.5, 0.8),
            corner: (0.0, -8.0),
        });
        let line = &told.line;
        assert_eq!((line.left, line.right), ((50.0, 32.0), (70.0, 32.0)));
        assert!((line.capital - 11.2).abs() < 1e-4);
        assert_eq!(told.places, [50.0, 55.0, 60.0, 65.0]);
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
