//! From fields to the lines of a zone, with every check digit. The specimen maker prints them,
//! and tests read back what this writes.

use jiff::civil::Date;

use super::alphabet::{check_digit, index};
use super::date;
use super::layout::{Format, Layout, NameSpans, Span, Unset};

/// What a zone should say.
#[derive(Clone)]
pub struct Content {
    /// The format.
    pub format: Format,
    /// One or two letters.
    pub document_code: String,
    /// Up to three letters.
    pub issuer: String,
    /// Letters and spaces.
    pub surname: String,
    /// Letters and spaces.
    pub given_names: String,
    /// Letters and digits; more than nine only in TD1 and TD2.
    pub number: String,
    /// Up to three letters.
    pub nationality: String,
    /// Date of birth.
    pub birth: Date,
    /// `M`, `F` or empty.
    pub sex: String,
    /// Date of expiry.
    pub expiry: Date,
    /// Optional data, for the format's places in turn.
    pub optional: Vec<String>,
}

impl std::fmt::Debug for Content {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Content {{ {:?}, … }}", self.format)
    }
}

/// Content that no zone can hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EmitError {
    /// A character that has no place in a zone.
    #[error("`{field}` holds a character that a machine-readable zone cannot show")]
    Character {
        /// Which field.
        field: &'static str,
    },
    /// Longer than its place.
    #[error("`{field}` is too long for the format")]
    TooLong {
        /// Which field.
        field: &'static str,
    },
}

/// Writes a zone. A name that is too long is cut, as ICAO 9303-3 §4.6 has it; a field that the
/// format has no place for is left out.
///
/// # Errors
/// [`EmitError`] names the field that does not fit.
pub fn emit(content: &Content) -> Result<Vec<String>, EmitError> {
    let layout = content.format.layout();
    let mut lines = vec![vec![b'<'; layout.width]; layout.lines()];
    let surname = fillers("surname", &content.surname)?;
    let given_names = fillers("given_names", &content.given_names)?;
    match layout.name {
        NameSpans::Together(both) => {
            let mut name = surname;
            if !given_names.is_empty() {
                name.extend(b"<<");
                name.extend(given_names);
            }
            put_cut(&mut lines, both, "name", &name)?;
        }
        NameSpans::Apart {
            surname: first,
            given_names: second,
        } => {
            put_cut(&mut lines, first, "surname", &surname)?;
            put_cut(&mut lines, second, "given_names", &given_names)?;
        }
    }
    let single = [
        (
            "document_code",
            layout.document_code,
            content.document_code.as_str(),
        ),
        ("issuer", layout.issuer, content.issuer.as_str()),
        (
            "nationality",
            layout.nationality,
            content.nationality.as_str(),
        ),
        ("sex", layout.sex, content.sex.as_str()),
        ("birth", layout.birth, &date::emit(content.birth)),
        ("expiry", layout.expiry, &date::emit(content.expiry)),
    ];
    for (field, span, text) in single {
        if span.is_empty() {
            continue;
        }
        put(&mut lines, span, field, &fillers(field, text)?)?;
    }
    let number = if layout.number.is_empty() {
        vec![]
    } else {
        fillers("number", &content.number)?
    };
    let number_width = layout.number.end - layout.number.start;
    for (place, &span) in layout.optional.iter().enumerate() {
        let mut text = fillers("optional", content.optional.get(place).map_or("", |t| t))?;
        if place == 0 && number.len() > number_width {
            text = continuation(layout, &number)?;
        }
        put(&mut lines, span, "optional", &text)?;
    }
    put(
        &mut lines,
        layout.number,
        "number",
        &number[..number.len().min(number_width)],
    )?;
    for check in layout.checks.iter().chain(layout.composite.as_ref()) {
        if check.unset == Unset::WhenContinued && number.len() > number_width {
            continue;
        }
        let data = check
            .data
            .iter()
            .flat_map(|s| lines[s.line][s.start..s.end].iter().copied());
        let digit = check_digit(data).ok_or(EmitError::Character { field: "zone" })?;
        lines[check.at.line][check.at.start] = digit;
    }
    Ok(lines
        .iter()
        .map(|line| String::from_utf8_lossy(line).into_owned())
        .collect())
}

/// The tenth character on, its check digit, and a filler (ICAO 9303-5 §4.2.2.1 note j).
fn continuation(layout: &Layout, number: &[u8]) -> Result<Vec<u8>, EmitError> {
    let continues = layout
        .checks
        .first()
        .is_some_and(|c| c.unset == Unset::WhenContinued);
    if !continues {
        return Err(EmitError::TooLong { field: "number" });
    }
    let mut text = number[9..].to_vec();
    text.extend(check_digit(number.iter().copied()));
    text.push(b'<');
    Ok(text)
}

fn fillers(field: &'static str, text: &str) -> Result<Vec<u8>, EmitError> {
    let raw: Vec<u8> = text
        .bytes()
        .map(|c| if c == b' ' { b'<' } else { c })
        .collect();
    if raw.iter().any(|&c| index(c).is_none()) {
        return Err(EmitError::Character { field });
    }
    Ok(raw)
}

/// What is longer than its place is cut.
fn put_cut(
    lines: &mut [Vec<u8>],
    span: Span,
    field: &'static str,
    text: &[u8],
) -> Result<(), EmitError> {
    let length = text.len().min(span.end - span.start);
    put(lines, span, field, &text[..length])
}

fn put(
    lines: &mut [Vec<u8>],
    span: Span,
    field: &'static str,
    text: &[u8],
) -> Result<(), EmitError> {
    let place = &mut lines[span.line][span.start..span.end];
    if text.len() > place.len() {
        return Err(EmitError::TooLong { field });
    }
    place[..text.len()].copy_from_slice(text);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn anna() -> Content {
        Content {
            format: Format::Td3,
            document_code: "P".into(),
            issuer: "UTO".into(),
            surname: "ERIKSSON".into(),
            given_names: "ANNA MARIA".into(),
            number: "L898902C3".into(),
            nationality: "UTO".into(),
            birth: date(1974, 8, 12),
            sex: "F".into(),
            expiry: date(2012, 4, 15),
            optional: vec!["ZE184226B".into()],
        }
    }

    #[test]
    fn the_icao_passport() {
        assert_eq!(
            emit(&anna()).unwrap(),
            [
                "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
                "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
            ]
        );
    }

    #[test]
    fn the_icao_card_with_a_long_number() {
        let content = Content {
            format: Format::Td1,
            document_code: "I".into(),
            surname: "STEVENSON".into(),
            given_names: "PETER".into(),
            number: "D23145890734".into(),
            birth: date(1934, 7, 12),
            sex: "M".into(),
            expiry: date(1995, 7, 12),
            optional: vec![],
            ..anna()
        };
        assert_eq!(
            emit(&content).unwrap(),
            [
                "I<UTOD23145890<7349<<<<<<<<<<<",
                "3407127M9507122UTO<<<<<<<<<<<2",
                "STEVENSON<<PETER<<<<<<<<<<<<<<"
            ]
        );
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let long = Content {
            number: "L898902C3X".into(),
            ..anna()
        };
        assert_eq!(emit(&long), Err(EmitError::TooLong { field: "number" }));
        let accents = Content {
            surname: "MÜLLER".into(),
            ..anna()
        };
        assert_eq!(
            emit(&accents),
            Err(EmitError::Character { field: "surname" })
        );
        let name = Content {
            given_names: "ANNA ".repeat(20).trim().into(),
            ..anna()
        };
        assert_eq!(emit(&name).unwrap()[0].len(), 44);
    }
}
