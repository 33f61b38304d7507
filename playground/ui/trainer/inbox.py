"""Inbox of the thread that trains: requests from any thread, in their order."""

from __future__ import annotations

import threading
from collections import deque

from playground.ui.trainer.clocks.system_time import SYSTEM_TIME, WaitOn
from playground.ui.trainer.messages import Request


class Inbox:
    """Queue of requests, on which one thread waits; true while it holds any."""

    def __init__(self, wait_on: WaitOn = SYSTEM_TIME.wait_on) -> None:
        self._wait_on = wait_on
        self._requests: deque[Request] = deque()
        self._arrived = threading.Condition()

    def __bool__(self) -> bool:
        return bool(self._requests)

    def post(self, request: Request) -> None:
        """Add a request, from any thread."""
        with self._arrived:
            self._requests.append(request)
            self._arrived.notify()

    def wait(self, timeout_s: float | None = None) -> None:
        """Wait until there is a request, for so many seconds at most."""
        with self._arrived:
            if not self._requests:
                self._wait_on(self._arrived, timeout_s)

    def take(self) -> Request:
        """Remove the oldest request and return it."""
        return self._requests.popleft()

    def begins_with(self, kind: type[Request]) -> bool:
        """Return whether the oldest request is of this kind."""
        return bool(self._requests) and isinstance(self._requests[0], kind)

    def holds(self, kinds: tuple[type[Request], ...]) -> bool:
        """Return whether any request is of one of these kinds."""
        with self._arrived:
            return any(isinstance(request, kinds) for request in self._requests)
