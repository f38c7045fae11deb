//! What makes the modules a crate: manifest, README, `lib.rs`, the client; or one file of it all.

use std::collections::BTreeSet;

use askama::Template;

use super::pages::{self, Pages};
use super::{
    Failure, FileKind, Layout, Package, RawFile, filters, gate, models, operations, runtime,
};
use crate::ir::{Api, Docs, Features, Model, Operation, Scheme, SchemeKind, Server};
use crate::lower::describe;

#[derive(Template)]
#[template(path = "cargo.toml.j2", escape = "none")]
struct ManifestView<'a> {
    name: &'a str,
    version: &'a str,
    description: String,
    /// Whether files are read to be sent.
    files: bool,
    dependencies: BTreeSet<&'a str>,
    parts: Vec<PartView<'a>>,
}

/// A feature for a part of the operations.
struct PartView<'a> {
    name: &'a str,
    /// The same as a key of TOML.
    key: String,
}

struct ModuleView<'a> {
    name: &'a str,
    docs: Option<String>,
    gate: String,
    visibility: &'static str,
    content: Option<String>,
}

#[derive(Template)]
#[template(path = "lib.rs.j2", escape = "none")]
struct LibView<'a> {
    docs: String,
    standalone: bool,
    /// Whether there are names in other letters than ASCII's, of which the compiler warns crate by crate.
    letters: bool,
    /// Whether there are features for parts.
    parts: bool,
    /// The pages whose examples are tested.
    tested: Vec<String>,
    modules: Vec<ModuleView<'a>>,
}

#[derive(Template)]
#[template(path = "server.rs.j2", escape = "none")]
struct ServerView<'a> {
    server: &'a Server,
}

struct TagView<'a> {
    module: &'a str,
    name: &'a str,
    method: &'a str,
    gate: String,
    docs: String,
}

struct SchemeView<'a> {
    wire_name: &'a str,
    method: &'a str,
    argument: &'static str,
    basic: bool,
    kind: String,
    docs: String,
}

#[derive(Template)]
#[template(path = "client.rs.j2", escape = "none")]
struct ClientView<'a> {
    root: String,
    imports: String,
    crate_name: &'a str,
    version: String,
    servers: Vec<String>,
    schemes: Vec<SchemeView<'a>>,
    security: String,
    tags: Vec<TagView<'a>>,
}

/// Manifest, README and `lib.rs`, beside the pages that were `written`.
pub fn files(
    api: &Api,
    package: &Package,
    needs: &runtime::Needs,
    pages: &Pages<'_>,
    written: &[RawFile],
) -> Result<Vec<RawFile>, Failure> {
    let manifest = ManifestView {
        name: &package.name,
        version: &package.version,
        description: format!(
            "Client for {}",
            pages::title(describe::shown(&api.title, ' ').into_owned())
        ),
        files: needs.multipart,
        dependencies: dependencies(api, needs),
        parts: api.features.parts().map(part).collect(),
    };
    let readme = pages::page("README.md".to_owned(), &pages::readme(pages)?);
    let tested = std::iter::once(&readme).chain(written);
    let library = LibView {
        docs: crate_docs(pages)?,
        standalone: true,
        letters: has_letters(api),
        parts: !api.features.tags.is_empty(),
        tested: pages::tested(tested),
        modules: modules(api, Layout::Crate),
    };
    Ok(vec![
        pages::page("Cargo.toml".to_owned(), &manifest.render()?),
        readme,
        RawFile {
            path: "src/lib.rs".to_owned(),
            text: library.render()?,
            kind: FileKind::Rust,
        },
    ])
}

/// Whether a name has other letters than ASCII's.
fn has_letters(api: &Api) -> bool {
    let operations = api.tags.iter().flat_map(|tag| &tag.operations);
    let mut names =
        (api.models.iter().flat_map(Model::names)).chain(operations.flat_map(Operation::names));
    names.any(|name| !name.is_ascii())
}

fn part(name: &str) -> PartView<'_> {
    let is_bare = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    PartView {
        name,
        key: if is_bare {
            name.to_owned()
        } else {
            serde_json::Value::from(name).to_string()
        },
    }
}

/// The lines of the manifest that only this API needs.
fn dependencies<'a>(api: &'a Api, needs: &runtime::Needs) -> BTreeSet<&'a str> {
    let externals = api.externals.iter();
    let lines = externals.filter_map(|external| external.dependency.as_deref());
    let patterns = needs.validates().then_some(r#"regex-lite = "0.1""#);
    lines.chain(patterns).collect()
}

