//! Arguments: how each is declared, and the method call that adds it to the request.

use indexmap::IndexMap;

use crate::format::ready::{self, Statement};
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
    /// Method that adds the argument.
    method: &'static str,
    /// What it is given before the value.
    given: Vec<String>,
    /// And before that, the styles of a form's fields.
    styles: IndexMap<String, Vec<String>>,
    value: String,
    /// Whether it is a body that is not written from a value.
    is_raw: bool,
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
        let given: String = self.given("").map(|given| format!("{given}, ")).collect();
        let apply = format!(".{}({given}{})", self.method, self.value);
        self.check.iter().cloned().chain([apply])
    }

    /// The argument as a line of the macro for calls, if it needs no more.
    pub fn line(&self) -> Option<String> {
        let method = |gap: &str| {
            let given: Vec<String> = self.given(gap).collect();
            format!("=> {}({}),", self.method, given.join(", "))
        };
        let argument = format!("{}({})", self.name, self.declared);
        let (line, below) = (format!("{argument} {}", method("")), method(""));
        let is_plain = !self.is_raw && self.check.is_none();
        is_plain.then(|| match ready::fits(&line, 2) {
            true => line,
            false if ready::fits(&below, 3) => format!("{argument}\n{below}"),
            false => format!("{argument} {}", method("\n")),
        })
    }

    /// What the method is given before the value; names of fields stand on lines of their own with a `gap` of a line.
    fn given(&self, gap: &str) -> impl Iterator<Item = String> {
        let (separator, end) = match gap {
            "" => (", ", ""),
            _ => (",\n", ",\n"),
        };
        let fields = |(style, names): (&String, &Vec<String>)| {
            format!("({style}, &[{gap}{}{end}])", names.join(separator))
        };
        let styles: Vec<String> = self.styles.iter().map(fields).collect();
        let styles = (!styles.is_empty()).then(|| format!("&[{}]", styles.join(", ")));
        styles.into_iter().chain(self.given.iter().cloned())
    }
}

/// All arguments of a list.
pub fn arguments<'a>(
    api: &Api,
    forms: &[Form],
    list: &'a [Argument],
) -> Result<Vec<ArgumentView<'a>>, Failure> {
    let views = list.iter();
    let views = views.map(|argument| argument_view(api, forms, argument));
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
    api: &Api,
    forms: &[Form],
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
    let check = check(api, forms, argument);
    let taken = taken(&api.models, name, argument);
    // What is looked at once needs no name.
    let (binding, value) = match taken.borrows && check.is_none() {
        true => (None, format!("{name}.borrow()")),
        false => (taken.binding, taken.value),
    };
    let wire_name = literal(&argument.wire_name);
    let (method, given) = match &argument.location {
        Location::Path {
            style: "Simple",
            explode: false,
        } => ("path", vec![wire_name]),
        Location::Path { style, explode } => {
            let style = format!("PathStyle::{style}");
            ("path_with", vec![wire_name, style, explode.to_string()])
        }
        Location::Query {
            style: "Form",
            explode: true,
            allow_reserved: false,
            allow_empty: false,
        } => ("query", vec![wire_name]),
        Location::Query {
            style,
            explode,
            allow_reserved,
            allow_empty,
        } => {
            let options = query(style, *explode, *allow_reserved, *allow_empty);
            ("query_with", vec![wire_name, options])
        }
        Location::Header { explode } => ("header_param", vec![wire_name, explode.to_string()]),
        Location::Cookie { explode } => ("cookie", vec![wire_name, explode.to_string()]),
        Location::PathJson => ("path_json", vec![wire_name]),
        Location::CookieJson => ("cookie_json", vec![wire_name]),
        Location::QueryJson => ("query_json", vec![wire_name]),
        Location::HeaderJson => ("header_json", vec![wire_name]),
        Location::Body {
            kind,
            content_type,
            encoding,
        } => match kind {
            BodyKind::Json => ("json_body", vec![literal(content_type)]),
            BodyKind::Form if encoding.is_empty() => ("form_body", Vec::new()),
            BodyKind::Form => ("form_body_with", Vec::new()),
            BodyKind::Text => ("text_body", vec![literal(content_type)]),
            BodyKind::Bytes => ("bytes_body", vec![literal(content_type)]),
            BodyKind::Multipart => ("multipart_body", Vec::new()),
        },
    };
    Ok(ArgumentView {
        name,
        docs: render::docs(&docs)?,
        is_raw: is_raw(&argument.location),
        declared: taken.declared,
        binding,
        check,
        method,
        given,
        styles: match &argument.location {
            Location::Body { encoding, .. } => fields(encoding),
            _ => IndexMap::new(),
        },
        value,
    })
}

/// A text as Rust writes it.
pub fn literal(text: &str) -> String {
    proc_macro2::Literal::string(text).to_string()
}

/// The fields of a form that have styles of their own, by these.
fn fields(encoding: &[FieldStyle]) -> IndexMap<String, Vec<String>> {
    let mut styles: IndexMap<String, Vec<String>> = IndexMap::new();
    for field in encoding {
        let options = query(field.style, field.explode, field.allow_reserved, false);
        let names = styles.entry(options).or_default();
        names.push(literal(&field.wire_name));
    }
    styles
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
