//! The README: the first steps, then the index of operations and models.

use askama::Template;

use super::markdown::{anchor, code_cell, summary};
use super::{Pages, example, operation, title};
use crate::ir::{Model, Scheme, SchemeKind, Tag, Webhook};
use crate::lower::describe::code;
use crate::lower::docs::sentence;
use crate::render::Failure;

struct SchemeView {
    name: String,
    docs: String,
    travels: String,
    example: String,
}

/// A line of its own for each operation, so that a new one changes no other.
struct OperationRow {
    method: String,
    request: String,
    description: String,
}

struct TagView {
    heading: String,
    rows: Vec<OperationRow>,
}

/// What a webhook's body is, with the name of the webhook.
struct WebhookRow {
    name: String,
    body: String,
    description: String,
}

struct ModelRow {
    name: String,
    description: String,
}

#[derive(Template)]
#[template(path = "crate_readme.md.j2", escape = "none")]
struct ReadmeView<'a> {
    name: &'a str,
    title: String,
    version: String,
    docs: String,
    program: &'a str,
    servers: Vec<String>,
    incomplete: Option<&'static str>,
    /// The features for parts of the operations.
    parts: Vec<&'a str>,
    schemes: Vec<SchemeView>,
    /// Whether every operation takes what the client has, and none needs it.
    open: bool,
    failure: Option<&'a str>,
    tags: Vec<TagView>,
    webhooks: Vec<WebhookRow>,
    models: Vec<ModelRow>,
}

/// The text of the README.
pub fn readme(pages: &Pages<'_>) -> Result<String, Failure> {
    let api = pages.api;
    let mut schemes = Vec::new();
    for scheme in &api.schemes {
        schemes.push(scheme_view(pages, scheme)?);
    }
    let models = api.models.iter().zip(&pages.models);
    let mut operations = api.tags.iter().flat_map(|tag| &tag.operations);
    ReadmeView {
        name: &pages.package.name,
        title: title(sentence(&api.title)),
        version: sentence(&api.version),
        docs: api.docs.lines.join("\n"),
        program: &pages.program,
        servers: operation::servers(&api.servers),
        incomplete: operation::incomplete(&api.servers),
        parts: api.features.parts().collect(),
        schemes,
        open: operations.all(|operation| {
            let ways = &operation.security;
            ways.len() > 1 && ways.iter().any(Vec::is_empty)
        }),
        failure: pages.failure.as_deref(),
        tags: pages
            .tags()
            .map(|(tag, page)| tag_view(pages, tag, page))
            .collect(),
        webhooks: api.webhooks.iter().map(webhook_row).collect(),
        models: models
            .map(|(model, page)| model_row(pages, model, page))
            .collect(),
    }
    .render()
}

fn scheme_view(pages: &Pages<'_>, scheme: &Scheme) -> Result<SchemeView, Failure> {
    let travels = match &scheme.kind {
        SchemeKind::Bearer => "as `Authorization: Bearer …`".to_owned(),
        SchemeKind::Basic => "as `Authorization: Basic …`".to_owned(),
        SchemeKind::Header(name) => format!("in the header {}", code(name)),
        SchemeKind::Query(name) => format!("in the query as {}", code(name)),
        SchemeKind::Cookie(name) => format!("in the cookie {}", code(name)),
    };
    let travels = format!(
        "`ClientBuilder::{}` takes it; it is sent {travels}.",
        scheme.method
    );
    // The first paragraph says what the method does.
    let own = scheme.docs.lines.iter().skip_while(|line| !line.is_empty());
    let own: Vec<&str> = own.skip(1).map(String::as_str).collect();
    let client = example::client(pages.api, &pages.library, [scheme]);
    let example =
        format!("fn example() -> Result<Client, Box<dyn std::error::Error>> {{ Ok({client}) }}");
    Ok(SchemeView {
        name: code(&scheme.wire_name),
        docs: own.join("\n"),
        travels,
        example: example::laid_out(&pages.library, &example)?,
    })
}

fn tag_view(pages: &Pages<'_>, tag: &Tag, page: &str) -> TagView {
    let title = page.trim_end_matches(".md");
    let linked = |text: &str, target: &str| match pages.written {
        true => format!("[{text}](docs/{target})"),
        false => text.to_owned(),
    };
    let rows = tag.operations.iter().map(|operation| {
        let name = operation.name.trim_start_matches("r#");
        OperationRow {
            method: linked(&code(name), &format!("{page}#{}", anchor(name))),
            request: code_cell(&format!("{} {}", operation.method, operation.path)),
            description: summary(&operation.docs),
        }
    });
    TagView {
        heading: format!(
            "{}: {}",
            linked(title, page),
            code(&format!("client.{}()", tag.module))
        ),
        rows: rows.collect(),
    }
}

fn webhook_row(webhook: &Webhook) -> WebhookRow {
    WebhookRow {
        name: code_cell(&webhook.name),
        body: code_cell(&webhook.body.qualified().to_string()),
        description: summary(&webhook.docs),
    }
}

fn model_row(pages: &Pages<'_>, model: &Model, page: &str) -> ModelRow {
    let name = code(&model.name);
    ModelRow {
        name: match pages.written {
            true => format!("[{name}](docs/{page})"),
            false => name,
        },
        description: summary(&model.docs),
    }
}

#[derive(Template)]
#[template(path = "pages/crate.md.j2", escape = "none")]
struct CratePage<'a> {
    title: String,
    version: String,
    docs: String,
    program: &'a str,
    failure: Option<&'a str>,
    /// Links to the handles, each behind the method that gives it.
    handles: Vec<String>,
    models: bool,
}

/// The text of the crate's page in rustdoc.
pub fn crate_page(pages: &Pages<'_>) -> Result<String, Failure> {
    let api = pages.api;
    CratePage {
        title: title(sentence(&api.title)),
        version: sentence(&api.version),
        docs: api.docs.lines.join("\n"),
        program: &pages.program,
        failure: pages.failure.as_deref(),
        handles: api.tags.iter().map(handle).collect(),
        models: !api.models.is_empty(),
    }
    .render()
}

fn handle(tag: &Tag) -> String {
    // A link names a keyword without `r#`.
    let module = tag.module.trim_start_matches("r#");
    format!("[`Client::{module}`] gives [`{module}::{}`]", tag.name)
}
