"""Many orders, many snapshots, edited at random, held to a model made of plain data."""

from copy import deepcopy
from decimal import Decimal

from deep_vs_shallow_copy import (
    Address,
    GiftOrder,
    Order,
    PriceList,
    Session,
    new_order,
    snapshot,
    with_discount,
)

SKUS = ["mug", "pen", "lamp", "rug"]


def test_no_edit_of_any_order_shows_in_another(rng):
    """Whatever is done to one of many related orders, the others stay as they are."""
    session = Session()
    family = [an_order(rng, session)]
    for step in range(120):
        order, model = rng.choice(family)
        if rng.random() < 0.15 and len(family) < 8:
            family.append((snapshot(order), deepcopy(model)))
        elif rng.random() < 0.1 and len(family) < 8:
            family.append((new_order(order), started(model)))
        else:
            done = edit(rng, order, model)
            for number, (each, expected) in enumerate(family):
                seen = facts(each)
                assert seen == expected, (
                    f"Step {step}: {done}. Order {number} of the family is {seen}, "
                    f"it must be {expected}."
                )
    for order, _ in family:
        order.save()
    assert len(session.saved) == len(family), "Every order is saved through the one session."


def test_an_address_of_three_uses_stays_one(rng):
    """An address used for billing, shipping and by somebody else is one object in each copy."""
    home = Address("1 Mill Lane", "Graz")
    order = Order("o-1", home, home, Session())
    order.attach("pickup", home)
    for make in (snapshot, new_order, lambda source: snapshot(new_order(source))):
        twin, street = make(order), f"{rng.randrange(10**6)} New Street"
        twin.pickup.move(street, "Oslo")
        seen = [twin.billing.street, twin.shipping.street, twin.pickup.street]
        assert seen == [street] * 3, (
            f"One address is used three times. Moved once in the copy, the three are {seen}."
        )
        assert home.street == "1 Mill Lane", "The source's address moved with the copy's."


def test_a_gift_order_that_is_its_own_root(rng):
    """Class, attributes and the reference to itself survive several generations of copies."""
    first = GiftOrder("o-1", Address("a", "b"), Address("c", "d"), Session(), "Get well")
    first.attach("root", first)
    first.add("mug", 1, Decimal("5.00"))
    latest = first
    for generation in range(4):
        latest = snapshot(latest) if generation % 2 else new_order(latest)
        latest.root.add(f"extra {generation}", 1, Decimal("1.00"))
        seen = [latest.card, str(latest.total()), len(latest.skus()), len(first.skus())]
        wanted = ["Get well", f"{5 + 3 + generation + 1}.50", generation + 2, 1]
        assert seen == wanted, (
            f"Generation {generation}: card, total, lines, lines of the first are {seen}, "
            f"they must be {wanted}."
        )


def test_discounts_of_discounts(rng):
    """A price list of a price list of a price list: each keeps its own prices and breaks."""
    lists, models = [PriceList("retail")], [({}, {})]
    for _ in range(6):
        cents, start = rng.randrange(1, 90) * 6_400, rng.randrange(2, 99)
        for prices, (single, breaks) in zip(lists, models, strict=True):
            sku, price = rng.choice(SKUS), Decimal(cents).scaleb(-2)
            prices.set_price(sku, price)
            prices.add_break(sku, start, price)
            single[sku] = price
            breaks.setdefault(sku, []).append((start, price))
        source = rng.randrange(len(lists))
        lists.append(with_discount(lists[source], 50))
        models.append(halved(*models[source]))
        for prices, (single, breaks) in zip(lists, models, strict=True):
            assert [prices.prices, prices.breaks] == [single, breaks], (
                f"A price list is {prices.prices}, {prices.breaks}; it must be {single}, {breaks}."
            )


def an_order(rng, session):
    """Make an order and its model."""
    home, shop = Address("1 Mill Lane", "Graz"), Address("2 High Street", "Porto")
    order = Order("o-1", home, shop, session)
    model = {
        "number": "o-1",
        "lines": [],
        "billing": ["1 Mill Lane", "Graz"],
        "shipping": ["2 High Street", "Porto"],
        "notes": {},
        "windows": {},
        "marks": [],
    }
    for _ in range(12):
        edit(rng, order, model)
    return order, model


def edit(rng, order, model):
    """Do one thing to an order and to its model."""
    sku, text, number = rng.choice(SKUS), f"text {rng.randrange(10**6)}", rng.randrange(1, 99)
    present = [line for line in model["lines"] if line[0] == sku]
    match rng.choice(["add", "line", "tag", "remove", "note", "plan", "move", "place", "mark"]):
        case "add" if not present:
            order.add(sku, number, Decimal(number), [text])
            model["lines"].append([sku, number, Decimal(number), [text]])
        case "line" if present:
            order.line(sku).change(number)
            present[0][1] = number
        case "tag" if present:
            order.line(sku).tag(text)
            present[0][3].append(text)
        case "remove" if present and number < 20:
            order.remove(sku)
            model["lines"].remove(present[0])
        case "note":
            order.note(sku, text)
            model["notes"].setdefault(sku, []).append(text)
        case "plan":
            order.plan(number, text, "12:00")
            model["windows"][number] = (text, "12:00")
        case "move":
            which = rng.choice(["billing", "shipping"])
            getattr(order, which).move(text, "Gent")
            model[which] = [text, "Gent"]
        case "mark":
            order.mark("marks", text)
            model["marks"].append(text)
        case _:
            order.place(text)
            model["number"] = text
    return f"{sku}, {text}, {number}"


def started(model):
    """Make the model of a new order from its template's."""
    notes = {line[0]: [] for line in model["lines"]}
    return deepcopy({**model, "number": "new", "notes": notes, "windows": {}})


def facts(order):
    """Read all of an order as plain data."""
    lines = [order.line(sku) for sku in order.skus()]
    return {
        "number": order.number,
        "lines": [[line.sku, line.quantity, line.price, list(line.tags)] for line in lines],
        "billing": [order.billing.street, order.billing.city],
        "shipping": [order.shipping.street, order.shipping.city],
        "notes": deepcopy(order.notes),
        "windows": dict(order.windows),
        "marks": list(getattr(order, "marks", [])),
    }


def halved(single, breaks):
    """Make the model of a list at half the price."""
    return (
        {sku: price / 2 for sku, price in single.items()},
        {sku: [(start, price / 2) for start, price in rows] for sku, rows in breaks.items()},
    )
