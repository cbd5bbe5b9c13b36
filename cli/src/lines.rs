//! Files of one JSON object a line: dossiers of many subjects, leaves of a tree.
//!
//! In: a path, or standard input. Out: each line that is not blank, with its place. A line too long
//! or not UTF-8 is reported with its number, and the others are read all the same.

use crate::console::{Console, End, Stop};
use crate::files;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use tieuchi::DOSSIER_BYTES;

/// Whether a file holds one object a line.
pub fn holds_lines(path: &Path) -> bool {
    let lines = |extension: &std::ffi::OsStr| extension == "ndjson" || extension == "jsonl";
    files::is_stdin(path) || path.extension().is_some_and(lines)
}

/// Gives each line of a file with its place, and the worst end of all.
pub fn each<T>(
    on: &mut T,
    path: &Path,
    console: impl Fn(&mut T) -> &mut Console,
    mut line: impl FnMut(&mut T, &str, &str) -> Result<End, Stop>,
) -> Result<End, Stop> {
    let name = files::shown(path);
    let read = if files::is_stdin(path) {
        lines(on, &name, io::stdin().lock(), &console, &mut line)
    } else {
        match File::open(path) {
            Ok(file) => lines(on, &name, BufReader::new(file), &console, &mut line),
            Err(error) => Ok(Err(error)),
        }
    };
    match read? {
        Ok(end) => Ok(end),
        Err(error) => {
            console(on).message(
                format!("không đọc được tệp {name}: {error}"),
                format!("cannot read file {name}: {error}"),
            )?;
            Ok(End::Files)
        }
    }
}

/// The inner error is one of reading.
fn lines<T>(
    on: &mut T,
    name: &str,
    mut reader: impl BufRead,
    console: &impl Fn(&mut T) -> &mut Console,
    line: &mut impl FnMut(&mut T, &str, &str) -> Result<End, Stop>,
) -> Result<io::Result<End>, Stop> {
    let mut end = End::Fine;
    let most = u64::try_from(DOSSIER_BYTES).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    for number in 1usize.. {
        bytes.clear();
        match (&mut reader).take(most.saturating_add(1)).read_until(b'\n', &mut bytes) {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) => return Ok(Err(error)),
        }
        let place = format!("{name}:{number}");
        if bytes.len() > DOSSIER_BYTES {
            console(on).message(
                format!("{place}: dòng dài hơn giới hạn {DOSSIER_BYTES} byte"),
                format!("{place}: the line is longer than the limit of {DOSSIER_BYTES} bytes"),
            )?;
            end = end.max(End::Findings);
            if let Err(error) = skip_line(&mut reader, &bytes) {
                return Ok(Err(error));
            }
            continue;
        }
        let Ok(text) = std::str::from_utf8(&bytes) else {
            console(on)
                .message(format!("{place}: không phải văn bản UTF-8"), format!("{place}: not UTF-8 text"))?;
            end = end.max(End::Findings);
            continue;
        };
        if !text.trim().is_empty() {
            end = end.max(line(on, &place, text)?);
        }
    }
    Ok(Ok(end))
}

/// Reads to the end of a line of which the beginning was read.
fn skip_line(reader: &mut impl BufRead, begun: &[u8]) -> io::Result<()> {
    if begun.last() == Some(&b'\n') {
        return Ok(());
    }
    loop {
        let (used, done) = {
            let buffer = reader.fill_buf()?;
            match buffer.iter().position(|byte| *byte == b'\n') {
                Some(at) => (at + 1, true),
                None => (buffer.len(), buffer.is_empty()),
            }
        };
        reader.consume(used);
        if done {
            return Ok(());
        }
    }
}
