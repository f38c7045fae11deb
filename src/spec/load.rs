//! Reads a description: the root file, whatever it refers to, and overlays, as one document.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostics, Place};
use crate::limits::Limits;
use crate::spec::bundle::bundle;
use crate::spec::origin::Origins;
use crate::spec::parse::parse;
use crate::spec::reference::{anchors, identifiers};
use crate::spec::source::{Files, Source, Sources, decode, normal};

/// What may be read and how strict to be.
#[derive(Clone, Debug, Default)]
pub struct LoadOptions {
    /// Files and folders outside the root description's folder that references may lead into.
    pub allow_paths: Vec<PathBuf>,
    /// A reference to nothing is a warning and becomes `{}`. In a 2.0 description, which nobody will
    /// mend any more, it always is.
    pub allow_dangling: bool,
    /// [Overlays](https://spec.openapis.org/overlay/v1.1.0.html), applied in this order to the
    /// description once all its files are one document: a target sees that document, in which what
    /// came from another file is a component. References in an overlay are relative to its file.
    pub overlays: Vec<PathBuf>,
    /// How much is read.
    pub limits: Limits,
}

/// What was read.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The files' texts.
    pub sources: Sources,
    /// The document in which all references are local, and where its parts came from. `None` if the
    /// root cannot be read; with other errors, it is as complete as can be.
    pub document: Option<(Value, Origins)>,
    /// Every file that was read, the root first: a change in one of them may change the document.
    pub read: Vec<PathBuf>,
}

/// Reads the description at `root` and everything it refers to.
///
/// References are resolved relative to the file that they stand in. They may not leave the root's
/// folder, after `..` and symbolic links are resolved, except for the folders beside it (the layout
/// `spec/api.yaml` with `common/error.yaml` is customary) and
/// [`allow_paths`](LoadOptions::allow_paths), and they may not lead to the network. An overlay's folder
/// is as good as the root's.
pub fn load(
    files: &dyn Files,
    root: &Path,
    options: &LoadOptions,
    diagnostics: &mut Diagnostics,
) -> Loaded {
    let mut library = Library::new(files, root, options);
    let document = read_root(&mut library, root, diagnostics).map(|document| {
        let lenient = options.allow_dangling || document.get("swagger").is_some();
        bundle(
            document,
            &mut library,
            &options.overlays,
            lenient,
            diagnostics,
        )
    });
    let read = library
        .sources
        .iter()
        .map(|source| source.name.clone())
        .collect();
    Loaded {
        sources: library.sources,
        document,
        read,
    }
}

fn read_root(
    library: &mut Library<'_>,
    root: &Path,
    diagnostics: &mut Diagnostics,
) -> Option<Value> {
    if let Err(refusal) = library.open_named(root, diagnostics) {
        let message = format!("`{}` {}", root.display(), refusal.reason());
        diagnostics.push_at(Code::Unreadable, Place::Nowhere, message, None);
        return None;
    }
    let document = library.trees.first_mut()?.take()?;
    let found = match &document {
        Value::Object(_) => return Some(document),
        Value::Null => "nothing",
        Value::Bool(_) | Value::Number(_) | Value::String(_) => "a single value",
        Value::Array(_) => "a list",
    };
    let message = format!("an OpenAPI description is a mapping, but the file holds {found}");
    diagnostics.push_at(Code::NotADescription, Place::Offset(0, 0), message, None);
    None
}

fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

/// The files that were opened so far, each read once.
pub(super) struct Library<'a> {
    files: &'a dyn Files,
    pub(super) limits: Limits,
    /// The folders and files, in canonical form, within which files may be opened.
    allowed: Vec<PathBuf>,
    /// The folder around the description's, in canonical form: its other folders may be read too.
    around: Option<PathBuf>,
    by_path: BTreeMap<PathBuf, usize>,
    pub(super) sources: Sources,
    /// The tree of each source; `None` for one that could not be parsed, and for the root, whose
    /// tree becomes the document.
    trees: Vec<Option<Value>>,
    /// The anchors in each tree that was asked for one.
    anchors: BTreeMap<usize, BTreeMap<String, String>>,
    /// The URIs in each tree, once one was asked for.
    identifiers: BTreeMap<usize, BTreeMap<String, String>>,
}

/// Why a file was not opened.
pub(super) enum Refusal {
    /// It does not exist or cannot be read.
    Unreadable(io::Error),
    /// It lies outside the folders that may be read.
    Outside,
    /// It is larger than [`Limits::file_bytes`].
    TooLarge(u64),
}

impl Refusal {
    /// The rest of a sentence that begins with the file's name.
    pub(super) fn reason(&self) -> String {
        match self {
            Self::Unreadable(error) if error.kind() == io::ErrorKind::NotFound => {
                "does not exist".to_owned()
            }
            Self::Unreadable(error) if error.kind() == io::ErrorKind::IsADirectory => {
                "is a folder, not a file".to_owned()
            }
            Self::Unreadable(error) => format!("cannot be read: {error}"),
            Self::Outside => "lies outside the description's folder".to_owned(),
            Self::TooLarge(most) => format!("is larger than {most} bytes"),
        }
    }
}

