//! The project: who, codes, ratings as cases, texts with their passages, notes.
//!
//! The order of parts is that of the schema; readers refuse another.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::export::qda::HEAD;
use crate::export::qda::Ids;
use crate::export::qda::Offsets;
use crate::export::qda::PROJECT;
use crate::export::qda::Xml;
use crate::export::qda::codes;
use crate::export::qda::ids;
use crate::export::qda::origin;
use crate::export::work::Work;
use crate::export::work::line;
use crate::export::work::plain;
use crate::judgement::rule::Standing;
use crate::model::evidence::Evidence;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::quote::MarkedIn;
use crate::model::quote::Quote;
use crate::model::session::Note;
use crate::model::session::NoteTarget;
use crate::panel::chair::words::label;
use crate::review::cite;
use crate::review::words::rating_word;

/// A project on its way into its container.
pub(super) struct Written {
    pub xml: String,
    pub texts: Vec<(Uuid, String)>,
}

/// A text that goes along.
struct Text {
    guid: Uuid,
    name: String,
    about: String,
    /// As it goes out.
    text: String,
    /// As the review has it.
    raw: String,
    quotes: Vec<Quote>,
    notes: Vec<Uuid>,
}

/// Variables of a question.
const VARIABLES: [&str; 4] = ["Rating", "Reason", "Agreed", "Dissent"];

pub(super) fn write(work: &Work<'_>, offsets: Offsets) -> Written {
    let ids = ids(work);
    let review = work.catalog.review();
    let user = ids.of("user", &work.member.to_string()).to_string();
    let notes: Vec<&Note> = work.state.notes.iter().filter(|note| note.shared).collect();
    let texts = texts(work, ids, &notes);
    let mut xml = Xml { out: HEAD.to_owned(), ..Xml::default() };
    let origin = origin();
    xml.begin(
        "Project",
        &[("xmlns", PROJECT), ("name", &line(&review.title)), ("origin", &origin), ("creatingUserGUID", &user)],
    );
    xml.begin("Users", &[]);
    let name = work.name.clone().unwrap_or_else(|| "Member".to_owned());
    xml.empty("User", &[("guid", &user), ("name", &name)]);
    xml.end();
    xml.begin("CodeBook", &[]);
    codes::write(work, ids, &mut xml);
    xml.end();
    cases(work, ids, &mut xml);
    if !texts.is_empty() {
        xml.begin("Sources", &[]);
        texts.iter().for_each(|text| source(work, ids, (text, &user), offsets, &mut xml));
        xml.end();
    }
    if !notes.is_empty() {
        xml.begin("Notes", &[]);
        for note in &notes {
            let (guid, name) = (note_guid(ids, note).to_string(), format!("Note on {}", note.on));
            let at = note.at.to_string();
            let attributes =
                [("guid", guid.as_str()), ("name", &name), ("creatingUser", &user), ("creationDateTime", &at)];
            xml.begin("Note", &attributes);
            xml.text("PlainTextContent", &plain(&note.text));
            xml.end();
        }
        xml.end();
    }
    xml.text("Description", &described(work));
    for note in notes.iter().filter(|note| !is_of_text(&texts, ids, note)) {
        xml.empty("NoteRef", &[("targetGUID", &note_guid(ids, note).to_string())]);
    }
    xml.end();
    Written { xml: xml.out, texts: texts.into_iter().map(|text| (text.guid, text.text)).collect() }
}

fn described(work: &Work<'_>) -> String {
    let review = work.catalog.review();
    let sealed = work.sealed.map_or_else(String::new, |round| {
        format!(" Round {round} is handed in and not opened: its ratings are not in it.")
    });
    format!("{}, edition {}: passages, tags and ratings of one member.{sealed}", line(&review.title), review.edition)
}

/// Every question with what was answered.
fn cases(work: &Work<'_>, ids: Ids, xml: &mut Xml) {
    let review = work.catalog.review();
    xml.begin("Variables", &[]);
    for name in VARIABLES {
        let guid = ids.of("variable", name).to_string();
        xml.empty("Variable", &[("guid", &guid), ("name", name), ("typeOfVariable", "Text")]);
    }
    xml.end();
    xml.begin("Cases", &[]);
    for cell in review.cells() {
        let agreed = work.agreed(&Subject::Cell(cell.clone()));
        let own = work.state.ratings.get(&cell);
        let word = |rating| rating_word(review, rating);
        let said = match (work.state.abstained.get(&cell), own) {
            (Some(_), _) => Some("not rated on purpose".to_owned()),
            (None, entry) => entry.map(|entry| word(entry.rating)),
        };
        let reason = work.state.abstained.get(&cell).map(|entry| entry.why.clone());
        let reason = reason.or_else(|| own.and_then(|entry| entry.reason.clone()));
        let dissent = agreed.map(|agreed| {
            let each = agreed.dissent.iter().map(|one| format!("{}: {}", one.member, one.reason));
            each.collect::<Vec<_>>().join("\n")
        });
        let values = [said, reason, agreed.map(|agreed| word(agreed.rating)), dissent.filter(|it| !it.is_empty())];
        let guid = ids.of("case", &cell.to_string()).to_string();
        let name = format!("{cell} {}", label(work.catalog, &cell));
        xml.begin("Case", &[("guid", &guid), ("name", &name)]);
        for (variable, value) in VARIABLES.iter().zip(values) {
            let Some(value) = value else { continue };
            xml.begin("VariableValue", &[]);
            xml.empty("VariableRef", &[("targetGUID", &ids.of("variable", variable).to_string())]);
            xml.text("TextValue", &plain(&value));
            xml.end();
        }
        debug_assert!(work.standing(&cell) != Standing::Unrated || own.is_none(), "what is rated stands somewhere");
        xml.end();
    }
    xml.end();
}

