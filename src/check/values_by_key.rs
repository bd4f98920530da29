//! Values of parameters by key: every key once and covered; what goes on beyond the last.

use std::collections::{BTreeMap, BTreeSet};

use super::Checker;
use super::look_up::{Last, Lookup};
use super::scope::Scope;
use super::tree::{
    Constant, EntityId, Expr, Interval, Key, Parameter, ParameterId, ParameterKey, Type,
};
use super::types::{is_number, number};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::check as codes;
use crate::number::{Date, Rational};
use crate::source::Span;
use crate::syntax::ast::{self, DatedValue, KeyPattern, KeyedValue, ParameterValue};
use crate::words;

/// Whole-number keys are listed one by one up to this many.
const MOST_KEYS: i64 = 10_000;
/// Beyond every key that is looked up.
const NO_END: i64 = 1_000_000_000_000;

/// A row of a parameter with the last day on which it holds.
type Dated<'d> = (&'d DatedValue, Option<Date>);

/// Values by key, the empty key for a single value.
type Rows = Vec<(Vec<Key>, Expr)>;

/// What one key of a row stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    /// One key.
    Key(Key),
    /// This whole number and all after it.
    From(i64),
    /// Every key that is not listed.
    Otherwise,
    /// What each whole number after the last adds.
    Further,
}

/// The values of one `from DATE`, by what their keys stand for.
struct Cells {
    values: BTreeMap<Vec<Slot>, (Expr, Span)>,
}

impl Cells {
    /// What the key at a place stands for, in all values.
    fn slots(&self, place: usize) -> impl Iterator<Item = &Slot> {
        self.values.keys().filter_map(move |key| key.get(place))
    }

    /// The keys listed at a place.
    fn listed(&self, place: usize) -> BTreeSet<Key> {
        let keys = self.slots(place).filter_map(|slot| match slot {
            Slot::Key(key) => Some(key.clone()),
            Slot::From(from) => Some(Key::Integer(*from)),
            Slot::Otherwise | Slot::Further => None,
        });
        keys.collect()
    }

    fn has(&self, place: usize, wanted: &Slot) -> bool {
        self.slots(place).any(|slot| slot == wanted)
    }

    /// The last whole number of a key that goes on beyond it.
    fn last(&self, place: usize) -> Option<i64> {
        let open = self
            .slots(place)
            .any(|slot| matches!(slot, Slot::From(_) | Slot::Further));
        let last = self.listed(place).into_iter().next_back();
        match last {
            Some(Key::Integer(last)) if open => Some(last),
            _ => None,
        }
    }

    /// The value of a key: as listed, or from its open end, or that of `otherwise`.
    fn find(&self, key: &[Key]) -> Option<&Expr> {
        let mut ways: Vec<Vec<Slot>> = vec![Vec::new()];
        for one in key {
            let mut choices = vec![Slot::Key(one.clone())];
            if let Key::Integer(value) = one {
                choices.push(Slot::From(*value));
            }
            choices.push(Slot::Otherwise);
            ways = ways
                .iter()
                .flat_map(|way| {
                    choices.iter().map(|choice| {
                        let mut way = way.clone();
                        way.push(choice.clone());
                        way
                    })
                })
                .collect();
        }
        let found = ways.iter().find_map(|way| self.values.get(way));
        found.map(|(value, _)| value)
    }
}

/// What a parameter is, for its values.
struct Shape {
    ty: Type,
    keys: Vec<ParameterKey>,
    name: String,
}

