//! Generates the client that the targets attack, and the list of its models.

use std::path::PathBuf;
use std::{env, fs};

use syn::Item;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    oasmith::Generator::new("description.yaml")
        .file_name("client.rs")
        .generate()?;
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    let client = syn::parse_file(&fs::read_to_string(out.join("client.rs"))?)?;
    let entries: String = models(&client.items)
        .iter()
        .map(|name| format!("({name:?}, round_trip::<crate::api::models::{name}>),\n"))
        .collect();
    if entries.is_empty() {
        return Err("the client has no models".into());
    }
    let list = format!("const MODELS: &[(&str, Read)] = &[\n{entries}];\n");
    fs::write(out.join("models.rs"), list)?;
    Ok(())
}

/// The types in the modules of `models`.
fn models(items: &[Item]) -> Vec<String> {
    let modules = |items: &[Item]| -> Vec<syn::ItemMod> {
        let modules = items.iter().filter_map(|item| match item {
            Item::Mod(module) => Some(module.clone()),
            _ => None,
        });
        modules.collect()
    };
    let content = |module: syn::ItemMod| module.content.map(|(_, items)| items);
    let models = modules(items).into_iter().find(|m| m.ident == "models");
    let files = modules(&models.and_then(content).unwrap_or_default());
    let types = files.into_iter().filter_map(content).flatten();
    types.filter_map(name).collect()
}

fn name(item: Item) -> Option<String> {
    match item {
        Item::Struct(item) => Some(item.ident.to_string()),
        Item::Enum(item) => Some(item.ident.to_string()),
        Item::Type(item) => Some(item.ident.to_string()),
        _ => None,
    }
}
