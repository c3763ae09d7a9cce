//! `plumbline export`: a session as files for others.
//!
//! Uses `export` and `resolve`. Invariants: what is written, where to, what it leaves out and what its form cannot carry is
//! said; whether files may be written is known before the first of them is.

use std::io;
use std::io::IsTerminal;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use indicatif::ProgressBar;
use indicatif::ProgressDrawTarget;
use indicatif::ProgressStyle;

use crate::cli::archive;
use crate::cli::args::ExportArgs;
use crate::cli::args::ExportAs;
use crate::cli::args::OffsetsIn;
use crate::cli::args::PictureOf;
use crate::cli::args::TableOf;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::failure::INPUT;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::cli::resolve::Desk;
use crate::cli::resolve::Said;
use crate::export;
use crate::export::Exporter;
use crate::export::bundle;
use crate::export::bundle::Bundled;
use crate::export::forms::Form;
use crate::export::forms::FormError;
use crate::export::forms::Forms;
use crate::export::picture::Picture;
use crate::export::qda::Offsets;
use crate::export::tables::TableName;
use crate::export::work::Work;
use crate::review::flow::Reading;
use crate::review::sealed_round::told_withheld;
use crate::review::sealed_round::withhold;
use crate::review::state::State;
use crate::store::atomic;
use crate::store::atomic::Existing;
use crate::store::error::StoreError;

/// Commitments from which on it is shown how far the report has come.
const LONG: usize = 2;

/// Writes the session where it is asked for.
pub fn run(environment: &Environment, args: &ExportArgs) -> Result<(), Failure> {
    let forms = asked_for(args)?;
    let desk = Desk::at(environment)?;
    if args.form == Some(ExportAs::Archive) {
        let bytes = archive::made(&desk, args)?;
        return write(args, |out| out.write_all(&bytes));
    }
    let mut said = desk.said(args.session.as_deref(), args.review.as_deref())?;
    if let Some(round) = withhold(&mut said.session, &said.review.catalog) {
        say(&told_withheld(round));
    }
    tidy(&mut said, args);
    match args.form {
        Some(ExportAs::Json) => write(args, |out| export::Json.write(&said.session, out)),
        Some(ExportAs::Flow) => {
            if said.reading.is_none() {
                say("an exported session does not say what was read, so neither do these numbers");
            }
            write(args, |out| flow(&said, out))
        }
        Some(ExportAs::Bundle) => {
            let made = bundled(&said)?;
            write(args, |out| out.write_all(&made.bytes))?;
            say(bundle::LIMITS);
            made.left_out.iter().for_each(|sentence| say(&format!("left out: {sentence}")));
            Ok(())
        }
        Some(_) => for_readers(args, &said, &forms),
        None => everything(args, &said, &forms),
    }
}

fn bundled(said: &Said) -> Result<Bundled, Failure> {
    let whole = said.review.whole()?;
    bundle::bundle(&whole, &said.review.catalog, &said.session)
        .map_err(|error| Failure::new(INPUT, "invalid", error.to_string()))
}

