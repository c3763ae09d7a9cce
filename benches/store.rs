//! One durable act through the saving thread, beside one raw write and sync in the same folder.
//!
//! The two are taken in turn, so that whatever else the disk does falls on both.
#![allow(clippy::print_stdout)]

mod support;

use std::collections::BTreeMap;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Seek;
use std::io::SeekFrom;
use std::io::Write;
use std::time::Duration;

use uuid::Uuid;

use plumbline::model::moment::Moment;
use plumbline::model::session::LogEntry;
use plumbline::model::session::MemberRef;
use plumbline::model::session::ReviewRef;
use plumbline::model::session::Tool;
use plumbline::store::rows::SessionMeta;
use plumbline::store::session_file::OpenMode;
use plumbline::store::session_file::SessionStore;
use plumbline::store::writer::Writer;

use support::Figures;
use support::Reach;
use support::Times;
use support::data::START;

const ACTS: u64 = 1_500;
const BLOCK: usize = 4096;

fn meta() -> SessionMeta {
    SessionMeta {
        review: ReviewRef { id: Uuid::from_u128(1), edition: 1, digest: "ab".repeat(32), title: "A review".to_owned() },
        member: MemberRef { id: Uuid::from_u128(2), name: None },
        tool: Tool::this(),
        created: Moment::from_millis(START),
        other: BTreeMap::new(),
    }
}

fn entry(seq: u64) -> LogEntry {
    LogEntry {
        id: Uuid::from_u128(u128::from(seq)),
        seq,
        at: Moment::from_millis(START + seq.cast_signed()),
        act: "rate".to_owned(),
        payload: Some(
            serde_json::json!({"cell": "8B", "rating": "good", "reason": "Funded in part.", "quotes": [], "round": 1}),
        ),
        payload_sha256: "0f".repeat(32),
        withdrawn: false,
        prev: "1e".repeat(32),
    }
}

/// Overwrites a block in place and waits for the disk.
fn raw(file: &mut File, block: &[u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(0))?;
    file.write_all(block)?;
    file.sync_data()
}

fn main() {
    if !support::is_asked_for() {
        return;
    }
    let folder = support::folder("bench-store");
    let path = folder.join("session.plumbsession");
    SessionStore::create(&path, &meta()).expect("a session can be made");
    let now = Moment::from_millis(START);
    let (store, _) = SessionStore::open(&path, OpenMode::Write { now }).expect("it opens");
    let writer = Writer::spawn(store, Box::new(|_| {}));
    let mut file = OpenOptions::new().create_new(true).write(true).open(folder.join("raw")).expect("a file");
    let block = [7; BLOCK];
    raw(&mut file, &block).and_then(|()| file.sync_all()).expect("the disk takes it");

    let (mut act, mut floor, mut handed) = (Times::default(), Times::default(), Times::default());
    for seq in 1..=ACTS {
        floor.take(|| raw(&mut file, &block)).expect("the disk takes it");
        act.take(|| {
            handed.take(|| writer.append(entry(seq))).expect("the writer lives");
            writer.flush(Duration::from_secs(10)).expect("it is saved");
        });
    }
    writer.close(Duration::from_secs(10)).expect("it closes");

    let mut figures = Figures::new("Store: one durable act, committed and synced");
    let beside = |share| ("raw 4 KiB and fdatasync", floor.at(share));
    figures.ratio("one durable act, p50", act.at(0.5), beside(0.5), Reach::AtMost(1.6));
    figures.ratio("one durable act, p99", act.at(0.99), beside(0.99), Reach::AtMost(2.5));
    figures.row("what the drawing thread waits for, p99", &support::show(handed.at(0.99)), "", "", "never the disk");
    figures.print();
}
