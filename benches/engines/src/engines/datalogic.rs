//! The set in JSONLogic, for datalogic-rs.
//!
//! JSONLogic has no names: the points become a list of one list, and `map` over it gives the sum a place.

use super::Engine;
use crate::workload::{Answer, Any, LEAST, TWELVE_MONTHS, YEAR, named};
use datalogic_rs::{Engine as Datalogic, Logic, ParsedData, Session};
use serde_json::{Value, json};

/// The rule as JSON.
pub fn source(copies: usize) -> String {
    let points: Vec<Value> = (0..copies).flat_map(points).collect();
    let sum = json!({"reduce": [{"var": "1"}, {"+": [{"var": "accumulator"}, {"var": "current"}]}, 0]});
    let good = json!({"all": [{"var": "1"}, {">=": [{"var": ""}, 7]}]});
    let sums = json!({"map": [[[{"var": "disciplined"}, points]], [{"var": "0"}, sum, good]]});
    let least = |at: usize| json!({">=": [{"var": "1"}, LEAST[at] * copies]});
    let class = json!({"if": [
        {"!": {"var": "0"}}, "not-ranked",
        {"and": [least(0), {"var": "2"}]}, "best",
        least(1), "good", least(2), "fair", least(3), "enough", "not_held",
    ]});
    json!({"map": [sums, [{"var": "1"}, class]]}).to_string()
}

/// The ten indicators of a copy.
fn points(copy: usize) -> [Value; 10] {
    let var = |name: &str| json!({"var": named(name, copy)});
    let band = |value: Value, edges: &[(i32, i32)]| {
        let mut cases = Vec::new();
        for (edge, points) in edges.iter().rev() {
            cases.extend([json!({">=": [value, edge]}), json!(points)]);
        }
        cases.push(json!(0));
        json!({"if": cases})
    };
    let count = |table: &str, which: Value| json!({"length": {"filter": [var(table), which]}});
    let most = |count: Value, each: f64| json!({"min": [{"*": [count, each]}, 10]});
    let (first, last) = YEAR;
    let in_year = json!({"<=": [first, {"var": "day"}, last]});
    let passed = json!({"filter": [var("course"), {"var": "passed"}]});
    let hours = json!({"reduce": [passed, {"+": [{"var": "accumulator"}, {"var": "current.hours"}]}, 0]});
    [
        band(var("hours_a_week"), &[(2, 4), (5, 7), (10, 10)]),
        json!({"if": [{"and": [{">=": [var("plans"), 1]}, {">=": [{"*": [var("plans_done"), 2]}, var("plans")]}]}, 10, 0]}),
        most(count("course", json!({"and": [{"var": "passed"}, in_year]})), 2.5),
        band(hours, &[(10, 5), (40, 10)]),
        json!({"if": [var("uses_computer"), 10, 0]}),
        json!({"if": [{"==": [var("language"), "good"]}, 10, {"==": [var("language"), "basic"]}, 6, 0]}),
        var("work"),
        most(count("meeting", in_year), 2.0),
        band(count("meeting", json!({"var": "led"})), &[(1, 5), (2, 10)]),
        most(count("advice", json!({"<=": [TWELVE_MONTHS, {"var": "day"}, last]})), 1.0),
    ]
}

struct Compiled {
    session: Session<'static>,
    logic: Logic,
    documents: Vec<ParsedData>,
    texts: Vec<String>,
}

fn datalogic() -> &'static Datalogic {
    thread_local! {
        static DATALOGIC: &'static Datalogic = Box::leak(Box::new(Datalogic::new()));
    }
    DATALOGIC.with(|engine| *engine)
}

/// A rule with a session of its own; the engine that a session borrows is made once.
pub fn compile(source: &str) -> Any<Box<dyn Engine>> {
    let engine = datalogic();
    let logic = engine.compile(source)?;
    let (documents, texts) = (Vec::new(), Vec::new());
    Ok(Box::new(Compiled { session: engine.session(), logic, documents, texts }))
}

impl Engine for Compiled {
    fn ready(&mut self, text: &str) -> Any<()> {
        self.documents.push(ParsedData::from_json(text)?);
        self.texts.push(text.to_owned());
        Ok(())
    }

    fn evaluate(&mut self, at: usize) -> Any<Answer> {
        self.session.reset();
        let found = self.session.eval_borrowed(&self.logic, &self.documents[at])?;
        let [pair] = found.as_array().ok_or("no list")? else { return Err("not one answer".into()) };
        let [total, class] = pair.as_array().ok_or("no pair")? else { return Err("no pair".into()) };
        Answer::of_binary(total.as_f64().ok_or("no total")?, class.as_str().ok_or("no class")?)
    }

    fn text_to_text(&mut self, text: &str) -> Any<String> {
        self.session.reset();
        Ok(self.session.eval_str(&self.logic, text)?)
    }

    /// What each operator gave. Tracing takes the text of a document, and reads it.
    fn explained(&mut self, at: usize) -> Any<Option<String>> {
        let run = datalogic().trace().eval(&self.logic, self.texts[at].as_str());
        let result: Value = serde_json::from_str(&run.result?.to_json_string())?;
        Ok(Some(json!({"result": result, "steps": run.steps, "tree": run.expression_tree}).to_string()))
    }
}
