//! Generated policies in a form that a person can read when a property fails.

use std::fmt::Write as _;

use aturan::check::tree::*;
use aturan::reference::operands;

/// The rules of a policy, one a line; fields by their numbers.
pub(crate) fn program(program: &Program) -> String {
    let mut out = String::new();
    for (id, field) in program.fields.iter().enumerate() {
        if let Blank::AskedWhen {
            condition,
            otherwise,
        } = &field.blank
        {
            let condition = expr(condition);
            writeln!(
                out,
                "field {id}: asked when {condition}, otherwise {otherwise:?}"
            )
            .unwrap();
        }
    }
    for step in &program.order {
        match *step {
            Step::Value(id) => value(&mut out, id, &program.values[id.index()]),
            Step::Aid(id) => aid(&mut out, id, &program.aids[id.index()]),
            Step::Register(id) => register(&mut out, id, &program.registers[id.index()]),
        }
    }
    out
}

/// Its rows, one a line.
pub(crate) fn rows(rows: &[TestRow]) -> String {
    let mut out = String::new();
    for (place, row) in rows.iter().enumerate() {
        let parent = row
            .parent
            .map_or_else(String::new, |parent| format!(" of {parent}"));
        write!(out, "row {place}: entity {}{parent}", row.entity.0).unwrap();
        for (field, cell) in row.cells.as_ref() {
            let cell = cell.as_ref().map_or_else(|| "blank".to_owned(), constant);
            write!(out, ", {} {cell}", field.0).unwrap();
        }
        out.push('\n');
    }
    out
}

fn value(out: &mut String, id: ValueId, it: &Value) {
    let (entity, ty, exact) = (it.entity.0, it.ty, if it.exact { ", exact" } else { "" });
    let text = match &it.kind {
        ValueKind::Define(inner)
        | ValueKind::Criterion {
            condition: inner, ..
        }
        | ValueKind::Class(inner)
        | ValueKind::Decide(inner) => expr(inner),
        ValueKind::Select(select) => {
            let (when, keys, limits) = (
                expr(&select.when),
                rank(&select.rank),
                limits(&select.limits),
            );
            format!("select when {when} rank {keys} {limits}")
        }
    };
    writeln!(out, "value {} of {entity} ({ty:?}{exact}) = {text}", id.0).unwrap();
}

fn aid(out: &mut String, id: AidId, it: &Aid) {
    writeln!(
        out,
        "aid {} of {}, in force {:?}",
        id.0, it.entity.0, it.in_force
    )
    .unwrap();
    for (word, grounds) in [
        ("when", &it.when),
        ("unless", &it.unless),
        ("verify", &it.verify),
    ] {
        for ground in grounds {
            writeln!(out, "  {word} {}", expr(&ground.condition)).unwrap();
        }
    }
    if let Some(take_up) = &it.take_up {
        writeln!(out, "  take up {}", expr(&take_up.share)).unwrap();
    }
    match &it.benefit {
        Benefit::Amount { value, .. } => writeln!(out, "  amount {}", expr(value)).unwrap(),
        Benefit::Service(service) => writeln!(out, "  service {}", expr(service)).unwrap(),
        Benefit::Nothing => {}
    }
    if let Some(quota) = &it.quota {
        let (count, per) = (expr(&quota.count), group(quota.per.as_ref()));
        writeln!(out, "  quota {count} of {:?} per {per}", quota.share_of).unwrap();
    }
    if let Some(budget) = &it.budget {
        let (ceiling, per) = (expr(&budget.ceiling), group(budget.per.as_ref()));
        writeln!(out, "  budget {ceiling} per {per}").unwrap();
    }
    writeln!(out, "  rank {} {}", rank(&it.rank), limits(&it.limits)).unwrap();
    for (other, _, _) in &it.not_together {
        writeln!(out, "  not together with {}", other.0).unwrap();
    }
}

fn register(out: &mut String, id: RegisterId, it: &Register) {
    writeln!(
        out,
        "register {} of {}: current {}",
        id.0,
        it.entity.0,
        expr(&it.current)
    )
    .unwrap();
    for (word, grounds) in [("enter", &it.enter), ("leave", &it.leave)] {
        for ground in grounds {
            writeln!(out, "  {word} {}", expr(&ground.condition)).unwrap();
        }
    }
}

fn group(per: Option<&Group>) -> String {
    match per {
        None => "all".to_owned(),
        Some(Group::Ancestor(entity)) => format!("entity {}", entity.0),
        Some(Group::Value(value)) => expr(value),
    }
}

fn rank(keys: &[RankKey]) -> String {
    let key = |key: &RankKey| {
        let way = if key.descending { " descending" } else { "" };
        let filled = key
            .filled
            .as_ref()
            .map_or_else(String::new, |it| format!(" if {}", expr(it)));
        format!("{}{way}{filled}", expr(&key.value))
    };
    keys.iter().map(key).collect::<Vec<_>>().join(", ")
}

