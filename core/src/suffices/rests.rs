//! The reverse question: which single piece of evidence a class rests on.
//!
//! In: an outcome and a class that is certain. Out: every piece that counts now and without which,
//! were it rejected, the class would no longer be certain. Each is tried by an evaluation.

use super::moves::{About, Edit};
use super::trial::{Trials, Tried};
use super::variant::{Changed, Place};
use super::{Piece, Reach, words};
use crate::batch::is_evidence;
use crate::dossier::Status;
use crate::hir::{FrameId, InputId, ROOT, Seat};
use crate::outcome::Outcome;
use std::sync::Arc;
use tieuchi_grammar::Diagnostic;

/// What a class rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestsOn {
    /// The class asked about.
    pub class: String,
    /// Whether it, or a higher one, is certain; if not, there is nothing to lose.
    pub held: bool,
    /// Pieces of evidence any one of which loses the class if it is rejected, in document order.
    pub pieces: Vec<Piece>,
    /// How many pieces were tried.
    pub tried: usize,
}

impl Outcome {
    /// Which single piece of evidence, if it were rejected, would lose a class that is certain: a
    /// row of evidence, a value on file, or a result of another set.
    ///
    /// # Errors
    ///
    /// `unknown-class` if the set has no class of that name.
    ///
    /// ```
    /// # let source = r#"language en
    /// # criteria set READING "Reading year" edition E1 [assumed]
    /// #   in force from 2024-01-01
    /// #   applies to person
    /// # subject person "Person"
    /// #   fact books "Books read": integer from 0 to 1000
    /// #   fact pages "Pages read": integer from 0 to 9000
    /// # title reader "Reader" when books >= 6 or pages >= 600
    /// # "#;
    /// use tieuchi::{ContextOptions, Dossier};
    /// let plan = tieuchi::compile(source).unwrap();
    /// let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    /// let dossier = Dossier::from_json(&plan, r#"{ "books": 7, "pages": 20 }"#).unwrap();
    /// let found = plan.evaluate(&dossier, &context).rests_on("reader").unwrap();
    /// let names: Vec<_> = found.pieces.iter().map(|piece| &piece.field.as_ref().unwrap().0).collect();
    /// assert_eq!(names, ["books"]);
    /// ```
    pub fn rests_on(&self, class: &str) -> Result<RestsOn, Diagnostic> {
        let (_, goal) = self.goal(class)?;
        let held = self.reach(goal) == Reach::Certain;
        let mut out = RestsOn { class: class.to_owned(), held, pieces: Vec::new(), tried: 0 };
        if !held {
            return Ok(out);
        }
        let pieces = self.filed();
        let variants: Vec<Changed> = pieces.iter().map(|about| self.without(about)).collect();
        let mut trials = Trials::new(&self.plan, &self.dossier, &self.context, [goal.class]);
        let still = trials.map(&variants, |tried: Tried<'_>| tried.holds(goal));
        out.tried = pieces.len();
        let lost = pieces.iter().zip(still).filter(|(_, still)| !still);
        out.pieces = lost.map(|(about, _)| words::piece(self, about)).collect();
        Ok(out)
    }

    /// Every piece of evidence that is on file and may count.
    fn filed(&self) -> Vec<About> {
        let set = &self.plan.inner.set;
        let mut out = Vec::new();
        let before =
            (1..).zip(&self.dossier.file.before).map(|(back, row)| (Place::Before(back), ROOT, back, row));
        let subject = std::iter::once((Place::Subject, ROOT, 0, &self.dossier.file.root)).chain(before);
        let tables = self.dossier.file.tables.iter().flat_map(|(frame, rows)| {
            (0u32..).zip(rows).map(|(at, row)| (Place::Row(*frame, at), *frame, 0, row.as_ref()))
        });
        for (place, frame, back, row) in subject.chain(tables) {
            if frame != ROOT && is_evidence(set, frame) {
                // A row of evidence is rejected as a whole.
                if row.status != Status::Rejected {
                    out.push(About::Status(place));
                }
                continue;
            }
            for (at, input) in set.inputs.iter().enumerate() {
                let own =
                    input.frame == frame && input.years_back == back && row.cells.get(&input.seat).is_some();
                let about = About::Cell(place, InputId::from_index(at));
                let again = out.iter().any(|known| match known {
                    About::Cell(of, id) => *of == place && set[*id].key == input.key,
                    About::Status(_) | About::Result(..) | About::New(_) => false,
                });
                if own && !again {
                    out.push(about);
                }
            }
            out.extend(row.results.keys().map(|name| About::Result(place, name.clone())));
        }
        out
    }

    /// The dossier without a piece.
    fn without(&self, about: &About) -> Changed {
        let mut changed = Changed::default();
        let mut take = |place: Place, seat: Option<&Seat>, result: Option<&String>| {
            let mut row = self.dossier.row_at(place).cloned().unwrap_or_default();
            if let Some(seat) = seat {
                row.cells.remove(seat);
            }
            if let Some(name) = result {
                row.results.remove(name);
            }
            changed.rows.insert(place, Arc::new(row));
        };
        match about {
            About::Cell(place, id) => take(*place, Some(&self.plan.inner.set[*id].seat), None),
            About::Result(place, name) => take(*place, None, Some(name)),
            About::Status(place) => {
                Edit::Status { place: *place, status: Status::Rejected }.apply(&self.dossier, &mut changed);
            }
            About::New(FrameId(_)) => {}
        }
        changed
    }
}
