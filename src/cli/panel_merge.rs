//! `plumbline panel merge`: sessions put together, with a report.
//!
//! Invariant: nothing is written unless everything was put together.

use serde_json::json;

use crate::cli::args::PanelMergeArgs;
use crate::cli::environment::Environment;
use crate::cli::failure::CONFLICT;
use crate::cli::failure::Failure;
use crate::cli::failure::INPUT;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::cli::panel::at_hand;
use crate::model::session::SessionFile;
use crate::panel::folder::Folder;
use crate::panel::merge;
use crate::panel::merge::Ground;
use crate::panel::merge::Merged;
use crate::store::atomic;
use crate::store::atomic::Existing;
use crate::store::atomic::make_folder;

/// Puts them together and says what came of it.
pub fn run(environment: &Environment, args: &PanelMergeArgs) -> Result<(), Failure> {
    let folder = Folder::read(&args.panel)?;
    let review = folder.review(args.review.as_deref(), &at_hand(environment))?;
    let catalog = review.held()?;
    let editions = merge::editions(&folder.reviews, &catalog);
    let ground = Ground { catalog, editions, panel: folder.panel };
    let (parts, unread) = merge::read(&args.files);
    let merged = merge::merge(&parts, &ground, unread);
    let mut out = Out::new();
    if args.json {
        out.json(&as_json(&merged))?;
    } else {
        for line in lines(&merged) {
            out.line(&line)?;
        }
    }
    out.done()?;
    if !merged.is_whole() {
        let exit = if merged.refused.is_empty() { CONFLICT } else { INPUT };
        let code = if merged.refused.is_empty() { "conflict" } else { "invalid" };
        return Err(Failure::new(
            exit,
            code,
            "the sessions were not put together; nothing was written\nSettle what is listed, then merge again.",
        ));
    }
    if let Some(output) = &args.output {
        make_folder(output)?;
        let existing = if args.force { Existing::Replace } else { Existing::Refuse };
        let files = merge::files(&merged, &ground.panel)?;
        if let Some((name, _)) = files.iter().find(|(name, _)| !args.force && output.join(name).exists()) {
            return Err(crate::store::error::StoreError::Exists { path: output.join(name) }.into());
        }
        for (name, bytes) in files {
            atomic::write(&output.join(&name), existing, &bytes)?;
        }
        say(&format!("written into {}", output.display()));
    }
    for letter in without_log(&parts, &merged) {
        say(&format!(
            "{letter}: put together, a session says what stands and no longer how it came about: its log is left out"
        ));
    }
    Ok(())
}

/// Members of whom a part had its log and what was put together has not.
fn without_log<'a>(parts: &[merge::Part], merged: &'a Merged) -> Vec<&'a str> {
    let had = |session: &SessionFile| {
        let same = |part: &&merge::Part| part.session.member.id == session.member.id;
        parts.iter().filter(same).any(|part| part.session.log.is_some())
    };
    let lost = |session: &SessionFile| session.log.is_none() && had(session);
    let each = merged.sessions.iter().zip(&merged.members);
    each.filter(|(session, _)| lost(session)).map(|(_, member)| member.letter.as_str()).collect()
}

fn lines(merged: &Merged) -> Vec<String> {
    let mut lines = Vec::new();
    for member in &merged.members {
        let older = if member.older > 0 { format!(", {} older", member.older) } else { String::new() };
        lines.push(format!(
            "{}: {} files{older}: {} taken, {} equal, {} conflicting",
            member.letter,
            member.parts,
            member.taken,
            member.equal,
            member.conflicting.len()
        ));
        for conflict in &member.conflicting {
            lines.push(format!("  {}", conflict.what));
            lines.extend(conflict.said.iter().map(|(text, file)| format!("    {text}  in {file}")));
        }
    }
    lines.extend(merged.refused.iter().map(|refused| format!("refused: {}: {}", refused.name, refused.why)));
    lines
}

fn as_json(merged: &Merged) -> serde_json::Value {
    let conflict = |conflict: &merge::Conflict| {
        let said = conflict.said.iter().map(|(text, file)| json!({"said": text, "file": file}));
        json!({"what": conflict.what, "said": said.collect::<Vec<_>>()})
    };
    let members = merged.members.iter().map(|member| {
        json!({
            "letter": member.letter, "parts": member.parts, "older": member.older, "taken": member.taken,
            "equal": member.equal, "conflicting": member.conflicting.iter().map(conflict).collect::<Vec<_>>(),
        })
    });
    let refused = merged.refused.iter().map(|refused| json!({"file": refused.name, "why": refused.why}));
    json!({
        "members": members.collect::<Vec<_>>(),
        "refused": refused.collect::<Vec<_>>(),
        "merged": merged.is_whole(),
    })
}
