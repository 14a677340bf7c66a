//! Where a picture itself steps from ground to document: sides to a fraction of a pixel.

use super::Point;
use super::side::Side;
use crate::frame::Frame;

/// Places along a side at which its step in brightness is looked for.
const PROBES: usize = 48;
/// Least share (0 to 1) of probes that must agree on a line to within a twentieth of the reach.
const MIN_AGREEING: f32 = 0.4;
/// Least step (0 to 255, sum of the channels' absolute differences) that is an edge.
const MIN_STEP: f32 = 12.0;
/// Share of a side, at each of its ends, that its line is not fitted to: corners are round.
pub(super) const CORNER_SHARE: f32 = 0.12;

/// A side moved to where the picture itself steps from ground to document.
pub(super) fn refined(frame: &Frame, a: Point, b: Point, reach_px: f32) -> Option<Side> {
    let rough = Side::through(a, b);
    let step_px = (reach_px / 12.0).max(0.5);
    let steps = (reach_px / step_px) as i32;
    let mut edges = Vec::with_capacity(PROBES);
    for probe in 0..PROBES {
        let share =
            CORNER_SHARE + (1.0 - 2.0 * CORNER_SHARE) * (probe as f32 + 0.5) / PROBES as f32;
        let at = (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share);
        let sample = |off: f32| {
            frame.colour(
                at.0 + rough.normal.0 * off - 0.5,
                at.1 + rough.normal.1 * off - 0.5,
            )
        };
        // One more at both ends than may be an edge, for the parabola.
        let colours: Vec<[f32; 3]> = (-steps - 2..=steps + 2)
            .map(|i| sample(i as f32 * step_px))
            .collect();
        let strengths: Vec<f32> = colours
            .windows(3)
            .map(|near| {
                near[0]
                    .iter()
                    .zip(near[2])
                    .map(|(x, y)| (x - y).abs())
                    .sum()
            })
            .collect();
        // Nearer steps win over equally strong ones farther off.
        let middle = (strengths.len() / 2) as f32;
        let near = |i: usize| 1.0 - 0.4 * ((i as f32 - middle) / middle).powi(2);
        let best = (1..strengths.len() - 1)
            .max_by(|&i, &j| (strengths[i] * near(i)).total_cmp(&(strengths[j] * near(j))))?;
        let strongest = strengths[best];
        if strongest >= MIN_STEP {
            let (left, right) = (strengths[best - 1], strengths[best + 1]);
            let bend = (left - 2.0 * strongest + right).min(-1e-3);
            let peak = best as f32 + (0.5 * (left - right) / bend).clamp(-0.5, 0.5);
            let off = (peak - middle) * step_px;
            edges.push((at.0 + rough.normal.0 * off, at.1 + rough.normal.1 * off));
        }
    }
    let width = (0.05 * reach_px).max(0.7);
    let side = consensus(&edges, width)?;
    let side = Side::fitted(&edges, &side, width)?;
    let agreeing = edges
        .iter()
        .filter(|&&p| side.off(p).abs() < 2.0 * width)
        .count();
    let turned = rough.normal.0 * side.normal.0 + rough.normal.1 * side.normal.1;
    (agreeing as f32 >= MIN_AGREEING * PROBES as f32 && turned.abs() > 0.995).then_some(side)
}

/// The line through two of the points that most of them lie on.
fn consensus(points: &[Point], width: f32) -> Option<Side> {
    let mut best: Option<(usize, Side)> = None;
    let half = points.len() / 2;
    for i in 0..half {
        for j in [i + half / 2, i + half]
            .into_iter()
            .filter(|&j| j < points.len() && j > i + 4)
        {
            let side = Side::through(points[i], points[j]);
            let count = points
                .iter()
                .filter(|&&p| side.off(p).abs() < 2.0 * width)
                .count();
            if best.is_none_or(|(most, _)| count > most) {
                best = Some((count, side));
            }
        }
    }
    best.map(|(_, side)| side)
}
