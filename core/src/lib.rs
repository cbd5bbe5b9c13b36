//! Core.
mod batch;
mod compile;
mod context;
mod day;
mod diagnostics;
mod digest;
mod dossier;
mod evaluate;
mod exact;
mod hir;
mod plan;
pub use compile::{Compiled, Library, SetFace, compile, compile_with};
pub use context::{Context, ContextOptions};
pub use day::{Day, DaySpan};
pub use dossier::{Dossier, Status};
pub use exact::Exact;
pub use plan::Plan;
