//! What the benches share: data of any size, times taken in turn, and the table that says what was reached.
#![allow(dead_code, clippy::print_stdout)]

pub mod data;

use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

/// Whether this is `cargo bench`, and not the benches being tried by a test run.
pub fn is_asked_for() -> bool {
    std::env::args().any(|argument| argument == "--bench")
}

/// A folder for the files of one bench, empty, on the disk the build is on.
pub fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the build folder can be written");
    folder
}

/// Times of one thing.
#[derive(Debug, Clone, Default)]
pub struct Times(Vec<Duration>);

impl Times {
    pub fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub fn take<T>(&mut self, what: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = std::hint::black_box(what());
        self.push(start.elapsed());
        result
    }

    /// The time that a share of the runs, 0 to 1, did not exceed.
    pub fn at(&self, share: f64) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort();
        let last = sorted.len().saturating_sub(1);
        sorted.get((last as f64 * share).round() as usize).copied().unwrap_or_default()
    }

    pub fn median(&self) -> Duration {
        self.at(0.5)
    }
}

/// Processor time this thread has used; what others do on a busy machine is not in it.
pub fn processor_time() -> Duration {
    #[cfg(unix)]
    {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or_default())
    }
    #[cfg(not(unix))]
    {
        use std::sync::LazyLock;
        static START: LazyLock<Instant> = LazyLock::new(Instant::now);
        START.elapsed()
    }
}

/// A limit, and on which side of it a figure should be.
#[derive(Debug, Clone, Copy)]
pub enum Reach {
    AtMost(f64),
    AtLeast(f64),
    /// Told, with no limit.
    Told,
}

/// A table of figures: each with what it was taken beside, and the figure of the design it should reach.
pub struct Figures {
    title: String,
    rows: Vec<[String; 5]>,
}

impl Figures {
    pub fn new(title: &str) -> Self {
        let head = ["what", "measured", "beside", "figure", "reach"].map(str::to_owned);
        Self { title: title.to_owned(), rows: vec![head] }
    }

    /// A time against a wall-time limit, with nothing beside it.
    pub fn time(&mut self, what: &str, measured: Duration, limit: Duration) {
        let held = if measured <= limit { "held" } else { "MISSED" };
        self.row(what, &show(measured), "", &show(measured), &format!("{} {held}", show(limit)));
    }

    /// A time beside a yardstick's: the figure is how many times as long it takes.
    pub fn ratio(&mut self, what: &str, measured: Duration, beside: (&str, Duration), reach: Reach) {
        let ratio = measured.as_secs_f64() / beside.1.as_secs_f64().max(1e-9);
        let beside = format!("{} {}", beside.0, show(beside.1));
        self.row(what, &show(measured), &beside, &format!("{ratio:.2} x"), &told(ratio, reach, " x"));
    }

    /// How many times as fast as a yardstick.
    pub fn speed(&mut self, what: &str, measured: Duration, beside: (&str, Duration), reach: Reach) {
        let speed = beside.1.as_secs_f64() / measured.as_secs_f64().max(1e-9);
        let beside = format!("{} {}", beside.0, show(beside.1));
        self.row(what, &show(measured), &beside, &format!("{speed:.2} x as fast"), &told(speed, reach, " x"));
    }

    pub fn number(&mut self, what: &str, number: f64, unit: &str, reach: Reach) {
        self.row(what, &format!("{number:.0}{unit}"), "", "", &told(number, reach, unit));
    }

    pub fn row(&mut self, what: &str, measured: &str, beside: &str, figure: &str, reach: &str) {
        self.rows.push([what, measured, beside, figure, reach].map(str::to_owned));
    }

    pub fn print(&self) {
        let widths: Vec<usize> =
            (0..5).map(|column| self.rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0)).collect();
        println!("\n{}\n", self.title);
        for row in &self.rows {
            let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, &width)| format!("{cell:<width$}")).collect();
            println!("{}", cells.join("   ").trim_end());
        }
        println!();
    }
}

fn told(figure: f64, reach: Reach, unit: &str) -> String {
    let said = |limit: f64| if limit.fract() == 0.0 { format!("{limit:.0}{unit}") } else { format!("{limit}{unit}") };
    match reach {
        Reach::AtMost(limit) => format!("<= {} {}", said(limit), if figure <= limit { "held" } else { "MISSED" }),
        Reach::AtLeast(limit) => format!(">= {} {}", said(limit), if figure >= limit { "held" } else { "MISSED" }),
        Reach::Told => String::new(),
    }
}

/// A time in the unit that suits it.
pub fn show(time: Duration) -> String {
    let nanos = time.as_nanos() as f64;
    match nanos {
        n if n < 1e3 => format!("{n:.0} ns"),
        n if n < 1e6 => format!("{:.1} us", n / 1e3),
        n if n < 1e9 => format!("{:.2} ms", n / 1e6),
        n => format!("{:.2} s", n / 1e9),
    }
}
