//! What can be proved of a set before anybody is assessed by it.
//!
//! In: a resolved set without errors. Out: findings. A proof enumerates cells of exact values; where
//! there would be too many, nothing is said.

pub(super) mod cells;
mod classes;
mod conditions;
mod declared;
mod grid;
mod implied;

use super::CriteriaSet;
use tieuchi_grammar::Diagnostic;

/// Every finding of the proofs.
pub fn prove(set: &CriteriaSet) -> Vec<Diagnostic> {
    let mut findings = classes::prove(set);
    findings.extend(conditions::prove(set));
    findings.extend(implied::prove(set));
    findings.extend(declared::prove(set));
    findings
}
