//! Where the characters of a zone stand in the frame.

use super::row::Row;
use crate::locate::contains;
use crate::mrz::layout::Span;
use crate::mrz::strip::Run;

/// Most characters within four corners: a line on bent paper is followed in short steps.
const PIECE: usize = 6;

/// Air above and below a line that belongs to it, in heights of a capital: lines of a zone are more
/// than a capital apart.
const AIR: f32 = 0.5;

/// The lines of a zone as they run through the frame.
#[derive(Clone)]
pub(crate) struct Rows(Vec<Run>);

impl Rows {
    pub(super) fn of(rows: &[Row]) -> Self {
        Self(rows.iter().map(Row::placed).collect())
    }

    /// The corners, in pixels of the frame, of the boxes around consecutive characters, `margin`
    /// heights of a capital larger on all sides; those of the line have half a capital's more, as
    /// the places of characters are less sure than that of their line.
    pub(crate) fn around(&self, span: Span, margin: f32) -> Vec<[(f32, f32); 4]> {
        let Some(run) = self.0.get(span.line) else {
            return vec![];
        };
        let (from, to) = (run.at(-1.0), run.at(1.0));
        let half_px = ((to.0 - from.0).hypot(to.1 - from.1) / 2.0).max(1.0);
        let beyond = |t: f32| (margin + 0.5) * run.capital(t) / half_px;
        let corner = |t: f32, side: f32| {
            let ((x, y), (across_x, across_y)) = (run.at(t), run.across(t));
            let off = side * (0.5 + margin) * run.capital(t);
            (x + across_x * off, y + across_y * off)
        };
        let starts = (span.start..span.end).step_by(PIECE);
        let pieces = starts.map(|start| {
            let end = (start + PIECE).min(span.end);
            let (left, right) = (run.t_of(start as f32), run.t_of(end as f32));
            let (left, right) = (left - beyond(left), right + beyond(right));
            [
                corner(left, -1.0),
                corner(right, -1.0),
                corner(right, 1.0),
                corner(left, 1.0),
            ]
        });
        pieces.collect()
    }

    /// Whether a point of the frame lies on one of the lines, or on the air around it.
    pub(crate) fn hold(&self, point: (f32, f32)) -> bool {
        (0..self.0.len()).any(|line| {
            let end = self.0[line].characters;
            let whole = Span {
                line,
                start: 0,
                end,
            };
            let mut boxes = self.around(whole, AIR).into_iter();
            boxes.any(|corners| contains(&corners, point))
        })
    }

    /// The middle of a character, in pixels of the frame.
    pub(crate) fn middle(&self, line: usize, character: usize) -> Option<(f32, f32)> {
        let run = self.0.get(line)?;
        Some(run.at(run.t_of(character as f32 + 0.5)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locate::ZoneLine;

    fn rows() -> Rows {
        let line = ZoneLine {
            center: (200.0, 100.0),
            along: (1.0, 0.0),
            length: 300.0,
            capital: 10.0,
        };
        Rows(vec![Run::straight(&line, 30)])
    }

    #[test]
    fn characters_lie_within_their_corners_and_others_do_not() {
        let rows = rows();
        let span = Span {
            line: 0,
            start: 15,
            end: 24,
        };
        let boxes = rows.around(span, 0.3);
        assert_eq!(boxes.len(), 2);
        let inside = |at: usize| {
            let middle = rows.middle(0, at).unwrap();
            boxes.iter().any(|corners| contains(corners, middle))
        };
        assert!((15..24).all(inside) && !inside(13) && !inside(25));
        assert!(rows.hold((60.0, 104.0)) && !rows.hold((60.0, 114.0)));
        // A character is 10 wide, a capital 10 high: 15 of them from 50 on, less what is added.
        assert!((boxes[0][0].0 - 192.0).abs() < 0.01 && (boxes[0][0].1 - 92.0).abs() < 0.01);
    }

    #[test]
    fn a_line_that_is_not_there_has_no_places() {
        let span = Span {
            line: 2,
            start: 0,
            end: 30,
        };
        assert!(rows().around(span, 1.0).is_empty());
        assert_eq!(rows().middle(1, 0), None);
    }
}
