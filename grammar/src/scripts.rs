//! Which letters a name may be written with.
//!
//! The tables of unicode-script say of every letter whose it is, which nothing here asks for; they alone would
//! be 9 KB of the file for browsers after compression.

/// Letters and marks beyond ASCII that are Latin or of every script, without those that are numbers: first and
/// last of each run.
const LATIN: [(char, char); 68] = [
    ('\u{aa}', '\u{aa}'),
    ('\u{ba}', '\u{ba}'),
    ('\u{c0}', '\u{d6}'),
    ('\u{d8}', '\u{f6}'),
    ('\u{f8}', '\u{2b8}'),
    ('\u{2e0}', '\u{2e4}'),
    ('\u{300}', '\u{36f}'),
    ('\u{485}', '\u{486}'),
    ('\u{64b}', '\u{655}'),
    ('\u{670}', '\u{670}'),
    ('\u{951}', '\u{954}'),
    ('\u{1ab0}', '\u{1af0}'),
    ('\u{1cd0}', '\u{1cd2}'),
    ('\u{1cd4}', '\u{1ce0}'),
    ('\u{1ce2}', '\u{1ce8}'),
    ('\u{1ced}', '\u{1ced}'),
    ('\u{1cf4}', '\u{1cf4}'),
    ('\u{1cf8}', '\u{1cf9}'),
    ('\u{1d00}', '\u{1d25}'),
    ('\u{1d2c}', '\u{1d5c}'),
    ('\u{1d62}', '\u{1d65}'),
    ('\u{1d6b}', '\u{1d77}'),
    ('\u{1d79}', '\u{1dbe}'),
    ('\u{1dc0}', '\u{1eff}'),
    ('\u{200c}', '\u{200d}'),
    ('\u{2071}', '\u{2071}'),
    ('\u{207f}', '\u{207f}'),
    ('\u{2090}', '\u{209f}'),
    ('\u{20d0}', '\u{20f0}'),
    ('\u{212a}', '\u{212b}'),
    ('\u{2132}', '\u{2132}'),
    ('\u{214e}', '\u{214e}'),
    ('\u{2183}', '\u{2184}'),
    ('\u{2c60}', '\u{2c7f}'),
    ('\u{302a}', '\u{302d}'),
    ('\u{3099}', '\u{309a}'),
    ('\u{a722}', '\u{a787}'),
    ('\u{a78b}', '\u{a7dd}'),
    ('\u{a7e2}', '\u{a7e2}'),
    ('\u{a7f1}', '\u{a7ff}'),
    ('\u{ab30}', '\u{ab5a}'),
    ('\u{ab5c}', '\u{ab64}'),
    ('\u{ab66}', '\u{ab69}'),
    ('\u{ab6c}', '\u{ab6d}'),
    ('\u{fb00}', '\u{fb06}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{fe20}', '\u{fe2d}'),
    ('\u{ff21}', '\u{ff3a}'),
    ('\u{ff41}', '\u{ff5a}'),
    ('\u{101fd}', '\u{101fd}'),
    ('\u{102e0}', '\u{102e0}'),
    ('\u{10780}', '\u{10785}'),
    ('\u{10787}', '\u{107b0}'),
    ('\u{107b2}', '\u{107bf}'),
    ('\u{1133b}', '\u{1133b}'),
    ('\u{1cf00}', '\u{1cf2d}'),
    ('\u{1cf30}', '\u{1cf46}'),
    ('\u{1d127}', '\u{1d128}'),
    ('\u{1d167}', '\u{1d169}'),
    ('\u{1d17b}', '\u{1d182}'),
    ('\u{1d185}', '\u{1d18b}'),
    ('\u{1d1aa}', '\u{1d1ad}'),
    ('\u{1d25b}', '\u{1d25c}'),
    ('\u{1df00}', '\u{1df81}'),
    ('\u{1df90}', '\u{1df96}'),
    ('\u{1dfcd}', '\u{1dff2}'),
    ('\u{1dff5}', '\u{1dfff}'),
    ('\u{e0100}', '\u{e01ef}'),
];

/// Whether a letter of a name is neither Latin, nor a mark, nor a plain digit or underscore.
pub(crate) fn is_foreign(letter: char) -> bool {
    let run = LATIN.partition_point(|(_, last)| *last < letter);
    !letter.is_ascii() && LATIN.get(run).is_none_or(|(first, _)| letter < *first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_script::{Script, UnicodeScript};

    #[test]
    fn letters_are_foreign_as_unicode_has_them() {
        for letter in '\u{80}'..=char::MAX {
            let latin = matches!(letter.script(), Script::Latin | Script::Inherited) && !letter.is_numeric();
            assert_eq!(is_foreign(letter), !latin, "{letter:?}");
        }
        assert!((' '..='~').all(|letter| !is_foreign(letter)));
    }
}
