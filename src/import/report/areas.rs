//! The areas that no table names: told by a list of them, or by the headings their commitments stand under.
//!
//! A chapter's heading is the last one before its first commitment's that stands higher; where a report has one table for
//! all its commitments, such headings also tell which of them go together. Invariant: every area has a name, every
//! commitment an area, and areas rise with their commitments.

use crate::import::report::chapter;
use crate::import::report::lines::Line;
use crate::import::report::lines::LineKind;
use crate::import::report::promises;
use crate::import::report::promises::Promises;

/// Names the areas that have no name yet.
pub(super) fn name_areas(promises: &mut Promises, lines: &[Line<'_>], first_table: usize) {
    if promises.areas.iter().all(|label| !label.is_empty()) {
        return;
    }
    let headed = heads_of_promises(promises, lines, first_table);
    group(promises, &headed);
    let count = promises.areas.len();
    let listed = listed(lines, count);
    let said = said(lines.get(first_table..).unwrap_or_default());
    for n in 0..count {
        if !promises.areas[n].is_empty() {
            continue;
        }
        let first = promises.promises.iter().position(|promise| promise.area == n);
        let heading = || first.and_then(|first| headed[first]).map(|head| promises::tidy(lines[head.at].text));
        let name = listed.as_ref().and_then(|listed| listed.get(n).cloned()).or_else(heading);
        let said = || said.get(n).filter(|_| said.len() == count).cloned();
        let name = name.filter(|name| !name.is_empty()).or_else(said);
        promises.areas[n] = name.unwrap_or_else(|| {
            promises.unnamed.push(n);
            format!("Policy area {}", n + 1)
        });
    }
}

/// A list such as `(1) …` with one line for each area.
fn listed(lines: &[Line<'_>], count: usize) -> Option<Vec<String>> {
    (0..lines.len().saturating_sub(count.saturating_sub(1))).find_map(|at| {
        let items = &lines[at..at + count];
        let fits = count > 1
            && items
                .iter()
                .enumerate()
                .all(|(n, line)| line.text.starts_with(&format!("({})", n + 1)) && line.text.len() < 200);
        fits.then(|| items.iter().map(|line| promises::tidy(line.text)).collect::<Vec<_>>())
    })
}

/// What sentences that introduce the chapters call their areas: `an assessment of commitments in relation to …`.
fn said(lines: &[Line<'_>]) -> Vec<String> {
    const LONGEST: usize = 120;
    const LEADS: [&str; 5] = [
        "commitments in relation to ",
        "commitments made in relation to ",
        "commitments relating to ",
        "commitments in the area of ",
        "commitments in the policy area of ",
    ];
    let mut names: Vec<String> = Vec::new();
    for line in lines {
        let introduces = line.text.contains("assessment of") || line.text.contains("section");
        let behind = |lead: &str| line.text.find(lead).and_then(|at| line.text.get(at + lead.len()..));
        let Some(rest) = LEADS.iter().find_map(|lead| behind(lead)).filter(|_| introduces) else { continue };
        let name = rest.split(['.', ';', ':', '\u{2013}']).next().unwrap_or_default();
        let name = promises::tidy(name.trim_start_matches("the policy area of "));
        if !name.is_empty() && name.len() <= LONGEST && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The heading of a chapter.
#[derive(Debug, Clone, Copy)]
struct ChapterHead {
    at: usize,
    /// Whether it stands higher than its commitments' headings.
    higher: bool,
}

/// For each commitment, the heading of the chapter it stands in, behind the first table.
fn heads_of_promises(promises: &Promises, lines: &[Line<'_>], from: usize) -> Vec<Option<ChapterHead>> {
    let own = own_heads(promises, lines);
    let heading = |at: &usize| lines[*at].kind == LineKind::Heading && lines[*at].text.len() < 200;
    let of_promise = |at: &usize| own.contains(&Some(*at));
    own.iter()
        .map(|head| {
            let head = (*head)?;
            let before = || (from.min(head)..head).rev().filter(heading);
            let higher = before().find(|at| lines[*at].level < lines[head].level && !of_promise(at));
            // Where all headings stand equally high, a chapter's is the one right before its first commitment's.
            let next = || before().next().filter(|at| !of_promise(at) && !is_part_of_promise(lines[*at].text));
            higher.or_else(next).map(|at| ChapterHead { at, higher: higher.is_some() })
        })
        .collect()
}

/// Headings of a commitment's own parts.
fn is_part_of_promise(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["overall", "rating", "conclusion", "summary"].iter().any(|word| lower.contains(word))
        || chapter::begins_with_letter(text)
}

/// The heading of each commitment: in order, where there are as many as commitments, else by number or words.
fn own_heads(promises: &Promises, lines: &[Line<'_>]) -> Vec<Option<usize>> {
    let count = promises.promises.len();
    let headings: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].kind == LineKind::Heading).collect();
    let numbered: Vec<usize> =
        headings.iter().copied().filter(|at| chapter::number(lines[*at].text).is_some()).collect();
    if count > 0 && !numbered.is_empty() && numbered.len().is_multiple_of(count) {
        // Where a summary has them too, the last ones count.
        return numbered[numbered.len() - count..].iter().copied().map(Some).collect();
    }
    (0..count)
        .map(|promise| {
            let by_number = numbered.iter().rev().find(|at| chapter::number(lines[**at].text) == Some(promise + 1));
            let by_words =
                || headings.iter().rev().find(|at| chapter::has_words_of(lines[**at].text, promises, promise));
            by_number.or_else(by_words).copied()
        })
        .collect()
}

/// Where tables put all commitments together, the chapters' headings tell them apart.
fn group(promises: &mut Promises, headed: &[Option<ChapterHead>]) {
    let mut chapters: Vec<usize> = headed.iter().flatten().filter(|head| head.higher).map(|head| head.at).collect();
    let rising = chapters.len() == headed.len() && chapters.is_sorted();
    chapters.dedup();
    if promises.areas.len() > 1 || !rising || chapters.len() < 2 {
        return;
    }
    for (promise, head) in promises.promises.iter_mut().zip(headed.iter().flatten()) {
        promise.area = chapters.binary_search(&head.at).unwrap_or_default();
    }
    promises.areas = vec![String::new(); chapters.len()];
}
