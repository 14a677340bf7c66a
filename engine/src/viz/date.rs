//! Dates as documents print them: `12.08.1974`, `12 AUG/AOÛT 74`, `08/12/1974`, `1974-08-12`.

use jiff::civil::Date;

use super::latin::folded;
use crate::mrz;

/// Which of two numbers that could both be a month is the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Everywhere but in the United States.
    #[default]
    DayFirst,
    /// On documents of the United States.
    MonthFirst,
}

/// A year of four digits, or of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Year {
    Full(i16),
    Short(i16),
}

/// A date that stands on a document. With a year of two digits its century depends on what it
/// dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrintedDate {
    year: Year,
    month: i8,
    day: i8,
}

impl PrintedDate {
    /// As a date of birth or of issue: not after `today` where the century is not printed.
    #[must_use]
    pub fn past(self, today: Date) -> Option<Date> {
        match self.year {
            Year::Full(year) => Date::new(year, self.month, self.day).ok(),
            Year::Short(_) => mrz::date::birth(&self.digits(), today),
        }
    }

    /// As a date of expiry: within 50 years of `today` where the century is not printed.
    #[must_use]
    pub fn expiry(self, today: Date) -> Option<Date> {
        match self.year {
            Year::Full(year) => Date::new(year, self.month, self.day).ok(),
            Year::Short(_) => mrz::date::expiry(&self.digits(), today),
        }
    }

    /// A date of a zone (`YYMMDD`), its century known where it was printed.
    pub(super) fn of_zone(digits: &str, century: Option<i16>) -> Option<Self> {
        let part = |at: usize| digits.get(at..at + 2)?.parse::<i16>().ok();
        let year = part(0)?;
        Some(Self {
            year: century.map_or(Year::Short(year), |century| {
                Year::Full(100 * century + year)
            }),
            month: i8::try_from(part(2)?).ok()?,
            day: i8::try_from(part(4)?).ok()?,
        })
    }

    /// The date, where its year is printed with four digits.
    pub(super) fn whole(self) -> Option<Date> {
        match self.year {
            Year::Full(year) => Date::new(year, self.month, self.day).ok(),
            Year::Short(_) => None,
        }
    }

    /// `YYMMDD`, as zones write dates.
    pub(super) fn digits(self) -> String {
        let (Year::Full(year) | Year::Short(year)) = self.year;
        format!("{:02}{:02}{:02}", year % 100, self.month, self.day)
    }
}

/// Beginnings of the names of months, folded, each with its number. Where a name begins like that
/// of another month in another language, the longer beginning stands first. Names that mean
/// different months in different languages (`LIP`, `LIS`, `SRP`) are left out: those countries
/// print numbers.
const MONTHS: [(&str, i8); 64] = [
    ("MARR", 11), // Finnish: marraskuu
    ("JUIN", 6),
    ("JUIL", 7),
    ("JUUN", 6),
    ("JUUL", 7),
    ("RUGS", 9),
    ("RUGP", 8),
    ("JAN", 1),
    ("IAN", 1),
    ("ENE", 1),
    ("GEN", 1),
    ("STY", 1),
    ("SAU", 1),
    ("TAM", 1),
    ("OCA", 1),
    ("FEB", 2),
    ("FEV", 2),
    ("LUT", 2),
    ("VEE", 2),
    ("VAS", 2),
    ("HEL", 2),
    ("SUB", 2),
    ("MRT", 3),
    ("MRZ", 3),
    ("MAR", 3),
    ("MAA", 3),
    ("MAE", 3),
    ("KOV", 3),
    ("APR", 4),
    ("AVR", 4),
    ("ABR", 4),
    ("KWI", 4),
    ("BAL", 4),
    ("HUH", 4),
    ("NIS", 4),
    ("MAY", 5),
    ("MAI", 5),
    ("MAJ", 5),
    ("MEI", 5),
    ("MAG", 5),
    ("GEG", 5),
    ("TOU", 5),
    ("JUN", 6),
    ("IUN", 6),
    ("GIU", 6),
    ("BIR", 6),
    ("KES", 6),
    ("HAZ", 6),
    ("JUL", 7),
    ("IUL", 7),
    ("LUG", 7),
    ("LIE", 7),
    ("HEI", 7),
    ("TEM", 7),
    ("AUG", 8),
    ("AOU", 8),
    ("AGO", 8),
    ("AGU", 8),
    ("SIE", 8),
    ("ELO", 8),
    ("SEP", 9),
    ("SET", 9),
    ("SZE", 9),
    ("WRZ", 9),
];

