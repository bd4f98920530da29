//! What is asked of a policy: each claim names rows that there should be.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "only a few kinds of expressions matter here"
)]

use crate::check::tree::{
    About, Aid, AidId, EntityId, Expr, ExprKind, Ground, Program, RegisterId, Status, Step,
    ValueId, ValueKind,
};
use crate::check::{walk, walk_children};
use crate::number::Date;
use crate::source::Span;

/// One thing that a row must show.
#[derive(Clone, Copy, Debug)]
pub(super) enum Want<'p> {
    /// A condition is known and has this truth.
    Truth(&'p Expr, bool),
    /// An aid has this status.
    Status(AidId, Status),
    /// The aid's other clauses let it be granted; its `not together with` is left out.
    Apart(AidId),
}

/// What is wrong if there is no such row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    AlwaysTrue,
    NeverTrue,
    UnreachableClass,
    UnreachableRow,
    ExclusionNeverApplies,
    NeverGranted,
}

/// Whose outcome an example shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Value(ValueId),
    Aid(AidId),
    Register(RegisterId),
}

/// Rows that there should be, or should not.
#[derive(Clone, Debug)]
pub(super) struct Claim<'p> {
    pub(super) wrong: Wrong,
    pub(super) entity: EntityId,
    /// What a row of the level must show, all at once.
    pub(super) wants: Vec<Want<'p>>,
    /// What an example of the finding shows.
    pub(super) shows: Vec<Want<'p>>,
    pub(super) span: Span,
    pub(super) subject: Subject,
    /// The declaration's name.
    pub(super) name: String,
    /// Of a class: the row's class. Of a condition: whose it is.
    pub(super) part: String,
    /// The conditions themselves: if one of them rests on a value found wrong, nothing is said.
    pub(super) about: Vec<&'p Expr>,
}

impl Claim<'_> {
    /// The declaration, and which part of it.
    pub(super) fn title(&self) -> String {
        if self.part.is_empty() {
            self.name.clone()
        } else {
            format!("{}: {}", self.name, self.part)
        }
    }
}

/// Rows of a table up to which each is asked for.
const MOST_ROWS: usize = 300;

/// All claims of a policy, those on which others rest first; and tables too long to look at.
pub(super) fn claims(program: &Program, date: Date) -> (Vec<Claim<'_>>, Vec<(Span, String)>) {
    let mut list = List {
        program,
        claims: Vec::new(),
        too_long: Vec::new(),
    };
    for step in &program.order {
        match *step {
            Step::Value(id) => list.value(id),
            Step::Aid(id) if !is_in_force(program, id, date) => {}
            Step::Aid(id) => list.aid(id),
            Step::Register(id) => list.register(id),
        }
    }
    (list.claims, list.too_long)
}

/// Whether an aid is in force on a day.
pub(super) fn is_in_force(program: &Program, id: AidId, date: Date) -> bool {
    let aid = program.aids.get(id.index());
    let in_force = aid.and_then(|it| it.in_force);
    in_force.is_none_or(|(from, until)| from <= date && until.is_none_or(|until| date <= until))
}

struct List<'p> {
    program: &'p Program,
    claims: Vec<Claim<'p>>,
    too_long: Vec<(Span, String)>,
}

impl<'p> List<'p> {
    fn value(&mut self, id: ValueId) {
        let Some(value) = self.program.values.get(id.index()) else {
            return;
        };
        let base = Base {
            entity: value.entity,
            subject: Subject::Value(id),
            about: &value.about,
        };
        match &value.kind {
            ValueKind::Define(expr) => {
                if expr.ty == crate::check::tree::Type::Boolean {
                    self.both(&base, expr, expr.span);
                }
                self.branches(&base, expr);
            }
            ValueKind::Criterion { condition, .. } => self.both(&base, condition, condition.span),
            ValueKind::Class(expr) => self.rows(&base, expr, Wrong::UnreachableClass),
            ValueKind::Decide(expr) => self.rows(&base, expr, Wrong::UnreachableRow),
            ValueKind::Select(select) => self.both(&base, &select.when, select.when.span),
        }
    }

