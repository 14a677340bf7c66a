//! Data URLs (RFC 2397), as the API carries images.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

/// Why a text is no image in a data URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(in crate::routes) enum DataUrlError {
    #[error("it must begin with `data:image/…;base64,`")]
    NotADataUrl,
    #[error("its base64 is malformed")]
    NotBase64,
}

/// The bytes of `data:image/…;base64,…`. What the bytes are is for the decoder to say.
pub(in crate::routes) fn decode(text: &str) -> Result<Vec<u8>, DataUrlError> {
    let rest = text
        .strip_prefix("data:image/")
        .ok_or(DataUrlError::NotADataUrl)?;
    let (media, data) = rest.split_once(',').ok_or(DataUrlError::NotADataUrl)?;
    if !media.ends_with(";base64") {
        return Err(DataUrlError::NotADataUrl);
    }
    BASE64_STANDARD
        .decode(data.trim_end())
        .map_err(|_| DataUrlError::NotBase64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_base64_images_are_read() {
        assert_eq!(decode("data:image/png;base64,AQID"), Ok(vec![1, 2, 3]));
        assert_eq!(decode("data:image/jpeg;base64,"), Ok(vec![]));
        for text in [
            "",
            "AQID",
            "data:text/plain;base64,AQID",
            "data:image/png,AQID",
            "data:image/png;base64",
            "https://a.example/x.png",
        ] {
            assert_eq!(decode(text), Err(DataUrlError::NotADataUrl), "{text}");
        }
        let malformed = decode("data:image/png;base64,A*ID");
        assert_eq!(malformed, Err(DataUrlError::NotBase64));
    }
}
