//! Numbers of the central and eastern states.

use super::birth::{Birth, Year};
use super::check_digit::{mod_11_10, weighted};
use super::{PersonalNumber, Sex, digits, number, pair};

/// Poland: PESEL, `YYMMDDNNNNC`. Centuries have 80, 0, 20, 40 or 60 added to the month, from the
/// 19th on.
pub(super) fn pesel(text: &str) -> Option<PersonalNumber> {
    let digits: [u8; 11] = digits(text)?;
    let sum = weighted(&digits, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3]);
    let (year, month) = (pair(&digits, 0), pair(&digits, 2));
    let century = match month / 20 {
        4 => 1800,
        later => 1900 + 100 * i16::from(later),
    };
    Some(PersonalNumber {
        name: "PESEL",
        check_digits: Some((10 - sum % 10) % 10 == u32::from(digits[10])),
        birth: Birth::new(Year::of(century, year), month % 20, pair(&digits, 4)),
        sex: Some(Sex::male_if(digits[9] % 2 == 1)),
    })
}

/// Czechia and Slovakia: rodné číslo, `YYMMDD/NNNC`. Women have 50 added to the month; since 2004
/// 20 more where a day's numbers are used up. Numbers given until 1953 lack the check digit.
pub(super) fn rodne_cislo(text: &str) -> Option<PersonalNumber> {
    let (date, check_digits) = if text.len() == 9 {
        let [date @ .., _, _, _] = digits::<9>(text)?;
        (date, None)
    } else {
        let digits: [u8; 10] = digits(text)?;
        // A remainder of 10 is printed as 0: such numbers were given until 1985.
        let check = number(&digits[..9]) % 11 % 10;
        let [date @ .., _, _, _, _] = digits;
        (date, Some(check == u64::from(digits[9])))
    };
    let year = pair(&date, 0);
    let century = match (check_digits.is_some(), year) {
        (false, 54..) => 1800,
        (true, 0..54) => 2000,
        _ => 1900,
    };
    let (month, sex) = match pair(&date, 2) {
        month @ 51.. => (month - 50, Sex::Female),
        month => (month, Sex::Male),
    };
    let month = if month > 20 && century == 2000 {
        month - 20
    } else {
        month
    };
    Some(PersonalNumber {
        name: "rodné číslo",
        check_digits,
        birth: Birth::new(Year::of(century, year), month, pair(&date, 4)),
        sex: Some(sex),
    })
}

/// Romania: cod numeric personal, `SYYMMDDRRNNNC`, `S` telling sex and century; 7 and 8 are
/// foreigners of either sex with a permit, 9 other foreigners, each of any century.
pub(super) fn cnp(text: &str) -> Option<PersonalNumber> {
    let digits: [u8; 13] = digits(text)?;
    let year = pair(&digits, 1);
    let year = match digits[0] {
        0 => return None,
        1 | 2 => Year::of(1900, year),
        3 | 4 => Year::of(1800, year),
        5 | 6 => Year::of(2000, year),
        _ => Year::OfCentury(year),
    };
    let check = match weighted(&digits, &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11 {
        10 => 1,
        check => check,
    };
    Some(PersonalNumber {
        name: "CNP",
        check_digits: Some(check == u32::from(digits[12])),
        birth: Birth::new(year, pair(&digits, 3), pair(&digits, 5)),
        sex: (digits[0] < 9).then(|| Sex::male_if(digits[0] % 2 == 1)),
    })
}

/// Bulgaria: ЕГН, `YYMMDDNNNC`, the month with 20 added in the 19th and 40 in the 21st century; or
/// the ЛНЧ of foreigners, which has as many digits and tells nothing.
pub(super) fn egn(text: &str) -> Option<PersonalNumber> {
    let digits: [u8; 10] = digits(text)?;
    let last = u32::from(digits[9]);
    let is_egn = weighted(&digits, &[2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 == last;
    let is_lnch = weighted(&digits, &[21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10 == last;
    if is_lnch && !is_egn {
        return Some(PersonalNumber::bare("ЛНЧ", true));
    }
    let (year, month) = (pair(&digits, 0), pair(&digits, 2));
    let (century, month) = match month {
        41.. => (2000, month - 40),
        21..=40 => (1800, month - 20),
        _ => (1900, month),
    };
    Some(PersonalNumber {
        name: "ЕГН",
        check_digits: Some(is_egn),
        birth: Birth::new(Year::of(century, year), month, pair(&digits, 4)),
        sex: Some(Sex::male_if(digits[8].is_multiple_of(2))),
    })
}

/// Croatia: osobni identifikacijski broj.
pub(super) fn oib(text: &str) -> Option<PersonalNumber> {
    let digits: [u8; 11] = digits(text)?;
    Some(PersonalNumber::bare("OIB", mod_11_10(&digits)))
}

/// The states of former Yugoslavia: `DDMMYYYRRNNNC`, the year without its thousands, `NNN` below
/// 500 for men.
pub(super) fn jmbg(name: &'static str, text: &str) -> Option<PersonalNumber> {
    let digits: [u8; 13] = digits(text)?;
    let check = match 11 - weighted(&digits, &[7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11 {
        10.. => 0,
        check => check,
    };
    let year = match number(&digits[4..7]) as i16 {
        year @ 800.. => 1000 + year,
        year => 2000 + year,
    };
    Some(PersonalNumber {
        name,
        check_digits: Some(check == u32::from(digits[12])),
        birth: Birth::new(Year::Full(year), pair(&digits, 2), pair(&digits, 0)),
        sex: Some(Sex::male_if(digits[9] < 5)),
    })
}

/// Türkiye: T.C. kimlik numarası; foreigners' begin with 99.
pub(super) fn tckn(text: &str) -> Option<PersonalNumber> {
    let digits: [u8; 11] = digits(text)?;
    if digits[0] == 0 {
        return None;
    }
    let odd = weighted(&digits, &[7, 0, 7, 0, 7, 0, 7, 0, 7]);
    // The weight -1 is 9 modulo 10.
    let even = weighted(&digits, &[0, 9, 0, 9, 0, 9, 0, 9, 0]);
    let sum = weighted(&digits, &[1; 10]);
    let agrees = (odd + even) % 10 == u32::from(digits[9]) && sum % 10 == u32::from(digits[10]);
    Some(PersonalNumber::bare("T.C. kimlik no.", agrees))
}
