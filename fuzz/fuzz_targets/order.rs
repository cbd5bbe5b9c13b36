//! Law: how many subjects are evaluated at a time and given out at a time, by how many threads and in which order of rows does
//! not matter. Parts: subjects, courses, members.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::OnceLock;
use tieuchi_fuzz::parts;
use tieuchi_fuzz::tables::{Folder, rows, table_job};
use tieuchi_tables::Mode;

/// One thread and three.
fn pools() -> &'static [ThreadPool; 2] {
    static POOLS: OnceLock<[ThreadPool; 2]> = OnceLock::new();
    POOLS.get_or_init(|| {
        [1, 3].map(|threads| ThreadPoolBuilder::new().num_threads(threads).build().expect("threads"))
    })
}

fuzz_target!(|data: &[u8]| {
    let Some(parts) = parts(data) else { return };
    let [subjects, others @ ..] = parts.as_slice() else { return };
    let folder = Folder::own();
    let mut said = None;
    for backwards in [false, true] {
        let file = |name: &str, text: &str| {
            let text = if backwards { turned(text) } else { text.to_owned() };
            folder.write(name, text.as_bytes())
        };
        let named = ["course", "members"].iter().zip(others);
        let tables = named.map(|(name, text)| ((*name).to_owned(), file(&format!("{name}.csv"), text)));
        let mut job = table_job(file("subjects.csv", subjects), tables.collect());
        for (block, part, pool) in [(1024, usize::MAX, 0), (1, 3, 0), (2, usize::MAX, 1)] {
            job.options = job.options.clone().block(block);
            let mut found = pools()[pool].install(|| rows(&job, Mode::Whole(part)).ok());
            // Lines begin with the identifier.
            found.iter_mut().for_each(|lines| lines.sort());
            let first = said.get_or_insert_with(|| found.clone());
            assert_eq!(&found, first, "block {block}, part {part}, pool {pool}, backwards {backwards}");
        }
    }
});

/// The same rows in the opposite order, below their names.
fn turned(text: &str) -> String {
    // A cell over several lines would be torn.
    if text.contains(['"', '\r']) {
        return text.to_owned();
    }
    let mut lines: Vec<&str> = text.lines().collect();
    if let Some(rows) = lines.get_mut(1..) {
        rows.reverse();
    }
    lines.join("\n")
}
