//! Reads a query as typed: words, phrases, beginnings, fields, and what is left out.
//!
//! Invariant: it never fails without saying what is wrong, and at which place of what was typed.

use std::ops::Range;

use crate::review::query::field::Field;
use crate::review::query::field::Names;
use crate::review::query::field::Value;
use crate::review::query::pattern::Pattern;
use crate::text::cluster::cells;

/// What is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    clauses: Vec<Clause>,
    /// The one word typed, where nothing else was: an item's id is found by it too.
    id: Option<String>,
}

/// One thing asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Whether it must not be.
    pub without: bool,
    /// What.
    pub ask: Ask,
    /// Where it was typed, in scalar values.
    pub at: Range<usize>,
}

/// What one clause asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Words in the text; plain ones that must be there also in the names of its sources.
    Words(Pattern),
    /// A property.
    Field(Value),
}

/// Why a query cannot be asked, and where: scalar values of what was typed. Every message is fit for the status line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{wrong}")]
pub struct QueryError {
    /// What is wrong.
    pub wrong: Wrong,
    /// Where.
    pub at: Range<usize>,
}

/// What can be wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// Nothing was typed.
    #[error("Type what to look for.")]
    Empty,
    /// Everything typed is to be left out.
    #[error("Say also what to look for, not only what to leave out.")]
    OnlyWithout,
    /// A phrase has no end.
    #[error("The quotation mark is not closed.")]
    Unclosed,
    /// No letter and no figure.
    #[error("Only letters and figures are searched for.")]
    NoWords,
    /// A star that ends no word.
    #[error("A * stands at the end of a word.")]
    Star,
    /// A field without a value.
    #[error("{}: needs a value: {known}.", field.name())]
    NoValue {
        /// The field.
        field: Field,
        /// What there is.
        known: String,
    },
    /// No such field.
    #[error("There is no \u{201c}{typed}:\u{201d}{meant}. In quotation marks it is searched as text.")]
    NoField {
        /// What was typed.
        typed: String,
        /// Which there are, or which is nearest.
        meant: String,
    },
    /// Nothing is called so.
    #[error("No {} is \u{201c}{typed}\u{201d}: {known}.", called(*field))]
    NoSuchValue {
        /// The field.
        field: Field,
        /// What was typed.
        typed: String,
        /// What there is.
        known: String,
    },
}

fn called(field: Field) -> &'static str {
    match field {
        Field::Question => "question",
        other => other.name(),
    }
}

impl QueryError {
    /// Whether nothing was typed at all.
    pub fn is_empty(&self) -> bool {
        self.wrong == Wrong::Empty
    }

    /// What is wrong, under the place of what was typed: two lines for a screen or a terminal.
    pub fn under(&self, typed: &str) -> String {
        // A row each: what would end a line or move the mark is a space.
        let row: String = typed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let before: String = row.chars().take(self.at.start).collect();
        format!("{row}\n{}^ {self}", " ".repeat(cells(&before)))
    }
}

impl Query {
    /// Reads what was typed.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn read(typed: &str, names: &Names) -> Result<Self, QueryError> {
        let mut reader = Reader { chars: typed.chars().collect(), at: 0, names };
        let mut clauses = Vec::new();
        while let Some(clause) = reader.clause()? {
            clauses.extend(clause);
        }
        let wrong = |wrong| Err(QueryError { wrong, at: 0..reader.chars.len() });
        match (clauses.is_empty(), clauses.iter().all(|clause| clause.without)) {
            (true, _) if typed.chars().all(|c| c.is_whitespace() || is_mark(c) || is_minus(c)) => wrong(Wrong::Empty),
            (true, _) => wrong(Wrong::NoWords),
            (false, true) => wrong(Wrong::OnlyWithout),
            (false, false) => {
                let word = typed.trim();
                let alone = matches!(&clauses[..], [Clause { without: false, ask: Ask::Words(_), .. }]);
                let id = alone && !word.contains(|c: char| c.is_whitespace() || is_mark(c) || c == '*');
                Ok(Self { id: id.then(|| word.to_owned()), clauses })
            }
        }
    }

    /// What it asks, in the order typed.
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// What may be an item's id.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The words looked for.
    pub fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        self.clauses.iter().filter_map(|clause| match &clause.ask {
            Ask::Words(pattern) if !clause.without => Some(pattern),
            _ => None,
        })
    }

    /// Whether it asks for something the member has done, beyond what was answered.
    pub fn asks_of_work(&self) -> bool {
        self.clauses.iter().any(|clause| {
            matches!(clause.ask, Ask::Field(Value::Tag(_) | Value::Stance(_) | Value::Status(_) | Value::Question(_)))
        })
    }

    /// Whether all it finds is among what an earlier one finds, so that only that need be searched. (An item found by
    /// its id is looked up apart.)
    pub fn narrows(&self, earlier: &Self) -> bool {
        earlier.clauses.iter().all(|before| {
            self.clauses.iter().any(|now| match (&before.ask, &now.ask) {
                _ if before.without != now.without => false,
                (Ask::Words(before), Ask::Words(asked)) if !now.without => asked.implies(before),
                (before, now) => before == now,
            })
        })
    }
}