/// The same for the last quarter.
const LATE_MONTHS: [(&str, i8); 23] = [
    ("EYL", 9),
    ("SYY", 9),
    ("OCT", 10),
    ("OKT", 10),
    ("OUT", 10),
    ("OTT", 10),
    ("PAZ", 10),
    ("SPA", 10),
    ("LOK", 10),
    ("EKI", 10),
    ("NOV", 11),
    ("NOI", 11),
    ("NOE", 11),
    ("LAP", 11),
    ("KAS", 11),
    ("DEC", 12),
    ("DEZ", 12),
    ("DES", 12),
    ("DET", 12),
    ("DIC", 12),
    ("GRU", 12),
    ("JOU", 12),
    ("ARA", 12),
];

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    /// Value and number of digits.
    Number(i16, usize),
    Month(i8),
    /// What may stand between the parts of a date.
    Separator(String),
    Other,
}

/// The dates in a line of text, from left to right.
#[must_use]
pub fn dates(text: &str, order: Order) -> Vec<PrintedDate> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some((date, next)) = date_at(&tokens, at, order) {
            found.push(date);
            at = next;
        } else {
            at += 1;
        }
    }
    found
}

/// The date that begins at a token, and the token after it.
fn date_at(tokens: &[Token], at: usize, order: Order) -> Option<(PrintedDate, usize)> {
    let mut parts = Vec::with_capacity(3);
    let mut between = Vec::with_capacity(3);
    let mut next = at;
    while parts.len() < 3 {
        match tokens.get(next)? {
            Token::Separator(text) if !parts.is_empty() => between.push(text),
            part @ (Token::Number(..) | Token::Month(_)) => {
                // `AUG/AOUT`: two names of one month.
                if parts.last() != Some(&part) || matches!(part, Token::Number(..)) {
                    parts.push(part);
                }
            }
            _ => return None,
        }
        next += 1;
    }
    // A number that goes on is no date.
    if matches!(tokens.get(next), Some(Token::Number(..))) {
        return None;
    }
    // `3. 12.08.74` is a number and a date: numbers are parted alike, but for points and spaces
    // before a whole year.
    let of_numbers = parts.iter().all(|part| matches!(part, Token::Number(..)));
    let is_whole = matches!(parts.last(), Some(Token::Number(_, 4)));
    let is_light = |separator: &String| separator.chars().all(|c| matches!(c, '.' | ' '));
    let are_light = is_whole && between.iter().all(|separator| is_light(separator));
    if of_numbers && !are_light && between.windows(2).any(|pair| pair[0] != pair[1]) {
        return None;
    }
    Some((of_parts(&parts, order)?, next))
}

