//! The engine's doors for JavaScript.
//!
//! In: texts, as JavaScript has them: sources, options as words; dossiers as bytes or as JSON. Out:
//! texts, most of them JSON, and two handles, a plan and an outcome. What JavaScript sees (plain
//! objects, camelCase, error classes) is made of these by `js/engine.js`; no rule and no word of a
//! finding stands here.

mod convert;
mod flat;
#[cfg(feature = "authoring")]
mod writing;

use flat::Flat;
use std::cell::RefCell;
use std::rc::Rc;
use tieuchi::{
    Context, ContextOptions, Dossier, Editions, Floats, Key, Receipt, ReceiptPart, SourceFile,
    SufficesOptions, Summary, compile_with, findings_json,
};
use tieuchi_wasm_shared::{self as shared, Refusal, Texts};
use wasm_bindgen::prelude::wasm_bindgen;

/// The version of the package.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Identifiers of the sets that a source names.
#[wasm_bindgen]
#[must_use]
pub fn needed_by(source: &str) -> Vec<String> {
    tieuchi::Library::needed_by(&SourceFile::new("", source))
}

/// A finding about a value that JavaScript holds and a dossier cannot, as a JSON list of one.
///
/// # Errors
///
/// No such fault.
#[wasm_bindgen]
pub fn host_fault(fault: &str, pointer: &str, shown: &str) -> Result<String, Refusal> {
    Ok(findings_json(None, &[convert::fault(fault)?.finding(pointer, shown)]))
}

