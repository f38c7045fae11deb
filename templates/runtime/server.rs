//! Where an API is served: [Server Objects](https://spec.openapis.org/oas/v3.0.3#server-object).

use http::Uri;

use super::credential::Scheme;

/// What the description says about an API as a whole.
#[derive(Debug)]
pub struct Api {
    /// The name that the default user agent carries.
    pub name: &'static str,
    /// The version that the default user agent carries.
    pub version: &'static str,
    /// Where the API is served; the first is the default.
    pub servers: &'static [Server],
    /// How callers prove who they are.
    pub schemes: &'static [Scheme],
    /// What operations ask for that do not say so themselves: alternatives, each a combination of the schemes' names.
    pub security: &'static [&'static [&'static str]],
}

/// A server of an API.
#[derive(Debug)]
pub struct Server {
    /// Its URL, with `{variables}`; may be relative.
    pub url: &'static str,
    /// What the description says about it.
    pub description: &'static str,
    /// The variables in its URL.
    pub variables: &'static [Variable],
}

/// A variable in a server's URL.
#[derive(Debug)]
pub struct Variable {
    /// Its name, as between the braces.
    pub name: &'static str,
    /// Its value unless another is chosen; its name in braces: one must be chosen.
    pub default: &'static str,
    /// The values allowed; empty: any.
    pub values: &'static [&'static str],
}

impl Server {
    /// Puts the chosen values, or else the defaults, into the URL.
    pub(super) fn expand(&self, chosen: &[(String, String)]) -> Result<String, String> {
        let mut url = self.url.to_owned();
        for variable in self.variables {
            let value = chosen
                .iter()
                .rfind(|(name, _)| name == variable.name)
                .map_or(variable.default, |(_, value)| value);
            if !variable.values.is_empty() && !variable.values.contains(&value) {
                return Err(format!(
                    "`{value}` is not a value of the server variable `{}`; allowed: {}",
                    variable.name,
                    variable.values.join(", ")
                ));
            }
            let placeholder = format!("{{{}}}", variable.name);
            if value == placeholder {
                let name = variable.name;
                return Err(format!(
                    "the server variable `{name}` has no default: set it with `server_variable`"
                ));
            }
            url = url.replace(&placeholder, value);
        }
        Ok(url)
    }
}

/// Checks an absolute base URL and takes trailing slashes off, so that a path can follow.
pub(super) fn base(url: &str) -> Result<String, String> {
    let refuse = |reason: &str| Err(format!("`{url}` cannot be a base URL: {reason}"));
    let Ok(uri) = url.parse::<Uri>() else {
        return refuse("it is not a valid URL");
    };
    if !matches!(uri.scheme_str(), Some("http" | "https")) {
        return refuse("it does not begin with `https://` or `http://`");
    }
    if uri
        .authority()
        .is_none_or(|host| host.as_str().contains('@'))
    {
        // Not repeated in the message: what stands before the `@` is likely a password.
        return Err("a base URL cannot contain a user name or password".to_owned());
    }
    if url.contains(['?', '#']) {
        return refuse("it has a query or a fragment");
    }
    Ok(url.trim_end_matches('/').to_owned())
}

/// Resolves the URL of an operation's own server, which may be relative to the base URL of the API.
pub(super) fn resolve(base_url: &str, server: &str) -> Result<String, String> {
    if server.contains("://") {
        return base(server);
    }
    let Some(path) = server.strip_prefix('/') else {
        return base(&format!("{base_url}/{server}"));
    };
    let origin_end = base_url
        .find("://")
        .and_then(|scheme| {
            let host = scheme + 3;
            Some(host + base_url.get(host..)?.find('/')?)
        })
        .unwrap_or(base_url.len());
    let origin = base_url.get(..origin_end).unwrap_or(base_url);
    base(&format!("{origin}/{path}"))
}
