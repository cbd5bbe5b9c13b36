//! Laws and whole sets: what holds for every set the project ships.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests say what went wrong by failing")]
#![expect(clippy::disallowed_methods, reason = "tests read the shipped files, the crate does not")]

mod boundary;
mod compare;
mod diff;
mod fractions;
mod growth;
mod laws;
mod local_sets;
mod open_file;
mod proofs;
mod reasons;
mod receipts;
mod redaction;
mod shipped;
mod stack;
