//! What holds for any rows: nothing is lost, order does not matter, formats agree, nothing panics.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float64Array,
    Int32Array, Int64Array, RecordBatch, StringArray, StringViewArray,
};
use aturan::check::tree::{EntityId, Program};
use aturan::data::bind::Bound;
use aturan::data::table::{Column, Dataset, Values};
use aturan::number::Date;
use parquet::arrow::ArrowWriter;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::{csv_folder, folder, load};
use crate::schema::{self, FAMILY, MEMBER, VILLAGE};

pub(crate) fn texts(cells: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(cells.to_vec()))
}

pub(crate) fn booleans(rows: usize) -> ArrayRef {
    Arc::new(BooleanArray::from(vec![true; rows]))
}

pub(crate) fn dates(rows: usize) -> ArrayRef {
    Arc::new(Date32Array::from(vec![19_000; rows]))
}

/// The rows of a CSV text as a Parquet file, each column made by `column` from its cells.
pub(crate) fn parquet_of(
    _: &Program,
    text: &str,
    column: impl Fn(&str, &[Option<&str>]) -> ArrayRef,
) -> Vec<u8> {
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    let columns: Vec<(String, ArrayRef)> = rows[0]
        .iter()
        .enumerate()
        .map(|(place, name)| {
            let cells: Vec<Option<&str>> = rows[1..]
                .iter()
                .map(|row| Some(row[place]).filter(|it| !it.is_empty()))
                .collect();
            ((*name).to_owned(), column(name, &cells))
        })
        .collect();
    let fields = columns
        .iter()
        .map(|(name, cells)| (name.as_str(), cells.clone(), true));
    let batch = RecordBatch::try_from_iter_with_nullable(fields).unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

/// Cells as the types that registers come in.
fn typed(name: &str, cells: &[Option<&str>]) -> ArrayRef {
    let raw = |scale: f64| -> Vec<Option<f64>> {
        cells
            .iter()
            .map(|it| it.map(|it| it.parse::<f64>().unwrap() * scale))
            .collect()
    };
    match name {
        "expenditure" => {
            #[expect(clippy::cast_possible_truncation, reason = "whole rupiah")]
            let units = raw(100.0).into_iter().map(|it| it.map(|it| it as i128));
            let array: Decimal128Array = units.collect();
            Arc::new(array.with_precision_and_scale(20, 2).unwrap())
        }
        "floor_area" | "meals" => Arc::new(Float64Array::from(raw(1.0))),
        "refuses_aid" => Arc::new(
            cells
                .iter()
                .map(|it| it.map(|it| it == "true"))
                .collect::<BooleanArray>(),
        ),
        "birth_date" => {
            let days = cells
                .iter()
                .map(|it| it.map(|it| Date::parse_iso(it).unwrap().days()));
            Arc::new(days.collect::<Date32Array>())
        }
        "floor" | "sex" | "livelihood" => Arc::new(
            cells
                .iter()
                .copied()
                .collect::<DictionaryArray<Int32Type>>(),
        ),
        "nik" => Arc::new(StringViewArray::from(cells.to_vec())),
        "village_code" => {
            let number = |it: Option<&str>| it.map(|it| it.parse::<i64>().unwrap());
            Arc::new(cells.iter().copied().map(number).collect::<Int64Array>())
        }
        _ => texts(cells),
    }
}

/// Rows of one village's families and members, some of them at fault.
#[derive(Debug, Clone)]
struct Rows {
    village: String,
    families: Vec<String>,
    members: Vec<String>,
}

impl Rows {
    fn files(&self) -> [(&'static str, String); 3] {
        let join = |head: &str, rows: &[String]| {
            format!("{head}\n{}\n", rows.join("\n")).replace("\n\n", "\n")
        };
        [
            ("village.csv", self.village.clone()),
            (
                "family.csv",
                join(
                    "family_id,village_code,expenditure,floor_area,floor,refuses_aid",
                    &self.families,
                ),
            ),
            (
                "member.csv",
                join(
                    "person_id,family_id,nik,birth_date,sex,meals,mother,card",
                    &self.members,
                ),
            ),
        ]
    }

    fn load(&self) -> Bound {
        let files = self.files();
        let files: Vec<_> = files
            .iter()
            .map(|(name, text)| (*name, text.as_str()))
            .collect();
        load(csv_folder(&files).path()).unwrap()
    }
}

fn rows(faults: bool) -> impl Strategy<Value = Rows> {
    let pick = move |good: &'static [&'static str], bad: &'static [&'static str]| {
        let all: Vec<&str> = if faults {
            [good, good, good, bad].concat()
        } else {
            good.to_vec()
        };
        select(all)
    };
    let village = select(vec!["1", "2", "1", "2", if faults { "7" } else { "2" }]);
    let family = (
        0..if faults { 12_usize } else { 1 },
        village,
        pick(
            &["", "1600000", "2500000.5", "0"],
            &["abc", "1.000", "-5000000000000000"],
        ),
        pick(&["", "36", "7.25", "0.1e2"], &["0.5", "36 m2"]),
        pick(&["", "wood", "cement", "earth"], &["wod"]),
        pick(&["true", "false"], &["", "maybe"]),
    );
    let member = (
        any::<Index>(),
        any::<Index>(),
        pick(&["", "6271990101850001", "6271990101850002"], &["12"]),
        pick(
            &["1985-01-01", "2015-06-30", "2000-02-29"],
            &["", "2001-02-29", "1/1/2000"],
        ),
        pick(&["male", "female"], &["m"]),
        pick(&["", "0", "3", "6"], &["7", "2.5", "x"]),
        proptest::option::of(any::<Index>()),
    );
    (
        proptest::collection::vec(family, 1..12),
        proptest::collection::vec(member, 0..40),
    )
        .prop_map(move |(families, members)| {
            let number = |place: usize, copy: usize| if faults && copy == 11 { 0 } else { place };
            let families: Vec<String> = families
                .iter()
                .enumerate()
                .map(|(place, (copy, village, money, area, floor, refuses))| {
                    format!(
                        "F{:03},{village},{money},{area},{floor},{refuses}",
                        number(place, *copy)
                    )
                })
                .collect();
            let parents = families.len() + usize::from(faults);
            let count = members.len();
            let members = members
                .iter()
                .enumerate()
                .map(|(place, (id, parent, nik, birth, sex, meals, mother))| {
                    let id = number(place, if id.index(20) == 0 { 11 } else { 0 });
                    let parent = parent.index(parents);
                    let mother =
                        mother.map_or(String::new(), |it| format!("P{:03}", it.index(count)));
                    format!("P{id:03},F{parent:03},{nik},{birth},{sex},{meals},{mother},")
                })
                .collect();
            let village = "village_code,name,livelihood\n1,a,fishing\n2,b,trade\n".to_owned();
            Rows {
                village,
                families,
                members,
            }
        })
}

