#![doc = include_str!("../../README.md")]

mod assemble;
mod batch;
mod boundary;
mod canonical;
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
mod few;
#[cfg(feature = "serde")]
mod findings;
mod floats;
mod given;
mod grid;
mod hir;
pub mod inspect;
mod json;
mod markup;
mod names;
mod needs;
mod outcome;
mod plan;
#[cfg(feature = "arrow")]
mod population;
mod receipt;
pub mod render;
mod renumber;
#[cfg(all(test, feature = "serde"))]
#[path = "samples/tests.rs"]
mod samples;
#[cfg(feature = "serde")]
mod schema;
mod suffices;
pub mod text;
#[cfg(feature = "serde")]
mod wire;
pub use boundary::{BoundaryCase, BoundaryCases, Nearness};
pub use compile::{
    Compiled, Library, Part, SetFace, compile, compile_among, compile_with, flatten, written_out,
};
pub use context::{Context, ContextOptions};
pub use coverage::{Coverage, Target, TargetKind};
#[cfg(feature = "arrow")]
pub use dataset::{Dataset, Problem, TableOptions, Tables, count_problems, problems_html, problems_text};
pub use day::{Day, DaySpan};
pub use describe::{show_day, show_day_in_full, show_number};
pub use diagnostics::diagnostic_codes;
pub use diff::{Change, ChangeKind, Difference, Side, Topic, diff};
pub use digest::{Digest, Key, LANGUAGE_VERSION};
pub use dossier::{Dossier, Status};
pub use editions::Editions;
#[cfg(feature = "twin")]
pub use evaluate::disagreement;
pub use exact::Exact;
pub use examples::ExampleResult;
pub use explain::{
    Argument, Cause, CauseKind, Cites, ClassAbout, ClassLine, ColouredLine, ColouredSet, ComparedSide,
    Comparison, Contribution, CountedMembers, Detail, Evidence, Explanation, Letter, LetterEntry, LetterPart,
    Mark, Measure, Node, NodeAbout, NodeChange, NodeKind, NodeResult, PartKind, Reason, ReasonCode,
    Redaction, SetAbout, TargetOutcome, TotalChange, TotalLine,
};
pub use facts::{
    Facts, InputFacts, InputKind, ItemFacts, NameFacts, ParameterFacts, ParameterRowFacts, ResultFacts, Role,
    TableFacts, TableKind, ThresholdFacts,
};
#[cfg(feature = "serde")]
pub use findings::findings_json;
pub use floats::Float;
pub use given::{Floats, Form, HostValue};
pub use hir::Citation;
pub use outcome::{ClassOutcome, ItemOutcome, Outcome, Points, Standing, Summary, Verdict};
pub use plan::Plan;
#[cfg(feature = "arrow")]
pub use population::{
    Bar, BarHeld, Batches, Chunks, ClassImpact, Ended, GroupTally, Impact, ImpactCause, ImpactEffect,
    ImpactReason, ImpactSide, ItemLine, ItemSums, ItemTally, KnownIn, MatrixCell, Place, PointsMoved,
    Reached, StandingChange, TableOutcome, TableRun, Tally, ThresholdImpact, Thresholds, problems_batch,
};
pub use receipt::{
    HashTree, Leaves, Population, PopulationReceipt, Proof, Receipt, ReceiptPart, Verification, leaf_json,
};
pub use suffices::{
    Action, Condition, Decider, DeciderKind, Element, ItemLoss, Piece, Raise, Reach, Relation, Remark,
    RemarkCode, RestsOn, SearchBound, Suffices, SufficesOptions, SufficientSet,
};
pub use tieuchi_grammar::{
    Bilingual, Diagnostic, Fix, Label, Lang, Phrase, Position, Severity, SourceFile, Span,
};
#[cfg(feature = "serde")]
pub use wire::{DOSSIER_BYTES, HostFault};
