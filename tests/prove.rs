//! Proofs across rules: each example passes when pasted, and no row contradicts a finding.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops at the first surprise"
)]

mod build;
mod generate;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use aturan::check::tree::{Expr, ExprKind, Program, Status, ValueKind};
use aturan::diagnostic::wording::Given;
use aturan::diagnostic::{Diagnostic, Diagnostics, catalogue};
use aturan::number::{Date, Truth};
use aturan::prove::{Proof, prove};
use aturan::reference::{self, Evaluator, Row};
use aturan::source::{SourceMap, Span};
use aturan::{Checked, LayerInput, load, testing};
use generate::Case;
use proptest::prelude::*;
use proptest::test_runner::{TestCaseResult, TestRunner};

const HEAD: &str = r#"policy contoh "Contoh"
  edition 1
  currency IDR

type relation head, spouse, child

entity family "Keluarga"
  key family_id : text
  expenditure "Pengeluaran sebulan" : money per month optional
  rooms "Banyaknya kamar" : integer 0..20

entity member "Anggota"
  key person_id : text
  belongs to family by family_id
  birth_date : date
  relation   : relation
  pupil      : boolean optional, asked when age(birth_date) in 6..18 otherwise false

parameter line "Garis" : money per month
  source "Contoh"
  from 2020-01-01 = Rp 500_000
  from 2030-01-01 = Rp 900_000

define size of family = count(member)
define per_capita of family = expenditure / size
"#;

fn checked(texts: &[String]) -> (Option<Checked>, Diagnostics) {
    let files = texts.iter().enumerate();
    let files = files.map(|(place, text)| (format!("{place}.aturan"), text.clone()));
    let layer = LayerInput {
        name: "policy".to_owned(),
        files: files.collect(),
    };
    let (parsed, mut findings) = load(vec![layer], &mut SourceMap::new());
    let (resolved, found) = parsed.resolve();
    findings.append(found);
    let (checked, found) = resolved.check();
    findings.append(found);
    (checked, findings)
}

fn day() -> Date {
    Date::new(2024, 6, 1).unwrap()
}

fn proof(rules: &str) -> Proof {
    let (program, findings) = checked(&[format!("{HEAD}{rules}")]);
    let program = program.unwrap_or_else(|| unreachable!("{findings:#?}"));
    prove(&program, day())
}

fn codes(proof: &Proof) -> Vec<&'static str> {
    proof.findings.iter().map(|it| it.code.name()).collect()
}

/// What a finding says of an argument.
fn argument<'a>(finding: &'a Diagnostic, name: &str) -> &'a str {
    let found = finding.arguments.iter().find(|(it, _)| *it == name);
    found.map_or("", |(_, value)| match value {
        Given::Text(text) | Given::Code(text) | Given::Words(text, _) => text,
    })
}

/// Conditions over members, their dates and how many they are.
const MEMBERS: &str = r"
define with_toddler of family = any(member where age(birth_date) < 3)
define with_child of family = any(member where birth_date >= 2015-01-01)
define contradiction of family = with_toddler and not with_child
define born_late of member = birth_date > 2020-06-02 and age(birth_date) >= 4
define many of family = count(member where relation = child) >= 2 and not any(member where relation = child)
";

/// Sums of several fields.
const SUMS: &str = r"
define low of family = per_capita < line
define lower of family = expenditure * 2 < line and rooms * 3 + size * 2 < 4
define never of family = rooms + size > 12 and rooms - size > 9 and rooms < 10
";

/// A condition that only a line of later years lets anyone meet.
const LATER: &str = r"
define beyond of family = expenditure < line and expenditure > Rp 600_000 per month
";

#[test]
fn members_and_dates_are_followed() {
    let proof = proof(MEMBERS);
    assert_eq!(codes(&proof), ["prove::never_true"; 3], "{proof:#?}");
    let names: Vec<&str> = proof
        .findings
        .iter()
        .map(|it| argument(it, "name"))
        .collect();
    assert_eq!(names, ["contradiction", "born_late", "many"]);
    assert!(proof.undecided.is_empty(), "{proof:#?}");
}

#[test]
fn several_fields_are_added_up() {
    let proof = proof(SUMS);
    assert_eq!(codes(&proof), ["prove::never_true"]);
    assert!(proof.undecided.is_empty(), "{proof:#?}");
}

#[test]
fn parameters_have_the_values_of_the_day() {
    assert_eq!(codes(&proof(LATER)), ["prove::never_true"]);
    let (program, _) = checked(&[format!("{HEAD}{LATER}")]);
    let later = prove(&program.unwrap(), Date::new(2031, 1, 1).unwrap());
    assert!(later.findings.is_empty(), "{later:#?}");
    assert!(later.undecided.is_empty(), "{later:#?}");
}

#[test]
fn a_blank_answer_is_neither_true_nor_false() {
    // False of nobody, but unknown where the answer is missing: never "always", for `is known` tells.
    let rules = r"
define answered of family = expenditure is known
define tautology of family = expenditure < line or expenditure >= line
";
    assert_eq!(codes(&proof(rules)), ["prove::always_true"]);
}

