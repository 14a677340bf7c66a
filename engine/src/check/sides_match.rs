//! Front and back belong together.

use super::data_integrity::{COMPARED, compared};
use super::evidence::{Evidence, Outcome, Rule};
use super::sides::Sides;
use crate::catalogue::{self, Side};
use crate::mrz::{self, Format};
use crate::read::DocumentReading;
use crate::statement::words;
use crate::viz::Source;

/// So many lines of text make a front that was read.
const READ_LINES: usize = 6;
/// Score of a front that shows nothing of the zone: it may have been read badly.
const SHOWS_NOTHING: f32 = 0.2;

/// Passes when what both sides say is the same, they are of the same country, kind and edition,
/// and one is a front and the other a back; `None` with one side, and where nothing is on both.
#[must_use]
pub(super) fn sides_match(sides: &Sides, signals: &[Rule]) -> Option<Outcome> {
    let [(_, front), (_, back)] = sides.readings.as_slice() else {
        return None;
    };
    let mut zones = sides.zones().map(|(_, zone)| zone);
    let may_be_cut = zones.any(mrz::Reading::fills_name);
    let mut evidence = Vec::new();
    for field in COMPARED {
        let (front, back) = (words(front, field), words(back, field));
        let pairs = front.iter().flat_map(|a| back.iter().map(move |b| (a, b)));
        // The zones of one side are compared by another check: here the nearest pair counts.
        let nearest = pairs
            .filter_map(|(a, b)| {
                // The picture that is shown is the front's.
                let own = compared(Rule::SidesAgree, field, (b, a), may_be_cut)?;
                Some(own.on(Side::Front))
            })
            .max_by(|a, b| a.score.total_cmp(&b.score));
        evidence.extend(nearest);
    }
    evidence.extend(front_shows_zone(front, back));
    evidence.extend(same_document(front, back));
    evidence.extend(front_and_back(front, back));
    Outcome::of(evidence, signals)
}

/// Cards with a zone on their back (ICAO 9303-5) print what it says on their front. Where other text
/// was read there and nothing of that, it is another card's; no label has to be known for it.
fn front_shows_zone(front: &DocumentReading, back: &DocumentReading) -> Option<Evidence> {
    let zone = back.mrz.as_ref()?;
    let is_card = zone.format == Format::Td1 && zone.check_digits_valid && back.face.is_none();
    let is_front = front.mrz.is_none() && front.face.is_some() && front.viz.lines >= READ_LINES;
    (is_card && is_front).then(|| {
        let sources = front.viz.sources.values();
        let agree = sources
            .filter(|source| **source == Source::VizAndMrz)
            .count();
        let score = if agree > 0 { 1.0 } else { SHOWS_NOTHING };
        Evidence::at_least(Rule::FrontShowsZone, agree as f32, 1.0, score).on(Side::Front)
    })
}

fn same_document(front: &DocumentReading, back: &DocumentReading) -> Option<Evidence> {
    let (front, back) = (front.class.as_ref()?, back.class.as_ref()?);
    let same = |a: Option<bool>| a != Some(false);
    let both = |a: &Option<String>, b: &Option<String>| Some(a.as_ref()? == b.as_ref()?);
    let kinds = front.kind.zip(back.kind).map(|(a, b)| a.kind() == b.kind());
    let entries = front.document_id.zip(back.document_id);
    let editions = entries.map(|(a, b)| {
        let edition = |id| catalogue::document(id).and_then(|document| document.edition);
        edition(a) == edition(b)
    });
    let known = [
        both(&front.country, &back.country),
        both(&front.region, &back.region),
        kinds,
        editions,
    ];
    known
        .iter()
        .any(Option::is_some)
        .then(|| Evidence::holds(Rule::SameDocument, known.into_iter().all(same)))
}

