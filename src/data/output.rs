//! Results as Arrow batches: one per entity, rows in the order of the input.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use arrow_array::builder::{Int32Builder, StringBuilder};
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Decimal128Type, Int32Type, Int64Type, UInt32Type,
};
use arrow_array::{
    Array, ArrayRef, BooleanArray, DictionaryArray, Int32Array, PrimitiveArray, StringArray,
};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer};
use arrow_schema::{ArrowError, Field, Schema, SchemaRef};

use super::bitmap::Bitmap;
use super::reject::mask;
use super::results::{AidResult, Results, TIED, UNKNOWN, UNKNOWN_RANK, ZERO_AMOUNT};
use super::table::{Column, Dataset, Table, Values};
use crate::check::tree::{
    Aid, AidId, Benefit, EntityId, Ground, Outcome, Program, RegisterId, Status, Type, ValueId,
};

/// Digits of a stored number: as many as 64 bits may need.
const DIGITS: u8 = 19;
/// Decimals of money.
const MONEY_DECIMALS: i8 = 4;
/// Decimals of decimals.
const DECIMAL_DECIMALS: i8 = 6;

/// Whether fields marked `personal` are shown in results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Personal {
    /// Masked: `6271••••••••0000`.
    #[default]
    Masked,
    /// As they are.
    Shown,
}

/// What is missing for an aid's row that needs verification: names of fields, joined by `;`.
pub type Missing<'a> = dyn Fn(AidId, usize) -> String + Sync + 'a;

/// One column of a result table.
enum Output {
    Key,
    Value(ValueId),
    Status(AidId),
    Amount(AidId),
    Service(AidId),
    Reason(AidId),
    Rank(AidId),
    Outcome(RegisterId),
    Ground(RegisterId),
}

/// The results of an entity: key, computed values, aids, registers; rows in the order of the input.
///
/// Money is decimal128(19,4), decimals are decimal128(19,6), enumerations dictionaries of texts,
/// dates date32; what is unknown is null. Reasons are codes joined by `;`. Columns are made when they
/// are asked for, of as many rows as asked for, so that a table is never held whole.
pub struct Sheet<'a> {
    of: Of<'a>,
    outputs: Vec<Output>,
    schema: SchemaRef,
}

impl<'a> Sheet<'a> {
    /// Lays out the columns.
    ///
    /// # Errors
    /// Only if columns do not belong together, which bound data and their results exclude.
    pub fn new(
        program: &'a Program,
        dataset: &'a Dataset,
        results: &'a Results,
        entity: EntityId,
        personal: Personal,
        missing: &'a Missing<'a>,
    ) -> Result<Self, ArrowError> {
        let of = Of {
            program,
            results,
            entity,
            personal,
            missing,
            table: dataset.table(entity),
        };
        let (names, outputs): (Vec<String>, Vec<Output>) = of.outputs().into_iter().unzip();
        let fields = names.into_iter().zip(&outputs).map(|(name, output)| {
            let none = Rows {
                of: &of,
                range: 0..0,
            }
            .column(output)?;
            Ok(Field::new(name, none.data_type().clone(), true))
        });
        let fields: Vec<Field> = fields.collect::<Result<_, ArrowError>>()?;
        let schema = Arc::new(Schema::new(fields));
        Ok(Self {
            of,
            outputs,
            schema,
        })
    }

    /// The names and types of the columns; the first is the key.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The key and the columns whose names are wanted; `None` where there are none.
    #[must_use]
    pub fn narrowed(mut self, wanted: &dyn Fn(&str) -> bool) -> Option<Self> {
        let key = |output: &Output| matches!(output, Output::Key);
        let columns = self.schema.fields().iter().zip(self.outputs);
        let kept = columns.filter(|(field, output)| key(output) || wanted(field.name()));
        let (fields, outputs): (Vec<_>, Vec<_>) =
            kept.map(|(field, output)| (field.clone(), output)).unzip();
        self.schema = Arc::new(Schema::new(fields));
        self.outputs = outputs;
        self.outputs.iter().any(|it| !key(it)).then_some(self)
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.of.table.map_or(0, |table| table.rows)
    }

