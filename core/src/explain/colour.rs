//! The text of a set, coloured by one dossier: the set itself becomes the report.
//!
//! In: an outcome and the text its plan was compiled from. Out: every line of the text with a mark
//! (met, not met, in part, unknown, counted, not relevant, kept back) and why, read from the same
//! registers as the explanation. Printing it is `terminal.rs` and `page.rs`.

mod marks;
mod page;
mod terminal;

use super::{Explainer, Explanation, Redaction};
use crate::outcome::{Outcome, Verdict};
use marks::Marks;
use std::collections::BTreeMap;
use tieuchi_grammar::ast::Statement;
use tieuchi_grammar::{Bilingual, Row, SourceFile};

/// What a line comes to for one dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// It holds: a condition, a class, an item with all its points, the band a value lies in.
    Met,
    /// It does not hold, or gives no points.
    NotMet,
    /// It gives some of its points, or holds for some of the classes judged.
    InPart,
    /// It is not known yet.
    Unknown,
    /// It is read or counted, and is neither met nor not met: a fact on file, a parameter in force.
    Counted,
    /// It cannot matter here: under an item that does not apply, a band of other values, a row of
    /// another date.
    NotRelevant,
    /// What it comes to is kept back.
    Withheld,
    /// It is not for deciding: labels, sources, comments, examples.
    Plain,
}

impl Mark {
    /// Every mark, in the order of the legend.
    pub const ALL: [Self; 8] = [
        Self::Met,
        Self::NotMet,
        Self::InPart,
        Self::Unknown,
        Self::Counted,
        Self::NotRelevant,
        Self::Withheld,
        Self::Plain,
    ];

    /// Its name as programs read it.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not-met",
            Self::InPart => "in-part",
            Self::Unknown => "unknown",
            Self::Counted => "counted",
            Self::NotRelevant => "not-relevant",
            Self::Withheld => "withheld",
            Self::Plain => "plain",
        }
    }

    /// The sign that stands before a line, so that colour is not alone in telling.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Met => "✓",
            Self::NotMet => "✗",
            Self::InPart => "◐",
            Self::Unknown => "?",
            Self::Counted => "•",
            Self::NotRelevant => "–",
            Self::Withheld => "■",
            Self::Plain => " ",
        }
    }

    /// Its name in words.
    #[must_use]
    pub fn words(self) -> Bilingual {
        let (vi, en) = match self {
            Self::Met => ("đạt", "met"),
            Self::NotMet => ("không đạt", "not met"),
            Self::InPart => ("một phần", "in part"),
            Self::Unknown => ("chưa rõ", "not known"),
            Self::Counted => ("được tính", "counted"),
            Self::NotRelevant => ("không liên quan", "not relevant"),
            Self::Withheld => ("giữ kín", "withheld"),
            Self::Plain => ("", ""),
        };
        Bilingual::new(vi, en)
    }

    const fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Met => Self::Met,
            Verdict::NotMet => Self::NotMet,
            Verdict::Unknown => Self::Unknown,
            Verdict::NotApplicable => Self::NotRelevant,
        }
    }
}

/// The text of a set with what each line comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColouredSet {
    /// The lines in order; all of them, with comments and empty ones.
    pub lines: Vec<ColouredLine>,
    /// The result and its reasons.
    pub explanation: Explanation,
}

/// A line of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColouredLine {
    /// The line as written, without its end.
    pub text: String,
    /// What it comes to.
    pub mark: Mark,
    /// Why, a sentence each, without full stops.
    pub why: Vec<Bilingual>,
}

impl ColouredSet {
    /// How many lines bear a mark.
    #[must_use]
    pub fn count(&self, mark: Mark) -> usize {
        self.lines.iter().filter(|line| line.mark == mark).count()
    }
}

impl Outcome {
    /// Colours the text of the set by this outcome.
    ///
    /// `source` is the text the plan was compiled from. Of a set that rests on others only its own
    /// statements are in it: give [`flatten`](crate::flatten)'s text and its plan to colour all.
    ///
    /// ```
    /// use tieuchi::{ContextOptions, Dossier, Mark, Redaction, SourceFile};
    /// let text = r#"language en
    /// criteria set READING "Reading year" edition E1 [assumed]
    ///   in force from 2024-01-01
    ///   applies to person
    /// subject person "Person"
    ///   fact books "Books read": integer from 0 to 1000
    /// criterion 1 "Reading" max 10 points
    ///   score by books:
    ///     under 5: 0 points
    ///     from 5 to under 12: 6 points
    ///     from 12 up: 10 points
    /// title reader "Reader" when total_points >= 6
    /// "#;
    /// let plan = tieuchi::compile(text).unwrap();
    /// let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    /// let dossier = Dossier::from_json(&plan, r#"{"books": 7}"#).unwrap();
    /// let outcome = plan.evaluate(&dossier, &context);
    /// let coloured = outcome.colour(&SourceFile::new("", text), &Redaction::none());
    /// let marks: Vec<Mark> = coloured.lines.iter().skip(6).map(|line| line.mark).collect();
    /// use Mark::{Counted, InPart, Met, NotRelevant};
    /// assert_eq!(marks, [InPart, Counted, NotRelevant, Met, NotRelevant, Met]);
    /// ```
    #[must_use]
    pub fn colour(&self, source: &SourceFile, redaction: &Redaction) -> ColouredSet {
        let explainer = Explainer::new(self, *redaction);
        let explanation = explainer.explanation();
        let mut told = BTreeMap::new();
        if let Some(file) = tieuchi_grammar::parse(source).file {
            let marks = Marks::of(&explainer, &explanation);
            let mut place = Place { source, marks: &marks, told: &mut told };
            for statement in &file.statements {
                place.statement(statement, None, true);
            }
        }
        let lines = source
            .text()
            .lines()
            .enumerate()
            .map(|(at, text)| {
                let (mark, why) = told.remove(&(at + 1)).unwrap_or((Mark::Plain, Vec::new()));
                ColouredLine { text: text.to_owned(), mark, why }
            })
            .collect();
        ColouredSet { lines, explanation }
    }
}

/// Gives marks to the lines of statements.
struct Place<'a> {
    source: &'a SourceFile,
    marks: &'a Marks,
    /// Marks by the number of their line.
    told: &'a mut BTreeMap<usize, (Mark, Vec<Bilingual>)>,
}

impl Place<'_> {
    fn statement(&mut self, statement: &Statement, above: Option<&Statement>, relevant: bool) {
        let own = self.marks.of_statement(statement, above);
        let words = matches!(
            statement.row,
            Row::Source
                | Row::Reading
                | Row::NotExpressed
                | Row::Example
                | Row::Given
                | Row::ExampleRow
                | Row::Then
                | Row::Language
        );
        let (mark, why) = match own {
            _ if words => (Mark::Plain, Vec::new()),
            Some((mark, why)) if relevant => (mark, why),
            None if relevant => (Mark::Plain, Vec::new()),
            Some(_) | None => (Mark::NotRelevant, Vec::new()),
        };
        // What stands under a line that cannot matter cannot matter; a set is all that is under it.
        let below = relevant && (mark != Mark::NotRelevant || statement.row == Row::Set);
        let line = self.source.position(statement.span.start).line;
        self.told.insert(line, (mark, why));
        for child in &statement.children {
            // Of an item that does not apply, the line that says so is the reason.
            let says_why = relevant && child.row == Row::AppliesOnly;
            self.statement(child, Some(statement), below || says_why);
        }
    }
}
