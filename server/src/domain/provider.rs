//! The providers of the Assure API.

/// Who verifies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Provider {
    /// `signicatpictureid`: documents and selfies, by our engine.
    PictureId,
    /// `signicatpaper`: reading and redacting documents, by our engine.
    Paper,
    /// `facetec`: a live person against a stored picture, by our engine.
    FaceTec,
    /// `onfido`.
    Onfido,
    /// `readid`.
    ReadId,
    /// `eid`, which newer copies of the API call `signicatvideoid`.
    VideoId,
    /// `webid`.
    WebId,
}

impl Provider {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::PictureId,
        Self::Paper,
        Self::FaceTec,
        Self::Onfido,
        Self::ReadId,
        Self::VideoId,
        Self::WebId,
    ];

    /// The spelling on the wire and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PictureId => "signicatpictureid",
            Self::Paper => "signicatpaper",
            Self::FaceTec => "facetec",
            Self::Onfido => "onfido",
            Self::ReadId => "readid",
            Self::VideoId => "eid",
            Self::WebId => "webid",
        }
    }

    /// Reads [`Provider::as_str`], and the other name of [`Provider::VideoId`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text == "signicatvideoid" {
            return Some(Self::VideoId);
        }
        Self::ALL
            .into_iter()
            .find(|provider| provider.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_back_and_no_other() {
        for provider in Provider::ALL {
            assert_eq!(Provider::parse(provider.as_str()), Some(provider));
        }
        assert_eq!(Provider::parse("signicatvideoid"), Some(Provider::VideoId));
        for text in ["", "Onfido", "connect:idmethod"] {
            assert_eq!(Provider::parse(text), None, "{text}");
        }
    }
}