thread_local! {
    /// Bytes that both sides read and write: a dossier on its way in, total and class on their way out.
    static ROOM: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Makes the room so large, and says where in the memory it is.
#[wasm_bindgen]
#[must_use]
pub fn room(size: usize) -> usize {
    ROOM.with_borrow_mut(|room| {
        room.resize(size, 0);
        room.shrink_to(size);
        room.as_ptr() as usize
    })
}

/// One edition: its plan, its text, and what was remarked when it was compiled.
struct Edition {
    plan: tieuchi::Plan,
    source: Rc<SourceFile>,
    findings: String,
}

impl Edition {
    fn compile(texts: &Texts) -> Result<Self, Refusal> {
        let compiled = compile_with(&texts.source, &texts.library);
        let findings = findings_json(&compiled.sources, &compiled.diagnostics);
        let plan = compiled.plan.ok_or_else(|| Refusal::Findings(findings.clone()))?;
        Ok(Self { plan, source: Rc::new(texts.source.clone()), findings })
    }
}

/// A compiled set with its other editions.
#[wasm_bindgen]
pub struct Plan {
    own: Edition,
    others: Vec<Edition>,
    /// All of them by time, if there are others.
    editions: Option<Editions>,
    /// Names that dossiers and standings are written with, by number.
    names: Vec<String>,
    /// Which edition dossiers are judged by, and in which context.
    chosen: RefCell<Option<(Option<usize>, Rc<Context>)>>,
}

#[wasm_bindgen]
impl Plan {
    /// Compiles a set; `editions` is a flat list of names and texts, as `beside` is.
    ///
    /// # Errors
    ///
    /// Every finding at once.
    #[wasm_bindgen(constructor)]
    pub fn new(
        name: &str,
        source: &str,
        beside: Vec<String>,
        editions: Vec<String>,
    ) -> Result<Self, Refusal> {
        let texts = Texts::new(name, source, beside);
        let own = Edition::compile(&texts)?;
        let others = shared::sources(editions)
            .map(|source| Edition::compile(&Texts { source, library: texts.library.clone() }))
            .collect::<Result<Vec<_>, _>>()?;
        let all = || others.iter().chain([&own]).map(|edition| edition.plan.clone()).collect();
        let editions = if others.is_empty() { None } else { Some(Editions::new(all())?) };
        let names = convert::names(others.iter().chain([&own]).map(|edition| &edition.plan));
        Ok(Self { own, others, editions, names, chosen: RefCell::default() })
    }

    /// The names that stand for numbers in dossiers and results.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.names.clone()
    }

    /// Identifier of the set.
    #[must_use]
    pub fn id(&self) -> String {
        self.own.plan.id().to_owned()
    }

    /// The language it is written in.
    #[must_use]
    pub fn language(&self) -> String {
        shared::lang_id(self.own.plan.language()).to_owned()
    }

    /// Its edition, or that of the edition in force.
    ///
    /// # Errors
    ///
    /// No edition is in force.
    pub fn edition(&self, setting: Option<String>) -> Result<String, Refusal> {
        Ok(self.asked(setting)?.plan.edition().to_owned())
    }

    /// Warnings and notes of the set as written, as a JSON list.
    #[must_use]
    pub fn findings(&self) -> String {
        self.own.findings.clone()
    }

    /// What the set, or the edition in force, asks for and gives: JSON.
    ///
    /// # Errors
    ///
    /// No edition is in force.
    pub fn facts(&self, setting: Option<String>) -> Result<String, Refusal> {
        Ok(self.asked(setting)?.plan.facts().to_json())
    }

    /// The JSON Schema of dossiers.
    ///
    /// # Errors
    ///
    /// No edition is in force.
    pub fn schema(&self, setting: Option<String>) -> Result<String, Refusal> {
        Ok(self.asked(setting)?.plan.schema())
    }

    /// Sets the setting that dossiers are judged in from now on.
    ///
    /// # Errors
    ///
    /// Findings of the setting; then the one before goes on.
    pub fn choose(&self, setting: &str) -> Result<(), Refusal> {
        let (at, context) = self.in_force(&shared::setting(setting)?)?;
        *self.chosen.borrow_mut() = Some((at, Rc::new(context)));
        Ok(())
    }

    /// Evaluates the dossier in the room, of so many bytes.
    ///
    /// # Errors
    ///
    /// Findings of the dossier.
    pub fn evaluate(&self, length: usize) -> Result<Outcome, Refusal> {
        let (edition, context) = self.chosen()?;
        Ok(edition.judge(&self.flat(edition, length)?, &context))
    }

    /// Evaluates a dossier of JSON text.
    ///
    /// # Errors
    ///
    /// Findings of the dossier.
    pub fn evaluate_json(&self, dossier: &str) -> Result<Outcome, Refusal> {
        let (edition, context) = self.chosen()?;
        Ok(edition.judge(&Dossier::from_json(&edition.plan, dossier)?, &context))
    }

    /// Puts total and class alone of the dossier in the room in its place, as `convert::summary` writes
    /// them.
    ///
    /// # Errors
    ///
    /// Findings of the dossier.
    pub fn summary(&self, length: usize) -> Result<(), Refusal> {
        let (edition, context) = self.chosen()?;
        self.sum_up(&edition.plan.summary(&self.flat(edition, length)?, &context));
        Ok(())
    }

    /// The same of a dossier of JSON text.
    ///
    /// # Errors
    ///
    /// Findings of the dossier.
    pub fn summary_json(&self, dossier: &str) -> Result<(), Refusal> {
        let (edition, context) = self.chosen()?;
        self.sum_up(&edition.plan.summary(&Dossier::from_json(&edition.plan, dossier)?, &context));
        Ok(())
    }

    /// Evaluates again as a receipt says it was: the parts that differ, as JSON.
    ///
    /// # Errors
    ///
    /// Findings of the receipt, the dossier or the key.
    pub fn verify(&self, receipt: &str, length: usize, key: Option<Vec<u8>>) -> Result<String, Refusal> {
        let receipt = Receipt::from_json(receipt)?;
        let edition = self.stated(&receipt);
        edition.verify(&receipt, &self.flat(edition, length)?, key)
    }

    /// The same of a dossier of JSON text.
    ///
    /// # Errors
    ///
    /// Findings of the receipt, the dossier or the key.
    pub fn verify_json(&self, receipt: &str, dossier: &str, key: Option<Vec<u8>>) -> Result<String, Refusal> {
        let receipt = Receipt::from_json(receipt)?;
        let edition = self.stated(&receipt);
        edition.verify(&receipt, &Dossier::from_json(&edition.plan, dossier)?, key)
    }
}

