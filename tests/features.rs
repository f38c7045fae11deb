//! Cargo features for parts of a client: whatever is compiled for a tag finds there all that it names.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use oasmith::pipeline::{Options, Target, generate};
use oasmith::render::Package;
use oasmith::spec::source::Disk;
use syn::ext::IdentExt;
use syn::visit::Visit;

fn generated(path: &Path) -> BTreeMap<String, String> {
    let target = Target::Crate(Package {
        name: "parted".to_owned(),
        version: "0.1.0".to_owned(),
    });
    let outcome = generate(&Disk, path, &Options::default(), Some(&target));
    outcome.files.into_iter().collect()
}

/// The features that a module needs, any of them; nothing if it is always there.
fn gates(text: &str) -> BTreeMap<String, Option<BTreeSet<String>>> {
    let file = syn::parse_file(text).unwrap();
    let modules = file.items.into_iter().filter_map(|item| match item {
        syn::Item::Mod(module) => Some(module),
        _ => None,
    });
    let gate = |module: syn::ItemMod| {
        let condition = module.attrs.iter().find(|a| a.path().is_ident("cfg"));
        let features = condition.map(|attribute| {
            let text = quote::quote!(#attribute).to_string();
            let features = text.split('"').skip(1).step_by(2);
            features.map(str::to_owned).collect()
        });
        (module.ident.unraw().to_string(), features)
    };
    modules.map(gate).collect()
}

/// The same for the modules that `models.rs` lists.
fn model_gates(text: &str) -> BTreeMap<String, Option<BTreeSet<String>>> {
    let Some((_, list)) = text.split_once("\nmodules! {\n") else {
        return gates(text);
    };
    let lines = list.lines().take_while(|line| *line != "}");
    let gate = |line: &str| {
        let entry = line.trim().trim_end_matches(',');
        let (module, features) = match entry.split_once(" if ") {
            Some((module, features)) => (module, Some(features)),
            None => (entry, None),
        };
        let list = |features: &str| {
            features
                .split(" | ")
                .map(|f| f.trim_matches('"').to_owned())
                .collect()
        };
        (
            module.trim_start_matches("r#").to_owned(),
            features.map(list),
        )
    };
    lines.map(gate).collect()
}

/// All that a file names with a path that begins so.
struct Named<'a> {
    prefix: &'a str,
    names: BTreeSet<String>,
}

impl<'ast> Visit<'ast> for Named<'_> {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        if let [first, name, ..] = segments.as_slice()
            && first == self.prefix
        {
            self.names.insert(name.clone());
        }
        syn::visit::visit_path(self, path);
    }

    fn visit_use_path(&mut self, path: &'ast syn::UsePath) {
        if path.ident == self.prefix {
            let tree = &path.tree;
            let text = quote::quote!(#tree).to_string();
            let names = text.split(|c: char| !c.is_alphanumeric() && c != '_');
            self.names.extend(names.map(str::to_owned));
        }
    }
}

fn named(text: &str, prefix: &str) -> BTreeSet<String> {
    let mut named = Named {
        prefix,
        names: BTreeSet::new(),
    };
    named.visit_file(&syn::parse_file(text).unwrap());
    named.names
}

/// The module of each model.
fn homes(files: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut homes = BTreeMap::new();
    for (path, text) in files {
        let Some(module) = path.strip_prefix("src/models/") else {
            continue;
        };
        let module = module.trim_end_matches(".rs");
        for item in syn::parse_file(text).unwrap().items {
            let name = match item {
                syn::Item::Struct(item) => item.ident,
                syn::Item::Enum(item) => item.ident,
                syn::Item::Type(item) => item.ident,
                _ => continue,
            };
            homes.insert(name.to_string(), module.to_owned());
        }
    }
    homes
}

#[test]
fn what_is_named_is_compiled() {
    let entries = fs::read_dir("tests/fixtures").unwrap();
    let descriptions = entries.map(|entry| entry.unwrap().path());
    let mut checked = 0;
    for path in descriptions.filter(|path| path.extension().is_some_and(|e| e == "yaml")) {
        let files = generated(&path);
        let (Some(library), Some(models)) = (files.get("src/lib.rs"), files.get("src/models.rs"))
        else {
            continue;
        };
        let (tags, modules, homes) = (gates(library), model_gates(models), homes(&files));
        for (file, text) in &files {
            let (gate, prefix) = match file.strip_prefix("src/models/") {
                Some(module) => (&modules[module.trim_end_matches(".rs")], "super"),
                None => match tags.get(file.trim_start_matches("src/").trim_end_matches(".rs")) {
                    Some(gate) => (gate, "models"),
                    None => continue,
                },
            };
            for home in named(text, prefix)
                .iter()
                .filter_map(|name| homes.get(name))
            {
                let Some(other) = &modules[home] else {
                    continue;
                };
                checked += 1;
                // What no operation needs is there only with all features, and so with any other.
                let enough = match gate {
                    Some(gate) => gate.contains("all-tags") || gate.is_subset(other),
                    None => false,
                };
                assert!(
                    enough,
                    "{path:?}: {file} ({gate:?}) names {home} ({other:?})"
                );
            }
        }
    }
    assert!(checked >= 5, "{checked}");
}

#[test]
fn each_part_has_a_feature() {
    let files = generated(&PathBuf::from("tests/fixtures/features.yaml"));
    let manifest: toml::Table = files["Cargo.toml"].parse().unwrap();
    let features = manifest["features"].as_table().unwrap();
    let list = |name: &str| -> Vec<&str> {
        let list = features[name].as_array().unwrap();
        list.iter().filter_map(toml::Value::as_str).collect()
    };
    assert_eq!(list("default"), ["all-tags", "reqwest"]);
    assert_eq!(
        list("all-tags"),
        ["orders", "blocking-operations", "webhooks"]
    );
    assert!(list("orders").is_empty());
    let models = model_gates(&files["src/models.rs"]);
    let gate = |module: &str| -> Vec<&str> {
        let features = models[module].iter().flatten();
        features.map(String::as_str).collect()
    };
    assert_eq!(gate("order"), ["orders"]);
    assert_eq!(gate("address"), ["blocking-operations", "orders"]);
    assert_eq!(gate("payment"), ["webhooks"]);
    assert_eq!(gate("unused"), ["all-tags"]);
}
