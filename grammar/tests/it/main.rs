//! Laws of the way from text to tree and back, through the public door of the crate.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail as tests do"
)]
#![expect(clippy::disallowed_methods, reason = "tests read files, the crate does not")]

mod conversion;
mod expressions;
mod formatting;
mod reference;
mod samples;
mod support;
