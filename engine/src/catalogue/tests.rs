use std::collections::HashSet;

use super::*;
use crate::mrz::country;

#[test]
fn every_row_is_used_and_every_id_is_given_once() {
    assert_eq!(
        documents().len(),
        rows(DOCUMENTS).count(),
        "a row cannot be read"
    );
    let ids: HashSet<u32> = documents().iter().map(|document| document.id).collect();
    assert_eq!(ids.len(), documents().len());
    let what: HashSet<_> = documents()
        .iter()
        .map(|d| (d.country, d.kind, d.region, d.edition))
        .collect();
    assert_eq!(what.len(), documents().len());
}

#[test]
fn published_ids_stay_what_they_are() {
    let published = [
        (137, "NLD", DocumentType::Passport, None),
        (1000, "AFG", DocumentType::Passport, None),
        (2000, "AUT", DocumentType::IdentityCard, None),
        (2100, "FRA", DocumentType::IdentityCard, None),
        (3000, "AUT", DocumentType::DriversLicense, None),
        (3105, "USA", DocumentType::DriversLicense, Some("CA")),
        (3200, "CAN", DocumentType::DriversLicense, Some("AB")),
        (4000, "AUT", DocumentType::ResidencePermit, None),
        (4100, "USA", DocumentType::ResidencePermit, None),
    ];
    for (id, country, kind, region) in published {
        let found = document(id).unwrap();
        assert_eq!(
            (found.country, found.kind, found.region),
            (country, kind, region),
            "{id}"
        );
    }
    assert_eq!(document(0), None);
}

#[test]
fn countries_have_codes_that_documents_carry() {
    let mut codes = HashSet::new();
    for row in rows(COUNTRIES) {
        let (code, name) = row.split_once('\t').unwrap();
        assert!(
            country::is_known(code) && country::to_iso(code) == code,
            "{code}"
        );
        assert!(!name.is_empty() && name.trim() == name, "{row}");
        assert!(codes.insert(code), "{code} twice");
    }
    // On documents Germany is D, Kosovo RKS, and Utopia is for specimens; XXA is a nationality and
    // issues nothing.
    assert!(codes.contains("DEU") && codes.contains("RKS") && codes.contains("UTO"));
    assert!(!codes.contains("D") && !codes.contains("XXA") && country::is_known("XXA"));
}

#[test]
fn every_state_has_a_passport_and_europe_its_cards() {
    let has = |code: &str, kind: DocumentType| {
        documents()
            .iter()
            .any(|document| document.country == code && document.kind == kind)
    };
    for row in rows(COUNTRIES) {
        let (code, _) = row.split_once('\t').unwrap();
        assert!(has(code, DocumentType::Passport), "{code}");
    }
    let europe = "AUT BEL BGR CHE CYP CZE DEU DNK ESP EST FIN FRA GBR GRC HRV HUN IRL ISL ITA LIE \
                  LTU LUX LVA MLT NLD NOR POL PRT ROU SVK SVN SWE";
    for code in europe.split_whitespace() {
        assert!(has(code, DocumentType::DriversLicense), "{code}");
        assert!(has(code, DocumentType::ResidencePermit), "{code}");
        let issues_cards = !["DNK", "GBR"].contains(&code);
        assert_eq!(
            has(code, DocumentType::IdentityCard),
            issues_cards,
            "{code}"
        );
    }
    let regions = |code: &str| {
        let own = documents()
            .iter()
            .filter(|document| document.country == code);
        own.filter_map(|document| document.region)
            .collect::<HashSet<_>>()
            .len()
    };
    // Fifty states, the district and five territories; ten provinces and three territories.
    assert_eq!((regions("USA"), regions("CAN")), (56, 13));
    assert_eq!(document(3105).unwrap().region_name(), Some("California"));
}

#[test]
fn zones_fit_formats_and_pages() {
    for document in documents() {
        let side_of = |zone| {
            [Side::Front, Side::Back]
                .into_iter()
                .find(|side| document.shows(*side, zone))
        };
        assert_eq!(
            side_of(Zone::Mrz).is_some(),
            document.mrz.is_some(),
            "{}",
            document.id
        );
        assert_eq!(
            side_of(Zone::Portrait),
            Some(Side::Front),
            "{}",
            document.id
        );
        let has_back = document.zones.iter().any(|(side, _)| *side == Side::Back);
        assert_eq!(document.pages == 2, has_back, "{}", document.id);
        match document.mrz {
            Some(Format::Td3) => assert_eq!(document.size, PageSize::Id3, "{}", document.id),
            Some(Format::Td1 | Format::Licence) => assert_eq!(document.size, PageSize::Id1),
            Some(Format::FrenchCard) => assert_eq!(document.size, PageSize::Id2),
            _ => assert_eq!(
                document.kind,
                DocumentType::DriversLicense,
                "{}",
                document.id
            ),
        }
    }
}

#[test]
fn every_row_names_sources_that_the_file_explains() {
    let explained: HashSet<&str> = DOCUMENTS
        .lines()
        .filter_map(|line| line.strip_prefix("#   ")?.split_whitespace().next())
        .collect();
    for row in rows(DOCUMENTS) {
        let sources = row.split('\t').nth(12).unwrap();
        assert_eq!(row.split('\t').count(), 13, "{row}");
        for source in sources.split(' ') {
            assert!(explained.contains(source), "{source} in {row}");
        }
    }
}

#[test]
fn numbers_have_the_forms_of_their_country() {
    let dutch = document(137).unwrap();
    assert_eq!(dutch.number_fits("XR1001R58"), Some(true));
    assert_eq!(dutch.number_fits("xr1001r58"), Some(true));
    assert_eq!(
        dutch.number_fits("XR1O01R58"),
        Some(false),
        "Dutch numbers have no letter O"
    );
    assert_eq!(dutch.number_fits("XR1001R5"), Some(false));
    assert_eq!(
        document(1000).unwrap().number_fits("P1234567"),
        None,
        "no source tells it"
    );
    assert!(fits("pA9999999", "PB1234567") && !fits("pA9999999", "QB1234567"));
}

#[test]
fn the_list_is_by_country_name() {
    assert!(documents().is_sorted_by_key(|document| document.country_name));
    let of_utopia: Vec<_> = documents()
        .iter()
        .filter(|document| document.country == "UTO")
        .map(|document| (document.kind, document.pages))
        .collect();
    assert_eq!(
        of_utopia,
        [(DocumentType::Passport, 1), (DocumentType::IdentityCard, 2)]
    );
}
