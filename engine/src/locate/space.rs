//! A rectangle in space, from the corners of its picture.

use super::Point;

type Vector = [f32; 3];

/// What four corners tell of a rectangle of any proportions, for a camera of known focal length
/// that looks at the middle of its picture.
pub(crate) struct Rectangle {
    /// Towards the corners.
    rays: [Vector; 4],
    /// Direction of the first side, and of the one that the last corner ends; not of unit length.
    across: Vector,
    down: Vector,
}

impl Rectangle {
    /// `focal_px`: focal length in pixels of the frame.
    pub(crate) fn seen(corners: &[Point; 4], size_px: (u32, u32), focal_px: f32) -> Self {
        let (w, h) = (size_px.0 as f32, size_px.1 as f32);
        let rays = corners.map(|(x, y)| [(x - w / 2.0) / focal_px, (y - h / 2.0) / focal_px, 1.0]);
        // The eye and a side span a plane; those of two sides that are parallel in space meet in
        // their direction.
        let plane = |i: usize| cross(rays[i], rays[(i + 1) % 4]);
        Self {
            rays,
            across: cross(plane(0), plane(2)),
            down: cross(plane(1), plane(3)),
        }
    }

    /// Angle between the rectangle and the picture's plane, 0 to 90.
    pub(crate) fn tilt_degrees(&self) -> f32 {
        let normal = unit(cross(unit(self.across), unit(self.down)));
        normal[2].abs().clamp(0.0, 1.0).acos().to_degrees()
    }

    /// Length of the first side over that of the next, in space.
    pub(crate) fn proportion(&self) -> f32 {
        // The corner at the other end of a side, as far away as the side's direction has it.
        let length = |end: Vector, along: Vector| {
            let far = norm(cross(self.rays[0], along)) / norm(cross(end, along)).max(1e-9);
            norm(std::array::from_fn(|i| far * end[i] - self.rays[0][i]))
        };
        length(self.rays[1], self.across) / length(self.rays[3], self.down).max(1e-9)
    }
}

fn cross(a: Vector, b: Vector) -> Vector {
    [
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    ]
}

fn norm(v: Vector) -> f32 {
    v.iter().map(|x| x * x).sum::<f32>().sqrt()
}

fn unit(v: Vector) -> Vector {
    let length = norm(v).max(1e-9);
    v.map(|x| x / length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tilted_card_keeps_its_proportions() {
        let (focal, size_px) = (1000.0, (1200, 900));
        for degrees in [0.0_f32, 15.0, 30.0, 45.0] {
            let (sine, cosine) = degrees.to_radians().sin_cos();
            let corners = [(-0.8, -0.5), (0.8, -0.5), (0.8, 0.5), (-0.8, 0.5)].map(|(x, y)| {
                let (x, y, z) = (x + 0.1, y * cosine, 3.0 + y * sine);
                (600.0 + focal * x / z, 450.0 + focal * y / z)
            });
            let card = Rectangle::seen(&corners, size_px, focal);
            assert!((card.proportion() - 1.6).abs() < 0.01, "{degrees}");
            assert!((card.tilt_degrees() - degrees).abs() < 0.5, "{degrees}");
        }
    }
}
