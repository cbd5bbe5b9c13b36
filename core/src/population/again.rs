//! The same subjects by an edited set: only what an edit changes is carried out.
//!
//! In: an outcome that kept what the parts of its set came to, and another plan. Out: the outcome of the
//! other plan. A part that comes to the same under both is taken as it was kept, block by block; columns
//! that nothing else reads are not read again, and what was wrong with their cells is known.

use super::{Pass, TableOutcome, Taken};
use crate::context::Context;
use crate::dataset::Wanted;
use crate::evaluate::{Registers, Values};
use crate::hir::{ROOT, Ty};
use crate::plan::{Inner, Kind, Op, Plan, Reg};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What parts of a set came to.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    /// The registers that are kept, in rising order.
    pub registers: Vec<Reg>,
    /// What they held, block by block.
    pub blocks: Vec<KeptBlock>,
}

/// What the kept registers held in one block: on the closed file, and on an open one where that can differ.
pub(super) type KeptBlock = Vec<(Arc<Values>, Option<Arc<Values>>)>;

/// What is known of the subjects of a pass.
pub(super) struct Again<'a> {
    blocks: &'a [KeptBlock],
    /// For each step, where among the kept registers the one is that holds the same.
    known: Vec<Option<usize>>,
    /// For each step, whether there is one.
    pub is_known: Vec<bool>,
    /// What the steps that are carried out read.
    pub wanted: Wanted,
}

impl TableOutcome {
    /// The outcome of the same subjects by another plan, such as that of the set after an edit, in the context
    /// that it is to be evaluated in.
    ///
    /// None where the tables have to be bound anew, by [`crate::Dataset::new`]: where the set declares other
    /// columns or tables, or reads some in another way; where it names other regions, or other texts that
    /// columns are compared with; where it uses other sets; and where the context is another.
    ///
    /// It equals what a pass over all says. Tables are not bound again, and where the options kept the parts
    /// ([`crate::TableOptions::again`]), only what differs is carried out.
    ///
    /// ```
    /// # let source = r#"language en
    /// # criteria set READING "Reading year" edition E1 [assumed]
    /// #   in force from 2024-01-01
    /// #   applies to person
    /// # subject person "Person"
    /// #   fact books "Books read": integer from 0 to 1000
    /// # criterion 1 "Reading" max 10 points
    /// #   score by books:
    /// #     under 5: 0 points
    /// #     from 5 to under 12: 6 points
    /// #     from 12 up: 10 points
    /// # title reader "Reader" when total_points >= 6
    /// # "#;
    /// use arrow_array::{ArrayRef, Int32Array, RecordBatch, StringArray};
    /// use std::sync::Arc;
    /// use tieuchi::{ContextOptions, Dataset, TableOptions, Tables};
    /// let people = RecordBatch::try_from_iter([
    ///     ("id", Arc::new(StringArray::from(vec!["a", "b"])) as ArrayRef),
    ///     ("books", Arc::new(Int32Array::from(vec![7, 12])) as ArrayRef),
    /// ])
    /// .unwrap();
    /// let plan = tieuchi::compile(source).unwrap();
    /// let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    /// let options = TableOptions::default().again(true);
    /// let dataset = Dataset::new(&plan, &context, &Tables::new(vec![people]), &options).unwrap();
    /// let before = dataset.evaluate().unwrap();
    /// let edited = tieuchi::compile(&source.replace("6 points", "7.5 points")).unwrap();
    /// let after = before.again(&edited, &context).unwrap();
    /// assert_eq!(before.total(0).unwrap().certain.to_string(), "6");
    /// assert_eq!(after.total(0).unwrap().certain.to_string(), "7.5");
    /// ```
    #[must_use]
    pub fn again(&self, plan: &Plan, context: &Context) -> Option<Self> {
        let dataset = self.dataset.under(plan, context)?;
        let pass = Pass::after(&dataset, Some(self));
        // Nobody says stop.
        let mut outcome = pass.rows(self.first..self.first + self.len(), &|_| true)?;
        outcome.problems.clone_from(&self.problems);
        Some(outcome)
    }

