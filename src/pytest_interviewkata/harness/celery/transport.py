"""The answer's side of broker and result backend: Celery's own classes over one spy."""

from __future__ import annotations

from queue import Empty
from typing import TYPE_CHECKING, Any

from celery.app.amqp import AMQP
from celery.backends.base import KeyValueStoreBackend
from kombu.pools import ProducerPool
from kombu.transport import virtual

from pytest_interviewkata.harness.celery.packing import pack, unpack

if TYPE_CHECKING:
    from pytest_interviewkata.harness.celery.desk import Desk

LIMIT = 10


class Channel(virtual.Channel):
    """A channel whose queues are on the trusted side."""

    @property
    def desk(self) -> Desk:
        """The spy that all goes through."""
        desk: Desk = self.connection.client.transport_options["desk"]
        return desk

    def _put(self, queue: str, message: dict[str, Any], **_: object) -> None:
        self.desk.publish(queue, pack(message))

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:  # noqa: ARG002
        message = self.desk.take(queue)
        if message is None:
            raise Empty
        return unpack(message)

    def basic_ack(self, delivery_tag: int, multiple: bool = False) -> None:  # noqa: FBT002
        """Acknowledge to the broker itself."""
        super().basic_ack(delivery_tag, multiple)  # type: ignore[no-untyped-call]
        self.desk.ack(delivery_tag)

    def basic_reject(self, delivery_tag: int, requeue: bool = False) -> None:  # noqa: FBT002
        """Give back to the broker itself, which is the one that delivers again."""
        super().basic_ack(delivery_tag)  # type: ignore[no-untyped-call]
        self.desk.reject(delivery_tag, requeue=requeue)

    def _size(self, queue: str) -> int:
        return self.desk.size(queue)

    def _purge(self, queue: str) -> int:
        return self.desk.purge(queue)


class Transport(virtual.Transport):
    """A kombu transport without a network."""

    Channel = Channel
    driver_type = driver_name = "interviewkata"

    def driver_version(self) -> str:
        """Satisfy `celery report`."""
        return "1"


class Posting(AMQP):  # type: ignore[misc]
    """Publishes through a pool of its own: kombu's are global and outlive their apps."""

    _pool: ProducerPool | None = None

    @property
    def producer_pool(self) -> ProducerPool:
        """Where every publication takes its producer."""
        if self._pool is None:
            connections = self.app.connection_for_write().Pool(limit=LIMIT)
            self._pool = ProducerPool(connections, limit=LIMIT)  # type: ignore[no-untyped-call]
        return self._pool


class Results(KeyValueStoreBackend):  # type: ignore[misc]
    """A result backend whose store is on the trusted side."""

    persistent = True

    @property
    def _desk(self) -> Desk:
        desk: Desk = self.app.conf.broker_transport_options["desk"]
        return desk

    def get(self, key: bytes) -> str | None:
        """Read."""
        return self._desk.fetch(key.decode())

    def mget(self, keys: list[bytes]) -> list[str | None]:
        """Read many."""
        return [self.get(key) for key in keys]

    def set(self, key: bytes, value: str | bytes) -> None:
        """Write."""
        self._desk.store(key.decode(), value.decode() if isinstance(value, bytes) else value)

    def delete(self, key: bytes) -> None:
        """Forget."""
        self._desk.forget(key.decode())
