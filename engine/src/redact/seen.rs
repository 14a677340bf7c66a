//! Which sides of which document the pictures show, and what is known of it from all of them.

use jiff::civil::Date;

use super::Doubt;
use super::edition::{Edition, Needs};
use super::look::Looked;
use super::number::{Number, numbers};
use crate::locate::PageSize;
use crate::mrz::Format;
use crate::policy::DocumentType;

/// The country whose documents are known here.
const COUNTRY: &str = "NLD";
/// Most pages of one picture that are read.
const MOST_PAGES: usize = 2;
/// From this logarithm on a page is not in the proportions of a card.
const MOST_OFF: f32 = 0.25;

/// What one picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// The data page of a passport.
    DataPage,
    /// The side of a card with the portrait.
    CardFront,
    /// The side of a card with the zone.
    CardBack,
    /// Both sides of a card in one picture.
    CardWhole,
    /// The reverse of a data page, or the back of a driving licence: no title, no portrait.
    Reverse,
}

/// A side of the document, with what the other side tells of it. Personal data: has no `Debug`.
pub(super) struct Shown {
    /// Why it cannot be relied on.
    pub(super) doubts: Vec<Doubt>,
    seen: Option<Seen>,
    kind: DocumentType,
    /// Personal numbers that stand on either side.
    pub(super) known: Vec<Number>,
    /// Those of them that are the holder's by where they stand.
    told: Vec<Number>,
    /// The document's own number, where it has nine digits.
    pub(super) own: Vec<Number>,
    zone_carries: Option<bool>,
    expiry: Option<Date>,
}

impl Shown {
    /// Of each picture of one document.
    pub(super) fn by(looks: &[&Looked], kind: DocumentType, today: Date) -> Vec<Self> {
        let names: Vec<Name> = looks.iter().map(|looked| Name::of(looked, kind)).collect();
        let vouching: Vec<bool> = names.iter().map(Name::is_sure).collect();
        let in_zone = looks.iter().find_map(|looked| expiry(looked, today));
        let mut printed = looks.iter().map(|looked| &looked.look.reading.viz.fields);
        let expiry = in_zone.or_else(|| printed.find_map(|fields| fields.expiry));
        let zones = looks.iter().filter(|looked| looked.zone.is_some());
        let zone_carries = zones
            .map(|looked| looked.zone_carries())
            .reduce(|a, b| a || b);
        let mut known: Vec<Number> = Vec::new();
        for number in looks.iter().flat_map(|looked| found(looked)) {
            if !known.contains(&number) {
                known.push(number);
            }
        }
        let told = told(looks);
        let disagree = told.iter().any(|a| told.iter().any(|b| !a.is_nearly(*b)));
        let shown = looks.iter().zip(&names).enumerate();
        shown
            .map(|(at, (looked, name))| {
                let mut others = vouching.iter().enumerate();
                let is_vouched_for = others.any(|(other, sure)| other != at && *sure);
                let (seen, mut doubts) = seen(looked, name, kind, is_vouched_for);
                if disagree {
                    doubts.push(Doubt::NumbersDisagree);
                }
                Self {
                    doubts,
                    seen,
                    kind,
                    known: known.clone(),
                    told: told.clone(),
                    own: own(looked),
                    zone_carries,
                    expiry,
                }
            })
            .collect()
    }

    /// Whether this side has the holder's portrait.
    pub(super) fn has_portrait(&self) -> bool {
        matches!(
            self.seen,
            Some(Seen::DataPage | Seen::CardFront | Seen::CardWhole)
        )
    }

    /// Whether a printed number is the holder's: the one that is told elsewhere, or one that can be.
    pub(super) fn is_personal(&self, number: Number) -> bool {
        let mut told = self.told.iter();
        if self.told.is_empty() {
            return number.is_valid() && !self.own.contains(&number);
        }
        told.any(|own| own.is_nearly(number))
    }

