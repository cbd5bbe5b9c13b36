//! Core.
mod batch;
mod compile;
mod context;
mod day;
mod describe;
mod diagnostics;
mod digest;
mod dossier;
mod evaluate;
mod exact;
mod examples;
mod explain;
mod hir;
mod outcome;
mod plan;
#[cfg(feature = "serde")]
mod wire;
pub use compile::{Compiled, Library, SetFace, compile, compile_with};
pub use context::{Context, ContextOptions};
pub use day::{Day, DaySpan};
pub use describe::{show_day, show_number};
pub use dossier::{Dossier, Status};
#[cfg(feature = "twin")]
pub use evaluate::disagreement;
pub use exact::Exact;
pub use explain::{
    Argument, ClassLine, Detail, Evidence, Explanation, Measure, Node, NodeKind, Reason, ReasonCode,
    TotalLine,
};
pub use hir::Citation;
pub use outcome::{ClassOutcome, ItemOutcome, Outcome, Points, Standing, Summary, Verdict};
pub use plan::Plan;
pub use tieuchi_grammar::{
    Bilingual, Diagnostic, Fix, Label, Lang, Phrase, Position, Severity, SourceFile, Span,
};
