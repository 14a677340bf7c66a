//! Where each field of each format stands (ICAO 9303-4 to -7).

use serde::{Deserialize, Serialize};

/// The layouts of a machine-readable zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Format {
    /// Three lines of 30 (ICAO 9303-5): cards.
    #[serde(rename = "TD1")]
    Td1,
    /// Two lines of 36 (ICAO 9303-6): larger cards.
    #[serde(rename = "TD2")]
    Td2,
    /// Two lines of 44 (ICAO 9303-4): passports.
    #[serde(rename = "TD3")]
    Td3,
    /// Two lines of 44 (ICAO 9303-7): full-page visas.
    #[serde(rename = "MRVA")]
    MrvA,
    /// Two lines of 36 (ICAO 9303-7): small visas.
    #[serde(rename = "MRVB")]
    MrvB,
    /// Two lines of 36, older than ICAO 9303-6 and unlike it: French identity cards issued until
    /// 2021.
    #[serde(rename = "FRA-ID")]
    FrenchCard,
    /// One line of 30 (ISO/IEC 18013-3, basic access protection): driving licences.
    #[serde(rename = "DL")]
    Licence,
}

/// Some consecutive characters of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Line, from 0.
    pub line: usize,
    /// First character, from 0.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

impl Span {
    /// Whether the format has no such field.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }
}

/// The span of a field that a format does not have.
const NONE: Span = span(0, 0, 0);

const fn span(line: usize, start: usize, end: usize) -> Span {
    Span { line, start, end }
}

/// What a check digit may be besides a digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unset {
    /// Nothing: it must be a digit.
    Never,
    /// A filler, when the data are fillers only.
    WhenEmpty,
    /// A filler, when the document number goes on in the optional data
    /// (ICAO 9303-5 §4.2.2.1 note j, 9303-6 §4.2.2.1 note j).
    WhenContinued,
}

/// A check digit and what it covers.
#[derive(Debug, Clone, Copy)]
pub struct CheckDigit {
    /// The data.
    pub data: &'static [Span],
    /// Where the digit stands.
    pub at: Span,
    /// Whether it may be a filler.
    pub unset: Unset,
}

/// Where a name stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameSpans {
    /// Both identifiers in one span, two fillers between them (ICAO 9303-3 §4.6).
    Together(Span),
    /// Each in a span of its own.
    Apart {
        /// Primary identifier.
        surname: Span,
        /// Secondary identifier.
        given_names: Span,
    },
}

/// Everything that the decoder and the parser need to know of a format. The span of a field that
/// the format does not have is empty.
#[derive(Debug)]
pub struct Layout {
    /// The format.
    pub format: Format,
    /// Characters a line.
    pub width: usize,
    /// For each line, the class of each character: `a` letter or filler, `n` digit, `d` digit or
    /// filler, `x` anything, `s` sex, `p` `P`, `v` `V`, `l` `D`, `i` `A`, `C` or `I`.
    pub classes: &'static [&'static str],
    /// Document code.
    pub document_code: Span,
    /// Issuing state or organisation.
    pub issuer: Span,
    /// Name of the holder.
    pub name: NameSpans,
    /// Document number.
    pub number: Span,
    /// Nationality.
    pub nationality: Span,
    /// Date of birth, `YYMMDD`.
    pub birth: Span,
    /// Sex.
    pub sex: Span,
    /// Date of expiry, `YYMMDD`.
    pub expiry: Span,
    /// Optional data.
    pub optional: &'static [Span],
    /// Check digits of single fields: number, birth, expiry, then others.
    pub checks: &'static [CheckDigit],
    /// The check digit over all, where the format has one.
    pub composite: Option<CheckDigit>,
}

impl Layout {
    /// Number of lines.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.classes.len()
    }
}

/// The check digits of number, birth and expiry in the formats of two lines.
const fn personal_checks(number_unset: Unset) -> [CheckDigit; 3] {
    [
        CheckDigit {
            data: const { &[span(1, 0, 9)] },
            at: span(1, 9, 10),
            unset: number_unset,
        },
        CheckDigit {
            data: const { &[span(1, 13, 19)] },
            at: span(1, 19, 20),
            unset: Unset::Never,
        },
        CheckDigit {
            data: const { &[span(1, 21, 27)] },
            at: span(1, 27, 28),
            unset: Unset::WhenEmpty,
        },
    ]
}

