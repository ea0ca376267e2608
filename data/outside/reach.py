"""Where a connection may go: to no address of the machine's own or a private network, unless the operator lists it."""

from __future__ import annotations

import ipaddress
import os
import socket
import time
from typing import Any, Final

import httpcore
import httpx

from data.record.refusal import RecordError

LISTED_VARIABLE: Final = "CASUALTY_REACH"
SECONDS: Final = 20.0
NAT64: Final = ipaddress.ip_network(
    "64:ff9b::/96"
)  # RFC 6052: the last four bytes are an IPv4 address


class NotReached(RecordError):
    """An address that gave no answer, or may not be asked."""


def reachable(host: str, port: int) -> list[str]:
    """The addresses of a host that may be connected to.

    Args:
        host: a name or an address.
        port: where it is asked.

    Raises:
        NotReached: it has none, or one of them is this machine's, a private network's or a local link's and neither it
            nor the name is listed in ``CASUALTY_REACH``.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotReached(f"{host}: no machine of this name is known.") from None
    addresses = list(dict.fromkeys(str(one[4][0]).partition("%")[0] for one in found))
    listed = {one.casefold() for one in os.environ.get(LISTED_VARIABLE, "").replace(",", " ").split()}  # fmt: skip
    if host.casefold() not in listed:
        for one in addresses:
            if not _of_everybody(one) and one not in listed:
                raise NotReached(f"{host} is {one}, an address of this machine or of a private network; expected a public one, or one that {LISTED_VARIABLE} lists.")  # fmt: skip
    return addresses


def _of_everybody(text: str) -> bool:
    one: Any = ipaddress.ip_address(text)
    if one.version == 6:
        inside = one.ipv4_mapped or one.sixtofour or (one.teredo or (None, None))[1]
        if one in NAT64:
            inside = ipaddress.ip_address(int(one) & 0xFFFFFFFF)
        one = inside or one
    own = one.is_multicast or one.is_reserved or getattr(one, "is_site_local", False)
    return bool(one.is_global and not own)


def connected(host: str, port: int, seconds: float = SECONDS) -> socket.socket:
    """A socket to a host that may be reached: to the very address that was looked at.

    Raises:
        NotReached: none of its addresses may be, or none answers.
    """
    last: OSError | None = None
    for one in reachable(host, port):
        try:
            return socket.create_connection((one, port), seconds)
        except OSError as error:
            last = error
    raise NotReached(f"{host}:{port} does not answer ({getattr(last, 'strerror', None) or last}).")


class Within(httpx.HTTPTransport):
    """The library's transport, but for two things: where it may go, and how long everything together may take."""

    def __init__(self, seconds: float = SECONDS) -> None:
        """Begin its time."""
        super().__init__()
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            network_backend=_Backend(time.monotonic() + seconds),
        )


class _Backend(httpcore.SyncBackend):
    """Connects to the address that was looked at, so that a name cannot become another one meanwhile."""

    def __init__(self, until: float) -> None:
        self.until = until

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, local_address: str | None = None, socket_options: Any = None) -> httpcore.NetworkStream:  # fmt: skip
        """A connection to one of the host's addresses that may be reached."""
        failed: Exception = httpcore.ConnectError(host)
        for one in reachable(host, port):
            try:
                stream = super().connect_tcp(one, port, _left(self.until, timeout), local_address, socket_options)  # fmt: skip
                return _Stream(stream, self.until)
            except httpcore.ConnectError as error:
                failed = error
        raise failed


class _Stream(httpcore.NetworkStream):
    """A connection that ends when the time of the whole question is over, however slowly it drips."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self.stream, self.until = stream, until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Some bytes."""
        return self.stream.read(max_bytes, _left(self.until, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send some bytes."""
        self.stream.write(buffer, _left(self.until, timeout))

    def close(self) -> None:
        """End it."""
        self.stream.close()

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> httpcore.NetworkStream:  # fmt: skip
        """The same, encrypted."""
        return _Stream(self.stream.start_tls(ssl_context, server_hostname, _left(self.until, timeout)), self.until)  # fmt: skip

    def get_extra_info(self, info: str) -> Any:
        """What the library asks of it."""
        return self.stream.get_extra_info(info)


def _left(until: float, timeout: float | None) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time is over")
    return left if timeout is None else min(left, timeout)
