"""Items and how many of them there are."""
from dataclasses import dataclass


@dataclass
class Item:
    name: str
    price: float
    count: int = 0

    def value(self):
        return self.price * self.count


class Stock:
    def __init__(self):
        self.items = {}

    def add(self, name, price, count=1)
        item = self.items.setdefault(name, Item(name, price)
        item.count += count
        return item

    def remove(self, name, count=1):
        item = self.itmes[name]
        if item.count < count:
            raise ValueError(f"only {item.count} of {name} left")
        item.count -= count
        return item

    def value(self):
        return sum(item.value() for item in self.items.values())
