//! Column chunks of a Parquet file whose values repeat, written as codes of a dictionary.
//!
//! Statuses and reasons come as codes already and amounts take few different values, so that the
//! pages are laid out here; the library's writer would look up and compare the text of every row.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "result tables have no other of Arrow's types"
)]

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Int32Type};
use arrow_array::{Array, ArrayRef, StringArray};
use arrow_schema::DataType;
use parquet::basic::{Compression, Encoding, Type};
use parquet::column::page::{CompressedPage, Page, PageWriter};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::ParquetError;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::writer::{SerializedPageWriter, SerializedRowGroupWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;

/// Rows of one page.
const PAGE_ROWS: usize = 1 << 16;
/// A column with more different values than this is no column of codes.
const MOST_VALUES: usize = 1 << 15;

/// A column chunk, ready to stand in a row group.
pub(super) struct Coded {
    bytes: Vec<u8>,
    close: ColumnCloseResult,
}

impl Coded {
    /// Appends it to a row group.
    pub(super) fn append<W: std::io::Write + Send>(
        self,
        group: &mut SerializedRowGroupWriter<'_, W>,
    ) -> Result<(), ParquetError> {
        group.append_column(&bytes::Bytes::from(self.bytes), self.close)
    }
}

/// The chunk of a column of codes; `None` for any other column.
pub(super) fn encode(
    column: &ColumnDescPtr,
    cells: &ArrayRef,
) -> Option<Result<Coded, ParquetError>> {
    match cells.data_type() {
        DataType::Dictionary(_, _) => words(column, cells),
        DataType::Decimal128(_, _) => numbers(column, cells),
        _ => None,
    }
}

fn words(column: &ColumnDescPtr, cells: &ArrayRef) -> Option<Result<Coded, ParquetError>> {
    let dictionary = cells.as_dictionary_opt::<Int32Type>()?;
    let words: &StringArray = dictionary.values().as_string_opt()?;
    let mut plain = Vec::new();
    for word in words.iter().map(Option::unwrap_or_default) {
        plain.extend(u32::try_from(word.len()).ok()?.to_le_bytes());
        plain.extend(word.as_bytes());
    }
    let keys = dictionary.keys();
    let codes = keys.values().iter().map(|key| key.cast_unsigned());
    let codes = known(codes, keys);
    Some(chunk(column, keys, &codes, (plain, words.len())))
}

fn numbers(column: &ColumnDescPtr, cells: &ArrayRef) -> Option<Result<Coded, ParquetError>> {
    let width = usize::try_from(column.type_length()).ok()?;
    if column.physical_type() != Type::FIXED_LEN_BYTE_ARRAY || width > 16 {
        return None;
    }
    let numbers = cells.as_primitive_opt::<Decimal128Type>()?;
    let mut distinct = Distinct::default();
    let mut codes = Vec::with_capacity(numbers.len());
    let mut last = None;
    let mut add = |raw: i128| {
        let code = match last {
            Some((before, code)) if before == raw => code,
            _ => distinct.code(raw)?,
        };
        last = Some((raw, code));
        codes.push(code);
        Some(())
    };
    if numbers.null_count() == 0 {
        numbers.values().iter().try_for_each(|raw| add(*raw))?;
    } else {
        numbers.iter().flatten().try_for_each(add)?;
    }
    let mut plain = Vec::with_capacity(distinct.values.len() * width);
    for raw in &distinct.values {
        plain.extend(raw.to_be_bytes().iter().skip(16 - width));
    }
    let count = distinct.values.len();
    Some(chunk(column, numbers, &codes, (plain, count)))
}

/// The values of the rows that are not null.
fn known<T>(values: impl Iterator<Item = T>, of: &dyn Array) -> Vec<T> {
    match of.nulls() {
        None => values.collect(),
        Some(valid) => values
            .zip(valid.iter())
            .filter_map(|(value, known)| known.then_some(value))
            .collect(),
    }
}

/// Different numbers in the order they come, found again by open addressing.
struct Distinct {
    values: Vec<i128>,
    /// One more than the place among the values; zero where free.
    slots: Vec<u32>,
}

impl Default for Distinct {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            slots: vec![0; MOST_VALUES * 2],
        }
    }
}

