//! Prepares the review the program carries: packed, so that starting the program is quick, its id and its digest.
//!
//! Uses the program's own canonical form, so that the digest is the one worked out at run time.

use std::env;
use std::fs;
use std::path::PathBuf;

#[allow(dead_code)]
#[path = "src/document/canonical.rs"]
mod canonical;
#[path = "src/document/pack.rs"]
mod pack;

const SAMPLE: &str = "sample-data/digitisation-nhs.review.json";

fn main() {
    println!("cargo::rerun-if-changed={SAMPLE}");
    println!("cargo::rerun-if-changed=src/document/canonical.rs");
    println!("cargo::rerun-if-changed=src/document/pack.rs");
    println!("cargo::rerun-if-changed=build.rs");
    if let Err(error) = prepare() {
        println!("cargo::error={SAMPLE}: {error}");
    }
}

fn prepare() -> Result<(), Box<dyn std::error::Error>> {
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    let review: serde_json::Value = serde_json::from_slice(&fs::read(SAMPLE)?)?;
    fs::write(out.join("sample.packed"), pack::pack(&review).ok_or("a number in it is negative or not whole")?)?;
    fs::write(out.join("sample.id"), review["id"].as_str().ok_or("it has no id")?)?;
    fs::write(out.join("sample.digest"), canonical::digest_of_value(&review))?;
    Ok(())
}
