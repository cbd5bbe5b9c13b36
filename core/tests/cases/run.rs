//! One case: its inputs in the order they stand, its checked blocks against what the engine says.
//!
//! The tests speak to the engine here and nowhere else.

use crate::blocks::{Block, Wrapped, blocks, set_of};
use crate::receipts::Receipts;
use std::path::Path;
use tieuchi::{
    Compiled, Context, ContextOptions, Day, Diagnostic, Dossier, Editions, Lang, Library, Outcome, Plan,
    Redaction, SourceFile, SufficesOptions, inspect,
};

/// The blocks that are checked; the others are inputs.
const CHECKED: [&str; 13] = [
    "outcome",
    "diagnostics",
    "formatted",
    "english",
    "vietnamese",
    "statements",
    "flattened",
    "chosen",
    "letter",
    "coloured",
    "comparison",
    "suffices",
    "rests",
];

/// Checks a case, or rewrites its checked blocks.
///
/// # Errors
///
/// What differs, line by line.
pub fn check_file(path: &Path, bless: bool) -> Result<(), String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    if !text.starts_with("# ") {
        return Err("a case begins with a title, `# …`".to_owned());
    }
    let parts = blocks(&text)?;
    if holds_tables(&parts) {
        return Ok(());
    }
    let found = check(&parts)?;
    let mut faults = Vec::new();
    let mut rewritten = text.clone();
    for (at, actual) in found.iter().rev() {
        let block = &parts[*at];
        if block.text != *actual {
            rewritten.replace_range(block.range.clone(), actual);
            faults.push(format!("in `{}`:\n{}", block.kind, difference(&block.text, actual)));
        }
    }
    if faults.is_empty() {
        return Ok(());
    }
    if bless {
        return std::fs::write(path, rewritten).map_err(|error| error.to_string());
    }
    faults.reverse();
    Err(format!("{}\n{}", path.display(), faults.join("\n")))
}

/// Whether blocks are about tables, and tables cannot be read here.
pub fn holds_tables(parts: &[Block]) -> bool {
    cfg!(not(feature = "arrow")) && parts.iter().any(|block| block.kind == "subjects")
}

