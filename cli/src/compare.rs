//! `tieuchi compare`: two dossiers, periods or editions in, what came out otherwise and why out.

use crate::args::Compare;
use crate::console::{Console, End, Stop};
use crate::setting;

pub fn run(console: &mut Console, args: &Compare) -> Result<End, Stop> {
    let mut before = args.setting.clone();
    before.period = args.period_old.unwrap_or(before.period);
    before.as_of = args.as_of_old.or(before.as_of.filter(|_| args.period_old.is_none()));
    let sides = [
        (args.set_old.as_ref().unwrap_or(&args.set), &before, &args.old),
        (&args.set, &args.setting, &args.new),
    ];
    let mut outcomes = Vec::new();
    for (set, setting, dossier) in sides {
        let chosen = setting::choose(console, set, setting)?;
        outcomes.push(setting::outcome(console, &chosen.plan, &chosen.context, dossier)?);
    }
    let [before, after] = outcomes.as_slice() else { return Ok(End::Usage) };
    let comparison = before.compare_with(after, &args.keep.at(1));
    if args.json {
        console.line(&comparison.to_json())?;
    } else {
        let text = comparison.to_text(console.lang);
        console.print(&text)?;
    }
    Ok(End::Fine)
}
