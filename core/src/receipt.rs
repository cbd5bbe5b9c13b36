//! Receipts: what was judged by what, under which options, and what came out, as digests.
//!
//! In: an outcome. Out: a small JSON object that anybody with the same set and dossier can check,
//! with this engine or without it: the bytes under each digest are written down in the book's
//! chapter on receipts. A receipt says nothing of the subject itself, not even its name.
//! A population has one receipt over all its subjects (`population`), and a proof for each (`tree`).

pub(crate) mod findings;
mod input;
mod population;
#[cfg(feature = "serde")]
mod read;
mod result;
pub(crate) mod row;
#[cfg(test)]
pub(crate) mod tests;
mod tree;

pub use population::{Population, PopulationReceipt};
pub use tree::{HashTree, Leaves, Proof, leaf_json};

use crate::canonical::Map;
use crate::context::{Context, ContextOptions};
use crate::day::Day;
use crate::digest::{Digest, Hasher, Key, LANGUAGE_VERSION, set_text};
use crate::dossier::Dossier;
use crate::outcome::Outcome;
use crate::plan::Plan;
use row::RowForm;
use tieuchi_grammar::{Bilingual, Diagnostic};

/// The version of the engine, as a receipt states it.
const ENGINE: &str = env!("CARGO_PKG_VERSION");

/// What a digest of a receipt is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReceiptPart {
    /// Everything of the set that a result depends on.
    Meaning,
    /// The same with labels, citations and readings.
    Text,
    /// What the receipt states itself: set, edition, versions, period, day, file, regions.
    Options,
    /// The dossier and the context.
    Input,
    /// Values and reason codes.
    Result,
}

impl ReceiptPart {
    /// Every part.
    pub const ALL: [Self; 5] = [Self::Meaning, Self::Text, Self::Options, Self::Input, Self::Result];

    /// Its name in a receipt, and the domain of its digest.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Meaning => "meaning",
            Self::Text => "text",
            Self::Options => "options",
            Self::Input => "input",
            Self::Result => "result",
        }
    }

    /// What it is, for people.
    #[must_use]
    pub fn words(self) -> Bilingual {
        match self {
            Self::Meaning => Bilingual::new("nghĩa của bộ tiêu chí", "meaning of the set"),
            Self::Text => Bilingual::new("văn bản của bộ tiêu chí", "text of the set"),
            Self::Options => {
                Bilingual::new("các lựa chọn ghi trong biên nhận", "options stated in the receipt")
            }
            Self::Input => Bilingual::new("hồ sơ và kỳ đánh giá", "dossier and context"),
            Self::Result => Bilingual::new("kết quả", "result"),
        }
    }
}

/// The parts that differ from what a receipt says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    differs: Vec<ReceiptPart>,
}

impl Verification {
    /// Whether everything is as the receipt says.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.differs.is_empty()
    }

    /// What is not, in the order of [`ReceiptPart::ALL`].
    #[must_use]
    pub fn differs(&self) -> &[ReceiptPart] {
        &self.differs
    }
}

/// What a receipt states in plain words, besides the digests.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Statement {
    set: String,
    edition: String,
    engine: String,
    context: Context,
    /// The name of the key, where digests are keyed.
    key: Option<String>,
    /// How many subjects, for a population.
    count: Option<u64>,
}

impl Statement {
    fn of(plan: &Plan, context: &Context, key: Option<&Key>, count: Option<u64>) -> Self {
        Self {
            set: plan.id().to_owned(),
            edition: plan.edition().to_owned(),
            engine: ENGINE.to_owned(),
            context: context.clone(),
            key: key.map(|key| key.id().to_owned()),
            count,
        }
    }

    fn map(&self) -> Map {
        let mut map = Map::default();
        map.text("receipt", if self.count.is_some() { "population" } else { "subject" });
        map.text("set", &self.set);
        map.text("edition", &self.edition);
        map.text("language", &LANGUAGE_VERSION.to_string());
        map.text("engine", &self.engine);
        map.map("context", input::context(&self.context));
        map.shown("key", self.key.as_ref());
        map.shown("count", self.count);
        map
    }

