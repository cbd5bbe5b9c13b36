//! Dossiers on both sides of every threshold, to be looked at by a person.
//!
//! In: a plan and a period. Out: examples in the language of the set: one just below, one at and one
//! just above each threshold, with the results the engine gives. They are proposals: they say what
//! the set does, and whether that is what was meant is for whoever signs it to say.
//! Nothing here decides a result; every figure comes from an evaluation.

mod knobs;
mod nearness;
mod seek;
mod thresholds;
mod write;

use crate::context::ContextOptions;
use crate::json::Json;
use crate::plan::Plan;
use seek::Seeker;
use tieuchi_grammar::{Bilingual, Diagnostic};

/// The most that is tried for one set: dossiers, and rows in them.
const MOST_TRIED: usize = 2_000_000;

/// Proposals of examples around the thresholds of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoundaryCases {
    /// The proposals, in the order of the thresholds in the source.
    pub cases: Vec<BoundaryCase>,
    /// Thresholds to which no dossier was found, in words.
    pub not_reached: Vec<Bilingual>,
}

/// One proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoundaryCase {
    /// What is compared, and with what.
    pub threshold: Bilingual,
    /// On which side of it the dossier lies.
    pub side: Nearness,
    /// The example, as lines of the set's language; it ends with `\n`.
    pub text: String,
}

/// On which side of a threshold a dossier lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nearness {
    /// As near below it as was found.
    Below,
    /// At the threshold itself.
    At,
    /// As near above it as was found.
    Above,
}

impl Nearness {
    /// The side as programs read it.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Below => "below",
            Self::At => "at",
            Self::Above => "above",
        }
    }

    /// The side in words, before the threshold.
    #[must_use]
    pub fn words(self) -> Bilingual {
        match self {
            Self::Below => Bilingual::new("ngay dưới", "just below"),
            Self::At => Bilingual::new("đúng", "exactly"),
            Self::Above => Bilingual::new("ngay trên", "just above"),
        }
    }
}

impl BoundaryCases {
    /// The proposals as lines that can stand at the end of the set, under a remark that a person has
    /// to confirm them.
    #[must_use]
    pub fn to_text(&self, plan: &Plan) -> String {
        let remark = match plan.language() {
            tieuchi_grammar::Lang::Vi => {
                "# Máy đề xuất: kết quả dưới đây là do máy tính ra, người ký cần xác nhận từng ví dụ.\n"
            }
            tieuchi_grammar::Lang::En => {
                "# Proposed by the engine: the results below are what it gives; a person has to confirm each example.\n"
            }
        };
        self.cases.iter().fold(remark.to_owned(), |mut out, case| {
            out.push_str(&case.text);
            out
        })
    }
}

impl BoundaryCases {
    /// The proposals as one JSON object.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut w = Json::default();
        w.object(|w| {
            w.list("cases", &self.cases, |w, case| {
                w.object(|w| {
                    w.words("threshold", &case.threshold);
                    w.text("side", case.side.id());
                    w.text("text", &case.text);
                });
            });
            w.list("not_reached", &self.not_reached, |w, threshold| {
                w.object(|w| {
                    w.text("vi", &threshold.vi);
                    w.text("en", &threshold.en);
                });
            });
        });
        w.out
    }
}

impl Plan {
    /// Proposes examples around every threshold of the set, for a period.
    ///
    /// The other inputs are set so that the classes and the points are as high as they can be, so
    /// that the threshold decides as far as one value can.
    ///
    /// ```
    /// use tieuchi::{ContextOptions, compile};
    /// let source = r#"language en
    /// criteria set S "A set" edition E1 [assumed]
    ///   in force from 2024-01-01
    ///   applies to person
    /// subject person "Person"
    ///   fact books "Books": integer from 0 to 99
    /// criterion 1 "Reading" max 10 points
    ///   score by books:
    ///     under 5: 0 points
    ///     from 5 up: 10 points
    /// "#;
    /// let plan = compile(source).unwrap();
    /// let proposed = plan.boundary_cases(&ContextOptions::year(2025).unwrap()).unwrap();
    /// assert!(proposed.cases[0].text.contains("given books = 4\n  then 1 = 0"), "{}", proposed.cases[0].text);
    /// assert_eq!(proposed.cases.len(), 3);
    /// ```
    ///
    /// # Errors
    ///
    /// What is wrong with the period, as [`Plan::context`] says it.
    pub fn boundary_cases(&self, options: &ContextOptions) -> Result<BoundaryCases, Vec<Diagnostic>> {
        let context = self.context(options)?;
        let mut seeker = Seeker::new(self, &context);
        let mut out = BoundaryCases { cases: Vec::new(), not_reached: Vec::new() };
        for threshold in thresholds::thresholds(self) {
            let Some(found) = seeker.around(&threshold) else { continue };
            if found.is_empty() {
                out.not_reached.push(threshold.words.clone());
            }
            for (side, state) in found {
                out.cases.extend(write::case(&mut seeker, &threshold, side, &state));
            }
        }
        Ok(out)
    }
}
