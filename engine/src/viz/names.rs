//! The holder's names on a page: what the zone says and print may show, or what stands by a label.

use super::evidence::{MOST_AGAINST, SHORTEST, Writing};
use super::fields::{Page, Source};
use super::labels::{Labelled, label};
use super::latin::{OwnLetters, agrees, folded};
use super::maps::around;
use super::part::{Part, Value, bare, by_confidence, is_name};
use super::patronymic::before_patronymic;
use super::places::stands_below;

/// A name in two lines has so many letters more or less than the zone's at most.
const MOST_OFF: usize = 4;

impl Page<'_> {
    pub(super) fn name(&self, field: Labelled) -> Option<Value<String>> {
        let zone = self.context.zone.map(|zone| match field {
            Labelled::Surname => (zone.surname.as_str(), false),
            _ => (zone.given_names.as_str(), zone.fills_name),
        });
        if let Some((name, cut)) = zone.filter(|(name, _)| !name.is_empty()) {
            let value = self
                .spelled(name, cut)
                .or_else(|| self.over_two_lines(name));
            if value.is_some() {
                return value;
            }
        }
        self.labelled_name(field)
    }

    /// A name that print may show and the zone says.
    fn spelled(&self, name: &str, cut: bool) -> Option<Value<String>> {
        let agreeing = || {
            self.windows()
                .filter(|part| agrees(&part.text(), name, cut))
        };
        let has_patronymic = |part: &Part| before_patronymic(&part.text()).is_some();
        let with_patronymic = self
            .windows()
            .filter(|part| has_patronymic(part) && agrees(&part.text(), name, cut))
            .max_by(by_confidence)
            // The zone does not say what the father's name is.
            .filter(|part| part.is_sure(false));
        // Of a name that the zone cut, the whole.
        let longest = || {
            agreeing().max_by(|a, b| {
                let longer = a.characters.len().cmp(&b.characters.len());
                longer.then(by_confidence(a, b))
            })
        };
        let is_open = cut || name.len() < SHORTEST;
        let as_read = with_patronymic.or_else(|| is_open.then(longest).flatten());
        if let Some(part) = as_read {
            return Some(part.value(part.name(self.context), Source::VizAndMrz));
        }
        let writing = self.as_name();
        let spelled = self
            .windows()
            .filter_map(|part| Some((part.spelled(name, writing)?, part)));
        let (spelled, part) = spelled.max_by(|a, b| a.0.confidence.total_cmp(&b.0.confidence))?;
        Some(part.spelled_value(&spelled))
    }

    /// A name by its label. Some documents have one label for all names: `ERIKSSON, ANNA MARIA`.
    fn labelled_name(&self, field: Labelled) -> Option<Value<String>> {
        let own = self.parts(field).map(|part| {
            let name = part.name(self.context);
            let surname = name.split_once(',').filter(|_| field == Labelled::Surname);
            let name = surname.map_or(name.clone(), |(surname, _)| surname.to_owned());
            (name, part)
        });
        let after_comma = self.parts(Labelled::Surname).filter_map(|part| {
            let name = part.name(self.context);
            let (_, given_names) = name.split_once(',')?;
            (field == Labelled::GivenNames).then(|| (bare(given_names), part))
        });
        let mut names = own.chain(after_comma);
        names.find_map(|(name, part)| {
            let is_one = is_name(&name) && label(&name).is_none() && !self.is_part_of_zone(&name);
            let sure = is_one && part.is_sure(self.context.zone.is_some());
            sure.then(|| part.value(name, Source::Viz))
        })
    }

    /// Whether a name is one that the zone has for another field, or a piece of one: then the label
    /// was taken for another, or the line was not seen whole.
    fn is_part_of_zone(&self, name: &str) -> bool {
        let bare = folded(name);
        let zone = self
            .context
            .zone
            .iter()
            .flat_map(|zone| [&zone.surname, &zone.given_names]);
        zone.into_iter()
            .any(|known| known.contains(&bare) || agrees(name, known, true))
    }

    /// A name that goes on in the line below.
    fn over_two_lines(&self, name: &str) -> Option<Value<String>> {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        self.lines.iter().enumerate().find_map(|(at, first)| {
            let next = self.lines[at + 1..]
                .iter()
                .find(|next| stands_below(first, next))?;
            let (a, b) = (Part::whole(first), Part::whole(next));
            let count = letters(&first.text) + letters(&next.text);
            if count.abs_diff(letters(name)) > MOST_OFF {
                return None;
            }
            let both = a.shown().and(&b.shown());
            let writing = self.as_name();
            let spelled = both.spelled(name, writing, MOST_AGAINST)?;
            Some(Value {
                edges: around(a.edges(), b.edges()),
                ..a.spelled_value(&spelled)
            })
        })
    }

    /// The given names of a field that shows all names, and the surname alone in capitals:
    /// `SPITERI Mandy`. They are taken off it.
    pub(super) fn parted(&self, all: &mut Value<String>) -> Option<Value<String>> {
        let said = folded(&all.says);
        let names: Vec<&str> = all.says.split(' ').collect();
        let writing = self.as_name();
        let shows_it = |part: &Part| {
            let as_read = || folded(&part.text()) == said;
            let spelled = || part.spelled(&said, writing).is_some();
            as_read() || spelled()
        };
        let text = self.windows().find(shows_it)?.text();
        let read: Vec<&str> = text.split(' ').collect();
        let is_capital = |word: &&&str| word.chars().all(|c| !c.is_lowercase());
        let count = read.iter().take_while(is_capital).count();
        let begins_large = |word: &&str| word.starts_with(char::is_uppercase) && !is_capital(&word);
        let is_parted = (1..read.len()).contains(&count) && read[count..].iter().all(begins_large);
        if !is_parted || read.len() != names.len() {
            return None;
        }
        let (surname, given) = (names[..count].join(" "), names[count..].join(" "));
        all.says = surname;
        Some(Value {
            says: given,
            edges: all.edges,
            confidence: all.confidence,
            source: all.source,
        })
    }

    /// How names are written where the document was issued.
    fn as_name(&self) -> Writing {
        Writing::Name(OwnLetters::of(self.context.country))
    }
}
