//! The letters of watermarks: Noto Sans Bold (SIL Open Font License 1.1), from the crate `notosans`.

use std::sync::LazyLock;

use ab_glyph::{Font as _, FontRef, PxScaleFont, ScaleFont as _};
use unicode_normalization::UnicodeNormalization as _;

static FONT: LazyLock<FontRef<'static>> = LazyLock::new(|| {
    FontRef::try_from_slice(notosans::BOLD_TTF).expect("the crate's font is well-formed")
});

/// The letters in a size.
pub(super) type Letters = PxScaleFont<&'static FontRef<'static>>;

/// The letters of so many pixels from the highest ascender to the lowest descender.
pub(super) fn letters(height_px: f32) -> Letters {
    let font: &'static FontRef<'static> = &FONT;
    font.into_scaled(height_px)
}

/// Whether every character has a shape, or is a space.
pub(super) fn can_be_drawn(text: &str) -> bool {
    composed(text).all(|character| character == ' ' || FONT.glyph_id(character).0 != 0)
}

/// A text with one character for a letter and its marks, where there is one: shapes are by
/// character.
pub(super) fn composed(text: &str) -> impl Iterator<Item = char> {
    text.nfc()
}

/// Width of a text in pixels.
pub(super) fn width(letters: &Letters, text: &str) -> f32 {
    let mut before = None;
    let mut width = 0.0;
    for character in text.chars() {
        let id = letters.glyph_id(character);
        width += before.map_or(0.0, |before| letters.kern(before, id)) + letters.h_advance(id);
        before = Some(id);
    }
    width
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_greek_and_cyrillic_letters_have_shapes() {
        let ranges = [
            '!'..='~',
            '¡'..='ž',
            'Ș'..='ț',
            'Ḁ'..='ẛ',
            'Ạ'..='ỹ',
            'Ѐ'..='џ',
            'Ґ'..='ҿ',
        ];
        let greek = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏΪΫαβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ";
        let drawn = ranges.into_iter().flatten().chain(greek.chars());
        let missing: String = drawn
            .filter(|c| *c != '\u{ad}' && !can_be_drawn(&c.to_string()))
            .collect();
        assert_eq!(missing, "");
        assert!(can_be_drawn("Zoe\u{308} – “€5” №7"));
        for text in ["王", "محمد", "😀", "a\nb"] {
            assert!(!can_be_drawn(text), "{text}");
        }
    }
}
