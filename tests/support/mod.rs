//! What several test programs share.
//!
//! Each test program compiles this for itself and uses the part it needs.
#![allow(dead_code)]

pub mod docx;
pub mod judged;
pub mod pdf;
#[cfg(unix)]
pub mod pty;
pub mod spell;
