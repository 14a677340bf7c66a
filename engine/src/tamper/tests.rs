//! The windows, and what is made of the maps, with networks that see what they are told.

use super::windows::windows;
use super::*;

/// Sees in each cell the mean of its red, green and blue: screen, print, alteration.
struct Colours;

impl Model for Colours {
    fn run(&self, input: Tensor) -> Result<Vec<Tensor>, ModelError> {
        let (height, width) = (input.shape[2], input.shape[3]);
        assert!(height % 16 == 0 && width % 16 == 0, "{width} x {height}");
        let mut maps = Tensor::zeros(&[1, 3, height / 16, width / 16]);
        for (at, value) in input.data.iter().enumerate() {
            let (map, y, x) = (at / (height * width), at / width % height, at % width);
            let cell = (map * height / 16 + y / 16) * (width / 16) + x / 16;
            maps.data[cell] += value / 256.0;
        }
        Ok(vec![maps])
    }
}

/// Gives an output of this shape and value.
struct Wrong(Vec<usize>, f32);

impl Model for Wrong {
    fn run(&self, _: Tensor) -> Result<Vec<Tensor>, ModelError> {
        Ok(vec![Tensor {
            data: vec![self.1; self.0.iter().product()],
            shape: self.0.clone(),
        }])
    }
}

fn region(x: u32, y: u32, width: u32, height: u32) -> Region {
    Region {
        x,
        y,
        width,
        height,
    }
}

fn corners(of: Region) -> [(f32, f32); 4] {
    let (left, top) = (of.x as f32, of.y as f32);
    let (right, bottom) = (left + of.width as f32, top + of.height as f32);
    [(left, top), (right, top), (right, bottom), (left, bottom)]
}

/// A dark frame with boxes of other colours.
fn frame(size_px: (u32, u32), boxes: &[(Region, [u8; 3])]) -> Frame {
    let mut rgb = Vec::with_capacity((size_px.0 * size_px.1 * 3) as usize);
    for y in 0..size_px.1 {
        for x in 0..size_px.0 {
            let place = (x as f32, y as f32);
            let on_top = boxes.iter().rev().find(|(of, _)| of.holds(place));
            rgb.extend(on_top.map_or([26, 26, 26], |(_, colour)| *colour));
        }
    }
    Frame::from_rgb(size_px.0, size_px.1, rgb).unwrap()
}

#[test]
fn a_small_picture_is_looked_at_as_a_whole() {
    assert_eq!(windows((600, 405), None, &[]), [region(0, 0, 592, 400)]);
    assert_eq!(windows((15, 400), None, &[]), []);
}

#[test]
fn a_small_document_on_a_large_picture_is_looked_at_as_a_whole() {
    let document = corners(region(1000, 700, 500, 300));
    let seen = windows((4000, 3000), Some(&document), &[]);
    assert_eq!(seen, [region(992, 688, 512, 320)]);
}

#[test]
fn windows_lie_on_cells_and_in_the_document_and_are_no_more_than_a_third_of_a_megapixel() {
    let document = region(333, 222, 1234, 901);
    let portrait = region(400, 500, 300, 400);
    let fields = [
        region(800, 500, 200, 30),
        region(800, 560, 200, 30),
        region(1500, 1100, 60, 20),
    ];
    let regions = [&[portrait][..], &fields].concat();
    let seen = windows((1601, 1203), Some(&corners(document)), &regions);
    assert_eq!(seen.len(), 5);
    assert!(seen.iter().map(Region::area).sum::<u64>() <= 327_680);
    for window in &seen {
        assert!(
            [window.x, window.y, window.width, window.height]
                .iter()
                .all(|v| v % 16 == 0)
        );
        assert!(
            window.x >= 320 && window.x + window.width <= 1584,
            "{window:?}"
        );
        assert!(
            window.y >= 208 && window.y + window.height <= 1136,
            "{window:?}"
        );
    }
    let is_seen = |place| seen.iter().any(|window| window.holds(place));
    assert!(
        is_seen((410.0, 510.0)) && is_seen((690.0, 890.0)),
        "corners of the portrait"
    );
    assert!(is_seen(fields[0].middle()) && is_seen(fields[2].middle()));
}

