//! What a check rests on: one measurement each, against one threshold.

use serde::{Deserialize, Serialize};

use crate::catalogue::Side;
use crate::fields::Field;
use crate::region::Region;

/// What is looked at. One check rests on several rules; a policy may make any of them a signal,
/// which is told and does not decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Rule {
    /// Check digits of the machine-readable zone (ICAO 9303-3 §4.9): share that agrees.
    CheckDigits,
    /// A passport has a machine-readable zone that could be read: told only where it has not, 0.
    ZoneIsThere,
    /// Two zones of a side say the same: likeness, 0 to 1.
    ZonesAgree,
    /// The personal number's own check digits: 1 or 0.
    PersonalNumberCheckDigits,
    /// The date of birth within the personal number: 1 or 0.
    PersonalNumberBirth,
    /// The sex within the personal number: 1 or 0.
    PersonalNumberSex,
    /// The document number has a form that such documents' numbers have: 1 or 0.
    DocumentNumberFormat,
    /// Days from the date of issue to that of expiry.
    IssueBeforeExpiry,
    /// Days from the date of issue to today.
    IssuedByToday,
    /// Years from the date of birth to today.
    PlausibleAge,
    /// Years from today to the date of expiry.
    PlausibleExpiry,
    /// What the zone says of the issuing state fits what is printed: 1 or 0.
    IssuingCountryAgrees,
    /// Days that the document is still valid.
    DaysLeft,
    /// Completed years of age.
    Age,
    /// What of the page's colours no copy in one ink explains, see
    /// [`crate::quality::colour_variety`].
    ColourVariety,
    /// Probability of traces of a screen, 0 to 1 (see [`crate::tamper::Traces::screen`]).
    ScreenTraces,
    /// Probability of traces of a printed copy, 0 to 1.
    PrintTraces,
    /// Probability that a place was altered, 0 to 1.
    AlteredPlace,
    /// How much of the picture's earlier compressions the portrait lacks, 0 to 1 (see
    /// [`crate::tamper::Traces::portrait_history_missing`]).
    PortraitHistoryMissing,
    /// The file names a program that makes pictures: 1.
    GeneratingSoftware,
    /// The file names a program that changes pictures: 1.
    EditingSoftware,
    /// How alike the portrait and a second, smaller one are, 0 to 1.
    SecondPortrait,
    /// Both sides say the same: likeness, 0 to 1.
    SidesAgree,
    /// How many of the fields that the zone on the back holds are printed on the front.
    FrontShowsZone,
    /// Both sides are of the same document: 1 or 0.
    SameDocument,
    /// One picture shows a front and the other a back: 1 or 0.
    FrontAndBack,
    /// Probability of traces of a display around the face on the selfie, 0 to 1.
    FaceOnScreen,
    /// Probability of traces of print around the face on the selfie, 0 to 1.
    FaceInPrint,
    /// Share of the outline around it that the face on the selfie has, 0 to 1: 1 where there is
    /// none, 0 beside a machine-readable zone.
    FaceOnDocument,
    /// Mean probability of traces of a display around the face on the selfie and the frames before
    /// it, 0 to 1.
    BurstOnScreen,
    /// Mean probability of traces of print around the face on the selfie and the frames before it,
    /// 0 to 1.
    BurstInPrint,
    /// Least likeness of the selfie to the frames before it, 0 to 1.
    BurstSamePerson,
    /// How much of the face's growth in the live picture its surroundings took part in, 0 to 1 (see
    /// [`crate::liveness::Burst::moves_as_one`]).
    MovesAsOne,
    /// Steps of the active challenge are shown by its frames: 1 or 0.
    ChallengeDone,
    /// Least likeness of the selfie to the frames of the challenge, 0 to 1.
    ChallengeSamePerson,
    /// How little the turned face is the straight one laid flat, see
    /// [`crate::challenge::Attempt::relief`] and [`crate::liveness::Burst::relief`].
    FaceRelief,
    /// Likeness of the picture to one of another dossier, 0 to 1: see
    /// [`crate::provenance::Provenance::seen_before`].
    SeenBefore,
    /// The camera is none that a program shows pictures with: 1 or 0.
    VirtualCamera,
    /// The picture is as large as the camera's frames: 1 or 0.
    CameraFits,
    /// Share of the live frames that repeat an earlier one, 0 to 1.
    RepeatedFrames,
}

