//! What the command line takes from the process around it: the data folder, colour, terminals.
//!
//! The only place that reads environment variables. Invariant: a decision comes with the reason for it, which
//! `plumbline doctor` prints.

use std::io;
use std::io::IsTerminal;
use std::path::Path;
use std::path::PathBuf;

use directories::ProjectDirs;

use crate::cli::args::ColorWhen;
use crate::cli::args::Common;
use crate::cli::failure::Failure;
use crate::cli::failure::INPUT;
use crate::keys::lookup::Keys;
use crate::keys::overrides;
use crate::store::regular;

/// The variable that names the data folder.
pub const DATA_DIR: &str = "PLUMBLINE_DATA_DIR";

/// The variable that names the keys file.
pub const KEYS_FILE: &str = "PLUMBLINE_KEYS_FILE";
/// The variable that names the log.
pub const LOG_FILE: &str = "PLUMBLINE_LOG";
/// What decides where nothing was said.
const USUAL_PLACE: &str = "this system's usual place";

/// Gives a variable by name.
type Lookup = Box<dyn Fn(&str) -> Option<String>>;

/// The process's surroundings.
pub struct Environment {
    common: Common,
    variable: Lookup,
    /// Whether keys can be read.
    pub stdin_is_terminal: bool,
    /// Whether a screen can be drawn.
    pub stdout_is_terminal: bool,
}

/// A folder or setting, and where it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided<T> {
    /// What was decided.
    pub value: T,
    /// By what.
    pub by: String,
}

