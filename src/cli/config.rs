//! `plumbline config show`: every setting with where it comes from.
//!
//! Invariant: looks and changes nothing; what is said here is what the other commands would go by.

use serde::Serialize;

use crate::cli::args::ConfigCommand;
use crate::cli::environment::Decided;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::output::Out;
use crate::cli::prepare;
use crate::cli::resolve::Desk;
use crate::cli::seat::SeatArgs;
use crate::cli::seat::to_look;
use crate::review::open::OpenedSession;
use crate::review::workspace::Context;
use crate::review::workspace::Machine;
use crate::store::last_used::LastReview;

/// Where nothing else was said.
const BUILT_IN: &str = "built in";
const USED_LAST: &str = "what was used last, state.json in the data folder";

#[derive(Debug, Serialize)]
struct Setting {
    name: &'static str,
    value: Option<String>,
    from: String,
}

fn setting(name: &'static str, value: impl Into<Option<String>>, from: impl Into<String>) -> Setting {
    Setting { name, value: value.into(), from: from.into() }
}

/// Prints the settings.
pub fn run(environment: &Environment, command: &ConfigCommand) -> Result<(), Failure> {
    let ConfigCommand::Show { json } = command;
    let settings = settings(environment)?;
    let mut out = Out::new();
    if *json {
        out.json(&serde_json::json!({ "settings": settings }))?;
    } else {
        for one in settings {
            let value = one.value.as_deref().unwrap_or("none");
            out.line(&format!("{}: {value}", one.name))?;
            out.line(&format!("    from {}", one.from))?;
        }
    }
    Ok(out.done()?)
}

fn settings(environment: &Environment) -> Result<Vec<Setting>, Failure> {
    let shown = |decided: Decided<std::path::PathBuf>| (Some(decided.value.display().to_string()), decided.by);
    let (data, data_by) = shown(environment.data_decided()?);
    let (keys, keys_by) = environment.keys_file().map_or((None, BUILT_IN.to_owned()), shown);
    let keys_there = environment.keys_file().is_some_and(|keys| keys.value.exists());
    let keys_by = if keys_there { keys_by } else { format!("{keys_by}; not there, so the program's own keys hold") };
    let (log, log_by) = environment.log_file().map_or((None, format!("{BUILT_IN}: off")), shown);
    let color = environment.color();
    let desk = Desk::at(environment)?;
    let (review, review_by) = match &desk.used.review {
        None => ("the practice review".to_owned(), BUILT_IN),
        Some(LastReview::Sample) => ("the practice review".to_owned(), USED_LAST),
        Some(LastReview::File(path)) => (path.display().to_string(), USED_LAST),
    };
    // One that cannot be opened is the doctor's to look at.
    let session = to_look(environment, &SeatArgs::default()).ok().filter(|opened| opened.path.exists());
    let (editor, editor_by) = match (environment.set("VISUAL"), environment.set("EDITOR")) {
        (Some(editor), _) => (Some(editor), "VISUAL".to_owned()),
        (None, Some(editor)) => (Some(editor), "EDITOR".to_owned()),
        (None, None) => (None, format!("{BUILT_IN}: none")),
    };
    let pdftotext = prepare::tools_of(environment, None).pdftotext;
    let (pdf, pdf_by) = match pdftotext {
        Some(path) => (path.display().to_string(), "found in PATH"),
        None => ("the program's own reader".to_owned(), BUILT_IN),
    };
    let zone = jiff::tz::TimeZone::system();
    let offset = zone.to_offset(Machine.now().timestamp());
    let zone = Some(zone.iana_name().map_or_else(|| format!("UTC{offset}"), str::to_owned));
    let zone_by = if environment.set("TZ").is_some() { "TZ" } else { "this system" };
    let mut all = vec![
        setting("data-dir", data, data_by),
        setting("keys-file", keys, keys_by),
        setting("log", log, log_by),
        setting("color", Some(if color.value { "on" } else { "off" }.to_owned()), color.by),
        theme(color.value, session.as_ref()),
        setting("editor", editor, editor_by),
        setting("pdf-reader", Some(pdf), pdf_by),
        setting("time-zone", zone, zone_by),
        setting("review", Some(review), review_by),
    ];
    all.extend(of_session(session.as_ref()));
    Ok(all)
}

/// The theme; `--theme` of the workbench goes before what is told here.
fn theme(color: bool, session: Option<&OpenedSession>) -> Setting {
    let kept = session.and_then(|session| session.place.get("theme").cloned());
    match (color, kept) {
        (false, _) => setting("theme", Some("mono".to_owned()), "colour is off"),
        (true, Some(theme)) => setting("theme", Some(theme), "chosen in the workbench, kept in the session"),
        (true, None) => setting("theme", Some("terminal".to_owned()), BUILT_IN),
    }
}

fn of_session(session: Option<&OpenedSession>) -> Vec<Setting> {
    let Some(session) = session else {
        return vec![setting("session", None, format!("{BUILT_IN}: one is begun when it is first needed"))];
    };
    let (member, settings) = (session.workspace.member(), &session.workspace.state().settings);
    let in_session = "the session";
    let name = member.name.clone().unwrap_or_else(|| member.id.to_string());
    vec![
        setting("session", Some(session.path.display().to_string()), USED_LAST),
        setting("member", Some(name), in_session),
        setting("rule", Some(settings.rule.to_string()), in_session),
        match &settings.thresholds {
            Some(own) => setting("thresholds", Some(own.name.clone()), in_session),
            None => setting("thresholds", Some("of the rule".to_owned()), BUILT_IN),
        },
        setting("show-published", Some(if settings.show_published { "yes" } else { "no" }.to_owned()), in_session),
    ]
}
