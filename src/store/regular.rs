//! Files opened to be read: regular files only, and whole.
//!
//! Uses no other layer. Every file that a person names, or that lies where others could have put it, is
//! opened here. Invariant: nothing waits for the other end of a pipe, and nothing is read without an end.

use std::fs::File;
use std::fs::Metadata;
use std::io;
use std::io::Read;
use std::path::Path;

/// Opens a regular file.
///
/// # Errors
/// What the system refuses; [`io::ErrorKind::IsADirectory`] for a folder, [`io::ErrorKind::InvalidInput`]
/// with words for a pipe, a device or a socket.
pub fn open(path: &Path) -> io::Result<File> {
    let file = open_without_waiting(path)?;
    check(&file.metadata()?)?;
    Ok(file)
}

/// Refuses what [`open`] would refuse, for those who open a file by its name themselves. What is not
/// there is theirs to tell of.
pub fn expect(path: &Path) -> io::Result<()> {
    path.metadata().map_or(Ok(()), |about| check(&about))
}

/// All bytes of a regular file.
///
/// # Errors
/// As [`open`]; [`io::ErrorKind::Other`] with words where it changed while it was read.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    read_from(&open(path)?)
}

/// All of a regular file as text; [`io::ErrorKind::InvalidData`] where it is none.
///
/// # Errors
/// As [`read`].
pub fn read_to_string(path: &Path) -> io::Result<String> {
    String::from_utf8(read(path)?)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not text in UTF-8, or not text at all"))
}

fn read_from(file: &File) -> io::Result<Vec<u8>> {
    let before = file.metadata()?;
    let mut bytes = Vec::with_capacity(usize::try_from(before.len()).unwrap_or_default());
    // One byte more than there should be tells of a file that grows while it is read.
    let read = file.take(before.len().saturating_add(1)).read_to_end(&mut bytes)?;
    let after = file.metadata()?;
    if read as u64 != before.len() || after.len() != before.len() || after.modified().ok() != before.modified().ok() {
        return Err(io::Error::other("it changed while it was read; try again once nobody writes to it"));
    }
    Ok(bytes)
}

fn check(about: &Metadata) -> io::Result<()> {
    if about.is_file() {
        return Ok(());
    }
    if about.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    Err(io::Error::new(
        io::ErrorKind::InvalidInput,
        "it is a pipe, a device or a socket and no regular file; save what it gives as a file first",
    ))
}

/// Opens a file without waiting for the other end of a pipe.
#[cfg(unix)]
fn open_without_waiting(path: &Path) -> io::Result<File> {
    use rustix::fs::Mode;
    use rustix::fs::OFlags;
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    Ok(File::from(rustix::fs::open(path, flags, Mode::empty())?))
}

#[cfg(not(unix))]
fn open_without_waiting(path: &Path) -> io::Result<File> {
    File::open(path)
}

#[cfg(test)]
mod tests {
    use std::io::Seek;
    use std::io::Write;

    use super::*;

    // Fails where only what is there is read.
    #[test]
    fn a_file_that_changes_while_it_is_read_is_told_and_none_of_it_is_used() {
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(b"twelve bytes").expect("writes");
        file.rewind().expect("goes back");
        assert_eq!(read_from(&file).expect("reads"), b"twelve bytes");
        // What is left is shorter than the file: as if it had been cut off meanwhile.
        file.seek(io::SeekFrom::Start(4)).expect("goes on");
        let told = read_from(&file).expect_err("is refused").to_string();
        assert!(told.contains("changed while it was read"), "{told}");
    }

    #[test]
    fn a_folder_and_what_is_not_there_are_what_they_are() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(read(folder.path()).expect_err("a folder").kind(), io::ErrorKind::IsADirectory);
        assert_eq!(read(&folder.path().join("x")).expect_err("is not there").kind(), io::ErrorKind::NotFound);
        expect(&folder.path().join("x")).expect("is for others to tell");
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_refused_at_once() {
        for device in ["/dev/zero", "/dev/full"] {
            let told = read(Path::new(device)).expect_err("is refused").to_string();
            assert!(told.contains("no regular file"), "{told}");
        }
    }
}
