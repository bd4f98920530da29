//! Columns: which parts of a line stand under those of the lines above, and how wide they are.

use super::lines::Line;
use super::space::join;
use super::token::{Kind, Token};
use crate::syntax::{Layout, RowPlace, WordKind};

/// The widest part that widens its column; a wider one pushes its own line alone.
const WIDEST_NAME: usize = 24;
const WIDEST_LABEL: usize = 56;
const WIDEST_FIELD_LABEL: usize = 30;
const WIDEST_CLAUSE: usize = 8;
const WIDEST_KEY: usize = 40;
/// The widest line that moves the comments of the lines beside it.
const WIDEST_COMMENTED: usize = 90;

/// What lines have in common whose parts stand in columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// `male "Laki-laki"`.
    Value,
    /// `floor_area "Luas lantai" : decimal`.
    Field,
    /// `poor "Miskin" when …`.
    Class,
    /// `when …`, `quota …`.
    Clause,
    /// `sd = Rp 900 ribu`, `from 2022-01-01 = …`.
    Keyed,
    /// `member ani sex = female`.
    Fixture,
    /// `type sex male, female`.
    OneLine,
    /// `| a | b || c |`.
    Table,
}

/// A line in parts.
#[derive(Debug)]
struct Parts {
    style: Style,
    /// The row that it stands under.
    parent: usize,
    texts: Vec<String>,
}

