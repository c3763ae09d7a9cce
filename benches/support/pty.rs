//! A program on a pseudo-terminal, with the moment each piece of its output arrived.
//!
//! No emulator runs while time is taken; what the screen showed is worked out afterwards.

use std::io::Read;
use std::io::Write;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::channel;
use std::time::Duration;
use std::time::Instant;

use portable_pty::Child;
use portable_pty::CommandBuilder;
use portable_pty::MasterPty;
use portable_pty::PtySize;
use portable_pty::native_pty_system;

/// Columns and rows of every terminal here.
pub const SIZE: (u16, u16) = (200, 50);

/// What must happen happens within this, on a machine under load and with the largest review.
const PATIENCE: Duration = Duration::from_secs(120);

/// What a frame begins with, unless it is small.
const BEGIN: &[u8] = b"\x1b[?2026h";

/// Without output for so long a program is taken to have drawn all it had to.
const QUIET: Duration = Duration::from_millis(15);

/// How to tell that a frame is complete.
#[derive(Debug, Clone, Copy)]
pub enum FrameEnd {
    /// These bytes are the last of it, unless it is so small that it stands between no marks: then it comes in one piece.
    Mark(&'static [u8]),
    /// It has no mark: it is complete when nothing more comes.
    Quiet,
}

pub struct Running {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
    started: Instant,
    _master: Box<dyn MasterPty + Send>,
}

/// How long a frame took from what caused it to its last byte, and how many bytes it had.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    pub took: Duration,
    pub bytes: usize,
}

impl Running {
    pub fn start(program: &str, arguments: &[String]) -> Self {
        let (cols, rows) = SIZE;
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal can be opened");
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env("TERM", "xterm-256color");
        command.env("LESS", "");
        let mut reader = pair.master.try_clone_reader().expect("it can be read");
        let writer = pair.master.take_writer().expect("it can be written");
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut bytes = vec![0; 1 << 16];
            while let Ok(count) = reader.read(&mut bytes)
                && count > 0
                && sender.send((Instant::now(), bytes[..count].to_vec())).is_ok()
            {}
        });
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let screen = vt100::Parser::new(rows, cols, 0);
        Self { child, writer, output, screen, started, _master: pair.master }
    }

    /// The first frame: complete when these bytes have come.
    pub fn first_frame(&mut self, last: &[u8]) -> Frame {
        let start = self.started;
        let mut seen: Vec<u8> = Vec::new();
        loop {
            let (at, more) = self.output.recv_timeout(PATIENCE).expect("the first frame comes");
            seen.extend_from_slice(&more);
            if holds(&seen, last) {
                self.screen.process(&seen);
                return Frame { took: at - start, bytes: seen.len() };
            }
        }
    }

    /// Types a key and waits for the frame it causes; `None` if nothing was drawn.
    pub fn key(&mut self, key: &[u8], end: FrameEnd) -> Option<Frame> {
        self.settle();
        let start = Instant::now();
        self.writer.write_all(key).and_then(|()| self.writer.flush()).expect("it takes input");
        let mut seen: Vec<u8> = Vec::new();
        let mut last = None;
        let mut wait = QUIET * 20;
        while let Ok((at, more)) = self.output.recv_timeout(wait) {
            (last, wait) = (Some(at), QUIET);
            seen.extend_from_slice(&more);
            if let FrameEnd::Mark(mark) = end {
                let small = !seen.starts_with(BEGIN) && !BEGIN.starts_with(&seen);
                if let Some(bytes) = find(&seen, mark).map(|at| at + mark.len()).or(small.then_some(seen.len())) {
                    self.screen.process(&seen);
                    return Some(Frame { took: at - start, bytes });
                }
            }
        }
        self.screen.process(&seen);
        last.map(|at| Frame { took: at - start, bytes: seen.len() })
    }

    /// Takes in what still comes.
    pub fn settle(&mut self) {
        while let Ok((_, more)) = self.output.recv_timeout(QUIET) {
            self.screen.process(&more);
        }
    }

    pub fn shown(&self) -> String {
        self.screen.screen().contents()
    }

    /// Memory resident now, in MB; Linux only.
    pub fn resident(&self) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.process_id()?)).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
        Some(kilobytes / 1024.0)
    }

    /// Types keys one by one and waits for the program's end; without keys the program is ended.
    pub fn leave(mut self, keys: &[&[u8]]) {
        if keys.is_empty() {
            return;
        }
        for key in keys {
            self.settle();
            let _ = self.writer.write_all(key).and_then(|()| self.writer.flush());
        }
        let deadline = Instant::now() + PATIENCE;
        while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < deadline {
            let _ = self.output.recv_timeout(Duration::from_millis(2));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    find(bytes, part).is_some()
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}
