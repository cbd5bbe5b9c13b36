//! The report of an assessment: one page that works offline, and a workbook.

pub mod model;
