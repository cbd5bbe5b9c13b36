//! Tables of a population from files, and results into files.
//!
//! In: paths of Parquet, Arrow, CSV, NDJSON and XLSX files, and a mapping for files that another
//! system wrote. Out: record batches with the names and texts of the set, which the engine checks;
//! results in a file that is there as a whole or not at all. No rule of a set is known here, and no
//! binary fraction is computed with: numbers of text stay text, numbers of spreadsheets are handed
//! on as they are.

mod behind;
mod beside;
mod error;
mod history;
mod ids;
mod job;
mod join;
mod keys;
mod mapping;
mod read;
mod rollup;
mod sheet;
mod text;
mod values;
mod write;

pub use behind::Behind;
pub use error::TableError;
pub use history::{Former, History};
pub use job::{Job, Mode, Summary};
pub use join::{Join, LevelResults, PlaceOf};
pub use mapping::Mapping;
pub use read::{Format, read_whole, rows_known};
pub use rollup::{LevelJob, MemberJob, PlacesJob, RollupJob};
pub use write::{Output, write_problems, write_whole, write_whole_by};
