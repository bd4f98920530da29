//! Cliffs: where a family with one unit of money more has less aid in all.

use std::collections::BTreeMap;

use super::claims::Subject;
use super::encode::{Encoder, Limit, RowId, Shape};
use super::formula::NodeId;
use super::solve::{Answer, search};
use super::witness::{self, Family};
use super::{Prover, Shown};
use crate::check::tree::{AidId, Benefit, Constant, EntityId, FieldId, Program, Type};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::prove as codes;
use crate::number::{Date, Period, Rational};
use crate::reference::Evaluator;
use crate::testing::fixture;

/// Members of the families in which a cliff is looked for.
const SIZES: [usize; 2] = [1, 2];

/// What a family gets: money a year, and once.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Total {
    yearly: Rational,
    once: Rational,
}

impl Default for Total {
    fn default() -> Self {
        Self {
            yearly: Rational::zero(),
            once: Rational::zero(),
        }
    }
}

impl<'p> Prover<'p> {
    /// Looks for cliffs: for each aid of money and each amount that a family reports.
    pub(super) fn cliffs(&mut self) {
        let fields: Vec<FieldId> = (0..)
            .map(FieldId)
            .zip(&self.program.fields)
            .filter(|(_, it)| matches!(it.ty, Type::Money(Some(_))))
            .map(|(id, _)| id)
            .collect();
        for field in fields {
            let mut found: Vec<Cliff> = Vec::new();
            let mut pairs = Pairs::new();
            for id in (0..).map(AidId).take(self.program.aids.len()) {
                if found.iter().any(|it| it.losing.contains(&id))
                    || self.faulty.contains(&Subject::Aid(id))
                {
                    continue;
                }
                let cliff = match self.of_any_size(id, field, &mut pairs) {
                    Ok(Some(cliff)) => cliff,
                    Ok(None) => continue,
                    Err(limit) => {
                        self.not_decided(id, field, limit);
                        continue;
                    }
                };
                match found.iter_mut().find(|it| it.place == cliff.place) {
                    Some(known) => known.also.push(id),
                    None => found.push(cliff),
                }
            }
            for cliff in found {
                self.tell(field, cliff);
            }
        }
    }

    /// A cliff in the smallest family that has one; what stood in the way where that cannot be told.
    fn of_any_size(
        &self,
        id: AidId,
        field: FieldId,
        pairs: &mut Pairs<'p>,
    ) -> Result<Option<Cliff>, Limit> {
        let Some(aid) = self.program.aids.get(id.index()) else {
            return Ok(None);
        };
        if !matches!(aid.benefit, Benefit::Amount { .. }) {
            return Ok(None);
        }
        let mut limit = None;
        for size in SIZES {
            let pair = pairs
                .entry((aid.entity, size))
                .or_insert_with(|| self.pair(aid.entity, field, size));
            let Some(pair) = pair else { continue };
            match self.cliff(id, pair) {
                Ok(Some(family)) => {
                    let cliff = self.measured(id, field, family);
                    if cliff.is_some() {
                        return Ok(cliff);
                    }
                }
                Ok(None) => {}
                Err(found) => limit = limit.or(Some(found)),
            }
        }
        limit.map_or(Ok(None), Err)
    }

    /// Says that it is not decided whether an aid falls as a field rises.
    fn not_decided(&mut self, id: AidId, field: FieldId, limit: Limit) {
        let (program, field) = (self.program, self.program.fields.get(field.index()));
        if let (Some(aid), Some(field)) = (program.aids.get(id.index()), field) {
            let name = format!("{} / {}", aid.about.name, field.about.name);
            self.undecided(aid.about.span, name, limit);
        }
    }

    /// A cliff with its place, size and the aids that are lost.
    fn measured(&self, id: AidId, field: FieldId, family: Family) -> Option<Cliff> {
        let (program, date) = (self.program, self.date);
        let (place, fall) = place_and_size(program, date, &family, field)?;
        let losing = (0..).map(AidId).take(program.aids.len());
        let losing = losing.filter(|it| loses(program, date, &family, *it));
        Some(Cliff {
            id,
            losing: losing.collect(),
            also: Vec::new(),
            family,
            place,
            fall,
        })
    }

