"""Which kata somebody means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_interviewkata.errors import UnknownKata

if TYPE_CHECKING:
    from pytest_interviewkata.model import Catalogue, Kata


def find(catalogue: Catalogue, text: str) -> Kata:
    """Find a kata by slug, by its name alone, or by a path that ends in either."""
    wanted = _plain(text)
    for kata in catalogue:
        if wanted in (kata.slug, kata.name) or wanted.endswith(f"/{kata.slug}"):
            return kata
    known = (kata.slug if "/" in wanted else kata.name for kata in catalogue)
    raise UnknownKata(text, known)


def _plain(text: str) -> str:
    return text.replace("\\", "/").strip("/").replace("-", "_")
