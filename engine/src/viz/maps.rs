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

/// Edges of what lies in two rectangles.
pub(super) fn around(a: Edges, b: Edges) -> Edges {
    [
        a[0].min(b[0]),
        a[1].min(b[1]),
        a[2].max(b[2]),
        a[3].max(b[3]),
    ]
}

/// Edges of squares, by their columns and rows; `side_px` wide and high.
pub(super) fn edges(
    places: impl IntoIterator<Item = (usize, usize)>,
    side_px: usize,
) -> Option<Edges> {
    let squares = places.into_iter().map(|(x, y)| {
        let ends = [x, y, x + 1, y + 1];
        ends.map(|end| (end * side_px) as f32)
    });
    squares.reduce(around)
}
