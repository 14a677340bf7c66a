//! Where portraits stand: the printed one, and the smaller and paler ones that documents repeat.

use super::copies::{Likeness, sized};
use super::cover::Cover;
use super::look::Looked;
use super::{RedactedField, RedactionLevel};
use crate::face::Face;
use crate::frame::{Affine, Frame, Grey};
use crate::locate::Page;
use crate::model::ModelError;
use crate::read::DocumentEngine;
use crate::region::Region;

type Point = (f32, f32);

const FIELD: RedactedField = RedactedField::Photo;
/// Longer side of a page on which small faces are looked for, in pixels; it is looked at in
/// parts that overlap by half, nine of them.
const PAGE_PX: f32 = 1200.0;
/// Length of a part's sides, as shares of the page's, and where parts begin, as shares of what
/// they leave.
const PART: f32 = 0.46;
const BEGINS: [f32; 3] = [0.0, 0.5, 1.0];
/// Confidence (0 to 1) from which something pale is taken for a face: where it is looked for, and
/// where none may be left. What is covered in vain is not as bad as what is left.
const FAINT: f32 = 0.25;
const LEFT: f32 = 0.4;
/// Longer sides at which a part is looked at, in pixels: the network sees faces of some fifty
/// pixels best, and a second portrait's is a twentieth to a tenth of a page wide.
const LOOKS_PX: [f32; 3] = [300.0, 390.0, 480.0];
/// Shares of a part's pixels that become black and white.
const ENDS: f32 = 0.01;
/// A portrait around an upright face, in widths and heights of the face: to both sides, above,
/// below. It spans from above the hair to the shoulders.
const PORTRAIT: (f32, f32, f32) = (0.4, 0.4, 0.5);
/// The same of a face whose portrait's edges were seen: the head.
const HEAD: (f32, f32, f32) = (0.2, 0.35, 0.15);

/// What is to be covered of the portraits of a picture.
pub(super) fn find(
    engine: &DocumentEngine,
    frame: &Frame,
    looked: &Looked,
    level: RedactionLevel,
) -> Result<Vec<Cover>, ModelError> {
    let margin = level.picture_margin();
    let pages = looked.look.pages.iter();
    let printed = pages.filter_map(|page| page.portrait(margin));
    let mut covers: Vec<Cover> = printed
        .map(|corners| Cover::around(FIELD, &corners))
        .collect();
    let edged = covers.clone();
    let around = |middle: Point| {
        let is_edged = edged.iter().any(|cover| cover.holds(middle));
        if is_edged { HEAD } else { PORTRAIT }
    };
    for read in &looked.look.pages {
        let page = sized(read.page(), PAGE_PX);
        for face in on_page(engine, frame, &page, FAINT)? {
            let around = around(page.to_frame(face.region.middle()));
            let corners = corners(&face, around, margin);
            let corners = corners.map(|corner| page.to_frame(corner));
            covers.push(Cover::around(FIELD, &corners));
        }
    }
    // The box of a face that is seen askew is larger than the face.
    let reading = &looked.look.reading;
    let known = reading.face.iter().chain(&reading.second_face).cloned();
    for face in known.chain(anywhere(engine, frame)?) {
        let middle = face.region.middle();
        if !covers.iter().any(|cover| cover.holds(middle)) {
            let corners = corners(&face, around(middle), margin);
            covers.push(Cover::around(FIELD, &corners));
        }
    }
    for copy in copies(engine, frame, frame, looked, margin)? {
        covers.push(Cover::around(FIELD, &copy));
    }
    Ok(covers)
}

/// The corners of the copies that `shown` has of the portraits of a picture; `shown` is the picture
/// itself, or what was covered of it.
fn copies(
    engine: &DocumentEngine,
    frame: &Frame,
    shown: &Frame,
    looked: &Looked,
    margin: f32,
) -> Result<Vec<[Point; 4]>, ModelError> {
    let mut found = Vec::new();
    for read in &looked.look.pages {
        if let Some(likeness) = Likeness::on(engine, frame, read.page())? {
            found.extend(likeness.copies(shown, read.page(), margin));
        }
    }
    Ok(found)
}

/// Whether a face can still be seen, or a copy of one that the picture showed.
pub(super) fn is_left(
    engine: &DocumentEngine,
    (frame, before): (&Frame, &Looked),
    (covered, after): (&Frame, &Looked),
) -> Result<bool, ModelError> {
    for read in &after.look.pages {
        let page = sized(read.page(), PAGE_PX);
        if !on_page(engine, covered, &page, LEFT)?.is_empty() {
            return Ok(true);
        }
    }
    let is_seen = !anywhere(engine, covered)?.is_empty();
    Ok(is_seen || !copies(engine, frame, covered, before, 0.0)?.is_empty())
}

/// The faces of a picture, whichever way it lies, in its pixels.
fn anywhere(engine: &DocumentEngine, frame: &Frame) -> Result<Vec<Face>, ModelError> {
    let mut faces = Vec::new();
    for quarter_turns in 0..4 {
        faces.extend(engine.faces.find_turned(frame, quarter_turns)?);
    }
    Ok(faces)
}

