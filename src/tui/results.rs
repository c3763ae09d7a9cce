//! What a search has found so far, on its way from the thread that searches to the screen.
//!
//! The first rows come alone, then how many there are, and of all of them only those in view in their context.
//! Invariant: what is held answers one query, the last that was answered; nothing stale is taken.

use std::sync::Arc;

use crate::review::query::found::Found;
use crate::review::query::parse::Query;
use crate::review::query::parse::QueryError;
use crate::review::query::run::AT_ONCE;
use crate::review::query::run::Answer;
use crate::review::query::run::Asked;
use crate::review::query::run::Search;
use crate::review::query::run::Unanswered;
use crate::store::text_index::FIRST_PART;
use crate::store::text_index::Order;
use crate::tui::worker::Newest;
use crate::tui::worker::Wanted;
use crate::tui::worker::Worker;

/// Rows shown in their context at once.
const WINDOW: usize = 100;
/// Rows before the end of a window at which the next is asked for.
const AHEAD: usize = 20;

/// What was found, and more of it as it is asked for.
pub struct Results {
    search: Arc<Search>,
    newest: Newest<Step>,
    /// What is being worked out.
    working: Working,
    /// What was answered last, and the answer.
    asked: Option<Asked>,
    rows: Arc<Vec<i64>>,
    whole: bool,
    /// Rows in their context, from a place on.
    from: usize,
    shown: Vec<Found>,
    trouble: Option<Trouble>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Working {
    Nothing,
    First,
    Window,
    Rest,
}

/// Why a query has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// It names what is not there.
    Query(QueryError),
    /// The file could not be read, or the search broke down.
    Failed(String),
}

/// What comes back.
enum Step {
    First { asked: Box<Asked>, answer: Answer, shown: Vec<Found> },
    Rest(Answer),
    Window { from: usize, shown: Vec<Found> },
    Trouble(Trouble),
    Nothing,
}

impl Results {
    /// Nothing yet, of a review.
    pub fn of(search: Arc<Search>, worker: &Worker) -> Self {
        prepare(search.clone(), worker.clone());
        Self::with(search, Newest::new(worker))
    }

    /// Nothing, in the place of results that went elsewhere.
    pub fn of_nothing(other: &Self) -> Self {
        Self::with(other.search.clone(), other.newest.another())
    }

    fn with(search: Arc<Search>, newest: Newest<Step>) -> Self {
        let (working, rows, shown) = (Working::Nothing, Arc::default(), Vec::new());
        Self { search, newest, working, asked: None, rows, whole: true, from: 0, shown, trouble: None }
    }

    /// Whether a row that is there is not shown yet.
    pub fn lacks(&self, at: usize) -> bool {
        at < self.rows.len() && self.shown(at).is_none()
    }

    /// Asks for something else; what was found last stays until that is answered.
    pub fn ask(&mut self, mut asked: Asked) {
        asked.limit = AT_ONCE;
        asked.earlier = self
            .asked
            .as_ref()
            .filter(|before| self.whole && alike(before, &asked))
            .map(|before| (before.query.clone(), self.rows.clone()));
        self.trouble = None;
        self.working = Working::First;
        self.begin(move |search, wanted| match search.ask(&asked, &|| wanted.still()) {
            Ok(answer) => {
                let first = &answer.rows[..answer.rows.len().min(WINDOW)];
                match search.show(&asked.query, first, &|| wanted.still()) {
                    Ok(shown) => Step::First { asked: Box::new(asked), answer, shown },
                    Err(error) => told(error),
                }
            }
            Err(error) => told(error),
        });
    }

    /// Asks for nothing any more; what was found last stays.
    pub fn forget(&mut self) {
        self.search.stop();
        self.newest.forget();
        self.working = Working::Nothing;
        self.trouble = None;
    }

    /// Holds nothing any more.
    pub fn clear(&mut self) {
        self.forget();
        (self.asked, self.rows, self.whole) = (None, Arc::default(), true);
        (self.from, self.shown) = (0, Vec::new());
    }

