//! Identifiers numbered in the order they come in.
//!
//! In: texts. Out: a number for each that is new, and the number of each that is known. All texts
//! lie in one buffer, since a province has millions of them.

use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

/// Identifiers and their numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ids {
    text: String,
    ends: Vec<usize>,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Ids {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The number of an identifier.
    pub fn get(&self, id: &str) -> Option<usize> {
        let found = self.table.find(self.hasher.hash_one(id), |at| self.at(*at) == id);
        found.map(|at| *at as usize)
    }

    /// The number of an identifier, which is the next one if it is new.
    pub fn number(&mut self, id: &str) -> usize {
        if let Some(known) = self.get(id) {
            return known;
        }
        let number = self.ends.len();
        self.text.push_str(id);
        self.ends.push(self.text.len());
        let hash = self.hasher.hash_one(id);
        let Self { text, ends, table, hasher } = self;
        let at = u32::try_from(number).unwrap_or(u32::MAX);
        table.insert_unique(hash, at, |at| hasher.hash_one(part(text, ends, *at)));
        number
    }

    fn at(&self, number: u32) -> &str {
        part(&self.text, &self.ends, number)
    }
}

fn part<'a>(text: &'a str, ends: &[usize], number: u32) -> &'a str {
    let number = number as usize;
    let from = number.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    ends.get(number).and_then(|to| text.get(from..*to)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Ids;

    #[test]
    fn each_has_a_number_of_its_own() {
        let mut ids = Ids::default();
        for round in 0..2 {
            for at in 0..5_000 {
                assert_eq!(ids.number(&format!("công dân {at}")), at, "round {round}");
            }
        }
        assert_eq!(ids.len(), 5_000);
        assert_eq!(ids.get("công dân 4999"), Some(4_999));
        assert_eq!(ids.get("công dân 5000"), None);
        assert_eq!(ids.get(""), None);
        assert_eq!(ids.number(""), 5_000);
        assert_eq!(ids.get(""), Some(5_000));
    }
}
