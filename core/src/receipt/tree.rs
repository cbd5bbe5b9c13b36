//! A hash tree over subjects: one root for all, and for each a proof that needs no other subject.
//!
//! In: pairs of an identifier and the digest of a row. Out: the root, and paths to it. Pairs stand in
//! the order of the code points of their identifiers. A leaf is the hash of `tieuchi leaf 1`, a line
//! end, the 32 bytes of the digest and the identifier; a node that of `tieuchi node 1`, a line end
//! and the 64 bytes of its two children; the last node of a level that has no partner goes up as
//! it is. These hashes are never keyed: the digests in the leaves are, where a population is.

use crate::canonical::{Canonical, Map};
use crate::digest::{Digest, Hasher, prefix};
use crate::receipt::findings;
use std::cmp::Ordering;
use tieuchi_grammar::Diagnostic;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The most repeated identifiers that are told.
const FINDINGS: usize = 1_000;

/// The leaves of a tree while they are gathered, in any order.
///
/// A subject takes 48 bytes and its identifier here, and about 64 more once the tree is made.
///
/// ```
/// use tieuchi::{Digest, Leaves};
/// let mut leaves = Leaves::default();
/// for id in ["an", "bình", "cúc"] {
///     leaves.push(id, Digest::from_hex(&"0".repeat(64)).unwrap());
/// }
/// let tree = leaves.finish().unwrap();
/// let proof = tree.prove("bình").unwrap();
/// assert!(proof.leads_to(&tree.root()));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Leaves {
    /// All identifiers in a row.
    ids: String,
    list: Vec<Leaf>,
}

#[derive(Clone, Copy, Debug)]
struct Leaf {
    at: usize,
    length: u32,
    row: Digest,
}

impl Leaves {
    /// Adds a subject: its identifier, in any spelling of its accents, and the digest of its row.
    pub fn push(&mut self, id: &str, row: Digest) {
        let at = self.ids.len();
        if id.is_ascii() || is_nfc(id) {
            self.ids.push_str(id);
        } else {
            self.ids.extend(id.nfc());
        }
        let length = u32::try_from(self.ids.len() - at).unwrap_or(u32::MAX);
        self.list.push(Leaf { at, length, row });
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    fn id(&self, leaf: &Leaf) -> &str {
        self.ids.get(leaf.at..leaf.at + leaf.length as usize).unwrap_or_default()
    }

    /// The tree.
    ///
    /// # Errors
    ///
    /// `subject-twice` for each identifier that comes more than once.
    pub fn finish(mut self) -> Result<HashTree, Vec<Diagnostic>> {
        let mut list = std::mem::take(&mut self.list);
        // The order of UTF-8 bytes is that of code points.
        list.sort_by(|a, b| self.id(a).cmp(self.id(b)));
        let mut twice: Vec<&str> = Vec::new();
        for pair in list.windows(2) {
            let [a, b] = pair else { continue };
            let id = self.id(a);
            if id == self.id(b) && twice.last() != Some(&id) && twice.len() < FINDINGS {
                twice.push(id);
            }
        }
        if !twice.is_empty() {
            return Err(twice.into_iter().map(findings::subject_twice).collect());
        }
        let (hasher, domain) = (Hasher::plain(), prefix("leaf"));
        let mut levels = vec![in_order(&list, 1, |leaf| match leaf {
            [leaf] => leaf_hash(&hasher, &domain, self.id(leaf), leaf.row),
            _ => Digest([0; 32]),
        })];
        let domain = prefix("node");
        while let Some(below) = levels.last().filter(|level| level.len() > 1) {
            levels.push(in_order(below, 2, |pair| match pair {
                [left, right] => node_hash(&hasher, &domain, left, right),
                // The last node without a partner goes up as it is.
                one => one.first().copied().unwrap_or(Digest([0; 32])),
            }));
        }
        self.list = list;
        Ok(HashTree { leaves: self, levels })
    }
}

/// What becomes of each so many of a list, in its order; side by side with the feature `parallel`.
fn in_order<T: Sync>(list: &[T], many: usize, of: impl Fn(&[T]) -> Digest + Send + Sync) -> Vec<Digest> {
    #[cfg(feature = "parallel")]
    {
        use rayon::prelude::*;
        /// Fewer than these are not worth another thread.
        const FEW: usize = 1_024;
        list.par_chunks(many).with_min_len(FEW).map(of).collect()
    }
    #[cfg(not(feature = "parallel"))]
    list.chunks(many).map(of).collect()
}

fn leaf_hash(hasher: &Hasher, domain: &str, id: &str, row: Digest) -> Digest {
    let parts = [row.bytes().as_slice(), id.as_bytes()];
    hasher.joined(domain.as_bytes(), &parts)
}

fn node_hash(hasher: &Hasher, domain: &str, left: &Digest, right: &Digest) -> Digest {
    hasher.joined(domain.as_bytes(), &[left.bytes(), right.bytes()])
}

/// The tree over all subjects.
#[derive(Clone, Debug)]
pub struct HashTree {
    leaves: Leaves,
    /// Hashes of the leaves, then of each level above; the last one holds the root.
    levels: Vec<Vec<Digest>>,
}

impl HashTree {
    /// The root. That of no subjects is the hash of a node of nothing.
    #[must_use]
    pub fn root(&self) -> Digest {
        let top = self.levels.last().and_then(|level| level.first()).copied();
        top.unwrap_or_else(|| Hasher::plain().digest("node", b""))
    }

