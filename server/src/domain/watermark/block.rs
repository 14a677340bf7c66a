//! The text of a watermark, set in lines.

use vidimus_api::Watermark;

use super::font::{Letters, composed, letters, width};
use super::ink::Ink;

/// Height of letters in a picture, by its shorter side: what is tried first, and the least.
const LARGEST: f32 = 0.062;
const SMALLEST: f32 = 0.026;
/// Letters that are lower cannot be read.
const LEGIBLE_PX: f32 = 12.0;
/// Letters are drawn no higher than that, and enlarged in larger pictures: their edges are soft
/// anyway, and the time for drawing grows with the fourth power of the height.
const LARGEST_DRAWN_PX: f32 = 64.0;
/// Width of lines that is tried first, in heights of letters.
const NARROW: f32 = 11.0;
/// Most of a picture that a block should take: of its longer side in width, of its shorter in height.
const WIDEST: f32 = 0.6;
const HIGHEST: f32 = 0.26;
/// Height of the description and the date beside the title's.
const BODY: f32 = 0.85;
/// Least space between copies of a short line, in heights of its letters.
const BETWEEN_COPIES: f32 = 1.0;
/// Width of the edge, in heights of letters, and the least.
const EDGE: f32 = 0.055;
const THINNEST_EDGE_PX: f32 = 0.8;

/// A text set in lines, to be repeated.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) ink: Ink,
    /// Pixels of the picture for one of `ink`.
    pub(super) scale: f32,
    /// Height of the title's letters in pixels of `ink`.
    pub(super) letter_px: f32,
}

impl Block {
    /// Sets a watermark for a picture of this size: in letters as large as can be, so that the block
    /// still fits several times.
    pub(super) fn set(watermark: &Watermark, (picture_width, picture_height): (u32, u32)) -> Self {
        let shorter = picture_width.min(picture_height) as f32;
        let longer = picture_width.max(picture_height) as f32;
        let smallest = (shorter * SMALLEST).max(LEGIBLE_PX);
        let mut letter_px = (shorter * LARGEST).max(smallest);
        let lines = loop {
            let room = shorter * HIGHEST;
            let widest = longer * WIDEST;
            let narrow = set_lines(watermark, letter_px, (letter_px * NARROW).min(widest));
            let wide = || set_lines(watermark, letter_px, widest);
            let lines = Some(narrow).filter(|lines| height(lines) <= room);
            let lines = lines.unwrap_or_else(wide);
            if height(&lines) <= room || letter_px <= smallest {
                break lines;
            }
            letter_px = (letter_px * 0.9).max(smallest);
        };
        let drawn_px = letter_px.min(LARGEST_DRAWN_PX);
        Self {
            ink: drawn(
                &lines,
                drawn_px / letter_px,
                (drawn_px * EDGE).max(THINNEST_EDGE_PX),
            ),
            scale: letter_px / drawn_px,
            letter_px: drawn_px,
        }
    }
}

/// A line of text.
struct Line {
    text: String,
    letter_px: f32,
    width: f32,
}

impl Line {
    /// How often the line stands in a block of this width: beside a short line there would be room
    /// to cut out a part of the picture without any text.
    fn copies(&self, widest: f32) -> usize {
        let between = self.letter_px * BETWEEN_COPIES;
        (((widest + between) / (self.width + between)) as usize).max(1)
    }
}

fn height(lines: &[Line]) -> f32 {
    lines.iter().map(|line| line.letter_px).sum()
}

fn set_lines(watermark: &Watermark, letter_px: f32, widest: f32) -> Vec<Line> {
    let parts = [
        (&watermark.title, letter_px),
        (&watermark.description, letter_px * BODY),
        (&watermark.date, letter_px * BODY),
    ];
    let set = parts.into_iter().flat_map(|(text, letter_px)| {
        let font = letters(letter_px);
        balanced(text, widest, &font)
            .into_iter()
            .map(move |text| Line {
                width: width(&font, &text),
                text,
                letter_px,
            })
    });
    set.collect()
}

