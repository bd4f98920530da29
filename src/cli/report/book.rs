//! A workbook for those who live in a spreadsheet: frozen heads, filters, formats, fitting widths.

use aturan::diagnostic::Language;
use aturan::report::{Cell, Edition};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

/// Widths of columns, in characters.
const NARROW: f64 = 9.0;
const WIDE: f64 = 60.0;

/// How the values of a column are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Words,
    /// A whole or decimal number.
    Number,
    Money,
    /// A share, shown as a percentage.
    Share,
}

/// A value.
#[derive(Clone)]
pub(super) enum Value {
    Words(String),
    /// Plain digits.
    Plain(String),
    /// A figure that is not shown, and how it is written instead.
    Hidden(String),
    None,
}

impl Value {
    pub(super) fn words(text: &str) -> Self {
        Self::Words(text.to_owned())
    }

    pub(super) fn count(count: u64) -> Self {
        Self::Plain(count.to_string())
    }

    pub(super) fn perhaps(plain: Option<&String>) -> Self {
        plain.map_or(Self::None, |plain| Self::Plain(plain.clone()))
    }
}

/// A workbook on its way.
pub(super) struct Book<'a> {
    pub(super) edition: Edition<'a>,
    sheets: Vec<Sheet>,
}

/// A table with its head.
pub(super) struct Sheet {
    name: String,
    head: Vec<(String, Kind)>,
    rows: Vec<Vec<Value>>,
}

impl Sheet {
    pub(super) fn new(name: &str, head: &[(&str, Kind)]) -> Self {
        Self {
            name: name.to_owned(),
            head: head
                .iter()
                .map(|(title, kind)| ((*title).to_owned(), *kind))
                .collect(),
            rows: Vec::new(),
        }
    }

    pub(super) fn row(&mut self, row: Vec<Value>) {
        self.rows.push(row);
    }
}

impl<'a> Book<'a> {
    pub(super) fn new(edition: Edition<'a>) -> Self {
        Self {
            edition,
            sheets: Vec::new(),
        }
    }

    pub(super) fn say<'t>(&self, english: &'t str, indonesian: &'t str) -> &'t str {
        match self.edition.language {
            Language::English => english,
            Language::Indonesian => indonesian,
        }
    }

    /// The same for words that outlive the book.
    pub(super) fn fixed(&self, english: &'static str, indonesian: &'static str) -> &'static str {
        match self.edition.language {
            Language::English => english,
            Language::Indonesian => indonesian,
        }
    }

    /// Takes a sheet; one without rows is left out.
    pub(super) fn add(&mut self, sheet: Sheet) {
        if !sheet.rows.is_empty() {
            self.sheets.push(sheet);
        }
    }

    /// A count, hidden where it is small.
    pub(super) fn lone(&self, count: u64) -> Value {
        let few = count > 0 && count < self.edition.min_cell;
        self.counted(count, if few { Cell::Few } else { Cell::Shown })
    }

    /// A count as its cell may be shown.
    pub(super) fn counted(&self, count: u64, cell: Cell) -> Value {
        match cell {
            Cell::Shown => Value::count(count),
            Cell::Few | Cell::Kept => self.hidden(cell),
        }
    }

    pub(super) fn hidden(&self, cell: Cell) -> Value {
        match cell {
            Cell::Shown => Value::None,
            Cell::Few => Value::Hidden(format!("< {}", self.edition.min_cell)),
            Cell::Kept => Value::Hidden("•".to_owned()),
        }
    }

    /// The file. The same figures give the same bytes.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        // A fixed day: when the file was made is no figure of it.
        let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&day));
        let formats = Formats::new(self.edition.currency);
        for sheet in &self.sheets {
            sheet.write(workbook.add_worksheet(), &formats)?;
        }
        workbook.save_to_buffer()
    }
}

/// The looks of cells.
struct Formats {
    head: Format,
    head_right: Format,
    words: Format,
    whole: Format,
    decimal: Format,
    money: Format,
    money_part: Format,
    share: Format,
    hidden: Format,
}

