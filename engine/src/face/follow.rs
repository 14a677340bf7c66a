//! A person before a live camera: looked for now and then, followed in between.

use super::detect::{Face, FaceDetector};
use super::lids::Eye;
use super::mesh::{FaceMesh, MeshReader};
use crate::frame::Frame;
use crate::model::ModelError;

/// How often other people are looked for while one is followed, in milliseconds.
const LOOK_EVERY_MS: f64 = 400.0;

/// Where the faces of a live picture are. Holds biometric data: never log or store it.
#[derive(Default)]
pub struct FaceFollower {
    faces: Vec<Face>,
    mesh: Option<FaceMesh>,
    /// Whose lids are looked at next: each eye on every second frame, for looking at both takes longer
    /// than the mesh does.
    eye: Eye,
    looked_ms: Option<f64>,
}

impl FaceFollower {
    /// The faces when they were last looked for, largest first.
    #[must_use]
    pub fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// The mesh of the first of them on the last frame.
    #[must_use]
    pub fn mesh(&self) -> Option<&FaceMesh> {
        self.mesh.as_ref()
    }

    /// Looks at the next frame, taken at `now_ms`.
    pub(crate) fn see(
        &mut self,
        frame: &Frame,
        (detector, meshes): (&FaceDetector, &MeshReader),
        now_ms: f64,
    ) -> Result<(), ModelError> {
        let before = self.mesh.take();
        let followed = match before {
            Some(before) => meshes.follow(frame, &before, &[self.eye])?,
            None => None,
        };
        self.eye = self.eye.other();
        let is_due = |looked_ms: f64| !(0.0..LOOK_EVERY_MS).contains(&(now_ms - looked_ms));
        if followed.is_some() && !self.looked_ms.is_none_or(is_due) {
            self.mesh = followed;
            return Ok(());
        }
        self.faces = detector.find_near(frame)?;
        self.looked_ms = Some(now_ms);
        let Some(first) = self.faces.first() else {
            return Ok(());
        };
        // Whoever is nearest counts, not who was seen before.
        self.mesh = match followed.filter(|mesh| first.region.contains(mesh.middle())) {
            Some(mesh) => Some(mesh),
            None => meshes.read(frame, first)?,
        };
        Ok(())
    }
}
