//! What the core hands on from the grammar, so that doors need not know it: texts, trees and the
//! tables of the language.

pub use tieuchi_grammar::ast;
pub use tieuchi_grammar::limits::SOURCE_BYTES;
pub use tieuchi_grammar::{
    BUILTINS, Completion, CompletionKind, Completions, Declaration, EXPRESSIONS, ExpressionDocs, Hover,
    PHRASES, Parsed, PhraseSentence, Row, RowDocs, SENTENCES, SLOTS, Sentence, TokenKind, WordDocs,
    builtin_docs, closest, complete, convert, declarations, highlight, hover, parse, phrase_docs, print,
    row_docs,
};

/// A count with its noun in English.
///
/// ```
/// use tieuchi::text::counted;
/// assert_eq!(counted(1, "item", "items"), "1 item");
/// assert_eq!(counted(0, "item", "items"), "0 items");
/// ```
#[must_use]
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
