"""Columns of the minibatch's table: how each is named, written, spoken and sorted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.i18n import N_, _
from playground.number_text import filled, four_digits

if TYPE_CHECKING:
    from playground.engine.insight.minibatch import Minibatch
    from playground.envs.base import EnvironmentCard, Quantity

MOST_NUMBERS = 4  # of an observation in its cell; the tooltip has more
SMALLEST = 0.005  # that two decimals show
MOST_TOLD = 24  # of it in a tooltip
MIRRORED = N_("Here it is as it is stored. The update saw its mirror image.")

PLAYED = N_("Of an episode that somebody played: no step of the run made it.")

# What an algorithm's numbers are called that does not say it itself.
KNOWN = {
    "q_taken": (N_("value of the action"), "Q(s, a)"),
    "learned": (N_("value after the update"), "Q(s, a) ←"),
    "next_value": (N_("value of what follows"), "Q(s′)"),
    "returns": (N_("discounted rewards up to s′"), "R"),
    "discounts": (N_("discount of what follows"), "γⁿ"),
    "target": (N_("target"), "y"),
    "td_error": (N_("error"), "δ"),
    "td_error_2": (N_("error of the second critic"), "δ₂"),
    "weights": (N_("weight in the loss"), "w"),
    "value": (N_("value of the state"), "V(s)"),
    "advantage": (N_("advantage"), "A"),
    "log_probability": (N_("log of the action's probability"), "log π"),
    "old_log_probability": (N_("the same when it acted"), "log π old"),
    "ratio": (N_("how much likelier the action has become"), "ratio"),
}
LEFT_OUT = ("next_action", "returns", "discounts")  # unless an explainer names them


@dataclass(frozen=True)
class TableColumn:
    """One column; each array and list has the minibatch's rows."""

    name: str
    symbol: str
    title: str
    keys: NDArray[Any]  # to sort by, (n,)
    widest: str  # text that it has room for

    def text(self, row: int) -> str:
        """Return what a cell shows."""
        return filled("{value:.3f}", value=self.keys[row])

    def told(self, row: int) -> str:
        """Return what a cell says aloud, and in its tooltip."""
        return _("{title} {value}").format(title=self.title, value=self.text(row))


@dataclass(frozen=True)
class WholeNumbers(TableColumn):
    """Column of step numbers or ages."""

    def text(self, row: int) -> str:
        return f"{int(self.keys[row]):,}"


@dataclass(frozen=True)
class Moments(WholeNumbers):
    """Column of when a transition was made, or if somebody played it, added."""

    played: NDArray[np.bool_]

    def told(self, row: int) -> str:
        if self.played[row]:
            return _("added after step {step}").format(step=self.text(row))
        return super().told(row)


@dataclass(frozen=True)
class Ages(WholeNumbers):
    """Column of how many steps ago that was; what somebody played is called that."""

    played: NDArray[np.bool_]

    def text(self, row: int) -> str:
        return _("played") if self.played[row] else super().text(row)

    def told(self, row: int) -> str:
        if self.played[row]:
            return _("played, and added {n} steps ago").format(n=f"{int(self.keys[row]):,}")
        return super().told(row)


@dataclass(frozen=True)
class Vectors(TableColumn):
    """Column of vectors, (n, numbers), which are sorted by the first number."""

    numbers: NDArray[Any]
    quantities: Sequence[Quantity]
    names: Sequence[str]

    def text(self, row: int) -> str:
        shown = [self._short(row, at) for at in range(min(MOST_NUMBERS, self.numbers.shape[1]))]
        n_more = self.numbers.shape[1] - len(shown)
        return " ".join(shown) + (" …" if n_more else "")

    def told(self, row: int) -> str:
        n = self.numbers.shape[1]
        said = [f"{self.names[at]} {four_digits(float(self.numbers[row, at]))}" for at in range(min(n, MOST_TOLD))]
        if n > MOST_TOLD:
            said.append(_("and {n} more").format(n=n - MOST_TOLD))
        return f"{self.title}: {', '.join(said)}"

    def _short(self, row: int, at: int) -> str:
        """Write a number in two decimals: the tooltip has its digits."""
        value = float(self.numbers[row, at])
        if at < len(self.quantities) and self.quantities[at].count:
            return four_digits(value)
        return filled("{value:+.2f}", value=value if abs(value) >= SMALLEST else 0.0)


