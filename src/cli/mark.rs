//! `plumbline tag` and `plumbline file`: marks a passage by its words or sentences, says what it says to which question,
//! and changes one that stands.
//!
//! Invariant: where it is not clear which passage is meant, nothing is changed.

use serde_json::json;

use crate::cli::args::FileArgs;
use crate::cli::args::TagArgs;
use crate::cli::environment::Environment;
use crate::cli::failure::CONFLICT;
use crate::cli::failure::Failure;
use crate::cli::failure::INPUT;
use crate::cli::output::Out;
use crate::cli::pointed::Stretch;
use crate::cli::pointed::ambiguous;
use crate::cli::pointed::no_text;
use crate::cli::pointed::pointed;
use crate::cli::pointed::texts;
use crate::cli::seat::Seat;
use crate::cli::told;
use crate::cli::triage;
use crate::judgement::words::at_start;
use crate::model::act::Act;
use crate::model::codebook::Tag;
use crate::model::ids::QuoteId;
use crate::model::ids::TagId;
use crate::model::quote::FiledCell;
use crate::model::quote::MarkedIn;
use crate::model::quote::Quote;
use crate::model::quote::Stance;
use crate::review::filed;
use crate::review::marking;
use crate::review::named::Named;
use crate::review::named::named;
use crate::review::query::field::Field;
use crate::review::query::field::Names;
use crate::review::query::field::Value;
use crate::review::workspace::Workspace;

/// What is to be said of a passage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// Questions it is filed under besides.
    pub file: Vec<FiledCell>,
    /// What it says to them; where none is named, to all it is filed under.
    pub stance: Option<Stance>,
    /// Tags it gets.
    pub tags: Vec<TagId>,
    /// Tags made for it, by name.
    pub new_tags: Vec<String>,
    /// Tags it loses.
    pub untag: Vec<TagId>,
    /// Its note; an empty one takes it away.
    pub note: Option<String>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// In words, as the workbench says it.
    pub words: String,
    /// The passage, unless it was taken away.
    pub passage: Option<QuoteId>,
    /// The act's place in the log; none where nothing was to change.
    pub seq: Option<u64>,
}

/// Marks or changes a passage.
pub fn tag(environment: &Environment, args: &TagArgs) -> Result<(), Failure> {
    let mut seat = Seat::take(environment, &args.seat)?;
    let ws = seat.ws();
    let said = said_of(ws, args)?;
    let done = match named(ws.catalog(), ws.state(), &args.what)? {
        Named::Passage(id) if args.remove => take_away(ws, id)?,
        Named::Passage(id) => change(ws, id, &said)?,
        _ if args.remove => return Err(Failure::usage("--remove takes away a passage of yours: name it, such as p1")),
        what => match pointed(ws, &what, args)? {
            Ok(stretch) => mark(ws, &stretch, &said)?,
            Err(places) => return Err(ambiguous(&places, args.seat.json)?),
        },
    };
    answer(seat, &done, args.seat.json)
}

fn said_of(ws: &Workspace, args: &TagArgs) -> Result<Said, Failure> {
    let each =
        |typed: &[String]| -> Result<Vec<TagId>, Failure> { typed.iter().map(|name| tag_typed(ws, name)).collect() };
    Ok(Said {
        file: cells_typed(ws, &args.file.join(" "))?,
        stance: args.stance.as_deref().map(stance_typed).transpose()?,
        tags: each(&args.tag)?,
        new_tags: args.new_tag.clone(),
        untag: each(&args.untag)?,
        note: args.note.clone(),
    })
}

/// Files a passage, a whole item or a source.
pub fn file(environment: &Environment, args: &FileArgs) -> Result<(), Failure> {
    let mut seat = Seat::take(environment, &args.seat)?;
    let ws = seat.ws();
    let cells = cells_typed(ws, &args.under.join(" "))?;
    let stance = args.stance.as_deref().map(stance_typed).transpose()?;
    let done = match named(ws.catalog(), ws.state(), &args.what)? {
        Named::Passage(id) => refile(ws, id, cells, stance)?,
        Named::Item(id) => {
            let what = Named::Item(id);
            let [stretch] = &texts(ws, &what)?[..] else { return Err(no_text(&args.what)) };
            let done = mark(ws, stretch, &Said { file: cells, stance, ..Said::default() })?;
            // As in the workbench, who says what an item as a whole says has read it.
            if let MarkedIn::Item(id) = &stretch.marked_in {
                ws.set_read(id, true);
            }
            done
        }
        Named::Source(id) if stance.is_none() => {
            let bears = triage::commitments(cells)?;
            triage::file_source(ws, &id, bears)?
        }
        Named::Source(_) => {
            return Err(Failure::usage("a source says nothing as a whole: mark a passage of it with `plumbline tag`"));
        }
        Named::Subject(_) | Named::Footnote(_) => {
            return Err(Failure::usage(format!(
                "`{}` is not something to file\nName a passage (p1), an item (E077) or a source (DHS0042).",
                args.what
            )));
        }
    };
    answer(seat, &done, args.seat.json)
}

