//! Redaction: personal numbers and portraits of Dutch documents, covered in the picture itself.
//!
//! A Dutch document shows its holder's burgerservicenummer (BSN) in up to four places: in print,
//! in the machine-readable zone, in a QR code, and again on the other side. [`redact`] covers
//! every place it finds, and everything else on the page that may be such a number, with one solid
//! colour: what is under it is gone, not blurred.
//!
//! A redaction that cannot be sure says so and gives no picture at all, neither of the side in
//! doubt nor of the other one. When it is sure:
//!
//! 1. The picture shows a page, read as the kind of document that was declared and as a Dutch one
//!    ([`Doubt::NoPage`], [`Doubt::TypeUnsure`], [`Doubt::OtherType`], [`Doubt::CountryUnsure`],
//!    [`Doubt::OtherCountry`], [`Doubt::SeveralDocuments`]). The reverse of a passport's data page
//!    and the back of a driving licence do not say what they are: they count beside a front that
//!    does, and only with a personal number printed on them.
//! 2. A machine-readable zone on it was read and all its check digits agree
//!    ([`Doubt::ZoneInDoubt`]).
//! 3. The number was found wherever the document's edition has it ([`Doubt::EditionUnknown`],
//!    [`Doubt::NumberNotFound`], [`Doubt::PrintedNumberNotFound`], [`Doubt::CodeNotFound`]), is a
//!    number that can be one, and is the same everywhere ([`Doubt::NumberInDoubt`],
//!    [`Doubt::NumbersDisagree`]).
//! 4. The portrait was found where the document has one ([`Doubt::PortraitNotFound`]).
//! 5. The covered picture, read again, shows none of it outside what is covered
//!    ([`Doubt::NumberLeft`], [`Doubt::CodeLeft`], [`Doubt::PortraitLeft`]).
//!
//! Documents of holders who had no number when they were issued are among those that are refused:
//! no picture tells a number that is not there from one that was not found.

mod copies;
mod cover;
mod doubt;
mod edition;
mod look;
mod number;
mod portraits;
mod recheck;
mod seen;
mod spots;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::catalogue::Side;
use crate::frame::Frame;
use crate::model::ModelError;
use crate::policy::DocumentType;
use crate::read::DocumentEngine;

pub use doubt::Doubt;

use cover::Cover;
use look::Looked;
use recheck::Before;
use seen::Shown;

/// What can be covered, spelled as in the Assure API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RedactedField {
    /// The burgerservicenummer, in print, in the zone and in codes.
    PersonalIdentificationNumber,
    /// The holder's portrait and its smaller copies.
    Photo,
}

/// How much around a field is covered with it, spelled as in the Assure API.
///
/// | level | around text, in heights of its capitals | around portraits and codes, in their sides |
/// |---|---|---|
/// | `standard` | 0.45 | 0.04 |
/// | `medium` | 0.8 | 0.08 |
/// | `high` | 1.3 | 0.13 |
/// | `veryHigh` | 2 | 0.2 |
///
/// The smallest still covers what places are unsure by: a third of a capital for printed
/// characters, a cell of the layout network, half a millimetre, for portraits.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub enum RedactionLevel {
    /// The smallest box.
    #[default]
    Standard,
    /// Larger.
    Medium,
    /// Larger still.
    High,
    /// The largest box.
    VeryHigh,
}

impl RedactionLevel {
    /// Every level, the smallest first.
    pub const ALL: [Self; 4] = [Self::Standard, Self::Medium, Self::High, Self::VeryHigh];

    /// What is covered around text on each side, in heights of its capitals.
    #[must_use]
    pub fn text_margin(self) -> f32 {
        match self {
            Self::Standard => 0.45,
            Self::Medium => 0.8,
            Self::High => 1.3,
            Self::VeryHigh => 2.0,
        }
    }

    /// What is covered around portraits and codes on each side, as a share of their sides.
    #[must_use]
    pub fn picture_margin(self) -> f32 {
        match self {
            Self::Standard => 0.04,
            Self::Medium => 0.08,
            Self::High => 0.13,
            Self::VeryHigh => 0.2,
        }
    }
}

/// What is to be covered, in which pictures. At least one side is given.
pub struct RedactionRequest<'a> {
    /// The side with the portrait; of a passport the data page.
    pub front: Option<&'a Frame>,
    /// The other side.
    pub back: Option<&'a Frame>,
    /// What kind of Dutch document it is said to be.
    pub document_type: DocumentType,
    /// What to cover. Nothing is covered twice where a field is named twice.
    pub fields: &'a [RedactedField],
    /// How much around it.
    pub level: RedactionLevel,
    /// Settles the century of two-digit years.
    pub today: Date,
}

/// What became of a redaction.
#[derive(Debug)]
pub enum Redaction {
    /// Every field is covered wherever it stands: one entry a side that was given, the front
    /// first.
    Sure(Vec<RedactedSide>),
    /// Not sure: there is no picture, and these are the reasons.
    NotSure(Vec<SideDoubt>),
}

/// A side on which nothing is left of what was to be covered.
#[derive(Debug)]
pub struct RedactedSide {
    /// Which picture of the request it is.
    pub side: Side,
    /// The picture as it was sent, of the same size, with what was found painted over; as it was
    /// where it shows nothing to cover.
    pub frame: Frame,
    /// What is painted over.
    pub covered: Vec<Covered>,
}

