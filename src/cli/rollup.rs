//! `plumbline rollup`: what ratings add up to, why, and what would change it.
//!
//! Uses `judgement`. Invariant: without `--published` nothing printed depends on the published ratings.

use serde::Serialize;

use crate::cli::args::RollupArgs;
use crate::cli::environment::Environment;
use crate::cli::failure::CONFLICT;
use crate::cli::failure::Failure;
use crate::cli::failure::INPUT;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::cli::resolve::Desk;
use crate::cli::resolve::Given;
use crate::cli::resolve::Said;
use crate::cli::table::Table;
use crate::cli::thresholds;
use crate::judgement::derivation;
use crate::judgement::fidelity;
use crate::judgement::fidelity::Fidelity;
use crate::judgement::outlook::Outlook;
use crate::judgement::outlook::SetRecord;
use crate::judgement::outlook::outlook;
use crate::judgement::rollup::Opinions;
use crate::judgement::rollup::ParentState;
use crate::judgement::rollup::Rollup;
use crate::judgement::rollup::Tree;
use crate::judgement::rollup::part;
use crate::judgement::rule::Rule;
use crate::model::catalog::Catalog;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::judged::Change;
use crate::model::judged::ParentResult;
use crate::model::judged::ReachableRange;
use crate::model::judged::RuleName;
use crate::model::rating::Rating;
use crate::model::review::Review;
use crate::model::thresholds::Thresholds;
use crate::review::blindness::Blindness;
use crate::review::open::OpenedReview;
use crate::review::state::State;
use crate::review::words::rating_label;
use crate::review::words::rating_word;

/// What is printed as JSON.
#[derive(Debug, Serialize)]
struct Printed {
    rule: RuleName,
    rule_version: u32,
    published: bool,
    parents: Vec<ParentResult>,
    fidelity: Vec<Fidelity>,
    ranges: Vec<ReachableRange>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thresholds: Option<Thresholds>,
    /// The same ratings by every rule.
    rules: Vec<ByRule>,
    /// Parents the rules part on.
    parting: Vec<ParentKey>,
    #[serde(flatten)]
    outlook: Outlook,
    #[serde(skip)]
    by: String,
}

/// Prints the roll-up.
pub fn run(environment: &Environment, args: &RollupArgs) -> Result<(), Failure> {
    let desk = Desk::at(environment)?;
    let (review, rollup) = if args.published { of_published(&desk, args)? } else { of_session(&desk, args)? };
    let about = review.catalog.review();
    let record = derivation::record(&rollup, &about.scale);
    let by_every_rule = rollup.by_every_rule();
    let printed = Printed {
        rule: record.rule,
        rule_version: record.rule_version,
        published: args.published,
        parents: record.parents,
        fidelity: if args.published { fidelity::of_review(about, rollup.rule().thresholds()) } else { Vec::new() },
        ranges: derivation::ranges(&rollup),
        thresholds: rollup.rule().thresholds().cloned(),
        parting: rollup.parents().map(|(id, _)| id).filter(|id| part(&by_every_rule, id)).collect(),
        rules: side_by_side(&by_every_rule),
        outlook: outlook(&rollup),
        by: rollup.rule().title(),
    };
    let mut out = Out::new();
    if args.json {
        out.json(&printed)?;
    } else {
        print_text(&mut out, about, &printed)?;
    }
    Ok(out.done()?)
}

/// What one rule makes of the ratings.
#[derive(Debug, Serialize)]
struct ByRule {
    rule: RuleName,
    parents: Vec<RuledParent>,
}

/// What one rule makes of one parent; own judgements below count under every rule alike.
#[derive(Debug, PartialEq, Serialize)]
struct RuledParent {
    id: ParentKey,
    result: Option<Rating>,
    completed: Option<Rating>,
    silent: bool,
    lowest: Option<Rating>,
    highest: Option<Rating>,
}

fn side_by_side(rollups: &[Rollup]) -> Vec<ByRule> {
    let by = |rollup: &Rollup| {
        let parent = |(id, state): (ParentKey, &ParentState)| RuledParent {
            id,
            result: state.by_rule.result,
            completed: state.by_rule.completed,
            silent: state.by_rule.silent,
            lowest: state.by_rule.range.map(|range| range.lowest),
            highest: state.by_rule.range.map(|range| range.highest),
        };
        ByRule { rule: rollup.rule().name(), parents: rollup.parents().map(parent).collect() }
    };
    rollups.iter().map(by).collect()
}

type Rolled = (OpenedReview, Rollup);

