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
//! After the mark may stand ` as NAME`: the reader saves the block under that name. A faulty set that
//! is followed by a `console` block is checked there, as all commands are, by the tests of the command
//! line. With `TIEUCHI_BLESS=1` findings and explanations are written anew.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests say what went wrong by failing")]
#![expect(clippy::disallowed_methods, reason = "the pages are files")]

#[path = "docs/pages.rs"]
mod pages;

use pages::{Block, Fault, File, markdown, root};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use tieuchi::{ContextOptions, Detail, Dossier, Lang, Library, Plan, SourceFile, compile_with, render};

#[test]
fn what_the_pages_show_is_so() {
    let shown = Cell::new(0);
    let shown = &shown;
    pages::read(&pages::pages(), |_, _, lang| {
        let mut page = Page { lang, library: Library::new(), plan: None, printed: None };
        move |block| {
            shown.set(shown.get() + usize::from(block.mark.starts_with("tieuchi")));
            page.block(block)
        }
    });
    assert!(shown.get() > 0, "no page shows a set");
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
    for (page, _) in pages::pages() {
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

impl Page {
    fn block(&mut self, block: &Block) -> Result<(), Fault> {
        if let Some((mark, right)) = self.printed.take() {
            // What a command prints is looked at where commands are run.
            if block.mark == "console" {
                return Ok(());
            }
            if block.mark != mark {
                return Err(Fault::Said(format!("a block `{mark}` should stand here")));
            }
            return if block.text == right { Ok(()) } else { Err(Fault::Holds(right)) };
        }
        let mut words = block.mark.split_whitespace();
        match (words.next(), words.next()) {
            (Some("tieuchi"), kind @ (None | Some("library"))) => {
                let found = self.set(block);
                if !found.is_empty() {
                    return Err(Fault::Said(found));
                }
                if kind.is_some() {
                    self.library.add(&SourceFile::new(name(block, "library"), &block.text));
                }
            }
            (Some("tieuchi"), Some("faulty")) => {
                let found = self.set(block);
                if found.is_empty() {
                    return Err(Fault::Said("nothing is wrong here".to_owned()));
                }
                self.printed = Some(("text findings", found));
            }
            (Some("json"), Some("dossier")) => {
                let year = words.next().and_then(|year| year.parse().ok());
                let year = year.ok_or_else(|| Fault::Said("for which year?".to_owned()))?;
                let detail = if words.next() == Some("full") { Detail::Full } else { Detail::Decisive };
                self.printed = Some(("text explanation", self.judged(&block.text, year, detail)?));
            }
            (Some("tieuchi"), _) | (Some("text"), Some("findings" | "explanation")) => {
                return Err(Fault::Said(format!("what is a block `{}`?", block.mark)));
            }
            _ => {}
        }
        Ok(())
    }

    /// What is found in a set and in its examples.
    fn set(&mut self, block: &Block) -> String {
        let unnamed = if self.lang == Lang::Vi { "bo-tieu-chi.tieuchi" } else { "set.tieuchi" };
        let source = SourceFile::new(name(block, unnamed), &block.text);
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
        let plan = self.plan.as_ref().ok_or_else(|| Fault::Said("no set stands above".to_owned()))?;
        let found = |found: Vec<_>| Fault::Said(render::diagnostics(None, &found, self.lang, false));
        let dossier = Dossier::from_json(plan, dossier).map_err(found)?;
        let options = ContextOptions::year(year).ok_or_else(|| Fault::Said("no such year".to_owned()))?;
        let context = plan.context(&options).map_err(found)?;
        Ok(plan.evaluate(&dossier, &context).explain().to_text(detail, self.lang))
    }
}

/// The name a block is saved under.
fn name<'a>(block: &'a Block, unnamed: &'a str) -> &'a str {
    match &block.file {
        Some(File::Saved(name) | File::Shown(name)) => name,
        None => unnamed,
    }
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

fn below(page: &Path, book: &Path) -> String {
    page.strip_prefix(book)
        .unwrap()
        .components()
        .map(|part| part.as_os_str().to_str().unwrap())
        .collect::<Vec<_>>()
        .join("/")
}