/// What was written and is not, and what is and was not written.
fn difference(written: &str, actual: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (written.lines().collect(), actual.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let minus = old[same..].iter().map(|line| format!("  - {line}"));
    let plus = new[same..].iter().map(|line| format!("  + {line}"));
    minus.chain(plus).collect::<Vec<_>>().join("\n")
}

/// What the checked blocks should hold, by their position.
pub fn check(parts: &[Block]) -> Result<Vec<(usize, String)>, String> {
    let mut library = Library::new();
    for block in parts.iter().filter(|block| block.kind == "library") {
        if !library.add(&SourceFile::new("library", block.text.clone())) {
            return Err("a `library` block holds no set".to_owned());
        }
    }
    let mut case = Case::with(library);
    for block in parts.iter().filter(|block| block.kind == "edition") {
        case.edition(block)?;
    }
    let mut out = Vec::new();
    for (at, block) in parts.iter().enumerate() {
        if CHECKED.contains(&block.kind.as_str()) {
            out.push((at, case.checked(block)?));
        } else {
            case.input(block)?;
        }
    }
    case.nothing_unsaid()?;
    Ok(out)
}

/// The state of a case as its blocks are read.
#[derive(Default)]
pub struct Case {
    library: Library,
    /// Other editions of the set.
    editions: Vec<Plan>,
    set: Option<(Wrapped, Compiled)>,
    options: Option<ContextOptions>,
    dossier: Option<Dossier>,
    /// The outcome of the dossier before, under the set and context it was read in.
    before: Option<Outcome>,
    /// Keys, receipts and leaves.
    receipts: Receipts,
    /// Tables that wait for their subjects: name and text.
    tables: Vec<(String, String)>,
    /// What the last input had wrong with it.
    pub findings: Vec<Diagnostic>,
    /// Whether a block showed it.
    shown: bool,
}

impl Case {
    /// A case that has read nothing yet.
    pub fn with(library: Library) -> Self {
        Self { library, ..Self::default() }
    }

    /// Reads another edition of the set.
    pub fn edition(&mut self, block: &Block) -> Result<(), String> {
        let source = SourceFile::new("edition", block.text.clone());
        let compiled = tieuchi::compile_with(&source, &self.library);
        let faults = inspect::findings(&source, &compiled.diagnostics, 0);
        self.editions.push(compiled.plan.ok_or(faults)?);
        Ok(())
    }

    /// Reads an input.
    pub fn input(&mut self, block: &Block) -> Result<(), String> {
        match block.kind.as_str() {
            "library" | "edition" => {}
            "tieuchi" => {
                self.nothing_unsaid()?;
                self.keep_before();
                let wrapped = set_of(block);
                let mut compiled = tieuchi::compile_with(&wrapped.source, &self.library);
                if let Some(plan) = &compiled.plan {
                    compiled.diagnostics.extend(plan.check_examples());
                }
                self.findings = compiled.diagnostics.clone();
                self.shown = false;
                self.set = Some((wrapped, compiled));
                (self.options, self.dossier) = (None, None);
            }
            "context" => {
                self.nothing_unsaid()?;
                self.keep_before();
                self.options = Some(context_options(&block.text)?);
                self.findings = self.context().err().unwrap_or_default();
                self.shown = false;
            }
            "dossier" => {
                self.nothing_unsaid()?;
                self.keep_before();
                let plan = self.chosen().ok_or("a dossier without a set that compiles")?.0;
                let read = Dossier::from_json(&plan, &block.repeated());
                self.shown = false;
                self.findings = Vec::new();
                self.dossier = None;
                match read {
                    Ok(dossier) => self.dossier = Some(dossier),
                    Err(findings) => self.findings = findings,
                }
            }
            "key" | "receipt" | "proof" | "leaves" | "prove" => {
                self.nothing_unsaid()?;
                let plan = self.chosen().map(|(plan, _)| plan);
                self.findings = self.receipts.input(block, plan.as_ref(), self.dossier.as_ref());
                self.shown = false;
            }
            "table" => {
                self.tables.push((block.words.first().cloned().unwrap_or_default(), block.text.clone()))
            }
            "subjects" => {
                self.nothing_unsaid()?;
                self.shown = false;
                self.findings = self.population(block)?;
                self.tables.clear();
            }
            other => return Err(format!("no block is named `{other}`")),
        }
        Ok(())
    }

    /// What is wrong with a population.
    #[cfg(feature = "arrow")]
    fn population(&self, block: &Block) -> Result<Vec<Diagnostic>, String> {
        let (plan, context) = self.chosen().ok_or("a table without a set that compiles")?;
        let context = context.map_err(|_| "a table in a context with findings")?;
        crate::tables::findings(&plan, &context, &self.tables, &block.text, &block.words)
    }

    #[cfg(not(feature = "arrow"))]
    fn population(&self, _block: &Block) -> Result<Vec<Diagnostic>, String> {
        Err("tables are read with the feature `arrow`".to_owned())
    }

    fn context(&self) -> Result<Context, Vec<Diagnostic>> {
        self.chosen().map_or_else(|| Err(Vec::new()), |(_, context)| context)
    }

    /// The edition that is applied, and the context; the set itself where it has no other edition.
    fn chosen(&self) -> Option<(Plan, Result<Context, Vec<Diagnostic>>)> {
        let (_, Compiled { plan: Some(plan), .. }) = self.set.as_ref()? else { return None };
        let year = || ContextOptions::year(2025).expect("a year");
        let options = self.options.clone().unwrap_or_else(year);
        if self.editions.is_empty() {
            return Some((plan.clone(), plan.context(&options)));
        }
        let all = self.editions.iter().chain([plan]).cloned().collect();
        let editions = match Editions::new(all) {
            Ok(editions) => editions,
            Err(findings) => return Some((plan.clone(), Err(findings))),
        };
        match editions.choose(&options) {
            Ok((chosen, context)) => Some((chosen.clone(), Ok(context))),
            Err(findings) => Some((plan.clone(), Err(findings))),
        }
    }

    /// An error that no `diagnostics` block shows is a failure.
    pub fn nothing_unsaid(&self) -> Result<(), String> {
        if self.shown || !self.findings.iter().any(Diagnostic::is_error) {
            return Ok(());
        }
        Err(format!("no `diagnostics` block shows:\n{}", self.findings_text()))
    }

    fn findings_of(&self, findings: &[Diagnostic]) -> String {
        let empty = SourceFile::new("", "");
        let (source, before) =
            self.set.as_ref().map_or((&empty, 0), |(wrapped, _)| (&wrapped.source, wrapped.lines_before));
        inspect::findings(source, findings, before)
    }

    pub fn findings_text(&self) -> String {
        let text = |findings: &[Diagnostic]| self.findings_of(findings);
        // Past twenty, the first three and the last say enough.
        match self.findings.as_slice() {
            [a, b, c, more @ .., last] if self.findings.len() > 20 => {
                let first = text(&[a.clone(), b.clone(), c.clone()]);
                format!("{first}… {} more …\n{}", more.len(), text(std::slice::from_ref(last)))
            }
            all => text(all),
        }
    }

    /// Keeps the outcome of the last dossier, to compare the next one with.
    fn keep_before(&mut self) {
        if self.dossier.is_some() {
            self.before = self.evaluated().ok();
        }
    }

    /// The outcome of the last dossier.
    fn evaluated(&self) -> Result<Outcome, String> {
        self.nothing_unsaid()?;
        let (plan, context) = self.chosen().ok_or("the set does not compile")?;
        let dossier = self.dossier.as_ref().ok_or("an outcome without a dossier")?;
        let context =
            context.map_err(|findings| format!("in the context:\n{}", self.findings_of(&findings)))?;
        Ok(plan.evaluate(dossier, &context))
    }

    /// What would suffice for the class that the block names, or what it rests on.
    ///
    /// # Errors
    ///
    /// No set, no context or no dossier; a class the set does not have is a finding.
    pub fn asked(&mut self, block: &Block) -> Result<String, String> {
        self.nothing_unsaid()?;
        let (plan, context) = self.chosen().ok_or("the set does not compile")?;
        let dossier = self.dossier.as_ref().ok_or("a question without a dossier")?;
        let context = context.map_err(|_| "a question without a context")?;
        let outcome = plan.evaluate(dossier, &context);
        let class = block.words.first().map(String::as_str).or(outcome.next_class()).unwrap_or_default();
        let number = |word: &str| {
            let at = block.words.iter().position(|known| known == word)?;
            block.words.get(at + 1)?.parse::<usize>().ok()
        };
        let mut options = SufficesOptions::default();
        if let Some(most) = number("most") {
            options = options.most(most);
        }
        if let Some(bound) = number("bound") {
            options = options.bound(bound as u64);
        }
        let lang = plan.language();
        let text = if block.kind == "rests" {
            outcome.rests_on(class).map(|found| found.to_text(lang))
        } else {
            outcome.suffices(class, &options).map(|found| found.to_text(lang))
        };
        text.or_else(|finding| {
            (self.findings, self.shown) = (vec![finding], false);
            Ok(String::new())
        })
    }

    /// What a checked block should hold.
    fn checked(&mut self, block: &Block) -> Result<String, String> {
        if block.kind == "diagnostics" {
            self.shown = true;
            return Ok(self.findings_text());
        }
        let Some((wrapped, _)) = &self.set else {
            return Err("a checked block before any set".to_owned());
        };
        match block.kind.as_str() {
            "statements" => Ok(inspect::statements(&wrapped.source, wrapped.within)),
            "outcome" => Ok(inspect::outcome(&self.evaluated()?)),
            "comparison" => {
                let before = self.before.as_ref().ok_or("a comparison without a dossier before")?;
                let outcome = self.evaluated()?;
                let lang = lang_of(block, outcome.plan());
                Ok(before.compare_with(&outcome, &redaction(block)).to_text(lang))
            }
            "coloured" => {
                let outcome = self.evaluated()?;
                let coloured = outcome.colour(&wrapped.source, &redaction(block));
                let lang = lang_of(block, outcome.plan());
                let lines = block_lines(wrapped);
                Ok(coloured
                    .lines
                    .iter()
                    .take(lines.1)
                    .skip(lines.0)
                    .map(|line| {
                        let why: Vec<&str> = line.why.iter().map(|why| why.get(lang)).collect();
                        let why =
                            if why.is_empty() { String::new() } else { format!("  ← {}", why.join("; ")) };
                        format!("{} {}{why}\n", line.mark.sign(), line.text)
                    })
                    .collect())
            }
            "letter" => {
                let outcome = self.evaluated()?;
                let letter = outcome.explain_with(&redaction(block)).to_letter();
                Ok(letter.to_text(lang_of(block, outcome.plan())))
            }
            "suffices" | "rests" => self.asked(block),
            "flattened" => tieuchi::flatten(&wrapped.source, &self.library)
                .map_err(|compiled| inspect::findings(&wrapped.source, &compiled.diagnostics, 0)),
            "chosen" => match self.chosen() {
                Some((plan, Ok(_))) => Ok(format!("{}\n", plan.edition())),
                _ => Err("no edition is chosen".to_owned()),
            },
            kind => {
                let file = tieuchi_grammar::parse(&wrapped.source).file.ok_or("the set cannot be read")?;
                let to = match kind {
                    "english" => Lang::En,
                    "vietnamese" => Lang::Vi,
                    _ => file.lang,
                };
                match tieuchi_grammar::convert(&file, to) {
                    Ok(file) => Ok(tieuchi_grammar::print(&file)),
                    Err(findings) => Ok(inspect::findings(&wrapped.source, &findings, wrapped.lines_before)),
                }
            }
        }
    }
}

/// What a block keeps back.
fn redaction(block: &Block) -> Redaction {
    if block.says("redacted") { Redaction::private() } else { Redaction::none() }
}

/// The first line of a block in its set, from 0, and the one after its last.
fn block_lines(wrapped: &Wrapped) -> (usize, usize) {
    let text = &wrapped.source.text()[wrapped.within.start..wrapped.within.end];
    (wrapped.lines_before, wrapped.lines_before + text.lines().count())
}

/// The language a block names; without one that of the set.
fn lang_of(block: &Block, plan: &Plan) -> Lang {
    match (block.says("vi"), block.says("en")) {
        (true, _) => Lang::Vi,
        (false, true) => Lang::En,
        (false, false) => plan.language(),
    }
}

/// `period 2025`, `judged 2025-12-31`, `file open`, `region khó_khăn; miền_núi`.
pub fn context_options(text: &str) -> Result<ContextOptions, String> {
    let mut period = "2025";
    let (mut judged, mut open, mut regions) = (None, false, Vec::new());
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let (word, rest) = line.trim().split_once(' ').ok_or_else(|| format!("`{line}` says nothing"))?;
        match (word, rest) {
            ("period", rest) => period = rest,
            ("judged", rest) => judged = Some(day(rest)?),
            ("file", "open") => open = true,
            ("file", "closed") => open = false,
            ("region", rest) => regions = rest.split(';').map(|region| region.trim().to_owned()).collect(),
            _ => return Err(format!("`{line}` is no line of a context")),
        }
    }
    let options = match period.split_once("..") {
        Some((first, last)) => ContextOptions::period(day(first)?, day(last)?),
        None => period
            .parse()
            .ok()
            .and_then(ContextOptions::year)
            .ok_or_else(|| format!("`{period}` is no period"))?,
    };
    let options = options.open(open).regions(regions);
    Ok(match judged {
        Some(day) => options.judged_on(day),
        None => options,
    })
}

fn day(text: &str) -> Result<Day, String> {
    let part = |at: usize| text.trim().split('-').nth(at).and_then(|part| part.parse::<i32>().ok());
    let found = part(0).zip(part(1)).zip(part(2));
    found.and_then(|((y, m), d)| Day::new(y, m, d)).ok_or_else(|| format!("`{text}` is no day"))
}
