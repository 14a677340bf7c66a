//! The vectors are those of python-stdnum's documentation, where not said otherwise.

use jiff::civil::{Date, date};

use super::*;

fn told(country: &str, number: &str) -> PersonalNumber {
    examine(country, number).unwrap_or_else(|| panic!("{country} {number} has no shape"))
}

#[test]
fn check_digits_agree_with_published_numbers_and_not_with_their_neighbours() {
    for (country, name, right, wrong) in [
        ("NLD", "BSN", "111222333", "111252333"),
        ("NLD", "BSN", "999999990", "999999991"),
        ("NOR", "fødselsnummer", "15108695088", "15108695077"),
        ("SWE", "personnummer", "880320-0016", "880320-0018"),
        ("SWE", "personnummer", "19880320-0016", "19880320-0018"),
        ("ESP", "DNI", "54362315K", "54362315Z"),
        ("ESP", "NIE", "X2482300W", "X2482300A"),
        ("PRT", "número de documento", "000000000ZZ4", "000000000ZZ3"),
        ("PRT", "NIF", "501964843", "501964842"),
        (
            "ITA",
            "codice fiscale",
            "RCCMNL83S18D969H",
            "RCCMNL83S18D969A",
        ),
        ("FIN", "henkilötunnus", "131052-308T", "131052-308U"),
        ("BEL", "rijksregisternummer", "85073003328", "12345678901"),
        (
            "BEL",
            "rijksregisternummer",
            "17.07.30-033 84",
            "17.07.30-033 85",
        ),
        ("POL", "PESEL", "44051401359", "44051401358"),
        ("CZE", "rodné číslo", "710319/2745", "7103192746"),
        ("SVK", "rodné číslo", "710319/2745", "7103192746"),
        ("EST", "isikukood", "36805280109", "36805280108"),
        ("LTU", "asmens kodas", "33309240064", "33309240164"),
        ("LVA", "personas kods", "161175-19997", "161175-19998"),
        ("ROU", "CNP", "1630615123457", "1630615123458"),
        ("BGR", "ЕГН", "8032056031", "8032056032"),
        ("HRV", "OIB", "33392005961", "33392005962"),
        ("SVN", "EMŠO", "0101006500006", "0101006500007"),
        ("SRB", "JMBG", "0101006500006", "0101006500007"),
        ("HRV", "JMBG", "0101006500006", "0101006500007"),
        ("MKD", "EMBG", "0101006500006", "0101006500007"),
        ("GRC", "AMKA", "01013099997", "01013099999"),
        ("TUR", "T.C. kimlik no.", "17291716060", "17291716050"),
    ] {
        let (right, wrong) = (told(country, right), told(country, wrong));
        assert_eq!((right.name, right.check_digits), (name, Some(true)));
        assert_eq!((wrong.name, wrong.check_digits), (name, Some(false)));
    }
    // A number of foreigners is known by its check digit.
    assert_eq!(told("BGR", "7111042925").name, "ЛНЧ");
    assert_eq!(told("BGR", "7111042922").check_digits, Some(false));
}

#[test]
fn a_changed_digit_is_always_noticed() {
    for (country, number) in [
        ("NLD", "111222333"),
        ("NOR", "15108695088"),
        ("FIN", "131052-308T"),
        ("ESP", "54362315K"),
        ("HRV", "33392005961"),
        ("POL", "44051401359"),
        ("SWE", "880320-0016"),
        ("GRC", "01013099997"),
        ("TUR", "17291716060"),
    ] {
        for (at, own) in number.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
            for other in ('0'..='9').filter(|&other| other != own) {
                let mut changed = number.to_owned();
                changed.replace_range(at..=at, &other.to_string());
                let valid =
                    examine(country, &changed).is_some_and(|n| n.check_digits == Some(true));
                assert!(!valid, "{country} {changed}");
            }
        }
    }
}

