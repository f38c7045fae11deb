//! The `models` module: a file per component, with the inline types that stand in it.

use std::collections::BTreeMap;

use askama::Template;
use serde_json::Value;

use super::{
    Failure, FileKind, Layout, RawFile, Uses, filters, gate, setters, structs, union, validate,
};
use crate::format::ready;
use crate::ir::{Api, Docs, Enum, EnumBase, Model, ModelKind, Type};

/// From how many files on a line for each is better than the two lines that it takes without a macro.
const MANY_FILES: usize = 100;

#[derive(Template)]
#[template(path = "model_file.rs.j2", escape = "none")]
struct FileView {
    root: String,
    uses: Imports,
    items: String,
}

/// Import lists, spelled out.
struct Imports {
    map: bool,
    base64: bool,
    emptyable: bool,
    setters: bool,
    validate: bool,
    /// Whether the module `json` is named.
    codec: bool,
    /// Names from it.
    json: Option<String>,
    models: Option<String>,
}

#[derive(Template)]
#[template(path = "models.rs.j2", escape = "none")]
struct ModelsView<'a> {
    files: Vec<ModuleView<'a>>,
    /// Whether a macro declares them, for some depend on features or they are many.
    is_listed: bool,
}

struct ModuleView<'a> {
    module: &'a str,
    /// One of them has to be on, if there are any.
    features: Vec<&'a str>,
    /// In a single file.
    content: Option<String>,
}

struct TextVariant<'a> {
    name: &'a str,
    docs: String,
    text: &'a str,
}

#[derive(Template)]
#[template(path = "string_enum.rs.j2", escape = "none")]
struct StringEnumView<'a> {
    docs: String,
    name: &'a str,
    /// Those whose documentation is their text, as the macro writes it.
    plain: Vec<TextVariant<'a>>,
    /// Those that have more to say, or a text that needs care.
    described: Vec<TextVariant<'a>>,
    unknown: Option<&'a str>,
}

struct ValueVariant<'a> {
    name: &'a str,
    docs: String,
    value: &'a Value,
}

#[derive(Template)]
#[template(path = "value_enum.rs.j2", escape = "none")]
struct ValueEnumView<'a> {
    docs: String,
    name: &'a str,
    base: EnumBase,
    reads: bool,
    writes: bool,
    variants: Vec<ValueVariant<'a>>,
    unknown: Option<&'a str>,
}

/// `models.rs` and a file for each module in it; nothing if there are no models.
pub fn files(api: &Api, layout: Layout) -> Result<Vec<RawFile>, Failure> {
    if api.models.is_empty() {
        return Ok(Vec::new());
    }
    let mut files = vec![file("src/models.rs".to_owned(), module(api, layout)?)];
    for (module, models) in by_module(api) {
        files.push(file(
            format!("src/models/{}.rs", module.trim_start_matches("r#")),
            model_file(api, &models, layout)?,
        ));
    }
    Ok(files)
}

fn file(path: String, text: String) -> RawFile {
    RawFile {
        path,
        text,
        kind: FileKind::Rust,
    }
}

/// The content of `models.rs`; in a single file, with everything in it.
pub fn module(api: &Api, layout: Layout) -> Result<String, Failure> {
    let mut views = Vec::new();
    for (module, models) in by_module(api) {
        let (features, content) = match layout {
            Layout::Crate => (gate::models(api, module), None),
            Layout::Single => (Vec::new(), Some(model_file(api, &models, layout)?)),
        };
        views.push(ModuleView {
            module,
            features,
            content,
        });
    }
    let view = ModelsView {
        is_listed: layout == Layout::Crate
            && (views.len() > MANY_FILES || views.iter().any(|view| !view.features.is_empty())),
        files: views,
    };
    view.render()
}

fn by_module(api: &Api) -> BTreeMap<&str, Vec<&Model>> {
    let mut modules: BTreeMap<&str, Vec<&Model>> = BTreeMap::new();
    for model in &api.models {
        modules.entry(&model.module).or_default().push(model);
    }
    modules
}

