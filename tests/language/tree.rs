//! The tree of a policy as short text: spans, empty parts and wrappers left out.

use aturan::syntax::ast::File;
use regex::Regex;

/// The widest line that is not broken.
const WIDTH: usize = 96;

/// One declaration after the other. Texts of the policy must not hold braces.
pub(crate) fn short(file: &File) -> String {
    let mut out = String::new();
    for declaration in &file.declarations {
        lay_out(&compact(&format!("{declaration:?}")), 0, &mut out);
        out.push('\n');
    }
    out
}

/// Takes off what says nothing: `Spanned { node: "a", span: 1..2 }` becomes `"a"`.
fn compact(debug: &str) -> String {
    let replace = |pattern: &str, with: &str, text: &str| {
        Regex::new(pattern)
            .unwrap()
            .replace_all(text, with)
            .into_owned()
    };
    let mut text = debug.to_owned();
    for pattern in [
        r"(span|head): \d+\.\.\d+, ",
        r",? ?(span|head): \d+\.\.\d+",
        r"\w+: (None|\[\]|false)(, )?",
    ] {
        text = replace(pattern, "", &text);
    }
    loop {
        let before = text.clone();
        text = replace(r"Rational \{ num: (-?\d+), den: 1 \}", "$1", &text);
        text = replace(r"Rational \{ num: (-?\d+), den: (\d+) \}", "$1/$2", &text);
        text = replace(
            r"(?:Spanned|Expr|TypeExpr) \{ (?:node|kind): ([^{}]*?) \}",
            "$1",
            &text,
        );
        if text == before {
            text = replace(r"(\w+) \{ ([^{}]*?),? ?\}", "$1‹$2›", &text);
            if text == before {
                break;
            }
        }
    }
    text = replace(r"Some\(([^()]*)\)", "$1", &text);
    replace(
        r"(?:, common: Common‹›)|(?:Declaration‹kind: )|(?:, ([›\)\]]))",
        "$1",
        &text,
    )
}

/// Breaks a text that is too wide at the commas of its outermost brackets.
fn lay_out(text: &str, indent: usize, out: &mut String) {
    let margin = "  ".repeat(indent);
    let open = text.find(['‹', '(', '[']);
    let is_short = text.chars().count() + margin.len() <= WIDTH;
    let (Some(open), false) = (open, is_short) else {
        out.push_str(&format!("{margin}{text}\n"));
        return;
    };
    let width = text[open..].chars().next().map_or(0, char::len_utf8);
    out.push_str(&format!("{margin}{}\n", &text[..open + width]));
    for part in parts(&text[open + width..]) {
        lay_out(part, indent + 1, out);
    }
}

/// The parts between the commas that stand in no bracket; the closing bracket is dropped.
fn parts(text: &str) -> Vec<&str> {
    let (mut depth, mut from, mut quoted, mut out) = (0_i32, 0, false, Vec::new());
    for (at, c) in text.char_indices() {
        quoted ^= c == '"';
        match c {
            _ if quoted => {}
            '‹' | '(' | '[' => depth += 1,
            '›' | ')' | ']' => depth -= 1,
            _ => {}
        }
        if depth < 0 || (depth == 0 && c == ',' && !quoted) {
            out.push(text[from..at].trim());
            from = at + c.len_utf8();
        }
        if depth < 0 {
            break;
        }
    }
    out.push(text[from..].trim());
    out.retain(|part| !part.is_empty() && !part.chars().all(|c| "›)], ".contains(c)));
    out
}
