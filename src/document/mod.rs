//! Reviews, sessions and panels as JSON: read, validate, write, digest, schema, log chain.
//!
//! May use text and model. Opens no file: bytes come in and go out, with a name for messages.
//! Invariant: what `read` accepts is valid, and what `write` writes is read back unchanged.

pub mod canonical;
pub mod digest;
pub mod error;
pub mod escape;
#[cfg(test)]
pub mod fixture;
mod header;
pub mod large;
mod locate;
pub mod log;
pub mod pack;
pub mod read;
pub mod sample;
pub mod schema;
mod unique;
pub mod unpack;
pub mod validate;
mod wording;
pub mod write;