fn of_published(desk: &Desk, args: &RollupArgs) -> Result<Rolled, Failure> {
    let review = match &args.of {
        None => desk.review(args.review.as_deref())?,
        Some(argument) => match desk.given(argument, None)? {
            Given::Review(review) => review,
            Given::Bundle(review, _) => review,
            session => desk.said_of(session, args.review.as_deref())?.review,
        },
    };
    let about = review.catalog.review();
    if about.published.is_empty() {
        let message =
            format!("nothing is published of \"{}\"\nWithout --published your own ratings are rolled up.", about.title);
        return Err(Failure::new(INPUT, "not-published", message));
    }
    let opinions = Opinions::of_published(&about.published);
    let rule = Rule::with(args.rule.unwrap_or_default(), given_thresholds(args)?);
    let rollup = Rollup::new(Tree::of(about), &opinions, rule);
    Ok((review, rollup))
}

fn of_session(desk: &Desk, args: &RollupArgs) -> Result<Rolled, Failure> {
    let given = args.of.as_deref().map(|argument| desk.given_about(argument, args.review.as_deref())).transpose()?;
    let review = match given {
        Some(Given::Review(review)) => review,
        Some(session) => return rolled(desk.said_of(session, args.review.as_deref())?, args),
        None => desk.review(args.review.as_deref())?,
    };
    match desk.last_said(&review)? {
        Some(said) => rolled(said, args),
        None => {
            say("you have no session about this review here, so nothing is rated yet");
            let tree = Tree::of(review.catalog.review());
            let rule = Rule::with(args.rule.unwrap_or_default(), given_thresholds(args)?);
            Ok((review, Rollup::new(tree, &Opinions::default(), rule)))
        }
    }
}

fn rolled(said: Said, args: &RollupArgs) -> Result<Rolled, Failure> {
    let Said { session, review, .. } = said;
    verdict_may_show(&review.catalog, &State::from_file(&session))?;
    let opinions = Opinions::of_session(&session.ratings, &session.abstained, &session.overrides);
    let thresholds = given_thresholds(args)?.or(session.settings.thresholds);
    let rule = Rule::with(args.rule.unwrap_or(session.settings.rule), thresholds);
    let rollup = Rollup::new(Tree::of(review.catalog.review()), &opinions, rule);
    Ok((review, rollup))
}

fn given_thresholds(args: &RollupArgs) -> Result<Option<Thresholds>, Failure> {
    args.thresholds.as_deref().map(thresholds::read).transpose()
}

/// The panel may want what ratings add up to kept from members for a while.
fn verdict_may_show(catalog: &Catalog, state: &State) -> Result<(), Failure> {
    if Blindness::new(catalog, state).shows_running_verdict() {
        return Ok(());
    }
    let message = "this review does not show yet what your ratings add up to\n\
                   Its setting show_rollup says when: once all is rated, or once the round is opened.";
    Err(Failure::new(CONFLICT, "withheld", message))
}

fn print_text(out: &mut Out, review: &Review, printed: &Printed) -> Result<(), Failure> {
    let whose = if printed.published { "Published ratings" } else { "Your ratings" };
    out.line(&format!("{whose} by the {}. No rule is published for these panels: it is a hypothesis.", printed.by))?;
    out.line("")?;
    let mut heading = vec!["", "RESULT", "COUNTS AS", "WHY"];
    if printed.published {
        heading.insert(3, "PUBLISHED");
    }
    let mut table = Table::new(&heading);
    for parent in &printed.parents {
        let word = |rating: Option<Rating>| rating.map_or("Open".to_owned(), |rating| rating_label(review, rating));
        let result = if parent.silent { "The rule is silent".to_owned() } else { word(parent.result) };
        let mut row = vec![name(&parent.id), result, word(parent.effective), parent.decided_by.clone()];
        if printed.published {
            let published = review.published.of(&Subject::Parent(parent.id.clone()));
            row.insert(3, published.map_or("-".to_owned(), |rating| rating_label(review, rating)));
        }
        table.row(row);
    }
    for line in table.lines() {
        out.line(&line)?;
    }
    print_parting(out, review, printed)?;
    print_outlook(out, review, &printed.outlook)?;
    if !printed.fidelity.is_empty() {
        out.line("")?;
        out.line("How often each rule gives what was published:")?;
        for line in fidelity_lines(review, &printed.fidelity) {
            out.line(&line)?;
        }
    }
    Ok(())
}

