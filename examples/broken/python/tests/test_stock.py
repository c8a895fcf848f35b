import pytest
from inventory import Stock


@pytest.fixture
def stock():
    shelf = Stock()
    shelf.add("tea", 4.0, count=3)
    shelf.add("coffee", 8.0)
    return shelf


def test_value(stock):
    assert stock.value() == 20.0


def test_remove(stock):
    assert stock.remove("tea", 2).count == 1


def test_remove_too_many(stock):
    with pytest.raises(ValueError):
        stock.remove("coffee", 5)