fn of_parts(parts: &[&Token], order: Order) -> Option<PrintedDate> {
    use Token::{Month, Number};
    let (year, month, day) = match (parts[0], parts[1], parts[2]) {
        (Number(day, 1 | 2), Month(month), Number(year, digits @ (2 | 4)))
        | (Month(month), Number(day, 1 | 2), Number(year, digits @ 4)) => {
            (self::year(*year, *digits), *month, *day)
        }
        (Number(year, 4), Month(month), Number(day, 1 | 2)) => (Year::Full(*year), *month, *day),
        (Number(year, 4), Number(month, 1 | 2), Number(day, 1 | 2)) => {
            (Year::Full(*year), i8::try_from(*month).ok()?, *day)
        }
        (Number(first, 1 | 2), Number(second, 1 | 2), Number(year, digits @ (2 | 4))) => {
            let month_first = match order {
                Order::DayFirst => *second > 12,
                Order::MonthFirst => *first <= 12,
            };
            let (day, month) = if month_first {
                (*second, *first)
            } else {
                (*first, *second)
            };
            (self::year(*year, *digits), i8::try_from(month).ok()?, day)
        }
        _ => return None,
    };
    let date = PrintedDate {
        year,
        month,
        day: i8::try_from(day).ok()?,
    };
    let some_year = match year {
        Year::Full(year) => (1850..2200).contains(&year).then_some(year)?,
        // Any leap year: whether this one is, is known with its century.
        Year::Short(_) => 2000,
    };
    Date::new(some_year, month, date.day).ok().map(|_| date)
}

fn year(value: i16, digits: usize) -> Year {
    if digits == 4 {
        Year::Full(value)
    } else {
        Year::Short(value)
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let text = folded(text);
    let mut tokens = Vec::new();
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let class = Class::of(first);
        let end = rest.find(|c| Class::of(c) != class).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        match class {
            Class::Digit => number(word, &mut tokens),
            Class::Letter => tokens.push(month(word).map_or(Token::Other, Token::Month)),
            Class::Separator => tokens.push(Token::Separator(word.to_owned())),
            Class::Other => tokens.push(Token::Other),
        }
        rest = after;
    }
    unknown_names(tokens)
}

/// Where one of two names of a month is not known (`12 MEITH/JUN 74`), the other stands alone.
fn unknown_names(tokens: Vec<Token>) -> Vec<Token> {
    let mut kept: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let beside = matches!(
            (kept.as_slice(), &token),
            ([.., Token::Month(_), Token::Separator(_)], Token::Other)
        );
        if beside && matches!(tokens.peek(), None | Some(Token::Separator(_))) {
            continue;
        }
        if let ([.., Token::Other, Token::Separator(_)], Token::Month(_)) =
            (kept.as_slice(), &token)
        {
            let number_before = kept.len() < 3
                || matches!(
                    kept[kept.len() - 3],
                    Token::Separator(_) | Token::Number(..)
                );
            if number_before {
                kept.truncate(kept.len() - 2);
            }
        }
        kept.push(token);
    }
    kept
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Digit,
    Letter,
    Separator,
    Other,
}

impl Class {
    fn of(character: char) -> Self {
        match character {
            '0'..='9' => Self::Digit,
            'A'..='Z' => Self::Letter,
            ' ' | '.' | '/' | '-' | ',' | '–' => Self::Separator,
            _ => Self::Other,
        }
    }
}

/// A run of digits; eight of them are the parts of a date in a row.
fn number(digits: &str, tokens: &mut Vec<Token>) {
    let value = |part: &str| part.parse::<i16>().unwrap_or(i16::MAX);
    if digits.len() != 8 {
        tokens.push(Token::Number(value(digits), digits.len()));
        return;
    }
    let year_first = matches!(&digits[..2], "18" | "19" | "20" | "21")
        && !matches!(&digits[4..6], "18" | "19" | "20" | "21");
    let ends: [usize; 4] = if year_first {
        [0, 4, 6, 8]
    } else {
        [0, 2, 4, 8]
    };
    for pair in ends.windows(2) {
        let part = &digits[pair[0]..pair[1]];
        tokens.push(Token::Number(value(part), part.len()));
    }
}

/// The month that a folded word names.
pub(super) fn month(word: &str) -> Option<i8> {
    let mut names = MONTHS.iter().chain(&LATE_MONTHS);
    names
        .find(|(beginning, _)| word.starts_with(beginning))
        .map(|&(_, month)| month)
}

#[cfg(test)]
mod tests;