    /// Two families, the same but for one unit of a field, the second with less of an aid.
    fn cliff(&self, id: AidId, pair: &mut Pair<'p>) -> Result<Option<Family>, Limit> {
        pair.encoder.limit = None;
        let Some(goal) = pair.falls(id) else {
            return Ok(None);
        };
        let model = match search(&pair.encoder.formulas, goal, &self.left) {
            Answer::Never => return Ok(None),
            Answer::TooLarge => return Err(Limit::Steps),
            Answer::Found(model) => model,
        };
        let family = witness::family(&pair.encoder, &model, &pair.subjects);
        let family = family.filter(|it| falls_in_all(self.program, self.date, it));
        match family {
            Some(family) => Ok(Some(family)),
            None => Err(pair.encoder.limit.unwrap_or(Limit::Members)),
        }
    }

    /// Two households around rows of a level; `None` where the field has no place in them.
    fn pair(&self, level: EntityId, field: FieldId, size: usize) -> Option<Pair<'p>> {
        let entity = self.program.fields.get(field.index())?.entity;
        let (mut encoder, subject) = Encoder::new(self.program, self.date, Shape::Few(size), level);
        let mut rows = (0..).map(RowId).take(encoder.rows.len());
        let target = rows.find(|row| encoder.row(*row).is_some_and(|it| it.entity == entity))?;
        let twin = encoder.twin(subject, target, field)?;
        let known = encoder.is_given(field, target);
        let subjects = [subject, twin];
        Some(Pair {
            encoder,
            subjects,
            known,
        })
    }

    fn tell(&mut self, field: FieldId, cliff: Cliff) {
        let (program, date) = (self.program, self.date);
        let Some(aid) = program.aids.get(cliff.id.index()) else {
            return;
        };
        let same_level = |id: &AidId| {
            let other = program.aids.get(id.index());
            other.is_some_and(|it| it.entity == aid.entity)
        };
        let lost = cliff.losing.iter().copied().filter(same_level);
        let shown: Vec<Shown> = lost
            .flat_map(|id| {
                [0, 1].map(|subject| Shown {
                    subject,
                    of: Subject::Aid(id),
                    amount: true,
                })
            })
            .collect();
        let name = |id: &AidId| {
            let aid = program.aids.get(id.index());
            aid.map_or_else(String::new, |it| format!("`{}`", it.about.name))
        };
        let names: Vec<String> = cliff.losing.iter().map(name).collect();
        let field_name = program.fields.get(field.index());
        let mut finding = Diagnostic::at(&codes::CLIFF, aid.about.span)
            .with("field", field_name.map_or("", |it| it.about.name.as_str()))
            .with("place", &cliff.place)
            .with("fall", &cliff.fall)
            .with("aids", names.join(", "))
            .with("day", date);
        for other in cliff
            .also
            .iter()
            .filter_map(|id| program.aids.get(id.index()))
        {
            finding = finding.label(other.about.span, "label.also");
        }
        let title = format!("{}: {}", aid.about.name, codes::CLIFF.summary);
        let size = totals(program, date, &cliff.family);
        let text = self.example(cliff.family, &title, &shown, &|program, date, it| {
            totals(program, date, it) == size && place_and_size(program, date, it, field).is_some()
        });
        if text.is_some() {
            self.push(finding, text);
        }
    }
}

/// Households of a field by level and members: made once for all aids.
type Pairs<'p> = BTreeMap<(EntityId, usize), Option<Pair<'p>>>;

/// Two households, the second with one unit of a field more.
struct Pair<'p> {
    encoder: Encoder<'p>,
    subjects: [RowId; 2],
    /// That the first reports the field.
    known: NodeId,
}

