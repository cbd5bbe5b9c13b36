//! Tables of a population from files, and results into files.
//!
//! In: paths of Parquet, Arrow, CSV, NDJSON and XLSX files, and a mapping for files that another
//! system wrote. Out: record batches with the names and texts of the set, which the engine checks;
//! results in a file that is there as a whole or not at all. No rule of a set is known here, and no
//! binary fraction is computed with: numbers of text stay text, numbers of spreadsheets are handed
//! on as they are.

#[cfg(feature = "files")]
mod behind;
#[cfg(feature = "files")]
mod beside;
mod bytes;
mod error;
#[cfg(feature = "files")]
mod history;
#[cfg(feature = "files")]
mod ids;
mod ipc;
#[cfg(feature = "files")]
mod job;
#[cfg(feature = "files")]
mod join;
#[cfg(feature = "files")]
mod keys;
#[cfg(feature = "files")]
mod mapping;
#[cfg(feature = "files")]
mod ndjson;
#[cfg(feature = "files")]
mod read;
#[cfg(feature = "files")]
mod rollup;
mod sheet;
mod text;
#[cfg(feature = "files")]
mod thrift;
#[cfg(feature = "files")]
mod values;
#[cfg(feature = "files")]
mod write;

pub use bytes::read_bytes;
pub use error::TableError;
#[cfg(feature = "files")]
pub use {
    behind::Behind,
    history::{Former, History},
    job::{Job, Mode, Summary},
    join::{Join, LevelResults, PlaceOf},
    mapping::Mapping,
    read::{Format, read_whole, rows_known},
    rollup::{LevelJob, MemberJob, PlacesJob, RollupJob},
    write::{Output, write_problems, write_whole, write_whole_by},
};
