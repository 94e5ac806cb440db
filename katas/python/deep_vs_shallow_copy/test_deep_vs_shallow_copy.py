"""What a copy shares is seen by changing one side and looking at the other."""

from decimal import Decimal

import pytest
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

CITIES = ["Lyon", "Turin", "Graz", "Porto", "Gent"]


def test_lines_added_and_removed_later_stay_on_their_side(rng):
    """The list of lines belongs to one order, and so does the order's number."""
    order, (first, second) = an_order(rng)
    bystander, skus = an_order(rng)
    fresh, own = a_sku(rng), a_sku(rng)
    kept = copied(order)

    order.add(fresh, 1, Decimal("1.00"))
    order.remove(first)
    order.place("moved on")
    kept.add(own, 1, Decimal("1.00"))
    kept.remove(second)
    kept.place("kept")

    wanted = {"order": [second, fresh, "moved on"], "snapshot": [first, own, "kept"]}
    for whose, side, gone in (("snapshot", kept, second), ("order", order, first)):
        seen = [*side.skus(), side.number]
        assert seen == wanted[whose], shared(
            f"An order had the lines {first} and {second}. After snapshot(order) the order got the "
            f"line {fresh}, lost {first} and was numbered 'moved on'; the snapshot got {own}, lost "
            f"{second} and was numbered 'kept'.",
            f"Lines and number of the {whose} are {seen}, they must be {wanted[whose]}",
            "order.lines is snapshot.lines, or order is snapshot",
        )
        assert missing(side, gone) == repr(gone), (
            f"Line {gone} was removed from the {whose}; line({gone!r}) gave "
            f"{missing(side, gone)}. It must raise KeyError with the SKU."
        )
    assert bystander.skus() == [*skus], (
        f"Another order had the lines {[*skus]}; now it has {bystander.skus()}. What is done to "
        "one order must not be seen in another."
    )


def test_a_quantity_changed_later_is_not_in_the_snapshot(rng):
    """Each line belongs to one order: a new list of the old lines is not enough."""
    order, (sku, other) = an_order(rng)
    (_, *first), (_, *second) = rows(order)
    kept = copied(order)

    order.line(sku).change(90)
    kept.line(other).change(80)

    wanted = {"order": [(sku, 90, *first[1:]), (other, *second)]}
    wanted["snapshot"] = [(sku, *first), (other, 80, *second[1:])]
    for whose, side in (("snapshot", kept), ("order", order)):
        assert rows(side) == wanted[whose], shared(
            f"After snapshot(order) the order's line {sku} was changed to 90 pieces, and the "
            f"snapshot's line {other} to 80.",
            f"The {whose} has {rows(side)}, it must have {wanted[whose]}",
            "order.lines[0] is snapshot.lines[0]",
        )


def test_a_tag_added_later_is_not_in_the_snapshot(rng):
    """The tags of a line are a list inside an object inside a list: a copy has its own."""
    order, (sku, _) = an_order(rng)
    tags = list(order.line(sku).tags)
    kept = copied(order)

    order.line(sku).tag("late")
    kept.line(sku).tag("audited")

    for whose, side, tag in (("snapshot", kept, "audited"), ("order", order, "late")):
        seen = list(side.line(sku).tags)
        assert seen == [*tags, tag], shared(
            f"Line {sku} had the tags {tags}. After snapshot(order) the order's line was tagged "
            "'late', the snapshot's 'audited'.",
            f"The {whose}'s tags are {seen}, they must be {[*tags, tag]}",
            "order.lines[0].tags is snapshot.lines[0].tags",
        )


