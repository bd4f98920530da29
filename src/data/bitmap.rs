//! Bits in words of 64, for validity and truth.

/// A run of bits; bits past `len` in the last word are zero.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Bitmap {
    words: Vec<u64>,
    len: usize,
}

impl Bitmap {
    /// `len` bits, all clear.
    pub fn zeros(len: usize) -> Self {
        Self {
            words: vec![0; len.div_ceil(64)],
            len,
        }
    }

    /// `len` bits, all set.
    pub fn ones(len: usize) -> Self {
        let mut it = Self {
            words: vec![u64::MAX; len.div_ceil(64)],
            len,
        };
        it.clear_tail();
        it
    }

    /// Takes whole words; bits past `len` are cleared, missing words are zero.
    pub fn from_words(mut words: Vec<u64>, len: usize) -> Self {
        words.resize(len.div_ceil(64), 0);
        let mut it = Self { words, len };
        it.clear_tail();
        it
    }

    /// Collects bits.
    pub fn collect(bits: impl IntoIterator<Item = bool>) -> Self {
        let mut words = Vec::new();
        let mut len = 0;
        for bit in bits {
            if len % 64 == 0 {
                words.push(0);
            }
            if let Some(word) = words.last_mut() {
                *word |= u64::from(bit) << (len % 64);
            }
            len += 1;
        }
        Self { words, len }
    }

    /// The bits of a slice.
    pub fn of_slice(bits: &[bool]) -> Self {
        let word = |bits: &[bool]| {
            let bits = bits.iter().rev();
            bits.fold(0, |word, bit| word << 1 | u64::from(*bit))
        };
        Self {
            words: bits.chunks(64).map(word).collect(),
            len: bits.len(),
        }
    }

    /// Some of the bits, from one on.
    #[must_use]
    pub fn slice(&self, start: usize, len: usize) -> Self {
        let (first, shift) = (start / 64, start % 64);
        let word = |index: usize| self.words.get(index).copied().unwrap_or(0);
        let words = (first..first + len.div_ceil(64)).map(|index| {
            let high = word(index + 1).checked_shl(64 - u32::try_from(shift).unwrap_or(0));
            word(index) >> shift | high.unwrap_or(0)
        });
        Self::from_words(words.collect(), len)
    }

    /// Puts bits behind those that are there.
    pub fn append(&mut self, more: &Self) {
        let (shift, len) = (self.len % 64, self.len + more.len);
        if shift == 0 {
            self.words.extend_from_slice(&more.words);
        } else {
            for word in &more.words {
                if let Some(last) = self.words.last_mut() {
                    *last |= word << shift;
                }
                self.words.push(word >> (64 - shift));
            }
        }
        self.words.truncate(len.div_ceil(64));
        self.len = len;
    }

    /// The number of bits.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no bits.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The bit at `index`; clear past the end.
    #[inline]
    pub fn get(&self, index: usize) -> bool {
        self.words
            .get(index / 64)
            .is_some_and(|word| word >> (index % 64) & 1 == 1)
    }

    /// Sets or clears the bit at `index`; nothing past the end.
    #[inline]
    pub fn set(&mut self, index: usize, bit: bool) {
        if index >= self.len {
            return;
        }
        if let Some(word) = self.words.get_mut(index / 64) {
            let mask = 1 << (index % 64);
            if bit { *word |= mask } else { *word &= !mask }
        }
    }

    /// The words.
    #[inline]
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// The number of set bits.
    pub fn count_ones(&self) -> usize {
        self.words
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    /// The bits in order.
    pub fn iter(&self) -> impl Iterator<Item = bool> + '_ {
        (0..self.len).map(|index| self.get(index))
    }

    /// The bits in order, each in a place of its own.
    pub fn to_bools(&self) -> Vec<bool> {
        let mut bits = Vec::with_capacity(self.words.len() * 64);
        for word in &self.words {
            bits.extend((0..64).map(|place| word >> place & 1 == 1));
        }
        bits.truncate(self.len);
        bits
    }

    /// Sets the bits that are set in another of the same length.
    pub fn join(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
        self.clear_tail();
    }

    /// The places of the bits that are set, ascending.
    pub fn places(&self) -> impl Iterator<Item = usize> + '_ {
        let words = self.words.iter().enumerate();
        words.flat_map(|(index, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let place = (left != 0).then(|| index * 64 + left.trailing_zeros() as usize);
                left &= left.wrapping_sub(1);
                place
            })
        })
    }

    fn clear_tail(&mut self) {
        let used = self.len % 64;
        if let Some(last) = self.words.last_mut()
            && used != 0
        {
            *last &= (1 << used) - 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_cut_at_any_place() {
        let bits: Vec<bool> = (0..200).map(|it| it % 3 == 0).collect();
        let it = Bitmap::of_slice(&bits);
        assert_eq!(it, Bitmap::collect(bits.iter().copied()));
        assert_eq!(it.to_bools(), bits);
        for (start, len) in [(0, 200), (64, 70), (3, 61), (65, 130), (199, 1), (7, 0)] {
            let cut = bits.iter().copied().skip(start).take(len);
            assert_eq!(it.slice(start, len), Bitmap::collect(cut));
        }
    }

    #[test]
    fn bits_are_appended_at_any_place() {
        let bits: Vec<bool> = (0..300).map(|it| it % 5 < 2).collect();
        for cut in [0, 1, 63, 64, 65, 130, 299, 300] {
            let (first, rest) = bits.split_at(cut);
            let mut it = Bitmap::of_slice(first);
            it.append(&Bitmap::of_slice(rest));
            assert_eq!(it, Bitmap::of_slice(&bits), "{cut}");
        }
    }

    #[test]
    fn bits_past_the_end_stay_clear() {
        let it = Bitmap::ones(70);
        assert_eq!(it.count_ones(), 70);
        assert!(!it.get(70));
        assert_eq!(Bitmap::collect(it.iter()), it);
    }
}
