//! The runtime: plain files, copied as they are.

use std::collections::BTreeSet;

use askama::Template;

use super::{Failure, FileKind, RawFile};
use crate::ir::{Api, Codec, EnumBase, Model, ModelKind};

/// Where a runtime module can be used.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gate {
    Always,
    Reqwest,
    Serde,
    /// Copied only where the API needs it.
    Needed,
}

/// A module of the runtime: its name, whether it is public, and its text.
struct Module {
    name: &'static str,
    public: bool,
    gate: Gate,
    text: &'static str,
    /// Modules below it.
    children: &'static [(&'static str, &'static str)],
}

macro_rules! module {
    ($name:ident, $public:literal, $gate:ident $(, [$($child:ident),*])?) => {
        Module {
            name: stringify!($name),
            public: $public,
            gate: Gate::$gate,
            text: include_str!(concat!("../../templates/runtime/", stringify!($name), ".rs")),
            children: &[$($((
                stringify!($child),
                include_str!(concat!("../../templates/runtime/", stringify!($name), "/", stringify!($child), ".rs")),
            )),*)?],
        }
    };
}

const MODULES: &[Module] = &[
    module!(base64, true, Always),
    module!(body, false, Always),
    module!(bridge, true, Serde),
    module!(call, false, Always),
    module!(client, false, Always),
    module!(closed_enum, false, Needed),
    module!(credential, false, Always),
    module!(date_chrono, false, Needed),
    module!(date_jiff, false, Needed),
    module!(date_time, false, Needed),
    module!(draft, false, Always),
    module!(error, false, Always),
    module!(external, false, Needed),
    module!(
        json,
        true,
        Always,
        [
            choice,
            container,
            error,
            nullable,
            number,
            object,
            parse,
            scalar,
            string_enum,
            tree,
            writer
        ]
    ),
    module!(operation, false, Always),
    module!(parameter, false, Always),
    module!(percent, false, Always),
    module!(redirect, false, Always),
    module!(reply, true, Always),
    module!(reqwest, false, Reqwest),
    module!(retry, false, Always),
    module!(send, false, Always),
    module!(server, false, Always),
    module!(transport, false, Always),
    module!(validate, true, Needed),
];

struct ModuleView {
    name: &'static str,
    public: bool,
    reqwest: bool,
    serde: bool,
    content: Option<String>,
}

#[derive(Template)]
#[template(path = "runtime.rs.j2", escape = "none")]
struct RuntimeView<'a> {
    modules: Vec<ModuleView>,
    builders: bool,
    closed_enums: bool,
    externals: Vec<ExternalsView<'a>>,
}

/// The types of other crates that share a codec.
struct ExternalsView<'a> {
    implement: &'static str,
    types: Vec<&'a str>,
}

/// `runtime.rs` and the files below it.
pub fn files(api: &Api) -> Result<Vec<RawFile>, Failure> {
    let mut files = vec![RawFile {
        path: "src/runtime.rs".to_owned(),
        text: view(api, |_| None).render()?,
        kind: FileKind::Rust,
    }];
    let verbatim = |path: String, text: &str| RawFile {
        path,
        text: text.to_owned(),
        kind: FileKind::Verbatim,
    };
    for module in modules(api) {
        files.push(verbatim(
            format!("src/runtime/{}.rs", module.name),
            module.text,
        ));
        for (child, text) in module.children {
            files.push(verbatim(
                format!("src/runtime/{}/{child}.rs", module.name),
                text,
            ));
        }
    }
    Ok(files)
}

/// The runtime as one module's content.
pub fn nested(api: &Api) -> Result<String, Failure> {
    view(api, |module| {
        let mut text = module.text.to_owned();
        for (child, content) in module.children {
            for visibility in ["", "pub "] {
                let declaration = format!("\n{visibility}mod {child};\n");
                text = text.replace(
                    &declaration,
                    &format!("\n{visibility}mod {child} {{\n{content}\n}}\n"),
                );
            }
        }
        Some(text)
    })
    .render()
}

/// The modules that the API needs.
fn modules(api: &Api) -> impl Iterator<Item = &'static Module> {
    let needed = needed(api);
    let taken = move |module: &&Module| module.gate != Gate::Needed || needed.contains(module.name);
    MODULES.iter().filter(taken)
}

/// The names of the optional modules that the API needs.
fn needed(api: &Api) -> BTreeSet<&'static str> {
    let mut needed: BTreeSet<&'static str> = BTreeSet::new();
    needed.extend(api.externals.iter().map(|external| match external.codec {
        Codec::Module(module) => module,
        Codec::Text | Codec::Number | Codec::Serde => "external",
    }));
    let closed = |model: &Model| matches!(&model.kind, ModelKind::Enum(e) if e.base == EnumBase::String && e.unknown.is_none());
    if api.models.iter().any(closed) {
        needed.insert("closed_enum");
    }
    if validates(api) {
        needed.insert("validate");
    }
    needed
}

/// Whether anything that is sent has rules.
pub fn validates(api: &Api) -> bool {
    let operations = api.tags.iter().flat_map(|tag| &tag.operations);
    let mut arguments = operations.flat_map(|o| o.arguments.iter().chain(&o.options));
    api.models.iter().any(|model| model.validated) || arguments.any(|a| !a.checks.is_empty())
}

fn externals(api: &Api) -> Vec<ExternalsView<'_>> {
    let view = |(codec, implement)| {
        let alike = api
            .externals
            .iter()
            .filter(move |external| external.codec == codec);
        ExternalsView {
            implement,
            types: alike.map(|external| external.path.as_str()).collect(),
        }
    };
    let codecs = [
        (Codec::Text, "text_types"),
        (Codec::Number, "number_types"),
        (Codec::Serde, "serde_types"),
    ];
    let views = codecs.into_iter().map(view);
    views.filter(|view| !view.types.is_empty()).collect()
}

fn view(api: &Api, content: impl Fn(&Module) -> Option<String>) -> RuntimeView<'_> {
    let modules = modules(api).map(|module| ModuleView {
        name: module.name,
        public: module.public,
        reqwest: module.gate == Gate::Reqwest,
        serde: module.gate == Gate::Serde,
        content: content(module),
    });
    let builders = api
        .tags
        .iter()
        .flat_map(|tag| &tag.operations)
        .any(|operation| operation.builder.is_some());
    RuntimeView {
        modules: modules.collect(),
        builders,
        closed_enums: needed(api).contains("closed_enum"),
        externals: externals(api),
    }
}
