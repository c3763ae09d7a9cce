//! The real program with cleared variables and a home of its own: output, errors and exit codes together.

mod bad_input;
mod commands;
mod importing;
mod keys;
mod kit;
mod preparing;
mod round_trip;
mod scrutiny;
mod sessions;
mod tracing;
