//! The generated files as a set, and the folder on disk: comparing, writing, removing.
//!
//! Writing goes through these steps, so that a run that is killed anywhere leaves each file either
//! old or new, and the next run can finish the work:
//!
//! 1. Everything that could go wrong is looked at before the first byte is written.
//! 2. The manifest of what oasmith wrote is extended by what it is about to write. From here on no
//!    file of ours can come into being that is not listed, whenever the run ends.
//! 3. Every new content goes into a temporary file next to its target; that of a folder which does
//!    not exist, into a temporary folder. A full disk or a read-only folder shows here; what is
//!    temporary is removed again and nothing has changed.
//! 4. The temporary files and folders are renamed to what they are to be: atomic for each of them.
//! 5. Files that are no longer generated are removed, then folders that this left empty.
//! 6. The manifest is cut down to what is there now. It is last, because a file that it no longer
//!    lists would never be removed.
//!
//! Two runs at once in one folder do not corrupt a file: temporary names contain the process id and
//! renaming is atomic. There is no lock, because a lock of a killed run would have to be told from
//! that of a living one, which the standard library cannot do everywhere.

mod files;
mod manifest;
mod stage;

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub use files::{FileSet, InvalidPath};
pub use manifest::{MANIFEST, MARK};

use manifest::is_marked;
use stage::Stage;

/// A difference between the generated files and a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The path below the folder, with `/`.
    pub path: String,
    /// What is different.
    pub kind: ChangeKind,
}

/// What is different about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It does not exist yet.
    Missing,
    /// It has another content, which is this.
    Stale(Vec<u8>),
    /// It exists, but is not generated (any longer).
    Extra {
        /// Whether oasmith wrote it, so that writing removes it.
        ours: bool,
    },
}

/// Why a folder cannot be read or written.
#[derive(Debug)]
pub struct OutputError {
    /// The file or folder in question.
    pub path: PathBuf,
    /// What is wrong with it.
    pub problem: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.path.display(), self.problem)
    }
}

impl std::error::Error for OutputError {}

impl OutputError {
    fn new(path: impl Into<PathBuf>, problem: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            problem: problem.into(),
            help: None,
        }
    }

    fn cannot(verb: &str, path: &Path, error: &io::Error) -> Self {
        Self::new(path, format!("cannot be {verb}: {error}"))
    }
}

/// What writing would change, and files that are in the way of nothing but do not belong there.
///
/// Extra files are looked for in the manifest and, if they do not start with a dot, in the folders
/// below `folder` that hold generated files. The folder itself may hold what its owner likes.
///
/// # Errors
/// A file or folder cannot be read, or one is where the other should be.
pub fn compare(files: &FileSet, folder: &Path) -> Result<Vec<Change>, OutputError> {
    differences(&files.with_manifest(), &manifest::read(folder)?, folder)
}

/// The files that oasmith wrote into `folder`: all that the manifest lists, or nothing if one of them is missing or another
/// file is among them.
///
/// # Errors
/// A file or folder cannot be read, or one is where the other should be.
pub fn found(folder: &Path) -> Result<Option<FileSet>, OutputError> {
    let listed = manifest::read(folder)?;
    let on_disk = OnDisk::new(listed.iter().map(String::as_str), folder)?;
    let mut files = FileSet::default();
    for path in &listed {
        let content = on_disk.read(path)?;
        if content.is_none_or(|content| files.insert(path, content).is_err()) {
            return Ok(None);
        }
    }
    Ok(extras(&files, &listed, folder)?.is_empty().then_some(files))
}

/// What a complete set of files would change in a folder whose manifest lists some.
fn differences(
    files: &FileSet,
    listed: &BTreeSet<String>,
    folder: &Path,
) -> Result<Vec<Change>, OutputError> {
    let on_disk = OnDisk::new(files.paths(), folder)?;
    let mut changes = Vec::new();
    for (path, content) in files.iter() {
        match on_disk.read(path)? {
            Some(found) if found == content => {}
            Some(found) => changes.push(change(path, ChangeKind::Stale(found))),
            None => changes.push(change(path, ChangeKind::Missing)),
        }
    }
    for path in extras(files, listed, folder)? {
        let content = read(&folder.join(&path))?.unwrap_or_default();
        let ours = listed.contains(&path) && is_marked(&path, &content);
        changes.push(change(&path, ChangeKind::Extra { ours }));
    }
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(changes)
}

/// Some files below a folder, each of whose own folders is looked at once.
struct OnDisk<'p> {
    folder: &'p Path,
    /// The folders that do not exist.
    missing: BTreeSet<&'p str>,
}

