//! What the targets of tables share: one set, a folder for files, and what is told of each row.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use tieuchi::{Context, ContextOptions, Plan, TableOptions};
use tieuchi_tables::{Job, Mapping, Mode, TableError};

/// The endings of files of tables, one for each format.
pub const ENDINGS: [&str; 5] = ["parquet", "arrow", "csv", "ndjson", "xlsx"];

/// The set that judges every table.
fn judge() -> &'static (Plan, Context) {
    static JUDGE: OnceLock<(Plan, Context)> = OnceLock::new();
    JUDGE.get_or_init(|| {
        let plan = tieuchi::compile(include_str!("../tables/set.tieuchi")).expect("a set without a fault");
        let context = plan.context(&ContextOptions::year(2025).expect("a year")).expect("a context");
        (plan, context)
    })
}

/// A folder in memory, where there is one, for the files of one process.
pub struct Folder(PathBuf);

impl Folder {
    /// The folder of this process, made where it is missing.
    pub fn own() -> Self {
        let memory = PathBuf::from("/dev/shm");
        let place = if memory.is_dir() { memory } else { std::env::temp_dir() };
        let folder = place.join(format!("tieuchi-fuzz-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    /// Writes a file; where it is.
    pub fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, bytes).expect("a file");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Files judged by the set, items kept, with what is missing taken as not filed.
pub fn table_job(subjects: PathBuf, tables: Vec<(String, PathBuf)>) -> Job<'static> {
    let (plan, context) = judge();
    let mut mapping = Mapping::default();
    mapping.ignore_unknown = true;
    Job {
        plan,
        context,
        options: TableOptions::default().missing_unknown(true).ignore_unknown(true).items(true),
        subjects,
        tables,
        mapping,
        joins: Default::default(),
        places: None,
        stop: Arc::default(),
    }
}

/// What is told of each subject, identifier first.
pub fn rows(job: &Job<'_>, mode: Mode) -> Result<Vec<String>, TableError> {
    let mut lines = Vec::new();
    job.run(mode, |outcome| {
        lines.extend(
            (0..outcome.len()).map(|row| {
                format!("{:?} {:?} {:?}", outcome.id(row), outcome.summary(row), outcome.items(row))
            }),
        );
        Ok(())
    })?;
    Ok(lines)
}

/// Readers of Parquet and Arrow panic at some bytes, which the engine takes for damage; the hook of the
/// fuzzer would end the process there. A panic that nobody takes ends it still.
pub fn quiet_readers() {
    let own = std::panic::take_hook();
    drop(own);
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let of_ours = panic.location().is_some_and(|place| !place.file().contains("/registry/"));
        if of_ours {
            told(panic);
        }
    }));
}
