//! Draws by key: a share of a population that neither the order of its rows nor the number of threads moves.

use std::fmt::Write as _;

use siphasher::sip::SipHasher24;

/// The draws for one name, such as that of an aid, from one seed.
///
/// The draw of a key is SipHash-2-4 (Aumasson and Bernstein, 2012) of the name, a zero byte and the
/// key, all in UTF-8, under the 128-bit key whose first half is the seed and whose second half is
/// zero, both little-endian. Of its 64 bits *h*, the draw is ⌊*h* · 10⁶ / 2⁶⁴⌋ millionths: 0 up to
/// 0.999999. A row with the share *p* is drawn where its draw is below *p*.
#[derive(Debug)]
pub struct Draws {
    hasher: SipHasher24,
    message: Vec<u8>,
    /// Where the key starts.
    start: usize,
    digits: String,
}

impl Draws {
    /// The draws for a name from a seed.
    pub fn new(seed: u32, name: &str) -> Self {
        let mut message = name.as_bytes().to_vec();
        message.push(0);
        Self {
            hasher: SipHasher24::new_with_keys(u64::from(seed), 0),
            start: message.len(),
            message,
            digits: String::new(),
        }
    }

    /// The draw of a text, in millionths.
    pub fn of_text(&mut self, key: &str) -> i64 {
        self.message.truncate(self.start);
        self.message.extend_from_slice(key.as_bytes());
        let hash = u128::from(self.hasher.hash(&self.message));
        // Below a million.
        i64::try_from((hash * 1_000_000) >> 64).unwrap_or(0)
    }

    /// The draw of a whole number: that of its digits.
    pub fn of_number(&mut self, key: i64) -> i64 {
        let mut digits = std::mem::take(&mut self.digits);
        digits.clear();
        // Writing to a text does not fail.
        let _ = write!(digits, "{key}");
        let draw = self.of_text(&digits);
        self.digits = digits;
        draw
    }
}