impl<'a> Library<'a> {
    fn new(files: &'a dyn Files, root: &Path, options: &LoadOptions) -> Self {
        let folder = folder_of(root);
        let allowed = std::iter::once(folder)
            .chain(options.overlays.iter().map(|overlay| folder_of(overlay)))
            .chain(options.allow_paths.iter().map(PathBuf::as_path));
        Self {
            files,
            limits: options.limits,
            around: files
                .canonical(folder)
                .ok()
                .and_then(|folder| folder.parent().map(Path::to_owned))
                // Never all of the disk.
                .filter(|around| around.parent().is_some()),
            allowed: allowed
                .filter_map(|path| files.canonical(path).ok())
                .collect(),
            by_path: BTreeMap::new(),
            sources: Sources::default(),
            trees: Vec::new(),
            anchors: BTreeMap::new(),
            identifiers: BTreeMap::new(),
        }
    }

    /// The number of a file that a reference leads to, if the description may read it.
    pub(super) fn open(
        &mut self,
        path: &Path,
        diagnostics: &mut Diagnostics,
    ) -> Result<usize, Refusal> {
        let canonical = self.files.canonical(path).map_err(Refusal::Unreadable)?;
        if self.by_path.contains_key(&canonical) || self.may_open(&canonical) {
            self.open_named(path, diagnostics)
        } else {
            Err(Refusal::Outside)
        }
    }

    /// The number of a file that the user named (the root, an overlay), wherever it is. It is read
    /// unless it was before. Text that cannot be parsed is reported here, once, and has no tree.
    pub(super) fn open_named(
        &mut self,
        path: &Path,
        diagnostics: &mut Diagnostics,
    ) -> Result<usize, Refusal> {
        let canonical = self.files.canonical(path).map_err(Refusal::Unreadable)?;
        if let Some(&number) = self.by_path.get(&canonical) {
            return Ok(number);
        }
        let is_root = self.by_path.is_empty();
        let most = self.limits.file_bytes;
        let bytes = self.files.read(path, most.saturating_add(1));
        let bytes = bytes.map_err(Refusal::Unreadable)?;
        if bytes.len() as u64 > most {
            return Err(Refusal::TooLarge(most));
        }
        let name = if is_root {
            path.to_owned()
        } else {
            normal(path)
        };
        let (text, result) = match decode(bytes) {
            Ok(text) => {
                let result = parse(&name, &text, self.limits.values);
                (text, result)
            }
            Err((text, error)) => (text, Err(error)),
        };
        let number = self.sources.add(Source { name, text });
        self.by_path.insert(canonical, number);
        self.trees.push(match result {
            Ok(tree) => Some(tree),
            Err(error) => {
                let place = Place::Offset(number, error.offset);
                diagnostics.push_at(
                    Code::Syntax,
                    place,
                    error.message,
                    error.help.map(str::to_owned),
                );
                None
            }
        });
        Ok(number)
    }

    fn may_open(&self, canonical: &Path) -> bool {
        let beside = self
            .around
            .as_ref()
            .and_then(|around| canonical.strip_prefix(around).ok());
        // A folder and a file in it, at least.
        beside.is_some_and(|path| path.components().count() > 1)
            || self
                .allowed
                .iter()
                .any(|folder| canonical.starts_with(folder))
    }

    /// The tree of a file other than the root.
    pub(super) fn tree(&self, number: usize) -> Option<&Value> {
        self.trees.get(number)?.as_ref()
    }

    /// The pointer of the schema in a file other than the root that has this anchor.
    pub(super) fn anchor(&mut self, number: usize, name: &str) -> Option<&str> {
        let tree = self.trees.get(number)?.as_ref()?;
        let anchors = self.anchors.entry(number).or_insert_with(|| anchors(tree));
        anchors.get(name).map(String::as_str)
    }

    /// The file, among those that were opened, and the pointer of what gives itself this URI, or one that ends so;
    /// `document` is the root's tree.
    pub(super) fn identified(&mut self, document: &Value, uri: &str) -> Option<(usize, String)> {
        self.trees.iter().enumerate().find_map(|(number, tree)| {
            let tree = if number == 0 {
                Some(document)
            } else {
                tree.as_ref()
            };
            let known = self
                .identifiers
                .entry(number)
                .or_insert_with(|| tree.map(identifiers).unwrap_or_default());
            Some((number, known.get(uri)?.clone()))
        })
    }

    /// The path of a file, as shown to the user.
    pub(super) fn name(&self, number: usize) -> &Path {
        self.sources
            .get(number)
            .map_or(Path::new(""), |source| &source.name)
    }
}

#[cfg(test)]
mod tests;
