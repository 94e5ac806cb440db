"""Whole messages over a socket, within limits of size and time."""

import socket
import struct
import threading
import time

import pytest

from pytest_interviewkata.harness.border.frames import MAX_BYTES, Gone, Line
from pytest_interviewkata.harness.border.leaves import Refused


@pytest.fixture
def ends():
    near, far = socket.socketpair()
    with near, far:
        yield Line(near), far


def test_messages_come_out_one_by_one(ends):
    """Several messages in one chunk, and one message in several, are what was sent."""
    near, far = ends
    other = Line(far)
    big = {"text": "x" * 200_000}
    sender = threading.Thread(target=lambda: [other.send(each) for each in ([1], big, None)])
    sender.start()

    assert [near.receive(5), near.receive(5), near.receive(5)] == [[1], big, None]
    sender.join()


def test_a_message_that_is_too_big_is_not_sent(ends):
    """Nothing of it reaches the other side, and the line still works."""
    near, far = ends
    with pytest.raises(Refused, match="may cross"):
        near.send("x" * MAX_BYTES)

    near.send("y")

    assert Line(far).receive(5) == "y"


def test_a_message_that_claims_to_be_too_big_is_not_read(ends):
    """The length decides, before anything is kept."""
    near, far = ends
    far.sendall(struct.pack("<I", MAX_BYTES + 1))

    with pytest.raises(Refused, match="may cross"):
        near.receive(5)


def test_a_line_that_nobody_holds_says_so(ends):
    """Also in the middle of a message, and when sending."""
    near, far = ends
    far.sendall(struct.pack("<I", 10) + b"12")
    far.close()

    with pytest.raises(Gone):
        near.receive(5)
    with pytest.raises(Gone):
        for _ in range(10):
            near.send("x" * 100_000)


def test_a_trickle_does_not_gain_time(ends):
    """The deadline is for the whole message, not for each byte."""
    near, far = ends
    stop = threading.Event()

    def trickle():
        far.sendall(struct.pack("<I", 1000))
        while not stop.wait(0.02):
            far.sendall(b" ")

    thread = threading.Thread(target=trickle)
    thread.start()
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        near.receive(0.2)
    stop.set()
    thread.join()

    assert time.monotonic() - began < 2


def test_nobody_is_waited_for_who_does_not_read(ends):
    """Sending has a deadline as well."""
    near, _ = ends
    with pytest.raises(TimeoutError):
        for _ in range(10):
            near.send("x" * (MAX_BYTES - 100), 0.1)
