//! A person before the camera, made of one photo: it turns, looks up, comes closer and shuts its
//! eyes when it is told to.

mod film;

use anyhow::{Context as _, Result};
use delaunator::{Point, triangulate};
use image::imageops::{FilterType, crop_imm, resize};
use image::{Rgb, RgbImage};
use vidimus_engine::Frame;
use vidimus_engine::face::FaceMesh;
use vidimus_server::models::{ModelSource, load_documents, load_mesh};

use crate::support::portrait;

pub(crate) use film::LiveFilm;

/// Crease above the eye, upper and lower lid, and below it, point by point of `MediaPipe`'s mesh.
const LIDS: [[usize; 4]; 14] = [
    [247, 246, 7, 25],
    [30, 161, 163, 110],
    [29, 160, 144, 24],
    [27, 159, 145, 23],
    [28, 158, 153, 22],
    [56, 157, 154, 26],
    [190, 173, 155, 112],
    [467, 466, 249, 255],
    [260, 388, 390, 339],
    [259, 387, 373, 254],
    [257, 386, 374, 253],
    [258, 385, 380, 252],
    [286, 384, 381, 256],
    [414, 398, 382, 341],
];
/// Before the ears: the head turns about the line between them.
const CHEEKS: [usize; 2] = [234, 454];
/// How far around the head the picture gives way, in heads.
const AROUND: f32 = 1.7;

/// The holder of the passport, who looks straight into the camera: head and shoulders.
pub(crate) fn holder() -> Result<RgbImage> {
    let photo = image::open(portrait("portrait-document.jpg")?)?.to_rgb8();
    let of = |side: u32, share: f32| (side as f32 * share) as u32;
    let (w, h) = photo.dimensions();
    let near = crop_imm(&photo, of(w, 0.258), 0, of(w, 0.556), of(h, 0.572)).to_image();
    // Even sides, as films want them.
    Ok(resize(&near, 720, 926, FilterType::CatmullRom))
}

/// How the head is held, against the photo.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pose {
    /// Turned to the person's left, in degrees.
    pub(crate) yaw_deg: f32,
    /// Lifted, in degrees.
    pub(crate) pitch_deg: f32,
    /// How many times larger it is.
    pub(crate) scale: f32,
    /// How far the lids are shut, 0 to 1.
    pub(crate) shut: f32,
    /// To the right of its place, in pixels.
    pub(crate) sway_px: f32,
}

impl Pose {
    /// As on the photo.
    pub(crate) const STRAIGHT: Self = Self {
        yaw_deg: 0.0,
        pitch_deg: 0.0,
        scale: 1.0,
        shut: 0.0,
        sway_px: 0.0,
    };

    /// A share of the way to another pose.
    pub(crate) fn towards(self, other: Self, share: f32) -> Self {
        let mix = |from: f32, to: f32| from + share * (to - from);
        Self {
            yaw_deg: mix(self.yaw_deg, other.yaw_deg),
            pitch_deg: mix(self.pitch_deg, other.pitch_deg),
            scale: mix(self.scale, other.scale),
            shut: mix(self.shut, other.shut),
            sway_px: mix(self.sway_px, other.sway_px),
        }
    }
}

/// A photo that can be moved.
pub(crate) struct Puppet {
    photo: RgbImage,
    /// The mesh, then points around the head and on the photo's edge, which stay where they are.
    points: Vec<[f32; 3]>,
    mesh_len: usize,
    triangles: Vec<[usize; 3]>,
    /// What the head turns about.
    middle: [f32; 3],
}

impl Puppet {
    /// Finds the face on a photo.
    pub(crate) fn of(photo: RgbImage) -> Result<Self> {
        let source = ModelSource::BuiltIn;
        let frame = Frame::from_rgb(photo.width(), photo.height(), photo.as_raw().clone())?;
        let faces = load_documents(&source)?.find_faces(&frame)?;
        let face = faces.first().context("the photo shows no face")?;
        let mesh = load_mesh(&source)?.read(&frame, face)?;
        Ok(Self::new(photo, &mesh.context("no mesh fits the face")?))
    }

    fn new(photo: RgbImage, mesh: &FaceMesh) -> Self {
        let mut points = mesh.points().to_vec();
        let mesh_len = points.len();
        let [right, left] = CHEEKS.map(|number| points[number]);
        let middle = std::array::from_fn(|axis| f32::midpoint(right[axis], left[axis]));
        let reach = AROUND * (left[0] - right[0]).abs() / 2.0;
        let (w, h) = (photo.width() as f32 - 1.0, photo.height() as f32 - 1.0);
        let turns = (0..24).map(|step| std::f32::consts::TAU * step as f32 / 24.0);
        points.extend(turns.map(|turn| {
            let (sin, cos) = turn.sin_cos();
            let (x, y) = (middle[0] + reach * cos, middle[1] + 1.25 * reach * sin);
            [x.clamp(1.0, w - 1.0), y.clamp(1.0, h - 1.0), reach]
        }));
        for step in 0..=8 {
            let (x, y) = (w * step as f32 / 8.0, h * step as f32 / 8.0);
            points.extend([[x, 0.0], [x, h], [0.0, y], [w, y]].map(|[x, y]| [x, y, reach]));
        }
        let flat: Vec<Point> = points.iter().map(|[x, y, _]| at(*x, *y)).collect();
        let corners = triangulate(&flat).triangles;
        Self {
            photo,
            points,
            mesh_len,
            triangles: corners.as_chunks().0.to_vec(),
            middle,
        }
    }

