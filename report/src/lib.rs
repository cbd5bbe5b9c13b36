//! The report of an assessment: one page that works offline, and a workbook.
//!
//! In: a [`model::Report`], which whoever evaluates a population fills. Out: text and bytes. Nothing
//! here reads a file, a clock or the network, and the same report gives the same bytes.

mod html;
pub mod model;
mod numbers;
mod svg;
mod tables;
mod words;
mod xlsx;

pub use html::html;
pub use numbers::{show_count, show_fixed, show_share};
pub use xlsx::{WorkbookError, workbook};
