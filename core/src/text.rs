//! What the core hands on from the grammar, so that doors need not know it: texts, trees and the
//! tables of the language.

pub use tieuchi_grammar::ast;
pub use tieuchi_grammar::limits::SOURCE_BYTES;
pub use tieuchi_grammar::{
    EXPRESSIONS, ExpressionDocs, Parsed, Row, RowDocs, SENTENCES, Sentence, closest, convert, parse, print,
    row_docs,
};
