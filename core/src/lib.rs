#![doc = include_str!("../../README.md")]

mod assemble;
mod batch;
mod compile;
mod context;
mod coverage;
#[cfg(feature = "arrow")]
mod dataset;
mod day;
mod describe;
mod diagnostics;
mod diff;
mod digest;
mod dossier;
mod editions;
mod evaluate;
mod exact;
mod examples;
mod explain;
mod facts;
#[cfg(feature = "serde")]
mod findings;
mod hir;
pub mod inspect;
mod json;
mod needs;
mod outcome;
mod plan;
#[cfg(feature = "arrow")]
mod population;
pub mod render;
#[cfg(feature = "serde")]
mod schema;
pub mod text;
#[cfg(feature = "serde")]
mod wire;
pub use compile::{Compiled, Library, Part, SetFace, compile, compile_with, flatten};
pub use context::{Context, ContextOptions};
pub use coverage::{Coverage, Target, TargetKind};
#[cfg(feature = "arrow")]
pub use dataset::{Dataset, Problem, TableOptions, Tables, count_problems};
pub use day::{Day, DaySpan};
pub use describe::{show_day, show_number};
pub use diagnostics::diagnostic_codes;
pub use diff::{Change, ChangeKind, Difference, Side, Topic, diff};
pub use dossier::{Dossier, Status};
pub use editions::Editions;
#[cfg(feature = "twin")]
pub use evaluate::disagreement;
pub use exact::Exact;
pub use explain::{
    Argument, ClassLine, Detail, Evidence, Explanation, Measure, Node, NodeKind, Reason, ReasonCode,
    TotalLine,
};
pub use facts::{
    Facts, InputFacts, InputKind, ItemFacts, NameFacts, ParameterFacts, ParameterRowFacts, ResultFacts, Role,
    TableFacts, TableKind, ThresholdFacts,
};
#[cfg(feature = "serde")]
pub use findings::findings_json;
pub use hir::Citation;
pub use outcome::{ClassOutcome, ItemOutcome, Outcome, Points, Standing, Summary, Verdict};
pub use plan::Plan;
#[cfg(feature = "arrow")]
pub use population::{Batches, Chunks, Ended, ItemLine, TableOutcome, problems_batch};
pub use tieuchi_grammar::{
    Bilingual, Diagnostic, Fix, Label, Lang, Phrase, Position, Severity, SourceFile, Span,
};
#[cfg(feature = "serde")]
pub use wire::DOSSIER_BYTES;
