//! Core.
mod compile;
mod day;
mod diagnostics;
mod exact;
mod hir;
mod plan;
pub use compile::{Compiled, Library, SetFace, compile, compile_with};
pub use day::{Day, DaySpan};
pub use exact::Exact;
