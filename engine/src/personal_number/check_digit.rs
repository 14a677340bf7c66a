//! Ways to compute check digits that several states share.

/// Digits times their weights, summed up; digits beyond the weights do not count.
pub(super) fn weighted(digits: &[u8], weights: &[u32]) -> u32 {
    let pairs = digits.iter().zip(weights);
    pairs
        .map(|(&digit, &weight)| u32::from(digit) * weight)
        .sum()
}

/// Whether values of a base (10, or 36 with letters) end in their Luhn digit (ISO/IEC 7812-1
/// annex B; ICAO and Portugal use it for letters, too).
pub(super) fn luhn(values: &[u8]) -> bool {
    let sum: u32 = values
        .iter()
        .rev()
        .enumerate()
        .map(|(place, &value)| match (place % 2, 2 * u32::from(value)) {
            (0, _) => u32::from(value),
            (_, doubled) if doubled > 9 => doubled - 9,
            (_, doubled) => doubled,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Whether digits end in their check digit of ISO 7064 MOD 11,10.
pub(super) fn mod_11_10(digits: &[u8]) -> bool {
    let Some((&check, rest)) = digits.split_last() else {
        return false;
    };
    let product = rest.iter().fold(10, |product, &digit| {
        let sum = match (product + u32::from(digit)) % 10 {
            0 => 10,
            sum => sum,
        };
        2 * sum % 11
    });
    (11 - product) % 10 == u32::from(check)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<u8> {
        text.bytes().map(|byte| byte - b'0').collect()
    }

    #[test]
    fn published_numbers_agree_and_their_neighbours_do_not() {
        assert!(luhn(&values("01013099997")) && !luhn(&values("01013099999")));
        assert!(mod_11_10(&values("33392005961")) && !mod_11_10(&values("33392005962")));
        // The German Steuer-IdNr has the same rule.
        assert!(mod_11_10(&values("36574261809")) && !mod_11_10(&values("36574261890")));
        assert!(!mod_11_10(&[]));
    }
}
