"""A way to a server on loopback that breaks: the lost connections of a bad network, on purpose."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace

from kg.store.server import Target


class Proxy:
    """Passes bytes both ways and cuts the connection after so many of them.

    ``cuts`` are numbers of bytes, of both ways together, each counted from the cut before; after
    the last one nothing breaks any more, or with ``for_good`` everything does. What came before a
    cut is passed on, so that a message may arrive in part. ``target`` is the way through.
    """

    def __init__(self, target: Target, cuts: Sequence[int], for_good: bool) -> None:
        self._host, _, port = target.uri.rpartition("//")[2].partition(":")
        self._port, self._cuts, self._for_good = int(port), list(cuts), for_good
        self._lock = threading.Lock()
        self.broken = 0
        self.passed = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.target = replace(target, uri=f"bolt://127.0.0.1:{self._listener.getsockname()[1]}")
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection((self._host, self._port))
            pair = (client, server)
            for one, other in (pair, pair[::-1]):
                threading.Thread(target=self._pump, args=(one, other, pair), daemon=True).start()

    def _pump(
        self, one: socket.socket, other: socket.socket, pair: tuple[socket.socket, ...]
    ) -> None:
        with suppress(OSError):
            while data := one.recv(4096):
                whole = self._allowed(len(data))
                other.sendall(data[:whole])
                if whole < len(data):
                    break
        for end in pair:
            with closing(end), suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _allowed(self, size: int) -> int:
        """How many of ``size`` bytes get through before the next cut."""
        with self._lock:
            if not self._cuts:
                allowed = 0 if self._for_good and self.broken else size
            elif self._cuts[0] >= size:
                self._cuts[0] -= size
                allowed = size
            else:
                allowed = self._cuts.pop(0)
                self.broken += 1
            self.passed += allowed
            return allowed


@contextmanager
def breaking(
    target: Target, cuts: Sequence[int] = (), *, for_good: bool = False
) -> Iterator[Proxy]:
    """A :class:`Proxy` to ``target`` until the block ends."""
    with closing(Proxy(target, cuts, for_good)) as proxy:
        yield proxy
