//! Statuses of aids before allocation, outcomes of registers.

use super::kernels::bits;
use super::register::{Known, Plain, TruthView, Truths, View};
use crate::check::tree::{Outcome, Status};
use crate::data::results::{Grounds, UNKNOWN, ZERO_AMOUNT};

/// Bits of grounds below those with a meaning of their own; clauses past them share the last.
const LAST_CLAUSE: usize = 61;

/// The clauses of an aid, read.
pub(super) struct Clauses<'a> {
    pub(super) when: Vec<TruthView<'a>>,
    pub(super) unless: Vec<TruthView<'a>>,
    pub(super) verify: Vec<TruthView<'a>>,
    pub(super) takes: Option<TruthView<'a>>,
    pub(super) amount: Option<View<'a, i64>>,
    pub(super) service: Option<Known<'a>>,
}

impl Clauses<'_> {
    /// The status of a word of rows: not eligible, excluded, not taken up, unknown, to verify;
    /// disjoint.
    fn word(&self, index: usize, rows: usize) -> [u64; 5] {
        let no = self
            .when
            .iter()
            .fold(0, |no, it| no | it.known.word(index) & !it.yes(index));
        let barred = self
            .unless
            .iter()
            .fold(0, |barred, it| barred | it.yes(index));
        let skips = self
            .takes
            .map_or(0, |it| it.known.word(index) & !it.yes(index));
        let conditions = self.when.iter().chain(&self.unless).chain(&self.verify);
        let conditions = conditions.chain(&self.takes);
        let mut vague = conditions.fold(0, |vague, it| vague | it.unknown(index));
        vague |= self.amount.map_or(0, |it| !it.known.word(index));
        vague |= self.service.map_or(0, |it| !it.word(index));
        let verify = self
            .verify
            .iter()
            .fold(0, |verify, it| verify | it.yes(index));
        let tail = bits::tail(rows, index);
        let barred = barred & !no;
        let skips = skips & !no & !barred;
        let vague = vague & !no & !barred & !skips;
        [
            no & tail,
            barred & tail,
            skips & tail,
            vague & tail,
            verify & !no & !barred & !skips & !vague & tail,
        ]
    }
}

/// The status of every row; candidates are `granted`.
pub(super) fn status(rows: usize, clauses: &Clauses<'_>, out: &mut Plain<u16>) {
    out.values.clear();
    out.values.resize(rows, Status::Granted as u16);
    out.known.set_all();
    for index in 0..bits::words(rows) {
        let [no, barred, skips, vague, verify] = clauses.word(index, rows);
        let start = index * 64;
        let mut put = |word: u64, status: Status| {
            for place in bits::ones(word) {
                out.values[start + place] = status as u16;
            }
        };
        put(no, Status::NotEligible);
        put(barred, Status::Excluded);
        put(skips, Status::NotTakenUp);
        put(vague | verify, Status::NeedsVerification);
        let left = !(no | barred | vague | verify) & bits::tail(rows, index);
        if let Some(amount) = clauses.amount {
            for place in bits::ones(left & amount.known.word(index)) {
                if amount.values[start + place] <= 0 {
                    out.values[start + place] = Status::NotEligible as u16;
                }
            }
        }
    }
}

/// The grounds of every row, turned as [`Grounds`] stores them.
pub(super) fn grounds(
    rows: usize,
    status: View<'_, u16>,
    clauses: &Clauses<'_>,
    out: &mut Plain<i64>,
) {
    out.reset(rows);
    out.known.set_all();
    for index in 0..bits::words(rows) {
        let [no, barred, _, vague, verify] = clauses.word(index, rows);
        let start = index * 64;
        let mut put = |word: u64, bit: u64| {
            let bit = Grounds::turned(bit);
            for place in bits::ones(word) {
                out.values[start + place] |= bit;
            }
        };
        for (clause, it) in clauses.when.iter().enumerate() {
            put(
                no & it.known.word(index) & !it.yes(index),
                1 << clause.min(LAST_CLAUSE),
            );
        }
        for (clause, it) in clauses.unless.iter().enumerate() {
            put(barred & it.yes(index), 1 << clause.min(LAST_CLAUSE));
        }
        for (clause, it) in clauses.verify.iter().enumerate() {
            put(
                (vague | verify) & it.yes(index),
                1 << clause.min(LAST_CLAUSE),
            );
        }
        put(vague, UNKNOWN);
        let left = !(no | barred | vague | verify) & bits::tail(rows, index);
        for place in bits::ones(left) {
            if status.values[start + place] == Status::NotEligible as u16 {
                out.values[start + place] = Grounds::turned(ZERO_AMOUNT);
            }
        }
    }
}

