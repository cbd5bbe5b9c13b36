//! The pages people read, and their fenced blocks: what the tests of several crates share.
//!
//! A block has a mark, and may be a file: `tieuchi as set.tieuchi` is saved by the reader under that
//! name, `csv of results.csv` shows what a file of that name holds by then.

use std::fmt::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};
use tieuchi::Lang;

/// A fenced block.
pub struct Block {
    /// The words after the fence, without the name of a file.
    pub mark: String,
    pub file: Option<File>,
    pub text: String,
    line: usize,
    range: Range<usize>,
}

/// The file a block is.
pub enum File {
    /// Saved as what the block holds.
    Saved(String),
    /// Written by a command, and shown.
    Shown(String),
}

/// What is wrong with a block.
pub enum Fault {
    /// What it should hold.
    Holds(String),
    /// What is said of it.
    Said(String),
}

/// Reads pages from above, each with a reader of its own that looks at block after block. With
/// `TIEUCHI_BLESS=1` a block that should hold something else is written anew.
pub fn read<R>(pages: &[(PathBuf, Lang)], reader: impl Fn(&Path, &str, Lang) -> R)
where
    R: FnMut(&Block) -> Result<(), Fault>,
{
    let bless = std::env::var("TIEUCHI_BLESS").is_ok_and(|value| value == "1");
    let mut faults = String::new();
    for (path, lang) in pages {
        let text = std::fs::read_to_string(path).unwrap();
        let mut look = reader(path, &text, *lang);
        let mut mended = String::new();
        let mut kept = 0;
        for block in blocks(&text) {
            let place = || format!("{}:{}", path.display(), block.line);
            match look(&block) {
                Ok(()) => {}
                Err(Fault::Holds(right)) if bless => {
                    mended += &text[kept..block.range.start];
                    mended += &right;
                    kept = block.range.end;
                }
                Err(Fault::Holds(right)) => {
                    let _ = writeln!(faults, "{}: should hold\n{right}", place());
                }
                Err(Fault::Said(said)) => {
                    let _ = writeln!(faults, "{}: {said}", place());
                }
            }
        }
        if kept > 0 {
            std::fs::write(path, mended + &text[kept..]).unwrap();
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

fn blocks(page: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<(&str, usize)> = None;
    let mut at = 0;
    for (number, line) in page.split_inclusive('\n').enumerate() {
        let next = at + line.len();
        if let Some(mark) = line.strip_prefix("```") {
            open = match open {
                None => Some((mark.trim(), next)),
                Some((mark, start)) => {
                    let text = page[start..at].to_owned();
                    let line = number - text.lines().count();
                    let (mark, file) = if let Some((mark, name)) = mark.split_once(" as ") {
                        (mark, Some(File::Saved(name.to_owned())))
                    } else if let Some((mark, name)) = mark.split_once(" of ") {
                        (mark, Some(File::Shown(name.to_owned())))
                    } else {
                        (mark, None)
                    };
                    found.push(Block { mark: mark.to_owned(), file, text, line, range: start..at });
                    None
                }
            };
        }
        at = next;
    }
    assert!(open.is_none(), "a block is not closed");
    found
}

pub fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The README and the pages of both books, in order, with the language of each. The chapter on
/// findings shows faults without what is around them; it is made from pages that are checked
/// elsewhere.
pub fn pages() -> Vec<(PathBuf, Lang)> {
    let mut pages = vec![(root().join("README.md"), Lang::En)];
    for (folder, lang) in [("docs/vi", Lang::Vi), ("docs/en", Lang::En)] {
        let book = markdown(&root().join(folder).join("src")).into_iter();
        pages.extend(book.filter(|page| !page.ends_with("diagnostics.md")).map(|page| (page, lang)));
    }
    pages
}

/// The Markdown files in a folder and below it, in order.
pub fn markdown(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(markdown(&path));
        } else if path.extension().is_some_and(|ending| ending == "md") {
            found.push(path);
        }
    }
    found.sort();
    found
}
