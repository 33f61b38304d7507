"""What one picture of the loop shows: lines, bars, cells and rows of a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playground.agents.loop import StepFacts
from playground.i18n import _, with_minus
from playground.number_text import four_digits, three_digits
from playground.ui.insight.stage_walk import StageWalk
from playground.ui.view.bar_values import numbers
from playground.ui.view.bars_painter import BarsShape

MOST_ROWS = 12  # of a minibatch: no box shows more


@dataclass(frozen=True)
class BatchRow:
    """Row of the minibatch."""

    step: str
    action: str
    colour: int | None  # number of a discrete action
    reward: str
    numbers: tuple[str, ...]
    is_own: bool
    is_chosen: bool


@dataclass(frozen=True)
class LoopView:
    """Content of boxes and arrows, all of one moment."""

    lines: Mapping[str, tuple[str, ...]]
    lit: tuple[str, ...] = ()  # names; the last box of them is what acts
    is_replay: bool = False
    shape: BarsShape | None = None
    values: tuple[float, ...] = ()
    taken: int | None = None
    strip: Any = None  # engine.insight.buffer.Strip
    symbols: tuple[str, ...] = ()  # of the numbers of a row
    rows: tuple[BatchRow, ...] = ()

    def content_of(self, name: str, look: str) -> tuple[Any, ...]:
        """Return all that a box shows: where it is the same, it need not be drawn anew."""
        shown: dict[str, tuple[Any, ...]] = {
            "values": (self.shape, self.values, self.taken),
            "buffer": (id(self.strip),),  # arrays are not compared: a new one is another
            "rollout": (id(self.strip),),
            "minibatch": (self.symbols, self.rows),
        }
        return (self.is_replay, self.lines.get(name, ()), *shown.get(look, ()))


def view_of(walk: StageWalk) -> LoopView:
    """Return what the loop shows now; of a replay, what acts and nothing of learning."""
    facts, settings = walk.facts, walk.snapshot.settings
    if facts is None or settings is None or walk.explainer is None:
        return LoopView({})
    card = settings.card
    kind = settings.learner.shown_in(facts.space)
    shape = BarsShape(kind, tuple(_(name) for name in card.actions), card.action_bounds)
    if walk.replay is not None:
        return LoopView({}, is_replay=True, shape=shape, values=walk.replay.values, taken=walk.replay.action)
    trace, lit = facts.trace, walk.lit
    said = walk.explainer.in_diagram(facts)
    values = numbers(walk.snapshot.look if trace is None else trace.values)
    columns = walk.explainer.columns(facts.params, facts.space)
    symbols, rows = _rows(facts, columns)
    return LoopView(
        {name: tuple(with_minus(line) for line in lines) for name, lines in said.items()},
        () if lit is None else lit.lights,
        shape=shape,
        values=values,
        taken=None if trace is None or facts.space.is_continuous else int(trace.action),
        strip=None if walk.buffer is None else walk.buffer.strip,
        symbols=symbols,
        rows=rows,
    )


def _rows(facts: StepFacts, columns: Sequence[tuple[str, str, str]]) -> tuple[tuple[str, ...], tuple[BatchRow, ...]]:
    """Return the first rows of the minibatch, this step's own before all."""
    batch = None if facts.trace is None else facts.trace.minibatch
    if batch is None:
        return (), ()
    shown = [column for column in columns if column[0] in batch.columns]
    chosen = batch.own if facts.chosen is None else facts.chosen
    if chosen is None or chosen >= len(batch.steps):
        chosen = 0
    first = [chosen] if batch.own is None else [batch.own, chosen]
    order = list(dict.fromkeys([*first, *range(min(len(batch.steps), MOST_ROWS))]))[:MOST_ROWS]
    rows = []
    for row in order:
        action, colour = _action(facts, batch.actions[row])
        is_over = bool(batch.terminated[row])
        rows.append(
            BatchRow(
                step=_("played") if batch.played[row] else f"{int(batch.steps[row]):,}",
                action=action,
                colour=colour,
                reward=_("end") if is_over else with_minus(four_digits(float(batch.rewards[row]))),
                numbers=tuple(three_digits(float(batch.columns[name][row])) for name, _title, _symbol in shown),
                is_own=row == batch.own,
                is_chosen=row == chosen,
            )
        )
    return tuple(symbol for _name, _title, symbol in shown), tuple(rows)


def _action(facts: StepFacts, action: Any) -> tuple[str, int | None]:
    if facts.space.is_continuous:
        return " ".join(three_digits(float(number)) for number in action), None
    return _(facts.actions[int(action)]), int(action)
