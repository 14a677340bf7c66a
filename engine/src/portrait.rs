//! The printed portrait: its face in the frame as it is, and its edges.

use crate::face::{Face, FaceDetector};
use crate::frame::Frame;
use crate::model::ModelError;
use crate::region::Region;
use crate::viz::Viz;

/// Quarter turns that bring a page upright, the likeliest first.
const TURNS: [u8; 4] = [0, 1, 3, 2];
/// Most that a document's second portrait measures of the first, by area.
const SECOND_PORTRAIT: f64 = 0.7;

/// The faces of a document's holder.
#[derive(Default)]
pub(crate) struct Portraits {
    /// The largest.
    pub(crate) first: Option<Face>,
    /// The largest of those that are much smaller.
    pub(crate) second: Option<Face>,
}

impl Portraits {
    /// Looks for faces on a page. It may lie sideways: where its direction is known from the zone,
    /// it is turned first; otherwise the direction counts in which the surest face is: one that lies
    /// on its side may be found, too, with eyes and mouth anywhere.
    pub(crate) fn find(
        faces: &FaceDetector,
        frame: &Frame,
        turns: Option<u8>,
    ) -> Result<Self, ModelError> {
        let mut surest: Option<Vec<Face>> = None;
        for turns in tried(turns) {
            let found = faces.find_turned(frame, turns)?;
            let sure = |faces: &Vec<Face>| faces.first().map(|face| face.confidence);
            if sure(&found) > surest.as_ref().and_then(sure) {
                surest = Some(found);
            }
        }
        let mut faces = surest.into_iter().flatten();
        let Some(first) = faces.next() else {
            return Ok(Self::default());
        };
        let most = first.region.area() as f64 * SECOND_PORTRAIT;
        Ok(Self {
            second: faces.find(|own| (own.region.area() as f64) < most),
            first: Some(first),
        })
    }

    /// Looks closer at what is small, and at the portrait whose edges were seen without a face.
    pub(crate) fn look_closer(
        self,
        faces: &FaceDetector,
        frame: &Frame,
        photo: Option<Region>,
        turns: Option<u8>,
    ) -> Result<Self, ModelError> {
        let refined = |face: Option<Face>| face.map(|face| faces.refined(frame, face)).transpose();
        let first = match (self.first, photo) {
            (None, Some(photo)) => in_portrait(faces, frame, photo, turns)?,
            (first, _) => refined(first)?,
        };
        Ok(Self {
            first,
            second: refined(self.second)?,
        })
    }
}

fn in_portrait(
    faces: &FaceDetector,
    frame: &Frame,
    photo: Region,
    turns: Option<u8>,
) -> Result<Option<Face>, ModelError> {
    let mut surest: Option<Face> = None;
    for turns in tried(turns) {
        let found = faces.look_closer(frame, photo, turns)?;
        let is_surer = |face: &Face| {
            let best = surest.as_ref();
            best.is_none_or(|best| face.confidence > best.confidence)
        };
        surest = found.filter(is_surer).or(surest);
    }
    Ok(surest)
}

fn tried(turns: Option<u8>) -> Vec<u8> {
    turns.map_or_else(|| TURNS.to_vec(), |turns| vec![turns])
}

