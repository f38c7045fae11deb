//! The same for what the user writes: `oasmith.toml` and overlays. They are trusted more than a description, but a text
//! in them is no more code than one there.

use std::collections::BTreeSet;
use std::path::Path;

use oasmith::config;
use oasmith::diagnostic::Diagnostics;
use oasmith::pipeline::{Options, Outcome, Target, generate};
use oasmith::render::Package;
use oasmith::spec::source::Memory;
use serde_json::{Value, json};

use super::{PAYLOADS, description, judge, places, vocabulary};

/// A key for every setting.
fn settings() -> Value {
    json!({
        "description": "api.json", "output": "out", "crate": "any", "version": "0.1.0",
        "overlays": ["overlay.json"],
        "filter": {"include": {"paths": ["/**"], "methods": ["post", "put"]}, "exclude": {"deprecated": true}},
        "rename": {
            "schemas": {"Cat": "Kitten"}, "operations": {"upload": "store"}, "fields": {"Thing.name": "label"},
            "variants": {"ThingColour.red": "Crimson"}, "tags": {"things": "stuff"},
        },
        "types": {
            "date": "jiff", "enums": "open", "enum-places": {"Thing.colour": "closed"},
            "formats": {"word": "std::net::Ipv4Addr"},
            "fields": {"Thing.own": {"type": "own::Version", "dependency": "own = \"1\""}},
            "schemas": {"Dog": {"type": "geo::Point", "dependency": "geo = \"0.30\"", "codec": "serde"}},
        },
        "pagination": {"handleThing": {"cursor": "order", "next-header": "X-Rate"}},
        "docs": {"language": ["default", "jpn"]},
    })
}

fn overlay() -> Value {
    json!({
        "overlay": "1.0.0",
        "info": {"title": "Changes", "version": "1"},
        "actions": [
            {"target": "$.info", "description": "Text", "update": {"description": "Text", "x-own": "text"}},
            {"target": "$.components.schemas.Cat", "update": {"description": "Text", "properties": {"own": {"type": "string", "enum": ["one"], "default": "one"}}}},
            {"target": "$.components.schemas.Thing", "update": {"properties": {"own": {"type": "string", "title": "Own"}}}},
            {"target": "$.paths['/things/{id}'].post", "update": {"summary": "Text", "tags": ["more"]}},
            {"target": "$.servers", "update": {"url": "https://two.example", "description": "Two"}},
        ],
    })
}

/// JSON as TOML; what escapes a character in JSON does so in TOML.
fn toml(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let pairs: Vec<String> = map
                .iter()
                .map(|(key, value)| format!("{} = {}", Value::from(key.as_str()), toml(value)))
                .collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        Value::Array(list) => {
            let elements: Vec<String> = list.iter().map(toml).collect();
            format!("[{}]", elements.join(", "))
        }
        other => other.to_string(),
    }
}

/// What comes of a configuration with one client; `None` if it is refused before anything is read.
fn run(settings: &Value, overlay: &Value) -> Option<Outcome> {
    let text = format!("client = {{ any = {} }}", toml(settings));
    let mut diagnostics = Diagnostics::default();
    let clients = config::parse(&text, Path::new(""), &mut diagnostics);
    let client = clients.into_iter().next()?;
    if diagnostics.has_errors() {
        return None;
    }
    let mut files = Memory::default();
    files.insert("api.json", description().to_string());
    files.insert("overlay.json", overlay.to_string());
    let options = Options {
        load: client.load,
        filter: client.filter,
        rename: client.rename,
        types: client.types,
        pagination: client.pagination,
        docs: client.docs,
    };
    let target = Target::Crate(Package {
        name: client.crate_name,
        version: client.version,
    });
    Some(generate(
        &files,
        &client.description,
        &options,
        Some(&target),
    ))
}

/// What comes out without payloads, and what any settings may.
fn known() -> BTreeSet<String> {
    let outcome = run(&settings(), &overlay()).unwrap();
    let report = outcome.human(oasmith::diagnostic::render::Colour::Never);
    assert!(!outcome.diagnostics.has_errors(), "{report}");
    let mut known = super::known();
    known.extend(vocabulary(&outcome));
    known
}

#[test]
fn every_setting_and_every_text_of_an_overlay_may_be_anything() {
    let known = known();
    let (mut strings, mut keys) = (Vec::new(), Vec::new());
    places(&settings(), "", &mut strings, &mut keys);
    for (pointer, payload) in pairs(&strings) {
        let mut changed = settings();
        *changed.pointer_mut(pointer).unwrap() = Value::from(payload);
        if let Some(outcome) = run(&changed, &overlay()) {
            judge(&outcome, &known, &format!("{pointer} = {payload:?}"));
        }
    }
    for (pointer, key) in &keys {
        let mut changed = settings();
        let map = changed
            .pointer_mut(pointer)
            .and_then(Value::as_object_mut)
            .unwrap();
        let value = map.remove(key).unwrap();
        map.insert("\"\n[x]\n\u{202e}".to_owned(), value);
        if let Some(outcome) = run(&changed, &overlay()) {
            judge(&outcome, &known, &format!("{pointer}/{key}"));
        }
    }
    let mut generated = 0;
    strings.clear();
    places(&overlay(), "", &mut strings, &mut keys);
    for (pointer, payload) in pairs(&strings) {
        let mut changed = overlay();
        *changed.pointer_mut(pointer).unwrap() = Value::from(payload);
        let outcome = run(&settings(), &changed).unwrap();
        generated += usize::from(judge(&outcome, &known, &format!("{pointer} = {payload:?}")));
    }
    assert!(
        generated > strings.len() * PAYLOADS.len() / 2,
        "{generated}"
    );
}

fn pairs(strings: &[String]) -> impl Iterator<Item = (&String, &'static str)> {
    strings
        .iter()
        .flat_map(|pointer| PAYLOADS.map(|payload| (pointer, payload)))
}
