//! Evidence that stays in its file: read in windows, a few of which are kept.
//!
//! Knows nothing of files: a [`ItemSource`] reads. Invariant: what is kept in memory has a bound that does not grow
//! with the review, and what cannot be read is told and stands as an item that says so; nothing here panics.

use std::collections::HashMap;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::OnceLock;
use std::sync::PoisonError;

use crate::model::evidence::Evidence;
use crate::model::evidence::EvidenceKind;
use crate::model::extent::Extent;
use crate::model::extent::ListKey;
use crate::model::heard::Heard;
use crate::model::ids::CommitmentId;
use crate::model::ids::EvidenceId;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::items::Brief;

/// Items in a window.
pub const PAGE: usize = 64;
/// Places in a block of a list.
pub const BLOCK: usize = 512;
/// Windows of items, and blocks of lists, that are kept.
const KEPT: usize = 48;
/// Answers to questions by key that are kept.
const ANSWERS: usize = 16_384;

/// Reads evidence from where it is kept. What goes wrong is said in words for the member.
pub trait ItemSource: Send + Sync {
    /// How many items there are.
    fn count(&self) -> usize;
    /// The items from a place on, as many as asked for or as there are.
    ///
    /// # Errors
    /// Why they cannot be read.
    fn items(&self, from: usize, count: usize) -> Result<Vec<Evidence>, String>;
    /// The place of an item.
    ///
    /// # Errors
    /// As [`Self::items`]; so in all that follow.
    fn place_of(&self, id: &EvidenceId) -> Result<Option<usize>, String>;
    /// How many items a list has.
    #[allow(clippy::missing_errors_doc)]
    fn length_of(&self, list: &ListKey) -> Result<usize, String>;
    /// A block of a list: [`BLOCK`] places but in the last, rising.
    #[allow(clippy::missing_errors_doc)]
    fn block(&self, list: &ListKey, number: usize) -> Result<Vec<usize>, String>;
    /// How many items name each source in an extent, in the order of the sources' ids.
    #[allow(clippy::missing_errors_doc)]
    fn sources_in(&self, extent: &Extent) -> Result<Vec<(SourceId, usize)>, String>;
    /// Who is heard in an extent.
    #[allow(clippy::missing_errors_doc)]
    fn heard_in(&self, extent: &Extent) -> Result<Heard, String>;
    /// How many items bear on a commitment.
    #[allow(clippy::missing_errors_doc)]
    fn bearing_on(&self, id: &CommitmentId) -> Result<usize, String>;
    /// What sentences that rate speak of, each once.
    #[allow(clippy::missing_errors_doc)]
    fn told(&self) -> Result<Vec<Vec<Subject>>, String>;
    /// The first places whose text has some words as they stand, at most so many.
    #[allow(clippy::missing_errors_doc)]
    fn holding(&self, words: &str, most: usize) -> Result<Vec<usize>, String>;
}

/// Blocks of lists that were asked for last.
type Blocks = Recent<(ListKey, usize), Arc<[usize]>>;

/// Evidence read in windows.
pub struct Paged {
    source: Box<dyn ItemSource>,
    count: usize,
    windows: Mutex<Recent<usize, Arc<[Evidence]>>>,
    blocks: Mutex<Blocks>,
    places: Mutex<HashMap<EvidenceId, Option<usize>>>,
    briefs: Mutex<HashMap<EvidenceId, Arc<Brief>>>,
    lengths: Mutex<HashMap<ListKey, usize>>,
    bearing: Mutex<HashMap<CommitmentId, usize>>,
    heard: Mutex<HashMap<Extent, Arc<Heard>>>,
    told: OnceLock<Vec<Vec<Subject>>>,
    trouble: Mutex<Option<String>>,
}

impl std::fmt::Debug for Paged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Paged").field("count", &self.count).finish_non_exhaustive()
    }
}

