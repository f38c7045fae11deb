//! Parameter values as text: every `style` × `explode` × type of the
//! [OpenAPI specification](https://spec.openapis.org/oas/v3.0.4.html#style-examples), which follows the expansions of
//! [RFC 6570](https://www.rfc-editor.org/rfc/rfc6570#section-3.2) where there is one.

use std::borrow::Cow;

use super::json::{self, Json, View};
use super::percent::{self, Keep};

/// How a path parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathStyle {
    /// `blue,black`
    Simple,
    /// `.blue,black`
    Label,
    /// `;color=blue,black`
    Matrix,
    /// `blue/black`: a slash within a value stays as it is.
    Segments,
}

/// How a query parameter, or a field of a form, is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Query {
    /// The style proper.
    pub style: QueryStyle,
    /// Whether each element or field becomes a parameter of its own.
    pub explode: bool,
    /// Whether reserved characters stay as they are, apart from those that would end the value: `&`, `#`, `+`, `[`, `]`.
    pub allow_reserved: bool,
    /// Whether `null` and empty lists are sent as `name=` instead of not at all.
    pub allow_empty: bool,
}

/// The style of a query parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryStyle {
    /// `color=blue&color=black`, or `color=blue,black`
    Form,
    /// `color=blue%20black`
    SpaceDelimited,
    /// `color=blue%7Cblack`
    PipeDelimited,
    /// `color[R]=100&color[G]=200`, the brackets escaped; deeper levels nest, elements of arrays are numbered.
    DeepObject,
    /// `color={"R":100,"G":200}`, all but letters and digits escaped: for fields of forms.
    Json,
}

impl Query {
    /// `form`, exploded: the default of OpenAPI.
    pub const FORM: Self = Self::new(QueryStyle::Form, true);
    /// `form`, not exploded: `color=blue,black`
    pub const FORM_JOINED: Self = Self::new(QueryStyle::Form, false);
    /// `spaceDelimited`: `color=blue%20black`
    pub const SPACE_DELIMITED: Self = Self::new(QueryStyle::SpaceDelimited, false);
    /// `pipeDelimited`: `color=blue%7Cblack`
    pub const PIPE_DELIMITED: Self = Self::new(QueryStyle::PipeDelimited, false);
    /// `deepObject`: `color[R]=100&color[G]=200`
    pub const DEEP_OBJECT: Self = Self::new(QueryStyle::DeepObject, true);
    /// As JSON: `color={"R":100,"G":200}`
    pub const JSON: Self = Self::new(QueryStyle::Json, false);

    /// A style without further options.
    #[must_use]
    pub const fn new(style: QueryStyle, explode: bool) -> Self {
        Self {
            style,
            explode,
            allow_reserved: false,
            allow_empty: false,
        }
    }
}

/// An expansion as RFC 6570 describes it (appendix A of that document).
struct Expansion {
    /// Before the first value.
    first: &'static str,
    /// Between exploded values.
    separator: &'static str,
    /// Between values that are not exploded.
    delimiter: &'static str,
    /// Whether the name is written.
    named: bool,
    /// What follows the name of an empty value.
    empty: &'static str,
    explode: bool,
    keep: Keep,
}

const SIMPLE: Expansion = Expansion {
    first: "",
    separator: ",",
    delimiter: ",",
    named: false,
    empty: "",
    explode: false,
    keep: Keep::Unreserved,
};

const FORM: Expansion = Expansion {
    separator: "&",
    named: true,
    empty: "=",
    ..SIMPLE
};

/// The text of a path parameter; `None` if the value is null or an empty list.
pub(super) fn path(
    name: &str,
    style: PathStyle,
    explode: bool,
    value: &Json<'_>,
) -> Option<String> {
    let expansion = match style {
        PathStyle::Simple => Expansion { explode, ..SIMPLE },
        PathStyle::Label => Expansion {
            first: ".",
            separator: ".",
            explode,
            ..SIMPLE
        },
        PathStyle::Matrix => Expansion {
            first: ";",
            separator: ";",
            named: true,
            explode,
            ..SIMPLE
        },
        PathStyle::Segments => Expansion {
            separator: "/",
            delimiter: "/",
            explode,
            keep: Keep::Segments,
            ..SIMPLE
        },
    };
    expand(name, value, &expansion)
}

