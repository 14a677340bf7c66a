//! What the engine says of a picture that was taken.

use std::time::Duration;

use vidimus_api::capture::Depiction;
use vidimus_engine::quality::Hint;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use crate::engine_client::{EngineClient, EngineError};
use crate::protocol::{Answer, Buffers, ErrorCode, Request};
use crate::{texts, upload};

/// Long enough for an old phone; a worker that takes longer hangs.
const READ_TIMEOUT: Duration = Duration::from_mins(1);

/// Longest side of the selfie that is looked at.
const SELFIE_LONGEST_PX: f64 = 1280.0;

/// The outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Review {
    /// Not there yet.
    Looking,
    /// Nothing to complain of.
    Good,
    /// Something to put right.
    Improve(&'static str),
    /// The engine cannot look.
    Unavailable,
}

/// Looks at a picture; once more where the worker crashed over it.
pub(super) async fn of(
    engine: &EngineClient,
    picture: &Blob,
    depiction: Depiction,
    passport: bool,
) -> Review {
    let mut result = look(engine, picture, depiction, passport).await;
    if result == Err(EngineError::Crashed) {
        result = look(engine, picture, depiction, passport).await;
    }
    match result {
        Ok(review) => review,
        Err(EngineError::Failed(ErrorCode::BadImage)) => {
            Review::Improve(texts::upload(upload::UploadError::NotAPicture))
        }
        Err(_) => Review::Unavailable,
    }
}

async fn look(
    engine: &EngineClient,
    picture: &Blob,
    depiction: Depiction,
    passport: bool,
) -> Result<Review, EngineError> {
    if depiction == Depiction::Selfie {
        return selfie(engine, picture).await;
    }
    let buffers = Buffers {
        image: Some(bytes_of(picture).await?),
        ..Buffers::default()
    };
    let request = Request::Read { today: today() };
    let Answer::Reading(reading) = engine.request(&request, buffers, READ_TIMEOUT).await? else {
        return Err(EngineError::GivenUp);
    };
    Ok(match reading.quality.hint {
        // A zone that was read whole proves the picture, whatever the light.
        Some(hint)
            if !reading
                .mrz
                .as_ref()
                .is_some_and(|mrz| mrz.check_digits_valid) =>
        {
            improve(hint)
        }
        _ if passport && reading.mrz.is_none() => Review::Improve(texts::PREVIEW_NO_MRZ),
        _ => Review::Good,
    })
}

async fn selfie(engine: &EngineClient, picture: &Blob) -> Result<Review, EngineError> {
    let (width, height, pixels) = upload::pixels_of(picture, SELFIE_LONGEST_PX)
        .await
        .ok_or(EngineError::Failed(ErrorCode::BadImage))?;
    let request = Request::Precheck {
        target: Depiction::Selfie,
        width,
        height,
        watch: None,
    };
    let buffers = Buffers {
        pixels: Some(pixels),
        ..Buffers::default()
    };
    let Answer::Precheck { precheck, .. } = engine.request(&request, buffers, READ_TIMEOUT).await?
    else {
        return Err(EngineError::GivenUp);
    };
    Ok(precheck.hint.map_or(Review::Good, improve))
}

fn improve(hint: Hint) -> Review {
    Review::Improve(texts::quality(hint))
}

async fn bytes_of(picture: &Blob) -> Result<js_sys::ArrayBuffer, EngineError> {
    JsFuture::from(picture.array_buffer())
        .await
        .map(JsCast::unchecked_into)
        .map_err(|_| EngineError::Failed(ErrorCode::BadImage))
}

/// The date where the person is. The server uses its own.
fn today() -> jiff::civil::Date {
    let now = js_sys::Date::new_0();
    jiff::civil::Date::new(
        now.get_full_year() as i16,
        now.get_month() as i8 + 1,
        now.get_date() as i8,
    )
    .unwrap_or(jiff::civil::Date::MAX)
}
