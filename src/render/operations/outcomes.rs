//! What an operation returns by status: the enums, and how a reply becomes one of their variants.

use askama::Template;

use crate::format::ready;
use crate::ir::{Content, Docs, FormField, Outcomes, Status};
use crate::render::{self, Failure};

struct OutcomeView<'a> {
    name: &'a str,
    docs: String,
    /// The type of what it holds and the function that reads it.
    content: Option<(String, String)>,
    pattern: String,
}

#[derive(Template)]
#[template(path = "outcomes.rs.j2", escape = "none")]
struct OutcomesView<'a> {
    docs: &'a str,
    name: &'a str,
    variants: Vec<OutcomeView<'a>>,
}

/// The function that reads the content of a reply.
pub fn content_reader(content: &Content) -> String {
    match content {
        Content::Form(_, fields) => form_reader(fields),
        Content::Empty => "reply::empty".to_owned(),
        Content::Json(_) => "reply::json".to_owned(),
        Content::Text => "reply::text".to_owned(),
        Content::Bytes => "reply::stream".to_owned(),
        Content::BufferedBytes => "reply::bytes".to_owned(),
        Content::JsonEvents(_) => "EventStream::json".to_owned(),
        Content::TextEvents => "EventStream::text".to_owned(),
        Content::JsonLines(_) => "JsonLines::open".to_owned(),
    }
}

/// Whether that is one of the runtime's `reply`.
pub fn has_ready_reader(content: &Content) -> bool {
    use Content::{BufferedBytes, Bytes, Empty, Json, Text};
    matches!(content, Empty | Json(_) | Text | Bytes | BufferedBytes)
}

/// The function that reads the fields of a form.
fn form_reader(fields: &[FormField]) -> String {
    let names = |chosen: fn(&FormField) -> bool| {
        let chosen = fields.iter().filter(|field| chosen(field));
        let names: Vec<String> = chosen
            .map(|field| proc_macro2::Literal::string(&field.wire_name).to_string())
            .collect();
        names.join(", ")
    };
    format!(
        "|reply| form::read(reply, &[{}], &[{}])",
        names(|field| field.literal),
        names(|field| field.list)
    )
}

/// The enum of an operation's outcomes.
pub fn outcomes_view(outcomes: &Outcomes, about: &str) -> Result<String, Failure> {
    if let Some(first) = &outcomes.same_as {
        return render::alias(about, &outcomes.name, first);
    }
    let mut variants = Vec::new();
    for outcome in &outcomes.variants {
        let mut docs = outcome.docs.clone();
        if docs.is_empty() {
            docs = Docs::line(match outcome.status {
                Status::Default => "Any other status.".to_owned(),
                listed => format!("Status {}.", status(listed)),
            });
        }
        let type_ = || outcome.content.type_().qualified().to_string();
        variants.push(OutcomeView {
            name: &outcome.name,
            docs: render::docs(&docs)?,
            content: (outcome.content != Content::Empty)
                .then(|| (type_(), content_reader(&outcome.content))),
            pattern: pattern(outcome.status, outcomes),
        });
    }
    let view = OutcomesView {
        docs: about,
        name: &outcomes.name,
        variants,
    };
    Ok(ready::if_short(&view.render()?))
}

fn status(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(hundred) => format!("{hundred}00..={hundred}99"),
        Status::Default => "_".to_owned(),
    }
}

/// A status as a pattern; a range leaves out the codes at its ends that have a variant of their own.
fn pattern(own: Status, outcomes: &Outcomes) -> String {
    let Status::Range(hundred) = own else {
        return status(own);
    };
    let taken = |code: u16| {
        outcomes
            .variants
            .iter()
            .any(|other| other.status == Status::Code(code))
    };
    let (first, last) = (hundred * 100, hundred * 100 + 99);
    let first = first + u16::from(taken(first));
    let last = last - u16::from(taken(last));
    format!("{first}..={last}")
}
