//! The crates behind the types that a user asks for.

use super::Replacement;

/// Lines for the manifest, for crates whose types stand for well-known formats.
const KNOWN: &[(&str, &str)] = &[
    ("bigdecimal", r#"bigdecimal = "0.4""#),
    (
        "chrono",
        r#"chrono = { version = "0.4", default-features = false, features = ["alloc"] }"#,
    ),
    (
        "jiff",
        r#"jiff = { version = "0.2", default-features = false, features = ["alloc"] }"#,
    ),
    ("num_bigint", r#"num-bigint = "0.4""#),
    (
        "rust_decimal",
        r#"rust_decimal = { version = "1", default-features = false, features = ["std"] }"#,
    ),
    ("semver", r#"semver = "1""#),
    (
        "time",
        r#"time = { version = "0.3", default-features = false, features = ["formatting", "parsing"] }"#,
    ),
    ("ulid", r#"ulid = "1""#),
    ("url", r#"url = "2""#),
    (
        "uuid",
        r#"uuid = { version = "1", default-features = false }"#,
    ),
];

/// Crates whose types every client can use.
const PRESENT: &[&str] = &[
    "alloc",
    "bytes",
    "core",
    "crate",
    "http",
    "serde_json",
    "std",
];

/// Other crates of which the manifest has a line already.
const TAKEN: &[&str] = &[
    "futures_core",
    "gloo_timers",
    "regex_lite",
    "reqwest",
    "serde",
    "tokio",
    "tracing",
];

/// The line of the manifest that a type needs.
pub fn line(replacement: &Replacement) -> Option<String> {
    if let Some(line) = &replacement.dependency {
        return Some(line.trim().to_owned());
    }
    let root = root(&replacement.path);
    let known = KNOWN.iter().find(|(name, _)| *name == root);
    known.map(|(_, line)| (*line).to_owned())
}

/// Whether `replacement` is a type that the crate can be given.
///
/// # Errors
/// What is wrong with it.
pub fn check(replacement: &Replacement) -> Result<(), String> {
    let path = &replacement.path;
    let full = match syn::parse_str::<syn::Type>(path) {
        Ok(syn::Type::Path(parsed)) => parsed.qself.is_none() && parsed.path.segments.len() > 1,
        _ => false,
    };
    if !full {
        return Err(format!(
            "`{}` is not the full path of a type, such as `uuid::Uuid`",
            path.escape_debug()
        ));
    }
    let root = root(path);
    match &replacement.dependency {
        None if PRESENT.contains(&root) || KNOWN.iter().any(|(name, _)| *name == root) => Ok(()),
        None => Err(format!(
            "the crate `{root}` is not one that oasmith knows; write `{{ type = \"{path}\", dependency = '{root} = \"1\"' }}`"
        )),
        Some(_) if PRESENT.contains(&root) || TAKEN.contains(&root) => {
            Err(format!("`{root}` is a dependency of every client already"))
        }
        Some(line) if is_dependency(line, root) => Ok(()),
        Some(line) => Err(format!(
            "`{}` is no dependency on `{root}` as `Cargo.toml` has it, such as `{root} = \"1\"`",
            line.escape_debug()
        )),
    }
}

/// One line of TOML that names this crate and no other.
fn is_dependency(line: &str, root: &str) -> bool {
    let Ok(table) = toml::from_str::<toml::Table>(line) else {
        return false;
    };
    let mut names = table.keys().map(|name| name.replace('-', "_"));
    names.next().as_deref() == Some(root)
        && names.next().is_none()
        && !line.trim().contains(['\n', '\r'])
}

/// The crate that a path begins with.
pub fn root(path: &str) -> &str {
    let path = path.trim_start_matches(':');
    path.split("::").next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Codec;

    fn checked(path: &str, dependency: Option<&str>) -> bool {
        let replacement = Replacement {
            path: path.to_owned(),
            dependency: dependency.map(str::to_owned),
            codec: Codec::Text,
        };
        check(&replacement).is_ok()
    }

    #[test]
    fn types_are_full_paths_of_crates_that_are_known_or_given() {
        assert!(checked("uuid::Uuid", None));
        assert!(checked("::std::net::IpAddr", None));
        assert!(checked(
            "my_ids::Id<u8>",
            Some("my-ids = { version = \"1\" }")
        ));
        assert!(!checked("Uuid", None));
        assert!(!checked("my_ids::Id", None));
        assert!(!checked("my_ids::Id", Some("other = \"1\"")));
        assert!(!checked(
            "my_ids::Id",
            Some("my-ids = \"1\"\nother = \"1\"")
        ));
        assert!(!checked("uuid::Uuid, ()", None));
        assert!(!checked("&'static uuid::Uuid", None));
    }

    #[test]
    fn known_lines_are_dependencies() {
        for (name, line) in KNOWN {
            assert!(is_dependency(line, name), "{line}");
        }
    }
}
