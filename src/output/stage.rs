//! Temporary files and folders that become the real ones all at once.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{MANIFEST, OutputError, entries};

/// The end of a temporary name.
const SUFFIX: &str = ".oasmith-tmp";

/// How much longer than the real name a temporary name is: two dots, a process id, the end.
pub(super) const SUFFIX_ROOM: usize = 2 + 10 + SUFFIX.len();

/// New contents that are on the disk, but not yet in their places.
pub(super) struct Stage<'a> {
    folder: &'a Path,
    files: Vec<Prepared<'a>>,
    trees: Vec<Tree>,
    /// Folders that did not exist and had to, parents first.
    created: Vec<PathBuf>,
    /// The folder of the file that was prepared last; that of the next one is mostly the same.
    last: Option<(&'a str, Place)>,
}

/// A folder that did not exist: it gets to its place in one step, whatever the number of files in it.
struct Tree {
    target: PathBuf,
    temporary: PathBuf,
}

/// A folder, and for one that does not exist the number of its tree and where it is meanwhile.
struct Place {
    folder: PathBuf,
    within: Option<(usize, PathBuf)>,
}

/// A file, with its content in case that another run swept the temporary file away.
struct Prepared<'a> {
    target: PathBuf,
    temporary: PathBuf,
    content: &'a [u8],
    tree: Option<usize>,
}

impl<'a> Stage<'a> {
    /// Creates the output folder where it does not exist.
    pub fn open(folder: &'a Path) -> Result<Self, OutputError> {
        let mut stage = Self {
            folder,
            files: Vec::new(),
            trees: Vec::new(),
            created: Vec::new(),
            last: None,
        };
        stage.create_folder(folder)?;
        Ok(stage)
    }

    /// Writes the future content of a file, next to it or in the future content of its folder.
    pub fn prepare(&mut self, path: &'a str, content: &'a [u8]) -> Result<(), OutputError> {
        let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
        let place = match self.last.take() {
            Some((last, place)) if last == parent => place,
            _ => self.enter(parent)?,
        };
        let file = Prepared::new(&place, name, content);
        let written = file.write();
        self.files.push(file);
        self.last = Some((parent, place));
        written
    }

    /// Replaces one file of the output folder now.
    pub fn replace(&mut self, name: &str, content: &'a [u8]) -> Result<(), OutputError> {
        let place = Place {
            folder: self.folder.to_owned(),
            within: None,
        };
        let file = Prepared::new(&place, name, content);
        let done = file.write().and_then(|()| file.put());
        if done.is_err() {
            let _ = fs::remove_file(&file.temporary);
            self.remove_created();
        }
        done
    }

    /// Puts everything in its place.
    pub fn commit(mut self) -> Result<(), OutputError> {
        let rename = |tree: &Tree| fs::rename(&tree.temporary, &tree.target).is_ok();
        let renamed: Vec<bool> = self.trees.iter().map(rename).collect();
        for file in std::mem::take(&mut self.files) {
            match file.tree.and_then(|tree| renamed.get(tree)) {
                Some(true) => continue,
                // Another run has the folder by now, or swept ours away.
                Some(false) => self.create_folder(file.target.parent().unwrap_or(self.folder))?,
                None => {}
            }
            file.put()?;
        }
        for (tree, _) in self.trees.iter().zip(renamed).filter(|(_, done)| !done) {
            let _ = fs::remove_dir_all(&tree.temporary);
        }
        Ok(())
    }

    /// Takes everything back; the manifest gets its former content.
    pub fn abandon(mut self, manifest: Option<&'a [u8]>) {
        for file in &self.files {
            let _ = fs::remove_file(&file.temporary);
        }
        for tree in &self.trees {
            let _ = fs::remove_dir_all(&tree.temporary);
        }
        // The error that led here is the one to report.
        let _ = match manifest {
            Some(content) => self.replace(MANIFEST, content),
            None => fs::remove_file(self.folder.join(MANIFEST))
                .map_err(|error| OutputError::cannot("removed", self.folder, &error)),
        };
        self.remove_created();
    }

    /// Prepares a folder for files.
    fn enter(&mut self, path: &str) -> Result<Place, OutputError> {
        let folder = match path {
            "" => self.folder.to_owned(),
            path => self.folder.join(path),
        };
        let known = |tree: &Tree| folder.starts_with(&tree.target);
        let known = self.trees.iter().position(known);
        let number = known.or_else(|| self.plant(&folder));
        let within = match number.and_then(|number| Some((number, self.trees.get(number)?))) {
            Some((number, tree)) => Some((number, tree.create(&folder)?)),
            None => {
                self.create_folder(&folder)?;
                None
            }
        };
        Ok(Place { folder, within })
    }

