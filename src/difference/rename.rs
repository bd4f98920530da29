//! Things that say the same under another name.

use std::collections::{BTreeMap, BTreeSet};

use super::is_same;
use super::outline::{Item, Part};

/// Names of the older policy with those under which they go on. A name counts only where the newer
/// policy has it nowhere, and the new one stood nowhere before: else nothing could be told by names.
pub(super) fn found(
    before: &[Item],
    after: &[Item],
    old_names: &BTreeSet<String>,
    new_names: &BTreeSet<String>,
) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let mut put = |was: &str, is: &str| {
        if !new_names.contains(was) && !old_names.contains(is) {
            out.insert(was.to_owned(), is.to_owned());
        }
    };
    let gone: Vec<&Item> = without_partner(before, after);
    let come: Vec<&Item> = without_partner(after, before);
    for item in &gone {
        let alike = |all: &[&Item], one: &Item| all.iter().filter(|it| is_alike(it, one)).count();
        let partner = come.iter().find(|it| is_alike(it, item));
        if let Some(partner) = partner
            && alike(&come, item) == 1
            && alike(&gone, item) == 1
        {
            put(&item.written, &partner.written);
        }
    }
    for item in after {
        if let Some(old) = before.iter().find(|it| is_same(it, item)) {
            renamed_parts(old, item, &mut put);
        }
    }
    out
}

fn without_partner<'a>(all: &'a [Item], others: &[Item]) -> Vec<&'a Item> {
    let alone = |it: &&Item| !others.iter().any(|other| is_same(other, it));
    all.iter().filter(alone).collect()
}

/// Whether two things are the same but for their name and what people read of them.
fn is_alike(a: &Item, b: &Item) -> bool {
    let says = |it: &Item| -> Vec<(super::Part, String, String)> {
        let told = it
            .parts
            .iter()
            .filter(|it| !it.text.is_empty() || it.written.is_some());
        told.map(|it| (it.slot, it.key.clone(), it.text.clone()))
            .collect()
    };
    let (left, right) = (says(a), says(b));
    a.kind == b.kind && !left.is_empty() && left == right
}

/// Fields, criteria, classes and values that are the same but for their name.
fn renamed_parts(old: &Item, new: &Item, put: &mut impl FnMut(&str, &str)) {
    let alone = |part: &&Part, others: &Item| {
        let mut others = others.parts.iter();
        part.written.is_some() && !others.any(|it| it.slot == part.slot && it.key == part.key)
    };
    let gone: Vec<&Part> = old.parts.iter().filter(|it| alone(it, new)).collect();
    let come: Vec<&Part> = new.parts.iter().filter(|it| alone(it, old)).collect();
    for part in &gone {
        let alike = |it: &&&Part| it.slot == part.slot && says_the_same(it, part);
        let mut partners = come.iter().filter(alike);
        let twins = gone.iter().filter(alike).count();
        if let (Some(partner), None, 1) = (partners.next(), partners.next(), twins)
            && let (Some(was), Some(is)) = (&part.written, &partner.written)
        {
            put(was, is);
        }
    }
}

/// What a part says; of a value of a type, which says nothing, its title.
pub(super) fn says_the_same(a: &Part, b: &Part) -> bool {
    a.text == b.text && (!a.text.is_empty() || (!a.words.is_empty() && a.words == b.words))
}
