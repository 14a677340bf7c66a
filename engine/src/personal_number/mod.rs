//! Personal numbers of states: their check digits, and what they tell of the holder.
//!
//! Only numbers that a passport, an identity card, a residence permit or a driving licence prints
//! are known here. The German Steuer-IdNr, the Austrian SVNR, the Swiss AHV number, the French NIR
//! and the Irish PPS number stand on none of them; the rule of the Albanian NID is not public.
//!
//! Where a state gives several kinds of numbers of one length, such as to citizens and to
//! foreigners, each is tried: a number is wrong when it is a right one of no kind.

mod birth;
mod check_digit;
mod eastern;
mod nordic_baltic;
mod western;

use std::fmt;

pub use birth::Birth;

/// What a personal number says. Personal data: `Debug` prints neither birth nor sex.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PersonalNumber {
    /// What the state calls the number.
    pub name: &'static str,
    /// Whether the check digits agree; `None` where the number has none, or where the state also
    /// gives numbers whose check digits do not agree.
    pub check_digits: Option<bool>,
    /// The birth it tells; `None` where it tells none, or digits that are no day of any month.
    pub birth: Option<Birth>,
    /// The sex it tells.
    pub sex: Option<Sex>,
}

impl PersonalNumber {
    /// Whether nothing in the number speaks against a date of birth.
    #[must_use]
    pub fn agrees_with_birth(&self, birth: jiff::civil::Date) -> bool {
        self.birth.is_none_or(|told| told.agrees_with(birth))
    }

    /// Whether nothing in the number speaks against a sex: `M`, `F`, or anything else for one
    /// that is neither or not known.
    #[must_use]
    pub fn agrees_with_sex(&self, sex: &str) -> bool {
        self.sex.is_none_or(|told| told.agrees_with(sex))
    }

    /// One that tells nothing of the holder.
    fn bare(name: &'static str, check_digits: bool) -> Self {
        Self {
            name,
            check_digits: Some(check_digits),
            birth: None,
            sex: None,
        }
    }
}

impl fmt::Debug for PersonalNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            name, check_digits, ..
        } = self;
        write!(
            formatter,
            "PersonalNumber {{ {name}, {check_digits:?}, … }}"
        )
    }
}

/// A sex as numbers tell it. Personal data: not printed by `Debug`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// `M`
    Male,
    /// `F`
    Female,
}

impl Sex {
    /// False for `M` where a number tells the other sex, and for `F`. States that print a third
    /// sex give no other number for it: anything else agrees.
    #[must_use]
    pub fn agrees_with(self, sex: &str) -> bool {
        match sex {
            "M" => self == Self::Male,
            "F" => self == Self::Female,
            _ => true,
        }
    }

    /// By a digit or a number that is odd for men.
    fn male_if(male: bool) -> Self {
        if male { Self::Male } else { Self::Female }
    }
}

impl fmt::Debug for Sex {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Sex { … }")
    }
}

/// Examines a number as a state's personal number. `country` is the ISO 3166-1 alpha-3 code of
/// the state; the number is in capitals and may hold blanks, `-`, `+`, `/`, `.` and the `<` that
/// machine-readable zones have in their place. `None` where no number of the state is known here,
/// or where the text has not its shape.
#[must_use]
pub fn examine(country: &str, number: &str) -> Option<PersonalNumber> {
    let text = compact(number)?;
    match country {
        "DNK" => nordic_baltic::cpr(&text),
        "EST" => nordic_baltic::isikukood("isikukood", &text),
        "FIN" => nordic_baltic::henkilotunnus(&text, number),
        "ISL" => nordic_baltic::kennitala(&text),
        "LTU" => nordic_baltic::isikukood("asmens kodas", &text),
        "LVA" => nordic_baltic::personas_kods(&text),
        "NOR" => nordic_baltic::fodselsnummer(&text),
        "SWE" => nordic_baltic::personnummer(&text),
        "BEL" => western::rijksregisternummer(&text),
        "ESP" => western::dni(&text).or_else(|| western::nie(&text)),
        "GRC" => western::amka(&text),
        "ITA" => western::codice_fiscale(&text),
        "NLD" => western::bsn(&text),
        "PRT" => western::cartao(&text).or_else(|| western::nif(&text)),
        "BGR" => eastern::egn(&text),
        "CZE" | "SVK" => eastern::rodne_cislo(&text),
        "HRV" => eastern::oib(&text).or_else(|| eastern::jmbg("JMBG", &text)),
        "BIH" | "MNE" | "SRB" => eastern::jmbg("JMBG", &text),
        "MKD" => eastern::jmbg("EMBG", &text),
        "SVN" => eastern::jmbg("EMŠO", &text),
        "POL" => eastern::pesel(&text),
        "ROU" => eastern::cnp(&text),
        "TUR" => eastern::tckn(&text),
        _ => None,
    }
}

/// Signs that part the digits of numbers and carry no meaning but in Finland.
const SEPARATORS: [char; 6] = [' ', '-', '+', '/', '.', '<'];

/// The letters and digits; `None` where anything but those and separators is there.
fn compact(number: &str) -> Option<String> {
    let text: String = number.chars().filter(|c| !SEPARATORS.contains(c)).collect();
    text.bytes()
        .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        .then_some(text)
}

/// The values of a text of exactly so many digits.
fn digits<const COUNT: usize>(text: &str) -> Option<[u8; COUNT]> {
    let bytes: [u8; COUNT] = text.as_bytes().try_into().ok()?;
    bytes
        .iter()
        .all(u8::is_ascii_digit)
        .then(|| bytes.map(|byte| byte - b'0'))
}

/// The number (0 to 99) that two digits make.
fn pair(digits: &[u8], at: usize) -> u8 {
    10 * digits[at] + digits[at + 1]
}

/// The number that digits make.
fn number(digits: &[u8]) -> u64 {
    digits
        .iter()
        .fold(0, |number, &digit| 10 * number + u64::from(digit))
}

#[cfg(test)]
mod tests;