/// The whole client in one file; `include!` allows no inner attributes, so the crate's docs are left out.
pub fn single(api: &Api, package: &Package) -> Result<String, Failure> {
    let mut modules = modules(api, Layout::Single);
    for module in &mut modules {
        module.content = Some(match module.name {
            "runtime" => runtime::nested(api)?,
            "models" => models::module(api, Layout::Single)?,
            "client" => client(api, package, Layout::Single)?.text,
            name => match api.tags.iter().find(|tag| tag.module == name) {
                Some(tag) => operations::module(api, tag, Layout::Single)?,
                None => String::new(),
            },
        });
    }
    LibView {
        docs: String::new(),
        standalone: false,
        letters: false,
        parts: false,
        tested: Vec::new(),
        modules,
    }
    .render()
}

fn modules(api: &Api, layout: Layout) -> Vec<ModuleView<'_>> {
    let module = |name, visibility| ModuleView {
        name,
        docs: None,
        gate: String::new(),
        visibility,
        content: None,
    };
    let mut modules = vec![module("client", "")];
    if !api.models.is_empty() {
        modules.push(module("models", "pub "));
    }
    modules.push(module("runtime", "pub "));
    let tags = api.tags.iter().enumerate();
    modules.extend(tags.map(|(index, tag)| ModuleView {
        gate: gate::tag(api, index, layout),
        ..module(tag.module.as_str(), "pub ")
    }));
    modules
}

/// The crate's page in rustdoc: what it is, and the first steps of the README.
fn crate_docs(pages: &Pages<'_>) -> Result<String, Failure> {
    let text = pages::crate_page(pages)?;
    let line = |line: &str| match line {
        "" => "//!\n".to_owned(),
        line => format!("//! {line}\n"),
    };
    Ok(text.trim().lines().map(line).collect())
}

/// The client's module.
pub fn client(api: &Api, package: &Package, layout: Layout) -> Result<RawFile, Failure> {
    // The handle of a tag may be called `Api` as well.
    let mut imports = vec!["self", "Client", "ClientBuilder"];
    if api
        .schemes
        .iter()
        .any(|scheme| scheme.kind == SchemeKind::Basic)
    {
        imports.push("Secret");
    }
    if !api.schemes.is_empty() {
        imports.extend(["Credential", "Scheme", "SchemeKind"]);
    }
    if !api.servers.is_empty() {
        imports.push("Server");
    }
    if api
        .servers
        .iter()
        .any(|server| !server.variables.is_empty())
    {
        imports.push("Variable");
    }
    let mut tags = Vec::new();
    for (index, tag) in api.tags.iter().enumerate() {
        let mut docs = tag.docs.clone();
        if docs.is_empty() {
            docs = Docs::line(format!(
                "The operations of the tag {}.",
                describe::code(&tag.wire_name)
            ));
        }
        tags.push(TagView {
            module: &tag.module,
            name: &tag.name,
            method: &tag.module,
            gate: gate::tag(api, index, layout),
            docs: super::docs(&docs)?,
        });
    }
    let mut schemes = Vec::new();
    for scheme in &api.schemes {
        schemes.push(scheme_view(scheme)?);
    }
    let mut servers = Vec::new();
    for item in &api.servers {
        servers.push(server(item)?);
    }
    let view = ClientView {
        root: layout.root(1),
        imports: imports.join(", "),
        crate_name: &package.name,
        version: match layout {
            Layout::Crate => "env!(\"CARGO_PKG_VERSION\")".to_owned(),
            Layout::Single => proc_macro2::Literal::string(&package.version).to_string(),
        },
        servers,
        schemes,
        security: format!("&{}", operations::alternatives(&api.security, "&")),
        tags,
    };
    Ok(RawFile {
        path: "src/client.rs".to_owned(),
        text: view.render()?,
        kind: FileKind::Rust,
    })
}

/// A server as a struct literal.
pub fn server(server: &Server) -> Result<String, Failure> {
    ServerView { server }.render()
}

fn scheme_view(scheme: &Scheme) -> Result<SchemeView<'_>, Failure> {
    let with = |kind: &str, name: &str| {
        format!("SchemeKind::{kind}({})", proc_macro2::Literal::string(name))
    };
    let kind = match &scheme.kind {
        SchemeKind::Bearer => "SchemeKind::Bearer".to_owned(),
        SchemeKind::Basic => "SchemeKind::Basic".to_owned(),
        SchemeKind::Header(name) => with("Header", name),
        SchemeKind::Query(name) => with("Query", name),
        SchemeKind::Cookie(name) => with("Cookie", name),
    };
    Ok(SchemeView {
        wire_name: &scheme.wire_name,
        method: &scheme.method,
        argument: if scheme.kind == SchemeKind::Bearer {
            "token"
        } else {
            "key"
        },
        basic: scheme.kind == SchemeKind::Basic,
        kind,
        docs: super::docs(&scheme.docs)?,
    })
}
