//! Why a redaction is not sure.

use serde::{Deserialize, Serialize};

/// Why a redaction is not sure. Says nothing of what was read.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    thiserror::Error,
)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Doubt {
    /// Neither edges of a page nor a machine-readable zone were found.
    #[error("No document was found in the picture.")]
    NoPage,
    /// More documents are in the picture than are read of one.
    #[error("The picture shows more than one document.")]
    SeveralDocuments,
    /// Nothing says what kind of document it is, and nothing else vouches for it.
    #[error("It could not be told what kind of document the picture shows.")]
    TypeUnsure,
    /// It is another kind than was declared.
    #[error("The picture shows another kind of document.")]
    OtherType,
    /// Nothing says which state issued it.
    #[error("It could not be told which country issued the document.")]
    CountryUnsure,
    /// Another state issued it.
    #[error("The document was not issued by the Netherlands.")]
    OtherCountry,
    /// The zone was read, and its check digits do not agree.
    #[error("The machine-readable zone could not be read with certainty.")]
    ZoneInDoubt,
    /// Where the number stands depends on when the document was issued, which was not read.
    #[error("It could not be told which edition of the document the picture shows.")]
    EditionUnknown,
    /// No number was found anywhere that this edition has it.
    #[error("No personal number was found where the document has one.")]
    NumberNotFound,
    /// This edition prints the number on this side, and it was not found in print.
    #[error("The printed personal number was not found.")]
    PrintedNumberNotFound,
    /// This edition has the number in a code on this side, and none was found.
    #[error("The QR code was not found.")]
    CodeNotFound,
    /// A number stands where the personal number should, and is none or was not read.
    #[error("The personal number could not be read with certainty.")]
    NumberInDoubt,
    /// Print and zone, or the two sides, show different personal numbers.
    #[error("The personal numbers on the document differ.")]
    NumbersDisagree,
    /// This side has a portrait, and none was found.
    #[error("The portrait was not found.")]
    PortraitNotFound,
    /// What was found has no place in the picture that could be covered.
    #[error("The place of what is to be covered could not be told.")]
    PlaceUnsure,
    /// The covered picture still shows a personal number.
    #[error("After covering, a personal number could still be read.")]
    NumberLeft,
    /// The covered picture still shows a code.
    #[error("After covering, a code could still be found.")]
    CodeLeft,
    /// The covered picture still shows a face or a portrait.
    #[error("After covering, a portrait could still be found.")]
    PortraitLeft,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_sentences_with_names_for_the_wire() {
        let sentence = Doubt::CodeNotFound.to_string();
        assert_eq!(sentence, "The QR code was not found.");
        let json = serde_json::to_string(&Doubt::PrintedNumberNotFound).unwrap();
        assert_eq!(json, r#""printedNumberNotFound""#);
    }
}
