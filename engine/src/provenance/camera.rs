//! What a page says of the camera that a picture was taken with.

use serde::{Deserialize, Serialize};

/// Words in the names of cameras that are programs, in small letters. Programs that pass on a phone's
/// camera, or blur what is behind a person, are not among them.
const PROGRAMS: [&str; 16] = [
    "virtual",
    "obs-camera",
    "manycam",
    "snap camera",
    "xsplit",
    "vcam",
    "mmhmm",
    "v4l2loopback",
    "dummy video",
    "splitcam",
    "camtwist",
    "youcam",
    "altercam",
    "webcamoid",
    "fake_device",
    "screen capture",
];

/// What was said, without the camera's name. It can be made up: it never speaks for a picture.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CameraFacts {
    /// Whether its name is that of a program (see [`is_virtual`]).
    pub is_virtual: bool,
    /// Whether the picture is as large as the camera's frames.
    pub fits: bool,
    /// Share of the live frames that repeat an earlier one, 0 to 1 (see [`super::Repeats`]); `None`
    /// where too few were looked at.
    pub repeated_frames: Option<f32>,
}

/// Whether the name of a camera, as a browser tells it, is that of a program that shows whatever it
/// is given.
#[must_use]
pub fn is_virtual(name: &str) -> bool {
    let name = name.to_lowercase();
    PROGRAMS.iter().any(|program| name.contains(program))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_told_from_cameras() {
        for name in [
            "OBS Virtual Camera",
            "Dummy video device (0x0000)",
            "ManyCam",
            "XSplit VCam",
        ] {
            assert!(is_virtual(name), "{name}");
        }
        for name in [
            "FaceTime HD Camera",
            "camera2 1, facing front",
            "Logitech BRIO (046d:085e)",
            "Integrated Webcam",
            "",
        ] {
            assert!(!is_virtual(name), "{name}");
        }
    }
}