/// The lines as text, without their indentation and comments.
pub(super) fn texts(lines: &[Line<'_>], layout: &Layout) -> Vec<String> {
    let mut parts: Vec<Option<Parts>> = lines.iter().map(|line| cut(line, layout)).collect();
    let mut texts: Vec<String> = lines.iter().map(|line| join(&line.tokens)).collect();
    for first in 0..lines.len() {
        let Some(group) = group(first, lines, &mut parts) else {
            continue;
        };
        let columns = columns(&group);
        for (at, parts) in &group {
            if let Some(text) = texts.get_mut(*at) {
                *text = lay_out(parts, &columns);
            }
        }
    }
    texts
}

/// The group that a line begins: the lines of its style under the same row, up to an empty line.
fn group(
    first: usize,
    lines: &[Line<'_>],
    parts: &mut [Option<Parts>],
) -> Option<Vec<(usize, Parts)>> {
    let begun = parts.get_mut(first)?.take()?;
    let (style, parent) = (begun.style, begun.parent);
    let mut group = vec![(first, begun)];
    for at in first + 1..lines.len() {
        let line = lines.get(at)?;
        let is_same = |it: &&mut Option<Parts>| {
            it.as_ref()
                .is_some_and(|it| it.style == style && it.parent == parent)
        };
        let same = parts.get_mut(at).filter(is_same).and_then(Option::take);
        let ends = match style {
            Style::Table => false,
            Style::OneLine => line.after_blank || same.is_none(),
            Style::Value
            | Style::Field
            | Style::Class
            | Style::Clause
            | Style::Keyed
            | Style::Fixture => line.after_blank,
        };
        if ends {
            if let (Some(same), Some(place)) = (same, parts.get_mut(at)) {
                *place = Some(same);
            }
            break;
        }
        group.extend(same.map(|same| (at, same)));
    }
    Some(group)
}

/// Where each part begins.
fn columns(group: &[(usize, Parts)]) -> Vec<usize> {
    let mut columns = vec![0];
    let count = group
        .iter()
        .map(|(_, it)| it.texts.len())
        .max()
        .unwrap_or(0);
    for place in 0..count {
        let widths = group.iter().filter_map(|(_, it)| {
            let width = width(it.texts.get(place)?);
            (width <= widest(it.style, place)).then_some(width)
        });
        let begin = columns.last().copied().unwrap_or(0);
        let width = widths.max().unwrap_or(0);
        columns.push(begin + width + usize::from(width > 0));
    }
    columns
}

fn widest(style: Style, place: usize) -> usize {
    match (style, place) {
        (Style::Table, _) => usize::MAX,
        (Style::Clause, _) => WIDEST_CLAUSE,
        (Style::Keyed, _) => WIDEST_KEY,
        (_, 0) => WIDEST_NAME,
        (Style::Field, _) => WIDEST_FIELD_LABEL,
        (Style::Value | Style::Class | Style::Fixture | Style::OneLine, _) => WIDEST_LABEL,
    }
}

fn width(text: &str) -> usize {
    text.chars().count()
}

fn lay_out(line: &Parts, columns: &[usize]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for (part, column) in line.texts.iter().zip(columns) {
        if part.is_empty() {
            continue;
        }
        let blanks = column.saturating_sub(at).max(usize::from(at > 0));
        out.push_str(&" ".repeat(blanks));
        out.push_str(part);
        at += blanks + width(part);
    }
    out
}

/// Cuts a line into its parts, if its kind has columns.
fn cut(line: &Line<'_>, layout: &Layout) -> Option<Parts> {
    let row = layout.rows.get(line.row?)?;
    let (style, cuts) = if line.tokens.first()?.kind == Kind::Bar {
        (Style::Table, bars(&line.tokens))
    } else {
        cuts(row, line, layout)?
    };
    let mut parts = Vec::new();
    let mut from = 0;
    for cut in cuts.into_iter().chain([line.tokens.len()]) {
        parts.push(join(line.tokens.get(from..cut)?));
        from = cut;
    }
    Some(Parts {
        style,
        parent: if row.level == 0 { 0 } else { row.parent },
        texts: parts,
    })
}

/// Before and after each bar.
fn bars(tokens: &[Token<'_>]) -> Vec<usize> {
    let bars =
        (0..tokens.len()).filter(|at| tokens.get(*at).is_some_and(|it| it.kind == Kind::Bar));
    let mut cuts: Vec<usize> = bars.flat_map(|at| [at, at + 1]).collect();
    cuts.retain(|at| *at > 0 && *at < tokens.len());
    cuts.dedup();
    cuts
}

/// Where a line of a row is cut.
fn cuts(row: &RowPlace, line: &Line<'_>, layout: &Layout) -> Option<(Style, Vec<usize>)> {
    let tokens = line.tokens.as_slice();
    let lead = english(tokens.first()?);
    match (kind(row, layout)?, row.level) {
        ("type", 0) => one_line_type(line, layout),
        ("type", 1) if lead.is_none() => {
            let is_one = !tokens.iter().any(|token| token.kind == Kind::Comma);
            is_one.then(|| (Style::Value, vec![1]))
        }
        ("entity", 1) if lead.is_none() => Some((Style::Field, field(tokens)?)),
        ("criteria" | "classify", 1) if lead.is_none() => Some((Style::Class, class(tokens))),
        ("scenario", 1) if lead == Some("set") => Some((Style::Keyed, vec![equals(tokens)?])),
        ("parameter" | "brackets", 1) if lead == Some("from") => {
            Some((Style::Keyed, vec![equals(tokens)?]))
        }
        ("parameter" | "brackets", 2) => Some((Style::Keyed, vec![equals(tokens)?])),
        ("aid" | "select" | "register", 1) if lead.is_some() => Some((Style::Clause, vec![1])),
        ("test" | "example", 1..) if lead.is_none() => {
            Some((Style::Fixture, vec![fixture_name(tokens)?]))
        }
        _ => None,
    }
}

/// What follows the name of a fixture row, where it has one: `member ani sex = female`.
fn fixture_name(tokens: &[Token<'_>]) -> Option<usize> {
    let names = tokens
        .iter()
        .skip_while(|token| token.kind == Kind::Literal);
    let count = names
        .take_while(|token| token.kind == Kind::Declared)
        .count();
    let counted = tokens
        .iter()
        .take_while(|token| token.kind == Kind::Literal)
        .count();
    // Entity, name, and the first field.
    (count > 2).then_some(counted + 2)
}

/// A word of the language in English.
fn english(token: &Token<'_>) -> Option<&'static str> {
    if let Kind::Keyword(pair) = token.kind {
        Some(pair.english)
    } else {
        None
    }
}

/// The kind of declaration that a row stands in; under `amend aid`, that is `aid`.
fn kind(row: &RowPlace, layout: &Layout) -> Option<&'static str> {
    let word = row.declaration?;
    if word != "amend" {
        return Some(word);
    }
    let mut head = layout.rows.get(row.parent)?;
    while head.level > 0 {
        head = layout.rows.get(head.parent)?;
    }
    let mut words = layout
        .words
        .iter()
        .skip_while(|word| word.start <= head.start);
    match words.next()?.kind {
        WordKind::Keyword(pair) => Some(pair.english),
        WordKind::Function(_)
        | WordKind::Currency
        | WordKind::Declared
        | WordKind::Name
        | WordKind::Part => None,
    }
}

fn one_line_type(line: &Line<'_>, layout: &Layout) -> Option<(Style, Vec<usize>)> {
    let own = line.row?;
    let has_rows = layout.rows.get(own + 1).is_some_and(|row| row.level > 0);
    let has_values = line.tokens.len() > 2;
    (!has_rows && has_values).then(|| (Style::OneLine, vec![2]))
}

/// Name, title, and what begins with the colon.
fn field(tokens: &[Token<'_>]) -> Option<Vec<usize>> {
    let colon = tokens.iter().position(|token| token.kind == Kind::Colon)?;
    Some(vec![1, colon.max(1)])
}

/// Name, title, weight, condition.
fn class(tokens: &[Token<'_>]) -> Vec<usize> {
    let find = |wanted: &[&str]| {
        let is_wanted = |token| english(token).is_some_and(|word| wanted.contains(&word));
        tokens.iter().position(is_wanted)
    };
    let condition = find(&["when", "otherwise"]).unwrap_or(tokens.len());
    let weight = find(&["weight"]).map_or(condition, |at| at.min(condition));
    vec![1, weight, condition]
}

/// What begins with the first `=` outside brackets.
fn equals(tokens: &[Token<'_>]) -> Option<usize> {
    let mut depth = 0_usize;
    tokens.iter().position(|token| {
        depth += usize::from(token.kind == Kind::Open);
        depth = depth.saturating_sub(usize::from(token.kind == Kind::Close));
        depth == 0 && token.kind == Kind::Equals
    })
}

/// Where the comment of each line begins: two blanks after its text, under those of the lines beside.
pub(super) fn comment_columns(lines: &[Line<'_>], texts: &[String]) -> Vec<usize> {
    let ends: Vec<usize> = lines
        .iter()
        .zip(texts)
        .map(|(line, text)| line.indent + width(text))
        .collect();
    let has_comment = |at: usize| {
        lines
            .get(at)
            .is_some_and(|line| line.comment.is_some() && !line.tokens.is_empty())
    };
    let mut columns = ends.clone();
    let mut at = 0;
    while at < lines.len() {
        let from = at;
        while has_comment(at) && (at == from || lines.get(at).is_some_and(|line| !line.after_blank))
        {
            at += 1;
        }
        let own = ends.get(from..at).unwrap_or_default();
        let common = own.iter().filter(|end| **end <= WIDEST_COMMENTED).max();
        for (column, end) in columns.iter_mut().zip(&ends).take(at).skip(from) {
            *column = common.copied().unwrap_or(0).max(*end) + 2;
        }
        at = at.max(from + 1);
    }
    columns
}
