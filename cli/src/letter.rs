//! `tieuchi letter`: a dossier in, an official letter out.

use crate::args::{Letter, LetterFormat};
use crate::console::{Console, End, Stop};
use crate::setting;

pub fn run(console: &mut Console, args: &Letter) -> Result<End, Stop> {
    let chosen = setting::choose(console, &args.set, &args.setting)?;
    let outcome = setting::outcome(console, &chosen.plan, &chosen.context, &args.dossier)?;
    let letter = outcome.explain_with(&args.keep.at(1)).to_letter();
    let lang = console.lang;
    console.print(&match args.format {
        LetterFormat::Text => letter.to_text(lang),
        LetterFormat::Markdown => letter.to_markdown(lang),
        LetterFormat::Html => letter.to_html(lang),
    })?;
    Ok(End::Fine)
}
