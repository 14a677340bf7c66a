//! From lines of text to what they say of the holder and the document.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::date::{Order, PrintedDate, dates};
use super::evidence::Writing;
use super::labels::Labelled;
use super::latin::folded;
use super::licence::ByPlace;
use super::maps::Edges;
use super::nearly::{is_nearly_date, is_nearly_number};
use super::part::{Part, Value, alike, by_confidence, plain, words};
use super::places::labelled;
use super::settle::settled_date;
use super::sex::sex;
use super::text::ReadLine;
use crate::fields::{Field, Fields};
use crate::mrz::{Mrz, country};

/// Probability (0 to 1) from which on print counts that no label stands by and no zone agrees with.
const NEARLY_SURE: f32 = 0.9;
/// Most words of a value that stands within a line.
const MOST_WORDS: usize = 6;

/// What says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Source {
    /// The visual zone alone: by its label or its place.
    Viz,
    /// The visual zone, and the machine-readable zone agrees.
    VizAndMrz,
}

/// What the visual zone says, and where.
#[derive(Clone, Default)]
pub(super) struct Said {
    pub(super) fields: Fields,
    /// In pixels of the page.
    pub(super) edges: BTreeMap<Field, Edges>,
    pub(super) sources: BTreeMap<Field, Source>,
}

/// What is known of the document whose page is read.
pub(crate) struct Context<'a> {
    /// The machine-readable zone of the same document: it tells which of the texts is which field,
    /// never what it says.
    pub(crate) zone: Option<&'a Mrz>,
    /// The country that issued it, ISO 3166-1 alpha-3: how dates and letters are written there.
    pub(crate) country: Option<&'a str>,
    /// Settles the century of two-digit years.
    pub(crate) today: Date,
}

impl Context<'_> {
    pub(super) fn order(&self) -> Order {
        if self.country == Some("USA") {
            Order::MonthFirst
        } else {
            Order::DayFirst
        }
    }
}

/// Takes the fields out of the lines of a page, from top to bottom. `doubtful` are other readings of
/// some of them: they count where the machine-readable zone says the same.
pub(super) fn fields(lines: &[ReadLine], doubtful: &[ReadLine], context: &Context) -> Said {
    let page = Page {
        lines,
        doubtful,
        context,
        labelled: labelled(lines, context),
    };
    let mut said = Said::default();
    let fields = &mut said.fields;
    let mut note = Note {
        confidence: &mut fields.confidence,
        edges: &mut said.edges,
        sources: &mut said.sources,
    };
    let by_place = page.by_place();
    let mut surname = page.name(Labelled::Surname).or(by_place.surname);
    let mut given_names = page.name(Labelled::GivenNames).or(by_place.given_names);
    if given_names.is_none()
        && let Some(all) = &mut surname
    {
        given_names = page.parted(all);
    }
    let number = page.number().or(by_place.number);
    let birth = page.date(Labelled::Birth).or(by_place.birth);
    let expiry = page.date(Labelled::Expiry).or(by_place.expiry);
    fields.surname = note.take(Field::Surname, surname);
    fields.given_names = note.take(Field::GivenNames, given_names);
    fields.number = note.take(Field::Number, number);
    fields.birth = note.take(Field::Birth, birth);
    fields.expiry = note.take(Field::Expiry, expiry);
    fields.issue = note.take(Field::Issue, page.issue(&[fields.birth, fields.expiry]));
    fields.sex = note.take(Field::Sex, page.sex());
    fields.nationality = note.take(Field::Nationality, page.nationality());
    said
}

struct Note<'a> {
    confidence: &'a mut BTreeMap<Field, f32>,
    edges: &'a mut BTreeMap<Field, Edges>,
    sources: &'a mut BTreeMap<Field, Source>,
}

impl Note<'_> {
    fn take<T>(&mut self, field: Field, value: Option<Value<T>>) -> Option<T> {
        let value = value?;
        self.confidence
            .insert(field, (value.confidence * 1000.0).round() / 1000.0);
        self.edges.insert(field, value.edges);
        self.sources.insert(field, value.source);
        Some(value.says)
    }
}

pub(super) struct Page<'a> {
    pub(super) lines: &'a [ReadLine],
    doubtful: &'a [ReadLine],
    pub(super) context: &'a Context<'a>,
    /// What stands at or below a label, the likeliest first.
    labelled: BTreeMap<Labelled, Vec<Part<'a>>>,
}