/// Something that is painted over.
#[derive(Debug, Clone, PartialEq)]
pub struct Covered {
    /// What it is.
    pub field: RedactedField,
    /// The corners of a convex polygon, clockwise as seen, in pixels of the frame.
    pub corners: Vec<(f32, f32)>,
}

/// Why a redaction is not sure, and of which picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SideDoubt {
    /// The picture of the request.
    pub side: Side,
    /// The reason.
    pub doubt: Doubt,
}

/// A redaction that cannot be carried out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RedactError {
    /// Neither side was given.
    #[error("a redaction needs a picture of the front or of the back")]
    NoPicture,
    /// No field was named.
    #[error("a redaction needs a field to cover")]
    NoField,
    /// A network failed.
    #[error(transparent)]
    Model(#[from] ModelError),
}

/// Covers fields in the pictures of a Dutch document.
///
/// Each side is read closely, covered and read again: some eight times the work of
/// [`DocumentEngine::read`], and one more copy of the frame.
///
/// # Errors
/// [`RedactError`] when nothing is asked for or a network fails. Pictures that cannot be redacted
/// with certainty are no error: the outcome is [`Redaction::NotSure`].
pub fn redact(
    engine: &DocumentEngine,
    request: &RedactionRequest,
) -> Result<Redaction, RedactError> {
    if request.fields.is_empty() {
        return Err(RedactError::NoField);
    }
    let pictures = [(Side::Front, request.front), (Side::Back, request.back)];
    let mut sides = Vec::new();
    for (side, frame) in pictures {
        if let Some(frame) = frame {
            sides.push((side, frame, Looked::at(engine, frame, request.today)?));
        }
    }
    if sides.is_empty() {
        return Err(RedactError::NoPicture);
    }
    let looks: Vec<&Looked> = sides.iter().map(|(_, _, looked)| looked).collect();
    let shown = Shown::by(&looks, request.document_type, request.today);
    let mut redacted = Vec::new();
    let mut doubts = Vec::new();
    for ((side, frame, looked), shown) in sides.iter().zip(&shown) {
        let covers = match covers(engine, frame, looked, shown, request)? {
            Ok(covers) => covers,
            Err(own) => {
                doubts.extend(
                    own.into_iter()
                        .map(|doubt| SideDoubt { side: *side, doubt }),
                );
                continue;
            }
        };
        let mut covered = (*frame).clone();
        for cover in &covers {
            cover.paint(&mut covered);
        }
        redacted.push((*side, covered, covers));
    }
    // What is in doubt is not worth the second reading.
    if doubts.is_empty() {
        for (((side, covered, covers), shown), (_, frame, looked)) in
            redacted.iter().zip(&shown).zip(&sides)
        {
            let before = Before {
                frame,
                looked,
                shown,
            };
            let left = recheck::left(engine, covered, covers, &before, request)?;
            doubts.extend(
                left.into_iter()
                    .map(|doubt| SideDoubt { side: *side, doubt }),
            );
        }
    }
    if !doubts.is_empty() {
        return Ok(Redaction::NotSure(doubts));
    }
    let sides = redacted
        .into_iter()
        .map(|(side, frame, covers)| RedactedSide {
            side,
            frame,
            covered: covers.into_iter().map(Cover::told).collect(),
        });
    Ok(Redaction::Sure(sides.collect()))
}

impl RedactionRequest<'_> {
    fn covers(&self, field: RedactedField) -> bool {
        self.fields.contains(&field)
    }
}

/// What is to be covered on a side, or why that is not sure.
fn covers(
    engine: &DocumentEngine,
    frame: &Frame,
    looked: &Looked,
    shown: &Shown,
    request: &RedactionRequest,
) -> Result<Result<Vec<Cover>, Vec<Doubt>>, ModelError> {
    let mut covers = Vec::new();
    let mut doubts = shown.doubts.clone();
    if request.covers(RedactedField::PersonalIdentificationNumber) {
        let numbers = spots::numbers(looked, shown, request.level);
        covers.extend(numbers.covers);
        doubts.extend(numbers.doubts);
    }
    if request.covers(RedactedField::Photo) {
        let found = portraits::find(engine, frame, looked, request.level)?;
        if found.is_empty() && shown.has_portrait() {
            doubts.push(Doubt::PortraitNotFound);
        }
        covers.extend(found);
    }
    if covers.iter().any(|cover| !cover.is_placed()) {
        doubts.push(Doubt::PlaceUnsure);
    }
    doubts.sort_unstable();
    doubts.dedup();
    Ok(if doubts.is_empty() {
        Ok(covers)
    } else {
        Err(doubts)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_cover_strictly_more_each() {
        for pair in RedactionLevel::ALL.windows(2) {
            assert!(pair[0].text_margin() < pair[1].text_margin());
            assert!(pair[0].picture_margin() < pair[1].picture_margin());
        }
    }

    #[test]
    fn fields_and_levels_are_spelled_as_in_the_api() {
        let json = |level: RedactionLevel| serde_json::to_string(&level).unwrap();
        assert_eq!(
            RedactionLevel::ALL.map(json),
            [r#""standard""#, r#""medium""#, r#""high""#, r#""veryHigh""#]
        );
        let fields = [
            RedactedField::PersonalIdentificationNumber,
            RedactedField::Photo,
        ];
        assert_eq!(
            serde_json::to_string(&fields).unwrap(),
            r#"["personalIdentificationNumber","photo"]"#
        );
        assert_eq!(RedactionLevel::default(), RedactionLevel::Standard);
    }
}
