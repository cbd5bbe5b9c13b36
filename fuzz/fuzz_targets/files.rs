//! Law: any bytes of a file of a table give results or say what is wrong, and a file that is read is
//! read to its last row. The first byte chooses the format.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tieuchi_fuzz::tables::{ENDINGS, Folder, quiet_readers, rows, table_job};
use tieuchi_tables::{Mode, read_whole, rows_known};

fuzz_target!(init: quiet_readers(), |data: &[u8]| {
    let Some((format, bytes)) = data.split_first() else { return };
    let ending = ENDINGS[usize::from(*format) % ENDINGS.len()];
    let folder = Folder::own();
    let path = folder.write(&format!("subjects.{ending}"), bytes);
    let known = rows_known(&path);
    let read = read_whole(&path);
    if let (Ok(batches), Some(known)) = (&read, known) {
        let read: usize = batches.iter().map(|batch| batch.num_rows()).sum();
        assert_eq!(read as u64, known, "rows of a file {ending}");
    }
    let job = table_job(path, Vec::new());
    if let Ok(lines) = rows(&job, Mode::Whole(2)) {
        assert!(read.is_ok(), "{} rows of a file that cannot be read", lines.len());
    }
});
