//! Generates the client that the targets attack, and the list of its models.

use std::path::PathBuf;
use std::{env, fs};

use syn::{Item, UseTree};

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

/// What the module `models` exports: all its types.
fn models(items: &[Item]) -> Vec<String> {
    let is_models = |item: &&Item| matches!(item, Item::Mod(module) if module.ident == "models");
    let Some(Item::Mod(module)) = items.iter().find(is_models) else {
        return Vec::new();
    };
    let mut names = Vec::new();
    for item in module.content.iter().flat_map(|(_, items)| items) {
        if let Item::Use(item) = item
            && matches!(item.vis, syn::Visibility::Public(_))
        {
            exported(&item.tree, &mut names);
        }
    }
    names
}

fn exported(tree: &UseTree, names: &mut Vec<String>) {
    match tree {
        UseTree::Path(path) => exported(&path.tree, names),
        UseTree::Name(name) => names.push(name.ident.to_string()),
        UseTree::Group(group) => group.items.iter().for_each(|tree| exported(tree, names)),
        UseTree::Rename(_) | UseTree::Glob(_) => {}
    }
}