fn answer(mut seat: Seat, done: &Done, as_json: bool) -> Result<(), Failure> {
    let quote = done.passage.and_then(|id| seat.ws().state().quote(id).cloned());
    let line = quote.as_ref().map(|quote| told::passage::line(seat.ws(), quote));
    let document = quote.as_ref().map(|quote| told::passage::json(seat.ws(), quote));
    seat.leave()?;
    let mut out = Out::new();
    if as_json {
        out.json(&json!({ "done": done.words, "seq": done.seq, "passage": document }))?;
    } else {
        out.line(&done.words)?;
        if let Some(line) = line {
            out.line(&line)?;
        }
    }
    Ok(out.done()?)
}

/// Questions and commitments as they are typed.
pub fn cells_typed(ws: &Workspace, typed: &str) -> Result<Vec<FiledCell>, Failure> {
    filed::typed(ws.catalog(), typed).map_err(|why| Failure::new(INPUT, "unknown", why))
}

/// A stance as it is typed, in the screen's words or the files'.
pub fn stance_typed(typed: &str) -> Result<Stance, Failure> {
    match Names::default().value(Field::Stance, typed) {
        Some(Value::Stance(stances)) if stances.len() == 1 => Ok(stances[0]),
        _ => Err(Failure::usage(format!(
            "`{typed}` is nothing a passage can say\nType yes, no, both or background (supports, undermines, mixed, context)."
        ))),
    }
}

/// A tag as it is typed: its pinned digit, its name, or words its name begins with or has in it.
pub fn tag_typed(ws: &Workspace, typed: &str) -> Result<TagId, Failure> {
    let state = ws.state();
    if let Ok(digit) = typed.trim().parse::<u8>() {
        let pinned = state.pinned(digit).map(|tag| tag.id.clone());
        return pinned.ok_or_else(|| {
            Failure::new(INPUT, "unknown", format!("no tag is pinned to {digit}\n`plumbline list tags` lists them."))
        });
    }
    let wanted = typed.trim().to_lowercase();
    let by_name = |tag: &&Tag| tag.label.to_lowercase() == wanted || tag.id.as_str() == typed.trim();
    if let Some(tag) = state.codebook.iter().find(by_name) {
        return Ok(tag.id.clone());
    }
    let mut found = match Names::of(ws.catalog(), state).value(Field::Tag, typed) {
        Some(Value::Tag(tags)) => tags,
        _ => Vec::new(),
    };
    if found.is_empty() && !wanted.is_empty() {
        let within = state.codebook.iter().filter(|tag| tag.label.to_lowercase().contains(&wanted));
        found = within.map(|tag| tag.id.clone()).collect();
    }
    match &found[..] {
        [only] => Ok(only.clone()),
        [] => {
            let message = format!("there is no tag `{typed}`\n`plumbline list tags` lists them; --new-tag makes one.");
            Err(Failure::new(INPUT, "unknown", message))
        }
        several => {
            let names: Vec<&str> =
                several.iter().filter_map(|id| state.tag(id)).map(|tag| tag.label.as_str()).collect();
            Err(Failure::new(
                CONFLICT,
                "ambiguous",
                format!("`{typed}` stands for {} tags\nSay which: {}.", names.len(), names.join("; ")),
            ))
        }
    }
}

/// The passage that stands just there.
pub fn standing<'a>(ws: &'a Workspace, stretch: &Stretch) -> Option<&'a Quote> {
    let ends = |quote: &Quote| quote.selector.start..quote.selector.end;
    ws.state().quotes_of(&stretch.marked_in).find(|quote| ends(quote) == stretch.range && !quote.lost)
}

/// Marks a stretch, or changes the passage that stands just there.
pub fn mark(ws: &mut Workspace, stretch: &Stretch, said: &Said) -> Result<Done, Failure> {
    let before = standing(ws, stretch).cloned();
    let quote = match &before {
        Some(quote) => quote.clone(),
        None => {
            let (id, at) = (ws.new_id(), ws.now());
            let cut = marking::cut((&stretch.marked_in, &stretch.text), stretch.range.clone(), id, at);
            let quote = cut.ok_or_else(|| Failure::usage("there is nothing between the two ends"))?;
            let filings = if said.file.is_empty() { filed_as_the_item(ws, &stretch.marked_in) } else { Vec::new() };
            Quote { filings: marking::filed_under(&[], filings), ..quote }
        }
    };
    keep(ws, before.as_ref(), quote, said)
}

