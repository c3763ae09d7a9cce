//! From rating tables to areas, commitments and what was published of them.
//!
//! The first copy of a row is the summary's and counts; a later one, in a chapter, is a copy told beside it. Areas come
//! from the table that lists commitments by policy area, else from headings within the rating tables, else from how the
//! tables group them. Invariant: every commitment has an area; a copy is never filed under a commitment of its own table.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::import::report::level::Said;
use crate::import::report::lines::Run;
use crate::import::report::tables::Column;
use crate::import::report::tables::RatingTable;
use crate::import::report::tables::Row;
use crate::import::report::words;
use crate::model::rating::Rating;

/// A promise, as the tables have it.
#[derive(Debug, Clone)]
pub(super) struct Promise {
    pub text: String,
    /// Its area, from 0.
    pub area: usize,
    /// Text as compared.
    pub key: String,
}

/// A rating where it is printed.
#[derive(Debug, Clone)]
pub(super) struct Print {
    pub promise: usize,
    /// The question's letter; none for the commitment as a whole.
    pub question: Option<char>,
    pub rating: Option<Rating>,
    pub words: String,
    pub number: u32,
    /// Whether it stands in a later copy of the row.
    pub copy: bool,
}

/// What the tables say.
#[derive(Debug, Clone, Default)]
pub(super) struct Promises {
    pub promises: Vec<Promise>,
    /// Labels of the areas, in order.
    pub areas: Vec<String>,
    pub prints: Vec<Print>,
    /// For each rating table, which commitments its rows are, in order.
    pub by_table: Vec<Vec<usize>>,
    /// Questions in order of their letters, with the label of the header.
    pub questions: Vec<(char, String)>,
    /// Rows that lack a rating for a column: line and which.
    pub gaps: Vec<(u32, String)>,
    /// The first rating table that holds copies, if one does.
    pub copies_from: Option<usize>,
    /// Areas whose name nothing told.
    pub unnamed: Vec<usize>,
}

/// More commitments than this are not read.
const MOST: usize = 200;

/// Reads all tables.
pub(super) fn promises(tables: &[RatingTable<'_>], runs: &[Run<'_>]) -> Promises {
    let mut found = Promises::default();
    let mut first_copies: Vec<Vec<bool>> = Vec::new();
    let mut headings: Vec<Option<String>> = Vec::new();
    let mut copied: Vec<usize> = Vec::new();
    let copies_from = copies_from(tables);
    for (n, table) in tables.iter().enumerate() {
        questions(table, &mut found.questions);
        let mut rows = Vec::new();
        let mut firsts = Vec::new();
        for row in &table.rows {
            let key = words::key(row.text);
            if found.promises.len() >= MOST {
                found.gaps.push((row.number, format!("anything: there are over {MOST} commitments")));
                break;
            }
            let free = |at: &usize| !rows.contains(at);
            let exact = (0..found.promises.len()).filter(free).find(|at| found.promises[*at].key == key);
            let known = exact.or_else(|| {
                let loosely = n >= copies_from;
                loosely
                    .then(|| nearly(&found.promises, &key, row.text, &|at| free(at) && !copied.contains(at)))
                    .flatten()
            });
            copied.extend(known);
            let at = known.unwrap_or_else(|| {
                let text = words::plain(row.text);
                found.promises.push(Promise { text, area: 0, key: key.clone() });
                headings.push(row.heading.map(str::to_owned));
                found.promises.len() - 1
            });
            if known.is_some() && key.len() > found.promises[at].key.len() && key.starts_with(&found.promises[at].key) {
                found.promises[at].text = words::plain(row.text);
                found.promises[at].key = key;
            }
            rows.push(at);
            firsts.push(known.is_none());
            prints(table, row, at, known.is_some(), &mut found);
        }
        found.by_table.push(rows);
        first_copies.push(firsts);
    }
    found.copies_from = Some(copies_from).filter(|from| *from < tables.len());
    in_table_order(&mut found, &mut headings);
    areas(&mut found, &headings, runs, &first_copies);
    found
}

fn questions(table: &RatingTable<'_>, known: &mut Vec<(char, String)>) {
    for column in &table.columns {
        if let Column::Question(letter, label) = column
            && !known.iter().any(|(other, _)| other == letter)
        {
            known.push((*letter, label.clone()));
        }
    }
    known.sort_by_key(|(letter, _)| *letter);
}

