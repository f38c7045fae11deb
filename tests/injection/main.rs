//! No text of a description becomes code: every string of a description is replaced by every payload, and what comes
//! out holds nothing but the kinds of items, macros, attributes and paths that oasmith itself writes.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeSet;
use std::path::Path;

use oasmith::diagnostic::Code;
use oasmith::diagnostic::render::Colour;
use oasmith::pipeline::{Options, Outcome, Target, generate};
use oasmith::render::Package;
use oasmith::spec::source::Memory;
use serde_json::Value;

mod cases;
mod settings;
mod vocabulary;

use cases::{PAYLOADS, description, everywhere, places};
use vocabulary::vocabulary;

fn run(description: &Value) -> Outcome {
    run_text(description.to_string())
}

fn run_text(description: String) -> Outcome {
    let mut files = Memory::default();
    files.insert("api.json", description);
    let target = Target::Crate(Package {
        name: "any".to_owned(),
        version: "0.1.0".to_owned(),
    });
    let path = Path::new("api.json");
    generate(&files, path, &Options::default(), Some(&target))
}

/// Runs one changed description: nothing new may be in its code.
fn check(description: &Value, known: &BTreeSet<String>, place: &str) -> bool {
    judge(&run(description), known, place)
}

/// Whether a client came out, in which there is nothing new.
fn judge(outcome: &Outcome, known: &BTreeSet<String>, place: &str) -> bool {
    let report = outcome.human(Colour::Never);
    let shown = |c: char| c == '\n' || !c.is_control() && !vocabulary::is_hidden(c);
    assert!(report.chars().all(shown), "{place}: {report:?}");
    let defect = outcome
        .diagnostics
        .iter()
        .find(|d| d.code == Code::Internal);
    assert!(defect.is_none(), "{place}: {defect:?}");
    if outcome.diagnostics.has_errors() {
        assert!(outcome.files.is_empty(), "{place}");
        return false;
    }
    let new: Vec<String> = vocabulary(outcome).difference(known).cloned().collect();
    assert!(new.is_empty(), "{place}: {new:?}");
    true
}

/// What the description without payloads gives, and what else any description may.
fn known() -> BTreeSet<String> {
    let outcome = run(&description());
    assert!(!outcome.diagnostics.has_errors());
    let mut known = vocabulary(&outcome);
    assert!(known.contains("string_enum!") && known.contains("#[doc]"));
    let others = [
        "type",
        "std::",
        "Type::",
        "json::",
        "serde_json::",
        "bytes::",
        "#[allow]",
        "convert::",
        "super::",
        "const",
        "object!",
        "received!",
        "sent!",
        "union!",
        "received_union!",
        "sent_union!",
    ];
    known.extend(others.map(str::to_owned));
    known
}

#[test]
fn every_string_may_be_anything() {
    let (base, known) = (description(), known());
    let (mut strings, mut keys) = (Vec::new(), Vec::new());
    places(&base, "", &mut strings, &mut keys);
    let mut generated = 0;
    for pointer in &strings {
        for payload in PAYLOADS {
            let mut changed = base.clone();
            *changed.pointer_mut(pointer).unwrap() = Value::from(payload);
            generated += usize::from(check(&changed, &known, &format!("{pointer} = {payload:?}")));
        }
    }
    // Most places take any text; structural ones (`type`, `in`, `$ref`) refuse it.
    assert!(
        generated > strings.len() * PAYLOADS.len() / 2,
        "{generated}"
    );
}

#[test]
fn every_key_may_be_anything() {
    let (base, known) = (description(), known());
    let (mut strings, mut keys) = (Vec::new(), Vec::new());
    places(&base, "", &mut strings, &mut keys);
    for (pointer, key) in &keys {
        // Keys take one way through the generator; a part of the payloads will do.
        for payload in PAYLOADS.iter().step_by(3) {
            let mut changed = base.clone();
            let map = changed
                .pointer_mut(pointer)
                .unwrap()
                .as_object_mut()
                .unwrap();
            let value = map.remove(key).unwrap();
            map.insert((*payload).to_owned(), value);
            check(&changed, &known, &format!("{pointer}/{key} = {payload:?}"));
        }
    }
}

#[test]
fn all_strings_at_once() {
    let known = known();
    for (turn, payload) in PAYLOADS.into_iter().enumerate() {
        let alike = everywhere(|_| payload);
        assert!(check(&alike, &known, payload), "{payload:?} is refused");
        let mixed = everywhere(|place| PAYLOADS[(place + turn) % PAYLOADS.len()]);
        assert!(
            check(&mixed, &known, &format!("turn {turn}")),
            "turn {turn}"
        );
    }
}

#[test]
fn a_megabyte_of_one_letter_is_no_trouble() {
    let known = known();
    let long = "a".repeat(1 << 20);
    for pointer in [
        "/info/title",
        "/paths/~1things~1{id}/post/operationId",
        "/paths/~1things~1{id}/post/description",
        "/components/schemas/Thing/properties/name/default",
        "/components/schemas/Thing/properties/colour/enum/0",
    ] {
        let mut changed = description();
        *changed.pointer_mut(pointer).unwrap() = Value::from(long.as_str());
        check(&changed, &known, pointer);
    }
}

#[test]
fn half_a_surrogate_pair_is_refused() {
    let (base, known) = (description(), known());
    let (mut strings, mut keys) = (Vec::new(), Vec::new());
    places(&base, "", &mut strings, &mut keys);
    for pointer in &strings {
        let mut changed = base.clone();
        *changed.pointer_mut(pointer).unwrap() = Value::from("half");
        let text = changed.to_string().replace("\"half\"", r#""\ud800""#);
        let outcome = run_text(text);
        assert!(!judge(&outcome, &known, pointer), "{pointer}");
        let report = outcome.human(Colour::Never);
        assert!(report.contains("--> api.json:1:"), "{report}");
    }
}