def test_a_note_written_later_is_not_in_the_snapshot(rng):
    """Notes are lists in a dict: dict(d) makes a new dict of the old lists."""
    order, (sku, other) = an_order(rng)
    order.note(sku, "as a present")
    kept = copied(order)

    order.note(sku, "call first")
    kept.note(sku, "paid")
    kept.note(other, "late")

    wanted = {"order": {sku: ["as a present", "call first"]}}
    wanted["snapshot"] = {sku: ["as a present", "paid"], other: ["late"]}
    for whose, side in (("snapshot", kept), ("order", order)):
        assert side.notes == wanted[whose], shared(
            f"{sku} had one note. After snapshot(order) 'call first' was added to the order's "
            f"notes, 'paid' (and 'late' on {other}) to the snapshot's.",
            f"The {whose} has {side.notes}, it must have {wanted[whose]}",
            f"order.notes[{sku!r}] is snapshot.notes[{sku!r}]",
        )


def test_values_keep_their_types(rng):
    """Parcel numbers stay ints, time windows tuples, prices Decimals."""
    order, (sku, _) = an_order(rng)
    parcel, start = rng.randrange(1, 99), f"{rng.randrange(8, 12):02}:00"
    order.plan(parcel, start, "16:30")
    price = order.line(sku).price
    kept = copied(order)

    order.plan(parcel + 1, "08:00", "09:00")
    kept.plan(parcel + 2, "10:00", "11:00")

    wanted = {parcel: (start, "16:30"), parcel + 2: ("10:00", "11:00")}
    assert typed(kept.windows) == typed(wanted), (
        f"The order had the windows {{{parcel}: ({start!r}, '16:30')}}. After snapshot(order) each "
        f"side planned one more parcel. The snapshot has {kept.windows}, it must have {wanted}: "
        "same keys, same types, its own dict. Through JSON an int key comes back as a str and a "
        "tuple as a list."
    )
    assert parcel + 2 not in order.windows, shared(
        f"Parcel {parcel + 2} was planned on the snapshot only.",
        f"The order has {order.windows}",
        "order.windows is snapshot.windows",
    )
    assert typed(kept.line(sku).price) == typed(price), (
        f"A price of {price!r} is {kept.line(sku).price!r} in the snapshot. Money stays Decimal."
    )


def test_moving_an_address_moves_it_on_one_side(rng):
    """Each address belongs to one order, and two addresses with the same text stay two."""
    order, _ = an_order(rng)
    home = (order.billing.street, order.billing.city)
    order.shipping.move(*home)
    kept = copied(order)

    order.billing.move("9 New Street", "Oslo")
    kept.shipping.move("5 Other Road", "Riga")

    assert spot(kept.billing) == home, shared(
        f"The order's billing address moved from {home} to 9 New Street after snapshot(order).",
        f"The snapshot is billed to {spot(kept.billing)}",
        "order.billing is snapshot.billing",
    )
    assert spot(order.shipping) == home, shared(
        f"The snapshot's shipping address moved from {home} to 5 Other Road.",
        f"The order is shipped to {spot(order.shipping)}",
        "order.shipping is snapshot.shipping",
    )
    moved = [spot(order.billing), spot(kept.shipping)]
    assert moved == [("9 New Street", "Oslo"), ("5 Other Road", "Riga")], (
        f"Two addresses were moved; they are {moved} now. Copied or not, an address can move."
    )


def test_one_address_for_billing_and_shipping_stays_one(rng):
    """What is one object in the order is one object in the copy."""
    order, _ = an_order(rng, one_address=True)
    before = spot(order.billing)
    kept = copied(order)
    started = new_order(order)

    kept.billing.move("9 New Street", "Oslo")
    started.shipping.move("5 Other Road", "Riga")

    assert spot(kept.shipping) == ("9 New Street", "Oslo"), (
        "Billing and shipping address of the order are one object. The snapshot's billing address "
        f"moved to 9 New Street in Oslo; its shipping address is {spot(kept.shipping)}. It must "
        "have moved with it: order.billing is order.shipping, so snapshot.billing is "
        "snapshot.shipping. Copying field by field makes two of one; deepcopy's memo, one for the "
        "whole copy, remembers what was copied already."
    )
    assert spot(started.billing) == ("5 Other Road", "Riga"), (
        "The template is billed and shipped to one address. The new order's shipping address moved "
        f"to 5 Other Road; its billing address is {spot(started.billing)}. It must have moved too."
    )
    assert spot(order.billing) == before, shared(
        f"The address of the snapshot moved, the order's was {before}.",
        f"The order's is {spot(order.billing)} now",
        "order.billing is snapshot.billing",
    )


