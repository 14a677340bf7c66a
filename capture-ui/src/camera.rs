//! The camera: opening it, taking frames and photos, noticing that it stalls.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use vidimus_api::capture::{CaptureOrigin, Depiction};
use vidimus_engine::liveness::BURST_FRAMES;
use vidimus_engine::provenance::Counts;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, DomException, HtmlCanvasElement, HtmlVideoElement, MediaStream, MediaStreamConstraints,
    MediaStreamTrack,
};

use crate::upload;

/// Why there is no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CameraError {
    /// The person, or a policy, does not allow it.
    Denied,
    /// No camera, or none on this kind of connection.
    Missing,
    /// Another program uses it.
    Busy,
    /// It was opened but delivers no picture.
    Stalled,
}

impl CameraError {
    /// What the name of a `getUserMedia` exception means.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        match name {
            "NotAllowedError" | "SecurityError" | "PermissionDeniedError" => Self::Denied,
            "NotReadableError" | "AbortError" | "TrackStartError" => Self::Busy,
            _ => Self::Missing,
        }
    }
}

/// Longest side of the frames that are looked at while the camera runs.
const FRAME_LONGEST_PX: f64 = 1280.0;
/// Least time between two frames of a burst: enough for a hand to stir.
const KEEP_EVERY_S: f64 = 0.5;

/// An open camera. Its light goes out when this is dropped.
pub struct Camera {
    stream: MediaStream,
    /// Reused for every frame.
    frame: Option<HtmlCanvasElement>,
    last_time_s: Cell<f64>,
    /// Live frames that the engine looked at.
    shown: Cell<Counts>,
    /// Some of the last ones, oldest first, and when the newest was taken.
    kept: RefCell<VecDeque<Blob>>,
    kept_time_s: Cell<f64>,
}

impl Camera {
    /// Opens the camera that fits: the one at the back for a document, the one at the front for
    /// a selfie, in the highest resolution it has.
    ///
    /// # Errors
    /// [`CameraError`].
    pub async fn open(depiction: Depiction) -> Result<Self, CameraError> {
        let devices = web_sys::window()
            .ok_or(CameraError::Missing)?
            .navigator()
            .media_devices()
            .map_err(|_| CameraError::Missing)?;
        // Outside a secure context the property is there but empty.
        if devices.is_undefined() {
            return Err(CameraError::Missing);
        }
        let constraints = MediaStreamConstraints::new();
        constraints.set_audio(&false.into());
        constraints.set_video(&wishes(depiction));
        let promise = devices
            .get_user_media_with_constraints(&constraints)
            .map_err(|_| CameraError::Missing)?;
        match JsFuture::from(promise).await {
            Ok(stream) => Ok(Self {
                stream: stream.unchecked_into(),
                frame: upload::canvas((1.0, 1.0)),
                last_time_s: Cell::new(-1.0),
                shown: Cell::default(),
                kept: RefCell::default(),
                kept_time_s: Cell::new(f64::MIN),
            }),
            Err(error) => Err(error
                .dyn_ref::<DomException>()
                .map_or(CameraError::Missing, |error| {
                    CameraError::from_name(&error.name())
                })),
        }
    }

    /// Shows the live picture.
    pub fn show(&self, video: &HtmlVideoElement) {
        video.set_muted(true);
        video.set_src_object(Some(&self.stream));
        if let Ok(playing) = video.play() {
            // It is rejected when the screen is left before the picture comes.
            wasm_bindgen_futures::spawn_local(async move {
                let _ = JsFuture::from(playing).await;
            });
        }
    }

    /// The pixels of this moment, RGBA, small enough to be looked at often.
    #[must_use]
    pub fn frame(&self, video: &HtmlVideoElement) -> Option<(u32, u32, js_sys::ArrayBuffer)> {
        self.frame_within(video, FRAME_LONGEST_PX)
    }

    /// The same, its longer side at most so many pixels.
    #[must_use]
    pub fn frame_within(
        &self,
        video: &HtmlVideoElement,
        longest_px: f64,
    ) -> Option<(u32, u32, js_sys::ArrayBuffer)> {
        let (width, height) = size_of(video)?;
        let canvas = self.frame.as_ref()?;
        let scale = (longest_px / width.max(height)).min(1.0);
        let (width, height) = ((width * scale).round(), (height * scale).round());
        if (f64::from(canvas.width()), f64::from(canvas.height())) != (width, height) {
            canvas.set_width(width as u32);
            canvas.set_height(height as u32);
        }
        upload::context(canvas)?
            .draw_image_with_html_video_element_and_dw_and_dh(video, 0.0, 0.0, width, height)
            .ok()?;
        upload::read_pixels(canvas)
    }

