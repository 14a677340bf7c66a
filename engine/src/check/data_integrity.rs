//! The document's data agree with themselves.

use jiff::civil::Date;

use super::evidence::{Evidence, Outcome, Rule};
use super::likeness::{likeness, threshold};
use super::sides::Sides;
use crate::catalogue::{self, Side};
use crate::fields::Field;
use crate::mrz::{self, Format, country};
use crate::personal_number;
use crate::policy::DocumentType;
use crate::statement::{Origin, Word, words};

/// Fields that are compared between zones.
pub(super) const COMPARED: [Field; 7] = [
    Field::Surname,
    Field::GivenNames,
    Field::Number,
    Field::Birth,
    Field::Expiry,
    Field::Sex,
    Field::Nationality,
];
/// Nobody has been older, in years (122 by the longest known life).
const OLDEST_YEARS: f32 = 125.0;
/// No document is valid for longer, in years; those without an end say the year 9999.
const LONGEST_VALID_YEARS: f32 = 75.0;
/// The year that means that there is no end.
const ENDLESS_YEAR: i16 = 9999;
/// Probability of a zone's least sure character from which wrong check digits are the document's
/// and not the reader's.
const SURE_ZONE: f32 = 0.3;
/// The same of a printed value that differs from the machine-readable one. Of small or blurred print
/// digits are misread at up to 0.87.
const SURE_PRINT: f32 = 0.9;

/// Passes when check digits agree (ICAO 9303-3 §4.9), the zones of each side say the same, numbers
/// and dates are possible, and the issuing state is the document's; `None` when nothing of that
/// could be told. What is not read surely is not held against a document.
#[must_use]
pub(super) fn data_integrity(
    sides: &Sides,
    declared: Option<DocumentType>,
    today: Date,
    signals: &[Rule],
) -> Option<Outcome> {
    let mut evidence = Vec::new();
    evidence.extend(zone_is_missing(sides, declared));
    evidence.extend(check_digits(sides));
    evidence.extend(zones_agree(sides));
    evidence.extend(personal_numbers(sides));
    evidence.extend(number_format(sides));
    evidence.extend(dates(sides, today));
    evidence.extend(issuing_country(sides));
    Outcome::of(evidence, signals)
}

/// Every passport has a zone (ICAO 9303-4 §4.2): what is only printed agrees with nothing, and is what
/// somebody who covers the zone wants to be believed.
fn zone_is_missing(sides: &Sides, declared: Option<DocumentType>) -> Option<Evidence> {
    let seen = sides.classes().find_map(|class| class.kind?.kind());
    let is_passport = seen.or(declared)? == DocumentType::Passport;
    let is_missing = is_passport && sides.zones().next().is_none();
    is_missing.then(|| Evidence::holds(Rule::ZoneIsThere, false))
}

fn check_digits(sides: &Sides) -> Vec<Evidence> {
    let of_zone = |(side, zone): (Side, &mrz::Reading)| {
        let parsed = mrz::parse(&zone.lines).ok()?;
        let agreeing = parsed.checks.iter().filter(|agrees| **agrees).count();
        let share = agreeing as f32 / parsed.checks.len().max(1) as f32;
        // The formats of some licences have none.
        let says = !parsed.checks.is_empty() && (share >= 1.0 || zone.confidence >= SURE_ZONE);
        says.then(|| {
            let score = if share < 1.0 { 0.0 } else { 1.0 };
            Evidence::at_least(Rule::CheckDigits, share, 1.0, score)
                .on(side)
                .at(Some(zone.region))
        })
    };
    sides.zones().filter_map(of_zone).collect()
}

fn zones_agree(sides: &Sides) -> Vec<Evidence> {
    let mut evidence = Vec::new();
    for (side, reading) in &sides.readings {
        let may_be_cut = reading.mrz.as_ref().is_some_and(mrz::Reading::fills_name);
        for field in COMPARED {
            let words = words(reading, field);
            let pairs = words.iter().enumerate();
            let pairs = pairs.flat_map(|(at, a)| words[at + 1..].iter().map(move |b| (a, b)));
            let worst = pairs
                .filter_map(|(a, b)| compared(Rule::ZonesAgree, field, (a, b), may_be_cut))
                .min_by(|a, b| a.score.total_cmp(&b.score));
            evidence.extend(worst.map(|worst| worst.on(*side)));
        }
    }
    evidence
}

