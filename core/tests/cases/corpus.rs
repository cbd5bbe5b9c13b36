//! The questions of the cases with their exact answers, for the other hosts and for other
//! implementations: `TIEUCHI_CORPUS=FILE` writes them, one JSON object a line.
//!
//! In: the files of `cases/`. Each question stands alone: what it holds decides the answer.
//! `docs/en/src/conformance.md` tells the form.

use crate::blocks::{Block, blocks, set_of};
use crate::run::context_options;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use tieuchi::{
    Context, Detail, Diagnostic, Dossier, Editions, Key, Lang, Library, Outcome, Plan, Receipt, ReceiptPart,
    SourceFile, SufficesOptions, compile_with, findings_json, flatten, text,
};

/// Writes the questions of every case; how many there are.
///
/// # Errors
///
/// A case that cannot be read, a file that cannot be written.
pub fn write(cases: &[(String, PathBuf)], to: &Path) -> Result<usize, String> {
    let said = |error: std::io::Error| format!("{}: {error}", to.display());
    let mut file = BufWriter::new(std::fs::File::create(to).map_err(said)?);
    let mut written = 0;
    for (name, path) in cases {
        let text = std::fs::read_to_string(path).map_err(said)?;
        for question in questions(&blocks(&text)?).map_err(|error| format!("{name}: {error}"))? {
            let line = question.to_json(name);
            writeln!(file, "{line}").map_err(said)?;
            written += 1;
        }
    }
    file.flush().map_err(said)?;
    Ok(written)
}

/// What is asked about what.
struct Question {
    judged: Judged,
    ask: Ask,
}

/// A dossier and what it is judged by, as a host gets them.
#[derive(Clone)]
struct Judged {
    library: Vec<String>,
    editions: Vec<String>,
    set: String,
    /// The lines of a `context` block.
    context: String,
    dossier: Option<String>,
}

enum Ask {
    /// What is wrong with the set, and with its examples.
    Check,
    /// The outcome of the dossier.
    Evaluate,
    /// What would make a class certain.
    Suffices { class: Option<String>, most: Option<usize>, bound: Option<u64> },
    /// What a class rests on.
    Rests { class: Option<String> },
    /// What comes out otherwise than for this.
    Compare(Box<Judged>),
    /// The set in a language, laid out.
    Convert(Lang),
    /// The set with its edits done.
    Flatten,
    /// Whether a receipt agrees.
    Verify { receipt: String, key: Option<String> },
}

/// The questions of a case, in its order.
fn questions(parts: &[Block]) -> Result<Vec<Question>, String> {
    let texts = |kind: &str| {
        parts.iter().filter(|block| block.kind == kind).map(|block| block.text.clone()).collect()
    };
    let mut now = Judged {
        library: texts("library"),
        editions: texts("edition"),
        set: String::new(),
        context: String::new(),
        dossier: None,
    };
    let (mut key, mut before): (Option<String>, Option<Judged>) = (None, None);
    let mut out = Vec::new();
    // What is asked again of the same dossier under another context or set.
    let keep = |now: &Judged, before: &mut Option<Judged>| {
        if now.dossier.is_some() {
            *before = Some(now.clone());
        }
    };
    for block in parts {
        let ask = match block.kind.as_str() {
            "tieuchi" => {
                keep(&now, &mut before);
                let set = set_of(block).source.text().to_owned();
                now = Judged { set, context: String::new(), dossier: None, ..now };
                Ask::Check
            }
            "context" => {
                keep(&now, &mut before);
                now.context.clone_from(&block.text);
                if now.dossier.is_none() {
                    continue;
                }
                Ask::Evaluate
            }
            "dossier" => {
                keep(&now, &mut before);
                now.dossier = Some(block.repeated());
                Ask::Evaluate
            }
            "suffices" => Ask::Suffices {
                class: class_of(block),
                most: number_of(block, "most"),
                bound: number_of(block, "bound").map(|bound| bound as u64),
            },
            "rests" => Ask::Rests { class: class_of(block) },
            "comparison" => Ask::Compare(Box::new(before.clone().ok_or("no dossier stands before")?)),
            "english" => Ask::Convert(Lang::En),
            "vietnamese" => Ask::Convert(Lang::Vi),
            "flattened" => Ask::Flatten,
            "key" => {
                key = Some(block.text.trim_end().to_owned());
                continue;
            }
            "receipt" if now.dossier.is_some() => {
                Ask::Verify { receipt: block.repeated().trim_end().to_owned(), key: key.clone() }
            }
            _ => continue,
        };
        out.push(Question { judged: now.clone(), ask });
    }
    Ok(out)
}

