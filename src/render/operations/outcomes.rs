//! What an operation returns by status: the enums, and how a reply becomes one of their variants.

use askama::Template;

use crate::ir::{Content, Docs, FormField, Outcomes, Status, Tag};
use crate::render::{self, Failure};

struct OutcomeView<'a> {
    name: &'a str,
    docs: String,
    type_: Option<String>,
    pattern: String,
    read: String,
}

#[derive(Template)]
#[template(path = "outcomes.rs.j2", escape = "none")]
struct OutcomesView<'a> {
    summary: &'static str,
    handle: &'a str,
    link: &'a str,
    name: &'a str,
    /// How the value is read, where all statuses mean the same.
    only: Option<String>,
    argument: &'static str,
    variants: Vec<OutcomeView<'a>>,
    failure: bool,
    /// Whether statuses are left that no variant is for.
    open: bool,
}

/// The function that reads the content of a reply.
pub fn content_reader(content: &Content) -> String {
    match content {
        Content::Form(..) => format!("|reply| {}", content_reading(content)),
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

/// The call that reads the content of `reply`.
fn content_reading(content: &Content) -> String {
    let Content::Form(_, fields) = content else {
        return format!("{}(reply)", content_reader(content));
    };
    let names = |chosen: fn(&FormField) -> bool| {
        let chosen = fields.iter().filter(|field| chosen(field));
        let names: Vec<String> = chosen
            .map(|field| proc_macro2::Literal::string(&field.wire_name).to_string())
            .collect();
        names.join(", ")
    };
    format!(
        "form::read(reply, &[{}], &[{}])",
        names(|field| field.literal),
        names(|field| field.list)
    )
}

/// The enum of an operation's outcomes.
pub fn outcomes_view(
    outcomes: &Outcomes,
    tag: &Tag,
    link: &str,
    failure: bool,
) -> Result<String, Failure> {
    let mut variants = Vec::new();
    for outcome in &outcomes.variants {
        let value = match &outcome.content {
            Content::Empty => format!("Ok(Self::{})", outcome.name),
            content => format!("{}.map(Self::{})", content_reading(content), outcome.name),
        };
        let read = if failure {
            format!("Some({value})")
        } else {
            value
        };
        let mut docs = outcome.docs.clone();
        if docs.is_empty() {
            docs = Docs::line(format!("Status {}.", status(outcome.status)));
        }
        variants.push(OutcomeView {
            name: &outcome.name,
            docs: render::docs(&docs)?,
            type_: (outcome.content != Content::Empty)
                .then(|| outcome.content.type_().qualified().to_string()),
            pattern: pattern(outcome.status, outcomes),
            read,
        });
    }
    let only = match outcomes.variants.as_slice() {
        [outcome] if outcome.status == Status::Default => Some(outcome),
        _ => None,
    };
    OutcomesView {
        summary: if failure {
            "Documented failures"
        } else {
            "Successful replies"
        },
        handle: &tag.name,
        link,
        name: &outcomes.name,
        only: match (only, variants.first()) {
            (Some(_), Some(view)) => Some(view.read.clone()),
            _ => None,
        },
        argument: match only {
            Some(outcome) if outcome.content == Content::Empty => "_",
            _ => "reply",
        },
        variants,
        failure,
        open: !outcomes
            .variants
            .iter()
            .any(|outcome| outcome.status == Status::Default),
    }
    .render()
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