    /// The conditions of `if` in an expression of the same row.
    fn branches(&mut self, base: &Base<'p>, expr: &'p Expr) {
        if let ExprKind::If(condition, _, _) = &expr.kind {
            self.both(base, condition, condition.span);
        }
        for operand in crate::reference::operands(expr) {
            self.branches(base, operand);
        }
    }

    /// A condition should be true of some row and false of another.
    fn both(&mut self, base: &Base<'p>, condition: &'p Expr, span: Span) {
        if !depends(condition) {
            return;
        }
        for (want, wrong) in [(true, Wrong::NeverTrue), (false, Wrong::AlwaysTrue)] {
            self.claims.push(Claim {
                wrong,
                entity: base.entity,
                wants: vec![Want::Truth(condition, want)],
                shows: vec![Want::Truth(condition, !want)],
                span,
                subject: base.subject,
                name: base.about.name.clone(),
                part: String::new(),
                about: vec![condition],
            });
        }
    }

    fn rows(&mut self, base: &Base<'p>, expr: &'p Expr, wrong: Wrong) {
        let ExprKind::FirstMatch { rows, otherwise } = &expr.kind else {
            if let ExprKind::BestMatch { rows, .. } = &expr.kind {
                for row in rows.iter().take(MOST_ROWS) {
                    self.reached(base, &[], &row.condition, &row.result, wrong);
                }
            }
            return;
        };
        let conditions: Vec<&'p Expr> = rows.iter().map(|(condition, _)| condition).collect();
        // The check has looked at every row of a table whose columns have nothing to do with each other.
        if rows.len() > MOST_ROWS {
            if !apart(&conditions) {
                self.too_long
                    .push((base.about.span, base.about.name.clone()));
            }
            return;
        }
        for (place, (condition, result)) in rows.iter().enumerate() {
            let before = conditions.get(..place).unwrap_or_default();
            self.reached(base, before, condition, result, wrong);
        }
        if let (Some(otherwise), Wrong::UnreachableClass) = (otherwise.as_deref(), wrong) {
            let none = conditions.iter().map(|it| Want::Truth(it, false)).collect();
            let at = (otherwise.span, otherwise);
            self.push_row(base, none, Vec::new(), at, wrong, conditions);
        }
    }

