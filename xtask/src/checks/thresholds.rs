//! What thresholds would do: of single measurements, at fixed shares of false alarms.

use super::Pictures;

/// Measurements that the policy has thresholds for, each with whether more of it speaks against a
/// document.
const MEASURED: [(&str, bool); 6] = [
    ("colourVariety", false),
    ("screenTraces", true),
    ("printTraces", true),
    ("alteredPlace", true),
    ("portraitHistoryMissing", true),
    ("secondPortrait", false),
];
/// Shares of genuine pictures that would be false alarms.
const FALSE_ALARMS: [f64; 4] = [0.0, 0.01, 0.02, 0.05];

/// Says for each measurement which threshold has which share of false alarms on genuine pictures
/// and worse copies of them, and what it finds of the attacks on its check.
pub(super) fn tell(genuine: &[Pictures], attacks: &[Pictures]) {
    println!("\nThresholds by their false alarms on all genuine pictures");
    for (rule, is_worse_above) in MEASURED {
        let signed = |value: f64| if is_worse_above { value } else { -value };
        let of = |pictures: &Pictures| -> Vec<f64> {
            let measured = pictures.measured(rule, is_worse_above);
            measured.into_iter().map(signed).collect()
        };
        let mut own: Vec<f64> = genuine.iter().flat_map(of).collect();
        own.sort_by(f64::total_cmp);
        for share in FALSE_ALARMS {
            let Some(limit) = limit(&own, share) else {
                continue;
            };
            let found = attacks.iter().map(|pictures| {
                let measured = of(pictures);
                let found = measured.iter().filter(|value| **value > limit).count();
                format!("{} {found}/{}", pictures.name, measured.len())
            });
            let found = found.collect::<Vec<_>>().join(", ");
            let percent = 100.0 * share;
            println!(
                "    {rule:14} {percent:.0} %: {:.4}; {found}",
                signed(limit)
            );
        }
    }
}

/// The value that at most such a share of the sorted ones is above.
fn limit(sorted: &[f64], share: f64) -> Option<f64> {
    let above = (share * sorted.len() as f64).floor() as usize;
    sorted.get(sorted.len().checked_sub(above + 1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_most_the_share_lies_above_the_limit() {
        let sorted: Vec<f64> = (0..100).map(f64::from).collect();
        assert_eq!(limit(&sorted, 0.0), Some(99.0));
        assert_eq!(limit(&sorted, 0.02), Some(97.0));
        assert_eq!(limit(&[], 0.02), None);
    }
}
