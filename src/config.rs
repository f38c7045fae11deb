//! `oasmith.toml`: the clients of a project.
//!
//! ```toml
//! [client.shop]
//! description = "spec/shop.yaml"
//! output = "generated/shop"
//! ```
//!
//! Paths are relative to the file. What is not known here is an error: a misspelt key must not pass
//! for a default.

mod locate;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

pub use self::locate::locate;
use crate::diagnostic::{Code, Diagnostics, Place};
use crate::limits::Limits;
use crate::lower::TypeOptions;
use crate::lower::names::chosen::Rename;
use crate::lower::pagination::PageRules;
use crate::render::DocsOptions;
use crate::spec::filter::Filter;
use crate::spec::load::LoadOptions;
use crate::spec::source::normal;

/// The name of the file that `oasmith` looks for in the current folder.
pub const FILE_NAME: &str = "oasmith.toml";

/// The version of a generated crate that no one gave a version.
pub const DEFAULT_VERSION: &str = "0.1.0";

/// What `oasmith init` writes.
pub const STARTER: &str = include_str!("../templates/oasmith.toml");

/// A client to generate: a table `[client.NAME]`.
#[derive(Clone, Debug)]
pub struct Client {
    /// The table's name, for `--client NAME`.
    pub name: String,
    /// `description`: the OpenAPI description.
    pub description: PathBuf,
    /// `output`: the folder that becomes the crate. Files in it that oasmith did not write are left
    /// alone.
    pub output: PathBuf,
    /// `crate`: the crate's name for Cargo. Default: the table's name.
    pub crate_name: String,
    /// `version`: the crate's version. Default: [`DEFAULT_VERSION`].
    pub version: String,
    /// `allow-paths`: files and folders elsewhere that the description may refer to. Default: none.
    /// `allow-dangling`: a reference to nothing is a warning. Default: `false`.
    /// `overlays`: OpenAPI Overlays to apply, in this order. Default: none.
    /// `limits`: how much a description may ask for; see [`Limits`].
    pub load: LoadOptions,
    /// `filter`: which operations to generate, as
    /// `{ include = { tags = ["pets"] }, exclude = { deprecated = true }, prune = false }`; see
    /// [`Filter`]. Default: all.
    pub filter: Filter,
    /// `rename`: names to use instead of those worked out from the description, in tables `schemas`,
    /// `operations`, `fields`, `variants` and `tags`; see [`Rename`]. Default: none.
    pub rename: Rename,
    /// `types`: choices of Rust types, a table. Default: nothing is respelt.
    pub types: TypeOptions,
    /// `pagination`: how the pages of operations follow each other, by `operationId`; see
    /// [`PageRule`](crate::lower::pagination::PageRule). Default: no operation has pages.
    pub pagination: PageRules,
    /// `docs`: `false` for no pages in `docs/`, or a table with the `language` of texts; see
    /// [`DocsOptions`]. Default: pages with the texts of the plain keywords.
    pub docs: DocsOptions,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    client: BTreeMap<Spanned<String>, Table>,
}

/// The table of a [`Client`] as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Table {
    description: PathBuf,
    output: Spanned<PathBuf>,
    #[serde(rename = "crate")]
    crate_name: Option<Spanned<String>>,
    version: Option<Spanned<String>>,
    #[serde(default)]
    allow_paths: Vec<PathBuf>,
    #[serde(default)]
    allow_dangling: bool,
    #[serde(default)]
    overlays: Vec<PathBuf>,
    #[serde(default)]
    limits: Limits,
    #[serde(default)]
    filter: Filter,
    #[serde(default)]
    rename: Rename,
    #[serde(default)]
    types: TypeOptions,
    #[serde(default)]
    pagination: PageRules,
    #[serde(default)]
    docs: DocsOptions,
}