struct Reader<'a> {
    chars: Vec<char>,
    at: usize,
    names: &'a Names,
}

impl Reader<'_> {
    /// The next thing asked; none at the end. One that holds no words is nothing.
    fn clause(&mut self) -> Result<Option<Option<Clause>>, QueryError> {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
        let start = self.at;
        let Some(first) = self.peek() else { return Ok(None) };
        let behind = self.chars.get(self.at + 1).copied();
        let without = is_minus(first) && behind.is_some_and(|c| !c.is_whitespace() && !is_minus(c));
        self.at += usize::from(without);
        let ask = match self.field() {
            Some(name) => Some(Ask::Field(self.value(&name)?)),
            // What is left out is left out for what it says, not for who says it.
            None => self.words()?.map(|words| Ask::Words(if without { words.in_texts() } else { words })),
        };
        Ok(Some(ask.map(|ask| Clause { without, ask, at: start..self.at })))
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    /// Letters up to a colon; passes over both.
    fn field(&mut self) -> Option<String> {
        let letters = self.chars[self.at..].iter().take_while(|c| c.is_alphabetic()).count();
        let colon = self.chars.get(self.at + letters) == Some(&':');
        // An address is no field.
        if letters == 0 || !colon || self.chars.get(self.at + letters + 1) == Some(&'/') {
            return None;
        }
        let name = self.chars[self.at..self.at + letters].iter().collect();
        self.at += letters + 1;
        Some(name)
    }

    fn value(&mut self, name: &str) -> Result<Value, QueryError> {
        let named = self.at - name.chars().count() - 1..self.at - 1;
        let Some(field) = Field::named(name) else {
            let wrong = Wrong::NoField { typed: name.to_owned(), meant: nearest(name) };
            return Err(QueryError { wrong, at: named });
        };
        let start = self.at;
        let typed = match self.quoted()? {
            Some(quoted) => quoted,
            None => self.run().trim_end_matches('*').to_owned(),
        };
        let known = || self.names.known(field);
        if typed.trim().is_empty() {
            let end = start.saturating_sub(1)..start;
            return Err(QueryError { wrong: Wrong::NoValue { field, known: known() }, at: end });
        }
        self.names.value(field, &typed).ok_or_else(|| {
            let wrong = Wrong::NoSuchValue { field, typed: typed.clone(), known: known() };
            QueryError { wrong, at: start..self.at }
        })
    }

    /// Words up to the next blank, or between quotation marks.
    fn words(&mut self) -> Result<Option<Pattern>, QueryError> {
        let start = self.at;
        let quoted = self.quoted()?;
        let (typed, mut beginning) = match quoted {
            Some(phrase) => (phrase, false),
            None => (self.run(), true),
        };
        let star = |at: usize| QueryError { wrong: Wrong::Star, at: at..at + 1 };
        let whole: Vec<char> = typed.chars().collect();
        let inside = self.chars[start..].first().is_some_and(|c| is_mark(*c));
        let offset = start + usize::from(inside);
        if let Some(at) = whole.iter().position(|c| *c == '*') {
            let ends = at + 1 == whole.len() && at > 0 && !whole[at - 1].is_whitespace();
            if !ends {
                return Err(star(offset + at));
            }
            beginning = true;
        }
        if inside && self.peek() == Some('*') {
            self.at += 1;
            beginning = true;
        }
        let pattern = Pattern::new(typed.trim_end_matches('*'), beginning);
        Ok(if inside { pattern.map(Pattern::in_texts) } else { pattern })
    }

    /// What stands up to the next blank or quotation mark.
    fn run(&mut self) -> String {
        let rest = &self.chars[self.at..];
        let run: String = rest.iter().take_while(|c| !c.is_whitespace() && !is_mark(**c)).collect();
        self.at += run.chars().count();
        run
    }

    /// What stands between quotation marks; none where there is none.
    fn quoted(&mut self) -> Result<Option<String>, QueryError> {
        if !self.peek().is_some_and(is_mark) {
            return Ok(None);
        }
        let open = self.at;
        let rest = &self.chars[open + 1..];
        let Some(length) = rest.iter().position(|c| is_mark(*c)) else {
            return Err(QueryError { wrong: Wrong::Unclosed, at: open..open + 1 });
        };
        self.at = open + length + 2;
        Ok(Some(rest[..length].iter().collect()))
    }
}

/// A quotation mark, as typed or as pasted from a text.
fn is_mark(c: char) -> bool {
    matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{ab}' | '\u{bb}')
}

fn is_minus(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2212}' | '\u{2013}')
}