impl<'p> OnDisk<'p> {
    fn new(paths: impl Iterator<Item = &'p str>, folder: &'p Path) -> Result<Self, OutputError> {
        let parents: BTreeSet<&str> = paths.map(parent).collect();
        let mut missing = BTreeSet::new();
        for parent in parents {
            if !check_folders(folder, parent)? {
                missing.insert(parent);
            }
        }
        Ok(Self { folder, missing })
    }

    /// The content of one of the files, if it is there.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, OutputError> {
        let place = self.folder.join(path);
        match !self.missing.contains(parent(path)) && check_file(&place)? {
            true => read(&place),
            false => Ok(None),
        }
    }
}

fn change(path: &str, kind: ChangeKind) -> Change {
    Change {
        path: path.to_owned(),
        kind,
    }
}

/// Makes `folder` hold exactly `files`, as far as oasmith wrote what it holds, and says what changed.
///
/// Files that have the right content already are not touched, nor is anything that oasmith did not
/// write. See the [module](self) for what happens when a run is interrupted.
///
/// # Errors
/// A file that oasmith did not write would be replaced, or something cannot be read or written. In
/// both cases nothing has changed, unless the disk failed half-way through.
pub fn write(files: &FileSet, folder: &Path) -> Result<Vec<Change>, OutputError> {
    let listed = manifest::read(folder)?;
    let complete = files.with_manifest();
    let changes = differences(&complete, &listed, folder)?;
    refuse_foreign(&changes, &listed, folder)?;
    stage::sweep(&folders(files, &listed, folder), folder)?;
    if changes.is_empty() {
        return Ok(changes);
    }
    // Once more: a run beside this one may have listed files of its own meanwhile.
    let before = manifest::content(folder)?;
    let union = listing(files, manifest::parse(before.as_deref()));
    let mut stage = Stage::open(folder)?;
    stage.replace(MANIFEST, union.as_bytes())?;
    let outcome = stage_changes(&mut stage, &changes, &complete);
    if let Err(error) = outcome {
        stage.abandon(before.as_deref());
        return Err(error);
    }
    stage.commit()?;
    remove(&changes, folder)?;
    let last = listing(files, of_others(files, folder)?);
    Stage::open(folder)?.replace(MANIFEST, last.as_bytes())?;
    Ok(changes)
}

/// A manifest of the set and of other files.
fn listing(files: &FileSet, others: impl IntoIterator<Item = String>) -> String {
    manifest::text(&files.paths().map(str::to_owned).chain(others).collect())
}

/// Files that a run beside this one listed and wrote: they stay listed, so that the next run finds them.
fn of_others(files: &FileSet, folder: &Path) -> Result<Vec<String>, OutputError> {
    let listed = manifest::read(folder)?;
    let mut others = Vec::new();
    for path in beyond(files, &listed, folder) {
        let content = read(&folder.join(path))?;
        if content.is_some_and(|content| is_marked(path, &content)) {
            others.push(path.clone());
        }
    }
    Ok(others)
}

/// Paths that are listed, can be looked at, and are not in the set.
fn beyond<'a>(
    files: &FileSet,
    listed: &'a BTreeSet<String>,
    folder: &Path,
) -> impl Iterator<Item = &'a String> {
    listed
        .iter()
        .filter(move |path| files.get(path).is_none() && check_place(folder, path).is_ok())
}

fn stage_changes<'a>(
    stage: &mut Stage<'a>,
    changes: &'a [Change],
    files: &'a FileSet,
) -> Result<(), OutputError> {
    for change in changes.iter().filter(|change| change.path != MANIFEST) {
        if let Some(content) = files.get(&change.path) {
            stage.prepare(&change.path, content)?;
        }
    }
    Ok(())
}

/// Replaces one file, whoever wrote it, unless it has this content already. Creates its folder.
///
/// # Errors
/// Something cannot be read or written.
pub fn write_file(path: &Path, content: &[u8]) -> Result<(), OutputError> {
    if read(path)?.as_deref() == Some(content) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    match path.file_name().and_then(|name| name.to_str()) {
        Some(name) => Stage::open(folder)?.replace(name, content),
        None => Err(OutputError::new(path, "is not the path of a file")),
    }
}

/// A file is ours if the manifest lists it or it carries the mark.
fn refuse_foreign(
    changes: &[Change],
    listed: &BTreeSet<String>,
    folder: &Path,
) -> Result<(), OutputError> {
    for change in changes {
        let ChangeKind::Stale(found) = &change.kind else {
            continue;
        };
        let marked = manifest::can_be_marked(&change.path) && is_marked(&change.path, found);
        if change.path != MANIFEST && !listed.contains(&change.path) && !marked {
            let problem = "was not written by oasmith and would be replaced";
            return Err(OutputError {
                help: Some("choose another output folder, or remove the file".to_owned()),
                ..OutputError::new(folder.join(&change.path), problem)
            });
        }
    }
    Ok(())
}

