//! The 37 characters of a machine-readable zone and their check-digit values.

/// The characters in the order of their index: filler, digits, letters.
pub const CHARACTERS: &[u8; 37] = b"<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Number of characters.
pub const COUNT: usize = CHARACTERS.len();

/// Index of the filler `<`.
pub const FILLER: usize = 0;

/// Index of a character; `None` for one that no zone contains.
#[must_use]
pub fn index(character: u8) -> Option<usize> {
    match character {
        b'<' => Some(0),
        b'0'..=b'9' => Some(1 + usize::from(character - b'0')),
        b'A'..=b'Z' => Some(11 + usize::from(character - b'A')),
        _ => None,
    }
}

/// Value in check digits: `0`-`9` as they are, `A` = 10 to `Z` = 35, filler 0
/// (ICAO 9303-3 §4.9).
#[must_use]
pub fn value(index: usize) -> u32 {
    index.saturating_sub(1) as u32
}

/// The check digit of some characters: weights 7, 3, 1 repeating, sum modulo 10
/// (ICAO 9303-3 §4.9). `None` when a character does not belong in a zone.
#[must_use]
pub fn check_digit(characters: impl IntoIterator<Item = u8>) -> Option<u8> {
    let mut sum = 0;
    for (place, character) in characters.into_iter().enumerate() {
        sum += value(index(character)?) * weight(place);
    }
    Some(b'0' + (sum % 10) as u8)
}

/// Weight of the `place`-th character of a check digit's data.
#[must_use]
pub fn weight(place: usize) -> u32 {
    [7, 3, 1][place % 3]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn index_and_character_are_inverse() {
        for (i, &c) in CHARACTERS.iter().enumerate() {
            assert_eq!(index(c), Some(i));
        }
        assert_eq!(index(b'a'), None);
        assert_eq!(index(b' '), None);
    }

    #[test]
    fn check_digits_of_the_icao_specimen() {
        // ICAO 9303-4, the specimen of Utopia.
        for (data, digit) in [
            ("L898902C3", b'6'),
            ("740812", b'2'),
            ("120415", b'9'),
            ("ZE184226B<<<<<", b'1'),
            ("L898902C3674081221204159ZE184226B<<<<<1", b'0'),
        ] {
            assert_eq!(check_digit(data.bytes()), Some(digit), "{data}");
        }
        assert_eq!(check_digit(*b"a"), None);
    }
}
