//! The runtime: plain files, copied as they are.

use askama::Template;

use super::{Failure, FileKind, RawFile};
use crate::ir::Api;

/// Where a runtime module can be used.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gate {
    Always,
    Reqwest,
    Serde,
    Tracing,
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
    module!(credential, false, Always),
    module!(draft, false, Always),
    module!(error, false, Always),
    module!(idle, false, Always),
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
    module!(provider, false, Always),
    module!(redirect, false, Always),
    module!(reply, true, Always),
    module!(reqwest, false, Reqwest),
    module!(retry, false, Always),
    module!(send, false, Always),
    module!(server, false, Always),
    module!(trace, false, Tracing),
    module!(transport, false, Always),
];

struct ModuleView {
    name: &'static str,
    public: bool,
    reqwest: bool,
    serde: bool,
    tracing: bool,
    content: Option<String>,
}

#[derive(Template)]
#[template(path = "runtime.rs.j2", escape = "none")]
struct RuntimeView {
    modules: Vec<ModuleView>,
    builders: bool,
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
    for module in MODULES {
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

fn view(api: &Api, content: impl Fn(&Module) -> Option<String>) -> RuntimeView {
    let modules = MODULES.iter().map(|module| ModuleView {
        name: module.name,
        public: module.public,
        reqwest: module.gate == Gate::Reqwest,
        serde: module.gate == Gate::Serde,
        tracing: module.gate == Gate::Tracing,
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
    }
}
