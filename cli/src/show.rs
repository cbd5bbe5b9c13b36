//! What can be looked up: facts and schema of a set, pages of codes, the statements of the language.

use crate::args::{Cases, Diff, Explain, Facts, Flatten, Schema, Statements};
use crate::console::{Console, End, Stop};
use crate::files;
use tieuchi::Lang;
use tieuchi::text::{self, BUILTINS, EXPRESSIONS, PHRASES, SENTENCES, SLOTS};

/// A page on a code of a finding.
struct Page {
    code: &'static str,
    /// Empty for the page; `vi` or `en` for its samples in that language, where they stand by themselves.
    language: &'static str,
    text: &'static str,
}

const PAGES: &[Page] = include!(concat!(env!("OUT_DIR"), "/pages.rs"));

pub fn facts(console: &mut Console, args: &Facts) -> Result<End, Stop> {
    let (_, plan) = files::load(console, &args.set, &args.with.with)?;
    let facts = plan.facts();
    if args.json {
        console.line(&facts.to_json())?;
    } else {
        let text = facts.to_text(console.lang);
        console.print(&text)?;
    }
    Ok(End::Fine)
}

pub fn schema(console: &mut Console, args: &Schema) -> Result<End, Stop> {
    let (_, plan) = files::load(console, &args.set, &args.with.with)?;
    console.line(&plan.schema())?;
    Ok(End::Fine)
}

pub fn flatten(console: &mut Console, args: &Flatten) -> Result<End, Stop> {
    let source = files::read_set(console, &args.set)?;
    let library = files::library(console, &args.set, &source, &args.with.with)?;
    match tieuchi::flatten(&source, &library) {
        Ok(text) => {
            console.print(&text)?;
            Ok(End::Fine)
        }
        Err(compiled) => {
            console.report_findings(&compiled.sources, &compiled.diagnostics)?;
            Ok(End::Findings)
        }
    }
}

pub fn diff(console: &mut Console, args: &Diff) -> Result<End, Stop> {
    let mut sides = Vec::new();
    for path in [&args.old, &args.new] {
        let source = files::read_set(console, path)?;
        let library = files::library(console, path, &source, &args.with.with)?;
        sides.push((source, library));
    }
    let [(old, beside_old), (new, beside_new)] = sides.as_slice() else { return Ok(End::Usage) };
    match tieuchi::diff((old, beside_old), (new, beside_new)) {
        Ok(found) => {
            if args.json {
                console.line(&found.to_json())?;
            } else if args.examples {
                console.print(&found.to_text_with_examples(console.lang))?;
            } else {
                console.print(&found.to_text(console.lang))?;
            }
            Ok(if found.same_meaning() { End::Fine } else { End::Findings })
        }
        Err(compiled) => {
            console.report_findings(&compiled.sources, &compiled.diagnostics)?;
            Ok(End::Files)
        }
    }
}

pub fn cases(console: &mut Console, args: &Cases) -> Result<End, Stop> {
    let (source, plan) = files::load(console, &args.set, &args.with.with)?;
    let Some(options) = args.period.options() else { return Err(End::Usage.into()) };
    let proposed = match plan.boundary_cases(&options.regions(args.regions.iter().cloned())) {
        Ok(proposed) => proposed,
        Err(findings) => {
            console.report_findings(&[source], &findings)?;
            return Ok(End::Findings);
        }
    };
    if args.json {
        console.line(&proposed.to_json())?;
    } else {
        console.print(&proposed.to_text(&plan))?;
        for threshold in &proposed.not_reached {
            console.message(
                format!("không tìm được hồ sơ quanh mốc: {}", threshold.vi),
                format!("no dossier was found around the threshold: {}", threshold.en),
            )?;
        }
    }
    Ok(if proposed.not_reached.is_empty() { End::Fine } else { End::Findings })
}

pub fn explain(console: &mut Console, args: &Explain) -> Result<End, Stop> {
    let code = args.code.trim().trim_start_matches('[').trim_end_matches(']');
    let page = |language: &str| PAGES.iter().find(|page| page.code == code && page.language == language);
    if let Some(whole) = page("") {
        let samples = page(console.word("vi", "en")).map(|page| page.text);
        console.print(&of_language(whole.text, samples, console.lang))?;
        return Ok(End::Fine);
    }
    let near = text::closest(code, PAGES.iter().map(|page| page.code));
    match near {
        Some(near) => console.message(
            format!("không có mã `{code}`; có phải là `{near}`?"),
            format!("there is no code `{code}`; did you mean `{near}`?"),
        )?,
        None => console.message(
            format!("không có trang nào về mã `{code}`"),
            format!("there is no page on the code `{code}`"),
        )?,
    }
    Ok(End::Findings)
}

