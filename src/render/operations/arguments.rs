//! Arguments: how each is declared, and the method call that adds it to the request.

use crate::format::ready::Statement;
use crate::ir::{Api, Argument, BodyKind, FieldStyle, Form, Location, Model, Type};
use crate::lower::describe;
use crate::render::{self, Failure, validate};

/// A `let` up to its sign, and its value.
type Binding = (String, String);

/// An argument as the templates spell it.
pub struct ArgumentView<'a> {
    pub name: &'a str,
    pub docs: String,
    /// Type in the signature.
    pub declared: String,
    /// Statement before the call, where one is needed.
    binding: Option<Binding>,
    /// Method call that validates it, where it has rules.
    check: Option<String>,
    /// Method call that adds the argument.
    apply: String,
}

impl ArgumentView<'_> {
    /// The argument in a signature.
    pub fn declaration(&self) -> String {
        format!("{}: {}", self.name, self.declared)
    }

    /// The statement before the call, where one is needed.
    pub fn statement(&self) -> Option<Statement> {
        let (left, value) = self.binding.clone()?;
        Some(Statement::Let(left, value))
    }

    /// The method calls that a request needs for it.
    pub fn calls(&self) -> impl Iterator<Item = String> {
        let calls = [self.check.as_ref(), Some(&self.apply)];
        calls.into_iter().flatten().cloned()
    }
}

/// All arguments of a list.
pub fn arguments<'a>(
    api: &Api,
    forms: &[Form],
    list: &'a [Argument],
) -> Result<Vec<ArgumentView<'a>>, Failure> {
    let views = list.iter().map(|argument| {
        Ok(ArgumentView {
            check: check(api, forms, argument),
            ..argument_view(&api.models, argument)?
        })
    });
    views.collect()
}

/// The method call that validates an argument, where it has rules.
pub fn check(api: &Api, forms: &[Form], argument: &Argument) -> Option<String> {
    let written = !is_raw(&argument.location) || matches!(argument.value, Type::Form(_));
    written
        .then(|| validate::argument(&api.models, forms, argument))
        .flatten()
}

fn argument_view<'a>(
    models: &[Model],
    argument: &'a Argument,
) -> Result<ArgumentView<'a>, Failure> {
    let mut docs = argument.docs.clone();
    if docs.lines.is_empty() {
        docs.lines = vec![match &argument.location {
            Location::Body { content_type, .. } if argument.name != "body" => {
                let content_type = describe::code(content_type);
                format!("Sets the body of the request, of {content_type}.")
            }
            Location::Body { .. } => "Sets the body of the request.".to_owned(),
            _ => format!("Sets {}.", describe::code(&argument.wire_name)),
        }];
    }
    let name = argument.name.as_str();
    let taken = taken(models, name, argument);
    let wire_name = proc_macro2::Literal::string(&argument.wire_name);
    let value = &taken.value;
    let apply = match &argument.location {
        Location::Path {
            style: "Simple",
            explode: false,
        } => format!(".path({wire_name}, {value})"),
        Location::Path { style, explode } => {
            format!(".path_with({wire_name}, PathStyle::{style}, {explode}, {value})")
        }
        Location::Query {
            style: "Form",
            explode: true,
            allow_reserved: false,
            allow_empty: false,
        } => format!(".query({wire_name}, {value})"),
        Location::Query {
            style,
            explode,
            allow_reserved,
            allow_empty,
        } => {
            let options = query(style, *explode, *allow_reserved, *allow_empty);
            format!(".query_with({wire_name}, {options}, {value})")
        }
        Location::Header { explode } => format!(".header_param({wire_name}, {explode}, {value})"),
        Location::Cookie { explode } => format!(".cookie({wire_name}, {explode}, {value})"),
        Location::PathJson => format!(".path_json({wire_name}, {value})"),
        Location::CookieJson => format!(".cookie_json({wire_name}, {value})"),
        Location::QueryJson => format!(".query_json({wire_name}, {value})"),
        Location::HeaderJson => format!(".header_json({wire_name}, {value})"),
        Location::Body {
            kind,
            content_type,
            encoding,
        } => {
            let content_type = proc_macro2::Literal::string(content_type);
            match kind {
                BodyKind::Json => format!(".json_body({content_type}, {value})"),
                BodyKind::Form if encoding.is_empty() => format!(".form_body({value})"),
                BodyKind::Form => {
                    format!(".form_body_with(&[{}], {value})", fields(encoding))
                }
                BodyKind::Text => format!(".text_body({content_type}, {name})"),
                BodyKind::Bytes => format!(".bytes_body({content_type}, {name})"),
                BodyKind::Multipart => format!(".multipart_body({name})"),
            }
        }
    };
    Ok(ArgumentView {
        name,
        docs: render::docs(&docs)?,
        declared: taken.declared,
        binding: taken.binding,
        check: None,
        apply,
    })
}