const PASSPORT_CHECKS: &[CheckDigit] = &{
    let [number, birth, expiry] = personal_checks(Unset::Never);
    let optional = CheckDigit {
        data: &[span(1, 28, 42)],
        at: span(1, 42, 43),
        unset: Unset::WhenEmpty,
    };
    [number, birth, expiry, optional]
};

const VISA_CHECKS: &[CheckDigit] = &personal_checks(Unset::Never);

const TD2_CHECKS: &[CheckDigit] = &personal_checks(Unset::WhenContinued);

const fn two_lines(
    format: Format,
    width: usize,
    classes: &'static [&'static str],
    optional: &'static [Span],
    checks: &'static [CheckDigit],
    composite: Option<CheckDigit>,
) -> Layout {
    Layout {
        format,
        width,
        classes,
        document_code: span(0, 0, 2),
        issuer: span(0, 2, 5),
        name: NameSpans::Together(span(0, 5, width)),
        number: span(1, 0, 9),
        nationality: span(1, 10, 13),
        birth: span(1, 13, 19),
        sex: span(1, 20, 21),
        expiry: span(1, 21, 27),
        optional,
        checks,
        composite,
    }
}

static TD3: Layout = two_lines(
    Format::Td3,
    44,
    &[
        "paaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "xxxxxxxxxnaaaddddddnsdddddddxxxxxxxxxxxxxxdn",
    ],
    &[span(1, 28, 42)],
    PASSPORT_CHECKS,
    Some(CheckDigit {
        data: &[span(1, 0, 10), span(1, 13, 20), span(1, 21, 43)],
        at: span(1, 43, 44),
        unset: Unset::Never,
    }),
);

static MRVA: Layout = two_lines(
    Format::MrvA,
    44,
    &[
        "vaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "xxxxxxxxxnaaaddddddnsdddddddxxxxxxxxxxxxxxxx",
    ],
    &[span(1, 28, 44)],
    VISA_CHECKS,
    None,
);

static TD2: Layout = two_lines(
    Format::Td2,
    36,
    &[
        "iaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "xxxxxxxxxdaaaddddddnsdddddddxxxxxxxn",
    ],
    &[span(1, 28, 35)],
    TD2_CHECKS,
    Some(CheckDigit {
        data: &[span(1, 0, 10), span(1, 13, 20), span(1, 21, 35)],
        at: span(1, 35, 36),
        unset: Unset::Never,
    }),
);

static MRVB: Layout = two_lines(
    Format::MrvB,
    36,
    &[
        "vaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "xxxxxxxxxnaaaddddddnsdddddddxxxxxxxx",
    ],
    &[span(1, 28, 36)],
    VISA_CHECKS,
    None,
);

static TD1: Layout = Layout {
    format: Format::Td1,
    width: 30,
    classes: &[
        "iaaaaxxxxxxxxxdxxxxxxxxxxxxxxx",
        "ddddddnsdddddddaaaxxxxxxxxxxxn",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ],
    document_code: span(0, 0, 2),
    issuer: span(0, 2, 5),
    name: NameSpans::Together(span(2, 0, 30)),
    number: span(0, 5, 14),
    nationality: span(1, 15, 18),
    birth: span(1, 0, 6),
    sex: span(1, 7, 8),
    expiry: span(1, 8, 14),
    optional: &[span(0, 15, 30), span(1, 18, 29)],
    checks: &[
        CheckDigit {
            data: &[span(0, 5, 14)],
            at: span(0, 14, 15),
            unset: Unset::WhenContinued,
        },
        CheckDigit {
            data: &[span(1, 0, 6)],
            at: span(1, 6, 7),
            unset: Unset::Never,
        },
        CheckDigit {
            data: &[span(1, 8, 14)],
            at: span(1, 14, 15),
            unset: Unset::WhenEmpty,
        },
    ],
    composite: Some(CheckDigit {
        data: &[
            span(0, 5, 30),
            span(1, 0, 7),
            span(1, 8, 15),
            span(1, 18, 29),
        ],
        at: span(1, 29, 30),
        unset: Unset::Never,
    }),
};

