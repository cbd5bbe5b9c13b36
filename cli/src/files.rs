//! Files: read within limits, written in one step, and looked for where a set's neighbours lie.

use crate::console::{Console, End, Stop};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use tieuchi::text::SOURCE_BYTES;
use tieuchi::{Library, Plan, SourceFile, compile_among};

/// The most files looked at for the sets a set reads.
const MOST_NEIGHBOURS: usize = 2_000;

/// Reads a text, or says why not.
pub fn read(console: &mut Console, path: &Path, limit: usize) -> Result<String, Stop> {
    reported(console, path, limit, try_read(path, limit))
}

/// Reads bytes of any kind, or says why not.
pub fn read_bytes(console: &mut Console, path: &Path, limit: usize) -> Result<Vec<u8>, Stop> {
    reported(console, path, limit, try_bytes(path, limit))
}

fn reported<T>(console: &mut Console, path: &Path, limit: usize, read: Result<T, Unread>) -> Result<T, Stop> {
    match read {
        Ok(content) => Ok(content),
        Err(why) => {
            let name = path.display();
            match why {
                Unread::TooLarge => console.message(
                    format!("tệp {name} lớn hơn giới hạn {limit} byte"),
                    format!("file {name} is larger than the limit of {limit} bytes"),
                )?,
                Unread::NotText => console.message(
                    format!("tệp {name} không phải văn bản UTF-8"),
                    format!("file {name} is not UTF-8 text"),
                )?,
                Unread::Io(error) => console.message(
                    format!("không đọc được tệp {name}: {error}"),
                    format!("cannot read file {name}: {error}"),
                )?,
            }
            Err(End::Files.into())
        }
    }
}

enum Unread {
    TooLarge,
    NotText,
    Io(io::Error),
}

fn try_read(path: &Path, limit: usize) -> Result<String, Unread> {
    String::from_utf8(try_bytes(path, limit)?).map_err(|_| Unread::NotText)
}

fn try_bytes(path: &Path, limit: usize) -> Result<Vec<u8>, Unread> {
    let most = u64::try_from(limit).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    if is_stdin(path) {
        io::stdin().lock().take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(Unread::Io)?;
    } else {
        let file = File::open(path).map_err(Unread::Io)?;
        let size = file.metadata().map_err(Unread::Io)?.len();
        if size > most {
            return Err(Unread::TooLarge);
        }
        // A file may grow while it is read.
        file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(Unread::Io)?;
    }
    if bytes.len() > limit {
        return Err(Unread::TooLarge);
    }
    Ok(bytes)
}

/// Whether a path stands for standard input.
pub fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The name shown for a path.
pub fn shown(path: &Path) -> String {
    if is_stdin(path) { "<stdin>".to_owned() } else { path.display().to_string() }
}

/// Reads a criteria set.
pub fn read_set(console: &mut Console, path: &Path) -> Result<SourceFile, Stop> {
    let text = read(console, path, SOURCE_BYTES)?;
    Ok(SourceFile::new(shown(path), text))
}

/// Reads and compiles a set, or reports why there is no plan.
pub fn load(console: &mut Console, path: &Path, with: &[PathBuf]) -> Result<(SourceFile, Plan), Stop> {
    let source = read_set(console, path)?;
    let named = read_named(console, with)?;
    let compiled = compile_among(&source, || candidates(path, named));
    match compiled.plan {
        Some(plan) => Ok((source, plan)),
        None => {
            console.report_findings(&compiled.sources, &compiled.diagnostics)?;
            Err(End::Findings.into())
        }
    }
}

/// The sets a source reads or rests on, and those these rest on, found among the files named and
/// the neighbours of its file. Files named come last, so they win over neighbours.
pub fn library(
    console: &mut Console,
    path: &Path,
    source: &SourceFile,
    with: &[PathBuf],
) -> Result<Library, Stop> {
    let named = read_named(console, with)?;
    if Library::needed_by(source).is_empty() {
        return Ok(Library::new());
    }
    Ok(Library::gathered(source, &candidates(path, named)))
}

fn read_named(console: &mut Console, files: &[PathBuf]) -> Result<Vec<SourceFile>, Stop> {
    files.iter().map(|file| read_set(console, file)).collect()
}

/// The neighbours of a file, then the files named.
fn candidates(path: &Path, named: Vec<SourceFile>) -> Vec<SourceFile> {
    let mut out: Vec<SourceFile> = Vec::new();
    for neighbour in neighbours(path) {
        if let Ok(text) = try_read(&neighbour, SOURCE_BYTES) {
            out.push(SourceFile::new(shown(&neighbour), text));
        }
    }
    out.extend(named);
    out
}

/// The other sets in the folder of a file and in the folders beside that one, sorted.
fn neighbours(path: &Path) -> Vec<PathBuf> {
    if is_stdin(path) {
        return Vec::new();
    }
    let own = match path.canonicalize() {
        Ok(own) => own,
        Err(_) => return Vec::new(),
    };
    let Some(folder) = own.parent() else { return Vec::new() };
    let mut folders = Vec::new();
    if let Some(above) = folder.parent() {
        folders = entries(above).into_iter().filter(|entry| entry.is_dir() && entry != folder).collect();
        folders.sort();
    }
    // The set's own folder comes last, so it wins over the folders beside it.
    folders.push(folder.to_path_buf());
    let mut out = Vec::new();
    for folder in folders {
        let mut files: Vec<PathBuf> = entries(&folder)
            .into_iter()
            .filter(|file| file.extension().is_some_and(|extension| extension == "tieuchi") && *file != own)
            .collect();
        files.sort();
        out.extend(files);
    }
    let spare = out.len().saturating_sub(MOST_NEIGHBOURS);
    out.split_off(spare)
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder)
        .map(|list| list.filter_map(|entry| Some(entry.ok()?.path())).collect())
        .unwrap_or_default()
}

/// Replaces a file in one step: whoever reads it meanwhile sees the old text or the new one.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    // The file a link leads to is replaced, not the link.
    let path = path.canonicalize()?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let written = write_new(&beside, text, &path).and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        // The first error is the one to report.
        let _ = fs::remove_file(&beside);
    }
    written
}

fn write_new(beside: &Path, text: &str, like: &Path) -> io::Result<()> {
    let metadata = fs::metadata(like)?;
    if metadata.permissions().readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(beside)?;
    file.write_all(text.as_bytes())?;
    file.set_permissions(metadata.permissions())?;
    file.sync_all()
}
