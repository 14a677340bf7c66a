//! One folder a screen.

mod camera;
mod country;
mod device;
mod document_type;
mod handover;
mod method;
mod preview;
mod result;
mod stopped;
mod tips;
mod uploading;
mod waiting;

pub use camera::Camera;
pub use country::Country;
pub use device::DeviceChoice;
pub use document_type::DocumentType;
pub use handover::Handover;
pub use method::Method;
pub use preview::Preview;
pub use result::Outcome;
pub use stopped::Stopped;
pub use tips::Tips;
pub use uploading::Uploading;
pub use waiting::{Opening, Waiting};
