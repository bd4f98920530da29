//! Numbers as people read them, and beside each its plain value for programs.

use maud::{Markup, html};

use crate::diagnostic::Language;
use crate::number::{DECIMAL, Date, Grouping, Rational, format_grouped};

use super::Edition;
use super::cells::Cell;

/// Million, milliard and billion, by their power of ten.
const LARGE: [(i128, &str, &str); 3] = [
    (1_000_000_000_000, "trillion", "triliun"),
    (1_000_000_000, "billion", "miliar"),
    (1_000_000, "million", "juta"),
];

impl<'e> Edition<'e> {
    pub(super) fn say<'t>(&self, english: &'t str, indonesian: &'t str) -> &'t str {
        match self.language {
            Language::English => english,
            Language::Indonesian => indonesian,
        }
    }

    /// The same for words that outlive the edition.
    pub(super) fn fixed(&self, english: &'static str, indonesian: &'static str) -> &'static str {
        match self.language {
            Language::English => english,
            Language::Indonesian => indonesian,
        }
    }

    fn grouping(&self) -> Grouping {
        match self.language {
            Language::English => Grouping::English,
            Language::Indonesian => Grouping::Indonesian,
        }
    }

    pub(super) fn count(&self, count: u64) -> String {
        format_grouped(i128::from(count), 1, self.grouping())
    }

    /// Plain digits with the reader's separators.
    pub(super) fn digits(&self, plain: &str) -> String {
        let raw = Rational::parse_decimal(plain).and_then(|it| it.round_to_scale(DECIMAL));
        match raw {
            Some(raw) => format_grouped(i128::from(raw), DECIMAL, self.grouping()),
            None => self.long_digits(plain),
        }
    }

    /// A figure as people read it: whole above a thousand, two decimals above one, four figures below.
    pub(super) fn reading(&self, plain: &str) -> String {
        let fits = plain.contains('.').then(|| Rational::parse_decimal(plain));
        let Some(Some(exact)) = fits else {
            return self.digits(plain);
        };
        let size = float(plain).abs();
        let scale: i64 = match size {
            it if it >= 1000.0 => 1,
            it if it >= 1.0 => 100,
            it if it >= 0.1 => 10_000,
            it if it >= 0.01 => 100_000,
            _ => DECIMAL,
        };
        let raw = exact.round_to_scale(scale);
        raw.map_or_else(
            || self.digits(plain),
            |raw| format_grouped(i128::from(raw), scale, self.grouping()),
        )
    }

    /// A change of a figure with its sign.
    pub(super) fn signed_reading(&self, plain: &str) -> String {
        match plain.strip_prefix('-') {
            Some(positive) => format!("−{}", self.reading(positive)),
            None => format!("+{}", self.reading(plain)),
        }
    }

    /// Totals beyond the range of a single value keep their digits.
    fn long_digits(&self, plain: &str) -> String {
        let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
        let whole = whole.parse::<i128>().map_or_else(
            |_| whole.to_owned(),
            |it| format_grouped(it, 1, self.grouping()),
        );
        match part {
            "" => whole,
            part => format!("{whole}{}{part}", self.say(".", ",")),
        }
    }

    /// How the currency is written before an amount.
    pub(super) fn sign(&self) -> &'e str {
        match self.currency {
            "IDR" => "Rp",
            other => other,
        }
    }

    pub(super) fn money(&self, plain: &str) -> String {
        match plain.strip_prefix('-') {
            Some(positive) => format!("−{} {}", self.sign(), self.digits(positive)),
            None => format!("{} {}", self.sign(), self.digits(plain)),
        }
    }

    /// Money to three figures or so: `Rp 5,69 miliar`.
    pub(super) fn brief_money(&self, plain: &str) -> String {
        let (minus, positive) = match plain.strip_prefix('-') {
            Some(positive) => ("−", positive),
            None => ("", plain),
        };
        let amount = Rational::parse_decimal(positive);
        let large = LARGE.iter().find_map(|(unit, english, indonesian)| {
            let least = Rational::new(*unit, 1)?;
            let units = amount.filter(|it| *it >= least)?.checked_div(least)?;
            let hundredths = units.round_to_scale(100)?;
            let digits = format_grouped(i128::from(hundredths), 100, self.grouping());
            Some(format!("{digits} {}", self.say(english, indonesian)))
        });
        let digits = large.unwrap_or_else(|| self.digits(positive));
        format!("{minus}{} {digits}", self.sign())
    }

    /// A part of a whole with two digits; an empty whole has no percentage.
    pub(super) fn percent(&self, part: u64, whole: u64) -> String {
        let share = Rational::new(i128::from(part), i128::from(whole));
        share.map_or_else(|| "–".to_owned(), |it| self.as_percent(it, 100))
    }

    /// A share in plain digits (`0.034421`) as a percentage with one digit.
    pub(super) fn share(&self, plain: &str) -> String {
        let share = Rational::parse_decimal(plain);
        share.map_or_else(|| "–".to_owned(), |it| self.as_percent(it, 10))
    }

    /// The same with two digits.
    pub(super) fn fine_share(&self, plain: &str) -> String {
        let share = Rational::parse_decimal(plain);
        share.map_or_else(|| "–".to_owned(), |it| self.as_percent(it, 100))
    }

    /// With as many digits as the scale has, so that a column of them is even.
    fn as_percent(&self, share: Rational, scale: i64) -> String {
        let raw = share
            .checked_mul(Rational::from_integer(100))
            .and_then(|it| it.round_to_scale(scale));
        let Some(raw) = raw else {
            return "–".to_owned();
        };
        if raw == 0 && share > Rational::zero() {
            let least = format_grouped(1, scale, self.grouping());
            return format!("< {least} %");
        }
        let minus = if raw < 0 { "−" } else { "" };
        let raw = i128::from(raw).unsigned_abs();
        let unit = u128::from(scale.unsigned_abs().max(1));
        let whole = i128::try_from(raw / unit).unwrap_or(0);
        let whole = format_grouped(whole, 1, self.grouping());
        let width = usize::try_from(unit.ilog10()).unwrap_or(0);
        let point = self.say(".", ",");
        format!("{minus}{whole}{point}{:0width$} %", raw % unit)
    }

    /// A change with its sign; a dash where there is none.
    pub(super) fn signed(&self, plain: &str) -> String {
        match plain.strip_prefix('-') {
            Some(positive) => format!("−{}", self.digits(positive)),
            None if plain == "0" => "±0".to_owned(),
            None => format!("+{}", self.digits(plain)),
        }
    }

    /// `30 November 2023`; a text that is no date stays as it is.
    pub(super) fn day(&self, iso: &str) -> String {
        const MONTHS: [(&str, &str); 12] = [
            ("January", "Januari"),
            ("February", "Februari"),
            ("March", "Maret"),
            ("April", "April"),
            ("May", "Mei"),
            ("June", "Juni"),
            ("July", "Juli"),
            ("August", "Agustus"),
            ("September", "September"),
            ("October", "Oktober"),
            ("November", "November"),
            ("December", "Desember"),
        ];
        let parts: Vec<&str> = iso.split('-').collect();
        let ([year, month, day], Some(_)) = (parts.as_slice(), Date::parse_iso(iso)) else {
            return iso.to_owned();
        };
        let at = month.parse::<usize>().unwrap_or(0).wrapping_sub(1);
        let name = MONTHS.get(at).map_or(*month, |(english, indonesian)| {
            self.say(english, indonesian)
        });
        format!("{} {name} {year}", day.trim_start_matches('0'))
    }

    /// `per month` in the reader's language.
    pub(super) fn period(&self, period: &str) -> String {
        let indonesian = match period {
            "one-off" => "sekali",
            "per day" => "per hari",
            "per week" => "per minggu",
            "per month" => "per bulan",
            "per quarter" => "per triwulan",
            "per year" => "per tahun",
            other => other,
        };
        self.say(period, indonesian).to_owned()
    }

    /// `fewer than 5`, short.
    pub(super) fn few(&self) -> String {
        format!("< {}", self.min_cell)
    }

    pub(super) fn is_few(&self, count: u64) -> bool {
        count > 0 && count < self.min_cell
    }

    /// Whether a count that stands by itself may be shown.
    pub(super) fn cell(&self, count: u64) -> Cell {
        if self.is_few(count) {
            Cell::Few
        } else {
            Cell::Shown
        }
    }

    /// A count by itself, hidden where it is small.
    pub(super) fn lone(&self, key: &str, count: u64) -> Markup {
        self.counted(key, count, self.cell(count))
    }

    /// A count as its cell may be shown.
    pub(super) fn counted(&self, key: &str, count: u64, cell: Cell) -> Markup {
        match cell {
            Cell::Shown => figure(key, &count.to_string(), &self.count(count)),
            Cell::Few | Cell::Kept => self.hidden(cell),
        }
    }

    /// What stands in the place of a figure that is not shown.
    pub(super) fn hidden(&self, cell: Cell) -> Markup {
        match cell {
            Cell::Shown => html! {},
            Cell::Few => html! { span.hidden title=(self.say(
            "hidden: a small group", "disembunyikan: kelompok kecil")) { (self.few()) } },
            Cell::Kept => html! { span.hidden title=(self.say(
            "hidden so that a small group cannot be worked out",
            "disembunyikan agar kelompok kecil tidak dapat dihitung")) { "•" } },
        }
    }
}

/// An amount to three figures, in plain digits.
pub(super) fn rounded(plain: &str) -> String {
    let whole = plain.split('.').next().unwrap_or(plain);
    let Ok(amount) = whole.parse::<i128>() else {
        return plain.to_owned();
    };
    let places = amount.unsigned_abs().checked_ilog10().unwrap_or(0);
    let unit = 10_i128.pow(places.saturating_sub(2));
    let half = if amount < 0 { -unit / 2 } else { unit / 2 };
    (amount.saturating_add(half) / unit * unit).to_string()
}

/// A figure with its plain value; `key` says which of the run's figures it is.
pub(super) fn figure(key: &str, plain: &str, shown: &str) -> Markup {
    html! { data.n data-figure=(key) value=(plain) { (shown) } }
}

/// The nearest float of plain digits, for lengths and places in drawings.
pub(super) fn float(plain: &str) -> f64 {
    plain.parse().unwrap_or(0.0)
}

/// The part as a percentage of the whole, for lengths.
#[expect(clippy::cast_precision_loss, reason = "a length on the screen")]
pub(super) fn length(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 * 100.0 / whole as f64
    }
}
