//! `aturan schema`: the JSON schema of what a command prints or writes, made from the types themselves.

use aturan::diagnostic::suggest::nearest;
use aturan::outcome::Summary;
use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform as _};
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

use super::terminal::Terminal;
use super::{Fault, Verdict};
use super::{
    baseline, compare, data, diff, explain, findings, fmt, receipt, simulate, solve, sweep, test,
};

/// The version that all forms have.
const VERSION: &str = "1.0";

/// A form of output.
struct Form {
    name: &'static str,
    /// What prints or writes it.
    source: &'static str,
    make: fn() -> Schema,
}

/// Every form; `docs/schemas` holds them.
const FORMS: &[Form] = &[
    form::<baseline::Form>("baseline", "aturan check --write-baseline FILE"),
    form::<findings::json::JsonFindings<'static>>(
        "check",
        "aturan check --format json, and any command that stops at the findings of a policy",
    ),
    form::<compare::Comparison>(
        "compare",
        "aturan compare --format json, and comparison.json",
    ),
    form::<data::check::Report>("data-check", "aturan data check --format json"),
    form::<data::schema::Data>("data-schema", "aturan data schema --format json"),
    form::<diff::Report>("diff", "aturan diff --format json"),
    form::<explain::json::JsonExplanations>(
        "explain",
        "aturan explain POLICY KEY RULE --format json",
    ),
    form::<explain::json::JsonOverview>(
        "explain-row",
        "aturan explain POLICY KEY --format json: all outcomes of a row",
    ),
    form::<fmt::Report>("fmt", "aturan fmt --format json"),
    form::<receipt::Receipt>("receipt", "run.json, the receipt of aturan run"),
    form::<Summary>("run", "aturan run --format json, and summary.json"),
    form::<findings::sarif::Log>(
        "sarif",
        "aturan check and aturan test --format sarif: what is used of SARIF 2.1.0",
    ),
    form::<simulate::Simulation>(
        "simulate",
        "aturan simulate --format json, and simulation.json",
    ),
    form::<solve::report::Solution>("solve", "aturan solve --format json"),
    form::<sweep::Sweep>("sweep", "aturan sweep --format json"),
    form::<test::JsonTests<'static>>("test", "aturan test --format json"),
];

const fn form<T: JsonSchema>(name: &'static str, source: &'static str) -> Form {
    Form {
        name,
        source,
        make: schema::<T>,
    }
}

/// Prints a schema, or the list of all.
pub(super) fn run(name: Option<&str>) -> Result<Verdict, Fault> {
    let Some(name) = name else {
        let width = FORMS.iter().map(|it| it.name.len()).max().unwrap_or(0);
        for it in FORMS {
            Terminal::print(&format!("{:width$}  {}\n", it.name, it.source));
        }
        return Ok(Verdict::Clean);
    };
    let Some(form) = FORMS.iter().find(|it| it.name == name) else {
        let fault = Fault::new(format!("there is no schema `{name}`"));
        return Err(match nearest(name, FORMS.iter().map(|it| it.name)) {
            Some(near) => fault.with_help(format!("did you mean `{near}`?")),
            None => fault.with_help("`aturan schema` lists all"),
        });
    };
    let mut schema = (form.make)();
    let title = format!("aturan {}", form.name);
    schema.insert("title".to_owned(), Value::from(title));
    schema.insert("description".to_owned(), Value::from(form.source));
    // A schema always has a JSON form.
    let text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    Terminal::print(&format!("{text}\n"));
    Ok(Verdict::Clean)
}

/// The schema of a type as it is printed: closed, so that a key that it does not know is an error.
fn schema<T: JsonSchema>() -> Schema {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    RecursiveTransform(close).transform(&mut schema);
    if let Some(version) = schema.pointer_mut("/properties/format_version") {
        *version = json!({ "const": VERSION });
    }
    schema
}

/// Says no to keys that are not named, and leaves out what a reader of JSON cannot check.
fn close(schema: &mut Schema) {
    if schema.get("properties").is_some() && schema.get("additionalProperties").is_none() {
        schema.insert("additionalProperties".to_owned(), Value::Bool(false));
    }
    let described = schema.get("description").and_then(Value::as_str);
    if let Some(text) = described.map(|it| it.replace("`None`", "`null`")) {
        schema.insert("description".to_owned(), Value::from(text));
    }
    let widths = [
        "uint8", "uint32", "uint64", "uint", "int64", "int128", "double",
    ];
    let format = schema.get("format").and_then(Value::as_str);
    if format.is_some_and(|it| widths.contains(&it)) {
        schema.remove("format");
    }
}
