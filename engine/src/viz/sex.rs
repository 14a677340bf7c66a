//! The sex as it is printed.

/// `M`, `F` or `X` by a text in capitals: an initial in a language of the state and, after an
/// oblique, the English one (ICAO 9303-4 §4.1). Where that is missing, some initials
/// are those of the other sex elsewhere: `country` (ISO 3166-1 alpha-3) tells.
pub(super) fn sex(text: &str, country: Option<&str>) -> Option<&'static str> {
    let mut words = text.split([' ', '-', '/']).filter(|word| !word.is_empty());
    let own = words.next()?;
    let english = text.contains('/').then(|| words.next()).flatten();
    let known = |word| match word {
        "M" | "MALE" => Some("M"),
        "F" | "FEMALE" => Some("F"),
        "X" => Some("X"),
        _ => None,
    };
    english.and_then(known).or_else(|| match (country, own) {
        (Some("HUN"), "F") | (Some("LTU" | "LVA"), "V") => Some("M"),
        (Some("LTU"), "M") | (Some("LVA"), "S") | (_, "W" | "K" | "V" | "N" | "Z") => Some("F"),
        _ => known(own),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_english_initial_comes_after_the_oblique() {
        for (text, country, told) in [
            ("F/M", "HUN", "M"),
            ("N/F", "HUN", "F"),
            ("V / M", "LVA", "M"),
            ("M/F", "LTU", "F"),
            ("V/F", "NLD", "F"),
            ("X/X", "NLD", "X"),
        ] {
            assert_eq!(sex(text, Some(country)), Some(told), "{text} {country}");
            assert_eq!(sex(text, None), Some(told), "{text}");
        }
    }

    #[test]
    fn an_initial_alone_is_of_the_states_language() {
        for (text, country, told) in [
            ("F", Some("HUN"), Some("M")),
            ("V", Some("LTU"), Some("M")),
            ("V", Some("NLD"), Some("F")),
            ("M", Some("LTU"), Some("F")),
            ("F HGT", None, Some("F")),
            ("M", None, Some("M")),
            ("12", None, None),
            ("", None, None),
        ] {
            assert_eq!(sex(text, country), told, "{text} {country:?}");
        }
    }
}