fn limits(limits: &[Limit]) -> String {
    let limit = |it: &Limit| {
        let condition = it.condition.as_ref().map_or_else(|| "all".to_owned(), expr);
        format!(
            "limit {} per {} where {condition}",
            expr(&it.count),
            it.per.0
        )
    };
    limits.iter().map(limit).collect::<Vec<_>>().join(" ")
}

fn constant(it: &Constant) -> String {
    match it {
        Constant::Number(number) => number.to_string(),
        Constant::Boolean(truth) => truth.to_string(),
        Constant::Date(date) => date.to_string(),
        Constant::Text(text) => format!("{text:?}"),
        Constant::Enum(code) => format!("#{code}"),
    }
}

/// An expression as `(Name operand …)`.
fn expr(it: &Expr) -> String {
    match &it.kind {
        ExprKind::Constant(it) => constant(it),
        ExprKind::Field(id) => format!("field {}", id.0),
        ExprKind::Value(id) => format!("value {}", id.0),
        ExprKind::At(hop, inner) => format!("(At {hop:?} {})", expr(inner)),
        ExprKind::Aggregate(it) => aggregate(it),
        ExprKind::Position(it) => position(it),
        ExprKind::EvaluationDate
        | ExprKind::Filled(_)
        | ExprKind::Aid(..)
        | ExprKind::Register(_)
        | ExprKind::Parameter(..)
        | ExprKind::Negate(_)
        | ExprKind::Add(..)
        | ExprKind::Subtract(..)
        | ExprKind::Multiply(..)
        | ExprKind::Divide(..)
        | ExprKind::Retype(_)
        | ExprKind::Compare(..)
        | ExprKind::OneOf(..)
        | ExprKind::Not(_)
        | ExprKind::And(_)
        | ExprKind::Or(_)
        | ExprKind::If(..)
        | ExprKind::FirstMatch { .. }
        | ExprKind::BestMatch { .. }
        | ExprKind::IsKnown(_)
        | ExprKind::IfMissing(..)
        | ExprKind::AtLeast { .. }
        | ExprKind::CountTrue(_)
        | ExprKind::Call(..) => {
            let name = name(&it.kind);
            let parts = operands(it).into_iter().map(|it| format!(" {}", expr(it)));
            format!("({name}:{:?}{})", it.ty, parts.collect::<String>())
        }
    }
}

/// The name of a kind of expression, with what is not an operand where that matters.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the name of every other kind says it all"
)]
fn name(kind: &ExprKind) -> String {
    let debug = format!("{kind:?}");
    let head = debug
        .split(['(', ' '])
        .next()
        .unwrap_or_default()
        .to_owned();
    match kind {
        ExprKind::Filled(_) | ExprKind::Aid(..) | ExprKind::Register(_) => debug,
        ExprKind::Parameter(id, _) => format!("{head} {}", id.0),
        ExprKind::Compare(op, ..) => format!("{op:?}"),
        ExprKind::Call(function, _) => format!("{function:?}"),
        ExprKind::OneOf(_, some) => format!("{head} {some:?}"),
        ExprKind::BestMatch { smallest: true, .. } => format!("{head} smallest"),
        ExprKind::AtLeast { most: true, .. } => "AtMost".to_owned(),
        ExprKind::FirstMatch {
            otherwise: None, ..
        } => format!("{head} without otherwise"),
        _ => head,
    }
}

fn aggregate(it: &Aggregate) -> String {
    let part = |word: &str, it: &Option<Expr>| {
        it.as_ref()
            .map_or_else(String::new, |it| format!(" {word} {}", expr(it)))
    };
    let best = it.best.as_ref().map_or_else(String::new, |best| {
        let way = if best.smallest { "smallest" } else { "largest" };
        format!(" {} {way}", expr(&best.count))
    });
    let by = if it.by.is_empty() {
        String::new()
    } else {
        format!(" by {}", rank(&it.by))
    };
    let no_rows = it
        .no_rows
        .map_or_else(String::new, |it| format!(" if no rows {it}"));
    let (value, condition) = (part("of", &it.value), part("where", &it.condition));
    format!(
        "({:?}{best} over {}{value}{condition}{by}{no_rows})",
        it.op, it.over.0
    )
}

fn position(it: &Position) -> String {
    let part = |word: &str, it: &Option<Expr>| {
        it.as_ref()
            .map_or_else(String::new, |it| format!(" {word} {}", expr(it)))
    };
    let within = it
        .within
        .map_or_else(String::new, |it| format!(" within {}", it.0));
    format!(
        "(Position by {}{}{}{}{within})",
        rank(&it.keys),
        part("where", &it.condition),
        part("weight", &it.weight),
        part("groups", &it.groups)
    )
}
