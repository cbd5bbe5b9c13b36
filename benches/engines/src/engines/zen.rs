//! The set as decisions of ZEN: flat, one node with all expressions; and a graph, a node for each indicator
//! with decision tables where there are bands.

use super::Engine;
use crate::workload::{Answer, Any, LEAST, TWELVE_MONTHS, YEAR, named};
use serde_json::{Value, json};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Poll, Waker};
use zen_engine::model::GraphContent;
use zen_engine::{Decision, DecisionGraphResponse, EvaluationOptions, Variable};

/// Points of an indicator: an expression, or bands of a value.
enum Points {
    Of(String),
    Bands(String, &'static [(&'static str, &'static str)]),
}

/// What has a name in a decision.
type Named<T> = Vec<(String, T)>;

/// Expressions that fold evidence; then the ten indicators.
fn copy(copy: usize) -> (Named<String>, Named<Points>) {
    let of = |name: &str| named(name, copy);
    let (first, last) = YEAR;
    let in_year = format!("#.day >= {first} and #.day <= {last}");
    let count = |table: &str, which: String| format!("count({}, {which})", of(table));
    let folds = vec![
        (of("passed"), count("course", format!("#.passed and {in_year}"))),
        (of("hours"), format!("sum(map(filter({}, #.passed), #.hours))", of("course"))),
        (of("met"), count("meeting", in_year)),
        (of("led"), count("meeting", "#.led".to_owned())),
        (of("given"), count("advice", format!("#.day >= {TWELVE_MONTHS} and #.day <= {last}"))),
    ];
    let (plans, done) = (of("plans"), of("plans_done"));
    let points = [
        Points::Bands(of("hours_a_week"), &[(">= 10", "10"), (">= 5", "7"), (">= 2", "4"), ("", "0")]),
        Points::Of(format!("{plans} >= 1 and {done} * 2 >= {plans} ? 10 : 0")),
        Points::Of(format!("min([$.{} * 2.5, 10])", of("passed"))),
        Points::Bands(of("hours"), &[(">= 40", "10"), (">= 10", "5"), ("", "0")]),
        Points::Of(format!("{} ? 10 : 0", of("uses_computer"))),
        Points::Bands(of("language"), &[("'good'", "10"), ("'basic'", "6"), ("", "0")]),
        Points::Of(of("work")),
        Points::Of(format!("min([$.{} * 2, 10])", of("met"))),
        Points::Bands(of("led"), &[(">= 2", "10"), (">= 1", "5"), ("", "0")]),
        Points::Of(format!("min([$.{}, 10])", of("given"))),
    ];
    let points = (1..).zip(points).map(|(at, points)| (of(&format!("points_{at}")), points)).collect();
    (folds, points)
}

/// One node of expressions between input and output.
pub fn flat(copies: usize) -> String {
    let mut expressions = Vec::new();
    let mut all = Vec::new();
    for at in 0..copies {
        let (folds, points) = copy(at);
        let names: Vec<String> = folds.iter().map(|(name, _)| name.clone()).collect();
        expressions.extend(folds);
        for (name, points) in points {
            all.push(format!("$.{name}"));
            let text = match points {
                Points::Of(text) => text,
                Points::Bands(value, bands) => {
                    let value = if names.contains(&value) { format!("$.{value}") } else { value };
                    let case = |(when, points): &(&str, &str)| match *when {
                        "" => (*points).to_owned(),
                        when if when.starts_with('>') => format!("{value} {when} ? {points} : "),
                        when => format!("{value} == {when} ? {points} : "),
                    };
                    bands.iter().map(case).collect()
                }
            };
            expressions.push((name, text));
        }
    }
    let all = all.join(", ");
    let [best, good, fair, enough] = LEAST.map(|least| least * copies);
    expressions.push(("total".to_owned(), format!("sum([{all}])")));
    let class = format!(
        "not disciplined ? 'not-ranked' : $.total >= {best} and all([{all}], # >= 7) ? 'best' : $.total >= {good} ? \
         'good' : $.total >= {fair} ? 'fair' : $.total >= {enough} ? 'enough' : 'not_held'"
    );
    expressions.push(("class".to_owned(), class));
    let nodes = [
        node("in", "inputNode", json!({})),
        expression("all", &expressions),
        node("out", "outputNode", json!({})),
    ];
    json!({"nodes": nodes, "edges": [edge("in", "all"), edge("all", "out")]}).to_string()
}

/// Evidence is folded in one node; each indicator is a node of its own; one adds them up, one finds the class.
pub fn graph(copies: usize) -> String {
    let mut folds = vec![("disciplined".to_owned(), "disciplined".to_owned())];
    let (mut nodes, mut edges, mut all) = (Vec::new(), Vec::new(), Vec::new());
    for at in 0..copies {
        let (own, points) = copy(at);
        folds.extend(own);
        for name in ["hours_a_week", "plans", "plans_done", "uses_computer", "language", "work"] {
            folds.push((named(name, at), named(name, at)));
        }
        for (name, points) in points {
            nodes.push(match points {
                // What was folded comes in from the node before.
                Points::Of(text) => expression(&name, &[(name.clone(), text.replace("$.", ""))]),
                Points::Bands(value, bands) => {
                    let rules: Vec<Vec<&str>> =
                        bands.iter().map(|(when, points)| vec![*when, *points]).collect();
                    table(&name, &[&value], &name, &rules)
                }
            });
            edges.extend([edge("folds", &name), edge(&name, "sum")]);
            all.push(name);
        }
    }
    let all = all.join(", ");
    let sum =
        [("total".to_owned(), format!("sum([{all}])")), ("good".to_owned(), format!("all([{all}], # >= 7)"))];
    let least = LEAST.map(|least| format!(">= {}", least * copies));
    let rules = [
        vec!["false", "", "", "'not-ranked'"],
        vec!["", least[0].as_str(), "true", "'best'"],
        vec!["", least[1].as_str(), "", "'good'"],
        vec!["", least[2].as_str(), "", "'fair'"],
        vec!["", least[3].as_str(), "", "'enough'"],
        vec!["", "", "", "'not_held'"],
    ];
    nodes.extend([
        node("in", "inputNode", json!({})),
        expression("folds", &folds),
        expression("sum", &sum),
        table("class", &["disciplined", "total", "good"], "class", &rules),
        node("out", "outputNode", json!({})),
    ]);
    edges.extend([edge("in", "folds"), edge("sum", "class"), edge("folds", "class")]);
    edges.extend([edge("sum", "out"), edge("class", "out")]);
    json!({"nodes": nodes, "edges": edges}).to_string()
}

fn node(id: &str, kind: &str, content: Value) -> Value {
    json!({"id": id, "name": id, "type": kind, "content": content})
}

fn edge(from: &str, to: &str) -> Value {
    json!({"id": format!("{from} to {to}"), "sourceId": from, "targetId": to})
}

fn expression(id: &str, expressions: &[(String, String)]) -> Value {
    let expressions: Vec<Value> =
        expressions.iter().map(|(name, text)| json!({"id": name, "key": name, "value": text})).collect();
    node(id, "expressionNode", json!({"expressions": expressions}))
}

/// A table of which the first row that fits is taken; the last cell of a row is what it gives.
fn table(id: &str, inputs: &[&str], output: &str, rows: &[Vec<&str>]) -> Value {
    let rules: Vec<Value> = rows
        .iter()
        .enumerate()
        .map(|(at, cells)| {
            let names = inputs.iter().chain([&output]);
            let cells = names.zip(cells).map(|(name, cell)| ((*name).to_owned(), json!(cell)));
            Value::Object(cells.chain([("_id".to_owned(), json!(at.to_string()))]).collect())
        })
        .collect();
    let field = |name: &&str| json!({"id": name, "name": name, "field": name});
    let inputs: Vec<Value> = inputs.iter().map(field).collect();
    let content =
        json!({"hitPolicy": "first", "rules": rules, "inputs": inputs, "outputs": [field(&output)]});
    node(id, "decisionTableNode", content)
}

struct Compiled {
    decision: Decision,
    documents: Vec<Variable>,
}

/// From the file of a decision, compiled before it is asked.
pub fn compile(source: &str) -> Any<Box<dyn Engine>> {
    let mut decision = Decision::from(Arc::new(serde_json::from_str::<GraphContent>(source)?));
    decision.compile();
    Ok(Box::new(Compiled { decision, documents: Vec::new() }))
}

impl Compiled {
    /// Nothing in these decisions waits, so that asking once is enough.
    fn run(&self, document: Variable, trace: bool) -> Any<DecisionGraphResponse> {
        let options = EvaluationOptions { trace, ..EvaluationOptions::default() };
        let mut answer = pin!(self.decision.evaluate_with_opts(document, options));
        match answer.as_mut().poll(&mut std::task::Context::from_waker(Waker::noop())) {
            Poll::Ready(found) => Ok(found.map_err(|found| found.to_string())?),
            Poll::Pending => Err("the decision waits".into()),
        }
    }
}

impl Engine for Compiled {
    fn ready(&mut self, text: &str) -> Any<()> {
        self.documents.push(serde_json::from_str(text)?);
        Ok(())
    }

    fn evaluate(&mut self, at: usize) -> Any<Answer> {
        let found = self.run(self.documents[at].clone(), false)?.result;
        let (total, class) = (found.dot("total").ok_or("no total")?, found.dot("class").ok_or("no class")?);
        let mut hundredths = total.as_number().ok_or("no number")?;
        hundredths.rescale(2);
        Answer::new(hundredths.mantissa().try_into()?, class.as_str().ok_or("no text")?)
    }

    fn text_to_text(&mut self, text: &str) -> Any<String> {
        Ok(serde_json::to_string(&self.run(serde_json::from_str(text)?, false)?.result)?)
    }

    /// What went into each node and what came out.
    fn explained(&mut self, at: usize) -> Any<Option<String>> {
        Ok(Some(serde_json::to_string(&self.run(self.documents[at].clone(), true)?)?))
    }
}
