//! The README and the book in `docs/vi` and `docs/en` say what is so: every criteria set shown
//! compiles and its examples pass, every faulty one raises the findings printed below it, every
//! dossier gives the explanation printed below it; both books have the same chapters.
//!
//! In: fenced blocks, by their mark.
//!
//! | mark | meaning |
//! |---|---|
//! | `tieuchi` | a whole set: no finding, all examples pass |
//! | `tieuchi library` | the same, and later blocks of the page may rest on it |
//! | `tieuchi faulty`, then `text findings` | a whole set and what `check` prints of it |
//! | `json dossier 2025`, then `text explanation` | a dossier of the last set and what `evaluate` prints for that year |
//! | `json dossier 2025 full` | the same with `--explain full` |
//!
//! With `TIEUCHI_BLESS=1` findings and explanations are written anew.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests say what went wrong by failing")]
#![expect(clippy::disallowed_methods, reason = "the pages are files")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};
use tieuchi::{ContextOptions, Detail, Dossier, Lang, Library, Plan, SourceFile, compile_with, render};

#[test]
fn what_the_pages_show_is_so() {
    let bless = std::env::var("TIEUCHI_BLESS").is_ok_and(|value| value == "1");
    let mut shown = 0;
    let mut faults = String::new();
    for (path, lang) in pages() {
        let text = std::fs::read_to_string(&path).unwrap();
        let mut page = Page { lang, library: Library::new(), plan: None, printed: None };
        let mut mended = text.clone();
        // How far the places have moved in what is mended.
        let mut moved = 0isize;
        for block in blocks(&text) {
            shown += usize::from(block.mark.starts_with("tieuchi"));
            match page.block(&block) {
                Ok(()) => {}
                Err(Fault::Printed(right)) if bless => {
                    let start = block.range.start.strict_add_signed(moved);
                    let end = block.range.end.strict_add_signed(moved);
                    mended.replace_range(start..end, &right);
                    moved +=
                        isize::try_from(right.len()).unwrap() - isize::try_from(block.text.len()).unwrap();
                }
                Err(Fault::Printed(right)) => {
                    let _ = writeln!(faults, "{}:{}: prints\n{right}", path.display(), block.line);
                }
                Err(Fault::Set(said)) => {
                    let _ = writeln!(faults, "{}:{}: {said}", path.display(), block.line);
                }
            }
        }
        if mended != text {
            std::fs::write(&path, &mended).unwrap();
        }
    }
    assert!(faults.is_empty(), "{faults}");
    assert!(shown > 0, "no page shows a set");
}

/// The chapters of a book are those of the other one, and every page of a book is a chapter of it.
#[test]
fn both_books_have_the_same_chapters() {
    let [vi, en] = ["vi", "en"].map(|lang| {
        let book = root().join("docs").join(lang).join("src");
        let summary = std::fs::read_to_string(book.join("SUMMARY.md")).unwrap();
        let chapters: Vec<String> = links(&summary).collect();
        let listed: BTreeSet<String> = chapters.iter().cloned().collect();
        let mut there: BTreeSet<String> = markdown(&book).iter().map(|page| below(page, &book)).collect();
        there.remove("SUMMARY.md");
        assert_eq!(listed, there, "the chapters and the pages of docs/{lang}");
        assert_eq!(chapters.len(), listed.len(), "a chapter of docs/{lang} is listed twice");
        chapters
    });
    assert_eq!(vi, en);
}

