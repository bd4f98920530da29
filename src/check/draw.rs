//! Who takes an aid up: `take up SHARE seed N`, a draw for each row by its key.
//!
//! The clause becomes a comparison, the row's draw below the share, so that evaluators, proofs and
//! explanations know it as they know every condition. The draw hangs on the seed, the name of the aid
//! and the key of the row: scenarios share it, and the order of rows does not matter.

use super::Checker;
use super::scope::Scope;
use super::tree::{
    AidId, CompareOp, Constant, EntityId, Expr, ExprKind, Function, MadeKey, TakeUp, Type,
};
use super::types::{integer, number_of};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::check as codes;
use crate::number::Rational;
use crate::source::{Span, Spanned};
use crate::syntax::ast;

/// The name and the seed of a draw, from its operands.
pub fn constants<'a>(name: &'a Expr, seed: &Expr) -> Option<(&'a str, u32)> {
    let ExprKind::Constant(Constant::Text(name)) = &name.kind else {
        return None;
    };
    Some((name, whole(number_of(seed)?)?))
}

fn whole(number: Rational) -> Option<u32> {
    (number.den() == 1).then(|| u32::try_from(number.num()).ok())?
}

impl Checker<'_> {
    pub(super) fn take_up(
        &mut self,
        id: AidId,
        share: &ast::Expr,
        seed: Option<&Spanned<Rational>>,
        span: Span,
    ) -> Option<TakeUp> {
        let aid = self.program.aids.get(id.index())?;
        let (entity, name) = (aid.entity, aid.about.name.clone());
        let typed = self.typed(share, &Scope::row(entity), Type::Decimal);
        let seed = self.seed(seed, span);
        let key = self.drawn_key(entity, span);
        let share = typed?;
        self.is_share(&share)?;
        let (seed, key) = (seed?, key?);
        Some(TakeUp {
            takes: takes(key, name, seed, &share, span),
            share,
            seed,
            span,
        })
    }

    fn seed(&mut self, seed: Option<&Spanned<Rational>>, span: Span) -> Option<u32> {
        let Some(seed) = seed else {
            let end = Span::new(span.end, span.end);
            self.report(Diagnostic::at(&codes::TAKE_UP_SEED, span).fix_code(end, " seed 1"));
            return None;
        };
        let found = whole(seed.node);
        if found.is_none() {
            self.report(Diagnostic::at(&codes::TAKE_UP_SEED, seed.span).help("help.whole"));
        }
        found
    }

    /// The key of the row; row numbers follow the order of the file, and cannot be drawn by.
    fn drawn_key(&mut self, entity: EntityId, span: Span) -> Option<Expr> {
        let key = self.program.entities.get(entity.index())?.key;
        let ty = self.program.fields.get(key.index())?.ty;
        let is_number = self.program.made_keys.get(&entity) == Some(&MadeKey::Row);
        if is_number || !matches!(ty, Type::Text | Type::Integer) {
            let finding = Diagnostic::at(&codes::TAKE_UP_KEY, span);
            self.report(finding.with("entity", self.entity_name(entity)));
            return None;
        }
        Some(Expr {
            kind: ExprKind::Field(key),
            ty,
            span,
        })
    }

    /// Reports a share that is known to lie outside 0 to 1: of a constant, or of a parameter on some day.
    fn is_share(&mut self, share: &Expr) -> Option<()> {
        let wrong = self
            .shares(share)
            .into_iter()
            .find(|it| *it < Rational::zero() || *it > Rational::one());
        let Some(wrong) = wrong else { return Some(()) };
        let shown = crate::number::format_decimal(wrong.round_to_scale(1_000_000)?, 1_000_000);
        let finding = Diagnostic::at(&codes::TAKE_UP_SHARE, share.span).with("share", &shown);
        let is_percent = wrong >= Rational::from_integer(2) && wrong <= Rational::from_integer(100);
        self.report(if is_percent {
            finding.help("help.percent")
        } else {
            finding
        });
        None
    }

    fn shares(&self, share: &Expr) -> Vec<Rational> {
        let number = |constant: &Constant| match constant {
            Constant::Number(number) => Some(*number),
            Constant::Boolean(_) | Constant::Date(_) | Constant::Text(_) | Constant::Enum(_) => {
                None
            }
        };
        if let Some(constant) = self.fold_constant(share) {
            return number(&constant).into_iter().collect();
        }
        let ExprKind::Parameter(id, _) = &share.kind else {
            return Vec::new();
        };
        let intervals = self.program.parameters.get(id.index());
        let values = intervals
            .into_iter()
            .flat_map(|it| &it.intervals)
            .flat_map(|it| it.values.values());
        values.filter_map(number).collect()
    }
}

/// `draw of the key < share`.
fn takes(key: Expr, name: String, seed: u32, share: &Expr, span: Span) -> Expr {
    let name = Expr {
        kind: ExprKind::Constant(Constant::Text(name)),
        ty: Type::Text,
        span,
    };
    let draw = Expr {
        kind: ExprKind::Call(
            Function::Draw,
            vec![key, name, integer(i64::from(seed), span)],
        ),
        ty: Type::Decimal,
        span,
    };
    Expr {
        kind: ExprKind::Compare(CompareOp::Less, Box::new(draw), Box::new(share.clone())),
        ty: Type::Boolean,
        span,
    }
}
