//! The sizes a source text must keep to, so that every text gets an answer in linear time.
//!
//! A text that passes a limit gets one diagnostic that names it, never a crash.

/// A whole file, in bytes: `file-too-large`.
pub const SOURCE_BYTES: usize = 16 * 1024 * 1024;
/// One statement with its continuation lines, in bytes: `statement-too-long`.
pub const STATEMENT_BYTES: usize = 64 * 1024;
/// Statements of a file: `too-many-statements`.
pub const STATEMENTS: usize = 300_000;
/// Words, numbers and signs of one statement: `statement-too-long`.
pub const TOKENS: usize = 8_192;
/// Parentheses and queries inside one another: `nested-too-deep`.
pub const NESTING: usize = 64;
/// Arithmetic signs of one statement, since each makes the tree one step deeper: `nested-too-deep`.
pub const ARITHMETIC: usize = 256;
/// Diagnostics kept of one file; after them one `too-many-diagnostics`.
pub const DIAGNOSTICS: usize = 1_000;
/// A name, in characters: `name-too-long`.
pub const NAME_CHARS: usize = 64;
/// An item's code, in characters: `bad-code`.
pub const CODE_CHARS: usize = 12;
/// Digits of a number after the decimal mark: `number-too-long`.
pub const FRACTION_DIGITS: usize = 9;
/// Digits of a number in all: `number-too-long`.
pub const DIGITS: usize = 18;
