//! A Markdown file cut into its fenced blocks, and the small sets that fragments are wrapped into.
//!
//! In: text. Out: blocks with their place, so that a block can be rewritten and nothing else.

use std::ops::Range;
use tieuchi_grammar::ast::{Slot, Statement};
use tieuchi_grammar::{Lang, Row, SourceFile, Span, parse};

/// A fenced block.
pub struct Block {
    /// The first word after the fence.
    pub kind: String,
    /// The other words.
    pub words: Vec<String>,
    /// The lines between the fences.
    pub text: String,
    /// The bytes of those lines in the file.
    pub range: Range<usize>,
}

/// Every fenced block, in order.
///
/// # Errors
///
/// A block that is not closed.
pub fn blocks(file: &str) -> Result<Vec<Block>, String> {
    let mut out: Vec<Block> = Vec::new();
    let mut open: Option<(String, usize)> = None;
    let mut at = 0;
    for line in file.split_inclusive('\n') {
        let next = at + line.len();
        if let Some(info) = line.trim_end().strip_prefix("```") {
            open = match open {
                None => Some((info.to_owned(), next)),
                Some((info, start)) => {
                    let mut words = info.split_whitespace().map(str::to_owned);
                    let kind = words.next().unwrap_or_default();
                    out.push(Block {
                        kind,
                        words: words.collect(),
                        text: file[start..at].to_owned(),
                        range: start..at,
                    });
                    None
                }
            };
        }
        at = next;
    }
    if open.is_some() { Err("a block is not closed".to_owned()) } else { Ok(out) }
}

impl Block {
    /// Whether a word stands after the kind.
    pub fn says(&self, word: &str) -> bool {
        self.words.iter().any(|known| known == word)
    }

    /// The text, its last line repeated as often as `times N` says.
    pub fn repeated(&self) -> String {
        let times = self.words.iter().position(|word| word == "times");
        let Some(times) = times.and_then(|at| self.words.get(at + 1)) else { return self.text.clone() };
        let times: usize = times.parse().unwrap_or_else(|_| panic!("`times {times}` is no number"));
        let start = self.text.trim_end_matches('\n').rfind('\n').map_or(0, |at| at + 1);
        let (before, last) = self.text.split_at(start);
        format!("{before}{}", last.repeat(times))
    }
}

/// A set as the compiler gets it, and where the block's own lines stand in it.
pub struct Wrapped {
    pub source: SourceFile,
    pub lines_before: usize,
    pub within: Span,
}

/// The set of a `tieuchi` block: as it is, or a fragment wrapped into the least set that holds it.
pub fn set_of(block: &Block) -> Wrapped {
    let text = block.repeated();
    if !block.says("fragment") {
        let within = Span::new(0, text.len());
        return Wrapped { source: SourceFile::new("case", text), lines_before: 0, within };
    }
    let subject = |lang| {
        if lang == Lang::Vi { "đối tượng người \"Người\"" } else { "subject person \"Person\"" }
    };
    let faults = |lang| {
        parse(&SourceFile::new("case", format!("{}{}\n{text}", head(lang), subject(lang)))).diagnostics.len()
    };
    let english = block.says("en") || text.len() < 1_000_000 && faults(Lang::En) < faults(Lang::Vi);
    let lang = if english { Lang::En } else { Lang::Vi };
    let (before, after) = around(lang, &text);
    let whole = format!("{before}{text}{after}");
    Wrapped {
        source: SourceFile::new("case", whole),
        lines_before: before.matches('\n').count(),
        within: Span::new(before.len(), before.len() + text.len()),
    }
}

fn head(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "ngôn ngữ vi\nbộ tiêu chí THU \"Bộ thử\" bản B1 [giả định]\n",
        Lang::En => "language en\ncriteria set TRIAL \"Trial set\" edition E1 [assumed]\n",
    }
}

/// What stands before and after a fragment: a statement the fragment has itself is left out.
fn around(lang: Lang, text: &str) -> (String, String) {
    let rows = if text.len() < 1_000_000 { rows_of(lang, text) } else { Vec::new() };
    let has = |row: Row| rows.iter().any(|(known, _)| *known == row);
    let (vi, mut before) = (lang == Lang::Vi, head(lang).to_owned());
    if !has(Row::InForce) {
        before += if vi { "  hiệu lực từ 01/01/2020\n" } else { "  in force from 2020-01-01\n" };
    }
    // A set that is derived from another has its subjects and items from there.
    let derived = has(Row::DerivedFrom);
    if !has(Row::Structure) && !derived {
        before += if vi {
            "  cấu trúc tiêu chí; chỉ số; chỉ tiêu\n"
        } else {
            "  structure criterion; indicator; target\n"
        };
    }
    let subject = rows.iter().find(|(row, _)| *row == Row::Subject).map(|(_, name)| name.clone());
    let kind = subject.clone().unwrap_or_else(|| if vi { "người" } else { "person" }.to_owned());
    if !has(Row::AppliesTo) && !derived {
        before += &if vi { format!("  áp dụng cho {kind}\n") } else { format!("  applies to {kind}\n") };
    }
    if subject.is_none() && !derived {
        before += if vi { "đối tượng người \"Người\"\n" } else { "subject person \"Person\"\n" };
    }
    let mut after = String::new();
    if !derived && !has(Row::Item) && !has(Row::Class) && !has(Row::Classification) {
        after += if vi {
            "danh hiệu luôn \"Luôn\" khi 1 = 1\n"
        } else {
            "title always \"Always\" when 1 = 1\n"
        };
    }
    (before, after)
}

/// What stands around a Vietnamese fragment that has nothing of its own, as the README shows it.
pub fn wrapping() -> String {
    let (before, after) = around(Lang::Vi, "");
    format!("{before}    ← the fragment\n{after}")
}

/// The rows of a fragment, with the first name in each.
fn rows_of(lang: Lang, text: &str) -> Vec<(Row, String)> {
    fn walk(statement: &Statement, out: &mut Vec<(Row, String)>) {
        let name = statement.slots.iter().find_map(|slot| match slot {
            Slot::Name(name) => Some(name.text.clone()),
            _ => None,
        });
        out.push((statement.row, name.unwrap_or_default()));
        statement.children.iter().for_each(|child| walk(child, out));
    }
    // With a subject before it, a fragment that begins with facts is read too; the set's own lines
    // are found either way.
    let mut out = Vec::new();
    let (structure, subject) = match lang {
        Lang::Vi => ("cấu trúc tiêu chí; chỉ số; chỉ tiêu\n", "đối tượng x \"X\"\n"),
        Lang::En => ("structure criterion; indicator; target\n", "subject x \"X\"\n"),
    };
    let first_word = structure.split(' ').next().unwrap_or_default();
    let own_structure = text.lines().any(|line| line.trim_start().starts_with(first_word));
    let structure = if own_structure { "" } else { structure };
    let parsed = parse(&SourceFile::new("case", format!("{}{structure}{subject}{text}", head(lang))));
    for statement in parsed.file.iter().flat_map(|file| &file.statements) {
        walk(statement, &mut out);
    }
    // The first of each is not the fragment's own.
    for row in [Row::Structure, Row::Subject].into_iter().skip(usize::from(own_structure)) {
        if let Some(at) = out.iter().position(|(known, _)| *known == row) {
            out.remove(at);
        }
    }
    out
}