    /// Takes what came back since this was last asked.
    pub fn collect(&mut self) {
        let Some(step) = self.newest.take() else { return };
        let working = std::mem::replace(&mut self.working, Working::Nothing);
        match step {
            Ok(Step::First { asked, answer, shown }) => {
                (self.asked, self.rows, self.whole) = (Some(*asked), answer.rows, answer.whole);
                (self.from, self.shown) = (0, shown);
            }
            Ok(Step::Rest(answer)) => (self.rows, self.whole) = (answer.rows, answer.whole),
            Ok(Step::Window { from, shown }) => (self.from, self.shown) = (from, shown),
            Ok(Step::Trouble(trouble)) => self.trouble = Some(trouble),
            Ok(Step::Nothing) => {}
            Err(_) => self.trouble = Some(Trouble::Failed(BROKE_DOWN.to_owned())),
        }
        if self.trouble.is_none() && (working != Working::Rest || self.whole) {
            self.ask_rest();
        }
    }

    /// Whether the query asked last is not answered yet.
    pub fn waits(&self) -> bool {
        self.working == Working::First
    }

    /// Whether there is something that is still being worked out.
    pub fn works(&self) -> bool {
        self.working != Working::Nothing
    }

    /// Why the query asked last has no answer.
    pub fn trouble(&self) -> Option<&Trouble> {
        self.trouble.as_ref()
    }

    /// The query answered last.
    pub fn query(&self) -> Option<&Query> {
        self.asked.as_ref().map(|asked| &asked.query)
    }

    /// Rows known so far.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether all rows are known.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// How many of them are items; the others are paragraphs.
    pub fn items(&self) -> usize {
        // Not counted again for every frame where it need not be: rows in reading order have the items first.
        let sorted = self.rows.first() <= self.rows.last() && self.rows.len() > AT_ONCE;
        if sorted {
            self.rows.partition_point(|row| *row < FIRST_PART)
        } else {
            self.rows.iter().filter(|row| **row < FIRST_PART).count()
        }
    }

    /// A row in its context, where that is at hand.
    pub fn shown(&self, at: usize) -> Option<&Found> {
        at.checked_sub(self.from).and_then(|at| self.shown.get(at))
    }

    /// Has the rows around a place shown, if they are not.
    pub fn look_at(&mut self, at: usize) {
        let end = self.from + self.shown.len();
        let near_end = at + AHEAD >= end && end < self.rows.len();
        let near_start = at < self.from + AHEAD && self.from > 0;
        if self.waits() || self.working == Working::Window || !(near_end || near_start || at >= end || at < self.from) {
            return;
        }
        let (Some(asked), false) = (&self.asked, at >= self.rows.len()) else { return };
        let from = at.saturating_sub(WINDOW / 2);
        let rows: Vec<i64> = self.rows[from..].iter().copied().take(WINDOW).collect();
        let query = asked.query.clone();
        // What is being counted is begun anew after it.
        self.working = Working::Window;
        self.begin(move |search, wanted| match search.show(&query, &rows, &|| wanted.still()) {
            Ok(shown) => Step::Window { from, shown },
            Err(error) => told(error),
        });
    }

    fn ask_rest(&mut self) {
        let Some(asked) = self.asked.as_ref().filter(|_| !self.whole && self.working == Working::Nothing) else {
            return;
        };
        let asked = Asked { limit: usize::MAX, ..asked.clone() };
        let known = self.rows.len();
        self.working = Working::Rest;
        self.begin(move |search, wanted| match search.ask(&asked, &|| wanted.still()) {
            // The best are only so many, however many there are.
            Ok(answer) if answer.whole || answer.rows.len() > known => Step::Rest(answer),
            Ok(_) => Step::Nothing,
            Err(error) => told(error),
        });
    }

