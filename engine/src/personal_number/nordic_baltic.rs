//! Numbers of the Nordic and the Baltic states.

use super::birth::{Birth, Year};
use super::check_digit::{luhn, weighted};
use super::{PersonalNumber, Sex, digits, number, pair};

/// Norway: fødselsnummer, `DDMMYYNNNCC`. The D-number of foreigners has 40 added to the day, the
/// H-number of hospitals to the month. The century follows from `NNN` and the year.
pub(super) fn fodselsnummer(text: &str) -> Option<PersonalNumber> {
    let digits: [u8; 11] = digits(text)?;
    // A remainder of 1 would need a check digit of 10: such numbers are not given.
    let agrees = |at: usize, weights: &[u32]| {
        (11 - weighted(&digits, weights) % 11) % 11 == u32::from(digits[at])
    };
    let (day, month, year) = (pair(&digits, 0), pair(&digits, 2), pair(&digits, 4));
    let (day, is_d_number) = match day {
        41.. => (day - 40, true),
        _ => (day, false),
    };
    let month = if month > 40 { month - 40 } else { month };
    let century = match (number(&digits[6..9]), year) {
        (0..500, _) | (900.., 40..) => Some(1900),
        (500..750, 54..) => Some(1800),
        (500.., 0..40) => Some(2000),
        _ => None,
    };
    Some(PersonalNumber {
        name: if is_d_number {
            "D-nummer"
        } else {
            "fødselsnummer"
        },
        check_digits: Some(
            agrees(9, &[3, 7, 6, 1, 8, 9, 4, 5, 2]) && agrees(10, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]),
        ),
        birth: century.and_then(|century| Birth::new(Year::of(century, year), month, day)),
        sex: Some(Sex::male_if(digits[8] % 2 == 1)),
    })
}

/// Sweden: personnummer, `YYMMDDNNNC` or with four digits of the year; the samordningsnummer of
/// those not registered has 60 added to the day, which may be unknown. A `+` says that the holder
/// is over a hundred, which tells no century without a clock.
pub(super) fn personnummer(text: &str) -> Option<PersonalNumber> {
    let (century, ten) = match text.len() {
        12 => (Some(text.get(..2)?.parse::<i16>().ok()?), text.get(2..)?),
        _ => (None, text),
    };
    let digits: [u8; 10] = digits(ten)?;
    let (year, month, day) = (pair(&digits, 0), pair(&digits, 2), pair(&digits, 4));
    let year = match century {
        Some(century) => Year::of(100 * century, year),
        None => Year::OfCentury(year),
    };
    let (name, day) = match day {
        60.. => ("samordningsnummer", day - 60),
        _ => ("personnummer", day),
    };
    Some(PersonalNumber {
        name,
        check_digits: Some(luhn(&digits)),
        birth: Birth::new(year, month, day),
        sex: Some(Sex::male_if(digits[8] % 2 == 1)),
    })
}

/// Denmark: CPR number, `DDMMYYNNNN`. Since 2007 numbers are given that do not fit the modulus,
/// so that it proves nothing. The century follows from the seventh digit and the year.
pub(super) fn cpr(text: &str) -> Option<PersonalNumber> {
    let digits: [u8; 10] = digits(text)?;
    let year = pair(&digits, 4);
    let century = match (digits[6], year) {
        (0..=3, _) | (4 | 9, 37..) => 1900,
        (4 | 9, _) | (5..=8, 0..58) => 2000,
        _ => 1800,
    };
    Some(PersonalNumber {
        name: "CPR",
        check_digits: None,
        birth: Birth::new(Year::of(century, year), pair(&digits, 2), pair(&digits, 0)),
        sex: Some(Sex::male_if(digits[9] % 2 == 1)),
    })
}

