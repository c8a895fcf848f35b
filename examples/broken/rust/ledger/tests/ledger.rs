use ledger::report::{money, table, totals};
use ledger::{parse_entries, Entry, Kind, Ledger, LedgerError};

fn filled() -> Ledger {
    let mut ledger = Ledger::new();
    ledger.open("cash", Kind::Asset);
    ledger.open("food", Kind::Expense);
    ledger.open("salary", Kind::Income);
    for entry in parse_entries("salary -> cash: 100\n# lunch\ncash -> food: 12.50\n").unwrap() {
        ledger.post(entry).unwrap();
    }
    ledger
}

#[test]
fn balances() {
    let ledger = filled();
    assert_eq!(ledger.balance("cash"), Some(8750));
    assert_eq!(ledger.balance("food"), Some(1250));
    assert_eq!(ledger.balance("salary"), Some(10000));
    assert_eq!(ledger.entries().len(), 2);
}

#[test]
fn refuses_unknown_accounts() {
    let mut ledger = filled();
    let entry = Entry {
        from: "cash".to_string(),
        to: "rent".to_string(),
        cents: 1,
    };
    assert_eq!(
        ledger.post(entry),
        Err(LedgerError::UnknownAccount("rent".to_string()))
    );
}

#[test]
fn reports() {
    let ledger = filled();
    assert_eq!(money(-1205), "-12.05");
    assert_eq!(totals(&ledger)["asset"], 8750);
    assert!(table(&ledger).starts_with("+ cash        87.50\n"));
    assert_eq!(ledger.accounts()[0].average(), 4375.0);
}

#[test]
fn says_which_line_is_wrong() {
    let error = parse_entries("a -> b: 1\nnonsense").unwrap_err();
    assert_eq!(error.to_string(), "line 2: no amount");
}
