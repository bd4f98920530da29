//! Sums of floats that do not lose the small terms.

/// A compensated sum (Neumaier); terms come in a fixed order.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sum {
    sum: f64,
    lost: f64,
}

impl Sum {
    pub(super) fn add(&mut self, term: f64) {
        let sum = self.sum + term;
        self.lost += if self.sum.abs() >= term.abs() {
            (self.sum - sum) + term
        } else {
            (term - sum) + self.sum
        };
        self.sum = sum;
    }

    pub(super) fn value(self) -> f64 {
        self.sum + self.lost
    }
}

/// The sum of the terms.
pub(super) fn sum(terms: impl Iterator<Item = f64>) -> f64 {
    let mut it = Sum::default();
    for term in terms {
        it.add(term);
    }
    it.value()
}

/// The nearest float.
#[expect(
    clippy::cast_precision_loss,
    reason = "totals are exact until they meet a product of floats"
)]
pub(super) fn float(exact: i128) -> f64 {
    exact as f64
}

/// A figure, unless it is no number.
pub(super) fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_terms_survive_between_large_ones() {
        // 1 + 1e100 + 1 - 1e100 = 2; a plain sum gives 0.
        let total = sum([1.0, 1e100, 1.0, -1e100].into_iter());
        assert!((total - 2.0).abs() < f64::EPSILON);
    }
}
