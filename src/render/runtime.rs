//! The runtime: plain files, copied as they are; the optional ones only where the description uses them.

use std::collections::BTreeSet;

use askama::Template;

use super::{Failure, FileKind, RawFile};
use crate::ir::{Api, BodyKind, Codec, Content, EnumBase, Location, Model, ModelKind};

/// What a module of the runtime is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Every call.
    Core,
    /// Streams of server-sent events.
    Events,
    /// URL-encoded replies.
    Form,
    /// Streams of JSON lines.
    JsonLines,
    /// Streams of lines, of either kind.
    Lines,
    /// Multipart forms.
    Multipart,
    /// OAuth 2 client credentials.
    OAuth,
    /// Replies in pages.
    Pages,
    /// Types that the models name.
    Named,
}

/// When a module of the runtime is compiled.
const ALWAYS: &str = "";
const BLOCKING: &str = r#"feature = "blocking""#;
const FILES: &str = r#"all(feature = "reqwest", not(target_family = "wasm"))"#;
const REQWEST: &str = r#"feature = "reqwest""#;
const SERDE: &str = r#"feature = "serde""#;
const TRACING: &str = r#"feature = "tracing""#;

/// A module of the runtime: its name, whether it is public, and its text.
struct Module {
    name: &'static str,
    public: bool,
    part: Part,
    /// Condition of a `cfg`; empty for none.
    condition: &'static str,
    text: &'static str,
    /// Modules below it.
    children: &'static [(&'static str, &'static str)],
}

macro_rules! module {
    ($name:ident, $public:literal, $part:ident, $condition:ident $(, [$($child:ident),* $(,)?])?) => {
        Module {
            name: stringify!($name),
            public: $public,
            part: Part::$part,
            condition: $condition,
            text: include_str!(concat!("../../templates/runtime/", stringify!($name), ".rs")),
            children: &[$($((
                stringify!($child),
                include_str!(concat!("../../templates/runtime/", stringify!($name), "/", stringify!($child), ".rs")),
            )),*)?],
        }
    };
}

#[rustfmt::skip] // a table
const MODULES: &[Module] = &[
    module!(base64, true, Core, ALWAYS),
    module!(blocking, true, Core, BLOCKING),
    module!(body, false, Core, ALWAYS),
    module!(bridge, true, Core, SERDE),
    module!(call, false, Core, ALWAYS),
    module!(client, false, Core, ALWAYS),
    module!(closed_enum, false, Named, ALWAYS),
    module!(credential, false, Core, ALWAYS),
    module!(date_chrono, false, Named, ALWAYS),
    module!(date_jiff, false, Named, ALWAYS),
    module!(date_time, false, Named, ALWAYS),
    module!(draft, false, Core, ALWAYS),
    module!(error, false, Core, ALWAYS),
    module!(events, false, Events, ALWAYS),
    module!(external, false, Named, ALWAYS),
    module!(file, false, Multipart, FILES),
    module!(form, true, Form, ALWAYS),
    module!(headers, false, Core, ALWAYS),
    module!(idle, false, Core, ALWAYS),
    module!(json, true, Core, ALWAYS, [
        choice, container, document, error, node, nullable, number, object, parse, scalar, string_enum, tree,
        writer,
    ]),
    module!(json_lines, false, JsonLines, ALWAYS),
    module!(lines, false, Lines, ALWAYS),
    module!(multipart, false, Multipart, ALWAYS),
    module!(oauth, false, OAuth, ALWAYS),
    module!(operation, false, Core, ALWAYS),
    module!(pagination, false, Pages, ALWAYS),
    module!(parameter, false, Core, ALWAYS),
    module!(percent, false, Core, ALWAYS),
    module!(provider, false, Core, ALWAYS),
    module!(redirect, false, Core, ALWAYS),
    module!(reply, true, Core, ALWAYS),
    module!(reqwest, false, Core, REQWEST),
    module!(retry, false, Core, ALWAYS),
    module!(send, false, Core, ALWAYS),
    module!(server, false, Core, ALWAYS),
    module!(trace, false, Core, TRACING),
    module!(transport, false, Core, ALWAYS),
    module!(tuple, false, Named, ALWAYS),
    module!(validate, true, Named, ALWAYS),
];

