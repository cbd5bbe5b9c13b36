//! What may be written at a place of a text that is being written.
//!
//! In: the text and a place in it. Out: statements of the table that may stand there, the words with
//! which one goes on, and the names that its open slot can hold. All words come from the tables; what
//! a statement may stand under is asked of the same code that puts statements in their places.

use crate::attach::Attacher;
use crate::builtins::BUILTINS;
use crate::declarations::{Declaration, declarations, declared_slot};
use crate::diagnostic::{Bilingual, Lang};
use crate::expression_docs::builtin_docs;
use crate::lexer::{self, Kind, Token};
use crate::limits;
use crate::lines::Lines;
use crate::parse::{attached, language_of, parse};
use crate::recognise::{Expected, Matcher, split_mark};
use crate::slot_docs::slot_word;
use crate::source::{SourceFile, Span};
use crate::statement_docs::{phrase_docs, row_docs};
use crate::statements::{Level, PHRASES, Phrase, Row, SENTENCES, Sentence};
use crate::symbols::{EXPRESSION_WORDS, TYPE_WORDS};
use crate::template::{Part, parts};
use crate::templates::{SlotKind, Step};
use crate::vocabulary::word_text;
use std::collections::BTreeSet;

/// What a completion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CompletionKind {
    /// A statement of the table.
    Statement,
    /// Words with which a statement goes on, or which fill a slot.
    Words,
    /// A name or a code that the text declares.
    Name,
    /// A name the language owns.
    BuiltIn,
}

impl CompletionKind {
    /// Its name as programs read it.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Words => "words",
            Self::Name => "name",
            Self::BuiltIn => "built-in",
        }
    }
}

/// One thing that may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What it is.
    pub kind: CompletionKind,
    /// How it is shown: slots as `…`.
    pub label: String,
    /// What is written: slots as `${1:number}`, numbered in the order they are filled.
    pub insert: String,
    /// What it means; empty where the words say it all.
    pub about: Bilingual,
    /// A correct line, or the statement that declares a name; empty where there is none.
    pub sample: String,
}

/// What may be written at a place, the likeliest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completions {
    /// The word that is being written, which is replaced; empty after a space.
    pub span: Span,
    /// What may be written.
    pub options: Vec<Completion>,
}

/// What may be written at a byte of a text. Inside comments and quotes there is nothing.
///
/// ```
/// use tieuchi_grammar::{SourceFile, complete};
/// let text = "language en\ncriteria set S \"A set\" edition E1\nsub";
/// let found = complete(&SourceFile::new("", text), text.len());
/// let subject = found.options.iter().find(|option| option.label == "subject … \"…\"").unwrap();
/// assert_eq!(subject.insert, "subject ${1:name} \"${2:text}\"");
/// ```
#[must_use]
pub fn complete(source: &SourceFile, byte: usize) -> Completions {
    let local = byte.saturating_sub(source.start());
    let Some(before) = source.text().get(..local).filter(|text| text.len() <= limits::SOURCE_BYTES) else {
        return Completions::default();
    };
    let (_, line) = before.rsplit_once('\n').unwrap_or(("", before));
    let mut on_line = Vec::new();
    let report = lexer::read_line(line, 0, &mut on_line, &mut Vec::new());
    if report.comment.is_some() || report.broken {
        return Completions::default();
    }
    let writing = on_line.last().filter(|token| {
        token.span.end == line.len() && matches!(token.kind, Kind::Word | Kind::Number | Kind::Date(_))
    });
    let written = writing.map_or(0, |token| token.span.end - token.span.start);
    let span = Span::new(source.start() + local - written, source.start() + local);
    let known = before.get(..local - written).unwrap_or_default();

    // The statement that is being written, and the text before it.
    let all = SourceFile::new("", known);
    let (mut lines, mut last) = (Lines::new(&all), None);
    while let Some(raw) = lines.next(&mut Vec::new()) {
        last = Some(raw);
    }
    let on_this_line = on_line.len() > usize::from(writing.is_some());
    let open = last.filter(|raw| on_this_line || raw.tokens.last().is_some_and(|token| lines.is_open(token)));
    let (tokens, start) = open.map_or((Vec::new(), known.len()), |raw| (raw.tokens, raw.span.start));
    let earlier = SourceFile::new("", known.get(..start).unwrap_or_default());
    let (attacher, _, lang) = attached(&earlier, &mut Vec::new());
    let lang = if earlier.text().trim().is_empty() { language_of(&tokens) } else { lang };

    let mut found = Found { lang, options: Vec::new(), seen: BTreeSet::new() };
    if tokens.is_empty() {
        found.statements(&attacher);
    } else {
        // Without the statement that is being written, which may seem to go on in the next one.
        let after = source.text().get(local..).and_then(|rest| rest.split_once('\n'));
        let others =
            SourceFile::new("", format!("{}\n{}", earlier.text(), after.map_or("", |(_, rest)| rest)));
        let declared = parse(&others).file;
        let declared = declared.map(|file| declarations(&file.statements)).unwrap_or_default();
        found.rest(&tokens, &declared, &others);
    }
    Completions { span, options: found.options }
}