impl Formats {
    fn new(currency: &str) -> Self {
        let sign = match currency {
            "IDR" => "[$Rp-421]".to_owned(),
            other => format!("\"{other}\""),
        };
        let head = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_background_color("DDE8E8");
        let number = |form: &str| {
            Format::new()
                .set_align(FormatAlign::Top)
                .set_num_format(form)
        };
        Self {
            head_right: head.clone().set_align(FormatAlign::Right),
            head,
            words: Format::new().set_align(FormatAlign::Top).set_text_wrap(),
            whole: number("#,##0"),
            decimal: number("#,##0.00####"),
            money: number(&format!("{sign} #,##0")),
            money_part: number(&format!("{sign} #,##0.00##")),
            share: number("0.00%"),
            hidden: Format::new()
                .set_align(FormatAlign::Top)
                .set_align(FormatAlign::Right)
                .set_font_color("666666"),
        }
    }

    fn of(&self, kind: Kind, plain: &str) -> &Format {
        match (kind, plain.contains('.')) {
            (Kind::Share, _) => &self.share,
            (Kind::Money, false) => &self.money,
            (Kind::Money, true) => &self.money_part,
            (Kind::Number | Kind::Words, false) => &self.whole,
            (Kind::Number | Kind::Words, true) => &self.decimal,
        }
    }
}

impl Sheet {
    fn write(&self, sheet: &mut Worksheet, formats: &Formats) -> Result<(), XlsxError> {
        sheet.set_name(self.name.chars().take(31).collect::<String>())?;
        for (column, (title, kind)) in (0u16..).zip(&self.head) {
            let format = if *kind == Kind::Words {
                &formats.head
            } else {
                &formats.head_right
            };
            sheet.write_string_with_format(0, column, title, format)?;
            let longest = self.longest(usize::from(column), title, *kind);
            sheet.set_column_width(column, longest.clamp(NARROW, WIDE))?;
        }
        for (row, values) in (1u32..).zip(&self.rows) {
            for (column, (value, (_, kind))) in (0u16..).zip(values.iter().zip(&self.head)) {
                write(sheet, (row, column), value, *kind, formats)?;
            }
        }
        sheet.set_freeze_panes(1, 1)?;
        let last_row = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        let last_column = u16::try_from(self.head.len())
            .unwrap_or(1)
            .saturating_sub(1);
        sheet.autofilter(0, 0, last_row, last_column)?;
        sheet.set_landscape();
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(0, 0)?;
        Ok(())
    }

    /// Characters of the longest value of a column, as it is shown.
    #[expect(clippy::cast_precision_loss, reason = "a width")]
    fn longest(&self, column: usize, title: &str, kind: Kind) -> f64 {
        let length = |value: &Value| match value {
            Value::Words(text) | Value::Hidden(text) => text.chars().count(),
            Value::Plain(plain) if kind == Kind::Money => plain.len() * 4 / 3 + 4,
            Value::Plain(plain) => plain.len() * 4 / 3,
            Value::None => 0,
        };
        let values = self.rows.iter().filter_map(|row| row.get(column));
        let longest = values.map(length).max().unwrap_or(0);
        // A head wraps; a filter button stands in it.
        let head = (title.chars().count() / 2).clamp(6, 18) + 3;
        longest.max(head) as f64 + 1.0
    }
}

fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: &Value,
    kind: Kind,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match value {
        Value::None => {}
        Value::Words(text) => {
            sheet.write_string_with_format(row, column, text, &formats.words)?;
        }
        Value::Hidden(text) => {
            sheet.write_string_with_format(row, column, text, &formats.hidden)?;
        }
        Value::Plain(plain) => match plain.parse::<f64>() {
            Ok(number) => {
                let format = formats.of(kind, plain);
                sheet.write_number_with_format(row, column, number, format)?;
            }
            Err(_) => {
                sheet.write_string_with_format(row, column, plain, &formats.words)?;
            }
        },
    }
    Ok(())
}
