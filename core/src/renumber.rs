//! Which item of one set is which of another: by code, or by label where it got another code.

use std::collections::BTreeMap;

/// New codes of items by their old ones, where they differ: an item whose code is gone is the one
/// new item of the same label, if there is one and no other of that label is gone.
pub fn renumbered(old: &[(&str, Option<&str>)], new: &[(&str, Option<&str>)]) -> BTreeMap<String, String> {
    let gone =
        |from: &[(&str, Option<&str>)], to: &[(&str, Option<&str>)]| -> Vec<(String, Option<String>)> {
            from.iter()
                .filter(|(code, _)| !to.iter().any(|(other, _)| other == code))
                .map(|(code, label)| ((*code).to_owned(), label.map(str::to_owned)))
                .collect()
        };
    let (dropped, added) = (gone(old, new), gone(new, old));
    let mut out = BTreeMap::new();
    for (code, label) in dropped.iter().filter(|(_, label)| label.is_some()) {
        let alike = |other: &&(String, Option<String>)| other.1 == *label;
        let (mut here, mut there) = (dropped.iter().filter(alike), added.iter().filter(alike));
        if let (Some(_), None, Some((now, _)), None) = (here.next(), here.next(), there.next(), there.next())
        {
            out.insert(code.clone(), now.clone());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_found_by_its_label_where_only_one_has_it() {
        let old = [("1", Some("A")), ("2", Some("B")), ("3", Some("C")), ("4", Some("C"))];
        let new = [("1", Some("A")), ("2a", Some("B")), ("5", Some("C"))];
        assert_eq!(renumbered(&old, &new), BTreeMap::from([("2".to_owned(), "2a".to_owned())]));
        assert!(renumbered(&old, &old).is_empty());
        assert!(renumbered(&[("1", None)], &[("2", None)]).is_empty());
    }
}