/// Finland: henkilötunnus, `DDMMYYsNNNC`, its sign `s` telling the century; since 2023 each
/// century has several. Zones have a filler for `-` as for `+`, and readers lose either.
pub(super) fn henkilotunnus(text: &str, printed: &str) -> Option<PersonalNumber> {
    const CHECKS: &[u8; 31] = b"0123456789ABCDEFHJKLMNPRSTUVWXY";
    let (date, rest) = text.split_at_checked(6)?;
    let letter = rest.starts_with(|c: char| c.is_ascii_alphabetic());
    let (own, check) = rest.split_at_checked(if letter { 4 } else { 3 })?;
    let date: [u8; 6] = digits(date)?;
    let own: [u8; 3] = digits(&own[usize::from(letter)..])?;
    let &[check] = check.as_bytes() else {
        return None;
    };
    let century = match rest.bytes().next()? {
        b'A'..=b'F' => Some(2000),
        b'U'..=b'Y' => Some(1900),
        b'0'..=b'9' if printed.contains('+') => Some(1800),
        b'0'..=b'9' if printed.contains('-') => Some(1900),
        b'0'..=b'9' => None,
        _ => return None,
    };
    let year = pair(&date, 4);
    let remainder = (1000 * number(&date) + number(&own)) % 31;
    Some(PersonalNumber {
        name: "henkilötunnus",
        check_digits: Some(CHECKS[remainder as usize] == check),
        birth: Birth::new(
            century.map_or(Year::OfCentury(year), |century| Year::of(century, year)),
            pair(&date, 2),
            pair(&date, 0),
        ),
        sex: Some(Sex::male_if(own[2] % 2 == 1)),
    })
}

/// Iceland: kennitala, `DDMMYYNNPC`, `C` telling the century. Since 18 February 2026 numbers are
/// given without a computed check digit `P` (Þjóðskrá, "Kennitölur án vartölu"), so that it proves
/// nothing. Companies have 40 added to the day; numbers that begin with 8 or 9 are given to people
/// who are not registered and tell no birth.
pub(super) fn kennitala(text: &str) -> Option<PersonalNumber> {
    let digits: [u8; 10] = digits(text)?;
    let century = match (digits[0], digits[9]) {
        (4..=7, _) => return None,
        (8 | 9, _) => None,
        (_, 8) => Some(1800),
        (_, 9) => Some(1900),
        (_, 0) => Some(2000),
        _ => return None,
    };
    Some(PersonalNumber {
        name: "kennitala",
        check_digits: None,
        birth: century.and_then(|century| {
            Birth::new(
                Year::of(century, pair(&digits, 4)),
                pair(&digits, 2),
                pair(&digits, 0),
            )
        }),
        sex: None,
    })
}

/// Estonia and Lithuania: `GYYMMDDNNNC`, `G` telling century and sex; Lithuania's 9 tells neither.
pub(super) fn isikukood(name: &'static str, text: &str) -> Option<PersonalNumber> {
    let digits: [u8; 11] = digits(text)?;
    let century = match digits[0] {
        0 => return None,
        9 => None,
        head => Some(1800 + 100 * i16::from((head - 1) / 2)),
    };
    let sum = |weights: &[u32; 10]| weighted(&digits, weights) % 11;
    let check = match sum(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) {
        10 => sum(&[3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 10,
        check => check,
    };
    Some(PersonalNumber {
        name,
        check_digits: Some(check == u32::from(digits[10])),
        birth: century.and_then(|century| {
            Birth::new(
                Year::of(century, pair(&digits, 1)),
                pair(&digits, 3),
                pair(&digits, 5),
            )
        }),
        sex: century.map(|_| Sex::male_if(digits[0] % 2 == 1)),
    })
}

/// Latvia: personas kods, `DDMMYY-CNNNX`, `C` telling the century. Those given since July 2017
/// begin with 32 to 39 and tell nothing.
pub(super) fn personas_kods(text: &str) -> Option<PersonalNumber> {
    const NAME: &str = "personas kods";
    let digits: [u8; 11] = digits(text)?;
    let century = match (pair(&digits, 0), digits[6]) {
        (32..40, _) => {
            return Some(PersonalNumber {
                name: NAME,
                check_digits: None,
                birth: None,
                sex: None,
            });
        }
        (0..32, century @ 0..=2) => 1800 + 100 * i16::from(century),
        _ => return None,
    };
    let sum = weighted(&digits, &[10, 5, 8, 4, 2, 1, 6, 3, 7, 9]);
    Some(PersonalNumber {
        name: NAME,
        check_digits: Some((sum + 1) % 11 % 10 == u32::from(digits[10])),
        birth: Birth::new(
            Year::of(century, pair(&digits, 4)),
            pair(&digits, 2),
            pair(&digits, 0),
        ),
        sex: None,
    })
}
