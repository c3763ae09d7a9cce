//! What programs of qualitative analysis made of the texts, taken into a member's session: tags, and passages found again.
//!
//! Uses `import::qda` and the session to read; plans one act and changes nothing. Invariant: a passage is marked only
//! where its words stand; positions alone are never believed where the file says what the words are.

use std::collections::BTreeMap;
use std::collections::HashMap;

use crate::import::qda::Code;
use crate::import::qda::Project;
use crate::import::qda::Selection;
use crate::import::qda::Text;
use crate::model::act::Act;
use crate::model::catalog::Catalog;
use crate::model::codebook::Tag;
use crate::model::ids::CellKey;
use crate::model::ids::Subject;
use crate::model::ids::TagId;
use crate::model::moment::Moment;
use crate::model::quote::FiledCell;
use crate::model::quote::Filing;
use crate::model::quote::MarkedIn;
use crate::model::quote::Selector;
use crate::model::quote::Stance;
use crate::review::marking::cut;
use crate::review::words::stance_word;
use crate::review::workspace::Workspace;

/// Fewer characters than this are not looked for in texts that are not the file's: they stand everywhere.
const FEWEST: usize = 25;

/// What would be taken in.
#[derive(Debug, Default)]
pub struct Coded {
    /// The acts, in order; all or none of them.
    pub acts: Vec<Act>,
    /// Tags made.
    pub tags: usize,
    /// Codes that are tags of the session, or questions, already.
    pub known: usize,
    /// Passages marked.
    pub passages: usize,
    /// Of them, those whose positions had to be put right.
    pub healed: usize,
    /// Passages that stand in the session already.
    pub there: usize,
    /// What was not taken in, a line each.
    pub left: Vec<String>,
}

/// What a code means here.
enum Meaning {
    Tag(TagId),
    Filed(FiledCell, Option<Stance>),
}

/// Plans what a project brings to a session.
pub fn plan(ws: &mut Workspace, project: &Project, at: Moment) -> Coded {
    let mut coded = Coded::default();
    let meanings = meanings(ws, project, &mut coded);
    let texts = Texts::of(ws);
    for text in &project.texts {
        let counted = counting(text);
        for selection in &text.selections {
            match place(&texts, (text, selection), counted) {
                Ok(found) => take(ws, (selection, found), &meanings, at, &mut coded),
                Err(why) => coded.left.push(format!("{}: {why}", said_short(text, selection))),
            }
        }
    }
    for (element, times) in &project.ignored {
        coded.left.push(format!("{element}: {times} not understood"));
    }
    coded
}

fn said_short(text: &Text, selection: &Selection) -> String {
    let words: String = selection.words.as_deref().unwrap_or_default().chars().take(60).collect();
    format!("\u{201c}{words}\u{201d} ({}, {} to {})", text.name, selection.start, selection.end)
}

/// The codes by what they mean; tags that are not there yet are made.
fn meanings<'a>(ws: &mut Workspace, project: &'a Project, coded: &mut Coded) -> HashMap<&'a str, Meaning> {
    let mut out: HashMap<&str, Meaning> = HashMap::new();
    let mut made: BTreeMap<usize, TagId> = BTreeMap::new();
    for (at, code) in project.codes.iter().enumerate() {
        if let Some((cell, stance)) = question(ws.catalog(), &code.name) {
            coded.known += 1;
            out.insert(&code.guid, Meaning::Filed(cell, stance));
            continue;
        }
        let groups_only = !code.codable && code.parent.is_none();
        if groups_only || code.name.trim().is_empty() {
            continue;
        }
        let fold = |label: &str| label.trim().to_lowercase();
        let alike = |other: &usize| fold(&project.codes[*other].name) == fold(&code.name);
        let same = || made.iter().find(|(other, _)| alike(other) && project.codes[**other].parent == code.parent);
        // Of two codes of one name in different branches the second says where it stands.
        let twice = made.keys().any(alike);
        let label = match code.parent.and_then(|parent| project.codes.get(parent)).filter(|_| twice) {
            Some(parent) => format!("{}: {}", parent.name.trim(), code.name.trim()),
            None => code.name.trim().to_owned(),
        };
        let known = ws.state().codebook.iter().find(|tag| fold(&tag.label) == fold(&label)).map(|tag| tag.id.clone());
        let id = match known.or_else(|| same().map(|(_, id)| id.clone())) {
            Some(id) => {
                coded.known += 1;
                id
            }
            None => {
                let tag = tag_of(ws, (code, label), code.parent.and_then(|parent| made.get(&parent)));
                let id = tag.id.clone();
                coded.acts.push(Act::AddTag { tag });
                coded.tags += 1;
                id
            }
        };
        made.insert(at, id.clone());
        out.insert(&code.guid, Meaning::Tag(id));
    }
    out
}

