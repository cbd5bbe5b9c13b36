//! The pages of the findings about mappings and roll-ups: the first sample raises that very code, the
//! mended one none.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot read its page has failed")]

use std::path::Path;
use tieuchi::{Diagnostic, SourceFile};
use tieuchi_tables::{Mapping, RollupJob};

fn samples(code: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../docs/diagnostics/{code}.md"));
    let text = std::fs::read_to_string(path).unwrap();
    let blocks = text.split("```").skip(1).step_by(2);
    blocks.map(|block| block.split_once('\n').unwrap().1.to_owned()).collect()
}

fn check(code: &str, read: impl Fn(&SourceFile) -> Result<(), Vec<Diagnostic>>) {
    let [faulty, mended] = <[String; 2]>::try_from(samples(code)).unwrap();
    let found = read(&SourceFile::new("page", faulty)).unwrap_err();
    assert!(found.iter().all(|finding| finding.code == code && finding.help.is_some()), "{found:#?}");
    read(&SourceFile::new("page", mended)).unwrap_or_else(|found| panic!("{found:#?}"));
}

#[test]
fn samples_of_pages_raise_their_codes() {
    check("bad-mapping", |source| Mapping::read(source).map(drop));
    check("bad-rollup", |source| RollupJob::read(source).map(drop));
}

/// The chapter of the book on populations: a mapping and a roll-up, in both languages.
#[test]
fn samples_of_the_book_can_be_read() {
    for lang in ["en", "vi"] {
        let path = format!("{}/../docs/{lang}/src/populations.md", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        // Behind the fence stands what the sample is called.
        let samples = text.split("```toml").skip(1).filter_map(|rest| rest.split_once('\n'));
        let samples = samples.map(|(_, rest)| rest.split("```").next().unwrap_or_default());
        let [mapping, rollup] = <[&str; 2]>::try_from(samples.collect::<Vec<_>>()).unwrap();
        Mapping::read(&SourceFile::new("mapping", mapping)).unwrap_or_else(|found| panic!("{found:#?}"));
        let job =
            RollupJob::read(&SourceFile::new("rollup", rollup)).unwrap_or_else(|found| panic!("{found:#?}"));
        assert_eq!(job.levels.len(), 2);
    }
}
