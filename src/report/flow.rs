//! The diagram of moves: bands from where rows were to where they are.

use std::fmt::Write as _;

use maud::{Escaper, Markup, PreEscaped, html};

use super::Edition;
use super::cells::{Cell, settle};
use crate::simulate::Matrix;

const WIDTH: f64 = 440.0;
/// Where the bars stand, and how wide they are.
const LEFT: f64 = 148.0;
const RIGHT: f64 = 280.0;
const BAR: f64 = 12.0;
/// Height of all bands together, and space between two bars.
const BANDS: f64 = 210.0;
const GAP: f64 = 34.0;
/// Characters of a line of a label.
const LINE: usize = 19;

/// A band: rows that move from one place to another.
struct Band {
    from: usize,
    to: usize,
    rows: u64,
    cell: Cell,
}

/// A bar at one side.
#[derive(Clone, Copy, Default)]
struct Bar {
    top: f64,
    height: f64,
    /// How much of it bands have taken.
    taken: f64,
}

/// Draws the moves of a matrix, without those who stay; nothing where nobody moves.
pub(super) fn moves(
    edition: &Edition<'_>,
    id: &str,
    title: &str,
    matrix: &Matrix,
    label: &dyn Fn(&str) -> String,
) -> Markup {
    let bands = bands(matrix, edition.min_cell);
    if bands.is_empty() {
        return html! {};
    }
    let mut left = bars(matrix.from.len(), &bands, |band| band.from);
    let mut right = bars(matrix.to.len(), &bands, |band| band.to);
    let (mut inside, mut words) = (String::new(), Vec::new());
    for band in &bands {
        let (Some(from), Some(to)) = (left.get_mut(band.from), right.get_mut(band.to)) else {
            continue;
        };
        let shown = match band.cell {
            Cell::Shown => edition.count(band.rows),
            Cell::Few => edition.few(),
            Cell::Kept => "•".to_owned(),
        };
        let name =
            |names: &[String], at: usize| names.get(at).map_or_else(String::new, |it| label(it));
        let sentence = format!(
            "{} → {}: {shown}",
            name(&matrix.from, band.from),
            name(&matrix.to, band.to)
        );
        ribbon(&mut inside, from, to, band, &bands, &sentence);
        words.push(sentence);
    }
    let count = |at: usize, sign: &str, of: fn(&Band) -> usize| {
        let here = bands.iter().filter(|band| of(band) == at);
        if here.clone().any(|band| band.cell != Cell::Shown) {
            return String::new();
        }
        format!("{sign}{}", edition.count(here.map(|band| band.rows).sum()))
    };
    for (at, (bar, name)) in left.iter().zip(&matrix.from).enumerate() {
        let count = count(at, "−", |band| band.from);
        let place = (LEFT - BAR, LEFT - BAR - 8.0, "end");
        side(&mut inside, bar, place, &label(name), &count);
    }
    for (at, (bar, name)) in right.iter().zip(&matrix.to).enumerate() {
        let count = count(at, "+", |band| band.to);
        let place = (RIGHT, RIGHT + BAR + 8.0, "start");
        side(&mut inside, bar, place, &label(name), &count);
    }
    let height = left.iter().chain(&right).map(|bar| bar.top + bar.height);
    let height = height.fold(0.0, f64::max) + 14.0;
    let (title_id, words_id) = (format!("{id}-t"), format!("{id}-d"));
    html! {
        svg.chart.flow viewBox=(format!("0 0 {WIDTH} {height:.0}")) role="img"
            aria-labelledby=(format!("{title_id} {words_id}")) {
            title id=(title_id) { (title) }
            desc id=(words_id) { (words.join("; ")) }
            (PreEscaped(inside))
        }
    }
}

fn bands(matrix: &Matrix, min_cell: u64) -> Vec<Band> {
    let cells = settle(&matrix.rows, min_cell);
    let mut bands = Vec::new();
    for (from, (row, cells)) in matrix.rows.iter().zip(&cells).enumerate() {
        for (to, (rows, cell)) in row.iter().zip(cells).enumerate() {
            if *rows > 0 && matrix.from.get(from) != matrix.to.get(to) {
                bands.push(Band {
                    from,
                    to,
                    rows: *rows,
                    cell: *cell,
                });
            }
        }
    }
    bands
}

