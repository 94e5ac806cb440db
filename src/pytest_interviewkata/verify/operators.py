"""The small changes that make mutants: an operator takes a place and yields other nodes for it."""

from __future__ import annotations

import ast
import copy
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_interviewkata.verify.source import Place

    Operator = Callable[[Place], Iterator[ast.AST]]

Node = TypeVar("Node", bound=ast.AST)

COMPARED: Final[dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]]] = {
    ast.Lt: (ast.GtE, ast.LtE),
    ast.LtE: (ast.Gt, ast.Lt),
    ast.Gt: (ast.LtE, ast.GtE),
    ast.GtE: (ast.Lt, ast.Gt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
"""Each comparison: its opposite, then the same with the boundary on the other side."""

SWAPPED: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
}
DELETABLE: Final = (ast.Expr, ast.Assign, ast.AugAssign, ast.Raise, ast.Delete, ast.Assert)
CONDITIONED: Final = (ast.If, ast.While, ast.IfExp, ast.Assert, ast.comprehension)


def changes(place: Place) -> Iterator[ast.AST]:
    """Yield every other node that may stand in this place."""
    for operator in OPERATORS:
        yield from operator(place)


def compare(place: Place) -> Iterator[ast.AST]:
    """Turn `<` into `>=` and `<=`, `in` into `not in`."""
    node = place.node
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            for other in COMPARED[type(operator)]:
                yield _with(node, ops=[*node.ops[:at], other(), *node.ops[at + 1 :]])


def arithmetic(place: Place) -> Iterator[ast.AST]:
    """Turn `+` into `-`, `+=` into `-=` and `=`."""
    node = place.node
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in SWAPPED:
        yield _with(node, op=SWAPPED[type(node.op)]())
    if isinstance(node, ast.AugAssign):
        yield ast.Assign([node.target], node.value, lineno=node.lineno)


def logic(place: Place) -> Iterator[ast.AST]:
    """Turn `and` into `or` or into one of its sides, `not x` and `-x` into `x`."""
    node = place.node
    if isinstance(node, ast.BoolOp):
        yield _with(node, op=ast.And() if isinstance(node.op, ast.Or) else ast.Or())
        for at in range(len(node.values)):
            left = [*node.values[:at], *node.values[at + 1 :]]
            yield left[0] if len(left) == 1 else _with(node, values=left)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield node.operand


def condition(place: Place) -> Iterator[ast.AST]:
    """Turn a condition into its opposite; never take a branch; let all pass a filter."""
    node, parent = place.node, place.parent
    if not isinstance(parent, CONDITIONED) or place.field not in {"test", "ifs"}:
        return
    opposite = isinstance(node, ast.Compare) and len(node.ops) == 1
    if isinstance(node, ast.expr) and not opposite and not isinstance(node, ast.UnaryOp):
        yield ast.UnaryOp(ast.Not(), node)
    if isinstance(parent, ast.If):
        yield ast.Constant(value=False)
    if isinstance(parent, ast.comprehension):
        yield ast.Constant(value=True)


def constant(place: Place) -> Iterator[ast.AST]:
    """Make a number one more and one less, True False, and a text longer."""
    node = place.node
    if not isinstance(node, ast.Constant) or isinstance(place.parent, ast.JoinedStr):
        return
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int | float):
        step = _step(value)
        yield from (_number(value, sign * step) for sign in (1, -1))
    elif isinstance(value, str):
        yield ast.Constant("" if _is_a_message(place) else value + "XX")
    elif isinstance(value, bytes):
        yield ast.Constant(value + b"XX")


def template(place: Place) -> Iterator[ast.AST]:
    """Make an f-string longer; drop the message of an exception."""
    node = place.node
    if isinstance(node, ast.JoinedStr) and not isinstance(place.parent, ast.FormattedValue):
        if _is_a_message(place):
            yield ast.Constant("")
        else:
            yield _with(node, values=[*node.values, ast.Constant("XX")])


def statement(place: Place) -> Iterator[ast.AST]:
    """Leave a statement out; return None; turn `break` into `continue`."""
    node = place.node
    if isinstance(node, DELETABLE) or (isinstance(node, ast.AnnAssign) and node.value):
        yield ast.Pass()
    elif isinstance(node, ast.Return) and node.value:
        yield ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Break):
        yield ast.Continue()
    elif isinstance(node, ast.Continue):
        yield ast.Break()


def exception(place: Place) -> Iterator[ast.AST]:
    """Raise another exception, with the same arguments."""
    node = place.node
    if isinstance(node, ast.Raise) and node.exc:
        call = node.exc if isinstance(node.exc, ast.Call) else ast.Call(node.exc, [], [])
        same = isinstance(call.func, ast.Name) and call.func.id == "RuntimeError"
        other = ast.Name("LookupError" if same else "RuntimeError", ast.Load())
        yield _with(node, exc=ast.Call(other, call.args, []))


def bounds(place: Place) -> Iterator[ast.AST]:
    """Take one of its bounds from a slice."""
    node = place.node
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        for name in ("lower", "upper", "step"):
            if getattr(node.slice, name):
                yield _with(node, slice=_with(node.slice, **{name: None}))


def call(place: Place) -> Iterator[ast.AST]:
    """Turn a call into its argument; drop a keyword argument."""
    node = place.node
    if not isinstance(node, ast.Call):
        return
    used = not isinstance(place.parent, ast.Expr | ast.Raise)
    if used and node.args and not isinstance(node.args[0], ast.Starred | ast.GeneratorExp):
        yield node.args[0]
    for at in range(len(node.keywords)):
        yield _with(node, keywords=[*node.keywords[:at], *node.keywords[at + 1 :]])


OPERATORS: Final[tuple[Operator, ...]] = (
    compare,
    arithmetic,
    logic,
    condition,
    constant,
    template,
    statement,
    exception,
    bounds,
    call,
)


def _with(node: Node, **fields: object) -> Node:
    """Copy a node with some fields changed; what hangs below stays shared."""
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def _step(value: float) -> float:
    """Return the smallest change that a reader would see: 0.05 becomes 0.06, 30.0 becomes 31.0."""
    if value == int(value):
        return 1
    return float(Decimal(1).scaleb(int(Decimal(repr(value)).as_tuple().exponent)))


def _number(value: float, change: float) -> ast.expr:
    result = float(f"{value + change:.12g}") if isinstance(value, float) else value + change
    node = ast.Constant(abs(result))
    return ast.UnaryOp(ast.USub(), node) if result < 0 else node


def _is_a_message(place: Place) -> bool:
    """Say whether a text is what an exception says: its wording is free, but not its naming."""
    call = place.parent
    raised = len(place.above) > 1 and isinstance(place.above[-2], ast.Raise)
    return raised and isinstance(call, ast.Call) and place.field == "args"
