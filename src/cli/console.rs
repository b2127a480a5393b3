//! What goes to the terminal: results on standard output, everything else on standard error.

use super::{Failure, draw};
use crate::base::Diagnostic;
use std::io::{IsTerminal, Write};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ColorChoice {
    /// When standard error is a terminal and NO_COLOR is not set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The terminal of one run.
#[derive(Debug)]
pub struct Console {
    color: bool,
    width: usize,
    terminal: bool,
    timings: Timings,
    /// What is said, while it is kept.
    kept: Mutex<Option<String>>,
}

/// How long each stage took, in the order in which they ended.
type Timings = Arc<Mutex<Vec<(&'static str, Duration)>>>;

/// A stage of work under way; its line goes when this is dropped, and its time is noted.
#[derive(Debug)]
pub struct Stage {
    bar: indicatif::ProgressBar,
    what: &'static str,
    begun: Instant,
    timings: Timings,
}

impl Stage {
    /// Shows how far the work is: a bar of `total` steps instead of a spinner.
    pub fn steps(&self, total: usize) {
        let style = indicatif::ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}");
        if let Ok(style) = style {
            self.bar.set_style(style);
        }
        self.bar.set_length(total as u64);
    }

    /// One step is done.
    pub fn step(&self) {
        self.bar.inc(1);
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
        let mut timings = self.timings.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        timings.push((self.what, self.begun.elapsed()));
    }
}

impl Console {
    /// Finds out what the terminal can do.
    pub fn new(choice: ColorChoice) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let color = match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        };
        let columns = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
        Self {
            color,
            terminal,
            width: columns.unwrap_or(if terminal { 100 } else { 120 }),
            timings: Timings::default(),
            kept: Mutex::default(),
        }
    }

    /// Says how long each stage took until now, in milliseconds, and forgets it.
    pub fn tell_timings(&self) {
        let mut timings = self.timings.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let milliseconds = |time: Duration| format!("{:>9.1} ms", time.as_secs_f64() * 1000.0);
        for (what, time) in timings.iter() {
            self.say(&format!("{}  {what}", milliseconds(*time)));
        }
        let whole: Duration = timings.iter().map(|(_, time)| *time).sum();
        self.say(&format!("{}  {}", milliseconds(whole), self.paint("all stages", "1")));
        timings.clear();
    }

    /// Whether a person reads what is said.
    pub fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// A line of results.
    pub fn result(&self, line: &str) -> Result<(), Failure> {
        let mut out = std::io::stdout().lock();
        out.write_all(line.as_bytes())
            .and_then(|()| out.write_all(b"\n"))
            .map_err(Failure::io("standard output"))
    }

    /// A line for the person at the terminal.
    pub fn say(&self, line: &str) {
        self.say_all(&format!("{line}\n"));
    }

    /// Lines for the person at the terminal, each with its end.
    pub fn say_all(&self, lines: &str) {
        if let Some(kept) = self.kept().as_mut() {
            kept.push_str(lines);
        }
        eprint!("{lines}");
    }

    /// Keeps what is said from now on.
    pub fn keep(&self) {
        *self.kept() = Some(String::new());
    }

    /// What was said since [`Console::keep`].
    pub fn kept_until_now(&self) -> String {
        self.kept().take().unwrap_or_default()
    }

    /// Does something whose words are not kept.
    pub fn aside(&self, what: impl FnOnce()) {
        let kept = self.kept().take();
        what();
        *self.kept() = kept;
    }

    fn kept(&self) -> MutexGuard<'_, Option<String>> {
        self.kept.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// What decides how things look here: what was kept elsewhere may look otherwise.
    pub fn looks(&self) -> String {
        format!("{} {}", self.color, self.width)
    }

    /// Draws diagnostics, the files they speak of being found by `text`.
    pub fn diagnostics<'d>(
        &self,
        diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
        text: &dyn Fn(&str) -> Option<std::sync::Arc<str>>,
    ) {
        let mut drawn = String::new();
        for diagnostic in diagnostics {
            drawn.push_str(&draw::draw(diagnostic, text, self.color, self.width));
            drawn.push_str("\n\n");
        }
        self.say_all(&drawn);
    }

    /// Shows on a terminal, once it has taken a second, what is being done.
    pub fn stage(&self, what: &'static str) -> Stage {
        let bar = if self.terminal {
            indicatif::ProgressBar::new_spinner().with_message(what)
        } else {
            indicatif::ProgressBar::hidden()
        };
        if self.terminal {
            bar.enable_steady_tick(Duration::from_secs(1));
        }
        Stage {
            bar,
            what,
            begun: Instant::now(),
            timings: Arc::clone(&self.timings),
        }
    }

    /// Says why the command could not do its work.
    pub fn failure(&self, failure: &Failure) {
        eprintln!("{} {failure}", self.paint("error:", "1;31"));
    }

    /// Text in an SGR style (`1` bold, `2` dim, `32` green), if colours are on.
    pub fn paint(&self, text: &str, style: &str) -> String {
        if self.color {
            format!("\x1b[{style}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}
