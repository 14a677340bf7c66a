//! Where the editions of Dutch documents have the personal number.
//!
//! | document | issued | front | back |
//! |---|---|---|---|
//! | passport, the data page and its reverse | until 8 March 2014 | print, zone | |
//! | | until August 2021 | zone | print |
//! | | since | | print, QR code |
//! | identity card | until 8 March 2014 | print | zone |
//! | | until 1 August 2021 | | print, zone |
//! | | since | | print, QR code |
//! | driving licence | since 1 October 2006 | | print; a QR code since 14 November 2014 |
//! | residence permit | | not published: in print or in the zone of either side | |
//!
//! Sources: Rijksoverheid and the municipalities of The Hague and Helmond on where the BSN stands;
//! `RvIG`, *Features of the Dutch passports 2021*; RDW, *Rubrieken op het rijbewijsmodel* 2006 and
//! 2014. Until 2014 documents were valid for five years, since then for ten, for children for five:
//! the date of expiry tells the first two editions apart, and the optional data of the zone the
//! last two.

use jiff::civil::{Date, date};

use super::Doubt;
use super::seen::Seen;
use crate::policy::DocumentType;

/// The first day on which no document of before 9 March 2014 is valid any more.
const SINCE_2014: Date = date(2019, 3, 9);
/// The last days on which the first documents without the number in their zone run out, if they
/// are a child's: passports issued since 30 August, cards since 2 August 2021.
const PASSPORT_SINCE_2021: Date = date(2026, 8, 29);
const CARD_SINCE_2021: Date = date(2026, 8, 1);

/// What is known of one side of a document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edition {
    pub(super) kind: DocumentType,
    pub(super) seen: Seen,
    /// Whether the document's zone, on this side or the other, has optional data; `None` where no
    /// zone was read.
    pub(super) zone_carries: Option<bool>,
    /// When the document expires, where either side says so.
    pub(super) expiry: Option<Date>,
}

/// Where the number has to be found on a side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Needs {
    /// In print.
    pub(super) printed: bool,
    /// In a QR code.
    pub(super) code: bool,
    /// Anywhere, on this side or the other.
    pub(super) anywhere: bool,
}

impl Edition {
    /// Where the number has to be found, or why that is not known.
    pub(super) fn needs(self) -> Result<Needs, Doubt> {
        let nowhere = Needs::default();
        let printed = Needs {
            printed: true,
            ..nowhere
        };
        let in_code = self.zone_carries == Some(false);
        match (self.kind, self.seen) {
            (DocumentType::DriversLicense, Seen::Reverse) => Ok(Needs {
                code: true,
                ..printed
            }),
            (DocumentType::DriversLicense, _) => Ok(nowhere),
            (DocumentType::ResidencePermit, _) => Ok(Needs {
                anywhere: true,
                ..nowhere
            }),
            (DocumentType::Passport, Seen::Reverse) => Ok(Needs {
                code: in_code,
                ..printed
            }),
            (DocumentType::Passport, _) => {
                let is_old = self.expires_before(SINCE_2014)?;
                self.has_zone_of_its_age(PASSPORT_SINCE_2021)?;
                Ok(if is_old { printed } else { nowhere })
            }
            (DocumentType::IdentityCard, Seen::CardFront) => {
                let is_old = self.expires_before(SINCE_2014)?;
                Ok(if is_old { printed } else { nowhere })
            }
            (DocumentType::IdentityCard, seen) => {
                let is_old = self.expires_before(SINCE_2014)?;
                self.has_zone_of_its_age(CARD_SINCE_2021)?;
                Ok(Needs {
                    printed: !is_old || seen == Seen::CardWhole,
                    code: in_code,
                    ..nowhere
                })
            }
        }
    }

    fn expires_before(self, day: Date) -> Result<bool, Doubt> {
        Ok(self.expiry.ok_or(Doubt::EditionUnknown)? < day)
    }

    /// A zone without the number belongs to a document that is too new to have it there.
    fn has_zone_of_its_age(self, first: Date) -> Result<(), Doubt> {
        let lacks = self.zone_carries != Some(true);
        if lacks && self.expires_before(first)? {
            return Err(Doubt::NumberNotFound);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: Option<Date> = Some(date(2018, 5, 1));
    const MIDDLE: Option<Date> = Some(date(2024, 3, 9));
    const NEW: Option<Date> = Some(date(2032, 2, 1));

    const NOTHING: Result<Needs, Doubt> = Ok(needs(false, false, false));
    const IN_PRINT: Result<Needs, Doubt> = Ok(needs(true, false, false));
    const IN_CODE_TOO: Result<Needs, Doubt> = Ok(needs(true, true, false));
    const ANYWHERE: Result<Needs, Doubt> = Ok(needs(false, false, true));
    const NOT_FOUND: Result<Needs, Doubt> = Err(Doubt::NumberNotFound);
    const UNKNOWN: Result<Needs, Doubt> = Err(Doubt::EditionUnknown);

    const fn needs(printed: bool, code: bool, anywhere: bool) -> Needs {
        Needs {
            printed,
            code,
            anywhere,
        }
    }

    #[test]
    fn the_number_is_needed_where_the_edition_has_it() {
        use DocumentType::{DriversLicense, IdentityCard, Passport, ResidencePermit};
        use Seen::{CardBack, CardFront, CardWhole, DataPage, Reverse};
        let (carries, empty) = (Some(true), Some(false));
        for (kind, seen, zone_carries, expiry, expected) in [
            (Passport, DataPage, carries, OLD, IN_PRINT),
            (Passport, DataPage, carries, MIDDLE, NOTHING),
            (Passport, DataPage, empty, NEW, NOTHING),
            (Passport, DataPage, empty, OLD, NOT_FOUND),
            (Passport, DataPage, empty, MIDDLE, NOT_FOUND),
            (Passport, DataPage, carries, None, UNKNOWN),
            (Passport, Reverse, carries, MIDDLE, IN_PRINT),
            (Passport, Reverse, empty, NEW, IN_CODE_TOO),
            (IdentityCard, CardFront, None, NEW, NOTHING),
            (IdentityCard, CardFront, None, OLD, IN_PRINT),
            (IdentityCard, CardFront, None, None, UNKNOWN),
            (IdentityCard, CardBack, carries, MIDDLE, IN_PRINT),
            (IdentityCard, CardBack, carries, OLD, NOTHING),
            (IdentityCard, CardBack, empty, NEW, IN_CODE_TOO),
            (IdentityCard, CardBack, empty, MIDDLE, NOT_FOUND),
            (IdentityCard, CardWhole, carries, OLD, IN_PRINT),
            (DriversLicense, CardFront, empty, NEW, NOTHING),
            (DriversLicense, Reverse, None, None, IN_CODE_TOO),
            (ResidencePermit, CardBack, empty, NEW, ANYWHERE),
            (ResidencePermit, CardFront, None, None, ANYWHERE),
        ] {
            let edition = Edition {
                kind,
                seen,
                zone_carries,
                expiry,
            };
            assert_eq!(edition.needs(), expected, "{edition:?}");
        }
    }
}