struct Found {
    lang: Lang,
    options: Vec<Completion>,
    seen: BTreeSet<String>,
}

impl Found {
    fn add(&mut self, option: Completion) {
        if !option.label.is_empty() && self.seen.insert(option.label.clone()) {
            self.options.push(option);
        }
    }

    /// Statements that may stand next; those under the nearest line first.
    fn statements(&mut self, attacher: &Attacher) {
        let mut ranked: Vec<(usize, usize, Completion)> = Vec::new();
        for (at, sentence) in SENTENCES.iter().enumerate() {
            for (word, pieces) in self.beginnings(sentence) {
                let Some(depth) = attacher.depth(sentence.row, word) else { continue };
                let note = usize::from(sentence.levels.contains(&Level::Any));
                ranked.push((
                    note * 1_000_000 + 1_000 - depth.min(1_000),
                    at,
                    self.statement(sentence, &pieces),
                ));
            }
        }
        ranked.sort_by_key(|(rank, at, _)| (*rank, *at));
        for (_, _, option) in ranked {
            self.add(option);
        }
    }

    /// A sentence once for each word it may begin with, without what may be left out.
    fn beginnings(&self, sentence: &Sentence) -> Vec<(Option<Phrase>, Vec<Part>)> {
        let text = if self.lang == Lang::Vi { sentence.vi } else { sentence.en };
        let pieces: Vec<Part> =
            parts(text).into_iter().filter(|part| !matches!(part, Part::Optional(_))).collect();
        let Some((Part::Slot(slot), rest)) = pieces.split_first() else { return vec![(None, pieces)] };
        let words: Vec<_> = PHRASES.iter().filter(|phrase| phrase.slot == *slot).collect();
        if words.is_empty() {
            return vec![(None, pieces)];
        }
        let begun = |phrase: &&crate::statements::PhraseSentence| {
            let first = Part::Literal(if self.lang == Lang::Vi { phrase.vi } else { phrase.en });
            (Some(phrase.phrase), std::iter::once(first).chain(rest.iter().cloned()).collect())
        };
        words.iter().map(begun).collect()
    }

    fn statement(&self, sentence: &Sentence, pieces: &[Part]) -> Completion {
        let docs = row_docs(sentence.row);
        Completion {
            kind: CompletionKind::Statement,
            label: shown(pieces),
            insert: snippet(self.lang, pieces, &mut 0),
            about: Bilingual::new(docs.about_vi, docs.about_en),
            sample: docs.sample(self.lang).to_owned(),
        }
    }