/// The question an item is filed under, where it is one.
fn filed_as_the_item(ws: &Workspace, marked_in: &MarkedIn) -> Vec<FiledCell> {
    let MarkedIn::Item(id) = marked_in else { return Vec::new() };
    let cells = ws.catalog().evidence(id).map_or_else(Vec::new, |item| item.cells.clone());
    match &cells[..] {
        [only] => only.cell().iter().map(FiledCell::from).collect(),
        _ => Vec::new(),
    }
}

/// Changes a passage that stands.
pub fn change(ws: &mut Workspace, id: QuoteId, said: &Said) -> Result<Done, Failure> {
    let before =
        ws.state().quote(id).cloned().ok_or_else(|| Failure::new(INPUT, "unknown", "there is no such passage"))?;
    keep(ws, Some(&before), before.clone(), said)
}

/// Files a passage under these questions and no others.
pub fn refile(ws: &mut Workspace, id: QuoteId, cells: Vec<FiledCell>, stance: Option<Stance>) -> Result<Done, Failure> {
    let before =
        ws.state().quote(id).cloned().ok_or_else(|| Failure::new(INPUT, "unknown", "there is no such passage"))?;
    let quote = Quote { filings: marking::filed_under(&before.filings, cells), ..before.clone() };
    keep(ws, Some(&before), quote, &Said { stance, ..Said::default() })
}

/// Takes a passage away.
pub fn take_away(ws: &mut Workspace, id: QuoteId) -> Result<Done, Failure> {
    let done = ws.apply(&Act::Unmark { quote: id })?;
    Ok(Done { words: at_start(&done.words) + ".", passage: None, seq: Some(done.seq) })
}

fn keep(ws: &mut Workspace, before: Option<&Quote>, mut quote: Quote, said: &Said) -> Result<Done, Failure> {
    let mut cells: Vec<FiledCell> = quote.filings.iter().map(|filing| filing.cell.clone()).collect();
    cells.extend(said.file.iter().filter(|cell| quote.filings.iter().all(|filing| filing.cell != **cell)).cloned());
    quote.filings = marking::filed_under(&quote.filings, cells);
    if let Some(stance) = said.stance {
        if quote.filings.is_empty() {
            return Err(Failure::usage("say under which question it says that: --file 8B"));
        }
        let meant = quote.filings.iter_mut().filter(|filing| said.file.is_empty() || said.file.contains(&filing.cell));
        meant.for_each(|filing| filing.stance = Some(stance));
    }
    quote.tags.retain(|tag| !said.untag.contains(tag));
    quote.tags.extend(said.tags.iter().cloned());
    let mut new_tags = Vec::new();
    for label in said.new_tags.iter().map(|label| label.trim()).filter(|label| !label.is_empty()) {
        let standing = ws.state().codebook.iter().find(|tag| tag.label.to_lowercase() == label.to_lowercase());
        let tag = standing.map(|tag| tag.id.clone()).unwrap_or_else(|| {
            // The same passage may have had tags made for it before.
            let made = (1..).map(|nth| marking::new_tag(quote.id, nth, label));
            let mut fresh = made
                .filter(|tag| ws.state().tag(&tag.id).is_none() && !new_tags.iter().any(|new: &Tag| new.id == tag.id));
            let tag = fresh.next().expect("numbers without end");
            new_tags.push(tag.clone());
            tag.id
        });
        quote.tags.push(tag);
    }
    let mut seen = Vec::new();
    quote.tags.retain(|tag| {
        !seen.contains(tag) && {
            seen.push(tag.clone());
            true
        }
    });
    if let Some(note) = &said.note {
        quote.note = Some(note.trim().to_owned()).filter(|note| !note.is_empty());
    }
    let passage = Some(quote.id);
    let mut acts = marking::keeping(before, quote, &new_tags);
    let act = match (acts.len(), acts.pop()) {
        (_, None) => return Ok(Done { words: "The passage is as it was.".to_owned(), passage, seq: None }),
        (1, Some(act)) => act,
        (_, Some(act)) => {
            acts.push(act);
            Act::Together { acts }
        }
    };
    let done = ws.apply(&act)?;
    Ok(Done { words: at_start(&done.words) + ".", passage, seq: Some(done.seq) })
}
