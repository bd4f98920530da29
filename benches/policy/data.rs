//! Households for the benchmark policy: made from a seed, or read from the benchmark's own files.

#![expect(
    clippy::disallowed_methods,
    clippy::wildcard_enum_match_arm,
    reason = "a benchmark reads its own files, whose columns it knows"
)]

use std::fs::File;
use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int16Type, Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::DataType;
use aturan::check::tree::Type;
use aturan::data::bitmap::Bitmap;
use aturan::data::table::{Column, Dataset, Table, Values};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::{ENUMS, FIELDS, HOUSEHOLD_FIELDS};

/// So many households with about four persons each.
pub(crate) fn generated(households: usize, seed: u64) -> Dataset {
    let mut dice = Dice(seed | 1);
    let sizes: Vec<usize> = (0..households).map(|_| 1 + dice.below(7)).collect();
    let offsets = offsets(&sizes);
    let persons = sizes.iter().sum();
    let columns = FIELDS
        .iter()
        .enumerate()
        .map(|(place, (name, ty, optional))| {
            let rows = if place < HOUSEHOLD_FIELDS {
                households
            } else {
                persons
            };
            let known: Vec<bool> = (0..rows)
                .map(|_| !*optional || dice.below(50) != 0)
                .collect();
            let values = generate(name, *ty, rows, &mut dice);
            let valid = known.contains(&false).then(|| Bitmap::collect(known));
            Some(Column { values, valid })
        });
    bound(columns.collect(), offsets, households, persons)
}

/// The files that the benchmark's generator wrote.
pub(crate) fn read(folder: &Path) -> std::io::Result<Dataset> {
    let households = batches(&folder.join("households.parquet"))?;
    let persons = batches(&folder.join("persons.parquet"))?;
    let columns: Vec<Option<Column>> = FIELDS
        .iter()
        .enumerate()
        .map(|(place, (name, ty, _))| {
            let of = if place < HOUSEHOLD_FIELDS {
                &households
            } else {
                &persons
            };
            column(of, name, *ty)
        })
        .collect();
    let ids = |of: &[RecordBatch]| -> Vec<i64> {
        let parts = of
            .iter()
            .filter_map(|batch| batch.column_by_name("household_id"));
        parts
            .flat_map(|it| it.as_primitive::<Int64Type>().values().to_vec())
            .collect()
    };
    let (own, parents) = (ids(&households), ids(&persons));
    let mut row = 0;
    let sizes: Vec<usize> = own
        .iter()
        .map(|id| {
            let start = row;
            while parents.get(row) == Some(id) {
                row += 1;
            }
            row - start
        })
        .collect();
    Ok(bound(columns, offsets(&sizes), own.len(), parents.len()))
}

/// The livelihood of each kelurahan, by code.
pub(crate) fn livelihoods(folder: &Path) -> std::io::Result<Vec<u32>> {
    let text = std::fs::read_to_string(folder.join("livelihood.csv"))?;
    let code = |line: &str| {
        let name = line.split(',').nth(1)?.trim();
        u32::try_from(ENUMS[7].1.iter().position(|it| *it == name)?).ok()
    };
    Ok(text.lines().skip(1).filter_map(code).collect())
}

/// The rows of a Parquet file.
pub(crate) fn batches(path: &Path) -> std::io::Result<Vec<RecordBatch>> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)
        .and_then(ParquetRecordBatchReaderBuilder::build)
        .map_err(std::io::Error::other)?;
    reader
        .collect::<Result<_, _>>()
        .map_err(std::io::Error::other)
}

fn bound(
    mut columns: Vec<Option<Column>>,
    offsets: Vec<u32>,
    households: usize,
    persons: usize,
) -> Dataset {
    let of_persons = columns.split_off(HOUSEHOLD_FIELDS);
    let bounds = offsets.windows(2).zip(0..);
    let parents = bounds
        .flat_map(|(pair, row)| (pair[0]..pair[1]).map(move |_| row))
        .collect();
    let household = Table {
        rows: households,
        columns,
        delivered: true,
        ..Table::default()
    };
    let person = Table {
        rows: persons,
        columns: of_persons,
        parents,
        offsets,
        delivered: true,
        ..Table::default()
    };
    Dataset {
        tables: vec![household, person],
    }
}

