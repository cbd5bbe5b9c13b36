//! The engine itself: dossiers one by one, and a population as columns.

use super::Engine;
use crate::workload::{Answer, Any, Citizens};
use std::hint::black_box;
use tieuchi::{
    ClassOutcome, Context, ContextOptions, Dataset, Dossier, Plan, TableOptions, TableOutcome, Tables,
};
use tieuchi_benches::wide::{answer, answers};

/// A plan for the year 2025, with dossiers that were read.
pub struct Tieuchi {
    plan: Plan,
    context: Context,
    dossiers: Vec<Dossier>,
}

/// From source text, checked.
pub fn compile(source: &str) -> Any<Box<dyn Engine>> {
    let (plan, context) = plan(source)?;
    Ok(Box::new(Tieuchi { plan, context, dossiers: Vec::new() }))
}

fn plan(source: &str) -> Any<(Plan, Context)> {
    let plan = tieuchi::compile(source).map_err(|found| format!("{found:#?}"))?;
    let year = ContextOptions::year(2025).ok_or("no such year")?;
    let context = plan.context(&year).map_err(|found| format!("{found:#?}"))?;
    Ok((plan, context))
}

impl Tieuchi {
    fn read(&self, text: &str) -> Any<Dossier> {
        Ok(Dossier::from_json(&self.plan, text).map_err(|found| format!("{found:#?}"))?)
    }
}

impl Engine for Tieuchi {
    fn ready(&mut self, text: &str) -> Any<()> {
        self.dossiers.push(self.read(text)?);
        Ok(())
    }

    fn evaluate(&mut self, at: usize) -> Any<Answer> {
        let summary = self.plan.summary(&self.dossiers[at], &self.context);
        Ok(answer(summary.total, summary.class.as_ref())?.into())
    }

    fn text_to_text(&mut self, text: &str) -> Any<String> {
        let summary = self.plan.summary(&self.read(text)?, &self.context);
        let total = summary.total.ok_or("no total")?.certain;
        let class = summary.class.as_ref().and_then(ClassOutcome::settled).ok_or("no class")?.name();
        Ok(format!("{{\"total\": {total}, \"class\": \"{class}\"}}"))
    }

    fn explained(&mut self, at: usize) -> Any<Option<String>> {
        Ok(Some(self.plan.evaluate(&self.dossiers[at], &self.context).explain().to_json()))
    }
}

/// A population in columns.
pub struct Columns {
    plan: Plan,
    context: Context,
    tables: Tables,
    bound: Dataset,
}

impl Columns {
    /// Binds the tables once; the answers are compared.
    pub fn new(source: &str, citizens: &Citizens) -> Any<Self> {
        let (plan, context) = plan(source)?;
        let tables = citizens.tables()?;
        let bound = bind(&plan, &context, &tables)?;
        let out = Self { plan, context, tables, bound };
        if answers(&Self::evaluate(&out.bound)?)? != citizens.by_hand()? {
            return Err("the columns have other answers".into());
        }
        Ok(out)
    }

    fn evaluate(bound: &Dataset) -> Any<TableOutcome> {
        Ok(bound.evaluate().map_err(|found| format!("{found:#?}"))?)
    }

    /// Everybody once, with tables that were bound before.
    pub fn bound(&self) -> Any<()> {
        drop(black_box(Self::evaluate(&self.bound)?));
        Ok(())
    }

    /// Everybody once, and the tables bound.
    pub fn each_time(&self) -> Any<()> {
        drop(black_box(Self::evaluate(&bind(&self.plan, &self.context, &self.tables)?)?));
        Ok(())
    }
}

fn bind(plan: &Plan, context: &Context, tables: &Tables) -> Any<Dataset> {
    let bound = Dataset::new(plan, context, tables, &TableOptions::default());
    Ok(bound.map_err(|found| format!("{found:#?}"))?)
}