/// The clients in the text of a configuration file, in its order.
///
/// `folder` is the file's folder; problems are reported for the source with number 0.
pub fn parse(text: &str, folder: &Path, diagnostics: &mut Diagnostics) -> Vec<Client> {
    let mut report = |offset: usize, message: String, help: Option<&str>| {
        let help = help.map(str::to_owned);
        diagnostics.push_at(Code::Configuration, Place::Offset(0, offset), message, help);
    };
    let document: Document = match toml::from_str(text) {
        Ok(document) => document,
        Err(error) => {
            let offset = error.span().map_or(0, |span| span.start);
            report(offset, error.message().trim_end().replace('\n', "; "), None);
            return Vec::new();
        }
    };
    let mut clients: Vec<Client> = Vec::new();
    let mut tables: Vec<_> = document.client.into_iter().collect();
    tables.sort_by_key(|(name, _)| name.span().start);
    for (name, table) in tables {
        let output = normal(&folder.join(table.output.get_ref()));
        if let Some(other) = clients
            .iter()
            .find(|client| overlap(&client.output, &output))
        {
            let message = format!(
                "`{}` shares its output folder with `{}`",
                name.get_ref(),
                other.name
            );
            report(
                table.output.span().start,
                message,
                Some("give each client a folder of its own"),
            );
        }
        let crate_name = table.crate_name.unwrap_or_else(|| name.clone());
        if let Err(problem) = check_crate_name(crate_name.get_ref()) {
            report(
                crate_name.span().start,
                problem,
                Some("set `crate` to a name that Cargo accepts"),
            );
        }
        if let Some(version) = &table.version
            && let Err(problem) = check_version(version.get_ref())
        {
            report(
                version.span().start,
                problem,
                Some("write a version like `1.2.3`"),
            );
        }
        clients.push(Client {
            name: name.into_inner(),
            description: normal(&folder.join(table.description)),
            output,
            crate_name: crate_name.into_inner(),
            version: table
                .version
                .map_or_else(|| DEFAULT_VERSION.to_owned(), Spanned::into_inner),
            load: LoadOptions {
                allow_paths: below(folder, &table.allow_paths),
                allow_dangling: table.allow_dangling,
                overlays: below(folder, &table.overlays),
                limits: table.limits,
            },
            filter: table.filter,
            rename: table.rename,
            types: table.types,
            pagination: table.pagination,
            docs: table.docs,
        });
    }
    clients
}

fn below(folder: &Path, paths: &[PathBuf]) -> Vec<PathBuf> {
    let paths = paths.iter().map(|path| normal(&folder.join(path)));
    paths.collect()
}

/// Whether two folders are the same, or one is inside the other.
fn overlap(a: &Path, b: &Path) -> bool {
    a.starts_with(b) || b.starts_with(a)
}

/// Whether Cargo takes `name` for a library that other crates can name in their code.
///
/// # Errors
/// What is wrong with it.
pub fn check_crate_name(name: &str) -> Result<(), String> {
    let plain = name
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let identifier = name.replace('-', "_");
    let taken = ["test", "core", "std", "alloc", "proc_macro"].contains(&&*identifier);
    if plain
        && starts
        && !taken
        && name.len() <= 64
        && syn::parse_str::<syn::Ident>(&identifier).is_ok()
    {
        Ok(())
    } else {
        Err(format!(
            "`{}` cannot be the name of a crate",
            name.escape_debug()
        ))
    }
}

