//! The headings of a draft, and what a paragraph stands under.
//!
//! Where the format has no headings a short line without a stop that is just a name is one. Where no heading names a
//! commitment, a paragraph that begins by naming one (`Commitment 3 is about …`, or its own words quoted) leads in what
//! follows. Invariant: a heading ends what stood under another of its level or below.

use crate::import::record::Block;
use crate::import::record::BlockKind;
use crate::import::record::Record;
use crate::import::report::level;
use crate::import::report::words as plain;
use crate::model::ids::AreaId;
use crate::model::ids::CommitmentId;
use crate::model::ids::QuestionId;
use crate::review::check::draft::names::Names;

/// What a heading names.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Head {
    Area(AreaId),
    Commitment(CommitmentId),
    Question(QuestionId),
    /// `Overall`: a commitment as a whole, or the evaluation.
    Whole,
    Other,
}

/// What a paragraph stands under.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Under {
    /// The area.
    pub area: Option<AreaId>,
    /// The commitment.
    pub commitment: Option<CommitmentId>,
    /// The question.
    pub question: Option<QuestionId>,
    /// A heading such as `Overall`.
    pub whole: bool,
    /// Whether a heading names the commitment, and not a paragraph before.
    pub headed: bool,
}

/// The headings met so far.
pub struct Heads<'a> {
    names: &'a Names<'a>,
    stack: Vec<(u8, Head)>,
    /// Whether some heading names a commitment.
    headed: bool,
    /// The commitment that a paragraph led in.
    led: Option<CommitmentId>,
}

impl<'a> Heads<'a> {
    /// Before a draft.
    pub fn of(record: &Record, names: &'a Names<'a>) -> Self {
        let headed = record.blocks.iter().any(|block| {
            let found = heads_of(block, record.words_of(block), names);
            found.iter().any(|(_, head)| matches!(head, Head::Commitment(_)))
        });
        Self { names, stack: Vec::new(), headed, led: None }
    }

    /// Takes in a block; whether it is a heading.
    pub fn take(&mut self, block: &Block, text: &str) -> bool {
        let found = heads_of(block, text, self.names);
        let is_head = !found.is_empty();
        for (level, head) in found {
            self.push(level, head);
        }
        if !is_head && !self.headed && !matches!(block.kind, BlockKind::Row { .. }) && !text.ends_with('|') {
            self.led = self.leads(text).or(self.led.take());
        }
        is_head
    }

    /// The commitment that a paragraph begins by naming.
    fn leads(&self, text: &str) -> Option<CommitmentId> {
        let bare = text.trim_start_matches(['“', '"', '‘', '\'']);
        numbered(bare).and_then(|(number, _)| self.names.numbered(number)).or_else(|| {
            let begins = plain::count(bare) >= 4 && level::mentions(bare).is_empty();
            self.names.commitment_told(bare).filter(|_| begins)
        })
    }

    fn push(&mut self, level: u8, head: Head) {
        let rank = |head: &Head| match head {
            Head::Area(_) => 0,
            Head::Commitment(_) => 1,
            Head::Question(_) | Head::Whole => 2,
            Head::Other => 3,
        };
        let own = rank(&head);
        // Documents often give a commitment and its questions one level.
        self.stack.retain(|(other_level, other)| match (own, rank(other)) {
            (3, _) => *other_level < level,
            (own, other) if other >= own => false,
            _ => *other_level <= level,
        });
        self.stack.push((level, head));
    }

    /// What a paragraph stands under now.
    pub fn under(&self) -> Under {
        let mut under = Under::default();
        for (_, head) in &self.stack {
            match head {
                Head::Area(id) => under.area = Some(id.clone()),
                Head::Commitment(id) => (under.commitment, under.headed) = (Some(id.clone()), true),
                Head::Question(id) => under.question = Some(id.clone()),
                Head::Whole => under.whole = true,
                Head::Other => {}
            }
        }
        if under.commitment.is_none() {
            under.commitment.clone_from(&self.led);
        }
        under
    }
}

/// The number behind `Commitment` at the beginning of a text, and what follows.
fn numbered(text: &str) -> Option<(usize, &str)> {
    let rest = text.get(..11).filter(|lead| lead.eq_ignore_ascii_case("commitment ")).map(|_| &text[11..])?;
    let figures = rest.bytes().take_while(u8::is_ascii_digit).count();
    Some((rest[..figures].parse().ok()?, &rest[figures..]))
}

/// What a block names as a heading, with its level: often a commitment and a question at once.
fn heads_of(block: &Block, text: &str, names: &Names<'_>) -> Vec<(u8, Head)> {
    const LONGEST: usize = 200;
    let heading = match block.kind {
        BlockKind::Heading(level) => Some(level.max(1)),
        BlockKind::Paragraph => None,
        _ => return Vec::new(),
    };
    let text = text.trim();
    let runs_on = text.len() > LONGEST || text.ends_with(['.', '”', '…', ';', '|', '?', '!']);
    if heading.is_none() && (runs_on || !level::mentions(text).is_empty()) {
        return Vec::new();
    }
    let bare = without_number(text).trim_end_matches(':');
    let level = |plain: u8| heading.unwrap_or(plain);
    let mut found = Vec::new();
    let cells = names.cells(bare);
    if let ([cell], true) = (cells.as_slice(), heading.is_some() || begins_with(bare, &cells)) {
        found.push((level(2), Head::Commitment(cell.commitment.clone())));
        found.push((level(3), Head::Question(cell.question.clone())));
        return found;
    }
    if let Some((number, rest)) = numbered(bare) {
        let apart = rest.is_empty() || rest.starts_with([':', '.', '-', '–', '—', ',']) || rest.starts_with(" –");
        if let Some(id) = names.numbered(number).filter(|_| apart || heading.is_some()) {
            found.push((level(2), Head::Commitment(id)));
            let rest = rest.trim_start_matches([':', '.', '-', '–', '—', ',', ' ']);
            found.extend(names.question_named(rest).map(|id| (level(3), Head::Question(id))));
            return found;
        }
    }
    let whole = || bare.len() < 60 && plain::words(bare).iter().any(|word| word == "overall");
    let head = if let Some(id) = names.question_named(bare) {
        Some((3, Head::Question(id)))
    } else if let Some(id) = names.area_named(bare) {
        Some((1, Head::Area(id)))
    } else if let Some(id) = names.commitment_told(bare).filter(|_| heading.is_some() || plain::count(bare) >= 2) {
        Some((2, Head::Commitment(id)))
    } else if heading.is_none() {
        None
    } else if let ([only], true) = (names.questions_in(bare).as_slice(), plain::count(bare) <= 14) {
        Some((3, Head::Question(only.clone())))
    } else if whole() {
        Some((3, Head::Whole))
    } else {
        Some((3, Head::Other))
    };
    found.extend(head.map(|(plain, head)| (level(plain), head)));
    found
}

/// A heading without the number of its chapter.
fn without_number(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    if rest.len() < text.len() && rest.starts_with([' ', '\t', ')']) {
        rest.trim_start_matches([' ', '\t', ')'])
    } else {
        text
    }
}

fn begins_with(text: &str, cells: &[crate::model::ids::CellKey]) -> bool {
    let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    cells.iter().any(|cell| cell.to_string() == first)
}
