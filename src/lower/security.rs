//! Servers and security schemes.

use openapiv3::{APIKeyLocation, OpenAPI, SecurityScheme};

use super::component::{self, SECURITY_SCHEMES};
use super::describe;
use super::docs;
use super::names::{Case, Scope};
use crate::diagnostic::{Code, Diagnostics};
use crate::ir::{Docs, Scheme, SchemeKind, Server, ServerVariable};
use crate::spec::origin::child;

/// Methods that every client builder has.
const BUILDER_METHODS: &[&str] = &[
    "new",
    "base_url",
    "build",
    "connect_timeout",
    "credential",
    "credential_provider",
    "default_header",
    "header",
    "max_response_bytes",
    "on_request",
    "retry",
    "server",
    "server_variable",
    "timeout",
    "transport",
    "user_agent",
];

/// A server, with the variables of its address.
#[must_use]
pub fn server(server: &openapiv3::Server) -> Server {
    let variables = server
        .variables
        .iter()
        .flatten()
        .map(|(name, variable)| ServerVariable {
            name: name.clone(),
            default: variable.default.clone(),
            values: variable.enumeration.clone(),
        });
    Server {
        url: server.url.trim_end_matches('/').to_owned(),
        description: server
            .description
            .as_deref()
            .map(docs::sentence)
            .unwrap_or_default(),
        variables: variables.collect(),
    }
}

/// All security schemes, each with the builder method that takes its credential.
pub fn schemes(document: &OpenAPI, diagnostics: &mut Diagnostics) -> Vec<Scheme> {
    let mut scope = Scope::new(Case::Value, BUILDER_METHODS);
    let schemes = document
        .components
        .as_ref()
        .map(|components| &components.security_schemes);
    let mut result = Vec::new();
    for (name, scheme) in schemes.into_iter().flatten() {
        let pointer = child("/components/securitySchemes", name);
        let found = component::find(document, &SECURITY_SCHEMES, pointer, scheme);
        let Some(found) = found else {
            continue;
        };
        let (pointer, scheme) = (found.pointer, found.item);
        let (kind, method, description) = match scheme {
            SecurityScheme::APIKey {
                location,
                name: key,
                description,
                ..
            } => {
                let kind = match location {
                    APIKeyLocation::Header => SchemeKind::Header(key.clone()),
                    APIKeyLocation::Query => SchemeKind::Query(key.clone()),
                    APIKeyLocation::Cookie => SchemeKind::Cookie(key.clone()),
                };
                (kind, name.as_str(), description)
            }
            SecurityScheme::HTTP {
                scheme,
                description,
                ..
            } if scheme.eq_ignore_ascii_case("bearer") => {
                (SchemeKind::Bearer, "bearer_token", description)
            }
            SecurityScheme::HTTP {
                scheme,
                description,
                ..
            } if scheme.eq_ignore_ascii_case("basic") => {
                (SchemeKind::Basic, "basic_auth", description)
            }
            SecurityScheme::HTTP {
                scheme,
                description,
                ..
            } => {
                diagnostics.push(
                    Code::UnsupportedSecurity,
                    pointer,
                    format!("the HTTP scheme `{scheme}` is not built in; the credential is sent as `Authorization` as it is"),
                );
                (
                    SchemeKind::Header("Authorization".to_owned()),
                    name.as_str(),
                    description,
                )
            }
            SecurityScheme::OAuth2 { description, .. }
            | SecurityScheme::OpenIDConnect { description, .. } => {
                (SchemeKind::Bearer, "bearer_token", description)
            }
        };
        result.push(Scheme {
            wire_name: name.clone(),
            method: claim(&mut scope, method, name),
            kind,
            client_credentials: matches!(
                scheme,
                SecurityScheme::OAuth2 { flows, .. } if flows.client_credentials.is_some()
            ),
            docs: scheme_docs(name, description.as_deref()),
        });
    }
    result
}

/// The usual name of a kind, where only one scheme is of it; else the scheme's own.
fn claim(scope: &mut Scope, usual: &str, own: &str) -> String {
    let before = scope.clone();
    let name = scope.claim(usual, "key");
    if name.trim_start_matches("r#") == usual || usual == own {
        return name;
    }
    *scope = before;
    scope.claim(own, "credential")
}

fn scheme_docs(name: &str, description: Option<&str>) -> Docs {
    let mut docs = Docs::line(format!(
        "Sets the credential of the security scheme {}.",
        describe::code(name)
    ));
    docs.paragraph(describe::text(None, description).lines);
    docs
}