fn tag_of(ws: &mut Workspace, (code, label): (&Code, String), parent: Option<&TagId>) -> Tag {
    Tag {
        id: TagId(format!("tag-{}", ws.new_id().simple())),
        label,
        description: code.description.clone(),
        parent: parent.cloned(),
        digit: None,
        color: None,
    }
}

/// "8B Funding", "8B: no: it was not funded", "8 National digital workforce strategy".
fn question(catalog: &Catalog, name: &str) -> Option<(FiledCell, Option<Stance>)> {
    let (key, rest) = name.split_once([' ', ':']).unwrap_or((name, ""));
    let cell: Option<CellKey> = key.parse().ok().filter(|cell| catalog.has_cell(cell));
    let (filed, named) = match &cell {
        Some(cell) => {
            let commitment = catalog.commitment(&cell.commitment).map_or("", |it| &it.label);
            let question = catalog.question(&cell.question).map_or("", |it| &it.label);
            (FiledCell::from(cell), format!("{commitment}: {question}"))
        }
        None => {
            let commitment = catalog.commitment(&key.into())?;
            (FiledCell { commitment: commitment.id.clone(), question: None }, commitment.label.clone())
        }
    };
    let subject = cell.map(Subject::Cell);
    let all = [Stance::Supports, Stance::Undermines, Stance::Mixed, Stance::Context];
    let stance = all.into_iter().find(|one| stance_word(catalog, subject.as_ref(), *one) == rest.trim());
    // A key alone, or with words of somebody's own, is too little to take a code for a question.
    (stance.is_some() || rest.trim() == named).then_some((filed, stance))
}

/// How positions in a text turn out to be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Counting {
    utf16: bool,
    /// Line ends of two characters count as two.
    two: bool,
    /// A byte order mark counts.
    mark: bool,
}

impl Counting {
    const USUAL: Self = Self { utf16: false, two: false, mark: false };

    fn all() -> impl Iterator<Item = Self> {
        let each = [false, true];
        each.into_iter().flat_map(move |mark| {
            each.into_iter().flat_map(move |two| each.into_iter().map(move |utf16| Self { utf16, two, mark }))
        })
    }

    /// The words between two positions, and where they stand in the text as it is here: with line feeds, without mark.
    fn slice(self, raw: &str, (start, end): (usize, usize)) -> Option<(usize, String)> {
        let (mut at, mut here) = (0, 0);
        let (mut first, mut words) = (None, String::new());
        let mut chars = raw.chars().peekable();
        loop {
            if at >= end {
                break;
            }
            let c = chars.next()?;
            let width = if self.utf16 { c.len_utf16() } else { 1 };
            if c == '\u{feff}' && here == 0 && at == 0 && first.is_none() {
                at += if self.mark { width } else { 0 };
                continue;
            }
            let joined = c == '\r' && chars.peek() == Some(&'\n');
            if joined {
                at += if self.two { width } else { 0 };
                continue;
            }
            if at >= start {
                first.get_or_insert(here);
                words.push(if c == '\r' { '\n' } else { c });
            }
            at += width;
            here += 1;
        }
        Some((first?, words))
    }
}

/// The way of counting under which most passages are the words they should be; the usual one where that tells nothing.
fn counting(text: &Text) -> Counting {
    let right = |way: Counting| {
        let fits = |one: &&Selection| {
            let found = way.slice(&text.text, (one.start, one.end));
            one.words.as_ref().is_some_and(|words| found.is_some_and(|(_, found)| found == plain(words)))
        };
        text.selections.iter().filter(fits).count()
    };
    let mut best = (right(Counting::USUAL), Counting::USUAL);
    for way in Counting::all() {
        let count = right(way);
        if count > best.0 {
            best = (count, way);
        }
    }
    best.1
}

fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").trim_start_matches('\u{feff}').to_owned()
}

/// The review's texts, to find a file's text and words in.
struct Texts(Vec<(MarkedIn, String)>);

