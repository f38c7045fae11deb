//! Header parameters that are no arguments, because other parts of an operation decide these headers
//! ([Parameter Object](https://spec.openapis.org/oas/v3.0.4.html#fixed-fields-for-use-with-schema)): what that loses is reported.

use openapiv3::{Parameter, ParameterSchemaOrContent};

use super::component::Found;
use super::describe::code;
use super::keywords::{At, Node};
use super::parameter::Parameters;
use super::scalar;
use super::schema::Types;
use super::security;
use crate::diagnostic::Code;
use crate::ir::{Location, Operation};
use crate::spec::origin::child;

const AUTHORIZATION: &str = "authorization";
const ACCEPT: &str = "accept";
const CONTENT_TYPE: &str = "content-type";

/// Whether a parameter is such a header.
pub(super) fn is_ignored(name: &str, location: &str) -> bool {
    location == "header"
        && [AUTHORIZATION, ACCEPT, CONTENT_TYPE]
            .iter()
            .any(|ignored| name.eq_ignore_ascii_case(ignored))
}

impl<'a> Types<'a, '_> {
    /// Reports the parameters without which a request is not what the description says.
    pub(super) fn report_ignored(&mut self, found: &Parameters<'a>, operation: &Operation) {
        let ignored = found
            .iter()
            .filter(|((name, location), _)| is_ignored(name, location));
        for ((name, _), parameter) in ignored {
            let reason = match name.to_ascii_lowercase().as_str() {
                AUTHORIZATION => self.unauthorized(operation),
                ACCEPT => {
                    let sent: Vec<&str> = operation.accept.split(',').collect();
                    self.never_sent(parameter, &sent, "replies")
                }
                _ => {
                    let sent = sent_types(operation);
                    // Without a body there is nothing that it could be the type of.
                    (!sent.is_empty())
                        .then(|| self.never_sent(parameter, &sent, "body"))
                        .flatten()
                }
            };
            if let Some(reason) = reason {
                self.diagnostics.push_help(
                    Code::UnsupportedParameter,
                    parameter.pointer.clone(),
                    format!("the header {} is no argument: {reason}", code(name)),
                    "set it with `header` where the operation is called",
                );
            }
        }
    }

    /// What an operation accepts: first the one value that a required `Accept` can have or has by default, as where a server
    /// takes no request without its own name for JSON; then what its replies are.
    pub(super) fn accepted(&self, found: &Parameters<'a>, replies: String) -> String {
        let mut headers = found
            .iter()
            .filter(|((_, location), _)| *location == "header");
        let said = headers.find(|((name, _), parameter)| {
            name.eq_ignore_ascii_case(ACCEPT) && parameter.item.parameter_data_ref().required
        });
        let named = said.map(|(_, parameter)| self.named(parameter));
        let Some([named]) = named.as_deref() else {
            return replies;
        };
        let is_named = |sent: &str| plain(sent) == plain(named);
        if named == "*/*" || !is_media_type(named) || replies.split(',').any(is_named) {
            return replies;
        }
        match replies.as_str() {
            "" => named.clone(),
            replies => format!("{named}, {replies}"),
        }
    }

    /// That no security scheme of an operation is sent as `Authorization`.
    fn unauthorized(&self, operation: &Operation) -> Option<String> {
        let mut schemes = operation.security.iter().flatten();
        let is_sent = schemes.any(|name| security::authorizes(self.document, name));
        let reason = "it is left to a security scheme, and none of the operation's is sent there";
        (!is_sent).then(|| reason.to_owned())
    }

    /// That no value that a parameter names is among those that are sent.
    fn never_sent(
        &self,
        parameter: &Found<'a, Parameter>,
        sent: &[&str],
        decided_by: &str,
    ) -> Option<String> {
        let named = self.named(parameter);
        let sent: Vec<String> = sent.iter().map(|name| plain(name)).collect();
        let is_sent = |name: &String| name == "*/*" || sent.contains(&plain(name));
        if named.is_empty() || named.iter().any(is_sent) {
            return None;
        }
        let named: Vec<String> = named.iter().map(|name| code(name)).collect();
        let named = named.join(" or ");
        Some(format!(
            "the media types of its {decided_by} decide, and none of them is {named}"
        ))
    }

    /// The value that is sent unless another one is given, or else those that there are.
    fn named(&self, parameter: &Found<'a, Parameter>) -> Vec<String> {
        let format = &parameter.item.parameter_data_ref().format;
        let ParameterSchemaOrContent::Schema(schema) = format else {
            return Vec::new();
        };
        let at = At::new(child(&parameter.pointer, "schema"), Node::new(schema));
        let default = match at.node {
            Node::Inline(schema) => schema.schema_data.default.as_ref(),
            Node::Reference(_) => None,
        };
        match default {
            Some(default) => vec![scalar::text(default)],
            None => {
                let listed = self.scratch(&[at]).enumeration.unwrap_or_default();
                let listed = listed.iter().filter(|value| !value.is_null());
                listed.map(scalar::text).collect()
            }
        }
    }
}

/// The media types of the bodies that an operation can send.
fn sent_types(operation: &Operation) -> Vec<&str> {
    let types = operation
        .all_arguments()
        .filter_map(|argument| match &argument.location {
            Location::Body { content_type, .. } => Some(content_type.as_str()),
            _ => None,
        });
    types.collect()
}

/// Whether a text can stand in a header as a media type, or as a range of them.
fn is_media_type(text: &str) -> bool {
    let is_plain = |c: char| c == ' ' || c.is_ascii_graphic() && c != ',';
    text.contains('/') && text.chars().all(is_plain)
}

/// A media type for comparison; UTF-8 is what JSON is in anyway.
fn plain(media_type: &str) -> String {
    let mut plain: String = media_type.split_whitespace().collect();
    plain.make_ascii_lowercase();
    let end = plain.strip_suffix(";charset=utf-8").map(str::len);
    plain.truncate(end.unwrap_or(plain.len()));
    plain
}
