//! The set in Rego, for Regorus: its interpreter, and its virtual machine.

use super::Engine;
use crate::workload::{Answer, Any, LEAST, TWELVE_MONTHS, YEAR, named};
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine as Regorus, Value};

const ANSWER: &str = "data.learner.answer";

/// The policy.
pub fn source(copies: usize) -> String {
    let rules: String = (0..copies).map(points).collect();
    let names: Vec<String> =
        (0..copies).flat_map(|copy| (1..=10).map(move |at| named(&format!("points_{at}"), copy))).collect();
    let [best, good, fair, enough] = LEAST.map(|least| least * copies);
    format!(
        "package learner
{rules}points := [{}]
total := sum(points)
all_good if {{ every value in points {{ value >= 7 }} }}
class := \"not-ranked\" if {{ not input.disciplined }}
else := \"best\" if {{ total >= {best}; all_good }}
else := \"good\" if {{ total >= {good} }}
else := \"fair\" if {{ total >= {fair} }}
else := \"enough\" if {{ total >= {enough} }}
else := \"not_held\"
answer := {{\"total\": total, \"class\": class}}
",
        // A line may have 1 024 letters.
        names.join(",\n")
    )
}

/// The ten indicators of a copy.
fn points(copy: usize) -> String {
    let of = |name: &str| format!("input.{}", named(name, copy));
    let own = |name: &str| named(name, copy);
    let (first, last) = YEAR;
    let band = |value: &str, edges: &[(i32, i32)]| {
        let cases: Vec<String> =
            edges.iter().rev().map(|(edge, points)| format!("{points} if {{ {value} >= {edge} }}")).collect();
        format!("{}\nelse := 0", cases.join("\nelse := "))
    };
    let count = |table: &str, which: String| format!("count([1 | some row in {}; {which}])", of(table));
    let in_year = format!("row.day >= {first}; row.day <= {last}");
    let recent = format!("row.day >= {TWELVE_MONTHS}; row.day <= {last}");
    let (plans, done, language) = (of("plans"), of("plans_done"), of("language"));
    let points = [
        band(&of("hours_a_week"), &[(2, 4), (5, 7), (10, 10)]),
        format!("10 if {{ {plans} >= 1; {done} * 2 >= {plans} }}\nelse := 0"),
        format!("min([{} * 2.5, 10])", count("course", format!("row.passed; {in_year}"))),
        band(&own("hours"), &[(10, 5), (40, 10)]),
        format!("10 if {{ {} }}\nelse := 0", of("uses_computer")),
        format!("10 if {{ {language} == \"good\" }}\nelse := 6 if {{ {language} == \"basic\" }}\nelse := 0"),
        of("work"),
        format!("min([{} * 2, 10])", count("meeting", in_year)),
        band(&own("led"), &[(1, 5), (2, 10)]),
        format!("min([{}, 10])", count("advice", recent)),
    ];
    let rules =
        (1..).zip(&points).map(|(at, points)| format!("{} := {points}\n", own(&format!("points_{at}"))));
    let rules: String = rules.collect();
    format!(
        "{} := sum([row.hours | some row in {}; row.passed])\n{} := {}\n{rules}",
        own("hours"),
        of("course"),
        own("led"),
        count("meeting", "row.led".to_owned()),
    )
}

enum Code {
    Policy(Box<Regorus>),
    Machine(Box<RegoVM>),
}

struct Compiled {
    code: Code,
    documents: Vec<Value>,
}

fn engine(source: &str) -> Any<Regorus> {
    let mut engine = Regorus::new();
    engine.add_policy("learner.rego".to_owned(), source.to_owned())?;
    Ok(engine)
}

/// For the interpreter, prepared by a first question.
pub fn compile(source: &str) -> Any<Box<dyn Engine>> {
    let mut engine = engine(source)?;
    engine.compile_with_entrypoint(&ANSWER.into())?;
    Ok(Box::new(Compiled { code: Code::Policy(Box::new(engine)), documents: Vec::new() }))
}

/// For the virtual machine.
pub fn compile_rvm(source: &str) -> Any<Box<dyn Engine>> {
    let policy = engine(source)?.compile_with_entrypoint(&ANSWER.into())?;
    let mut machine = RegoVM::new();
    machine.load_program(Compiler::compile_from_policy(&policy, &[ANSWER])?);
    Ok(Box::new(Compiled { code: Code::Machine(Box::new(machine)), documents: Vec::new() }))
}

impl Compiled {
    fn run(&mut self, document: Value) -> Any<Value> {
        Ok(match &mut self.code {
            Code::Policy(engine) => {
                engine.set_input(document);
                engine.eval_rule(ANSWER.to_owned())?
            }
            Code::Machine(machine) => {
                machine.set_input(document);
                machine.execute_entry_point_by_index(0)?
            }
        })
    }
}

impl Engine for Compiled {
    fn ready(&mut self, text: &str) -> Any<()> {
        self.documents.push(Value::from_json_str(text)?);
        Ok(())
    }

    fn evaluate(&mut self, at: usize) -> Any<Answer> {
        let found = self.run(self.documents[at].clone())?;
        let class = found["class"].as_string()?;
        Answer::of_binary(found["total"].as_f64()?, class)
    }

    fn text_to_text(&mut self, text: &str) -> Any<String> {
        Ok(self.run(Value::from_json_str(text)?)?.to_json_str()?)
    }
}
