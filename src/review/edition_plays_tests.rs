//! Whatever a member does on whatever editions: what is exported is taken in as it was.
//!
//! Invariant: numbers choose what is done, so that whatever fails can be played again.

use super::*;

/// One change from edition to edition; numbers choose what it falls on.
fn change(review: &mut Review, (kind, on): (u8, u8)) {
    let at = usize::from(on) % review.evidence.len().max(1);
    match kind % 14 {
        0 if at < review.evidence.len() => {
            let item = &mut review.evidence[at];
            item.text.insert_str(0, "Es heißt: ");
            item.refs.iter_mut().for_each(|reference| reference.at += 10);
        }
        1 if at < review.evidence.len() => {
            review.evidence[at].text = format!("Nothing of it is left ({on}).");
            review.evidence[at].refs.clear();
        }
        2 if review.evidence.len() > 1 => drop(review.evidence.remove(at)),
        3 => without_commitment(review),
        4 => review.themes.clear(),
        5 => {
            let id = format!("theme{on}");
            if review.themes.iter().all(|theme| theme.id.as_str() != id) {
                review.themes.push(Theme {
                    id: id.as_str().into(),
                    label: id,
                    description: String::new(),
                    parent: None,
                });
            }
        }
        6 => review.questions[usize::from(on) % 2].text.push_str(" Truly?"),
        7 => {
            review.footnotes.clear();
            review.evidence.iter_mut().for_each(|item| item.refs.clear());
        }
        8 => {
            review.sources.retain(|source| source.id.as_str() != "DHS0007");
            let gone = |item: &mut crate::model::evidence::Evidence| item.sources.retain(|id| id.as_str() != "DHS0007");
            review.evidence.iter_mut().for_each(gone);
        }
        9 => review.published.cells.clear(),
        10 | 11 if at < review.evidence.len() => {
            let item = review.evidence[at].id.clone();
            edit(review, if kind % 14 == 10 { Edit::Join { item } } else { Edit::Split { item, at: 12 } });
        }
        12 => edit(review, Edit::Code { source: "DHS0032".into(), code: format!("DHS{on}").as_str().into() }),
        // Everything is back.
        _ => *review = Review { edition: review.edition, ..fixture::review() },
    }
}

