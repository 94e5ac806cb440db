"""The protocol of Redis, byte by byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_interviewkata.harness.redis import resp
from pytest_interviewkata.harness.redis.label import label, transaction


@given(st.lists(st.lists(st.binary(max_size=40), min_size=1, max_size=5), max_size=4), st.data())
def test_commands_are_found_however_the_bytes_arrive(commands, data):
    """Cut anywhere, the same commands come out."""
    stream = b"".join(resp.pack(command) for command in commands)
    buffer, found = bytearray(), []
    while stream:
        cut = data.draw(st.integers(1, len(stream)))
        buffer += stream[:cut]
        stream = stream[cut:]
        found.extend(resp.commands(buffer))

    assert found == commands
    assert not buffer


@pytest.mark.parametrize(
    "data",
    [
        b"PING\r\n",
        b"*1\r\n+PING\r\n",
        b"*x\r\n",
        b"*-1\r\n",
        b"*1\r\n$-1\r\n",
        b"*9999999\r\n",
        b"*1\r\n$9999999999\r\n",
        b"*1" + b"0" * 40,
        b"*1_0\r\n",
    ],
)
def test_what_is_no_command_is_refused(data):
    """Nothing but arrays of bulk strings is read, and no number is believed blindly."""
    with pytest.raises(resp.ProtocolError):
        list(resp.commands(bytearray(data)))


@pytest.mark.parametrize(
    ("reply", "two", "three"),
    [
        (b"a\r\nb", b"$4\r\na\r\nb\r\n", b"$4\r\na\r\nb\r\n"),
        (None, b"$-1\r\n", b"_\r\n"),
        (-5, b":-5\r\n", b":-5\r\n"),
        (1.5, b"$3\r\n1.5\r\n", b",1.5\r\n"),
        (3.0, b"$1\r\n3\r\n", b",3\r\n"),
        (float("-inf"), b"$4\r\n-inf\r\n", b",-inf\r\n"),
        ([1, [b"a"]], b"*2\r\n:1\r\n*1\r\n$1\r\na\r\n", b"*2\r\n:1\r\n*1\r\n$1\r\na\r\n"),
        ({b"k": 1}, b"*2\r\n$1\r\nk\r\n:1\r\n", b"%1\r\n$1\r\nk\r\n:1\r\n"),
        ("text", b"$4\r\ntext\r\n", b"$4\r\ntext\r\n"),
    ],
)
def test_replies_are_written_as_the_client_has_asked(reply, two, three):
    """RESP2 flattens what RESP3 has types for."""
    assert resp.encode(reply, 2) == two
    assert resp.encode(reply, 3) == three


def test_messages_are_pushed_in_the_new_protocol():
    """A published message is an array for old clients and a push for new ones."""
    assert resp.push([b"message", b"c", b"m"], 2).startswith(b"*3\r\n")
    assert resp.push([b"message", b"c", b"m"], 3).startswith(b">3\r\n")


@given(
    st.recursive(
        st.none() | st.integers(-5, 5) | st.binary(max_size=8) | st.floats(allow_nan=False),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.binary(max_size=3), inner),
        max_leaves=12,
    ),
    st.sampled_from([2, 3]),
)
def test_the_end_of_a_reply_is_found(reply, protocol):
    """A reply is whole with its last byte and not before."""
    data = resp.encode(reply, protocol)

    assert resp.reply_end(bytearray(data + b"+more")) == len(data)
    assert all(resp.reply_end(bytearray(data[:cut])) is None for cut in range(len(data)))


def test_a_deeply_nested_reply_has_an_end_too():
    """Depth costs no stack."""
    data = b"*1\r\n" * 5000 + b":1\r\n"

    assert resp.reply_end(bytearray(data)) == len(data)


def test_an_error_stays_on_its_line():
    """No text can end the line early."""
    assert resp.line(b"-", b"ERR a\r\nb") == b"-ERR a  b\r\n"


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ([b"get", b"product:1"], "GET product:1"),
        ([b"SET", b"k", b"\x80\x04"], "SET k <2 bytes>"),
        ([b"EVAL", b"return\n  1", b"0"], "EVAL return 1 0"),
        ([b"MGET", *[b"%d" % n for n in range(9)]], "MGET 0 1 2 3 4 ..."),
        ([b"SET", b"k", b"x" * 30], "SET k " + "x" * 25 + "..."),
    ],
)
def test_a_label_is_short_and_readable(command, shown):
    """Commands are shown in a few words."""
    assert label(command) == shown


def test_a_transaction_is_shown_whole():
    """All its commands are in its label."""
    assert transaction([[b"set", b"a", b"1"], [b"del", b"b"]]) == "MULTI SET a 1; DEL b EXEC"
