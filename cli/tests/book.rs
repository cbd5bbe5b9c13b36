//! What a reader gets who follows a page from above: every file the page shows is saved in a folder
//! of the page's own, every command is typed there, and the page shows what is printed.
//!
//! In: the pages of both books and the READMEs of the project, by the marks of their blocks.
//!
//! | mark | meaning |
//! |---|---|
//! | any ` as NAME` | saved under that name, which the page tells |
//! | any ` of NAME` | what the file of that name holds by now |
//! | `console` | commands after `$ `, below each what it prints: output, then messages |
//! | `console commands` | commands that end well; what they print is not shown |
//!
//! A line `…` stands for any lines, an `…` at the end of a line for the rest of that line. What
//! tests elsewhere look at stands in [`ELSEWHERE`]; any other block is a fault, so that no page shows
//! what nobody checks. With `TIEUCHI_BLESS=1` what is printed is written anew.

// The commands of the pages are typed in a shell.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests say what went wrong by failing")]
#![expect(clippy::indexing_slicing, reason = "a place in a page is where it was found")]

#[path = "../../core/tests/docs/pages.rs"]
mod pages;

use pages::{Block, Fault, File, root};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tieuchi::Lang;

/// Marks that other tests look at, by the end of the page's path; an empty one stands for every page.
const ELSEWHERE: &[(&str, &str)] = &[
    // core/tests/docs.rs, which also says what may follow what.
    ("", "tieuchi"),
    ("", "tieuchi library"),
    ("", "tieuchi faulty"),
    ("", "text findings"),
    ("", "json dossier 2025"),
    ("", "json dossier 2025 full"),
    ("", "text explanation"),
    // The documentation tests of the library.
    ("README.md", "rust"),
    // bindings-python/tests.
    ("python.md", "python"),
    ("databases.md", "python"),
    ("databases.md", "text printed"),
    ("scale.md", "python"),
    // core/src/samples/tests.rs.
    ("conformance.md", "text"),
    // grammar/tests/it, which makes the page.
    ("statements.md", "text"),
    // core/tests/cases/coverage.rs.
    ("cases/README.md", "text"),
];

#[test]
fn whoever_follows_a_page_gets_what_it_shows() {
    let mut pages = pages::pages();
    pages.extend(["cases", "examples"].map(|folder| (root().join(folder).join("README.md"), Lang::En)));
    pages::read(&pages, |path, text, _| {
        let mut reader = Reader::new(path, text);
        move |block| reader.block(block)
    });
}

/// Somebody who follows one page, in a folder that is removed at the end.
struct Reader {
    /// Its path below the root of the project.
    page: String,
    text: String,
    folder: PathBuf,
}

impl Reader {
    fn new(path: &Path, text: &str) -> Self {
        let page = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
        let own = format!("tieuchi-book-{}-{}", std::process::id(), page.replace('/', "-"));
        let folder = std::env::temp_dir().join(own);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        // Pages of the project speak of the sets it brings along.
        symlink(root().join("examples"), folder.join("examples")).unwrap();
        Self { page, text: text.to_owned(), folder }
    }

    fn block(&mut self, block: &Block) -> Result<(), Fault> {
        let elsewhere = ELSEWHERE.iter().any(|(page, mark)| block.mark == *mark && self.page.ends_with(page));
        match (&block.file, block.mark.as_str()) {
            (Some(File::Saved(name)), _) => {
                // Nobody can follow who is not told the name.
                if !self.text.contains(&format!("`{name}`")) {
                    return Err(Fault::Said(format!("the page does not say to save `{name}`")));
                }
                fs::write(self.folder.join(name), &block.text).unwrap();
                Ok(())
            }
            (Some(File::Shown(name)), _) => match fs::read_to_string(self.folder.join(name)) {
                Ok(held) if shows(&block.text, &held) => Ok(()),
                Ok(held) => Err(Fault::Holds(held)),
                Err(error) => Err(Fault::Said(format!("{name}: {error}"))),
            },
            (None, "console") => self.console(block),
            (None, "console commands") => self.commands(block),
            (None, _) if elsewhere => Ok(()),
            (None, mark) => Err(Fault::Said(format!("no test looks at a block `{mark}`"))),
        }
    }

