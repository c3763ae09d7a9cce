//! plumbline
pub mod model;