fn has_codec(model: &Model) -> bool {
    !matches!(model.kind, ModelKind::Alias(_))
}

fn model_file(api: &Api, models: &[&Model], layout: Layout) -> Result<String, Failure> {
    let mut items = Vec::new();
    for model in models {
        items.push(match &model.kind {
            ModelKind::Struct(object) => structs::render(&api.models, model, object)?,
            ModelKind::Enum(listed) => enumeration(model, listed)?,
            ModelKind::Union(choice) => union::render(&api.models, model, choice)?,
            ModelKind::Alias(type_) => {
                let docs = super::docs(&model.docs)?;
                super::alias(&docs, &model.name, &aliased(api, model, type_))?
            }
        });
        items.extend(validate::method(&api.models, model));
    }
    FileView {
        root: layout.root(2),
        uses: imports(api, models),
        items: ready::stack(items),
    }
    .render()
}

/// What an alias stands for. A model of another module is named by its path, as nothing else in the file need name it.
fn aliased(api: &Api, alias: &Model, type_: &Type) -> String {
    match other_module(api, alias, type_) {
        Some(other) => format!("super::{}", other.name),
        None => type_.to_string(),
    }
}

/// The model of another module that an alias is nothing but another name for.
fn other_module<'a>(api: &'a Api, alias: &Model, type_: &Type) -> Option<&'a Model> {
    let Type::Model(id, _) = type_ else {
        return None;
    };
    let model = api.models.get(*id);
    model.filter(|model| model.module != alias.module)
}

fn imports(api: &Api, models: &[&Model]) -> Imports {
    let mut uses = Uses::default();
    for model in models {
        match &model.kind {
            ModelKind::Struct(object) => object
                .all_fields()
                .for_each(|field| uses.add(&field.type_())),
            ModelKind::Union(choice) => choice
                .variants
                .iter()
                .for_each(|variant| uses.add(&variant.value)),
            ModelKind::Alias(type_) if other_module(api, model, type_).is_some() => {}
            ModelKind::Alias(type_) => uses.add(type_),
            ModelKind::Enum(_) => {}
        }
    }
    for model in models {
        uses.models.remove(&model.name);
    }
    let mut json = Vec::new();
    if uses.nullable {
        json.push("Nullable");
    }
    if uses.exact {
        json.push("Number");
    }
    let list = |names: Vec<&str>| (!names.is_empty()).then(|| names.join(", "));
    Imports {
        map: uses.map,
        base64: uses.base64,
        emptyable: uses.emptyable,
        codec: models.iter().any(|model| has_codec(model)),
        json: list(json),
        setters: models.iter().any(|model| setters::has_any(model)),
        validate: models
            .iter()
            .any(|model| model.validated && has_codec(model)),
        models: list(uses.models.iter().map(String::as_str).collect()),
    }
}

fn enumeration(model: &Model, listed: &Enum) -> Result<String, Failure> {
    let docs = super::docs(&model.docs)?;
    if listed.base == EnumBase::String {
        let (mut plain, mut described) = (Vec::new(), Vec::new());
        for variant in &listed.variants {
            let text = variant.value.as_str().unwrap_or_default();
            let is_plain = variant.docs == Docs::line(format!("`{text}`"));
            let list = if is_plain { &mut plain } else { &mut described };
            list.push(TextVariant {
                name: &variant.name,
                docs: super::docs(&variant.docs)?,
                text,
            });
        }
        let view = StringEnumView {
            docs,
            name: &model.name,
            plain,
            described,
            unknown: listed.unknown.as_deref(),
        };
        return Ok(ready::if_short(&view.render()?));
    }
    let mut variants = Vec::new();
    for variant in &listed.variants {
        variants.push(ValueVariant {
            name: &variant.name,
            docs: super::docs(&variant.docs)?,
            value: &variant.value,
        });
    }
    let view = ValueEnumView {
        docs,
        name: &model.name,
        base: listed.base,
        reads: model.reads,
        writes: model.writes,
        variants,
        unknown: listed.unknown.as_deref(),
    };
    Ok(ready::if_short(&view.render()?))
}
