//! Faults of rows reject those rows, with their reasons; the rest is bound.

use aturan::check::tree::{
    Blank, CompareOp, Constant, EntityId, Expr, ExprKind, FieldId, Function, Program, Type,
};
use aturan::data::bind::Bound;
use aturan::data::table::{NO_ROW, Values};
use aturan::diagnostic::Language;
use aturan::number::Rational;
use aturan::source::Span;

use super::{FAMILY, MEMBER, VILLAGE, csv_folder, load, load_with, reasons};
use crate::schema::{self, FAMILY as FAMILY_ID, MEMBER as MEMBER_ID, VILLAGE as VILLAGE_ID};

fn bound(other: &[(&str, &str)]) -> Bound {
    let folder = csv_folder(other);
    load(folder.path()).unwrap()
}

fn text_of(bound: &Bound, entity: EntityId, place: usize) -> Vec<String> {
    let column = bound.dataset.table(entity).unwrap().columns[place]
        .as_ref()
        .unwrap();
    let Values::Text(texts) = &column.values else {
        unreachable!("a column of texts")
    };
    texts.iter().flatten().map(str::to_owned).collect()
}

#[test]
fn clean_rows_are_all_bound() {
    let bound = bound(&[]);
    assert_eq!(bound.rejected, []);
    let family = bound.dataset.table(FAMILY_ID).unwrap();
    let values = |place: usize| &family.columns[place].as_ref().unwrap().values;
    assert_eq!(
        values(2),
        &Values::Number(vec![16_000_000_000, 25_000_005_000].into())
    );
    assert_eq!(values(3), &Values::Number(vec![36_000_000, 0].into()));
    assert_eq!(values(4), &Values::Enum(vec![2, 1]));
    assert!(!family.columns[3].as_ref().unwrap().is_valid(1));
    let member = bound.dataset.table(MEMBER_ID).unwrap();
    assert_eq!(member.offsets, [0, 3, 5]);
    assert_eq!(member.parents, [0, 0, 0, 1, 1]);
    assert_eq!(member.links[0].1, [NO_ROW, NO_ROW, 1, NO_ROW, 3]);
    assert_eq!(bound.counts[MEMBER_ID.index()].read, 5);
    let notes: Vec<_> = bound
        .notes
        .iter()
        .map(|it| it.finding(&schema::program()).message(Language::English))
        .collect();
    assert_eq!(
        notes,
        ["`nik` of `member`: texts that break the pattern count as unknown, cells: 1"]
    );
}

#[test]
fn every_fault_of_a_cell_has_its_reason() {
    let family = format!(
        "{FAMILY}F3,V1,abc,36,wood,false\nF4,V1,200.000,36,wood,false\nF5,V1,1.234.567,36,wood,false\n\
         F6,V1,\"3,44\",36,wood,false\nF7,V1,99999999999999999,36,wood,false\nF8,V1,,0.5,wood,false\n\
         F9,V1,,36,woood,false\nF10,V1,,36,marble,false\nF11,V1,,36,wood,perhaps\nF12,V1,,36,wood,\n\
         F13,V9,,36,wood,false\n,V1,,36,wood,false\nF15,V1,,36\nF16,V1,,36,wood,false,more\n"
    );
    let member = format!(
        "{MEMBER}P6,F1,,31/12/2020,male,1,,\nP7,F1,,someday,male,1.5,,\nP8,F1,,2020-01-01,male,7,,K1\n\
         P9,F1,,2020-01-01,male,1,P99,\nP10,F3,,2020-01-01,male,1,,\nP11,F99,,2020-01-01,male,1,,\n\
         P12,F1,,2020-01-01,male,1,,K-7\nP13,F2,,2020-01-01,male,1,,K-7\nP1,F2,,2020-01-01,male,1,,\n\
         P14,F1,,2020-01-01,male,1,P1,\n"
    );
    let bound = bound(&[("family.csv", &family), ("member.csv", &member)]);
    insta::assert_snapshot!(reasons(&schema::program(), &bound));
    for counts in &bound.counts {
        assert_eq!(counts.read, counts.evaluated + counts.rejected);
    }
}