impl Rule {
    /// One sentence in English of what failing means, without personal data.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Self::CheckDigits => "Check digits of the machine-readable zone do not agree.",
            Self::ZoneIsThere => "The machine-readable zone of the passport could not be read.",
            Self::ZonesAgree => "Two zones of the document say different things.",
            Self::PersonalNumberCheckDigits => {
                "The check digits of the personal number do not agree."
            }
            Self::PersonalNumberBirth => "The personal number holds another date of birth.",
            Self::PersonalNumberSex => "The personal number holds another sex.",
            Self::DocumentNumberFormat => "Documents of this kind have other forms of numbers.",
            Self::IssueBeforeExpiry => "The document ends before it was issued.",
            Self::IssuedByToday => "The document was issued after today.",
            Self::PlausibleAge => "The date of birth is in the future or too long ago.",
            Self::PlausibleExpiry => "The date of expiry is later than documents are valid.",
            Self::IssuingCountryAgrees => {
                "The issuing state of the zone is not that of the document."
            }
            Self::DaysLeft => "The document is no longer valid.",
            Self::Age => "The holder is too young.",
            Self::ColourVariety => "The picture has no more colours than a copy in one ink.",
            Self::ScreenTraces => "The picture looks photographed off a screen.",
            Self::PrintTraces => "The picture looks taken of a printed copy.",
            Self::AlteredPlace => "A place looks altered beside what is around it.",
            Self::PortraitHistoryMissing => {
                "The portrait was not stored together with the rest of the picture."
            }
            Self::GeneratingSoftware => "The file says that a program made the picture.",
            Self::EditingSoftware => "The file says that a program changed the picture.",
            Self::SecondPortrait => "The second portrait shows somebody else.",
            Self::SidesAgree => "Front and back say different things.",
            Self::FrontShowsZone => "The front shows nothing that the zone on the back says.",
            Self::SameDocument => "Front and back are of different documents.",
            Self::FrontAndBack => "Both pictures show the same side.",
            Self::FaceOnScreen => "The selfie looks photographed off a screen.",
            Self::FaceInPrint => "The selfie looks taken of a print.",
            Self::FaceOnDocument => "The selfie shows a portrait on a document.",
            Self::BurstOnScreen => "The live picture looks taken of a screen.",
            Self::BurstInPrint => "The live picture looks taken of a print.",
            Self::BurstSamePerson => "Somebody else was before the camera than on the selfie.",
            Self::MovesAsOne => "The face and what is around it moved as one picture.",
            Self::ChallengeDone => "What was asked before the camera was not done.",
            Self::ChallengeSamePerson => "Somebody else did what was asked before the camera.",
            Self::FaceRelief => "The face turned as a picture does.",
            Self::SeenBefore => "The same picture came with another dossier.",
            Self::VirtualCamera => "The camera is a program.",
            Self::CameraFits => "The picture is not as large as what its camera shows.",
            Self::RepeatedFrames => "The live picture stood still or began again.",
        }
    }
}

/// One measurement. Holds no personal data but the holder's age and the days left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    /// What was looked at.
    pub rule: Rule,
    /// Of which field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Field>,
    /// On which side; `None` where it is both or the document as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// Where, in pixels of that side's picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
    /// What was measured; its unit is the rule's.
    pub measured: f32,
    /// What it had to reach, or, where `passed` says so, not to pass.
    pub threshold: f32,
    /// Whether it did.
    pub passed: bool,
    /// How sure that is to be right, 0 (it surely fails) to 1 (it surely passes); below 0.5
    /// exactly where it failed.
    pub score: f32,
    /// Whether it may decide; `false` for a signal.
    #[serde(default = "yes")]
    pub decides: bool,
}

fn yes() -> bool {
    true
}

impl Evidence {
    /// Passes where something holds or not.
    #[must_use]
    pub fn holds(rule: Rule, holds: bool) -> Self {
        Self::at_least(rule, f32::from(holds), 1.0, f32::from(holds))
    }

    /// Passes from the threshold on.
    #[must_use]
    pub fn at_least(rule: Rule, measured: f32, threshold: f32, score: f32) -> Self {
        Self {
            rule,
            field: None,
            side: None,
            region: None,
            measured,
            threshold,
            passed: measured >= threshold,
            score: score.clamp(0.0, 1.0),
            decides: true,
        }
    }

