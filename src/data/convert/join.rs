//! One column from parts that were converted apart.

use arrow_array::builder::StringBuilder;
use arrow_array::{Array, StringArray};

use super::{Bitmap, Column, Converted, Unreadable, Values};
use crate::data::numbers::Numbers;

/// Texts are kept behind 32-bit offsets.
const MOST_BYTES: usize = i32::MAX as usize;

impl Converted {
    /// The rows of all parts, one part after the other.
    pub(in crate::data) fn joined(mut parts: Vec<Self>) -> Result<Self, Unreadable> {
        if parts.len() == 1
            && let Some(only) = parts.pop()
        {
            return Ok(only);
        }
        let (mut bad, mut notes) = (Vec::new(), Vec::new());
        let mut columns = Vec::with_capacity(parts.len());
        let mut start = 0;
        for part in parts {
            let rows = super::row_id(start);
            bad.extend(part.bad.into_iter().map(|mut cell| {
                cell.row = cell.row.saturating_add(rows);
                cell
            }));
            for (kind, more, row) in part.notes {
                match notes.iter_mut().find(|(known, _, _)| *known == kind) {
                    Some((_, count, _)) => *count += more,
                    None => notes.push((kind, more, row.saturating_add(rows))),
                }
            }
            start += part.column.values.len();
            columns.push(part.column);
        }
        Ok(Self {
            column: column(columns, start)?,
            bad,
            notes,
        })
    }
}

/// All parts are stored alike: they are of one field.
fn column(parts: Vec<Column>, rows: usize) -> Result<Column, Unreadable> {
    let valid = parts.iter().any(|part| part.valid.is_some()).then(|| {
        let mut all = Bitmap::default();
        for part in &parts {
            match &part.valid {
                Some(valid) => all.append(valid),
                None => all.append(&Bitmap::ones(part.values.len())),
            }
        }
        all
    });
    let mut numbers = Vec::with_capacity(parts.len());
    let (mut dates, mut codes, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    let mut bits = None;
    for part in parts {
        match part.values {
            Values::Number(values) => numbers.push(values),
            Values::Date(values) => {
                dates.reserve_exact(if dates.is_empty() { rows } else { 0 });
                dates.extend(values);
            }
            Values::Enum(values) => {
                codes.reserve_exact(if codes.is_empty() { rows } else { 0 });
                codes.extend(values);
            }
            Values::Boolean(values) => bits.get_or_insert_with(Bitmap::default).append(&values),
            Values::Text(values) => texts.push(values),
        }
    }
    let values = if let Some(bits) = bits {
        Values::Boolean(bits)
    } else if !texts.is_empty() {
        Values::Text(joined(&texts)?)
    } else if !dates.is_empty() {
        Values::Date(dates)
    } else if !codes.is_empty() {
        Values::Enum(codes)
    } else {
        Values::Number(Numbers::joined(&numbers))
    };
    Ok(Column { values, valid })
}

fn joined(parts: &[StringArray]) -> Result<StringArray, Unreadable> {
    let bytes: usize = parts.iter().map(|part| part.value_data().len()).sum();
    if bytes > MOST_BYTES {
        return Err(Unreadable::TooMuchText);
    }
    let rows = parts.iter().map(Array::len).sum();
    let mut out = StringBuilder::with_capacity(rows, bytes);
    let texts = parts.iter().flat_map(|part| part.iter());
    texts.for_each(|text| out.append_value(text.unwrap_or_default()));
    Ok(out.finish())
}
