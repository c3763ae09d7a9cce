//! `plumbline check`: what does not hold in a review or a session.
//!
//! Uses `review::check`. Invariant: nothing is changed but by `--waive`; what a check finds never stops it from saying the
//! rest.

use std::process::ExitCode;

use serde::Serialize;

use crate::cli::args::CheckArgs;
use crate::cli::args::FailOn;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::cli::resolve::Desk;
use crate::cli::resolve::Given;
use crate::review::check;
use crate::review::check::code::Code;
use crate::review::check::code::Severity;
use crate::review::check::finding::Finding;
use crate::review::open::OpenedReview;
use crate::review::state::State;

/// The exit code of a check that found something.
const FOUND: u8 = 1;

/// What is printed as JSON.
#[derive(Debug, Serialize)]
struct Printed<'a> {
    findings: Vec<&'a Finding>,
}

/// Checks and prints.
pub fn run(environment: &Environment, args: &CheckArgs) -> Result<ExitCode, Failure> {
    let (wanted, unwanted) = (codes(&args.code)?, codes(&args.not_code)?);
    let desk = Desk::at(environment)?;
    let mut found = found(&desk, args)?;
    found.retain(|finding| (wanted.is_empty() || wanted.contains(&finding.code)) && !unwanted.contains(&finding.code));
    let mut out = Out::new();
    if args.json {
        out.json(&Printed { findings: found.iter().collect() })?;
    } else {
        print_text(&mut out, &found, args.waived)?;
    }
    out.done()?;
    let fails = |finding: &&Finding| finding.waived.is_none() && args.fail_on.takes(finding.severity);
    Ok(if found.iter().any(|finding| fails(&finding)) { ExitCode::from(FOUND) } else { ExitCode::SUCCESS })
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
    let one = |name: &String| {
        Code::named(name).ok_or_else(|| {
            Failure::usage(format!(
                "{name} is no code of a check\n`plumbline check --codes` lists all with what they say."
            ))
        })
    };
    names.iter().map(one).collect()
}

fn found(desk: &Desk, args: &CheckArgs) -> Result<Vec<Finding>, Failure> {
    let given = args.of.as_deref().map(|argument| desk.given_about(argument, args.review.as_deref())).transpose()?;
    let review = match given {
        Some(Given::Review(review)) => review,
        None => desk.review(args.review.as_deref())?,
        Some(_) => return Err(Failure::usage("give a review")),
    };
    of_review(desk, &review)
}

/// A review's findings, those let stand in the session used last about it marked so.
fn of_review(desk: &Desk, review: &OpenedReview) -> Result<Vec<Finding>, Failure> {
    let mut found = check::of_review(&*review.held()?);
    if let Some(said) = desk.last_said(review)? {
        check::waive(&mut found, &State::from_file(&said.session).waivers);
    }
    Ok(found)
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
    let open = found.len() - waived;
    let stand = if waived > 0 { format!(", {waived} let stand") } else { String::new() };
    match open {
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
    out.line(&format!("  {}{more}  [{}]", places.join("; "), finding.code))?;
    out.line(&format!("      {}", finding.message))?;
    if let Some(reason) = &finding.waived {
        out.line(&format!("      let stand: {reason}"))?;
    }
    Ok(())
}
