//! A population evaluated with receipts: dossiers in, summaries out, a leaf kept of each.
//!
//! In: dossiers, as many at a time as the caller holds. Out: their summaries, and in the end the
//! tree over all of them with one receipt. A row is hashed in its short form, so that a receipt
//! costs little beside the evaluation; what is kept of a subject is its identifier and 32 bytes.

use crate::context::Context;
use crate::digest::{Digest, Hasher, Key, prefix};
use crate::dossier::Dossier;
use crate::outcome::Summary;
use crate::plan::Plan;
use crate::receipt::row::{self, RowForm};
use crate::receipt::tree::{HashTree, Leaves};
use crate::receipt::{ReceiptPart, Statement, Verification, digests_map};
use tieuchi_grammar::Diagnostic;

/// A population while it is evaluated.
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
/// use tieuchi::{ContextOptions, Dossier, Population};
/// let plan = tieuchi::compile(source).unwrap();
/// let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
/// let read = |text| Dossier::from_json(&plan, text).unwrap();
/// let some = [read(r#"{"$id": "an", "books": 7}"#), read(r#"{"$id": "binh", "books": 3}"#)];
///
/// let mut population = Population::new(&plan, &context, None);
/// assert_eq!(population.evaluate(&some).len(), 2);
/// let (receipt, tree) = population.finish().unwrap();
/// let proof = tree.prove("an").unwrap();
/// assert!(proof.leads_to(&receipt.root()));
/// // The subject's own receipt has the same row.
/// assert_eq!(proof.row(), plan.evaluate(&some[0], &context).receipt(None).row());
/// ```
pub struct Population {
    plan: Plan,
    context: Context,
    hasher: Hasher,
    form: RowForm,
    domain: Vec<u8>,
    leaves: Leaves,
    row: Vec<u8>,
}

impl Population {
    /// A population of nobody yet; with a key, the digests of rows and options are keyed.
    #[must_use]
    pub fn new(plan: &Plan, context: &Context, key: Option<&Key>) -> Self {
        Self {
            plan: plan.clone(),
            context: context.clone(),
            hasher: Hasher::with(key),
            form: RowForm::of(plan),
            domain: prefix(row::DOMAIN).into_bytes(),
            leaves: Leaves::default(),
            row: Vec::new(),
        }
    }

    /// A population to be evaluated again as a receipt says it was.
    ///
    /// # Errors
    ///
    /// `wrong-key`, and the findings of [`Plan::context`] where the set cannot be applied in the
    /// context that the receipt states.
    pub fn again(
        plan: &Plan,
        receipt: &PopulationReceipt,
        key: Option<&Key>,
    ) -> Result<Self, Vec<Diagnostic>> {
        receipt.statement.hasher(key).map_err(|finding| vec![finding])?;
        let context = receipt.statement.context_in(plan)?;
        Ok(Self::new(plan, &context, key))
    }

    /// Evaluates some more dossiers: their totals and classes, in the order given, as
    /// [`Plan::evaluate_all`] gives them.
    pub fn evaluate(&mut self, dossiers: &[Dossier]) -> Vec<Summary> {
        let Self { plan, context, hasher, form, domain, leaves, row } = self;
        let mut out = Vec::with_capacity(dossiers.len());
        plan.each_row(dossiers, context, |view, dossier| {
            form.write(view, row);
            leaves.push(dossier.id(), hasher.behind(domain, row));
            out.push(Summary::of(view, dossier));
        });
        out
    }

    /// Adds the subjects of a table that was evaluated with [`crate::TableOptions::receipts`], under
    /// the key of this population if it has one ([`crate::TableOptions::key`]).
    ///
    /// Returns whether all of them could be added.
    #[cfg(feature = "arrow")]
    pub fn add_table(&mut self, outcome: &crate::TableOutcome) -> bool {
        self.hasher.key() == outcome.dataset().options.key.as_ref()
            && (0..outcome.len()).all(|row| {
                let digest = outcome.digest(row);
                digest.inspect(|digest| self.leaves.push(outcome.id(row), *digest)).is_some()
            })
    }

    /// The receipt over all subjects, and the tree that proofs are taken from.
    ///
    /// # Errors
    ///
    /// `subject-twice` for each identifier that comes more than once.
    pub fn finish(self) -> Result<(PopulationReceipt, HashTree), Vec<Diagnostic>> {
        let tree = self.leaves.finish()?;
        let count = u64::try_from(tree.len()).unwrap_or(u64::MAX);
        let statement = Statement::of(&self.plan, &self.context, self.hasher.key(), Some(count));
        let digests = self.plan.inner.digests();
        let receipt = PopulationReceipt {
            meaning: digests.meaning,
            text: digests.text,
            options: statement.digest(&self.hasher),
            root: tree.root(),
            statement,
        };
        Ok((receipt, tree))
    }
}

/// One receipt over all subjects of a population.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PopulationReceipt {
    pub(super) statement: Statement,
    pub(super) meaning: Digest,
    pub(super) text: Digest,
    pub(super) options: Digest,
    pub(super) root: Digest,
}

impl PopulationReceipt {
    /// The root of the tree over all subjects.
    #[must_use]
    pub const fn root(&self) -> Digest {
        self.root
    }

    /// How many subjects there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.statement.count.unwrap_or_default()
    }

    /// The name of the key its digests are made with, if they are keyed.
    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        self.statement.key.as_deref()
    }

    /// Whether what it states is what was stated when it was made.
    ///
    /// # Errors
    ///
    /// `wrong-key`.
    pub fn is_whole(&self, key: Option<&Key>) -> Result<bool, Diagnostic> {
        Ok(self.statement.digest(&self.statement.hasher(key)?) == self.options)
    }

    /// What differs between this receipt and the one of the same population evaluated again
    /// ([`Population::again`]). The root stands for the dossiers and results of all: where it
    /// differs, that is told as [`ReceiptPart::Result`].
    ///
    /// # Errors
    ///
    /// `wrong-key`.
    pub fn verify(&self, again: &Self, key: Option<&Key>) -> Result<Verification, Diagnostic> {
        let differs = [
            (ReceiptPart::Meaning, self.meaning == again.meaning),
            (ReceiptPart::Text, self.text == again.text),
            (ReceiptPart::Options, self.is_whole(key)?),
            (ReceiptPart::Result, self.root == again.root && self.count() == again.count()),
        ];
        let differs = differs.into_iter().filter(|(_, same)| !same).map(|(part, _)| part).collect();
        Ok(Verification { differs })
    }

    /// The receipt as one line of canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut map = self.statement.map();
        map.map(
            "digests",
            digests_map(&[
                (ReceiptPart::Meaning.id(), self.meaning),
                (ReceiptPart::Text.id(), self.text),
                (ReceiptPart::Options.id(), self.options),
                ("root", self.root),
            ]),
        );
        map.to_text()
    }
}
