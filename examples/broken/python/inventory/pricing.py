"""Prices with tax and discount."""


def with_tax(amount, rate=0.2):
    return round(amount * (1 + rate), 2)


def discount(amount, percent):
    if not 0 <= percent <= 100:
        raise ValueError("a discount is between 0 and 100 percent")
    return round(amount * (100 - percent) / 100, 2)