    /// Some rows of a column, by its place.
    ///
    /// # Errors
    /// As [`Sheet::new`].
    pub fn column(&self, place: usize, rows: Range<usize>) -> Result<ArrayRef, ArrowError> {
        let rows = rows.start..rows.end.min(self.rows());
        let of = Rows {
            of: &self.of,
            range: rows,
        };
        match self.outputs.get(place) {
            Some(output) => of.column(output),
            None => Ok(of.nothing()),
        }
    }
}

impl std::fmt::Debug for Sheet<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Sheet")
            .field("schema", &self.schema)
            .field("rows", &self.rows())
            .finish_non_exhaustive()
    }
}

/// The results of one entity.
struct Of<'a> {
    program: &'a Program,
    results: &'a Results,
    entity: EntityId,
    personal: Personal,
    missing: &'a Missing<'a>,
    table: Option<&'a Table>,
}

/// Some rows of the results, counted in the order of the input.
struct Rows<'a> {
    of: &'a Of<'a>,
    range: Range<usize>,
}

impl Of<'_> {
    /// The columns and their names, in the order of the policy.
    fn outputs(&self) -> Vec<(String, Output)> {
        let mut list = Vec::new();
        let entity = self.program.entities.get(self.entity.index());
        if let Some(key) = entity.and_then(|it| self.program.fields.get(it.key.index())) {
            list.push((key.about.name.clone(), Output::Key));
        }
        for (value, id) in self.program.values.iter().zip((0..).map(ValueId)) {
            let computed = self
                .results
                .values
                .get(id.index())
                .is_some_and(Option::is_some);
            if value.entity == self.entity && computed {
                list.push((value.about.name.clone(), Output::Value(id)));
            }
        }
        for (aid, id) in self.program.aids.iter().zip((0..).map(AidId)) {
            if aid.entity == self.entity {
                list.extend(aid_outputs(aid, id));
            }
        }
        for (register, id) in self.program.registers.iter().zip((0..).map(RegisterId)) {
            if register.entity == self.entity {
                let name = &register.about.name;
                list.push((format!("{name}_outcome"), Output::Outcome(id)));
                list.push((format!("{name}_ground"), Output::Ground(id)));
            }
        }
        list
    }
}

