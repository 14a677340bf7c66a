//! Which document a picture shows: a passport of the Netherlands, the back of a Californian
//! licence, a document that is not in the catalogue, or none.

use serde::{Deserialize, Serialize};

use crate::barcode::aamva::Licence;
use crate::catalogue::{self, Document, Said, Side, Title};
use crate::mrz::{Format, Mrz, country};
use crate::policy::Declared;

/// Share of a page's height, from its top, in which titles stand.
const HEAD: f32 = 0.34;
/// How much less is what stands below counts: names of places and countries stand there too.
const BELOW_HEAD: f64 = 0.3;
/// Least weight of what a page says of itself.
const MIN_WEIGHT: f64 = 0.25;
/// The same of what may be held against a zone.
const SURE_WEIGHT: f64 = 0.6;
/// Letters that say something as surely as can be.
const LONG: f64 = 16.0;
/// Lines of text of a page with a portrait that make it a document.
const MIN_LINES: usize = 4;

/// What a picture was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Class {
    /// The entry of the catalogue; `None` for a document that is not in it.
    pub document_id: Option<u32>,
    /// Issuing country, ISO 3166-1 alpha-3 or ICAO code.
    pub country: Option<String>,
    /// Issuing region, as abbreviated on the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// What kind of document it is.
    #[serde(rename = "type")]
    pub kind: Option<Title>,
    /// The side with the portrait, or the other one. Where both are in the picture, the front.
    pub side: Option<Side>,
    /// The country that its title names, where that is surely read: the zone may say another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printed_country: Option<String>,
    /// Whether it is what the person said it is; `None` where nothing was said or too little seen.
    pub declared_match: Option<bool>,
}

/// What was seen of a document.
pub(crate) struct Seen<'a> {
    /// The machine-readable zone.
    pub(crate) zone: Option<&'a Mrz>,
    /// The PDF417 code of an American licence.
    pub(crate) licence: Option<&'a Licence>,
    /// Lines of text, and how far down the page each stands (0 to 1).
    pub(crate) lines: &'a [(String, f32)],
    /// Whether edges of a page were found.
    pub(crate) has_outline: bool,
    /// Whether a printed portrait was found.
    pub(crate) has_portrait: bool,
}

impl Seen<'_> {
    /// The side of a card: the portrait is on the front.
    fn side(&self) -> Side {
        if self.has_portrait {
            Side::Front
        } else {
            Side::Back
        }
    }
}

/// Tells what was seen; `None` where nothing speaks for a document.
pub(crate) fn classify(seen: &Seen) -> Option<Class> {
    let words = Words::of(seen.lines);
    by_zone(seen, &words)
        .or_else(|| by_code(seen))
        .or_else(|| by_words(seen, &words))
}

impl Class {
    /// The same, with its word on what the person declared.
    #[must_use]
    pub fn compared_with(self, declared: &Declared) -> Self {
        Self {
            declared_match: matches(&self, declared),
            ..self
        }
    }
}

fn by_zone(seen: &Seen, words: &Words) -> Option<Class> {
    let zone = seen.zone?;
    let issuer = country::to_iso(&zone.issuer);
    let kind = match zone.format {
        Format::Td3 => Title::Passport,
        Format::MrvA | Format::MrvB => Title::Visa,
        Format::Licence => Title::DriversLicense,
        Format::FrenchCard => Title::IdentityCard,
        Format::Td1 | Format::Td2 if is_permit(zone) => Title::ResidencePermit,
        Format::Td1 | Format::Td2 => match words.title() {
            Some((Title::ResidencePermit, _)) => Title::ResidencePermit,
            _ => Title::IdentityCard,
        },
    };
    let side = match zone.format {
        Format::Td3 | Format::MrvA | Format::MrvB | Format::FrenchCard => Side::Front,
        Format::Td1 | Format::Td2 => seen.side(),
        Format::Licence => Side::Back,
    };
    let entry = entry(issuer, kind, |document| document.mrz == Some(zone.format));
    // Beside the state's own name others may stand: where the holder was born, or what is misread.
    let own = words
        .heaviest(|says| matches!(says, Said::Country(code) if code == issuer).then_some(issuer));
    let printed = own
        .filter(|(_, weight)| *weight >= MIN_WEIGHT)
        .or_else(|| words.country().filter(|(_, weight)| *weight >= SURE_WEIGHT));
    Some(Class {
        printed_country: printed.map(|(country, _)| country.to_owned()),
        ..class(Some(issuer), None, Some(kind), side, entry)
    })
}

/// Codes of residence permits: `AR`, `CR`, `IR` and, of the United States, `C1` and `C2`.
fn is_permit(zone: &Mrz) -> bool {
    matches!(zone.document_code.as_str(), "AR" | "CR" | "IR" | "RP")
        || (zone.issuer == "USA" && zone.document_code.starts_with('C'))
}

