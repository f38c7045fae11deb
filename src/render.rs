//! From the Rust-side model to the files of a crate: raw text, which `format` lays out.
//!
//! Every decision was made in `lower`; what is here only spells. Text of the description reaches code
//! as a checked identifier, a doc comment or a literal, never in any other way.

mod filters;
mod gate;
mod layout;
mod models;
mod operations;
mod options;
mod package;
mod pages;
mod runtime;
mod setters;
mod structs;
mod union;
mod validate;

pub use layout::Layout;
pub use options::DocsOptions;

use std::collections::BTreeSet;

use askama::Template;

use crate::format::ready;
use crate::ir::{Api, Docs, StreamKind, Type};

/// A file before it is formatted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawFile {
    /// Path below the crate's folder, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
    /// What has to be done with it.
    pub kind: FileKind,
}

/// What has to be done with a raw file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Rust to be laid out.
    Rust,
    /// Rust as it is.
    Verbatim,
    /// Some other text, as it is.
    Text,
}

/// For a function that takes more arguments than clippy likes.
const MANY_ARGUMENTS: &str =
    "#[allow(clippy::too_many_arguments, reason = \"the API requires them all\")]\n";

/// The attribute for a small function with these arguments: compiled where it is called, not with the crate that has it. A
/// generic one is anyway.
fn inline(arguments: &[String]) -> &'static str {
    match arguments
        .iter()
        .any(|argument| argument.contains(": impl "))
    {
        true => "",
        false => "#[inline]\n",
    }
}

/// A template that could not be rendered: a defect of oasmith.
pub type Failure = askama::Error;

/// The files of a crate.
///
/// # Errors
/// Only if a template is wrong.
pub fn crate_files(
    api: &Api,
    package: &Package,
    docs: &DocsOptions,
) -> Result<Vec<RawFile>, Failure> {
    let layout = Layout::Crate;
    let pages = pages::Pages::new(api, package, docs)?;
    let written = pages::files(&pages)?;
    let needs = runtime::Needs::of(api);
    let mut files = package::files(api, package, &needs, &pages, &written)?;
    files.extend(models::files(api, layout)?);
    files.extend(operations::files(api, layout)?);
    files.push(package::client(api, package, layout)?);
    files.extend(runtime::files(api, &needs)?);
    files.extend(written);
    Ok(files)
}

/// The whole client as one file for `include!` inside a module.
///
/// # Errors
/// Only if a template is wrong.
pub fn single_file(api: &Api, package: &Package) -> Result<String, Failure> {
    package::single(api, package).map(|text| ready::none(&text))
}

/// Name and version of the crate to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Its name for Cargo.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// Documentation as `///` lines.
#[derive(Template)]
#[template(path = "docs.j2", escape = "none")]
struct DocLines<'a> {
    docs: &'a Docs,
}

/// `///` lines and, where needed, `#[deprecated]`.
fn docs(docs: &Docs) -> Result<String, Failure> {
    let mut text = DocLines { docs }.render()?;
    if let Some(alias) = &docs.alias {
        text.push_str(&ready::alias(alias));
    }
    if docs.deprecated {
        text.push_str("#[deprecated]\n");
    }
    Ok(text)
}

#[derive(Template)]
#[template(path = "alias.rs.j2", escape = "none")]
struct AliasView<'a> {
    docs: &'a str,
    name: &'a str,
    type_: &'a str,
}

/// Another name for a type.
fn alias(docs: &str, name: &str, type_: &str) -> Result<String, Failure> {
    let view = AliasView { docs, name, type_ };
    view.render().map(|text| ready::if_short(&text))
}

/// What the types of a file have to be imported for.
#[derive(Default)]
struct Uses {
    map: bool,
    base64: bool,
    nullable: bool,
    emptyable: bool,
    exact: bool,
    events: bool,
    lines: bool,
    models: BTreeSet<String>,
}

impl Uses {
    fn add(&mut self, type_: &Type) {
        type_.walk(&mut |part| match part {
            Type::Map(_) => self.map = true,
            Type::Base64 => self.base64 = true,
            Type::Nullable(_) => self.nullable = true,
            Type::Emptyable(_) => self.emptyable = true,
            Type::Exact => self.exact = true,
            Type::Stream(StreamKind::Events, _) => self.events = true,
            Type::Stream(StreamKind::JsonLines, _) => self.lines = true,
            Type::Model(_, name) => {
                self.models.insert(name.clone());
            }
            _ => {}
        });
    }
}
