//! The pre-check with the real network, on drawn scenes.

use super::scene::Scene;
use super::*;
use crate::face::HeadPose;
use crate::locate::Locator;
use crate::model::OnnxModel;
use crate::read::PRECHECK_SIDE_PX;

struct Eye(Locator);

impl Eye {
    fn new() -> Self {
        let weights = include_bytes!("../../models/locator.onnx").to_vec();
        Self(Locator::new(Box::new(
            OnnxModel::load("locator", weights).unwrap(),
        )))
    }

    fn sees(&self, scene: &Scene) -> Precheck {
        let frame = scene.frame();
        let map = self.0.look(&frame, PRECHECK_SIDE_PX).unwrap();
        let outline = map.outlines(&frame).into_iter().next();
        precheck_document(&frame, outline.as_ref(), &PrecheckConfig::default())
    }
}

fn check(cases: &[(&str, Scene, Option<Hint>)]) {
    let eye = Eye::new();
    let wrong: Vec<String> = cases
        .iter()
        .map(|(name, scene, hint)| (name, hint, eye.sees(scene)))
        .filter(|(_, hint, found)| found.hint != **hint)
        .map(|(name, _, found)| format!("{name}: {found:?}"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn at(distance_mm: f32) -> Scene {
    Scene {
        distance_mm: Some(distance_mm),
        ..Scene::default()
    }
}

fn lit(light: f32) -> Scene {
    Scene {
        light,
        ..Scene::default()
    }
}

fn shifted(right_mm: f32, down_mm: f32) -> Scene {
    Scene {
        shift_mm: (right_mm, down_mm),
        ..Scene::default()
    }
}

fn tilted(tilt_degrees: f32) -> Scene {
    Scene {
        tilt_degrees,
        ..Scene::default()
    }
}

fn blurred(across_px: usize, down_px: usize) -> Scene {
    Scene {
        size_px: (1280, 720),
        blur_px: (across_px, down_px),
        ..Scene::default()
    }
}

#[test]
fn what_is_held_well_has_no_hint() {
    let upright = Scene {
        size_px: (720, 1280),
        ..at(290.0)
    };
    let turned = Scene {
        spin_degrees: 12.0,
        ..at(230.0)
    };
    check(&[
        ("small frame", Scene::default(), None),
        ("large frame", blurred(1, 1), None),
        ("phone held upright", upright, None),
        ("turned in its plane", turned, None),
        ("slightly from the side", tilted(12.0), None),
    ]);
}

#[test]
fn each_fault_of_framing_has_its_hint() {
    let empty = Scene {
        distance_mm: None,
        ..Scene::default()
    };
    let on_the_edge = Some(Hint::EdgesNotVisible);
    check(&[
        ("empty table", empty, Some(Hint::NoDocument)),
        ("cut on the left", shifted(-65.0, 0.0), on_the_edge),
        ("cut below", shifted(0.0, 25.0), on_the_edge),
        ("cut above and below", at(130.0), Some(Hint::TooNear)),
        ("distant", at(400.0), Some(Hint::TooFar)),
        ("from the side", tilted(40.0), Some(Hint::TooTilted)),
    ]);
}

#[test]
fn each_fault_of_light_and_sharpness_has_its_hint() {
    let lamp = Scene {
        glare_mm: Some((14.0, (20.0, 25.0))),
        ..Scene::default()
    };
    check(&[
        ("dark room", lit(0.1), Some(Hint::TooDark)),
        ("dim", lit(0.2), Some(Hint::TooDark)),
        ("burnt out", lit(1.9), Some(Hint::TooBright)),
        ("lamp on the zone", lamp, Some(Hint::Glare)),
        ("out of focus", blurred(7, 7), Some(Hint::Blurred)),
        ("shaken sideways", blurred(8, 1), Some(Hint::Blurred)),
        ("shaken up and down", blurred(1, 8), Some(Hint::Blurred)),
    ]);
}

#[test]
fn pose_is_told_in_degrees() {
    let eye = Eye::new();
    for (tilt_degrees, spin_degrees) in [(0.0, 0.0), (15.0, 0.0), (30.0, 0.0), (0.0, -10.0)] {
        let found = eye.sees(&Scene {
            size_px: (1280, 720),
            distance_mm: Some(220.0),
            tilt_degrees,
            spin_degrees,
            ..Scene::default()
        });
        let framing = *found.framing().unwrap();
        assert!(
            (framing.tilt_degrees - tilt_degrees).abs() < 4.0,
            "{tilt_degrees} {framing:?}"
        );
        assert!(
            (framing.rotation_degrees - spin_degrees).abs() < 2.0,
            "{spin_degrees} {framing:?}"
        );
    }
}

#[test]
fn glare_is_told_where_it_is() {
    let found = Eye::new().sees(&Scene {
        size_px: (1280, 720),
        glare_mm: Some((12.0, (25.0, 0.0))),
        ..Scene::default()
    });
    // 200 mm away, 5.44 pixels a millimetre.
    let spot = Region {
        x: 640 + 136 - 65,
        y: 360 - 65,
        width: 130,
        height: 130,
    };
    assert!(found.glare.unwrap().iou(&spot) > 0.6, "{found:?}");
    let share = std::f32::consts::PI * 12.0 * 12.0 / (125.0 * 88.0);
    assert!((found.glare_fraction - share).abs() < 0.02, "{found:?}");
}

#[test]
fn a_lamp_beside_the_document_is_no_glare() {
    let scene = Scene::default();
    let frame = scene.frame();
    let mut rgb = frame.rgb().to_vec();
    for y in 0..360 {
        for x in 0..60 {
            rgb[(y * 640 + x) * 3..][..3].fill(255);
        }
    }
    let lit = Frame::from_rgb(640, 360, rgb).unwrap();
    let eye = Eye::new();
    let map = eye.0.look(&lit, PRECHECK_SIDE_PX).unwrap();
    let outline = map.outlines(&lit).into_iter().next();
    let found = precheck_document(&lit, outline.as_ref(), &PrecheckConfig::default());
    assert_eq!(found.hint, None, "{found:?}");
}

#[test]
fn a_photo_is_judged_like_a_frame() {
    let eye = Eye::new();
    let frame = Scene {
        size_px: (1280, 720),
        ..Scene::default()
    };
    let photo = Scene {
        size_px: (2560, 1440),
        ..frame
    };
    let (frame, photo) = (eye.sees(&frame), eye.sees(&photo));
    assert_eq!((frame.hint, photo.hint), (None, None), "{photo:?}");
    assert!(
        (frame.sharpness - photo.sharpness).abs() < 0.2,
        "{frame:?} {photo:?}"
    );
    assert!((frame.mean_luma - photo.mean_luma).abs() < 4.0);
}

#[test]
fn a_selfie_needs_one_large_face() {
    let frame = Scene::default().frame();
    let face = |width: u32| Face {
        region: Region {
            x: 100,
            y: 50,
            width,
            height: width,
        },
        landmarks: [(0.0, 0.0); 5],
        confidence: 0.9,
    };
    let hint =
        |faces: &[Face]| precheck_selfie(&frame, faces, None, &PrecheckConfig::default()).hint;
    assert_eq!(hint(&[]), Some(Hint::NoFace));
    assert_eq!(hint(&[face(30)]), Some(Hint::FaceTooFar));
    assert_eq!(hint(&[face(200), face(180)]), Some(Hint::SeveralFaces));
    assert_eq!(hint(&[face(200), face(40)]), None);
}

#[test]
fn a_face_should_look_here_uncovered_with_open_eyes() {
    let frame = Scene::default().frame();
    let face = Face {
        region: Region {
            x: 100,
            y: 50,
            width: 200,
            height: 200,
        },
        landmarks: [(0.0, 0.0); 5],
        confidence: 0.9,
    };
    let straight = FaceQuality {
        eyes_px: 90.0,
        pose: HeadPose {
            yaw_deg: -4.0,
            pitch_deg: -8.0,
            roll_deg: 2.0,
        },
        eyes_open: 0.25,
        mean_luma: 160.0,
        even_light: 0.9,
        eye_light: 0.75,
        lower_colour: 0.07,
        mouth_contrast: 0.17,
    };
    let hint = |change: &dyn Fn(&mut FaceQuality)| {
        let mut quality = straight;
        change(&mut quality);
        precheck_selfie(
            &frame,
            std::slice::from_ref(&face),
            Some(quality),
            &PrecheckConfig::default(),
        )
        .hint
    };
    assert_eq!(hint(&|_| ()), None);
    assert_eq!(
        hint(&|own| own.pose.yaw_deg = -30.0),
        Some(Hint::FaceTurned)
    );
    assert_eq!(
        hint(&|own| own.pose.roll_deg = 40.0),
        Some(Hint::FaceTurned)
    );
    assert_eq!(hint(&|own| own.eye_light = 0.3), Some(Hint::EyesCovered));
    assert_eq!(
        hint(&|own| own.mouth_contrast = 0.03),
        Some(Hint::MouthCovered)
    );
    assert_eq!(
        hint(&|own| own.lower_colour = 0.5),
        Some(Hint::MouthCovered)
    );
    assert_eq!(hint(&|own| own.eyes_open = 0.08), Some(Hint::EyesShut));
    assert_eq!(hint(&|own| own.even_light = 0.2), Some(Hint::UnevenLight));
    let worst = hint(&|own| (own.eyes_open, own.pose.yaw_deg) = (0.05, 50.0));
    assert_eq!(worst, Some(Hint::FaceTurned));
}

#[test]
fn without_a_network_light_and_sharpness_are_judged() {
    let hint = |scene: Scene| precheck_light(&scene.frame(), &PrecheckConfig::default()).hint;
    assert_eq!(hint(Scene::default()), None);
    assert_eq!(hint(lit(0.1)), Some(Hint::TooDark));
    assert_eq!(hint(blurred(9, 9)), Some(Hint::Blurred));
}

/// A person fetches a document: five frames a second.
fn film() -> Vec<Scene> {
    let still = Scene::default();
    let mut film = vec![
        Scene {
            distance_mm: None,
            ..still
        };
        6
    ];
    film.extend([at(400.0); 8]);
    film.extend((0..6).map(|step| at(380.0 - 30.0 * step as f32)));
    film.extend((0..10).map(|step| shifted(if step % 2 == 0 { -9.0 } else { 9.0 }, 0.0)));
    film.extend((0..10).map(|step| Scene {
        glare_mm: Some((16.0, (step as f32 * 3.0 - 15.0, 10.0))),
        ..still
    }));
    // A hand is never quite still.
    film.extend((0..20).map(|step| {
        let phase = step as f32;
        shifted(0.3 * (1.7 * phase).sin(), 0.3 * (2.3 * phase).cos())
    }));
    film
}

#[test]
fn a_film_is_guided_to_one_picture() {
    let eye = Eye::new();
    let film = film();
    let steady_from = film.len() - 20;
    let mut watch = Watch::new(PrecheckConfig::default());
    let (mut hints, mut taken) = (vec![], vec![]);
    for (at, scene) in film.iter().enumerate() {
        let said = watch.see(&eye.sees(scene), at as f64 * 200.0);
        if said.capture {
            taken.push(at);
        }
        let shown = (said.hint, said.is_good);
        if hints.last() != Some(&shown) {
            hints.push(shown);
        }
    }
    assert_eq!(
        hints,
        [
            (None, false),
            (Some(Hint::NoDocument), false),
            (Some(Hint::TooFar), false),
            (Some(Hint::Moving), false),
            (Some(Hint::Glare), false),
            (None, true),
        ]
    );
    assert_eq!(taken.len(), 1, "{taken:?}");
    assert!(
        (steady_from + 4..steady_from + 8).contains(&taken[0]),
        "{taken:?}"
    );
}