/// Every text that may be told, in the review's order: items, then sources that have one.
fn texts(work: &Work<'_>, ids: Ids, notes: &[&Note]) -> Vec<Text> {
    let blind = work.blind();
    let mut quotes: BTreeMap<MarkedIn, Vec<Quote>> = BTreeMap::new();
    for quote in work.state.quotes.iter().filter(|quote| !quote.lost) {
        if let Some(place) = quote.marked_in() {
            quotes.entry(place).or_default().push(quote.clone());
        }
    }
    let mut taken = |place: &MarkedIn| {
        let mut of = quotes.remove(place).unwrap_or_default();
        of.sort_by_key(|quote| (quote.selector.start, quote.selector.end, quote.id));
        of
    };
    let on = |target: &NoteTarget| -> Vec<Uuid> {
        notes.iter().filter(|note| note.on == *target).map(|note| note_guid(ids, note)).collect()
    };
    let mut out = Vec::new();
    // What is told in confidence goes out by none of its words.
    let open = |id: &SourceId| work.catalog.source(id).is_none_or(|source| !source.confidential);
    let told = |item: &Evidence| !blind.withholds(item) && item.sources.iter().all(open);
    for item in work.catalog.items().walk().filter(|item| told(item)) {
        let mut item = (*item).clone();
        item.locator = blind.place(&item).map(str::to_owned);
        let cited = cite::of_item(work.catalog, &item, None);
        let whose = if cited.verbatim { "the source's own words" } else { "retold, not the source's words" };
        out.push(Text {
            guid: ids.of("item", item.id.as_str()),
            name: item.id.to_string(),
            about: format!("{}; {whose}", cited.source),
            quotes: taken(&MarkedIn::Item(item.id.clone())),
            notes: on(&NoteTarget::Evidence(item.id.clone())),
            text: plain(&item.text),
            raw: item.text,
        });
    }
    for source in &work.catalog.review().sources {
        let Some(text) = source.text.as_ref().filter(|_| !source.confidential && !blind.withholds_source(source))
        else {
            continue;
        };
        out.push(Text {
            guid: ids.of("source", source.id.as_str()),
            name: source.id.to_string(),
            about: cite::of_source(work.catalog, source, "").source,
            text: plain(text),
            raw: text.clone(),
            quotes: taken(&MarkedIn::Source(source.id.clone())),
            notes: on(&NoteTarget::Source(source.id.clone())),
        });
    }
    out
}

fn source(work: &Work<'_>, ids: Ids, (text, user): (&Text, &str), offsets: Offsets, xml: &mut Xml) {
    let guid = text.guid.to_string();
    let path = format!("internal://{guid}.txt");
    xml.begin("TextSource", &[("guid", &guid), ("name", &text.name), ("plainTextPath", &path)]);
    xml.text("Description", &text.about);
    for quote in &text.quotes {
        selection(work, ids, (text, quote, user), offsets, xml);
    }
    for note in &text.notes {
        xml.empty("NoteRef", &[("targetGUID", &note.to_string())]);
    }
    xml.end();
}

fn selection(work: &Work<'_>, ids: Ids, (text, quote, user): (&Text, &Quote, &str), offsets: Offsets, xml: &mut Xml) {
    // Positions are those of the text as it goes out: what acts on a screen unseen stands there as a visible mark.
    let shown = |at: usize| plain(&text.raw.chars().take(at).collect::<String>()).chars().count();
    let (from, to) = match text.raw == text.text {
        true => (quote.selector.start, quote.selector.end),
        false => (shown(quote.selector.start), shown(quote.selector.end)),
    };
    let words: String = text.text.chars().skip(from).take(to.saturating_sub(from)).collect();
    let (start, end) = (offsets.of(&text.text, from).to_string(), offsets.of(&text.text, to).to_string());
    let (guid, at) = (ids.of("quote", &quote.id.to_string()).to_string(), quote.at.to_string());
    xml.begin(
        "PlainTextSelection",
        &[
            ("guid", &guid),
            ("name", &words),
            ("startPosition", &start),
            ("endPosition", &end),
            ("creatingUser", user),
            ("creationDateTime", &at),
        ],
    );
    if let Some(note) = &quote.note {
        xml.text("Description", &plain(note));
    }
    let filed = quote.filings.iter().map(|filing| codes::of_cell(ids, &filing.cell.to_string(), filing.stance));
    let tags = quote.tags.iter().filter(|tag| work.state.tag(tag).is_some()).map(|tag| codes::of_tag(ids, tag));
    for code in filed.chain(tags) {
        let coding = ids.of("coding", &format!("{} {code}", quote.id)).to_string();
        xml.begin("Coding", &[("guid", &coding), ("creatingUser", user), ("creationDateTime", &at)]);
        xml.empty("CodeRef", &[("targetGUID", &code.to_string())]);
        xml.end();
    }
    xml.end();
}

fn note_guid(ids: Ids, note: &Note) -> Uuid {
    ids.of("note", &note.id.to_string())
}

fn is_of_text(texts: &[Text], ids: Ids, note: &Note) -> bool {
    texts.iter().any(|text| text.notes.contains(&note_guid(ids, note)))
}
