//! Which journal a file's place can bear, and what to warn of.
//!
//! SQLite's write-ahead log needs every process on one host, and a synchronising program copies the
//! database and its log at different moments. Invariant: the kind of file system is a value, so that
//! tests can name any.

use std::fmt;
use std::path::Path;
use std::path::PathBuf;

/// The kind of file system, as Linux numbers it; unknown elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileSystem(Option<u64>);

/// File systems that other hosts may write to at the same time.
const SHARED: [(u64, &str); 17] = [
    (0x6969, "NFS"),
    (0x517B, "SMB"),
    (0xFE53_4D42, "SMB"),
    (0xFF53_4D42, "CIFS"),
    (0x6573_5546, "FUSE"),
    (0x5346_414F, "AFS"),
    (0x6B41_4653, "AFS"),
    (0x7375_7245, "Coda"),
    (0x0102_1997, "9P"),
    (0x564C, "NCP"),
    (0x00C3_6400, "Ceph"),
    (0x0BD0_0BD0, "Lustre"),
    (0x4750_4653, "GPFS"),
    (0x7461_636F, "OCFS2"),
    (0x0116_1970, "GFS2"),
    (0x786F_4256, "VirtualBox"),
    (0xBACB_ACBC, "VMware"),
];

/// Kinds of file system on disks of this machine.
const LOCAL: [(u64, &str); 11] = [
    (0xEF53, "ext"),
    (0x5846_5342, "XFS"),
    (0x9123_683E, "Btrfs"),
    (0x2FC1_2FC1, "ZFS"),
    (0xF2F5_2010, "F2FS"),
    (0x0102_1994, "tmpfs, gone when the machine stops"),
    (0x794C_7630, "overlay"),
    (0x2011_BAB0, "exFAT"),
    (0x4D44, "FAT"),
    (0x5346_544E, "NTFS"),
    (0xF15F, "eCryptfs"),
];

/// Folder names that synchronising programs use.
const SYNCHRONISED: [(&str, &str); 10] = [
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("icloud", "iCloud"),
    ("iclouddrive", "iCloud"),
    ("mobile documents", "iCloud"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("drivefs", "Google Drive"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
];

impl FileSystem {
    /// The file system a file is on, or would be on.
    pub fn of(path: &Path) -> Self {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Self(kind_of(folder))
    }

    /// A file system by its number, as in `statfs(2)`.
    pub fn from_type(kind: u64) -> Self {
        Self(Some(kind & 0xFFFF_FFFF))
    }

    /// Its name, or its number where it is none of those known.
    pub fn name(self) -> String {
        let known = SHARED.iter().chain(&LOCAL).find(|(kind, _)| Some(*kind) == self.0);
        match (known, self.0) {
            (Some((_, name)), _) => (*name).to_owned(),
            (None, Some(kind)) => format!("of kind {kind:#x}"),
            (None, None) => "of a kind this system does not tell".to_owned(),
        }
    }

    /// Its name, if other hosts may write to it at the same time.
    pub fn shared(self) -> Option<&'static str> {
        SHARED.iter().find(|(kind, _)| Some(*kind) == self.0).map(|(_, name)| *name)
    }
}

#[cfg(target_os = "linux")]
fn kind_of(folder: &Path) -> Option<u64> {
    let kind = rustix::fs::statfs(folder).ok()?.f_type;
    // The field's type differs between machines; the numbers have 32 bits.
    u64::try_from(i128::from(kind) & 0xFFFF_FFFF).ok()
}

#[cfg(not(target_os = "linux"))]
fn kind_of(_folder: &Path) -> Option<u64> {
    None
}

/// How SQLite protects a session against a crash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Journal {
    /// The write-ahead log: fast, local disks only.
    Wal,
    /// The rollback journal, for places other programs touch.
    Rollback,
    /// The rollback journal with the file locked throughout, for places other hosts touch.
    RollbackExclusive,
}