    fn begin(&mut self, work: impl FnOnce(&Search, &Wanted<'_>) -> Step + Send + 'static) {
        self.search.stop();
        let search = self.search.clone();
        self.newest.ask(move |wanted| work(&search, wanted));
        self.collect();
    }
}

/// What is said where a search broke down.
const BROKE_DOWN: &str = "The search failed, by a mistake of plumbline's own. Change a letter to try again.";

fn told(error: Unanswered) -> Step {
    match error {
        Unanswered::GivenUp => Step::Nothing,
        Unanswered::Query(error) => Step::Trouble(Trouble::Query(error)),
        Unanswered::Store(error) => Step::Trouble(Trouble::Failed(error.to_string())),
    }
}

/// Whether the one looks where the other did, in the same session and reading order.
fn alike(before: &Asked, now: &Asked) -> bool {
    let same = match (&before.here, &now.here) {
        (None, None) => true,
        (Some(one), Some(two)) => Arc::ptr_eq(one, two),
        _ => false,
    };
    same && Arc::ptr_eq(&before.session, &now.session) && before.order == now.order && before.order == Order::Reading
}

/// Has a search prepared, a step at a time, so that what is asked meanwhile comes between.
fn prepare(search: Arc<Search>, worker: Worker) {
    let next = worker.clone();
    worker.prepare(move || {
        // What is wrong with the file is said where it is asked.
        if let Ok(false) = search.prepare() {
            prepare(search, next);
        }
    });
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;
    use crate::review::fixture;
    use crate::review::query::field::Names;
    use crate::review::query::session::Session;

    const LONG: Duration = Duration::from_secs(20);

    fn asked(typed: &str, session: &Arc<Session>) -> Asked {
        Asked {
            query: Query::read(typed, &Names::default()).expect("a query"),
            here: None,
            order: Order::Reading,
            session: session.clone(),
            limit: AT_ONCE,
            earlier: None,
        }
    }

    /// The thread that draws would hang here, were it to wait; another one looks on.
    #[test]
    fn who_draws_never_waits_for_a_search_that_is_under_way_and_the_newest_is_answered_in_the_end() {
        let (done, drawn) = channel();
        let (let_go, gate) = channel::<()>();
        let (begun, under_way) = channel();
        let ws = fixture::workspace();
        let search = Arc::new(Search::of(ws.catalog().clone(), None));
        search.prepare_all().expect("prepares");
        let session = Arc::new(Session::answers_of(ws.state()));
        let (busy, slow) = (search.clone(), asked("records", &session));
        let other = std::thread::spawn(move || {
            let _ = busy.ask(&slow, &|| {
                let _ = begun.send(());
                gate.recv().is_err()
            });
        });
        under_way.recv_timeout(LONG).expect("the slow search is under way");
        std::thread::spawn(move || {
            let (wake, woken) = channel();
            let worker = Worker::thread(move || {
                let _ = wake.send(());
            });
            let mut results = Results::of(search, &worker);
            for typed in ["f", "fu", "fun"] {
                results.ask(asked(typed, &session));
                results.collect();
                results.look_at(0);
                assert!(results.waits() && results.is_empty());
            }
            results.forget();
            results.ask(asked("fund", &session));
            drop(let_go);
            while results.waits() {
                woken.recv_timeout(LONG).expect("an answer");
                results.collect();
            }
            let _ = done.send((results.len(), results.is_whole(), results.shown(1).is_some()));
        });
        assert_eq!(drawn.recv_timeout(LONG), Ok((2, true, true)));
        other.join().expect("ends");
    }

    #[test]
    fn of_many_the_first_are_there_then_all_and_those_in_view_are_shown() {
        let mut review = fixture::review();
        let first = review.evidence[1].clone();
        let item =
            |at: usize| crate::model::evidence::Evidence { id: format!("n{at}").as_str().into(), ..first.clone() };
        review.evidence = (0..2_500).map(item).collect();
        let ws = fixture::workspace_on(review);
        let session = Arc::new(Session::answers_of(ws.state()));
        let mut results = Results::of(Arc::new(Search::of(ws.catalog().clone(), None)), &Worker::at_once());
        results.ask(asked("fund", &session));
        assert_eq!((results.len(), results.is_whole(), results.items()), (2_500, true, 2_500));
        assert!(results.shown(0).is_some() && results.lacks(2_000));
        for at in [2_000, 2_499, 60, 0] {
            results.look_at(at);
            assert!(results.shown(at).is_some(), "{at}");
        }
        results.ask(asked("nothing", &session));
        assert!(results.is_empty() && !results.waits());
    }
}
