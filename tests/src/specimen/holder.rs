//! Who holds the specimens, and what their machine-readable zones say.
//!
//! The dates are fixed, so that the pictures are the same every day: valid documents are so until
//! 2035, and the holder who is too young stays so for as long.

use jiff::civil::{Date, date};
use vidimus_engine::mrz::Format;
use vidimus_engine::mrz::emit::{Content, emit};

use super::SpecimenError;

/// The fictional state of ICAO's own examples.
pub(super) const STATE: &str = "UTO";

/// The person on a specimen. Nobody real: only the portrait is of a person.
#[derive(Clone)]
pub struct Holder {
    /// Family name.
    pub surname: &'static str,
    /// Given names.
    pub given_names: &'static str,
    /// `M` or `F`.
    pub sex: &'static str,
    /// Date of birth.
    pub birth: Date,
    /// Where that was.
    pub birth_place: &'static str,
    /// Number of the document.
    pub number: &'static str,
    /// When it was issued.
    pub issue: Date,
    /// Until when it is valid.
    pub expiry: Date,
}

impl Holder {
    /// An adult with a valid passport.
    #[must_use]
    pub fn of_passport() -> Self {
        Self {
            surname: "SPECIMEN",
            given_names: "RAPHAEL THOMAS",
            sex: "M",
            birth: date(1984, 8, 12),
            birth_place: "AMAUROT",
            number: "UA4172839",
            issue: date(2025, 3, 2),
            expiry: date(2035, 3, 1),
        }
    }

    /// The same with an identity card.
    #[must_use]
    pub fn of_card() -> Self {
        Self {
            number: "UC7306154",
            ..Self::of_passport()
        }
    }

    /// The passport ran out.
    #[must_use]
    pub fn expired() -> Self {
        Self {
            issue: date(2010, 4, 16),
            expiry: date(2020, 4, 15),
            ..Self::of_passport()
        }
    }

    /// Too young until after 2035.
    #[must_use]
    pub fn underage() -> Self {
        Self {
            birth: date(2018, 5, 20),
            ..Self::of_passport()
        }
    }

    /// The lines of the zone.
    ///
    /// # Errors
    /// [`SpecimenError::Zone`] when a field does not fit.
    pub fn zone(&self, format: Format) -> Result<Vec<String>, SpecimenError> {
        self.zone_of(format, STATE, "")
    }

    /// The same of a document of another state, with optional data.
    ///
    /// # Errors
    /// As [`Holder::zone`].
    pub(super) fn zone_of(
        &self,
        format: Format,
        state: &str,
        optional: &str,
    ) -> Result<Vec<String>, SpecimenError> {
        let document_code = match format {
            Format::Td3 => "P",
            Format::Licence => "D1",
            _ => "I",
        };
        let content = Content {
            format,
            document_code: document_code.into(),
            issuer: state.into(),
            surname: self.surname.into(),
            given_names: self.given_names.into(),
            number: self.number.into(),
            nationality: state.into(),
            birth: self.birth,
            sex: self.sex.into(),
            expiry: self.expiry,
            optional: vec![optional.into()],
        };
        Ok(emit(&content)?)
    }
}

/// The zone of a passport with a wrong check digit after the number.
///
/// # Errors
/// [`SpecimenError::Zone`] as with [`Holder::zone`].
pub fn with_bad_check_digit(mut lines: Vec<String>) -> Result<Vec<String>, SpecimenError> {
    const AT: usize = 9;
    let line = lines.get_mut(1).ok_or(SpecimenError::NoCheckDigit)?;
    let digit = line.get(AT..=AT).and_then(|text| text.parse::<u8>().ok());
    // Not the next digit: a reader may take it for a smudge.
    let wrong = (digit.ok_or(SpecimenError::NoCheckDigit)? + 4) % 10;
    line.replace_range(AT..=AT, &wrong.to_string());
    Ok(lines)
}

/// A date as data pages print it.
pub(super) fn printed(date: Date) -> String {
    const MONTHS: [&str; 12] = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ];
    let month = MONTHS[usize::from(date.month().unsigned_abs()) - 1];
    format!("{:02} {month} {}", date.day(), date.year())
}

#[cfg(test)]
mod tests {
    use vidimus_engine::mrz::parse;

    use super::*;

    #[test]
    fn every_check_digit_is_right_except_the_wrong_one() {
        let passports = [Holder::of_passport(), Holder::expired(), Holder::underage()];
        for holder in passports {
            let lines = holder.zone(Format::Td3).unwrap();
            let zone = parse(&lines).unwrap();
            assert!(zone.all_check_digits_valid(), "{lines:?}");
            let bad = parse(&with_bad_check_digit(lines).unwrap()).unwrap();
            assert!(!bad.all_check_digits_valid());
        }
        let card = parse(&Holder::of_card().zone(Format::Td1).unwrap()).unwrap();
        assert!(card.all_check_digits_valid());
    }

    #[test]
    fn dates_are_printed_as_people_read_them() {
        assert_eq!(printed(date(1984, 8, 2)), "02 AUG 1984");
    }
}
