//! Reading PDFs and files as they lie on a disk: the real program as the child, hostile files and programs.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod support;

use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

use plumbline::import::error::ImportError;
use plumbline::import::read::Tools;
use plumbline::import::read::read_document;
use plumbline::import::read::read_file;
use plumbline::import::record::BlockKind;
use plumbline::import::record::Record;
use support::pdf::lines;
use support::pdf::pdf;

/// The program under test, and poppler where it is installed.
fn tools(with_poppler: bool) -> Tools {
    let plumbline = Some(PathBuf::from(env!("CARGO_BIN_EXE_plumbline")));
    let pdftotext = with_poppler.then(poppler).flatten();
    Tools { plumbline, pdftotext, pdf_command: None }
}

fn poppler() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let found = std::env::split_paths(&path).map(|folder| folder.join("pdftotext")).find(|program| program.is_file());
    if found.is_none() {
        eprintln!("skipped: pdftotext (poppler-utils) is not installed");
    }
    found
}

fn read(bytes: &[u8], tools: &Tools) -> Result<Record, ImportError> {
    read_document("evidence.pdf", bytes, tools)
}

fn refusal(bytes: &[u8], tools: &Tools) -> String {
    read(bytes, tools).unwrap_err().to_string()
}

fn report() -> Vec<u8> {
    let page = |number: usize, body: String| {
        lines(9.0, 40.0, &["An evaluation of promises"]) + &body + &lines(9.0, 800.0, &[&number.to_string()])
    };
    let first = lines(18.0, 90.0, &["Chapter one"])
        + "BT /F1 11 Tf 72 700 Td 14 TL (The govern-) Tj T* (ment said so in May.) Tj /F1 6.5 Tf 4 Ts (12) Tj 0 Ts /F1 11 Tf \
           ( And it went on) Tj T* (for a second line until the end.) Tj ET\n\
           BT /F1 8 Tf 72 90 Td 10 TL 3 Ts /F1 5 Tf (12) Tj 0 Ts /F1 8 Tf ( Minutes of a meeting) Tj ET\n";
    let second = lines(11.0, 120.0, &["Another paragraph that the government wrote runs on to"]);
    let third = lines(11.0, 120.0, &["the next page."]);
    pdf(&[page(1, first), page(2, second), page(3, third)], "")
}

#[test]
fn by_poppler_raised_figures_become_markers_and_the_foot_of_a_page_notes() {
    let tools = tools(true);
    if tools.pdftotext.is_none() {
        return;
    }
    let record = read(&report(), &tools).unwrap();
    assert_eq!(
        record.text,
        "Chapter one\n\nThe government said so in May.[12] And it went on for a second line until the end.\n\n\
         Another paragraph that the government wrote runs on to the next page.\n\n12 Minutes of a meeting"
    );
    assert_eq!(record.blocks[0].kind, BlockKind::Heading(1));
    assert_eq!(record.blocks.iter().map(|block| block.page).collect::<Vec<_>>(), [Some(1), Some(1), Some(2), Some(1)]);
    assert_eq!(record.markers.len(), 1);
    assert_eq!(record.original.extractor, "pdftotext");
    assert!(record.original.extractor_version.starts_with(|c: char| c.is_ascii_digit()), "{:?}", record.original);
    assert!(
        record.original.warnings.iter().any(|told| told.contains("6 lines of heads")),
        "{:?}",
        record.original.warnings
    );
}

#[test]
fn without_poppler_words_are_placed_too_and_the_better_reader_is_named() {
    let record = read(&report(), &tools(false)).unwrap();
    assert_eq!(
        record.text,
        "Chapter one\n\nThe government said so in May.[12] And it went on for a second line until the end.\n\n\
         Another paragraph that the government wrote runs on to the next page.\n\n12 Minutes of a meeting"
    );
    assert_eq!((record.markers.len(), record.blocks[3].page), (1, Some(1)));
    assert_eq!(record.original.extractor, "lopdf");
    assert!(record.original.warnings[0].contains("install poppler"), "{:?}", record.original.warnings);
}

/// A table of ratings with ruled cells of several lines, moved by a matrix, and notes set close with hanging numbers.
#[test]
fn tables_and_close_notes_are_read_alike_with_poppler_and_without() {
    let at = |left: u32, top: u32, size: f32, words: &str| {
        format!("BT /F1 {size} Tf 1 0 0 1 {left} {} Tm ({words}) Tj ET\n", 842 - top)
    };
    let mut page =
        at(72, 90, 11.0, "The ratings that we gave to the promises made for records and for staff are these:");
    page += "0.5 w 70 640 m 520 640 l S 70 690 m 520 690 l S q 1 0 0 1 10 0 cm ";
    for (left, top, words) in [
        (72, 120, "Commitment"),
        (220, 120, "A. Met"),
        (320, 120, "B. Funding"),
        (420, 120, "Overall"),
        (72, 145, "Join up records"),
        (72, 156, "everywhere by 2024"),
        (220, 145, "Requires"),
        (220, 156, "improvement"),
        (320, 145, "Good"),
        (420, 145, "Inadequate"),
        (72, 180, "Train all staff"),
        (220, 180, "Good"),
        (320, 180, "Good"),
        (420, 180, "Good"),
    ] {
        page += &at(left, top, 9.0, words);
    }
    page += "Q\n";
    page += &at(72, 250, 11.0, "A paragraph behind the table, which is a good deal wider than a column of it.");
    for (number, words) in [(1, "Letter of a minister"), (2, "Roundtable"), (3, "Minutes of a meeting")] {
        page += &(at(72, 730 + 10 * number, 8.0, &number.to_string()) + &at(95, 730 + 10 * number, 8.0, words));
    }
    let file = pdf(&[page], "");
    let routes = [Some(tools(false)), Some(tools(true)).filter(|tools| tools.pdftotext.is_some())];
    for tools in routes.into_iter().flatten() {
        let record = read(&file, &tools).unwrap();
        assert_eq!(
            record.text,
            "The ratings that we gave to the promises made for records and for staff are these:\n\n\
             Commitment | A. Met | B. Funding | Overall |\n\
             Join up records everywhere by 2024 | Requires improvement | Good | Inadequate |\n\
             Train all staff | Good | Good | Good |\n\n\
             A paragraph behind the table, which is a good deal wider than a column of it.\n\n\
             1 Letter of a minister\n2 Roundtable\n3 Minutes of a meeting",
            "{}",
            record.original.extractor
        );
    }
}