@dataclass(frozen=True)
class Choices(TableColumn):
    """Column of discrete actions."""

    names: Sequence[str]

    def text(self, row: int) -> str:
        return self.names[int(self.keys[row])]


@dataclass(frozen=True)
class Rewards(TableColumn):
    """Column of rewards, which are round numbers mostly."""

    def text(self, row: int) -> str:
        return four_digits(float(str(self.keys[row])))  # 0.1 as it was given, not 0.10000000149


@dataclass(frozen=True)
class Ends(TableColumn):
    """Column of how episodes ended: 0 not, 1 terminated, 2 or, 3 if played: truncated."""

    def text(self, row: int) -> str:
        return ("", _("terminated"), _("truncated"), _("truncated"))[int(self.keys[row])]

    def told(self, row: int) -> str:
        return (
            _("the episode went on"),
            _("terminated: the episode is over"),
            _("truncated: the time limit"),
            _("truncated: it was played no further"),
        )[int(self.keys[row])]


def columns_of(
    minibatch: Minibatch, step: int, card: EnvironmentCard, own: Sequence[tuple[str, str, str]] | None
) -> list[TableColumn]:
    """Return the columns of a minibatch that was learned from in this env step.

    `own` are the algorithm's: name, title marked with N_(), symbol. None: all that there are.
    """
    symbols = [quantity.symbol for quantity in card.observation]
    actions = [_(name) for name in card.actions]
    ends = np.where(minibatch.terminated, 1, np.where(minibatch.truncated, 2 + minibatch.played, 0))
    columns: list[TableColumn] = [
        Moments("step", _("step"), _("made in step"), minibatch.steps, "↔ 00,000", minibatch.played),
        _observed("s", _("state"), minibatch.observations, card, symbols),
        _taken(minibatch.actions, actions),
        Rewards("r", "r", _("reward"), minibatch.rewards, "−0.000"),
        _observed("s′", _("next state"), minibatch.next_observations, card, [f"{symbol}′" for symbol in symbols]),
        Ends("end", _("end"), _("end"), ends, _("terminated")),
    ]
    for name, title, symbol in _told_by_itself(minibatch) if own is None else own:
        if name in minibatch.columns:
            columns.append(TableColumn(name, symbol, _(title), minibatch.columns[name], "−00.000"))
    widest = max("00,000", _("played"), key=len)
    return [*columns, Ages("age", _("age"), _("age in steps"), step - minibatch.steps, widest, minibatch.played)]


def _told_by_itself(minibatch: Minibatch) -> list[tuple[str, str, str]]:
    names = [
        name for name in minibatch.columns if name not in LEFT_OUT or (minibatch.n_later and name != "next_action")
    ]
    return [(name, *KNOWN.get(name, (name, name))) for name in names]


def _observed(
    symbol: str, title: str, numbers: NDArray[Any], card: EnvironmentCard, names: Sequence[str]
) -> TableColumn:
    widest = " ".join(["−0.00"] * min(MOST_NUMBERS, numbers.shape[1]))
    keys = numbers[:, 0] if numbers.shape[1] else np.zeros(len(numbers))
    return Vectors(symbol, symbol, title, keys, widest, numbers, card.observation, names)


def _taken(actions: NDArray[Any], names: Sequence[str]) -> TableColumn:
    if actions.ndim == 1:
        return Choices("a", "a", _("action"), actions, max(names, key=len), names)
    widest = " ".join(["−0.00"] * min(MOST_NUMBERS, actions.shape[1]))
    return Vectors("a", "a", _("action"), actions[:, 0], widest, actions, (), names)
