use crate::Entry;
use std::fmt;
use std::num::ParseFloatError;

/// What is wrong with a line, and which line it is.
#[derive(Debug, Clone, PartialEq)]
pub struct ParseError {
    pub line: usize,
    pub reason: String,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for ParseError {}

fn cents(text: &str) -> Result<i64, ParseFloatError> {
    let amount: f64 = text.trim().parse()?;
    Ok((amount * 100.0).round() as i64)
}

/// Reads lines like `cash -> food: 12.50`; empty lines and comments are skipped.
pub fn parse_entries(text: &str) -> Result<Vec<Entry>, ParseError> {
    let entries = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let error = |reason: &str| ParseError {
            line: index + 1,
            reason: reason.to_string(),
        };
        let (accounts, amount) = line.split_once(':').ok_or_else(|| error("no amount"))?;
        let (from, to) = accounts
            .split_once("->")
            .ok_or_else(|| error("no arrow between accounts"))?;
        let cents = cents(amount).map_err(|e| error(&e.to_string()))?;
        entries.push(Entry {
            from: from.trim().to_string(),
            to: to.trim().to_string(),
            cents,
        });
    }
    Ok(entries)
}