#[test]
fn a_rejected_row_marks_its_parent() {
    let member = MEMBER.replace("P3,F1,,2015-01-01,male,2", "P3,F1,,2015-01-01,male,9");
    let bound = bound(&[("member.csv", &member)]);
    let table = bound.dataset.table(MEMBER_ID).unwrap();
    let marked: Vec<bool> = table.incomplete.as_ref().unwrap().iter().collect();
    assert_eq!(marked, [true, false]);
    assert_eq!(table.offsets, [0, 2, 4]);
    assert_eq!(
        table.links[0].1,
        [NO_ROW, NO_ROW, NO_ROW, 2],
        "links follow the rows that are left"
    );
}

#[test]
fn rows_under_a_rejected_parent_are_rejected() {
    let family = FAMILY.replace("wood", "wodo");
    let bound = bound(&[("family.csv", &family)]);
    assert_eq!(text_of(&bound, MEMBER_ID, 0), ["P4", "P5"]);
    assert_eq!(bound.counts[MEMBER_ID.index()].rejected, 3);
    let table = bound.dataset.table(FAMILY_ID).unwrap();
    assert_eq!(
        table
            .incomplete
            .as_ref()
            .unwrap()
            .iter()
            .collect::<Vec<_>>(),
        [true]
    );
}

#[test]
fn an_entity_without_file_is_not_delivered() {
    let folder = super::folder(&[
        ("village.csv", VILLAGE.as_bytes()),
        ("family.csv", FAMILY.as_bytes()),
    ]);
    let bound = load(folder.path()).unwrap();
    let member = bound.dataset.table(MEMBER_ID).unwrap();
    assert!(!member.delivered);
    assert_eq!(member.offsets, [0, 0, 0]);
    assert!(bound.dataset.table(VILLAGE_ID).unwrap().delivered);
}

#[test]
fn scattered_rows_are_clustered() {
    let mut lines: Vec<&str> = MEMBER.lines().collect();
    lines[1..].reverse();
    let bound = bound(&[("member.csv", &lines.join("\n"))]);
    assert_eq!(
        text_of(&bound, MEMBER_ID, 0),
        ["P3", "P2", "P1", "P5", "P4"]
    );
    let table = bound.dataset.table(MEMBER_ID).unwrap();
    assert_eq!(table.input_order, Some(vec![3, 4, 0, 1, 2]));
}

#[test]
fn codes_missing_marks_bits_and_decimal_commas() {
    let description = "date = 2023-11-30\n[village]\nfile = \"village.csv\"\n[family]\nfile = [\"a.csv\", \"b.csv\"]\n\
        delimiter = \";\"\ndecimal_comma = true\n[family.columns]\nfloor = { column = \"b3r303\", codes = { 2 = \"ceramic\", 08 = \"earth\" }, missing = [\"98\", 99] }\n\
        floor_area = \"b3r302\"\nrefuses_aid = { column = \"b431a\", bit = 4 }\n[member]\nfile = \"member.csv\"\n";
    let head = "family_id;village_code;expenditure;b3r302;b3r303;b431a\n";
    let first = format!("{head}F1;V1;1600000,25;36,5;2;5\n");
    let second =
        format!("{head}F2;V1;;;08;0\nF3;V1;1;2;99;4\nF4;V1;2.500.000;2;98;3\nF5;V1;1;2;7;x\n");
    let bound = bound(&[
        ("dataset.toml", description),
        ("a.csv", &first),
        ("b.csv", &second),
    ]);
    insta::assert_snapshot!(reasons(&schema::program(), &bound));
    let family = bound.dataset.table(FAMILY_ID).unwrap();
    let column = |place: usize| family.columns[place].as_ref().unwrap();
    assert_eq!(
        column(2).values,
        Values::Number(vec![16_000_002_500, 0, 10_000].into())
    );
    assert_eq!(
        column(3).values,
        Values::Number(vec![36_500_000, 0, 2_000_000].into())
    );
    assert_eq!(column(4).values, Values::Enum(vec![0, 3, 0]));
    assert!(!column(4).is_valid(2));
    let Values::Boolean(bits) = &column(5).values else {
        unreachable!("truth values")
    };
    assert_eq!(bits.iter().collect::<Vec<_>>(), [true, false, true]);
}

#[test]
fn windows_files_are_read() {
    let family = format!("\u{feff}{}", FAMILY.replace('\n', "\r\n"));
    let quoted = "\"village_code\",\"name\",\"livelihood\"\r\nV1,\"Kameloh \"\"Baru\"\",\r\nsatu\",fishing\r\n";
    let bound = bound(&[("family.csv", &family), ("village.csv", quoted)]);
    assert_eq!(bound.rejected, []);
    assert_eq!(
        text_of(&bound, VILLAGE_ID, 1),
        ["Kameloh \"Baru\",\r\nsatu"]
    );
}

