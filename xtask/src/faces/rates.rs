//! How well scores part pairs of one person from pairs of two, and how sure that is.

use std::collections::BTreeSet;

use fastrand::Rng;

/// How often people are drawn anew for an interval.
const DRAWS: usize = 400;

/// A pair's score, and who is on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scored {
    pub(super) score: f64,
    pub(super) people: (usize, usize),
}

/// Scores in falling order.
pub(super) struct Scores {
    pairs: Vec<Scored>,
    /// Everyone on them.
    people: Vec<usize>,
}

/// A figure with its interval at 95 %.
#[derive(Debug, Clone, Copy)]
pub(super) struct Figure {
    pub(super) value: f64,
    pub(super) interval: (f64, f64),
}

/// What is told of one set of scores.
pub(super) struct Rates {
    /// Probability that a pair of one person scores higher than one of two.
    pub(super) auc: Figure,
    /// Share of pairs of one person above the score that one of 100 pairs of two people reaches.
    pub(super) at_1_percent: Figure,
    /// The same for one of 1,000.
    pub(super) at_01_percent: Figure,
}

impl Scores {
    pub(super) fn new(mut pairs: Vec<Scored>) -> Self {
        pairs.sort_by(|a, b| b.score.total_cmp(&a.score));
        let on_pairs = pairs.iter().flat_map(|pair| [pair.people.0, pair.people.1]);
        let people: BTreeSet<usize> = on_pairs.collect();
        Self {
            people: people.into_iter().collect(),
            pairs,
        }
    }

    /// Those of pairs of people that are meant.
    pub(super) fn among(&self, is_meant: &[bool]) -> Self {
        let pairs = self.pairs.iter().copied();
        Self::new(
            pairs
                .filter(|pair| is_meant[pair.people.0] && is_meant[pair.people.1])
                .collect(),
        )
    }

    /// Scores of pairs of one person, or of two; highest first.
    pub(super) fn of(&self, same: bool) -> Vec<f64> {
        let pairs = self.pairs.iter();
        let wanted = pairs.filter(|pair| (pair.people.0 == pair.people.1) == same);
        wanted.map(|pair| pair.score).collect()
    }

    pub(super) fn rates(&self) -> Rates {
        Rates {
            auc: self.figure(|weights| self.auc(weights)),
            at_1_percent: self.figure(|weights| self.true_matches(weights, 0.01)),
            at_01_percent: self.figure(|weights| self.true_matches(weights, 0.001)),
        }
    }

    /// Share of pairs of one person below a score.
    pub(super) fn false_non_matches(&self, threshold: f64) -> Figure {
        self.figure(|weights| self.share(weights, |pair| (is_same(pair), pair.score < threshold)))
    }

    /// Share of pairs of two people from a score on.
    pub(super) fn false_matches(&self, threshold: f64) -> Figure {
        self.figure(|weights| self.share(weights, |pair| (!is_same(pair), pair.score >= threshold)))
    }

    /// Share of the pairs that count, by what is asked of them: whether they count, and whether
    /// they are meant.
    fn share(&self, weights: &[f64], asked: impl Fn(&Scored) -> (bool, bool)) -> f64 {
        let (mut meant, mut all) = (0.0, 0.0);
        for (pair, weight) in self.weighted(weights) {
            let (counts, is_meant) = asked(pair);
            all += if counts { weight } else { 0.0 };
            meant += if counts && is_meant { weight } else { 0.0 };
        }
        meant / all
    }

    /// A figure on all people, and its interval by drawing as many of them, with replacement:
    /// people, not pairs, are what chance has chosen.
    pub(super) fn figure(&self, of: impl Fn(&[f64]) -> f64) -> Figure {
        let places = self.people.last().map_or(0, |last| last + 1);
        let value = of(&vec![1.0; places]);
        let mut dice = Rng::with_seed(9303);
        let mut drawn: Vec<f64> = (0..DRAWS)
            .map(|_| {
                let mut weights = vec![0.0; places];
                for _ in &self.people {
                    weights[self.people[dice.usize(..self.people.len())]] += 1.0;
                }
                of(&weights)
            })
            .filter(|value| value.is_finite())
            .collect();
        drawn.sort_by(f64::total_cmp);
        let at = |share: f64| drawn.get((share * drawn.len() as f64) as usize).copied();
        Figure {
            value,
            interval: (at(0.025).unwrap_or(0.0), at(0.975).unwrap_or(1.0)),
        }
    }