/// What is given by final status: the amount where granted, unknown where it needs verification.
pub(super) fn amount(
    rows: usize,
    status: View<'_, u16>,
    amount: View<'_, i64>,
    out: &mut Plain<i64>,
) {
    super::kernels::date::numbers(rows, out, |row| match status.get(row)? {
        code if code == Status::Granted as u16 => amount.get(row),
        code if code == Status::NeedsVerification as u16 => None,
        _ => Some(0),
    });
}

/// Whether a row is granted, unknown where it needs verification.
pub(super) fn granted(rows: usize, status: View<'_, u16>, out: &mut Truths) {
    bits::pack(status.values, &mut out.words, |code| {
        code == Status::Granted as u16
    });
    let mut unsure = Vec::new();
    bits::pack(status.values, &mut unsure, |code| {
        code == Status::NeedsVerification as u16
    });
    let known = out.known.clear(rows);
    for (index, (known, unsure)) in known.iter_mut().zip(unsure).enumerate() {
        *known = !unsure & status.known.word(index) & bits::tail(rows, index);
    }
    out.known.settle(rows);
    out.settle(rows);
}

/// The clauses of a register, read.
pub(super) struct Roll<'a> {
    pub(super) current: TruthView<'a>,
    pub(super) enter: Vec<TruthView<'a>>,
    pub(super) leave: Vec<TruthView<'a>>,
}

/// The outcome of every row.
pub(super) fn outcome(rows: usize, roll: &Roll<'_>, out: &mut Plain<u16>) {
    out.values.clear();
    out.known.set_all();
    for row in 0..rows {
        out.values.push(outcome_of(roll, row) as u16);
    }
}

fn outcome_of(roll: &Roll<'_>, row: usize) -> Outcome {
    let Some(current) = roll.current.get(row) else {
        return Outcome::NeedsVerification;
    };
    let leaves = any(&roll.leave, row);
    match (current, leaves, all(&roll.enter, row)) {
        (true, Some(true), _) => Outcome::Leaves,
        (true, Some(false), _) => Outcome::Stays,
        (false, Some(true), _) | (false, _, Some(false)) => Outcome::Outside,
        (false, Some(false), Some(true)) => Outcome::Enters,
        (true, None, _) | (false, _, _) => Outcome::NeedsVerification,
    }
}

/// The first true ground of the rows that leave, from 1.
pub(super) fn ground(rows: usize, outcome: View<'_, u16>, roll: &Roll<'_>, out: &mut Plain<i64>) {
    out.reset(rows);
    out.known.set_all();
    for row in 0..rows {
        if outcome.values[row] == Outcome::Leaves as u16 {
            let first = roll.leave.iter().position(|it| it.get(row) == Some(true));
            let ground = first.and_then(|it| u16::try_from(it + 1).ok());
            out.values[row] = ground.map_or(0, i64::from);
        }
    }
}

fn any(of: &[TruthView<'_>], row: usize) -> Option<bool> {
    let truths = || of.iter().map(|it| it.get(row));
    if truths().any(|it| it == Some(true)) {
        return Some(true);
    }
    truths().all(|it| it == Some(false)).then_some(false)
}

fn all(of: &[TruthView<'_>], row: usize) -> Option<bool> {
    let truths = || of.iter().map(|it| it.get(row));
    if truths().any(|it| it == Some(false)) {
        return Some(false);
    }
    truths().all(|it| it == Some(true)).then_some(true)
}
