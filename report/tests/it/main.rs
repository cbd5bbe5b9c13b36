//! The report of an invented province, as a page and as a workbook.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests say what went wrong by failing"
)]

mod book;
mod markup;
mod page;
mod sample;