fn by_code(seen: &Seen) -> Option<Class> {
    let licence = seen.licence?;
    let country = licence.country.as_deref()?;
    let kind = if licence.is_identification_card {
        Title::IdentityCard
    } else {
        Title::DriversLicense
    };
    let region = licence.jurisdiction.as_deref();
    let entry = entry(country, kind, |document| document.region == region);
    Some(class(Some(country), region, Some(kind), seen.side(), entry))
}

fn by_words(seen: &Seen, words: &Words) -> Option<Class> {
    let title = words.title().filter(|(_, weight)| *weight >= MIN_WEIGHT);
    let looks_like_one = seen.has_portrait && seen.has_outline && seen.lines.len() >= MIN_LINES;
    let region = words.region().filter(|(.., weight)| *weight >= MIN_WEIGHT);
    // A title alone is on forms, too; what has neither edges nor a portrait is no document. Where
    // the title is not to be read, a state's name at the head of a page with a portrait will do.
    let named = title.is_some() && (seen.has_portrait || seen.has_outline);
    let of_a_state = region.is_some() && seen.has_portrait && seen.lines.len() >= MIN_LINES;
    if !looks_like_one && !named && !of_a_state {
        return None;
    }
    let kind = title.map(|(title, _)| title);
    let side = seen.side();
    if let (Some((country, region, _)), Some(Title::DriversLicense) | None) = (region, kind) {
        let entry = kind.and_then(|kind| entry(country, kind, |d| d.region == Some(region)));
        return Some(class(Some(country), Some(region), kind, side, entry));
    }
    let country = words.country().filter(|(_, weight)| *weight >= MIN_WEIGHT);
    let country = country.map(|(country, _)| country);
    let entry = country
        .zip(kind)
        .and_then(|(country, kind)| entry(country, kind, |document| document.region.is_none()));
    Some(class(country, None, kind, side, entry))
}

/// The entry of a country and kind, the latest edition first, that a picture of it fits.
fn entry(country: &str, kind: Title, fits: impl Fn(&Document) -> bool) -> Option<u32> {
    let own = catalogue::documents()
        .iter()
        .filter(|document| document.country == country && Some(document.kind) == kind.kind());
    own.filter(|document| fits(document))
        .max_by_key(|document| document.edition)
        .map(|document| document.id)
}

fn class(
    country: Option<&str>,
    region: Option<&str>,
    kind: Option<Title>,
    side: Side,
    document_id: Option<u32>,
) -> Class {
    Class {
        document_id,
        country: country.map(str::to_owned),
        region: region.map(str::to_owned),
        kind,
        side: Some(side),
        printed_country: None,
        declared_match: None,
    }
}

/// Whether a document is what it was said to be; `None` where neither speaks against it and not
/// everything was seen.
fn matches(class: &Class, declared: &Declared) -> Option<bool> {
    let same_country = class
        .country
        .as_ref()
        .map(|country| *country == declared.country);
    let same_kind = class
        .kind
        .map(|kind| kind.kind() == Some(declared.document_type));
    let said = declared.document_id.and_then(catalogue::document);
    let same_region = match (said.and_then(|document| document.region), &class.region) {
        (Some(said), Some(seen)) => Some(said == seen),
        _ => Some(true),
    };
    let all = [same_country, same_kind, same_region];
    if all.contains(&Some(false)) {
        return Some(false);
    }
    all.iter().all(Option::is_some).then_some(true)
}

/// What the lines of a page say of the document, each with its weight.
struct Words(Vec<(Said, f64)>);

impl Words {
    fn of(lines: &[(String, f32)]) -> Self {
        let mut weights: Vec<(Said, f64)> = Vec::new();
        for (text, down) in lines {
            for (says, likeness, letters) in catalogue::said(text) {
                let place = if *down < HEAD { 1.0 } else { BELOW_HEAD };
                let weight = likeness * place * (0.4 + 0.6 * (letters as f64 / LONG).min(1.0));
                match weights.iter_mut().find(|(known, _)| *known == says) {
                    Some((_, known)) => *known = known.max(weight),
                    None => weights.push((says, weight)),
                }
            }
        }
        Self(weights)
    }

    fn heaviest<T>(&self, pick: impl Fn(Said) -> Option<T>) -> Option<(T, f64)> {
        let fitting = self
            .0
            .iter()
            .filter_map(|(says, weight)| Some((pick(*says)?, *weight)));
        fitting.max_by(|a, b| a.1.total_cmp(&b.1))
    }

    fn title(&self) -> Option<(Title, f64)> {
        self.heaviest(|says| match says {
            Said::Title(title) => Some(title),
            _ => None,
        })
    }