/// Where the rules part over these ratings, and what each of them gives there.
fn print_parting(out: &mut Out, review: &Review, printed: &Printed) -> Result<(), Failure> {
    out.line("")?;
    if let Some(given) = &printed.thresholds {
        out.line(&format!("The count and mean-bands rules go by the thresholds \"{}\".", given.name))?;
    }
    if printed.parting.is_empty() {
        out.line("The four rules give the same over these ratings.")?;
        return Ok(());
    }
    out.line("Where the rules part over these ratings:")?;
    let mut table = Table::default();
    for id in &printed.parting {
        let of = |by: &ByRule| {
            let parent = by.parents.iter().find(|parent| &parent.id == id)?;
            let word = |rating: Option<Rating>| rating.map_or("nothing".to_owned(), |one| rating_word(review, one));
            Some(match parent.completed {
                Some(_) => format!("{} {}", by.rule, word(parent.completed)),
                None => format!("{} {} to {}", by.rule, word(parent.lowest), word(parent.highest)),
            })
        };
        let said: Vec<String> = printed.rules.iter().filter_map(of).collect();
        table.row(["", &name(id), &said.join(", ")]);
    }
    for line in table.lines() {
        out.line(&line)?;
    }
    Ok(())
}

/// What would change each parent by the fewest answers, and what to rate next to settle most.
fn print_outlook(out: &mut Out, review: &Review, outlook: &Outlook) -> Result<(), Failure> {
    out.line("")?;
    out.line("The fewest answers that would change it:")?;
    let mut table = Table::default();
    for one in &outlook.smallest {
        let ways: Vec<String> = one.sets.iter().map(|set| way(review, set)).collect();
        let said = match (ways.is_empty(), one.more_than) {
            (false, _) => ways.join("; or "),
            (true, None) => "nothing within reach".to_owned(),
            (true, Some(size)) => format!("more than {size}; larger sets were not searched"),
        };
        table.row(["", &name(&one.id), &said]);
    }
    for line in table.lines() {
        out.line(&line)?;
    }
    if let Some(first) = outlook.settles.first().filter(|first| !first.parents.is_empty()) {
        let parents: Vec<String> = first.parents.iter().map(|parent| name(&parent.id)).collect();
        out.line("")?;
        // Of questions that settle the same none goes first.
        let alike = outlook.settles.iter().filter(|one| one.parents == first.parents);
        let cells: Vec<String> = alike.map(|one| one.cell.to_string()).collect();
        let which = match cells.as_slice() {
            [most @ .., last] if !most.is_empty() => format!("{} or {last}", most.join(", ")),
            cells => cells.concat(),
        };
        out.line(&format!("Of the open questions {which} would settle most: {}.", parents.join(", ")))?;
    }
    Ok(())
}

/// "good with 8A and 8B at good (one of 3 in as few steps)".
fn way(review: &Review, set: &SetRecord) -> String {
    let each = |change: &Change| format!("{} at {}", change.id, rating_word(review, change.to));
    let changes: Vec<String> = set.changes.iter().map(each).collect();
    let such = if set.alike > 1 { format!(" (one of {} in as few steps)", set.alike) } else { String::new() };
    format!("{} with {}{such}", rating_word(review, set.becomes), changes.join(", "))
}

fn name(parent: &ParentKey) -> String {
    match parent {
        ParentKey::Commitment(id) => format!("Commitment {id}"),
        ParentKey::Area(id) => format!("Area {id}"),
        ParentKey::Overall => "Overall".to_owned(),
    }
}

fn fidelity_lines(review: &Review, fidelity: &[Fidelity]) -> Vec<String> {
    let mut table = Table::default();
    for held in fidelity {
        let tested = held.reproduced.len() + held.missed.len();
        let untested = match held.untested.len() {
            0 => String::new(),
            count => format!(" ({count} cannot be tested)"),
        };
        let hits = format!("{} of {tested}{untested}", held.reproduced.len());
        table.row(["", held.rule.id(), &hits, ""]);
    }
    let mut lines = Vec::new();
    for (line, held) in table.lines().into_iter().zip(fidelity) {
        lines.push(line);
        lines.extend(held.missed.iter().map(|miss| {
            let gives = miss.rule_gives.or(miss.completion).map_or("nothing".to_owned(), |r| rating_word(review, r));
            let published = rating_word(review, miss.published);
            // Why a rule gives something else is what one argues about.
            format!("      {}: {gives}, published {published}: {}", name(&miss.parent), miss.why)
        }));
    }
    for held in fidelity.iter().filter(|held| held.not_told_apart.iter().any(|other| *other > held.rule)) {
        let others: Vec<&str> = held.not_told_apart.iter().map(|rule| rule.id()).collect();
        lines.push(format!("  What was published cannot tell {} from {}.", held.rule, others.join(" and ")));
    }
    lines
}
