//! Text to tree for the tieuchi language, and back.

pub mod ast;
mod builtins;
mod convert;
mod diagnostic;
mod print;
mod source;
mod statement_docs;
mod statements;
mod template;

pub use builtins::{BUILTINS, Builtin};
pub use convert::convert;
pub use diagnostic::{Bilingual, Diagnostic, Fix, Label, Lang, Severity};
pub use print::{print, print_expression, print_statement};
pub use source::{Position, SourceFile, Span};
pub use statement_docs::{PhraseDocs, RowDocs, phrase_docs, row_docs};
pub use statements::{Level, PHRASES, Phrase, PhraseSentence, Row, SENTENCES, Sentence};
pub use template::{Part, parts};
