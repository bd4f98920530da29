//! A result table as a workbook of one sheet, written row by row: frozen head, filter, formats by type.

use std::io::Write;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal128Type, Int32Type, Int64Type, UInt32Type};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use aturan::number::{Date, format_decimal};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};

use super::write::{Columns, batch, row_groups};

/// Rows that a sheet holds below its head.
const MOST: usize = 1_048_575;
/// Digits that a number of a spreadsheet keeps.
const DIGITS: i128 = 999_999_999_999_999;
/// The day of a spreadsheet on 1970-01-01.
const EPOCH: i32 = 25_569;
/// The first day since which spreadsheets count right: 1900-03-01.
const FIRST_DAY: i32 = 61;
/// Characters of a column.
const WIDTH: f64 = 18.0;

/// Writes a table; the same table gives the same bytes.
pub(super) fn write(
    out: &mut impl Write,
    name: &str,
    table: &impl Columns,
) -> Result<(), Box<dyn std::error::Error>> {
    if table.rows() > MOST {
        let rows = table.rows();
        let cause = format!(
            "{rows} rows are more than a sheet holds ({MOST}): take `--out-format parquet` or `csv`"
        );
        return Err(cause.into());
    }
    let mut workbook = Workbook::new();
    // A fixed day: when the file was made is no result.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&day));
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name(name.chars().take(31).collect::<String>())?;
    sheet.set_freeze_panes(1, 1)?;
    let fields = table.schema().fields();
    let columns = u16::try_from(fields.len())?;
    for column in 0..columns {
        sheet.set_column_width(column, WIDTH)?;
    }
    let head = Format::new().set_bold().set_background_color("DDE8E8");
    for (column, field) in (0u16..).zip(fields) {
        sheet.write_string_with_format(0, column, field.name(), &head)?;
    }
    let last = u32::try_from(table.rows())?;
    sheet.autofilter(0, 0, last, columns.saturating_sub(1))?;
    let formats = Formats::new();
    let mut line = 1;
    for rows in row_groups(table) {
        let batch = batch(table, rows)?;
        for row in 0..batch.num_rows() {
            for (column, cells) in (0u16..).zip(batch.columns()) {
                cell(sheet, (line, column), cells, row, &formats)?;
            }
            line += 1;
        }
    }
    Ok(out.write_all(&workbook.save_to_buffer()?)?)
}

/// The looks of cells.
struct Formats {
    date: Format,
    decimal: Format,
}

impl Formats {
    fn new() -> Self {
        Self {
            date: Format::new().set_num_format("yyyy-mm-dd"),
            decimal: Format::new().set_num_format("#,##0.####"),
        }
    }
}

/// Writes a cell of the types that result tables have; blank where null. A number with more digits
/// than a spreadsheet keeps is written as text, so that none is lost.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "result tables have no other of Arrow's types"
)]
fn cell(
    sheet: &mut Worksheet,
    (line, column): (u32, u16),
    cells: &ArrayRef,
    row: usize,
    formats: &Formats,
) -> Result<(), Box<dyn std::error::Error>> {
    if cells.is_null(row) {
        return Ok(());
    }
    match cells.data_type() {
        DataType::Boolean => {
            sheet.write_boolean(line, column, cells.as_boolean().value(row))?;
        }
        DataType::Int64 => {
            let raw = cells.as_primitive::<Int64Type>().value(row);
            number(sheet, (line, column), raw.into(), 1, None)?;
        }
        DataType::UInt32 => {
            let raw = cells.as_primitive::<UInt32Type>().value(row);
            number(sheet, (line, column), raw.into(), 1, None)?;
        }
        DataType::Decimal128(_, scale) => {
            let raw = cells.as_primitive::<Decimal128Type>().value(row);
            let one = 10_i64.pow(u32::from(scale.unsigned_abs()));
            number(sheet, (line, column), raw, one, Some(&formats.decimal))?;
        }
        DataType::Date32 => {
            let days = cells.as_primitive::<Date32Type>().value(row);
            let serial = days.saturating_add(EPOCH);
            if serial >= FIRST_DAY {
                sheet.write_number_with_format(line, column, serial, &formats.date)?;
            } else if let Some(date) = Date::from_days(days) {
                sheet.write_string(line, column, date.to_string())?;
            }
        }
        DataType::Utf8 => {
            sheet.write_string(line, column, cells.as_string::<i32>().value(row))?;
        }
        DataType::Dictionary(_, _) => {
            let words = cells.as_dictionary::<Int32Type>();
            if let Some(key) = words.key(row).filter(|key| *key < words.values().len()) {
                let word = words.values().as_string::<i32>().value(key);
                sheet.write_string(line, column, word)?;
            }
        }
        _ => {}
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "fifteen digits fit")]
fn number(
    sheet: &mut Worksheet,
    (line, column): (u32, u16),
    raw: i128,
    one: i64,
    format: Option<&Format>,
) -> Result<(), Box<dyn std::error::Error>> {
    if raw.abs() > DIGITS {
        sheet.write_string(line, column, format_decimal(raw, one))?;
        return Ok(());
    }
    let value = raw as f64 / one as f64;
    match format {
        Some(format) => sheet.write_number_with_format(line, column, value, format)?,
        None => sheet.write_number(line, column, value)?,
    };
    Ok(())
}
