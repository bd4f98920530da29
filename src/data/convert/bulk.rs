//! Whole chunks at once, where nothing in them needs a closer look.
//!
//! Each function appends the values of a chunk, or leaves what it was given as it is and says that the
//! cells have to be read one by one. What stands under a blank is anything.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "of Arrow's many types the common ones are worth a loop of their own"
)]

use arrow_array::array::AnyDictionaryArray;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type,
    UInt16Type, UInt32Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_buffer::BooleanBufferBuilder;
use arrow_schema::DataType;

use super::{Bitmap, Numbers};

/// The scale of a number, and between which raw values it lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scaled {
    pub(super) scale: i64,
    pub(super) low: i64,
    pub(super) high: i64,
}

/// Numbers that fit as they are.
pub(super) fn numbers(it: Scaled, chunk: &ArrayRef, out: &mut Vec<i64>) -> bool {
    match chunk.data_type() {
        DataType::Int8 => whole::<Int8Type>(it, chunk, out),
        DataType::Int16 => whole::<Int16Type>(it, chunk, out),
        DataType::Int32 => whole::<Int32Type>(it, chunk, out),
        DataType::Int64 => whole::<Int64Type>(it, chunk, out),
        DataType::UInt8 => whole::<UInt8Type>(it, chunk, out),
        DataType::UInt16 => whole::<UInt16Type>(it, chunk, out),
        DataType::UInt32 => whole::<UInt32Type>(it, chunk, out),
        DataType::Float64 => floats(it, chunk, out),
        _ => false,
    }
}

/// Whole numbers that fit as they are, and which of them are known: in one pass into as narrow a form as
/// they allow.
pub(super) fn packed(it: Scaled, chunk: &ArrayRef) -> Option<(Numbers, Option<Bitmap>)> {
    let numbers = match chunk.data_type() {
        DataType::Int8 => narrow::<Int8Type>(it, chunk),
        DataType::Int16 => narrow::<Int16Type>(it, chunk),
        DataType::Int32 => narrow::<Int32Type>(it, chunk),
        DataType::Int64 => narrow::<Int64Type>(it, chunk),
        DataType::UInt8 => narrow::<UInt8Type>(it, chunk),
        DataType::UInt16 => narrow::<UInt16Type>(it, chunk),
        DataType::UInt32 => narrow::<UInt32Type>(it, chunk),
        _ => None,
    };
    let nulls = chunk.nulls().filter(|it| it.null_count() > 0);
    let valid = nulls.map(|nulls| {
        let words = nulls.inner().bit_chunks().iter_padded().collect();
        Bitmap::from_words(words, nulls.len())
    });
    Some((numbers?, valid))
}

fn narrow<T: ArrowPrimitiveType>(it: Scaled, chunk: &ArrayRef) -> Option<Numbers>
where
    i64: From<T::Native>,
    T::Native: Ord,
{
    let array = chunk.as_primitive::<T>();
    let values = array.values();
    // Under a blank stands zero, or the cells are read one by one.
    let zero = |row: usize| values.get(row).is_none_or(|it| i64::from(*it) == 0);
    let blanks = array.nulls().filter(|it| it.null_count() > 0);
    let clean = blanks.is_none_or(|nulls| {
        let known = nulls.iter().enumerate();
        known.filter(|(_, known)| !known).all(|(row, _)| zero(row))
    });
    let first = *values.first().filter(|_| clean)?;
    let (low, high) = values.iter().fold((first, first), |(low, high), value| {
        (low.min(*value), high.max(*value))
    });
    let (low, high) = (i64::from(low), i64::from(high));
    let (least, most) = bounds(it)?;
    let fits = least <= low && high <= most;
    fits.then(|| Numbers::scaled(values, it.scale, (low, high)))?
}

/// The least and the greatest whole number that fit.
fn bounds(it: Scaled) -> Option<(i64, i64)> {
    let least = i128::from(it.low) + i128::from(it.scale) - 1;
    let bound = |raw: i128| i64::try_from(raw.div_euclid(i128::from(it.scale))).ok();
    bound(least).zip(bound(i128::from(it.high)))
}

fn whole<T: ArrowPrimitiveType>(it: Scaled, chunk: &ArrayRef, out: &mut Vec<i64>) -> bool
where
    i64: From<T::Native>,
{
    let values = chunk.as_primitive::<T>().values();
    let Some((least, most)) = bounds(it) else {
        return false;
    };
    let fits = |value: &T::Native| (least..=most).contains(&i64::from(*value));
    if !values.iter().all(fits) {
        return false;
    }
    out.extend(values.iter().map(|value| i64::from(*value) * it.scale));
    true
}

/// Floats that are the nearest to a number of the scale, and no other.
fn floats(it: Scaled, chunk: &ArrayRef, out: &mut Vec<i64>) -> bool {
    /// Up to here a float has a bit for halves.
    const EXACT: f64 = 2_251_799_813_685_248.0;
    /// Added and taken away again it leaves a whole number.
    const WHOLE: f64 = EXACT * 3.0;
    let values = chunk.as_primitive::<Float64Type>().values();
    let start = out.len();
    #[expect(clippy::cast_precision_loss, reason = "scales are small powers of ten")]
    let scale = it.scale as f64;
    let mut fit = true;
    out.extend(values.iter().map(|value| {
        let nearest = (value * scale + WHOLE) - WHOLE;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a whole number within 51 bits, or not taken"
        )]
        let raw = nearest as i64;
        // Division rounds correctly, so the raw over its scale is this float only if the decimal is.
        #[expect(clippy::float_cmp, reason = "asks for the very same float")]
        let same = nearest / scale == *value;
        fit &= same && nearest.abs() < EXACT && (it.low..=it.high).contains(&raw);
        raw
    }));
    if !fit {
        out.truncate(start);
    }
    fit
}

/// The values of the keys of a dictionary whose words are known.
pub(super) fn words<V: Copy + Default>(
    dictionary: &dyn AnyDictionaryArray,
    table: &[V],
    out: &mut Vec<V>,
) -> bool {
    let Some(keys) = dictionary.keys().as_primitive_opt::<Int32Type>() else {
        return false;
    };
    let most = u32::try_from(table.len()).unwrap_or(u32::MAX);
    let outside = |key: &i32| u32::from(key.cast_unsigned() >= most);
    if keys.values().iter().map(outside).fold(0, u32::max) > 0 {
        return false;
    }
    let value = |key: &i32| table.get(key.cast_unsigned() as usize).copied();
    out.extend(
        keys.values()
            .iter()
            .map(|key| value(key).unwrap_or_default()),
    );
    true
}

/// Truth values without a blank.
pub(super) fn truths(chunks: &[ArrayRef]) -> Option<Bitmap> {
    let rows = chunks.iter().map(Array::len).sum();
    let mut bits = BooleanBufferBuilder::new(rows);
    for chunk in chunks {
        let truths = chunk.as_boolean_opt().filter(|it| it.null_count() == 0)?;
        bits.append_buffer(truths.values());
    }
    let bits = bits.finish();
    let words = bits.bit_chunks().iter_padded().collect();
    Some(Bitmap::from_words(words, rows))
}