impl Rows<'_> {
    /// The rows of the table.
    fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        let order = self.of.table.and_then(|table| table.input_order.as_deref());
        self.range.clone().map(move |position| match order {
            Some(order) => order.get(position).map_or(0, |row| *row as usize),
            None => position,
        })
    }

    fn column(&self, output: &Output) -> Result<ArrayRef, ArrowError> {
        match output {
            Output::Key => self.key(),
            Output::Value(id) => {
                let value = self.of.program.values.get(id.index());
                let column = self
                    .of
                    .results
                    .values
                    .get(id.index())
                    .and_then(Option::as_ref);
                match (value, column) {
                    (Some(value), Some(column)) => self.values(column, value.ty),
                    _ => Ok(self.nothing()),
                }
            }
            Output::Status(id) => self.of_aid(*id, Self::status),
            Output::Amount(id) => self.of_aid(*id, Self::amount),
            Output::Service(id) => self.of_aid(*id, Self::service),
            Output::Reason(id) => self.of_aid(*id, Self::reasons),
            Output::Rank(id) => self.of_aid(*id, |it, _, _, result| {
                let place = |row: usize| result.rank.get(row).copied().filter(|rank| *rank > 0);
                Ok(Arc::new(cells::<UInt32Type>(it.rows().map(place))))
            }),
            Output::Outcome(id) => self.outcome(*id),
            Output::Ground(id) => self.ground(*id),
        }
    }

    fn key(&self) -> Result<ArrayRef, ArrowError> {
        let entity = self.of.program.entities.get(self.of.entity.index());
        let key = entity.map(|entity| entity.key);
        let field = key.and_then(|key| self.of.program.fields.get(key.index()));
        let place = entity.and_then(|it| it.fields.iter().position(|field| Some(*field) == key));
        let column = place.and_then(|place| self.of.table?.columns.get(place)?.as_ref());
        match (field, column) {
            (Some(field), Some(column))
                if field.personal && self.of.personal == Personal::Masked =>
            {
                let text = |row| cell_text(column, row).map(|text| mask(&text));
                Ok(Arc::new(self.rows().map(text).collect::<StringArray>()))
            }
            (Some(field), Some(column)) => self.values(column, field.ty),
            _ => Ok(self.nothing()),
        }
    }

    fn nothing(&self) -> ArrayRef {
        arrow_array::new_null_array(&arrow_schema::DataType::Null, self.range.len())
    }

    /// A column of stored values, by the type that says what they mean.
    fn values(&self, column: &Column, ty: Type) -> Result<ArrayRef, ArrowError> {
        if let Some(cells) = self.straight(column, ty) {
            return cells;
        }
        match &column.values {
            Values::Number(values) => {
                let raw = |row: usize| values.get(row).filter(|_| column.is_valid(row));
                self.numbers(raw, ty)
            }
            Values::Date(values) => {
                let day = |row: usize| values.get(row).copied().filter(|_| column.is_valid(row));
                Ok(Arc::new(cells::<Date32Type>(self.rows().map(day))))
            }
            Values::Boolean(bits) => {
                let bit = |row: usize| column.is_valid(row).then(|| bits.get(row));
                Ok(Arc::new(self.rows().map(bit).collect::<BooleanArray>()))
            }
            Values::Enum(codes) => {
                let code = |row: usize| codes.get(row).copied().filter(|_| column.is_valid(row));
                self.words(code, &self.names(ty))
            }
            Values::Text(texts) => {
                let mut out =
                    StringBuilder::with_capacity(self.range.len(), texts.value_data().len());
                for row in self.rows() {
                    let known = column.is_valid(row) && row < texts.len();
                    out.append_option(known.then(|| texts.value(row)));
                }
                Ok(Arc::new(out.finish()))
            }
        }
    }

    /// Numbers and truth values of rows that stand as they came: whole runs at once.
    fn straight(&self, column: &Column, ty: Type) -> Option<Result<ArrayRef, ArrowError>> {
        if self.of.table?.input_order.is_some() {
            return None;
        }
        let (start, len) = (self.range.start, self.range.len());
        let valid = column.valid.as_ref().map(|valid| valid.slice(start, len));
        let valid = valid.filter(|it| it.count_ones() < len);
        let nulls = valid.map(|it| NullBuffer::new(bits(&it)));
        let values = match &column.values {
            Values::Boolean(truths) => {
                let truths = bits(&truths.slice(start, len));
                return Some(Ok(Arc::new(BooleanArray::new(truths, nulls))));
            }
            Values::Number(values) => values.to_vec(self.range.clone()),
            Values::Date(_) | Values::Enum(_) | Values::Text(_) => return None,
        };
        Some(as_they_are(values, nulls, ty))
    }

    /// What an aid gives to rows that stand as they came.
    fn granted(&self, result: &AidResult, ty: Type) -> Option<Result<ArrayRef, ArrowError>> {
        if self.of.table?.input_order.is_some() {
            return None;
        }
        let statuses = result.status.get(self.range.clone())?;
        let mut values = result.amount.to_vec(self.range.clone());
        for (value, status) in values.iter_mut().zip(statuses) {
            *value = if *status == Status::Granted {
                *value
            } else {
                0
            };
        }
        let open = |status: &Status| *status == Status::NeedsVerification;
        let nulls = statuses.iter().any(open).then(|| {
            let known: Vec<bool> = statuses.iter().map(|it| !open(it)).collect();
            NullBuffer::from(known)
        });
        (values.len() == statuses.len()).then(|| as_they_are(values, nulls, ty))
    }

    fn numbers(
        &self,
        raw: impl Fn(usize) -> Option<i64>,
        ty: Type,
    ) -> Result<ArrayRef, ArrowError> {
        let Some(decimals) = decimals(ty) else {
            return Ok(Arc::new(cells::<Int64Type>(self.rows().map(raw))));
        };
        let wide = self.rows().map(|row| raw(row).map(i128::from));
        let array = cells::<Decimal128Type>(wide);
        Ok(Arc::new(array.with_precision_and_scale(DIGITS, decimals)?))
    }

    fn names(&self, ty: Type) -> Vec<&str> {
        let of = self.of.program.enumeration(ty);
        of.map_or(Vec::new(), |it| {
            it.values.iter().map(|(name, _)| name.as_str()).collect()
        })
    }

    /// Codes as words of a dictionary; a code without a word is null.
    fn words(
        &self,
        code: impl Fn(usize) -> Option<u16>,
        names: &[&str],
    ) -> Result<ArrayRef, ArrowError> {
        let codes = self.rows().map(|row| {
            let code = code(row).filter(|code| usize::from(*code) < names.len());
            code.map(i32::from)
        });
        let keys = cells::<Int32Type>(codes);
        dictionary(keys, StringArray::from_iter_values(names))
    }

    fn of_aid(
        &self,
        id: AidId,
        column: impl Fn(&Self, AidId, &Aid, &AidResult) -> Result<ArrayRef, ArrowError>,
    ) -> Result<ArrayRef, ArrowError> {
        let aid = self.of.program.aids.get(id.index());
        match (aid, self.of.results.aids.get(id.index())) {
            (Some(aid), Some(result)) => column(self, id, aid, result),
            _ => Ok(self.nothing()),
        }
    }

    fn status(&self, _: AidId, _: &Aid, result: &AidResult) -> Result<ArrayRef, ArrowError> {
        let names = Status::ALL.map(Status::word);
        self.words(
            |row| result.status.get(row).map(|status| *status as u16),
            &names,
        )
    }

    fn amount(&self, _: AidId, aid: &Aid, result: &AidResult) -> Result<ArrayRef, ArrowError> {
        let ty = match &aid.benefit {
            Benefit::Amount { value, .. } => value.ty,
            Benefit::Service(_) | Benefit::Nothing => Type::Money(None),
        };
        let straight = self.granted(result, ty);
        straight.unwrap_or_else(|| self.numbers(|row| result.granted_amount(row), ty))
    }

    fn service(&self, _: AidId, aid: &Aid, result: &AidResult) -> Result<ArrayRef, ArrowError> {
        match (&aid.benefit, &result.service) {
            (Benefit::Service(service), Some(column)) => self.values(column, service.ty),
            _ => Ok(self.nothing()),
        }
    }

    /// The codes of why a row is not granted; null where there is nothing to say.
    fn reasons(&self, id: AidId, aid: &Aid, result: &AidResult) -> Result<ArrayRef, ArrowError> {
        let mut words = Words::default();
        // What the grounds alone say, by status and grounds; rows with the same stand together.
        let mut known: HashMap<(Status, u64), (String, Option<i32>)> = HashMap::new();
        let mut keys = Int32Builder::with_capacity(self.range.len());
        let mut last = None;
        for row in self.rows() {
            let status = result
                .status
                .get(row)
                .copied()
                .unwrap_or(Status::NotInForce);
            let bits = result.grounds.get(row).unwrap_or(0);
            if let Some((decided, key)) = last
                && decided == (status, bits)
            {
                keys.append_option(key);
                continue;
            }
            let (codes, key) = known.entry((status, bits)).or_insert_with(|| {
                let codes = reason_codes(self.of.program, aid, status, bits).join(";");
                let key = words.key(&codes);
                (codes, key)
            });
            let unknown =
                status == Status::NeedsVerification && bits & (UNKNOWN | UNKNOWN_RANK) != 0;
            if !unknown {
                last = Some(((status, bits), *key));
                keys.append_option(*key);
                continue;
            }
            let fields = (self.of.missing)(id, row);
            keys.append_option(match (codes.is_empty(), fields.is_empty()) {
                (_, true) => *key,
                (true, false) => words.key(&fields),
                (false, false) => words.key(&format!("{codes};{fields}")),
            });
        }
        words.column(keys)
    }

    fn outcome(&self, id: RegisterId) -> Result<ArrayRef, ArrowError> {
        let Some(result) = self.of.results.registers.get(id.index()) else {
            return Ok(self.nothing());
        };
        let names = Outcome::ALL.map(Outcome::word);
        self.words(
            |row| result.outcome.get(row).map(|outcome| *outcome as u16),
            &names,
        )
    }

    fn ground(&self, id: RegisterId) -> Result<ArrayRef, ArrowError> {
        let register = self.of.program.registers.get(id.index());
        let (Some(register), Some(result)) = (register, self.of.results.registers.get(id.index()))
        else {
            return Ok(self.nothing());
        };
        let names: Vec<&str> = register.leave.iter().map(|it| it.code.as_str()).collect();
        self.words(
            |row| {
                result
                    .ground
                    .get(row)
                    .and_then(|ground| ground.checked_sub(1))
            },
            &names,
        )
    }
}