/// The first table that holds copies. Before it rows are commitments of their own, however alike; from it on a row may be
/// a copy with other words.
fn copies_from(tables: &[RatingTable<'_>]) -> usize {
    let keys: Vec<Vec<String>> =
        tables.iter().map(|table| table.rows.iter().map(|row| words::key(row.text)).collect()).collect();
    let mut seen: HashSet<&str> = HashSet::new();
    for (n, table) in keys.iter().enumerate() {
        if table.iter().any(|key| seen.contains(key.as_str())) {
            return n;
        }
        seen.extend(table.iter().map(String::as_str));
    }
    let begun = |n: usize, key: &String| keys[..n].iter().flatten().any(|other| begins(key, other));
    (1..keys.len()).find(|n| keys[*n].iter().all(|key| begun(*n, key))).unwrap_or(keys.len())
}

/// Whether one text is the beginning of the other, and long enough to tell.
fn begins(one: &str, other: &str) -> bool {
    let (short, long) = if other.len() < one.len() { (other, one) } else { (one, other) };
    short.len() >= 16 && long.starts_with(short)
}

/// The commitment a row is a copy of with other words: one the beginning of the other, or nearly all words shared.
fn nearly(promises: &[Promise], key: &str, text: &str, free: &dyn Fn(&usize) -> bool) -> Option<usize> {
    const ALIKE: f32 = 0.8;
    (0..promises.len()).filter(|at| free(at)).find(|at| begins(&promises[*at].key, key)).or_else(|| {
        let mine = words::telling_words(text);
        (0..promises.len())
            .filter(|at| free(at))
            .map(|at| (at, shared(&mine, &words::telling_words(&promises[at].text))))
            .filter(|(_, share)| *share >= ALIKE)
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(at, _)| at)
    })
}

/// How much two sorted lists of words have in common: 0 to 1, 0 where there is too little to tell.
fn shared(one: &[String], other: &[String]) -> f32 {
    if one.len() < 3 || other.len() < 3 {
        return 0.0;
    }
    let both = one.iter().filter(|word| other.binary_search(word).is_ok()).count();
    2.0 * both as f32 / (one.len() + other.len()) as f32
}

fn prints(table: &RatingTable<'_>, row: &Row<'_>, promise: usize, copy: bool, found: &mut Promises) {
    for (n, column) in table.columns.iter().enumerate() {
        let question = match column {
            Column::Question(letter, _) => Some(*letter),
            Column::Overall => None,
        };
        match row.ratings.get(n) {
            Some((Said::Rating(rating), cell)) => found.prints.push(Print {
                promise,
                question,
                rating: Some(*rating),
                words: cell.text.to_owned(),
                number: cell.number,
                copy,
            }),
            _ => {
                let column = question.map_or("the overall column".to_owned(), |letter| format!("question {letter}"));
                found.gaps.push((row.number, column));
            }
        }
    }
}

/// Puts commitments that only a chapter's table has behind the one they follow there.
fn in_table_order(found: &mut Promises, headings: &mut Vec<Option<String>>) {
    let mut order: Vec<usize> = found.by_table.first().cloned().unwrap_or_default();
    for table in &found.by_table {
        for (n, at) in table.iter().enumerate() {
            if order.contains(at) {
                continue;
            }
            let before = n.checked_sub(1).and_then(|n| order.iter().position(|other| *other == table[n]));
            let after = table.get(n + 1).and_then(|next| order.iter().position(|other| other == next));
            let place = before.map(|place| place + 1).or(after).unwrap_or(order.len());
            order.insert(place, *at);
        }
    }
    let mut place_of: Vec<usize> = vec![0; order.len()];
    for (place, at) in order.iter().enumerate() {
        place_of[*at] = place;
    }
    found.promises = order.iter().map(|at| found.promises[*at].clone()).collect();
    *headings = order.iter().map(|at| headings[*at].clone()).collect();
    for at in found.by_table.iter_mut().flatten() {
        *at = place_of[*at];
    }
    for print in &mut found.prints {
        print.promise = place_of[print.promise];
    }
}

