use ledger::report;
use ledger::{parse_entries, Kind, Ledger};
use std::env;
use std::fs;
use std::process::ExitCode;

fn load(path: &str) -> Result<Ledger, Box<dyn std::error::Error>> {
    let text = fs::read_to_string(path)?;
    let mut ledger = Ledger::new();
    for (name, kind) in [
        ("cash", Kind::Asset),
        ("food", Kind::Expense),
        ("salary", Kind::Income),
    ] {
        ledger.open(name, kind);
    }
    for entry in parse_entries(&text)? {
        ledger.post(entry)?;
    }
    Ok(ledger)
}

fn main() -> ExitCode {
    let Some(path) = env::args().nth(1) else {
        eprintln!("usage: ledger-cli FILE");
        return ExitCode::from(2);
    };
    match load(&path) {
        Ok(ledger) => {
            print!("{}", report::table(ledger));
            for (kind, cents) in report::totals(&ledger) {
                println!("{kind}: {}", report::money(cents));
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{path}: {error}");
            ExitCode::FAILURE
        }
    }
}
