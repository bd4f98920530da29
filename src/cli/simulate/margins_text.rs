//! Margins as a head of section reads them.

use aturan::simulate::{Margins, Misreported};

use super::super::summary::{Page, sign};

/// Figures of a field that are shown.
const SHOWN: usize = 8;

/// Lays the margins out.
pub(super) fn text(it: &Margins, currency: &str, page: &Page<'_>) -> String {
    let percent = page.digits(&it.percent);
    let title = format!(
        "{} {percent} %",
        page.say(
            "Rows near a threshold, within",
            "Baris di sekitar ambang, dalam"
        )
    );
    let rows = it
        .thresholds
        .iter()
        .filter(|it| it.below + it.above > 0)
        .map(|it| {
            vec![
                it.condition.clone(),
                it.rule.clone(),
                it.label.clone(),
                page.count(it.below),
                page.count(it.above),
            ]
        })
        .collect();
    let head = [
        "",
        page.say("rule", "aturan"),
        page.say("rows", "baris"),
        page.say("below", "di bawah"),
        page.say("at or above", "pada atau di atas"),
    ];
    let mut text = format!(
        "{}\n{}",
        page.title(&title),
        Page::table(&head, rows, &[0, 1, 2])
    );
    for field in &it.fields {
        text.push_str(&misreported(field, &percent, currency, page));
    }
    text
}

fn misreported(it: &Misreported, percent: &str, currency: &str, page: &Page<'_>) -> String {
    let title = format!(
        "{}: {} {percent} %",
        it.label,
        page.say("if misreported by", "jika salah lapor sebesar")
    );
    let show = |value: &Option<String>| {
        value
            .as_ref()
            .map_or_else(|| "-".to_owned(), |plain| page.digits(plain))
    };
    let rows = it
        .figures
        .iter()
        .take(SHOWN)
        .map(|it| {
            let name = match (it.part, &it.money) {
                (_, Some(period)) => {
                    format!("{}, {} {}", it.label, sign(currency), page.period(period))
                }
                (Some(part), None) => format!("{}: {}", it.label, page.part(part)),
                (None, None) => it.label.clone(),
            };
            vec![
                name,
                show(&it.lower),
                show(&it.as_reported),
                show(&it.higher),
            ]
        })
        .collect();
    let head = [
        "",
        page.say("all lower", "semua lebih rendah"),
        page.say("as reported", "sesuai laporan"),
        page.say("all higher", "semua lebih tinggi"),
    ];
    let mut text = format!(
        "\n{}\n{}",
        page.title(&title),
        Page::table(&head, rows, &[0])
    );
    if it.figures.len() > SHOWN {
        let more = page.say("more", "lagi");
        text.push_str(&format!("  … {} {more}\n", it.figures.len() - SHOWN));
    }
    text
}