impl Distinct {
    /// The code of a number; `None` where there are too many.
    fn code(&mut self, value: i128) -> Option<u32> {
        const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
        let low = u64::try_from(value & i128::from(u64::MAX)).ok()?;
        let shift = 64 - self.slots.len().trailing_zeros();
        let mut place = usize::try_from(low.wrapping_mul(SPREAD) >> shift).ok()?;
        loop {
            let slot = self.slots.get_mut(place)?;
            match slot.checked_sub(1) {
                Some(code) if self.values.get(code as usize) == Some(&value) => return Some(code),
                Some(_) => place = (place + 1) % (MOST_VALUES * 2),
                None if self.values.len() == MOST_VALUES => return None,
                None => {
                    let code = u32::try_from(self.values.len()).ok()?;
                    *slot = code + 1;
                    self.values.push(value);
                    return Some(code);
                }
            }
        }
    }
}

/// A page with the values, then pages with the codes of so many rows each.
fn chunk(
    column: &ColumnDescPtr,
    cells: &dyn Array,
    codes: &[u32],
    (plain, values): (Vec<u8>, usize),
) -> Result<Coded, ParquetError> {
    let most = values.saturating_sub(1).max(1);
    let width = usize::BITS - most.leading_zeros();
    let mut sink = TrackedWrite::new(Vec::new());
    let mut pages = SerializedPageWriter::new(&mut sink);
    let mut sizes = (0, 0);
    let mut put = |page: CompressedPage| {
        let spec = pages.write_page(page)?;
        sizes.0 += as_i64(spec.uncompressed_size);
        sizes.1 += as_i64(spec.compressed_size);
        Ok::<_, ParquetError>(spec.offset)
    };
    let dictionary = Page::DictionaryPage {
        buf: compressed(&plain)?,
        num_values: as_u32(values)?,
        encoding: Encoding::PLAIN,
        is_sorted: false,
    };
    let dictionary = put(CompressedPage::new(dictionary, plain.len()))?;
    let (mut first, mut rest) = (None, codes);
    for start in (0..cells.len()).step_by(PAGE_ROWS) {
        let rows = PAGE_ROWS.min(cells.len() - start);
        let valid = cells.nulls().map(|all| all.slice(start, rows));
        let count = rows
            - valid
                .as_ref()
                .map_or(0, arrow_buffer::NullBuffer::null_count);
        let (here, after) = rest.split_at_checked(count).unwrap_or((rest, &[]));
        rest = after;
        let mut body = Vec::new();
        let levels = match valid.filter(|it| it.null_count() > 0) {
            None => run(1, rows, 1),
            Some(valid) => hybrid(&valid.iter().map(u32::from).collect::<Vec<_>>(), 1),
        };
        body.extend(as_u32(levels.len())?.to_le_bytes());
        body.extend(levels);
        body.extend(u8::try_from(width));
        body.extend(hybrid(here, width));
        let page = Page::DataPage {
            buf: compressed(&body)?,
            num_values: as_u32(rows)?,
            encoding: Encoding::RLE_DICTIONARY,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        };
        let offset = put(CompressedPage::new(page, body.len()))?;
        first = first.or(Some(offset));
    }
    pages.close()?;
    let encodings = [Encoding::PLAIN, Encoding::RLE, Encoding::RLE_DICTIONARY];
    let metadata = ColumnChunkMetaData::builder(column.clone())
        .set_compression(Compression::SNAPPY)
        .set_encodings(encodings.to_vec())
        .set_num_values(as_i64(cells.len()))
        .set_total_uncompressed_size(sizes.0)
        .set_total_compressed_size(sizes.1)
        .set_dictionary_page_offset(i64::try_from(dictionary).ok())
        .set_data_page_offset(first.and_then(|it| i64::try_from(it).ok()).unwrap_or(0))
        .build()?;
    let bytes = sink.into_inner()?;
    Ok(Coded {
        close: ColumnCloseResult {
            bytes_written: bytes.len() as u64,
            rows_written: cells.len() as u64,
            metadata,
            bloom_filter: None,
            column_index: None,
            offset_index: None,
        },
        bytes,
    })
}

