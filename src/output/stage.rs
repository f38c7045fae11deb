//! Temporary files that become the real ones all at once.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{MANIFEST, OutputError, entries};

/// The end of a temporary file's name.
const SUFFIX: &str = ".oasmith-tmp";

/// How much longer than the file's own name a temporary name is: two dots, a process id, the end.
pub(super) const SUFFIX_ROOM: usize = 2 + 10 + SUFFIX.len();

/// New contents that are on the disk, but not yet in their places.
pub(super) struct Stage<'a> {
    folder: &'a Path,
    /// Target, temporary file, and the content in case that another run swept the latter away.
    prepared: Vec<(PathBuf, PathBuf, &'a [u8])>,
    /// Folders that did not exist, parents first.
    created: Vec<PathBuf>,
}

impl<'a> Stage<'a> {
    /// Creates the output folder where it does not exist.
    pub fn open(folder: &'a Path) -> Result<Self, OutputError> {
        let mut stage = Self {
            folder,
            prepared: Vec::new(),
            created: Vec::new(),
        };
        stage.create_folder(folder)?;
        Ok(stage)
    }

    /// Writes the future content of a file next to it.
    pub fn prepare(&mut self, path: &str, content: &'a [u8]) -> Result<(), OutputError> {
        let target = self.folder.join(path);
        let parent = target.parent().unwrap_or(self.folder).to_owned();
        // Most files stand where the one before them does.
        let before = self.prepared.last().and_then(|(file, ..)| file.parent());
        if before != Some(parent.as_path()) {
            self.create_folder(&parent)?;
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let temporary = parent.join(format!(".{name}.{}{SUFFIX}", std::process::id()));
        self.prepared
            .push((target.clone(), temporary.clone(), content));
        fs::write(&temporary, content)
            .map_err(|error| OutputError::cannot("written", &target, &error))
    }

    /// Replaces one file now.
    pub fn replace(&mut self, path: &str, content: &'a [u8]) -> Result<(), OutputError> {
        let prepared = self.prepare(path, content);
        let Some((target, temporary, content)) = self.prepared.pop() else {
            return prepared;
        };
        if prepared.is_err() {
            let _ = fs::remove_file(&temporary);
            self.remove_created();
            return prepared;
        }
        put(&target, &temporary, content)
    }

    /// Puts all files in their places.
    pub fn commit(self) -> Result<(), OutputError> {
        self.prepared
            .iter()
            .try_for_each(|(target, temporary, content)| put(target, temporary, content))
    }

    /// Takes everything back; the manifest gets its former content.
    pub fn abandon(mut self, manifest: Option<&'a [u8]>) {
        for (_, temporary, _) in &self.prepared {
            let _ = fs::remove_file(temporary);
        }
        // The error that led here is the one to report.
        let _ = match manifest {
            Some(content) => self.replace(MANIFEST, content),
            None => fs::remove_file(self.folder.join(MANIFEST))
                .map_err(|error| OutputError::cannot("removed", self.folder, &error)),
        };
        self.remove_created();
    }

    fn create_folder(&mut self, folder: &Path) -> Result<(), OutputError> {
        let missing: Vec<PathBuf> = folder
            .ancestors()
            .take_while(|path| !path.as_os_str().is_empty() && !path.exists())
            .map(Path::to_owned)
            .collect();
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

/// Renames a temporary file, and writes it once more if another run took it for a leftover.
fn put(target: &Path, temporary: &Path, content: &[u8]) -> Result<(), OutputError> {
    let renamed = fs::rename(temporary, target).or_else(|error| match error.kind() {
        io::ErrorKind::NotFound => {
            fs::write(temporary, content).and_then(|()| fs::rename(temporary, target))
        }
        _ => Err(error),
    });
    renamed.map_err(|error| OutputError::cannot("written", target, &error))
}

/// Removes what killed runs left behind.
pub(super) fn sweep(folders: &BTreeSet<String>, folder: &Path) -> Result<(), OutputError> {
    for parent in folders {
        let parent = folder.join(parent);
        for name in entries(&parent)?
            .iter()
            .filter(|name| name.starts_with('.') && name.ends_with(SUFFIX))
        {
            let path = parent.join(name);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(OutputError::cannot("removed", &path, &error));
                }
                _ => {}
            }
        }
    }
    Ok(())
}