fn locked<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Paged {
    /// Reads from a source.
    pub fn new(source: Box<dyn ItemSource>) -> Self {
        Self {
            count: source.count(),
            source,
            windows: Mutex::default(),
            blocks: Mutex::default(),
            places: Mutex::default(),
            briefs: Mutex::default(),
            lengths: Mutex::default(),
            bearing: Mutex::default(),
            heard: Mutex::default(),
            told: OnceLock::new(),
            trouble: Mutex::default(),
        }
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// What could not be read since this was last asked.
    pub fn take_trouble(&self) -> Option<String> {
        locked(&self.trouble).take()
    }

    fn told_of<T>(&self, read: Result<T, String>) -> Option<T> {
        read.map_err(|why| *locked(&self.trouble) = Some(why)).ok()
    }

    /// A window of items, kept for a while.
    pub(crate) fn window(&self, number: usize) -> Arc<[Evidence]> {
        if let Some(window) = locked(&self.windows).find(|at| *at == number) {
            return window;
        }
        let window = self.passing(number);
        locked(&self.windows).put(number, window.clone());
        window
    }

    /// A window of items, not kept.
    pub(crate) fn passing(&self, number: usize) -> Arc<[Evidence]> {
        let from = number * PAGE;
        let wanted = PAGE.min(self.count.saturating_sub(from));
        match self.source.items(from, wanted) {
            Ok(items) if items.len() == wanted => items.into(),
            // One by one, so that those that can be read are.
            _ => (from..from + wanted).map(|at| self.alone(at)).collect(),
        }
    }

    fn alone(&self, at: usize) -> Evidence {
        let why = match self.source.items(at, 1) {
            Ok(mut items) if items.len() == 1 => return items.swap_remove(0),
            Ok(_) => "it is missing from the file".to_owned(),
            Err(why) => why,
        };
        let item = unreadable(at, &why);
        *locked(&self.trouble) = Some(why);
        item
    }

    pub(crate) fn place_of(&self, id: &EvidenceId) -> Option<usize> {
        if let Some(known) = locked(&self.places).get(id) {
            return *known;
        }
        let found = self.told_of(self.source.place_of(id))?.filter(|at| *at < self.count);
        let mut places = locked(&self.places);
        if places.len() >= ANSWERS {
            places.clear();
        }
        places.insert(id.clone(), found);
        found
    }

    /// What is asked of an item again and again.
    pub(crate) fn brief(&self, id: &EvidenceId) -> Option<Arc<Brief>> {
        if let Some(known) = locked(&self.briefs).get(id) {
            return Some(known.clone());
        }
        let at = self.place_of(id)?;
        let window = self.window(at / PAGE);
        let brief = Arc::new(Brief::of(at, window.get(at % PAGE)?));
        let mut briefs = locked(&self.briefs);
        if briefs.len() >= ANSWERS {
            briefs.clear();
        }
        briefs.insert(id.clone(), brief.clone());
        Some(brief)
    }

    pub(crate) fn length_of(&self, list: &ListKey) -> usize {
        if let Some(known) = locked(&self.lengths).get(list) {
            return *known;
        }
        let length = self.told_of(self.source.length_of(list)).unwrap_or(0).min(self.count);
        let mut lengths = locked(&self.lengths);
        if lengths.len() >= ANSWERS {
            lengths.clear();
        }
        lengths.insert(list.clone(), length);
        length
    }

    /// A block of a list; empty where it cannot be read.
    pub(crate) fn block(&self, list: &ListKey, number: usize) -> Arc<[usize]> {
        // Asked for every line of every frame: the key is not copied for that.
        if let Some(block) = locked(&self.blocks).find(|(of, at)| *at == number && of == list) {
            return block;
        }
        let mut places = self.told_of(self.source.block(list, number)).unwrap_or_default();
        places.truncate(BLOCK);
        let rising = places.is_sorted_by(|one, next| one < next);
        if !rising || places.last().is_some_and(|last| *last >= self.count) {
            *locked(&self.trouble) = Some("a list of items in the file is damaged".to_owned());
            places.clear();
        }
        let block: Arc<[usize]> = places.into();
        locked(&self.blocks).put((list.clone(), number), block.clone());
        block
    }

    pub(crate) fn heard_in(&self, extent: &Extent) -> Arc<Heard> {
        if let Some(heard) = locked(&self.heard).get(extent) {
            return heard.clone();
        }
        let heard = Arc::new(self.told_of(self.source.heard_in(extent)).unwrap_or_default());
        locked(&self.heard).insert(extent.clone(), heard.clone());
        heard
    }

    pub(crate) fn sources_in(&self, extent: &Extent) -> Vec<(SourceId, usize)> {
        self.told_of(self.source.sources_in(extent)).unwrap_or_default()
    }

    pub(crate) fn bearing_on(&self, id: &CommitmentId) -> usize {
        if let Some(known) = locked(&self.bearing).get(id) {
            return *known;
        }
        let items = self.told_of(self.source.bearing_on(id)).unwrap_or(0).min(self.count);
        locked(&self.bearing).insert(id.clone(), items);
        items
    }

    pub(crate) fn told(&self) -> &[Vec<Subject>] {
        self.told.get_or_init(|| self.told_of(self.source.told()).unwrap_or_default())
    }

    pub(crate) fn holding(&self, words: &str, most: usize) -> Vec<usize> {
        self.told_of(self.source.holding(words, most)).unwrap_or_default()
    }
}

/// What stands where an item cannot be read.
fn unreadable(at: usize, why: &str) -> Evidence {
    Evidence {
        id: EvidenceId(format!("unreadable-{}", at + 1)),
        kind: EvidenceKind::Context,
        text: format!("Item {} of this review could not be read: {why}.", at + 1),
        cells: Vec::new(),
        sources: Vec::new(),
        speaker: None,
        refs: Vec::new(),
        rates: Vec::new(),
        locator: None,
        line: None,
        filed_by: None,
        note: None,
    }
}

/// What was asked for last, newest first.
struct Recent<K, V>(VecDeque<(K, V)>);

impl<K, V> Default for Recent<K, V> {
    fn default() -> Self {
        Self(VecDeque::with_capacity(KEPT))
    }
}

impl<K, V: Clone> Recent<K, V> {
    fn find(&mut self, is: impl Fn(&K) -> bool) -> Option<V> {
        let at = self.0.iter().position(|(known, _)| is(known))?;
        if at > 0 {
            let found = self.0.remove(at)?;
            self.0.push_front(found);
        }
        self.0.front().map(|(_, value)| value.clone())
    }

    fn put(&mut self, key: K, value: V) {
        self.0.truncate(KEPT - 1);
        self.0.push_front((key, value));
    }
}
