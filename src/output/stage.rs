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
    /// Those that go into folders that exist.
    files: Vec<Prepared<'a>>,
    /// Those that go into folders that do not.
    trees: Vec<Tree<'a>>,
    /// Folders that did not exist and had to, parents first.
    created: Vec<PathBuf>,
}

/// A file, with its content in case that another run swept the temporary file away.
struct Prepared<'a> {
    target: PathBuf,
    temporary: PathBuf,
    content: &'a [u8],
}

/// A folder with all that is in it: it gets to its place in one step, whatever the number of files.
struct Tree<'a> {
    target: PathBuf,
    temporary: PathBuf,
    files: Vec<Prepared<'a>>,
}

impl<'a> Stage<'a> {
    /// Creates the output folder where it does not exist.
    pub fn open(folder: &'a Path) -> Result<Self, OutputError> {
        let mut stage = Self {
            folder,
            files: Vec::new(),
            trees: Vec::new(),
            created: Vec::new(),
        };
        stage.create_folder(folder)?;
        Ok(stage)
    }

    /// Writes the future content of a file, next to it or in the future content of its folder.
    pub fn prepare(&mut self, path: &str, content: &'a [u8]) -> Result<(), OutputError> {
        let target = self.folder.join(path);
        let parent = target.parent().unwrap_or(self.folder);
        // Most files stand where the one before them does.
        let before = self.files.last().and_then(|file| file.target.parent());
        if before != Some(parent) {
            if let Some(tree) = self.tree(parent) {
                return tree.prepare(target, content);
            }
            self.create_folder(parent)?;
        }
        let file = Prepared::beside(target, content);
        let written = file.write();
        self.files.push(file);
        written
    }

    /// Replaces one file of the output folder now.
    pub fn replace(&mut self, name: &str, content: &'a [u8]) -> Result<(), OutputError> {
        let file = Prepared::beside(self.folder.join(name), content);
        let done = file.write().and_then(|()| file.put());
        if done.is_err() {
            let _ = fs::remove_file(&file.temporary);
            self.remove_created();
        }
        done
    }

    /// Puts everything in its place.
    pub fn commit(mut self) -> Result<(), OutputError> {
        for tree in std::mem::take(&mut self.trees) {
            if fs::rename(&tree.temporary, &tree.target).is_ok() {
                continue;
            }
            // Another run has the folder by now, or swept ours away.
            for file in &tree.files {
                self.create_folder(file.target.parent().unwrap_or(self.folder))?;
                file.put()?;
            }
            let _ = fs::remove_dir_all(&tree.temporary);
        }
        self.files.iter().try_for_each(Prepared::put)
    }

    /// Takes everything back; the manifest gets its former content.
    pub fn abandon(mut self, manifest: Option<&'a [u8]>) {
        for tree in &self.trees {
            let _ = fs::remove_dir_all(&tree.temporary);
        }
        for file in &self.files {
            let _ = fs::remove_file(&file.temporary);
        }
        // The error that led here is the one to report.
        let _ = match manifest {
            Some(content) => self.replace(MANIFEST, content),
            None => fs::remove_file(self.folder.join(MANIFEST))
                .map_err(|error| OutputError::cannot("removed", self.folder, &error)),
        };
        self.remove_created();
    }

    /// What a folder that does not exist is, or is in. `None` if it does, or has to be there at once.
    fn tree(&mut self, folder: &Path) -> Option<&mut Tree<'a>> {
        let known = |tree: &Tree| folder.starts_with(&tree.target);
        let index = match self.trees.iter().rposition(known) {
            Some(index) => index,
            None => {
                let target = missing(folder).last()?.to_owned();
                let temporary = temporary(&target);
                fs::create_dir(&temporary).ok()?;
                self.trees.push(Tree {
                    target,
                    temporary,
                    files: Vec::new(),
                });
                self.trees.len() - 1
            }
        };
        self.trees.get_mut(index)
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

impl<'a> Tree<'a> {
    /// Writes a file of the folder. If another run swept the folder away meanwhile, it stays away: as a
    /// whole it is in its place or it is not, and then [`Stage::commit`] writes each file once more.
    fn prepare(&mut self, target: PathBuf, content: &'a [u8]) -> Result<(), OutputError> {
        let inner = target.strip_prefix(&self.target).unwrap_or(&target);
        let file = Prepared {
            temporary: self.temporary.join(inner),
            target,
            content,
        };
        let parent = file.temporary.parent().unwrap_or(&self.temporary);
        let before = self.files.last().and_then(|file| file.temporary.parent());
        let written = match before == Some(parent) {
            true => Ok(()),
            false => self.create_below(parent),
        };
        let written = written.and_then(|()| fs::write(&file.temporary, content));
        let written = written.or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => Ok(()),
            _ => Err(OutputError::cannot("written", &file.target, &error)),
        });
        self.files.push(file);
        written
    }

    /// Creates a folder in the temporary one, which is there unless it was swept away.
    fn create_below(&self, folder: &Path) -> io::Result<()> {
        let ours = |path: &&Path| *path != self.temporary;
        let below: Vec<&Path> = folder.ancestors().take_while(ours).collect();
        for path in below.into_iter().rev() {
            match fs::create_dir(path) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

impl<'a> Prepared<'a> {
    fn beside(target: PathBuf, content: &'a [u8]) -> Self {
        Self {
            temporary: temporary(&target),
            target,
            content,
        }
    }

    fn write(&self) -> Result<(), OutputError> {
        fs::write(&self.temporary, self.content)
            .map_err(|error| OutputError::cannot("written", &self.target, &error))
    }

    /// Renames the temporary file, and writes one once more if another run took it for a leftover.
    fn put(&self) -> Result<(), OutputError> {
        let Self {
            target, content, ..
        } = self;
        let renamed = fs::rename(&self.temporary, target).or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                let temporary = temporary(target);
                fs::write(&temporary, content).and_then(|()| fs::rename(&temporary, target))
            }
            _ => Err(error),
        });
        renamed.map_err(|error| OutputError::cannot("written", target, &error))
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
