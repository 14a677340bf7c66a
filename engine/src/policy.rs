//! What the caller decides: the date, which checks decide and how, where thresholds lie.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

use crate::check::{CheckName, Rule};
use crate::report::SimilarityLevel;

const STANDARD: &str = include_str!("../policy.json");
const MINUTE_SECONDS: i32 = 60;

/// Settings of one verification. Recorded with its result, so that a verdict can be repeated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Policy {
    /// The date on which the document must be valid and the holder old enough.
    pub today: Date,
    /// What decides, and how.
    #[serde(flatten)]
    pub document: PolicyDocument,
}

impl Policy {
    /// The standard policy on a given day.
    #[must_use]
    pub fn on(today: Date) -> Self {
        PolicyDocument::default().on(today)
    }
}

/// A versioned policy. `engine/policy.json` is the standard one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PolicyDocument {
    /// Its version, told with each verdict: not empty, another one for each change.
    pub version: String,
    /// Completed years of age below which `notUnderage` fails.
    pub minimum_age_years: u8,
    /// Where the day begins by which documents expire and holders come of age: minutes ahead of
    /// UTC, -1439 to 1439.
    pub utc_offset_minutes: i16,
    /// Where the levels of similarity begin.
    pub similarity: SimilarityThresholds,
    /// What follows from each check.
    pub checks: BTreeMap<CheckName, Consequences>,
    /// Rules that are told as evidence and decide nothing.
    pub signals: Vec<Rule>,
    /// Where measurements begin to speak against a document.
    pub thresholds: Thresholds,
}

impl Default for PolicyDocument {
    fn default() -> Self {
        Self::parse(STANDARD).unwrap_or_else(|error| unreachable!("engine/policy.json: {error}"))
    }
}

/// What follows from a check that failed, and from one that could not be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Consequences {
    /// From one that failed.
    pub failed: Consequence,
    /// From one that could not be computed.
    pub absent: Consequence,
}

/// What follows for the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Consequence {
    /// The document is rejected.
    Rejected,
    /// A person should look.
    Inconclusive,
    /// Nothing; it is told.
    Ignored,
}

/// Where measurements begin to speak against a document.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Thresholds {
    /// Least [`crate::quality::colour_variety`] of an original, 0 to 1.
    pub colour_variety: f32,
    /// Least [`crate::tamper::Traces::screen`] of a picture of a screen, 0 to 1.
    pub screen_traces: f32,
    /// Least [`crate::tamper::Traces::print`] of a picture of a printed copy, 0 to 1.
    pub print_traces: f32,
    /// Least [`crate::tamper::Suspect::probability`] of a place that was altered, 0 to 1.
    pub altered_place: f32,
    /// Least [`crate::tamper::Traces::portrait_history_missing`] of a portrait that was pasted, 0 to 1.
    pub portrait_history_missing: f32,
    /// Least likeness of a document's two portraits, 0 to 1.
    pub second_portrait: f32,
    /// Least [`crate::liveness::SelfieTraces::screen`] of a face on a display, 0 to 1.
    pub face_on_screen: f32,
    /// Least [`crate::liveness::SelfieTraces::print`] of a printed face, 0 to 1.
    pub face_in_print: f32,
    /// Least [`crate::liveness::SelfieTraces::sheet`] of a face that is no portrait on a document, 0
    /// to 1.
    pub face_on_document: f32,
    /// Least [`crate::liveness::Burst::screen`] of a live picture of a display, 0 to 1.
    pub burst_on_screen: f32,
    /// Least [`crate::liveness::Burst::print`] of a live picture of a print, 0 to 1.
    pub burst_in_print: f32,
    /// Least [`crate::liveness::Burst::moves_as_one`] of a picture that is moved, 0 to 1.
    pub moves_as_one: f32,
    /// Least likeness of the selfie to the frames before it and to those of an active challenge, 0
    /// to 1.
    pub same_person: f32,
    /// Least [`crate::challenge::Attempt::relief`] of a head, 0 to 1.
    pub face_relief: f32,
    /// Least likeness (see [`crate::provenance::Provenance::seen_before`]) to a picture that came
    /// before, 0 to 1.
    pub seen_before: f32,
    /// Least share of live frames that repeat earlier ones of a film that is played, 0 to 1.
    pub repeated_frames: f32,
}

