//! What is shown in place of the live picture.

use leptos::prelude::*;

use super::{Icon, Shape};
use crate::camera::CameraError;
use crate::texts;

/// The camera is on its way.
#[component]
pub(crate) fn CameraStarting() -> impl IntoView {
    view! {
        <div class="viewfinder starting">
            <p class="status" role="status">
                <span class="spinner" aria-hidden="true"></span>
                {texts::CAMERA_STARTING}
            </p>
            <p class="note">{texts::CAMERA_ASKING}</p>
        </div>
    }
}

/// There is no picture, and what to do.
#[component]
pub(crate) fn CameraTrouble(
    /// Why there is none.
    error: CameraError,
) -> impl IntoView {
    let (title, what_to_do) = texts::permission(error);
    view! {
        <div class="panel trouble" role="alert" data-problem="camera">
            <span class="badge"><Icon shape=Shape::Camera/></span>
            <h2>{title}</h2>
            <p>{what_to_do}</p>
        </div>
    }
}
