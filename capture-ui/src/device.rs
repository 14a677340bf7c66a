//! What the page runs on, and what its address says.

use crate::flow::Device;

/// Tells a phone from a desktop. A tablet that calls itself a desktop but is held in the hand
/// counts as a phone when it is small.
#[must_use]
pub fn device_of(user_agent: &str, touch_points: i32, short_side_px: i32) -> Device {
    let says_mobile = ["Mobi", "Android", "iPhone", "iPad"]
        .iter()
        .any(|word| user_agent.contains(word));
    if says_mobile || (touch_points > 1 && short_side_px < 900) {
        Device::Mobile
    } else {
        Device::Desktop
    }
}

/// The device that this page runs on.
#[must_use]
pub fn this_device() -> Device {
    let Some(window) = web_sys::window() else {
        return Device::Desktop;
    };
    let navigator = window.navigator();
    let short_side_px = window
        .screen()
        .ok()
        .and_then(|screen| Some(screen.width().ok()?.min(screen.height().ok()?)))
        .unwrap_or(i32::MAX);
    device_of(
        &navigator.user_agent().unwrap_or_default(),
        navigator.max_touch_points(),
        short_side_px,
    )
}

/// What the fragment of the page's address says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// To be exchanged for a session.
    pub artifact: Option<String>,
    /// Whether the address was shown as a code by another device.
    pub by_code: bool,
}

const BY_CODE: &str = "via=code";

/// Reads a fragment such as `#/artifact=4f24…`.
#[must_use]
pub fn address_of(fragment: &str) -> Address {
    let mut address = Address::default();
    let pairs = fragment.trim_start_matches('#').trim_start_matches('/');
    for pair in pairs.split('&') {
        match pair.split_once('=') {
            Some(("artifact", artifact)) if !artifact.is_empty() => {
                address.artifact = Some(artifact.to_owned());
            }
            _ if pair == BY_CODE => address.by_code = true,
            _ => {}
        }
    }
    address
}

/// Marks an address, so that the device that scans it knows that it continues another's work.
#[must_use]
pub fn marked_for_code(url: &str) -> String {
    format!("{url}&{BY_CODE}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_and_desktops_are_told_apart() {
        let cases = [
            (
                "Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140 Mobile Safari/537.36",
                5,
                412,
                Device::Mobile,
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/605",
                5,
                390,
                Device::Mobile,
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605",
                5,
                834,
                Device::Mobile,
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) Chrome/140",
                0,
                800,
                Device::Desktop,
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0) Chrome/140",
                10,
                1080,
                Device::Desktop,
            ),
        ];
        for (user_agent, touch_points, short_side_px, expected) in cases {
            assert_eq!(
                device_of(user_agent, touch_points, short_side_px),
                expected,
                "{user_agent}"
            );
        }
    }

    #[test]
    fn the_artifact_is_read_from_the_fragment() {
        assert_eq!(
            address_of("#/artifact=4f24"),
            Address {
                artifact: Some("4f24".into()),
                by_code: false
            }
        );
        assert_eq!(address_of("#/artifact="), Address::default());
        assert_eq!(address_of(""), Address::default());
        let marked = marked_for_code("https://x/capture/#/artifact=a");
        let (_, fragment) = marked.split_once('#').unwrap();
        assert_eq!(
            address_of(fragment),
            Address {
                artifact: Some("a".into()),
                by_code: true
            }
        );
    }
}
