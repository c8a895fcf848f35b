"""What the shop prints at night."""
from .pricing import with_tax


def by_letter(stock):
    """The names of the items, grouped by their first letter."""
    groups = defaultdict(list)
    for name in sorted(stock.items):
        groups[name[0].upper()].append(name)
    return dict(groups)


def summary(stock, tax=0.2):
    lines = []
    for name, item in sorted(stock.items.items()):
        lines.append(name + ": " + item.count)
    lines.append(f"total {with_tax(stock.value(), rate=tax):.2f}")
    return "\n".join(lines)