/// The faces of a page, in its pixels, those too that are too small or too faint in the whole
/// picture; one that several looks saw is told by each.
fn on_page(
    engine: &DocumentEngine,
    frame: &Frame,
    page: &Page,
    least: f32,
) -> Result<Vec<Face>, ModelError> {
    let flat = page.flattened(frame);
    let mut found = Vec::new();
    // A page without a zone may be taken for one that is upside down.
    for quarter_turns in [0, 2] {
        found.extend(engine.faces.find_turned(&flat, quarter_turns)?);
    }
    let parts = BEGINS.map(|down| BEGINS.map(|across| (across, down)));
    for (across, down) in parts.into_iter().flatten() {
        let cut = |length: u32, share: f32| {
            let part = (length as f32 * PART).round().max(1.0);
            let begin = (share * (length as f32 - part)).max(0.0).floor();
            (begin, part as u32)
        };
        let (left, width_px) = cut(flat.width_px(), across);
        let (top, height_px) = cut(flat.height_px(), down);
        let map = Affine {
            x: [1.0, 0.0, left],
            y: [0.0, 1.0, top],
        };
        let near = stretched(&flat.cut_out(&map, width_px, height_px));
        for side_px in LOOKS_PX {
            let factor = side_px / width_px.max(height_px) as f32;
            let size = |length: u32| ((length as f32 * factor).round() as u32).max(1);
            let near = near.resized(size(width_px), size(height_px));
            for face in engine.faces.find_faint(&near, least)? {
                let back = |(x, y): Point| (x / factor + left, y / factor + top);
                found.extend(moved(&face, back, &flat));
            }
        }
    }
    Ok(found)
}

/// The picture in grey, from black to white: second portraits are pale, and tinted.
fn stretched(frame: &Frame) -> Frame {
    let grey = Grey::luma(frame);
    let mut sorted = grey.values().to_vec();
    sorted.sort_unstable();
    let last = sorted.len().saturating_sub(1) as f32;
    let at = |share: f32| {
        sorted
            .get((last * share) as usize)
            .map_or(0.0, |v| f32::from(*v))
    };
    let (low, high) = (at(ENDS), at(1.0 - ENDS));
    let scale = 255.0 / (high - low).max(1.0);
    let lit = |value: u8| ((f32::from(value) - low) * scale).clamp(0.0, 255.0) as u8;
    let rgb = grey.values().iter().flat_map(|&value| [lit(value); 3]);
    Frame::filled(frame.width_px(), frame.height_px(), rgb.collect())
}

/// A face in other pixels.
fn moved(face: &Face, back: impl Fn(Point) -> Point, frame: &Frame) -> Option<Face> {
    let size_px = (frame.width_px(), frame.height_px());
    let corners = face.region.corners().map(&back);
    Some(Face {
        region: Region::around(corners, size_px)?,
        landmarks: face.landmarks.map(&back),
        confidence: face.confidence,
    })
}

/// The corners of the box around a face, upright as the face is: by shares of its sides, and a
/// margin of the whole box.
fn corners(face: &Face, (side, above, below): (f32, f32, f32), margin: f32) -> [Point; 4] {
    let [right_eye, left_eye, _, right_mouth, left_mouth] = face.landmarks;
    let down = (
        right_mouth.0 + left_mouth.0 - right_eye.0 - left_eye.0,
        right_mouth.1 + left_mouth.1 - right_eye.1 - left_eye.1,
    );
    let length = down.0.hypot(down.1);
    // Eyes and mouth in one place tell no direction.
    let down = if length > 1e-3 {
        (down.0 / length, down.1 / length)
    } else {
        (0.0, 1.0)
    };
    let region = face.region;
    let (short, long) = (
        region.width.min(region.height) as f32,
        region.width.max(region.height) as f32,
    );
    let (across, up, low) = (
        short * (0.5 + side),
        long * (0.5 + above),
        long * (0.5 + below),
    );
    let more = (2.0 * margin * across, margin * (up + low));
    let (x, y) = face.region.middle();
    let corner = |right: f32, below: f32| {
        (
            x + down.1 * right + down.0 * below,
            y - down.0 * right + down.1 * below,
        )
    };
    let (across, up, low) = (across + more.0, up + more.1, low + more.1);
    [
        corner(-across, -up),
        corner(across, -up),
        corner(across, low),
        corner(-across, low),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(landmarks: [Point; 5]) -> Face {
        Face {
            region: Region {
                x: 100,
                y: 100,
                width: 40,
                height: 50,
            },
            landmarks,
            confidence: 0.9,
        }
    }

    const UPRIGHT: [Point; 5] = [
        (110.0, 115.0),
        (130.0, 115.0),
        (120.0, 125.0),
        (112.0, 135.0),
        (128.0, 135.0),
    ];

    #[test]
    fn a_portrait_reaches_further_below_the_face_than_above() {
        let own = corners(&face(UPRIGHT), PORTRAIT, 0.0);
        assert_eq!(own[0], (84.0, 80.0));
        assert_eq!(own[2], (156.0, 175.0));
    }

    #[test]
    fn a_face_that_lies_on_its_side_has_its_portrait_beside_it() {
        // The mouth to the left of the eyes: below is left.
        let turned = UPRIGHT.map(|(x, y)| (120.0 - (y - 125.0), 125.0 + (x - 120.0)));
        let cover = Cover::around(FIELD, &corners(&face(turned), PORTRAIT, 0.0));
        assert!(cover.holds((75.0, 125.0)) && !cover.holds((120.0, 170.0)));
        assert!(!cover.holds((170.0, 125.0)));
    }

    #[test]
    fn landmarks_in_one_place_make_a_box_all_the_same() {
        let own = corners(&face([(5.0, 5.0); 5]), HEAD, 0.1);
        assert!(Cover::around(FIELD, &own).is_placed());
    }
}
