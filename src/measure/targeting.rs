//! How well a transfer finds the poor, and what it does to their distance from the line.

use crate::number::Rational;

use super::concentration::Concentration;
use super::distribution::Share;
use super::poverty::Case;
use super::sum::{finite, float, sum};

/// A row before a transfer, and what it gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// The row before the transfer.
    pub before: Case,
    /// Whether it gets anything.
    pub reached: bool,
    /// The money that one unit of its weight gets (each person of a family, say), of the scale of the
    /// value; zero for a service.
    pub transfer: i64,
}

/// Sums over the rows of a transfer.
#[derive(Clone, Debug, Default)]
pub struct Targeting {
    poor: i128,
    others: i128,
    poor_reached: i128,
    others_reached: i128,
    to_poor: i128,
    to_others: i128,
    gap_before: i128,
    gap_after: i128,
    along: Concentration,
    rows: Vec<Recipient>,
}

impl Targeting {
    /// Takes the rows; one without a positive weight counts for nothing.
    pub fn new(rows: impl IntoIterator<Item = Recipient>) -> Self {
        let rows: Vec<Recipient> = rows
            .into_iter()
            .filter(|row| row.before.weight > 0)
            .collect();
        let mut it = Self::default();
        for row in &rows {
            it.add(row);
        }
        it.along = Concentration::new(
            rows.iter()
                .map(|row| (row.before.value, row.transfer, row.before.weight)),
        );
        it.rows = rows;
        it
    }

    fn add(&mut self, row: &Recipient) {
        let weight = i128::from(row.before.weight);
        let money = weight.saturating_mul(i128::from(row.transfer));
        let reached = if row.reached { weight } else { 0 };
        let (all, those, got) = if row.before.poor {
            (&mut self.poor, &mut self.poor_reached, &mut self.to_poor)
        } else {
            (
                &mut self.others,
                &mut self.others_reached,
                &mut self.to_others,
            )
        };
        *all = all.saturating_add(weight);
        *those = those.saturating_add(reached);
        *got = got.saturating_add(money);
        let gap = i128::from(row.before.line) - i128::from(row.before.value);
        let left = gap - i128::from(row.transfer);
        self.gap_before = self
            .gap_before
            .saturating_add(weight.saturating_mul(gap.max(0)));
        self.gap_after = self
            .gap_after
            .saturating_add(weight.saturating_mul(left.max(0)));
    }

    /// Coverage: the share of the poor who are reached.
    pub fn coverage(&self) -> Option<f64> {
        ratio(self.poor_reached, self.poor)
    }

    /// The share of the others who are reached.
    pub fn coverage_of_others(&self) -> Option<f64> {
        ratio(self.others_reached, self.others)
    }

    /// Coverage of the poor less that of the others.
    pub fn differential(&self) -> Option<f64> {
        Some(self.coverage()? - self.coverage_of_others()?)
    }

    /// Exclusion error (undercoverage): the share of the poor who are not reached.
    pub fn exclusion_error(&self) -> Option<f64> {
        ratio(self.poor.saturating_sub(self.poor_reached), self.poor)
    }

    /// Inclusion error: the share of those reached who are not poor.
    pub fn inclusion_error(&self) -> Option<f64> {
        ratio(
            self.others_reached,
            self.poor_reached.saturating_add(self.others_reached),
        )
    }

    /// Leakage: the share of the money that goes to others than the poor.
    pub fn leakage(&self) -> Option<f64> {
        ratio(self.to_others, self.to_all())
    }

    /// The share of the money that goes to the poor.
    pub fn share_to_poor(&self) -> Option<f64> {
        ratio(self.to_poor, self.to_all())
    }

    /// Spillover: the share of the poor's money beyond what brings them to the line.
    pub fn spillover(&self) -> Option<f64> {
        ratio(self.to_poor.saturating_sub(self.gap_closed()), self.to_poor)
    }

    /// Poverty reduction efficiency (benefit-cost ratio): what a unit of money takes off the gap.
    pub fn reduction_efficiency(&self) -> Option<f64> {
        ratio(self.gap_closed(), self.to_all())
    }

    /// The share of the gap that is closed.
    pub fn gap_efficiency(&self) -> Option<f64> {
        ratio(self.gap_closed(), self.gap_before)
    }

    /// The money along the ranking by value before the transfer: incidence, concentration.
    pub fn along(&self) -> &Concentration {
        &self.along
    }

    /// Coady, Grosh and Hoddinott: the share of the money that the lowest `share` gets, over `share`.
    pub fn cgh(&self, share: Share) -> Option<f64> {
        finite(self.along.part(share)? / share.float())
    }

    /// The distributional characteristic: the mean of `(line / value)^aversion` over the money. `None`
    /// where a row that gets money has no positive value.
    pub fn characteristic(&self, aversion: Rational) -> Option<f64> {
        let power = float(aversion.num()) / float(aversion.den());
        let mut paid: Vec<Recipient> = self
            .rows
            .iter()
            .filter(|row| row.transfer != 0)
            .copied()
            .collect();
        if paid.iter().any(|row| row.before.value <= 0) {
            return None;
        }
        paid.sort_unstable_by_key(|row| {
            let before = row.before;
            (before.value, before.line, row.transfer, before.weight)
        });
        let worth = sum(paid.iter().map(|row| {
            let money = i128::from(row.transfer).saturating_mul(i128::from(row.before.weight));
            let (line, value) = (i128::from(row.before.line), i128::from(row.before.value));
            float(money) * libm::pow(float(line) / float(value), power)
        }));
        finite(worth / float(self.to_all()))
    }

    fn to_all(&self) -> i128 {
        self.to_poor.saturating_add(self.to_others)
    }

    fn gap_closed(&self) -> i128 {
        self.gap_before.saturating_sub(self.gap_after)
    }
}

fn ratio(part: i128, whole: i128) -> Option<f64> {
    (whole != 0).then(|| float(part) / float(whole))
}