impl Plan {
    /// The dossier in the room.
    fn flat(&self, edition: &Edition, length: usize) -> Result<Dossier, Refusal> {
        ROOM.with_borrow(|room| {
            let bytes = room.get(..length).unwrap_or_default();
            Ok(Dossier::from_host(&edition.plan, &Flat { names: &self.names, bytes }, Floats::Nearest)?)
        })
    }

    fn sum_up(&self, summary: &Summary) {
        let bytes = convert::summary(summary, &self.names);
        ROOM.with_borrow_mut(|room| {
            if let Some(room) = room.get_mut(..bytes.len()) {
                room.copy_from_slice(&bytes);
            }
        });
    }

    /// The edition that a receipt is of; that of the set if it is of none.
    fn stated(&self, receipt: &Receipt) -> &Edition {
        let stated = |edition: &&Edition| (edition.plan.id(), edition.plan.edition()) == receipt.set();
        self.others.iter().find(stated).unwrap_or(&self.own)
    }

    /// The edition and the context that were chosen.
    fn chosen(&self) -> Result<(&Edition, Rc<Context>), Refusal> {
        match &*self.chosen.borrow() {
            Some((at, context)) => Ok((self.at(*at), Rc::clone(context))),
            None => Err(Refusal::Misuse("no setting is chosen".to_owned())),
        }
    }

    /// Another edition by its number, or the set's own.
    fn at(&self, at: Option<usize>) -> &Edition {
        at.and_then(|at| self.others.get(at)).unwrap_or(&self.own)
    }

    /// The edition in force, by its number among the others, and its checked context.
    fn in_force(&self, options: &ContextOptions) -> Result<(Option<usize>, Context), Refusal> {
        let Some(editions) = &self.editions else {
            let context = self.own.plan.context(options);
            let context = context.map_err(|findings| Refusal::found_in([&*self.own.source], &findings))?;
            return Ok((None, context));
        };
        let (plan, context) = editions.choose(options)?;
        Ok((self.others.iter().position(|edition| edition.plan == *plan), context))
    }

    fn asked(&self, setting: Option<String>) -> Result<&Edition, Refusal> {
        match setting {
            Some(setting) => Ok(self.at(self.in_force(&shared::setting(&setting)?)?.0)),
            None => Ok(&self.own),
        }
    }
}

impl Edition {
    fn judge(&self, dossier: &Dossier, context: &Context) -> Outcome {
        Outcome { outcome: self.plan.evaluate(dossier, context), source: Rc::clone(&self.source) }
    }

    fn verify(&self, receipt: &Receipt, dossier: &Dossier, key: Option<Vec<u8>>) -> Result<String, Refusal> {
        Ok(convert::verification(&self.plan.verify(receipt, dossier, key_of(key)?.as_ref())?))
    }
}

fn key_of(bytes: Option<Vec<u8>>) -> Result<Option<Key>, Refusal> {
    Ok(bytes.map(|bytes| Key::new(&bytes)).transpose()?)
}

/// The outcome of one dossier.
#[wasm_bindgen]
pub struct Outcome {
    outcome: tieuchi::Outcome,
    source: Rc<SourceFile>,
}

#[wasm_bindgen]
impl Outcome {
    /// Identifier of the set.
    #[must_use]
    pub fn set(&self) -> String {
        self.outcome.plan().id().to_owned()
    }

    /// The edition that was applied.
    #[must_use]
    pub fn edition(&self) -> String {
        self.outcome.plan().edition().to_owned()
    }

    /// The total, if the set has points: JSON.
    #[must_use]
    pub fn total(&self) -> Option<String> {
        self.outcome.total().map(|points| points.to_json())
    }

    /// The class, if the set has classes: JSON.
    #[must_use]
    pub fn class(&self) -> Option<String> {
        self.outcome.class().map(|class| class.to_json())
    }

    /// Points, class and reasons of every node: JSON. `keep` says what is kept back.
    ///
    /// # Errors
    ///
    /// No such word.
    pub fn explain(&self, keep: &str) -> Result<String, Refusal> {
        Ok(self.outcome.explain_with(&shared::redaction(keep)?).to_json())
    }

    /// The language of the set.
    #[must_use]
    pub fn language(&self) -> String {
        shared::lang_id(self.outcome.plan().language()).to_owned()
    }