#[test]
fn without_regions_windows_are_spread_over_the_document() {
    let seen = windows((2000, 1400), None, &[]);
    assert_eq!(seen.len(), 5);
    assert!(seen[0].holds((1000.0, 700.0)));
    for (at, window) in seen.iter().enumerate() {
        assert!(seen[..at].iter().all(|other| window.iou(other) < 0.01));
    }
}

#[test]
fn a_narrow_picture_has_narrow_windows() {
    let seen = windows((100, 6000), None, &[]);
    assert_eq!(seen.len(), 5);
    assert!(
        seen.iter()
            .all(|window| window.width == 96 && window.height == 256)
    );
}

#[test]
fn scores_are_those_of_the_document_and_not_of_the_desk() {
    let document = region(160, 96, 320, 224);
    let shown = frame((640, 480), &[(document, [230, 26, 26])]);
    let reader = TraceReader::new(Box::new(Colours));
    let traces = reader
        .look(&shown, Some(corners(document)), None, &[])
        .unwrap();
    assert!(
        (traces.screen - 230.0 / 255.0).abs() < 1e-3,
        "{}",
        traces.screen
    );
    assert!(
        (traces.print - 26.0 / 255.0).abs() < 1e-3,
        "{}",
        traces.print
    );
    assert_eq!(traces.altered, []);
    assert_eq!(traces.windows, [document]);
    let without = reader.look(&shown, None, None, &[]).unwrap();
    assert!(without.screen < 0.5, "{}", without.screen);
}

#[test]
fn altered_places_are_told_apart_and_the_likeliest_is_first() {
    let (weak, strong, speck) = (
        region(64, 64, 96, 48),
        region(320, 160, 32, 80),
        region(480, 32, 16, 16),
    );
    let forged = frame(
        (576, 320),
        &[
            (weak, [26, 26, 250]),
            (strong, [26, 26, 255]),
            (speck, [26, 26, 255]),
        ],
    );
    let traces = TraceReader::new(Box::new(Colours))
        .look(&forged, None, None, &[])
        .unwrap();
    let regions: Vec<_> = traces
        .altered
        .iter()
        .map(|suspect| suspect.region)
        .collect();
    assert_eq!(regions, [strong, weak]);
    assert!((traces.altered[1].probability - 250.0 / 255.0).abs() < 1e-3);
}

#[test]
fn a_place_under_two_windows_is_one_suspect() {
    let altered = region(784, 576, 160, 96);
    let forged = frame((1600, 1200), &[(altered, [26, 26, 250])]);
    let fields = [region(790, 600, 80, 20), region(790, 730, 80, 20)];
    let traces = TraceReader::new(Box::new(Colours))
        .look(&forged, None, None, &fields)
        .unwrap();
    assert!(
        traces.windows[0].iou(&traces.windows[1]) > 0.2,
        "{:?}",
        traces.windows
    );
    let regions: Vec<_> = traces
        .altered
        .iter()
        .map(|suspect| suspect.region)
        .collect();
    assert_eq!(regions, [altered]);
}

#[test]
fn a_network_that_is_another_one_is_an_error() {
    let small = frame((64, 48), &[]);
    for network in [
        Wrong(vec![1, 5, 12, 16], 0.5),
        Wrong(vec![1, 3, 3, 4], f32::NAN),
    ] {
        let looked = TraceReader::new(Box::new(network)).look(&small, None, None, &[]);
        assert!(matches!(
            looked,
            Err(ModelError::Run {
                name: "document-traces",
                ..
            })
        ));
    }
}

#[test]
fn traces_are_written_in_camel_case() {
    let traces = Traces {
        screen: 0.25,
        print: 0.5,
        altered: vec![Suspect {
            region: region(16, 32, 48, 64),
            probability: 0.75,
        }],
        portrait_history_missing: Some(0.5),
        windows: vec![],
    };
    let json = serde_json::to_value(&traces).unwrap();
    assert_eq!(json["altered"][0]["region"]["width"], 48);
    assert_eq!(serde_json::from_value::<Traces>(json).unwrap(), traces);
}