    fn digest(&self, hasher: &Hasher) -> Digest {
        hasher.digest(ReceiptPart::Options.id(), self.map().to_text().as_bytes())
    }

    /// The way digests were made, if that key made them.
    fn hasher(&self, key: Option<&Key>) -> Result<Hasher, Diagnostic> {
        match (&self.key, key) {
            (None, None) => Ok(Hasher::plain()),
            (Some(id), Some(key)) if id == key.id() => Ok(Hasher::keyed(key)),
            (stated, given) => Err(findings::wrong_key(stated.as_deref(), given.map(Key::id))),
        }
    }

    /// The stated context, checked against a set as far as a result needs it. Whether the edition
    /// is in force is not asked: a transition may have led to it.
    fn context_in(&self, plan: &Plan) -> Result<Context, Vec<Diagnostic>> {
        let stated = &self.context;
        let options = ContextOptions::period(stated.first, stated.last)
            .judged_on(stated.judged_on)
            .open(stated.open)
            .regions(stated.regions.iter().cloned());
        plan.context_of(&options, false)
    }
}

/// What was judged by what, under which options, and what came out.
///
/// ```
/// # let source = r#"language en
/// # criteria set READING "Reading year" edition E1 [assumed]
/// #   in force from 2024-01-01
/// #   applies to person
/// # subject person "Person"
/// #   fact books "Books read": integer from 0 to 1000
/// # title reader "Reader" when books >= 6
/// # "#;
/// use tieuchi::{ContextOptions, Dossier, ReceiptPart, Receipt};
/// let plan = tieuchi::compile(source).unwrap();
/// let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
/// let dossier = Dossier::from_json(&plan, r#"{"books": 7}"#).unwrap();
/// let receipt = plan.evaluate(&dossier, &context).receipt(None);
/// let receipt = Receipt::from_json(&receipt.to_json()).unwrap();
/// assert!(plan.verify(&receipt, &dossier, None).unwrap().agrees());
///
/// let other = Dossier::from_json(&plan, r#"{"books": 8}"#).unwrap();
/// let found = plan.verify(&receipt, &other, None).unwrap();
/// assert_eq!(found.differs(), [ReceiptPart::Input, ReceiptPart::Result]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    statement: Statement,
    meaning: Digest,
    text: Digest,
    options: Digest,
    input: Digest,
    result: Digest,
    row: Digest,
}

impl Receipt {
    /// The digest of a part.
    #[must_use]
    pub const fn digest(&self, part: ReceiptPart) -> Digest {
        match part {
            ReceiptPart::Meaning => self.meaning,
            ReceiptPart::Text => self.text,
            ReceiptPart::Options => self.options,
            ReceiptPart::Input => self.input,
            ReceiptPart::Result => self.result,
        }
    }

    /// The digest of the result in its short form: what stands for the subject in the tree of a
    /// population (see [`Proof::row`]).
    #[must_use]
    pub const fn row(&self) -> Digest {
        self.row
    }

    /// Identifier and edition of the set.
    #[must_use]
    pub fn set(&self) -> (&str, &str) {
        (&self.statement.set, &self.statement.edition)
    }

    /// First and last day of the period.
    #[must_use]
    pub const fn period(&self) -> (Day, Day) {
        self.statement.context.period()
    }

    /// The name of the key its digests are made with, if they are keyed.
    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        self.statement.key.as_deref()
    }

    /// The receipt as one line of canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut map = self.statement.map();
        let mut digests = digests_map(&ReceiptPart::ALL.map(|part| (part.id(), self.digest(part))));
        digests.text("row", &self.row.to_string());
        map.map("digests", digests);
        map.to_text()
    }
}

