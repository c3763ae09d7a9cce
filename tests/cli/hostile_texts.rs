//! Whatever stands in a review, in what a member writes or in the name of a file, nothing that a command
//! prints or an export holds acts on a terminal or hides on it; and nothing that leaves names the machine.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::kit::Home;
use crate::kit::Ran;
use crate::kit::SAMPLE;
use crate::support_hostile::ATTACKS;
use crate::support_hostile::Dice;
use crate::support_hostile::acts_or_hides;
use crate::support_hostile::attack;

/// A name no file should have.
const NAME: &str = "rev\u{1b}]0;x\u{7}\u{202e}\u{9b}31m.review.json";

fn hostile_home(seed: u64) -> Home {
    let home = Home::new();
    let mut review: Value = serde_json::from_slice(&std::fs::read(SAMPLE).expect("is there")).expect("is JSON");
    attack(&mut review, &mut Dice::new(seed));
    home.write(NAME, serde_json::to_vec(&review).expect("writes"));
    let text = ATTACKS.concat().replace(['\0', '\r'], "");
    let on = |arguments: &[&str]| home.run(&[arguments, &["--review", NAME]].concat()).well();
    on(&["rate", "1A", "good", "--reason", &text]);
    on(&["rate", "8B", "inadequate", "--reason", &text]);
    on(&["note", "8B", &text]);
    on(&["tag", "E077", "--whole", "--new-tag", "new\u{202e}\u{1b}[2Jtag", "--note", &text]);
    on(&["file", "p1", "8B"]);
    on(&["triage", "DHS0042", "relevant", "--reason", &text]);
    home
}

/// Where a text holds what acts on a terminal or hides there. A tab between columns does neither.
fn found(text: &str) -> Option<String> {
    let at = text.char_indices().find(|(_, c)| !matches!(c, '\n' | '\t') && acts_or_hides(*c))?.0;
    let start = text[..at].char_indices().rev().nth(60).map_or(0, |(start, _)| start);
    Some(text[start..].chars().take(90).collect::<String>().escape_debug().to_string())
}

/// What a command printed that does harm, told with the command.
fn harm(what: &str, ran: &Ran) -> Vec<String> {
    let told = [("output", &ran.out), ("error", &ran.err)];
    told.iter().filter_map(|(to, text)| Some(format!("{what}, {to}: {}", found(text)?))).collect()
}

// Fails where `Out::line`, `table`, or `say` writes the text as it is.
#[test]
fn nothing_a_command_prints_acts_on_a_terminal_whatever_it_tells_of() {
    let home = hostile_home(1);
    let draft = home.write("draft\u{1b}[2J.md", format!("# A draft\n\n“{}”, it says.\n", ATTACKS.concat()));
    let draft = draft.file_name().and_then(|name| name.to_str()).expect("a name");
    let commands: &[&[&str]] = &[
        &["show", "8B"],
        &["show", "8"],
        &["show", "E077"],
        &["show", "DHS0042"],
        &["show", "n427"],
        &["show", "p1"],
        &["show", "overall"],
        &["list"],
        &["list", "8B"],
        &["list", "sources"],
        &["list", "passages"],
        &["list", "tags"],
        &["list", "unrated"],
        &["log"],
        &["rollup"],
        &["rollup", NAME],
        &["rollup", "--published", NAME],
        &["check"],
        &["check", NAME],
        &["check", draft],
        &["trace", draft, NAME],
        &["find", "funding", NAME],
        &["find", "tag"],
        &["triage"],
        &["sessions", "list"],
        &["recover"],
        &["doctor"],
        &["doctor", NAME],
        &["undo"],
        &["redo"],
        &["rate", "3A", "\u{1b}[2J\u{202e}"],
        &["show", "\u{1b}]0;x\u{7}"],
        &["export", "--as", "json", "-o", "no\u{1b}[31m/such/folder.json"],
        &["import", "no\u{202e}such\u{1b}[31m.pdf"],
        &["no\u{1b}[31m\u{202e}such"],
        &["find", "x", "--nosuch\u{1b}[31m"],
    ];
    let mut harms = Vec::new();
    for arguments in commands {
        let what = arguments.join(" ").escape_debug().to_string();
        harms.extend(harm(&what, &home.run(arguments)));
        harms.extend(harm(&format!("{what} --json"), &home.run(&[arguments, &["--json"][..]].concat())));
    }
    let said = home.run_with(&["--plain"], b"show 8B\nlist sources\nrate 2A good \x1b[2Jfor all\nx\x1b]0;x\x07\nlog\n");
    harms.extend(harm("--plain", &said));
    assert!(harms.is_empty(), "{}", harms.join("\n"));
}

fn exports(home: &Home, folder: &str) -> BTreeMap<String, Vec<u8>> {
    home.run(&["export", "--all", folder]).well();
    let read = |entry: std::fs::DirEntry| {
        (entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).expect("is readable"))
    };
    std::fs::read_dir(home.path(folder)).expect("is a folder").flatten().map(read).collect()
}

#[test]
fn no_export_acts_on_the_terminal_it_is_printed_on() {
    let home = hostile_home(2);
    let mut harms = Vec::new();
    for (name, bytes) in exports(&home, "out") {
        let ending = Path::new(&name).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if !matches!(ending, "docx" | "xlsx" | "qdpx") {
            let text = String::from_utf8(bytes).expect("text");
            // A table has its own line ends.
            let text = if ending == "csv" { text.replace("\r\n", "\n") } else { text };
            harms.extend(found(&text).map(|harm| format!("{name}: {harm}")));
        }
    }
    assert!(harms.is_empty(), "{}", harms.join("\n"));
}

#[test]
fn no_export_names_the_user_the_machine_a_folder_or_the_time_zone() {
    let home = Home::new();
    home.worked(Some("Ada Lovelace"));
    let host = rustix_host();
    let ran = home
        .command(&["export", "--all", "out"])
        .env("USER", "ghopper")
        .env("LOGNAME", "ghopper")
        .env("HOSTNAME", "panelroom-7")
        .env("TZ", "Asia/Kathmandu")
        .output()
        .expect("starts");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let folder = home.path("");
    let folder = folder.to_str().expect("a name").trim_end_matches('/').to_owned();
    for entry in std::fs::read_dir(home.path("out")).expect("is a folder").flatten() {
        let (name, bytes) = (entry.file_name(), std::fs::read(entry.path()).expect("is readable"));
        let mut parts = vec![String::from_utf8_lossy(&bytes).into_owned()];
        if let Ok(mut container) = zip::ZipArchive::new(std::io::Cursor::new(&bytes)) {
            for at in 0..container.len() {
                let mut part = Vec::new();
                std::io::Read::read_to_end(&mut container.by_index(at).expect("a part"), &mut part).expect("reads");
                parts.push(String::from_utf8_lossy(&part).into_owned());
            }
        }
        for part in parts {
            for told in ["Ada Lovelace", "ghopper", "panelroom-7", "Kathmandu", "+05:45", &folder, &host] {
                assert!(told.is_empty() || !part.contains(told), "{} holds {told}", name.display());
            }
        }
    }
}

/// The machine's own name, where it is one that no text would hold by chance.
fn rustix_host() -> String {
    let name = rustix::system::uname().nodename().to_string_lossy().into_owned();
    if name.len() >= 6 && name != "localhost" { name } else { String::new() }
}
