//! Laws and whole sets: what holds for every set the project ships.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests say what went wrong by failing")]

mod laws;
mod shipped;