    fn country(&self) -> Option<(&'static str, f64)> {
        self.heaviest(|says| match says {
            Said::Country(code) => Some(code),
            _ => None,
        })
    }

    fn region(&self) -> Option<(&'static str, &'static str, f64)> {
        let region = self.heaviest(|says| match says {
            Said::Region(country, region) => Some((country, region)),
            _ => None,
        });
        region.map(|((country, region), weight)| (country, region, weight))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mrz;
    use crate::policy::DocumentType;

    fn zone(lines: &[&str]) -> Mrz {
        let lines: Vec<String> = lines.iter().map(|&line| line.to_owned()).collect();
        mrz::parse(&lines).unwrap()
    }

    fn lines(texts: &[(&str, f32)]) -> Vec<(String, f32)> {
        texts
            .iter()
            .map(|(text, down)| ((*text).to_owned(), *down))
            .collect()
    }

    const NOTHING: Seen = Seen {
        zone: None,
        licence: None,
        lines: &[],
        has_outline: false,
        has_portrait: false,
    };

    #[test]
    fn a_passport_is_told_by_its_zone_and_compared_with_what_was_declared() {
        let zone = zone(&[
            "P<NLDDE<BRUIJN<<WILLEKE<LISELOTTE<<<<<<<<<<<",
            "SPECI20142NLD6503101F2403096999999990<<<<<84",
        ]);
        let seen = Seen {
            zone: Some(&zone),
            has_portrait: true,
            ..NOTHING
        };
        let dutch = catalogue::document(137).unwrap().declared();
        let class = classify(&seen).unwrap().compared_with(&dutch);
        assert_eq!(class.document_id, Some(137));
        assert_eq!(
            (class.kind, class.side),
            (Some(Title::Passport), Some(Side::Front))
        );
        assert_eq!(class.declared_match, Some(true));
        let card = Declared {
            document_type: DocumentType::IdentityCard,
            ..dutch
        };
        assert_eq!(
            classify(&seen).unwrap().compared_with(&card).declared_match,
            Some(false)
        );
        assert_eq!(classify(&seen).unwrap().declared_match, None);
    }

    #[test]
    fn a_permit_is_no_identity_card() {
        let zone = zone(&[
            "IRGBRZU12345673<<<<<<<<<<<<<<<",
            "6608198F0808088COU<<<<<<<<<<<6",
            "SAMPLE<<SUSANNA<<<<<<<<<<<<<<<",
        ]);
        let seen = Seen {
            zone: Some(&zone),
            ..NOTHING
        };
        let class = classify(&seen).unwrap();
        assert_eq!(
            (class.document_id, class.side),
            (Some(4012), Some(Side::Back))
        );
    }

    #[test]
    fn a_states_name_at_the_head_tells_the_country_where_the_title_is_not_read() {
        let text = lines(&[
            ("MASSACHUSETTS", 0.1),
            ("DFLVEB'3", 0.1),
            ("SAMPLE", 0.6),
            ("CONNOR", 0.65),
        ]);
        let seen = Seen {
            lines: &text,
            has_portrait: true,
            ..NOTHING
        };
        let class = classify(&seen).unwrap();
        assert_eq!(
            (class.country.as_deref(), class.region.as_deref()),
            (Some("USA"), Some("MA"))
        );
        assert_eq!((class.kind, class.document_id), (None, None));
        let form = Seen {
            has_portrait: false,
            ..seen
        };
        assert_eq!(classify(&form), None);
    }

    #[test]
    fn a_licence_is_told_by_what_it_says_of_itself() {
        let text = lines(&[
            ("California USA", 0.1),
            ("DRIVER LICENSE", 0.1),
            ("ANYTOWN, CA 95818", 0.55),
        ]);
        let seen = Seen {
            lines: &text,
            has_outline: true,
            has_portrait: true,
            ..NOTHING
        };
        let class = classify(&seen).unwrap();
        assert_eq!(class.document_id, Some(3105));
        assert_eq!(class.region.as_deref(), Some("CA"));
        let dutch = catalogue::document(137).unwrap().declared();
        assert_eq!(
            classify(&seen)
                .unwrap()
                .compared_with(&dutch)
                .declared_match,
            Some(false)
        );
    }

    #[test]
    fn what_is_not_known_is_told_from_what_is_no_document() {
        let text = lines(&[
            ("MEMBER", 0.1),
            ("J DOE", 0.4),
            ("No 1234", 0.5),
            ("2031", 0.8),
        ]);
        let card = Seen {
            lines: &text,
            has_outline: true,
            has_portrait: true,
            ..NOTHING
        };
        let class = classify(&card).unwrap();
        assert_eq!(
            (class.document_id, class.country, class.kind),
            (None, None, None)
        );
        let receipt = Seen {
            lines: &text,
            ..NOTHING
        };
        assert_eq!(classify(&receipt), None);
    }
}
