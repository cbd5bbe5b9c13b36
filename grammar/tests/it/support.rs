//! What the tests share: parsing that must succeed, trees without places, the sample sets.

use std::fmt::Debug;
use std::path::{Path, PathBuf};

use tieuchi_grammar::ast::File;
use tieuchi_grammar::{Lang, SourceFile, parse};

/// Parses a text that must be without errors.
#[track_caller]
pub fn parsed(text: &str) -> File {
    let parsed = parse(&SourceFile::new("test", text));
    let errors: Vec<_> = parsed.diagnostics.iter().filter(|finding| finding.is_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}\nin:\n{text}");
    parsed.file.unwrap()
}

/// The tree as text, without the places in the source: equal for trees that say the same.
pub fn shape(tree: &impl Debug) -> String {
    let text = format!("{tree:#?}");
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("Span {") {
        out.push_str(before);
        out.push('@');
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    out + rest
}

/// A text with its name.
pub struct Sample {
    pub name: String,
    pub text: String,
}

/// The worked criteria sets, each in both languages.
pub fn samples() -> Vec<Sample> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 10, "the sample sets are missing");
    let read = |path: PathBuf| Sample {
        name: path.file_name().unwrap().to_string_lossy().into_owned(),
        text: std::fs::read_to_string(path).unwrap(),
    };
    paths.into_iter().map(read).collect()
}

/// The other language.
pub fn other(lang: Lang) -> Lang {
    match lang {
        Lang::Vi => Lang::En,
        Lang::En => Lang::Vi,
    }
}