impl<'a> Page<'a> {
    pub(super) fn parts(&self, field: Labelled) -> impl Iterator<Item = &Part<'a>> {
        self.labelled.get(&field).into_iter().flatten()
    }

    fn number(&self) -> Option<Value<String>> {
        if let Some(number) = self
            .context
            .zone
            .map(|zone| zone.number.as_str())
            .filter(|n| !n.is_empty())
        {
            let same = |part: &Part| alike(&plain(&part.text()), number);
            let best = self.windows().filter(same).max_by(by_confidence);
            let spelled = || {
                let mut parts = self.windows();
                parts.find(|part| part.spelled(number, Writing::Number).is_some())
            };
            if let Some(part) = best.or_else(spelled) {
                // Print does not always tell O from 0: the zone does.
                return Some(part.value(number.to_owned(), Source::VizAndMrz));
            }
        }
        let labelled = self.parts(Labelled::Number).find_map(|part| {
            let text = part.text();
            let number = plain(&text);
            let digits = number.chars().filter(char::is_ascii_digit).count();
            let fits = (5..=20).contains(&number.len()) && digits >= 3 && number.is_ascii();
            // Labels of the holder's own number are much like those of the document's.
            let is_optional = |zone: &Mrz| zone.optional.iter().any(|other| plain(other) == number);
            let is_date = !dates(&text, self.context.order()).is_empty();
            let is_other = is_date || self.context.zone.is_some_and(is_optional);
            (fits && !is_other && part.is_sure(self.context.zone.is_some()))
                .then(|| part.value(number, Source::Viz))
        });
        labelled.or_else(|| {
            let zone = self.context.zone?;
            self.nearly(|part| {
                let number = plain(&part.text());
                is_nearly_number(&number, &zone.number).then_some(number)
            })
        })
    }

    /// What stands surely, and is nearly what the zone says.
    fn nearly<T>(&self, says: impl Fn(&Part) -> Option<T>) -> Option<Value<T>> {
        let sure = self
            .windows()
            .filter(|part| part.confidence() >= NEARLY_SURE);
        let nearly = sure.filter_map(|part| Some((says(&part)?, part)));
        let (says, part) = nearly.max_by(|a, b| by_confidence(&a.1, &b.1))?;
        Some(part.value(says, Source::Viz))
    }

    fn date(&self, field: Labelled) -> Option<Value<Date>> {
        let of = |date: PrintedDate| match field {
            Labelled::Expiry => date.expiry(self.context.today),
            _ => date.past(self.context.today),
        };
        let zone = self.context.zone.map(|zone| match field {
            Labelled::Expiry => zone.expiry.as_str(),
            _ => zone.birth.as_str(),
        });
        if let Some(wanted) = zone.filter(|digits| digits.bytes().all(|b| b.is_ascii_digit())) {
            // The zone has two digits of the year: which century it is, print may tell.
            let says = |part: &Part| {
                let orders = [self.context.order(), Order::DayFirst, Order::MonthFirst];
                let text = part.text();
                let printed = orders.into_iter().flat_map(|order| dates(&text, order));
                printed.filter(|date| date.digits() == wanted).find_map(of)
            };
            let whole = self.readings().map(Part::whole);
            let agreeing = whole.filter_map(|part| Some((says(&part)?, part)));
            let best = agreeing.max_by(|a, b| by_confidence(&a.1, &b.1));
            if let Some((date, part)) = best {
                return Some(part.value(date, Source::VizAndMrz));
            }
            let settled = self.windows().find_map(|part| {
                let (shown, text) = (part.shown(), part.text());
                let date = settled_date(&shown, &text, wanted, self.context.order())?;
                Some((of(date)?, part))
            });
            if let Some((date, part)) = settled {
                return Some(part.value(date, Source::VizAndMrz));
            }
        }
        let order = self.context.order();
        let labelled = self.parts(field).find_map(|part| {
            let date = dates(&part.text(), order).into_iter().find_map(of)?;
            part.is_sure(self.context.zone.is_some())
                .then(|| part.value(date, Source::Viz))
        });
        labelled.or_else(|| {
            let (zone, today) = (self.context.zone?, self.context.today);
            self.nearly(|part| {
                let mut printed = dates(&part.text(), order).into_iter();
                printed.find_map(|printed| {
                    let date = of(printed)?;
                    is_nearly_date(field, printed, date, zone, today).then_some(date)
                })
            })
        })
    }

    /// The date of issue, by its label alone: zones do not have it. Labels of dates stand close, so
    /// that one which is already another is not taken twice.
    fn issue(&self, others: &[Option<Date>]) -> Option<Value<Date>> {
        self.parts(Labelled::Issue).find_map(|part| {
            let printed = dates(&part.text(), self.context.order()).into_iter();
            let date = printed.filter_map(|date| date.past(self.context.today));
            let date = date
                .into_iter()
                .find(|date| !others.contains(&Some(*date)))?;
            part.is_sure(true).then(|| part.value(date, Source::Viz))
        })
    }

    /// What an American licence says by its places, where labels are too small to be read.
    fn by_place(&self) -> ByPlace {
        let american = matches!(self.context.country, Some("USA" | "CAN"));
        if self.context.zone.is_some() || !american {
            return ByPlace::default();
        }
        ByPlace::of(self.lines, self.context)
    }

    fn sex(&self) -> Option<Value<String>> {
        self.parts(Labelled::Sex).find_map(|part| {
            let sex = sex(&folded(&part.text()), self.context.country)?;
            let source = self.source(|zone| zone.sex == sex);
            part.is_sure(false)
                .then(|| part.value(sex.to_owned(), source))
        })
    }

    fn nationality(&self) -> Option<Value<String>> {
        self.parts(Labelled::Nationality).find_map(|part| {
            let text = folded(&part.text());
            let code = text
                .split([' ', '/'])
                .find(|word| word.len() == 3 && country::is_known(word))?;
            let source = self.source(|zone| zone.nationality == code);
            part.is_sure(false)
                .then(|| part.value(country::to_iso(code).to_owned(), source))
        })
    }

    /// Who says what the zone says, too, or does not.
    pub(super) fn source(&self, agrees: impl Fn(&Mrz) -> bool) -> Source {
        if self.context.zone.is_some_and(agrees) {
            Source::VizAndMrz
        } else {
            Source::Viz
        }
    }

    /// Every line in every reading.
    pub(super) fn readings(&self) -> impl Iterator<Item = &'a ReadLine> {
        self.lines.iter().chain(self.doubtful)
    }

    /// Every run of words within a line.
    pub(super) fn windows(&self) -> impl Iterator<Item = Part<'a>> {
        self.readings().flat_map(|line| {
            let words = words(&line.text);
            let count = words.len();
            let pairs = (0..count).flat_map(move |from| {
                (from..count.min(from + MOST_WORDS)).map(move |to| (from, to))
            });
            pairs.map(move |(from, to)| Part {
                line,
                characters: words[from].start..words[to].end,
            })
        })
    }
}
