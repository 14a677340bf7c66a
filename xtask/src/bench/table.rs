//! Figures beside their budgets and those of a peer.

use std::fmt;

/// What was measured.
#[derive(Default)]
pub(super) struct Table(Vec<Row>);

struct Row {
    what: String,
    figure: String,
    budget: String,
    peer: String,
}

impl Table {
    /// A headline over the rows that follow.
    pub(super) fn part(&mut self, headline: &str) {
        self.row(&format!("# {headline}"), "", "", "");
    }

    /// One row; what it has not is empty.
    pub(super) fn row(&mut self, what: &str, figure: &str, budget: &str, peer: &str) {
        self.0.push(Row {
            what: what.to_owned(),
            figure: figure.to_owned(),
            budget: budget.to_owned(),
            peer: peer.to_owned(),
        });
    }
}

impl fmt::Display for Table {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = |cell: fn(&Row) -> &str| {
            let cells = self.0.iter().filter(|row| !row.what.starts_with("# "));
            cells
                .map(|row| cell(row).chars().count())
                .max()
                .unwrap_or(0)
        };
        let what = width(|row| &row.what);
        let figure = width(|row| &row.figure).max("figure".len());
        let budget = width(|row| &row.budget).max("budget".len());
        let mut line = |a: &str, b: &str, c: &str, d: &str| {
            let text = format!("{a:what$}  {b:>figure$}  {c:>budget$}  {d}");
            writeln!(out, "{}", text.trim_end())
        };
        line("", "figure", "budget", "peer")?;
        for row in &self.0 {
            match row.what.strip_prefix("# ") {
                Some(headline) => line(&format!("\n{headline}"), "", "", "")?,
                None => line(&row.what, &row.figure, &row.budget, &row.peer)?,
            }
        }
        Ok(())
    }
}

/// Milliseconds with as many digits as are worth reading.
pub(super) fn ms(value: f64) -> String {
    if value < 9.95 {
        format!("{value:.1} ms")
    } else {
        format!("{value:.0} ms")
    }
}

/// How many times one value is another.
pub(super) fn times(value: f64, of: f64) -> String {
    format!("{:.2}x", value / of.max(f64::MIN_POSITIVE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_below_each_other() {
        let mut table = Table::default();
        table.part("native");
        table.row("read", &ms(331.4), "200 ms", "");
        table.row("pre-check of a frame", &ms(3.12), "", "12 ms");
        let lines = [
            "                      figure  budget  peer",
            "",
            "native",
            "read                  331 ms  200 ms",
            "pre-check of a frame  3.1 ms          12 ms",
        ];
        assert_eq!(
            table.to_string(),
            lines.map(|line| format!("{line}\n")).concat()
        );
    }

    #[test]
    fn a_ratio_to_nothing_is_a_number() {
        assert_eq!(times(3.0, 2.0), "1.50x");
        assert_eq!(times(0.0, 0.0), "0.00x");
    }
}
