//! What the caller decides: the date, the minimum age, where similarity levels begin.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::report::SimilarityLevel;

/// Settings of one verification. Recorded with its result, so that a verdict can be repeated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Policy {
    /// The date on which the document must be valid and the holder old enough.
    pub today: Date,
    /// Completed years of age below which the verdict is `rejected`.
    pub minimum_age_years: u8,
    /// Where the levels of similarity begin.
    pub similarity: SimilarityThresholds,
}

impl Policy {
    /// The default policy on a given day: 18 years, the provisional similarity levels.
    #[must_use]
    pub fn on(today: Date) -> Self {
        Self {
            today,
            minimum_age_years: 18,
            similarity: SimilarityThresholds::default(),
        }
    }
}

/// Lowest score (0 to 1, see [`crate::face::Similarity`]) of each level.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SimilarityThresholds {
    /// From here on `high`.
    pub high: f32,
    /// From here on `medium`.
    pub medium: f32,
    /// From here on `low`; below it `veryLow`.
    pub low: f32,
}

impl Default for SimilarityThresholds {
    fn default() -> Self {
        Self {
            high: 0.75,
            medium: 0.5,
            low: 0.25,
        }
    }
}

impl SimilarityThresholds {
    /// The level of a score.
    #[must_use]
    pub fn level(&self, score: f32) -> SimilarityLevel {
        if score >= self.high {
            SimilarityLevel::High
        } else if score >= self.medium {
            SimilarityLevel::Medium
        } else if score >= self.low {
            SimilarityLevel::Low
        } else {
            SimilarityLevel::VeryLow
        }
    }
}

/// The kinds of document that the capture flow offers, spelled as in the Assure API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DocumentType {
    /// A passport booklet's data page (ID-3).
    Passport,
    /// An identity card (ID-1 or ID-2).
    IdentityCard,
    /// A driving licence.
    DriversLicense,
    /// A residence permit.
    ResidencePermit,
}

/// What the person said the document is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Declared {
    /// The kind of document.
    pub document_type: DocumentType,
    /// Issuing country, ISO 3166-1 alpha-3 or an ICAO code such as `UTO`.
    pub country: String,
    /// The entry of the [catalogue](crate::catalogue), where one was chosen.
    #[serde(default)]
    pub document_id: Option<u32>,
}
