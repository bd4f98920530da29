//! Bits in words of 64.

/// The number of words for so many bits.
pub(in crate::eval) fn words(bits: usize) -> usize {
    bits.div_ceil(64)
}

/// The bit at a place.
#[inline]
pub(in crate::eval) fn get(words: &[u64], index: usize) -> bool {
    words
        .get(index / 64)
        .is_some_and(|word| word >> (index % 64) & 1 == 1)
}

/// Sets the bit at a place.
#[inline]
pub(in crate::eval) fn set(words: &mut [u64], index: usize) {
    if let Some(word) = words.get_mut(index / 64) {
        *word |= 1 << (index % 64);
    }
}

/// Clears the bit at a place.
#[inline]
pub(in crate::eval) fn clear(words: &mut [u64], index: usize) {
    if let Some(word) = words.get_mut(index / 64) {
        *word &= !(1 << (index % 64));
    }
}

/// The bits below `count` (at most 64).
#[inline]
pub(in crate::eval) fn low(count: usize) -> u64 {
    if count >= 64 {
        u64::MAX
    } else {
        (1 << count) - 1
    }
}

/// The bits of the rows that exist in a word.
#[inline]
pub(in crate::eval) fn tail(rows: usize, word: usize) -> u64 {
    low(rows.saturating_sub(word * 64))
}

/// Clears the bits past the last row.
pub(in crate::eval) fn clear_tail(words: &mut [u64], rows: usize) {
    if let Some(last) = words.last_mut()
        && !rows.is_multiple_of(64)
    {
        *last &= low(rows % 64);
    }
}

/// Whether the bits of all rows are set.
pub(in crate::eval) fn all(words: &[u64], rows: usize) -> bool {
    words.iter().enumerate().all(|(index, word)| {
        let tail = tail(rows, index);
        word & tail == tail
    })
}

/// At most 64 bits from a place on, in the low bits.
#[inline]
pub(in crate::eval) fn take(words: &[u64], start: usize, count: usize) -> u64 {
    let (word, shift) = (start / 64, start % 64);
    let first = words.get(word).copied().unwrap_or(0) >> shift;
    // Two shifts, since one by 64 is none.
    let rest = words.get(word + 1).copied().unwrap_or(0) << 1 << (63 - shift);
    (first | rest) & low(count)
}

/// Copies `count` bits from a place on to the front of `out`.
pub(in crate::eval) fn copy(words: &[u64], start: usize, count: usize, out: &mut Vec<u64>) {
    out.clear();
    let full = |index: usize| take(words, start + index * 64, (count - index * 64).min(64));
    out.extend((0..self::words(count)).map(full));
}

/// Appends `count` bits at the end of `len` bits.
pub(in crate::eval) fn append(out: &mut Vec<u64>, len: usize, bits: &[u64], count: usize) {
    let shift = len % 64;
    out.resize(words(len + count), 0);
    for (index, word) in bits.iter().take(words(count)).enumerate() {
        let word = word & tail(count, index);
        let place = len / 64 + index;
        if let Some(slot) = out.get_mut(place) {
            *slot |= word << shift;
        }
        if shift != 0
            && let Some(slot) = out.get_mut(place + 1)
        {
            *slot |= word >> (64 - shift);
        }
    }
}

/// The places of the set bits.
pub(in crate::eval) fn ones(word: u64) -> impl Iterator<Item = usize> {
    let mut left = word;
    std::iter::from_fn(move || {
        let place = left.trailing_zeros();
        (left != 0).then(|| {
            left &= left - 1;
            place as usize
        })
    })
}

/// One bit per value.
#[inline]
pub(in crate::eval) fn pack<T: Copy>(values: &[T], out: &mut Vec<u64>, test: impl Fn(T) -> bool) {
    out.clear();
    for chunk in values.chunks(64) {
        let mut word = 0;
        for (place, value) in chunk.iter().enumerate() {
            word |= u64::from(test(*value)) << place;
        }
        out.push(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn appending_what_was_copied_gives_the_same_bits() {
        let words: Vec<u64> = (1..9_u64)
            .map(|it| it.wrapping_mul(0x9E37_79B9_7F4A_7C15))
            .collect();
        for cuts in [[0, 1, 7, 64, 200, 500], [0, 63, 65, 128, 129, 511]] {
            let (mut out, mut len, mut part) = (Vec::new(), 0, Vec::new());
            for pair in cuts.windows(2) {
                let [from, to] = *pair else {
                    unreachable!("windows of two")
                };
                copy(&words, from, to - from, &mut part);
                append(&mut out, len, &part, to - from);
                len += to - from;
            }
            for index in 0..len {
                assert_eq!(get(&out, index), get(&words, index), "bit {index}");
            }
        }
    }
}
