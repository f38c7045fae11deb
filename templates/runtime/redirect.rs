//! Which redirects are followed.

use http::header::LOCATION;
use http::{HeaderMap, Method, StatusCode, Uri};

/// Where a response redirects to, if the redirect is to be followed; the second value says whether the target has the
/// same origin, so that it may see credentials.
///
/// A request with an effect is only repeated where the server explicitly says so (307, 308), and never elsewhere. No
/// request falls back from `https` to `http`.
pub(super) fn target(
    method: &Method,
    from: &Uri,
    status: StatusCode,
    headers: &HeaderMap,
) -> Option<(Uri, bool)> {
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let to = resolve(from, headers.get(LOCATION)?.to_str().ok()?)?;
    let same_origin = is_same_origin(from, &to)?;
    let follow = if matches!(*method, Method::GET | Method::HEAD) {
        same_origin || from.scheme_str() != Some("https") || to.scheme_str() == Some("https")
    } else {
        same_origin && matches!(status.as_u16(), 307 | 308)
    };
    follow.then_some((to, same_origin))
}

/// Whether two URLs lead to the same server; `None` if one of them leads nowhere.
pub(super) fn is_same_origin(one: &Uri, other: &Uri) -> Option<bool> {
    Some(origin(one)? == origin(other)?)
}

/// Scheme, host and port, as in [RFC 6454](https://www.rfc-editor.org/rfc/rfc6454#section-4).
fn origin(uri: &Uri) -> Option<(&str, String, u16)> {
    let scheme = uri.scheme_str()?;
    let default_port = match scheme {
        "https" => 443,
        "http" => 80,
        _ => return None,
    };
    let host = uri.host()?.to_ascii_lowercase();
    Some((scheme, host, uri.port_u16().unwrap_or(default_port)))
}

/// Resolves a reference against the URL it was found at
/// ([RFC 3986, section 5.2](https://www.rfc-editor.org/rfc/rfc3986#section-5.2)).
pub(super) fn resolve(from: &Uri, reference: &str) -> Option<Uri> {
    let reference = reference.split('#').next().unwrap_or("");
    let scheme = from.scheme_str()?;
    let authority = from.authority()?;
    let directory = from
        .path()
        .rsplit_once('/')
        .map_or("", |(directory, _)| directory);
    let absolute = if reference.contains("://") && !reference.starts_with(['/', '?']) {
        reference.to_owned()
    } else if reference.starts_with("//") {
        format!("{scheme}:{reference}")
    } else if reference.starts_with('/') {
        format!("{scheme}://{authority}{reference}")
    } else if reference.starts_with('?') {
        format!("{scheme}://{authority}{}{reference}", from.path())
    } else {
        format!("{scheme}://{authority}{directory}/{reference}")
    };
    Uri::try_from(absolute).ok()
}
