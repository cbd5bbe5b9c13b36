//! What the keys of a table's rows stand for, found by name.
//!
//! In: the names of a table. Out: what one of them stands for. A dossier is read key by key, so a name of
//! usual length is told by two words of eight bytes, and nothing is called to compare it. Most dossiers have
//! their keys in the order of the set, so that each name knows the next one.

use crate::hir::Named;

/// The names of a table.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// By name.
    list: Vec<Name>,
    /// The place of the one that is declared first.
    first: usize,
    /// Places in the list, one more than they are, by hash; nought is free.
    slots: Vec<u32>,
}

/// A name of a table.
#[derive(Clone, Debug)]
pub struct Name {
    name: String,
    words: (u64, u64),
    /// The place of the one that is declared after it; beyond the list where there is none.
    next: usize,
    /// Its place among the names.
    pub at: usize,
    /// What it stands for.
    pub named: Named,
}

/// So many slots are looked at; who finds none of them free is found by halving.
const TRIES: usize = 8;

impl Names {
    /// Of names as they are declared. One value may be read in several ways; the first stands for them.
    pub fn of(declared: Vec<(String, Named)>) -> Self {
        let numbered = |(at, (name, named))| (name, named, at);
        let mut names: Vec<_> = declared.into_iter().enumerate().map(numbered).collect();
        names.sort();
        names.dedup_by(|a, b| a.0 == b.0);
        // A key stands in JSON text as it is, unless it is escaped.
        let is_escaped = |name: &str| name.chars().any(|letter| matches!(letter, '"' | '\\' | ..' '));
        let plain = names.iter().zip(0..).filter(|((name, ..), _)| !is_escaped(name));
        let mut order: Vec<_> = plain.map(|((.., declared), at)| (*declared, at)).collect();
        order.sort_unstable();
        let with_words = |(at, (name, named, _)): (usize, (String, Named, usize))| Name {
            words: words(name.as_bytes()),
            next: usize::MAX,
            name,
            at,
            named,
        };
        let mut list: Vec<Name> = names.into_iter().enumerate().map(with_words).collect();
        let mut next = usize::MAX;
        for (_, at) in order.into_iter().rev() {
            if let Some(name) = list.get_mut(at) {
                name.next = next;
            }
            next = at;
        }
        let first = next;
        let mut slots = vec![0; (list.len() * 2).next_power_of_two()];
        for (at, own) in (1u32..).zip(&list) {
            let hash = hash(own.name.as_bytes(), own.words);
            let free = tries(hash, &slots).find(|slot| slots.get(*slot) == Some(&0));
            if let Some(slot) = free.and_then(|slot| slots.get_mut(slot)) {
                *slot = at;
            }
        }
        Self { list, first, slots }
    }

    /// The name that is declared after another one, or first of all.
    #[cfg_attr(not(any(test, feature = "serde")), expect(dead_code, reason = "only JSON text is read so"))]
    #[inline]
    pub fn after(&self, name: Option<&Name>) -> Option<&Name> {
        self.list.get(name.map_or(self.first, |name| name.next))
    }

    /// What a name stands for.
    pub fn get(&self, name: &[u8]) -> Option<&Name> {
        let words = words(name);
        for slot in tries(hash(name, words), &self.slots) {
            let own = self.list.get((*self.slots.get(slot)? as usize).checked_sub(1)?)?;
            // Two words hold sixteen bytes.
            let known = own.name.as_bytes();
            if own.words == words && known.len() == name.len() && (name.len() <= 16 || known == name) {
                return Some(own);
            }
        }
        let at = self.list.binary_search_by(|own| own.name.as_bytes().cmp(name)).ok()?;
        self.list.get(at)
    }
}

impl Name {
    #[cfg_attr(not(any(test, feature = "serde")), expect(dead_code, reason = "only JSON text is read so"))]
    #[inline]
    pub fn bytes(&self) -> &[u8] {
        self.name.as_bytes()
    }
}

