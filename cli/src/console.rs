//! Where words go: results to standard output, messages to standard error, in one language, with
//! or without colours.

use crate::args::Colour;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};
use tieuchi::{Diagnostic, Lang, SourceFile, render};

/// How a run ended, mildest first. The number is the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    Fine = 0,
    Findings = 1,
    Usage = 2,
    Files = 3,
    /// Interrupted from the keyboard; the number is the one shells use.
    Interrupted = 130,
}

/// A command stops early: with that end, or because the output is gone.
#[derive(Debug)]
pub enum Stop {
    End(End),
    Output(io::Error),
}

impl From<End> for Stop {
    fn from(end: End) -> Self {
        Self::End(end)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// Standard output and standard error of one run.
pub struct Console {
    pub lang: Lang,
    out: BufWriter<StdoutLock<'static>>,
    out_colour: bool,
    err_colour: bool,
}

impl Console {
    pub fn new(lang: Lang, colour: Colour) -> Self {
        let wanted = |terminal: bool| match colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => terminal && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty()),
        };
        Self {
            lang,
            out: BufWriter::new(io::stdout().lock()),
            out_colour: wanted(io::stdout().is_terminal()),
            err_colour: wanted(io::stderr().is_terminal()),
        }
    }

    /// Whether results are printed with colours.
    pub const fn colours_output(&self) -> bool {
        self.out_colour
    }

    /// The text of the language.
    pub fn word<T>(&self, vi: T, en: T) -> T {
        match self.lang {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }

    /// A result.
    pub fn print(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// A result's line.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        self.print(text)?;
        self.print("\n")
    }

    /// Findings as a result.
    pub fn print_findings(&mut self, sources: &[SourceFile], findings: &[Diagnostic]) -> io::Result<()> {
        let text = render::diagnostics(sources, findings, self.lang, self.out_colour);
        self.print(&text)
    }

    /// Findings as messages.
    pub fn report_findings(&mut self, sources: &[SourceFile], findings: &[Diagnostic]) -> io::Result<()> {
        let text = render::diagnostics(sources, findings, self.lang, self.err_colour);
        self.report(&text)
    }

    /// A message's line, after what was printed so far.
    pub fn message(&mut self, vi: impl AsRef<str>, en: impl AsRef<str>) -> io::Result<()> {
        let text = format!("tieuchi: {}\n", self.word(vi.as_ref(), en.as_ref()));
        self.report(&text)
    }

    fn report(&mut self, text: &str) -> io::Result<()> {
        self.out.flush()?;
        // Nobody can be told that messages cannot be written.
        let _ = io::stderr().lock().write_all(text.as_bytes());
        Ok(())
    }

    /// Whether messages go to a terminal, so that progress can be shown there.
    pub fn shows_progress(&self) -> bool {
        io::stderr().is_terminal()
    }

    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
