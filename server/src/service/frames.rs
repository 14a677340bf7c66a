//! Frames of a live picture, which come in JSON.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use vidimus_engine::{Frame, Limits};

use crate::problem::Refusal;

/// Longest side, in pixels: a face on it is larger than any network looks at.
const MOST_SIDE_PX: u32 = 1920;

/// Decodes a frame in base64 to its end, and throws the pixels away.
pub(super) fn check(image: &str) -> Result<(), String> {
    let bytes = BASE64_STANDARD.decode(image);
    let bytes = bytes.map_err(|_| "image is no base64.".to_owned())?;
    let frame = Frame::decode(&bytes, &Limits::default()).map_err(|error| format!("{error}."))?;
    if frame.width_px().max(frame.height_px()) > MOST_SIDE_PX {
        return Err(format!("image has more than {MOST_SIDE_PX} pixels a side."));
    }
    Ok(())
}

/// The file of a frame that was checked when it came.
pub(super) fn file(image: &str) -> Result<Vec<u8>, Refusal> {
    BASE64_STANDARD.decode(image).map_err(Refusal::internal)
}
