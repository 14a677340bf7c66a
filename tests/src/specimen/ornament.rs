//! What makes a page look like an official one: fine lines, an emblem, a signature.

use std::f32::consts::{PI, TAU};

use super::canvas::{Canvas, Ink};

/// One family of wavy lines.
struct Wave {
    ink: Ink,
    /// From line to line, in mm.
    period_mm: f32,
    /// How far a line swings, in mm.
    swing_mm: f32,
    /// Radians a millimetre along the line.
    along: f32,
    /// Slope of the whole family.
    slope: f32,
    much: f32,
}

const WAVES: [Wave; 3] = [
    Wave {
        ink: [70, 148, 160],
        period_mm: 1.5,
        swing_mm: 2.6,
        along: 0.16,
        slope: 0.10,
        much: 0.40,
    },
    Wave {
        ink: [206, 124, 140],
        period_mm: 1.9,
        swing_mm: 3.4,
        along: 0.11,
        slope: -0.16,
        much: 0.36,
    },
    Wave {
        ink: [196, 164, 84],
        period_mm: 2.3,
        swing_mm: 1.8,
        along: 0.24,
        slope: 0.35,
        much: 0.34,
    },
];

/// Paper in three tints with fine lines all over; paler where `calm_mm` begins, so that the
/// machine-readable zone stays easy to read.
pub(super) fn paper(canvas: &mut Canvas, width_mm: f32, calm_mm: f32) {
    let tints: [Ink; 3] = [[226, 240, 243], [243, 240, 226], [246, 228, 228]];
    canvas.paint(|x, _| {
        let place = x / width_mm * 2.0;
        let (from, to) = if place < 1.0 {
            (tints[0], tints[1])
        } else {
            (tints[1], tints[2])
        };
        (mix(from, to, place.fract()), 1.0)
    });
    for wave in &WAVES {
        let pixel_mm = 1.0 / canvas.px(1.0);
        canvas.paint(|x, y| {
            let swing = (x * wave.along).sin() + 0.5 * (x * wave.along * 2.3 + y * 0.05).sin();
            let field = (y + wave.slope * x + wave.swing_mm * swing) / wave.period_mm;
            let away_mm = (field - field.round()).abs() * wave.period_mm;
            let calm = 1.0 - 0.55 * ((y - calm_mm) / 2.0).clamp(0.0, 1.0);
            (wave.ink, line(away_mm, 0.16, pixel_mm) * wave.much * calm)
        });
    }
}

/// A rosette of interlaced curves.
pub(super) fn rosette(canvas: &mut Canvas, centre_mm: (f32, f32), radius_mm: f32, ink: Ink) {
    const CURVES: usize = 14;
    const PETALS: f32 = 9.0;
    let pixel_mm = 1.0 / canvas.px(1.0);
    canvas.paint(|x, y| {
        let (dx, dy) = (x - centre_mm.0, y - centre_mm.1);
        let radius = dx.hypot(dy);
        if radius > radius_mm * 1.02 || radius < radius_mm * 0.25 {
            return (ink, 0.0);
        }
        let angle = dy.atan2(dx);
        let nearest = (0..CURVES)
            .map(|curve| {
                let phase = curve as f32 * TAU / CURVES as f32;
                let bend = (angle * PETALS + phase).cos();
                let slope = (angle * PETALS + phase).sin() * 0.3 * PETALS * radius_mm / radius;
                let away = (radius - radius_mm * (0.65 + 0.3 * bend)).abs();
                away / slope.hypot(1.0)
            })
            .fold(f32::INFINITY, f32::min);
        (ink, line(nearest, 0.14, pixel_mm) * 0.42)
    });
}