static FRENCH_CARD: Layout = Layout {
    format: Format::FrenchCard,
    width: 36,
    classes: &[
        "iaaaaaaaaaaaaaaaaaaaaaaaaaaaaaxxxxxx",
        "nnnnxxxnnnnnnaaaaaaaaaaaaaannnnnnnsn",
    ],
    document_code: span(0, 0, 2),
    issuer: span(0, 2, 5),
    name: NameSpans::Apart {
        surname: span(0, 5, 30),
        given_names: span(1, 13, 27),
    },
    number: span(1, 0, 12),
    nationality: NONE,
    birth: span(1, 27, 33),
    sex: span(1, 34, 35),
    expiry: NONE,
    optional: &[span(0, 30, 36)],
    checks: &[
        CheckDigit {
            data: &[span(1, 0, 12)],
            at: span(1, 12, 13),
            unset: Unset::Never,
        },
        CheckDigit {
            data: &[span(1, 27, 33)],
            at: span(1, 33, 34),
            unset: Unset::Never,
        },
    ],
    composite: Some(CheckDigit {
        data: &[span(0, 0, 36), span(1, 0, 35)],
        at: span(1, 35, 36),
        unset: Unset::Never,
    }),
};

static LICENCE: Layout = Layout {
    format: Format::Licence,
    width: 30,
    classes: &["lxaaaxxxxxxxxxxxxxxxxxxxxxxxxn"],
    document_code: span(0, 0, 2),
    issuer: span(0, 2, 5),
    name: NameSpans::Apart {
        surname: NONE,
        given_names: NONE,
    },
    number: NONE,
    nationality: NONE,
    birth: NONE,
    sex: NONE,
    expiry: NONE,
    optional: &[span(0, 5, 29)],
    checks: &[],
    composite: Some(CheckDigit {
        data: &[span(0, 0, 29)],
        at: span(0, 29, 30),
        unset: Unset::Never,
    }),
};

impl Format {
    /// Every format.
    pub const ALL: [Self; 7] = [
        Self::Td1,
        Self::Td2,
        Self::Td3,
        Self::MrvA,
        Self::MrvB,
        Self::FrenchCard,
        Self::Licence,
    ];

    /// The formats of ICAO 9303.
    pub const ICAO: [Self; 5] = [Self::Td1, Self::Td2, Self::Td3, Self::MrvA, Self::MrvB];

    /// Its layout.
    #[must_use]
    pub fn layout(self) -> &'static Layout {
        match self {
            Self::Td1 => &TD1,
            Self::Td2 => &TD2,
            Self::Td3 => &TD3,
            Self::MrvA => &MRVA,
            Self::MrvB => &MRVB,
            Self::FrenchCard => &FRENCH_CARD,
            Self::Licence => &LICENCE,
        }
    }
}

/// Whether a character (see [`super::alphabet::CHARACTERS`]) is of a class of
/// [`Layout::classes`].
#[must_use]
pub fn in_class(class: u8, character: u8) -> bool {
    let filler = character == b'<';
    match class {
        b'a' => filler || character.is_ascii_uppercase(),
        b'n' => character.is_ascii_digit(),
        b'd' => filler || character.is_ascii_digit(),
        b's' => matches!(character, b'M' | b'F' | b'<' | b'X'),
        b'p' => character == b'P',
        b'v' => character == b'V',
        b'l' => character == b'D',
        b'i' => matches!(character, b'A' | b'C' | b'I'),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_layout_fits_its_width() {
        for format in Format::ALL {
            let layout = format.layout();
            assert_eq!(layout.format, format);
            for classes in layout.classes {
                assert_eq!(classes.len(), layout.width, "{format:?}");
            }
            let checks = layout.checks.iter().chain(layout.composite.as_ref());
            for check in checks {
                assert_eq!(check.at.end - check.at.start, 1);
                let class = layout.classes[check.at.line].as_bytes()[check.at.start];
                assert!(matches!(class, b'n' | b'd'), "{format:?} {check:?}");
                assert_eq!(
                    class == b'n',
                    check.unset == Unset::Never,
                    "{format:?} {check:?}"
                );
                for span in check.data {
                    assert!(span.end <= layout.width && span.line < layout.lines());
                }
            }
        }
    }
}