#[test]
fn births_and_sexes_are_told() {
    const M: Option<Sex> = Some(Sex::Male);
    const F: Option<Sex> = Some(Sex::Female);
    for (country, number, birth, sex) in [
        ("NOR", "15108695088", date(1986, 10, 15), F),
        ("NOR", "55108695088", date(1986, 10, 15), F),
        ("NOR", "15508695088", date(1986, 10, 15), F),
        ("NOR", "15103950188", date(2039, 10, 15), M),
        ("NOR", "15105449988", date(1954, 10, 15), M),
        ("NOR", "15105450088", date(1854, 10, 15), F),
        ("SWE", "198803200016", date(1988, 3, 20), M),
        ("SWE", "20880380-0026", date(2088, 3, 20), F),
        ("DNK", "2110625629", date(1862, 10, 21), M),
        ("DNK", "211062-0628", date(1962, 10, 21), F),
        ("DNK", "2110364628", date(2036, 10, 21), F),
        ("DNK", "2110379629", date(1937, 10, 21), M),
        ("DNK", "2110578629", date(2057, 10, 21), M),
        ("FIN", "131052-308T", date(1952, 10, 13), F),
        ("FIN", "131052U308T", date(1952, 10, 13), F),
        ("FIN", "131052Y309T", date(1952, 10, 13), M),
        ("FIN", "131052A308T", date(2052, 10, 13), F),
        ("FIN", "131052F308T", date(2052, 10, 13), F),
        ("FIN", "131052+308T", date(1852, 10, 13), F),
        ("ISL", "120174-3399", date(1974, 1, 12), None),
        ("ISL", "1201743390", date(2074, 1, 12), None),
        ("EST", "36805280109", date(1968, 5, 28), M),
        ("EST", "66805280109", date(2068, 5, 28), F),
        ("LTU", "33309240064", date(1933, 9, 24), M),
        ("LTU", "13309240064", date(1833, 9, 24), M),
        ("LVA", "161175-19997", date(1975, 11, 16), None),
        ("LVA", "161105-29997", date(2005, 11, 16), None),
        ("BEL", "85073003328", date(1985, 7, 30), M),
        ("BEL", "17073003384", date(2017, 7, 30), M),
        ("POL", "44051401359", date(1944, 5, 14), M),
        ("POL", "44251401359", date(2044, 5, 14), M),
        ("POL", "44851401349", date(1844, 5, 14), F),
        ("CZE", "7103192745", date(1971, 3, 19), M),
        ("CZE", "7153192745", date(1971, 3, 19), F),
        ("CZE", "0423192745", date(2004, 3, 19), M),
        ("SVK", "0473192745", date(2004, 3, 19), F),
        ("CZE", "110101111", date(1911, 1, 1), M),
        ("CZE", "985101111", date(1898, 1, 1), F),
        ("ROU", "1630615123457", date(1963, 6, 15), M),
        ("ROU", "6050615123457", date(2005, 6, 15), F),
        ("BGR", "8032056031", date(1880, 12, 5), F),
        ("BGR", "0552056021", date(2005, 12, 5), M),
        ("SVN", "0101006500006", date(2006, 1, 1), M),
        ("SRB", "2902968500006", date(1968, 2, 29), M),
        ("BIH", "2902968174996", date(1968, 2, 29), M),
        ("BIH", "2902968175006", date(1968, 2, 29), F),
    ] {
        let told = told(country, number);
        assert!(
            told.birth.is_some() && told.agrees_with_birth(birth),
            "{country} {number}"
        );
        let elsewhere = [-1, 1, 100].map(|years| {
            let other = Date::new(birth.year() + years, birth.month(), birth.day().min(28));
            other.unwrap()
        });
        for other in elsewhere {
            assert!(!told.agrees_with_birth(other), "{country} {number} {other}");
        }
        assert!(told.sex == sex, "{country} {number}");
    }
}

#[test]
fn some_numbers_tell_no_century() {
    for (country, number, month, day, year) in [
        ("SWE", "880320-0016", 3, 20, 1988),
        ("SWE", "880320+0016", 3, 20, 1988),
        ("GRC", "01013099997", 1, 1, 1930),
        ("ITA", "RCCMNL83S18D969H", 11, 18, 1983),
        ("ITA", "RCCMNLVLS58D969H", 11, 18, 1990),
        ("ROU", "7630615123457", 6, 15, 1963),
        ("BEL", "85073003329", 7, 30, 1985),
        ("FIN", "131052<308T", 10, 13, 1952),
    ] {
        let told = told(country, number);
        for century in [-100, 0, 100] {
            assert!(
                told.agrees_with_birth(date(year + century, month, day)),
                "{country} {number}"
            );
        }
        assert!(
            !told.agrees_with_birth(date(year + 1, month, day)),
            "{country} {number}"
        );
    }
    assert!(told("ITA", "RCCMNL83S58D969H").sex == Some(Sex::Female));
    assert!(told("ROU", "9630615123457").sex.is_none());
}