/// A policy that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// It is no JSON of this shape.
    #[error("the policy cannot be read: {0}")]
    Shape(#[from] serde_json::Error),
    /// It has no version.
    #[error("the policy has no version; give it one, and another one for each change")]
    Version,
    /// A check is missing.
    #[error("the policy does not say what follows from {0:?}")]
    Check(CheckName),
    /// A threshold lies outside of what is measured, or similarity levels do not rise.
    #[error("the policy's {0} must lie between 0 and 1, levels in rising order")]
    Threshold(&'static str),
    /// The offset is more than a day.
    #[error("the policy's utcOffsetMinutes is {0}; it must lie between -1439 and 1439")]
    Offset(i16),
}

impl PolicyDocument {
    /// Reads and checks a policy.
    ///
    /// # Errors
    /// [`PolicyError`] says what is wrong with it.
    pub fn parse(json: &str) -> Result<Self, PolicyError> {
        serde_json::from_str::<Self>(json)?.checked()
    }

    fn checked(self) -> Result<Self, PolicyError> {
        if self.version.trim().is_empty() {
            return Err(PolicyError::Version);
        }
        let missing = |name: &&CheckName| !self.checks.contains_key(name);
        if let Some(name) = CheckName::ALL.iter().find(missing) {
            return Err(PolicyError::Check(*name));
        }
        let SimilarityThresholds { high, medium, low } = self.similarity;
        let share = |value: f32| (0.0..=1.0).contains(&value);
        let rises = low <= medium && medium <= high;
        if !rises || ![high, medium, low].into_iter().all(share) {
            return Err(PolicyError::Threshold("similarity"));
        }
        let Thresholds {
            colour_variety,
            screen_traces,
            print_traces,
            altered_place,
            portrait_history_missing,
            second_portrait,
            face_on_screen,
            face_in_print,
            face_on_document,
            burst_on_screen,
            burst_in_print,
            moves_as_one,
            same_person,
            face_relief,
            seen_before,
            repeated_frames,
        } = self.thresholds;
        let thresholds = [
            (colour_variety, "thresholds.colourVariety"),
            (screen_traces, "thresholds.screenTraces"),
            (print_traces, "thresholds.printTraces"),
            (altered_place, "thresholds.alteredPlace"),
            (
                portrait_history_missing,
                "thresholds.portraitHistoryMissing",
            ),
            (second_portrait, "thresholds.secondPortrait"),
            (face_on_screen, "thresholds.faceOnScreen"),
            (face_in_print, "thresholds.faceInPrint"),
            (face_on_document, "thresholds.faceOnDocument"),
            (burst_on_screen, "thresholds.burstOnScreen"),
            (burst_in_print, "thresholds.burstInPrint"),
            (moves_as_one, "thresholds.movesAsOne"),
            (same_person, "thresholds.samePerson"),
            (face_relief, "thresholds.faceRelief"),
            (seen_before, "thresholds.seenBefore"),
            (repeated_frames, "thresholds.repeatedFrames"),
        ];
        if let Some((_, name)) = thresholds.into_iter().find(|(value, _)| !share(*value)) {
            return Err(PolicyError::Threshold(name));
        }
        if self.utc_offset_minutes.abs() >= 24 * 60 {
            return Err(PolicyError::Offset(self.utc_offset_minutes));
        }
        Ok(self)
    }

    /// The policy on a given day.
    #[must_use]
    pub fn on(self, today: Date) -> Policy {
        Policy {
            today,
            document: self,
        }
    }

    /// The policy at a moment: the day is that of its own place.
    #[must_use]
    pub fn at(self, moment: jiff::Timestamp) -> Policy {
        let seconds = i32::from(self.utc_offset_minutes) * MINUTE_SECONDS;
        let offset = Offset::from_seconds(seconds).unwrap_or(Offset::UTC);
        self.on(offset.to_datetime(moment).date())
    }

    /// What follows from a check: `passed` is `None` for one that could not be computed.
    #[must_use]
    pub fn consequence(&self, check: CheckName, passed: Option<bool>) -> Consequence {
        let follows = self.checks.get(&check);
        match (passed, follows) {
            (Some(true), _) | (_, None) => Consequence::Ignored,
            (Some(false), Some(follows)) => follows.failed,
            (None, Some(follows)) => follows.absent,
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
        PolicyDocument::default().similarity
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

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn changed(from: &str, to: &str) -> Result<PolicyDocument, PolicyError> {
        assert!(STANDARD.contains(from), "{from}");
        PolicyDocument::parse(&STANDARD.replace(from, to))
    }

    #[test]
    fn a_policy_says_everything_and_nothing_impossible() {
        assert!(PolicyDocument::parse(STANDARD).is_ok());
        assert!(matches!(
            changed("2026-11.6", " "),
            Err(PolicyError::Version)
        ));
        assert!(matches!(
            changed(
                "\"sidesMatch\": { \"failed\": \"inconclusive\", \"absent\": \"ignored\" }",
                ""
            )
            .and(Ok(())),
            Err(PolicyError::Shape(_))
        ));
        assert!(matches!(
            changed("\"high\": 0.75", "\"high\": 0.4"),
            Err(PolicyError::Threshold("similarity"))
        ));
        assert!(matches!(
            changed("\"colourVariety\": 0.022", "\"colourVariety\": 1.5"),
            Err(PolicyError::Threshold(_))
        ));
        assert!(matches!(
            changed("\"utcOffsetMinutes\": 0", "\"utcOffsetMinutes\": 1440"),
            Err(PolicyError::Offset(1440))
        ));
        assert!(matches!(
            changed("minimumAgeYears", "age"),
            Err(PolicyError::Shape(_))
        ));
        let mut without = PolicyDocument::default();
        without.checks.remove(&CheckName::NonExpired);
        assert!(matches!(
            without.checked(),
            Err(PolicyError::Check(CheckName::NonExpired))
        ));
    }

    #[test]
    fn the_day_is_that_of_the_policys_place() {
        let moment = "2026-11-21T23:30:00Z".parse().unwrap();
        let day = |utc_offset_minutes| {
            let document = PolicyDocument {
                utc_offset_minutes,
                ..PolicyDocument::default()
            };
            document.at(moment).today
        };
        assert_eq!(day(0), date(2026, 11, 21));
        assert_eq!(day(60), date(2026, 11, 22));
        assert_eq!(day(-720), date(2026, 11, 21));
    }

    #[test]
    fn a_recorded_policy_comes_back_whole() {
        let policy = Policy::on(date(2026, 11, 21));
        let json = serde_json::to_string(&policy).unwrap();
        assert_eq!(serde_json::from_str::<Policy>(&json).unwrap(), policy);
    }
}