fn offsets(sizes: &[usize]) -> Vec<u32> {
    let mut end = 0;
    let ends = sizes.iter().map(|size| {
        end += u32::try_from(*size).unwrap_or(0);
        end
    });
    [0].into_iter().chain(ends).collect()
}

/// A small generator of random numbers.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % bound).unwrap_or(0)
    }

    fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high - low + 1).unwrap_or(1);
        low + i64::try_from(self.below(width)).unwrap_or(0)
    }
}

fn generate(name: &str, ty: Type, rows: usize, dice: &mut Dice) -> Values {
    let mut numbers = |low: i64, high: i64, scale: i64| -> Values {
        Values::Number((0..rows).map(|_| dice.between(low, high) * scale).collect())
    };
    match (name, ty) {
        ("household_id", _) => {
            let rows = i64::try_from(rows).unwrap_or(0);
            Values::Number((0..rows).map(|row| row * 3 + 1).collect())
        }
        ("kelurahan", _) => numbers(0, 29, 1),
        ("floor_m2", _) => numbers(60, 1_500, 100_000),
        ("electricity_va", _) => numbers(1, 5, 450),
        ("monthly_expenditure", _) => numbers(400_000, 9_000_000, 10_000),
        ("food_share", _) => numbers(2_000, 9_800, 100),
        ("age", _) => numbers(0, 92, 1),
        ("monthly_income", _) => numbers(0, 6_000, 10_000_000),
        ("is_working", _) => {
            Values::Boolean(Bitmap::collect((0..rows).map(|_| dice.below(2) == 0)))
        }
        ("has_bpjs", _) => Values::Boolean(Bitmap::collect((0..rows).map(|_| dice.below(3) != 0))),
        (_, Type::Boolean) => {
            Values::Boolean(Bitmap::collect((0..rows).map(|_| dice.below(40) == 0)))
        }
        (_, Type::Enum(id)) => {
            let count = u64::try_from(ENUMS[id.index() - 2].1.len()).unwrap_or(1);
            Values::Enum(
                (0..rows)
                    .map(|_| u16::try_from(dice.below(count)).unwrap_or(0))
                    .collect(),
            )
        }
        _ => numbers(0, 100, 1),
    }
}

fn column(batches: &[RecordBatch], name: &str, ty: Type) -> Option<Column> {
    let parts: Vec<&ArrayRef> = batches
        .iter()
        .filter_map(|batch| batch.column_by_name(name))
        .collect();
    let known: Vec<bool> = parts
        .iter()
        .flat_map(|it| (0..it.len()).map(|row| it.is_valid(row)))
        .collect();
    let values = match ty {
        Type::Boolean => Values::Boolean(Bitmap::collect(
            parts
                .iter()
                .flat_map(|it| it.as_boolean().iter().map(|it| it == Some(true))),
        )),
        Type::Enum(id) => {
            let names = ENUMS[id.index() - 2].1;
            let code = |text: Option<&str>| {
                let place = names.iter().position(|name| Some(*name) == text);
                place
                    .and_then(|place| u16::try_from(place).ok())
                    .unwrap_or(0)
            };
            Values::Enum(
                parts
                    .iter()
                    .flat_map(|it| it.as_string::<i32>().iter().map(code))
                    .collect(),
            )
        }
        _ => {
            let scale = ty.scale()?;
            Values::Number(parts.iter().flat_map(|it| raws(it, scale)).collect())
        }
    };
    let valid = known.contains(&false).then(|| Bitmap::collect(known));
    Some(Column { values, valid })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "small decimals"
)]
fn raws(part: &ArrayRef, scale: i64) -> Vec<i64> {
    match part.data_type() {
        DataType::Int16 => part
            .as_primitive::<Int16Type>()
            .iter()
            .map(|it| i64::from(it.unwrap_or(0)) * scale)
            .collect(),
        DataType::Int32 => part
            .as_primitive::<Int32Type>()
            .iter()
            .map(|it| i64::from(it.unwrap_or(0)) * scale)
            .collect(),
        DataType::Float64 => part
            .as_primitive::<Float64Type>()
            .iter()
            .map(|it| (it.unwrap_or(0.0) * scale as f64).round() as i64)
            .collect(),
        _ => part
            .as_primitive::<Int64Type>()
            .iter()
            .map(|it| it.unwrap_or(0) * scale)
            .collect(),
    }
}