/// A page in one language: of its two paragraphs, Vietnamese and then English, the one asked for,
/// and the samples with their heading, from the page of that language if there is one. A page of
/// another form is printed as it is.
fn of_language(page: &str, own_samples: Option<&str>, lang: Lang) -> String {
    let Some((head, samples)) = page.split_once("\n```") else { return page.to_owned() };
    let parts: Vec<&str> = head.trim().split("\n\n").collect();
    let [title, vi, en] = parts.as_slice() else { return page.to_owned() };
    let (own, mended) = match lang {
        Lang::Vi => (vi, "## Sửa lại"),
        Lang::En => (en, "## Mended"),
    };
    let own_samples = own_samples.and_then(|page| page.split_once("\n```"));
    let samples = own_samples.map_or(samples, |(_, samples)| samples);
    let samples = samples.replace("## Sửa lại · Mended", mended);
    format!("{title}\n\n{own}\n\n```{samples}")
}

pub fn statements(console: &mut Console, args: &Statements) -> Result<End, Stop> {
    let lang = console.lang;
    let word = args.word.as_deref().map(str::to_lowercase);
    let wanted = |texts: &[&str]| {
        word.as_ref().is_none_or(|word| texts.iter().any(|text| text.to_lowercase().contains(word.as_str())))
    };
    let mut found = false;
    // Slots of the statements that were asked for.
    let mut slots: Vec<&str> = Vec::new();
    for sentence in SENTENCES {
        let docs = text::row_docs(sentence.row);
        let (own, other) =
            if lang == Lang::Vi { (sentence.vi, sentence.en) } else { (sentence.en, sentence.vi) };
        if wanted(&[sentence.id, sentence.vi, sentence.en, docs.sample_vi, docs.sample_en]) {
            found = true;
            entry(console, own, other, docs.about(lang), docs.sample(lang))?;
            slots.extend(slots_of(own));
        }
    }
    for docs in EXPRESSIONS {
        // Expressions have no table of sentences; their samples name them.
        if wanted(&[docs.id, docs.sample_vi, docs.sample_en]) {
            found = true;
            let (own, other) = if lang == Lang::Vi {
                (docs.sample_vi, docs.sample_en)
            } else {
                (docs.sample_en, docs.sample_vi)
            };
            entry(console, own, other, docs.about(lang), "")?;
        }
    }
    found |= phrases(console, &slots, &wanted)?;
    for (name, vi, en) in BUILTINS {
        if wanted(&[vi, en]) {
            found = true;
            let (own, other) = if lang == Lang::Vi { (vi, en) } else { (en, vi) };
            entry(console, own, other, text::builtin_docs(*name).about(lang), "")?;
        }
    }
    if found {
        return Ok(End::Fine);
    }
    let word = word.unwrap_or_default();
    console.message(
        format!("không có câu nào có `{word}`; gõ `tieuchi statements` để xem tất cả"),
        format!("no statement has `{word}`; type `tieuchi statements` to see all"),
    )?;
    Ok(End::Findings)
}

/// The slots of a sentence.
fn slots_of(sentence: &'static str) -> impl Iterator<Item = &'static str> {
    sentence.split('{').skip(1).filter_map(|rest| rest.split('}').next())
}

/// What fills the slots: those of the statements shown, and those that have the word themselves.
fn phrases(console: &mut Console, shown: &[&str], wanted: &dyn Fn(&[&str]) -> bool) -> Result<bool, Stop> {
    let lang = console.lang;
    let mut found = false;
    let mut slots: Vec<&str> = PHRASES.iter().map(|phrase| phrase.slot).collect();
    slots.dedup();
    for slot in slots {
        let mine = || PHRASES.iter().filter(|phrase| phrase.slot == slot);
        if !shown.contains(&slot) && !mine().any(|phrase| wanted(&[slot, phrase.vi, phrase.en])) {
            continue;
        }
        found = true;
        console.line(&format!("{{{slot}}}"))?;
        for phrase in mine() {
            let (own, other) = if lang == Lang::Vi { (phrase.vi, phrase.en) } else { (phrase.en, phrase.vi) };
            let about = text::phrase_docs(phrase.phrase).about(lang);
            let gap = if about.is_empty() { "" } else { ": " };
            console.line(&format!("    {own} ({other}){gap}{about}"))?;
        }
        console.line("")?;
    }
    for (slot, docs) in SLOTS.iter().filter(|(slot, _)| shown.contains(slot) || wanted(&[slot])) {
        found = true;
        console.line(&format!("{{{slot}}}"))?;
        console.line(&format!("    {}", docs.about(lang)))?;
        console.line("")?;
    }
    Ok(found)
}

fn entry(console: &mut Console, own: &str, other: &str, about: &str, sample: &str) -> Result<(), Stop> {
    console.line(own)?;
    console.line(&format!("    {other}"))?;
    if !about.is_empty() {
        console.line(&format!("    {about}"))?;
    }
    for line in sample.lines() {
        console.line(&format!("    > {line}"))?;
    }
    console.line("")?;
    Ok(())
}