impl Environment {
    /// That of this process.
    pub fn of_process(common: Common) -> Self {
        Self {
            common,
            variable: Box::new(|name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())),
            stdin_is_terminal: io::stdin().is_terminal(),
            stdout_is_terminal: io::stdout().is_terminal(),
        }
    }

    /// A variable that is set and not empty.
    pub fn set(&self, name: &str) -> Option<String> {
        (self.variable)(name).filter(|value| !value.is_empty())
    }

    /// The keys file, and by what it was decided; none where the system has no place for one.
    pub fn keys_file(&self) -> Option<Decided<PathBuf>> {
        let decided = |value: PathBuf, by: &str| Some(Decided { value, by: by.to_owned() });
        if let Some(file) = &self.common.keys_file {
            return decided(file.clone(), "--keys-file");
        }
        if let Some(file) = self.set(KEYS_FILE) {
            return decided(file.into(), KEYS_FILE);
        }
        let folders = ProjectDirs::from("", "", "plumbline")?;
        decided(folders.config_dir().join("keys.toml"), USUAL_PLACE)
    }

    /// The file that what is done is written down in, and by what it was decided; none where nobody asked for one.
    pub fn log_file(&self) -> Option<Decided<PathBuf>> {
        let option = self.common.log.clone().map(|file| (file, "--log"));
        let (file, by) = option.or_else(|| Some((self.set(LOG_FILE)?.into(), LOG_FILE)))?;
        Some(Decided { value: std::path::absolute(&file).unwrap_or(file), by: by.to_owned() })
    }

    /// The keys in use: the program's own, changed by the keys file where there is one.
    ///
    /// # Errors
    /// A file that was named and is not there, cannot be read, or holds what is no key: with its line.
    pub fn keys(&self) -> Result<&'static Keys, Failure> {
        let Some(Decided { value: path, by }) = self.keys_file() else { return Ok(Keys::usual()) };
        let invalid = |why: String| Failure::new(INPUT, "invalid", format!("{}: {why}", path.display())).at(&path);
        let text = match regular::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && by == USUAL_PLACE => return Ok(Keys::usual()),
            read => read.map_err(|error| invalid(format!("the keys file cannot be read: {error}")))?,
        };
        let keys = overrides::read(&text).map_err(|error| invalid(error.to_string()))?;
        // Once, for as long as the program runs.
        Ok(Box::leak(Box::new(keys)))
    }

    /// The member's editor, a command with its options.
    pub fn editor(&self) -> Option<String> {
        self.set("VISUAL").or_else(|| self.set("EDITOR"))
    }

    /// Where a program is, if it is in one of the folders that programs are looked for in.
    pub fn program(&self, name: &str) -> Option<PathBuf> {
        let folders = self.set("PATH")?;
        let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        // A name without a folder before it would be looked for wherever the command happens to be run.
        let folders = std::env::split_paths(&folders).filter(|folder| folder.is_absolute());
        folders.map(|folder| folder.join(&name)).find(|path| path.is_file())
    }

    /// The folder that sessions are kept in.
    ///
    /// # Errors
    /// No option, no variable and no home folder; a file where a folder is to be.
    pub fn data(&self) -> Result<PathBuf, Failure> {
        let Decided { value, by } = self.data_decided()?;
        if value.is_file() {
            let message = format!(
                "{} is a file, not a folder to keep sessions in\nIt is named by {by}: name a folder there, or one that is to be made.",
                value.display()
            );
            return Err(Failure::new(INPUT, "invalid", message).at(&value));
        }
        Ok(value)
    }

    /// The same, and by what it was decided.
    ///
    /// # Errors
    /// As [`Environment::data`].
    pub fn data_decided(&self) -> Result<Decided<PathBuf>, Failure> {
        let decided = |path: &Path, by: &str| {
            let value = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
            Ok(Decided { value, by: by.to_owned() })
        };
        if let Some(folder) = &self.common.data_dir {
            return decided(folder, "--data-dir");
        }
        if let Some(folder) = self.set(DATA_DIR) {
            return decided(Path::new(&folder), DATA_DIR);
        }
        match ProjectDirs::from("", "", "plumbline") {
            Some(folders) => decided(folders.data_dir(), USUAL_PLACE),
            None => {
                Err(Failure::usage(format!("there is no home folder; name a folder with --data-dir or {DATA_DIR}")))
            }
        }
    }

    /// Whether to use colour.
    pub fn color(&self) -> Decided<bool> {
        let forced = |name: &str| self.set(name).is_some_and(|value| value != "0");
        let (value, by) = match self.common.color {
            ColorWhen::Always => (true, "--color"),
            ColorWhen::Never => (false, "--color"),
            ColorWhen::Auto if self.set("NO_COLOR").is_some() => (false, "NO_COLOR"),
            ColorWhen::Auto if forced("CLICOLOR_FORCE") => (true, "CLICOLOR_FORCE"),
            ColorWhen::Auto if forced("FORCE_COLOR") => (true, "FORCE_COLOR"),
            ColorWhen::Auto if self.set("CLICOLOR").as_deref() == Some("0") => (false, "CLICOLOR"),
            ColorWhen::Auto if self.set("TERM").as_deref() == Some("dumb") => (false, "TERM"),
            ColorWhen::Auto if self.stdout_is_terminal => (true, "standard output is a terminal"),
            ColorWhen::Auto => (false, "standard output is no terminal"),
        };
        Decided { value, by: by.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(color: ColorWhen, variables: &'static [(&str, &str)], terminal: bool) -> Environment {
        let variable =
            |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Environment {
            common: Common { data_dir: None, keys_file: None, log: None, color },
            variable: Box::new(variable),
            stdin_is_terminal: terminal,
            stdout_is_terminal: terminal,
        }
    }

    #[test]
    fn the_option_decides_on_colour_then_no_color_then_force_then_the_terminal() {
        use ColorWhen::Always;
        use ColorWhen::Auto;
        use ColorWhen::Never;
        type Case = (ColorWhen, &'static [(&'static str, &'static str)], bool, bool, &'static str);
        let cases: &[Case] = &[
            (Always, &[("NO_COLOR", "1")], false, true, "--color"),
            (Never, &[("FORCE_COLOR", "1")], true, false, "--color"),
            (Auto, &[("NO_COLOR", "1"), ("FORCE_COLOR", "1")], true, false, "NO_COLOR"),
            (Auto, &[("NO_COLOR", ""), ("CLICOLOR_FORCE", "1")], false, true, "CLICOLOR_FORCE"),
            (Auto, &[("FORCE_COLOR", "0"), ("CLICOLOR", "0")], true, false, "CLICOLOR"),
            (Auto, &[("TERM", "dumb")], true, false, "TERM"),
            (Auto, &[], true, true, "standard output is a terminal"),
            (Auto, &[], false, false, "standard output is no terminal"),
        ];
        for (when, variables, terminal, on, by) in cases {
            let decided = environment(*when, variables, *terminal).color();
            assert_eq!((decided.value, decided.by.as_str()), (*on, *by), "{when:?} {variables:?} {terminal}");
        }
    }

    #[test]
    fn an_option_names_the_data_folder_before_the_variable() {
        let mut environment = environment(ColorWhen::Auto, &[(DATA_DIR, "/from/variable")], false);
        assert_eq!(environment.data().expect("decided"), Path::new("/from/variable"));
        environment.common.data_dir = Some("/from/option".into());
        assert_eq!(environment.data().expect("decided"), Path::new("/from/option"));
    }
}
