//! The set as one expression of CEL.
//!
//! The language has neither sums nor names: the host gives it `sum`, and `map` over a list of one names things.

use super::Engine;
use crate::workload::{Answer, Any, LEAST, TWELVE_MONTHS, YEAR, named};
use cel::objects::{Key, Value};
use cel::{Context, Env, ExecutionError, Program};
use std::collections::HashMap;
use std::sync::Arc;

/// The expression.
pub fn source(copies: usize) -> String {
    let points: Vec<String> = (0..copies).flat_map(points).collect();
    let [best, good, fair, enough] = LEAST.map(|least| least * copies);
    format!(
        "[[{}]].map(points, {{\"total\": sum(points), \"points\": points}}).map(sums, {{\"total\": sums.total, \"class\":
  !disciplined ? \"not-ranked\"
  : sums.total >= {best}.0 && sums.points.all(it, it >= 7.0) ? \"best\"
  : sums.total >= {good}.0 ? \"good\" : sums.total >= {fair}.0 ? \"fair\"
  : sums.total >= {enough}.0 ? \"enough\" : \"not_held\"}})[0]",
        points.join(",\n  ")
    )
}

/// The ten indicators of a copy.
fn points(copy: usize) -> [String; 10] {
    let of = |name: &str| named(name, copy);
    let (first, last) = YEAR;
    let band = |value: String, edges: &[(&str, &str)]| {
        let cases: String =
            edges.iter().rev().map(|(edge, points)| format!("{value} >= {edge} ? {points} : ")).collect();
        cases + "0.0"
    };
    let most = |count: String, each: &str| {
        let enough = if each == "2.5" {
            4
        } else if each == "2.0" {
            5
        } else {
            10
        };
        format!("{count} > {enough} ? 10.0 : double({count}) * {each}")
    };
    let (plans, done, language) = (of("plans"), of("plans_done"), of("language"));
    let (course, meeting, advice) = (of("course"), of("meeting"), of("advice"));
    let in_year = format!("row.day >= {first} && row.day <= {last}");
    let size = |table: &str, which: &str| format!("size({table}.filter(row, {which}))");
    // What is needed twice is named, so that it is counted once.
    let once = |value: String, then: String| format!("[{value}].map(it, {then})[0]");
    [
        band(of("hours_a_week"), &[("2.0", "4.0"), ("5.0", "7.0"), ("10.0", "10.0")]),
        format!("{plans} >= 1 && {done} * 2 >= {plans} ? 10.0 : 0.0"),
        once(size(&course, &format!("row.passed && {in_year}")), most("it".to_owned(), "2.5")),
        once(
            format!("sum({course}.map(row, row.passed, row.hours))"),
            band("it".to_owned(), &[("10.0", "5.0"), ("40.0", "10.0")]),
        ),
        format!("{} ? 10.0 : 0.0", of("uses_computer")),
        format!("{language} == \"good\" ? 10.0 : {language} == \"basic\" ? 6.0 : 0.0"),
        of("work"),
        once(size(&meeting, &in_year), most("it".to_owned(), "2.0")),
        once(size(&meeting, "row.led"), band("it".to_owned(), &[("1", "5.0"), ("2", "10.0")])),
        once(
            size(&advice, &format!("row.day >= {TWELVE_MONTHS} && row.day <= {last}")),
            most("it".to_owned(), "1.0"),
        ),
    ]
}

struct Compiled {
    env: Arc<Env>,
    program: Program,
    documents: Vec<Context<'static, 'static>>,
}

/// With the standard library and `sum`.
pub fn compile(source: &str) -> Any<Box<dyn Engine>> {
    thread_local! {
        static ENV: Arc<Env> = Arc::new(Env::stdlib());
    }
    let env = ENV.with(Arc::clone);
    let program = env.compile(source).map_err(|found| found.to_string())?;
    Ok(Box::new(Compiled { env, program, documents: Vec::new() }))
}

fn sum(values: Arc<Vec<Value>>) -> Result<f64, ExecutionError> {
    values.iter().try_fold(0.0, |sum, value| match value {
        Value::Float(value) => Ok(sum + value),
        _ => Err(ExecutionError::function_error("sum", "not a number in binary")),
    })
}

/// Whole numbers are those with a sign, which is what the expressions have.
fn value(json: serde_json::Value) -> Any<Value> {
    use serde_json::Value as Json;
    Ok(match json {
        Json::Bool(value) => Value::Bool(value),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Value::Int(whole),
            None => Value::Float(number.as_f64().ok_or("no such number")?),
        },
        Json::String(text) => Value::String(Arc::new(text)),
        Json::Array(values) => Value::List(Arc::new(values.into_iter().map(value).collect::<Any<_>>()?)),
        Json::Object(fields) => {
            let fields = fields.into_iter().map(|(name, field)| Ok((name, value(field)?)));
            Value::Map(fields.collect::<Any<HashMap<String, Value>>>()?.into())
        }
        Json::Null => Value::Null,
    })
}

impl Compiled {
    fn read(&self, text: &str) -> Any<Context<'static, 'static>> {
        let mut context = Context::with_env(self.env.clone());
        context.add_function("sum", sum)?;
        let serde_json::Value::Object(fields) = serde_json::from_str(text)? else {
            return Err("no object".into());
        };
        for (name, field) in fields {
            context.add_variable_from_value(name, value(field)?);
        }
        Ok(context)
    }

    fn run(&self, context: &Context) -> Any<Value> {
        Ok(self.program.execute(context).map_err(|found| found.to_string())?)
    }
}

impl Engine for Compiled {
    fn ready(&mut self, text: &str) -> Any<()> {
        let context = self.read(text)?;
        self.documents.push(context);
        Ok(())
    }

    fn evaluate(&mut self, at: usize) -> Any<Answer> {
        let Value::Map(found) = self.run(&self.documents[at])? else { return Err("no map".into()) };
        let of = |name: &str| found.map.get(&Key::String(Arc::new(name.to_owned())));
        match (of("total"), of("class")) {
            (Some(Value::Float(total)), Some(Value::String(class))) => Answer::of_binary(*total, class),
            _ => Err("no total or no class".into()),
        }
    }

    fn text_to_text(&mut self, text: &str) -> Any<String> {
        let found = self.run(&self.read(text)?)?;
        Ok(found.json().map_err(|found| found.to_string())?.to_string())
    }
}