/// A cell as a person would compare it.
fn cell(column: &Column, row: usize) -> String {
    if !column.is_valid(row) {
        return "?".to_owned();
    }
    match &column.values {
        Values::Number(values) => values.get(row).unwrap().to_string(),
        Values::Date(values) => values[row].to_string(),
        Values::Enum(values) => values[row].to_string(),
        Values::Boolean(bits) => bits.get(row).to_string(),
        Values::Text(texts) => texts.value(row).to_owned(),
    }
}

fn key(dataset: &Dataset, entity: EntityId, row: u32) -> String {
    match dataset.table(entity).unwrap().columns[0].as_ref() {
        Some(column) if (row as usize) < dataset.table(entity).unwrap().rows => {
            cell(column, row as usize)
        }
        _ => "none".to_owned(),
    }
}

/// All rows of an entity by key: cells, parent, links, and whether it lacks rejected children.
fn by_key(
    bound: &Bound,
    entity: EntityId,
    parent: Option<EntityId>,
) -> BTreeMap<String, Vec<String>> {
    let table = bound.dataset.table(entity).unwrap();
    let mut found = BTreeMap::new();
    for row in 0..table.rows {
        let mut cells: Vec<String> = table
            .columns
            .iter()
            .map(|column| cell(column.as_ref().unwrap(), row))
            .collect();
        if let Some(parent) = parent {
            cells.push(key(&bound.dataset, parent, table.parents[row]));
        }
        cells.extend(
            table
                .links
                .iter()
                .map(|(_, rows)| key(&bound.dataset, entity, rows[row])),
        );
        let id = u32::try_from(row).unwrap();
        found.insert(key(&bound.dataset, entity, id), cells);
    }
    if let (Some(parent), Some(marked)) = (parent, &table.incomplete) {
        let rows = (0_u32..).zip(marked.iter()).filter(|(_, marked)| *marked);
        let keys = rows.map(|(row, _)| key(&bound.dataset, parent, row));
        let mut keys: Vec<_> = keys.collect();
        keys.sort();
        found.insert("incomplete".to_owned(), keys);
    }
    found
}

fn everything(bound: &Bound) -> Vec<BTreeMap<String, Vec<String>>> {
    vec![
        by_key(bound, VILLAGE, None),
        by_key(bound, FAMILY, Some(VILLAGE)),
        by_key(bound, MEMBER, Some(FAMILY)),
    ]
}