/// Something a member should know about a file that was opened all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum StoreWarning {
    /// On a file system that other hosts may write to.
    Network { path: PathBuf, kind: &'static str },
    /// In a folder that looks synchronised.
    Synchronised { path: PathBuf, service: &'static str },
    /// Written by a newer program; opened for reading only.
    Newer { path: PathBuf, found: i64, known: i64 },
    /// The write-ahead log could not be used here.
    NoLog { path: PathBuf },
    /// A record that could be done without was not readable and is begun afresh.
    Forgotten { path: PathBuf, why: String },
}

impl fmt::Display for StoreWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Network { path, kind } => write!(
                f,
                "{} is on a network file system ({kind}): saving is slower, and opening it from two computers can \
                 damage it; a folder on this computer is safer",
                path.display()
            ),
            Self::Synchronised { path, service } => write!(
                f,
                "{} is in a folder that {service} seems to synchronise: do not open it on two computers; move it \
                 with `plumbline sessions move`",
                path.display()
            ),
            Self::Newer { path, found, known } => write!(
                f,
                "made by a newer plumbline (format {found}, this one knows {known}), so it is opened for reading only and \
                 not changed: {}",
                path.display()
            ),
            Self::NoLog { path } => write!(f, "{} is saved the slower way: this disk allows no other", path.display()),
            Self::Forgotten { path, why } => {
                write!(f, "{} could not be read ({why}); what was used last is forgotten", path.display())
            }
        }
    }
}

/// The journal a place can bear, and what to warn of.
pub fn journal_for(path: &Path, file_system: FileSystem) -> (Journal, Vec<StoreWarning>) {
    if let Some(kind) = file_system.shared() {
        return (Journal::RollbackExclusive, vec![StoreWarning::Network { path: path.to_owned(), kind }]);
    }
    if let Some(service) = synchronised_by(path) {
        return (Journal::Rollback, vec![StoreWarning::Synchronised { path: path.to_owned(), service }]);
    }
    (Journal::Wal, Vec::new())
}

/// Which program seems to synchronise the folder, by the names on the way to it.
fn synchronised_by(path: &Path) -> Option<&'static str> {
    let real = path.parent().and_then(|folder| folder.canonicalize().ok());
    let folders = real.iter().flat_map(|folder| folder.components()).chain(path.parent()?.components());
    folders.into_iter().find_map(|component| {
        let name = component.as_os_str().to_string_lossy().to_lowercase();
        SYNCHRONISED
            .iter()
            .find(|(start, _)| {
                name.strip_prefix(start).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
            })
            .map(|(_, service)| *service)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_file_systems_get_the_rollback_journal_and_a_warning() {
        for (kind, name) in [(0x6969, "NFS"), (0xFF53_4D42, "CIFS"), (0xFE53_4D42, "SMB"), (0x6573_5546, "FUSE")] {
            let (journal, warnings) = journal_for(Path::new("/home/a/x.plumbsession"), FileSystem::from_type(kind));
            assert_eq!(journal, Journal::RollbackExclusive);
            assert_eq!(warnings.len(), 1);
            assert!(warnings[0].to_string().contains(name), "{}", warnings[0]);
        }
    }

    #[test]
    fn a_local_disk_gets_the_write_ahead_log_without_a_word() {
        let ext4 = FileSystem::from_type(0xEF53);
        assert_eq!(journal_for(Path::new("/home/a/.local/share/x"), ext4), (Journal::Wal, Vec::new()));
        let elsewhere = FileSystem(None);
        assert_eq!(journal_for(Path::new("/home/a/dropboxes/x"), elsewhere), (Journal::Wal, Vec::new()));
    }

    #[test]
    fn folders_that_look_synchronised_are_warned_of() {
        for (path, service) in [
            ("/home/a/Dropbox/x", "Dropbox"),
            ("/home/a/Dropbox (Personal)/panel/x", "Dropbox"),
            ("/mnt/c/Users/a/OneDrive - NHS/x", "OneDrive"),
            ("/Users/a/Library/Mobile Documents/com~apple~CloudDocs/x", "iCloud"),
            ("/Users/a/Library/CloudStorage/GoogleDrive-a@b/x", "Google Drive"),
            ("/home/a/Nextcloud/x", "Nextcloud"),
        ] {
            let (journal, warnings) = journal_for(Path::new(path), FileSystem(None));
            assert_eq!(journal, Journal::Rollback, "{path}");
            assert!(warnings[0].to_string().contains(service), "{}", warnings[0]);
        }
    }

    #[test]
    fn this_machine_names_the_file_system_of_a_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        if cfg!(target_os = "linux") {
            assert_ne!(FileSystem::of(&folder.path().join("x")), FileSystem(None));
        }
    }
}
