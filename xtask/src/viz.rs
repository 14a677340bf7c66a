//! The visual zone, scored: fields, portrait and signature, and which document it was taken for.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::cache;
use crate::documents::{Printed, Truth};

/// The fields that are scored, as `vidimus read` names them.
const FIELDS: [&str; 5] = ["surname", "given_names", "number", "birth", "expiry"];
/// Least intersection over union of a signature that counts as found, and of one whose box is good.
const SIGNATURE_IOU: (f64, f64) = (0.3, 0.5);

/// An upright box as `vidimus read` prints it.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct Region {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

/// What a document was taken for, as `vidimus read` prints it.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Class {
    document_id: Option<u32>,
    country: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    side: Option<String>,
}

/// How often fields of one kind were read exactly, wrongly and not at all.
#[derive(Default)]
struct Count {
    exact: usize,
    wrong: Vec<String>,
    unread: Vec<String>,
}

impl Count {
    fn total(&self) -> usize {
        self.exact + self.wrong.len() + self.unread.len()
    }
}

/// Prints the tables for pictures as they are, and names what was not read exactly.
pub(crate) fn score(truth: &[Truth], lines: &[Printed]) -> Result<()> {
    fields(truth, lines)?;
    boxes(truth, lines)?;
    classes(truth, lines);
    Ok(())
}

/// How many of the pictures that show no document were taken for one.
pub(crate) fn negatives(lines: &[Printed]) {
    let named: Vec<&Class> = lines
        .iter()
        .filter_map(|line| line.class.as_ref())
        .collect();
    let known = named.iter().filter(|class| class.document_id.is_some());
    println!(
        "of {} pictures without a document {} were taken for one of the catalogue, {} for one \
         that is not in it",
        lines.len(),
        known.clone().count(),
        named.len() - known.count(),
    );
}

fn fields(truth: &[Truth], lines: &[Printed]) -> Result<()> {
    let known = table("viz.tsv")?;
    let mut with_zone: BTreeMap<&str, Count> = BTreeMap::new();
    let mut without: BTreeMap<&str, Count> = BTreeMap::new();
    for (entry, line) in truth.iter().zip(lines) {
        let row = known
            .get(&entry.image)
            .with_context(|| format!("viz.tsv does not have {}", entry.image))?;
        let counts = if entry.mrz.is_empty() {
            &mut without
        } else {
            &mut with_zone
        };
        for (field, wanted) in FIELDS.into_iter().zip(row) {
            let count = counts.entry(field).or_default();
            let read = line.viz.get(field).and_then(|value| value.as_str());
            match (wanted.as_str(), read) {
                ("-", _) => {}
                (wanted, Some(read)) if read.eq_ignore_ascii_case(wanted) => count.exact += 1,
                (wanted, Some(read)) => count
                    .wrong
                    .push(format!("{}: {read}, not {wanted}", entry.image)),
                (_, None) => count.unread.push(entry.image.clone()),
            }
        }
    }
    print_fields(
        "fields of the visual zone, documents with a machine-readable zone",
        &with_zone,
    );
    print_fields("fields of the visual zone, documents without one", &without);
    Ok(())
}

fn print_fields(name: &str, counts: &BTreeMap<&str, Count>) {
    println!("{name}: exact, wrong, unread, of");
    let print = |field: &str, exact, wrong, unread, total: usize| {
        let share = 100.0 * exact as f64 / total.max(1) as f64;
        println!("    {field:12} {exact:>4} {wrong:>4} {unread:>4} {total:>4} {share:>6.1} %");
    };
    for field in FIELDS {
        if let Some(count) = counts.get(field) {
            let (wrong, unread) = (count.wrong.len(), count.unread.len());
            print(field, count.exact, wrong, unread, count.total());
        }
    }
    let sum = |of: fn(&Count) -> usize| counts.values().map(of).sum();
    print(
        "together",
        sum(|count| count.exact),
        sum(|count| count.wrong.len()),
        sum(|count| count.unread.len()),
        sum(Count::total),
    );
    for (field, count) in counts {
        for what in &count.wrong {
            println!("    wrong {field}: {what}");
        }
        for what in &count.unread {
            println!("    unread {field}: {what}");
        }
    }
}