impl Outcome {
    /// A receipt of the outcome; with a key, the digests of options, input and result are keyed.
    ///
    /// Digests of personal data can be guessed by trying every value; what leaves the office should
    /// be keyed.
    #[must_use]
    pub fn receipt(&self, key: Option<&Key>) -> Receipt {
        let hasher = Hasher::with(key);
        let digests = self.plan.inner.digests();
        let statement = Statement::of(&self.plan, &self.context, key, None);
        let (result, row) = self.results(&hasher);
        Receipt {
            meaning: digests.meaning,
            text: digests.text,
            options: statement.digest(&hasher),
            input: self.plan.input_digest(&self.dossier, &self.context, &hasher),
            result,
            row,
            statement,
        }
    }

    /// The very bytes a digest of its receipt is over, behind the line that names the domain.
    #[must_use]
    pub fn canonical(&self, part: ReceiptPart, key: Option<&Key>) -> String {
        let set = &self.plan.inner.set;
        match part {
            ReceiptPart::Meaning => set_text(set, false),
            ReceiptPart::Text => set_text(set, true),
            ReceiptPart::Options => Statement::of(&self.plan, &self.context, key, None).map().to_text(),
            ReceiptPart::Input => input::input(set, &self.dossier, &self.context).to_text(),
            ReceiptPart::Result => result::result(self).to_text(),
        }
    }

    /// The result in its short form, as a population's tree has it.
    #[must_use]
    pub fn canonical_row(&self) -> String {
        let mut out = Vec::new();
        RowForm::of(&self.plan).write(&self.view(), &mut out);
        // Every byte was written from texts.
        String::from_utf8(out).unwrap_or_default()
    }

    /// The digests of the result, full and short.
    fn results(&self, hasher: &Hasher) -> (Digest, Digest) {
        let full = hasher.digest(ReceiptPart::Result.id(), result::result(self).to_text().as_bytes());
        (full, hasher.digest(row::DOMAIN, self.canonical_row().as_bytes()))
    }
}

impl Plan {
    /// Evaluates a dossier again, as a receipt says it was, and compares.
    ///
    /// The options are those the receipt states. Everything that differs is named: a part of the
    /// set, the options, the dossier (under [`ReceiptPart::Input`], which has the options in it too) or
    /// the result.
    ///
    /// # Errors
    ///
    /// `wrong-key` where the receipt is keyed and this is not its key, or it is not keyed and a
    /// key is given: nothing could be compared.
    pub fn verify(
        &self,
        receipt: &Receipt,
        dossier: &Dossier,
        key: Option<&Key>,
    ) -> Result<Verification, Diagnostic> {
        let statement = &receipt.statement;
        let hasher = statement.hasher(key)?;
        let digests = self.inner.digests();
        // Where this set cannot be applied in the stated context, no result is the stated one.
        let result = statement.context_in(self).is_ok_and(|context| {
            self.evaluate(dossier, &context).results(&hasher) == (receipt.result, receipt.row)
        });
        let same = |part: ReceiptPart| match part {
            ReceiptPart::Meaning => digests.meaning == receipt.meaning,
            ReceiptPart::Text => digests.text == receipt.text,
            ReceiptPart::Options => statement.digest(&hasher) == receipt.options,
            ReceiptPart::Input => self.input_digest(dossier, &statement.context, &hasher) == receipt.input,
            ReceiptPart::Result => result,
        };
        Ok(Verification { differs: ReceiptPart::ALL.into_iter().filter(|part| !same(*part)).collect() })
    }

    fn input_digest(&self, dossier: &Dossier, context: &Context, hasher: &Hasher) -> Digest {
        let text = input::input(&self.inner.set, dossier, context).to_text();
        hasher.digest(ReceiptPart::Input.id(), text.as_bytes())
    }
}

/// A list of digests by name, as a receipt has them.
fn digests_map(digests: &[(&str, Digest)]) -> Map {
    let mut map = Map::default();
    for (name, digest) in digests {
        map.text(name, &digest.to_string());
    }
    map
}
