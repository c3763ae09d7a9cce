//! A starting codebook, where the report lists the issues that ran through its evaluation.
//!
//! Invariant: a theme's words are the report's; none is made up.

use crate::import::report::lines::Line;
use crate::import::report::lines::LineKind;
use crate::import::report::promises::tidy;
use crate::import::report::words;
use crate::model::codebook::Theme;
use crate::model::ids::TagId;

/// The themes that a sentence introduces as a list: short lines behind `common issues … were:`.
pub(super) fn themes(lines: &[Line<'_>], before: usize) -> Vec<Theme> {
    const MOST: usize = 20;
    for at in 0..lines.len().min(before) {
        let lower = lines[at].text.to_lowercase();
        let tail: String = lower.chars().rev().take(220).collect::<Vec<_>>().into_iter().rev().collect();
        let names = tail.ends_with(':')
            && [
                "common issue",
                "issues that",
                "cross-cutting",
                "common theme",
                "themes were",
                "themes are",
                "key themes",
            ]
            .iter()
            .any(|word| tail.contains(word));
        if !names {
            continue;
        }
        let listed: Vec<&str> = lines[at + 1..lines.len().min(before)]
            .iter()
            .take(MOST)
            .take_while(|line| {
                matches!(line.kind, LineKind::Item | LineKind::Text)
                    && words::count(line.text) <= 14
                    && !line.text.ends_with(':')
            })
            .map(|line| line.text)
            .collect();
        if listed.len() >= 2 {
            return made(&listed);
        }
    }
    Vec::new()
}

fn made(listed: &[&str]) -> Vec<Theme> {
    let mut themes: Vec<Theme> = Vec::new();
    for text in listed {
        let bare = text.trim_start_matches(['-', '–', '•', '*', '·', 'o']).trim();
        let label = tidy(if bare.is_empty() { text } else { bare });
        let id: String = words::words(&label).join("-").chars().take(48).collect();
        if !id.is_empty() && !themes.iter().any(|theme| theme.id.as_str() == id) {
            themes.push(Theme {
                id: TagId(id),
                description: format!("An issue the report names: {label}."),
                label,
                parent: None,
            });
        }
    }
    themes
}
