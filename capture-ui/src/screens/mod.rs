//! One folder a screen.

mod camera;
mod challenge;
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

pub(crate) use camera::Camera;
pub(crate) use challenge::Challenge;
pub(crate) use country::Country;
pub(crate) use device::DeviceChoice;
pub(crate) use document_type::DocumentType;
pub(crate) use handover::Handover;
pub(crate) use method::Method;
pub(crate) use preview::Preview;
pub(crate) use result::Outcome;
pub(crate) use stopped::Stopped;
pub(crate) use tips::Tips;
pub(crate) use uploading::Uploading;
pub(crate) use waiting::{Opening, Waiting};
