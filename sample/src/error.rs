//! What can go wrong: a size or a name that does not exist, a file that cannot be written.

use arrow_schema::ArrowError;
use parquet::errors::ParquetError;
use std::fmt;
use std::io;
use std::path::Path;

/// Why a province could not be made or written.
#[derive(Debug)]
pub struct Error {
    message: String,
    input: bool,
}

impl Error {
    /// Whether the caller asked for something that does not exist, rather than a failure of a file.
    #[must_use]
    pub fn is_input(&self) -> bool {
        self.input
    }

    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self { message: message.into(), input: true }
    }

    pub(crate) fn unknown_table(name: &str) -> Self {
        Self::input(format!("no table of this kind is named `{name}`"))
    }

    pub(crate) fn file(path: &Path, error: &io::Error) -> Self {
        Self { message: format!("{}: {error}", path.display()), input: false }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl From<ArrowError> for Error {
    fn from(error: ArrowError) -> Self {
        Self { message: error.to_string(), input: false }
    }
}

impl From<ParquetError> for Error {
    fn from(error: ParquetError) -> Self {
        Self { message: error.to_string(), input: false }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self { message: error.to_string(), input: false }
    }
}