/// The class a block names.
fn class_of(block: &Block) -> Option<String> {
    block.words.first().filter(|word| !["most", "bound"].contains(&word.as_str())).cloned()
}

fn number_of(block: &Block, word: &str) -> Option<usize> {
    let at = block.words.iter().position(|known| known == word)?;
    block.words.get(at + 1)?.parse().ok()
}

impl Question {
    fn to_json(&self, case: &str) -> String {
        let mut question = json!({ "case": case, "ask": self.ask.name() });
        self.judged.put(&mut question);
        match &self.ask {
            Ask::Suffices { class, most, bound } => {
                question["class"] = json!(class);
                question["most"] = json!(most);
                question["bound"] = json!(bound);
            }
            Ask::Rests { class } => question["class"] = json!(class),
            Ask::Compare(before) => {
                let mut other = json!({});
                before.put(&mut other);
                question["before"] = other;
            }
            Ask::Convert(to) => question["to"] = json!(if *to == Lang::Vi { "vi" } else { "en" }),
            Ask::Verify { receipt, key } => {
                question["receipt"] = text_json(receipt);
                question["key"] = json!(key);
            }
            Ask::Check | Ask::Evaluate | Ask::Flatten => {}
        }
        let answer = self.answer().unwrap_or_else(|findings| object(&[("findings", &findings)]));
        // The answer is kept letter by letter, as the engine writes it.
        let question = question.to_string();
        let open = question.strip_suffix('}').expect("an object");
        let answer = RawValue::from_string(answer).expect("the engine writes JSON");
        format!("{open},\"answer\":{answer}}}")
    }

    /// The answer; else the findings that say why there is none, as JSON.
    fn answer(&self) -> Result<String, String> {
        let source = SourceFile::new("case", self.judged.set.clone());
        let alone = |findings: &[Diagnostic]| findings_json(Some(&source), findings);
        match &self.ask {
            Ask::Check => {
                let mut compiled = compile_with(&source, &self.judged.others());
                if let Some(plan) = &compiled.plan {
                    compiled.diagnostics.extend(plan.check_examples());
                }
                Err(findings_json(&compiled.sources, &compiled.diagnostics))
            }
            Ask::Convert(to) => {
                let file = text::parse(&source).file.ok_or_else(|| alone(&[]))?;
                let file = text::convert(&file, *to).map_err(|findings| alone(&findings))?;
                Ok(object(&[("text", &string(&text::print(&file)))]))
            }
            Ask::Flatten => match flatten(&source, &self.judged.others()) {
                Ok(text) => Ok(object(&[("text", &string(&text))])),
                Err(compiled) => Err(findings_json(&compiled.sources, &compiled.diagnostics)),
            },
            Ask::Evaluate => {
                let outcome = self.judged.outcome()?;
                let explanation = outcome.explain();
                let letter = explanation.to_letter();
                let text = |lang| string(&explanation.to_text(Detail::Full, lang));
                Ok(object(&[
                    ("explanation", &explanation.to_json()),
                    ("receipt", &outcome.receipt(None).to_json()),
                    ("vi", &text(Lang::Vi)),
                    ("en", &text(Lang::En)),
                    ("letter_vi", &string(&letter.to_text(Lang::Vi))),
                    ("letter_en", &string(&letter.to_text(Lang::En))),
                ]))
            }
            Ask::Suffices { class, most, bound } => {
                let outcome = self.judged.outcome()?;
                let mut options = SufficesOptions::default();
                if let Some(most) = most {
                    options = options.most(*most);
                }
                if let Some(bound) = bound {
                    options = options.bound(*bound);
                }
                let class = class.as_deref().or(outcome.next_class()).unwrap_or_default();
                outcome
                    .suffices(class, &options)
                    .map(|found| found.to_json())
                    .map_err(|found| alone(&[found]))
            }
            Ask::Rests { class } => {
                let outcome = self.judged.outcome()?;
                let class = class.as_deref().or(outcome.next_class()).unwrap_or_default();
                outcome.rests_on(class).map(|found| found.to_json()).map_err(|found| alone(&[found]))
            }
            Ask::Compare(before) => Ok(before.outcome()?.compare(&self.judged.outcome()?).to_json()),
            Ask::Verify { receipt, key } => {
                let (plan, _, dossier) = self.judged.read()?;
                let key = key.as_ref().map(|key| Key::new(key.as_bytes())).transpose();
                let found = key
                    .and_then(|key| plan.verify(&Receipt::from_json(receipt)?, &dossier, key.as_ref()))
                    .map_err(|found| alone(&[found]))?;
                let differs: Vec<&str> = found.differs().iter().map(|part: &ReceiptPart| part.id()).collect();
                Ok(object(&[("differs", &json!(differs).to_string())]))
            }
        }
    }
}