fn remove(changes: &[Change], folder: &Path) -> Result<(), OutputError> {
    for change in changes {
        if change.kind != (ChangeKind::Extra { ours: true }) {
            continue;
        }
        let path = folder.join(&change.path);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(OutputError::cannot("removed", &path, &error));
            }
            _ => {}
        }
        // Fails where something is left, which is what is wanted.
        let parents = Path::new(&change.path).ancestors().skip(1);
        for parent in parents.filter(|parent| !parent.as_os_str().is_empty()) {
            if fs::remove_dir(folder.join(parent)).is_err() {
                break;
            }
        }
    }
    Ok(())
}

/// Folders that hold files of the set or of the manifest; the output folder itself is `""`.
fn folders(files: &FileSet, listed: &BTreeSet<String>, folder: &Path) -> BTreeSet<String> {
    let listed = beyond(files, listed, folder).map(String::as_str);
    let paths = files.paths().chain(listed);
    paths.map(parent).chain([""]).map(str::to_owned).collect()
}

/// The folder of a file; `""` for the output folder itself.
fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// Paths that exist, but are not in the set.
fn extras(
    files: &FileSet,
    listed: &BTreeSet<String>,
    folder: &Path,
) -> Result<BTreeSet<String>, OutputError> {
    let mut extras: BTreeSet<String> = beyond(files, listed, folder)
        .filter(|path| is_file(&folder.join(path)))
        .cloned()
        .collect();
    for parent in folders(files, listed, folder) {
        let visible = |name: &String| !name.starts_with('.') && !parent.is_empty();
        for name in entries(&folder.join(&parent))?.into_iter().filter(visible) {
            let path = format!("{parent}/{name}");
            if files.get(&path).is_none() && is_file(&folder.join(&path)) {
                extras.insert(path);
            }
        }
    }
    Ok(extras)
}

fn is_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file())
}

/// The names in a folder; none if it does not exist.
fn entries(folder: &Path) -> Result<Vec<String>, OutputError> {
    let listing = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.map_err(|error| OutputError::cannot("read", folder, &error))?,
    };
    let names = listing.map(|entry| entry.map(|entry| entry.file_name().into_string().ok()));
    let names: io::Result<Vec<Option<String>>> = names.collect();
    match names {
        Ok(names) => Ok(names.into_iter().flatten().collect()),
        Err(error) => Err(OutputError::cannot("read", folder, &error)),
    }
}

/// The content of a file, if there is one.
fn read(path: &Path) -> Result<Option<Vec<u8>>, OutputError> {
    match fs::read(path) {
        Ok(content) => Ok(Some(content)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(OutputError::cannot("read", path, &error)),
    }
}

/// Whether a file can be at `path`: nothing on the way is anything but a folder, least of all a link
/// that leads elsewhere.
fn check_place(folder: &Path, path: &str) -> Result<(), OutputError> {
    check_folders(folder, parent(path))?;
    check_file(&folder.join(path)).map(|_| ())
}

/// Whether the folder `below` another is there; an error if files cannot be in it.
fn check_folders(folder: &Path, below: &str) -> Result<bool, OutputError> {
    match fs::metadata(folder) {
        Ok(metadata) if !metadata.is_dir() => {
            return Err(OutputError::new(folder, "is not a folder"));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        _ => {}
    }
    let mut place = folder.to_owned();
    for name in below.split('/').filter(|name| !name.is_empty()) {
        place.push(name);
        if !check(
            &place,
            fs::Metadata::is_dir,
            "is a file where a folder is needed",
        )? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether there is a file; an error if there is something else.
fn check_file(place: &Path) -> Result<bool, OutputError> {
    check(
        place,
        fs::Metadata::is_file,
        "is a folder where a file is needed",
    )
}

/// Whether there is anything; an error if it is not of the kind that is needed.
fn check(
    place: &Path,
    is_right: fn(&fs::Metadata) -> bool,
    problem: &str,
) -> Result<bool, OutputError> {
    match fs::symlink_metadata(place) {
        // What else is wrong shows when it is read.
        Err(error) => Ok(error.kind() != io::ErrorKind::NotFound),
        Ok(metadata) if metadata.is_symlink() => Err(in_the_way(place, LINK)),
        Ok(metadata) if is_right(&metadata) => Ok(true),
        Ok(_) => Err(in_the_way(place, problem)),
    }
}

const LINK: &str = "is a symbolic link, which oasmith does not follow";

fn in_the_way(place: impl Into<PathBuf>, problem: &str) -> OutputError {
    OutputError {
        help: Some("remove it, or choose another output folder".to_owned()),
        ..OutputError::new(place, problem)
    }
}

#[cfg(test)]
mod tests;