/// The emblem of Utopia: the crescent island, a star over the sea, rays around.
pub(super) fn emblem(canvas: &mut Canvas, centre_mm: (f32, f32), radius_mm: f32, ink: Ink) {
    let pixel_mm = 1.0 / canvas.px(1.0);
    let inside = |away_mm: f32| (0.5 - away_mm / pixel_mm).clamp(0.0, 1.0);
    canvas.paint(|x, y| {
        let (dx, dy) = ((x - centre_mm.0) / radius_mm, (y - centre_mm.1) / radius_mm);
        let radius = dx.hypot(dy);
        if radius > 1.3 {
            return (ink, 0.0);
        }
        let mm = |share: f32| share * radius_mm;
        let ring = inside(mm((radius - 0.92).abs() - 0.05));
        let inner = inside(mm((radius - 0.80).abs() - 0.02));
        let turn = dy.atan2(dx) / TAU * 24.0;
        let ray_half = 0.09 * (1.28 - radius).max(0.0) * 3.0;
        let ray = inside(mm(
            (turn - turn.round()).abs() * TAU / 24.0 * radius - ray_half
        )) * inside(mm(1.0 - radius));
        let island = inside(mm((dx).hypot(dy - 0.02) - 0.56))
            * (1.0 - inside(mm((dx).hypot(dy + 0.22) - 0.52)));
        let star = inside(mm(star(dx, dy + 0.2, 0.30)));
        let sea = inside(mm((dy - 0.66 - 0.03 * (dx * 22.0).sin()).abs() - 0.025))
            * inside(mm(radius - 0.76));
        let much = [ring, inner, ray, island, star, sea]
            .into_iter()
            .fold(0.0, f32::max);
        (ink, much)
    });
}

/// Distance outside a five-pointed star that points upwards.
fn star(x: f32, y: f32, radius: f32) -> f32 {
    let sector = TAU / 5.0;
    let angle = x.atan2(-y).rem_euclid(sector);
    let angle = angle.min(sector - angle);
    let (along, across) = (x.hypot(y) * angle.cos(), x.hypot(y) * angle.sin());
    // The edge runs from the tip to the notch between two tips.
    let notch = (
        radius * 0.40 * (PI / 5.0).cos(),
        radius * 0.40 * (PI / 5.0).sin(),
    );
    let edge = (notch.0 - radius, notch.1);
    ((along - radius) * edge.1 - across * edge.0) / edge.0.hypot(edge.1)
}

/// Something that looks like a signature, and is nobody's.
pub(super) fn signature(canvas: &mut Canvas, rect_mm: [f32; 4], ink: Ink) {
    const STEPS: usize = 260;
    let [left, top, width, height] = rect_mm;
    let points: Vec<_> = (0..=STEPS)
        .map(|step| {
            let t = step as f32 / STEPS as f32;
            let tall = if t < 0.22 {
                1.0
            } else {
                0.38 + 0.25 * (t * 5.0).cos().abs()
            };
            let swing = (t * 46.0).sin() * tall * (1.0 - 0.55 * t);
            let lean = 0.035 * (t * 46.0 + 1.2).cos() * (1.2 - t);
            let x = left + width * (t * 0.92 + lean + 0.04);
            let y = top + height * (0.55 - 0.42 * swing - 0.10 * t);
            (x, y, 0.22 + 0.20 * (t * 46.0 + 0.6).cos().abs())
        })
        .collect();
    canvas.stroke(&points, ink, 0.9);
    let flourish: Vec<_> = (0..=40)
        .map(|step| {
            let t = step as f32 / 40.0;
            let y = top + height * (0.86 + 0.08 * (t * PI).sin());
            (left + width * (0.12 + 0.84 * t), y, 0.32 - 0.2 * t)
        })
        .collect();
    canvas.stroke(&flourish, ink, 0.9);
}

fn line(away_mm: f32, width_mm: f32, pixel_mm: f32) -> f32 {
    ((width_mm / 2.0 - away_mm) / pixel_mm + 0.5).clamp(0.0, 1.0)
}

/// Between two colours.
pub(super) fn mix(from: Ink, to: Ink, share: f32) -> Ink {
    [0, 1, 2].map(|part| {
        let (from, to) = (f32::from(from[part]), f32::from(to[part]));
        (from + (to - from) * share).round() as u8
    })
}
