//! Text to tree for the tieuchi language, and back.

pub mod ast;
mod builtins;
mod convert;
mod diagnostic;
mod expression_docs;
mod print;
mod source;
mod statement_docs;
mod statements;
mod template;

pub use builtins::{BUILTINS, Builtin};
pub use convert::convert;
pub use diagnostic::{Bilingual, Diagnostic, Fix, Label, Lang, Severity};
pub use expression_docs::{EXPRESSIONS, ExpressionDocs, builtin_docs, expression_docs};
pub use print::{print, print_expression, print_statement};
pub use source::{Position, SourceFile, Span};
pub use statement_docs::{RowDocs, WordDocs, phrase_docs, row_docs};
pub use statements::{Level, PHRASES, Phrase, PhraseSentence, Row, SENTENCES, Sentence};
pub use template::{Part, parts};