/// The printed portrait: as its edges were seen, or by the face where they were not.
pub(crate) fn photo_of(viz: &Viz, face: Option<&Face>, frame: &Frame) -> Option<Region> {
    let holds = |region: &Region| face.is_none_or(|face| region.holds(face.region.middle()));
    viz.photo
        .filter(holds)
        .or_else(|| face.and_then(|face| face.portrait(frame)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Model, Tensor};

    /// Sees a face of four by four cells where the picture is brightest, unless it is large.
    struct Brightest;

    impl Model for Brightest {
        fn run(&self, input: Tensor) -> Result<Vec<Tensor>, ModelError> {
            let (height, width) = (input.shape[2], input.shape[3]);
            let columns = width / 8;
            let cells = || (0..columns * (height / 8)).map(|cell| (cell % columns, cell / columns));
            let light = |&(column, row): &(usize, usize)| {
                let inside = (0..64).map(|at| (row * 8 + at / 8) * width + column * 8 + at % 8);
                inside.map(|at| input.data[at] as u64).sum::<u64>()
            };
            let brightest = cells().max_by_key(light).unwrap();
            let mut outputs = Vec::new();
            for values in [1, 1, 4, 10] {
                for stride in [8, 16, 32] {
                    let mut tensor =
                        Tensor::zeros(&[1, height / stride * (width / stride), values]);
                    if stride == 8 && width.max(height) < 300 {
                        let start = (brightest.1 * columns + brightest.0) * values;
                        tensor.data[start..start + values].copy_from_slice(match values {
                            1 => &[0.9],
                            4 => &[0.5, 0.5, 1.386, 1.386],
                            _ => &[0.5; 10],
                        });
                    }
                    outputs.push(tensor);
                }
            }
            Ok(outputs)
        }
    }

    /// Sees a face wherever it looks, surely only where it is light above and dark below.
    struct Sideways;

    impl Model for Sideways {
        fn run(&self, input: Tensor) -> Result<Vec<Tensor>, ModelError> {
            let (height, width) = (input.shape[2], input.shape[3]);
            let (above, below) = input.data[..height * width].split_at(height / 2 * width);
            let confidence = if above.iter().sum::<f32>() > 1.2 * below.iter().sum::<f32>() {
                0.95
            } else {
                0.75
            };
            let mut outputs = Vec::new();
            for values in [1, 1, 4, 10] {
                for stride in [8, 16, 32] {
                    let cells = height / stride * (width / stride);
                    let mut tensor = Tensor::zeros(&[1, cells, values]);
                    if stride == 32 {
                        let middle = usize::midpoint(cells, width / stride) * values;
                        let seen = if values == 1 { confidence } else { 0.5 };
                        tensor.data[middle..middle + values].fill(seen);
                    }
                    outputs.push(tensor);
                }
            }
            Ok(outputs)
        }
    }

    #[test]
    fn where_no_direction_is_known_the_surest_face_tells_it() {
        let detector = FaceDetector::new(Box::new(Sideways));
        let sides: [fn(u32, u32) -> bool; 4] = [
            |_, y| y < 200,
            |x, _| x < 200,
            |_, y| y >= 200,
            |x, _| x >= 200,
        ];
        for (number, is_light) in sides.into_iter().enumerate() {
            let rgb = (0..400 * 400).flat_map(|at| {
                let light = is_light(at % 400, at / 400);
                [if light { 220 } else { 40 }; 3]
            });
            let frame = Frame::from_rgb(400, 400, rgb.collect()).unwrap();
            let face = Portraits::find(&detector, &frame, None).unwrap().first;
            let confidence = face.unwrap().confidence;
            assert!(confidence > 0.9, "{number}: {confidence}");
        }
    }

    #[test]
    fn a_face_that_the_page_hides_is_found_within_its_portrait() {
        let spot = (123, 231);
        let rgb = (0..600 * 400).flat_map(|at: i32| {
            let near = (at % 600 - spot.0).abs().max((at / 600 - spot.1).abs()) < 12;
            [if near { 250 } else { 20 }; 3]
        });
        let frame = Frame::from_rgb(600, 400, rgb.collect()).unwrap();
        let detector = FaceDetector::new(Box::new(Brightest));
        let photo = Region {
            x: 40,
            y: 90,
            width: 150,
            height: 200,
        };
        for turns in [Some(0), Some(1), Some(2), Some(3), None] {
            let page = Portraits::find(&detector, &frame, turns).unwrap();
            assert!(page.first.is_none() && page.second.is_none());
            let closer = page.look_closer(&detector, &frame, Some(photo), turns);
            let face = closer.unwrap().first.unwrap();
            let (x, y) = face.region.middle();
            let off = (x - spot.0 as f32).hypot(y - spot.1 as f32);
            assert!(off < 16.0, "{turns:?}: {:?}", face.region);
            let (x, y) = face.landmarks[2];
            assert!(
                (x - spot.0 as f32).hypot(y - spot.1 as f32) < 16.0,
                "{turns:?}"
            );
            assert!((40..90).contains(&face.region.width), "{:?}", face.region);
        }
    }
}