impl Checker<'_> {
    /// The values of a parameter over time.
    pub(super) fn tables(&mut self, id: ParameterId, dated: &[Dated<'_>]) {
        let Some(parameter) = self.program.parameters.get(id.index()) else {
            return;
        };
        let shape = Shape {
            ty: parameter.ty,
            keys: parameter.keys.clone(),
            name: parameter.about.name.clone(),
        };
        let mut read = Vec::new();
        for (row, until) in dated {
            if let Some(cells) = self.cells_of(&shape, row) {
                read.push(((*row, *until), cells));
            }
        }
        let mut lookup = Lookup::of(shape.keys.len());
        for place in 0..shape.keys.len() {
            self.open_end(id, &shape, place, &read, &mut lookup);
        }
        self.further(id, &shape, &read, &mut lookup);
        let mut intervals = Vec::new();
        for ((row, until), cells) in &read {
            if let Some((rows, otherwise)) = self.filled_table(&shape, cells, row, &lookup) {
                intervals.extend(self.split(&rows, otherwise.as_ref(), row, *until));
            }
        }
        if let Some(parameter) = self.program.parameters.get_mut(id.index()) {
            parameter.intervals = intervals;
        }
        self.lookups.insert(id, lookup);
    }

    /// A parameter that the text does not name, of the same place and name as another.
    pub(super) fn hidden_parameter(
        &mut self,
        of: ParameterId,
        ty: Type,
        keys: Vec<ParameterKey>,
        intervals: Vec<Interval>,
    ) -> Option<ParameterId> {
        let about = self.program.parameters.get(of.index())?.about.clone();
        let id = ParameterId(u32::try_from(self.program.parameters.len()).ok()?);
        self.program.parameters.push(Parameter {
            about,
            ty,
            keys,
            intervals,
        });
        self.parameter_progress.push(super::Progress::Typed);
        self.hidden.insert(id, of);
        Some(id)
    }

    /// What the keys of a row under `from DATE` stand for; a single value has no key.
    fn cells_of(&mut self, shape: &Shape, row: &DatedValue) -> Option<Cells> {
        let mut values = BTreeMap::new();
        match &row.value {
            ParameterValue::Single(value) => {
                if !shape.keys.is_empty() {
                    let finding = Diagnostic::at(&codes::VALUE_WITHOUT_KEYS, row.span)
                        .with("name", &shape.name);
                    self.report(finding.with("keys", self.key_words(&shape.keys)));
                    return None;
                }
                let value = self.typed(value, &Scope::constant(), shape.ty)?;
                values.insert(Vec::new(), (value, row.span));
            }
            ParameterValue::File(file) => {
                self.report_no_file(file);
                return None;
            }
            // A date without a value was reported when it was read.
            ParameterValue::Keyed(keyed) if keyed.is_empty() => return None,
            ParameterValue::Keyed(_) if shape.keys.is_empty() => {
                let finding =
                    Diagnostic::at(&codes::KEYS_WITHOUT_BY, row.span).with("name", &shape.name);
                self.report(finding);
                return None;
            }
            ParameterValue::Keyed(keyed) => values = self.keyed_cells(shape, keyed)?,
        }
        Some(Cells { values })
    }

    fn keyed_cells(
        &mut self,
        shape: &Shape,
        keyed: &[KeyedValue],
    ) -> Option<BTreeMap<Vec<Slot>, (Expr, Span)>> {
        let misfit = |it: &&KeyedValue| patterns(&it.key).len() != shape.keys.len();
        if let Some(misfit) = keyed.iter().find(misfit) {
            let finding = Diagnostic::at(&codes::ROW_KEYS, misfit.span)
                .with("name", &shape.name)
                .with("found", patterns(&misfit.key).len())
                .with("keys", self.key_words(&shape.keys));
            self.report(finding);
            return None;
        }
        let mut values: BTreeMap<Vec<Slot>, (Expr, Span)> = BTreeMap::new();
        let mut failed = false;
        for it in keyed {
            let value = self.typed(&it.value, &Scope::constant(), shape.ty);
            let Some(found) = self.row_keys(shape, &it.key) else {
                failed = true;
                continue;
            };
            failed |= value.is_none();
            for key in found {
                if let Some((_, earlier)) = values.get(&key) {
                    let finding = Diagnostic::at(&codes::SAME_KEY, it.span)
                        .with("key", self.slot_words(&shape.keys, &key));
                    self.report(finding.label(*earlier, "label.first"));
                } else if let Some(value) = &value {
                    values.insert(key, (value.clone(), it.span));
                }
            }
        }
        (!failed).then_some(values)
    }

    /// All keys of a row: each combination of what its patterns stand for.
    fn row_keys(&mut self, shape: &Shape, pattern: &KeyPattern) -> Option<Vec<Vec<Slot>>> {
        let patterns = patterns(pattern);
        let mut all = vec![Vec::new()];
        for (key, pattern) in shape.keys.iter().zip(patterns) {
            let slots = self.slots(shape, key, pattern)?;
            all = all
                .iter()
                .flat_map(|row: &Vec<Slot>| {
                    slots.iter().map(|slot| {
                        let mut row = row.clone();
                        row.push(slot.clone());
                        row
                    })
                })
                .collect();
        }
        Some(all)
    }

    fn slots(
        &mut self,
        shape: &Shape,
        key: &ParameterKey,
        pattern: &KeyPattern,
    ) -> Option<Vec<Slot>> {
        match pattern {
            KeyPattern::Values(values) => {
                let found: Vec<Option<Key>> =
                    values.iter().map(|it| self.key_value(key, it)).collect();
                let found: Option<Vec<Key>> = found.into_iter().collect();
                Some(found?.into_iter().map(Slot::Key).collect())
            }
            KeyPattern::Range(range) => match key {
                ParameterKey::Integer { low, high } => self.key_range(*low, *high, range),
                ParameterKey::Enum(_) | ParameterKey::Entity(_) => {
                    self.report(Diagnostic::at(&codes::KEY_RANGE, range.span));
                    None
                }
            },
            KeyPattern::Otherwise(_) => Some(vec![Slot::Otherwise]),
            KeyPattern::EachFurther(span) => {
                let open = matches!(key, ParameterKey::Integer { high: None, .. });
                if !open || !is_number(shape.ty) {
                    self.report(Diagnostic::at(&codes::FURTHER_KEY, *span));
                    return None;
                }
                Some(vec![Slot::Further])
            }
            KeyPattern::Text(text) => self.text_key(shape, key, &text.node, text.span),
            // Bands stand in `brackets` alone, and patterns of several keys hold single ones.
            KeyPattern::Several(_)
            | KeyPattern::UpTo(_)
            | KeyPattern::Below(_)
            | KeyPattern::Above(_) => None,
        }
    }

    /// A key in a file, written without quotes.
    fn text_key(
        &mut self,
        shape: &Shape,
        key: &ParameterKey,
        text: &str,
        span: Span,
    ) -> Option<Vec<Slot>> {
        let whole = |text: &str| {
            let kind = ast::ExprKind::Number(Rational::parse_decimal(text.trim())?);
            Some(ast::Expr { kind, span })
        };
        let is_word = |word: &'static str| {
            words::lead(text, &[word]).is_some_and(|lead| lead.len == text.len())
        };
        if words::english_name(text) == Some("otherwise") || is_word("otherwise") {
            return Some(vec![Slot::Otherwise]);
        }
        if is_word("each further") {
            return self.slots(shape, key, &KeyPattern::EachFurther(span));
        }
        let kind = match key {
            ParameterKey::Enum(_) => ast::ExprKind::Name(text.to_owned()),
            ParameterKey::Entity(id) if self.key_type(*id)? == Type::Text => {
                ast::ExprKind::Text(text.to_owned())
            }
            ParameterKey::Entity(_) | ParameterKey::Integer { .. } => {
                if let Some((low, high)) = text.split_once("..") {
                    let range = ast::Range {
                        low: whole(low).map(Box::new),
                        high: whole(high).map(Box::new),
                        exclusive: false,
                        span,
                    };
                    return self.slots(shape, key, &KeyPattern::Range(range));
                }
                whole(text).map_or_else(|| ast::ExprKind::Text(text.to_owned()), |it| it.kind)
            }
        };
        let value = self.key_value(key, &ast::Expr { kind, span })?;
        Some(vec![Slot::Key(value)])
    }

    /// Where a key goes on beyond the last that is listed: that last one, which may change in time.
    fn open_end(
        &mut self,
        id: ParameterId,
        shape: &Shape,
        place: usize,
        read: &[(Dated<'_>, Cells)],
        lookup: &mut Lookup,
    ) {
        let lasts: Vec<Option<i64>> = read.iter().map(|(_, cells)| cells.last(place)).collect();
        let otherwise = read.iter().any(|(_, it)| it.has(place, &Slot::Otherwise));
        let Some(key) = shape.keys.get(place) else {
            return;
        };
        let open = match key {
            ParameterKey::Entity(_) => true,
            ParameterKey::Integer { high, .. } => {
                high.is_none() && lasts.iter().all(Option::is_none)
            }
            ParameterKey::Enum(_) => false,
        };
        if otherwise && open && shape.keys.len() > 1 {
            let listed = read.iter().flat_map(|(_, it)| it.listed(place)).collect();
            lookup.set_others(place, listed);
        }
        let Some(first) = lasts.iter().find_map(|it| *it) else {
            return;
        };
        if lasts.iter().all(|it| *it == Some(first)) {
            lookup.set_last(place, Last::Always(first));
            return;
        }
        let intervals = read.iter().zip(lasts).map(|(((row, until), _), last)| {
            let value = Rational::from_integer(last.unwrap_or(NO_END));
            constant_interval(row, *until, Constant::Number(value))
        });
        let intervals = intervals.collect();
        if let Some(hidden) = self.hidden_parameter(id, Type::Integer, Vec::new(), intervals) {
            lookup.set_last(place, Last::Dated(hidden));
        }
    }

    /// What each whole number after the last adds, as a parameter of its own.
    fn further(
        &mut self,
        id: ParameterId,
        shape: &Shape,
        read: &[(Dated<'_>, Cells)],
        lookup: &mut Lookup,
    ) {
        let place = (0..shape.keys.len())
            .find(|place| read.iter().any(|(_, it)| it.has(*place, &Slot::Further)));
        let Some(place) = place else { return };
        let mut keys = shape.keys.clone();
        keys.remove(place);
        let inner = Shape {
            ty: shape.ty,
            keys: keys.clone(),
            name: shape.name.clone(),
        };
        let mut intervals = Vec::new();
        for ((row, until), cells) in read {
            let steps = cells.values.iter().filter_map(|(key, value)| {
                let mut key = key.clone();
                (key.remove(place) == Slot::Further).then(|| (key, value.clone()))
            });
            let steps = Cells {
                values: steps.collect(),
            };
            if steps.values.is_empty() {
                let mut interval =
                    constant_interval(row, *until, Constant::Number(Rational::zero()));
                interval.otherwise = interval.values.get(&Vec::new()).cloned();
                intervals.push(interval);
            } else if let Some((rows, otherwise)) =
                self.filled_table(&inner, &steps, row, &lookup.without(place))
            {
                intervals.extend(self.split(&rows, otherwise.as_ref(), row, *until));
            }
        }
        if let Some(hidden) = self.hidden_parameter(id, shape.ty, keys, intervals) {
            lookup.set_further(place, hidden);
        }
    }

    /// A value for each key: those listed, those that an open end or `otherwise` covers. A key that
    /// nothing covers is reported.
    fn filled_table(
        &mut self,
        shape: &Shape,
        cells: &Cells,
        row: &DatedValue,
        lookup: &Lookup,
    ) -> Option<(Rows, Option<Expr>)> {
        let mut all: Vec<(Vec<Key>, bool)> = vec![(Vec::new(), true)];
        for (place, key) in shape.keys.iter().enumerate() {
            let domain = self.domain(cells, place, key, lookup);
            all = all
                .iter()
                .flat_map(|(begin, required)| {
                    domain.iter().map(|(key, also)| {
                        let mut key_so_far = begin.clone();
                        key_so_far.push(key.clone());
                        (key_so_far, *required && *also)
                    })
                })
                .take(usize::try_from(MOST_KEYS).unwrap_or(usize::MAX))
                .collect();
        }
        let (mut rows, mut missing) = (Rows::new(), Vec::new());
        for (key, required) in all {
            match cells.find(&key) {
                Some(value) => rows.push((key, value.clone())),
                None if required => missing.push(self.key_list(&shape.keys, &key)),
                None => {}
            }
        }
        missing.extend(open_gap(shape, cells));
        let otherwise = match shape.keys.as_slice() {
            [ParameterKey::Enum(_)] => None,
            [_] => cells.values.get(&vec![Slot::Otherwise]).cloned(),
            _ => None,
        };
        if missing.is_empty() {
            return Some((rows, otherwise.map(|(value, _)| value)));
        }
        self.report_missing(&missing, row);
        None
    }

    /// The keys at a place that must, or may, have a value of their own.
    fn domain(
        &self,
        cells: &Cells,
        place: usize,
        key: &ParameterKey,
        lookup: &Lookup,
    ) -> Vec<(Key, bool)> {
        let most = usize::try_from(MOST_KEYS).unwrap_or(usize::MAX);
        let bounded = |low: i64, high: i64| -> Vec<(Key, bool)> {
            let all = (low..=high).take(most);
            all.map(|it| (Key::Integer(it), true)).collect()
        };
        let listed = cells.listed(place);
        match key {
            ParameterKey::Enum(id) => (0_u32..)
                .take(self.enum_words(*id).len())
                .map(|code| (Key::Enum(code), true))
                .collect(),
            ParameterKey::Integer {
                low,
                high: Some(high),
            } => {
                let single = cells.values.keys().all(|it| it.len() == 1);
                if single && cells.has(place, &Slot::Otherwise) {
                    return listed.into_iter().map(|it| (it, true)).collect();
                }
                bounded(*low, *high)
            }
            ParameterKey::Integer { low, high: None } if cells.last(place).is_some() => {
                bounded(*low, cells.last(place).unwrap_or(*low))
            }
            ParameterKey::Integer { .. } | ParameterKey::Entity(_) => {
                let mut all: BTreeMap<Key, bool> = lookup
                    .others(place)
                    .into_iter()
                    .map(|it| (it, false))
                    .collect();
                all.extend(listed.into_iter().map(|it| (it, true)));
                all.into_iter().collect()
            }
        }
    }

    fn report_missing(&mut self, missing: &[String], row: &DatedValue) {
        let words: Vec<&str> = missing.iter().take(5).map(String::as_str).collect();
        let more = if missing.len() > words.len() {
            " …"
        } else {
            ""
        };
        let finding =
            Diagnostic::at(&codes::MISSING_KEY, row.from.span).with("date", row.from.node);
        self.report(finding.with("keys", format!("{}{more}", words.join(", "))));
    }

    fn key_list(&self, keys: &[ParameterKey], values: &[Key]) -> String {
        let words = keys.iter().zip(values);
        let words = words.map(|(key, value)| format!("`{}`", self.one_key(key, value)));
        words.collect::<Vec<_>>().join(" with ")
    }

    fn slot_words(&self, keys: &[ParameterKey], slots: &[Slot]) -> String {
        let word = |(key, slot): (&ParameterKey, &Slot)| match slot {
            Slot::Key(value) => self.one_key(key, value),
            Slot::From(from) => format!("{from}.."),
            Slot::Otherwise => "otherwise".to_owned(),
            Slot::Further => "each further".to_owned(),
        };
        let words: Vec<String> = keys.iter().zip(slots).map(word).collect();
        words.join(", ")
    }

    pub(super) fn key_words(&self, keys: &[ParameterKey]) -> String {
        let word = |key: &ParameterKey| match key {
            ParameterKey::Enum(id) => self.type_word(Type::Enum(*id)),
            ParameterKey::Entity(id) => self.entity_name(*id),
            ParameterKey::Integer { .. } => "integer".to_owned(),
        };
        keys.iter().map(word).collect::<Vec<_>>().join(", ")
    }

    fn one_key(&self, key: &ParameterKey, value: &Key) -> String {
        match (key, value) {
            (ParameterKey::Enum(id), Key::Enum(code)) => self
                .enum_words(*id)
                .get(*code as usize)
                .cloned()
                .unwrap_or_default(),
            (_, Key::Enum(code)) => code.to_string(),
            (_, Key::Text(text)) => text.clone(),
            (_, Key::Integer(value)) => value.to_string(),
        }
    }

    /// The whole numbers of a range; with an open end, the first of it and all after.
    fn key_range(&mut self, low: i64, high: Option<i64>, range: &ast::Range) -> Option<Vec<Slot>> {
        let from = match &range.low {
            Some(bound) => self.whole_bound(Some(bound), range.span)?,
            None => low,
        };
        let to = match &range.high {
            Some(bound) => {
                Some(self.whole_bound(Some(bound), range.span)? - i64::from(range.exclusive))
            }
            None => high,
        };
        let outside = from < low || to.zip(high).is_some_and(|(to, high)| to > high);
        if outside || to.is_some_and(|to| to < from || to.saturating_sub(from) >= MOST_KEYS) {
            let finding = Diagnostic::at(&codes::KEY_OUT_OF_RANGE, range.span);
            self.report(finding.with("range", range_word(low, high)));
            return None;
        }
        Some(match to {
            Some(to) => (from..=to).map(|it| Slot::Key(Key::Integer(it))).collect(),
            None => vec![Slot::From(from)],
        })
    }

    fn key_value(&mut self, key: &ParameterKey, value: &ast::Expr) -> Option<Key> {
        let ty = match key {
            ParameterKey::Enum(id) => Type::Enum(*id),
            ParameterKey::Entity(id) => self.key_type(*id)?,
            ParameterKey::Integer { .. } => Type::Integer,
        };
        match self.constant(value, ty)? {
            Constant::Enum(code) => Some(Key::Enum(code)),
            Constant::Text(text) => Some(Key::Text(text)),
            Constant::Number(number) => {
                let number = super::fold::whole(number)?;
                if let ParameterKey::Integer { low, high } = key
                    && (number < *low || high.is_some_and(|high| number > high))
                {
                    let finding = Diagnostic::at(&codes::KEY_OUT_OF_RANGE, value.span);
                    self.report(finding.with("range", range_word(*low, *high)));
                    return None;
                }
                Some(Key::Integer(number))
            }
            Constant::Boolean(_) | Constant::Date(_) => None,
        }
    }

    pub(super) fn key_type(&self, entity: EntityId) -> Option<Type> {
        let key = self.program.entities.get(entity.index())?.key;
        Some(self.program.fields.get(key.index())?.ty)
    }
}

/// The end of a whole-number key without one, that no row covers.
fn open_gap(shape: &Shape, cells: &Cells) -> Option<String> {
    for (place, key) in shape.keys.iter().enumerate() {
        let open = matches!(key, ParameterKey::Integer { high: None, .. });
        if !open || cells.last(place).is_some() || cells.has(place, &Slot::Otherwise) {
            continue;
        }
        if let Some(Key::Integer(last)) = cells.listed(place).into_iter().next_back() {
            return Some(format!("`{}..`", last + 1));
        }
    }
    None
}

/// The patterns of a row, one for each key.
fn patterns(pattern: &KeyPattern) -> &[KeyPattern] {
    match pattern {
        KeyPattern::Several(all) => all,
        one => std::slice::from_ref(one),
    }
}

/// One value over the days of a row.
pub(super) fn constant_interval(
    row: &DatedValue,
    until: Option<Date>,
    value: Constant,
) -> Interval {
    Interval {
        from: row.from.node,
        until,
        values: BTreeMap::from([(Vec::new(), value)]),
        otherwise: None,
        span: row.span,
        sources: row.sources.clone(),
    }
}

fn range_word(low: i64, high: Option<i64>) -> String {
    high.map_or_else(|| format!("{low}.."), |high| format!("{low}..{high}"))
}

/// A whole number as a key's expression.
pub(super) fn key_number(value: i64, span: Span) -> Expr {
    number(Rational::from_integer(value), Type::Integer, span)
}
