//! Files written whole or not at all, for their owner's eyes only.
//!
//! Written beside their target, synced, read back, renamed, and the folder synced. Uses no other layer.
//! Invariant: at every instant the target is either what it was or what it is to be.

use std::fs;
use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Seek;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::SystemTime;

use sha2::Digest;
use sha2::Sha256;
use tempfile::NamedTempFile;

use crate::store::error::StoreError;

const TEMP_PREFIX: &str = ".plumbline-";
const TEMP_SUFFIX: &str = ".part";

/// What to do with a file that stands where another is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// Leave it and say so.
    Refuse,
    /// Replace it.
    Replace,
}

/// Writes a file whole.
pub fn write(path: &Path, existing: Existing, bytes: &[u8]) -> Result<(), StoreError> {
    write_with(path, existing, |out| out.write_all(bytes))
}

/// Writes a file whole from what a function writes, without holding it in memory.
///
/// Fails with [`StoreError::NotWhole`] where the disk does not give back what was written.
pub fn write_with(
    path: &Path,
    existing: Existing,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), StoreError> {
    let temp = temp_beside(path, existing)?;
    let (digest, len) = pour(temp.as_file(), fill).map_err(StoreError::io("write", path))?;
    temp.as_file().sync_all().map_err(StoreError::io("write", path))?;
    let (found, found_len) = read_back(temp.as_file()).map_err(StoreError::io("read back", path))?;
    if found_len != len {
        let detail = format!("{found_len} of {len} bytes arrived");
        return Err(StoreError::NotWhole { path: path.to_owned(), detail });
    }
    if found != digest {
        let detail = "what arrived differs from what was sent".to_owned();
        return Err(StoreError::NotWhole { path: path.to_owned(), detail });
    }
    give_name(temp, path, existing)?;
    log::info!("written: {}, {len} bytes", path.display());
    Ok(())
}

/// Writes what a function writes; returns its digest and length.
fn pour(file: &File, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<(Vec<u8>, u64)> {
    let mut out = Counted { out: io::BufWriter::with_capacity(1 << 16, file), digest: Sha256::new(), len: 0 };
    fill(&mut out)?;
    out.flush()?;
    Ok((out.digest.finalize().to_vec(), out.len))
}

/// Counts and digests what passes through.
struct Counted<W: Write> {
    out: W,
    digest: Sha256,
    len: u64,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.digest.update(&bytes[..written]);
        self.len += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn read_back(mut file: &File) -> io::Result<(Vec<u8>, u64)> {
    file.rewind()?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut len = 0;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((digest.finalize().to_vec(), len));
        }
        digest.update(&buffer[..read]);
        len += read as u64;
    }
}

/// An empty file with mode 0600 in the folder of a target that may be written.
pub(crate) fn temp_beside(path: &Path, existing: Existing) -> Result<NamedTempFile, StoreError> {
    let folder = folder_of(path);
    if !folder.is_dir() {
        return Err(StoreError::NoFolder { path: folder.to_owned() });
    }
    check_target(path, existing)?;
    // The random name is opened with O_EXCL, so that nothing planted there is followed.
    tempfile::Builder::new()
        .prefix(TEMP_PREFIX)
        .suffix(TEMP_SUFFIX)
        .tempfile_in(folder)
        // What it says names the random name; the member knows the file's own only.
        .map_err(|error| StoreError::io("write", path)(error.kind().into()))
}

/// Syncs a finished file, gives it its name, and syncs the folder.
pub(crate) fn publish(temp: NamedTempFile, path: &Path, existing: Existing) -> Result<(), StoreError> {
    temp.as_file().sync_all().map_err(StoreError::io("write", path))?;
    give_name(temp, path, existing)
}

fn give_name(temp: NamedTempFile, path: &Path, existing: Existing) -> Result<(), StoreError> {
    check_target(path, existing)?;
    let renamed = match existing {
        Existing::Replace => temp.persist(path),
        Existing::Refuse => temp.persist_noclobber(path),
    };
    renamed.map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => StoreError::Exists { path: path.to_owned() },
        _ => StoreError::io("write", path)(error.error),
    })?;
    sync_folder(path)
}

fn check_target(path: &Path, existing: Existing) -> Result<(), StoreError> {
    let path_buf = || path.to_owned();
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(StoreError::io("write", path)(error)),
        Ok(about) if about.is_symlink() => Err(StoreError::Link { path: path_buf() }),
        Ok(about) if !about.is_file() => Err(StoreError::NotAFile { path: path_buf() }),
        Ok(_) if existing == Existing::Refuse => Err(StoreError::Exists { path: path_buf() }),
        Ok(_) => Ok(()),
    }
}

