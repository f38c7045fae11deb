//! Large and strange descriptions end in bounded time, with a result or an error.

use std::fmt::Write;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use oasmith::diagnostic::Code;
use oasmith::pipeline::{Options, Outcome, Target, generate};
use oasmith::render::Package;
use oasmith::spec::source::Files;

/// Far more than any of them takes, far less than one that is quadratic takes.
const BOUND: Duration = Duration::from_secs(60);

/// The only file there is.
struct One(String);

impl Files for One {
    fn read(&self, _: &Path, _: u64) -> io::Result<Vec<u8>> {
        Ok(self.0.clone().into_bytes())
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(path.to_owned())
    }
}

/// Generates a client for these component schemas, in JSON.
fn generated(schemas: &str) -> Outcome {
    let text = format!(
        r#"{{"openapi":"3.0.3","info":{{"title":"T","version":"1"}},"paths":{{}},"components":{{"schemas":{{{schemas}}}}}}}"#
    );
    let target = Target::Crate(Package {
        name: "large".to_owned(),
        version: "0.1.0".to_owned(),
    });
    let start = Instant::now();
    let outcome = generate(
        &One(text),
        Path::new("large.json"),
        &Options::default(),
        Some(&target),
    );
    assert!(start.elapsed() < BOUND, "{:?}", start.elapsed());
    outcome
}

fn joined(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(",")
}

#[test]
fn a_hundred_thousand_enum_values() {
    let values = joined((0..100_000).map(|i| format!(r#""value-{i}""#)));
    let outcome = generated(&format!(r#""Big":{{"type":"string","enum":[{values}]}}"#));
    assert!(!outcome.files.is_empty());
}

#[test]
fn ten_thousand_properties() {
    let properties = joined((0..10_000).map(|i| format!(r#""p_{i}":{{"type":"string"}}"#)));
    let outcome = generated(&format!(
        r#""Wide":{{"type":"object","properties":{{{properties}}}}}"#
    ));
    assert!(!outcome.files.is_empty());
}

#[test]
fn a_chain_of_five_thousand_references() {
    let link = |i: usize| {
        format!(
            r##""L{i}":{{"allOf":[{{"$ref":"#/components/schemas/L{}"}},{{"type":"object","properties":{{"own":{{"type":"string"}}}}}}]}}"##,
            i + 1
        )
    };
    let chain = joined((0..5_000).map(link));
    let outcome = generated(&format!(r#"{chain},"L5000":{{"type":"object"}}"#));
    let codes: Vec<Code> = outcome.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, [Code::Limit]);
}

#[test]
fn three_thousand_nested_schemas() {
    let mut text = String::from(r#""Deep":"#);
    for _ in 0..3_000 {
        text += r#"{"type":"object","properties":{"a":"#;
    }
    text += r#"{"type":"string"}"#;
    text += &"}}".repeat(3_000);
    let outcome = generated(&text);
    assert_eq!(outcome.files.is_empty(), outcome.diagnostics.has_errors());
}

#[test]
fn a_schema_that_contains_itself_in_every_way() {
    let me = r##"{"$ref":"#/components/schemas/Me"}"##;
    let mut schemas = format!(
        r#""Me":{{"type":"object","required":["direct"],"allOf":[{me}],"oneOf":[{me},{{"type":"object"}}],"not":{me},
        "additionalProperties":{me},"properties":{{"direct":{me},"list":{{"type":"array","items":{me}}},
        "map":{{"type":"object","additionalProperties":{me}}},"union":{{"oneOf":[{me},{{"type":"string"}}]}},
        "all":{{"allOf":[{me},{me}]}}}}}}"#
    );
    for (name, keyword) in [("A", "allOf"), ("O", "oneOf"), ("Y", "anyOf")] {
        write!(
            schemas,
            r##","{name}":{{"{keyword}":[{{"$ref":"#/components/schemas/{name}"}}]}},
            "{name}2":{{"{keyword}":[{{"$ref":"#/components/schemas/{name}2"}},{{"type":"integer"}}]}}"##
        )
        .expect("a string takes any text");
    }
    schemas += r##","List":{"type":"array","items":{"$ref":"#/components/schemas/List"}},
        "Map":{"type":"object","additionalProperties":{"$ref":"#/components/schemas/Map"}},
        "Two":{"oneOf":[{"$ref":"#/components/schemas/Two"},{"type":"object"}],
            "anyOf":[{"$ref":"#/components/schemas/Two"},{"type":"object"}]},
        "Not":{"not":{"$ref":"#/components/schemas/Not"}}"##;
    let outcome = generated(&schemas);
    assert_eq!(outcome.files.is_empty(), outcome.diagnostics.has_errors());
}

#[test]
fn two_thousand_members_of_a_union_that_nothing_tells_apart() {
    let emitted = |count: usize| {
        let member = |i: usize| {
            format!(
                r#""M{i}":{{"type":"object","properties":{{"kind":{{"enum":["k{i}"]}},"of_{i}":{{"type":"string"}}}}}}"#
            )
        };
        let members = joined((0..count).map(member));
        let references =
            joined((0..count).map(|i| format!(r##"{{"$ref":"#/components/schemas/M{i}"}}"##)));
        let outcome = generated(&format!(r#"{members},"Any":{{"anyOf":[{references}]}}"#));
        let file = outcome
            .files
            .iter()
            .find(|(path, _)| path.ends_with("models/any.rs"));
        file.map_or(0, |(_, text)| text.len())
    };
    let (few, many) = (emitted(200), emitted(2_000));
    assert!(few > 0 && many < few * 12, "{few} bytes, {many} bytes");
}

/// A schema for each level, made of that of the level below.
fn levels(count: usize, schema: impl Fn(String) -> String) -> Outcome {
    let level = |i: usize| {
        let below = format!(r##"{{"$ref":"#/components/schemas/L{i}"}}"##);
        format!(r#""L{}":{}"#, i + 1, schema(below))
    };
    let levels = joined((0..count).map(level));
    generated(&format!(
        r#"{levels},"L0":{{"type":"object","properties":{{"a":{{"type":"string"}}}}}}"#
    ))
}

#[test]
fn forty_levels_that_name_the_one_below_twice() {
    let own = r#"{"type":"object","properties":{"own":{"type":"string"}}}"#;
    for outcome in [
        levels(40, |r| format!(r#"{{"allOf":[{r},{r},{own}]}}"#)),
        levels(40, |r| format!(r#"{{"oneOf":[{r},{r}]}}"#)),
        levels(40, |r| format!(r#"{{"anyOf":[{r},{r},{own}]}}"#)),
        levels(40, |r| {
            format!(r#"{{"allOf":[{{"oneOf":[{r},{own}]}},{{"anyOf":[{r},{own}]}}]}}"#)
        }),
        levels(40, |r| {
            format!(r#"{{"type":"object","required":["a","b"],"properties":{{"a":{r},"b":{r}}}}}"#)
        }),
    ] {
        assert!(!outcome.files.is_empty());
    }
}

#[test]
fn an_all_of_that_multiplies_values() {
    let values = joined((0..20_000).map(|i| format!(r#""v{i}""#)));
    let copies = joined((0..16).map(|i| {
        format!(
            r##""C{i}":{{"allOf":[{{"$ref":"#/components/schemas/Base"}},{{"type":"string","format":"f{i}"}}]}}"##
        )
    }));
    let outcome = generated(&format!(r#""Base":{{"enum":[{values}]}},{copies}"#));
    let codes: Vec<Code> = outcome.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, [Code::Limit]);
}
