//! Whatever stands in the place of a personal number is examined without a panic.
#![cfg(not(target_arch = "wasm32"))]

use jiff::civil::date;
use proptest::prelude::*;
use vidimus_engine::personal_number::examine;

const COUNTRIES: [&str; 27] = [
    "BEL", "BGR", "BIH", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "GRC", "HRV", "ISL", "ITA",
    "LTU", "LVA", "MKD", "MNE", "NLD", "NOR", "POL", "PRT", "ROU", "SRB", "SVK", "SVN", "SWE",
    "TUR",
];

/// Texts of the lengths that numbers have, with letters and separators in some places.
fn numbers() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{8,13}",
        "[0-9]{6}[-+/. <A-Z]?[0-9]{3,5}[A-Z0-9]?",
        "[A-Z]{6}[0-9L-V]{2}[A-Z][0-9L-V]{2}[A-Z][0-9L-V]{3}[A-Z]",
        "[X-Z]?[0-9]{7,9}[A-Z0-9]{1,3}",
        "\\PC{0,20}",
    ]
}

proptest! {
    #[test]
    fn any_text_is_examined(
        text in numbers(),
        year in 1800_i16..2200,
        (month, day) in (1_i8..=12, 1_i8..=28),
    ) {
        let birth = date(year, month, day);
        for country in COUNTRIES {
            let Some(told) = examine(country, &text) else {
                continue;
            };
            // Both sexes only where none is told.
            let (male, female) = (told.agrees_with_sex("M"), told.agrees_with_sex("F"));
            prop_assert_eq!(male && female, told.sex.is_none());
            prop_assert!(male || female);
            if let Some(own) = told.birth && own.agrees_with(birth) {
                let (earlier, later) = (date(year - 1, month, day), date(year + 1, month, day));
                prop_assert!(!own.agrees_with(earlier) && !own.agrees_with(later));
            }
        }
    }
}