/// Parquet's hybrid of runs and packed groups of eight.
fn hybrid(values: &[u32], width: u32) -> Vec<u8> {
    let mut out = Vec::with_capacity(values.len() * width as usize / 8 + 16);
    let (mut packed, mut at) = (0, 0);
    while let Some(value) = values.get(at) {
        let rest = values.get(at..).unwrap_or_default();
        let run = rest.iter().take_while(|it| *it == value).count();
        if run < 8 {
            at = values.len().min(at + 8);
            continue;
        }
        pack(values.get(packed..at).unwrap_or_default(), width, &mut out);
        out.extend(self::run(*value, run, width));
        at += run;
        packed = at;
    }
    pack(values.get(packed..).unwrap_or_default(), width, &mut out);
    out
}

/// One value so many times.
fn run(value: u32, rows: usize, width: u32) -> Vec<u8> {
    let mut out = Vec::with_capacity(16);
    varint(rows << 1, &mut out);
    let bytes = value.to_le_bytes();
    out.extend(bytes.iter().take(width.div_ceil(8) as usize));
    out
}

/// Groups of eight values, the last one filled up with zeros.
fn pack(values: &[u32], width: u32, out: &mut Vec<u8>) {
    if values.is_empty() {
        return;
    }
    let groups = values.len().div_ceil(8);
    varint(groups << 1 | 1, out);
    let (mut held, mut bits) = (0_u64, 0);
    let zeros = std::iter::repeat_n(&0, groups * 8 - values.len());
    let mut add = |value: &u32| {
        held |= u64::from(*value) << bits;
        bits += width;
        if bits >= 32 {
            let bytes = held.to_le_bytes();
            out.extend_from_slice(bytes.first_chunk::<4>().unwrap_or(&[0; 4]));
            held >>= 32;
            bits -= 32;
        }
    };
    values.iter().for_each(&mut add);
    zeros.for_each(add);
    out.extend(held.to_le_bytes().iter().take(bits.div_ceil(8) as usize));
}

fn varint(value: usize, out: &mut Vec<u8>) {
    let mut left = value as u64;
    loop {
        let byte = u8::try_from(left & 0x7f).unwrap_or(0);
        left >>= 7;
        if left == 0 {
            return out.push(byte);
        }
        out.push(byte | 0x80);
    }
}

fn compressed(bytes: &[u8]) -> Result<bytes::Bytes, ParquetError> {
    let mut encoder = snap::raw::Encoder::new();
    let packed = encoder.compress_vec(bytes);
    let packed = packed.map_err(|error| ParquetError::External(Box::new(error)))?;
    Ok(bytes::Bytes::from(packed))
}

fn as_u32(number: usize) -> Result<u32, ParquetError> {
    u32::try_from(number).map_err(|error| ParquetError::External(Box::new(error)))
}

fn as_i64(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_and_groups() {
        assert_eq!(hybrid(&[1; 20], 1), [40, 1]);
        assert_eq!(hybrid(&[0, 1, 2, 3, 4, 5, 6, 7], 3), [3, 0x88, 0xC6, 0xFA]);
        let mixed: Vec<u32> = (0..8).chain(std::iter::repeat_n(5, 9)).chain([1]).collect();
        let expected = [3, 0x88, 0xC6, 0xFA, 18, 5, 3, 1, 0, 0];
        assert_eq!(hybrid(&mixed, 3), expected);
        assert!(hybrid(&[], 3).is_empty());
    }

    #[test]
    fn numbers_are_found_again() {
        let mut distinct = Distinct::default();
        let codes: Vec<_> = [7, -7, 7, i128::from(i64::MIN), -7]
            .map(|it| distinct.code(it))
            .to_vec();
        assert_eq!(codes, [0, 1, 0, 2, 1].map(Some));
    }
}
