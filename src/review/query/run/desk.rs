//! Where one query after another is answered, with what they share.
//!
//! Invariant: what was worked out for one state of a session is never used for another.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::catalog::Catalog;
use crate::model::evidence::Evidence;
use crate::model::source::Source;
use crate::review::blindness::Blindness;
use crate::review::query::found::Found;
use crate::review::query::found::lit;
use crate::review::query::parse::Query;
use crate::review::query::pattern::Pattern;
use crate::review::query::pattern::Words;
use crate::review::query::row_set::RowSet;
use crate::review::query::run::Answer;
use crate::review::query::run::Asked;
use crate::review::query::run::BEST;
use crate::review::query::run::Here;
use crate::review::query::run::Kept;
use crate::review::query::run::Unanswered;
use crate::review::query::run::candidates::Asks;
use crate::review::query::run::candidates::kinds_of;
use crate::review::query::run::candidates::words_of;
use crate::review::query::session::Session;
use crate::store::text_index::FIRST_PART;
use crate::store::text_index::Order;
use crate::store::text_index::STEERS;
use crate::store::text_index::TextIndex;
use crate::store::text_index::building::names_of;
use crate::store::text_index::kind_mark;
use crate::text::words::spaced;

/// Rows between two questions whether anybody still waits.
const BETWEEN: usize = 64;
/// Rows looked at before the first are shown.
const FIRST_STRETCH: usize = 512;

pub(super) struct Desk {
    pub(super) index: TextIndex,
    pub(super) kept: Kept,
    kept_for: Option<Arc<Session>>,
    here: Option<(Arc<Here>, Arc<RowSet>)>,
    names: HashMap<String, String>,
    sources: HashMap<i64, Option<Source>>,
    /// Items that state, or may state, a published rating.
    steering: Option<RowSet>,
}

/// A row's text and what its source is called, to be read.
struct Piece {
    words: Words,
    names: String,
}

impl Desk {
    pub(super) fn new(index: TextIndex) -> Self {
        Self {
            index,
            kept: Kept::default(),
            kept_for: None,
            here: None,
            names: HashMap::new(),
            sources: HashMap::new(),
            steering: None,
        }
    }

    pub(super) fn ask(
        &mut self,
        catalog: &Catalog,
        asked: &Asked,
        wanted: &dyn Fn() -> bool,
    ) -> Result<Answer, Unanswered> {
        if !self.kept_for.as_ref().is_some_and(|session| Arc::ptr_eq(session, &asked.session)) {
            self.kept = Kept::default();
            self.kept_for = Some(asked.session.clone());
        }
        let best = asked.order == Order::Best && asked.query.patterns().next().is_some();
        let asks = Asks::of(self, catalog, asked)?;
        let limit = if best { asked.limit.min(BEST) } else { asked.limit };
        let mut rows: Vec<i64> = Vec::new();
        if let Some(row) = self.row_by_id(&asked.query)?
            && asks.lets(row)
            && !self.withholds(catalog, &asked.session, row)?
        {
            rows.push(row);
        }
        let by_id = rows.first().copied();
        // Rows come in stretches, which grow: the first are there soon, and all are not asked for many times.
        let (mut after, mut count, mut whole) = (0, FIRST_STRETCH, true);
        loop {
            let (stretch, next) = asks.stretch(self, after, if best { usize::MAX } else { count }, wanted)?;
            still(wanted)?;
            for (at, row) in stretch.iter().enumerate() {
                if asks.reads() && at % BETWEEN == 0 {
                    still(wanted)?;
                }
                if Some(*row) != by_id
                    && (!asks.reads() || self.answers(&asked.query, *row)?)
                    && !self.withholds(catalog, &asked.session, *row)?
                {
                    rows.push(*row);
                }
                if rows.len() > limit {
                    break;
                }
            }
            if rows.len() > limit {
                whole = false;
                rows.truncate(limit);
                break;
            }
            match next {
                Some(last) if !best => (after, count) = (last, count.saturating_mul(4)),
                _ => break,
            }
        }
        if !best {
            rows.sort_unstable();
        }
        Ok(Answer { rows: Arc::new(rows), whole })
    }

    pub(super) fn show(&mut self, query: &Query, row: i64) -> Result<Option<Found>, Unanswered> {
        if row < FIRST_PART {
            let item = self.index.item(row)?;
            let at = usize::try_from(row - 1).unwrap_or(0);
            let Some(item) = item else { return Ok(None) };
            let mut found = Found::item(at, &item, query.patterns());
            found.named = self.named(query, &item)?;
            return Ok(Some(found));
        }
        let Some(part) = self.index.part(row)? else { return Ok(None) };
        let source = self.source(part.source)?;
        Ok(source.map(|source| Found::part(&part, source, query.patterns())))
    }

    /// What an item's sources are called, where it is that which answers and not its text.
    fn named(&mut self, query: &Query, item: &Evidence) -> Result<Vec<(String, bool)>, Unanswered> {
        let words = Words::of(&item.text);
        let lacking: Vec<&Pattern> = query.patterns().filter(|pattern| !words.has(pattern)).collect();
        let mut named: Vec<(String, bool)> = Vec::new();
        if lacking.is_empty() {
            return Ok(named);
        }
        for id in &item.sources {
            let Some(at) = self.index.source_of(id.as_str())? else { continue };
            let Some(source) = self.source(at)? else { continue };
            for name in source.names() {
                let context = lit(name, lacking.iter().copied());
                if context.iter().any(|(_, lit)| *lit) {
                    named.push((if named.is_empty() { "source: " } else { "; " }.to_owned(), false));
                    named.extend(context);
                }
            }
        }
        Ok(named)
    }