fn well_formed(bound: &Bound) {
    for (table, entity) in bound.dataset.tables.iter().zip(&schema::program().entities) {
        for column in table.columns.iter().flatten() {
            let length = match &column.values {
                Values::Number(values) => values.len(),
                Values::Date(values) => values.len(),
                Values::Enum(values) => values.len(),
                Values::Boolean(bits) => bits.len(),
                Values::Text(texts) => texts.len(),
            };
            assert_eq!(length, table.rows);
            assert!(
                column
                    .valid
                    .as_ref()
                    .is_none_or(|valid| valid.len() == table.rows)
            );
        }
        if let Some((parent, _)) = entity.parent {
            let parents = bound.dataset.table(parent).unwrap().rows;
            assert_eq!(table.offsets.len(), parents + 1);
            for (parent, range) in table.offsets.windows(2).enumerate() {
                let rows = &table.parents[range[0] as usize..range[1] as usize];
                assert!(rows.iter().all(|row| *row as usize == parent));
            }
            assert_eq!(*table.offsets.last().unwrap() as usize, table.rows);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn nothing_is_lost(rows in rows(true)) {
        let bound = rows.load();
        well_formed(&bound);
        let read = [2, rows.families.len() as u64, rows.members.len() as u64];
        for (counts, read) in bound.counts.iter().zip(read) {
            prop_assert_eq!(counts.read, read);
            prop_assert_eq!(counts.read, counts.evaluated + counts.rejected);
        }
        // Every rejected row is named, and no other.
        for (index, counts) in bound.counts.iter().enumerate() {
            let mut named: Vec<_> = bound.rejected.iter().filter(|it| it.entity.index() == index)
                .map(|it| (it.file, it.number)).collect();
            named.dedup();
            prop_assert_eq!(named.len() as u64, counts.rejected);
        }
    }

    #[test]
    fn the_order_of_rows_does_not_matter(rows in rows(true), seed in any::<[u8; 32]>()) {
        let mut other = rows.clone();
        let mut state = seed;
        for list in [&mut other.families, &mut other.members] {
            for place in (1..list.len()).rev() {
                state.rotate_left(1);
                list.swap(place, usize::from(state[0]) % (place + 1));
            }
        }
        prop_assert_eq!(everything(&rows.load()), everything(&other.load()));
    }

    #[test]
    fn csv_and_parquet_bind_alike(rows in rows(false)) {
        let from_csv = rows.load();
        let program = schema::program();
        let files: Vec<(String, Vec<u8>)> = rows.files().iter()
            .map(|(name, text)| (name.replace("csv", "parquet"), parquet_of(&program, text, typed)))
            .collect();
        let files: Vec<_> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        let from_parquet = load(folder(&files).path()).unwrap();
        prop_assert_eq!(&from_csv.rejected.len(), &0);
        prop_assert_eq!(&from_parquet.rejected.len(), &0);
        for (one, other) in from_csv.dataset.tables.iter().zip(&from_parquet.dataset.tables) {
            prop_assert_eq!(&one.columns, &other.columns);
            prop_assert_eq!(&one.offsets, &other.offsets);
            prop_assert_eq!(&one.input_order, &other.input_order);
            prop_assert_eq!(&one.links, &other.links);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(
        bytes in proptest::collection::vec(
            prop_oneof![any::<u8>(), select(b",;\"\n\r\t.-1e".to_vec())], 0..400),
        head in any::<bool>(),
    ) {
        let mut file = if head { b"village_code,name,livelihood\n".to_vec() } else { Vec::new() };
        file.extend(bytes);
        let folder = csv_folder(&[]);
        std::fs::write(folder.path().join("village.csv"), file).unwrap();
        if let Ok(bound) = load(folder.path()) {
            well_formed(&bound);
            let counts = bound.counts[VILLAGE.index()];
            prop_assert_eq!(counts.read, counts.evaluated + counts.rejected);
        }
    }

    #[test]
    fn any_description_is_read_or_refused(text in "[\\[\\]a-z0-9_=\"{}, \n.#*-]{0,200}") {
        let folder = csv_folder(&[("dataset.toml", &format!("[family]\n{text}"))]);
        drop(load(folder.path()));
    }
}

#[test]
fn whole_numbers_of_any_width_are_keys() {
    let cells = Int32Array::from(vec![1, 2]);
    assert_eq!(cells.len(), 2);
    let text = "village_code,name,livelihood\n1,a,trade\n2,b,fishing\n";
    let narrow = parquet_of(&schema::program(), text, |name, cells| match name {
        "village_code" => Arc::new(Int32Array::from(vec![1, 2])),
        _ => texts(cells),
    });
    let folder = folder(&[("village.parquet", &narrow)]);
    let bound = load(folder.path()).unwrap();
    assert_eq!(everything_of_villages(&bound), ["1", "2"]);
}

fn everything_of_villages(bound: &Bound) -> Vec<String> {
    (0..2)
        .map(|row| key(&bound.dataset, VILLAGE, row))
        .collect()
}
