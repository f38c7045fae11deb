//! The set of generated files.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use super::manifest::{self, MANIFEST};

/// Files by their path, in the order of the paths.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FileSet {
    /// Shared, so that a set with one file more costs no second copy of all others.
    files: BTreeMap<String, Arc<Vec<u8>>>,
    /// Every path and parent folder, with the case folded, and how it is spelt.
    spellings: BTreeMap<String, String>,
}

/// A path that cannot be written everywhere: a defect of what generated it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidPath {
    /// The path.
    pub path: String,
    /// What is wrong with it.
    pub problem: &'static str,
}

impl fmt::Display for InvalidPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the generated path `{}` {}",
            self.path.escape_debug(),
            self.problem
        )
    }
}

impl std::error::Error for InvalidPath {}

impl FileSet {
    /// Adds a file. The path is relative and has `/` between its names.
    ///
    /// # Errors
    /// The path leads out of the folder, is not possible on every file system, or differs from
    /// another one in nothing but case.
    pub fn insert(&mut self, path: &str, content: impl Into<Vec<u8>>) -> Result<(), InvalidPath> {
        let invalid = |problem| InvalidPath {
            path: path.to_owned(),
            problem,
        };
        check(path).map_err(invalid)?;
        if self.files.contains_key(path) {
            return Err(invalid("is generated twice"));
        }
        let ends = path
            .match_indices('/')
            .map(|(end, _)| end)
            .chain([path.len()]);
        let prefixes: Vec<&str> = ends.filter_map(|end| path.get(..end)).collect();
        for prefix in &prefixes {
            match self.spellings.get(&prefix.to_lowercase()) {
                Some(spelling) if spelling != prefix => {
                    return Err(invalid("differs from another one in nothing but case"));
                }
                Some(_) if *prefix == path || self.files.contains_key(*prefix) => {
                    return Err(invalid("is both a file and a folder"));
                }
                _ => {}
            }
        }
        for prefix in prefixes {
            self.spellings
                .insert(prefix.to_lowercase(), prefix.to_owned());
        }
        self.files.insert(path.to_owned(), Arc::new(content.into()));
        Ok(())
    }

    /// The content of a file.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(|content| content.as_slice())
    }

    /// All files, in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files
            .iter()
            .map(|(path, content)| (path.as_str(), content.as_slice()))
    }

    /// All paths, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The same files and the manifest that lists them.
    pub(super) fn with_manifest(&self) -> Self {
        let paths: BTreeSet<String> = self.files.keys().cloned().collect();
        let mut files = self.clone();
        let text = manifest::text(&paths).into_bytes();
        files.files.insert(MANIFEST.to_owned(), Arc::new(text));
        files
    }
}

/// What is wrong with a path on some file system.
pub(super) fn check(path: &str) -> Result<(), &'static str> {
    if path.eq_ignore_ascii_case(MANIFEST) {
        return Err("is that of the manifest");
    }
    path.split('/').try_for_each(check_name)
}

fn check_name(name: &str) -> Result<(), &'static str> {
    const LONGEST: usize = 255 - super::stage::SUFFIX_ROOM;
    let stem = name
        .split('.')
        .next()
        .unwrap_or_default()
        .to_ascii_uppercase();
    let numbered = |prefix: &str| {
        let number = stem.strip_prefix(prefix);
        number.is_some_and(|n| n.len() == 1 && n.chars().all(|c| matches!(c, '1'..='9')))
    };
    if name.is_empty() || name == "." || name == ".." {
        Err("is not relative, or leads out of the folder")
    } else if name
        .chars()
        .any(|c| c.is_control() || r#"\:*?"<>|"#.contains(c))
    {
        Err("contains a character that not every file system has")
    } else if name.ends_with(['.', ' ']) {
        Err("has a name that ends with a dot or a blank")
    } else if ["CON", "PRN", "AUX", "NUL"].contains(&&*stem) || numbered("COM") || numbered("LPT") {
        Err("has the name of a device")
    } else if name.len() > LONGEST {
        Err("has a name that is too long")
    } else {
        Ok(())
    }
}
