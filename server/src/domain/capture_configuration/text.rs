//! What texts in a configuration look like.

use vidimus_engine::mrz::country;

use crate::domain::http_rest;

/// ISO 639-1, and `cz`, `gb` and `gr`, which the API took before (`uk` is both).
const LANGUAGES: &str = "\
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de \
dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id \
ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu \
lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu \
rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr \
ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu cz gb gr";

/// What is right for [`is_language`].
pub(in crate::domain) const LANGUAGE: &str = "is a language of two small letters (ISO 639-1)";
/// What is right for [`is_country`].
pub(in crate::domain) const COUNTRY: &str =
    "is a country code of three capital letters (ISO 3166-1 alpha-3)";
pub(super) const COLOUR: &str =
    "is a colour such as #5AAFFF or rgb(90, 175, 255), or black or white";
pub(super) const LINK: &str = "is an https URL of at most 2048 characters";
pub(super) const ICON: &str = "is an https URL, or a data URI in base64 of image/jpeg, image/png or \
                               image/x-icon, of at most 131072 characters";
pub(super) const STYLE: &str =
    "is a text of at most 65536 characters without </ and control characters";

pub(super) const LONGEST_COLOUR: usize = 64;
pub(super) const LONGEST_LINK: usize = 2048;
pub(super) const LONGEST_ICON: usize = 128 * 1024;
pub(super) const LONGEST_STYLE: usize = 64 * 1024;

/// Whether a text is in one line of at most so many characters.
pub(in crate::domain) fn is_line(text: &str, longest: usize) -> bool {
    text.chars().count() <= longest && !text.chars().any(char::is_control)
}

/// Whether a text has at most so many characters, in any number of lines.
pub(super) fn is_prose(text: &str, longest: usize) -> bool {
    let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    text.chars().count() <= longest && !text.chars().any(is_control)
}

/// Every language that there is.
pub(crate) fn languages() -> Vec<&'static str> {
    let mut languages: Vec<_> = LANGUAGES.split(' ').collect();
    languages.sort_unstable();
    languages
}

/// Every country that there is, by its three letters.
pub(crate) fn countries() -> Vec<String> {
    let letters = || 'A'..='Z';
    let codes = letters().flat_map(|first| {
        letters().flat_map(move |second| {
            letters().map(move |third| String::from_iter([first, second, third]))
        })
    });
    codes.filter(|code| is_country(code)).collect()
}

/// ISO 639-1.
pub(in crate::domain) fn is_language(text: &str) -> bool {
    text.len() == 2 && LANGUAGES.split(' ').any(|known| known == text)
}

/// ISO 3166-1 alpha-3, and what documents carry besides (`UTO`, `RKS`).
pub(in crate::domain) fn is_country(text: &str) -> bool {
    text.len() == 3 && country::is_known(text)
}

/// The names of colours that are defaults of the API are colours, too.
pub(super) fn is_colour(text: &str) -> bool {
    if text.len() > LONGEST_COLOUR {
        return false;
    }
    if let Some(digits) = text.strip_prefix('#') {
        return matches!(digits.len(), 3 | 6) && digits.bytes().all(|c| c.is_ascii_hexdigit());
    }
    let parts = text
        .strip_prefix("rgb(")
        .and_then(|rest| rest.strip_suffix(')'));
    let is_part = |part: &str| {
        let part = part.trim();
        part.bytes().all(|c| c.is_ascii_digit()) && part.parse::<u8>().is_ok()
    };
    matches!(text, "black" | "white")
        || parts.is_some_and(|parts| parts.split(',').count() == 3 && parts.split(',').all(is_part))
}

pub(super) fn is_link(text: &str) -> bool {
    text.len() <= LONGEST_LINK && text.starts_with("https://") && http_rest(text).is_some()
}

pub(super) fn is_icon(text: &str) -> bool {
    let media = [
        "image/jpeg",
        "image/jpg",
        "image/png",
        "image/x-icon",
        "image/vnd.microsoft.icon",
        "image/ico",
    ];
    let data = text.strip_prefix("data:").and_then(|rest| {
        let (head, data) = rest.split_once(',')?;
        let head = head.strip_suffix(";base64")?;
        media.contains(&head).then_some(data)
    });
    let is_base64 = |data: &str| {
        !data.is_empty()
            && data
                .bytes()
                .all(|c| c.is_ascii_alphanumeric() || b"+/=".contains(&c))
    };
    is_link(text) || (text.len() <= LONGEST_ICON && data.is_some_and(is_base64))
}

/// Style rules. `</` would end a style element, and style rules have no use for it.
pub(super) fn is_style(text: &str) -> bool {
    is_prose(text, LONGEST_STYLE) && !text.contains("</")
}

/// The name of a font, which stands in style rules.
pub(super) fn is_font(text: &str) -> bool {
    is_line(text, 100) && !text.is_empty() && !text.contains(['{', '}', ';', '<', '>', '\\'])
}

/// The name of an icon, as icon fonts have them.
pub(super) fn is_icon_name(text: &str) -> bool {
    let plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_';
    (1..=64).contains(&text.len()) && text.bytes().all(plain)
}

/// The key of a text of the pages.
pub(super) fn is_key(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    (1..=100).contains(&text.len()) && text.chars().all(plain)
}