fn areas(found: &mut Promises, headings: &[Option<String>], runs: &[Run<'_>], first_copies: &[Vec<bool>]) {
    let listed = by_area_table(found, runs);
    if listed.iter().all(Option::is_some) && !listed.is_empty() {
        return name_areas(found, &listed.into_iter().flatten().collect::<Vec<_>>());
    }
    if headings.iter().all(Option::is_some) && !headings.is_empty() {
        return name_areas(found, &headings.iter().flatten().cloned().collect::<Vec<_>>());
    }
    let copies = |table: &usize| first_copies[*table].iter().all(|first| !first);
    let firsts: Vec<usize> = (0..found.by_table.len()).filter(|table| !copies(table)).collect();
    let chapters: Vec<usize> = (0..found.by_table.len()).filter(copies).collect();
    let covers = |tables: &[usize]| {
        (0..found.promises.len()).all(|at| tables.iter().any(|table| found.by_table[*table].contains(&at)))
    };
    let groups = if chapters.len() > firsts.len() && covers(&chapters) { chapters } else { firsts };
    let mut group_of: Vec<usize> = vec![0; found.promises.len()];
    let mut used = 0;
    for table in groups {
        for at in &found.by_table[table] {
            group_of[*at] = used;
        }
        used += 1;
    }
    let heads: Vec<Option<String>> = (0..found.promises.len()).map(|at| listed[at].clone()).collect();
    for (at, group) in group_of.iter().enumerate() {
        found.promises[at].area = *group;
    }
    found.areas = (0..used.max(1))
        .map(|group| {
            (0..group_of.len()).filter(|at| group_of[*at] == group).find_map(|at| heads[at].clone()).unwrap_or_default()
        })
        .collect();
}

/// The label of each commitment's area, by the table that lists commitments under policy areas.
fn by_area_table(found: &Promises, runs: &[Run<'_>]) -> Vec<Option<String>> {
    let mut labels: Vec<Option<String>> = vec![None; found.promises.len()];
    for run in runs {
        let head: String = run.cells.iter().take(2).map(|cell| cell.text.to_lowercase() + " ").collect();
        if !(head.contains("area") || head.contains("theme")) || !head.contains("commitment") {
            continue;
        }
        let mut area: Option<&str> = None;
        for cell in run.cells.iter().skip(2) {
            let key = words::key(cell.text);
            let held: Vec<usize> = (0..labels.len()).filter(|at| holds(&key, &found.promises[*at].key)).collect();
            if held.is_empty() {
                if !cell.text.is_empty() {
                    area = Some(cell.text);
                }
                continue;
            }
            for at in held {
                if labels[at].is_none() {
                    labels[at] = area.map(tidy);
                }
            }
        }
    }
    labels
}

/// Whether a cell's words hold a commitment's, going by its beginning: tables shorten and correct their ends.
fn holds(cell: &str, promise: &str) -> bool {
    const ENOUGH: usize = 60;
    let beginning: String = promise.chars().take(ENOUGH).collect();
    beginning.len() >= 8 && cell.contains(&beginning)
}

fn name_areas(found: &mut Promises, labels: &[String]) {
    let mut number: HashMap<String, usize> = HashMap::new();
    found.areas.clear();
    for (promise, label) in found.promises.iter_mut().zip(labels) {
        let next = found.areas.len();
        let area = *number.entry(words::key(label)).or_insert(next);
        if area == next {
            found.areas.push(tidy(label));
        }
        promise.area = area;
    }
}

/// A label without number, bars and stops at its ends, beginning with a capital.
pub(super) fn tidy(label: &str) -> String {
    let bare = label.trim().trim_start_matches("Policy area").trim_start_matches("Area");
    let bare =
        if bare.len() < label.trim().len() && !bare.starts_with([' ', ':', '.']) { label.trim() } else { bare.trim() };
    let bare = bare.trim_start_matches(|c: char| c.is_ascii_digit() || "().:–- ".contains(c));
    let bare = bare.trim_end_matches([',', '.', ';', ':', '|', ' ']);
    let bare = bare.strip_suffix(" and").unwrap_or(bare).trim_end_matches([',', ';', ' ']);
    let mut letters = bare.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}