    /// The last of these frames as a file.
    pub async fn last_frame(&self) -> Option<Blob> {
        upload::jpeg_of(self.frame.as_ref()?).await
    }

    /// Keeps the last of these frames for [`Camera::burst`], unless it followed too soon.
    pub async fn keep_frame(&self, video: &HtmlVideoElement) {
        let time_s = video.current_time();
        if time_s - self.kept_time_s.get() < KEEP_EVERY_S {
            return;
        }
        self.kept_time_s.set(time_s);
        let Some(frame) = self.last_frame().await else {
            return;
        };
        let mut kept = self.kept.borrow_mut();
        kept.push_back(frame);
        if kept.len() > BURST_FRAMES {
            kept.pop_front();
        }
    }

    /// Frames of the live picture so far that were kept, oldest first.
    #[must_use]
    pub fn burst(&self) -> Vec<Blob> {
        self.kept.borrow().iter().cloned().collect()
    }

    /// Takes a photo in the camera's full resolution.
    pub async fn photo(&self, video: &HtmlVideoElement) -> Option<Blob> {
        let (width, height) = size_of(video)?;
        let canvas = upload::canvas((width, height))?;
        upload::context(&canvas)?
            .draw_image_with_html_video_element_and_dw_and_dh(video, 0.0, 0.0, width, height)
            .ok()?;
        upload::jpeg_of(&canvas).await
    }

    /// What the engine has seen of the live picture so far.
    pub fn has_shown(&self, live: Counts) {
        self.shown.set(live);
    }

    /// What is known of the camera that its photos are sent with.
    #[must_use]
    pub fn origin(&self) -> Option<CaptureOrigin> {
        let tracks = self.stream.get_video_tracks();
        let track: MediaStreamTrack = tracks.get(0).dyn_into().ok()?;
        let settings = track.get_settings();
        let Counts { frames, repeated } = self.shown.get();
        Some(CaptureOrigin {
            camera_label: track.label(),
            track_width_px: settings.get_width()? as u32,
            track_height_px: settings.get_height()? as u32,
            frames,
            repeated_frames: repeated,
        })
    }

    /// Whether the picture has moved on since this was last asked.
    #[must_use]
    pub fn has_moved_on(&self, video: &HtmlVideoElement) -> bool {
        let time_s = video.current_time();
        size_of(video).is_some() && self.last_time_s.replace(time_s) < time_s
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        for track in self.stream.get_tracks() {
            track.unchecked_into::<MediaStreamTrack>().stop();
        }
    }
}

fn size_of(video: &HtmlVideoElement) -> Option<(f64, f64)> {
    let (width, height) = (video.video_width(), video.video_height());
    (width > 0 && height > 0).then(|| (f64::from(width), f64::from(height)))
}

/// Everything is a wish and nothing a demand, so that any camera will do.
fn wishes(depiction: Depiction) -> JsValue {
    let (facing, width, height) = match depiction {
        Depiction::Selfie => ("user", 1920, 1080),
        Depiction::Front | Depiction::Back => ("environment", 3840, 2160),
    };
    let ideal = |value: JsValue| {
        let wish = js_sys::Object::new();
        let _ = js_sys::Reflect::set(&wish, &"ideal".into(), &value);
        JsValue::from(wish)
    };
    let wishes = js_sys::Object::new();
    for (name, value) in [
        ("facingMode", JsValue::from_str(facing)),
        ("width", width.into()),
        ("height", height.into()),
    ] {
        let _ = js_sys::Reflect::set(&wishes, &name.into(), &ideal(value));
    }
    wishes.into()
}

#[cfg(test)]
mod tests {
    use super::CameraError;

    #[test]
    fn exceptions_are_told_apart() {
        for (name, expected) in [
            ("NotAllowedError", CameraError::Denied),
            ("NotFoundError", CameraError::Missing),
            ("NotReadableError", CameraError::Busy),
            ("SomethingNew", CameraError::Missing),
        ] {
            assert_eq!(CameraError::from_name(name), expected);
        }
    }
}
