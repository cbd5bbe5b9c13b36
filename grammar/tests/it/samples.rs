//! The worked criteria sets: printing and converting them loses nothing.

use tieuchi_grammar::{convert, print};

use crate::support::{other, parsed, samples, shape};

#[test]
fn formatting_changes_no_tree_and_is_done_once() {
    for sample in samples() {
        let file = parsed(&sample.text);
        let printed = print(&file);
        let again = parsed(&printed);
        assert_eq!(shape(&again), shape(&file), "{}", sample.name);
        assert_eq!(print(&again), printed, "{}", sample.name);
    }
}

#[test]
fn the_samples_are_formatted() {
    for sample in samples() {
        assert_eq!(print(&parsed(&sample.text)), sample.text, "{}", sample.name);
    }
}

#[test]
fn to_the_other_language_and_back_is_the_same_text() {
    for sample in samples() {
        let file = parsed(&sample.text);
        let there = convert(&file, other(file.lang)).unwrap();
        let text_there = print(&there);
        let reread = parsed(&text_there);
        assert_eq!(shape(&reread), shape(&there), "{}", sample.name);
        let back = convert(&reread, file.lang).unwrap();
        assert_eq!(shape(&back), shape(&file), "{}", sample.name);
        assert_eq!(print(&back), print(&file), "{}", sample.name);
    }
}
