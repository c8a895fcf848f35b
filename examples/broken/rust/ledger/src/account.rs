use std::fmt;

/// On which side an account grows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Asset,
    Expense,
    Income,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Kind::Asset => "asset",
            Kind::Expense => "expense",
            Kind::Income => "income",
        };
        f.write_str(name)
    }
}

#[derive(Debug, Clone)]
pub struct Account {
    name: String,
    kind: Kind,
    cents: i64,
    moves: usize,
}

impl Account {
    pub fn new(name: &str, kind: Kind) -> Account {
        Account {
            name: name.to_string(),
            kind,
            cents: 0,
            moves: 0,
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }

    pub fn balance(&self) -> i64 {
        match self.kind {
            Kind::Income => -self.cents,
            Kind::Asset | Kind::Expense => self.cents,
        }
    }

    pub fn debit(&mut self, cents: i64) {
        self.cents += cents;
        self.moves += 1;
    }

    pub fn credit(&mut self, cents: i64) {
        self.cents -= cents;
        self.moves += 1;
    }

    pub fn average(&self) -> f64 {
        if self.moves == 0 {
            return 0.0;
        }
        self.balance() as f64 / self.moves as f64
    }
}
