//! How far raters who worked apart agree: raw shares, chance-corrected coefficients and their intervals; pure.
//!
//! Owns every statistic on agreement. Uses the model and `rule`'s standings. Every coefficient but the one by pairs is
//! a function of [`sums::Sums`], which add up over units: so a resample is a sum over what was drawn, and nothing else
//! is worked out again. Invariant: the category set is declared and never read off the data; what was not rated is a
//! missing value, never a category; what cannot be computed says why and is no number.

pub mod bootstrap;
pub mod coefficient;
pub mod estimate;
pub mod pair;
pub mod report;
pub mod sums;
pub mod table;
pub mod tags;
pub mod weights;

pub use self::coefficient::Coefficient;
pub use self::estimate::Estimate;
pub use self::estimate::Undefined;
pub use self::report::Agreement;
pub use self::report::agreement;
pub use self::table::Table;
