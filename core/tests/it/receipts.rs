//! Receipts: the vectors under core/tests/receipts, checked by this engine and by a script that has
//! nothing of it, and what becomes of a changed byte.

mod changes;
mod vectors;
