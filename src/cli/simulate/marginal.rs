//! `simulate --marginal`: what a little more of a field takes away in aid, and how it is laid out.

use aturan::Checked;
use aturan::check::tree::{EntityId, FieldId, Program, Type};
use aturan::data::output::Personal;
use aturan::diagnostic::Diagnostics;
use aturan::number::MONEY;
use aturan::simulate::{Marginal, MarginalBand, marginal, raised};
use aturan::source::SourceMap;
use aturan::syntax::ast::ExprKind;

use super::super::Fault;
use super::super::bench::{Bench, Evaluation};
use super::super::summary::{Page, sign};

/// A question about the margin: the field, and how much more, raw.
#[derive(Clone, Copy, Debug)]
pub(super) struct More {
    field: FieldId,
    by: i64,
}

/// Reads `Rp 100_000 of income`, or `… of family.income` where several levels have the name.
pub(super) fn more(text: &str, program: &Program) -> Result<More, Fault> {
    let help = "say it so: `--marginal 'Rp 100_000 of income'`";
    let parts = text
        .rsplit_once(" of ")
        .or_else(|| text.rsplit_once(" dari "));
    let Some((amount, name)) = parts else {
        return Err(Fault::new(format!("`{text}` names no amount of a field")).with_help(help));
    };
    let by = amount_of(amount).filter(|it| *it > 0);
    let Some(by) = by else {
        let message = format!(
            "`{}` is no amount above zero without a period",
            amount.trim()
        );
        return Err(Fault::new(message).with_help(help));
    };
    let field = field_of(name.trim(), program)?;
    Ok(More { field, by })
}

fn amount_of(text: &str) -> Option<i64> {
    let mut sources = SourceMap::new();
    let base = sources.add("--marginal".to_owned(), text.to_owned())?;
    let (expr, found) = aturan::syntax::parse_expression(text, base);
    // An amount without a period is one of the field's.
    let kind = expr.map(|it| it.kind).filter(|_| !found.has_errors())?;
    if let ExprKind::Money { amount, period, .. } = kind {
        return period.is_none().then(|| amount.round_to_scale(MONEY))?;
    }
    None
}

fn field_of(name: &str, program: &Program) -> Result<FieldId, Fault> {
    let (level, own) = match name.split_once('.') {
        Some((level, own)) => (Some(level), own),
        None => (None, name),
    };
    let level_of = |id: EntityId| program.entities.get(id.index());
    let all = program.fields.iter().zip((0..).map(FieldId));
    let fits = all.filter(|(field, _)| {
        let entity = level_of(field.entity).map(|it| it.about.name.as_str());
        field.about.name == own
            && matches!(field.ty, Type::Money(_))
            && level.is_none_or(|level| entity == Some(level))
    });
    let found: Vec<FieldId> = fits.map(|(_, id)| id).collect();
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(
            Fault::new(format!("no field `{name}` holds an amount of money"))
                .with_help("name a field of the data as the policy declares it, such as `income`"),
        ),
        _ => Err(Fault::new(format!("`{name}` is a field of several levels"))
            .with_help("say which, such as `family.income`")),
    }
}

/// The policy as it is, beside itself with more of the field in every answer.
pub(super) fn found(
    bench: &mut Bench<'_>,
    base: &Checked,
    before: &Evaluation,
    more: More,
    personal: Personal,
) -> Result<Option<Marginal>, Diagnostics> {
    let column = bench.column(more.field).and_then(|it| raised(it, more.by));
    let Some(column) = column else {
        return Ok(None);
    };
    let Some(after) = bench.evaluate_with(base, more.field, column)? else {
        return Ok(None);
    };
    let Some(bound) = bench.bound() else {
        return Ok(None);
    };
    let sides = (super::side(before), super::side(&after));
    Ok(marginal(
        sides,
        &bound.dataset,
        more.field,
        more.by,
        personal,
    ))
}

/// Lays it out.
pub(super) fn text(it: &Marginal, currency: &str, page: &Page<'_>) -> String {
    let sign = sign(currency);
    let title = format!(
        "{} {sign} {} {} {} {}",
        page.say("What", "Akibat"),
        page.digits(&it.amount),
        page.period(&it.period),
        page.say("more takes away in aid:", "lebih banyak terhadap bantuan:"),
        it.label,
    );
    let all = it.rows + it.open;
    let head = [
        "",
        &it.entity_label,
        "%",
        page.say("aid of a year", "bantuan setahun"),
    ];
    let rows = it.bands.iter().map(|band| {
        vec![
            band_words(band, page).to_owned(),
            page.count(band.rows),
            page.percent(band.rows, it.rows),
            page.digits(&band.change),
        ]
    });
    let table = Page::table(&head, rows.collect(), &[0]);
    let open = match it.open {
        0 => String::new(),
        open => format!(
            "  {}: {}\n",
            page.say(
                "no answer or not decided",
                "tanpa jawaban atau belum diputuskan"
            ),
            page.percent(open, all),
        ),
    };
    let rate = it.rate.as_ref().map_or_else(String::new, |rate| {
        let words = page.say(
            "lost of what is earned, over all",
            "hilang dari tambahan, seluruhnya",
        );
        format!("  {words}: {} %\n", page.digits(rate))
    });
    let parts = [classes(it, page), cliffs(it, sign, page)].concat();
    format!("\n{}\n{table}{open}{rate}{parts}", page.title(&title))
}

fn band_words<'a>(band: &MarginalBand, page: &Page<'a>) -> &'a str {
    match band.name {
        "gains" => page.say("aid grows", "bantuan bertambah"),
        "unchanged" => page.say("aid stays", "bantuan tetap"),
        "under_half" => page.say("loses less than half", "hilang kurang dari setengah"),
        "half_or_more" => page.say("loses half or more", "hilang setengah atau lebih"),
        _ => page.say("loses all of it or more", "hilang seluruhnya atau lebih"),
    }
}

fn classes(it: &Marginal, page: &Page<'_>) -> String {
    let rows: Vec<Vec<String>> = it
        .classes
        .iter()
        .filter(|class| class.rows > 0)
        .map(|class| {
            let rate = class.rate.as_ref();
            vec![
                class.label.clone(),
                page.count(class.rows),
                page.count(class.losers),
                page.count(class.cliffs),
                rate.map_or_else(|| "-".to_owned(), |rate| page.digits(rate)),
            ]
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let head = [
        page.say("by class", "menurut golongan"),
        &it.entity_label,
        page.say("lose aid", "kehilangan"),
        page.say("all of it or more", "seluruhnya atau lebih"),
        page.say("rate, %", "tingkat, %"),
    ];
    format!("\n{}", Page::table(&head, rows, &[0]))
}

fn cliffs(it: &Marginal, sign: &str, page: &Page<'_>) -> String {
    if it.cliffs.is_empty() {
        return String::new();
    }
    let rows = it.cliffs.iter().map(|cliff| {
        vec![
            cliff.key.clone(),
            page.digits(&cliff.before),
            page.digits(&cliff.after),
            page.digits(&cliff.rate),
        ]
    });
    let before = format!("{}, {sign}", page.say("aid of a year", "bantuan setahun"));
    let head = [
        page.say("the worst cliffs", "jurang terdalam"),
        &before,
        page.say("after", "sesudah"),
        page.say("rate, %", "tingkat, %"),
    ];
    format!("\n{}", Page::table(&head, rows.collect(), &[0]))
}
