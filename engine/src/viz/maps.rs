//! The maps that the layout network gives of a page.

use crate::locate::component::{Touching, components};

/// Pixels of the network's input for one cell of its maps.
pub(super) const STRIDE: usize = 4;
pub(super) const MAPS: usize = 5;
/// From this probability on a cell shows what its map is of.
pub(super) const MIN_PROBABILITY: f32 = 0.5;

/// What the maps are of: probability of text, logarithm of the height of its capitals in tens of
/// pixels, whether it stands upright (positive) or upside down, probability of the portrait and of
/// the signature.
#[derive(Clone, Copy)]
pub(super) enum Plane {
    Text,
    Capital,
    Upright,
    Portrait,
    Signature,
}

/// Left, top, right and bottom in pixels of the page.
pub(super) type Edges = [f32; 4];

/// One value a cell, map after map.
pub(super) struct Maps {
    pub(super) columns: usize,
    pub(super) values: Vec<f32>,
}

impl Maps {
    pub(super) fn plane(&self, plane: Plane) -> &[f32] {
        let cells = self.values.len() / MAPS;
        &self.values[plane as usize * cells..(plane as usize + 1) * cells]
    }

    /// Sets of touching cells that cover at least a share (0 to 1) of the page.
    pub(super) fn sets(&self, plane: Plane, least_share: f32) -> Vec<Vec<usize>> {
        let values = self.plane(plane);
        let mut sets = components(values, self.columns, MIN_PROBABILITY, Touching::Sides);
        sets.retain(|cells| cells.len() as f32 >= least_share * values.len() as f32);
        sets
    }

    /// Column and row of a cell.
    pub(super) fn place(&self, at: usize) -> (usize, usize) {
        (at % self.columns, at / self.columns)
    }
}

/// Left, top, right and bottom of cells, in pixels.
pub(super) fn edges(places: impl Iterator<Item = (usize, usize)>) -> Edges {
    let start = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
    places.fold(start, |[left, top, right, bottom], (x, y)| {
        let (x, y) = ((x * STRIDE) as f32, (y * STRIDE) as f32);
        let far = STRIDE as f32;
        [
            left.min(x),
            top.min(y),
            right.max(x + far),
            bottom.max(y + far),
        ]
    })
}
