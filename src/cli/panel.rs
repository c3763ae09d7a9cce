//! `plumbline panel`: a panel set up, watched over, closed and opened.
//!
//! Invariant: nothing is printed of a round before it is opened but who is in and how many answers and reasons are
//! missing.

use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::json;

use crate::cli::args::PanelArgs;
use crate::cli::args::PanelCloseArgs;
use crate::cli::args::PanelCommand;
use crate::cli::args::PanelInitArgs;
use crate::cli::args::PanelOpenArgs;
use crate::cli::args::PanelTakeArgs;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::hand_in;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::cli::panel_matrix;
use crate::cli::panel_merge;
use crate::cli::resolve::Desk;
use crate::cli::table::Table;
use crate::import::read::file_bytes;
use crate::model::moment::Moment;
use crate::model::panel::Disagreement;
use crate::model::panel::PanelRole;
use crate::panel::folder::Folder;
use crate::panel::handing;
use crate::panel::opening;
use crate::panel::roster;
use crate::panel::seal::OpeningKey;
use crate::panel::setup;
use crate::panel::setup::Places;
use crate::panel::setup::Terms;
use crate::panel::status;
use crate::panel::status::MemberStatus;
use crate::panel::status::Status;
use crate::panel::taking;
use crate::review::open::Purpose;
use crate::review::open::read_file;
use crate::review::workspace::Context;
use crate::review::workspace::Machine;
use crate::store::atomic::make_folder;
use crate::store::last_used::LastReview;

/// Runs one of them.
pub fn run(environment: &Environment, args: &PanelArgs) -> Result<(), Failure> {
    match &args.command {
        Some(PanelCommand::Init(args)) => init(environment, args),
        Some(PanelCommand::Status(args)) => status_of(&args.dir, args.round, args.json),
        Some(PanelCommand::Close(args)) => close(args),
        Some(PanelCommand::Open(args)) => open(environment, args),
        Some(PanelCommand::Take(args)) => take(environment, args),
        Some(PanelCommand::Merge(args)) => panel_merge::run(environment, args),
        Some(PanelCommand::Pack(args)) => panel_matrix::write_pack(environment, args),
        None => panel_matrix::run(environment, args),
    }
}

/// Reviews the panel may judge that lie neither in its folder nor above it.
pub fn at_hand(environment: &Environment) -> Vec<PathBuf> {
    let last = Desk::at(environment).ok().and_then(|desk| desk.used.review);
    match last {
        Some(LastReview::File(path)) => vec![path],
        _ => Vec::new(),
    }
}

fn init(environment: &Environment, args: &PanelInitArgs) -> Result<(), Failure> {
    if args.template {
        let mut out = Out::new();
        out.text(roster::TEMPLATE)?;
        return Ok(out.done()?);
    }
    let review = Desk::at(environment)?.review(args.review.as_deref())?;
    let catalog = &review.catalog;
    let title = &catalog.review().title;
    let path = args.roster.as_deref().ok_or_else(|| Failure::usage("name the roster with --roster"))?;
    let seats = roster::read(&path.display().to_string(), &file_bytes(path)?, catalog)?;
    let folder = args
        .output
        .clone()
        .unwrap_or_else(|| PathBuf::from(format!("{}-panel", handing::short_name(&review.origin, title))));
    let places = places(&folder, args)?;
    make_folder(&folder)?;
    for (path, asked, thing) in [(&places.key, &args.key, "secret key"), (&places.names, &args.names, "names")] {
        if asked.is_none() && setup::lies_in(path, &folder) {
            let option = if thing == "names" { "--names" } else { "--key" };
            return Err(Failure::usage(format!(
                "the {thing} would lie in the panel's folder, which goes to everyone; say where to put them with {option}"
            )));
        }
    }
    let key = OpeningKey::generate();
    let disagreement = Disagreement { range: args.range, majority: !args.no_majority };
    let terms = Terms { disagreement, two_step: args.two_step };
    let panel = setup::panel(catalog, &seats, &terms, &key, &mut Machine);
    setup::write(&panel, (&key, &seats), &places, title, args.force)?;
    let mut out = Out::new();
    if args.json {
        let members =
            panel.members.iter().map(|member| json!({"letter": member.letter, "id": member.id, "role": member.role}));
        out.json(&json!({
            "id": panel.id,
            "members": members.collect::<Vec<_>>(),
            "opening_key": panel.opening_key,
            "panel": places.panel.display().to_string(),
            "key": places.key.display().to_string(),
            "names": places.names.display().to_string(),
        }))?;
    } else {
        let mut table = Table::new(&["LETTER", "ROLE", "AREAS", "READS", "NAME"]);
        for (member, seat) in panel.members.iter().zip(&seats) {
            let areas: Vec<&str> = member.areas.iter().map(|area| area.as_str()).collect();
            let areas = if areas.is_empty() { "all".to_owned() } else { areas.join(", ") };
            let reads = if member.reads.is_empty() { "-".to_owned() } else { member.reads.len().to_string() };
            table.row([member.letter.clone(), role(member.role).to_owned(), areas, reads, seat.name.clone()]);
        }
        for line in table.lines() {
            out.line(&line)?;
        }
    }
    out.done()?;
    say(&format!("the panel file is {}: send it to every member, each with their letter", places.panel.display()));
    say(&format!("the secret key is {}: keep it, no round can be opened without it", places.key.display()));
    say(&format!("the names are in {}: keep them apart from what members hand in", places.names.display()));
    Ok(())
}