    /// An item whose id is typed, in whatever capitals.
    fn row_by_id(&self, query: &Query) -> Result<Option<i64>, Unanswered> {
        let Some(typed) = query.id() else { return Ok(None) };
        for id in [typed.to_owned(), typed.to_uppercase(), typed.to_lowercase()] {
            if let Some(row) = self.index.row_of(&id)? {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }

    /// Whether a row has the words of a query and none that are to be left out, by reading it.
    fn answers(&mut self, query: &Query, row: i64) -> Result<bool, Unanswered> {
        let Some(piece) = self.piece(row)? else { return Ok(false) };
        let named = |pattern: &Pattern| !pattern.is_text_only() && pattern.is_in(&piece.names);
        let says = |pattern: &Pattern| piece.words.has(pattern) || named(pattern);
        let is_of = |kind: &str| piece.names.split(' ').any(|name| name == kind_mark(kind));
        Ok(words_of(query).all(|(without, pattern)| says(pattern) != without)
            && kinds_of(query).all(|(without, kinds)| kinds.iter().any(|kind| is_of(kind)) != without))
    }

    fn piece(&mut self, row: i64) -> Result<Option<Piece>, Unanswered> {
        if row < FIRST_PART {
            let Some(item) = self.index.item(row)? else { return Ok(None) };
            return Ok(Some(Piece { names: self.names_of_item(&item)?, words: Words::of(&item.text) }));
        }
        let Some(part) = self.index.part(row)? else { return Ok(None) };
        let names = self.source(part.source)?.map(|source| kind_mark(source.kind.word())).unwrap_or_default();
        Ok(Some(Piece { names, words: Words::of(&part.text) }))
    }

    /// As [`crate::store::text_index::building`] has them.
    fn names_of_item(&mut self, item: &Evidence) -> Result<String, Unanswered> {
        let mut names = kind_mark(item.kind.word());
        for id in &item.sources {
            if !self.names.contains_key(id.as_str()) {
                let source = match self.index.source_of(id.as_str())? {
                    Some(at) => self.source(at)?.map(names_of),
                    None => None,
                };
                self.names.insert(id.to_string(), source.unwrap_or_else(|| spaced(id.as_str())));
            }
            names.push(' ');
            names.push_str(self.names.get(id.as_str()).map_or("", String::as_str));
        }
        Ok(names)
    }

    fn source(&mut self, at: i64) -> Result<Option<&Source>, Unanswered> {
        if !self.sources.contains_key(&at) {
            let source = self.index.source(at)?;
            self.sources.insert(at, source);
        }
        Ok(self.sources.get(&at).and_then(Option::as_ref))
    }

    /// Whether the member may not find a row yet.
    fn withholds(&mut self, catalog: &Catalog, session: &Session, row: i64) -> Result<bool, Unanswered> {
        let blind = Blindness::new(catalog, &session.answers);
        if row >= FIRST_PART {
            if self.kept.parts.is_none() {
                let mut rows = Vec::new();
                for (at, source) in (1..).zip(&catalog.review().sources) {
                    if blind.withholds_source(source) {
                        rows.extend(self.index.parts_of(at)?.into_iter().map(|(row, _)| row));
                    }
                }
                self.kept.parts = Some(RowSet::of(rows));
            }
            return Ok(self.kept.parts.as_ref().is_some_and(|withheld| withheld.has(row)));
        }
        if session.answers.settings.show_published || !self.may_steer(row)? {
            return Ok(false);
        }
        if let Some(known) = self.kept.withheld.get(&row) {
            return Ok(*known);
        }
        let withheld = self.index.item(row)?.is_none_or(|item| blind.withholds(&item));
        self.kept.withheld.insert(row, withheld);
        Ok(withheld)
    }

    fn may_steer(&mut self, row: i64) -> Result<bool, Unanswered> {
        if !self.index.is_whole() {
            let item = self.index.item(row)?;
            return Ok(item.is_none_or(|item| item.tells()));
        }
        if self.steering.is_none() {
            let mut rows = Vec::new();
            self.index.matching(&format!("\"{STEERS}\""), 0, Order::Reading, |row| {
                rows.push(row);
                true
            })?;
            self.steering = Some(RowSet::of(rows));
        }
        Ok(self.steering.as_ref().is_none_or(|steering| steering.has(row)))
    }

    /// The rows of texts searched apart.
    pub(super) fn rows_here(&mut self, here: &Arc<Here>) -> Result<Arc<RowSet>, Unanswered> {
        if let Some((known, rows)) = &self.here
            && Arc::ptr_eq(known, here)
        {
            return Ok(rows.clone());
        }
        let mut rows = Vec::new();
        let row = |at: usize| i64::try_from(at + 1).unwrap_or(i64::MAX);
        match &**here {
            Here::Items(places) => rows.extend(places.iter().map(row)),
            Here::Sources(sources) => {
                for at in sources {
                    rows.extend(self.index.parts_of(row(*at))?.into_iter().map(|(row, _)| row));
                }
            }
        }
        let rows = Arc::new(RowSet::of(rows));
        self.here = Some((here.clone(), rows.clone()));
        Ok(rows)
    }
}

fn still(wanted: &dyn Fn() -> bool) -> Result<(), Unanswered> {
    if wanted() { Ok(()) } else { Err(Unanswered::GivenUp) }
}
