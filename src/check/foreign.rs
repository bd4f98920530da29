//! Functions of spreadsheets and databases: what is written instead, with the same arguments.

use super::Checker;
use super::scope::{Level, Scope};
use super::tree::{EntityId, Type};
use crate::source::Span;
use crate::syntax::ast::{self, Name};

/// What is written instead of a call.
pub(super) struct Instead {
    /// The text, with English words.
    pub(super) text: String,
    /// Whether it may take the place of the call as it is.
    pub(super) is_whole: bool,
}

/// Text that leaves something to the writer.
fn sample(text: impl Into<String>) -> Instead {
    let text = text.into();
    let is_whole = false;
    Instead { text, is_whole }
}

/// Text that says all that the call said.
fn whole(text: impl Into<String>) -> Instead {
    let text = text.into();
    let is_whole = true;
    Instead { text, is_whole }
}

impl Checker<'_> {
    /// What is written instead of a function of a spreadsheet or a database.
    pub(super) fn instead_of(
        &self,
        function: &Name,
        arguments: &[ast::Expr],
        scope: &Scope,
    ) -> Option<Instead> {
        let texts: Vec<String> = arguments.iter().map(|it| self.written(it.span)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let name = function.node.to_ascii_lowercase();
        self.of_rows(&name, arguments, &texts, scope)
            .or_else(|| of_values(&name, &texts))
    }

    /// Functions over rows: `COUNTIF(income, 0)`.
    fn of_rows(
        &self,
        name: &str,
        arguments: &[ast::Expr],
        texts: &[&str],
        scope: &Scope,
    ) -> Option<Instead> {
        let below = self.rows_meant(arguments.first(), scope);
        let entity = below.map_or_else(|| "…".to_owned(), |it| self.entity_name(it));
        let among = |range: &str, test: &str| self.among(range, test, below);
        Some(match (name, texts) {
            ("countif" | "countifs", [range, test]) => {
                whole(format!("count({entity} where {})", among(range, test)))
            }
            ("countif" | "countifs", _) => sample(format!("count({entity} where …)")),
            ("counta" | "number", _) => whole(format!("count({entity})")),
            ("sumif", [range, test]) => whole(format!(
                "sum({range} of {entity} where {})",
                among(range, test)
            )),
            ("sumif", [range, test, sum]) | ("sumifs", [sum, range, test]) => whole(format!(
                "sum({sum} of {entity} where {})",
                among(range, test)
            )),
            ("sumif" | "sumifs", _) => sample(format!("sum(… of {entity} where …)")),
            ("averageif", [range, test]) => whole(format!(
                "average({range} of {entity} where {})",
                among(range, test)
            )),
            ("averageif", [range, test, mean]) => whole(format!(
                "average({mean} of {entity} where {})",
                among(range, test)
            )),
            ("avg" | "mean" | "average", [value]) => whole(format!("average({value} of {entity})")),
            ("exists", _) => sample(format!("any({entity} where …)")),
            ("all", [test]) => sample(format!("every({entity} has {test}, if no rows false)")),
            ("all", _) => sample(format!("every({entity} has …, if no rows false)")),
            _ => return None,
        })
    }

    /// The rows that a range of a spreadsheet stands for: those that have the field, or else the next
    /// level below.
    fn rows_meant(&self, range: Option<&ast::Expr>, scope: &Scope) -> Option<EntityId> {
        let name = match range.map(|it| &it.kind) {
            Some(ast::ExprKind::Name(name)) => Some(name),
            _ => None,
        };
        let all: Vec<EntityId> = match scope.level {
            Level::Row(level) => self.below(level).collect(),
            Level::Population | Level::Constant => (0_u32..)
                .map(EntityId)
                .take(self.program.entities.len())
                .collect(),
        };
        let has = |it: &EntityId| {
            name.is_some_and(|name| {
                self.attribute(name, Level::Row(*it)).is_some() || self.entity_name(*it) == *name
            })
        };
        all.iter().copied().find(has).or(all.first().copied())
    }

    /// The condition that a range and a criterion of a spreadsheet make: `income, ">0"`.
    fn among(&self, range: &str, test: &str, rows: Option<EntityId>) -> String {
        let bare = test.trim_matches('"').trim();
        let signs = [
            (">=", ">="),
            ("<=", "<="),
            ("<>", "!="),
            (">", ">"),
            ("<", "<"),
            ("=", "="),
        ];
        let found = signs
            .iter()
            .find_map(|(sign, own)| Some((bare.strip_prefix(sign)?.trim(), *own)));
        let (value, sign) = found.unwrap_or((bare, "="));
        let ty = rows.and_then(|it| self.type_of_attribute(range, it));
        let value = match ty {
            Some(Type::Money(_)) if value == "0" => "Rp 0".to_owned(),
            Some(ty @ Type::Money(_)) if value.starts_with(|it: char| it.is_ascii_digit()) => {
                let word = self.type_word(ty);
                format!("Rp {value}{}", word.trim_start_matches("money"))
            }
            Some(Type::Enum(id)) if !self.enum_words(id).iter().any(|it| it == value) => self
                .titled(id, value)
                .map_or_else(|| value.to_owned(), |it| it.word),
            Some(Type::Text) => format!("\"{value}\""),
            Some(_) | None => value.to_owned(),
        };
        format!("{range} {sign} {value}")
    }

    /// The text of a place, on one line.
    pub(super) fn written(&self, span: Span) -> String {
        let text = self.text.text(span);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Functions of values: `IF(a, b, c)`.
fn of_values(name: &str, texts: &[&str]) -> Option<Instead> {
    let first = texts.first().copied().unwrap_or("…");
    Some(match (name, texts) {
        ("if" | "iif", [condition, then, other]) => {
            whole(format!("if {condition} then {then} else {other}"))
        }
        ("if" | "iif" | "ifs", _) => sample(format!("if {first} then … else …")),
        ("and", [_, _, ..]) => whole(format!("({})", texts.join(" and "))),
        ("or", [_, _, ..]) => whole(format!("({})", texts.join(" or "))),
        ("not", [inner]) => whole(format!("not ({inner})")),
        ("roundup" | "ceil" | "ceiling", _) => sample(format!("round up({first})")),
        ("rounddown" | "floor" | "int", _) => sample(format!("round down({first})")),
        ("datedif" | "datediff", [from, to, ..])
            if !["today()", "now()", "evaluation_date"].contains(&&*to.to_ascii_lowercase()) =>
        {
            sample(format!("age({from}, on {to})"))
        }
        ("datedif" | "datediff", _) => sample(format!("age({first})")),
        ("today" | "now", []) => whole("evaluation_date"),
        ("isblank" | "isnull", [value]) => whole(format!("{value} is missing")),
        ("coalesce" | "ifnull" | "nvl", [value, other]) => {
            whole(format!("({value} if missing {other})"))
        }
        ("len", [text]) => whole(format!("length({text})")),
        ("concatenate" | "concat", _) => sample("a label: texts are not joined"),
        _ => return None,
    })
}
