//! The selfie shows a person, not a picture of one; and the person did what was asked.

use super::evidence::{Evidence, Outcome, Rule};
use super::provenance::provenance;
use crate::liveness::Liveness;
use crate::policy::Thresholds;

/// Passes where nothing speaks of a picture, and the challenge, where one was asked for, was done by
/// the person of the selfie. `None` where nothing that decides was looked at.
#[must_use]
pub fn not_face_spoofing(
    liveness: &Liveness,
    thresholds: &Thresholds,
    signals: &[Rule],
) -> Option<Outcome> {
    let mut evidence = Vec::new();
    if let Some(traces) = &liveness.traces {
        let below = |rule, measured: f32, threshold: f32| {
            Evidence::share_below(rule, measured, threshold).at(liveness.face)
        };
        evidence.push(below(
            Rule::FaceOnScreen,
            traces.screen,
            thresholds.face_on_screen,
        ));
        evidence.push(below(
            Rule::FaceInPrint,
            traces.print,
            thresholds.face_in_print,
        ));
        let share = if traces.zone {
            0.0
        } else {
            traces.sheet.unwrap_or(1.0)
        };
        let least = thresholds.face_on_document;
        let on_document = Evidence::share_at_least(Rule::FaceOnDocument, share, least);
        evidence.push(on_document.at(liveness.face));
    }
    if let Some(burst) = &liveness.burst {
        let (screen, print) = (thresholds.burst_on_screen, thresholds.burst_in_print);
        evidence.extend([
            Evidence::share_below(Rule::BurstOnScreen, burst.screen, screen),
            Evidence::share_below(Rule::BurstInPrint, burst.print, print),
        ]);
        let same = burst
            .likeness
            .map(|likeness| same_person(Rule::BurstSamePerson, likeness, thresholds));
        evidence.extend(same);
        let as_one = burst
            .moves_as_one
            .map(|share| Evidence::share_below(Rule::MovesAsOne, share, thresholds.moves_as_one));
        evidence.extend(as_one);
    }
    if liveness.asked {
        let done = liveness
            .attempt
            .is_some_and(|own| own.disagreement.is_none());
        evidence.push(Evidence::holds(Rule::ChallengeDone, done));
    }
    if let Some(likeness) = liveness.attempt.and_then(|own| own.likeness) {
        evidence.push(same_person(Rule::ChallengeSamePerson, likeness, thresholds));
    }
    let reliefs = [
        liveness.burst.and_then(|own| own.relief),
        liveness.attempt.and_then(|own| own.relief),
    ];
    for relief in reliefs.into_iter().flatten() {
        let least = thresholds.face_relief;
        let score = 0.5 * relief / least.max(f32::EPSILON);
        evidence.push(Evidence::at_least(Rule::FaceRelief, relief, least, score));
    }
    evidence.extend(provenance(&liveness.provenance, thresholds));
    Outcome::of(evidence, signals)
}

fn same_person(rule: Rule, likeness: f32, thresholds: &Thresholds) -> Evidence {
    Evidence::share_at_least(rule, likeness, thresholds.same_person)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::challenge::{Attempt, Disagreement};
    use crate::liveness::{Burst, SelfieTraces};
    use crate::policy::PolicyDocument;

    fn traces(screen: f32, print: f32, sheet: Option<f32>, zone: bool) -> Liveness {
        Liveness {
            traces: Some(SelfieTraces {
                screen,
                print,
                sheet,
                zone,
                windows: vec![],
            }),
            ..Liveness::default()
        }
    }

    fn failing(liveness: &Liveness) -> Vec<Rule> {
        let thresholds = Thresholds {
            face_on_screen: 0.6,
            face_in_print: 0.7,
            face_on_document: 0.1,
            same_person: 0.5,
            burst_on_screen: 0.4,
            burst_in_print: 0.5,
            moves_as_one: 0.7,
            ..PolicyDocument::default().thresholds
        };
        let found = not_face_spoofing(liveness, &thresholds, &[]).unwrap();
        assert_eq!(found.passed, found.score >= 0.5, "{found:?}");
        found.failing().map(|own| own.rule).collect()
    }

    #[test]
    fn each_sign_of_a_picture_fails_by_its_own_threshold() {
        assert!(failing(&traces(0.59, 0.69, None, false)).is_empty());
        assert!(failing(&traces(0.0, 0.0, Some(0.11), false)).is_empty());
        let screen = failing(&traces(0.61, 0.0, None, false));
        assert_eq!(screen, [Rule::FaceOnScreen]);
        assert_eq!(
            failing(&traces(0.0, 0.71, None, false)),
            [Rule::FaceInPrint]
        );
        for (sheet, zone) in [(Some(0.09), false), (None, true), (Some(0.5), true)] {
            let found = failing(&traces(0.0, 0.0, sheet, zone));
            assert_eq!(found, [Rule::FaceOnDocument]);
        }
    }

    #[test]
    fn several_frames_fail_what_one_passes() {
        let seen = Burst {
            faces: 3,
            screen: 0.1,
            print: 0.1,
            likeness: Some(0.9),
            relief: None,
            moves_as_one: Some(0.3),
        };
        let failing = |burst| {
            failing(&Liveness {
                burst: Some(burst),
                ..traces(0.59, 0.69, None, false)
            })
        };
        assert!(failing(seen).is_empty());
        let failing_after = |change: fn(&mut Burst)| {
            let mut burst = seen;
            change(&mut burst);
            failing(burst)
        };
        let screen = failing_after(|own| own.screen = 0.41);
        assert_eq!(screen, [Rule::BurstOnScreen]);
        let print = failing_after(|own| own.print = 0.51);
        assert_eq!(print, [Rule::BurstInPrint]);
        let other = failing_after(|own| own.likeness = Some(0.4));
        assert_eq!(other, [Rule::BurstSamePerson]);
        let flat = failing_after(|own| own.relief = Some(0.02));
        assert_eq!(flat, [Rule::FaceRelief]);
        let whole = failing_after(|own| own.moves_as_one = Some(0.8));
        assert_eq!(whole, [Rule::MovesAsOne]);
    }

    #[test]
    fn a_challenge_that_is_asked_for_must_be_done_by_the_same_person() {
        let asked = |attempt| Liveness {
            asked: true,
            attempt,
            ..Liveness::default()
        };
        let attempt = |disagreement, likeness| {
            asked(Some(Attempt {
                disagreement,
                likeness,
                relief: Some(0.1),
            }))
        };
        let flat = asked(Some(Attempt {
            disagreement: None,
            likeness: Some(0.9),
            relief: Some(0.02),
        }));
        assert_eq!(failing(&flat), [Rule::FaceRelief]);
        assert!(failing(&attempt(None, Some(0.9))).is_empty());
        assert_eq!(failing(&asked(None)), [Rule::ChallengeDone]);
        let wrong = attempt(Some(Disagreement::Times), Some(0.9));
        assert_eq!(failing(&wrong), [Rule::ChallengeDone]);
        let another = attempt(None, Some(0.2));
        assert_eq!(failing(&another), [Rule::ChallengeSamePerson]);
    }

    #[test]
    fn what_was_not_looked_at_is_absent() {
        let thresholds = PolicyDocument::default().thresholds;
        assert_eq!(
            not_face_spoofing(&Liveness::default(), &thresholds, &[]),
            None
        );
    }
}
