//! Prepares the review the program carries: its JSON without white space, and its digest.
//!
//! Uses the program's own canonical form, so that the digest is the one worked out at run time.

use std::env;
use std::fs;
use std::path::PathBuf;

#[allow(dead_code)]
#[path = "src/document/canonical.rs"]
mod canonical;

const SAMPLE: &str = "sample-data/digitisation-nhs.review.json";

fn main() {
    println!("cargo::rerun-if-changed={SAMPLE}");
    println!("cargo::rerun-if-changed=src/document/canonical.rs");
    println!("cargo::rerun-if-changed=build.rs");
    if let Err(error) = prepare() {
        println!("cargo::error={SAMPLE}: {error}");
    }
}

fn prepare() -> Result<(), Box<dyn std::error::Error>> {
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    let review: serde_json::Value = serde_json::from_slice(&fs::read(SAMPLE)?)?;
    fs::write(out.join("sample.json"), serde_json::to_vec(&review)?)?;
    fs::write(out.join("sample.digest"), canonical::digest_of_value(&review))?;
    Ok(())
}
