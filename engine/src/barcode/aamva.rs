//! What the PDF417 code on US and Canadian licences says (AAMVA DL/ID Card Design Standard,
//! Annex D; versions 1 to 11).

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

const ISSUERS: &str = include_str!("issuers.tsv");
/// What stands before the issuer's number.
const FILE_TYPE: &str = "ANSI ";
/// Most elements that are kept of a subfile; the standard names about a hundred.
const MOST_ELEMENTS: usize = 256;

/// Whether a name was cut to fit its element (elements DDE, DDF, DDG).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Truncation {
    /// `T`: the card or the code shows only its beginning.
    Truncated,
    /// `N`: it is whole.
    Whole,
    /// `U`, or not said (versions before 4).
    #[default]
    Unknown,
}

/// A licence or an identification card. Personal data: not printed by `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Licence {
    /// Issuer identification number (six digits).
    pub issuer_number: u32,
    /// The jurisdiction, such as `VA`; `None` for a number that AAMVA has not given.
    pub jurisdiction: Option<String>,
    /// `USA`, `CAN` or `MEX`: the element DCG, else by the issuer's number.
    pub country: Option<String>,
    /// Version of the standard: 1 (2000) to 11 and later.
    pub version: u8,
    /// Whether it is an identification card (`ID`) and no licence (`DL`).
    pub is_identification_card: bool,
    /// Customer identification number (DAQ).
    pub number: Option<String>,
    /// Family name (DCS; DAB or the first part of DAA in version 1).
    pub surname: Option<String>,
    /// Given names: first (DAC) and middle (DAD), or DCT, or the other parts of DAA.
    pub given_names: Option<String>,
    /// Whether the family name was cut.
    pub surname_truncation: Truncation,
    /// Whether the first or the middle name was cut.
    pub given_names_truncation: Truncation,
    /// Date of birth (DBB).
    pub birth: Option<Date>,
    /// Date of expiry (DBA).
    pub expiry: Option<Date>,
    /// Date of issue (DBD).
    pub issue: Option<Date>,
    /// `M`, `F` or `X` (DBC).
    pub sex: Option<String>,
    /// Street, city, jurisdiction and postal code (DAG, DAI, DAJ, DAK), those that are there.
    pub address: Vec<String>,
    /// Number of the single card (DCF).
    pub discriminator: Option<String>,
}

impl std::fmt::Debug for Licence {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "Licence {{ {}, version {}, … }}",
            self.issuer_number, self.version
        )
    }
}

/// Text that is no AAMVA file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AamvaError {
    /// No `ANSI ` and six digits of an issuer.
    #[error("the code holds no AAMVA header (`ANSI ` and an issuer's number)")]
    Header,
    /// No subfile of a licence or a card.
    #[error("the code holds no subfile `DL` or `ID`")]
    Subfile,
}

/// Parses the text of a code.
///
/// Offsets of subfiles are often wrong on real cards; where they do not lead to the subfile, it is
/// looked for by its name.
///
/// # Errors
/// [`AamvaError`] for text that is not of this kind. Elements that are missing or cannot be right
/// are `None`.
pub fn parse(text: &str) -> Result<Licence, AamvaError> {
    let header = Header::of(text).ok_or(AamvaError::Header)?;
    let (kind, body) = header.subfile(text).ok_or(AamvaError::Subfile)?;
    let elements = elements(body);
    let get = |id: &str| elements.get(id).copied().filter(|value| is_said(value));
    let own = |id: &str| get(id).map(str::to_owned);
    let issuer = issuer(header.issuer_number);
    let (surname, given_names) = names(&get);
    let date = |id: &str| get(id).and_then(date);
    Ok(Licence {
        issuer_number: header.issuer_number,
        jurisdiction: issuer
            .map(|(name, _)| name.to_owned())
            .filter(|name| !name.is_empty()),
        country: own("DCG").or_else(|| issuer.map(|(_, country)| country.to_owned())),
        version: header.version,
        is_identification_card: kind == "ID",
        number: own("DAQ"),
        surname,
        given_names,
        surname_truncation: truncation(get("DDE")),
        given_names_truncation: match (truncation(get("DDF")), truncation(get("DDG"))) {
            (Truncation::Truncated, _) | (_, Truncation::Truncated) => Truncation::Truncated,
            (Truncation::Whole, Truncation::Whole) => Truncation::Whole,
            _ => Truncation::Unknown,
        },
        birth: date("DBB"),
        expiry: date("DBA"),
        issue: date("DBD"),
        sex: get("DBC").and_then(sex),
        address: ["DAG", "DAI", "DAJ", "DAK"]
            .into_iter()
            .filter_map(own)
            .collect(),
        discriminator: own("DCF"),
    })
}

