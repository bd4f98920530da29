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
    let rest = if shift != 0 && shift + count > 64 {
        words.get(word + 1).copied().unwrap_or(0) << (64 - shift)
    } else {
        0
    };
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
    // Whole words have a fixed length, which the compiler turns into vector code.
    let (whole, rest) = values.as_chunks::<64>();
    out.clear();
    out.extend(whole.iter().map(|chunk| word(chunk, &test)));
    if !rest.is_empty() {
        out.push(word(rest, &test));
    }
}

/// One bit per pair of values.
#[inline]
pub(in crate::eval) fn pack_pairs<T: Copy>(
    (a, b): (&[T], &[T]),
    out: &mut Vec<u64>,
    test: impl Fn(T, T) -> bool,
) {
    let rows = a.len().min(b.len());
    let (a, b) = (
        a.get(..rows).unwrap_or_default(),
        b.get(..rows).unwrap_or_default(),
    );
    let ((whole_a, rest_a), (whole_b, rest_b)) = (a.as_chunks::<64>(), b.as_chunks::<64>());
    out.clear();
    let words = whole_a
        .iter()
        .zip(whole_b)
        .map(|(a, b)| pair_word(a, b, &test));
    out.extend(words);
    if !rest_a.is_empty() {
        out.push(pair_word(rest_a, rest_b, &test));
    }
}

#[inline]
fn word<T: Copy>(values: &[T], test: &impl Fn(T) -> bool) -> u64 {
    let mut flags = [0; 64];
    for (flag, value) in flags.iter_mut().zip(values) {
        *flag = u8::from(test(*value));
    }
    gather(flags)
}

#[inline]
fn pair_word<T: Copy>(a: &[T], b: &[T], test: &impl Fn(T, T) -> bool) -> u64 {
    let mut flags = [0; 64];
    for (flag, (a, b)) in flags.iter_mut().zip(a.iter().zip(b)) {
        *flag = u8::from(test(*a, *b));
    }
    gather(flags)
}

/// The lowest bits of 64 bytes that are 0 or 1.
///
/// Comparisons into bytes become vector code; a multiplication then brings the eight bits of eight
/// bytes together in the highest one.
#[inline]
fn gather(flags: [u8; 64]) -> u64 {
    let (eights, _) = flags.as_chunks::<8>();
    let mut word = 0;
    for (eight, shift) in eights.iter().zip([0, 8, 16, 24, 32, 40, 48, 56]) {
        let bits = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        word |= bits << shift;
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_bits_are_those_of_the_test() {
        for len in [0, 1, 7, 63, 64, 65, 130] {
            let values: Vec<u16> = (0..len).map(|it| it * 7 % 11).collect();
            let mut words = Vec::new();
            pack(&values, &mut words, |value| value < 5);
            assert_eq!(words.len(), super::words(values.len()));
            for (index, value) in values.iter().enumerate() {
                assert_eq!(get(&words, index), *value < 5, "bit {index} of {len}");
            }
        }
    }

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