/// The words of a column, each once.
#[derive(Default)]
struct Words {
    keys: HashMap<String, i32>,
    words: StringBuilder,
}

impl Words {
    /// The key of a word; none for an empty one.
    fn key(&mut self, word: &str) -> Option<i32> {
        if word.is_empty() {
            return None;
        }
        if let Some(key) = self.keys.get(word) {
            return Some(*key);
        }
        let key = i32::try_from(self.keys.len()).ok()?;
        self.keys.insert(word.to_owned(), key);
        self.words.append_value(word);
        Some(key)
    }

    fn column(mut self, mut keys: Int32Builder) -> Result<ArrayRef, ArrowError> {
        dictionary(keys.finish(), self.words.finish())
    }
}

/// Cells of one type, null where there is none.
fn cells<T: ArrowPrimitiveType>(
    cells: impl Iterator<Item = Option<T::Native>>,
) -> PrimitiveArray<T> {
    let mut blanks: Vec<usize> = Vec::new();
    let values = cells.enumerate().map(|(row, cell)| {
        if cell.is_none() {
            blanks.push(row);
        }
        cell.unwrap_or_default()
    });
    let values: Vec<T::Native> = values.collect();
    let valid = (!blanks.is_empty()).then(|| {
        let mut valid = Bitmap::ones(values.len());
        for row in &blanks {
            valid.set(*row, false);
        }
        NullBuffer::new(bits(&valid))
    });
    PrimitiveArray::new(values.into(), valid)
}

