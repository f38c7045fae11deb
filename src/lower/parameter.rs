//! Parameters to arguments.

use indexmap::IndexMap;
use openapiv3::{Parameter, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle};

use super::component::{self, Found, PARAMETERS};
use super::describe;
use super::example;
use super::ignored::is_ignored;
use super::keywords::{At, Node};
use super::media;
use super::methods::Context;
use super::names::Scope;
use super::scalar;
use super::schema::{Home, Types};
use super::template::{self, Template};
use crate::diagnostic::Code;
use crate::ir::{Argument, BodyKind, Checks, Docs, Location, Type};
use crate::spec::origin::child;

/// The parameters of an operation by name and location.
pub(super) type Parameters<'a> = IndexMap<(String, &'static str), Found<'a, Parameter>>;

impl<'a> Types<'a, '_> {
    /// Required and optional arguments of an operation, in the order of their declaration, the path's own first.
    pub(super) fn parameters(
        &mut self,
        context: &Context<'a>,
        template: &Template,
        found: &Parameters<'a>,
        home: &Home,
        scope: &mut Scope,
    ) -> (Vec<Argument>, Vec<Argument>) {
        let inside = template.placeholders.keys().map(String::as_str);
        let names = found.keys().map(|(name, _)| name.as_str());
        scope.expect(inside.chain(names));
        let mut arguments = Vec::new();
        let mut options = Vec::new();
        for (name, style) in &template.placeholders {
            if found.contains_key(&(name.clone(), "path")) {
                continue;
            }
            self.warn(
                Code::PathParameter,
                &context.pointer,
                format!(
                    "the path's `{{{name}}}` is not declared as a parameter; it is taken as text"
                ),
            );
            arguments.push(Argument {
                name: scope.claim(name, "value"),
                wire_name: name.clone(),
                value: Type::String,
                location: Location::Path {
                    style,
                    explode: false,
                },
                docs: Docs::default(),
                example: None,
                checks: Checks::default(),
            });
        }
        for ((name, location), parameter) in found {
            let inside = template.placeholders.get(name);
            if *location == "path" && inside.is_none() {
                let message = format!("the path has no `{{{name}}}`; the parameter is ignored");
                self.warn(Code::PathParameter, &parameter.pointer, message);
                continue;
            }
            let fixed = template.fixed.iter().find(|(fixed, _)| fixed == name);
            if let ("query", Some((_, value))) = (*location, fixed) {
                self.report_fixed(parameter, name, value);
                continue;
            }
            if is_ignored(name, location) {
                continue;
            }
            let Some(mut argument) = self.argument(parameter, home, scope) else {
                continue;
            };
            if let (Location::Path { style, .. }, Some(said)) = (&mut argument.location, inside)
                && *style == "Simple"
            {
                *style = said;
            }
            let required = *location == "path" || parameter.item.parameter_data_ref().required;
            if required {
                arguments.push(argument)
            } else {
                options.push(argument)
            }
        }
        (arguments, options)
    }

    /// The path of an operation, with what does not fit its parameters reported.
    pub(super) fn template(&mut self, context: &Context<'a>, found: &Parameters<'a>) -> Template {
        let declared = found.keys().map(|(name, place)| (name.as_str(), *place));
        let declared: Vec<(&str, &str)> = declared.collect();
        let template = template::parse(context.path, &declared);
        for (said, declared) in &template.respelt {
            let message =
                format!("the path's `{{{said}}}` is read as `{{{declared}}}`, which is declared");
            self.warn(Code::PathParameter, &context.pointer, message);
        }
        for name in &template.undeclared {
            let message = format!(
                "the path names a query parameter `{name}`, which is not declared; it is not sent"
            );
            self.warn(Code::PathParameter, &context.pointer, message);
        }
        template
    }

    /// Reports a query parameter to which the path gives a value, unless it can have no other.
    fn report_fixed(&mut self, parameter: &Found<'a, Parameter>, name: &str, value: &str) {
        let listed = match &parameter.item.parameter_data_ref().format {
            ParameterSchemaOrContent::Schema(schema) => {
                let at = At::new(child(&parameter.pointer, "schema"), Node::new(schema));
                self.scratch(&[at]).enumeration.unwrap_or_default()
            }
            ParameterSchemaOrContent::Content(_) => Vec::new(),
        };
        let is_only = matches!(listed.as_slice(), [only] if scalar::text(only) == value);
        if !is_only {
            let message = format!("the path says what `{name}` is; the parameter is ignored");
            self.warn(Code::PathParameter, &parameter.pointer, message);
        }
    }

    /// The parameters of the path and of the operation; the latter replace those of the same name and location.
    pub(super) fn find_parameters(&self, context: &Context<'a>) -> Parameters<'a> {
        let mut found: Parameters<'a> = IndexMap::new();
        let lists = [
            (
                child(&context.path_pointer, "parameters"),
                &context.item.parameters,
            ),
            (
                child(&context.pointer, "parameters"),
                &context.operation.parameters,
            ),
        ];
        for (pointer, list) in lists {
            for (index, parameter) in list.iter().enumerate() {
                let pointer = format!("{pointer}/{index}");
                let parameter = component::find(self.document, &PARAMETERS, pointer, parameter);
                let Some(parameter) = parameter else {
                    continue;
                };
                let mut name = parameter.item.parameter_data_ref().name.clone();
                let location = location(parameter.item);
                if location == "header" {
                    // Headers are the same in any capitals.
                    name.make_ascii_lowercase();
                }
                found.insert((name, location), parameter);
            }
        }
        let as_spelt =
            |((_, location), parameter): ((String, &'static str), Found<'a, Parameter>)| {
                let name = parameter.item.parameter_data_ref().name.clone();
                ((name, location), parameter)
            };
        found.into_iter().map(as_spelt).collect()
    }

    fn argument(
        &mut self,
        found: &Found<'a, Parameter>,
        home: &Home,
        scope: &mut Scope,
    ) -> Option<Argument> {
        let data = found.item.parameter_data_ref();
        // What several operations share is named after itself.
        let home = match &found.component {
            Some(name) => &self.shared_home(name, "parameter"),
            None => &home.below(&data.name),
        };
        let mut checks = Checks::default();
        let description = data.description.as_deref();
        let description = description.filter(|text| !describe::says_name(text, &data.name));
        let mut docs = self.docs.text(None, description);
        let (value, json) = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => {
                let at = At::new(child(&found.pointer, "schema"), Node::new(schema));
                let said = self.docs.schema(&at, &data.name);
                docs.notes = said.notes;
                // Some describe what the value is rather than what the parameter does.
                if docs.lines.is_empty() {
                    docs.lines = match said.lines.is_empty() {
                        true => self.described(&at, &data.name).summary().lines,
                        false => said.lines,
                    };
                }
                checks = self.checks(std::slice::from_ref(&at));
                (self.typed(&at, home).type_, false)
            }
            ParameterSchemaOrContent::Content(content) => {
                self.parameter_content(found, content, home)
            }
        };
        docs.deprecated = data.deprecated.unwrap_or_default();
        Some(Argument {
            name: scope.claim(&data.name, location(found.item)),
            wire_name: data.name.clone(),
            value,
            location: place(found.item, data, json),
            docs,
            example: example::parameter(self.document, data),
            checks,
        })
    }

    fn parameter_content(
        &mut self,
        found: &Found<'a, Parameter>,
        content: &'a openapiv3::Content,
        home: &Home,
    ) -> (Type, bool) {
        let Some((name, media_type, kind)) = media::choose(self.document, content) else {
            return (Type::String, false);
        };
        let pointer = child(&found.pointer, "content");
        match (media::schema(&child(&pointer, name), media_type), kind) {
            (Some(at), BodyKind::Json) => (self.typed(&at, home).type_, true),
            (None, BodyKind::Json) => (self.untyped(&pointer, "media type without schema"), true),
            _ => (Type::String, false),
        }
    }
}

