//! Finds the zone on a page and reads it.

mod block;
mod place;
mod row;

use super::decode::{Decoded, decode};
use super::fusion::Evidence;
use super::lattice::{Place, fused};
use super::layout::in_class;
use super::strip::{Run, ZoneRecogniser};
use super::{Format, Reading, parse};
use crate::frame::{Frame, Grey};
use crate::locate::{Locator, Map, ZoneLine};
use crate::model::ModelError;
use crate::region::Region;
use block::{SPACING, blocks, sets, widths};
pub(crate) use place::Rows;
use row::{HOPELESS, Row, RowReader};

/// Longer side at which a zone is looked for, in pixels, where the size before gave no clean one.
const LARGER_SIDE_PX: u32 = 640;
const LARGEST_SIDE_PX: u32 = 1152;
/// Mean log posterior from which a zone is clean and the search ends.
const CLEAN: f32 = -0.06;
/// Mean log posterior below which a zone is no zone.
const ACCEPTABLE: f32 = -0.5;
/// Weight of the frames' own likelihood (how well a number of characters fits them at all).
const FIT_WEIGHT: f32 = 0.3;
/// Added to the mean log posterior of a zone whose first line does not begin as it should: it is
/// the begin of a longer line, or stands beside where it was read.
const BEGINS_WRONG: f32 = -0.15;
/// Fit of a block's best row below which the block is no zone, and its rows get no second try.
const WORTH_MORE: f32 = -0.9;
/// Distances, in heights of capitals, at which lines that the locator missed are looked for.
const USUAL_SPACINGS: [f32; 3] = [1.7, 2.1, 2.6];
/// Share (0 to 1) of the picture from which a document fills it: its zone, if it has one, is then
/// large enough to be seen at once.
const FILLING: f32 = 0.3;
/// How often the recogniser looks at lines that one way of looking at the picture shows.
const MOST_EVALUATIONS: u32 = 64;
/// How often before lines are left as they are: a page of text has many that are no zone's.
const MOST_IN_ALL: u32 = 256;
/// Posterior of every character, and fit of every line, from which nothing that another look shows
/// is of use.
const CLEAR_POSTERIOR: f32 = 0.9;
const CLEAR_FIT: f32 = -0.12;
/// Posterior and margin (see [`Decoded::margins`]) below which a character is looked at again.
const DOUBTFUL: (f32, f32) = (0.6, 3.5);

/// A zone with what the decoder knows of each character, and the direction it reads in.
pub struct Located {
    /// The zone.
    pub reading: Reading,
    /// What the decoder made of it.
    pub decoded: Decoded,
    /// What the frame shows, for [`super::Fusion`].
    pub evidence: Evidence,
    /// Unit vector of reading.
    pub along: (f32, f32),
    /// Quarter turns clockwise that bring the page upright.
    pub quarter_turns: u8,
    /// Where its characters stand.
    pub(crate) rows: Rows,
}

/// What a search for a zone came to.
pub struct Search {
    /// The zone; `None` when there is none that can be read.
    pub located: Option<Located>,
    /// How often the recogniser looked at a line.
    pub line_evaluations: u32,
}

/// Reads the zone that `map` shows, or one that shows in larger maps.
///
/// # Errors
/// [`ModelError::Run`] when a network fails.
pub fn read(
    frame: &Frame,
    map: &Map,
    locator: &Locator,
    recogniser: &ZoneRecogniser,
) -> Result<Search, ModelError> {
    let mut reader = Reader {
        frame,
        locator,
        rows: RowReader::new(recogniser),
        luma: Grey::luma(frame),
        allowed: MOST_EVALUATIONS,
        seen_px: map.size_px(),
        best: None,
        unclear: vec![],
        lines_seen: false,
    };
    // What is already seen well enough to be read is tried again before the picture is looked at
    // for long.
    reader.read_either_way(map.zone_lines())?;
    reader.read_larger(LARGER_SIDE_PX)?;
    reader.read_again()?;
    reader.read_turned(Locator::SIDE_PX)?;
    // A page that fills the picture and shows no line of a zone so far has none.
    if !reader.lines_seen && map.largest_document() > FILLING {
        return Ok(reader.search(None));
    }
    reader.read_turned(LARGER_SIDE_PX)?;
    reader.read_larger(LARGEST_SIDE_PX)?;
    reader.read_again()?;
    let best = reader.best.take();
    let settled = match best.filter(|candidate| candidate.score > ACCEPTABLE) {
        Some(candidate) => Some(reader.settled(candidate)?),
        None => None,
    };
    Ok(reader.search(settled))
}

