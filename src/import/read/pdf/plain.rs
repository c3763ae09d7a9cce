//! Pages of bare text, from a reader that tells no places: lines joined to paragraphs as far as that is plain.

use std::collections::HashMap;

use crate::import::error::ImportError;
use crate::import::read::compose::Composer;
use crate::import::read::compose::Words;
use crate::import::read::pdf::heads::is_page_number;
use crate::import::read::pdf::heads::key;
use crate::import::read::pdf::hyphen::Joint;
use crate::import::read::pdf::hyphen::Vocabulary;
use crate::import::record::BlockKind;

/// Lines at the top and at the foot of a page that heads and feet are looked for in.
const EDGE: usize = 2;
const LEAST: usize = 3;

/// Writes the pages; tells how many lines of heads and feet were left out.
pub(super) fn write(pages: &[String], composer: &mut Composer) -> Result<usize, ImportError> {
    let pages: Vec<Vec<&str>> = pages.iter().map(|page| page.lines().map(str::trim).collect()).collect();
    let mut seen: HashMap<String, usize> = HashMap::new();
    for page in &pages {
        for line in edges(page) {
            *seen.entry(key(line)).or_default() += 1;
        }
    }
    let vocabulary = Vocabulary::of(pages.iter().flatten().copied());
    let mut gone = 0;
    for (number, page) in pages.iter().enumerate() {
        composer.page(u32::try_from(number + 1).unwrap_or(u32::MAX));
        let longest = page.iter().map(|line| line.len()).max().unwrap_or_default();
        let lines = page.iter().filter(|line| !line.is_empty()).count();
        let mut place = 0;
        let mut open = Words::default();
        for line in page {
            let is_edge = !line.is_empty() && (place < EDGE || place + EDGE >= lines);
            place += usize::from(!line.is_empty());
            if is_edge && (is_page_number(&key(line)) || seen.get(&key(line)).is_some_and(|pages| *pages >= LEAST)) {
                gone += 1;
                continue;
            }
            if !line.is_empty() {
                match vocabulary.joint(open.text(), line) {
                    _ if open.is_blank() => {}
                    Joint::Blank => open.space(),
                    Joint::Hyphen => {}
                    Joint::Nothing => {
                        let _ = ['-', '\u{2010}', '\u{ad}'].iter().any(|hyphen| open.drop_end(*hyphen));
                    }
                }
                open.push(line);
            }
            let complete = line.ends_with(['.', '!', '?', ':', ';', '”']) && line.len() * 5 < longest * 4;
            if line.is_empty() || complete {
                composer.block(BlockKind::Paragraph, std::mem::take(&mut open))?;
            }
        }
        composer.block(BlockKind::Paragraph, open)?;
    }
    Ok(gone)
}

fn edges<'a>(page: &[&'a str]) -> Vec<&'a str> {
    let lines: Vec<&str> = page.iter().copied().filter(|line| !line.is_empty()).collect();
    let mut found: Vec<&str> = lines.iter().take(EDGE).copied().collect();
    found.extend(lines.iter().skip(EDGE.max(lines.len().saturating_sub(EDGE))));
    found
}
