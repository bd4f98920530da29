//! Seeded chance: one small generator and the draws that the city is made of.
//!
//! Every family has its own stream (seed, year, family, topic), so that a change in one part of
//! the generator does not shift the draws of all others. Only the four operations, `sqrt` and
//! the portable `libm` functions are used, so the same seed gives the same city on any machine.

/// What a stream of draws is for; part of its seed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Topic {
    Composition,
    Standing,
    Year,
    Arrival,
    Blanks,
    Spoilt,
    Register,
    Groups,
    Flips,
}

/// A stream of pseudo-random numbers (`SplitMix64`).
#[derive(Debug)]
pub(crate) struct Chance {
    state: u64,
}

impl Chance {
    /// The stream of a topic for one row number in one year.
    pub(crate) fn new(topic: Topic, year: i16, number: u32) -> Self {
        let mut chance = Self { state: super::SEED };
        for part in [
            topic as u64,
            u64::from(year.unsigned_abs()),
            u64::from(number),
        ] {
            chance.state = chance.next() ^ part;
        }
        chance
    }

    /// A number in `0.0 ..< 1.0` with 53 random bits.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit a float exactly")]
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True with the given probability.
    pub(crate) fn happens(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A whole number in `low ..= high`.
    pub(crate) fn between(&mut self, low: i32, high: i32) -> i32 {
        low + floor(self.unit() * f64::from(high - low + 1))
    }

    /// A draw from the standard normal distribution (polar method).
    pub(crate) fn normal(&mut self) -> f64 {
        loop {
            let (x, y) = (2.0 * self.unit() - 1.0, 2.0 * self.unit() - 1.0);
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                return x * (-2.0 * libm::log(square) / square).sqrt();
            }
        }
    }

    /// One of the choices, each with its weight; weights need not sum to one.
    ///
    /// # Panics
    /// Where `choices` is empty; the callers pass written tables.
    pub(crate) fn pick<T: Copy>(&mut self, choices: &[(T, f64)]) -> T {
        let total: f64 = choices.iter().map(|choice| choice.1).sum();
        let mut left = self.unit() * total;
        for &(choice, weight) in choices {
            left -= weight;
            if left < 0.0 {
                return choice;
            }
        }
        choices[choices.len() - 1].0
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

/// The logistic curve: a probability that rises with `x`.
pub(crate) fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// `e` to the power `x`, the same on every platform.
pub(crate) fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// The whole part of a small number.
#[expect(
    clippy::cast_possible_truncation,
    reason = "callers pass small numbers"
)]
pub(crate) fn floor(x: f64) -> i32 {
    x.floor() as i32
}

/// An amount rounded to full steps of `step` rupiah, at least one step.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "amounts of a family are far below 2^53 rupiah"
)]
pub(crate) fn rupiah(amount: f64, step: i64) -> i64 {
    let steps = (amount / step as f64).round() as i64;
    steps.max(1) * step
}

/// A whole amount as a float; exact below 2^53.
#[expect(
    clippy::cast_precision_loss,
    reason = "amounts of a family are far below 2^53 rupiah"
)]
pub(crate) fn float(amount: i64) -> f64 {
    amount as f64
}

#[cfg(test)]
mod tests {
    use super::{Chance, Topic};

    #[test]
    fn a_stream_repeats_and_topics_differ() {
        let draws = |topic| {
            let mut chance = Chance::new(topic, 2023, 7);
            (0..4).map(|_| chance.next()).collect::<Vec<u64>>()
        };
        assert_eq!(draws(Topic::Year), draws(Topic::Year));
        assert_ne!(draws(Topic::Year), draws(Topic::Blanks));
    }

    #[test]
    fn draws_have_the_moments_of_their_distributions() {
        let mut chance = Chance::new(Topic::Year, 1, 1);
        let normals: Vec<f64> = (0..100_000).map(|_| chance.normal()).collect();
        let mean = normals.iter().sum::<f64>() / 100_000.0;
        let variance = normals.iter().map(|x| x * x).sum::<f64>() / 100_000.0 - mean * mean;
        assert!(mean.abs() < 0.02, "{mean}");
        assert!((variance - 1.0).abs() < 0.02, "{variance}");
        let threes = (0..60_000).filter(|_| chance.between(1, 6) == 3).count();
        assert!((9_500..10_500).contains(&threes), "{threes}");
    }
}
