//! `plumbline check`: what does not hold in a review or a session.
//!
//! Uses `review::check`. Invariants: nothing is changed but by `--waive`; a session's own findings state nothing that was
//! published.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use serde::Serialize;

use crate::cli::args::CheckArgs;
use crate::cli::args::FailOn;
use crate::cli::check_draft;
use crate::cli::environment::Environment;
use crate::cli::failure::CONFLICT;
use crate::cli::failure::Failure;
use crate::cli::failure::INPUT;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::cli::prepare;
use crate::cli::resolve::Desk;
use crate::cli::resolve::Given;
use crate::cli::table::Table;
use crate::model::act::Act;
use crate::review::check;
use crate::review::check::code::Code;
use crate::review::check::code::Of;
use crate::review::check::code::Severity;
use crate::review::check::finding::Finding;
use crate::review::open::OpenedReview;
use crate::review::open::Purpose;
use crate::review::open::open_session;
use crate::review::state::State;
use crate::review::whose;
use crate::review::workspace::Machine;

/// The exit code of a check that found something.
const FOUND: u8 = 1;
/// So long a session may take to be saved.
const SAVE: Duration = Duration::from_secs(10);

/// What is printed as JSON.
#[derive(Debug, Serialize)]
struct Printed<'a> {
    findings: Vec<&'a Finding>,
}

/// What was checked: what was found, and the session whose waivers count, if there is one.
pub struct Checked {
    /// What was found.
    pub findings: Vec<Finding>,
    /// The review it is about.
    pub review: OpenedReview,
    /// The session whose waivers count, if it is kept on this machine.
    pub session: Option<PathBuf>,
}

/// Checks and prints; or lets a finding stand; or lists the codes.
pub fn run(environment: &Environment, args: &CheckArgs) -> Result<ExitCode, Failure> {
    if args.codes {
        return print_codes().map(|()| ExitCode::SUCCESS);
    }
    let (wanted, unwanted) = (codes(&args.code)?, codes(&args.not_code)?);
    let desk = Desk::at(environment)?;
    let mut checked = match &args.against {
        Some(against) => check_draft::checked(environment, &desk, args, against)?,
        None => checked(&desk, args)?,
    };
    if let [code, place] = args.waive.as_slice() {
        return waive(&checked, code, place, args.reason.as_deref().unwrap_or_default()).map(|()| ExitCode::SUCCESS);
    }
    tell(args, std::mem::take(&mut checked.findings), &wanted, &unwanted)
}

/// Prints findings of the codes asked for; the exit code says whether any is of the weight asked for.
fn tell(args: &CheckArgs, mut found: Vec<Finding>, wanted: &[Code], unwanted: &[Code]) -> Result<ExitCode, Failure> {
    found.retain(|f| (wanted.is_empty() || wanted.contains(&f.code)) && !unwanted.contains(&f.code));
    let mut out = Out::new();
    if args.json {
        out.json(&Printed { findings: found.iter().collect() })?;
    } else {
        print_text(&mut out, &found, args.waived)?;
    }
    out.done()?;
    let fails = found.iter().any(|finding| finding.waived.is_none() && args.fail_on.takes(finding.severity));
    Ok(if fails { ExitCode::from(FOUND) } else { ExitCode::SUCCESS })
}

impl FailOn {
    /// Whether a finding of a weight makes the command fail.
    fn takes(self, severity: Severity) -> bool {
        match self {
            Self::None => false,
            Self::High => severity == Severity::High,
            Self::Medium => severity <= Severity::Medium,
            Self::Low => true,
        }
    }
}

fn codes(names: &[String]) -> Result<Vec<Code>, Failure> {
    names.iter().map(|name| code(name)).collect()
}

fn code(name: &str) -> Result<Code, Failure> {
    Code::named(name).ok_or_else(|| {
        Failure::usage(format!(
            "{name} is no code of a check\n`plumbline check --codes` lists all, with what they say."
        ))
    })
}

/// Checks what an argument names.
fn checked(desk: &Desk, args: &CheckArgs) -> Result<Checked, Failure> {
    let given = args.of.as_deref().map(|argument| desk.given_about(argument, args.review.as_deref())).transpose()?;
    match given {
        None => of_review(desk, desk.review(args.review.as_deref())?),
        Some(Given::Review(review)) => of_review(desk, review),
        // What was published is checked in both its parts.
        Some(Given::Bundle(review, session)) => {
            let mut findings = check::of_review(&review.catalog).map_err(unreadable)?;
            let state = State::from_file(&session);
            findings.extend(check::of_session(&review.catalog, &state, None));
            check::waive(&mut findings, &state.waivers);
            Ok(Checked { findings, review, session: None })
        }
        Some(session) => {
            let path = match &session {
                Given::Kept(path) => Some(path.clone()),
                _ => None,
            };
            let said = desk.said_of(session, args.review.as_deref())?;
            let state = State::from_file(&said.session);
            let mut findings =
                check::of_session(&said.review.catalog, &state, said.reading.as_ref().map(|read| &read.items));
            check::waive(&mut findings, &state.waivers);
            Ok(Checked { findings, review: said.review, session: path })
        }
    }
}

