"""State of a row's value: where a Reset starts, what the run uses, what was asked.

A plain value follows these rules:
- What the row shows is `start`, and a Reset starts from it.
- An edit of a live value is on its way until the run shows it. The run's older values are not shown meanwhile.
- When the run's value changes by itself (a rewind, say), the row follows, unless it waits for a Reset with another one.
- Where `start` is not what the run uses, the row is pending: it waits for the next Reset.

A scheduled value (epsilon, learning_rate) follows others:
- The row shows what the run uses at this moment. An edit holds it there; a release lets the schedule go on from there.
- Once its schedule has moved it, an edit counts in this run only: a Reset starts from the initial value, not held.
- As long as nothing but edits has moved it (there is no run yet, or the schedule stands still), an edit is also what a
  Reset starts from. So a learning rate that was tuned stays tuned, and an epsilon held late in a run does not keep the
  next one from exploring.
- Back to the preset means: from the preset's value, following the schedule.
"""

from __future__ import annotations

from typing import Any, Final

from playground.hyper import Hyper, Value, hypers

UNKNOWN: Final = "\0unknown"  # no value of any hyperparameter
PATIENCE = 30  # ticks, about a second: how long an edit of a scheduled value is believed before the run shows it


class RowValue:
    """Value of one record on its row. No Qt."""

    def __init__(self, record: Hyper, start: Value, preset: Value) -> None:
        self.record = record
        self.running: Value = UNKNOWN
        self.held = False
        self._moved = False  # by its schedule; scheduled values only
        self._waiting = 0  # ticks left for the run to show what was asked; scheduled values only
        self._asked: list[Value] = []  # edits on their way, oldest first; plain live values only
        self.restart(start, preset)

    def restart(self, start: Value, preset: Value) -> None:
        """Take over what the next Reset starts from; what the run uses stays known."""
        self.start = start
        self.preset = preset
        self._given = start
        self._accepted = start
        self._asked.clear()
        self._waiting = 0
        self._moved = self.has_run and self.running != start

    @property
    def has_run(self) -> bool:
        return self.running != UNKNOWN

    @property
    def shown(self) -> Value:
        """The value the row shows."""
        return self.running if self.record.scheduled and self.has_run else self.start

    @property
    def waits_for_reset(self) -> bool:
        """Whether a run goes on with another value than the row shows."""
        return self.has_run and not self.record.scheduled and not self._asked and self.start != self.running

    @property
    def pending(self) -> bool:
        """Whether the value was changed and no run has used it."""
        return self.waits_for_reset if self.has_run else self.start != self._given

    @property
    def changed(self) -> bool:
        """Whether a person made it differ from the preset.

        The progress of a schedule does not count.
        """
        return self.held or self.start != self.preset

    def edit(self, value: Value) -> None:
        """Take the value that a person gave it."""
        if self.record.scheduled:
            if not self._waiting:
                self._accepted = self.start
            self.held = True
            self._waiting = PATIENCE
            if self.has_run:
                self.running = value
            if self._moved:
                return
        elif self.record.live:
            if not self._asked:
                self._accepted = self.start
            self._asked.append(value)
        self.start = value

    def release(self) -> None:
        """Let the schedule go on, as a person wants."""
        self.held = False
        self._waiting = PATIENCE

    def return_to_preset(self) -> None:
        """Take the preset's value; a scheduled one is edited and then released."""
        self.edit(self.preset)
        if self.record.scheduled:
            self.start = self.preset
            self.release()

    def refuse(self) -> None:
        """Take back the newest edit: the run did not accept it."""
        if self._waiting or self._asked:
            self.start = self._accepted
        self._waiting = 0
        self._asked.clear()

    def see(self, value: Value, held: bool) -> None:
        """Take over what the run uses now."""
        if self.record.scheduled:
            self._see_scheduled(value, held)
            return
        before, self.running = self.running, value
        by_itself = before not in (UNKNOWN, value)
        if value in self._asked:
            newest = len(self._asked) - 1 - self._asked[::-1].index(value)
            del self._asked[: newest + 1]
            self._accepted = value
        elif by_itself and (self._asked or self.start == before):
            self._asked.clear()
            self.start = value

    def _see_scheduled(self, value: Value, held: bool) -> None:
        arrived = held == self.held and (not held or value == self.shown)
        if self._waiting and not arrived:
            self._waiting -= 1
            return
        self._waiting = 0
        self.running = value
        self.held = held
        if not held:
            self._moved = value != self.start
        elif not self._moved:
            self.start = value


def changed_live(params: Any, now: dict[str, Any]) -> dict[str, Any]:
    """Return the values that hold now of all that a person changes live.

    Schedules change the others by themselves.
    """
    live = {record.name for record in hypers(params) if record.live and not record.scheduled}
    return {name: value for name, value in now.items() if name in live}
