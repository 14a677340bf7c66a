//! What several screens share.

mod cancel;
mod frame;
mod icons;
mod progress;
mod upload_button;

pub use cancel::CancelDialog;
pub use frame::Screen;
pub use icons::{Icon, Shape};
pub use progress::Progress;
pub use upload_button::UploadButton;