/// One thing a member does, or tries to; numbers choose what it falls on.
fn act(ws: &mut Workspace, (kind, on, how): (u8, u8, u8)) {
    let id = ws.new_id();
    let review = ws.catalog().review().clone();
    let cells: Vec<CellKey> = review.cells().collect();
    let the_cell = cells[usize::from(on) % cells.len()].clone();
    let the_quote = ws.state().quotes.get(usize::from(on) % ws.state().quotes.len().max(1)).cloned();
    let ratings = [Rating::Outstanding, Rating::Good, Rating::Inadequate, Rating::NoInformation];
    let rating = ratings[usize::from(how) % 4];
    let said = || format!("So it is, {on}.");
    let on_what = match how % 5 {
        0 => NoteTarget::Cell(the_cell.clone()),
        1 => NoteTarget::Parent(ParentKey::Commitment(the_cell.commitment.clone())),
        2 => NoteTarget::Source("DHS0007".into()),
        3 => NoteTarget::Evidence(format!("e{}", on % 5 + 1).as_str().into()),
        _ => NoteTarget::Footnote(427),
    };
    let act = match kind % 21 {
        0..3 => {
            let quotes = the_quote.iter().map(|quote| quote.id).collect();
            Act::Rate { cell: the_cell, rating, reason: (how > 99).then(said), quotes, round: 1 }
        }
        3 => Act::Unrate { cell: the_cell },
        4 => Act::Abstain { cell: the_cell, why: said() },
        5 => Act::Confirm { cell: the_cell },
        6 => Act::Override { parent: ParentKey::Commitment(the_cell.commitment), rating, reason: said() },
        7..10 => {
            let (from, long) = (usize::from(how) % 12, 5 + 12 * usize::from(how % 2));
            let under = the_cell.to_string();
            let item = usize::from(on) % review.evidence.len();
            let Some(quote) = passage(&review, item, (from, from + long), id.as_u128(), &under) else { return };
            let tags = ws.state().codebook.iter().take(2).map(|tag| tag.id.clone()).collect();
            Act::Mark { quote: Box::new(Quote { tags, ..quote }) }
        }
        10 => {
            let Some(quote) = the_quote else { return };
            Act::Remark { quote: Box::new(Quote { note: Some(said()), tags: Vec::new(), ..quote }) }
        }
        11 => {
            let Some(quote) = the_quote else { return };
            Act::Unmark { quote: quote.id }
        }
        12 => Act::Note { id, on: on_what, text: said(), shared: how > 99 },
        13 => Act::Summarise { source: "DHS0007".into(), cell: the_cell, text: said() },
        14 => Act::Triage {
            source: "DHS0007".into(),
            status: TriageStatus::Relevant,
            reason: None,
            bears_on: vec![the_cell.commitment],
        },
        15 => {
            let tag = Tag {
                id: format!("tag{on}").as_str().into(),
                label: said(),
                description: String::new(),
                parent: None,
                digit: None,
                color: None,
            };
            Act::AddTag { tag }
        }
        16 => match ws.state().codebook.first() {
            Some(tag) => Act::DeleteTag { tag: tag.id.clone() },
            None => Act::ChooseRule { rule: RuleName::Worst, thresholds: None },
        },
        17 => Act::SeePublished { on: Subject::Cell(the_cell) },
        18 => Act::Agree {
            on: Subject::Cell(the_cell),
            agreement: Some(Box::new(Agreement {
                rating,
                reason: said(),
                basis: Basis::Unanimous,
                tally: None,
                present: Vec::new(),
                abstained: Vec::new(),
                dissent: Vec::new(),
            })),
        },
        19 => Act::ShowPublished { show: how > 99, seen: Vec::new() },
        _ => {
            let _ = if how % 2 == 0 { ws.undo() } else { ws.redo() };
            return;
        }
    };
    // What does not fit the state is refused, as for a member.
    let _ = ws.apply(&act);
}

type Acts = Vec<(u8, u8, u8)>;
type Changes = Vec<(u8, u8)>;

fn plays(first: &Acts, editions: &[(Changes, Acts)]) {
    let mut desk = Desk::new();
    let mut session = desk.open(&edition(1, |_| ()));
    first.iter().for_each(|step| act(&mut session.workspace, *step));
    goes_round(&session);
    let mut review = session.review.catalog.review().clone();
    for (changes, acts) in editions {
        session.saving.close(Duration::from_secs(10)).expect("saves");
        review.edition += 1;
        changes.iter().for_each(|step| change(&mut review, *step));
        let bytes = to_bytes(&review).expect("writes");
        let opened = OpenedReview::bytes(&bytes, "an edition").unwrap_or_else(|error| panic!("{error}"));
        session = desk.open(&opened);
        goes_round(&session);
        acts.iter().for_each(|step| act(&mut session.workspace, *step));
        goes_round(&session);
        let stands = |quote: &Quote| {
            let item = quote.evidence.as_ref().and_then(|id| opened.catalog.evidence(id))?;
            let (start, end) = (quote.selector.start, quote.selector.end);
            Some(item.text.chars().skip(start).take(end - start).eq(quote.selector.exact.chars()))
        };
        for quote in &session.workspace.state().quotes {
            assert!(quote.lost || stands(quote) == Some(true), "{quote:?} is neither lost nor where it says");
        }
    }
    drop(session);
    assert!(Path::new(desk.folder.path()).exists());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn whatever_was_done_on_whatever_editions_what_is_exported_is_taken_in_as_it_was(
        first in prop::collection::vec(any::<(u8, u8, u8)>(), 0..14),
        editions in prop::collection::vec(
            (prop::collection::vec(any::<(u8, u8)>(), 0..4), prop::collection::vec(any::<(u8, u8, u8)>(), 0..8)),
            1..4,
        ),
    ) {
        plays(&first, &editions);
    }
}
