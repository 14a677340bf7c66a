use super::*;

fn name(evidence: &Evidence, zone: &str, country: Option<&str>) -> Option<String> {
    let spelled = evidence.part(0..usize::MAX).spelled(
        zone,
        Writing::Name(OwnLetters::of(country)),
        MOST_AGAINST,
    )?;
    assert!((0.0..=1.0).contains(&spelled.confidence));
    Some(spelled.text)
}

#[test]
fn a_name_that_print_may_show_is_the_zones() {
    let read = Evidence::shown("8usanna", &[(0, 'S', 0.2)]);
    assert_eq!(name(&read, "SUSANNA", None).as_deref(), Some("SUSANNA"));
    let read = Evidence::shown("SPECIMAEN", &[(6, '_', 0.3)]);
    assert_eq!(name(&read, "SPECIMEN", None).as_deref(), Some("SPECIMEN"));
    let read = Evidence::shown("ANNA", &[]);
    assert_eq!(
        name(&read, "ANNA", None).as_deref(),
        Some("ANNA"),
        "letters twice"
    );
}

#[test]
fn what_was_surely_read_is_not_overruled() {
    let read = Evidence::shown("ERIKKSON", &[]);
    assert_eq!(name(&read, "ERIKSSON", None), None);
    let read = Evidence::shown("MARIO", &[(4, 'A', 0.005)]);
    assert_eq!(name(&read, "MARIA", None), None);
    let read = Evidence::shown("A1B2", &[(0, 'X', 0.1), (1, 'I', 0.1), (2, 'Y', 0.1)]);
    assert_eq!(name(&read, "XIY2", None), None, "too much in doubt");
    let read = Evidence::shown("IMO", &[(2, 'A', 0.4)]);
    assert_eq!(name(&read, "IMA", None), None, "too short");
}

#[test]
fn letters_are_the_countrys_where_print_leaves_it_open() {
    let others = [(3, 'Ų', 0.1), (5, 'Ė', 0.3)];
    let read = Evidence::shown("BIRÜTÈ", &others);
    let spelled = |country| name(&read, "BIRUTE", country);
    assert_eq!(spelled(None).as_deref(), Some("BIRÜTÈ"));
    assert_eq!(spelled(Some("LTU")).as_deref(), Some("BIRŲTĖ"));
    let read = Evidence::shown("ÞURÍĐUR ÖSP", &[]);
    let spelled = name(&read, "THURIDUR OESP", Some("ISL"));
    assert_eq!(spelled.as_deref(), Some("ÞURÍÐUR ÖSP"));
}

#[test]
fn numbers_and_dates_may_be_parted() {
    let read = Evidence::shown("I1 234-567", &[(0, 'l', 0.2), (1, '7', 0.2)]);
    let number = |zone| {
        read.part(0..usize::MAX)
            .spelled(zone, Writing::Number, MOST_AGAINST)
    };
    assert!(number("I7234567").is_some() && number("I9234567").is_none());
    let read = Evidence::shown("L8988901Ĉ", &[]);
    let number = |zone| {
        read.part(0..usize::MAX)
            .spelled(zone, Writing::Number, MOST_AGAINST)
    };
    assert!(number("L8988901C").is_some(), "numbers have no diacritics");
    let read = Evidence::shown("01.04 1980", &[(4, '1', 0.3)]);
    let date = |zone| {
        read.part(0..usize::MAX)
            .spelled(zone, Writing::Digits, MOST_AGAINST_DATE)
    };
    assert!(date("01011980").is_some() && date("01021980").is_none());
}

#[test]
fn a_name_goes_on_in_the_next_line() {
    let (first, next) = (Evidence::shown("ANNA", &[]), Evidence::shown("MARIA", &[]));
    let both = first.part(0..99).and(&next.part(0..99));
    let spelled = both.spelled(
        "ANNA MARIA",
        Writing::Name(OwnLetters::default()),
        MOST_AGAINST,
    );
    assert_eq!(spelled.unwrap().text, "ANNA MARIA");
    assert!(
        both.spelled(
            "ANNA MARTA",
            Writing::Name(OwnLetters::default()),
            MOST_AGAINST
        )
        .is_none()
    );
}
