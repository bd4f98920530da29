//! Expressions as one canonical text: parentheses only where they decide.

use super::text::{Printer, quoted};
use crate::diagnostic::Language;
use crate::source::Spanned;
use crate::syntax::ast::{
    Aggregate, AggregateOp, AlkireFoster, Best, BinaryOp, CriteriaList, DurationUnit, Expr,
    ExprKind as E, InItem, InSet, Line, Measure, MonthsIn, Position, RoundMode,
};

/// How tight an expression binds; a looser one inside it stands in parentheses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Binds {
    Choice,
    Logic,
    Not,
    Compare,
    Bound,
    Sum,
    Product,
    Sign,
    Tight,
    Whole,
}

/// How tight the outermost operation binds.
fn binds(kind: &E) -> Binds {
    match kind {
        E::If(..) => Binds::Choice,
        E::And(_) | E::Or(_) => Binds::Logic,
        E::Not(_) => Binds::Not,
        E::Compare(..) | E::In { .. } | E::Is { .. } | E::StartsWith(..) | E::Contains(..) => {
            Binds::Compare
        }
        E::NotLessThan(..) | E::NotMoreThan(..) | E::AnyOf(_) | E::AtLeast { .. } => Binds::Bound,
        E::Binary(BinaryOp::Add | BinaryOp::Subtract, ..) => Binds::Sum,
        E::Binary(BinaryOp::Multiply | BinaryOp::Divide, ..) => Binds::Product,
        E::Negate(_) => Binds::Sign,
        E::As(..) | E::IfMissing(..) | E::On(..) | E::Duration(..) => Binds::Tight,
        E::Number(_)
        | E::Percent(_)
        | E::Money { .. }
        | E::Date(_)
        | E::Text(_)
        | E::Boolean(_)
        | E::Missing
        | E::Name(_)
        | E::Dot(..)
        | E::Index(..)
        | E::MonthsIn(_)
        | E::Aggregate(_)
        | E::AlkireFoster(_)
        | E::Position(_)
        | E::Measure(_)
        | E::Call { .. }
        | E::Round { .. }
        | E::Steps { .. }
        | E::Broken => Binds::Whole,
    }
}

