//! How often groups of people are mistaken for each other, and how often for somebody else than
//! they are: `cargo xtask fairness FOLDER`.
//!
//! The folder holds photos and a `labels.csv` with the columns `file` and `person`, and one for each
//! division into groups (`sex`, `age`, …). As ISO/IEC 19795-10 has it, false matches are counted
//! among people of the same group, and no single number is made of all groups.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};

use super::rates::{Figure, Scored, Scores};
use super::{Photo, faces, pairs_of, people, similarities};
use crate::checks::Share;
use crate::{cache, run};

/// What a pair can reach: names as the program prints them, lowest first.
const LEVELS: [&str; 4] = ["veryLow", "low", "medium", "high"];
/// Fewer people say nothing of their group.
const MIN_PEOPLE: usize = 2;

/// Photos of people who are divided into groups.
struct Labelled {
    photos: Vec<Photo>,
    divisions: Vec<Division>,
}

/// One way to divide people.
struct Division {
    name: String,
    /// The group of each person; `None` where it was left open.
    groups: Vec<Option<String>>,
}

/// `--program FILE` measures another build of `vidimus`.
pub(crate) fn fairness(arguments: &[String]) -> Result<()> {
    let (mut folder, mut program) = (None, None);
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--program" => {
                let file = arguments.next().context("--program needs a file")?;
                program = Some(PathBuf::from(file).canonicalize()?);
            }
            unknown if unknown.starts_with("--") => {
                bail!("`cargo xtask fairness` does not know {unknown}")
            }
            given => folder = Some(PathBuf::from(given)),
        }
    }
    let folder = folder.context("which folder? It needs photos and a labels.csv")?;
    let labelled = Labelled::read(&folder)?;
    let program = match program {
        Some(program) => program,
        None => run::build()?,
    };
    labelled.measure(&program)
}

impl Labelled {
    fn read(folder: &Path) -> Result<Self> {
        let file = folder.join("labels.csv");
        let text = fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
        Self::parse(&text, folder).with_context(|| format!("{}", file.display()))
    }

    fn parse(text: &[u8], folder: &Path) -> Result<Self> {
        let mut table = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .from_reader(text);
        let header = table.headers()?.clone();
        let column = |name: &str| {
            let at = header.iter().position(|own| own == name);
            at.with_context(|| format!("there is no column `{name}`"))
        };
        let (file, person) = (column("file")?, column("person")?);
        let names = header.iter().enumerate();
        let divisions = names.filter(|(at, _)| ![file, person].contains(at));
        let mut divisions: Vec<(usize, Division)> = divisions
            .map(|(at, name)| {
                let (name, groups) = (name.to_owned(), Vec::new());
                (at, Division { name, groups })
            })
            .collect();
        ensure!(
            !divisions.is_empty(),
            "there is no column that divides people into groups"
        );
        let mut numbers = BTreeMap::new();
        let mut photos = Vec::new();
        for (row, record) in table.records().enumerate() {
            let record = record?;
            let line = row + 2;
            let name = record[person].to_owned();
            ensure!(!name.is_empty(), "line {line} names no person");
            let next = numbers.len();
            let number = *numbers.entry(name.clone()).or_insert(next);
            for (at, division) in &mut divisions {
                let group = Some(record[*at].to_owned()).filter(|group| !group.is_empty());
                match division.groups.get(number) {
                    None => division.groups.push(group),
                    Some(known) => ensure!(
                        *known == group,
                        "line {line}: {name} was in another group of `{}` before",
                        division.name
                    ),
                }
            }
            let photo = folder.join(&record[file]);
            let shown = photo.display();
            ensure!(photo.is_file(), "line {line}: there is no file {shown}");
            photos.push(Photo {
                person: number,
                file: photo,
            });
        }
        Ok(Self {
            photos,
            divisions: divisions.into_iter().map(|(_, own)| own).collect(),
        })
    }

    fn measure(&self, program: &Path) -> Result<()> {
        let results = cache::root().join("target/accuracy/fairness");
        let seen = faces(program, &self.photos)?;
        let has_face: Vec<bool> = seen
            .lines()
            .map(|line| {
                let line: serde_json::Value = serde_json::from_str(line)?;
                Ok(line["faces"].as_array().is_some_and(|own| !own.is_empty()))
            })
            .collect::<Result<_>>()?;
        let pairs = pairs_of(&self.photos, None);
        let lines = similarities(program, &results, &pairs, &[])?;
        let scored = lines.iter().zip(&pairs).filter_map(|(line, pair)| {
            let level = LEVELS.iter().position(|own| line["level"] == *own)?;
            Some(Scored {
                score: level as f64,
                people: pair.people,
            })
        });
        let scores = Scores::new(scored.collect());
        println!(
            "{} photos of {} people, {} pairs. Shares in %, with intervals at 95 % by drawing\n\
             people anew (by Wilson over people where nothing, or everything, occurred).\n\
             FNMR: pairs of one person below the level. FMR: pairs of two people of the group that\n\
             reach it. Photos without a face are in neither.",
            self.photos.len(),
            people(&self.photos),
            pairs.len()
        );
        for division in &self.divisions {
            division.print(&self.photos, &has_face, &scores);
        }
        Ok(())
    }
}

