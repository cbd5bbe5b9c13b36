//! The command line of tieuchi: files and terminal around the library, no rules of its own.

mod args;
mod check;
mod colour;
mod compare;
mod console;
mod evaluate;
mod files;
mod fmt;
mod impact;
mod letter;
mod lines;
mod receipt;
mod report;
mod setting;
mod show;
mod suffices;
mod table;
mod vietnamese;

use args::{Cli, Command, Language};
use clap::{CommandFactory, FromArgMatches, ValueEnum};
use console::{Console, End, Stop};
use std::io;
use std::process::ExitCode;
use tieuchi::Lang;

fn main() -> ExitCode {
    let typed: Vec<std::ffi::OsString> = std::env::args_os().collect();
    let lang = language(&typed);
    let mut command = Cli::command();
    if lang == Lang::Vi {
        command = vietnamese::help(command);
    }
    // Wrong use ends here, with exit code 2.
    let matches = command.clone().get_matches_from(typed);
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => error.format(&mut command).exit(),
    };
    let mut console = Console::new(lang, cli.color);
    let ended = run(&mut console, &cli, command).and_then(|end| {
        console.flush()?;
        Ok(end)
    });
    let end = match ended {
        Ok(end) => end,
        Err(Stop::End(end)) => match console.flush() {
            Ok(()) => end,
            Err(error) => output_failed(&error),
        },
        Err(Stop::Output(error)) => output_failed(&error),
    };
    ExitCode::from(end as u8)
}

fn run(console: &mut Console, cli: &Cli, mut command: clap::Command) -> Result<End, Stop> {
    match &cli.command {
        Command::Check(args) => check::run(console, args),
        Command::Fmt(args) => fmt::run(console, args),
        Command::Evaluate(args) => evaluate::run(console, args),
        Command::Colour(args) => colour::run(console, args),
        Command::Compare(args) => compare::run(console, args),
        Command::Letter(args) => letter::run(console, args),
        Command::Receipt(args) => receipt::receipt(console, args),
        Command::Verify(args) => receipt::verify(console, args),
        Command::Prove(args) => receipt::prove(console, args),
        Command::VerifyProof(args) => receipt::verify_proof(console, args),
        Command::Suffices(args) => suffices::run(console, args),
        Command::Table(args) => table::run(console, args),
        Command::Report(args) => report::run(console, args),
        Command::Facts(args) => show::facts(console, args),
        Command::Schema(args) => show::schema(console, args),
        Command::Flatten(args) => show::flatten(console, args),
        Command::Diff(args) => match &args.on.on {
            Some(subjects) => impact::run(console, args, subjects),
            None => show::diff(console, args),
        },
        Command::Cases(args) => show::cases(console, args),
        Command::Explain(args) => show::explain(console, args),
        Command::Statements(args) => show::statements(console, args),
        Command::Completions(args) => {
            let mut script = Vec::new();
            clap_complete::generate(args.shell, &mut command, "tieuchi", &mut script);
            console.print(&String::from_utf8_lossy(&script))?;
            Ok(End::Fine)
        }
    }
}

/// Who reads the output may stop reading; anything else is a failure.
fn output_failed(error: &io::Error) -> End {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return End::Fine;
    }
    eprintln!("tieuchi: {error}");
    End::Files
}

/// The language of help and messages, needed before the command line is read as a whole.
fn language(typed: &[std::ffi::OsString]) -> Lang {
    let typed: Vec<&str> =
        typed.iter().filter_map(|word| word.to_str()).take_while(|word| *word != "--").collect();
    let asked = typed.iter().enumerate().rev().find_map(|(at, word)| match word.strip_prefix("--lang") {
        Some("") => typed.get(at + 1).copied(),
        Some(rest) => rest.strip_prefix('='),
        None => None,
    });
    if let Some(language) = asked.and_then(|asked| Language::from_str(asked, false).ok()) {
        return language.into();
    }
    // As the C library does: the first that is set and not empty.
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    if set.is_some_and(|value| value.to_lowercase().starts_with("vi")) { Lang::Vi } else { Lang::En }
}
