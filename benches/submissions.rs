//! Submissions read into a review: a thousand mixed files, one long text, and ten thousand texts held against one another.
#![allow(clippy::print_stdout)]

mod support;

use std::fmt::Write;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use criterion::Criterion;

use plumbline::import::assemble::Request;
use plumbline::import::assemble::import;
use plumbline::import::likeness;
use plumbline::import::read::Tools;
use plumbline::import::take::Unwatched;
use plumbline::model::source::Source;
use plumbline::model::source::SourceKind;

use support::Figures;
use support::Times;

/// Words of a made-up submission.
fn words(seed: usize, count: usize) -> String {
    let mut text = format!("Written evidence submitted by Body {seed} (ABC{seed:04})\n\n");
    for n in 0..count {
        let _ = write!(text, "w{}{}", (n * 7919 + seed * 104_729) % 6000, if n % 90 == 89 { ".\n\n" } else { " " });
    }
    text
}

/// Plain texts, Markdown, pages and transcripts, and a campaign of letters that are all but the same.
fn mixed(folder: &Path, count: usize) -> PathBuf {
    let folder = folder.join(format!("mixed-{count}"));
    std::fs::create_dir_all(&folder).expect("makes");
    for n in 0..count {
        let (ending, text) = match n % 5 {
            0 => ("txt", words(n, 1500)),
            1 => ("md", format!("# Our view\n\n{}", words(n, 1500))),
            2 => {
                let paragraphs = words(n, 1500).replace("\n\n", "</p><p>");
                ("html", format!("<html><body><h1>Our view</h1><p>{paragraphs}</p></body></html>"))
            }
            3 => ("txt", format!("I am Person {n}.\n\n{}", words(3, 300))),
            _ => (
                "txt",
                (0..60)
                    .map(|turn| format!("Speaker {}: {}\n", turn % 5, words(n + turn, 20).replace('\n', " ")))
                    .collect(),
            ),
        };
        std::fs::write(folder.join(format!("ABC{n:04} - Body {n}.{ending}")), text).expect("writes");
    }
    folder
}

fn request(input: PathBuf) -> Request {
    Request { inputs: vec![input], ..Request::default() }
}

/// A thousand mixed files.
fn many_files(figures: &mut Figures, folder: &Path) {
    let request = request(mixed(folder, 1000));
    let mut times = Times::default();
    for _ in 0..5 {
        let made = times.take(|| import(&request, &Tools::default(), &mut Unwatched)).expect("imports");
        assert_eq!(made.review.sources.len(), 1000);
    }
    figures.time("1,000 mixed files (txt, md, html, transcripts, letters)", times.median(), Duration::from_secs(2));
}

/// One text of 50 MB, less what a limit of 50 MB leaves out.
fn long_text(figures: &mut Figures, folder: &Path) {
    let path = folder.join("ABC0001.txt");
    let mut text = words(1, 8_000_000);
    let mut end = text.len().min((50 << 20) - 1);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    std::fs::write(&path, &text).expect("writes");
    let request = request(path);
    let mut times = Times::default();
    for _ in 0..3 {
        times.take(|| import(&request, &Tools::default(), &mut Unwatched)).expect("imports");
    }
    figures.time(&format!("one text of {} MB", text.len() >> 20), times.median(), Duration::from_secs(4));
}

/// Ten thousand texts compared, half of them letters of one campaign.
fn likeness_of_many(figures: &mut Figures) {
    let source = |n: usize| {
        let text = if n.is_multiple_of(2) { words(n, 300) } else { format!("I am Person {n}. {}", words(1, 300)) };
        Source {
            text: Some(text),
            ..Source::new(format!("S{n}").as_str().into(), SourceKind::Submission, "x".to_owned())
        }
    };
    let mut sources: Vec<Source> = (0..10_000).map(source).collect();
    let mut times = Times::default();
    for _ in 0..3 {
        let groups = times.take(|| likeness::group(&mut sources));
        // Some of the others come out nearly the same: their words are drawn from few.
        assert!(groups.iter().any(|group| group.len() >= 5_000));
    }
    figures.time("10,000 texts held against one another, 5,000 of them alike", times.median(), Duration::from_secs(2));
}

fn main() {
    let _ = Criterion::default().configure_from_args();
    if !support::is_asked_for() {
        return;
    }
    let folder = support::folder("submissions");
    let mut figures = Figures::new("Submissions");
    many_files(&mut figures, &folder);
    long_text(&mut figures, &folder);
    likeness_of_many(&mut figures);
    figures.print();
}