impl Printer<'_> {
    /// An expression where nothing binds tighter around it.
    pub(super) fn expression(&self, expr: &Expr) -> String {
        match &expr.kind {
            E::Number(number) => Self::number(*number),
            E::Percent(number) => format!("{}%", Self::number(*number)),
            E::Money {
                amount,
                currency,
                period,
            } => self.money(*amount, currency, *period),
            E::Date(date) => date.to_string(),
            E::Text(text) => quoted(text),
            E::Boolean(true) => self.word("true").to_owned(),
            E::Boolean(false) => self.word("false").to_owned(),
            E::Missing => self.word("missing").to_owned(),
            E::Name(name) => self.value_name(name),
            E::Broken => "?".to_owned(),
            E::Dot(owner, part) => {
                let of = if let E::Name(name) | E::Dot(_, Spanned { node: name, .. }) = &owner.kind
                {
                    name
                } else {
                    ""
                };
                format!("{}.{}", self.whole(owner), self.part_name(of, &part.node))
            }
            E::Index(of, keys) => format!("{}[{}]", self.whole(of), self.list(keys)),
            E::Call {
                function,
                arguments,
            } => format!(
                "{}({})",
                self.function(&function.node),
                self.list(arguments)
            ),
            E::Aggregate(it) => self.aggregate(it),
            E::MonthsIn(it) => self.months_in(it),
            E::AlkireFoster(it) => self.alkire_foster(it),
            E::Position(it) => self.position(it),
            E::Measure(it) => self.measure(it),
            E::Round { mode, value, to } => self.round(*mode, value, to.as_deref()),
            E::Steps { value, of } => format!(
                "{}({}, {} {})",
                self.word("steps"),
                self.expression(value),
                self.of_rows(),
                self.expression(of)
            ),
            E::AnyOf(set) => format!("{} {}", self.word("any of"), self.name(&set.node)),
            E::AtLeast {
                count,
                most,
                points,
                of,
            } => self.at_least(count, *most, *points, of),
            E::If(..)
            | E::And(_)
            | E::Or(_)
            | E::Not(_)
            | E::Compare(..)
            | E::In { .. }
            | E::Is { .. }
            | E::StartsWith(..)
            | E::Contains(..)
            | E::NotLessThan(..)
            | E::NotMoreThan(..)
            | E::Binary(..)
            | E::Negate(_)
            | E::As(..)
            | E::IfMissing(..)
            | E::On(..)
            | E::Duration(..) => self.operation(&expr.kind),
        }
    }

    /// An expression as an operand of another.
    fn operand(&self, expr: &Expr, within: Binds) -> String {
        let text = self.expression(expr);
        match binds(&expr.kind) < within {
            true => format!("({text})"),
            false => text,
        }
    }

    /// An end of a range.
    pub(super) fn tight(&self, expr: &Expr) -> String {
        self.operand(expr, Binds::Sum)
    }

    fn whole(&self, expr: &Expr) -> String {
        self.operand(expr, Binds::Whole)
    }

    /// Expressions with commas between them.
    pub(super) fn list(&self, all: &[Expr]) -> String {
        let all: Vec<String> = all.iter().map(|it| self.expression(it)).collect();
        all.join(", ")
    }

    fn operation(&self, kind: &E) -> String {
        // What stands right of an operator of the same strength would be grouped to the left.
        let infix = |a: &Expr, sign: &str, b: &Expr, left: Binds, right: Binds| {
            format!(
                "{} {sign} {}",
                self.operand(a, left),
                self.operand(b, right)
            )
        };
        match kind {
            E::If(condition, then, otherwise) => format!(
                "{} {} {} {} {} {}",
                self.word("if"),
                self.operand(condition, Binds::Not),
                self.word("then"),
                self.operand(then, Binds::Not),
                self.word("else"),
                self.choice(otherwise)
            ),
            E::And(all) => self.chain(all, self.word("and")),
            E::Or(all) => self.chain(all, self.word("or")),
            E::Not(it) => format!("{} {}", self.word("not"), self.operand(it, Binds::Bound)),
            E::Compare(op, a, b) => infix(a, op.sign(), b, Binds::Bound, Binds::Bound),
            E::In {
                value,
                set,
                negated,
            } => self.is_in(value, set, *negated),
            E::Is {
                value,
                missing,
                negated,
            } => self.is(value, *missing, *negated),
            E::StartsWith(a, b) => {
                infix(a, self.word("starts with"), b, Binds::Bound, Binds::Bound)
            }
            E::Contains(a, b) => infix(a, self.word("contains"), b, Binds::Bound, Binds::Bound),
            E::NotLessThan(a, b) => {
                let word = self.word("but not less than");
                infix(a, word, b, Binds::Bound, Binds::Sum)
            }
            E::NotMoreThan(a, b) => {
                let word = self.word("but not more than");
                infix(a, word, b, Binds::Bound, Binds::Sum)
            }
            E::Binary(op, a, b) => {
                let (sign, left, right) = match op {
                    BinaryOp::Add => ("+", Binds::Sum, Binds::Product),
                    BinaryOp::Subtract => ("-", Binds::Sum, Binds::Product),
                    BinaryOp::Multiply => ("*", Binds::Product, Binds::Sign),
                    BinaryOp::Divide => ("/", Binds::Product, Binds::Sign),
                };
                infix(a, sign, b, left, right)
            }
            E::Negate(it) => format!("-{}", self.operand(it, Binds::Tight)),
            E::As(it, ty) => {
                let it = self.operand(it, Binds::Tight);
                format!("{it} {} {}", self.word("as"), self.ty(ty))
            }
            E::IfMissing(a, b) => {
                let word = self.word("if missing");
                infix(a, word, b, Binds::Whole, Binds::Whole)
            }
            E::On(a, b) => infix(a, self.word("on"), b, Binds::Whole, Binds::Whole),
            E::Duration(count, unit) => {
                let unit = match unit {
                    DurationUnit::Days => "days",
                    DurationUnit::Months => "months",
                    DurationUnit::Years => "years",
                };
                format!("{} {}", self.whole(count), self.word(unit))
            }
            E::Number(_)
            | E::Percent(_)
            | E::Money { .. }
            | E::Date(_)
            | E::Text(_)
            | E::Boolean(_)
            | E::Missing
            | E::Name(_)
            | E::Dot(..)
            | E::Index(..)
            | E::MonthsIn(_)
            | E::Aggregate(_)
            | E::AlkireFoster(_)
            | E::Position(_)
            | E::Measure(_)
            | E::Call { .. }
            | E::Round { .. }
            | E::Steps { .. }
            | E::AnyOf(_)
            | E::AtLeast { .. }
            | E::Broken => String::new(),
        }
    }

    /// What follows `else`: a further choice needs no parentheses.
    fn choice(&self, expr: &Expr) -> String {
        if matches!(expr.kind, E::If(..)) {
            self.expression(expr)
        } else {
            self.operand(expr, Binds::Not)
        }
    }

    fn chain(&self, all: &[Expr], word: &str) -> String {
        let all: Vec<String> = all.iter().map(|it| self.operand(it, Binds::Not)).collect();
        all.join(&format!(" {word} "))
    }

    fn is_in(&self, value: &Expr, set: &InSet, negated: bool) -> String {
        let value = self.operand(value, Binds::Bound);
        let set = match set {
            InSet::Range(range) => self.range(range),
            InSet::List(items) => {
                let items = items.iter().map(|it| match it {
                    InItem::Value(value) => self.expression(value),
                    InItem::Range(range) => self.range(range),
                });
                format!("({})", items.collect::<Vec<_>>().join(", "))
            }
        };
        let is_in = self.word("in");
        match negated {
            true => format!("{value} {} {is_in} {set}", self.word("not")),
            false => format!("{value} {is_in} {set}"),
        }
    }

    fn is(&self, value: &Expr, missing: bool, negated: bool) -> String {
        let value = self.operand(value, Binds::Bound);
        let what = self.word(if missing { "missing" } else { "known" });
        let not = match negated {
            true => format!("{} ", self.word("not")),
            false => String::new(),
        };
        match self.language {
            Language::English => format!("{value} is {not}{what}"),
            Language::Indonesian => format!("{value} {not}{what}"),
        }
    }

    fn round(&self, mode: RoundMode, value: &Expr, to: Option<&Expr>) -> String {
        let way = match mode {
            RoundMode::Nearest => String::new(),
            RoundMode::Up => format!(" {}", self.word("up")),
            RoundMode::Down => format!(" {}", self.word("down")),
        };
        let to = to.map_or_else(String::new, |to| {
            format!(", {} {}", self.word("to"), self.expression(to))
        });
        format!(
            "{}{way}({}{to})",
            self.word("round"),
            self.expression(value)
        )
    }

    fn at_least(&self, count: &Expr, most: bool, points: bool, of: &CriteriaList) -> String {
        let bound = self.word(if most { "at most" } else { "at least" });
        let count = self.tight(count);
        let points = match points {
            true => format!("{} ", self.word("points")),
            false => String::new(),
        };
        let of_rows = self.of_rows();
        let of = match of {
            CriteriaList::Set(set) => self.name(&set.node),
            CriteriaList::List(all) => format!("({})", self.list(all)),
        };
        format!("{bound} {count} {points}{of_rows} {of}")
    }

    fn aggregate(&self, it: &Aggregate) -> String {
        let Aggregate {
            op,
            value,
            best,
            entity,
            condition,
            has,
            no_rows,
            by,
            weight,
        } = it;
        let mut inside = String::new();
        if let Some(Best { count, smallest }) = best {
            let which = self.word(if *smallest { "smallest" } else { "largest" });
            inside.push_str(&format!("{} {which} ", self.tight(count)));
        }
        if let Some(value) = value {
            inside.push_str(&format!("{} {} ", self.expression(value), self.of_rows()));
        }
        inside.push_str(&self.name(&entity.node));
        if *op == AggregateOp::Share {
            inside.push_str(&self.led("where", has.as_ref()));
        } else {
            inside.push_str(&self.led("where", condition.as_ref()));
            inside.push_str(&self.led("has", has.as_ref()));
        }
        if !by.is_empty() {
            inside.push_str(&format!(" {} {}", self.word("by"), self.rank(by)));
        }
        inside.push_str(&self.led("weighted by", weight.as_ref()));
        if *op == AggregateOp::Share && condition.is_some() {
            let those = self.led("of those where", condition.as_ref());
            inside.push_str(&format!(",{those}"));
        }
        if let Some(no_rows) = no_rows {
            let word = self.word("if no rows");
            inside.push_str(&format!(", {word} {}", self.expression(no_rows)));
        }
        format!("{}({inside})", self.word(aggregation(*op)))
    }

    fn measure(&self, it: &Measure) -> String {
        let Measure {
            kind,
            parameter,
            value,
            line,
            entity,
            condition,
            by,
            weight,
        } = it;
        let mut inside = String::new();
        if let Some(parameter) = parameter {
            inside.push_str(&format!("{}, ", self.expression(parameter)));
        }
        inside.push_str(&self.expression(value));
        if let Some(line) = line {
            inside.push_str(&format!(", {},", self.line(line)));
        }
        inside.push_str(&format!(" {} {}", self.of_rows(), self.name(&entity.node)));
        inside.push_str(&self.led("where", condition.as_ref()));
        inside.push_str(&self.led("by", by.as_ref()));
        inside.push_str(&self.led("weighted by", weight.as_ref()));
        format!("{}({inside})", self.word(kind.form().0))
    }

    fn months_in(&self, it: &MonthsIn) -> String {
        let MonthsIn {
            entity,
            condition,
            last,
        } = it;
        let (months, is_in) = (self.word("months"), self.word("in"));
        let entity = self.name(&entity.node) + &self.led("where", condition.as_ref());
        let within = self.word("within last");
        format!(
            "{months} {is_in} ({entity}) {within} {}",
            self.expression(last)
        )
    }

    fn alkire_foster(&self, it: &AlkireFoster) -> String {
        let AlkireFoster {
            kind,
            cutoff,
            set,
            entity,
            condition,
            weight,
        } = it;
        let (cutoff, set) = (self.expression(cutoff), self.expression(set));
        let of = format!("{} {}", self.of_rows(), self.name(&entity.node));
        let condition = self.led("where", condition.as_ref());
        let weight = self.led("weighted by", weight.as_ref());
        let word = self.word(kind.form().0);
        format!("{word}({cutoff}, {set} {of}{condition}{weight})")
    }

    fn position(&self, it: &Position) -> String {
        let Position {
            kind,
            keys,
            groups,
            entity,
            condition,
            weight,
            within,
        } = it;
        let mut inside = self.rank(keys);
        if let Some(entity) = entity {
            inside.push_str(&format!(" {} {}", self.of_rows(), self.name(&entity.node)));
        }
        inside.push_str(&self.led("where", condition.as_ref()));
        inside.push_str(&self.led("weighted by", weight.as_ref()));
        if let Some(within) = within {
            inside.push_str(&format!(
                " {} {}",
                self.word("within"),
                self.name(&within.node)
            ));
        }
        if let Some(groups) = groups {
            inside.push_str(&format!(", {}", self.expression(groups)));
        }
        format!("{}({inside})", self.word(kind.form().0))
    }

    /// `below z`, `at or below z`.
    pub(super) fn line(&self, line: &Line) -> String {
        let Line { at, value } = line;
        let word = self.word(if *at { "at or below" } else { "below" });
        format!("{word} {}", self.expression(value))
    }

    /// A word and what it leads, with a blank before; nothing where nothing is led.
    pub(super) fn led(&self, word: &'static str, expr: Option<&Expr>) -> String {
        expr.map_or_else(String::new, |expr| {
            format!(" {} {}", self.word(word), self.expression(expr))
        })
    }
}

fn aggregation(op: AggregateOp) -> &'static str {
    match op {
        AggregateOp::Count => "count",
        AggregateOp::Sum => "sum",
        AggregateOp::Min => "min",
        AggregateOp::Max => "max",
        AggregateOp::Average => "average",
        AggregateOp::Any => "any",
        AggregateOp::Every => "every",
        AggregateOp::First => "first",
        AggregateOp::Only => "only",
        AggregateOp::Share => "share",
    }
}
