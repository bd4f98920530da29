//! Lowering of functions.

use super::build::{Builder, storage_of};
use super::chain::Chain;
use super::fold;
use super::op::{Arithmetic, DatePart, DateSpan, DateStep};
use super::op::{NodeId, Op, Scalar, Storage, TextTest};
use crate::check::draw;
use crate::check::tree::{EntityId, Expr, Function, Type};
use crate::number::{Date, INTEGER};

impl Builder<'_> {
    pub(super) fn call(
        &mut self,
        function: Function,
        operands: &[Expr],
        ty: Type,
        at: EntityId,
    ) -> NodeId {
        let unknown = |it: &mut Self| it.constant(Scalar::Unknown, storage_of(ty));
        match (function, operands) {
            (Function::Min, [a, b]) => self.arithmetic(Arithmetic::Min, (a, b), ty, at),
            (Function::Max, [a, b]) => self.arithmetic(Arithmetic::Max, (a, b), ty, at),
            (Function::Abs, [of]) => {
                let of = self.branch(of, ty, at);
                self.emit(Op::Absolute(of), at, Storage::Number)
            }
            (Function::Year, [of]) => self.date_part(DatePart::Year, of, at),
            (Function::Month, [of]) => self.date_part(DatePart::Month, of, at),
            (Function::Day, [of]) => self.date_part(DatePart::Day, of, at),
            (Function::Age, [a, b]) => self.date_span(DateSpan::Years, (a, b), at),
            (Function::AgeMonths, [a, b]) => self.date_span(DateSpan::Months, (a, b), at),
            (Function::DaysBetween, [a, b]) => self.date_span(DateSpan::Days, (a, b), at),
            (Function::AddDays, [a, by]) => self.date_step(DateStep::Days, (a, by), at),
            (Function::AddMonths, [a, by]) => self.date_step(DateStep::Months, (a, by), at),
            (Function::AddYears, [a, by]) => self.date_step(DateStep::Years, (a, by), at),
            (Function::Round(way), [of, to]) => {
                let (of, to) = (self.exact(of, at), self.exact(to, at));
                let scale = ty.scale().unwrap_or(INTEGER);
                let op = Op::RoundTo(way, Chain::new(of), Chain::new(to), scale);
                self.emit(op, at, Storage::Number)
            }
            (Function::Steps, [of, step]) => {
                let (of, step) = (self.exact(of, at), self.exact(step, at));
                let scale = ty.scale().unwrap_or(INTEGER);
                let op = Op::Steps(Chain::new(of), Chain::new(step), scale);
                self.emit(op, at, Storage::Number)
            }
            (Function::Lower, [of]) => {
                let of = self.node(of, at);
                self.emit(Op::Lower(of), at, Storage::Text)
            }
            (Function::Length, [of]) => {
                let of = self.node(of, at);
                self.emit(Op::Length(of), at, Storage::Number)
            }
            (Function::Draw, [key, name, seed]) => match draw::constants(name, seed) {
                Some((name, seed)) => {
                    let key = self.node(key, at);
                    self.emit(Op::Draw(key, name.into(), seed), at, Storage::Number)
                }
                None => unknown(self),
            },
            (Function::StartsWith, [a, b]) => self.text_test(TextTest::StartsWith, (a, b), at),
            (Function::Contains, [a, b]) => self.text_test(TextTest::Contains, (a, b), at),
            // A checked policy has the right number of operands.
            _ => unknown(self),
        }
    }

    pub(super) fn date_part(&mut self, part: DatePart, of: &Expr, at: EntityId) -> NodeId {
        let of = self.node(of, at);
        match self
            .scalar(of)
            .map(|it| it.date().and_then(Date::from_days))
        {
            Some(Some(date)) => {
                let value = Scalar::Number(fold::date_part(part, date));
                self.constant(value, Storage::Number)
            }
            Some(None) => self.constant(Scalar::Unknown, Storage::Number),
            None => self.emit(Op::DatePart(part, of), at, Storage::Number),
        }
    }

    pub(super) fn date_span(
        &mut self,
        span: DateSpan,
        (a, b): (&Expr, &Expr),
        at: EntityId,
    ) -> NodeId {
        let (a, b) = (self.node(a, at), self.node(b, at));
        let date = |it: &Self, node| {
            it.scalar(node)
                .map(|it| it.date().and_then(Date::from_days))
        };
        match (date(self, a), date(self, b)) {
            (Some(Some(first)), Some(Some(second))) => {
                let value = fold::date_span(span, first, second);
                self.constant(
                    value.map_or(Scalar::Unknown, Scalar::Number),
                    Storage::Number,
                )
            }
            (Some(None), _) | (_, Some(None)) => self.constant(Scalar::Unknown, Storage::Number),
            _ => self.emit(Op::DateSpan(span, a, b), at, Storage::Number),
        }
    }

    pub(super) fn date_step(
        &mut self,
        step: DateStep,
        (of, by): (&Expr, &Expr),
        at: EntityId,
    ) -> NodeId {
        let (of, by) = (self.node(of, at), self.stored_at(by, INTEGER, at));
        if let (Some(of), Some(by)) = (self.scalar(of), self.scalar(by))
            && let (Some(date), Some(by)) = (of.date().and_then(Date::from_days), by.number())
            && let Some(date) = fold::date_step(step, date, by)
        {
            return self.constant(Scalar::Date(date.days()), Storage::Date);
        }
        self.emit(Op::DateStep(step, of, by), at, Storage::Date)
    }

    pub(super) fn text_test(
        &mut self,
        test: TextTest,
        (a, b): (&Expr, &Expr),
        at: EntityId,
    ) -> NodeId {
        let (a, b) = (self.node(a, at), self.node(b, at));
        self.emit(Op::TextTest(test, a, b), at, Storage::Truth)
    }
}
