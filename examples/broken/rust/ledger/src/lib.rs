//! A small double-entry ledger: accounts, entries and balances.

pub mod account;
pub mod parse;
pub mod report;

pub use account::{Account, Kind};
pub use parse::{parse_entries, ParseError};

use std::fmt;

/// One movement of money, in cents, between two accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub from: String,
    pub to: String,
    pub cents: i64,
}

/// Why an entry was refused.
#[derive(Debug, PartialEq, Eq)]
pub enum LedgerError {
    UnknownAccount(String),
    NotPositive(i64),
}

impl fmt::Display for LedgerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LedgerError::UnknownAccount(name) => write!(f, "unknown account {}", name),
            LedgerError::NotPositive(cents) => write!(f, "amount must be positive, got {}", cents),
        }
    }
}

impl std::error::Error for LedgerError {}

/// Accounts by name and every entry that was posted.
#[derive(Debug, Default)]
pub struct Ledger {
    accounts: HashMap<String, Account>,
    entries: Vec<Entry>,
}

impl Ledger {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn open(&mut self, name: &str, kind: Kind) {
        self.accounts
            .insert(name.to_string(), Account::new(name, kind));
    }

    pub fn post(&mut self, entry: Entry) -> Result<(), LedgerError> {
        if entry.cents <= 0 {
            return Err(LedgerError::NotPositive(entry.cents));
        }
        for name in [&entry.from, &entry.to] {
            if !self.accounts.contains_key(name) {
                return Err(LedgerError::UnknownAccount(name.clone()));
            }
        }
        self.account_mut(&entry.from)?.credit(entry.cents);
        self.account_mut(&entry.to)?.debit(entry.cents);
        self.entries.push(entry);
        Ok(())
    }

    fn account_mut(&mut self, name: &str) -> Result<&mut Account, LedgerError> {
        self.accounts
            .get_mut(name)
            .ok_or_else(|| LedgerError::UnknownAccount(name.to_string()))
    }

    pub fn balance(&self, name: &str) -> Option<i64> {
        self.accounts.get(name).map(|account| account.balance())
    }

    pub fn accounts(&self) -> Vec<&Account> {
        let mut list: Vec<&Account> = self.accounts.values().collect();
        list.sort_by(|a, b| a.name().cmp(b.name()));
        list
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}