/// Breaks a text into lines of about one length: as many as there must be, in no more width than
/// they need.
fn balanced(text: &str, widest: f32, font: &Letters) -> Vec<String> {
    let mut lines = wrapped(text, widest, font);
    let words = text.split_whitespace().map(|word| width(font, word));
    let mut narrower = widest;
    let least = words.fold(0.0, f32::max);
    while lines.len() > 1 {
        narrower *= 0.95;
        let closer = wrapped(text, narrower, font);
        if narrower < least || closer.len() > lines.len() {
            break;
        }
        lines = closer;
    }
    lines
}

/// Breaks a text between words, and words that are wider than a line.
fn wrapped(text: &str, widest: f32, font: &Letters) -> Vec<String> {
    let text: String = composed(text).collect();
    let mut lines = vec![];
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if width(font, &longer) <= widest {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for character in word.chars() {
            line.push(character);
            if width(font, &line) > widest && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::take(&mut line));
                line.push(character);
            }
        }
    }
    lines.push(line);
    lines.retain(|line| !line.is_empty());
    lines
}

fn drawn(lines: &[Line], scale: f32, edge_px: f32) -> Ink {
    let margin = edge_px.ceil() + 1.0;
    let widest = lines.iter().map(|line| line.width).fold(0.0, f32::max);
    let full_height = height(lines) * scale;
    let mut ink = Ink::new(
        (widest * scale + 2.0 * margin).ceil() as usize,
        (full_height + 2.0 * margin).ceil() as usize,
    );
    let mut top = margin;
    for line in lines {
        let font = letters(line.letter_px * scale);
        let copies = line.copies(widest);
        let room = widest / copies as f32;
        for copy in 0..copies {
            let left = room * copy as f32 + (room - line.width) / 2.0;
            ink.write(&line.text, &font, (margin + left * scale, top));
        }
        top += line.letter_px * scale;
    }
    ink.outline(edge_px);
    ink
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watermark(description: &str) -> Watermark {
        Watermark {
            title: "MyCompany".to_owned(),
            description: description.to_owned(),
            date: "2024-01-10".to_owned(),
        }
    }

    #[test]
    fn lines_are_no_wider_than_asked_and_lose_nothing() {
        let font = letters(20.0);
        let long = "Donaudampfschifffahrtsgesellschaftskapitän";
        for text in ["Loan", "copy for a loan only", long, "a  b\tc"] {
            let lines = wrapped(text, 90.0, &font);
            assert!(
                lines.iter().all(|line| width(&font, line) <= 90.0),
                "{lines:?}"
            );
            let squeezed = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(squeezed(&lines.concat()), squeezed(text));
        }
        assert_eq!(wrapped("for a loan", 500.0, &font), ["for a loan"]);
        let widest = width(&font, "for the opening of an account");
        let sentence = "for the opening of an account only";
        let full = wrapped(sentence, widest, &font);
        assert_eq!(full, ["for the opening of an account", "only"]);
        let even = balanced(sentence, widest, &font);
        assert_eq!(even, ["for the opening of", "an account only"]);
        assert_eq!(wrapped("e\u{301}", 500.0, &font), ["é"]);
    }

    #[test]
    fn letters_are_as_large_as_the_picture_and_the_text_let_them() {
        let letter_px = |description: &str, size| {
            let block = Block::set(&watermark(description), size);
            block.letter_px * block.scale
        };
        let short = letter_px("Loan", (1080, 760));
        let long = letter_px(&"identification of a customer ".repeat(6), (1080, 760));
        assert!(long < short, "{long} {short}");
        assert!(long >= 760.0 * SMALLEST);
        let doubled = letter_px("Loan", (2160, 1520));
        assert!((doubled / short - 2.0).abs() < 0.01, "{doubled} {short}");
        assert!(letter_px("Loan", (250, 120)) >= LEGIBLE_PX);
    }

    #[test]
    fn a_block_of_any_text_fits_the_picture() {
        for size in [(250, 120), (1080, 760), (760, 1080), (5000, 3000)] {
            for description in ["Loan", &"customer ".repeat(20)] {
                let block = Block::set(&watermark(description), size);
                let width = block.ink.width as f32 * block.scale;
                assert!(width <= size.0.max(size.1) as f32 * 0.7, "{size:?} {width}");
            }
        }
    }
}
