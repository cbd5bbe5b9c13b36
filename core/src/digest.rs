//! Digests: SHA-256, or HMAC-SHA-256 under a key, over canonical bytes behind a domain.
//!
//! In: bytes and the name of what they are. Out: 32 bytes. What is hashed is always
//! `tieuchi <domain> <language version>`, a line end, and the bytes, so that a digest of one thing
//! never stands for another. What a set's bytes are is said in [`set`].

mod set;

pub(crate) use set::set_text;

use crate::hir::CriteriaSet;
use crate::receipt::findings;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use std::fmt::{self, Write as _};
use tieuchi_grammar::Diagnostic;

/// The version of the language: raised when a text changes what it means.
pub const LANGUAGE_VERSION: u32 = 1;

/// The least bytes of a key.
const KEY_BYTES: usize = 32;

/// A digest: 32 bytes, shown as 64 hexadecimal digits.
///
/// ```
/// let text = "00000000000000000000000000000000000000000000000000000000000000ff";
/// let digest = tieuchi::Digest::from_hex(text).unwrap();
/// assert_eq!(digest.bytes()[31], 255);
/// assert_eq!(digest.to_string(), text);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub(crate) [u8; 32]);

impl Digest {
    /// Reads 64 hexadecimal digits in small letters; nothing else is a digest.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let mut out = [0; 32];
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        if pairs.len() != out.len() || !rest.is_empty() {
            return None;
        }
        for (byte, [high, low]) in out.iter_mut().zip(pairs) {
            *byte = digit(*high)? << 4 | digit(*low)?;
        }
        Some(Self(out))
    }

    /// The bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A key for digests that are published. What it is made of cannot be read back from it.
///
/// ```
/// let key = tieuchi::Key::new(&[7; 32]).unwrap();
/// assert_eq!(key.id().len(), 16);
/// assert_eq!(tieuchi::Key::new(b"secret").unwrap_err().code, "key-too-short");
/// ```
#[derive(Clone)]
pub struct Key {
    mac: Hmac<Sha256>,
    id: String,
}

impl Key {
    /// A key of those bytes, at least 32: random ones, never a password.
    ///
    /// # Errors
    ///
    /// `key-too-short`.
    pub fn new(bytes: &[u8]) -> Result<Self, Diagnostic> {
        let short = || findings::key_too_short(bytes.len(), KEY_BYTES);
        if bytes.len() < KEY_BYTES {
            return Err(short());
        }
        // A MAC takes keys of every length; the error is of other kinds of MAC.
        let mac = Hmac::<Sha256>::new_from_slice(bytes).map_err(|_| short())?;
        let mut key = Self { mac, id: String::new() };
        key.id = Hasher::keyed(&key).digest("key", b"").to_string();
        key.id.truncate(16);
        Ok(key)
    }

    /// A name for the key that says nothing of it: the first 16 digits of a keyed digest of
    /// nothing.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }
}

/// Keys are the same where their names are.
impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Key {}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.id)
    }
}

/// How bytes are hashed: plainly, or under a key.
#[derive(Clone, Debug)]
pub(crate) struct Hasher {
    key: Option<Key>,
}

impl Hasher {
    pub const fn plain() -> Self {
        Self { key: None }
    }

    pub fn keyed(key: &Key) -> Self {
        Self { key: Some(key.clone()) }
    }

    pub fn with(key: Option<&Key>) -> Self {
        Self { key: key.cloned() }
    }

    pub const fn key(&self) -> Option<&Key> {
        self.key.as_ref()
    }

    /// The digest of bytes under a domain.
    pub fn digest(&self, domain: &str, bytes: &[u8]) -> Digest {
        self.behind(prefix(domain).as_bytes(), bytes)
    }

    /// The digest of bytes behind a prefix that was made before.
    pub fn behind(&self, prefix: &[u8], bytes: &[u8]) -> Digest {
        self.joined(prefix, &[bytes])
    }

    /// The digest of some bytes after others, behind a prefix that was made before.
    pub fn joined(&self, prefix: &[u8], parts: &[&[u8]]) -> Digest {
        match &self.key {
            None => {
                let mut hash = Sha256::new();
                hash.update(prefix);
                parts.iter().for_each(|part| hash.update(part));
                Digest(hash.finalize().into())
            }
            Some(key) => {
                let mut mac = key.mac.clone();
                mac.update(prefix);
                parts.iter().for_each(|part| mac.update(part));
                Digest(mac.finalize().into_bytes().into())
            }
        }
    }
}

/// What stands before the bytes of a domain.
pub(crate) fn prefix(domain: &str) -> String {
    format!("tieuchi {domain} {LANGUAGE_VERSION}\n")
}

/// The two digests of a set.
#[derive(Clone, Debug)]
pub(crate) struct Digests {
    pub meaning: Digest,
    pub text: Digest,
    /// The same in hexadecimal.
    pub meaning_hex: String,
    pub text_hex: String,
}

impl Digests {
    pub fn of(set: &CriteriaSet) -> Self {
        let digest = |domain, words| Hasher::plain().digest(domain, set_text(set, words).as_bytes());
        let (meaning, text) = (digest("meaning", false), digest("text", true));
        let hex = |digest: Digest| {
            let mut out = String::with_capacity(64);
            // Writing to a String cannot fail.
            let _ = write!(out, "{digest}");
            out
        };
        Self { meaning, text, meaning_hex: hex(meaning), text_hex: hex(text) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_digest() {
        // The figure was computed by another program over the bytes `tieuchi meaning 1\nabc`.
        let plain = Hasher::plain();
        assert_eq!(
            plain.digest("meaning", b"abc").to_string(),
            "e6c197fb5cc94e63105dbe93947723a942a10e2a178d590642fc40bfe0d9efe3"
        );
        assert_ne!(plain.digest("meaning", b"abc"), plain.digest("text", b"abc"));
        let key = Key::new(&[1; 32]).unwrap();
        assert_ne!(plain.digest("meaning", b"abc"), Hasher::keyed(&key).digest("meaning", b"abc"));
        assert_eq!(format!("{key:?}"), format!("Key({})", key.id()));
    }

    #[test]
    fn only_small_hexadecimal_digits_are_a_digest() {
        let text = Digest([0xab; 32]).to_string();
        assert_eq!(Digest::from_hex(&text), Some(Digest([0xab; 32])));
        for bad in [text.to_uppercase(), text[1..].to_owned(), format!("{text}a"), text.replace('a', "g")] {
            assert_eq!(Digest::from_hex(&bad), None, "{bad}");
        }
    }
}
