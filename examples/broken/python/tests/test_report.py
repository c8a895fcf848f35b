from inventory import Stock, summary
from inventory.pricing import discount, with_tax
from inventory.report import by_letter


def shelf():
    stock = Stock()
    stock.add("tea", 4.0, count=3)
    stock.add("toast", 1.5, count=2)
    stock.add("coffee", 8.0)
    return stock


def test_by_letter():
    assert by_letter(shelf()) == {"C": ["coffee"], "T": ["tea", "toast"]}


def test_summary():
    assert summary(shelf(), tax=0.1).splitlines() == ["coffee: 1", "tea: 3", "toast: 2", "total 25.30"]


def test_prices():
    assert with_tax(100) == 120
    assert discount(80, percent=25) == 60