fn location(parameter: &Parameter) -> &'static str {
    match parameter {
        Parameter::Query { .. } => "query",
        Parameter::Header { .. } => "header",
        Parameter::Path { .. } => "path",
        Parameter::Cookie { .. } => "cookie",
    }
}

/// Where and how a parameter is written, with the defaults of
/// [its styles](https://spec.openapis.org/oas/v3.0.3#style-values).
fn place(parameter: &Parameter, data: &ParameterData, json: bool) -> Location {
    match parameter {
        Parameter::Path { .. } if json => Location::PathJson,
        Parameter::Query { .. } if json => Location::QueryJson,
        Parameter::Cookie { .. } if json => Location::CookieJson,
        Parameter::Header { .. } if json => Location::HeaderJson,
        Parameter::Query {
            style,
            allow_reserved,
            allow_empty_value,
            ..
        } => {
            let (style, spread) = match style {
                QueryStyle::Form => ("Form", true),
                QueryStyle::SpaceDelimited => ("SpaceDelimited", false),
                QueryStyle::PipeDelimited => ("PipeDelimited", false),
                QueryStyle::DeepObject => ("DeepObject", true),
            };
            Location::Query {
                style,
                explode: data.explode.unwrap_or(spread),
                allow_reserved: *allow_reserved,
                allow_empty: allow_empty_value.unwrap_or_default(),
            }
        }
        Parameter::Header { .. } => Location::Header {
            explode: data.explode.unwrap_or(false),
        },
        Parameter::Path { style, .. } => {
            let style = match style {
                PathStyle::Simple => "Simple",
                PathStyle::Label => "Label",
                PathStyle::Matrix => "Matrix",
            };
            Location::Path {
                style,
                explode: data.explode.unwrap_or(false),
            }
        }
        Parameter::Cookie { .. } => Location::Cookie {
            explode: data.explode.unwrap_or(true),
        },
    }
}
