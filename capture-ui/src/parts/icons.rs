//! Small drawings, 24 by 24, in the colour of the text.

use leptos::prelude::*;

/// What to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// The product's mark: an attested paper.
    Seal,
    /// One screen back.
    Back,
    /// Onward.
    Next,
    /// Done.
    Check,
    /// Attention.
    Alert,
    /// Not possible.
    Cross,
    /// Still going on.
    Clock,
    /// A card.
    Card,
    /// A passport.
    Passport,
    /// A steering wheel.
    Wheel,
    /// A house.
    House,
    /// A phone.
    Phone,
    /// A computer.
    Desktop,
    /// Waves of a network.
    Network,
    /// A bulb.
    Light,
    /// A camera.
    Camera,
    /// An arrow upwards out of a tray.
    Upload,
    /// A head.
    Face,
    /// A magnifier.
    Search,
}

impl Shape {
    fn path(self) -> &'static str {
        match self {
            Self::Seal => {
                "M6 3h9l4 4v6M6 3v18h6M9 8h6M9 12h4M16.5 14a3 3 0 1 1 0 6 3 3 0 0 1 0-6M15 19.5V23l1.5-1 1.5 1v-3.5"
            }
            Self::Back => "M15 5l-7 7 7 7",
            Self::Next => "M9 5l7 7-7 7",
            Self::Check => "M5 12.5l4.5 4.5L19 7.5",
            Self::Alert => "M12 4l9 16H3zM12 10v4M12 17v.2",
            Self::Cross => "M6 6l12 12M18 6L6 18",
            Self::Clock => "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18M12 7v5l3 2",
            Self::Card => {
                "M3 5.5h18v13H3zM7.9 9.2a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2M5.5 16c.3-1.400 1.200-2 2.400-2s2.100.6 2.400 2M13.500 10h4.500M13.500 14h4.500"
            }
            Self::Passport => {
                "M5 3h14v18H5zM12 6.500a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7M8.500 10h7M8.500 17h7"
            }
            Self::Wheel => {
                "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18M12 10a2 2 0 1 1 0 4 2 2 0 0 1 0-4M3.500 10.500c6-1.500 11-1.500 17 0M10.500 13.500L8 20M13.500 13.500L16 20"
            }
            Self::House => "M4 11l8-7 8 7M6 9.500V20h12V9.500M10 20v-6h4v6",
            Self::Phone => "M7 2.500h10v19H7zM10.500 18.500h3",
            Self::Desktop => "M3 4.500h18v12H3zM9 20.500h6M12 16.500v4",
            Self::Network => {
                "M3 9.500c5-4.600 13-4.600 18 0M6.200 13c3.300-3 8.300-3 11.600 0M9.300 16.400c1.600-1.400 3.800-1.400 5.400 0M12 19.800v.2"
            }
            Self::Light => {
                "M9 18h6M10 21h4M12 3a6 6 0 0 1 3.500 10.900c-.5.400-.8 1-.8 1.600H9.300c0-.6-.3-1.200-.8-1.600A6 6 0 0 1 12 3"
            }
            Self::Camera => {
                "M3 7.500h4l1.500-2.500h7L17 7.500h4v12H3zM12 9.500a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7"
            }
            Self::Upload => "M12 15V4M7.500 8.500L12 4l4.500 4.500M4 15v5h16v-5",
            Self::Face => {
                "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8M4.500 20.500c.8-4 3.800-6 7.500-6s6.700 2 7.500 6"
            }
            Self::Search => {
                "M10.500 4a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13M15.500 15.500L21 21"
            }
        }
    }
}

/// A drawing that says nothing by itself: the text beside it does.
#[component]
pub(crate) fn Icon(
    /// What to draw.
    shape: Shape,
) -> impl IntoView {
    view! {
        <svg
            class="icon"
            viewBox="0 0 24 24"
            fill="none"
            stroke="currentColor"
            stroke-width="1.8"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
            focusable="false"
        >
            <path d=shape.path()></path>
        </svg>
    }
}
