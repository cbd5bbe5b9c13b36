//! Why a file cannot be read or written, in both languages.

use std::path::Path;
use tieuchi::{Bilingual, Diagnostic, Problem, SourceFile};

/// Why an evaluation of files ends without a result.
#[derive(Debug)]
pub enum TableError {
    /// A file cannot be read or written.
    File(Bilingual),
    /// The tables do not fit the set.
    Tables(Vec<Diagnostic>),
    /// A mapping or a roll-up is wrong, with its text.
    Mapping(SourceFile, Vec<Diagnostic>),
    /// There are problems, and strict was asked for.
    Problems(Vec<Problem>),
    /// A table is not sorted by key: it has to be held as a whole.
    NotSorted(String, u64),
    /// The caller wants no more.
    Stopped,
}

impl TableError {
    /// A file that cannot be read.
    pub(crate) fn read(path: &Path, why: impl std::fmt::Display) -> Self {
        let name = path.display();
        Self::File(Bilingual {
            vi: format!("không đọc được tệp {name}: {why}"),
            en: format!("cannot read file {name}: {why}"),
        })
    }

    /// A file whose bytes make no sense.
    #[cfg(feature = "files")]
    pub(crate) fn damaged(path: &Path) -> Self {
        let name = path.display();
        Self::File(Bilingual {
            vi: format!("không đọc được tệp {name}: tệp bị hỏng"),
            en: format!("cannot read file {name}: it is damaged"),
        })
    }

    /// A file that cannot be written.
    #[must_use]
    pub fn write(path: &Path, why: impl std::fmt::Display) -> Self {
        let name = path.display();
        Self::File(Bilingual {
            vi: format!("không ghi được tệp {name}: {why}"),
            en: format!("cannot write file {name}: {why}"),
        })
    }
}
