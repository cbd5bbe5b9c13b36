//! Equal options give equal bytes, whichever way the tables are asked for.

use crate::rows::{flawed, province, rows};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tieuchi_sample::{Flaw, Flaws, Format, METADATA, Manifest, Options, Province, Table, TableKind};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("tieuchi-sample-it-{}-{name}", std::process::id())))
    }

    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        let paths = fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().path());
        paths.map(|path| (name(&path), fs::read(&path).unwrap())).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn written(name: &str, options: Options, format: Format) -> (BTreeMap<String, Vec<u8>>, Manifest) {
    let folder = Folder::new(name);
    let manifest = Province::new(options).unwrap().write_to(&folder.0, format).unwrap();
    (folder.files(), manifest)
}

fn digest(files: &BTreeMap<String, Vec<u8>>) -> String {
    let mut hash = Sha256::new();
    // The manifest tells the version, which is no part of the sample.
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".csv")) {
        hash.update(name);
        hash.update(bytes);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn equal_seeds_give_equal_files_and_other_seeds_others() {
    let options = Options { citizens: 900, ..Options::default() };
    for format in [Format::Csv, Format::Parquet] {
        let (first, manifest) = written(&format!("a{format:?}"), options, format);
        let (second, again) = written(&format!("b{format:?}"), options, format);
        assert_eq!(manifest, again);
        assert!(first == second, "{format:?}");
        assert_eq!(first.len(), Table::ALL.len() + 1);
        assert!(first.keys().all(|name| !name.ends_with(".part")));
        let other = written(&format!("c{format:?}"), Options { seed: 2, ..options }, format).0;
        let citizens = format!("citizens.{}", format.extension());
        let units = format!("units.{}", format.extension());
        assert!(first[&citizens] != other[&citizens]);
        assert_eq!(format == Format::Csv, first[&units] == other[&units], "Parquet tells the seed");
    }
}

#[test]
fn the_sample_is_the_same_on_every_machine() {
    let (files, _) = written("pinned", Options { citizens: 600, ..Options::default() }, Format::Csv);
    // A change of this digest is a change of every sample: say so in the changelog.
    assert_eq!(digest(&files), "a79d53cd895c07586b871ba8de7ca6c071920edca0929403f1377b96bd4cb9a3");
}

#[test]
fn files_hold_what_the_iterators_give_and_say_that_it_is_invented() {
    let options = Options { citizens: 900, ..Options::default() };
    let (files, manifest) = written("iterators", options, Format::Csv);
    let province = Province::new(options).unwrap();
    assert_eq!(province.manifest().unwrap(), manifest);
    for &table in Table::ALL {
        let by_name = match table.kind() {
            TableKind::Subjects => province.subjects(table.name()),
            TableKind::Evidence | TableKind::Register => province.table(table.name()),
            TableKind::Edges => province.edges(table.name()),
        };
        let mut count = 0;
        for batch in by_name.unwrap() {
            let batch = batch.unwrap();
            assert!(batch.schema().metadata()[METADATA].contains("\"invented\":true"));
            count += batch.num_rows();
        }
        assert_eq!(manifest.rows(table), u64::try_from(count).unwrap(), "{}", table.name());
        let lines = String::from_utf8(files[&format!("{}.csv", table.name())].clone()).unwrap();
        assert_eq!(lines.lines().count(), count + 1, "{}", table.name());
    }
    let text: serde_json::Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    assert_eq!((&text["invented"], &text["seed"]), (&true.into(), &1.into()));
    assert!(province.subjects("hours").is_err() && province.table("nothing").unwrap_err().is_input());
}

#[test]
fn parquet_gives_back_what_was_written() {
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    let folder = Folder::new("parquet");
    let province = province(flawed(), 2025);
    province.write_to(&folder.0, Format::Parquet).unwrap();
    for table in [Table::Citizens, Table::Hours, Table::FamilyMembers, Table::Units] {
        let file = fs::File::open(folder.0.join(format!("{}.parquet", table.name()))).unwrap();
        let builder = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
        let about = builder.metadata().file_metadata().key_value_metadata().unwrap();
        assert!(about.iter().any(|entry| entry.key == METADATA && entry.value.is_some()));
        let read: usize = builder.build().unwrap().map(|batch| batch.unwrap().num_rows()).sum();
        assert_eq!(read, rows(&province, table).len());
    }
}

#[test]
fn flaws_change_only_what_they_plant() {
    let (clean, flawed) = (province(Flaws::none(), 2025), province(flawed(), 2025));
    assert_eq!(clean.manifest().unwrap().flaws, []);
    let manifest = flawed.manifest().unwrap();
    for &table in Table::ALL {
        let clean: std::collections::BTreeSet<_> =
            rows(&clean, table).iter().map(|row| format!("{row:?}")).collect();
        let other = rows(&flawed, table).iter().filter(|row| !clean.contains(&format!("{row:?}"))).count();
        let planted: u64 = Flaw::ALL.iter().map(|&flaw| manifest.planted(flaw, table)).sum();
        // A person on file twice has two rows that are new: as a citizen and as a resident.
        let also =
            if table == Table::Residents { manifest.planted(Flaw::PersonTwice, Table::Citizens) } else { 0 };
        assert_eq!(u64::try_from(other).unwrap(), planted + also, "{}", table.name());
    }
}

#[test]
fn sizes_and_years_out_of_bounds_are_refused() {
    for options in [
        Options { citizens: 299, ..Options::default() },
        Options { citizens: 5_000_001, ..Options::default() },
        Options { year: 2015, ..Options::default() },
        Options { year: 2031, ..Options::default() },
    ] {
        assert!(Province::new(options).unwrap_err().is_input());
    }
}
