//! The interface for a `build.rs`.

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::config;
use crate::diagnostic::render::{Colour, summary};
use crate::diagnostic::{Code, Place};
use crate::lower::TypeOptions;
use crate::lower::names::chosen::Rename;
use crate::lower::pagination::PageRules;
use crate::output;
use crate::pipeline::{self, Options, Outcome, Target};
use crate::render::Package;
use crate::spec::filter::Filter;
use crate::spec::source::Disk;

/// Generates a client from a `build.rs` as one file for `include!`.
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), oasmith::Error> {
///     oasmith::Generator::new("spec/shop.yaml").generate()?;
///     Ok(())
/// }
/// ```
///
/// ```ignore
/// // src/lib.rs
/// pub mod shop {
///     include!(concat!(env!("OUT_DIR"), "/shop.rs"));
/// }
/// ```
///
/// The dependencies of the file are those of a generated crate; `cargo add` them to the package.
#[derive(Clone, Debug)]
pub struct Generator {
    description: PathBuf,
    out_dir: Option<PathBuf>,
    file_name: Option<String>,
    options: Options,
    deny_warnings: bool,
}

/// Why there is no client: the report of all problems, as it should be read.
///
/// A build script that returns it from `main` shows the report, because its `Debug` form is the
/// report, too.
#[derive(Clone, PartialEq, Eq)]
pub struct Error {
    report: String,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.report.trim_end())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Behind the word `Error:`, in which `main` wraps it.
        write!(f, "no client was generated\n\n{self}")
    }
}

impl std::error::Error for Error {}

impl Generator {
    /// For the description in this file, relative to the package that is built.
    pub fn new(description: impl Into<PathBuf>) -> Self {
        Self {
            description: description.into(),
            out_dir: None,
            file_name: None,
            options: Options::default(),
            deny_warnings: false,
        }
    }

    /// Where to write. Default: `OUT_DIR`.
    #[must_use]
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// The file's name. Default: the description's with `.rs` for its extension.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// A file or folder elsewhere that the description may refer to.
    #[must_use]
    pub fn allow_path(mut self, path: impl Into<PathBuf>) -> Self {
        self.options.load.allow_paths.push(path.into());
        self
    }

    /// Whether a reference to nothing is only a warning. Default: `false`.
    #[must_use]
    pub fn allow_dangling(mut self, allow: bool) -> Self {
        self.options.load.allow_dangling = allow;
        self
    }

    /// An OpenAPI Overlay to apply; those before it are applied first.
    #[must_use]
    pub fn overlay(mut self, file: impl Into<PathBuf>) -> Self {
        self.options.load.overlays.push(file.into());
        self
    }

    /// Which operations to generate. Default: all.
    #[must_use]
    pub fn filter(mut self, filter: Filter) -> Self {
        self.options.filter = filter;
        self
    }

    /// Choices of Rust types. Default: nothing is respelt.
    #[must_use]
    pub fn types(mut self, types: TypeOptions) -> Self {
        self.options.types = types;
        self
    }

    /// Names to use instead of those worked out from the description.
    #[must_use]
    pub fn rename(mut self, names: Rename) -> Self {
        self.options.rename = names;
        self
    }

    /// How the pages of operations follow each other, by `operationId`.
    #[must_use]
    pub fn pagination(mut self, rules: PageRules) -> Self {
        self.options.pagination = rules;
        self
    }

    /// The language of documentation, a key of `x-summary-i18n` and the like; with several calls, the
    /// texts stand side by side in this order. Default: the texts of the plain keywords, which are
    /// also called `default`.
    #[must_use]
    pub fn language(mut self, key: impl Into<String>) -> Self {
        self.options.docs.languages.push(key.into());
        self
    }

    /// Whether warnings fail the build. Default: `false`; Cargo then shows how many there are.
    #[must_use]
    pub fn deny_warnings(mut self, deny: bool) -> Self {
        self.deny_warnings = deny;
        self
    }

    /// Writes the file and returns its path. Tells Cargo to run the build script again when one of
    /// the files that were read changes.
    ///
    /// # Errors
    /// The description has errors, or the file cannot be written.
    pub fn generate(&self) -> Result<PathBuf, Error> {
        let target = Target::SingleFile(self.package());
        let mut outcome =
            pipeline::generate(&Disk, &self.description, &self.options, Some(&target));
        let mut instructions = rerun(&self.description, &outcome);
        let path = self.write(&mut outcome);
        let found = summary(&outcome.diagnostics);
        if path.is_some() && !found.is_empty() {
            instructions.push(format!(
                "cargo::warning={}: {found}",
                self.description.display()
            ));
        }
        tell_cargo(&instructions);
        path.ok_or_else(|| Error {
            report: outcome.human(Colour::Never),
        })
    }

    /// Writes what was generated, or adds to the problems.
    fn write(&self, outcome: &mut Outcome) -> Option<PathBuf> {
        if outcome.diagnostics.has_errors() || self.deny_warnings && !outcome.diagnostics.is_empty()
        {
            return None;
        }
        let mut fail = |code, message: String| {
            outcome
                .diagnostics
                .push_at(code, Place::Nowhere, message, None);
            None
        };
        let Some(folder) = self
            .out_dir
            .clone()
            .or_else(|| env::var_os("OUT_DIR").map(PathBuf::from))
        else {
            return fail(
                Code::Configuration,
                "`OUT_DIR` is not set: this is for a build script".to_owned(),
            );
        };
        let path = folder.join(self.name_or_default());
        let Some((_, text)) = outcome.files.first() else {
            return fail(Code::Internal, "nothing was generated".to_owned());
        };
        match output::write_file(&path, text.as_bytes()) {
            Ok(()) => Some(path),
            Err(error) => fail(Code::Output, error.to_string()),
        }
    }

    fn name_or_default(&self) -> OsString {
        match &self.file_name {
            Some(name) => name.into(),
            None => {
                let mut name = self.description.file_stem().unwrap_or_default().to_owned();
                name.push(".rs");
                name
            }
        }
    }

    /// The package that is built: its requests carry its name.
    fn package(&self) -> Package {
        let name = || {
            self.description
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned()
        };
        Package {
            name: env::var("CARGO_PKG_NAME").unwrap_or_else(|_| name()),
            version: env::var("CARGO_PKG_VERSION")
                .unwrap_or_else(|_| config::DEFAULT_VERSION.to_owned()),
        }
    }
}

/// One instruction for each file that was read; the description even if it could not be.
fn rerun(description: &Path, outcome: &Outcome) -> Vec<String> {
    let mut paths: Vec<&Path> = outcome.read.iter().map(PathBuf::as_path).collect();
    if !paths.contains(&description) {
        paths.push(description);
    }
    paths
        .iter()
        .map(|path| format!("cargo::rerun-if-changed={}", path.display()))
        .collect()
}

#[allow(clippy::print_stdout)] // This is how a build script talks to Cargo.
fn tell_cargo(instructions: &[String]) {
    for instruction in instructions {
        println!("{}", instruction.replace(['\n', '\r'], " "));
    }
}