/// What the description uses of the runtime beyond the core.
#[derive(Clone, Copy, Default)]
pub struct Needs {
    builders: bool,
    events: bool,
    form: bool,
    json_lines: bool,
    /// Whether there are multipart forms, whose files are read by the async runtime.
    pub multipart: bool,
    oauth: bool,
    pages: bool,
}

impl Needs {
    /// What a client needs.
    pub fn of(api: &Api) -> Self {
        let mut needs = Self {
            oauth: api.schemes.iter().any(|scheme| scheme.client_credentials),
            ..Self::default()
        };
        for operation in api.tags.iter().flat_map(|tag| &tag.operations) {
            needs.builders |= operation.builder.is_some();
            needs.pages |= operation.pagination.is_some();
            let bodies = operation.alternatives.iter().map(|other| &other.body);
            let arguments = operation.arguments.iter().chain(&operation.options);
            for argument in arguments.chain(bodies) {
                needs.multipart |= matches!(
                    argument.location,
                    Location::Body {
                        kind: BodyKind::Multipart,
                        ..
                    }
                );
            }
            operation.contents().for_each(|content| match content {
                Content::JsonEvents(_) | Content::TextEvents => needs.events = true,
                Content::JsonLines(_) => needs.json_lines = true,
                Content::Form(..) => needs.form = true,
                _ => {}
            });
        }
        needs
    }
}

struct ModuleView {
    name: &'static str,
    public: bool,
    condition: &'static str,
    content: Option<String>,
}

#[derive(Template)]
#[template(path = "runtime.rs.j2", escape = "none")]
struct RuntimeView<'a> {
    modules: Vec<ModuleView>,
    builders: bool,
    events: bool,
    json_lines: bool,
    lines: bool,
    multipart: bool,
    oauth: bool,
    pages: bool,
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
    let needs = Needs::of(api);
    let named = named(api);
    MODULES.iter().filter(move |module| match module.part {
        Part::Core => true,
        Part::Events => needs.events,
        Part::Form => needs.form,
        Part::JsonLines => needs.json_lines,
        Part::Lines => needs.events || needs.json_lines,
        Part::Multipart => needs.multipart,
        Part::OAuth => needs.oauth,
        Part::Pages => needs.pages,
        Part::Named => named.contains(module.name),
    })
}

/// The names of the modules for types that the models name.
fn named(api: &Api) -> BTreeSet<&'static str> {
    let mut named: BTreeSet<&'static str> = BTreeSet::new();
    named.extend(api.externals.iter().map(|external| match external.codec {
        Codec::Module(module) => module,
        Codec::Text | Codec::Number | Codec::Serde => "external",
    }));
    let closed = |model: &Model| matches!(&model.kind, ModelKind::Enum(e) if e.base == EnumBase::String && e.unknown.is_none());
    if api.models.iter().any(closed) {
        named.insert("closed_enum");
    }
    if api.has_tuples {
        named.insert("tuple");
    }
    if validates(api) {
        named.insert("validate");
    }
    named
}

/// Whether anything that is sent has rules.
pub fn validates(api: &Api) -> bool {
    let mut operations = api.tags.iter().flat_map(|tag| &tag.operations);
    api.models.iter().any(|model| model.validated)
        || operations.any(|operation| {
            let mut arguments = operation.arguments.iter().chain(&operation.options);
            arguments.any(|argument| !argument.checks.is_empty())
                || operation.forms.iter().any(|form| form.validated)
        })
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
    let needs = Needs::of(api);
    let modules = modules(api).map(|module| ModuleView {
        name: module.name,
        public: module.public,
        condition: module.condition,
        content: content(module),
    });
    RuntimeView {
        modules: modules.collect(),
        builders: needs.builders,
        events: needs.events,
        json_lines: needs.json_lines,
        lines: needs.events || needs.json_lines,
        multipart: needs.multipart,
        oauth: needs.oauth,
        pages: needs.pages,
        closed_enums: named(api).contains("closed_enum"),
        externals: externals(api),
    }
}
