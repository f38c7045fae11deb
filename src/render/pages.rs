//! The documentation pages of a crate: `docs/` with a page per tag and per model, and the README that
//! leads there.
//!
//! Texts of the description reach a page as the Markdown that `lower` made of them, and a cell of a
//! table with the bars in it escaped.

mod example;
mod markdown;
mod model;
mod operation;
mod readme;
mod value;

use std::collections::BTreeSet;

use super::{DocsOptions, Failure, FileKind, Package, RawFile};
use crate::ir::{Api, Content, ModelId, Tag};
use crate::lower::names::file_name;

pub use readme::{crate_page, readme};

/// The pages of a crate by their names.
pub struct Pages<'a> {
    api: &'a Api,
    package: &'a Package,
    /// The crate's name in Rust.
    library: String,
    /// Whether there are any.
    written: bool,
    /// File names of the tags, in their order.
    tags: Vec<String>,
    /// File names of the models, in their order.
    models: Vec<String>,
    /// The operations that take or return each model, as links.
    users: Vec<Vec<String>>,
    /// A program that calls an operation.
    program: String,
    /// A function that tells the failures of an operation apart.
    failure: Option<String>,
}

impl<'a> Pages<'a> {
    /// Decides the names: that of a type, made unique where case does not count.
    pub fn new(api: &'a Api, package: &'a Package, options: &DocsOptions) -> Result<Self, Failure> {
        let mut taken = BTreeSet::new();
        let mut claim = |name: String, suffix: &str| {
            let mut name = file_name(&name);
            while !taken.insert(name.to_ascii_lowercase()) {
                name.push_str(suffix);
            }
            format!("{name}.md")
        };
        let tags = api.tags.iter();
        let tags: Vec<String> = tags
            .map(|tag| claim(format!("{}Api", tag.name.trim_end_matches("Api")), "Tag"))
            .collect();
        let models = api.models.iter();
        let models = models
            .map(|model| claim(model.name.clone(), "Model"))
            .collect();
        let library = package.name.replace('-', "_");
        Ok(Self {
            api,
            package,
            written: options.pages,
            users: users(api, &tags),
            tags,
            models,
            program: example::program(api, &library)?,
            failure: example::failure(api, &library)?,
            library,
        })
    }

    /// The page of a model, as the other pages link it.
    fn model(&self, id: ModelId) -> Option<&str> {
        self.models.get(id).map(String::as_str)
    }

    /// The tags with their pages.
    fn tags(&self) -> impl Iterator<Item = (&'a Tag, &str)> {
        self.api
            .tags
            .iter()
            .zip(self.tags.iter().map(String::as_str))
    }
}

/// The title of an API, or what there is to say without one.
pub fn title(title: String) -> String {
    match title.trim().is_empty() {
        true => "an HTTP API".to_owned(),
        false => title,
    }
}

/// Links from each model to the operations that name it, in the order of the description.
fn users(api: &Api, pages: &[String]) -> Vec<Vec<String>> {
    let mut users = vec![Vec::new(); api.models.len()];
    for (tag, page) in api.tags.iter().zip(pages) {
        for operation in &tag.operations {
            let name = operation.name.trim_start_matches("r#");
            let link = format!("[`{name}`]({page}#{})", markdown::anchor(name));
            let arguments = operation.all_arguments();
            let taken = arguments.map(|argument| argument.value.clone());
            let given = operation.contents().map(Content::type_);
            let named: BTreeSet<ModelId> = taken
                .chain(given)
                .flat_map(|type_| type_.models())
                .collect();
            for id in named {
                if let Some(links) = users.get_mut(id) {
                    links.push(link.clone());
                }
            }
        }
    }
    users
}

/// Where the pages with examples lie, as `src/lib.rs` sees it.
pub fn tested<'a>(pages: impl Iterator<Item = &'a RawFile>) -> Vec<String> {
    let pages = pages.filter(|page| page.text.contains("```rust"));
    pages.map(|page| format!("../{}", page.path)).collect()
}

/// All files in `docs/`.
pub fn files(pages: &Pages<'_>) -> Result<Vec<RawFile>, Failure> {
    let mut files = Vec::new();
    if !pages.written {
        return Ok(files);
    }
    for (tag, name) in pages.tags() {
        let text = operation::page(pages, tag, name)?;
        files.push(page(format!("docs/{name}"), &text));
    }
    let models = pages.api.models.iter().zip(&pages.users);
    for (id, ((model, users), name)) in models.zip(&pages.models).enumerate() {
        let text = model::page(pages, id, model, users)?;
        files.push(page(format!("docs/{name}"), &text));
    }
    Ok(files)
}

/// A page with a line's end at its end.
pub fn page(path: String, text: &str) -> RawFile {
    RawFile {
        path,
        text: format!("{}\n", text.trim_end()),
        kind: FileKind::Text,
    }
}
