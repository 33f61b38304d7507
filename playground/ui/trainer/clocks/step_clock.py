"""Clock of training: when the next step is due, steps made, time spent."""

from __future__ import annotations

from collections.abc import Callable

from playground.ui.trainer.clocks.system_time import SYSTEM_TIME

RATE_WINDOW_S = 0.5
SLOW = 10.0  # steps/s at most, at which a person can read the numbers of every step
MAX_BEHIND_S = 0.25  # what was missed longer ago is not made up for; waits may be 0.2 s coarse in a hidden window


class StepClock:
    """Timing of the steps of one thread.

    Speed changes nothing but when a step happens. `now` is a clock in seconds that nobody sets.
    """

    def __init__(self, now: Callable[[], float] = SYSTEM_TIME.now) -> None:
        self._now = now
        self._steps_per_s: float | None = None
        self._due_at = 0.0
        self._running_since: float | None = None
        self._elapsed_s = 0.0
        self._n_steps = 0
        self._rate = 0.0
        self._rate_from = (0.0, 0)

    def set_speed(self, steps_per_s: float | None) -> None:
        """Let the environment that is shown make so many steps a second.

        None: as many as it can.
        """
        self._steps_per_s = steps_per_s
        self._due_at = self._now()

    @property
    def is_slow(self) -> bool:
        """Whether steps are so few that the numbers of each can be read."""
        return self._steps_per_s is not None and self._steps_per_s <= SLOW

    def start(self) -> None:
        """Start the clock."""
        now = self._now()
        self._running_since = self._due_at = now
        self._rate_from = (now, self._n_steps)
        self._rate = 0.0

    def stop(self) -> None:
        """Stop the clock."""
        if self._running_since is not None:
            self._elapsed_s += self._now() - self._running_since
        self._running_since = None

    def reset(self) -> None:
        """Begin again at zero, for a new run."""
        self.stop()
        self._elapsed_s, self._n_steps, self._rate = 0.0, 0, 0.0

    def wait_s(self) -> float:
        """Return how long until the next step is due; 0 or less when it is."""
        return 0.0 if self._steps_per_s is None else self._due_at - self._now()

    def count(self, n_environments: int) -> None:
        """Count one step of each of so many environments, side by side."""
        self._n_steps += n_environments
        if self._steps_per_s is not None:
            self._due_at = max(self._due_at + 1 / self._steps_per_s, self._now() - MAX_BEHIND_S)

    def steps_per_s(self, now: float) -> float:
        """Return the rate of all environments together; 0 while the clock stands.

        It is that of the last half second or more.
        """
        if self._running_since is None:
            return 0.0
        since, n_steps = self._rate_from
        if now - since >= RATE_WINDOW_S:
            self._rate = (self._n_steps - n_steps) / (now - since)
            self._rate_from = (now, self._n_steps)
        return self._rate

    def elapsed_s(self, now: float) -> float:
        """Return how long the clock has run."""
        return self._elapsed_s + (now - self._running_since if self._running_since is not None else 0.0)
