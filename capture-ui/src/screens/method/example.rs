//! Two small pictures: a photo that will do, and one that will not.

use leptos::prelude::*;

use crate::parts::{Icon, Shape};
use crate::texts;

/// Side by side, drawn in the colours of the page.
#[component]
pub(super) fn Examples(
    /// Whether to draw a passport or a card.
    passport: bool,
) -> impl IntoView {
    let (good, bad) = if passport {
        ((30.0, 17.0, 100.0, 70.4), (-8.0, -14.0, 176.0, 124.0))
    } else {
        ((28.0, 20.0, 104.0, 65.6), (-8.0, -4.0, 178.0, 112.0))
    };
    view! {
        <div class="examples">
            <figure>
                <Picture place=good/>
                <figcaption class="good">
                    <Icon shape=Shape::Check/>
                    <span>{texts::GOOD_EXAMPLE}</span>
                </figcaption>
            </figure>
            <figure>
                <Picture place=bad/>
                <figcaption class="bad">
                    <Icon shape=Shape::Cross/>
                    <span>{texts::BAD_EXAMPLE}</span>
                </figcaption>
            </figure>
        </div>
    }
}

/// A document at a place (x, y, width, height) of a photo of 160 by 104.
#[component]
fn Picture(place: (f64, f64, f64, f64)) -> impl IntoView {
    let (x, y, width, height) = place;
    let at = move |fx: f64, fy: f64| (x + fx * width, y + fy * height);
    let line = move |fx: f64, fy: f64, length: f64, thickness: f64, class: &'static str| {
        let (left, top) = at(fx, fy);
        view! {
            <rect
                class=class
                x=left
                y=top
                width=length * width
                height=thickness * height
                rx=thickness * height / 2.0
            ></rect>
        }
    };
    let (head_x, head_y) = at(0.2, 0.36);
    let (body_x, body_y) = at(0.2, 0.62);
    view! {
        <svg class="example" viewBox="0 0 160 104" aria-hidden="true">
            <rect class="table" x="0" y="0" width="160" height="104"></rect>
            <rect class="paper" x=x y=y width=width height=height rx=height * 0.06></rect>
            <rect
                class="portrait"
                x=at(0.07, 0.0).0
                y=at(0.0, 0.16).1
                width=0.26 * width
                height=0.46 * height
                rx="2"
            ></rect>
            <circle class="person" cx=head_x cy=head_y r=0.09 * height></circle>
            <ellipse class="person" cx=body_x cy=body_y rx=0.1 * width ry=0.14 * height></ellipse>
            {line(0.4, 0.2, 0.42, 0.06, "ink")}
            {line(0.4, 0.34, 0.3, 0.05, "ink")}
            {line(0.4, 0.46, 0.36, 0.05, "ink")}
            {line(0.07, 0.76, 0.86, 0.05, "mrz")}
            {line(0.07, 0.86, 0.86, 0.05, "mrz")}
        </svg>
    }
}
