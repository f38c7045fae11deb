//! Servers and security schemes.

use indexmap::{IndexMap, IndexSet};
use openapiv3::{APIKeyLocation, OpenAPI, SecurityRequirement, SecurityScheme};

use super::component::{self, SECURITY_SCHEMES};
use super::describe;
use super::docs;
use super::names::{Case, Scope};
use crate::diagnostic::{Code, Diagnostics};
use crate::ir::{Docs, Scheme, SchemeKind, Server, ServerVariable, Tag};
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

/// How many combinations a requirement gives at most; few have more than two.
const MOST_COMBINATIONS: usize = 64;

/// The place of tokens and passwords.
const AUTHORIZATION: &str = "header authorization";

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
            values: distinct(&variable.enumeration),
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

fn distinct(values: &[String]) -> Vec<String> {
    let values: IndexSet<&String> = values.iter().collect();
    values.into_iter().cloned().collect()
}

/// What a header key called `Authorization` hides: most APIs that are described so want a word before the token.
const WHOLE_CREDENTIAL: [&str; 2] = [
    "It is sent as it is: if the API wants a word such as `Bearer` before a token, the credential",
    "begins with it.",
];

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
        if let Some(name) = foreign_http(scheme) {
            diagnostics.push(
                Code::UnsupportedSecurity,
                pointer,
                format!("the HTTP scheme `{name}` is not built in; the credential is sent as `Authorization` as it is"),
            );
        }
        let kind = kind(scheme);
        let method = match kind {
            SchemeKind::Bearer => "bearer_token",
            SchemeKind::Basic => "basic_auth",
            _ => name.as_str(),
        };
        let mut docs = scheme_docs(name, description(scheme));
        if let Some(scheme) = foreign_http(scheme) {
            let scheme = describe::code(scheme);
            docs.paragraph([format!(
                "It is sent as it is: the credential begins with the name of its HTTP scheme, {scheme}."
            )]);
        } else if matches!(&kind, SchemeKind::Header(name) if name.eq_ignore_ascii_case("authorization"))
        {
            docs.paragraph(WHOLE_CREDENTIAL.map(str::to_owned));
        }
        result.push(Scheme {
            wire_name: name.clone(),
            method: claim(&mut scope, method, name),
            kind,
            client_credentials: matches!(
                scheme,
                SecurityScheme::OAuth2 { flows, .. } if flows.client_credentials.is_some()
            ),
            docs,
        });
    }
    result
}

/// Where the credential of a scheme goes.
fn kind(scheme: &SecurityScheme) -> SchemeKind {
    match scheme {
        SecurityScheme::APIKey { location, name, .. } => match location {
            APIKeyLocation::Header => SchemeKind::Header(name.clone()),
            APIKeyLocation::Query => SchemeKind::Query(name.clone()),
            APIKeyLocation::Cookie => SchemeKind::Cookie(name.clone()),
        },
        SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("basic") => {
            SchemeKind::Basic
        }
        _ if foreign_http(scheme).is_some() => SchemeKind::Header("Authorization".to_owned()),
        SecurityScheme::HTTP { .. }
        | SecurityScheme::OAuth2 { .. }
        | SecurityScheme::OpenIDConnect { .. } => SchemeKind::Bearer,
    }
}

/// The HTTP scheme of a credential that the client cannot put together.
fn foreign_http(scheme: &SecurityScheme) -> Option<&str> {
    let SecurityScheme::HTTP { scheme, .. } = scheme else {
        return None;
    };
    let is_known = ["basic", "bearer"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known));
    (!is_known).then_some(scheme)
}

fn description(scheme: &SecurityScheme) -> Option<&str> {
    let (SecurityScheme::APIKey { description, .. }
    | SecurityScheme::HTTP { description, .. }
    | SecurityScheme::OAuth2 { description, .. }
    | SecurityScheme::OpenIDConnect { description, .. }) = scheme;
    description.as_deref()
}

/// Alternatives of combinations of schemes; the operation's own list replaces the document's
/// ([Operation Object](https://spec.openapis.org/oas/v3.0.3#operation-object)).
pub fn requirements(
    document: &OpenAPI,
    own: Option<&Vec<SecurityRequirement>>,
) -> Vec<Vec<String>> {
    let list = own.or(document.security.as_ref());
    let alternatives: IndexSet<Vec<String>> = list
        .into_iter()
        .flatten()
        .flat_map(|requirement| combinations(document, requirement))
        .collect();
    alternatives.into_iter().collect()
}

/// What most operations ask for, or the first of them if there is a tie.
pub fn usual(tags: &[Tag]) -> Vec<Vec<String>> {
    let mut counts: IndexMap<&Vec<Vec<String>>, usize> = IndexMap::new();
    for operation in tags.iter().flat_map(|tag| &tag.operations) {
        *counts.entry(&operation.security).or_default() += 1;
    }
    let most = counts.values().max().copied();
    let usual = counts.into_iter().find(|(_, count)| Some(*count) == most);
    usual
        .map(|(security, _)| security.clone())
        .unwrap_or_default()
}

/// The combinations of schemes that a requirement asks for. No request can carry two tokens in one header: of schemes that
/// fill the same place any one is enough, as where the flows of OAuth 2 are schemes of their own and stand side by side.
fn combinations(document: &OpenAPI, requirement: &SecurityRequirement) -> Vec<Vec<String>> {
    let mut places: IndexMap<String, Vec<&String>> = IndexMap::new();
    for name in requirement.keys() {
        let place = place(document, name).unwrap_or_else(|| name.clone());
        places.entry(place).or_default().push(name);
    }
    places
        .values()
        .fold(vec![Vec::new()], |combinations, names| {
            let extended = combinations.iter().flat_map(|combination| {
                let with = |name: &&String| [combination.as_slice(), &[(*name).clone()]].concat();
                names.iter().map(with)
            });
            extended.take(MOST_COMBINATIONS).collect()
        })
}

/// Whether the credential of a scheme is sent as `Authorization`.
pub fn authorizes(document: &OpenAPI, name: &str) -> bool {
    place(document, name).is_some_and(|place| place == AUTHORIZATION)
}

/// The place in a request that a scheme fills.
fn place(document: &OpenAPI, name: &str) -> Option<String> {
    let (name, scheme) = document
        .components
        .as_ref()?
        .security_schemes
        .get_key_value(name)?;
    let pointer = child("/components/securitySchemes", name);
    let found = component::find(document, &SECURITY_SCHEMES, pointer, scheme)?;
    Some(match kind(found.item) {
        SchemeKind::Bearer | SchemeKind::Basic => AUTHORIZATION.to_owned(),
        SchemeKind::Header(name) => format!("header {}", name.to_ascii_lowercase()),
        SchemeKind::Query(name) => format!("query {name}"),
        SchemeKind::Cookie(name) => format!("cookie {name}"),
    })
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