#[test]
fn rows_after_a_cell_of_two_lines_keep_their_lines() {
    let village = "village_code,name,livelihood\nV1,\"a\nb\",fishing\n\nV2,c,mining\n";
    let bound = bound(&[("village.csv", village)]);
    let numbers: Vec<u64> = bound.rejected.iter().map(|it| it.number).collect();
    assert_eq!(numbers, [5]);
}

#[test]
fn rows_of_windows_files_are_counted_as_others() {
    let village =
        "village_code,name,livelihood\r\nV1,a,fishing\r\nV2,c,mining\r\n\r\nV3,c,mining\r\n";
    let bound = bound(&[("village.csv", village)]);
    let numbers: Vec<u64> = bound.rejected.iter().map(|it| it.number).collect();
    assert_eq!(numbers, [3, 5]);
}

#[test]
fn dates_after_the_evaluation_date_are_noted() {
    let member = MEMBER.replace("2015-01-01", "2024-01-01");
    let bound = bound(&[("member.csv", &member)]);
    assert_eq!(bound.rejected, []);
    let kinds: Vec<_> = bound.notes.iter().map(|it| it.kind.entry().code).collect();
    assert_eq!(kinds, ["data::turned_unknown", "data::after_evaluation"]);
}

fn expr(kind: ExprKind, ty: Type) -> Expr {
    Expr {
        kind,
        ty,
        span: Span::default(),
    }
}

fn field(program: &Program, name: &str) -> (FieldId, Type) {
    let place = program
        .fields
        .iter()
        .position(|it| it.about.name == name)
        .unwrap();
    (
        FieldId(u32::try_from(place).unwrap()),
        program.fields[place].ty,
    )
}

fn is(program: &Program, name: &str, value: Constant) -> Expr {
    let (id, ty) = field(program, name);
    let sides =
        [ExprKind::Field(id), ExprKind::Constant(value)].map(|kind| Box::new(expr(kind, ty)));
    let [left, right] = sides;
    expr(
        ExprKind::Compare(CompareOp::Equal, left, right),
        Type::Boolean,
    )
}

#[test]
fn answers_to_questions_that_are_not_asked_are_noted() {
    let mut program = schema::program();
    let number = |it| Constant::Number(Rational::from_integer(it));
    let (birth, _) = field(&program, "birth_date");
    let age = ExprKind::Call(
        Function::Age,
        vec![
            expr(ExprKind::Field(birth), Type::Date),
            expr(ExprKind::EvaluationDate, Type::Date),
        ],
    );
    let old = ExprKind::Compare(
        CompareOp::GreaterOrEqual,
        Box::new(expr(age, Type::Integer)),
        Box::new(expr(ExprKind::Constant(number(10)), Type::Integer)),
    );
    let woman = is(&program, "sex", Constant::Enum(1));
    let both = expr(
        ExprKind::And(vec![expr(old, Type::Boolean), woman]),
        Type::Boolean,
    );
    let (meals, _) = field(&program, "meals");
    program.fields[meals.index()].blank = Blank::AskedWhen {
        condition: both,
        otherwise: number(0),
    };
    // The mother is asked for where meals are 0: of those who are not asked for meals, and no one else.
    let condition = is(&program, "meals", number(0));
    let (mother, _) = field(&program, "mother");
    let otherwise = Constant::Text(String::new());
    program.fields[mother.index()].blank = Blank::AskedWhen {
        condition,
        otherwise,
    };

    let member = MEMBER.replace(
        "P1,F1,6271990101850001,1985-01-01,male,3",
        "P1,F1,,1985-01-01,male,",
    );
    let folder = csv_folder(&[("member.csv", &member)]);
    let bound = load_with(&program, folder.path()).unwrap();
    let notes = bound
        .notes
        .iter()
        .filter(|it| it.kind.entry().code == "data::not_asked");
    let notes: Vec<_> = notes.map(|it| (it.field, it.count, it.number)).collect();
    // P3 is a boy with an answer; the mothers of P3 (2 meals) and P5 (3 meals) are not asked for.
    assert_eq!(notes, [(meals, 1, 4), (mother, 2, 4)]);
}