#[test]
fn a_cliff_has_its_place_and_size() {
    let rules = r#"
aid cash "Bantuan" of family
  agency "x"
  source "x"
  when   per_capita < line
  amount Rp 100_000 per month
"#;
    let proof = proof(rules);
    let [cliff] = proof.findings.iter().collect::<Vec<_>>()[..] else {
        unreachable!("{proof:#?}")
    };
    assert_eq!(cliff.code.name(), "prove::cliff");
    assert_eq!(argument(cliff, "place"), "Rp 499_999");
    assert_eq!(argument(cliff, "fall"), "Rp 1_200_000/year");
    insta::assert_snapshot!(cliff.example().unwrap());
}

#[test]
fn what_is_not_followed_is_not_decided() {
    // The square of an answer: no family is found, and none is ruled out.
    let rules = r"
define never of family = (rooms + size) * (rooms + size) = 1_000_001 and rooms = 3
";
    let proof = proof(rules);
    assert!(proof.findings.is_empty(), "{proof:#?}");
    assert_eq!(proof.undecided.len(), 1, "{proof:#?}");
}

#[test]
fn an_allowed_finding_is_not_told() {
    let rules = r#"
define never of family = rooms > 3 and rooms < 2
  allow prove::never_true because "menunggu aturan baru"
"#;
    assert!(proof(rules).findings.is_empty());
}

/// The policies on the pages of the proofs, and larger ones.
fn policies() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/diagnostics/prove");
    let mut texts = Vec::new();
    for page in fs::read_dir(folder).unwrap() {
        let page = fs::read_to_string(page.unwrap().path()).unwrap();
        let example = page.split("```aturan\n").nth(1).unwrap();
        texts.push(example.split("```").next().unwrap().to_owned());
    }
    texts.push(format!(
        "{HEAD}{}",
        r#"
define toddlers of family = count(member where age(birth_date) < 5)
define pupils of family = count(member where pupil and age(birth_date) < 5)
define loud of family = pupils > 0
define head_old of family = any(member where relation = head and age(birth_date) >= 60)

classify welfare of family
  poor  when per_capita < line
  worse when expenditure < line / 2 and size = 1
  rest  otherwise

aid child "Bantuan anak" of member
  agency "x"
  source "x"
  when   age(birth_date) < 5
  unless age(birth_date) > 7 because "terlalu tua"
  unless family.toddlers = 0 because "tanpa balita"
  amount Rp 50_000 per month

aid cash "Bantuan" of family
  agency "x"
  source "x"
  when   welfare = poor
  amount Rp 100_000 * toddlers
"#
    ));
    texts.extend([MEMBERS, SUMS, LATER].map(|rules| format!("{HEAD}{rules}")));
    texts.sort();
    texts
}

/// Every kind of proof that there is.
fn kinds() -> BTreeSet<&'static str> {
    let all = catalogue::entries().map(|entry| entry.code);
    all.filter(|code| code.starts_with("prove::")).collect()
}

#[test]
fn each_example_passes_when_pasted() {
    let mut pasted = BTreeMap::new();
    for text in policies() {
        let (program, _) = checked(std::slice::from_ref(&text));
        let proof = prove(&program.unwrap(), day());
        for finding in proof.findings.iter() {
            let Some(example) = finding.example() else {
                unreachable!("no example of {finding:#?}");
            };
            let (program, findings) = checked(&[text.clone(), example.to_owned()]);
            let Some(program) = program else {
                unreachable!("{example}\n{findings:#?}");
            };
            let (reports, _) = testing::run(&program, day(), &reference::evaluate, &|_| true);
            assert_eq!(reports.len(), 1);
            assert!(
                reports.iter().all(|it| it.passed),
                "{example}\n{reports:#?}"
            );
            *pasted.entry(finding.code.name()).or_insert(0) += 1;
        }
    }
    let found: BTreeSet<&str> = pasted.keys().copied().collect();
    assert_eq!(found, kinds(), "each kind of finding has an example");
    assert!(pasted.values().sum::<usize>() >= 17, "{pasted:?}");
}

/// A condition and where it stands among others.
struct Asked<'p> {
    condition: &'p Expr,
    before: Vec<&'p Expr>,
    when: Vec<&'p Expr>,
    entity: aturan::check::tree::EntityId,
}

/// Gives every condition a place of its own.
fn place(program: &mut Program) {
    let mut next = 0;
    let mut span = || {
        next += 2;
        Span {
            start: next,
            end: next + 1,
        }
    };
    for value in &mut program.values {
        value.about.span = span();
        match &mut value.kind {
            ValueKind::Define(expr)
            | ValueKind::Criterion {
                condition: expr, ..
            } => {
                expr.span = span();
            }
            ValueKind::Class(expr) | ValueKind::Decide(expr) => {
                if let ExprKind::FirstMatch { rows, otherwise } = &mut expr.kind {
                    for (condition, _) in rows {
                        condition.span = span();
                    }
                    if let Some(otherwise) = otherwise {
                        otherwise.span = span();
                    }
                }
            }
            ValueKind::Select(select) => select.when.span = span(),
        }
    }
    for aid in &mut program.aids {
        aid.about.span = span();
        let grounds = aid.when.iter_mut().chain(&mut aid.unless);
        grounds
            .chain(&mut aid.verify)
            .for_each(|it| it.span = span());
    }
    for register in &mut program.registers {
        let grounds = register.enter.iter_mut().chain(&mut register.leave);
        grounds.for_each(|it| it.span = span());
    }
}