impl Pair<'_> {
    /// That the second gets less of an aid; `None` where the field does not matter to it.
    fn falls(&mut self, id: AidId) -> Option<NodeId> {
        let [more, less] = self.subjects.map(|it| self.encoder.aid_amount(id, it));
        if self.encoder.is_alike(id, self.subjects) {
            return None;
        }
        let falls = self.encoder.exceeds(&more, &less, Rational::one());
        Some(self.encoder.formulas.and([self.known, falls]))
    }
}

/// A place where aid falls.
struct Cliff {
    /// The aid that was asked for.
    id: AidId,
    /// All that the family loses.
    losing: Vec<AidId>,
    /// Aids that other families lose at the same place.
    also: Vec<AidId>,
    family: Family,
    /// The amount before the step.
    place: String,
    /// By how much all aid falls.
    fall: String,
}

impl Encoder<'_> {
    /// A second household that differs from that of a row in one unit of a field.
    fn twin(&mut self, subject: RowId, target: RowId, field: FieldId) -> Option<RowId> {
        let count = u32::try_from(self.rows.len()).ok()?;
        // The household is the outermost row with the subject's or its parent's rows under it.
        let household = self.household(subject)?;
        let mut twins: BTreeMap<RowId, RowId> = BTreeMap::new();
        for id in (0..count).map(RowId) {
            let info = self.row(id)?;
            let (entity, parent) = (info.entity, info.parent);
            let inside = id == household || parent.is_some_and(|it| twins.contains_key(&it));
            if !inside {
                continue;
            }
            let own = parent.map(|it| twins.get(&it).copied().unwrap_or(it));
            let made = self.add_row(entity, own, super::formula::YES);
            if let Some(info) = self.rows.get_mut(made.0 as usize) {
                info.twin_of = Some(id);
            }
            twins.insert(id, made);
        }
        let shifted = *twins.get(&target)?;
        let value = self.field_value(field, target)?;
        let one = super::linear::Linear::constant(Rational::one());
        let more = value.plus(&one, Rational::one())?;
        self.shifted.insert((shifted, field), more);
        twins.get(&subject).copied()
    }

    /// The outermost row of a subject that has rows under it besides those above it.
    fn household(&self, subject: RowId) -> Option<RowId> {
        let has_rows_below = |row: RowId| self.rows.iter().any(|it| it.parent == Some(row));
        if has_rows_below(subject) {
            return Some(subject);
        }
        Some(self.row(subject)?.parent.unwrap_or(subject))
    }
}

/// Whether the second household has less money in all than the first.
fn falls_in_all(program: &Program, date: Date, family: &Family) -> bool {
    totals(program, date, family).is_some_and(|(more, less)| {
        more.yearly > less.yearly && more.once >= less.once
            || more.once > less.once && more.yearly >= less.yearly
    })
}

/// All that the two households are granted, of the aids that are decided for both.
fn totals(program: &Program, date: Date, family: &Family) -> Option<(Total, Total)> {
    let fixture = fixture::dataset(program, &family.rows);
    let mut evaluator = Evaluator::new(program, &fixture.dataset, date);
    let mut totals = [Total::default(), Total::default()];
    for (id, aid) in (0..).map(AidId).zip(&program.aids) {
        let Benefit::Amount { value, .. } = &aid.benefit else {
            continue;
        };
        let result = evaluator.aid_result(id)?;
        let granted = [0, 1].map(|subject| {
            let rows = household_rows(family, subject, aid.entity);
            let raws = rows.into_iter().map(|place| {
                let index = *fixture.places.get(place)?;
                result.granted_amount(index).map(i128::from)
            });
            raws.sum::<Option<i128>>()
        });
        let [Some(first), Some(second)] = granted else {
            continue;
        };
        for (total, raw) in totals.iter_mut().zip([first, second]) {
            total.add(raw, value.ty)?;
        }
    }
    let [first, second] = totals;
    Some((first, second))
}