/// The fields of a form with their styles.
fn fields(encoding: &[FieldStyle]) -> String {
    let field = |field: &FieldStyle| {
        let options = query(field.style, field.explode, field.allow_reserved, false);
        let name = proc_macro2::Literal::string(&field.wire_name);
        format!("({name}, {options})")
    };
    encoding.iter().map(field).collect::<Vec<_>>().join(", ")
}

/// The options of a query parameter.
fn query(style: &str, explode: bool, allow_reserved: bool, allow_empty: bool) -> String {
    let base = match query_constant(style, explode) {
        Some(constant) => format!("Query::{constant}"),
        None => format!("Query::new(QueryStyle::{style}, {explode})"),
    };
    match (allow_reserved, allow_empty) {
        (false, false) => base,
        (true, false) => format!("Query {{ allow_reserved: true, ..{base} }}"),
        (false, true) => format!("Query {{ allow_empty: true, ..{base} }}"),
        (true, true) => format!("Query {{ allow_reserved: true, allow_empty: true, ..{base} }}"),
    }
}

/// The constant of the runtime's `Query` for a style, where it has one.
pub fn query_constant(style: &str, explode: bool) -> Option<&'static str> {
    Some(match (style, explode) {
        ("Form", true) => "FORM",
        ("Form", false) => "FORM_JOINED",
        ("SpaceDelimited", false) => "SPACE_DELIMITED",
        ("PipeDelimited", false) => "PIPE_DELIMITED",
        ("DeepObject", true) => "DEEP_OBJECT",
        ("Json", false) => "JSON",
        _ => return None,
    })
}

/// How an argument is declared and used.
pub struct Taken {
    /// Type in the signature.
    pub declared: String,
    /// Statement before the call, where one is needed.
    pub binding: Option<Binding>,
    /// The expression that is sent.
    pub value: String,
    /// Whether the caller may lend it or give it away.
    pub borrows: bool,
}

/// Scalars by value, text as anything that is text, lists as slices, the rest by value or reference.
pub fn taken(models: &[Model], name: &str, argument: &Argument) -> Taken {
    let plain = |declared: &str, value: String| Taken {
        declared: declared.to_owned(),
        binding: None,
        value,
        borrows: false,
    };
    if let Location::Body { kind, .. } = &argument.location {
        match kind {
            BodyKind::Text => return plain("impl Into<String>", name.to_owned()),
            BodyKind::Bytes => return plain("impl Into<Body>", name.to_owned()),
            BodyKind::Multipart => return plain(&argument.value.to_string(), name.to_owned()),
            BodyKind::Json | BodyKind::Form => {}
        }
    }
    match named(models, &argument.value) {
        Type::String => plain("impl AsRef<str>", format!("{name}.as_ref()")),
        Type::List(inner) => plain(&format!("&[{}]", inner.qualified()), name.to_owned()),
        scalar if scalar.is_scalar(models) => {
            plain(&scalar.qualified().to_string(), format!("&{name}"))
        }
        any if matches!(any.plain(models), Type::Map(_) | Type::Any) => {
            plain(&format!("&{}", any.qualified()), name.to_owned())
        }
        wrapped @ (Type::Nullable(_) | Type::Emptyable(_)) => {
            let type_ = wrapped.qualified();
            Taken {
                declared: format!("impl Into<{type_}>"),
                binding: Some((
                    format!("let {name}: &{type_} ="),
                    format!("&{name}.into();"),
                )),
                value: name.to_owned(),
                borrows: false,
            }
        }
        other => {
            let type_ = other.qualified();
            Taken {
                declared: format!("impl Borrow<{type_}>"),
                binding: Some((
                    format!("let {name}: &{type_} ="),
                    format!("{name}.borrow();"),
                )),
                value: name.to_owned(),
                borrows: true,
            }
        }
    }
}

/// The type that a signature names: that behind an alias, where it need not be taken as it is.
pub fn named<'t>(models: &'t [Model], type_: &'t Type) -> &'t Type {
    match type_.plain(models) {
        plain @ (Type::String | Type::List(_)) => plain,
        _ => type_,
    }
}

/// Whether the argument is a body that is not written from a value.
pub fn is_raw(location: &Location) -> bool {
    matches!(
        location,
        Location::Body {
            kind: BodyKind::Text | BodyKind::Bytes | BodyKind::Multipart,
            ..
        }
    )
}