/// A book rendered alone has no dead links.
#[test]
fn links_lead_to_pages_of_the_same_book() {
    let mut faults = String::new();
    for (page, _) in pages() {
        let text = std::fs::read_to_string(&page).unwrap();
        for link in links(&text).filter(|link| !link.contains("://")) {
            let file = link.split('#').next().unwrap_or_default();
            let book = page.ancestors().find(|folder| folder.ends_with("src")).unwrap_or(root()).to_owned();
            let target = page.parent().unwrap().join(file).canonicalize();
            if !file.is_empty()
                && !target.is_ok_and(|target| target.starts_with(book.canonicalize().unwrap()))
            {
                let _ = writeln!(faults, "{}: {link}", page.display());
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

/// A page while it is read from above.
struct Page {
    lang: Lang,
    library: Library,
    plan: Option<Plan>,
    /// What the block before has to be followed by: its mark and its text.
    printed: Option<(&'static str, String)>,
}

/// What is wrong with a block.
enum Fault {
    /// What it should print.
    Printed(String),
    /// What is said of a set or of a mark.
    Set(String),
}

impl Page {
    fn block(&mut self, block: &Block) -> Result<(), Fault> {
        if let Some((mark, right)) = self.printed.take() {
            if block.mark != mark {
                return Err(Fault::Set(format!("a block `{mark}` should stand here")));
            }
            return if block.text == right { Ok(()) } else { Err(Fault::Printed(right)) };
        }
        let mut words = block.mark.split_whitespace();
        match (words.next(), words.next()) {
            (Some("tieuchi"), kind @ (None | Some("library"))) => {
                let found = self.set(&block.text);
                if !found.is_empty() {
                    return Err(Fault::Set(found));
                }
                if kind.is_some() {
                    self.library.add(&SourceFile::new("library", &block.text));
                }
            }
            (Some("tieuchi"), Some("faulty")) => {
                let found = self.set(&block.text);
                if found.is_empty() {
                    return Err(Fault::Set("nothing is wrong here".to_owned()));
                }
                self.printed = Some(("text findings", found));
            }
            (Some("json"), Some("dossier")) => {
                let year = words.next().and_then(|year| year.parse().ok());
                let year = year.ok_or_else(|| Fault::Set("for which year?".to_owned()))?;
                let detail = if words.next() == Some("full") { Detail::Full } else { Detail::Decisive };
                self.printed = Some(("text explanation", self.judged(&block.text, year, detail)?));
            }
            (Some("tieuchi"), _) | (Some("text"), Some("findings" | "explanation")) => {
                return Err(Fault::Set(format!("what is a block `{}`?", block.mark)));
            }
            _ => {}
        }
        Ok(())
    }

    /// What is found in a set and in its examples.
    fn set(&mut self, text: &str) -> String {
        let name = if self.lang == Lang::Vi { "bo-tieu-chi.tieuchi" } else { "set.tieuchi" };
        let source = SourceFile::new(name, text);
        let mut compiled = compile_with(&source, &self.library);
        if let Some(plan) = &compiled.plan {
            compiled.diagnostics.extend(plan.check_examples());
        }
        let found = render::diagnostics(&compiled.sources, &compiled.diagnostics, self.lang, false);
        self.plan = compiled.plan;
        if found.is_empty() { found } else { format!("{}\n", found.trim_end()) }
    }

    /// The explanation of a dossier under the last set.
    fn judged(&self, dossier: &str, year: i32, detail: Detail) -> Result<String, Fault> {
        let plan = self.plan.as_ref().ok_or_else(|| Fault::Set("no set stands above".to_owned()))?;
        let found = |found: Vec<_>| Fault::Set(render::diagnostics(None, &found, self.lang, false));
        let dossier = Dossier::from_json(plan, dossier).map_err(found)?;
        let options = ContextOptions::year(year).ok_or_else(|| Fault::Set("no such year".to_owned()))?;
        let context = plan.context(&options).map_err(found)?;
        Ok(plan.evaluate(&dossier, &context).explain().to_text(detail, self.lang))
    }
}

/// A fenced block.
struct Block {
    mark: String,
    line: usize,
    text: String,
    range: Range<usize>,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<(String, usize)> = None;
    let mut at = 0;
    for (number, line) in page.split_inclusive('\n').enumerate() {
        let next = at + line.len();
        if let Some(mark) = line.strip_prefix("```") {
            open = match open {
                None => Some((mark.trim().to_owned(), next)),
                Some((mark, start)) => {
                    let text = page[start..at].to_owned();
                    let line = number - text.lines().count();
                    found.push(Block { mark, line, text, range: start..at });
                    None
                }
            };
        }
        at = next;
    }
    assert!(open.is_none(), "a block is not closed");
    found
}

/// Where the links of a page lead, in order; what stands in a block is no link.
fn links(page: &str) -> impl Iterator<Item = String> {
    let mut open = false;
    let mut text = String::new();
    for line in page.lines() {
        open ^= line.starts_with("```");
        // Every second part of a line stands between backticks.
        text.extend(line.split('`').step_by(2).filter(|_| !open));
        text.push('\n');
    }
    let links: Vec<String> =
        text.split("](").skip(1).filter_map(|rest| rest.split(')').next()).map(str::to_owned).collect();
    links.into_iter()
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The README and the pages of both books, in order, with the language of each. The chapter on
/// findings shows faults without what is around them; it is made from pages that are checked
/// elsewhere.
fn pages() -> Vec<(PathBuf, Lang)> {
    let mut pages = vec![(root().join("README.md"), Lang::En)];
    for (folder, lang) in [("docs/vi", Lang::Vi), ("docs/en", Lang::En)] {
        let book = markdown(&root().join(folder).join("src")).into_iter();
        pages.extend(book.filter(|page| !page.ends_with("diagnostics.md")).map(|page| (page, lang)));
    }
    pages
}

/// The Markdown files in a folder and below it, in order.
fn markdown(folder: &Path) -> Vec<PathBuf> {
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

fn below(page: &Path, book: &Path) -> String {
    page.strip_prefix(book)
        .unwrap()
        .components()
        .map(|part| part.as_os_str().to_str().unwrap())
        .collect::<Vec<_>>()
        .join("/")
}