impl Total {
    fn add(&mut self, raw: i128, ty: Type) -> Option<()> {
        let amount = Rational::new(raw, i128::from(crate::number::MONEY))?;
        match ty {
            Type::Money(Some(period)) => {
                let (num, den) = Period::convert_factor(period, Period::Year)?;
                let factor = Rational::new(i128::from(num), i128::from(den))?;
                self.yearly = self.yearly.checked_add(amount.checked_mul(factor)?)?;
            }
            Type::Money(None)
            | Type::Integer
            | Type::Decimal
            | Type::Boolean
            | Type::Date
            | Type::Text
            | Type::Enum(_) => self.once = self.once.checked_add(amount)?,
        }
        Some(())
    }
}

/// The rows of a level in the household of a subject: itself, those above it alone, those below.
fn household_rows(family: &Family, subject: usize, entity: EntityId) -> Vec<usize> {
    let chain = |mut at: usize| {
        let mut all = vec![at];
        while let Some(parent) = family.rows.get(at).and_then(|it| it.parent) {
            all.push(parent);
            at = parent;
        }
        all
    };
    let Some(own) = family.subjects.get(subject) else {
        return Vec::new();
    };
    let other = family.subjects.get(1 - subject.min(1)).copied();
    let apart = other.map(chain).unwrap_or_default();
    // The outermost row that the two do not share.
    let root = chain(*own).into_iter().rfind(|it| !apart.contains(it));
    (0..family.rows.len())
        .filter(|row| family.rows.get(*row).is_some_and(|it| it.entity == entity))
        .filter(|row| root.is_some_and(|root| chain(*row).contains(&root)))
        .collect()
}

/// Whether the second subject gets less of an aid than the first.
fn loses(program: &Program, date: Date, family: &Family, id: AidId) -> bool {
    let fixture = fixture::dataset(program, &family.rows);
    let mut evaluator = Evaluator::new(program, &fixture.dataset, date);
    let Some(entity) = program.aids.get(id.index()).map(|it| it.entity) else {
        return false;
    };
    let Some(result) = evaluator.aid_result(id) else {
        return false;
    };
    let sum = |subject: usize| -> Option<i64> {
        let rows = household_rows(family, subject, entity);
        let amounts = rows.into_iter().map(|row| {
            let index = *fixture.places.get(row)?;
            result.granted_amount(index)
        });
        amounts.sum()
    };
    sum(0).zip(sum(1)).is_some_and(|(more, less)| more > less)
}

/// The amount before the step, and by how much all aid falls.
fn place_and_size(
    program: &Program,
    date: Date,
    family: &Family,
    field: FieldId,
) -> Option<(String, String)> {
    let info = program.fields.get(field.index())?;
    let value = |subject: usize| {
        let rows = household_rows(family, subject, info.entity);
        let numbers: Vec<Rational> = rows
            .into_iter()
            .filter_map(|row| match family.rows.get(row)?.cells.get(&field)? {
                Some(Constant::Number(number)) => Some(*number),
                Some(
                    Constant::Boolean(_)
                    | Constant::Date(_)
                    | Constant::Text(_)
                    | Constant::Enum(_),
                )
                | None => None,
            })
            .collect();
        numbers
    };
    let (before, after) = (value(0), value(1));
    let mut changed = before.iter().zip(&after).filter(|(one, two)| one != two);
    let (low, _) = changed.next()?;
    let (more, less) = totals(program, date, family)?;
    let yearly = more.yearly.checked_sub(less.yearly)?;
    let once = more.once.checked_sub(less.once)?;
    let money =
        |it: Rational| witness::constant_text(program, &Constant::Number(it), Type::Money(None));
    let mut parts = Vec::new();
    if yearly > Rational::zero() {
        parts.push(format!("{}/year", money(yearly)));
    }
    if once > Rational::zero() {
        parts.push(money(once));
    }
    (!parts.is_empty()).then(|| (money(*low), parts.join(" + ")))
}
