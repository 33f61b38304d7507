"""Clock of the mailbox: when a running session puts its newest numbers there."""

from __future__ import annotations

BUSY_S = 1 / 60  # while steps follow each other: twice the tick, so that what it draws is at most this old
WAITING_S = BUSY_S / 3  # around a wait, which leaves time for it


class PublishClock:
    """Moments at which numbers were published, and waits ended.

    Where waits are coarse, steps come in bursts. What is shown is then the end of a burst: were it the beginning, a
    picture would be a whole wait old, and the next one would leap.
    """

    def __init__(self) -> None:
        self._published_at = self._woken_at = 0.0
        self._published = -1  # calls done by then

    def is_due(self, now: float, n_calls: int, wait_s: float) -> bool:
        """Whether to publish, after so many calls.

        `wait_s` is how long until the next one is due; 0 or less when it is.
        """
        if wait_s <= 0:
            return now - max(self._published_at, self._woken_at) >= BUSY_S
        return n_calls != self._published and max(wait_s, now - self._published_at) >= WAITING_S

    def note_published(self, now: float, n_calls: int) -> None:
        """Note that the numbers after so many calls were published."""
        self._published_at, self._published = now, n_calls

    def note_woken(self, now: float) -> None:
        """Note that a wait ended."""
        self._woken_at = now
