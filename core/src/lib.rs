//! Core.
mod day;
mod exact;
pub use day::{Day, DaySpan};
pub use exact::Exact;
