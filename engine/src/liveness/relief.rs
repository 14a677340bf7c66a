//! Whether a face has relief: a picture that is turned changes as a plane does, a head does not.

use crate::face::FaceMesh;

/// Unknowns of a map from plane to plane.
const UNKNOWNS: usize = 8;

/// What is left between the points of a face on two frames when one is laid on the other as planes
/// are, in distances between the eyes (root of the mean square): some hundredths for a picture that
/// was turned, more for a head that was.
#[must_use]
pub fn relief(first: &FaceMesh, turned: &FaceMesh) -> f32 {
    let flat = |mesh: &FaceMesh| -> Vec<(f64, f64)> {
        let points = mesh.points().iter();
        points
            .map(|[x, y, _]| (f64::from(*x), f64::from(*y)))
            .collect()
    };
    let left = residual(&flat(first), &flat(turned));
    (left / f64::from(turned.eyes_px()).max(f64::EPSILON)) as f32
}

/// Root of the mean square distance, in the unit of `to`, after the best projective map.
fn residual(from: &[(f64, f64)], to: &[(f64, f64)]) -> f64 {
    let (from, _) = normalised(from);
    let (to, scale) = normalised(to);
    let mut system = [[0.0; UNKNOWNS + 1]; UNKNOWNS];
    for ((x, y), (u, v)) in from.iter().zip(&to) {
        for (row, value) in [
            ([*x, *y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y], u),
            ([0.0, 0.0, 0.0, *x, *y, 1.0, -v * x, -v * y], v),
        ] {
            for (equation, a) in system.iter_mut().zip(row) {
                for (entry, b) in equation.iter_mut().zip(row) {
                    *entry += a * b;
                }
                equation[UNKNOWNS] += a * value;
            }
        }
    }
    let Some([a, b, c, d, e, f, g, h]) = solved(system) else {
        return 0.0;
    };
    let squares = from.iter().zip(&to).map(|((x, y), (u, v))| {
        let depth = g * x + h * y + 1.0;
        let (across, down) = ((a * x + b * y + c) / depth, (d * x + e * y + f) / depth);
        (across - u).powi(2) + (down - v).powi(2)
    });
    (squares.sum::<f64>() / from.len() as f64).sqrt() / scale
}

/// Around the middle, a unit away from it on average; and the factor.
fn normalised(points: &[(f64, f64)]) -> (Vec<(f64, f64)>, f64) {
    let count = points.len() as f64;
    let sum = |of: &dyn Fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (x, y) = (sum(&|point| point.0), sum(&|point| point.1));
    let distance = sum(&|point| (point.0 - x).hypot(point.1 - y));
    let scale = 1.0 / distance.max(f64::EPSILON);
    let moved = points
        .iter()
        .map(|point| (scale * (point.0 - x), scale * (point.1 - y)));
    (moved.collect(), scale)
}

/// By elimination; `None` where there is not one solution.
fn solved(mut system: [[f64; UNKNOWNS + 1]; UNKNOWNS]) -> Option<[f64; UNKNOWNS]> {
    for at in 0..UNKNOWNS {
        let best =
            (at..UNKNOWNS).max_by(|a, b| system[*a][at].abs().total_cmp(&system[*b][at].abs()))?;
        system.swap(at, best);
        if system[at][at].abs() < 1e-12 {
            return None;
        }
        let pivot = system[at];
        for (row, equation) in system.iter_mut().enumerate() {
            let share = equation[at] / pivot[at];
            if row != at {
                for (entry, value) in equation.iter_mut().zip(pivot) {
                    *entry -= share * value;
                }
            }
        }
    }
    Some(std::array::from_fn(|at| {
        system[at][UNKNOWNS] / system[at][at]
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points of half an egg or, with a `depth` of 0, of a disc; turned, seen from near.
    fn seen(depth: f64, yaw_deg: f64) -> Vec<(f64, f64)> {
        let (sin, cos) = yaw_deg.to_radians().sin_cos();
        let mut points = vec![];
        for row in -8..=8 {
            for column in -6..=6 {
                let (x, y) = (f64::from(column) * 8.0, f64::from(row) * 8.0);
                let inside = 1.0 - (x / 55.0).powi(2) - (y / 75.0).powi(2);
                if inside <= 0.0 {
                    continue;
                }
                let z = -depth * inside.sqrt();
                let (x, z) = (x * cos - z * sin, 600.0 + z * cos + x * sin);
                points.push((500.0 * x / z, 500.0 * y / z));
            }
        }
        points
    }

    #[test]
    fn a_picture_that_is_turned_leaves_nothing_and_a_head_does() {
        let across = 2.0 * 500.0 * 48.0 / 600.0;
        let left = |depth| residual(&seen(depth, 0.0), &seen(depth, 25.0)) / across;
        assert!(left(0.0) < 1e-9, "{}", left(0.0));
        assert!(left(50.0) > 0.02, "{}", left(50.0));
    }

    #[test]
    fn points_on_a_line_say_nothing() {
        let line: Vec<(f64, f64)> = (0..20).map(|at| (f64::from(at), 0.0)).collect();
        assert!(residual(&line, &line).abs() < 1e-9);
    }
}
