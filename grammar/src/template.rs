//! A sentence of the table cut into literal text, slots and optional parts.
//!
//! The recogniser walks the parts to read a line, the formatter to write one.

/// One part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Text that stands as it is, spaces included.
    Literal(&'static str),
    /// `{slot}`
    Slot(&'static str),
    /// `[…]`
    Optional(Vec<Part>),
}

/// Cuts a sentence of the table.
///
/// ```
/// use tieuchi_grammar::{Part, parts};
/// assert_eq!(
///     parts("take {agg}[ at {num}]"),
///     [
///         Part::Literal("take "),
///         Part::Slot("agg"),
///         Part::Optional(vec![Part::Literal(" at "), Part::Slot("num")]),
///     ]
/// );
/// ```
#[must_use]
pub fn parts(sentence: &'static str) -> Vec<Part> {
    let mut out = Vec::new();
    let mut rest = sentence;
    while let Some(at) = rest.find(['{', '[']) {
        let (literal, tail) = rest.split_at(at);
        if !literal.is_empty() {
            out.push(Part::Literal(literal));
        }
        let (close, optional) = if tail.starts_with('{') { ('}', false) } else { (']', true) };
        let Some(end) = tail.find(close) else { break };
        let inner = tail.get(1..end).unwrap_or_default();
        out.push(if optional { Part::Optional(parts(inner)) } else { Part::Slot(inner) });
        rest = tail.get(end + 1..).unwrap_or_default();
    }
    if !rest.is_empty() {
        out.push(Part::Literal(rest));
    }
    out
}
