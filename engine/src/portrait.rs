//! The printed portrait: its face in the frame as it is, and its edges.

use crate::face::Face;
use crate::frame::Frame;
use crate::region::Region;
use crate::viz::Viz;

/// A portrait on a document spans from above the hair to the shoulders: this much more than the
/// face, in widths and heights of its box (left and right, top, bottom).
const PORTRAIT_MARGINS: (f32, f32, f32) = (0.38, 0.35, 0.45);

/// The printed portrait: as its edges were seen, or by the face where they were not.
pub(crate) fn photo_of(viz: &Viz, face: Option<&Face>, frame: &Frame) -> Option<Region> {
    let holds = |region: &Region| face.is_none_or(|face| region.holds(face.region.middle()));
    viz.photo
        .filter(holds)
        .or_else(|| face.and_then(|face| photo(face, frame)))
}

/// A face found on the frame turned clockwise, in the pixels of the frame itself.
pub(crate) fn turned_back(face: &Face, turns: u8, frame: &Frame) -> Option<Face> {
    let (w, h) = (frame.width_px() as f32, frame.height_px() as f32);
    let back = |(x, y): (f32, f32)| match turns % 4 {
        0 => (x, y),
        1 => (y, h - x),
        2 => (w - x, h - y),
        _ => (w - y, x),
    };
    let region = face.region;
    let a = back((region.x as f32, region.y as f32));
    let b = back((
        (region.x + region.width) as f32,
        (region.y + region.height) as f32,
    ));
    let region = Region::around([a, b], (frame.width_px(), frame.height_px()))?;
    Some(Face {
        region,
        landmarks: face.landmarks.map(back),
        confidence: face.confidence,
    })
}

/// The printed portrait around a face. The face's own direction says where its hair is.
fn photo(face: &Face, frame: &Frame) -> Option<Region> {
    let eyes = (
        f32::midpoint(face.landmarks[0].0, face.landmarks[1].0),
        f32::midpoint(face.landmarks[0].1, face.landmarks[1].1),
    );
    let mouth = (
        f32::midpoint(face.landmarks[3].0, face.landmarks[4].0),
        f32::midpoint(face.landmarks[3].1, face.landmarks[4].1),
    );
    let down = (mouth.0 - eyes.0, mouth.1 - eyes.1);
    let (side, top, bottom) = PORTRAIT_MARGINS;
    let Region {
        x,
        y,
        width,
        height,
    } = face.region;
    let (w, h) = (width as f32, height as f32);
    let (left, above, right, below) = if down.1.abs() >= down.0.abs() {
        let (above, below) = if down.1 > 0.0 {
            (top, bottom)
        } else {
            (bottom, top)
        };
        (side * w, above * h, side * w, below * h)
    } else {
        let (left, right) = if down.0 > 0.0 {
            (top, bottom)
        } else {
            (bottom, top)
        };
        (left * w, side * h, right * w, side * h)
    };
    Region::clipped(
        x as f32 - left,
        y as f32 - above,
        (x + width) as f32 + right,
        (y + height) as f32 + below,
        (frame.width_px(), frame.height_px()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_face_on_a_turned_page_comes_back_to_its_place() {
        let frame = Frame::from_rgb(200, 100, vec![0; 200 * 100 * 3]).unwrap();
        // On the page turned clockwise by a quarter (100 wide, 200 high).
        let face = Face {
            region: Region {
                x: 10,
                y: 20,
                width: 30,
                height: 40,
            },
            landmarks: [(10.0, 20.0); 5],
            confidence: 0.9,
        };
        let back = turned_back(&face, 1, &frame).unwrap();
        assert_eq!(
            back.region,
            Region {
                x: 20,
                y: 60,
                width: 40,
                height: 30
            }
        );
        assert_eq!(back.landmarks[0], (20.0, 90.0));
    }

    #[test]
    fn a_portrait_is_larger_than_its_face_and_inside_the_frame() {
        let frame = Frame::from_rgb(400, 300, vec![0; 400 * 300 * 3]).unwrap();
        let face = Face {
            region: Region {
                x: 100,
                y: 100,
                width: 80,
                height: 100,
            },
            landmarks: [
                (120.0, 140.0),
                (160.0, 140.0),
                (140.0, 160.0),
                (125.0, 180.0),
                (155.0, 180.0),
            ],
            confidence: 0.9,
        };
        let photo = photo(&face, &frame).unwrap();
        assert_eq!(
            photo,
            Region {
                x: 70,
                y: 65,
                width: 140,
                height: 180
            }
        );
    }
}