    fn console(&self, block: &Block) -> Result<(), Fault> {
        let mut right = String::new();
        for (command, shown) in typed(&block.text)? {
            let printed = if untyped(command) { shown.clone() } else { self.run(command).1 };
            right += &format!("$ {command}\n{}", if shows(&shown, &printed) { shown } else { printed });
        }
        if right == block.text { Ok(()) } else { Err(Fault::Holds(right)) }
    }

    fn commands(&self, block: &Block) -> Result<(), Fault> {
        for (command, shown) in typed(&block.text)? {
            if !shown.is_empty() {
                return Err(Fault::Said(format!("this is no command: {shown}")));
            }
            if untyped(command) {
                continue;
            }
            let (well, printed) = self.run(command);
            if !well {
                return Err(Fault::Said(format!("{command}: does not end well\n{printed}")));
            }
        }
        Ok(())
    }

    /// Whether a command ends well, and what it prints: output, then messages.
    fn run(&self, line: &str) -> (bool, String) {
        let program = Path::new(env!("CARGO_BIN_EXE_tieuchi"));
        let mut path = program.parent().unwrap().as_os_str().to_owned();
        path.push(":");
        path.push(std::env::var_os("PATH").unwrap_or_default());
        let mut shell = Command::new("sh");
        shell.args(["-c", line]).current_dir(&self.folder).env("PATH", path).stdin(Stdio::null());
        shell.env_remove("LANG").env_remove("LC_ALL").env_remove("LC_MESSAGES").env_remove("NO_COLOR");
        let ended = shell.output().unwrap();
        let printed = String::from_utf8([ended.stdout, ended.stderr].concat()).unwrap();
        // Pages leave out the empty line that parts findings from what follows.
        let printed = printed.trim_end();
        let end = if printed.is_empty() { "" } else { "\n" };
        (ended.status.success(), format!("{printed}{end}"))
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Whether a command builds or tests the project, which is going on already.
fn untyped(command: &str) -> bool {
    command.split(' ').find(|word| !word.contains('=')) == Some("cargo")
}

/// The commands of a block, each with the lines below it.
fn typed(block: &str) -> Result<Vec<(&str, String)>, Fault> {
    let mut found: Vec<(&str, String)> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), found.last_mut()) {
            (Some(command), _) => found.push((command, String::new())),
            (None, Some((_, shown))) => {
                shown.push_str(line);
                shown.push('\n');
            }
            (None, None) => return Err(Fault::Said(format!("no command stands before this: {line}"))),
        }
    }
    Ok(found)
}

/// Whether what is shown is what there is, with `…` for what is left out.
fn shows(shown: &str, there: &str) -> bool {
    fn lines(shown: &[&str], there: &[&str]) -> bool {
        match (shown, there) {
            ([], _) => there.is_empty(),
            (["…", shown @ ..], _) => (0..=there.len()).any(|from| lines(shown, &there[from..])),
            ([_, ..], []) => false,
            ([line, shown @ ..], [whole, there @ ..]) => {
                line.strip_suffix('…').map_or(line == whole, |begins| whole.starts_with(begins))
                    && lines(shown, there)
            }
        }
    }
    lines(&shown.lines().collect::<Vec<_>>(), &there.lines().collect::<Vec<_>>())
}

#[test]
fn what_is_left_out_is_marked() {
    assert!(shows("a\nb\n", "a\nb\n"));
    assert!(!shows("a\n", "a\nb\n"));
    assert!(!shows("a\nb\n", "a\n"));
    assert!(shows("a\n…\n", "a\nb\nc\n"));
    assert!(shows("a\n…\nc\n", "a\nb\nc\nd\nc\n"));
    assert!(!shows("a\n…\nc\n", "a\nb\nc\nd\n"));
    assert!(shows("…\nb\n…\n", "a\nb\nc\n"));
    assert!(shows("a b…\n", "a b c\n"));
    assert!(!shows("a b…\n", "a c\n"));
    assert!(!shows("", "a\n"));
}
