//! The runtime: plain files, copied as they are; the optional ones only where the description uses them.

use std::collections::BTreeSet;

use askama::Template;

use super::{Failure, FileKind, RawFile};
use crate::ir::{Api, BodyKind, Codec, Content, Location, Success};

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
    /// Replies listed by their status.
    Outcomes,
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
    module!(credential, false, Core, ALWAYS),
    module!(date_chrono, false, Named, ALWAYS),
    module!(date_jiff, false, Named, ALWAYS),
    module!(date_time, false, Named, ALWAYS),
    module!(draft, false, Core, ALWAYS),
    module!(emptyable, true, Named, ALWAYS),
    module!(error, false, Core, ALWAYS),
    module!(events, false, Events, ALWAYS),
    module!(external, false, Named, ALWAYS),
    module!(file, false, Multipart, FILES),
    module!(form, true, Form, ALWAYS),
    module!(headers, false, Core, ALWAYS),
    module!(idle, false, Core, ALWAYS),
    module!(json, true, Core, ALWAYS, [
        choice, codec, container, document, error, node, nullable, number, object, parse, places, reader, scalar, string_enum,
        tree, union, writer,
    ]),
    module!(json_lines, false, JsonLines, ALWAYS),
    module!(lines, false, Lines, ALWAYS),
    module!(multipart, false, Multipart, ALWAYS),
    module!(oauth, false, OAuth, ALWAYS),
    module!(operation, false, Core, ALWAYS),
    module!(outcomes, false, Outcomes, ALWAYS),
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
    module!(setters, false, Core, ALWAYS),
    module!(trace, false, Core, TRACING),
    module!(transport, false, Core, ALWAYS),
    module!(tuple, false, Named, ALWAYS),
    module!(validate, true, Named, ALWAYS),
];

/// What the description uses of the runtime beyond the core.
#[derive(Default)]
pub struct Needs {
    events: bool,
    form: bool,
    json_lines: bool,
    /// Whether there are multipart forms, whose files are read by the async runtime.
    pub multipart: bool,
    oauth: bool,
    outcomes: bool,
    pages: bool,
    /// Names of the modules for types that the models name.
    named: BTreeSet<&'static str>,
}

impl Needs {
    /// What a client needs.
    pub fn of(api: &Api) -> Self {
        let mut needs = Self {
            named: named(api),
            oauth: api.schemes.iter().any(|scheme| scheme.client_credentials),
            ..Self::default()
        };
        for operation in api.tags.iter().flat_map(|tag| &tag.operations) {
            needs.outcomes |=
                operation.failure.is_some() || matches!(operation.success, Success::Many(_));
            needs.pages |= operation.pagination.is_some();
            for argument in operation.all_arguments() {
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

    /// Whether anything that is sent has rules.
    pub fn validates(&self) -> bool {
        self.named.contains("validate")
    }

    fn has(&self, module: &Module) -> bool {
        match module.part {
            Part::Core => true,
            Part::Events => self.events,
            Part::Form => self.form,
            Part::JsonLines => self.json_lines,
            Part::Lines => self.events || self.json_lines,
            Part::Multipart => self.multipart,
            Part::OAuth => self.oauth,
            Part::Outcomes => self.outcomes,
            Part::Pages => self.pages,
            Part::Named => self.named.contains(module.name),
        }
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
    events: bool,
    json_lines: bool,
    lines: bool,
    multipart: bool,
    oauth: bool,
    outcomes: bool,
    pages: bool,
    externals: Vec<ExternalsView<'a>>,
}

/// The types of other crates that share a codec.
struct ExternalsView<'a> {
    implement: &'static str,
    types: Vec<&'a str>,
}

/// `runtime.rs` and the files below it.
pub fn files(api: &Api, needs: &Needs) -> Result<Vec<RawFile>, Failure> {
    let mut files = vec![RawFile {
        path: "src/runtime.rs".to_owned(),
        text: view(api, needs, |_| None).render()?,
        kind: FileKind::Rust,
    }];
    let verbatim = |path: String, text: &str| RawFile {
        path,
        text: text.to_owned(),
        kind: FileKind::Verbatim,
    };
    for module in MODULES.iter().filter(|module| needs.has(module)) {
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
    view(api, &Needs::of(api), |module| {
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

/// The names of the modules for types that the models name.
fn named(api: &Api) -> BTreeSet<&'static str> {
    let mut named: BTreeSet<&'static str> = BTreeSet::new();
    named.extend(api.externals.iter().map(|external| match external.codec {
        Codec::Module(module) => module,
        Codec::Text | Codec::Number | Codec::Serde => "external",
    }));
    if api.has_tuples {
        named.insert("tuple");
    }
    if api.has_emptyables {
        named.insert("emptyable");
    }
    if validates(api) {
        named.insert("validate");
    }
    named
}

/// Whether anything that is sent has rules.
fn validates(api: &Api) -> bool {
    let mut operations = api.tags.iter().flat_map(|tag| &tag.operations);
    api.models.iter().any(|model| model.validated)
        || operations.any(|operation| {
            let mut arguments = operation.all_arguments();
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

fn view<'a>(
    api: &'a Api,
    needs: &Needs,
    content: impl Fn(&Module) -> Option<String>,
) -> RuntimeView<'a> {
    let modules = MODULES.iter().filter(|module| needs.has(module));
    let modules = modules.map(|module| ModuleView {
        name: module.name,
        public: module.public,
        condition: module.condition,
        content: content(module),
    });
    RuntimeView {
        modules: modules.collect(),
        events: needs.events,
        json_lines: needs.json_lines,
        lines: needs.events || needs.json_lines,
        multipart: needs.multipart,
        oauth: needs.oauth,
        outcomes: needs.outcomes,
        pages: needs.pages,
        externals: externals(api),
    }
}

#[cfg(test)]
mod tests {
    use crate::lower::TypeOptions;
    use crate::pipeline::{Options, Target, generate};
    use crate::render::Package;
    use crate::spec::source::Memory;
    use std::path::Path;

    #[test]
    fn rules_of_a_body_in_another_media_type_are_checked_too() {
        let text = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /x:\n    post:\n      operationId: send
      requestBody:\n        required: true\n        content:\n          application/json: {schema: {type: string}}
          application/list+json: {schema: {type: array, maxItems: 3, items: {type: string}}}
      responses: {'204': {description: D}}\n";
        let mut files = Memory::default();
        files.insert("api.yaml", text.to_owned());
        let options = Options {
            types: TypeOptions {
                validation: true,
                ..TypeOptions::default()
            },
            ..Options::default()
        };
        let target = Target::Crate(Package {
            name: "t".to_owned(),
            version: "0.1.0".to_owned(),
        });
        let outcome = generate(&files, Path::new("api.yaml"), &options, Some(&target));
        let paths: Vec<&str> = outcome
            .files
            .iter()
            .map(|(path, _)| path.as_str())
            .collect();
        assert!(paths.contains(&"src/runtime/validate.rs"), "{paths:?}");
    }
}