/// Bits as Arrow has them: bytes from the lowest.
fn bits(of: &Bitmap) -> BooleanBuffer {
    let words: Vec<u64> = of.words().iter().map(|word| word.to_le()).collect();
    BooleanBuffer::new(Buffer::from_vec(words), 0, of.len())
}

fn dictionary(keys: Int32Array, words: StringArray) -> Result<ArrayRef, ArrowError> {
    let column = DictionaryArray::<Int32Type>::try_new(keys, Arc::new(words))?;
    Ok(Arc::new(column))
}

fn aid_outputs(aid: &Aid, id: AidId) -> Vec<(String, Output)> {
    let name = &aid.about.name;
    let mut list = vec![(format!("{name}_status"), Output::Status(id))];
    match aid.benefit {
        Benefit::Amount { .. } => list.push((format!("{name}_amount"), Output::Amount(id))),
        Benefit::Service(_) => list.push((format!("{name}_service"), Output::Service(id))),
        Benefit::Nothing => {}
    }
    list.push((format!("{name}_reason"), Output::Reason(id)));
    if !aid.rank.is_empty() {
        list.push((format!("{name}_rank"), Output::Rank(id)));
    }
    list
}

/// The digits behind the point of numbers of a type; `None` for whole numbers.
fn decimals(ty: Type) -> Option<i8> {
    match ty {
        Type::Decimal => Some(DECIMAL_DECIMALS),
        Type::Money(_) => Some(MONEY_DECIMALS),
        Type::Integer | Type::Boolean | Type::Date | Type::Text | Type::Enum(_) => None,
    }
}

