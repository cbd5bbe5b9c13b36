//! A small reader of markup, strict enough to find what a browser would silently mend.

use std::collections::BTreeSet;

/// An element that was opened, or the text after a tag.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'p> {
    Open(&'p str, Vec<(&'p str, &'p str)>),
    Text(&'p str),
}

/// The pieces of a page in which every element is closed in order.
///
/// # Panics
///
/// If a tag is not balanced, an attribute is not quoted, or a sign stands bare.
pub fn pieces(page: &str) -> Vec<Piece<'_>> {
    const EMPTY: [&str; 2] = ["meta", "input"];
    let mut open = Vec::new();
    let mut out = Vec::new();
    let mut rest = page.strip_prefix("<!DOCTYPE html>").expect("a page begins with its type");
    while let Some(at) = rest.find('<') {
        let text = &rest[..at];
        assert!(!text.contains('>') || open.last() == Some(&"style"), "a bare sign in {text:?}");
        if !text.trim().is_empty() {
            out.push(Piece::Text(text.trim()));
        }
        let end = at + rest[at..].find('>').expect("a tag ends");
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "closed in order");
            continue;
        }
        let (tag, closed) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        out.push(Piece::Open(name, read_attributes(attributes)));
        if !closed && !EMPTY.contains(&name) {
            open.push(name);
        }
    }
    assert_eq!(open, Vec::<&str>::new(), "everything is closed");
    assert_eq!(rest.trim(), "");
    out
}

fn read_attributes(mut text: &str) -> Vec<(&str, &str)> {
    let mut out = Vec::new();
    while !text.is_empty() {
        let (name, rest) = text.split_once("=\"").expect("an attribute with quotes");
        let (value, rest) = rest.split_once('"').expect("a closing quote");
        assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'), "{name:?}");
        out.push((name, value));
        text = rest.trim_start();
    }
    out
}

/// The value of an attribute.
pub fn attribute<'p>(attributes: &[(&'p str, &'p str)], name: &str) -> Option<&'p str> {
    attributes.iter().find(|(found, _)| *found == name).map(|(_, value)| *value)
}

/// All identifiers of a page.
///
/// # Panics
///
/// If one is there twice.
pub fn ids<'p>(pieces: &[Piece<'p>]) -> BTreeSet<&'p str> {
    let mut ids = BTreeSet::new();
    for piece in pieces {
        if let Piece::Open(_, attributes) = piece
            && let Some(id) = attribute(attributes, "id")
        {
            assert!(ids.insert(id), "{id} is there twice");
        }
    }
    ids
}