    /// How many subjects it holds.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.leaves.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.leaves.is_empty()
    }

    /// The subjects in order, each with the digest of its row.
    pub fn leaves(&self) -> impl Iterator<Item = (&str, Digest)> {
        self.leaves.list.iter().map(|leaf| (self.leaves.id(leaf), leaf.row))
    }

    /// The proof that a subject, with its digest, is in the tree.
    ///
    /// # Errors
    ///
    /// `subject-not-there`.
    pub fn prove(&self, id: &str) -> Result<Proof, Diagnostic> {
        let id = crate::dossier::nfc(id);
        let order = |leaf: &Leaf| -> Ordering { self.leaves.id(leaf).cmp(&id) };
        let found = self.leaves.list.binary_search_by(order).ok();
        let found = found.and_then(|at| Some((at, self.leaves.list.get(at)?)));
        let Some((mut at, leaf)) = found else { return Err(findings::subject_not_there(&id)) };
        let mut path = Vec::new();
        for level in &self.levels {
            // The partner of an even node is the next one, that of an odd node the one before.
            if let Some(partner) = level.get(at ^ 1) {
                path.push((if at % 2 == 0 { Side::Right } else { Side::Left }, *partner));
            }
            at /= 2;
        }
        Ok(Proof { id, row: leaf.row, path })
    }
}

/// On which side of the path the other node stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// That one subject's row is in a tree: what the root can be computed from, and nothing of any
/// other subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    pub(super) id: String,
    pub(super) row: Digest,
    pub(super) path: Vec<(Side, Digest)>,
}

impl Proof {
    /// The subject.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The digest of its row, as its own receipt has it.
    #[must_use]
    pub const fn row(&self) -> Digest {
        self.row
    }

    /// Whether it leads to that root.
    #[must_use]
    pub fn leads_to(&self, root: &Digest) -> bool {
        let hasher = Hasher::plain();
        let leaf = leaf_hash(&hasher, &prefix("leaf"), &self.id, self.row);
        let domain = prefix("node");
        let top = self.path.iter().fold(leaf, |at, (side, other)| match side {
            Side::Left => node_hash(&hasher, &domain, other, &at),
            Side::Right => node_hash(&hasher, &domain, &at, other),
        });
        top == *root
    }

    /// The proof as one line of canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut map = leaf_map(&self.id, self.row);
        map.list(
            "path",
            self.path.iter().map(|(side, digest)| {
                let side = match side {
                    Side::Left => "left",
                    Side::Right => "right",
                };
                Canonical::texts([side, &digest.to_string()])
            }),
        );
        map.to_text()
    }
}

/// A leaf as one line of canonical JSON, for a file of leaves.
///
/// ```
/// let row = tieuchi::Digest::from_hex(&"a".repeat(64)).unwrap();
/// assert!(tieuchi::leaf_json("an", row).starts_with(r#"{"id":"an","row":"aaaa"#));
/// ```
#[must_use]
pub fn leaf_json(id: &str, row: Digest) -> String {
    leaf_map(id, row).to_text()
}

fn leaf_map(id: &str, row: Digest) -> Map {
    let mut map = Map::default();
    map.text("id", id);
    map.text("row", &row.to_string());
    map
}