    /// How a statement goes on after its tokens.
    fn rest(&mut self, tokens: &[Token<'_>], declared: &[Declaration], source: &SourceFile) {
        let (tokens, marked) = split_mark(tokens);
        if marked.is_some() {
            return;
        }
        let mut matcher = Matcher::new(self.lang, tokens);
        let whole = matcher.expect();
        let at_end = matcher.furthest == tokens.len();
        let expected = std::mem::take(&mut matcher.expected);
        let mut names = false;
        for (expected, row) in &expected {
            let Expected::Step(step) = expected else { continue };
            match step {
                Step::Word(_) | Step::Sign(_) if at_end => {
                    let lead = match step {
                        Step::Word(word) => word_text(*word).to_owned(),
                        Step::Sign(sign) => char::from(*sign).to_string(),
                        _ => continue,
                    };
                    if let Some((row, sentence)) = row {
                        self.going_on(*row, sentence, &lead, tokens);
                    }
                }
                Step::Slot(kind, place) => {
                    let declares = row.is_some_and(|(row, _)| declared_slot(row) == Some(*place));
                    names |= !declares && self.slot(*kind);
                }
                _ => {}
            }
        }
        // An expression that was read may go on; one that was not is being written.
        let furthest = matcher.furthest;
        let inside = matcher.expressions().any(|(kind, _, end)| {
            matches!(kind, SlotKind::Condition | SlotKind::Day | SlotKind::Collection)
                && end == Some(furthest)
        });
        if names || inside {
            self.names(declared, source);
        }
        if whole && at_end {
            let mark = if self.lang == Lang::Vi { "[giả định]" } else { "[assumed]" };
            self.add(words(mark, Bilingual::default()));
        }
        if inside {
            self.expression_words();
        }
    }

    /// How a sentence goes on from a word or sign: the rest of it, or of a closed phrase in it.
    fn going_on(&mut self, row: Row, sentence: &'static str, lead: &str, tokens: &[Token<'_>]) {
        let docs = row_docs(row);
        let told = (Bilingual::new(docs.about_vi, docs.about_en), docs.sample(self.lang));
        if self.literal(sentence, lead, tokens, told) {
            return;
        }
        for phrase in PHRASES.iter().filter(|phrase| sentence.contains(&format!("{{{}}}", phrase.slot))) {
            let docs = phrase_docs(phrase.phrase);
            let told = (Bilingual::new(docs.about_vi, docs.about_en), "");
            self.literal(if self.lang == Lang::Vi { phrase.vi } else { phrase.en }, lead, tokens, told);
        }
    }