    /// For each step of a plan, where among the kept registers the one is that holds the same.
    pub(super) fn known(&self, plan: &Plan) -> Vec<Option<usize>> {
        // Of every block, or of none.
        let whole = self.kept.blocks.len() == self.len().div_ceil(self.dataset.options.block);
        let kept = |reg: Option<Reg>| self.kept.registers.binary_search(&reg.filter(|_| whole)?).ok();
        plan.alike(&self.dataset.plan).into_iter().map(kept).collect()
    }
}

/// The registers of subjects that are kept, of those that are known or come out of a pass: what items come to,
/// what is read of columns and summed up of tables, and every truth, which takes two bits.
pub(super) fn kept_registers(plan: &Inner, needed: &[bool], known: &[Option<usize>]) -> Vec<Reg> {
    let items = plan.items.values().flat_map(|regs| {
        [regs.applies, regs.points, regs.own_points, regs.max, regs.counted, regs.met, regs.measure]
    });
    let items: BTreeSet<Reg> = items.flatten().collect();
    let frame = |reg: Reg| plan.steps.get(reg.index()).map(|step| step.out.frame);
    // Texts of a block are numbered as its columns are read, so that they mean nothing elsewhere.
    let mut of_texts: Vec<bool> = Vec::with_capacity(plan.steps.len());
    let mut kept = Vec::new();
    for (at, step) in (0u32..).zip(&plan.steps) {
        let (reg, reads) = (Reg(at), step.op.reads());
        let of_text = match (&step.op, step.out.kind) {
            (Op::Input(id), _) => plan.set[*id].ty == Ty::Text,
            (_, Kind::Number { .. }) => reads.iter().any(|reg| of_texts.get(reg.index()) == Some(&true)),
            (_, Kind::Truth | Kind::Choice) => false,
        };
        of_texts.push(of_text);
        let there =
            needed.get(reg.index()) == Some(&true) || known.get(reg.index()).is_some_and(Option::is_some);
        let fixed = matches!(step.op, Op::Number(_) | Op::Truth(_) | Op::Day(_) | Op::EndsFrom(_));
        let costly = step.out.kind == Kind::Truth
            || matches!(step.op, Op::Input(_))
            || items.contains(&reg)
            || reads.iter().any(|reg| frame(*reg) != Some(ROOT));
        if there && costly && !fixed && !of_text && step.out.frame == ROOT {
            kept.push(reg);
        }
    }
    kept
}

impl<'a> Again<'a> {
    pub fn new(before: &'a TableOutcome, plan: &Inner, known: Vec<Option<usize>>, needed: &[bool]) -> Self {
        let is_known: Vec<bool> = known.iter().map(Option::is_some).collect();
        let (mut columns, mut tables) =
            (vec![None; plan.set.inputs.len()], vec![false; plan.set.frames.len()]);
        let carried_out = needed.iter().zip(&is_known).map(|(needed, known)| *needed && !*known);
        for (step, _) in plan.steps.iter().zip(carried_out).filter(|(_, carried_out)| *carried_out) {
            if let Some(table) = tables.get_mut(step.out.frame.index()) {
                *table = true;
            }
            if let Op::Input(id) = step.op
                && let Some(column) = columns.get_mut(id.index())
            {
                *column = Some(step.out.kind);
            }
        }
        Self { blocks: &before.kept.blocks, known, is_known, wanted: Wanted { columns, tables } }
    }