/// The forms for readers that are asked for, if the options fit together.
fn asked_for(args: &ExportArgs) -> Result<Vec<Form>, Failure> {
    let usage = |message: &str| Err(Failure::usage(message));
    match (args.form, args.table, args.picture) {
        (Some(ExportAs::Csv), _, None) | (Some(ExportAs::Svg), None, _) | (_, None, None) => {}
        (_, Some(_), _) => return usage("--table is for --as csv"),
        (_, None, Some(_)) => return usage("--picture is for --as svg"),
    }
    if args.offsets.is_some() && args.form != Some(ExportAs::Qdpx) {
        return usage("--offsets is for --as qdpx");
    }
    if args.form == Some(ExportAs::Archive) {
        if args.session.is_some() {
            return usage(
                "an archive holds every session on the review here; name no session, and the review with --review",
            );
        }
        if args.output.is_none() && io::stdout().is_terminal() {
            return usage("this form is no text for a terminal: name a file with --output");
        }
    } else if !args.edition.is_empty() || args.panel.is_some() {
        return usage("--edition and --panel are for --as archive");
    }
    if args.with_log && !matches!(args.form, None | Some(ExportAs::Json)) {
        return usage("--with-log is for --as json: no other form says how a session came about");
    }
    if args.templates.is_some() && !matches!(args.form, None | Some(ExportAs::Md | ExportAs::Html)) {
        return usage("--templates is for --as md and --as html");
    }
    if let Some(folder) = args.templates.as_deref().filter(|folder| !folder.is_dir()) {
        let message = format!(
            "there is no folder {}; --templates names one that holds report.md or report.html",
            folder.display()
        );
        return Err(Failure::new(INPUT, "missing", message).at(folder));
    }
    let to_stdout = args.output.as_deref().is_none_or(|path| path == Path::new("-"));
    Ok(match args.form {
        None => Form::all().collect(),
        Some(ExportAs::Json | ExportAs::Flow | ExportAs::Bundle | ExportAs::Archive) => Vec::new(),
        Some(ExportAs::Csv) => match args.table {
            Some(table) => vec![Form::Csv(table_name(table))],
            None if to_stdout => {
                return usage("csv is four tables: name a folder for them with --output, or one of them with --table");
            }
            None => TableName::ALL.map(Form::Csv).to_vec(),
        },
        Some(ExportAs::Svg) => vec![Form::Svg(picture(args.picture))],
        Some(ExportAs::Md) => vec![Form::Markdown],
        Some(ExportAs::Html) => vec![Form::Html],
        Some(ExportAs::Qdc) => vec![Form::Qdc],
        Some(ExportAs::Webanno) => vec![Form::WebAnno],
        Some(form @ (ExportAs::Xlsx | ExportAs::Docx | ExportAs::Qdpx)) => {
            if args.output.is_none() && io::stdout().is_terminal() {
                return usage("this form is no text for a terminal: name a file with --output");
            }
            vec![match form {
                ExportAs::Xlsx => Form::Xlsx,
                ExportAs::Qdpx => Form::Qdpx(match args.offsets {
                    Some(OffsetsIn::Utf16) => Offsets::Utf16,
                    None | Some(OffsetsIn::Codepoints) => Offsets::CodePoints,
                }),
                _ => Form::Docx,
            }]
        }
    })
}

fn table_name(table: TableOf) -> TableName {
    match table {
        TableOf::Matrix => TableName::Matrix,
        TableOf::Passages => TableName::Passages,
        TableOf::Ratings => TableName::Ratings,
        TableOf::Triage => TableName::Triage,
    }
}

fn picture(picture: Option<PictureOf>) -> Picture {
    match picture {
        None | Some(PictureOf::Matrix) => Picture::Matrix,
        Some(PictureOf::Bars) => Picture::Bars,
        Some(PictureOf::Submitters) => Picture::Submitters,
    }
}

/// Takes the name and the log out unless they were asked for.
fn tidy(said: &mut Said, args: &ExportArgs) {
    let session = &mut said.session;
    session.member.name.take_if(|_| !args.with_name);
    session.log.take_if(|_| !args.with_log);
    session.version = session.least_version();
    if args.with_log && session.log.is_none() {
        say("this session came without a log, so there is none to write");
    }
    if args.with_name && session.member.name.is_none() {
        say("this session has no name, so there is none to write");
    }
}

fn flow(said: &Said, out: &mut dyn Write) -> io::Result<()> {
    let state = State::from_file(&said.session);
    export::write_flow((&said.review.catalog, &state), said.session.member.id, reading(said), out)
}

fn reading(said: &Said) -> Option<Reading<'_>> {
    said.reading.as_ref().map(|read| Reading { opened: &read.opened, items: &read.items })
}