    /// Whether optional data in its zone are the number: permits may have others.
    pub(super) fn has_number_in_zone(&self) -> bool {
        self.kind != DocumentType::ResidencePermit
    }

    /// Where the number has to be found on it.
    pub(super) fn needs(&self) -> Result<Needs, Doubt> {
        let Some(seen) = self.seen else {
            return Ok(Needs::default());
        };
        let edition = Edition {
            kind: self.kind,
            seen,
            zone_carries: self.zone_carries,
            expiry: self.expiry,
        };
        edition.needs()
    }
}

/// What a picture says of itself; `None` where it says nothing.
struct Name {
    is_kind: Option<bool>,
    is_dutch: Option<bool>,
}

impl Name {
    fn of(looked: &Looked, kind: DocumentType) -> Self {
        let class = looked.look.reading.class.as_ref();
        let title = class.and_then(|class| class.kind);
        let country = class.and_then(|class| class.country.as_deref());
        Self {
            is_kind: title.map(|title| title.kind() == Some(kind)),
            is_dutch: country.map(|country| country == COUNTRY),
        }
    }

    fn is_sure(&self) -> bool {
        (self.is_kind, self.is_dutch) == (Some(true), Some(true))
    }

    fn doubts(&self, is_vouched_for: bool, may_be_nameless: bool) -> Vec<Doubt> {
        let of_kind = match self.is_kind {
            Some(true) => None,
            Some(false) => Some(Doubt::OtherType),
            None if is_vouched_for && may_be_nameless => None,
            None => Some(Doubt::TypeUnsure),
        };
        let of_country = match self.is_dutch {
            Some(true) => None,
            Some(false) => Some(Doubt::OtherCountry),
            None if is_vouched_for => None,
            None => Some(Doubt::CountryUnsure),
        };
        of_kind.into_iter().chain(of_country).collect()
    }
}

fn seen(
    looked: &Looked,
    name: &Name,
    kind: DocumentType,
    is_vouched_for: bool,
) -> (Option<Seen>, Vec<Doubt>) {
    let (outlines, zone) = (&looked.look.outlines, looked.zone.as_ref());
    if outlines.is_empty() && zone.is_none() {
        return (None, vec![Doubt::NoPage]);
    }
    let format = zone.map(|zone| zone.format);
    let seen = side(kind, format, looked.has_portrait());
    let mut doubts = name.doubts(is_vouched_for, seen == Some(Seen::Reverse));
    // Beside a front that is sure, a picture that says nothing may be anything: the number that
    // its edition needs tells that it is the back.
    if seen == Some(Seen::Reverse) && !is_vouched_for {
        doubts.push(Doubt::TypeUnsure);
    }
    let has_wrong_digits = zone.is_some_and(|zone| !zone.all_check_digits_valid());
    if seen.is_none() || has_wrong_digits {
        doubts.push(Doubt::ZoneInDoubt);
    }
    let is_alone = seen != Some(Seen::CardFront) || is_one_card(looked);
    if outlines.len() > MOST_PAGES || !is_alone {
        doubts.push(Doubt::SeveralDocuments);
    }
    (seen, doubts)
}

/// Which side it is, by what is on it; `None` where the zone that it should have was not read.
fn side(kind: DocumentType, format: Option<Format>, has_portrait: bool) -> Option<Seen> {
    match (kind, format) {
        (DocumentType::Passport, Some(Format::Td3)) => Some(Seen::DataPage),
        (DocumentType::Passport, None) if !has_portrait => Some(Seen::Reverse),
        (DocumentType::DriversLicense, None | Some(Format::Licence)) => Some(if has_portrait {
            Seen::CardFront
        } else {
            Seen::Reverse
        }),
        (
            DocumentType::IdentityCard | DocumentType::ResidencePermit,
            Some(Format::Td1 | Format::Td2),
        ) => Some(if has_portrait {
            Seen::CardWhole
        } else {
            Seen::CardBack
        }),
        (DocumentType::IdentityCard | DocumentType::ResidencePermit, None) if has_portrait => {
            Some(Seen::CardFront)
        }
        _ => None,
    }
}

