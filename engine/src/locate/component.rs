//! Cells of a map that belong together.

use super::{Map, Plane};

/// Whether cells touch by their corners too.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Touching {
    Sides,
    Corners,
}

impl Map {
    /// Sets of touching cells at which a plane reaches a value.
    pub(super) fn components(
        &self,
        plane: Plane,
        least: f32,
        touching: Touching,
    ) -> Vec<Vec<usize>> {
        components(self.plane(plane), self.columns, least, touching)
    }
}

/// Sets of touching cells, `columns` of them in a row, whose values reach `least`.
pub(crate) fn components(
    values: &[f32],
    columns: usize,
    least: f32,
    touching: Touching,
) -> Vec<Vec<usize>> {
    let rows = values.len() / columns.max(1);
    let mut seen = vec![false; values.len()];
    let mut sets = Vec::new();
    for start in 0..values.len() {
        if seen[start] || values[start] < least {
            continue;
        }
        seen[start] = true;
        let (mut open, mut cells) = (vec![start], vec![]);
        while let Some(at) = open.pop() {
            cells.push(at);
            for next in neighbours(at, (columns, rows), touching) {
                if !seen[next] && values[next] >= least {
                    seen[next] = true;
                    open.push(next);
                }
            }
        }
        sets.push(cells);
    }
    sets
}

fn neighbours(
    at: usize,
    (columns, rows): (usize, usize),
    touching: Touching,
) -> impl Iterator<Item = usize> {
    let (x, y) = (at % columns, at / columns);
    let across = x.saturating_sub(1)..=(x + 1).min(columns - 1);
    let down = y.saturating_sub(1)..=(y + 1).min(rows - 1);
    down.flat_map(move |v| across.clone().map(move |u| (u, v)))
        .filter(move |&(u, v)| {
            (u, v) != (x, y) && (touching == Touching::Corners || u == x || v == y)
        })
        .map(move |(u, v)| v * columns + u)
}