    /// Passes below the threshold.
    #[must_use]
    pub fn below(rule: Rule, measured: f32, threshold: f32, score: f32) -> Self {
        Self {
            passed: measured < threshold,
            ..Self::at_least(rule, measured, threshold, score)
        }
    }

    /// A share (0 to 1) that passes below the threshold; its score follows from both.
    #[must_use]
    pub fn share_below(rule: Rule, measured: f32, threshold: f32) -> Self {
        Self::below(rule, measured, threshold, falling(measured, threshold))
    }

    /// A share (0 to 1) that passes from the threshold on; its score follows from both.
    #[must_use]
    pub fn share_at_least(rule: Rule, measured: f32, threshold: f32) -> Self {
        Self::at_least(
            rule,
            measured,
            threshold,
            1.0 - falling(measured, threshold),
        )
    }

    /// The same, of a field.
    #[must_use]
    pub fn of(self, field: Field) -> Self {
        Self {
            field: Some(field),
            ..self
        }
    }

    /// The same, on a side.
    #[must_use]
    pub fn on(self, side: Side) -> Self {
        Self {
            side: Some(side),
            ..self
        }
    }

    /// The same, at a place.
    #[must_use]
    pub fn at(self, region: Option<Region>) -> Self {
        Self { region, ..self }
    }

    /// Whether it makes its check fail.
    #[must_use]
    pub fn fails(&self) -> bool {
        self.decides && !self.passed
    }
}

/// 1 for nothing measured, 0.5 at the threshold, 0 for 1.
fn falling(measured: f32, threshold: f32) -> f32 {
    if measured < threshold {
        1.0 - 0.5 * measured / threshold
    } else {
        0.5 * (1.0 - measured) / (1.0 - threshold).max(f32::EPSILON)
    }
}

/// Outcome of one check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Whether nothing that decides failed.
    pub passed: bool,
    /// The least score of what decides, 0 to 1.
    pub score: f32,
    /// What it rests on: what failed first, signals last.
    pub evidence: Vec<Evidence>,
}

impl Outcome {
    /// Judges; `signals` do not decide. `None` where nothing that decides was measured.
    #[must_use]
    pub fn of(evidence: Vec<Evidence>, signals: &[Rule]) -> Option<Self> {
        let mut evidence: Vec<Evidence> = evidence
            .into_iter()
            .map(|own| Evidence {
                decides: own.decides && !signals.contains(&own.rule),
                ..own
            })
            .collect();
        let scores = evidence.iter().filter(|own| own.decides);
        let score = scores.map(|own| own.score).min_by(f32::total_cmp)?;
        let passed = !evidence.iter().any(Evidence::fails);
        evidence.sort_by(|a, b| {
            (b.decides, a.passed)
                .cmp(&(a.decides, b.passed))
                .then(a.score.total_cmp(&b.score))
        });
        Some(Self {
            passed,
            score,
            evidence,
        })
    }

    /// What failed and may decide.
    pub fn failing(&self) -> impl Iterator<Item = &Evidence> {
        self.evidence.iter().filter(|own| own.fails())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_score_is_the_checks_and_one_failure_fails_it() {
        let outcome = Outcome::of(
            vec![
                Evidence::at_least(Rule::ZonesAgree, 0.9, 0.7, 0.8),
                Evidence::holds(Rule::CheckDigits, false),
                Evidence::holds(Rule::PlausibleAge, true),
            ],
            &[],
        )
        .unwrap();
        assert!(!outcome.passed);
        assert!(outcome.score.abs() < 1e-6);
        assert_eq!(outcome.evidence[0].rule, Rule::CheckDigits);
        assert_eq!(outcome.failing().count(), 1);
    }

    #[test]
    fn a_signal_is_told_and_does_not_decide() {
        let evidence = || {
            vec![
                Evidence::holds(Rule::DocumentNumberFormat, false),
                Evidence::holds(Rule::CheckDigits, true),
            ]
        };
        let outcome = Outcome::of(evidence(), &[Rule::DocumentNumberFormat]).unwrap();
        assert!(outcome.passed && (outcome.score - 1.0).abs() < 1e-6);
        assert_eq!(outcome.evidence[1].rule, Rule::DocumentNumberFormat);
        assert!(!outcome.evidence[1].decides && !outcome.evidence[1].passed);
        assert!(!Outcome::of(evidence(), &[]).unwrap().passed);
        assert_eq!(
            Outcome::of(evidence()[..1].to_vec(), &[Rule::DocumentNumberFormat]),
            None
        );
    }
}
