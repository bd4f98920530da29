//! Who gets a thing, from the poorest to the richest: concentration curve and index.

use super::distribution::Share;
use super::sum::{finite, float, sum};

/// Rows of one place in the ranking.
#[derive(Clone, Copy, Debug)]
struct Place {
    rank: i64,
    weight: i128,
    /// The weighted sum of what they get.
    got: i128,
    cumulative: i128,
}

/// A quantity along a ranking; rows of equal rank are pooled, so that their order does not matter.
#[derive(Clone, Debug, Default)]
pub struct Concentration {
    places: Vec<Place>,
}

impl Concentration {
    /// From rows of rank (an income, say), quantity and weight.
    pub fn new(rows: impl IntoIterator<Item = (i64, i64, i64)>) -> Self {
        let mut rows: Vec<_> = rows.into_iter().filter(|row| row.2 > 0).collect();
        // Sums of a place are exact, so that the order inside it does not matter.
        rows.sort_unstable_by_key(|row| row.0);
        let mut places: Vec<Place> = Vec::new();
        let mut cumulative = 0i128;
        for (rank, quantity, weight) in rows {
            let weight = i128::from(weight);
            let got = i128::from(quantity).saturating_mul(weight);
            cumulative = cumulative.saturating_add(weight);
            match places.last_mut().filter(|last| last.rank == rank) {
                Some(last) => {
                    last.weight = last.weight.saturating_add(weight);
                    last.got = last.got.saturating_add(got);
                    last.cumulative = cumulative;
                }
                None => places.push(Place {
                    rank,
                    weight,
                    got,
                    cumulative,
                }),
            }
        }
        Self { places }
    }

    fn total(&self) -> f64 {
        sum(self.places.iter().map(|place| float(place.got)))
    }

    /// The concentration index `2 cov(x, R) / mean x`, `R` the middle rank as a share of the weight: -1 is
    /// near where the poorest gets all, 1 where the richest does.
    pub fn index(&self) -> Option<f64> {
        let all = self.places.last().map_or(0, |last| last.cumulative);
        let total = self.total();
        if total == 0.0 {
            return None;
        }
        let ranked = sum(self.places.iter().map(|place| {
            let twice = place
                .cumulative
                .saturating_mul(2)
                .saturating_sub(place.weight);
            float(place.got) * float(twice)
        }));
        finite(ranked / (float(all) * total) - 1.0)
    }

    /// What part of the whole the lowest `share` of the weight gets; rows on the bound are split.
    pub fn part(&self, share: Share) -> Option<f64> {
        let all = self.places.last().map_or(0, |last| last.cumulative);
        let total = self.total();
        if total == 0.0 {
            return None;
        }
        let bound = share.float() * float(all);
        let parts = self.places.iter().map_while(|place| {
            let before = float(place.cumulative.saturating_sub(place.weight));
            let inside = ((bound - before) / float(place.weight)).clamp(0.0, 1.0);
            (inside > 0.0).then(|| float(place.got) * inside)
        });
        finite(sum(parts) / total)
    }

    /// What part of the whole each fifth of the weight gets, from the lowest.
    pub fn by_fifth(&self) -> Option<[f64; 5]> {
        self.each::<5>()
    }

    /// What part of the whole each tenth of the weight gets, from the lowest.
    pub fn by_tenth(&self) -> Option<[f64; 10]> {
        self.each::<10>()
    }

    fn each<const PARTS: usize>(&self) -> Option<[f64; PARTS]> {
        let whole = u8::try_from(PARTS).ok()?;
        let mut parts = [0.0; PARTS];
        let mut before = 0.0;
        for (place, part) in (1..).zip(&mut parts) {
            let up_to = self.part(Share::of(place, whole))?;
            *part = up_to - before;
            before = up_to;
        }
        Some(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: Option<f64>, wanted: f64) {
        assert!(
            found.is_some_and(|it| (it - wanted).abs() < 1e-12),
            "{found:?} is not {wanted}"
        );
    }

    #[test]
    fn all_to_the_poorest_or_the_richest_of_four() {
        // R = 1/8, 3/8, 5/8, 7/8: 2 * 1/8 - 1 = -0.75, 2 * 7/8 - 1 = 0.75.
        let of =
            |got: [i64; 4]| Concentration::new((1..).zip(got).map(|(rank, got)| (rank, got, 1)));
        near(of([9, 0, 0, 0]).index(), -0.75);
        near(of([0, 0, 0, 9]).index(), 0.75);
        near(of([3, 3, 3, 3]).index(), 0.0);
        assert_eq!(of([0, 0, 0, 0]).index(), None);
        assert_eq!(Concentration::new([]).index(), None);
    }

    #[test]
    fn the_order_of_rows_inside_a_tie_does_not_matter() {
        // Ranks 1, 1, 2; 6 to one of the tied: pooled R = 1/3: 2/3 - 1.
        near(
            Concentration::new([(1, 6, 1), (1, 0, 1), (2, 0, 1)]).index(),
            -1.0 / 3.0,
        );
        near(
            Concentration::new([(2, 0, 1), (1, 0, 1), (1, 6, 1)]).index(),
            -1.0 / 3.0,
        );
    }

    #[test]
    fn weights_stand_for_repeated_rows() {
        // 1 gets 2 three times, 2 gets 6 once: R = 3/8 and 7/8; 2 (6 * 3/8 + 6 * 7/8) / 12 - 1 = 0.25.
        near(Concentration::new([(1, 2, 3), (2, 6, 1)]).index(), 0.25);
        near(
            Concentration::new([(1, 2, 2), (2, 6, 1), (1, 2, 1)]).index(),
            0.25,
        );
    }

    #[test]
    fn a_fifth_may_split_a_row() {
        // Two rows, 3 and 1: the first half gets 3/4; a fifth gets 2/5 of it.
        let it = Concentration::new([(1, 3, 1), (2, 1, 1)]);
        let fifths = it.by_fifth().unwrap_or_default();
        for (found, wanted) in fifths.into_iter().zip([0.3, 0.3, 0.2, 0.1, 0.1]) {
            near(Some(found), wanted);
        }
    }

    #[test]
    fn tenths_split_rows_and_add_up_to_fifths() {
        // Two rows, 3 and 1: of the first half each tenth gets 3/20, of the second 1/20.
        let it = Concentration::new([(1, 3, 1), (2, 1, 1)]);
        let tenths = it.by_tenth().unwrap_or_default();
        for (place, found) in tenths.into_iter().enumerate() {
            near(Some(found), if place < 5 { 0.15 } else { 0.05 });
        }
    }
}