fn asked(program: &Program, at: Span) -> Option<Asked<'_>> {
    let plain = |condition, entity| Asked {
        condition,
        before: Vec::new(),
        when: Vec::new(),
        entity,
    };
    for value in &program.values {
        match &value.kind {
            ValueKind::Define(expr)
            | ValueKind::Criterion {
                condition: expr, ..
            } => {
                if expr.span == at {
                    return Some(plain(expr, value.entity));
                }
            }
            ValueKind::Select(select) if select.when.span == at => {
                return Some(plain(&select.when, value.entity));
            }
            ValueKind::Class(expr) | ValueKind::Decide(expr) => {
                if let ExprKind::FirstMatch { rows, .. } = &expr.kind {
                    let found = rows.iter().position(|(it, _)| it.span == at);
                    if let Some(found) = found {
                        let mut asked = plain(&rows[found].0, value.entity);
                        asked.before = rows[..found].iter().map(|(it, _)| it).collect();
                        return Some(asked);
                    }
                }
            }
            ValueKind::Select(_) => {}
        }
    }
    for aid in &program.aids {
        let grounds = aid.when.iter().chain(&aid.unless).chain(&aid.verify);
        if let Some(ground) = grounds.clone().find(|it| it.span == at) {
            let mut asked = plain(&ground.condition, aid.entity);
            asked.when = aid.when.iter().map(|it| &it.condition).collect();
            return Some(asked);
        }
    }
    for register in &program.registers {
        let mut grounds = register.enter.iter().chain(&register.leave);
        if let Some(ground) = grounds.find(|it| it.span == at) {
            return Some(plain(&ground.condition, register.entity));
        }
    }
    None
}

/// Whether a row contradicts a finding; and whether the finding could be judged.
fn contradicted(case: &Case, finding: &Diagnostic) -> Option<bool> {
    let program = &case.program;
    let mut evaluator = Evaluator::new(program, &case.dataset, case.date);
    let at = finding.labels[0].span;
    if matches!(
        finding.code.name(),
        "prove::never_granted" | "prove::needs_what_excludes"
    ) {
        let id = program.aids.iter().position(|it| it.about.span == at)?;
        let id = aturan::check::tree::AidId(u32::try_from(id).unwrap());
        let result = evaluator.aid_result(id)?;
        return Some(result.status.contains(&Status::Granted));
    }
    let asked = asked(program, at)?;
    let rows = case.dataset.tables[asked.entity.index()].rows;
    let other = finding
        .labels
        .get(1)
        .and_then(|it| self::asked(program, it.span));
    let contradicts = |evaluator: &mut Evaluator, row: Row| {
        let mut truth = |expr: &Expr| evaluator.evaluate(expr, row).truth();
        let own = truth(asked.condition);
        match finding.code.name() {
            "prove::never_true" => own == Truth::True,
            "prove::always_true" => own == Truth::False,
            "prove::unreachable_class" | "prove::unreachable_row" => {
                own == Truth::True && asked.before.iter().all(|it| truth(it) == Truth::False)
            }
            "prove::exclusion_never_applies" => {
                own == Truth::True && asked.when.iter().all(|it| truth(it) == Truth::True)
            }
            "prove::same_condition" => other.as_ref().is_some_and(|other| {
                let second = truth(other.condition);
                own.known().zip(second.known()).is_some_and(|(a, b)| a != b)
            }),
            _ => false,
        }
    };
    Some((0..rows).any(|index| {
        let row = Row {
            entity: asked.entity,
            index,
        };
        contradicts(&mut evaluator, row)
    }))
}

#[test]
fn no_row_contradicts_a_finding() {
    let judged = std::cell::Cell::new(0);
    let config = ProptestConfig {
        cases: 400,
        failure_persistence: None,
        max_shrink_iters: 2_000,
        ..ProptestConfig::default()
    };
    let run = |mut case: Case| -> TestCaseResult {
        place(&mut case.program);
        let proof = prove(&case.program, case.date);
        for finding in proof.findings.iter() {
            let contradicted = contradicted(&case, finding);
            judged.set(judged.get() + usize::from(contradicted.is_some()));
            prop_assert!(contradicted != Some(true), "{:#?}", finding);
        }
        Ok(())
    };
    if let Err(failure) = TestRunner::new(config).run(&generate::case(), run) {
        unreachable!("{failure}");
    }
    assert!(judged.get() > 50, "{} findings judged", judged.get());
}