def test_yesterdays_total_is_saved_through_the_one_session(rng):
    """Order and snapshot are saved through the same session, each with its own total."""
    session = Session()
    order, _ = an_order(rng, session)
    then = total(order)
    kept = copied(order)
    order.add(a_sku(rng), 2, Decimal("7.25"))
    now = then + Decimal("14.50")

    again = copied(kept)
    for whose, side in (("snapshot", kept), ("order", order), ("copy's copy", again)) * 2:
        try:
            side.save()
        except (AttributeError, TypeError) as error:
            pytest.fail(
                f"save() of the {whose} raised {type(error).__name__}: {error}. A copy uses the "
                "session of its source, and has a lock: the same or a new one."
            )

    wanted = [(order.number, amount) for amount in (then, now, then, then, now, then)]
    assert typed(session.saved) == typed(wanted), (
        "Snapshot, order and a snapshot of the snapshot were saved, twice: their session stored "
        f"{session.saved}, it must have {wanted}. A snapshot keeps the lines of its moment, and a "
        "connection is used by both sides, never copied: a copy of it is not connected to anything."
    )


def test_a_gift_order_stays_a_gift_order(rng):
    """The copy of a subclass has its behaviour and its attributes."""
    for name, copy_of in (("snapshot(order)", copied), ("new_order(order)", new_order)):
        card = f"Happy birthday {rng.randrange(10**6)}"
        order, _ = an_order(rng, card=card)
        wrapped = total(order) + Decimal("3.50")
        twin = copy_of(order)
        order.add(a_sku(rng), 1, Decimal("9.99"))

        assert getattr(twin, "card", None) == card, (
            f"{name} of a GiftOrder has the card {getattr(twin, 'card', None)!r}, it must have "
            f"{card!r}. A copy has every attribute of its source."
        )
        assert typed(twin.total()) == typed(wrapped), (
            f"A GiftOrder cost {wrapped} with its wrapping of 3.50, and got one more line after "
            f"{name}. The copy costs {twin.total()}, it must cost {wrapped}: a copy is of its "
            "source's own class, type(order), not of the class that wrote the copying code, "
            "and keeps the lines of its moment."
        )


def test_attributes_that_others_attach_are_copied_too(rng):
    """An attribute that the class knows nothing of is an attribute."""
    order, _ = an_order(rng)
    rebates, channel = PriceList("rebates"), f"shop {rng.randrange(10**6)}"
    rebates.add_break("mug", 10, Decimal("7.00"))
    order.attach("rebates", rebates)
    order.attach("channel", channel)
    order.mark("campaigns", "spring")
    kept = copied(order)

    assert "lost" not in (getattr(kept, name, "lost") for name in ("channel", "campaigns")), (
        "Somebody attached a channel and a list of campaigns to the order; the snapshot lacks one "
        "of them. A copy has every attribute of its source, also those that __init__ does not "
        "know: see vars(order)."
    )
    order.rebates.add_break("mug", 50, Decimal("6.00"))
    kept.rebates.add_break("mug", 90, Decimal("5.00"))
    order.mark("campaigns", "summer")
    kept.mark("campaigns", "autumn")

    for whose, side, start, campaign in (
        ("snapshot", kept, 90, "autumn"),
        ("order", order, 50, "summer"),
    ):
        starts = [quantity for quantity, _ in side.rebates.breaks["mug"]]
        seen = [side.channel, list(side.campaigns), starts]
        wanted = [channel, ["spring", campaign], [10, start]]
        assert seen == wanted, shared(
            f"Somebody attached to the order: the channel {channel!r}, the campaigns ['spring'], "
            "and rebates with a break at 10 pieces. After snapshot(order) the order got 'summer' "
            "and a break at 50, the snapshot 'autumn' and a break at 90.",
            f"The {whose} has {seen}, it must have {wanted}",
            "order.campaigns is snapshot.campaigns, or order.rebates.breaks is snapshot's",
        )