fn by_score(a: &Candidate, b: &Candidate) -> std::cmp::Ordering {
    a.score.total_cmp(&b.score)
}

struct Candidate {
    score: f32,
    decoded: Decoded,
    rows: Vec<Row>,
    along: (f32, f32),
}

struct Reader<'a> {
    frame: &'a Frame,
    locator: &'a Locator,
    rows: RowReader<'a>,
    luma: Grey,
    /// How often the recogniser may look at lines before no other block is begun.
    allowed: u32,
    /// Size at which the frame was last looked at.
    seen_px: (u32, u32),
    best: Option<Candidate>,
    /// Rows of blocks that may be zones but did not read clean.
    unclear: Vec<Unclear>,
    /// Whether the locator has seen anything like a line of a zone.
    lines_seen: bool,
}

struct Unclear {
    rows: Vec<Row>,
    along: (f32, f32),
}

impl Reader<'_> {
    fn is_done(&self) -> bool {
        let done = |best: &Candidate| best.score > CLEAN || best.is_clear();
        self.best.as_ref().is_some_and(done)
    }

    fn is_out_of_looks(&self) -> bool {
        self.rows.evaluations() > MOST_IN_ALL
    }

    fn has_looked_enough(&self) -> bool {
        self.is_done() || self.is_out_of_looks() || self.rows.evaluations() > self.allowed
    }

    /// A new way to look at the picture deserves looks of its own.
    fn allow_more(&mut self) {
        self.allowed = self.rows.evaluations() + MOST_EVALUATIONS;
    }

    /// Reads lines as they were seen and, where that gives nothing clean, turned round: which way
    /// a page lies is the least certain of what the locator says.
    fn read_either_way(&mut self, mut lines: Vec<ZoneLine>) -> Result<(), ModelError> {
        self.read_lines(&lines)?;
        for line in &mut lines {
            line.along = (-line.along.0, -line.along.1);
        }
        self.read_lines(&lines)
    }

    /// Looks at the picture at a larger size, if it has one.
    fn read_larger(&mut self, side_px: u32) -> Result<(), ModelError> {
        let size_px = Locator::input_size_px(self.frame, side_px);
        if self.is_done() || size_px == self.seen_px {
            return Ok(());
        }
        self.seen_px = size_px;
        self.allow_more();
        let lines = self.locator.look(self.frame, side_px)?.zone_lines();
        self.read_either_way(lines)
    }

    /// Looks at the picture in the other three ways it may lie, first those that show most of a
    /// zone: the locator sees best what stands upright.
    fn read_turned(&mut self, side_px: u32) -> Result<(), ModelError> {
        if self.is_done() {
            return Ok(());
        }
        let mut views = Vec::with_capacity(3);
        for quarter_turns in [2, 1, 3] {
            let map = self
                .locator
                .look_turned(self.frame, side_px, quarter_turns)?;
            views.push(map.zone_lines());
        }
        let seen = |lines: &[ZoneLine]| lines.iter().map(|line| line.length).sum::<f32>();
        views.sort_by(|a, b| seen(b).total_cmp(&seen(a)));
        for lines in views {
            self.allow_more();
            self.read_lines(&lines)?;
            self.read_again()?;
        }
        Ok(())
    }

    /// What the search came to.
    fn search(&self, settled: Option<Candidate>) -> Search {
        let plausible = settled.filter(Candidate::is_plausible);
        Search {
            located: plausible.and_then(|candidate| candidate.located(self.frame)),
            line_evaluations: self.rows.evaluations(),
        }
    }

    /// Reads blocks of lines where they were found, at each number of characters that they may
    /// have.
    fn read_lines(&mut self, lines: &[ZoneLine]) -> Result<(), ModelError> {
        self.lines_seen |= !lines.is_empty();
        for block in blocks(lines) {
            for characters in widths(&block) {
                if self.has_looked_enough() {
                    return Ok(());
                }
                let mut rows = Vec::with_capacity(block.len());
                for line in &block {
                    if self.is_out_of_looks() {
                        break;
                    }
                    rows.push(
                        self.rows
                            .read(&self.luma, Run::straight(line, characters))?,
                    );
                }
                let along = block[0].along;
                self.take(&rows, along);
                if best_fit(&rows) > WORTH_MORE {
                    self.unclear.push(Unclear { rows, along });
                }
            }
        }
        Ok(())
    }

    /// Keeps the best zone of these rows if it is better than what is known.
    fn take(&mut self, rows: &[Row], along: (f32, f32)) {
        let found = sets(rows, HOPELESS);
        let found = found.iter().flat_map(|rows| candidates(rows, along));
        self.best = self.best.take().into_iter().chain(found).max_by(by_score);
    }

    /// Reads what was unclear again, the best first.
    fn read_again(&mut self) -> Result<(), ModelError> {
        let mut unclear = std::mem::take(&mut self.unclear);
        unclear.sort_by(|a, b| best_fit(&b.rows).total_cmp(&best_fit(&a.rows)));
        for Unclear { rows, along } in unclear {
            if self.has_looked_enough() {
                break;
            }
            let rows = self.improved(rows)?;
            self.take(&rows, along);
        }
        Ok(())
    }

    /// Reads those lines of a block that are not clean beside the best of them, and those that a
    /// zone would have but the block has not.
    fn improved(&self, rows: Vec<Row>) -> Result<Vec<Row>, ModelError> {
        let best = rows.iter().max_by(|a, b| a.fit().total_cmp(&b.fit()));
        let Some(model) = best.map(|row| row.run) else {
            return Ok(rows);
        };
        let mut read = Vec::with_capacity(rows.len());
        for row in rows {
            read.push(if row.is_clean() || self.is_out_of_looks() {
                row
            } else {
                self.rows.again(&self.luma, row, &model)?
            });
        }
        let lines = if model.characters == 30 { 3 } else { 2 };
        let clean = read.iter().filter(|row| row.is_clean()).count();
        if (1..lines).contains(&clean) && read.len() < lines && !self.is_out_of_looks() {
            read.extend(self.missed(&read, &model)?);
        }
        read.sort_by(|a, b| {
            let place = |row: &Row| model.distance(&row.run);
            place(a).total_cmp(&place(b))
        });
        Ok(read)
    }

    /// Lines beside `model` that the locator did not see.
    fn missed(&self, known: &[Row], model: &Run) -> Result<Vec<Row>, ModelError> {
        let mut found: Vec<Row> = Vec::new();
        let spacing = known
            .iter()
            .map(|row| model.distance(&row.run).abs())
            .find(|distance| SPACING.contains(distance));
        let spacings = spacing.map_or(USUAL_SPACINGS.to_vec(), |known| vec![known]);
        for side in [1.0, -1.0] {
            for steps in [1.0, 2.0] {
                let mut best: Option<Row> = None;
                for spacing in &spacings {
                    let run = model.moved_across(side * steps * spacing);
                    let taken = |row: &Row| row.run.distance(&run).abs() < 0.5 * SPACING.start;
                    if known.iter().chain(&found).any(taken) {
                        continue;
                    }
                    let row = self.rows.read(&self.luma, run)?;
                    if best.as_ref().is_none_or(|best| row.fit() > best.fit()) {
                        best = Some(row);
                    }
                }
                match best.filter(|row| row.fit() > WORTH_MORE) {
                    Some(row) => found.push(row),
                    None => break,
                }
            }
        }
        Ok(found)
    }

    /// The candidate with its margins; where a character is in doubt, after more looks at each
    /// line: longer and shorter, then without coloured print, higher and lower.
    fn settled(&self, mut candidate: Candidate) -> Result<Candidate, ModelError> {
        candidate.decoded = candidate.decoded.doubted(&places(&candidate.rows));
        candidate.decoded.line_confidences = line_confidences(&candidate.rows);
        if !candidate.is_doubtful() {
            return Ok(candidate);
        }
        let brightest = Grey::brightest(self.frame);
        for row in &mut candidate.rows {
            *row = self.rows.stretched(&self.luma, row)?;
            let looks = [
                self.rows.once(&brightest, row.run)?,
                self.rows.once(&self.luma, row.run.varied(0.12, 1.12))?,
                self.rows.once(&self.luma, row.run.varied(-0.1, 0.9))?,
            ];
            let all: Vec<(f32, &[Place])> = std::iter::once(&*row)
                .chain(&looks)
                .map(|row| (row.fit().exp(), &row.aligned.places[..]))
                .collect();
            row.aligned.places = fused(&all);
        }
        let places = places(&candidate.rows);
        candidate.decoded = decode(candidate.decoded.format, &places).doubted(&places);
        candidate.decoded.line_confidences = line_confidences(&candidate.rows);
        Ok(candidate)
    }
}