/// Whether `version` is a version for Cargo, see <https://semver.org>.
///
/// # Errors
/// What is wrong with it.
pub fn check_version(version: &str) -> Result<(), String> {
    let (rest, build) = version
        .split_once('+')
        .map_or((version, None), |(rest, build)| (rest, Some(build)));
    let (numbers, pre) = rest
        .split_once('-')
        .map_or((rest, None), |(numbers, pre)| (numbers, Some(pre)));
    let number = |text: &str| {
        text.parse::<u64>()
            .is_ok_and(|value| value.to_string() == text)
    };
    let words = |text: &str, counts: bool| {
        text.split('.').all(|word| {
            let plain =
                !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            let digits = word.chars().all(|c| c.is_ascii_digit());
            plain && (!counts || !digits || number(word))
        })
    };
    let valid = numbers.split('.').count() == 3
        && numbers.split('.').all(number)
        && pre.is_none_or(|pre| words(pre, true))
        && build.is_none_or(|build| words(build, false));
    if valid {
        Ok(())
    } else {
        Err(format!("`{}` is not a version", version.escape_debug()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::render::{Colour, human};
    use crate::spec::origin::Origins;
    use crate::spec::source::{Source, Sources};

    fn report(text: &str) -> String {
        let mut diagnostics = Diagnostics::default();
        parse(text, Path::new(""), &mut diagnostics);
        let mut sources = Sources::default();
        sources.add(Source {
            name: PathBuf::from(FILE_NAME),
            text: text.to_owned(),
        });
        human(&diagnostics, &sources, &Origins::default(), Colour::Never)
    }

    #[test]
    fn paths_are_relative_to_the_file_and_defaults_are_filled_in() {
        let text = "[client.shop]\ndescription = \"spec/shop.yaml\"\noutput = \"../out\"\nallow-paths = [\"shared\"]\noverlays = [\"fix.yaml\"]\n
            [client.a]\ndescription = \"a.json\"\noutput = \"gen/a\"\ncrate = \"a-client\"\nversion = \"1.0.0-rc.1+b\"";
        let mut diagnostics = Diagnostics::default();
        let clients = parse(text, Path::new("project"), &mut diagnostics);
        assert!(diagnostics.is_empty());
        let [shop, a] = clients.as_slice() else {
            panic!("{clients:?}")
        };
        assert_eq!((&*a.crate_name, &*a.version), ("a-client", "1.0.0-rc.1+b"));
        assert_eq!(
            (&*shop.crate_name, &*shop.version),
            ("shop", DEFAULT_VERSION)
        );
        assert_eq!(shop.description, Path::new("project/spec/shop.yaml"));
        assert_eq!(shop.output, Path::new("out"));
        assert_eq!(shop.load.allow_paths, [Path::new("project/shared")]);
        assert_eq!(shop.load.overlays, [Path::new("project/fix.yaml")]);
    }

    #[test]
    fn the_starter_is_a_configuration() {
        assert_eq!(report(STARTER), "");
        assert_eq!(
            parse(STARTER, Path::new(""), &mut Diagnostics::default()).len(),
            1
        );
    }

    #[test]
    fn a_misspelt_key_is_shown_in_its_place() {
        insta::assert_snapshot!(report("[client.shop]\ndescription = \"a.yaml\"\noutptu = \"b\"\n"), @r#"
error[configuration]: unknown field `outptu`, expected one of `description`, `output`, `crate`, `version`, `allow-paths`, `allow-dangling`, `overlays`, `limits`, `filter`, `rename`, `types`, `pagination`, `docs`
 --> oasmith.toml:3:1
  |
3 | outptu = "b"
  | ^

1 error
"#);
    }

    #[test]
    fn what_is_not_toml_is_shown_in_its_place() {
        insta::assert_snapshot!(report("[client.shop]\ndescription = a.yaml\n"), @r"
error[configuration]: string values must be quoted, expected literal string
 --> oasmith.toml:2:15
  |
2 | description = a.yaml
  |               ^

1 error
");
    }

    #[test]
    fn a_missing_key_is_named() {
        insta::assert_snapshot!(report("[client.shop]\ndescription = \"a.yaml\"\n"), @r"
error[configuration]: missing field `output`
 --> oasmith.toml:1:1
  |
1 | [client.shop]
  | ^

1 error
");
    }

    #[test]
    fn wrong_values_are_all_reported() {
        insta::assert_snapshot!(report(
            "[client.shop]\ndescription = \"a.yaml\"\noutput = \"out\"\nversion = \"1.0\"\n
[client.self]\ndescription = \"b.yaml\"\noutput = \"./out/b\"\n"
        ), @r#"
error[configuration]: `1.0` is not a version
 --> oasmith.toml:4:11
  |
4 | version = "1.0"
  |           ^
  |
  = help: write a version like `1.2.3`

error[configuration]: `self` shares its output folder with `shop`
 --> oasmith.toml:8:10
  |
8 | output = "./out/b"
  |          ^
  |
  = help: give each client a folder of its own

error[configuration]: `self` cannot be the name of a crate
 --> oasmith.toml:6:9
  |
6 | [client.self]
  |         ^
  |
  = help: set `crate` to a name that Cargo accepts

3 errors
"#);
    }

    #[test]
    fn versions() {
        for version in [
            "0.1.0",
            "10.20.30",
            "1.0.0-alpha.1",
            "1.0.0+20130313144700",
            "1.0.0-x-y.7+z",
        ] {
            assert_eq!(check_version(version), Ok(()), "{version}");
        }
        for version in [
            "", "1", "1.0", "1.0.0.0", "01.0.0", "1.0.0-", "1.0.0-01", "1.0.0+", "v1.0.0",
            "1.0.0 \n",
        ] {
            assert!(check_version(version).is_err(), "{version}");
        }
    }
}
