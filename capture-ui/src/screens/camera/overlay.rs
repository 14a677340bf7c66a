//! The frame to aim at.

use leptos::prelude::*;

/// A window in the shape of what is photographed: a passport page (ID-3, 125 by 88 mm), a card
/// (ID-1, 85.60 by 53.98 mm) or a face. The live picture around it is dimmed, not hidden: its
/// surroundings belong to the photo.
#[component]
pub(super) fn Overlay(
    /// Whether it is a face.
    selfie: bool,
    /// Whether it is a passport page.
    passport: bool,
) -> impl IntoView {
    let (class, outline) = if selfie {
        ("overlay oval", None)
    } else if passport {
        ("overlay id3", Some(()))
    } else {
        ("overlay id1", Some(()))
    };
    view! {
        <div class=class aria-hidden="true">
            <div class="window">
                {outline.map(|()| view! {
                    <i class="corner tl"></i>
                    <i class="corner tr"></i>
                    <i class="corner bl"></i>
                    <i class="corner br"></i>
                })}
            </div>
        </div>
    }
}