impl Texts {
    /// Texts that are kept back are not among them: whether words stand there would tell what was published.
    fn of(ws: &Workspace) -> Self {
        let (catalog, blind) = (ws.catalog(), ws.blindness());
        let items = catalog.items().walk().filter(|item| !blind.withholds(item));
        let items = items.map(|item| (MarkedIn::Item(item.id.clone()), item.text.clone()));
        let sources = catalog.review().sources.iter().filter(|source| !blind.withholds_source(source));
        let sources = sources.filter_map(|source| Some((MarkedIn::Source(source.id.clone()), source.text.clone()?)));
        Self(items.chain(sources).collect())
    }

    fn same(&self, text: &str, name: &str) -> Option<&(MarkedIn, String)> {
        let mut alike = self.0.iter().filter(|(_, held)| held == text);
        let first = alike.next()?;
        let named = |place: &MarkedIn| match place {
            MarkedIn::Item(id) => id.as_str() == name,
            MarkedIn::Source(id) => id.as_str() == name,
        };
        Some(std::iter::once(first).chain(alike).find(|(place, _)| named(place)).unwrap_or(first))
    }
}

/// A place in a text of the review.
struct Found {
    place: MarkedIn,
    text: String,
    range: std::ops::Range<usize>,
    healed: bool,
}

fn place(texts: &Texts, (text, selection): (&Text, &Selection), way: Counting) -> Result<Found, String> {
    let whole = plain(&text.text);
    let sliced = way.slice(&text.text, (selection.start, selection.end));
    let words = selection.words.as_deref().map(plain);
    let said = match (&sliced, &words) {
        (Some((at, found)), Some(words)) if found == words => Some((*at, false)),
        (Some((at, _)), None) => Some((*at, false)),
        (_, Some(words)) => only(&whole, words).map(|at| (at, true)),
        (None, None) => None,
    };
    let words = words.or_else(|| sliced.map(|(_, found)| found)).unwrap_or_default();
    let length = words.chars().count();
    if length == 0 {
        return Err("its positions lie outside the text".to_owned());
    }
    Ok(match (texts.same(&whole, &text.name), said) {
        (Some((place, held)), Some((at, healed))) => {
            let healed = healed || way != Counting::USUAL;
            Found { place: place.clone(), text: held.clone(), range: at..at + length, healed }
        }
        _ if length < FEWEST => {
            return Err("its text is not in this review, and its words are too few to be looked for".to_owned());
        }
        _ => {
            let mut places = texts.0.iter().filter_map(|(place, held)| Some((place, held, only(held, &words)?)));
            match (places.next(), places.next()) {
                (Some((place, held, at)), None) => {
                    Found { place: place.clone(), text: held.clone(), range: at..at + length, healed: true }
                }
                (Some(_), Some(_)) => return Err("its words stand in several texts of this review".to_owned()),
                (None, _) => return Err("its words do not stand in this review".to_owned()),
            }
        }
    })
}

/// Where words stand in a text, in characters, if they stand there once.
fn only(text: &str, words: &str) -> Option<usize> {
    let at = text.find(words)?;
    let again = text[at..].char_indices().nth(1).and_then(|(next, _)| text[at + next..].find(words));
    again.is_none().then(|| text[..at].chars().count())
}

fn take(
    ws: &mut Workspace,
    (selection, found): (&Selection, Found),
    meanings: &HashMap<&str, Meaning>,
    at: Moment,
    coded: &mut Coded,
) {
    let Found { place, text, range, healed } = found;
    let same = |selector: &Selector| selector.start == range.start && selector.end == range.end;
    let there = ws.state().quotes_of(&place).any(|quote| same(&quote.selector));
    if there {
        coded.there += 1;
        return;
    }
    let id = ws.new_id();
    let Some(mut quote) = cut((&place, &text), range, id, at) else { return };
    for code in &selection.codes {
        match meanings.get(code.as_str()) {
            Some(Meaning::Tag(tag)) if !quote.tags.contains(tag) => quote.tags.push(tag.clone()),
            Some(Meaning::Filed(cell, stance)) if !quote.filings.iter().any(|filing| filing.cell == *cell) => {
                quote.filings.push(Filing { cell: cell.clone(), stance: *stance, anchor: None });
            }
            _ => {}
        }
    }
    quote.note.clone_from(&selection.note);
    coded.acts.push(Act::Mark { quote: Box::new(quote) });
    coded.passages += 1;
    coded.healed += usize::from(healed);
}

#[cfg(test)]
#[path = "coded_tests.rs"]
mod tests;
