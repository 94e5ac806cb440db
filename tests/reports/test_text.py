"""Foreign text is made harmless and kept in its columns."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_interviewkata.reports.text import GLUE, MOST, clean, clip, glued, pad, width, wrap

texts = st.text(max_size=60).map(clean)


@pytest.mark.parametrize(
    ("foreign", "shown"),
    [
        ("plain", "plain"),
        ("two\nlines\r\n and\ttabs", "two lines and tabs"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]8;;http://evil\x07link\x1b]8;;\x07", "link"),
        ("\x1b]0;title without an end", ""),
        ("\x1bcreset \x9b2J", "reset 2J"),
        ("back\b\b\bspace\x00", "backspace"),
        ("user\u202etxt.exe\u2066\u200f", "usertxt.exe"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("a\u0301b\u0301", "áb́"),
        ("Z\u0300\u0301\u0302\u0303\u0304\u0305", "Z\u0300\u0301\u0302"[:3]),
        ("warn\u26a0\ufe0f", "warn\u26a0"),
        ("lone \ud800 surrogate", "lone ? surrogate"),
        ("\ue000", "?"),
        ("a\N{NO-BREAK SPACE}b\u2028c", "a b c"),
    ],
)
def test_foreign_text_is_made_harmless(foreign, shown):
    """No control, escape sequence or direction mark of others reaches the terminal."""
    assert clean(foreign) == shown


@given(st.text())
def test_clean_text_is_one_calm_line(foreign):
    """Whatever comes in: what goes out has letters, marks and single spaces only."""
    shown = clean(foreign)

    assert {unicodedata.category(one) for one in shown}.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})
    assert shown == " ".join(shown.split())
    assert clean(shown) == shown


def test_endless_text_is_cut_before_it_costs_anything():
    """A megabyte of error message is not laid out."""
    assert len(clean("x" * 10_000_000)) == MOST


@pytest.mark.parametrize(
    ("shown", "columns"), [("abc", 3), ("日本", 4), ("b́", 1), ("한", 2), ("", 0), ("█░", 2)]
)
def test_width_is_what_a_terminal_needs(shown, columns):
    """East Asian characters take two columns, marks none."""
    assert width(shown) == columns


@given(texts, st.integers(0, 40))
def test_a_clipped_text_never_exceeds_its_columns(shown, columns):
    """Also where a wide character would stand half outside."""
    assert width(clip(shown, columns, "…")) <= columns
    assert width(clip(shown, columns, "...")) <= columns
    assert clip(shown, 200, "…") == shown


def test_a_clipped_text_says_so():
    """Nobody takes a part for the whole."""
    assert clip("redis/cache_aside", 8, "…") == "redis/c…"
    assert clip("日本語", 4, "…") == "日…"


def test_padding_fills_either_side():
    """Numbers stand right, words stand left."""
    assert pad("日", 4) == "日  "
    assert pad("7 %", 5, right=True) == "  7 %"


@given(texts, st.integers(2, 40))
def test_wrapped_lines_never_exceed_their_columns_and_lose_nothing(shown, columns):
    """Every character is there, in order, in lines that fit."""
    lines = wrap(shown, columns)

    assert all(width(line) <= columns for line in lines)
    assert "".join(lines).replace(" ", "") == shown.replace(" ", "")


def test_text_is_broken_at_spaces():
    """Words stay whole as long as they fit at all."""
    assert wrap("a lock that another holds", 10) == ["a lock", "that", "another", "holds"]
    assert wrap("see /a/very/long/path", 8) == ["see", "/a/very/", "long/pat", "h"]


@pytest.mark.parametrize(
    "command",
    ["`interviewkata hint a/b`", "pip install 'a[b]'", "pip install -U pytest-interviewkata"],
)
def test_commands_stay_in_one_piece(command):
    """What is to be copied is not broken, unless it cannot fit."""
    assert GLUE in glued(command)
    assert any(command in line for line in wrap(glued(f"Do this now: {command} and go on"), 36))
    assert max(map(width, wrap(glued(command), 12))) <= 12
