//! Patronymics: documents of some states print the father's name and "son" or "daughter" after the
//! given names; their zones leave both out.

use super::latin::folded;

/// "Son" and "daughter" in Azerbaijani, Turkmen, Uzbek, Kazakh and Kyrgyz, without diacritics.
const ENDINGS: [&str; 9] = [
    "OGLU", "QIZI", "OGLY", "GYZY", "OGLI", "ULY", "KYZY", "UULU", "KIZI",
];

/// The given names of a printed text that ends with a patronymic; `None` where it has none.
pub(super) fn before_patronymic(printed: &str) -> Option<&str> {
    let (others, ending) = printed.trim_end().rsplit_once(' ')?;
    if !ENDINGS.contains(&folded(ending).as_str()) {
        return None;
    }
    let (given_names, _father) = others.trim_end().rsplit_once(' ')?;
    Some(given_names.trim_end()).filter(|names| !names.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_names_stand_before_the_fathers() {
        assert_eq!(before_patronymic("ADİL BƏKİR OĞLU"), Some("ADİL"));
        assert_eq!(before_patronymic("Ceyla Dilavər qızı"), Some("Ceyla"));
        assert_eq!(before_patronymic("GULNARA AKMATOVA"), None);
        assert_eq!(before_patronymic("BƏKİR OĞLU"), None, "no name of his own");
        assert_eq!(before_patronymic(""), None);
    }
}
