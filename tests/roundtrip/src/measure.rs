//! One description: draw, validate, make the trip, compare.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use jsonschema::Registry;
use oasmith::diagnostic::Diagnostics;
use oasmith::pipeline::{Options, Outcome, Target, generate};
use oasmith::render::Package;
use oasmith::spec::load::{LoadOptions, load};
use oasmith::spec::source::Disk;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::compare::{difference, equal};
use super::dialect;
use super::example::{self, declared};
use super::sample::Sampler;
use super::scratch;

/// Longer samples are left out.
const MAX_BYTES: usize = 1 << 17;

const DOCUMENT: &str = "https://roundtrip.invalid/document";

/// The numbers of one description, or of several.
#[derive(Debug, Default)]
pub struct Measure {
    /// Component schemas.
    pub schemas: usize,
    /// Schemas of which at least one sample made the trip.
    pub sampled: usize,
    /// Valid samples.
    pub samples: usize,
    /// Those that come from the description's own examples.
    pub given: usize,
    /// Samples that came back equal.
    pub exact: usize,
    /// Samples that came back without members that the schema does not declare, or not for the discriminator's value:
    /// those of examples, of values that contradict their discriminator, and one drawn for each object.
    pub undeclared: usize,
    /// Samples that could not be read.
    pub refused: usize,
    /// Samples that came back as something else.
    pub differing: usize,
    /// Drawn values that the validator refused.
    pub invalid: usize,
    /// Schemas without a sample, by reason.
    pub skipped: BTreeMap<String, Vec<String>>,
    /// Places without a type, by reason.
    pub untyped: BTreeMap<&'static str, usize>,
    /// What went wrong, to be shown.
    pub failures: Vec<Failure>,
}

/// A sample that did not survive.
#[derive(Debug)]
pub struct Failure {
    /// Name of the component.
    pub schema: String,
    /// JSON that was sent.
    pub sample: String,
    /// What was lost or changed, or the error.
    pub result: String,
}

struct Sample {
    schema: usize,
    value: Value,
}

/// Measures the description at `path`; `folder` is for the generated crate, `target` for what cargo builds.
pub fn measure(path: &Path, folder: &Path, target: &Path) -> Result<Measure, String> {
    let mut diagnostics = Diagnostics::default();
    let options = Options {
        load: LoadOptions {
            // A description may be split over folders that lie beside each other.
            allow_paths: path
                .ancestors()
                .skip(2)
                .take(1)
                .map(Path::to_owned)
                .collect(),
            allow_dangling: true,
            ..LoadOptions::default()
        },
        ..Options::default()
    };
    let loaded = load(&Disk, path, &options.load, &mut diagnostics);
    let (mut root, _) = loaded.document.ok_or("the description cannot be read")?;
    dialect::convert(&mut root);
    let package = Package {
        name: "client".to_owned(),
        version: "0.0.0".to_owned(),
    };
    let generated = generate(&Disk, path, &options, Some(&Target::Crate(package)));
    let names = types(&generated)?;

    let section = if root.get("swagger").is_some() {
        "/definitions"
    } else {
        "/components/schemas"
    };
    let none = serde_json::Map::new();
    let schemas = root
        .pointer(section)
        .and_then(Value::as_object)
        .unwrap_or(&none);
    let mut measure = Measure {
        schemas: schemas.len(),
        ..Measure::default()
    };
    for place in generated.api.iter().flat_map(|api| &api.untyped) {
        *measure.untyped.entry(place.reason).or_default() += 1;
    }
    let samples = draw(&root, section, schemas, &names, &mut measure)?;
    let mut lines = Vec::new();
    let types: Vec<String> = names
        .values()
        .flat_map(|name| {
            [
                format!("client::models::{name}"),
                format!("Option<client::models::{name}>"),
            ]
        })
        .collect();
    let order: BTreeMap<&str, usize> = names
        .keys()
        .enumerate()
        .map(|(i, name)| (name.as_str(), i))
        .collect();
    for sample in &samples {
        let name = schemas.keys().nth(sample.schema).map_or("", String::as_str);
        let index = order.get(name).copied().unwrap_or_default();
        // Null belongs to the place where a component is used.
        lines.push((
            index * 2 + usize::from(sample.value.is_null()),
            sample.value.to_string(),
        ));
    }
    if samples.is_empty() {
        return Ok(measure);
    }
    let _ = fs::remove_dir_all(folder);
    let trips = scratch::run(folder, target, &generated.files, &types, &lines)?;
    for (sample, trip) in samples.iter().zip(trips) {
        let Some((name, schema)) = schemas.iter().nth(sample.schema) else {
            continue;
        };
        let result = match trip {
            Ok(text) => match serde_json::from_str::<Value>(&text) {
                Ok(back) if equal(&sample.value, &back) => {
                    measure.exact += 1;
                    continue;
                }
                Ok(back) if equal(&declared(&root, &[schema], &sample.value), &back) => {
                    measure.undeclared += 1;
                    continue;
                }
                Ok(back) => {
                    measure.differing += 1;
                    difference(&sample.value, &back)
                }
                Err(error) => {
                    measure.differing += 1;
                    format!("no JSON came back: {error}: {text}")
                }
            },
            Err(error) => {
                measure.refused += 1;
                error
            }
        };
        measure.failures.push(Failure {
            schema: name.clone(),
            sample: sample.value.to_string(),
            result,
        });
    }
    Ok(measure)
}