    pub fn block(&self, at: usize) -> Option<&'a KeptBlock> {
        self.blocks.get(at)
    }

    /// Fills the registers that are known and needed.
    pub fn fill(&self, block: &KeptBlock, needed: &[bool], closed: &mut Registers, open: &mut Registers) {
        for (at, (known, _)) in self.known.iter().zip(needed).enumerate().filter(|(_, (_, needed))| **needed)
        {
            let Some((on_closed, on_open)) = known.and_then(|known| block.get(known)) else { continue };
            closed.put(at, on_closed);
            if let Some(on_open) = on_open {
                open.put(at, on_open);
            }
        }
    }

    /// What a register held that is known.
    fn kept(&self, block: &KeptBlock, reg: Reg) -> Option<(Arc<Values>, Option<Arc<Values>>)> {
        block.get((*self.known.get(reg.index())?)?).cloned()
    }
}

impl Taken<'_> {
    /// What registers held, those that are known as they were kept before.
    pub fn kept(&self, registers: &[Reg], before: Option<(&Again<'_>, &KeptBlock)>) -> KeptBlock {
        let own = |reg: Reg| {
            let open = self.differing(reg).map(|open| Arc::new(open.get(reg).clone()));
            (Arc::new(self.closed.get(reg).clone()), open)
        };
        let known = |reg: Reg| before.and_then(|(again, block)| again.kept(block, reg));
        registers.iter().map(|reg| known(*reg).unwrap_or_else(|| own(*reg))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ContextOptions, Dataset, TableOptions, Tables, compile};
    use arrow_array::{ArrayRef, Int32Array, RecordBatch};

    const SET: &str = "language en
criteria set READING \"Reading year\" edition E1 [assumed]
  in force from 2024-01-01
  applies to person
subject person \"Person\"
  fact books \"Books read\": integer from 0 to 1000
evidence course \"Course\" with hours: integer from 0 to 100
  if missing none
criterion 1 \"Reading\" max 10 points
  score by books:
    under 5: 0 points
    from 5 to under 12: 6 points
    from 12 up: 10 points
criterion 2 \"Courses\" max 10 points
  each course where hours >= 2: 2 points, at most 10 points
title reader \"Reader\" when total_points >= 6
";

    fn batch(columns: &[(&'static str, Vec<i32>)]) -> RecordBatch {
        let column = |(name, cells): &(&'static str, Vec<i32>)| {
            (*name, Arc::new(Int32Array::from(cells.clone())) as ArrayRef)
        };
        RecordBatch::try_from_iter(columns.iter().map(column)).unwrap()
    }

    /// Outcomes would be right, and slow, if nothing were taken over.
    #[test]
    fn what_an_edit_leaves_alone_is_taken_over_and_not_carried_out() {
        let plan = compile(SET).unwrap();
        let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
        let people: Vec<i32> = (0..9).collect();
        let courses = batch(&[("subject", people.clone()), ("hours", vec![1, 2, 3, 0, 5, 9, 2, 1, 1])]);
        let books = people.iter().map(|at| at * 2).collect();
        let tables = Tables::new(vec![batch(&[("id", people), ("books", books)])]);
        let tables = tables.table("course", vec![courses]);
        let options = TableOptions::default().again(true).block(4);
        let dataset = Dataset::new(&plan, &context, &tables, &options).unwrap();
        let before = dataset.evaluate().unwrap();
        assert_eq!(before.kept.blocks.len(), 3);
        let edited = compile(&SET.replace("6 points\n", "7 points\n")).unwrap();
        let after = before.again(&edited, &context).unwrap();
        let pass = Pass::after(&after.dataset, Some(&before));
        let again = pass.again.as_ref().unwrap();
        assert_eq!(again.wanted.tables, [true, false], "no row of a course is read again");
        for (own, old) in after.kept.blocks.iter().zip(&before.kept.blocks) {
            let is_old =
                |(closed, _): &&(Arc<Values>, _)| old.iter().any(|(other, _)| Arc::ptr_eq(closed, other));
            let of_before = own.iter().filter(is_old).count();
            // The points of the edited item, and whether they are what the title asks for.
            assert!(of_before > 3 && own.len() - of_before <= 3, "{of_before} of {}", own.len());
        }
    }
}
