//! Security checks, one file each: what was measured, where, and against which threshold. A check
//! that cannot be computed is absent, which is not "failed".

mod data_integrity;
mod evidence;
#[cfg(test)]
mod fixtures;
mod likeness;
mod non_expired;
mod not_black_and_white;
mod not_face_spoofing;
mod not_tampered_document;
mod not_underage;
mod provenance;
mod selfie_and_document_match;
mod sides;
mod sides_match;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use evidence::{Evidence, Outcome, Rule};
pub use not_face_spoofing::not_face_spoofing;
pub use not_tampered_document::Examined;
pub use selfie_and_document_match::selfie_and_document_match;

use crate::policy::Policy;
use crate::read::DocumentReading;
use crate::report;
use sides::Sides;

/// The checks that pass or fail, spelled as in the Assure API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CheckName {
    /// No trace of manipulation was found.
    NotTamperedDocument,
    /// The document is valid today.
    NonExpired,
    /// The holder has reached the minimum age.
    NotUnderage,
    /// The picture is not of a copy in one ink.
    NotBlackAndWhite,
    /// The document's data agree with themselves.
    DataIntegrity,
    /// Front and back belong together.
    SidesMatch,
    /// The selfie shows a person, not a picture of one.
    NotFaceSpoofing,
}

impl CheckName {
    /// All, in the order of the Assure API.
    pub const ALL: [Self; 7] = [
        Self::NotTamperedDocument,
        Self::NonExpired,
        Self::NotUnderage,
        Self::NotBlackAndWhite,
        Self::DataIntegrity,
        Self::SidesMatch,
        Self::NotFaceSpoofing,
    ];

    /// Its key on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::NotTamperedDocument => "notTamperedDocument",
            Self::NonExpired => "nonExpired",
            Self::NotUnderage => "notUnderage",
            Self::NotBlackAndWhite => "notBlackAndWhite",
            Self::DataIntegrity => "dataIntegrity",
            Self::SidesMatch => "sidesMatch",
            Self::NotFaceSpoofing => "notFaceSpoofing",
        }
    }

    /// The display name, in English.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::NotTamperedDocument => "Not tampered document",
            Self::NonExpired => "Document not expired",
            Self::NotUnderage => "Not underage",
            Self::NotBlackAndWhite => "Not black & white copy",
            Self::DataIntegrity => "Data integrity",
            Self::SidesMatch => "Front and back match",
            Self::NotFaceSpoofing => "Not face spoofing",
        }
    }
}

/// The checks that could be computed.
pub type Outcomes = BTreeMap<CheckName, Outcome>;

/// Runs the checks of a document of which one side or both were read, and the pictures examined.
#[must_use]
pub fn checks(
    front: &DocumentReading,
    back: Option<&DocumentReading>,
    examined: &Examined,
    policy: &Policy,
) -> Outcomes {
    let sides = Sides::of(front, back);
    let (today, document) = (policy.today, &policy.document);
    let signals = document.signals.as_slice();
    let minimum_age_years = document.minimum_age_years;
    let thresholds = &document.thresholds;
    let least_variety = thresholds.colour_variety;
    [
        (
            CheckName::NotTamperedDocument,
            not_tampered_document::not_tampered_document(&sides, examined, thresholds, signals),
        ),
        (
            CheckName::NonExpired,
            non_expired::non_expired(&sides, today, signals),
        ),
        (
            CheckName::NotUnderage,
            not_underage::not_underage(&sides, today, minimum_age_years, signals),
        ),
        (
            CheckName::NotBlackAndWhite,
            not_black_and_white::not_black_and_white(&sides, least_variety, signals),
        ),
        (
            CheckName::DataIntegrity,
            data_integrity::data_integrity(&sides, examined.declared, today, signals),
        ),
        (
            CheckName::SidesMatch,
            sides_match::sides_match(&sides, signals),
        ),
        (
            CheckName::NotFaceSpoofing,
            not_face_spoofing::not_face_spoofing(&examined.liveness, thresholds, signals),
        ),
    ]
    .into_iter()
    .filter_map(|(name, outcome)| Some((name, outcome?)))
    .collect()
}

/// The outcome of a check in the report's shape.
pub(crate) fn reported(outcomes: &Outcomes, name: CheckName) -> Option<report::Check> {
    let outcome = outcomes.get(&name)?;
    Some(report::Check {
        name: name.title().to_owned(),
        passed: outcome.passed,
    })
}