def test_an_order_that_refers_to_itself(rng):
    """The first order of a subscription is its own root; its snapshot is the root of itself."""
    order, _ = an_order(rng)
    order.attach("root", order)
    number = order.number
    kept = copied(order)

    root = getattr(kept, "root", None)
    if root is not None:
        root.place("renewed")

    assert [order.number, kept.number] == [number, "renewed"], (
        "order.root is order. The number of snapshot.root was set to 'renewed': the order's number "
        f"is {order.number!r} (must be {number!r}), the snapshot's {kept.number!r} (must be "
        "'renewed'). A reference to the order itself becomes, in the copy, one to the copy."
    )


def test_three_snapshots_show_three_moments(rng):
    """Each snapshot is of its own moment, also of the same order, also of a snapshot."""
    order, _ = an_order(rng)
    amounts, kept = [], []
    for _ in range(3):
        amounts.append(total(order))
        kept.append(copied(order))
        order.add(a_sku(rng), 1, Decimal("1.00") + len(kept))
    kept.append(copied(kept[0]))
    kept[0].add(a_sku(rng), 1, Decimal("50.00"))

    seen = [side.total() for side in kept]
    wanted = [amounts[0] + 50, amounts[1], amounts[2], amounts[0]]
    assert typed(seen) == typed(wanted), (
        "Three snapshots were taken of one order, which got a line after each; then one of the "
        "first snapshot, which got a line of 50.00 after that. Their totals are "
        f"{[str(amount) for amount in seen]}, they must be {[str(amount) for amount in wanted]}. "
        "Each call makes a new copy: nothing may be remembered from one call to the next."
    )


