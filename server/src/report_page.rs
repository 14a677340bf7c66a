//! The report as a page: the pictures with their zones, and on them what each check rests on.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use vidimus_engine::catalogue::Side;
use vidimus_engine::check::{CheckName, Evidence};
use vidimus_engine::{DocumentReading, Frame, Policy, Region, Status, Verification};

const STYLE: &str = include_str!("report_page.css");
/// Height of the numbers beside boxes, as a share of the picture's longer side.
const NUMBER_SHARE: f32 = 0.022;

/// One side as it was given.
pub struct Picture<'a> {
    /// Which one.
    pub side: Side,
    /// The file.
    pub bytes: &'a [u8],
    /// Its pixels.
    pub frame: &'a Frame,
    /// What was read from it.
    pub reading: &'a DocumentReading,
}

/// The page, in HTML without anything from elsewhere. It shows the pictures, and none of what was
/// read from them.
#[must_use]
pub fn page(pictures: &[Picture], verified: &Verification, policy: &Policy) -> String {
    let status = verified.report.status;
    let numbered = numbered(verified);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Verification report" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { "Verification: " span class={ "status " (of_status(status)) } { (said(status)) } }
                p {
                    "Engine " (vidimus_engine::VERSION) ", policy " (policy.document.version)
                    ", as of " (policy.today) "."
                }
                @if !verified.report.status_reasons.is_empty() {
                    ul { @for reason in &verified.report.status_reasons { li { (reason.message) } } }
                }
                div class="pictures" {
                    @for picture in pictures { (figure(picture, &numbered)) }
                }
                @for name in CheckName::ALL { (check(name, verified, &numbered)) }
            }
        }
    };
    page.into_string()
}

/// All evidence in the order of the page; its place in this list, from 1, is its number.
fn numbered(verified: &Verification) -> Vec<(CheckName, &Evidence)> {
    let checks = CheckName::ALL.into_iter();
    let outcomes = checks.filter_map(|name| Some((name, verified.checks.get(&name)?)));
    outcomes
        .flat_map(|(name, outcome)| outcome.evidence.iter().map(move |own| (name, own)))
        .collect()
}

fn figure(picture: &Picture, numbered: &[(CheckName, &Evidence)]) -> Markup {
    let (width, height) = (picture.frame.width_px(), picture.frame.height_px());
    let reading = picture.reading;
    let fields = reading.viz.regions.values().copied();
    let zone = reading.mrz.as_ref().map(|zone| zone.region);
    let zones = fields.chain(zone).chain(reading.photo);
    let zones = zones.chain(reading.viz.signature);
    let number_px = (width.max(height) as f32 * NUMBER_SHARE).max(8.0);
    let own = numbered.iter().enumerate().filter_map(|(at, (_, own))| {
        let region = own.region?;
        (own.side == Some(picture.side)).then_some((at + 1, *own, region))
    });
    html! {
        figure {
            figcaption { (side(picture.side)) }
            div class="picture" {
                img alt=(side(picture.side)) src=(data_url(picture.bytes));
                svg viewBox=(format!("0 0 {width} {height}")) role="presentation" {
                    @if let Some(corners) = reading.corners {
                        polygon points=(points(&corners)) {}
                    }
                    @for zone in zones { (boxed(zone, "zone")) }
                    @for (number, own, region) in own {
                        (boxed(region, of_evidence(own)))
                        text x=(region.x) y=((region.y as f32 - number_px * 0.2).max(number_px))
                            font-size=(number_px) { (number) }
                    }
                }
            }
        }
    }
}

fn boxed(region: Region, class: &str) -> Markup {
    html! {
        // Not a void element of HTML: left open, it would hold what follows, and not show it.
        rect class=(class) x=(region.x) y=(region.y) width=(region.width) height=(region.height) {}
    }
}

fn points(corners: &[(f32, f32)]) -> String {
    let corners = corners.iter().map(|(x, y)| format!("{x:.1},{y:.1}"));
    corners.collect::<Vec<_>>().join(" ")
}

fn check(name: CheckName, verified: &Verification, numbered: &[(CheckName, &Evidence)]) -> Markup {
    let Some(outcome) = verified.checks.get(&name) else {
        return html! {
            h2 { (name.title()) ": " span class="absent" { "not computed" } }
        };
    };
    let own = numbered.iter().enumerate();
    let own = own.filter(|(_, (of, _))| *of == name);
    html! {
        h2 {
            (name.title()) ": "
            @if outcome.passed { span class="good" { "passed" } }
            @else { span class="bad" { "failed" } }
            ", score " (rounded(outcome.score))
        }
        table {
            thead {
                tr {
                    th { "No." } th { "Rule" } th { "Field" } th { "Side" }
                    th { "Measured" } th { "Threshold" } th { "Score" } th { "Outcome" }
                }
            }
            tbody { @for (at, (_, own)) in own { (row(at + 1, own)) } }
        }
    }
}

fn row(number: usize, own: &Evidence) -> Markup {
    html! {
        tr class=(of_evidence(own)) {
            td class="number" { (number) }
            td { (name_of(&own.rule)) @if !own.passed { ": " (own.rule.says()) } }
            td { @if let Some(field) = &own.field { (name_of(field)) } }
            td { @if let Some(own) = own.side { (side(own)) } }
            td class="number" { (rounded(own.measured)) }
            td class="number" { (rounded(own.threshold)) }
            td class="number" { (rounded(own.score)) }
            td {
                @if own.passed { "passed" } @else if own.decides { "failed" } @else { "failed (signal)" }
            }
        }
    }
}

fn of_evidence(own: &Evidence) -> &'static str {
    match (own.passed, own.decides) {
        (true, _) => "good",
        (false, true) => "bad",
        (false, false) => "signal",
    }
}

fn of_status(status: Status) -> &'static str {
    match status {
        Status::Accepted => "good",
        Status::Rejected => "bad",
        Status::Inconclusive => "signal",
    }
}

fn said(status: Status) -> &'static str {
    match status {
        Status::Accepted => "accepted",
        Status::Rejected => "rejected",
        Status::Inconclusive => "inconclusive",
    }
}

fn side(side: Side) -> &'static str {
    match side {
        Side::Front => "Front",
        Side::Back => "Back",
    }
}

/// As it is spelled in JSON.
fn name_of(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

fn rounded(value: f32) -> String {
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    text.to_owned()
}

/// The picture as it came; browsers turn it upright as the engine does.
fn data_url(bytes: &[u8]) -> String {
    let kind = match bytes {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [b'R', b'I', b'F', b'F', ..] => "image/webp",
        _ => "image/jpeg",
    };
    format!("data:{kind};base64,{}", STANDARD.encode(bytes))
}
