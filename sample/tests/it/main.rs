//! The sample province against its promises and against the shipped sets.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a helper of a test that cannot go on has failed the test"
)]

mod program;
mod rows;
mod same;
mod sets;
mod whole;
