//! A source with all its faults in it, each behind a question.
//!
//! `a + b` becomes `match (a, b) { (l, r) => match fault() { 7 => l - r, 8 => l * r, _ => l + r } }`. Lines that
//! belong to a fault carry its number as a comment, `/*:7*/`, by which what the compiler says finds it.

use crate::list::{Fault, Genre, Place};
use std::fmt::Write as _;
use std::ops::Range;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{BinOp, Block, Expr, ExprBinary, ExprUnary};

/// What the program asks: the number of the fault at work, 0 for none.
pub const MODULE: &str = "
#[allow(missing_docs, clippy::disallowed_methods)]
pub(crate) mod faults {
    pub fn on() -> u32 {
        static ON: std::sync::LazyLock<u32> =
            std::sync::LazyLock::new(|| std::env::var(\"TIEUCHI_FAULT\").map_or(0, |id| id.parse().unwrap_or(0)));
        *ON
    }
}
";
const ASKED: &str = "match crate::faults::on()";

/// The text with these faults in it, and the numbers of those it has no place for.
///
/// # Errors
/// Where the text is no Rust.
pub fn switched(text: &str, faults: &[&Fault]) -> syn::Result<(String, Vec<u32>)> {
    let file = syn::parse_file(text)?;
    let mut finder = Finder { faults, found: Vec::new(), constant: Vec::new() };
    finder.visit_file(&file);
    let Finder { mut found, constant, .. } = finder;
    // What stands before something comes before it, and what holds something too.
    found.sort_by_key(|edit| (edit.range.start, !edit.range.is_empty(), usize::MAX - edit.range.end));
    let placed: Vec<u32> = found.iter().flat_map(|edit| edit.choices.iter().map(|(id, _)| *id)).collect();
    let left = faults.iter().map(|fault| fault.id).filter(|id| !placed.contains(id)).collect();
    let mut written = Writer { text, edits: &found }.write(0..text.len(), 0);
    // A function with a question in it is none that a constant may be made of.
    for word in constant.iter().rev() {
        let before = Writer { text, edits: &found }.write(0..word.start, 0).len();
        written.replace_range(before..before + word.len(), "     ");
    }
    Ok((written, left))
}

/// A change of the text, with the number of each fault and what it puts there.
struct Edit {
    range: Range<usize>,
    kind: Kind,
    choices: Vec<(u32, String)>,
}

enum Kind {
    /// Before the first statement of a function.
    Start,
    /// Between two values.
    Between { left: Range<usize>, right: Range<usize>, sign: String, way: Way },
    /// Before a value.
    Before { operand: Range<usize>, sign: String },
    /// A condition.
    Guard,
    /// After the pattern of an arm without a condition.
    Arm,
}

/// How the two values of an operator are reached.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    /// Taken, as sums do.
    Taken,
    /// Looked at, as comparisons do.
    Seen,
    /// The second one only if the first one asks for it.
    Lazy,
    /// The first one is a place.
    Assigned,
}

struct Finder<'a> {
    faults: &'a [&'a Fault],
    found: Vec<Edit>,
    /// The word `const` of functions that get a question.
    constant: Vec<Range<usize>>,
}

