//! `tieuchi colour`: a set and a dossier in, the text of the set coloured by it out.

use crate::args::ColourSet;
use crate::console::{Console, End, Stop};
use crate::files;
use crate::setting;
use tieuchi::written_out;

pub fn run(console: &mut Console, args: &ColourSet) -> Result<End, Stop> {
    let chosen = setting::choose(console, &args.set, &args.setting)?;
    let (mut source, mut plan) = (chosen.source, chosen.plan);
    let library = files::library(console, &args.set, &source, &args.setting.with.with)?;
    // A set that rests on others is coloured as it stands when it is written out.
    if let Some(whole) = written_out(&source, &library) {
        (source, plan) = whole;
    }
    let outcome = setting::outcome(console, &plan, &chosen.context, &args.dossier)?;
    let coloured = outcome.colour(&source, &args.keep.at(1));
    let lang = console.lang;
    let colour = console.colours_output();
    console.print(&if args.html { coloured.to_html(lang) } else { coloured.to_text(lang, colour) })?;
    Ok(End::Fine)
}
