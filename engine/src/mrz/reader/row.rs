//! One line, read where it is thought to run and then where its characters proved to stand.

use std::cell::Cell;

use crate::frame::Grey;
use crate::model::ModelError;
use crate::mrz::ink::centred;
use crate::mrz::lattice::{Alignment, align};
use crate::mrz::strip::{Run, ZoneRecogniser};

/// Fit (see [`Row::fit`]) from which a line needs no other try.
const CLEAN: f32 = -0.25;
/// Fit below which a row is no line of a zone.
pub(super) const HOPELESS: f32 = -1.5;
/// How far, in characters, the ends of a line may lie from where it was read.
const MISPLACED: f32 = 0.5;
/// Other places and heights at which a line is read when the first gave nothing clean: shift
/// across in heights of capitals, and growth.
const VARIATIONS: [(f32, f32); 4] = [(0.0, 0.84), (0.0, 1.18), (-0.2, 1.0), (0.2, 1.0)];

/// Lengths, in characters, by which a line may be longer than was seen, at its begin and its end:
/// pale fillers at its end are easily missed, and a character is then doubled to make up for one.
const STRETCHES: [(f32, f32); 4] = [(0.0, 1.0), (0.0, 2.0), (1.0, 0.0), (0.0, -1.0)];

/// A line as it was read best.
#[derive(Clone)]
pub(super) struct Row {
    pub(super) run: Run,
    pub(super) aligned: Alignment,
}

impl Row {
    /// Log likelihood of a character: how well a line of this length fits what is seen. 0 is
    /// perfect.
    pub(super) fn fit(&self) -> f32 {
        self.aligned.log_likelihood / self.run.characters as f32
    }

    pub(super) fn is_clean(&self) -> bool {
        self.fit() > CLEAN
    }

    /// The run along which the characters stand.
    pub(super) fn placed(&self) -> Run {
        let proved = self.corrected();
        let near = proved.filter(|run| self.run.misplaced(run) < 2.0 * MISPLACED);
        near.unwrap_or(self.run)
    }

    /// The run through the places where the characters proved to stand.
    fn corrected(&self) -> Option<Run> {
        self.aligned.time_of(0.0)?;
        Some(self.run.corrected(|character| {
            let time = self.aligned.time_of(character);
            time.unwrap_or(0.0)
        }))
    }
}

/// Reads lines of one picture and counts them.
pub(super) struct RowReader<'a> {
    recogniser: &'a ZoneRecogniser,
    evaluations: Cell<u32>,
}

impl<'a> RowReader<'a> {
    pub(super) fn new(recogniser: &'a ZoneRecogniser) -> Self {
        Self {
            recogniser,
            evaluations: Cell::new(0),
        }
    }

    /// How often the recogniser has looked at a line.
    pub(super) fn evaluations(&self) -> u32 {
        self.evaluations.get()
    }

    /// Reads a run exactly where it lies.
    pub(super) fn once(&self, grey: &Grey, run: Run) -> Result<Row, ModelError> {
        self.evaluations.set(self.evaluations.get() + 1);
        let frames = self.recogniser.read(grey, &run)?;
        let aligned = align(&frames, run.characters).ok_or(ModelError::Run {
            name: "zone-recognition",
            reason: "it gave fewer steps than characters".into(),
        })?;
        Ok(Row { run, aligned })
    }

    /// Reads a run on the ink that lies nearest and, where its characters prove to stand elsewhere, there.
    pub(super) fn read(&self, grey: &Grey, run: Run) -> Result<Row, ModelError> {
        let first = self.once(grey, centred(&run, grey))?;
        let Some(corrected) = first.corrected().filter(|_| first.fit() > HOPELESS) else {
            return Ok(first);
        };
        if first.is_clean() && first.run.misplaced(&corrected) < MISPLACED {
            return Ok(first);
        }
        let second = self.once(grey, corrected)?;
        Ok(better(first, second))
    }

    /// Reads a row again as if it were longer or shorter than it was thought to be.
    pub(super) fn stretched(&self, grey: &Grey, row: &Row) -> Result<Row, ModelError> {
        let mut best = row.clone();
        for (begin, end) in STRETCHES {
            let run = row.run.stretched(begin, end);
            best = better(best, self.once(grey, run)?);
        }
        Ok(best)
    }

    /// Reads a row again beside its model, the best row of its zone, and where it was seen, until
    /// it is clean: the lines of a zone run alike.
    pub(super) fn again(&self, grey: &Grey, row: Row, model: &Run) -> Result<Row, ModelError> {
        let beside = model.moved_across(model.distance(&row.run));
        let own = row.run;
        let tries = std::iter::once(beside)
            .chain(VARIATIONS.map(|(shift, grown)| beside.varied(shift, grown)))
            .chain(VARIATIONS.map(|(shift, grown)| own.varied(shift, grown)));
        let mut best = row;
        for run in tries {
            if best.is_clean() {
                break;
            }
            best = better(best, self.read(grey, run)?);
        }
        Ok(best)
    }
}

fn better(a: Row, b: Row) -> Row {
    if b.fit() > a.fit() { b } else { a }
}