/// How two zones agree on a field; `None` where they differ and one of them was not surely read.
pub(super) fn compared(
    rule: Rule,
    field: Field,
    (a, b): (&Word, &Word),
    may_be_cut: bool,
) -> Option<Evidence> {
    let (alike, least) = (
        likeness(field, &a.value, &b.value, may_be_cut),
        threshold(field),
    );
    let is_sure = |word: &Word| word.origin != Origin::Viz || word.confidence >= SURE_PRINT;
    if alike < least && !(is_sure(a) && is_sure(b)) {
        return None;
    }
    // 1 where they are the same, 0.5 at the threshold.
    let score = if alike >= least {
        0.5 + 0.5 * (alike - least) / (1.0 - least)
    } else {
        0.5 * alike / least * 0.99
    };
    let region = b.region.or(a.region);
    Some(
        Evidence::at_least(rule, alike, least, score)
            .of(field)
            .at(region),
    )
}

fn personal_numbers(sides: &Sides) -> Vec<Evidence> {
    let said = sides.statements.get(&Field::OptionalData);
    let Some((said, country)) = said.zip(sides.country()) else {
        return vec![];
    };
    let Some(number) = personal_number::examine(country, &said.value) else {
        return vec![];
    };
    let holds = |rule, holds| sides.placed(Field::OptionalData, Evidence::holds(rule, holds));
    let birth = number.birth.as_ref().zip(sides.sure_date(Field::Birth));
    let said_birth = sides.statements.get(&Field::Birth);
    let is_printed = said_birth.is_some_and(|said| said.origins.contains(&Origin::Viz));
    let sex = sides.statements.get(&Field::Sex);
    let sex = number.sex.zip(sex.filter(|sex| sex.value != "X"));
    [
        number
            .check_digits
            .map(|agree| holds(Rule::PersonalNumberCheckDigits, agree)),
        birth.map(|(own, birth)| {
            // Where print does not tell, the century is a guess.
            let other = birth.year().checked_sub(100).filter(|_| !is_printed);
            let other = other.and_then(|year| birth.with().year(year).build().ok());
            let agrees =
                own.agrees_with(birth) || other.is_some_and(|other| own.agrees_with(other));
            holds(Rule::PersonalNumberBirth, agrees)
        }),
        sex.map(|(own, sex)| holds(Rule::PersonalNumberSex, own.agrees_with(&sex.value))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn number_format(sides: &Sides) -> Option<Evidence> {
    let number = sides.statements.get(&Field::Number)?;
    let document = sides
        .classes()
        .find_map(|class| catalogue::document(class.document_id?))?;
    let fits = document.number_fits(&number.value)?;
    let evidence = Evidence::holds(Rule::DocumentNumberFormat, fits);
    Some(sides.placed(Field::Number, evidence))
}

fn dates(sides: &Sides, today: Date) -> Vec<Evidence> {
    let days = |from: Date, to: Date| from.until(to).map_or(0.0, |span| span.get_days() as f32);
    let scored = |passed: bool| f32::from(passed);
    let mut evidence = Vec::new();
    let expiry = sides.sure_date(Field::Expiry);
    if let Some(issue) = sides.sure_date(Field::Issue) {
        let age = days(issue, today);
        let own = Evidence::at_least(Rule::IssuedByToday, age, 0.0, scored(age >= 0.0));
        evidence.push(sides.placed(Field::Issue, own));
        if let Some(expiry) = expiry {
            let span = days(issue, expiry);
            let own = Evidence::at_least(Rule::IssueBeforeExpiry, span, 1.0, scored(span >= 1.0));
            evidence.push(sides.placed(Field::Issue, own));
        }
    }
    if let Some(birth) = sides.sure_date(Field::Birth) {
        let years = days(birth, today) / 365.25;
        let passed = (0.0..OLDEST_YEARS).contains(&years);
        let own = Evidence {
            passed,
            ..Evidence::below(Rule::PlausibleAge, years, OLDEST_YEARS, scored(passed))
        };
        evidence.push(sides.placed(Field::Birth, own));
    }
    if let Some(expiry) = expiry.filter(|expiry| expiry.year() != ENDLESS_YEAR) {
        let years = days(today, expiry) / 365.25;
        let (rule, most) = (Rule::PlausibleExpiry, LONGEST_VALID_YEARS);
        let own = Evidence::below(rule, years, most, scored(years < most));
        evidence.push(sides.placed(Field::Expiry, own));
    }
    evidence
}

/// What the zone says of the issuing state, against what is printed or in the barcode.
fn issuing_country(sides: &Sides) -> Option<Evidence> {
    let (side, zone) = sides.zones().next()?;
    let parsed = mrz::parse(&zone.lines).ok()?;
    if parsed.format == Format::Licence {
        return None;
    }
    let issuer = country::to_iso(&parsed.issuer).to_owned();
    let mut codes = sides.readings.iter().flat_map(|(_, own)| &own.barcodes);
    let coded = || codes.find_map(|code| code.licence.as_ref()?.country.clone());
    let mut classes = sides.classes();
    let printed = classes.find_map(|class| class.printed_country.clone());
    let same = issuer == printed.or_else(coded)?;
    Some(
        Evidence::holds(Rule::IssuingCountryAgrees, same)
            .of(Field::IssuingCountry)
            .on(side)
            .at(Some(zone.region)),
    )
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{holder, passport, printed, zone};
    use super::*;
    use crate::fields::Fields;
    use crate::read::DocumentReading;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 21);

    fn outcome(reading: &DocumentReading) -> Outcome {
        data_integrity(&Sides::of(reading, None), None, TODAY, &[]).unwrap()
    }

    /// What fails of a passport whose print is changed, with the field it fails for.
    fn failing(change: impl FnOnce(&mut Fields)) -> Vec<(Rule, Option<Field>)> {
        let mut fields = holder();
        change(&mut fields);
        let mut reading = passport(|_| {});
        reading.viz = printed(fields);
        let failing = outcome(&reading);
        let failing = failing.failing().map(|own| (own.rule, own.field));
        failing.collect()
    }

    #[test]
    fn a_document_that_says_the_same_everywhere_passes() {
        let mut reading = passport(|_| {});
        reading.viz = printed(holder());
        let outcome = outcome(&reading);
        assert!(outcome.passed && outcome.score > 0.99, "{outcome:?}");
        let compared = outcome.evidence.iter();
        let compared = compared.filter(|own| own.rule == Rule::ZonesAgree);
        assert_eq!(compared.count(), COMPARED.len());
    }

    #[test]
    fn a_passport_without_a_zone_fails_and_another_document_does_not() {
        let mut reading = passport(|_| {});
        reading.viz = printed(holder());
        reading.mrz = None;
        let of = |declared| data_integrity(&Sides::of(&reading, None), declared, TODAY, &[]);
        let found = of(Some(DocumentType::Passport)).unwrap();
        let failing: Vec<Rule> = found.failing().map(|own| own.rule).collect();
        assert_eq!(failing, [Rule::ZoneIsThere]);
        for declared in [None, Some(DocumentType::IdentityCard)] {
            assert!(of(declared).is_none_or(|own| own.passed), "{declared:?}");
        }
    }

    #[test]
    fn what_is_printed_otherwise_fails_with_its_place() {
        let zones = |field| vec![(Rule::ZonesAgree, Some(field))];
        let birth = |fields: &mut Fields| fields.birth = Some(date(1984, 8, 12));
        assert_eq!(failing(birth), zones(Field::Birth));
        let name = |fields: &mut Fields| fields.surname = Some("MUSTERMANN".to_owned());
        assert_eq!(failing(name), zones(Field::Surname));
        let number = |fields: &mut Fields| fields.number = Some("L898902C4".to_owned());
        assert_eq!(failing(number), zones(Field::Number));
        let misread = |fields: &mut Fields| fields.surname = Some("ERIK5SON".to_owned());
        assert_eq!(failing(misread), vec![]);
        let unsure = |fields: &mut Fields| {
            fields.birth = Some(date(1984, 8, 12));
            fields.confidence.insert(Field::Birth, 0.4);
        };
        assert_eq!(failing(unsure), vec![]);
    }

    #[test]
    fn wrong_check_digits_count_where_the_zone_was_surely_read() {
        let mut reading = passport(|_| {});
        let wrong = [
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
            "L898902C46UTO7408122F1204159ZE184226B<<<<<10",
        ];
        reading.mrz = Some(zone(Format::Td3, &wrong));
        let found = outcome(&reading);
        let failing: Vec<Rule> = found.failing().map(|own| own.rule).collect();
        assert_eq!(failing, [Rule::CheckDigits]);
        // Two of five: the number's own and the composite one.
        assert!((found.evidence[0].measured - 0.6).abs() < 1e-6);
        if let Some(zone) = &mut reading.mrz {
            zone.confidence = 0.1;
        }
        assert!(outcome(&reading).passed);
    }

    #[test]
    fn dates_have_an_order_and_an_end() {
        let mut reading = passport(|fields| fields.expiry = Some(date(2031, 8, 30)));
        let issued = |reading: &mut DocumentReading, issue| {
            let fields = Fields {
                issue: Some(issue),
                ..Fields::default()
            };
            reading.viz = printed(fields);
            let found = outcome(reading);
            found.failing().map(|own| own.rule).collect::<Vec<_>>()
        };
        assert_eq!(issued(&mut reading, date(2021, 8, 30)), vec![]);
        assert_eq!(
            issued(&mut reading, date(2026, 11, 22)),
            vec![Rule::IssuedByToday]
        );
        assert_eq!(
            issued(&mut reading, date(2031, 8, 30)),
            vec![Rule::IssuedByToday, Rule::IssueBeforeExpiry]
        );
        let rules = |change: fn(&mut Fields)| {
            let found = outcome(&passport(change));
            found.failing().map(|own| own.rule).collect::<Vec<_>>()
        };
        assert_eq!(
            rules(|fields| fields.birth = Some(date(2026, 11, 22))),
            [Rule::PlausibleAge]
        );
        assert_eq!(
            rules(|fields| fields.birth = Some(date(1900, 1, 1))),
            [Rule::PlausibleAge]
        );
        assert_eq!(
            rules(|fields| fields.expiry = Some(date(2130, 1, 1))),
            [Rule::PlausibleExpiry]
        );
        assert!(rules(|fields| fields.expiry = Some(date(9999, 1, 1))).is_empty());
    }

    #[test]
    fn a_personal_number_tells_on_birth_and_sex() {
        let polish = |number: &str| {
            let reading = passport(|fields| {
                fields.issuing_country = Some("POL".to_owned());
                fields.birth = Some(date(1944, 5, 14));
                fields.sex = Some("M".to_owned());
                fields.personal_number = Some(number.to_owned());
            });
            let found = outcome(&reading);
            let mut rules: Vec<Rule> = found.failing().map(|own| own.rule).collect();
            rules.sort_unstable();
            rules
        };
        assert_eq!(polish("44051401359"), vec![]);
        assert_eq!(polish("44051401358"), [Rule::PersonalNumberCheckDigits]);
        assert_eq!(
            polish("02070803628"),
            [Rule::PersonalNumberBirth, Rule::PersonalNumberSex]
        );
    }

    #[test]
    fn nothing_read_is_no_failure() {
        let mut reading = passport(|fields| *fields = Fields::default());
        reading.mrz = None;
        let found = data_integrity(&Sides::of(&reading, None), None, TODAY, &[]);
        assert_eq!(found, None);
    }
}