fn line_confidences(rows: &[Row]) -> Vec<f32> {
    let confidence = |row: &Row| (row.fit().min(0.0).exp() * 1000.0).round() / 1000.0;
    rows.iter().map(confidence).collect()
}

fn best_fit(rows: &[Row]) -> f32 {
    rows.iter().map(Row::fit).fold(f32::MIN, f32::max)
}

fn places<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Vec<Vec<Place>> {
    let rows = rows.into_iter();
    rows.map(|row| row.aligned.places.clone()).collect()
}

/// One zone a format that has lines like these.
fn candidates(rows: &[&Row], along: (f32, f32)) -> Vec<Candidate> {
    let fit = rows.iter().map(|row| row.fit()).sum::<f32>() / rows.len() as f32;
    let places = places(rows.iter().copied());
    formats(rows.len(), rows[0].run.characters)
        .iter()
        .map(|&format| {
            let decoded = decode(format, &places);
            let mut candidate = Candidate {
                score: decoded.score + FIT_WEIGHT * fit,
                decoded,
                rows: rows.iter().map(|&row| row.clone()).collect(),
                along,
            };
            if !candidate.begins_right() {
                candidate.score += BEGINS_WRONG;
            }
            candidate
        })
        .filter(Candidate::is_of_its_format)
        .collect()
}

