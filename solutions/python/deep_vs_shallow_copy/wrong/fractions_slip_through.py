"""Orders and price lists of a shop.

`snapshot`, `with_discount` and `new_order` hand out copies, and `Order.add` fills in what
its caller leaves out. Each of the four shares something that it should not share.
README.md says what must hold.
"""

from __future__ import annotations

import copy
import threading
from decimal import ROUND_HALF_UP, Decimal


class Session:
    """The one open connection to the database: it can be used by many, and not be copied."""

    def __init__(self) -> None:
        self.saved: list[tuple[str, Decimal]] = []
        self.lock = threading.Lock()

    def write(self, number: str, total: Decimal) -> None:
        """Store the total of an order."""
        with self.lock:
            self.saved.append((number, total))


class Address:
    """Where somebody lives. People move."""

    def __init__(self, street: str, city: str) -> None:
        self.street = street
        self.city = city

    def move(self, street: str, city: str) -> None:
        """Change the address in place."""
        self.street = street
        self.city = city


class Line:
    """One article of an order."""

    def __init__(self, sku: str, quantity: int, price: Decimal, tags: list[str]) -> None:
        self.sku = sku
        self.quantity = quantity
        self.price = price
        self.tags = tags

    def change(self, quantity: int) -> None:
        """Order more of it, or less."""
        self.quantity = quantity

    def tag(self, text: str) -> None:
        """Hang one more tag on the line."""
        self.tags.append(text)


class Order:
    """What a customer ordered. Other parts of the shop attach things of their own to it."""

    def __init__(self, number: str, billing: Address, shipping: Address, session: Session) -> None:
        self.number = number
        self.billing = billing
        self.shipping = shipping
        self.session = session
        self.lock = threading.Lock()
        self.lines: list[Line] = []
        self.notes: dict[str, list[str]] = {}
        self.windows: dict[int, tuple[str, str]] = {}

    def place(self, number: str) -> None:
        """Give the order its number."""
        self.number = number

    def add(self, sku: str, quantity: int, price: Decimal, tags: list[str] | None = None) -> None:
        """Append a line."""
        self.lines.append(Line(sku, quantity, price, [] if tags is None else list(tags)))

    def remove(self, sku: str) -> None:
        """Take the line of an article out. No such line: KeyError."""
        self.lines.remove(self.line(sku))

    def skus(self) -> list[str]:
        """Name the articles, in the order of the lines."""
        return [line.sku for line in self.lines]

    def line(self, sku: str) -> Line:
        """Find the line of an article. No such line: KeyError with the SKU."""
        for line in self.lines:
            if line.sku == sku:
                return line
        raise KeyError(sku)

    def note(self, sku: str, text: str) -> None:
        """Write down what the customer said about an article."""
        self.notes.setdefault(sku, []).append(text)

    def plan(self, parcel: int, start: str, end: str) -> None:
        """Promise a parcel for a time window."""
        self.windows[parcel] = (start, end)

    def attach(self, name: str, value: object) -> None:
        """Set an attribute of somebody else's: any name, any value."""
        setattr(self, name, value)

    def mark(self, name: str, text: str) -> None:
        """Append to a list attribute of somebody else's, made when it is missing."""
        vars(self).setdefault(name, []).append(text)

    def total(self) -> Decimal:
        """Add up what the order costs."""
        return sum((line.price * line.quantity for line in self.lines), Decimal("0.00"))

    def save(self) -> None:
        """Store number and total, one thread at a time."""
        with self.lock:
            self.session.write(self.number, self.total())


class GiftOrder(Order):
    """An order with a card, wrapped."""

    wrapping = Decimal("3.50")

    def __init__(
        self, number: str, billing: Address, shipping: Address, session: Session, card: str
    ) -> None:
        super().__init__(number, billing, shipping, session)
        self.card = card

    def total(self) -> Decimal:
        """Add up what the order costs, wrapping included."""
        return super().total() + self.wrapping


class PriceList:
    """Prices by article, and cheaper ones from a quantity on."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.prices: dict[str, Decimal] = {}
        self.breaks: dict[str, list[tuple[int, Decimal]]] = {}

    def set_price(self, sku: str, price: Decimal) -> None:
        """Set the price of one piece."""
        self.prices[sku] = price

    def add_break(self, sku: str, quantity: int, price: Decimal) -> None:
        """Set the price of one piece from a quantity on."""
        self.breaks.setdefault(sku, []).append((quantity, price))


def less(price: Decimal, pct: int) -> Decimal:
    """Take a percentage off, rounded half up to the cent."""
    return (price * (100 - pct) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def snapshot(order: Order) -> Order:
    """Return the order as it is now; later changes of either leave the other alone."""
    memo = {id(order.session): order.session, id(order.lock): threading.Lock()}
    return copy.deepcopy(order, memo)


def with_discount(prices: PriceList, pct: int) -> PriceList:
    """Return a price list that is cheaper by `pct` per cent; `prices` stays as it is.

    Raises ValueError naming `pct` unless it is from 0 to 100.
    """
    if pct not in range(101):
        raise ValueError(f"pct must be a whole number from 0 to 100, not {pct}")
    discounted = PriceList(prices.name)
    discounted.prices = {sku: less(price, pct) for sku, price in prices.prices.items()}
    discounted.breaks = {
        sku: [(quantity, less(price, pct)) for quantity, price in rows]
        for sku, rows in prices.breaks.items()
    }
    return discounted


def new_order(template: Order) -> Order:
    """Return an order that starts like `template`, with a page for notes on each article.

    Its number is "new", its notes are one empty list for each SKU, its windows are empty.
    """
    order = snapshot(template)
    order.number = "new"
    order.notes = {sku: [] for sku in order.skus()}
    order.windows = {}
    return order