fn boxes(truth: &[Truth], lines: &[Printed]) -> Result<()> {
    let marked = table("boxes.tsv")?;
    let (mut photos, mut signatures) = (Vec::new(), Vec::new());
    let (mut missed, mut made_up) = (Vec::new(), 0);
    for (entry, line) in truth.iter().zip(lines) {
        let Some(row) = marked.get(&entry.image) else {
            continue;
        };
        photos.push(iou(&row[0], line.portrait).unwrap_or(0.0));
        match iou(&row[1], line.signature) {
            Some(found) => {
                signatures.push(found);
                if found < SIGNATURE_IOU.0 {
                    missed.push(format!("{} ({found:.2})", entry.image));
                }
            }
            None => made_up += usize::from(line.signature.is_some()),
        }
        if photos.last().is_some_and(|iou| *iou < 0.85) {
            println!(
                "    portrait off: {} ({:.2})",
                entry.image,
                photos[photos.len() - 1]
            );
        }
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    println!(
        "portraits: intersection over union {:.3} on average, {} of {} at least 0.85",
        mean(&photos),
        photos.iter().filter(|iou| **iou >= 0.85).count(),
        photos.len(),
    );
    let (found, good) = SIGNATURE_IOU;
    println!(
        "signatures: {} of {} found (intersection over union {found} or more), {} of them with \
         {good} or more, {:.3} on average, {made_up} seen where none is",
        signatures.len() - missed.len(),
        signatures.len(),
        signatures.iter().filter(|iou| **iou >= good).count(),
        mean(&signatures),
    );
    for image in &missed {
        println!("    signature missed: {image}");
    }
    Ok(())
}

/// Intersection over union of a marked box and one that was found; `None` where none is marked.
fn iou(marked: &str, found: Option<Region>) -> Option<f64> {
    let edges: Vec<f64> = marked
        .split(' ')
        .filter_map(|edge| edge.parse().ok())
        .collect();
    let &[left, top, right, bottom] = edges.as_slice() else {
        return None;
    };
    let Some(found) = found else {
        return Some(0.0);
    };
    let across = (right.min(found.x + found.width) - left.max(found.x)).max(0.0);
    let down = (bottom.min(found.y + found.height) - top.max(found.y)).max(0.0);
    let both = (right - left) * (bottom - top) + found.width * found.height;
    Some(across * down / (both - across * down))
}

fn classes(truth: &[Truth], lines: &[Printed]) {
    let mut right: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut in_catalogue = 0;
    for (entry, line) in truth.iter().zip(lines) {
        let (wanted_country, wanted_kind) = (entry.country.as_str(), entry.kind());
        let class = line.class.as_ref();
        let country = class.and_then(|class| class.country.as_deref());
        let kind = class.and_then(|class| class.kind.as_deref());
        let iso = if wanted_country == "D" {
            "DEU"
        } else {
            wanted_country
        };
        let counts = right.entry(wanted_kind).or_default();
        counts.1 += 1;
        if country == Some(iso) && kind == Some(wanted_kind) {
            counts.0 += 1;
        } else {
            println!(
                "    taken for {} of {}: {}",
                kind.unwrap_or("nothing"),
                country.unwrap_or("nowhere"),
                entry.image
            );
        }
        let side = class.and_then(|class| class.side.as_deref());
        if let Some(wanted) = entry.side().filter(|wanted| Some(*wanted) != side) {
            println!("    the {wanted} side taken for {side:?}: {}", entry.image);
        }
        in_catalogue += usize::from(class.is_some_and(|class| class.document_id.is_some()));
    }
    for (kind, (right, total)) in right {
        println!("taken for what they are: {kind} {right} of {total}");
    }
    println!("in the catalogue: {in_catalogue} of {}", truth.len());
}

/// A table of this folder's `truth`: cells after the first, by the first.
fn table(name: &str) -> Result<BTreeMap<String, Vec<String>>> {
    let file = cache::root().join("xtask/truth").join(name);
    Ok(rows(&file)?)
}

fn rows(file: &Path) -> std::io::Result<BTreeMap<String, Vec<String>>> {
    let text = fs::read_to_string(file)?;
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    let cells = rows.map(|row| row.split('\t').map(str::to_owned));
    Ok(cells
        .filter_map(|mut cells| Some((cells.next()?, cells.collect())))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_are_compared_by_what_they_share() {
        let found = |x, y, width, height| {
            Some(Region {
                x,
                y,
                width,
                height,
            })
        };
        assert_eq!(iou("0 0 10 10", found(0.0, 0.0, 10.0, 10.0)), Some(1.0));
        assert_eq!(
            iou("0 0 10 10", found(5.0, 0.0, 10.0, 10.0)),
            Some(50.0 / 150.0)
        );
        assert_eq!(iou("0 0 10 10", found(20.0, 0.0, 10.0, 10.0)), Some(0.0));
        assert_eq!(iou("0 0 10 10", None), Some(0.0));
        assert_eq!(iou("-", found(0.0, 0.0, 1.0, 1.0)), None);
    }

    #[test]
    fn the_tables_are_whole() {
        for row in table("viz.tsv").unwrap().values() {
            assert_eq!(row.len(), FIELDS.len() + 1);
        }
        let boxes = table("boxes.tsv").unwrap();
        assert_eq!(boxes.len(), 20);
        assert!(
            boxes
                .values()
                .all(|row| row.len() == 2 && iou(&row[0], None).is_some())
        );
    }
}