fn formats(lines: usize, characters: usize) -> &'static [Format] {
    match (lines, characters) {
        (1, 30) => &[Format::Licence],
        (3, 30) => &[Format::Td1],
        (2, 36) => &[Format::Td2, Format::MrvB, Format::FrenchCard],
        (2, 44) => &[Format::Td3, Format::MrvA],
        _ => &[],
    }
}

impl Candidate {
    /// Formats of one shape are told apart by how their first line begins. Bare paper reads as
    /// fillers, which no check digit contradicts; but every document has a number and a name.
    fn is_of_its_format(&self) -> bool {
        parse(&self.decoded.lines).is_ok_and(|mrz| {
            let layout = self.decoded.format.layout();
            let has_number = layout.number.is_empty() || !mrz.number.is_empty();
            let has_name = layout.birth.is_empty() || !mrz.surname.is_empty();
            mrz.format == self.decoded.format && has_number && has_name
        })
    }

    /// Whether every character is plain to see: what does not agree then is printed so.
    fn is_clear(&self) -> bool {
        self.begins_right()
            && self.decoded.min_posterior() > CLEAR_POSTERIOR
            && self.rows.iter().all(|row| row.fit() > CLEAR_FIT)
    }

    fn is_doubtful(&self) -> bool {
        let (posterior, margin) = self.decoded.least();
        posterior < DOUBTFUL.0 || margin < DOUBTFUL.1
    }

    /// Whether the first line begins as its format has it: the begin of a longer line does not.
    fn begins_right(&self) -> bool {
        let class = self.decoded.format.layout().classes[0].as_bytes()[0];
        in_class(class, self.decoded.lines[0].as_bytes()[0])
    }

    /// A single line of a licence has little structure: its check digit must agree.
    fn is_plausible(&self) -> bool {
        let licence = self.decoded.format == Format::Licence;
        let agrees = || parse(&self.decoded.lines).is_ok_and(|mrz| mrz.all_check_digits_valid());
        self.begins_right() && (!licence || (self.score > 2.0 * CLEAN && agrees()))
    }

    fn located(self, frame: &Frame) -> Option<Located> {
        let mrz = parse(&self.decoded.lines).ok()?;
        let along = self.along;
        let quarter_turns = if along.0.abs() >= along.1.abs() {
            if along.0 > 0.0 { 0 } else { 2 }
        } else if along.1 > 0.0 {
            3
        } else {
            1
        };
        let reading = Reading {
            format: self.decoded.format,
            confidence: (self.decoded.min_posterior() * 1000.0).round() / 1000.0,
            line_confidences: self.decoded.line_confidences.clone(),
            check_digits_valid: mrz.all_check_digits_valid(),
            region: bounds(&self.rows, frame)?,
            lines: self.decoded.lines.clone(),
        };
        Some(Located {
            evidence: Evidence {
                reading: reading.clone(),
                places: places(&self.rows),
                weight: self.score.exp().min(1.0),
            },
            rows: Rows::of(&self.rows),
            reading,
            decoded: self.decoded,
            along,
            quarter_turns,
        })
    }
}

/// The box around all lines.
fn bounds(rows: &[Row], frame: &Frame) -> Option<Region> {
    let corners = rows.iter().map(|row| &row.run).flat_map(|run| {
        [-1.0, 0.0, 1.0].into_iter().flat_map(move |t| {
            let ((x, y), across, half) = (run.at(t), run.across(t), run.capital(t) * 0.75);
            [-half, half].map(|off| (x + across.0 * off, y + across.1 * off))
        })
    });
    Region::around(corners, (frame.width_px(), frame.height_px()))
}