#[test]
fn some_numbers_tell_only_parts_of_a_birth() {
    let without_day = told("SWE", "19880360-0016");
    assert_eq!(without_day.name, "samordningsnummer");
    assert!(without_day.agrees_with_birth(date(1988, 3, 7)));
    assert!(!without_day.agrees_with_birth(date(1988, 4, 7)));
    // A bis number of someone whose birth and sex were not known.
    let unknown = told("BEL", "85200003328");
    assert!(unknown.sex.is_none() && unknown.agrees_with_birth(date(1985, 4, 7)));
    for (country, number) in [
        ("LTU", "93309240064"),
        ("LVA", "32670117347"),
        ("ISL", "8923501739"),
        ("POL", "44131401359"),
        ("NLD", "111222333"),
    ] {
        assert!(told(country, number).birth.is_none(), "{country} {number}");
    }
}

#[test]
fn check_digits_prove_nothing_where_the_state_no_longer_computes_them() {
    for (country, number) in [
        ("DNK", "2110525629"),
        ("ISL", "1201743389"),
        ("LVA", "326701-17347"),
        ("CZE", "110101111"),
    ] {
        assert_eq!(
            told(country, number).check_digits,
            None,
            "{country} {number}"
        );
    }
}

#[test]
fn specimens_have_numbers_that_tell_their_birth() {
    // Printed by specimens of the passports: Iceland 2006 (with the zone's filler), Lithuania
    // 2008, Czechia 2005, Latvia 2015.
    for (country, number, birth) in [
        ("ISL", "311266<9539", date(1966, 12, 31)),
        ("LTU", "45911231023", date(1959, 11, 23)),
        ("CZE", "110101111", date(1911, 1, 1)),
    ] {
        assert!(told(country, number).agrees_with_birth(birth));
        assert!(!told(country, number).agrees_with_birth(birth.tomorrow().unwrap()));
    }
    assert_eq!(told("LVA", "111111<11648").check_digits, Some(true));
}

#[test]
fn other_shapes_are_no_numbers() {
    for (country, number) in [
        ("NLD", ""),
        ("NLD", "11122233"),
        ("NLD", "1112223334"),
        ("NLD", "11122233A"),
        ("NLD", "１１１２２２３３３"),
        ("ESP", "54362315k"),
        ("ESP", "543623151"),
        ("ESP", "W2482300W"),
        ("ESP", "X24823001"),
        ("PRT", "00000000AZZ4"),
        ("PRT", "000000000ZZA"),
        ("ITA", "RCCMNL83F18D969H"),
        ("ITA", "RCCMNLA3S18D969H"),
        ("ITA", "RCCMNL83S18D9A9H"),
        ("FIN", "131052G308T"),
        ("FIN", "131052-30T"),
        ("FIN", "131052"),
        ("ISL", "5201743399"),
        ("ISL", "1201743397"),
        ("EST", "06805280109"),
        ("LVA", "411175-19997"),
        ("LVA", "161175-39997"),
        ("ROU", "0630615123457"),
        ("TUR", "07291716060"),
        ("DEU", "36574261809"),
        ("", "111222333"),
    ] {
        assert_eq!(examine(country, number), None, "{country} {number}");
    }
}

#[test]
fn a_sex_that_is_neither_agrees() {
    let woman = told("NOR", "15108695088");
    assert!(woman.agrees_with_sex("F") && woman.agrees_with_sex("X") && woman.agrees_with_sex(""));
    assert!(!woman.agrees_with_sex("M"));
    assert!(told("NLD", "111222333").agrees_with_sex("M"));
}

#[test]
fn debug_prints_nothing_of_the_holder() {
    let told = told("NOR", "15108695088");
    let printed = format!("{told:?} {:?} {:?}", told.birth, told.sex);
    assert_eq!(
        printed,
        "PersonalNumber { fødselsnummer, Some(true), … } Some(Birth { … }) Some(Sex { … })"
    );
}
