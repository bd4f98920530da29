//! What a line of the list may be filled in with, in words for the officer who fills it in.

use crate::check::tree::{Constant, Field, Program, Type};
use crate::diagnostic::Language;

/// What a field can be filled in with.
pub fn answers(program: &Program, field: &Field, language: Language) -> String {
    let say = |english: &str, indonesian: &str| match language {
        Language::English => english.to_owned(),
        Language::Indonesian => indonesian.to_owned(),
    };
    let form = match field.ty {
        Type::Integer => say("whole number", "bilangan bulat"),
        Type::Decimal => say("number: 1234.5", "angka: 1234.5"),
        Type::Money(period) => {
            let per = period.map_or(String::new(), |it| format!(" per {}", it.word()));
            let currency = &program.currency;
            match language {
                Language::English => format!("{currency}{per}, digits only"),
                Language::Indonesian => format!("{currency}{per}, angka saja"),
            }
        }
        Type::Boolean => say("yes | no", "ya | tidak"),
        Type::Date => say("date: 2023-11-30", "tanggal: 2023-11-30"),
        Type::Text => say("text", "teks"),
        Type::Enum(id) => {
            let values = program.enums.get(id.index()).map(|it| it.values.as_slice());
            let names = values
                .unwrap_or_default()
                .iter()
                .map(|(name, _)| name.as_str());
            names.collect::<Vec<_>>().join(" | ")
        }
    };
    match range(field) {
        Some(range) => format!("{form}, {range}"),
        None => form,
    }
}

/// What a check can be filled in with.
pub fn check_answer(language: Language) -> &'static str {
    match language {
        Language::English => "checked",
        Language::Indonesian => "diperiksa",
    }
}

fn range(field: &Field) -> Option<String> {
    let range = field.range.as_ref()?;
    let bound = |it: &Option<Constant>| match it {
        Some(Constant::Number(number)) => number.to_string(),
        Some(Constant::Date(date)) => date.to_string(),
        Some(Constant::Boolean(_) | Constant::Text(_) | Constant::Enum(_)) | None => String::new(),
    };
    Some(format!("{}..{}", bound(&range.low), bound(&range.high)))
}
