//! A map of few keys, kept in their order: without any, it costs nothing to make or to drop.

use std::borrow::Borrow;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Few<K, V>(Vec<(K, V)>);

impl<K, V> Default for Few<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K, V> Few<K, V> {
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.0.iter().map(|(key, _)| key)
    }

    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.0.iter().map(|(_, value)| value)
    }

    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.0.iter_mut().map(|(_, value)| value)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.into_iter()
    }
}

impl<K: Ord, V> Few<K, V> {
    fn position<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        self.0.binary_search_by(|(own, _)| own.borrow().cmp(key))
    }

    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.position(key).ok().and_then(|at| self.0.get(at)).map(|(_, value)| value)
    }

    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        self.position(key).ok().and_then(|at| self.0.get_mut(at)).map(|(_, value)| value)
    }

    pub fn insert(&mut self, key: K, value: V) {
        match self.position(&key) {
            Ok(at) => {
                if let Some((_, own)) = self.0.get_mut(at) {
                    *own = value;
                }
            }
            Err(at) => self.0.insert(at, (key, value)),
        }
    }

    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q)
    where
        K: Borrow<Q>,
    {
        if let Ok(at) = self.position(key) {
            self.0.remove(at);
        }
    }
}

impl<K: Ord, V: Default> Few<K, V> {
    /// The value of a key, an empty one if there was none.
    #[expect(clippy::indexing_slicing, reason = "where there was none, there is one now")]
    pub fn or_default(&mut self, key: K) -> &mut V {
        let at = self.position(&key).unwrap_or_else(|at| {
            self.0.insert(at, (key, V::default()));
            at
        });
        &mut self.0[at].1
    }
}

impl<'a, K, V> IntoIterator for &'a Few<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = std::iter::Map<std::slice::Iter<'a, (K, V)>, fn(&'a (K, V)) -> (&'a K, &'a V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().map(|(key, value)| (key, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn it_is_what_a_tree_is() {
        let (mut few, mut tree) = (Few::default(), BTreeMap::new());
        let mut state = 1u32;
        for at in 0..4_000 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let key = (state >> 24) % 12;
            match (state >> 16) % 4 {
                0 => {
                    few.remove(&key);
                    tree.remove(&key);
                }
                1 => {
                    few.insert(key, at);
                    tree.insert(key, at);
                }
                2 => {
                    *few.or_default(key) += 1;
                    *tree.entry(key).or_default() += 1;
                }
                _ => assert_eq!(few.get_mut(&key), tree.get_mut(&key)),
            }
            assert_eq!(few.get(&key), tree.get(&key));
            assert!(
                few.into_iter().eq(&tree) && few.keys().eq(tree.keys()) && few.values().eq(tree.values())
            );
        }
    }
}