/// The text of a query parameter, `name=value&name=value`; `None` if there is nothing to send.
pub(super) fn query(name: &str, options: Query, value: &Json<'_>) -> Option<String> {
    let keep = if options.allow_reserved {
        Keep::Reserved
    } else {
        Keep::Unreserved
    };
    let delimiter = match options.style {
        QueryStyle::Form => ",",
        QueryStyle::SpaceDelimited => "%20",
        QueryStyle::PipeDelimited => "%7C",
        QueryStyle::Json => {
            let value = percent::encode(&json::to_string(value).ok()?, keep);
            return Some(percent::encode(name, Keep::Unreserved) + "=" + &value);
        }
        QueryStyle::DeepObject => {
            let mut pairs = Vec::new();
            deep_object(
                percent::encode(name, Keep::Unreserved),
                value,
                keep,
                &mut pairs,
            );
            return (!pairs.is_empty()).then(|| pairs.join("&"));
        }
    };
    let expansion = Expansion {
        delimiter,
        explode: options.explode,
        keep,
        ..FORM
    };
    expand(name, value, &expansion).or_else(|| {
        options
            .allow_empty
            .then(|| percent::encode(name, Keep::Unreserved) + "=")
    })
}

/// The text of a header; `None` if the value is null or an empty list. Headers are not percent-encoded.
pub(super) fn header(explode: bool, value: &Json<'_>) -> Option<String> {
    let expansion = Expansion {
        explode,
        keep: Keep::All,
        ..SIMPLE
    };
    expand("", value, &expansion)
}

/// The text of one or several cookies; `None` if the value is null or an empty list.
pub(super) fn cookie(name: &str, explode: bool, value: &Json<'_>) -> Option<String> {
    let expansion = Expansion {
        // Not `&` as in a query: RFC 6265, section 4.2.1, separates cookies like this.
        separator: "; ",
        explode,
        ..FORM
    };
    expand(name, value, &expansion)
}

/// RFC 6570, section 3.2.1.
fn expand(name: &str, value: &Json<'_>, expansion: &Expansion) -> Option<String> {
    let encode = |text: &str| percent::encode(text, expansion.keep);
    let name = || percent::encode(name, Keep::Unreserved);
    let pair = |name: &str, value: &str| match value {
        "" => format!("{name}{}", expansion.empty),
        value => format!("{name}={value}"),
    };
    let values: Vec<String> = match value.view() {
        View::Array(elements) => elements
            .filter_map(text)
            .map(|element| encode(&element))
            .map(|element| {
                if expansion.named && expansion.explode {
                    pair(&name(), &element)
                } else {
                    element
                }
            })
            .collect(),
        View::Object(fields) => fields
            .flat_map(|(field, value)| match value.view() {
                // As a parameter of this name would be written.
                View::Array(elements) if expansion.named && expansion.explode => elements
                    .filter_map(text)
                    .map(|element| (field, element))
                    .collect(),
                _ => text(value).map_or_else(Vec::new, |value| vec![(field, value)]),
            })
            .map(|(field, value)| (encode(field), encode(&value)))
            .map(
                |(field, value)| match (expansion.explode, expansion.named) {
                    (false, _) => format!("{field}{}{value}", expansion.delimiter),
                    (true, false) => format!("{field}={value}"),
                    (true, true) => pair(&field, &value),
                },
            )
            .collect(),
        _ => {
            let value = encode(&text(*value)?);
            return Some(match (expansion.first, expansion.named) {
                ("", false) => value,
                (first, false) => format!("{first}{value}"),
                (first, true) => format!("{first}{}", pair(&name(), &value)),
            });
        }
    };
    if values.is_empty() {
        return None;
    }
    let joined = if expansion.explode {
        values.join(expansion.separator)
    } else if expansion.named {
        pair(&name(), &values.join(expansion.delimiter))
    } else {
        values.join(expansion.delimiter)
    };
    Some(format!("{}{joined}", expansion.first))
}

/// `name[field]=value`, at any depth; brackets are not allowed in a query as they are.
fn deep_object(name: String, value: &Json<'_>, keep: Keep, pairs: &mut Vec<String>) {
    match value.view() {
        View::Object(fields) => {
            for (field, value) in fields {
                let field = percent::encode(field, Keep::Unreserved);
                deep_object(format!("{name}%5B{field}%5D"), &value, keep, pairs);
            }
        }
        View::Array(elements) => {
            for (index, value) in elements.enumerate() {
                deep_object(format!("{name}%5B{index}%5D"), &value, keep, pairs);
            }
        }
        _ => {
            if let Some(text) = text(*value) {
                pairs.push(format!("{name}={}", percent::encode(&text, keep)));
            }
        }
    }
}

/// A single value as text: `None` for null, JSON for what no style describes (lists in lists, objects in objects).
pub(super) fn text(value: Json<'_>) -> Option<Cow<'_, str>> {
    match value.view() {
        View::Null => None,
        View::Bool(true) => Some("true".into()),
        View::Bool(false) => Some("false".into()),
        View::Number(text) | View::String(text) => Some(text.into()),
        View::Array(_) | View::Object(_) => Some(json::to_string(&value).ok()?.into()),
    }
}