    /// Starts a tree with a folder, or the outermost around it, that does not exist; `None` if there is none, or it
    /// has to be created at once.
    fn plant(&mut self, folder: &Path) -> Option<usize> {
        let target = missing(folder).last()?.to_owned();
        let temporary = temporary(&target);
        fs::create_dir(&temporary).ok()?;
        self.trees.push(Tree { target, temporary });
        Some(self.trees.len() - 1)
    }

    fn create_folder(&mut self, folder: &Path) -> Result<(), OutputError> {
        let missing: Vec<PathBuf> = missing(folder).map(Path::to_owned).collect();
        for path in missing.into_iter().rev() {
            match fs::create_dir(&path) {
                Ok(()) => self.created.push(path),
                // Another run was faster.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(OutputError::cannot("created", &path, &error)),
            }
        }
        Ok(())
    }

    fn remove_created(&mut self) {
        for path in self.created.drain(..).rev() {
            let _ = fs::remove_dir(path);
        }
    }
}

impl Tree {
    /// Creates one of its folders, and says where that is meanwhile.
    ///
    /// If another run swept the tree away, it stays away: it is in its place with all that is in it or it is not,
    /// and then [`Stage::commit`] writes each file once more.
    fn create(&self, folder: &Path) -> Result<PathBuf, OutputError> {
        let mut place = self.temporary.clone();
        for name in folder.strip_prefix(&self.target).unwrap_or(folder) {
            place.push(name);
            match fs::create_dir(&place) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                created => {
                    created.map_err(|error| OutputError::cannot("created", folder, &error))?
                }
            }
        }
        Ok(place)
    }
}

impl<'a> Prepared<'a> {
    fn new(place: &Place, name: &str, content: &'a [u8]) -> Self {
        let target = place.folder.join(name);
        Self {
            temporary: match &place.within {
                Some((_, folder)) => folder.join(name),
                None => temporary(&target),
            },
            target,
            content,
            tree: place.within.as_ref().map(|(tree, _)| *tree),
        }
    }

    fn write(&self) -> Result<(), OutputError> {
        match fs::write(&self.temporary, self.content) {
            // The tree was swept away.
            Err(error) if self.tree.is_some() && error.kind() == io::ErrorKind::NotFound => Ok(()),
            written => {
                written.map_err(|error| OutputError::cannot("written", &self.target, &error))
            }
        }
    }

    /// Renames the temporary file, and writes one once more if another run took it for a leftover.
    fn put(&self) -> Result<(), OutputError> {
        let renamed = fs::rename(&self.temporary, &self.target);
        let put = renamed.or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                let temporary = temporary(&self.target);
                fs::write(&temporary, self.content)
                    .and_then(|()| fs::rename(&temporary, &self.target))
            }
            _ => Err(error),
        });
        put.map_err(|error| OutputError::cannot("written", &self.target, &error))
    }
}

/// The place beside another one for what is going to be there.
fn temporary(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.{}{SUFFIX}", std::process::id()))
}

/// A folder and those around it that do not exist, from the inside out.
fn missing(folder: &Path) -> impl Iterator<Item = &Path> {
    folder
        .ancestors()
        .take_while(|path| !path.as_os_str().is_empty() && !path.exists())
}

/// Removes what killed runs left behind in some folders and in those around them.
pub(super) fn sweep(folders: &BTreeSet<String>, folder: &Path) -> Result<(), OutputError> {
    let around = |folder| Path::new(folder).ancestors();
    let places: BTreeSet<&Path> = folders.iter().flat_map(around).collect();
    for place in places {
        let parent = folder.join(place);
        for name in entries(&parent)?
            .iter()
            .filter(|name| name.starts_with('.') && name.ends_with(SUFFIX))
        {
            let path = parent.join(name);
            match remove(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(OutputError::cannot("removed", &path, &error));
                }
                _ => {}
            }
        }
    }
    Ok(())
}

/// Removes a temporary file or folder. A folder may be that of a run that is alive, which must find all of it
/// or nothing.
fn remove(path: &Path) -> io::Result<()> {
    if !fs::symlink_metadata(path)?.is_dir() {
        return fs::remove_file(path);
    }
    let leftover = temporary(path);
    fs::rename(path, &leftover)?;
    fs::remove_dir_all(leftover)
}