/// Rust names of the components that have a type.
fn types(generated: &Outcome) -> Result<BTreeMap<String, String>, String> {
    let api = generated
        .api
        .as_ref()
        .filter(|_| !generated.files.is_empty());
    let api = api.ok_or_else(|| {
        let errors = generated.human(oasmith::diagnostic::render::Colour::Never);
        let first = errors
            .lines()
            .find(|line| line.starts_with("error"))
            .unwrap_or_default();
        format!("nothing is generated: {first}")
    })?;
    let named = api
        .models
        .iter()
        .filter_map(|model| Some((model.component.clone()?, model.name.clone())));
    Ok(named.collect())
}

fn draw(
    root: &Value,
    section: &str,
    schemas: &serde_json::Map<String, Value>,
    names: &BTreeMap<String, String>,
    measure: &mut Measure,
) -> Result<Vec<Sample>, String> {
    let mut relaxed = root.clone();
    dialect::relax(&mut relaxed);
    let registry = Registry::new()
        .add(DOCUMENT, relaxed)
        .and_then(jsonschema::RegistryBuilder::prepare)
        .map_err(|error| format!("the validator refuses the document: {error}"))?;
    let options = jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .should_validate_formats(true)
        .should_ignore_unknown_formats(true)
        .with_registry(&registry);
    let examples = example::collect(root);
    let mut sampler = Sampler::new(root);
    let mut samples = Vec::new();
    for (index, (name, schema)) in schemas.iter().enumerate() {
        let mut skip = |reason: &str| {
            measure
                .skipped
                .entry(reason.to_owned())
                .or_default()
                .push(name.clone());
        };
        if !names.contains_key(name) {
            skip("no type is generated");
            continue;
        }
        let token = name.replace('~', "~0").replace('/', "~1");
        let token = utf8_percent_encode(&token, NON_ALPHANUMERIC);
        let reference = json!({"$ref": format!("{DOCUMENT}#{section}/{token}")});
        let validator = match options.clone().build(&reference) {
            Ok(validator) => validator,
            Err(error) => {
                skip(&format!("no JSON Schema: {}", one_line(&error.to_string())));
                continue;
            }
        };
        let drawn = sampler
            .component(schema)
            .into_iter()
            .map(|value| (value, false));
        let given = examples
            .get(name)
            .into_iter()
            .flatten()
            .map(|value| (value.clone(), true));
        let mut seen = BTreeSet::new();
        let (mut count, mut refused, mut reason) = (0, 0, String::new());
        for (value, given) in drawn.chain(given) {
            let text = value.to_string();
            if text.len() > MAX_BYTES || !seen.insert(text) {
                continue;
            }
            if validator.is_valid(&value) {
                count += 1;
                measure.given += usize::from(given);
                samples.push(Sample {
                    schema: index,
                    value,
                });
            } else {
                refused += 1;
                if reason.is_empty() {
                    let error = validator.validate(&value).err();
                    reason = error.map_or_else(String::new, |e| {
                        format!("{} at {}", one_line(&e.to_string()), e.schema_path())
                    });
                }
            }
        }
        measure.invalid += refused;
        match (count, refused) {
            (0, 0) => skip("no value can be drawn"),
            (0, _) => skip(&format!("no drawn value is valid: {reason}")),
            _ => measure.sampled += 1,
        }
    }
    measure.samples = samples.len();
    Ok(samples)
}

fn one_line(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(100)
        .collect()
}
