//! The set as a script of Rhai: walked as a tree, and as the byte code that its feature `grain` makes.

use super::Engine;
use crate::workload::{Answer, Any, LEAST, TWELVE_MONTHS, YEAR, named};
use rhai::grain::{Compiler, Program, Vm};
use rhai::{AST, Dynamic, Engine as Rhai, Map, Scope, format_map_as_json};

/// The script.
pub fn source(copies: usize) -> String {
    let copies_of_it: String = (0..copies).map(points).collect();
    let [best, good, fair, enough] = LEAST.map(|least| least * copies);
    format!(
        "let total = 0.0; let good = true;
{copies_of_it}let class = if !disciplined {{ \"not-ranked\" }}
  else if total >= {best}.0 && good {{ \"best\" }} else if total >= {good}.0 {{ \"good\" }}
  else if total >= {fair}.0 {{ \"fair\" }} else if total >= {enough}.0 {{ \"enough\" }} else {{ \"not_held\" }};
#{{ total: total, class: class }}
"
    )
}

/// The ten indicators of a copy.
fn points(copy: usize) -> String {
    let of = |name: &str| named(name, copy);
    let (first, last) = YEAR;
    let band = |value: &str, edges: &[(&str, &str)]| {
        let cases: Vec<String> =
            edges.iter().rev().map(|(edge, points)| format!("if {value} >= {edge} {{ {points} }}")).collect();
        format!("{} else {{ 0.0 }}", cases.join(" else "))
    };
    let (plans, done, language) = (of("plans"), of("plans_done"), of("language"));
    let points = [
        band(&of("hours_a_week"), &[("2.0", "4.0"), ("5.0", "7.0"), ("10.0", "10.0")]),
        format!("if {plans} >= 1 && {done} * 2 >= {plans} {{ 10.0 }} else {{ 0.0 }}"),
        "if passed > 4 { 10.0 } else { passed * 2.5 }".to_owned(),
        band("hours", &[("10.0", "5.0"), ("40.0", "10.0")]),
        format!("if {} {{ 10.0 }} else {{ 0.0 }}", of("uses_computer")),
        format!(
            "if {language} == \"good\" {{ 10.0 }} else if {language} == \"basic\" {{ 6.0 }} else {{ 0.0 }}"
        ),
        of("work"),
        "if met > 5 { 10.0 } else { met * 2.0 }".to_owned(),
        band("led", &[("1", "5.0"), ("2", "10.0")]),
        "if given > 10 { 10.0 } else { given * 1.0 }".to_owned(),
    ];
    let points: String = points
        .iter()
        .map(|points| format!("  points = {points}; total += points; good = good && points >= 7.0;\n"))
        .collect();
    let (course, meeting, advice) = (of("course"), of("meeting"), of("advice"));
    format!(
        "{{
  let passed = 0; let hours = 0.0; let met = 0; let led = 0; let given = 0; let points = 0.0;
  for row in {course} {{
    if row.passed {{ hours += row.hours; if row.day >= {first} && row.day <= {last} {{ passed += 1; }} }}
  }}
  for row in {meeting} {{
    if row.day >= {first} && row.day <= {last} {{ met += 1; }}
    if row.led {{ led += 1; }}
  }}
  for row in {advice} {{ if row.day >= {TWELVE_MONTHS} && row.day <= {last} {{ given += 1; }} }}
{points}}}
"
    )
}

enum Code {
    Tree(AST),
    Bytes(Box<Program<'static>>),
}

struct Compiled {
    engine: &'static Rhai,
    code: Code,
    documents: Vec<Scope<'static>>,
}

/// The engine with the packages it comes with, made once.
fn engine() -> &'static Rhai {
    thread_local! {
        static RHAI: &'static Rhai = Box::leak(Box::new(Rhai::new()));
    }
    RHAI.with(|engine| *engine)
}

/// To a tree.
pub fn compile(source: &str) -> Any<Box<dyn Engine>> {
    let engine = engine();
    let code = Code::Tree(engine.compile(source)?);
    Ok(Box::new(Compiled { engine, code, documents: Vec::new() }))
}

/// To byte code.
pub fn compile_grain(source: &str) -> Any<Box<dyn Engine>> {
    let engine = engine();
    let program = Compiler::new().compile(&engine.compile(source)?);
    Ok(Box::new(Compiled { engine, code: Code::Bytes(Box::new(program)), documents: Vec::new() }))
}

/// The fields of a document as variables.
fn read(engine: &Rhai, text: &str) -> Any<Scope<'static>> {
    let mut scope = Scope::new();
    for (name, value) in engine.parse_json(text, false)? {
        scope.push_dynamic(name, value);
    }
    Ok(scope)
}

/// Runs the script and takes away the variables that it made.
fn run(engine: &Rhai, code: &Code, scope: &mut Scope) -> Any<Map> {
    let variables = scope.len();
    let found = match code {
        Code::Tree(tree) => engine.eval_ast_with_scope::<Dynamic>(scope, tree)?,
        Code::Bytes(program) => Vm::new(engine).eval_with_scope(scope, program)?,
    };
    scope.rewind(variables);
    Ok(found.try_cast().ok_or("no map")?)
}

impl Engine for Compiled {
    fn ready(&mut self, text: &str) -> Any<()> {
        self.documents.push(read(self.engine, text)?);
        Ok(())
    }

    fn evaluate(&mut self, at: usize) -> Any<Answer> {
        let found = run(self.engine, &self.code, &mut self.documents[at])?;
        let total = found.get("total").and_then(|total| total.as_float().ok()).ok_or("no total")?;
        let class = found.get("class").ok_or("no class")?.as_immutable_string_ref().map_err(|_| "no text")?;
        Answer::of_binary(total, class.as_str())
    }

    fn text_to_text(&mut self, text: &str) -> Any<String> {
        Ok(format_map_as_json(&run(self.engine, &self.code, &mut read(self.engine, text)?)?))
    }
}
