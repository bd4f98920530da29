//! What each edit adds to the figures that change, as a table.

use aturan::simulate::{Attribution, Contributions};

use super::super::summary::{Page, sign};

/// Lays the contributions out.
pub(super) fn text(it: &Attribution, currency: &str, page: &Page<'_>) -> String {
    let mut text = page.title(page.say("Contributions of the edits", "Sumbangan tiap ubahan"));
    text.push('\n');
    let mut head = vec![String::new(), "±".to_owned()];
    for (place, edit) in it.edits.iter().enumerate() {
        text.push_str(&format!("  ({}) {edit}\n", place + 1));
        head.push(format!("({})", place + 1));
    }
    let rows = it.figures.iter().map(|it| {
        let shares = [&it.change].into_iter().chain(&it.edits);
        let shares = shares.map(|share| signed(share, page));
        [figure(it, currency, page)]
            .into_iter()
            .chain(shares)
            .collect()
    });
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    text.push_str(&Page::table(&head, rows.collect(), &[0]));
    text
}

fn signed(plain: &str, page: &Page<'_>) -> String {
    match plain {
        "0" => "-".to_owned(),
        _ if plain.starts_with('-') => page.digits(plain),
        _ => format!("+{}", page.digits(plain)),
    }
}

/// A figure by its title, its part and its unit.
fn figure(it: &Contributions, currency: &str, page: &Page<'_>) -> String {
    let Some(part) = it.part else {
        return it.label.clone();
    };
    let part = page.part(part);
    match &it.money {
        Some(period) => format!(
            "{}: {part}, {} {}",
            it.label,
            sign(currency),
            page.period(period)
        ),
        None => format!("{}: {part}", it.label),
    }
}
