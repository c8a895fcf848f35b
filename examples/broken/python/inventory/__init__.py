"""Stock keeping for a small shop."""
from .report import summary
from .stock import Item, Stock

__all__ = ["Item", "Stock", "summary"]
