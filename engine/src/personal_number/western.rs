//! Numbers of the western and southern states of the European Union.

use super::birth::{Birth, Year};
use super::check_digit::{luhn, weighted};
use super::{PersonalNumber, Sex, digits, number, pair};

/// The Netherlands: burgerservicenummer.
pub(super) fn bsn(text: &str) -> Option<PersonalNumber> {
    let digits: [u8; 9] = digits(text)?;
    let sum = weighted(&digits, &[9, 8, 7, 6, 5, 4, 3, 2]);
    // The last digit has the weight -1, which is 10 modulo 11.
    let agrees = (sum + 10 * u32::from(digits[8])).is_multiple_of(11);
    Some(PersonalNumber::bare("BSN", agrees))
}

/// Belgium: rijksregisternummer, `YYMMDDNNNCC`. The check digits of those born since 2000 are
/// computed with a 2 before the number, so that they tell the century. The bis number of those not
/// registered has 40 added to the month, or 20 where the sex was not known.
pub(super) fn rijksregisternummer(text: &str) -> Option<PersonalNumber> {
    let digits: [u8; 11] = digits(text)?;
    let (head, check) = (number(&digits[..9]), number(&digits[9..]));
    let agrees = |number: u64| 97 - number % 97 == check;
    let (year, month) = (pair(&digits, 0), pair(&digits, 2));
    let (is_valid, year) = match (agrees(head), agrees(2_000_000_000 + head)) {
        (true, _) => (true, Year::of(1900, year)),
        (_, true) => (true, Year::of(2000, year)),
        _ => (false, Year::OfCentury(year)),
    };
    let (month, knows_sex) = match month {
        20..40 => (month - 20, false),
        40.. => (month - 40, true),
        _ => (month, true),
    };
    Some(PersonalNumber {
        name: "rijksregisternummer",
        check_digits: Some(is_valid),
        birth: Birth::new(year, month, pair(&digits, 4)),
        sex: knows_sex.then(|| Sex::male_if(digits[8] % 2 == 1)),
    })
}

/// The check letter of Spanish numbers.
fn spanish_letter(number: u64) -> u8 {
    b"TRWAGMYFPDXBNJZSQVHLCKE"[(number % 23) as usize]
}

/// Spain: número del documento nacional de identidad, eight digits and a letter.
pub(super) fn dni(text: &str) -> Option<PersonalNumber> {
    let (head, letter) = text.split_at_checked(8)?;
    let head: [u8; 8] = digits(head)?;
    let &[letter @ b'A'..=b'Z'] = letter.as_bytes() else {
        return None;
    };
    let agrees = spanish_letter(number(&head)) == letter;
    Some(PersonalNumber::bare("DNI", agrees))
}

/// Spain: número de identidad de extranjero, `X`, `Y` or `Z` for 0, 1 or 2 and as before.
pub(super) fn nie(text: &str) -> Option<PersonalNumber> {
    let head = match text.as_bytes().first()? {
        letter @ b'X'..=b'Z' => letter - b'X',
        _ => return None,
    };
    let as_dni = dni(&format!("{head}{}", text.get(1..)?))?;
    Some(PersonalNumber {
        name: "NIE",
        ..as_dni
    })
}

/// Portugal: número de documento of the cartão de cidadão, nine digits, two letters or digits and
/// a check digit.
pub(super) fn cartao(text: &str) -> Option<PersonalNumber> {
    let bytes: [u8; 12] = text.as_bytes().try_into().ok()?;
    let is_digit = |at: usize| bytes[at].is_ascii_digit();
    if !(0..9).chain([11]).all(is_digit) {
        return None;
    }
    let values = bytes.map(|byte| match byte {
        b'A'..=b'Z' => byte - b'A' + 10,
        _ => byte - b'0',
    });
    Some(PersonalNumber::bare("número de documento", luhn(&values)))
}

/// Portugal: número de identificação fiscal; the número de identificação civil with its check
/// digit has the same rule.
pub(super) fn nif(text: &str) -> Option<PersonalNumber> {
    let digits: [u8; 9] = digits(text)?;
    let check = match 11 - weighted(&digits, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11 {
        10.. => 0,
        check => check,
    };
    Some(PersonalNumber::bare("NIF", check == u32::from(digits[8])))
}

/// Italy: codice fiscale, `AAAAAAYYMDDANNNA`, women with 40 added to the day. Where two people
/// would have the same one, letters stand for some of the digits.
pub(super) fn codice_fiscale(text: &str) -> Option<PersonalNumber> {
    const MONTHS: &[u8; 12] = b"ABCDEHLMPRST";
    const FOR_DIGITS: &[u8; 10] = b"LMNPQRSTUV";
    let bytes: [u8; 16] = text.as_bytes().try_into().ok()?;
    let letters = [0, 1, 2, 3, 4, 5, 8, 11, 15];
    let digit = |at: usize| match bytes[at] {
        digit @ b'0'..=b'9' => Some(digit - b'0'),
        letter => FOR_DIGITS
            .iter()
            .position(|&own| own == letter)
            .map(|place| place as u8),
    };
    if !letters.iter().all(|&at| bytes[at].is_ascii_uppercase()) {
        return None;
    }
    for at in 12..15 {
        digit(at)?;
    }
    let year = 10 * digit(6)? + digit(7)?;
    let day = 10 * digit(9)? + digit(10)?;
    let month = MONTHS.iter().position(|&month| month == bytes[8])? as u8 + 1;
    let (day, sex) = match day {
        41.. => (day - 40, Sex::Female),
        _ => (day, Sex::Male),
    };
    Some(PersonalNumber {
        name: "codice fiscale",
        check_digits: Some(italian_letter(&bytes[..15]) == bytes[15]),
        birth: Birth::new(Year::OfCentury(year), month, day),
        sex: Some(sex),
    })
}

/// The check letter of a codice fiscale: at every other place, from the first, a character counts
/// by a table; at the rest by its rank.
fn italian_letter(bytes: &[u8]) -> u8 {
    const TABLE: [u8; 26] = [
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24,
        23,
    ];
    let value = |(place, &byte): (usize, &u8)| {
        let rank = match byte {
            b'A'..=b'Z' => byte - b'A',
            _ => byte - b'0',
        };
        u32::from(if place.is_multiple_of(2) {
            TABLE[usize::from(rank)]
        } else {
            rank
        })
    };
    let sum: u32 = bytes.iter().enumerate().map(value).sum();
    b'A' + (sum % 26) as u8
}

/// Greece: AMKA, `DDMMYYNNNNC`.
pub(super) fn amka(text: &str) -> Option<PersonalNumber> {
    let digits: [u8; 11] = digits(text)?;
    Some(PersonalNumber {
        name: "AMKA",
        check_digits: Some(luhn(&digits)),
        birth: Birth::new(
            Year::OfCentury(pair(&digits, 4)),
            pair(&digits, 2),
            pair(&digits, 0),
        ),
        sex: Some(Sex::male_if(digits[9] % 2 == 1)),
    })
}
