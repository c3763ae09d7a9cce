//! Running a reader of PDFs as a child: bounded in time and output, whatever the child does.
//!
//! Invariant: [`run`] comes back within its time; a child that hangs, floods, crashes or leaves children of its own
//! behind is ended with its whole group.

use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::ExitStatus;
use std::process::Stdio;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::channel;
use std::thread::Builder;
use std::time::Duration;
use std::time::Instant;

/// The longest a child may take.
pub(super) const LONGEST: Duration = Duration::from_secs(30);
/// The most it may write, in bytes.
const MOST_OUTPUT: u64 = 200 << 20;
/// The most of its complaints that is read, in bytes.
const MOST_COMPLAINT: u64 = 64 << 10;
/// How often it is looked at.
const STEP: Duration = Duration::from_millis(4);

/// What a child wrote.
#[derive(Debug)]
pub(super) struct Output {
    pub text: Vec<u8>,
    pub complaint: String,
    pub status: ExitStatus,
}

/// Why there is nothing of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// It could not be started.
    NotStarted(String),
    /// It took too long.
    TooLong,
    /// It wrote too much.
    TooMuch,
}

/// Runs a program with this on its standard input, for at most `longest`.
pub(super) fn run(program: &Path, arguments: &[String], input: &[u8], longest: Duration) -> Result<Output, Failure> {
    let not_started = |error: std::io::Error| Failure::NotStarted(error.to_string());
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    own_group(&mut command);
    let until = Instant::now() + longest;
    let mut child = command.spawn().map_err(not_started)?;
    if let Some(mut pipe) = child.stdin.take() {
        let input = input.to_vec();
        // A child that stops reading ends this with a broken pipe.
        let _ = Builder::new().name("pdf-in".to_owned()).spawn(move || pipe.write_all(&input));
    }
    let text = child.stdout.take().map(|pipe| read(pipe, MOST_OUTPUT + 1));
    let complaint = child.stderr.take().map(|pipe| read(pipe, MOST_COMPLAINT));
    let text = text.and_then(|from| within(&from, until));
    let ended =
        text.as_ref().and_then(|text| (text.len() as u64 <= MOST_OUTPUT).then(|| wait(&mut child, until)).flatten());
    let (Some(text), Some(status)) = (text, ended) else {
        let flooded = Instant::now() < until;
        end(&mut child);
        return Err(if flooded { Failure::TooMuch } else { Failure::TooLong });
    };
    let complaint = complaint.and_then(|from| within(&from, until.min(Instant::now() + Duration::from_secs(1))));
    let complaint = String::from_utf8_lossy(&complaint.unwrap_or_default()).into_owned();
    Ok(Output { text, complaint, status })
}

/// Reads a pipe in the background, for its thread may outlive us when a stray grandchild keeps the pipe open.
fn read(pipe: impl Read + Send + 'static, most: u64) -> Receiver<Vec<u8>> {
    let (to, from) = channel();
    let _ = Builder::new().name("pdf-out".to_owned()).spawn(move || {
        let mut bytes = Vec::new();
        // What could be read is kept; an error ends it like an end.
        let _ = pipe.take(most).read_to_end(&mut bytes);
        let _ = to.send(bytes);
    });
    from
}

fn within(from: &Receiver<Vec<u8>>, until: Instant) -> Option<Vec<u8>> {
    from.recv_timeout(until.saturating_duration_since(Instant::now())).ok()
}

fn wait(child: &mut Child, until: Instant) -> Option<ExitStatus> {
    loop {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        if Instant::now() >= until {
            return None;
        }
        std::thread::sleep(STEP);
    }
}

#[cfg(unix)]
fn own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
fn own_group(_: &mut Command) {}

fn end(child: &mut Child) {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn shell(script: &str, longest: Duration) -> Result<Output, Failure> {
        run(Path::new("/bin/sh"), &["-c".to_owned(), script.to_owned()], b"input\n", longest)
    }

    #[test]
    fn a_child_gets_its_input_and_gives_its_output() {
        let output = shell("cat; echo no >&2; exit 3", LONGEST).unwrap();
        assert_eq!((output.text.as_slice(), output.complaint.as_str()), (&b"input\n"[..], "no\n"));
        assert_eq!(output.status.code(), Some(3));
    }

    #[test]
    fn a_child_that_hangs_or_leaves_children_behind_is_ended_in_time() {
        let begun = Instant::now();
        for script in ["sleep 60", "sleep 60 & exit 0", "exec >&-; exec 2>&-; sleep 60", "kill -STOP $$"] {
            assert_eq!(shell(script, Duration::from_millis(300)).unwrap_err(), Failure::TooLong, "{script}");
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    }

    #[test]
    fn a_child_that_kills_itself_or_does_not_read_is_survived() {
        let output = shell("kill -ABRT $$", LONGEST).unwrap();
        assert!(!output.status.success());
        let big = vec![b'x'; 8 << 20];
        let output = run(Path::new("/bin/true"), &[], &big, LONGEST).unwrap();
        assert!(output.text.is_empty());
        let none = run(Path::new("/nowhere/at/all"), &[], b"", LONGEST).unwrap_err();
        assert!(matches!(none, Failure::NotStarted(_)));
    }
}