    /// The same in words.
    ///
    /// # Errors
    ///
    /// No such word.
    pub fn text(&self, keep: &str, detail: &str, lang: &str) -> Result<String, Refusal> {
        let explanation = self.outcome.explain_with(&shared::redaction(keep)?);
        Ok(explanation.to_text(shared::detail(detail)?, shared::lang(lang)?))
    }

    /// The official letter.
    ///
    /// # Errors
    ///
    /// No such word.
    pub fn letter(&self, keep: &str, form: &str, lang: &str) -> Result<String, Refusal> {
        let letter = self.outcome.explain_with(&shared::redaction(keep)?).to_letter();
        let lang = shared::lang(lang)?;
        match form {
            "text" => Ok(letter.to_text(lang)),
            "markdown" => Ok(letter.to_markdown(lang)),
            "html" => Ok(letter.to_html(lang)),
            _ => Err(shared::no_such("format", form)),
        }
    }

    /// The lines of the set, each with what it comes to: a JSON list, or a page in a language.
    ///
    /// # Errors
    ///
    /// No such word.
    pub fn colour(&self, keep: &str, lang: Option<String>) -> Result<String, Refusal> {
        let coloured = self.outcome.colour(&self.source, &shared::redaction(keep)?);
        match lang {
            Some(lang) => Ok(coloured.to_html(shared::lang(&lang)?)),
            None => Ok(convert::lines(&coloured)),
        }
    }

    /// The class to ask about if none is named.
    #[must_use]
    pub fn next_class(&self) -> Option<String> {
        self.outcome.next_class().map(str::to_owned)
    }

    /// What would make a class certain: JSON, or words in a language.
    ///
    /// # Errors
    ///
    /// The set has no such class.
    pub fn suffices(
        &self,
        class: &str,
        most: Option<usize>,
        bound: Option<u32>,
        lang: Option<String>,
    ) -> Result<String, Refusal> {
        let mut options = SufficesOptions::default();
        if let Some(most) = most {
            options = options.most(most);
        }
        if let Some(bound) = bound {
            options = options.bound(u64::from(bound));
        }
        let answer = self.outcome.suffices(class, &options)?;
        match lang {
            Some(lang) => Ok(answer.to_text(shared::lang(&lang)?)),
            None => Ok(answer.to_json()),
        }
    }

    /// What a class rests on: JSON, or words in a language.
    ///
    /// # Errors
    ///
    /// The set has no such class.
    pub fn rests_on(&self, class: &str, lang: Option<String>) -> Result<String, Refusal> {
        let answer = self.outcome.rests_on(class)?;
        match lang {
            Some(lang) => Ok(answer.to_text(shared::lang(&lang)?)),
            None => Ok(answer.to_json()),
        }
    }

    /// What comes out otherwise in another outcome: JSON, or words in a language.
    ///
    /// # Errors
    ///
    /// No such word.
    pub fn compare(&self, after: &Self, keep: &str, lang: Option<String>) -> Result<String, Refusal> {
        let found = self.outcome.compare_with(&after.outcome, &shared::redaction(keep)?);
        match lang {
            Some(lang) => Ok(found.to_text(shared::lang(&lang)?)),
            None => Ok(found.to_json()),
        }
    }

    /// The receipt, as one line of canonical JSON.
    ///
    /// # Errors
    ///
    /// The key is too short.
    pub fn receipt(&self, key: Option<Vec<u8>>) -> Result<String, Refusal> {
        Ok(self.outcome.receipt(key_of(key)?.as_ref()).to_json())
    }

    /// The very bytes that a digest of the receipt is over.
    ///
    /// # Errors
    ///
    /// No such part, or the key is too short.
    pub fn canonical(&self, part: &str, key: Option<Vec<u8>>) -> Result<String, Refusal> {
        let known = ReceiptPart::ALL.into_iter().find(|known| known.id() == part);
        let known = known.ok_or_else(|| shared::no_such("part", part))?;
        Ok(self.outcome.canonical(known, key_of(key)?.as_ref()))
    }

    /// The result as a set on top of this one reads it: JSON.
    #[must_use]
    pub fn result(&self) -> String {
        self.outcome.result_json()
    }
}