    /// Some row meets a condition and none before it.
    fn reached(
        &mut self,
        base: &Base<'p>,
        before: &[&'p Expr],
        condition: &'p Expr,
        result: &'p Expr,
        wrong: Wrong,
    ) {
        if !depends(condition) {
            return;
        }
        let mut wants: Vec<Want<'p>> = before.iter().map(|it| Want::Truth(it, false)).collect();
        wants.push(Want::Truth(condition, true));
        let mut about = before.to_vec();
        about.push(condition);
        let shows = vec![Want::Truth(condition, true)];
        self.push_row(base, wants, shows, (condition.span, result), wrong, about);
    }

    fn push_row(
        &mut self,
        base: &Base<'p>,
        wants: Vec<Want<'p>>,
        shows: Vec<Want<'p>>,
        (span, result): (Span, &'p Expr),
        wrong: Wrong,
        about: Vec<&'p Expr>,
    ) {
        let part = match &result.kind {
            ExprKind::Constant(constant) => {
                super::witness::constant_text(self.program, constant, result.ty)
            }
            _ => String::new(),
        };
        self.claims.push(Claim {
            wrong,
            entity: base.entity,
            wants,
            shows,
            span,
            subject: base.subject,
            name: base.about.name.clone(),
            part,
            about,
        });
    }

    fn aid(&mut self, id: AidId) {
        let Some(aid) = self.program.aids.get(id.index()) else {
            return;
        };
        let base = Base {
            entity: aid.entity,
            subject: Subject::Aid(id),
            about: &aid.about,
        };
        for ground in aid.when.iter().chain(&aid.verify) {
            self.both(&base, &ground.condition, ground.span);
        }
        for ground in &aid.unless {
            self.exclusion(&base, aid, ground);
        }
        let about = aid.when.iter().chain(&aid.unless);
        self.claims.push(Claim {
            wrong: Wrong::NeverGranted,
            entity: aid.entity,
            wants: vec![Want::Status(id, Status::Granted)],
            shows: vec![Want::Apart(id)],
            span: aid.about.span,
            subject: base.subject,
            name: aid.about.name.clone(),
            part: String::new(),
            about: about.map(|it| &it.condition).collect(),
        });
    }

    /// An exclusion should apply to some row that the aid is for.
    fn exclusion(&mut self, base: &Base<'p>, aid: &'p Aid, ground: &'p Ground) {
        if !depends(&ground.condition) {
            return;
        }
        let when: Vec<Want<'p>> = aid
            .when
            .iter()
            .map(|it| Want::Truth(&it.condition, true))
            .collect();
        let mut wants = when.clone();
        wants.push(Want::Truth(&ground.condition, true));
        let mut about: Vec<&'p Expr> = aid.when.iter().map(|it| &it.condition).collect();
        about.push(&ground.condition);
        let mut shows = when;
        shows.push(Want::Truth(&ground.condition, false));
        self.claims.push(Claim {
            wrong: Wrong::ExclusionNeverApplies,
            entity: base.entity,
            wants,
            shows,
            span: ground.span,
            subject: base.subject,
            name: base.about.name.clone(),
            part: ground.label.clone(),
            about,
        });
    }

    fn register(&mut self, id: RegisterId) {
        let Some(register) = self.program.registers.get(id.index()) else {
            return;
        };
        let base = Base {
            entity: register.entity,
            subject: Subject::Register(id),
            about: &register.about,
        };
        for ground in register.enter.iter().chain(&register.leave) {
            self.both(&base, &ground.condition, ground.span);
        }
    }
}

/// What all claims of a declaration have in common.
struct Base<'p> {
    entity: EntityId,
    subject: Subject,
    about: &'p About,
}

/// Whether a condition hangs on the data: one of constants and parameters is said by a lint, or chosen.
fn depends(condition: &Expr) -> bool {
    let mut found = false;
    walk(condition, &mut |it| {
        found |= matches!(
            it.kind,
            ExprKind::Field(_)
                | ExprKind::Filled(_)
                | ExprKind::Value(_)
                | ExprKind::Aid(..)
                | ExprKind::Register(_)
                | ExprKind::Aggregate(_)
                | ExprKind::Position(_)
        );
    });
    found
}

/// Whether all that the conditions read are fields of the row, each compared alone.
fn apart(conditions: &[&Expr]) -> bool {
    let mut simple = true;
    for condition in conditions {
        walk(condition, &mut |it| match &it.kind {
            ExprKind::Value(_)
            | ExprKind::Aid(..)
            | ExprKind::Register(_)
            | ExprKind::Aggregate(_)
            | ExprKind::Position(_)
            | ExprKind::At(..)
            | ExprKind::Call(..)
            | ExprKind::Add(..)
            | ExprKind::Subtract(..)
            | ExprKind::Multiply(..)
            | ExprKind::Divide(..) => simple = false,
            ExprKind::Compare(_, _, right) => {
                walk_children(right, &mut |_| simple = false);
                simple &= !matches!(right.kind, ExprKind::Field(_));
            }
            _ => {}
        });
    }
    simple
}

/// The values, aids and registers that an expression rests on; what values rest on is taken in.
pub(super) fn rests_on(program: &Program, expr: &Expr, found: &mut Vec<Subject>) {
    walk(expr, &mut |it| {
        let subject = match it.kind {
            ExprKind::Value(id) => Subject::Value(id),
            ExprKind::Aid(id, _) => Subject::Aid(id),
            ExprKind::Register(id) => Subject::Register(id),
            _ => return,
        };
        if found.contains(&subject) {
            return;
        }
        found.push(subject);
        let Subject::Value(id) = subject else { return };
        if let Some(value) = program.values.get(id.index()) {
            match &value.kind {
                ValueKind::Define(expr)
                | ValueKind::Criterion {
                    condition: expr, ..
                }
                | ValueKind::Class(expr)
                | ValueKind::Decide(expr) => rests_on(program, expr, found),
                ValueKind::Select(select) => rests_on(program, &select.when, found),
            }
        }
    });
}