struct Header<'a> {
    issuer_number: u32,
    version: u8,
    /// What follows the header's numbers: the designators, then the subfiles.
    rest: &'a str,
}

impl<'a> Header<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let start = text.find(FILE_TYPE)? + FILE_TYPE.len();
        let numbers = text.get(start..)?;
        let digits = numbers.bytes().take_while(u8::is_ascii_digit).count();
        if digits < 10 {
            return None;
        }
        let version = numbers[6..8].parse().ok()?;
        // Version 1 has no version of the jurisdiction: the number of subfiles follows at once.
        let end = if version < 2 { 10 } else { 12 };
        Some(Self {
            issuer_number: numbers[..6].parse().ok()?,
            version,
            rest: numbers.get(end.min(digits)..)?,
        })
    }

    /// The subfile of the licence or the card: its name and what stands in it.
    fn subfile(&self, text: &'a str) -> Option<(&'static str, &'a str)> {
        ["DL", "ID"].into_iter().find_map(|kind| {
            let body = self.by_offset(text, kind).or_else(|| self.by_name(kind))?;
            Some((kind, body.split('\r').next().unwrap_or(body)))
        })
    }

    fn by_offset(&self, text: &'a str, kind: &str) -> Option<&'a str> {
        let mut rest = self.rest;
        while let Some(designator) = rest.get(..10) {
            let (name, numbers) = designator.split_at_checked(2)?;
            if !numbers.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            if name == kind {
                let offset: usize = numbers[..4].parse().ok()?;
                let start = text.find('@').unwrap_or(0) + offset;
                return begins(text.get(start..)?, kind);
            }
            rest = &rest[10..];
        }
        None
    }

    fn by_name(&self, kind: &str) -> Option<&'a str> {
        self.rest
            .match_indices(kind)
            .find_map(|(at, _)| begins(&self.rest[at..], kind))
    }
}

/// What follows the name of a subfile, if its first element follows.
fn begins<'a>(text: &'a str, kind: &str) -> Option<&'a str> {
    let body = text.strip_prefix(kind)?;
    let id = body.trim_start_matches(['\n', '\r']).get(..3)?;
    is_element(id).then_some(body)
}

fn is_element(id: &str) -> bool {
    id.len() == 3 && id.starts_with('D') && id.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn elements(body: &str) -> BTreeMap<&str, &str> {
    let lines = body.split('\n').map(str::trim);
    let elements = lines.filter_map(|line| line.split_at_checked(3));
    elements
        .filter(|(id, _)| is_element(id))
        .take(MOST_ELEMENTS)
        .map(|(id, value)| (id, value.trim()))
        .collect()
}

/// Whether an element holds anything: some issuers print that it does not.
fn is_said(value: &str) -> bool {
    !matches!(value, "" | "NONE" | "UNAVL" | "unavl" | "NULL")
}

fn names<'a>(get: &impl Fn(&str) -> Option<&'a str>) -> (Option<String>, Option<String>) {
    let joined = |parts: &[Option<&str>]| {
        let said = parts.iter().flatten().map(|part| spaced(part));
        let said: Vec<String> = said.filter(|part| !part.is_empty()).collect();
        (!said.is_empty()).then(|| said.join(" "))
    };
    let whole = get("DAA").map(|whole| {
        let mut parts = whole.split(',');
        let surname = parts.next().map(spaced).filter(|part| !part.is_empty());
        let given: Vec<String> = parts.map(spaced).filter(|part| !part.is_empty()).collect();
        (surname, (!given.is_empty()).then(|| given.join(" ")))
    });
    let (whole_surname, whole_given) = whole.unwrap_or_default();
    let surname = joined(&[get("DCS").or_else(|| get("DAB"))]).or(whole_surname);
    let first = get("DAC").or_else(|| get("DCT"));
    let given = joined(&[first, get("DAD")]).or(whole_given);
    (surname, given)
}