/// A review's findings; those let stand in the session used last about it are marked so.
fn of_review(desk: &Desk, review: OpenedReview) -> Result<Checked, Failure> {
    prepare::say_much(&review);
    let mut findings = check::of_review(&review.catalog).map_err(unreadable)?;
    let session = whose::last_session(&desk.data, review.catalog.review().id, &desk.used)?;
    if session.is_some()
        && let Some(said) = desk.last_said(&review)?
    {
        check::waive(&mut findings, &State::from_file(&said.session).waivers);
    }
    Ok(Checked { findings, review, session })
}

/// What of a review could not be read.
pub fn unreadable(why: String) -> Failure {
    Failure::new(INPUT, "unreadable", why)
}

/// Lets a finding stand, or no longer where no reason is given.
fn waive(checked: &Checked, name: &str, place: &str, reason: &str) -> Result<(), Failure> {
    let code = code(name)?;
    let there: Vec<&str> =
        checked.findings.iter().filter(|finding| finding.code == code).map(|finding| finding.place.as_str()).collect();
    // What was let stand may be gone by now: it can be taken back all the same.
    if !there.contains(&place) && !reason.trim().is_empty() {
        let known = match there.as_slice() {
            [] => "Nothing of that code was found.".to_owned(),
            places => format!("{code} was found at: {}.", places.join(", ")),
        };
        return Err(Failure::new(INPUT, "unknown", format!("{code} was not found at {place}\n{known}")));
    }
    let Some(path) = &checked.session else {
        let message = "there is no session on this machine to keep in why it stands\nBegin one with `plumbline`, or take it in with `plumbline sessions import`.";
        return Err(Failure::new(INPUT, "unknown", message));
    };
    let mut session = open_session(&checked.review, path, Purpose::Work, Box::new(Machine))?;
    if let Some(why) = session.workspace.read_only() {
        return Err(Failure::new(CONFLICT, "locked", why).at(path));
    }
    let act = Act::Waive { code: code.id().to_owned(), place: place.to_owned(), reason: reason.to_owned() };
    let done = session.workspace.apply(&act).map_err(|error| Failure::new(INPUT, "invalid", error.to_string()))?;
    session.saving.close(SAVE)?;
    say(&done.words);
    Ok(())
}

fn print_text(out: &mut Out, found: &[Finding], with_waived: bool) -> Result<(), Failure> {
    for severity in Severity::ALL {
        let shown: Vec<&Finding> =
            found.iter().filter(|f| f.severity == severity && (with_waived || f.waived.is_none())).collect();
        if shown.is_empty() {
            continue;
        }
        out.line(&format!("{} ({})", severity.word().to_uppercase(), shown.len()))?;
        for finding in shown {
            print_one(out, finding)?;
        }
        out.line("")?;
    }
    let waived = found.iter().filter(|finding| finding.waived.is_some()).count();
    let stand = if waived > 0 { format!(", {waived} let stand (--waived lists them)") } else { String::new() };
    match found.len() - waived {
        0 => say(&format!("nothing found{stand}")),
        1 => say(&format!("1 finding{stand}")),
        open => say(&format!("{open} findings{stand}")),
    }
    Ok(())
}

/// Places of a finding that are named before it says how many more there are.
const PLACES: usize = 6;

fn print_one(out: &mut Out, finding: &Finding) -> Result<(), Failure> {
    let places: Vec<String> = finding.places.iter().take(PLACES).map(|place| place.words()).collect();
    let more = finding.places.len().saturating_sub(PLACES);
    let more = if more > 0 { format!("; and {more} more") } else { String::new() };
    out.line(&format!("  {}{more}", places.join("; ")))?;
    out.line(&format!("      {}", finding.message))?;
    if let Some(reason) = &finding.waived {
        out.line(&format!("      let stand: {reason}"))?;
    }
    out.line(&format!("      {} \"{}\"", finding.code, finding.place))?;
    Ok(())
}

fn print_codes() -> Result<(), Failure> {
    let mut out = Out::new();
    for (of, what) in [(Of::Review, "In a review"), (Of::Session, "In a session"), (Of::Draft, "In a draft")] {
        out.line(&format!("{what}:"))?;
        let mut table = Table::default();
        for code in Code::ALL.iter().filter(|code| code.of() == of) {
            table.row(["", code.id(), code.severity().word(), code.about()]);
        }
        for line in table.lines() {
            out.line(&line)?;
        }
        out.line("")?;
    }
    Ok(out.done()?)
}