def test_a_discount_leaves_the_price_list_alone(rng):
    """The cheaper list has its own prices, rounded half up to the cent."""
    halves = {5: "8.08", 50: "4.25", 0: "8.50", 100: "0.00"}
    for pct, half in halves.items():
        prices = PriceList("retail")
        cents = rng.randrange(1, 100) * 100
        prices.set_price("mug", Decimal("8.50"))
        prices.set_price("lamp", Decimal(cents).scaleb(-2))
        cheaper = with_discount(prices, pct)
        prices.set_price("pen", Decimal("1.10"))
        cheaper.set_price("cup", Decimal("2.20"))

        lamp = Decimal(cents * (100 - pct) // 100).scaleb(-2)
        expected = {"mug": Decimal(half), "lamp": lamp, "cup": Decimal("2.20")}
        source = {"mug": Decimal("8.50"), "lamp": Decimal(cents).scaleb(-2), "pen": Decimal("1.10")}
        for whose, seen, wanted in (
            ("old", prices.prices, source),
            ("new", cheaper.prices, expected),
        ):
            assert typed(seen) == typed(wanted), shared(
                f"A mug cost 8.50 and a lamp {cents / 100:.2f}. After with_discount(prices, {pct}) "
                "a pen was added to the old list and a cup to the new one.",
                f"The {whose} list is {seen}, it must be {wanted}",
                "prices.prices is discounted.prices",
            )
        assert [prices.name, cheaper.name] == ["retail", "retail"], "A discount keeps the name."


def test_a_discount_leaves_the_price_breaks_alone(rng):
    """The cheaper list has its own breaks: they are lists in a dict."""
    for pct in (10, 40):
        start, cents = rng.randrange(2, 20), rng.randrange(10, 99) * 100
        prices = PriceList("trade")
        prices.add_break("mug", start, Decimal(cents).scaleb(-2))
        cheaper = with_discount(prices, pct)
        prices.add_break("mug", 100, Decimal("5.00"))
        cheaper.add_break("mug", 200, Decimal("4.00"))

        lower = Decimal(cents * (100 - pct) // 100).scaleb(-2)
        expected = {"mug": [(start, lower), (200, Decimal("4.00"))]}
        source = {"mug": [(start, Decimal(cents).scaleb(-2)), (100, Decimal("5.00"))]}
        happened = (
            f"A mug cost {cents / 100:.2f} from {start} pieces on. After with_discount(prices, "
            f"{pct}) the old list got a break at 100 pieces, the new one at 200."
        )
        assert typed(prices.breaks) == typed(source), shared(
            happened,
            f"The old list has {prices.breaks}, it must have {source}",
            "prices.breaks['mug'] is discounted.breaks['mug']",
        )
        assert typed(cheaper.breaks) == typed(expected), shared(
            happened,
            f"The new list has {cheaper.breaks}, it must have {expected}",
            "prices.breaks['mug'] is discounted.breaks['mug']",
        )


def test_a_discount_beyond_0_to_100_is_refused(rng):
    """A bad percentage raises ValueError, names it, and changes nothing."""
    prices = PriceList("retail")
    prices.set_price("mug", Decimal("8.50"))
    for pct in (-1, 101, -rng.randrange(2, 900), rng.randrange(102, 900), 10.0, 12.5):
        try:
            with_discount(prices, pct)
        except ValueError as error:
            said = str(error)
        else:
            pytest.fail(
                f"with_discount(prices, {pct}) returned a price list. It must raise ValueError: "
                "a discount is a whole number, an int, from 0 to 100 per cent."
            )
        assert str(pct) in said, (
            f"with_discount(prices, {pct}) raised ValueError({said!r}). It must name {pct}."
        )
    assert prices.prices == {"mug": Decimal("8.50")}, (
        f"After refused discounts the price list is {prices.prices}. Nothing may have changed."
    )


def test_new_orders_leave_the_template_and_one_another_alone(rng):
    """Orders made from one template share nothing that can be changed."""
    template, (sku, other) = an_order(rng)
    template.plan(1, "09:00", "12:00")
    template.note(sku, "for the shop window")
    before, home = rows(template), spot(template.billing)
    first, second = new_order(template), new_order(template)

    first.line(sku).change(70)
    first.line(sku).tag("late")
    first.remove(other)
    first.billing.move("9 New Street", "Oslo")
    first.plan(2, "13:00", "14:00")

    for whose, side, windows in (
        ("template", template, {1: ("09:00", "12:00")}),
        ("second new order", second, {}),
    ):
        for path, seen, wanted in (
            ("lines[0].tags", rows(side), before),
            ("billing", spot(side.billing), home),
            ("windows", dict(side.windows), windows),
        ):
            assert typed(seen) == typed(wanted), shared(
                "Two orders were made from one template, and the first was changed: a quantity, a "
                "tag, one line less, another address, a time window.",
                f"The {whose} has {seen}, it must have {wanted}",
                f"{path} or something above it is in two of the three",
            )
    assert typed(first.windows) == typed({2: ("13:00", "14:00")}), (
        f"A new order planned parcel 2 only. It has {first.windows}; it must start without any."
    )
    assert [first.number, second.number] == ["new", "new"], "A new order has the number 'new'."
    assert template.notes == {sku: ["for the shop window"]}, (
        f"The template's notes are {template.notes}; new_order() must not change its template."
    )


def test_each_article_of_a_new_order_has_its_own_page_of_notes(rng):
    """A new order has an empty list for each SKU; a note on one article is on that one only."""
    template, (sku, other) = an_order(rng)
    for _ in range(2):
        order = new_order(template)
        empty = {key: list(texts) for key, texts in order.notes.items()}
        order.note(sku, "as a present")

        assert empty == {sku: [], other: []}, (
            f"A new order of the articles {sku} and {other} has the notes {empty}. It must have an "
            "empty list for each."
        )
        assert order.notes == {sku: ["as a present"], other: []}, (
            f"'as a present' was noted on {sku} of a new order. Its notes are {order.notes}: it "
            f"must be on {sku} only. dict.fromkeys(keys, []) puts one and the same list "
            "under every key."
        )


def test_lines_added_without_tags_have_tags_of_their_own(rng, held):
    """A line has its own list of tags, whether its caller gave one or not."""
    order, _ = an_order(rng)
    plain, same, tagged, bare = a_sku(rng), a_sku(rng), a_sku(rng), a_sku(rng)
    given, empty = held(["fragile"]), held([])
    for sku in (plain, same):
        order.add(sku, 1, Decimal("1.00"))
    order.add(tagged, 1, Decimal("1.00"), given)
    order.add(bare, 1, Decimal("1.00"), empty)

    order.line(plain).tag("late")
    order.line(bare).tag("wet")
    order.line(tagged).tag("heavy")

    seen = list(order.line(same).tags)
    assert seen == [], (
        "Two lines were added without tags, and one of them was tagged 'late'. The other one's "
        f"tags are {seen}, they must be []. A default argument is made once, when `def` runs: "
        "every call that leaves it out gets the same list."
    )
    assert list(order.line(plain).tags) == ["late"], (
        f"A line without tags was tagged 'late'. It has {order.line(plain).tags}."
    )
    assert list(order.line(tagged).tags) == ["fragile", "heavy"], (
        "A line was added with the tag 'fragile', then tagged 'heavy'. "
        f"It has {order.line(tagged).tags}."
    )
    assert empty == [], (
        "A line was added with a list of tags that is empty, then tagged 'wet'. The caller's own "
        f"list is now {empty}. Copy every list that you keep, the empty one too ("
        "`if tags:` forgets it)."
    )
    assert given == ["fragile"], (
        f"A line was added with the caller's list ['fragile'], then tagged 'heavy'. The caller's "
        f"list is {given} now. It must stay as it is: a line has a list of its own."
    )


def an_order(rng, session=None, *, one_address=False, card=None):
    """Make an order with two lines, and name its articles."""
    home = Address(f"{rng.randrange(1, 99)} Mill Lane", rng.choice(CITIES))
    shop = Address(f"{rng.randrange(1, 99)} High Street", rng.choice(CITIES))
    session = Session() if session is None else session
    parts = (f"o-{rng.randrange(10**6)}", home, home if one_address else shop, session)
    order = Order(*parts) if card is None else GiftOrder(*parts, card)
    skus = (a_sku(rng), a_sku(rng))
    for sku in skus:
        cents = rng.randrange(100, 9900)
        order.add(sku, rng.randrange(1, 60), Decimal(cents).scaleb(-2), ["gift", f"shelf {cents}"])
    return order, skus


def a_sku(rng):
    """Make up an article that no table of known answers holds."""
    return f"sku-{rng.randrange(10**9)}"


def copied(order):
    """Take a snapshot; say what it means when that explodes."""
    try:
        return snapshot(order)
    except (TypeError, RecursionError, ValueError) as error:
        pytest.fail(
            f"snapshot(order) raised {type(error).__name__}: {error}. It must return a copy. An "
            "order has a lock and a session, which nothing can copy (they are shared, or made "
            "anew), and it may refer to itself."
        )


def missing(order, sku):
    """Ask for a line that is not there, and return what the KeyError says."""
    try:
        order.line(sku)
    except KeyError as error:
        return str(error)
    return "no KeyError"


def rows(order):
    """Show the lines of an order as plain data of our own."""
    lines = [order.line(sku) for sku in order.skus()]
    return [(line.sku, line.quantity, str(line.price), tuple(line.tags)) for line in lines]


def total(order):
    """Add up the lines ourselves, without what a subclass adds."""
    return sum(
        (order.line(sku).price * order.line(sku).quantity for sku in order.skus()), Decimal(0)
    )


def spot(address):
    """Show where an address is now."""
    return address.street, address.city


def typed(value):
    """Show plain data so that 5, 5.0, True and '5', or a list and a tuple, differ."""
    if type(value) is dict:
        return {typed(key): typed(each) for key, each in value.items()}
    if type(value) in (list, tuple):
        return type(value), tuple(typed(each) for each in value)
    return type(value), value


def shared(happened, seen, path):
    """Say what was done, what it did to the other side, and by which path."""
    return (
        f"{happened} {seen}. Neither side may see the other's later changes ({path}). copy.copy(), "
        "list(x), x[:] and dict(x) make one new object and fill it with the old ones inside."
    )