/// Commas stand for spaces between given names, and so may anything else that is blank.
fn spaced(text: &str) -> String {
    let parts = |c: char| c == ',' || c.is_whitespace() || c.is_control();
    let words = text.split(parts).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Eight digits: month, day and year in the United States, year, month and day in Canada and in
/// version 1. No eight digits are both: a month is at most 12, a year at least 1800.
fn date(digits: &str) -> Option<Date> {
    if digits.len() != 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |from: usize, to: usize| digits[from..to].parse::<i16>().ok();
    let made = |year: Option<i16>, month: Option<i16>, day: Option<i16>| {
        let year = year.filter(|year| (1800..2300).contains(year))?;
        Date::new(year, i8::try_from(month?).ok()?, i8::try_from(day?).ok()?).ok()
    };
    made(number(4, 8), number(0, 2), number(2, 4))
        .or_else(|| made(number(0, 4), number(4, 6), number(6, 8)))
}

fn sex(code: &str) -> Option<String> {
    let sex = match code {
        "1" | "M" => "M",
        "2" | "F" => "F",
        "9" | "X" => "X",
        _ => return None,
    };
    Some(sex.to_owned())
}

fn truncation(code: Option<&str>) -> Truncation {
    match code {
        Some("T") => Truncation::Truncated,
        Some("N") => Truncation::Whole,
        _ => Truncation::Unknown,
    }
}

/// Jurisdiction and country of an issuer.
fn issuer(number: u32) -> Option<(&'static str, &'static str)> {
    rows().find_map(|(known, name, country)| (known == number).then_some((name, country)))
}

fn rows() -> impl Iterator<Item = (u32, &'static str, &'static str)> {
    let lines = ISSUERS.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| {
        let mut cells = line.split('\t');
        Some((cells.next()?.parse().ok()?, cells.next()?, cells.next()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    /// A licence of version 10 with the subfile where the header says.
    fn file(elements: &str) -> String {
        let body = format!("DL{elements}\r");
        let header = "@\n\x1e\rANSI 636000100101DL0031";
        format!("{header}{:04}{body}", body.len())
    }

    const SAMPLE: &str = "DAQT64235789\nDCSSAMPLE\nDDEN\nDACMICHAEL\nDDFN\nDADJOHN\nDDGN\nDBD06062019\n\
        DBB06061986\nDBA12102024\nDBC1\nDAG2300 WEST BROAD STREET\nDAIRICHMOND\nDAJVA\nDAK232690000  \n\
        DCF2424244747474786102204\nDCGUSA\nDAW158";

    #[test]
    fn a_licence_of_today_is_read() {
        let licence = parse(&file(SAMPLE)).unwrap();
        assert_eq!(licence.jurisdiction.as_deref(), Some("VA"));
        assert_eq!(licence.country.as_deref(), Some("USA"));
        assert_eq!(
            (licence.version, licence.is_identification_card),
            (10, false)
        );
        assert_eq!(licence.number.as_deref(), Some("T64235789"));
        assert_eq!(licence.surname.as_deref(), Some("SAMPLE"));
        assert_eq!(licence.given_names.as_deref(), Some("MICHAEL JOHN"));
        assert_eq!(licence.given_names_truncation, Truncation::Whole);
        assert_eq!(licence.birth, Some(day(1986, 6, 6)));
        assert_eq!(licence.expiry, Some(day(2024, 12, 10)));
        assert_eq!(licence.issue, Some(day(2019, 6, 6)));
        assert_eq!(licence.sex.as_deref(), Some("M"));
        assert_eq!(licence.address.len(), 4);
        assert_eq!(format!("{licence:?}"), "Licence { 636000, version 10, … }");
    }

    #[test]
    fn a_subfile_is_found_although_its_offset_is_wrong() {
        let text = file(SAMPLE).replace("DL0031", "DL0099");
        assert_eq!(parse(&text).unwrap().surname.as_deref(), Some("SAMPLE"));
        // Some readers lose what stands before the file type.
        let text = file(SAMPLE).replace("@\n\x1e\r", "");
        assert_eq!(parse(&text).unwrap().surname.as_deref(), Some("SAMPLE"));
    }

    #[test]
    fn version_one_has_its_own_header_names_and_dates() {
        let body = "DLDAAPUBLIC,JOHN,QUINCY\nDAQ123\nDBB19650403\nDBA20051231\nDBCF\r";
        let text = format!("@\n\x1e\rANSI 6360040101DL0029{:04}{body}", body.len());
        let licence = parse(&text).unwrap();
        assert_eq!(
            (licence.version, licence.jurisdiction.as_deref()),
            (1, Some("NC"))
        );
        assert_eq!(licence.surname.as_deref(), Some("PUBLIC"));
        assert_eq!(licence.given_names.as_deref(), Some("JOHN QUINCY"));
        assert_eq!(licence.birth, Some(day(1965, 4, 3)));
        assert_eq!(licence.expiry, Some(day(2005, 12, 31)));
        assert_eq!(licence.sex.as_deref(), Some("F"));
    }

    #[test]
    fn canada_writes_the_year_first_and_cards_are_told_from_licences() {
        let text = file("DAQ1\nDCSROY\nDCTANNE,MARIE\nDBB19801102\nDCGCAN\nDDET");
        let licence = parse(&text.replace("DL", "ID")).unwrap();
        assert!(licence.is_identification_card);
        assert_eq!(licence.birth, Some(day(1980, 11, 2)));
        assert_eq!(licence.given_names.as_deref(), Some("ANNE MARIE"));
        assert_eq!(licence.surname_truncation, Truncation::Truncated);
    }

    #[test]
    fn what_is_missing_or_impossible_is_not_said() {
        let licence = parse(&file("DAQNONE\nDBB13402020\nDBA1234\nDBC7\nDACunavl")).unwrap();
        assert_eq!(licence.number, None);
        assert_eq!(licence.birth, None);
        assert_eq!(licence.expiry, None);
        assert_eq!(licence.sex, None);
        assert_eq!(licence.given_names, None);
        assert!(licence.address.is_empty());
    }

    #[test]
    fn names_have_no_blanks_around_them() {
        let licence = parse(&file("DACANNA\u{b},\u{b}MARIA\u{1},\nDCSSAMPLE\u{b}\u{b},")).unwrap();
        assert_eq!(licence.given_names.as_deref(), Some("ANNA MARIA"));
        assert_eq!(licence.surname.as_deref(), Some("SAMPLE"));
        assert_eq!(parse(&file("DACX\nDCS,\u{b},")).unwrap().surname, None);
    }

    #[test]
    fn other_text_is_no_licence() {
        for text in [
            "",
            "https://example.org",
            "ANSI ",
            "ANSI 63600010",
            "ANSI ÄÄÄÄÄÄÄÄ",
        ] {
            assert_eq!(parse(text), Err(AamvaError::Header), "{text}");
        }
        assert_eq!(
            parse("@\n\x1e\rANSI 636000100101ZV00310010ZVZVA01\r"),
            Err(AamvaError::Subfile)
        );
    }

    #[test]
    fn issuers_are_unique_and_of_three_countries() {
        let mut numbers: Vec<u32> = rows().map(|(number, ..)| number).collect();
        let lines = ISSUERS
            .lines()
            .filter(|line| !line.starts_with('#'))
            .count();
        assert_eq!(numbers.len(), lines);
        numbers.dedup();
        assert!(numbers.is_sorted() && numbers.len() == lines);
        assert!(rows().all(|(.., country)| ["USA", "CAN", "MEX"].contains(&country)));
    }
}
