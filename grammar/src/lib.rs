//! Text to tree for the tieuchi language, and back.

pub mod ast;
mod attach;
mod builtins;
mod diagnose;
mod diagnostic;
mod from_pairs;
mod lexer;
pub mod limits;
mod lines;
mod numbers;
mod parse;
mod recognise;
mod slots;
mod source;
mod spelling;
mod statements;
mod suggest;
mod symbols;
pub mod syntax_errors;
mod template;
mod templates;
mod vocabulary;

pub use builtins::{BUILTINS, Builtin};
pub use diagnostic::{Bilingual, Diagnostic, Fix, Label, Lang, Severity};
pub use parse::{Parsed, parse};
pub use source::{Position, SourceFile, Span};
pub use statements::{Level, PHRASES, Phrase, PhraseSentence, Row, SENTENCES, Sentence};
pub use suggest::closest;
pub use template::{Part, parts};