#[test]
fn pages_without_text_name_the_remedy() {
    let picture = pdf(&["0 0 100 100 re f".to_owned(), "10 10 50 50 re f".to_owned()], "");
    for with_poppler in [true, false] {
        let message = refusal(&picture, &tools(with_poppler));
        assert!(message.contains("OCR") && message.contains("evidence.pdf"), "{message}");
    }
}

#[test]
fn a_command_of_the_members_own_is_used_instead() {
    let command = ["/bin/sh", "-c", "cat >/dev/null; printf 'Page one ends here.\\n\\fPage two.\\f'"];
    let tools = Tools { pdf_command: Some(command.map(str::to_owned).to_vec()), ..tools(true) };
    let record = read(&report(), &tools).unwrap();
    assert_eq!(record.text, "Page one ends here.\n\nPage two.");
    assert_eq!((record.blocks[1].page, record.original.extractor.as_str()), (Some(2), "sh"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_reader_that_eats_memory_loops_or_crashes_ends_alone() {
    let begun = Instant::now();
    for (script, told) in [
        ("kill -SEGV $$", "stopped"),
        ("cat >/dev/null; echo broken file >&2; exit 1", "broken file"),
        ("cat >/dev/null; echo Incorrect password >&2; exit 1", "locked with a password"),
        (
            "ulimit -v | grep -qx 1048576 && ulimit -t | grep -qx 20 && echo the limits hold >&2; exit 1",
            "the limits hold",
        ),
    ] {
        let command = ["/bin/sh", "-c", script].map(str::to_owned).to_vec();
        let message = refusal(&report(), &Tools { pdf_command: Some(command), ..tools(false) });
        assert!(message.contains(told), "{script}: {message}");
    }
    assert!(begun.elapsed() < Duration::from_secs(60));
}

#[test]
fn a_pdf_cut_anywhere_or_with_bits_turned_is_read_or_refused() {
    let whole = report();
    let step = whole.len() / 12;
    for with_poppler in [true, false] {
        let tools = tools(with_poppler);
        for end in (16..whole.len()).step_by(step) {
            let _ = read(&whole[..end], &tools);
            let mut turned = whole.clone();
            turned[end] ^= 0x55;
            let _ = read(&turned, &tools);
        }
    }
}

#[test]
fn pages_that_contain_themselves_do_not_hang_the_program() {
    let text = String::from_utf8(report()).unwrap();
    let looping = text.replace("/Kids [4 0 R 6 0 R 8 0 R ]", "/Kids [2 0 R 2 0 R 4 0 R ]").into_bytes();
    assert_ne!(looping, report());
    let begun = Instant::now();
    for with_poppler in [true, false] {
        let _ = read(&looping, &tools(with_poppler));
    }
    assert!(begun.elapsed() < Duration::from_secs(70), "{:?}", begun.elapsed());
}

#[cfg(unix)]
#[test]
fn only_regular_files_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe.txt");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let tools = Tools::default();
    for (path, told) in [
        (pipe.as_path(), "not a regular file"),
        (std::path::Path::new("/dev/zero"), "not a regular file"),
        (folder.path(), "is a folder"),
        (&folder.path().join("nothing.txt"), "cannot be opened"),
    ] {
        let message = read_file(path, &tools).unwrap_err().to_string();
        assert!(message.contains(told), "{message}");
    }
    let huge = folder.path().join("huge.txt");
    std::fs::File::create(&huge).unwrap().set_len(300 << 20).unwrap();
    let message = read_file(&huge, &tools).unwrap_err().to_string();
    assert!(message.contains("a size of 300 MB is over the limit of 200 MB"), "{message}");
    let text = folder.path().join("small.txt");
    std::fs::write(&text, "Some words").unwrap();
    assert_eq!(read_file(&text, &tools).unwrap().original.name, "small.txt");
}

/// The published report that the practice review retells, where it is at hand.
#[test]
fn the_published_report_is_read_line_by_line() {
    let Some(path) = std::env::var_os("PLUMBLINE_REPORT") else {
        eprintln!("skipped: PLUMBLINE_REPORT does not name the report's text");
        return;
    };
    let begun = Instant::now();
    let record = read_file(std::path::Path::new(&path), &Tools::default()).unwrap();
    let took = begun.elapsed();
    let given = std::fs::read_to_string(&path).unwrap();
    let given: Vec<&str> = given.lines().collect();
    assert!(record.blocks.len() > 1_000);
    for block in &record.blocks {
        assert_eq!(record.words_of(block), given[block.line as usize - 1].trim(), "line {}", block.line);
    }
    assert_eq!(record.original.warnings, [""; 0]);
    eprintln!("read in {took:?}");
}
