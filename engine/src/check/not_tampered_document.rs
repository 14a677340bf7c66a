//! No trace of manipulation: of a screen, of a printed copy, of places that were altered, of
//! programs that make pictures.

use super::evidence::{Evidence, Outcome, Rule};
use super::provenance::provenance;
use super::sides::Sides;
use crate::catalogue::Side;
use crate::face::Similarity;
use crate::frame::Software;
use crate::liveness::Liveness;
use crate::policy::{DocumentType, Thresholds};
use crate::provenance::Provenance;
use crate::tamper::Traces;

/// What was found out about the pictures beyond reading them.
#[derive(Debug, Clone, Default)]
pub struct Examined {
    /// Traces on each side that was looked at.
    pub traces: Vec<(Side, Traces)>,
    /// What the files' metadata name as their maker.
    pub software: Option<Software>,
    /// How alike the portrait and the smaller second one are, where the document has one.
    pub second_portrait: Option<Similarity>,
    /// What is known of the pictures of the sides.
    pub provenance: Vec<(Side, Provenance)>,
    /// What speaks for or against a living person.
    pub liveness: Liveness,
    /// What the person said the document is.
    pub declared: Option<DocumentType>,
}

/// Passes where no trace reaches its threshold; `None` where nothing was looked for.
#[must_use]
pub(super) fn not_tampered_document(
    sides: &Sides,
    examined: &Examined,
    thresholds: &Thresholds,
    signals: &[Rule],
) -> Option<Outcome> {
    let mut evidence = Vec::new();
    for (side, traces) in &examined.traces {
        let below = |rule, measured: f32, threshold: f32| {
            Evidence::share_below(rule, measured, threshold).on(*side)
        };
        evidence.push(below(
            Rule::ScreenTraces,
            traces.screen,
            thresholds.screen_traces,
        ));
        evidence.push(below(
            Rule::PrintTraces,
            traces.print,
            thresholds.print_traces,
        ));
        if let Some(missing) = traces.portrait_history_missing {
            let most = thresholds.portrait_history_missing;
            let place = sides.photo(*side);
            evidence.push(below(Rule::PortraitHistoryMissing, missing, most).at(place));
        }
        let most = thresholds.altered_place;
        match traces.altered.first() {
            None => evidence.push(below(Rule::AlteredPlace, 0.0, most)),
            Some(_) => evidence.extend(traces.altered.iter().map(|suspect| {
                below(Rule::AlteredPlace, suspect.probability, most).at(Some(suspect.region))
            })),
        }
    }
    if let Some(software) = examined.software {
        let rule = match software {
            Software::Editing => Rule::EditingSoftware,
            Software::Generating => Rule::GeneratingSoftware,
        };
        evidence.push(Evidence::below(rule, 1.0, 1.0, 0.0));
    }
    if let Some(similarity) = examined.second_portrait {
        let region = sides.photo(Side::Front);
        let (alike, least) = (similarity.score, thresholds.second_portrait);
        let second = Evidence::share_at_least(Rule::SecondPortrait, alike, least);
        evidence.push(second.on(Side::Front).at(region));
    }
    for (side, known) in &examined.provenance {
        let told = provenance(known, thresholds).into_iter();
        evidence.extend(told.map(|own| own.on(*side)));
    }
    Outcome::of(evidence, signals)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::passport;
    use super::*;
    use crate::policy::PolicyDocument;
    use crate::region::Region;
    use crate::tamper::Suspect;

    fn outcome(examined: &Examined, signals: &[Rule]) -> Option<Outcome> {
        let reading = passport(|_| {});
        let thresholds = Thresholds {
            screen_traces: 0.6,
            print_traces: 0.6,
            altered_place: 0.8,
            portrait_history_missing: 0.2,
            second_portrait: 0.25,
            ..PolicyDocument::default().thresholds
        };
        not_tampered_document(&Sides::of(&reading, None), examined, &thresholds, signals)
    }

    fn traces(screen: f32, print: f32, altered: Option<f32>) -> Examined {
        let region = Region {
            x: 160,
            y: 32,
            width: 48,
            height: 32,
        };
        let altered = altered.map(|probability| Suspect {
            region,
            probability,
        });
        let traces = Traces {
            screen,
            print,
            altered: altered.into_iter().collect(),
            portrait_history_missing: None,
            windows: vec![],
        };
        Examined {
            traces: vec![(Side::Front, traces)],
            ..Examined::default()
        }
    }

    #[test]
    fn each_trace_fails_by_its_own_threshold() {
        let failing = |examined| {
            let found = outcome(&examined, &[]).unwrap();
            assert_eq!(found.passed, found.score >= 0.5, "{found:?}");
            found.failing().map(|own| own.rule).collect::<Vec<_>>()
        };
        assert!(failing(traces(0.59, 0.59, Some(0.79))).is_empty());
        assert_eq!(failing(traces(0.7, 0.0, None)), [Rule::ScreenTraces]);
        assert_eq!(failing(traces(0.0, 0.7, None)), [Rule::PrintTraces]);
        assert_eq!(failing(traces(0.0, 0.0, Some(0.9))), [Rule::AlteredPlace]);
    }

    #[test]
    fn a_portrait_that_lacks_the_pictures_history_fails() {
        let passed = |missing| {
            let mut examined = traces(0.0, 0.0, None);
            examined.traces[0].1.portrait_history_missing = missing;
            outcome(&examined, &[]).unwrap().passed
        };
        assert!(passed(None) && passed(Some(0.1)) && !passed(Some(0.3)));
    }

    #[test]
    fn an_altered_place_is_shown() {
        let found = outcome(&traces(0.0, 0.0, Some(0.9)), &[]).unwrap();
        assert_eq!(found.evidence[0].region.map(|own| own.x), Some(160));
    }

    #[test]
    fn editing_is_a_signal_where_the_policy_says_so_and_generating_is_not() {
        let by = |software| Examined {
            software: Some(software),
            ..traces(0.0, 0.0, None)
        };
        let signals = [Rule::EditingSoftware, Rule::SecondPortrait];
        let passed = |examined: &Examined| outcome(examined, &signals).unwrap().passed;
        assert!(passed(&by(Software::Editing)));
        assert!(!passed(&by(Software::Generating)));
        let other = Examined {
            second_portrait: Some(Similarity {
                score: 0.1,
                cosine: 0.8,
                eyes_px: 20.0,
            }),
            ..traces(0.0, 0.0, None)
        };
        assert!(passed(&other) && !outcome(&other, &[]).unwrap().passed);
    }

    #[test]
    fn what_was_not_looked_at_is_absent() {
        assert_eq!(outcome(&Examined::default(), &[]), None);
    }
}