    fn weighted<'a>(&'a self, weights: &'a [f64]) -> impl Iterator<Item = (&'a Scored, f64)> {
        self.pairs.iter().map(|pair| {
            let (a, b) = pair.people;
            let weight = if a == b {
                weights[a]
            } else {
                weights[a] * weights[b]
            };
            (pair, weight)
        })
    }

    fn auc(&self, weights: &[f64]) -> f64 {
        let (mut above, mut area, mut others) = (0.0, 0.0, 0.0);
        let mut pairs = self.weighted(weights).peekable();
        while let Some((first, _)) = pairs.peek() {
            let score = first.score;
            let (mut same, mut different) = (0.0, 0.0);
            while let Some((pair, weight)) = pairs.next_if(|(pair, _)| pair.score >= score) {
                if is_same(pair) {
                    same += weight;
                } else {
                    different += weight;
                }
            }
            area += different * (above + same / 2.0);
            above += same;
            others += different;
        }
        area / (above * others)
    }

    fn true_matches(&self, weights: &[f64], false_matches: f64) -> f64 {
        let different = self.weighted(weights).filter(|(pair, _)| !is_same(pair));
        let all: f64 = different.map(|(_, weight)| weight).sum();
        let (mut wrong, mut right, mut same) = (0.0, 0.0, 0.0);
        for (pair, weight) in self.weighted(weights) {
            if is_same(pair) {
                same += weight;
                right += if wrong <= false_matches * all {
                    weight
                } else {
                    0.0
                };
            } else {
                wrong += weight;
            }
        }
        right / same
    }
}

fn is_same(pair: &Scored) -> bool {
    pair.people.0 == pair.people.1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(pairs: &[(f64, usize, usize)]) -> Scores {
        let scored = |&(score, a, b): &(f64, usize, usize)| Scored {
            score,
            people: (a, b),
        };
        Scores::new(pairs.iter().map(scored).collect())
    }

    #[test]
    fn ties_count_half() {
        let auc = |pairs: &[(f64, usize, usize)]| scores(pairs).auc(&[1.0, 1.0]);
        assert!((auc(&[(0.9, 0, 0), (0.1, 0, 1)]) - 1.0).abs() < 1e-9);
        assert!(auc(&[(0.1, 0, 0), (0.9, 0, 1)]).abs() < 1e-9);
        assert!((auc(&[(0.5, 0, 0), (0.5, 0, 1)]) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn true_matches_are_counted_above_the_false_ones_that_are_allowed() {
        let mut pairs: Vec<_> = (0..100).map(|i| (f64::from(i) / 1000.0, 0, 1)).collect();
        pairs.extend([(0.0985, 0, 0), (0.5, 0, 0), (0.05, 1, 1), (0.6, 1, 1)]);
        let scores = scores(&pairs);
        assert!((scores.true_matches(&[1.0, 1.0], 0.01) - 0.75).abs() < 1e-9);
        assert!((scores.true_matches(&[1.0, 1.0], 0.001) - 0.5).abs() < 1e-9);
        assert!((scores.false_non_matches(0.07).value - 0.25).abs() < 1e-9);
    }

    #[test]
    fn people_that_are_alike_leave_no_doubt() {
        let mut pairs = vec![];
        for a in 0..6 {
            for b in 0..6 {
                pairs.push((if a == b { 0.9 } else { 0.1 }, a, b));
            }
        }
        let rates = scores(&pairs).rates();
        assert_eq!(rates.auc.interval, (1.0, 1.0));
        assert_eq!(rates.at_1_percent.interval, (1.0, 1.0));
    }
}