    /// What the camera sees.
    pub(crate) fn draw(&self, pose: Pose) -> RgbImage {
        let (seen, moved) = (self.seen(pose), self.moved(pose));
        let depth = |corners: &[usize; 3]| corners.iter().map(|at| moved[*at][2]).sum::<f32>();
        let mut order: Vec<&[usize; 3]> = self.triangles.iter().collect();
        // What is nearer covers what is behind it.
        order.sort_by(|a, b| depth(b).total_cmp(&depth(a)));
        let mut picture = self.photo.clone();
        for corners in order {
            let (from, to) = (corners.map(|at| seen[at]), corners.map(|at| moved[at]));
            self.lay(&mut picture, from, to);
        }
        picture
    }

    /// Where on the photo each point's skin is taken from: shut lids show what the crease hides, and
    /// nothing of the eye.
    fn seen(&self, pose: Pose) -> Vec<[f32; 3]> {
        let mut points = self.points.clone();
        for [crease, upper, lower, below] in LIDS {
            points[upper] = between(points[upper], points[crease], 0.3 * pose.shut);
            points[lower] = between(points[lower], points[below], 0.6 * pose.shut);
        }
        points
    }

    fn moved(&self, pose: Pose) -> Vec<[f32; 3]> {
        let mut points = self.points.clone();
        for [_, upper, lower, _] in LIDS {
            points[upper] = between(points[upper], points[lower], pose.shut);
        }
        let (yaw_sin, yaw_cos) = pose.yaw_deg.to_radians().sin_cos();
        let (pitch_sin, pitch_cos) = pose.pitch_deg.to_radians().sin_cos();
        let [mx, my, mz] = self.middle;
        for point in &mut points[..self.mesh_len] {
            let [x, y, z] = [point[0] - mx, point[1] - my, point[2] - mz];
            let (x, z) = (x * yaw_cos - z * yaw_sin, z * yaw_cos + x * yaw_sin);
            let (y, z) = (y * pitch_cos + z * pitch_sin, z * pitch_cos - y * pitch_sin);
            *point = [mx + x, my + y, mz + z];
        }
        for point in &mut points {
            point[0] = mx + pose.scale * (point[0] - mx) + pose.sway_px;
            point[1] = my + pose.scale * (point[1] - my);
        }
        points
    }

    /// Draws one triangle of the photo where its corners have gone.
    fn lay(&self, picture: &mut RgbImage, from: [[f32; 3]; 3], to: [[f32; 3]; 3]) {
        let [[ax, ay, _], [bx, by, _], [cx, cy, _]] = to;
        let area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
        if area.abs() < 1e-3 {
            return;
        }
        let (w, h) = (picture.width() as f32 - 1.0, picture.height() as f32 - 1.0);
        let least = |a: f32, b: f32, c: f32| a.min(b).min(c).floor().max(0.0) as u32;
        let most = |a: f32, b: f32, c: f32, end: f32| a.max(b).max(c).ceil().min(end) as u32;
        for y in least(ay, by, cy)..=most(ay, by, cy, h) {
            for x in least(ax, bx, cx)..=most(ax, bx, cx, w) {
                let (px, py) = (x as f32, y as f32);
                let b = ((px - ax) * (cy - ay) - (cx - ax) * (py - ay)) / area;
                let c = ((bx - ax) * (py - ay) - (px - ax) * (by - ay)) / area;
                let a = 1.0 - b - c;
                if a < -1e-4 || b < -1e-4 || c < -1e-4 {
                    continue;
                }
                let of = |axis: usize| a * from[0][axis] + b * from[1][axis] + c * from[2][axis];
                picture.put_pixel(x, y, self.sample(of(0), of(1)));
            }
        }
    }

    fn sample(&self, x: f32, y: f32) -> Rgb<u8> {
        let (w, h) = (self.photo.width(), self.photo.height());
        let (left, top) = (x.clamp(0.0, w as f32 - 1.0), y.clamp(0.0, h as f32 - 1.0));
        let (x0, y0) = (left as u32, top as u32);
        let (x1, y1) = ((x0 + 1).min(w - 1), (y0 + 1).min(h - 1));
        let (right, down) = (left.fract(), top.fract());
        let [a, b, c, d] =
            [(x0, y0), (x1, y0), (x0, y1), (x1, y1)].map(|(x, y)| self.photo.get_pixel(x, y).0);
        Rgb(std::array::from_fn(|channel| {
            let mix = |l: u8, r: u8| f32::from(l) + right * (f32::from(r) - f32::from(l));
            let (above, below) = (mix(a[channel], b[channel]), mix(c[channel], d[channel]));
            (above + down * (below - above)).round() as u8
        }))
    }
}

fn between(from: [f32; 3], to: [f32; 3], share: f32) -> [f32; 3] {
    std::array::from_fn(|axis| from[axis] + share * (to[axis] - from[axis]))
}

fn at(x: f32, y: f32) -> Point {
    Point {
        x: f64::from(x),
        y: f64::from(y),
    }
}