/// Makes what forms for readers are written from, and says what it leaves out.
fn made<T>(args: &ExportArgs, said: &Said, then: impl FnOnce(&Forms<'_>) -> Result<T, Failure>) -> Result<T, Failure> {
    let catalog = &said.review.catalog;
    let work = Work::new(catalog, &said.session, reading(said));
    let bar = bar(catalog.review().commitments.len());
    let forms = Forms::of(&work, args.templates.clone(), |done| bar.set_position(done as u64));
    bar.finish_and_clear();
    let done = then(&forms)?;
    let only_pictures = args.form == Some(ExportAs::Svg);
    for sentence in forms.left_out().iter().filter(|_| !only_pictures) {
        say(&format!("left out: {sentence}"));
    }
    Ok(done)
}

fn bar(commitments: usize) -> ProgressBar {
    if commitments < LONG || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(commitments as u64), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("commitment {pos} of {len} {bar:30}") {
        bar.set_style(style);
    }
    bar
}

fn for_readers(args: &ExportArgs, said: &Said, forms: &[Form]) -> Result<(), Failure> {
    made(args, said, |made| match (forms, args.output.as_deref()) {
        ([form], _) => {
            let bytes = made.bytes(*form)?;
            write(args, |out| out.write_all(&bytes))?;
            say(form.limits());
            Ok(())
        }
        (forms, folder) => {
            let folder = folder.unwrap_or(Path::new("."));
            let files = files(made, folder, forms)?;
            prepare(folder, args, files.iter().map(|file| file.path.as_path()))?;
            write_files(args, &files)
        }
    })
}

/// Every form, each in a file of its own.
fn everything(args: &ExportArgs, said: &Said, forms: &[Form]) -> Result<(), Failure> {
    let Some(folder) = args.all.as_deref() else { return Ok(()) };
    let (session, numbers) = (folder.join("session.json"), folder.join("flow.json"));
    let (published, bundle) = (folder.join("bundle.json"), bundled(said)?);
    made(args, said, |made| {
        let files = files(made, folder, forms)?;
        let paths = files.iter().map(|file| file.path.as_path());
        prepare(folder, args, paths.chain([session.as_path(), numbers.as_path(), published.as_path()]))?;
        to_file(args, &session, |out| export::Json.write(&said.session, out))?;
        to_file(args, &numbers, |out| flow(said, out))?;
        to_file(args, &published, |out| out.write_all(&bundle.bytes))?;
        write_files(args, &files)
    })
}

/// A file to be written.
struct File {
    path: PathBuf,
    form: Form,
    bytes: Vec<u8>,
}

/// Makes every file before the first is written, so that what goes wrong leaves nothing half done.
fn files(made: &Forms<'_>, folder: &Path, forms: &[Form]) -> Result<Vec<File>, Failure> {
    let file = |form: &Form| Ok(File { path: folder.join(form.file_name()), form: *form, bytes: made.bytes(*form)? });
    forms.iter().map(file).collect()
}

/// Makes a folder and sees that no file stands in the way of what is to be written.
fn prepare<'a>(folder: &Path, args: &ExportArgs, mut files: impl Iterator<Item = &'a Path>) -> Result<(), Failure> {
    if folder.exists() && !folder.is_dir() {
        return Err(StoreError::Exists { path: folder.to_owned() }.into());
    }
    atomic::make_folder(folder)?;
    match files.find(|path| !args.force && path.exists()) {
        Some(path) => Err(StoreError::Exists { path: path.to_owned() }.into()),
        None => Ok(()),
    }
}

fn write_files(args: &ExportArgs, files: &[File]) -> Result<(), Failure> {
    for file in files {
        to_file(args, &file.path, |out| out.write_all(&file.bytes))?;
    }
    let mut told: Vec<&str> = Vec::new();
    for limits in files.iter().map(|file| file.form.limits()) {
        if !told.contains(&limits) {
            told.push(limits);
            say(limits);
        }
    }
    Ok(())
}

/// Sends bytes into the file asked for, or to standard output.
fn write(args: &ExportArgs, form: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    match args.output.as_deref().filter(|path| *path != Path::new("-")) {
        Some(path) => to_file(args, path, form),
        None => {
            let mut out = Out::new();
            form(out.raw())?;
            Ok(out.done()?)
        }
    }
}

fn to_file(args: &ExportArgs, path: &Path, form: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let existing = if args.force { Existing::Replace } else { Existing::Refuse };
    atomic::write_with(path, existing, form)?;
    say(&format!("written to {}", path.display()));
    Ok(())
}

impl From<FormError> for Failure {
    fn from(error: FormError) -> Self {
        Self::new(INPUT, "invalid", error.to_string())
    }
}