/// Where the three files go: key and names beside the folder.
fn places(folder: &Path, args: &PanelInitArgs) -> Result<Places, Failure> {
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let name = whole.file_name().map(|name| name.to_string_lossy().into_owned()).filter(|name| name != "..");
    let Some(name) = name else {
        return Err(Failure::usage("name a folder of the panel's own with -o"));
    };
    let beside = |ending: &str| match folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        Some(parent) => parent.join(format!("{name}.{ending}")),
        None if folder == Path::new(".") => Path::new("..").join(format!("{name}.{ending}")),
        None => PathBuf::from(format!("{name}.{ending}")),
    };
    Ok(Places {
        panel: folder.join("panel.json"),
        key: args.key.clone().unwrap_or_else(|| beside("key")),
        names: args.names.clone().unwrap_or_else(|| beside("names.csv")),
    })
}

fn role(role: PanelRole) -> &'static str {
    match role {
        PanelRole::Core => "core",
        PanelRole::Specialist => "specialist",
        PanelRole::Chair => "chair",
    }
}

/// Says who is in.
pub fn status_of(dir: &Path, round: Option<u32>, as_json: bool) -> Result<(), Failure> {
    let folder = Folder::read(dir)?;
    let status = status::status(&folder, round.unwrap_or_else(|| status::at_hand(&folder.panel)));
    let mut out = Out::new();
    if as_json {
        out.json(&status_json(&status))?;
        return Ok(out.done()?);
    }
    let mut table = Table::new(&["MEMBER", "ROLE", "IN", "OPEN", "NO REASON", "RECEIPT", "REMARK"]);
    status.members.iter().for_each(|member| table.row(row(member)));
    for line in table.lines() {
        out.line(&line)?;
    }
    out.line("")?;
    out.line(&summed_up(&status))?;
    out.done()?;
    for (path, why) in &status.strangers {
        say(&format!("left aside: {}: {why}", path.display()));
    }
    Ok(())
}

fn row(member: &MemberStatus) -> [String; 7] {
    let dash = || "-".to_owned();
    let handed = member.handed.as_ref();
    [
        member.letter.clone(),
        role(member.role).to_owned(),
        handed.map_or_else(dash, |it| it.at.to_string()),
        handed.map_or_else(dash, |it| format!("{} of {}", it.open, it.questions)),
        handed.map_or_else(dash, |it| it.without_reason.to_string()),
        handed.map_or_else(dash, |it| it.receipt.clone()),
        member.doubt.as_ref().map_or_else(String::new, ToString::to_string),
    ]
}

fn summed_up(status: &Status) -> String {
    let members = status.members.len();
    let there = status.members.iter().filter(|member| member.handed.is_some()).count();
    let state = match (status.opened, status.closes) {
        (Some(opened), _) => format!(", opened {opened}"),
        (None, Some(closes)) => format!(", closes {closes}"),
        (None, None) => String::new(),
    };
    format!("Round {}{state}: {there} of {members} in.", status.round)
}