/// The folder a file is in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes a rename or removal in a file's folder last.
pub(crate) fn sync_folder(path: &Path) -> Result<(), StoreError> {
    if cfg!(unix) {
        let folder = folder_of(path);
        File::open(folder).and_then(|open| open.sync_all()).map_err(StoreError::io("sync the folder", folder))?;
    }
    Ok(())
}

/// Makes a folder, and those above it, for the owner's eyes only; leaves one that exists as it is.
pub fn make_folder(folder: &Path) -> Result<(), StoreError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(StoreError::io("make the folder", folder))
}

/// Options for a file of the owner's eyes only.
pub(crate) fn private_file() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// A file's name with something put after it: `x.plumbsession` and `-wal`.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Removes a file that need not exist.
pub(crate) fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::io("remove", path)(error)),
        _ => Ok(()),
    }
}

/// Removes what an interrupted write left in a folder longer ago than `age`; returns how many.
pub fn remove_leftovers(folder: &Path, age: Duration, now: SystemTime) -> usize {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    entries
        .flatten()
        .filter(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let old = entry.metadata().and_then(|about| about.modified()).is_ok_and(|changed| changed + age < now);
            let ours = name.starts_with(TEMP_PREFIX) && name.contains(TEMP_SUFFIX);
            ours && old && fs::remove_file(entry.path()).is_ok()
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_in(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("the folder lists");
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_file_is_written_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("export.json");
        let bytes = vec![7; 300_000];
        write(&path, Existing::Refuse, &bytes).expect("writes");
        assert_eq!(fs::read(&path).expect("reads"), bytes);
        assert_eq!(names_in(folder.path()), ["export.json"]);
    }

    #[test]
    fn an_existing_file_is_replaced_only_when_asked() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("export.json");
        write(&path, Existing::Refuse, b"old").expect("writes");
        let refused = write(&path, Existing::Refuse, b"new").expect_err("refused");
        assert!(matches!(refused, StoreError::Exists { .. }), "{refused}");
        assert_eq!(fs::read(&path).expect("reads"), b"old");
        write(&path, Existing::Replace, b"new").expect("replaces");
        assert_eq!(fs::read(&path).expect("reads"), b"new");
    }

    #[test]
    fn a_write_that_fails_half_way_leaves_the_old_file_and_no_other() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("export.json");
        write(&path, Existing::Refuse, b"old").expect("writes");
        let failed = write_with(&path, Existing::Replace, |out| {
            out.write_all(b"half")?;
            Err(io::Error::from(io::ErrorKind::StorageFull))
        });
        assert!(matches!(failed, Err(StoreError::Full { .. })));
        assert_eq!(fs::read(&path).expect("reads"), b"old");
        assert_eq!(names_in(folder.path()), ["export.json"]);
    }

    #[cfg(unix)]
    #[test]
    fn files_and_folders_are_for_their_owner_only_even_where_the_old_file_was_not() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let inner = folder.path().join("a/b");
        make_folder(&inner).expect("makes folders");
        let path = inner.join("x");
        fs::write(&path, b"loose").expect("writes");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("loosens");
        write(&path, Existing::Replace, b"x").expect("writes");
        let mode = |path: &Path| fs::metadata(path).expect("is there").permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(&inner), 0o700);
        assert_eq!(mode(&folder.path().join("a")), 0o700);
    }

    #[cfg(unix)]
    #[test]
    fn a_planted_link_is_not_written_through() {
        let folder = tempfile::tempdir().expect("a folder");
        let victim = folder.path().join("victim");
        fs::write(&victim, b"precious").expect("writes");
        let link = folder.path().join("export.json");
        std::os::unix::fs::symlink(&victim, &link).expect("links");
        let refused = write(&link, Existing::Replace, b"new").expect_err("refused");
        assert!(matches!(refused, StoreError::Link { .. }), "{refused}");
        assert_eq!(fs::read(&victim).expect("reads"), b"precious");
    }

    #[test]
    fn leftovers_of_an_interrupted_write_are_removed_once_they_are_old() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(".plumbline-abc.part"), b"half").expect("writes");
        fs::write(folder.path().join(".plumbline-abc.part-journal"), b"half").expect("writes");
        fs::write(folder.path().join("kept.part"), b"mine").expect("writes");
        let now = SystemTime::now();
        let hour = Duration::from_secs(3600);
        assert_eq!(remove_leftovers(folder.path(), hour, now), 0);
        assert_eq!(remove_leftovers(folder.path(), hour, now + 2 * hour), 2);
        assert_eq!(names_in(folder.path()), ["kept.part"]);
    }
}
