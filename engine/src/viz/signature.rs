//! Which of the places that look signed is the holder's signature: documents are signed by those
//! who issue them, too.

use super::labels::{Labelled, label};
use super::maps::Edges;
use super::part::Part;
use super::second_look::Back;
use super::text::ReadLine;

/// A place by its label counts so many times as much as another.
const BY_LABEL: f32 = 3.0;
/// Where a signature stands from its label, in its own heights: as far above or below it at most,
/// and as far aside.
const AWAY: f32 = 1.5;
const ASIDE: f32 = 1.0;

/// A place that looks signed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Signed {
    /// Edges of its ink, in pixels of the page.
    pub(super) edges: Edges,
    /// How much of it looks signed, in cells of the network's maps.
    pub(super) cells: f32,
}

impl Signed {
    /// The same in pixels of the page as it was looked at first.
    pub(super) fn told(self, back: Back) -> Self {
        Self {
            edges: back.edges(self.edges),
            cells: self.cells * back.scale.0 * back.scale.1,
        }
    }
}

/// The holder's signature.
pub(super) fn signature(places: &[Signed], lines: &[ReadLine]) -> Option<Edges> {
    let labels: Vec<Edges> = lines
        .iter()
        .filter(|line| label(&line.text).is_some_and(|found| found.field == Labelled::Signature))
        .map(|line| Part::whole(line).edges())
        .collect();
    let weight = |place: &Signed| {
        let labelled = labels.iter().any(|label| stands_by(&place.edges, label));
        place.cells * if labelled { BY_LABEL } else { 1.0 }
    };
    let best = places
        .iter()
        .max_by(|a, b| weight(a).total_cmp(&weight(b)))?;
    Some(best.edges)
}

fn stands_by(place: &Edges, label: &Edges) -> bool {
    let height = place[3] - place[1];
    let gap = |low: usize| (place[low] - label[low + 2]).max(label[low] - place[low + 2]);
    gap(1) < AWAY * height && gap(0) < ASIDE * height
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> Vec<Signed> {
        vec![
            Signed {
                edges: [40.0, 300.0, 140.0, 340.0],
                cells: 100.0,
            },
            Signed {
                edges: [400.0, 300.0, 520.0, 350.0],
                cells: 180.0,
            },
        ]
    }

    #[test]
    fn the_label_tells_the_holders_from_the_authoritys() {
        let lines = [
            ReadLine::shown("Commissioner", 400.0, 285.0),
            ReadLine::shown("Signature", 40.0, 285.0),
        ];
        assert_eq!(signature(&places(), &lines), Some(places()[0].edges));
    }

    #[test]
    fn a_place_seen_on_a_larger_page_is_told_in_pixels_of_the_smaller() {
        let seen = Signed {
            edges: [400.0, 320.0, 520.0, 352.0],
            cells: 240.0,
        };
        let told = seen.told(Back {
            scale: (0.5, 0.5),
            corner: (-10.0, 0.0),
        });
        assert_eq!(
            (told.edges, told.cells),
            ([190.0, 160.0, 250.0, 176.0], 60.0)
        );
    }

    #[test]
    fn without_a_label_the_clearest_is_taken() {
        let lines = [ReadLine::shown("Signature", 40.0, 100.0)];
        assert_eq!(signature(&places(), &lines), Some(places()[1].edges));
        assert_eq!(signature(&[], &lines), None);
    }
}
