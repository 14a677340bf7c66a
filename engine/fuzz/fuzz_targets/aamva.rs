//! Text of any kind, parsed as the code of a licence; what it says is not printed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vidimus_engine::barcode::aamva::parse;

fuzz_target!(|text: &str| {
    let Ok(licence) = parse(text) else { return };
    let (issuer, version) = (licence.issuer_number, licence.version);
    assert_eq!(format!("{licence:?}"), format!("Licence {{ {issuer}, version {version}, … }}"));
    for said in [licence.surname, licence.given_names, licence.sex].into_iter().flatten() {
        assert!(!said.is_empty() && said.trim() == said, "{said:?}");
    }
    for date in [licence.birth, licence.expiry, licence.issue].into_iter().flatten() {
        assert!((1..=9999).contains(&date.year()));
    }
    assert!(licence.jurisdiction.is_none_or(|name| (2..=3).contains(&name.len())));
});
