//! What the core hands on from the grammar, so that doors need not know it: texts, trees and the
//! tables of the language.

pub use tieuchi_grammar::ast;
pub use tieuchi_grammar::limits::SOURCE_BYTES;
pub use tieuchi_grammar::{
    BUILTINS, EXPRESSIONS, ExpressionDocs, PHRASES, Parsed, PhraseSentence, Row, RowDocs, SENTENCES, SLOTS,
    Sentence, WordDocs, builtin_docs, closest, convert, parse, phrase_docs, print, row_docs,
};