impl Ask {
    fn name(&self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Evaluate => "evaluate",
            Self::Suffices { .. } => "suffices",
            Self::Rests { .. } => "rests",
            Self::Compare(_) => "compare",
            Self::Convert(_) => "convert",
            Self::Flatten => "flatten",
            Self::Verify { .. } => "verify",
        }
    }
}

impl Judged {
    /// Puts what it holds into an object.
    fn put(&self, object: &mut Value) {
        object["set"] = text_json(&self.set);
        object["library"] = json!(self.library);
        object["editions"] = json!(self.editions);
        if let Some(dossier) = &self.dossier {
            object["context"] = context_json(&self.context);
            object["dossier"] = text_json(dossier);
        }
    }

    fn others(&self) -> Library {
        let mut library = Library::new();
        for text in &self.library {
            library.add(&SourceFile::new("library", text.clone()));
        }
        library
    }

    /// The plan that is applied, the context and the dossier; else findings as JSON.
    fn read(&self) -> Result<(Plan, Context, Dossier), String> {
        let library = self.others();
        let plan = |name: &str, text: &str| {
            let compiled = compile_with(&SourceFile::new(name, text), &library);
            compiled.plan.ok_or_else(|| findings_json(&compiled.sources, &compiled.diagnostics))
        };
        let own = plan("case", &self.set)?;
        let source = SourceFile::new("case", self.set.clone());
        let said = |findings: Vec<Diagnostic>| findings_json(Some(&source), &findings);
        let options = context_options(&self.context).expect("a context that its case has read");
        let (plan, context) = if self.editions.is_empty() {
            let context = own.context(&options).map_err(said)?;
            (own, context)
        } else {
            let mut all =
                self.editions.iter().map(|text| plan("edition", text)).collect::<Result<Vec<_>, _>>()?;
            all.push(own);
            let editions = Editions::new(all).map_err(said)?;
            let (plan, context) = editions.choose(&options).map_err(said)?;
            (plan.clone(), context)
        };
        let dossier = self.dossier.as_ref().expect("only dossiers are read");
        let dossier = Dossier::from_json(&plan, dossier).map_err(said)?;
        Ok((plan, context, dossier))
    }

    fn outcome(&self) -> Result<Outcome, String> {
        let (plan, context, dossier) = self.read()?;
        Ok(plan.evaluate(&dossier, &context))
    }
}

/// A text as it is; a very long one by the line in it that is repeated.
fn text_json(text: &str) -> Value {
    if text.len() < 10_000 {
        return json!(text);
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let runs = lines.chunk_by(|a, b| a == b);
    let (mut at, mut longest) = (0, (0, 1));
    for run in runs {
        if run.len() > longest.1 {
            longest = (at, run.len());
        }
        at += run.len();
    }
    let (first, times) = longest;
    json!({
        "before": lines[..first].concat(),
        "line": lines[first],
        "times": times,
        "after": lines[first + times..].concat(),
    })
}

/// The lines of a context as an object: `period` is a year or two days.
fn context_json(lines: &str) -> Value {
    let mut context = json!({ "period": "2025", "open": false, "regions": [] });
    for line in lines.lines() {
        match line.trim().split_once(' ') {
            Some(("period", period)) => {
                context["period"] = match period.split_once("..") {
                    Some((first, last)) => json!([first.trim(), last.trim()]),
                    None => json!(period),
                }
            }
            Some(("judged", day)) => context["judged_on"] = json!(day),
            Some(("file", state)) => context["open"] = json!(state == "open"),
            Some(("region", regions)) => {
                context["regions"] = regions.split(';').map(str::trim).collect();
            }
            _ => {}
        }
    }
    context
}

/// An object of values that are JSON already.
fn object(members: &[(&str, &str)]) -> String {
    let members: Vec<String> = members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
    format!("{{{}}}", members.join(","))
}

fn string(text: &str) -> String {
    Value::from(text).to_string()
}