/// The height of a band: in proportion, but never too thin to see; hidden ones all look alike.
#[expect(clippy::cast_precision_loss, reason = "a length on the screen")]
fn height(band: &Band, all: &[Band]) -> f64 {
    let total: u64 = all.iter().map(|band| band.rows).sum();
    match band.cell {
        Cell::Shown => (band.rows as f64 / total.max(1) as f64 * BANDS).max(3.0),
        Cell::Few | Cell::Kept => 3.0,
    }
}

fn bars(count: usize, bands: &[Band], at: impl Fn(&Band) -> usize) -> Vec<Bar> {
    let mut top = 16.0;
    (0..count)
        .map(|place| {
            let height = bands
                .iter()
                .filter(|band| at(band) == place)
                .map(|band| height(band, bands))
                .sum();
            let bar = Bar {
                top,
                height,
                taken: 0.0,
            };
            if height > 0.0 {
                top += height + GAP;
            }
            bar
        })
        .collect()
}

fn ribbon(
    out: &mut String,
    from: &mut Bar,
    to: &mut Bar,
    band: &Band,
    all: &[Band],
    sentence: &str,
) {
    let thick = height(band, all);
    let (y1, y2) = (from.top + from.taken, to.top + to.taken);
    from.taken += thick;
    to.taken += thick;
    let middle = f64::midpoint(LEFT, RIGHT);
    let (end1, end2) = (y1 + thick, y2 + thick);
    // Towards the first classes is down in welfare or up as the policy orders them: two inks.
    let way = if band.to < band.from { "c0" } else { "c1" };
    let _ = write!(
        out,
        r#"<path class="band {way}" d="M{LEFT} {y1:.1} C{middle} {y1:.1} {middle} {y2:.1} {RIGHT} {y2:.1} L{RIGHT} {end2:.1} C{middle} {end2:.1} {middle} {end1:.1} {LEFT} {end1:.1} Z"><title>"#
    );
    let _ = write!(Escaper::new(out), "{sentence}");
    out.push_str("</title></path>");
}

/// A bar, its title and how much goes or comes; where the bar stands, where the text does, and its anchor.
fn side(
    out: &mut String,
    bar: &Bar,
    (x, text_x, anchor): (f64, f64, &str),
    label: &str,
    count: &str,
) {
    if bar.height == 0.0 {
        return;
    }
    let _ = write!(
        out,
        r#"<rect class="bar" x="{x}" y="{:.1}" width="{BAR}" height="{:.1}" rx="1.5"/>"#,
        bar.top, bar.height
    );
    let mut lines: Vec<(&str, String)> = broken(label).into_iter().map(|it| ("text", it)).collect();
    if !count.is_empty() {
        lines.push(("text strong", count.to_owned()));
    }
    #[expect(clippy::cast_precision_loss, reason = "three lines at most")]
    let first = bar.top + bar.height / 2.0 - (lines.len() as f64 - 1.0) * 7.5;
    let mut y = first;
    for (class, line) in lines {
        let _ = write!(
            out,
            r#"<text class="{class}" x="{text_x}" y="{y:.1}" dy="0.35em" text-anchor="{anchor}">"#
        );
        let _ = write!(Escaper::new(out), "{line}");
        out.push_str("</text>");
        y += 15.0;
    }
}

/// A label in two lines at most.
fn broken(label: &str) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in label.split_whitespace() {
        let count = lines.len();
        let Some(line) = lines.last_mut() else { break };
        let long = line.chars().count() + 1 + word.chars().count();
        if line.is_empty() {
            word.clone_into(line);
        } else if long <= LINE {
            line.push(' ');
            line.push_str(word);
        } else if count == 1 {
            lines.push(word.to_owned());
        } else {
            line.push('…');
            break;
        }
    }
    lines
}