impl Finder<'_> {
    fn at(&self, genre: Genre, span: proc_macro2::Span) -> Vec<(u32, String)> {
        let start = Place { line: span.start().line, column: span.start().column + 1 };
        let here = self.faults.iter().filter(|fault| fault.genre == genre && fault.span.start == start);
        here.map(|fault| (fault.id, fault.replacement.clone())).collect()
    }

    fn function(&mut self, signature: &syn::Signature, block: &Block) {
        let before = self.found.len();
        // Two values of a type without a name are of two types.
        let nameless = matches!(&signature.output, syn::ReturnType::Type(_, of) if matches!(**of, syn::Type::ImplTrait(_)));
        if let (Some(first), false) = (block.stmts.first(), nameless) {
            let choices = self.at(Genre::FnValue, first.span());
            let start = first.span().byte_range().start;
            self.edit(start..start, Kind::Start, choices);
        }
        visit::visit_block(self, block);
        if let (Some(word), true) = (&signature.constness, self.found.len() > before) {
            self.constant.push(word.span().byte_range());
        }
    }

    fn edit(&mut self, range: Range<usize>, kind: Kind, choices: Vec<(u32, String)>) {
        if !choices.is_empty() {
            self.found.push(Edit { range, kind, choices });
        }
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig, &item.block);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig, &item.block);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.function(&item.sig, block);
        }
    }

    fn visit_expr_binary(&mut self, expr: &'ast ExprBinary) {
        let choices = self.at(Genre::BinaryOperator, expr.op.span());
        let sign = expr.op.span().source_text().unwrap_or_default();
        let way = match expr.op {
            BinOp::And(_) | BinOp::Or(_) => Way::Lazy,
            BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_) => {
                Way::Seen
            }
            _ if sign.ends_with('=') => Way::Assigned,
            _ => Way::Taken,
        };
        let (left, right) = (expr.left.span().byte_range(), expr.right.span().byte_range());
        // A `let` in a chain of conditions may not stand in brackets.
        if way != Way::Lazy || !(has_let(&expr.left) || has_let(&expr.right)) {
            self.edit(expr.span().byte_range(), Kind::Between { left, right, sign, way }, choices);
        }
        visit::visit_expr_binary(self, expr);
    }

    fn visit_expr_unary(&mut self, expr: &'ast ExprUnary) {
        let choices = self.at(Genre::UnaryOperator, expr.op.span());
        let sign = expr.op.span().source_text().unwrap_or_default();
        let operand = expr.expr.span().byte_range();
        self.edit(expr.span().byte_range(), Kind::Before { operand, sign }, choices);
        visit::visit_expr_unary(self, expr);
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        let mut without = self.at(Genre::MatchArm, arm.span());
        if let Some((_, guard)) = &arm.guard {
            let mut choices = self.at(Genre::MatchArmGuard, guard.span());
            // An arm whose condition is never met is one that is left out.
            without.iter_mut().for_each(|(_, text)| "false".clone_into(text));
            choices.extend(without);
            if !has_let(guard) {
                self.edit(guard.span().byte_range(), Kind::Guard, choices);
            }
        } else {
            let end = arm.pat.span().byte_range().end;
            self.edit(end..end, Kind::Arm, without);
        }
        visit::visit_arm(self, arm);
    }
}

fn has_let(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(ExprBinary { op: BinOp::And(_), left, right, .. }) => has_let(left) || has_let(right),
        _ => false,
    }
}

struct Writer<'a> {
    text: &'a str,
    edits: &'a [Edit],
}