/// The field that may be meant, else which there are.
fn nearest(typed: &str) -> String {
    let typed = typed.to_lowercase();
    let near = Field::ALL.into_iter().map(|field| (distance(&typed, field.name()), field));
    match near.min_by_key(|(far, _)| *far).filter(|(far, field)| *far <= 2 && *far < field.name().len()) {
        Some((_, field)) => format!(": did you mean {}:", field.name()),
        None => {
            let names: Vec<String> = Field::ALL.into_iter().map(|field| format!("{}:", field.name())).collect();
            format!("; there are {}", names.join(" "))
        }
    }
}

/// How many letters have to be changed, put in or taken out.
fn distance(one: &str, two: &str) -> usize {
    let two: Vec<char> = two.chars().collect();
    let mut row: Vec<usize> = (0..=two.len()).collect();
    for (at, c) in one.chars().take(16).enumerate() {
        let mut before = row[0];
        row[0] = at + 1;
        for (to, other) in two.iter().enumerate() {
            let kept = before + usize::from(c != *other);
            before = row[to + 1];
            row[to + 1] = kept.min(before + 1).min(row[to] + 1);
        }
    }
    row[two.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::fixture;

    fn names() -> Names {
        let ws = fixture::workspace();
        Names::of(ws.catalog(), ws.state())
    }

    fn wrong(typed: &str) -> (String, String) {
        let error = Query::read(typed, &names()).expect_err(typed);
        let under: String = typed.chars().skip(error.at.start).take(error.at.len()).collect();
        (error.to_string(), under)
    }

    #[test]
    fn words_phrases_beginnings_fields_and_what_is_left_out_are_told_apart() {
        let query =
            Query::read("fund \u{201c}late money\u{201d} \"whole\"* pilot* -no -tag:staff q:1B 10:30", &names());
        let query = query.expect("a query");
        let told: Vec<(bool, Vec<String>, bool)> = query
            .clauses()
            .iter()
            .filter_map(|clause| match &clause.ask {
                Ask::Words(pattern) => Some((clause.without, pattern.words().to_vec(), pattern.is_beginning())),
                Ask::Field(_) => None,
            })
            .collect();
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            told,
            [
                (false, words(&["fund"]), true),
                (false, words(&["late", "money"]), false),
                (false, words(&["whole"]), true),
                (false, words(&["pilot"]), true),
                (true, words(&["no"]), true),
                (false, words(&["10", "30"]), true),
            ]
        );
        assert_eq!(query.clauses().len(), 8);
    }

    #[test]
    fn what_cannot_be_asked_says_why_and_where() {
        for (typed, why, under) in [
            ("  ", "Type what to look for.", "  "),
            ("\"\"", "Type what to look for.", "\"\""),
            ("-pilot", "Say also what to look for, not only what to leave out.", "-pilot"),
            ("fund \"pilot", "The quotation mark is not closed.", "\""),
            ("%", "Only letters and figures are searched for.", "%"),
            ("fund *", "A * stands at the end of a word.", "*"),
            ("fu*nd", "A * stands at the end of a word.", "*"),
            ("a tag:", "tag: needs a value: funding, staff.", ":"),
            (
                "tga:x",
                "There is no \u{201c}tga:\u{201d}: did you mean tag:. In quotation marks it is searched as text.",
                "tga",
            ),
            ("a tag:xyz b", "No tag is \u{201c}xyz\u{201d}: funding, staff.", "xyz"),
            (
                "kind:song",
                "No kind is \u{201c}song\u{201d}: quotation, account, figure, finding, conclusion, context, submission, roundtable, government, publication, web page, reaction.",
                "song",
            ),
            (
                "q:9Z",
                "No question is \u{201c}9Z\u{201d}: a commitment (1 to 2), a question (A to B), or both together.",
                "9Z",
            ),
        ] {
            assert_eq!(wrong(typed), (why.to_owned(), under.to_owned()), "{typed}");
        }
        let (said, _) = wrong("unheardof:x");
        assert!(said.contains("there are tag: source: q: stance: status: kind:"), "{said}");
    }

    #[test]
    fn a_longer_query_narrows_where_all_it_finds_is_among_what_was_found() {
        let read = |typed: &str| Query::read(typed, &names()).expect(typed);
        for (now, before, narrows) in [
            ("funding", "fund", true),
            ("fund pilot", "fund", true),
            ("fund", "funding", false),
            ("\"fund\"", "fund", true),
            ("\"funding ended\"", "fund", true),
            ("fund", "\"fund\"", false),
            ("fund -pilots", "fund -pilot", false),
            ("fund -pilot", "fund", true),
            ("fund", "fund -pilot", false),
            ("fund tag:staff", "fund", true),
            ("fund tag:staff", "fund tag:funding", false),
            ("e-mail", "e", true),
            ("email", "e-", true),
        ] {
            assert_eq!(read(now).narrows(&read(before)), narrows, "{now:?} after {before:?}");
        }
    }
}