/// The slots where a name of that hash may be found.
fn tries(first: usize, slots: &[u32]) -> impl Iterator<Item = usize> + use<> {
    let mask = slots.len().wrapping_sub(1);
    (0..TRIES).map(move |tried| first.wrapping_add(tried) & mask)
}

/// The first and the last eight bytes; of a shorter name all of it, in the first word.
fn words(name: &[u8]) -> (u64, u64) {
    if let (Some(first), Some(last)) = (name.first_chunk(), name.last_chunk()) {
        return (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
    }
    if let (Some(first), Some(last)) = (name.first_chunk(), name.last_chunk()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        return (u64::from(first) | u64::from(last) << 32, 0);
    }
    (name.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)), 0)
}

fn hash(name: &[u8], (first, last): (u64, u64)) -> usize {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut known = first;
    if name.len() > 16 {
        for word in name.as_chunks().0 {
            known = (known ^ u64::from_le_bytes(*word)).wrapping_mul(FACTOR).rotate_left(29);
        }
    }
    let known = (known ^ name.len() as u64).wrapping_mul(FACTOR) ^ last;
    ((known ^ known >> 32).wrapping_mul(FACTOR) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(names: &Names, name: &str) -> Option<(usize, Named)> {
        names.get(name.as_bytes()).map(|name| (name.at, name.named))
    }

    #[test]
    fn every_name_is_found_and_no_other() {
        let mut names: Vec<String> =
            ["", "a", "b", "ab", "ba", "abc", "abcd", "abcdefg", "tuổi", "2.3", "1.1"]
                .map(str::to_owned)
                .to_vec();
        for at in 0..2_000 {
            names.push(format!("f{at}"));
            names.push(format!("hours_a_week_{at}"));
            names.push(format!("the_same_at_both_{at:04}_ends_of_a_name"));
        }
        names.sort();
        let named = |at: usize| Named::Result(at);
        let found = Names::of(names.iter().enumerate().map(|(at, name)| (name.clone(), named(at))).collect());
        let taken = found.slots.iter().filter(|slot| **slot != 0).count();
        assert!(taken * 100 > names.len() * 99, "{taken} of {}", names.len());
        for (at, name) in names.iter().enumerate() {
            assert_eq!(get(&found, name), Some((at, named(at))), "{name}");
            for other in
                [format!("{name}x"), format!("x{name}"), name.to_uppercase(), name.replace('0', "00")]
            {
                assert_eq!(get(&found, &other).is_some(), names.binary_search(&other).is_ok(), "{other}");
            }
        }
        assert_eq!(get(&Names::of(Vec::new()), "a"), None);
        assert_eq!(get(&Names::default(), "a"), None);
    }

    #[test]
    fn names_know_what_is_declared_after_them() {
        let declared = ["c", "a", "b", "a", "d"].map(|name| (name.to_owned(), Named::Result(0)));
        let names = Names::of(declared.to_vec());
        let mut order = Vec::new();
        let mut last = names.after(None);
        while let Some(name) = last {
            order.push(name.name.as_str());
            last = names.after(last);
        }
        assert_eq!(order, ["c", "a", "b", "d"]);
        assert!(Names::default().after(None).is_none());
    }

    #[test]
    fn names_of_one_hash_are_found_too() {
        let slot = |name: &str| hash(name.as_bytes(), words(name.as_bytes())) % 64;
        let names: Vec<String> =
            (0..10_000).map(|at| format!("n{at:05}")).filter(|name| slot(name) == 7).take(30).collect();
        assert_eq!(names.len(), 30);
        let of = names.iter().enumerate().map(|(at, name)| (name.clone(), Named::Result(at))).collect();
        let found = Names::of(of);
        for (at, name) in names.iter().enumerate() {
            assert_eq!(get(&found, name), Some((at, Named::Result(at))), "{name}");
        }
        assert_eq!(get(&found, "n"), None);
    }
}
