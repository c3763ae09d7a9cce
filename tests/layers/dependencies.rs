//! What the crate is built from: no more than is used, nothing that talks to a network, and no new doubles unseen.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;

/// Crates of which two versions come in by others' choice. A new one is looked at before it is added here.
const DOUBLES: [&str; 28] = [
    "aes",
    "bit-set",
    "bit-vec",
    "bitflags",
    "block-buffer",
    "cfg_aliases",
    "chacha20",
    "cipher",
    "const-oid",
    "cpufeatures",
    "crypto-common",
    "digest",
    "fancy-regex",
    "getrandom",
    "hmac",
    "hybrid-array",
    "inout",
    "itertools",
    "nix",
    "nom",
    "r-efi",
    "rand",
    "rand_core",
    "sha2",
    "syn",
    "thiserror",
    "thiserror-impl",
    "toml",
];

/// What has no business in a program that works on one machine: clients, servers and what they stand on.
const BANNED: [&str; 14] = [
    "openssl",
    "openssl-sys",
    "native-tls",
    "rustls",
    "reqwest",
    "ureq",
    "hyper",
    "curl",
    "tokio",
    "async-std",
    "isahc",
    "attohttpc",
    "trust-dns-resolver",
    "hickory-resolver",
];

fn read(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// Every package of the lock file with its versions.
fn locked() -> BTreeMap<String, BTreeSet<String>> {
    let lock: toml::Table = read("Cargo.lock").parse().unwrap();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in lock["package"].as_array().unwrap() {
        let field = |key: &str| package[key].as_str().unwrap().to_owned();
        found.entry(field("name")).or_default().insert(field("version"));
    }
    found
}

#[test]
fn nothing_that_talks_to_a_network_is_built_in_and_no_crate_is_double_but_those_known() {
    let locked = locked();
    for banned in BANNED {
        assert!(!locked.contains_key(banned), "{banned} is not to be part of it");
    }
    let double: Vec<&str> =
        locked.iter().filter(|(_, versions)| versions.len() > 1).map(|(name, _)| name.as_str()).collect();
    assert_eq!(double, DOUBLES, "look at what brings it in (cargo tree --duplicates), then put it down here");
}

#[test]
fn every_dependency_is_used_and_says_what_for_and_the_crate_is_not_published() {
    let (text, manifest): (String, toml::Table) = (read("Cargo.toml"), read("Cargo.toml").parse().unwrap());
    assert_eq!(manifest["package"]["publish"].as_bool(), Some(false));
    assert_eq!(manifest["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
    let sources = crate::sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let mut tables = vec![&manifest["dependencies"]];
    tables.extend(manifest["target"].as_table().unwrap().values().filter_map(|target| target.get("dependencies")));
    for name in tables.into_iter().flat_map(|table| table.as_table().unwrap().keys()) {
        let path = format!("{}::", name.replace('-', "_"));
        assert!(sources.iter().any(|(_, text)| text.contains(&path)), "{name} is not used");
        let line = text.lines().find(|line| line.split_once(" = ").is_some_and(|(key, _)| key == name));
        assert!(line.is_some_and(|line| line.contains("# ")), "{name} does not say what it is for");
    }
}