fn status_json(status: &Status) -> serde_json::Value {
    let members = status.members.iter().map(|member| {
        let doubt = member.doubt.as_ref().map(|doubt| json!({"code": doubt.code(), "message": doubt.to_string()}));
        let handed = member.handed.as_ref().map(|it| {
            json!({
                "at": it.at, "questions": it.questions, "open": it.open, "without_reason": it.without_reason,
                "receipt": it.receipt,
            })
        });
        json!({"letter": member.letter, "role": member.role, "handed": handed, "doubt": doubt})
    });
    let strangers = status.strangers.iter().map(|(path, why)| json!({"path": path.display().to_string(), "why": why}));
    json!({
        "round": status.round,
        "closes": status.closes,
        "opened": status.opened,
        "members": members.collect::<Vec<_>>(),
        "strangers": strangers.collect::<Vec<_>>(),
    })
}

fn close(args: &PanelCloseArgs) -> Result<(), Failure> {
    let folder = Folder::read(&args.dir)?;
    let round = args.round.unwrap_or_else(|| status::at_hand(&folder.panel));
    let at = args.at.as_deref().map(time).transpose()?;
    let taken = opening::close(&folder, round, at, Machine.now())?;
    match at {
        Some(at) if taken.is_empty() => say(&format!("round {round} closes {at}")),
        _ => say(&format!("round {round} is closed; in are: {}", listed(&taken))),
    }
    Ok(())
}

fn time(text: &str) -> Result<Moment, Failure> {
    let wrong = |_| Failure::usage(format!("`{text}` is no time; write it as 2026-11-21T17:00:00Z"));
    text.parse::<jiff::Timestamp>().map(Moment::from_timestamp).map_err(wrong)
}

fn listed(letters: &[String]) -> String {
    if letters.is_empty() { "nobody".to_owned() } else { letters.join(", ") }
}

fn open(environment: &Environment, args: &PanelOpenArgs) -> Result<(), Failure> {
    let folder = Folder::read(&args.dir)?;
    let round = args.round.unwrap_or_else(|| status::at_hand(&folder.panel));
    opening::in_turn(&folder.panel, round)?;
    let review = folder.review(args.review.as_deref(), &at_hand(environment))?;
    let catalog = review.held()?;
    let key = OpeningKey::from_file(&read_file(&args.key)?, &args.key.display().to_string())?;
    let at = Machine.now();
    let examined = opening::examine(&folder, &catalog, round, &key, at)?;
    let opened = opening::open(&folder, examined, (&args.without, args.with_late, args.force), at)?;
    if args.names {
        opening::with_letters(&Folder::read(&args.dir)?, round)?;
    }
    let mut out = Out::new();
    if args.json {
        let written =
            opened.written.iter().map(|(letter, path)| json!({"letter": letter, "path": path.display().to_string()}));
        out.json(&json!({
            "round": round, "opened": at, "written": written.collect::<Vec<_>>(), "without": opened.without,
        }))?;
    } else {
        for (_, path) in &opened.written {
            out.line(&path.display().to_string())?;
        }
    }
    out.done()?;
    let without =
        if opened.without.is_empty() { String::new() } else { format!(", without {}", listed(&opened.without)) };
    say(&format!("round {round} is opened: every seal held{without}"));
    Ok(())
}

fn take(environment: &Environment, args: &PanelTakeArgs) -> Result<(), Failure> {
    let desk = Desk::at(environment)?;
    let mut session = hand_in::session_of(&desk, args.session.as_deref(), args.review.as_deref(), Purpose::Work)?;
    let folder = Folder::read(&args.panel)?;
    // Says so where the panel is another's, which taking would pass over.
    if session.workspace.catalog().review().id != folder.panel.review.id {
        handing::who(&folder.panel, &session.workspace, None)?;
    }
    hand_in::may_write(&session)?;
    let told = taking::take(&mut session.workspace, &folder.panel)
        .map_err(|error| Failure::new(crate::cli::failure::CONFLICT, "conflict", error.to_string()))?;
    session.saving.close(Duration::from_secs(30))?;
    if told.is_empty() {
        say("the panel has opened no round that this session does not know of");
    }
    told.iter().for_each(|sentence| say(sentence));
    Ok(())
}