/// A front is known by its portrait. Where none was found on either side, one may not have been
/// seen: that says nothing.
fn front_and_back(front: &DocumentReading, back: &DocumentReading) -> Option<Evidence> {
    let sides = [front.class.as_ref()?.side?, back.class.as_ref()?.side?];
    let fronts = sides.iter().filter(|side| **side == Side::Front).count();
    (fronts > 0).then(|| Evidence::holds(Rule::FrontAndBack, fronts == 1))
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{face, holder, passport, printed, zone};
    use super::*;
    use crate::catalogue::Title;
    use crate::classify::Class;
    use crate::fields::{Field, Fields};

    fn class(country: &str, side: Side) -> Class {
        Class {
            document_id: None,
            country: Some(country.to_owned()),
            region: None,
            kind: Some(Title::IdentityCard),
            side: Some(side),
            printed_country: None,
            declared_match: None,
        }
    }

    /// A card: print on the front, the zone on the back.
    fn card(change: impl FnOnce(&mut Fields)) -> (DocumentReading, DocumentReading) {
        let mut fields = holder();
        change(&mut fields);
        let mut front = passport(|_| {});
        (front.mrz, front.fields) = (None, Fields::default());
        front.viz = printed(fields);
        front.class = Some(class("UTO", Side::Front));
        let mut back = passport(|_| {});
        back.class = Some(class("UTO", Side::Back));
        (front, back)
    }

    fn failing((front, back): &(DocumentReading, DocumentReading)) -> Vec<(Rule, Option<Field>)> {
        let outcome = sides_match(&Sides::of(front, Some(back)), &[]).unwrap();
        let failing = outcome.failing().map(|own| (own.rule, own.field));
        failing.collect()
    }

    #[test]
    fn a_card_matches_its_own_back_and_no_other() {
        assert_eq!(failing(&card(|_| {})), vec![]);
        let other = card(|fields| {
            fields.surname = Some("MUSTERMANN".to_owned());
            fields.number = Some("C01X00T47".to_owned());
        });
        let mut found = failing(&other);
        found.sort_unstable();
        assert_eq!(
            found,
            [
                (Rule::SidesAgree, Some(Field::Surname)),
                (Rule::SidesAgree, Some(Field::Number)),
            ]
        );
    }

    #[test]
    fn a_back_of_another_state_and_two_fronts_do_not_match() {
        let mut foreign = card(|_| {});
        foreign.1.class = Some(class("D", Side::Back));
        assert_eq!(failing(&foreign), [(Rule::SameDocument, None)]);
        let mut fronts = card(|_| {});
        fronts.1.class = Some(class("UTO", Side::Front));
        assert_eq!(failing(&fronts), [(Rule::FrontAndBack, None)]);
        let mut backs = card(|_| {});
        backs.0.class = Some(class("UTO", Side::Back));
        assert_eq!(failing(&backs), vec![]);
    }

    #[test]
    fn a_front_shows_something_of_the_zone_behind_it() {
        let shown = |fields: &[Field]| {
            let (mut front, mut back) = card(|fields| *fields = Fields::default());
            let lines = [
                "I<UTOD231458907<<<<<<<<<<<<<<<",
                "7408122F1204159UTO<<<<<<<<<<<6",
                "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
            ];
            back.mrz = Some(zone(Format::Td1, &lines));
            front.face = Some(face());
            let fields = fields.iter();
            front.viz.sources = fields.map(|field| (*field, Source::VizAndMrz)).collect();
            (front, back)
        };
        assert_eq!(failing(&shown(&[Field::Birth])), vec![]);
        assert_eq!(failing(&shown(&[])), [(Rule::FrontShowsZone, None)]);
        let mut unread = shown(&[]);
        unread.0.viz.lines = READ_LINES - 1;
        assert_eq!(failing(&unread), vec![]);
    }

    #[test]
    fn one_side_says_nothing() {
        let (front, _) = card(|_| {});
        assert_eq!(sides_match(&Sides::of(&front, None), &[]), None);
    }
}
