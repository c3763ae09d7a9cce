//! Puts runs of words that a passage and a text have in common together to pieces: in order in both, and not far apart.
//!
//! Invariant: pure; each run looks back at no more than a bounded number of others, so time is linear in the runs.

/// A run of words that both have: the place of its first word in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Seed {
    /// In the passage.
    pub passage: u32,
    /// In the text.
    pub text: u32,
}

/// Runs before it that one is held against.
const BACK: usize = 48;
/// Words that may be left out without a word about it, and still be one piece.
const SILENT: u32 = 40;
/// Words that may be left out where the passage says so.
const SAID: u32 = 400;
/// Pieces of one passage in one text.
const MOST: usize = 8;
/// What a run is worth, and what a word out of step costs.
const WORTH: i64 = 12;
const STEP: i64 = 10;

/// Puts runs, in the order of the text, together to pieces, the longest first. `is_cut` says whether the passage says
/// that something was left out between two of its words.
pub fn chains(seeds: &[Seed], is_cut: impl Fn(usize, usize) -> bool) -> Vec<Vec<Seed>> {
    let mut best: Vec<(i64, Option<usize>)> = Vec::with_capacity(seeds.len());
    for (at, seed) in seeds.iter().enumerate() {
        let mut here = (WORTH, None);
        for before in (at.saturating_sub(BACK)..at).rev() {
            if let Some(worth) = worth(seeds[before], *seed, &is_cut) {
                let score = best[before].0 + worth;
                if score > here.0 {
                    here = (score, Some(before));
                }
            }
        }
        best.push(here);
    }
    let mut ends: Vec<usize> = (0..seeds.len()).collect();
    ends.sort_by_key(|&at| (std::cmp::Reverse(best[at].0), at));
    let mut used = vec![false; seeds.len()];
    let mut found = Vec::new();
    for end in ends {
        if found.len() == MOST {
            break;
        }
        let mut chain = Vec::new();
        let mut next = Some(end).filter(|&end| !used[end]);
        while let Some(at) = next.filter(|&at| !used[at]) {
            used[at] = true;
            chain.push(seeds[at]);
            next = best[at].1;
        }
        if !chain.is_empty() {
            chain.reverse();
            found.push(chain);
        }
    }
    found
}

/// What going on from one run to the next is worth; nothing where it does not follow.
fn worth(before: Seed, next: Seed, is_cut: &impl Fn(usize, usize) -> bool) -> Option<i64> {
    let in_passage = next.passage.checked_sub(before.passage).filter(|&step| step > 0)?;
    let in_text = next.text.checked_sub(before.text).filter(|&step| step > 0)?;
    let out_of_step = i64::from(in_passage.abs_diff(in_text)).min(STEP);
    let new = i64::from(in_passage.min(in_text).min(3)) * WORTH / 3;
    let cut = in_text > in_passage && is_cut(before.passage as usize, next.passage as usize);
    let most = if cut { SAID } else { SILENT };
    if in_text > in_passage + most || in_passage > in_text + SILENT {
        return None;
    }
    let worth = if cut { new } else { new - out_of_step };
    (worth > 0).then_some(worth)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seeds(places: &[(u32, u32)]) -> Vec<Seed> {
        places.iter().map(|&(passage, text)| Seed { passage, text }).collect()
    }

    #[test]
    fn runs_in_order_and_near_each_other_are_one_piece() {
        let found = chains(&seeds(&[(0, 10), (1, 11), (5, 16), (6, 17)]), |_, _| false);
        assert_eq!(found, [seeds(&[(0, 10), (1, 11), (5, 16), (6, 17)])]);
    }

    #[test]
    fn runs_far_apart_are_two_pieces_unless_the_passage_says_that_something_was_left_out() {
        let far = seeds(&[(0, 10), (1, 11), (5, 116), (6, 117)]);
        assert_eq!(chains(&far, |_, _| false).len(), 2);
        assert_eq!(chains(&far, |_, _| true).len(), 1);
    }

    #[test]
    fn one_word_without_end_is_no_matter_of_squares() {
        let many: Vec<Seed> = (0..40_000).flat_map(|text| (0..8).map(move |passage| Seed { passage, text })).collect();
        assert!(chains(&many, |_, _| false).len() <= MOST);
    }
}
