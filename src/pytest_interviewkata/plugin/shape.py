"""Which failures pytest shows in full: of each kata the first, of one not begun none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_interviewkata.plugin.facts import SHOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    import pytest

    Stats = dict[str, list[pytest.TestReport]]
    KataOf = Callable[[pytest.TestReport], Hashable | None]

BAD: Final = ("failed", "error")


class Fold:
    """Takes reports out of pytest's lists of failures, and puts them back.

    pytest prints FAILURES from these lists, then its short summary, and last the
    counts. Only the counts are of everything.
    """

    def __init__(self, stats: Stats) -> None:
        self._stats = stats
        self._all: Stats = {key: stats[key] for key in BAD if key in stats}

    def keep(self, wanted: Callable[[pytest.TestReport], bool]) -> None:
        """Leave only some of the failures to be printed next."""
        for key, reports in self._all.items():
            self._stats[key] = [report for report in reports if wanted(report)]

    def first_of_each(self, kata_of: KataOf) -> set[str]:
        """Return the node ids of the tests that stand for their katas.

        The first in its file does, but what is not implemented lets others go first.
        """
        first: dict[Hashable, str] = {}
        for report in sorted((one for some in self._all.values() for one in some), key=_early):
            if (kata := kata_of(report)) is not None:
                first.setdefault(kata, report.nodeid)
        return set(first.values())

    def restore(self) -> None:
        """Put everything back."""
        self._stats.update(self._all)


def _early(report: pytest.TestReport) -> tuple[bool, str, int]:
    file, line, _ = report.location if hasattr(report, "location") else ("", 0, "")
    return bool(vars(report).get(SHOWN, {}).get("not_implemented")), file, line or 0