/// A front beside a back that was not read would hide the number that is there.
fn is_one_card(looked: &Looked) -> bool {
    let (width, height) = PageSize::Id1.mm();
    let off = |proportion: f32| (proportion * height / width).max(1e-6).ln().abs();
    looked.look.outlines.len() <= 1 && looked.proportion.is_some_and(|own| off(own) < MOST_OFF)
}

/// When the document expires, by its zone.
fn expiry(looked: &Looked, today: Date) -> Option<Date> {
    let zone = looked.zone.as_ref()?;
    let is_sure = zone.all_check_digits_valid();
    zone.expiry_date(today).filter(|_| is_sure)
}

/// Every personal number that a picture shows, wherever it stands.
fn found(looked: &Looked) -> Vec<Number> {
    let own = own(looked);
    let all = looked.in_zone().into_iter().chain(looked.in_codes());
    let all = all.chain(looked.in_print()).map(|found| found.number);
    all.filter(|number| !own.contains(number)).collect()
}

/// The document's own number, where it has nine digits. Print is not asked: what was taken for it
/// there may be the personal number.
fn own(looked: &Looked) -> Vec<Number> {
    let checked = looked
        .zone
        .iter()
        .filter(|zone| zone.all_check_digits_valid());
    let found = checked.flat_map(|zone| numbers(&zone.number));
    found.map(|found| found.number).collect()
}

/// The numbers that are the personal number by where they stand: zones, codes, beside labels.
fn told(looks: &[&Looked]) -> Vec<Number> {
    let found = looks.iter().flat_map(|looked| {
        let own = looked.in_zone().into_iter().chain(looked.in_codes());
        own.chain(looked.labelled.iter().cloned())
    });
    found.map(|found| found.number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_is_told_by_what_is_on_it() {
        use DocumentType::{DriversLicense, IdentityCard, Passport, ResidencePermit};
        for (kind, format, has_portrait, seen) in [
            (Passport, Some(Format::Td3), true, Some(Seen::DataPage)),
            (Passport, None, false, Some(Seen::Reverse)),
            (Passport, None, true, None),
            (Passport, Some(Format::Td1), true, None),
            (IdentityCard, None, true, Some(Seen::CardFront)),
            (IdentityCard, None, false, None),
            (IdentityCard, Some(Format::Td1), false, Some(Seen::CardBack)),
            (IdentityCard, Some(Format::Td1), true, Some(Seen::CardWhole)),
            (IdentityCard, Some(Format::Td3), true, None),
            (
                DriversLicense,
                Some(Format::Licence),
                true,
                Some(Seen::CardFront),
            ),
            (DriversLicense, None, true, Some(Seen::CardFront)),
            (DriversLicense, None, false, Some(Seen::Reverse)),
            (
                ResidencePermit,
                Some(Format::Td1),
                false,
                Some(Seen::CardBack),
            ),
        ] {
            assert_eq!(
                side(kind, format, has_portrait),
                seen,
                "{kind:?} {format:?}"
            );
        }
    }

    #[test]
    fn a_picture_without_a_name_counts_beside_one_that_has_it() {
        let name = |is_kind, is_dutch| Name { is_kind, is_dutch };
        let dutch = name(Some(true), Some(true));
        assert!(dutch.is_sure() && dutch.doubts(false, false).is_empty());
        let nameless = name(None, None);
        assert!(nameless.doubts(true, true).is_empty());
        assert_eq!(nameless.doubts(true, false), [Doubt::TypeUnsure]);
        assert_eq!(
            nameless.doubts(false, true),
            [Doubt::TypeUnsure, Doubt::CountryUnsure]
        );
        let other = name(Some(false), Some(false));
        assert_eq!(
            other.doubts(true, true),
            [Doubt::OtherType, Doubt::OtherCountry]
        );
    }
}