impl Division {
    fn print(&self, photos: &[Photo], has_face: &[bool], scores: &Scores) {
        println!("\nby {}", self.name);
        println!(
            "{:<16} {:>6} {:>6} {:>7}  {:<7} {:<22} {:<22}",
            "group", "people", "photos", "no face", "level", "FNMR", "FMR"
        );
        let mut groups: Vec<&String> = self.groups.iter().flatten().collect();
        groups.sort();
        groups.dedup();
        let mut rates: Vec<[[f64; 2]; 3]> = Vec::new();
        for group in groups {
            let is_in: Vec<bool> = self
                .groups
                .iter()
                .map(|own| own.as_ref() == Some(group))
                .collect();
            let people = is_in.iter().filter(|is_in| **is_in).count();
            let of_group = photos.iter().zip(has_face);
            let of_group = of_group.filter(|(photo, _)| is_in[photo.person]);
            let (mut count, mut faceless) = (0, 0);
            for (_, has_face) in of_group {
                count += 1;
                faceless += usize::from(!has_face);
            }
            print!("{group:<16} {people:>6} {count:>6} {faceless:>7}  ");
            if people < MIN_PEOPLE {
                println!("too few people");
                continue;
            }
            let own = scores.among(&is_in);
            let mut by_level = [[f64::NAN; 2]; 3];
            for (number, level) in LEVELS.iter().enumerate().skip(1) {
                if number > 1 {
                    print!("{:>38}  ", "");
                }
                let figures = [
                    own.false_non_matches(number as f64),
                    own.false_matches(number as f64),
                ];
                let [missed, matched] = figures.map(|figure| shown(figure, people));
                println!("{level:<7} {missed:<22} {matched:<22}");
                by_level[number - 1] = figures.map(|figure| figure.value);
            }
            rates.push(by_level);
        }
        for (number, level) in LEVELS.iter().skip(1).enumerate() {
            for (which, name) in ["FNMR", "FMR"].into_iter().enumerate() {
                let own: Vec<f64> = rates.iter().map(|own| own[number][which]).collect();
                if let Some(times) = spread(&own) {
                    println!("the worst group's {name} at {level} is {times:.1} times the best's");
                }
            }
        }
    }
}

/// The highest rate over the lowest; `None` of fewer than two, or where one is 0 or unknown.
fn spread(rates: &[f64]) -> Option<f64> {
    let is_usable = rates.len() > 1 && rates.iter().all(|rate| *rate > 0.0);
    let most = rates.iter().copied().fold(f64::MIN, f64::max);
    let least = rates.iter().copied().fold(f64::MAX, f64::min);
    is_usable.then_some(most / least)
}

fn shown(figure: Figure, people: usize) -> String {
    let Figure {
        value,
        interval: drawn,
    } = figure;
    if value.is_nan() {
        return "no such pairs".to_owned();
    }
    // Drawing people anew knows no doubt about what never happened.
    let (from, to) = if value > 0.0 && value < 1.0 {
        drawn
    } else {
        Share {
            some: if value > 0.0 { people } else { 0 },
            all: people,
        }
        .interval()
    };
    let percent = |share: f64| 100.0 * share;
    format!(
        "{:.2} ({:.2} to {:.2})",
        percent(value),
        percent(from),
        percent(to)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Labelled> {
        let folder = std::env::temp_dir().join(format!("vidimus-fairness-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        for name in ["1.jpg", "2.jpg", "3.jpg"] {
            fs::write(folder.join(name), [])?;
        }
        Labelled::parse(text.as_bytes(), &folder)
    }

    #[test]
    fn labels_divide_people() {
        let text = "person, file, sex, age\nann, 1.jpg, f, 30\nbob, 2.jpg, m,\nann, 3.jpg, f, 30\n";
        let labelled = parsed(text).unwrap();
        let people: Vec<usize> = labelled.photos.iter().map(|photo| photo.person).collect();
        assert_eq!(people, [0, 1, 0]);
        let [sex, age] = &labelled.divisions[..] else {
            panic!("two divisions");
        };
        assert_eq!(sex.groups, [Some("f".to_owned()), Some("m".to_owned())]);
        assert_eq!(age.groups, [Some("30".to_owned()), None]);
    }

    #[test]
    fn what_is_wrong_with_labels_is_said() {
        for (text, why) in [
            ("file,who,sex\n", "`person`"),
            ("file,person\n1.jpg,ann\n", "no column that divides"),
            ("file,person,sex\n9.jpg,ann,f\n", "there is no file"),
            ("file,person,sex\n1.jpg,ann,f\n2.jpg,ann,m\n", "line 3"),
            ("file,person,sex\n1.jpg,,f\n", "names no person"),
        ] {
            let Err(error) = parsed(text) else {
                panic!("{text} was taken");
            };
            assert!(format!("{error:#}").contains(why), "{error:#}");
        }
    }

    #[test]
    fn rates_of_nothing_have_no_spread() {
        assert_eq!(spread(&[0.1, 0.3, 0.2]).map(f64::round), Some(3.0));
        assert_eq!(spread(&[0.0, 0.3]), None);
        assert_eq!(spread(&[f64::NAN, 0.3]), None);
        assert_eq!(spread(&[0.3]), None);
    }

    #[test]
    fn what_never_happened_is_not_certain() {
        let never = Figure {
            value: 0.0,
            interval: (0.0, 0.0),
        };
        assert!(
            shown(never, 10).starts_with("0.00 (0.00 to 2"),
            "{}",
            shown(never, 10)
        );
    }
}
