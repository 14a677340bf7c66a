//! What several screens share.

mod camera;
mod cancel;
mod frame;
mod icons;
mod progress;
mod search;
mod upload_button;

pub(crate) use camera::{CameraStarting, CameraTrouble};
pub(crate) use cancel::CancelDialog;
pub(crate) use frame::Screen;
pub(crate) use icons::{Icon, Shape};
pub(crate) use progress::Progress;
pub(crate) use search::Search;
pub(crate) use upload_button::UploadButton;
