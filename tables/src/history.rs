//! Which unit became which: places that were merged, renamed or split.
//!
//! In: a table with the columns `subject`, the former unit, and `successor`; `part`, where only a
//! part of the unit went there; `name`, what the former unit was called. Out: for a former unit the
//! one that stands for it now, if there is just one.

use crate::error::TableError;
use crate::mapping::texts;
use crate::read::{Reading, open};
use std::collections::BTreeMap;
use std::path::Path;

/// How many times a unit may have been followed by another: longer chains go in a circle.
const MOST_STEPS: usize = 16;

/// The successions of places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// For each former unit its successors, and whether only a part went there.
    after: BTreeMap<String, Vec<(String, bool)>>,
    /// For each unit those it was made of, in the order of the table.
    before: BTreeMap<String, Vec<Former>>,
}

/// A unit that another was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Former {
    /// Its code.
    pub id: String,
    /// What it was called; its code where the table does not say.
    pub name: String,
    /// Whether only a part of it went over.
    pub part: bool,
}

impl History {
    /// Reads the table.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or without the columns `subject` and `successor`.
    pub fn read(path: &Path) -> Result<Self, TableError> {
        const COLUMNS: [&str; 4] = ["subject", "successor", "part", "name"];
        let mut history = Self::default();
        for batch in open(path, &Reading::default(), &|name| COLUMNS.contains(&name))? {
            let batch = batch?;
            let cells = |name: &str| batch.column_by_name(name).map(texts);
            let wanted = |name: &str| cells(name).ok_or_else(|| TableError::read(path, format!("`{name}`?")));
            let (before, after) = (wanted("subject")?, wanted("successor")?);
            let (parts, names) = (cells("part"), cells("name"));
            for (row, pair) in before.into_iter().zip(after).enumerate() {
                let (Some(before), Some(after)) = pair else { continue };
                let cell = |column: &Option<Vec<Option<String>>>| column.as_ref()?.get(row)?.clone();
                let part = cell(&parts).is_some_and(|part| part == "true");
                history.add(&before, &after, part, cell(&names));
            }
        }
        Ok(history)
    }

    fn add(&mut self, before: &str, after: &str, part: bool, name: Option<String>) {
        self.after.entry(before.to_owned()).or_default().push((after.to_owned(), part));
        let name = name.unwrap_or_else(|| before.to_owned());
        let former = Former { id: before.to_owned(), name, part };
        self.before.entry(after.to_owned()).or_default().push(former);
    }

    /// The unit that stands for a former one now; none where it is not known as a former one, or was
    /// split, since then nobody can say where what was filed under it belongs.
    #[must_use]
    pub fn now(&self, id: &str) -> Option<&str> {
        let mut found: Option<&str> = None;
        for _ in 0..MOST_STEPS {
            let at = found.unwrap_or(id);
            match self.after.get(at).map(Vec::as_slice) {
                None => return found,
                // A unit that took over others under its own code is its own successor.
                Some([(after, false)]) if after == at => return found,
                Some([(after, false)]) => found = Some(after),
                Some(_) => return None,
            }
        }
        None
    }

    /// The units another was made of.
    #[must_use]
    pub fn formerly(&self, id: &str) -> &[Former] {
        self.before.get(id).map(Vec::as_slice).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::History;

    fn history(rows: &[(&str, &str, bool)]) -> History {
        let mut history = History::default();
        for (before, after, part) in rows {
            history.add(before, after, *part, None);
        }
        history
    }

    #[test]
    fn a_former_unit_is_followed_to_the_one_of_today() {
        let history = history(&[("a", "b", false), ("b", "c", false), ("x", "c", false)]);
        assert_eq!(history.now("a"), Some("c"));
        assert_eq!(history.now("c"), None, "it is no former unit");
        let names: Vec<&str> = history.formerly("c").iter().map(|former| former.name.as_str()).collect();
        assert_eq!(names, ["b", "x"]);
    }

    #[test]
    fn what_was_split_stands_nowhere_and_a_circle_ends() {
        let history = history(&[("a", "b", true), ("a", "c", true), ("p", "q", false), ("q", "p", false)]);
        assert_eq!(history.now("a"), None);
        assert_eq!(history.now("p"), None);
    }

    #[test]
    fn a_unit_that_kept_its_code_stays_where_it_is() {
        let history = history(&[("a", "a", false), ("b", "a", false)]);
        assert_eq!(history.now("a"), None);
        assert_eq!(history.now("b"), Some("a"));
    }
}
