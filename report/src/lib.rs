//! The report of an assessment: one page that works offline, and a workbook.
//!
//! In: a roll-up with its tables, which [`Assessment`] goes through level by level, or a
//! [`model::Report`] that somebody else has filled. Out: results, text and bytes. Page and workbook
//! are written from the model and nothing else, without a clock or the network, and the same report
//! gives the same bytes.

mod assess;
mod figures;
mod html;
pub mod model;
mod numbers;
mod svg;
mod tables;
mod words;
mod xlsx;

pub use assess::{Assessment, Below, Keep, LevelDone, write_report};
pub use html::html;
pub use numbers::{show_count, show_fixed, show_share};
pub use xlsx::{WorkbookError, workbook};
