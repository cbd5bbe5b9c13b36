//! Law: any mapping and any text of tables give results or say what is wrong, and tables that are gone
//! through part by part say what they say as a whole. Parts: mapping, subjects, courses, members.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tieuchi::SourceFile;
use tieuchi_fuzz::parts;
use tieuchi_fuzz::tables::{Folder, rows, table_job};
use tieuchi_tables::{Mapping, Mode};

fuzz_target!(|data: &[u8]| {
    let Some(parts) = parts(data) else { return };
    let [mapping, subjects, others @ ..] = parts.as_slice() else { return };
    let source = SourceFile::new("map.toml", *mapping);
    let mapping = match Mapping::read(&source) {
        Ok(mapping) => mapping,
        Err(findings) => {
            assert!(!findings.is_empty());
            let mut labels = findings.iter().flat_map(|finding| &finding.labels);
            assert!(labels.all(|label| source.holds(label.span)), "{findings:?}");
            return;
        }
    };
    let folder = Folder::own();
    let subjects = folder.write("subjects.csv", subjects.as_bytes());
    let named = ["course", "members"].iter().zip(others);
    let tables =
        named.map(|(name, text)| ((*name).to_owned(), folder.write(&format!("{name}.csv"), text.as_bytes())));
    let mut job = table_job(subjects, tables.collect());
    job.mapping = mapping;
    let whole = rows(&job, Mode::Whole(usize::MAX));
    if let (true, Ok(parted)) = (job.may_be_parted(), rows(&job, Mode::Sorted(2))) {
        assert_eq!(parted, whole.expect("tables that can be read part by part"));
    }
});
