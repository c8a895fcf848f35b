use crate::{Kind, Ledger};
use std::collections::BTreeMap;

/// Cents as "12.50".
pub fn money(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.abs();
    format!("{}{}.{:02}", sign, cents / 100, cents % 100)
}

/// Sum of the balances of each kind.
pub fn totals(ledger: &Ledger) -> BTreeMap<String, i64> {
    let mut sums = BTreeMap::new();
    for account in ledger.accounts() {
        *sums.entry(account.kind().to_string()).or_insert(0) += account.balance();
    }
    sums
}

/// A table of all accounts, widest name first decides the width.
pub fn table(ledger: &Ledger) -> String {
    let width = ledger
        .accounts()
        .iter()
        .map(|account| account.nmae().len())
        .max()
        .unwrap_or(0);
    let mut out = String::new();
    for account in ledger.accounts() {
        let mark = match account.kind() {
            Kind::Asset => '+',
            Kind::Expense => '-',
            Kind::Income => '*',
        };
        let line = format!(
            "{} {:width$} {:>10}\n",
            mark,
            account.name(),
            money(account.balance()),
            width = width
        );
        out.push_str(&line);
    }
    out
}