/// Raw numbers by the type that says what they mean.
fn as_they_are(
    values: Vec<i64>,
    nulls: Option<NullBuffer>,
    ty: Type,
) -> Result<ArrayRef, ArrowError> {
    let Some(decimals) = decimals(ty) else {
        let array = PrimitiveArray::<Int64Type>::new(values.into(), nulls);
        return Ok(Arc::new(array));
    };
    let wide: Vec<i128> = values.iter().map(|raw| i128::from(*raw)).collect();
    let array = PrimitiveArray::<Decimal128Type>::new(wide.into(), nulls);
    let array = array.with_precision_and_scale(DIGITS, decimals);
    array.map(|it| Arc::new(it) as ArrayRef)
}

/// The codes of the grounds that decided a status, in the order of the policy.
///
/// Conditions, exclusions and checks by their own codes, `not_together_NAME`, `zero_amount`,
/// `unknown_rank`, `tied`, `not_taken_up`. What is missing is not among them.
pub fn reason_codes(program: &Program, aid: &Aid, status: Status, bits: u64) -> Vec<String> {
    let set = |place: usize| {
        u32::try_from(place).is_ok_and(|it| bits.checked_shr(it).unwrap_or(0) & 1 == 1)
    };
    let codes = |grounds: &[Ground]| -> Vec<String> {
        let held = grounds.iter().enumerate().filter(|(place, _)| set(*place));
        held.map(|(_, ground)| ground.code.clone()).collect()
    };
    match status {
        Status::NotEligible if bits & ZERO_AMOUNT != 0 => vec!["zero_amount".to_owned()],
        Status::NotEligible => codes(&aid.when),
        Status::Excluded => {
            let mut found = codes(&aid.unless);
            for (place, (other, _, _)) in aid.not_together.iter().enumerate() {
                let name = program
                    .aids
                    .get(other.index())
                    .map_or("", |it| it.about.name.as_str());
                if set(aid.unless.len() + place) {
                    found.push(format!("not_together_{name}"));
                }
            }
            found
        }
        Status::NeedsVerification => {
            let mut found = codes(&aid.verify);
            if bits & UNKNOWN_RANK != 0 {
                found.push("unknown_rank".to_owned());
            }
            found
        }
        Status::Waitlisted if bits & TIED != 0 => vec!["tied".to_owned()],
        Status::NotTakenUp => vec![Status::NotTakenUp.word().to_owned()],
        Status::NotInForce | Status::Waitlisted | Status::Granted => Vec::new(),
    }
}

/// The key of a row as text; empty where there is no such row.
pub fn key_text(program: &Program, dataset: &Dataset, entity: EntityId, row: usize) -> String {
    let find = || {
        let of = program.entities.get(entity.index())?;
        let place = of.fields.iter().position(|field| *field == of.key)?;
        cell_text(dataset.table(entity)?.columns.get(place)?.as_ref()?, row)
    };
    find().unwrap_or_default()
}

/// A key cell as text.
fn cell_text(column: &Column, row: usize) -> Option<String> {
    super::key::Keys::new(column)
        .get(row)
        .map(|key| key.to_string())
}