impl Writer<'_> {
    /// A part of the text with the edits in it, from the one of that number on.
    fn write(&self, range: Range<usize>, from: usize) -> String {
        let mut out = String::new();
        let mut done = range.start;
        for (at, edit) in self.edits.iter().enumerate().skip(from) {
            if edit.range.start < done || edit.range.end > range.end {
                continue;
            }
            out.push_str(self.text.get(done..edit.range.start).unwrap_or_default());
            self.edit(edit, at + 1, &mut out);
            done = edit.range.end;
        }
        out + self.text.get(done..range.end).unwrap_or_default()
    }

    fn edit(&self, edit: &Edit, from: usize, out: &mut String) {
        let marks = edit.choices.iter().fold(String::new(), |mut marks, (id, _)| {
            let _ = write!(marks, "/*:{id}*/");
            marks
        });
        // Each on a line of its own.
        let arms = |of: &dyn Fn(&str) -> String| {
            edit.choices.iter().fold(String::from("\n"), |mut arms, (id, text)| {
                let _ = writeln!(arms, "/*:{id}*/ {id} => {},", of(text));
                arms
            })
        };
        let _ = match &edit.kind {
            Kind::Start => {
                writeln!(out, "{marks}{ASKED} {{{}_ => {{}} }}", arms(&|value| format!("return {value}")))
            }
            Kind::Guard => {
                let guard = self.write(edit.range.clone(), from);
                write!(out, "({marks}{ASKED} {{{}_ => {guard} }})", arms(&str::to_owned))
            }
            Kind::Arm => {
                let ids: Vec<String> = edit.choices.iter().map(|(id, _)| id.to_string()).collect();
                write!(out, " if {marks} !matches!(crate::faults::on(), {})", ids.join(" | "))
            }
            Kind::Before { operand, sign } => {
                let operand = self.write(operand.clone(), from);
                let arms = arms(&|_| "v".to_owned());
                write!(out, "({marks}match {operand} {{ v => {ASKED} {{{arms}{marks}_ => {sign}v }} }})")
            }
            Kind::Between { left, right, sign, way } => {
                let (left, right) = (self.write(left.clone(), from), self.write(right.clone(), from));
                let (values, names, l, r) = match way {
                    Way::Taken => (format!("({left}, {right})"), "(l, r)", "l".to_owned(), "r".to_owned()),
                    Way::Seen => {
                        (format!("(&({left}), &({right}))"), "(l, r)", "*l".to_owned(), "*r".to_owned())
                    }
                    Way::Lazy => (left, "l", "l".to_owned(), format!("({right})")),
                    Way::Assigned => (right, "r", left, "r".to_owned()),
                };
                let arms = arms(&|sign| format!("{{ {l} {sign} {r} }}"));
                write!(
                    out,
                    "({marks}match {values} {{ {names} => {ASKED} {{{arms}{marks}_ => {{ {l} {sign} {r} }} }} }})"
                )
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::Span;

    fn fault(id: u32, genre: Genre, column: usize, replacement: &str) -> Fault {
        let span = Span { start: Place { line: 1, column } };
        let (name, file) = (String::new(), String::new());
        Fault { id, name, file, genre, replacement: replacement.to_owned(), span }
    }

    /// The text with these faults, on one line, and what found no place.
    fn written(text: &str, faults: &[Fault]) -> (String, Vec<u32>) {
        let faults: Vec<&Fault> = faults.iter().collect();
        let (text, left) = switched(text, &faults).unwrap();
        syn::parse_file(&text).unwrap();
        let words: Vec<&str> = text.split_whitespace().collect();
        (words.join(" "), left)
    }

    #[test]
    fn an_operator_within_another_keeps_its_own_choice() {
        let faults = [
            fault(1, Genre::BinaryOperator, 18, "-"),
            fault(2, Genre::BinaryOperator, 22, ">"),
            fault(3, Genre::FnValue, 16, "true"),
        ];
        let (text, left) = written("const fn f() { a + b < c }", &faults);
        assert!(left.is_empty(), "{left:?}");
        assert_eq!(
            text,
            "fn f() { /*:3*/match crate::faults::on() { /*:3*/ 3 => return true, _ => {} } \
             (/*:2*/match (&((/*:1*/match (a, b) { (l, r) => match crate::faults::on() { \
             /*:1*/ 1 => { l - r }, /*:1*/_ => { l + r } } })), &(c)) { (l, r) => \
             match crate::faults::on() { /*:2*/ 2 => { *l > *r }, /*:2*/_ => { *l < *r } } }) }"
        );
    }

    #[test]
    fn an_arm_is_left_out_by_its_condition() {
        let text = "fn f() { match a { 1 => x, 2 if c => y, _ => z } }";
        let faults = [
            fault(1, Genre::MatchArm, 20, ""),
            fault(2, Genre::MatchArm, 28, ""),
            fault(3, Genre::MatchArmGuard, 33, "true"),
        ];
        let (text, left) = written(text, &faults);
        assert!(left.is_empty(), "{left:?}");
        assert!(text.contains("1 if /*:1*/ !matches!(crate::faults::on(), 1) => x"), "{text}");
        assert!(text.contains("3 => true, /*:2*/ 2 => false, _ => c }) => y"), "{text}");
    }

    #[test]
    fn what_has_no_place_is_named() {
        let (text, left) = written(
            "fn f() { if let Some(a) = b && c { !d } }",
            &[
                fault(1, Genre::BinaryOperator, 29, "||"),
                fault(2, Genre::UnaryOperator, 36, ""),
                fault(3, Genre::StructField, 5, ""),
            ],
        );
        assert_eq!(left, [1, 3]);
        assert!(text.contains("(/*:2*/match d { v =>"), "{text}");
        let (_, left) = written("fn f() -> impl Fn() { a }", &[fault(1, Genre::FnValue, 23, "b")]);
        assert_eq!(left, [1]);
    }
}
