//! What is said of two sets: nothing of one set in two languages, and a difference that can change
//! a result exactly where the digests of meaning differ.

use crate::shipped::{library, read, sets};
use tieuchi::{Lang, Library, SourceFile, compile_with, diff, text};

#[test]
fn a_set_in_other_words_and_layout_says_the_same() {
    let library = library();
    for path in sets() {
        let source = read(&path);
        let plan = compile_with(&source, &library).plan.unwrap();
        let other = if plan.language() == Lang::Vi { Lang::En } else { Lang::Vi };
        let file = text::parse(&source).file.unwrap();
        let converted = text::print(&text::convert(&file, other).unwrap());
        let converted = SourceFile::new("converted", converted.replace("\n  ", "\n# a comment\n      "));
        let found = diff((&source, &library), (&converted, &library)).unwrap();
        assert_eq!(
            found.to_text(Lang::En).lines().last(),
            Some("Both sets say the same."),
            "{}",
            found.to_text(Lang::En)
        );
    }
}

/// Lines are left out one at a time; where the set still compiles, both ways of comparing agree.
#[test]
fn a_difference_of_meaning_is_one_of_digests() {
    let library = library();
    let (mut compared, mut decisive) = (0, 0);
    for path in sets() {
        let source = read(&path);
        let digest = compile_with(&source, &library).plan.unwrap().meaning_digest().to_owned();
        let lines: Vec<&str> = source.text().lines().collect();
        for at in (2..lines.len()).step_by(59) {
            let mut fewer = lines.clone();
            let line = fewer.remove(at);
            let fewer = SourceFile::new("fewer", fewer.join("\n") + "\n");
            let Some(plan) = compile_with(&fewer, &library).plan else { continue };
            let found = diff((&source, &library), (&fewer, &library)).unwrap();
            let same = digest == plan.meaning_digest();
            // That evidence is needed matters only where the set says what follows without it.
            if !line.contains("cần minh chứng") {
                let text = found.to_text(Lang::En);
                assert_eq!(found.same_meaning(), same, "{}: without `{line}`\n{text}", path.display());
            }
            compared += 1;
            decisive += usize::from(!same);
        }
    }
    assert!(compared > 20 && decisive > 2, "{compared} compared, {decisive} decisive");
}

#[test]
fn what_happened_is_named() {
    let set = |text: &str| {
        SourceFile::new(
            "set",
            format!(
                "language en\ncriteria set S \"Set\" edition E1 [assumed]\n  in force from 2024-01-01\n  applies to person\n\
                 subject person \"Person\"\n  fact books \"Books\": integer from 0 to 100\n  \
                 fact hours \"Hours\": integer from 0 to 100\n{text}title good \"Good\" when total_points >= 5\n"
            ),
        )
    };
    let old = set(
        "criterion 1 \"Reading\" max 6 points\n  score by books:\n    under 5: 0 points\n    from 5 up: 6 points\n\
                   criterion 2 \"Learning\" max 4 points\n  met when hours >= 40: 4 points\n",
    );
    let new = set("criterion 3 \"Learning\" max 4 points\n  met when hours >= 50: 4 points\n\
                   criterion 1 \"Reading\" max 6 points\n  score by books:\n    from 4 up: 6 points\n    under 4: 0 points\n");
    let alone = Library::new();
    let found = diff((&old, &alone), (&new, &alone)).unwrap();
    let text = found.to_text(Lang::En);
    for line in [
        "renumbered: 2 → 3\n",
        "changed — criterion 1 › score by books: 5 → 4\n    - under 5: 0 points\n    + under 4: 0 points\n",
        "changed — criterion 3: 40 → 50\n",
        "4 differences that can change a result, 0 of words only.\n",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
    let text = found.to_text(Lang::Vi);
    assert!(text.contains("đổi — tiêu chí 1 › chấm theo books: 5 → 4\n"), "{text}");
}

#[test]
fn examples_are_counted_and_a_local_set_drops_none() {
    let set = |name: &str, examples: &str| {
        let head = "language en\ncriteria set A \"A\" edition E1 [assumed]\n  in force from 2024-01-01\n  \
             applies to person\nsubject person \"Person\"\ncriterion 1 \"One\" max 10 points\n  \
             scored directly from 0 to 10 points\ntitle good \"Good\" when total_points >= 5\n";
        SourceFile::new(name, format!("{head}{examples}"))
    };
    let example = |label: &str, points: u32| {
        format!("example \"{label}\" period 2025\n  given 1 = {points}\n  then good = {}\n", points >= 5)
    };
    let alone = Library::new();
    let (old, new) =
        (set("old", &(example("low", 4) + &example("high", 6))), set("new", &example("high", 7)));
    let found = diff((&old, &alone), (&new, &alone)).unwrap();
    let text = found.to_text(Lang::En);
    assert!(text.contains("\n  examples: 1 dropped, 1 changed\n") && !text.contains("given"), "{text}");
    assert!(found.to_text_with_examples(Lang::En).contains("- example \"low\""));

    let local = SourceFile::new(
        "local",
        "language en\ncriteria set L \"L\" edition E1 [assumed]\n  derived from A edition E1\n  \
         in force from 2024-01-01\n  applies to person\n",
    );
    let mut beside = Library::new();
    beside.add(&old);
    let found = diff((&old, &alone), (&local, &beside)).unwrap();
    assert!(!found.changes.iter().any(|change| change.example), "{}", found.to_text(Lang::En));
}