    /// The rest of a sentence from that word or sign on, without what may be left out; an optional part
    /// by itself. Whether the sentence has that word there.
    fn literal(
        &mut self,
        sentence: &'static str,
        lead: &str,
        tokens: &[Token<'_>],
        (about, sample): (Bilingual, &str),
    ) -> bool {
        let mut found = false;
        let whole = parts(sentence);
        for (at, part) in whole.iter().enumerate() {
            let (first, more) = match part {
                Part::Literal(text) => (*text, whole.get(at + 1..).unwrap_or_default()),
                Part::Optional(inner) => match inner.split_first() {
                    Some((Part::Literal(text), more)) => (*text, more),
                    _ => continue,
                },
                Part::Slot(_) => continue,
            };
            let more: Vec<Part> =
                more.iter().filter(|part| !matches!(part, Part::Optional(_))).cloned().collect();
            let written: Vec<&str> = first.split_whitespace().collect();
            for (index, _) in written.iter().enumerate().filter(|(_, word)| **word == lead) {
                // The words before it in the sentence stand before it in the text.
                let (earlier, own) = written.split_at(index);
                let stands = earlier.iter().rev().zip(tokens.iter().rev());
                if tokens.len() < index || !stands.into_iter().all(|(word, token)| says(token, word)) {
                    continue;
                }
                let text = own.join(" ") + if first.ends_with(' ') && !more.is_empty() { " " } else { "" };
                let insert = format!("{text}{}", snippet(self.lang, &more, &mut 0));
                let label = format!("{text}{}", shown(&more));
                self.add(Completion { insert, sample: sample.to_owned(), ..words(&label, about.clone()) });
                found = true;
            }
        }
        found
    }

    /// What a slot can begin with; whether names can stand in it.
    fn slot(&mut self, kind: SlotKind) -> bool {
        let lang = self.lang;
        match kind {
            SlotKind::Phrase(slot) => {
                for phrase in PHRASES.iter().filter(|phrase| phrase.slot == slot) {
                    let pieces = parts(if lang == Lang::Vi { phrase.vi } else { phrase.en });
                    let bare = |part: &Part| !matches!(part, Part::Slot(_));
                    let docs = phrase_docs(phrase.phrase);
                    if pieces.iter().any(bare) && phrase.phrase != Phrase::PolicyLeftOpen {
                        let label = shown(&pieces);
                        let insert = snippet(lang, &pieces, &mut 0);
                        let about = Bilingual::new(docs.about_vi, docs.about_en);
                        self.add(Completion { insert, ..words(&label, about) });
                    }
                }
                slot == "res"
            }
            SlotKind::Words => self.slot(SlotKind::Phrase("word")),
            SlotKind::Type | SlotKind::Fields => {
                for (_, vi, en) in TYPE_WORDS {
                    self.add(words(if lang == Lang::Vi { vi } else { en }, Bilingual::default()));
                }
                false
            }
            SlotKind::Lang => {
                self.add(words(if lang == Lang::Vi { "vi" } else { "en" }, Bilingual::default()));
                false
            }
            SlotKind::Condition | SlotKind::Day | SlotKind::Collection => {
                self.expression_words();
                true
            }
            SlotKind::Id | SlotKind::Ids | SlotKind::Code | SlotKind::Codes | SlotKind::Assigns => true,
            SlotKind::Text
            | SlotKind::Number
            | SlotKind::Signed
            | SlotKind::Int
            | SlotKind::Date
            | SlotKind::DayMonth
            | SlotKind::Edition
            | SlotKind::Period
            | SlotKind::Cite => false,
        }
    }

    fn names(&mut self, declared: &[Declaration], source: &SourceFile) {
        for one in declared {
            self.add(Completion {
                kind: CompletionKind::Name,
                label: one.name.clone(),
                insert: one.name.clone(),
                about: Bilingual::new(one.label.clone(), one.label.clone()),
                sample: source.slice(one.within).to_owned(),
            });
        }
        for (name, vi, en) in BUILTINS {
            let docs = builtin_docs(*name);
            let written = if self.lang == Lang::Vi { vi } else { en };
            self.add(Completion {
                kind: CompletionKind::BuiltIn,
                label: (*written).to_owned(),
                insert: (*written).to_owned(),
                about: Bilingual::new(docs.about_vi, docs.about_en),
                sample: String::new(),
            });
        }
    }

    fn expression_words(&mut self) {
        for (_, vi, en) in EXPRESSION_WORDS {
            self.add(words(if self.lang == Lang::Vi { vi } else { en }, Bilingual::default()));
        }
    }
}

/// Whether a token is that word or sign of a sentence.
fn says(token: &Token<'_>, word: &str) -> bool {
    match token.kind {
        Kind::Sign(sign) => word.len() == 1 && word.as_bytes() == [sign],
        _ => token.word.is_some_and(|known| word_text(known) == word),
    }
}

fn words(text: &str, about: Bilingual) -> Completion {
    Completion {
        kind: CompletionKind::Words,
        label: text.to_owned(),
        insert: text.to_owned(),
        about,
        sample: String::new(),
    }
}

/// A sentence as it is shown: slots as `…`.
fn shown(pieces: &[Part]) -> String {
    pieces
        .iter()
        .map(|part| match part {
            Part::Literal(text) => (*text).to_owned(),
            Part::Slot("str") => "\"…\"".to_owned(),
            Part::Slot(_) => "…".to_owned(),
            Part::Optional(inner) => shown(inner),
        })
        .collect()
}

/// A sentence as it is written: each slot a numbered place that holds what may stand there.
fn snippet(lang: Lang, pieces: &[Part], count: &mut usize) -> String {
    let mut out = String::new();
    for part in pieces {
        match part {
            Part::Literal(text) => out.push_str(text),
            Part::Optional(inner) => out.push_str(&snippet(lang, inner, count)),
            Part::Slot(slot) => {
                let phrase = PHRASES.iter().find(|phrase| phrase.slot == *slot);
                let inner = phrase.map(|phrase| parts(if lang == Lang::Vi { phrase.vi } else { phrase.en }));
                match inner {
                    // The first phrase of the slot, with its own slots.
                    Some(inner) if inner.iter().any(|part| matches!(part, Part::Slot(_))) => {
                        out.push_str(&snippet(lang, &inner, count));
                    }
                    inner => {
                        *count += 1;
                        let word = match inner.as_deref() {
                            Some([Part::Literal(text)]) => *text,
                            _ => slot_word(slot, lang),
                        };
                        let hole = format!("${{{count}:{word}}}");
                        out.push_str(&if *slot == "str" { format!("\"{hole}\"") } else { hole });
                    }
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests;
