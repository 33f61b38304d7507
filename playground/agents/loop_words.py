"""Words that the loops of all algorithms share: numbers, states, actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from playground.agents.loop import Stage, StageText, StepFacts
from playground.i18n import N_, _, ngettext
from playground.number_text import filled

NUMBERS_A_LINE = 4  # of an observation
MOST_NUMBERS = 8  # of an observation that are written
MOST_WHOLE = 1e6  # beyond it every number is whole, and too long
MOST_ACTIONS = 4  # whose values are written each on a line of its own
LONGEST_ON_ARROW = 12  # characters of an action's name


def number(value: float) -> str:
    """Write a value: 18.73, 0.312, −10.00."""
    return filled("{value:.2f}" if abs(value) >= 10 else "{value:.3f}", value=value)


def short_number(value: float) -> str:
    """Write a value where there is little room: 18.73, 0.31."""
    return filled("{value:.2f}", value=value)


def signed(value: float) -> str:
    """Write an error, with its sign: +0.231, −12.30."""
    return filled("{value:+.2f}" if abs(value) >= 10 else "{value:+.3f}", value=value)


def plain(value: float) -> str:
    """Write what is often a whole number, such as a reward: 1, −10, 0.95."""
    return filled("{value:.4g}", value=value)


def bracketed(written: str) -> str:
    """Write a number as it stands after a sign or ×: a negative one in brackets."""
    return "(" + written + ")" if written.startswith("−") else written


def joined(parts: Sequence[str], sign: str = " + ") -> str:
    """Write a sum, or a product, with negative numbers in brackets after its first."""
    first, *rest = parts
    return sign.join([first, *map(bracketed, rest)])


def equals(symbol: str, *sides: str) -> str:
    """Write an equation: y = 1 + 0.95 × 18.73 = 18.79."""
    return " = ".join([symbol, *sides])


def vector(values: Any) -> str:
    """Write a few numbers of an observation, whole ones without a point."""
    are_whole = all(float(value).is_integer() and abs(value) < MOST_WHOLE for value in values)
    return ", ".join(filled("{value:.6g}" if are_whole else "{value:+.2f}", value=value) for value in values)


def observation_lines(symbol: str, observation: Any) -> list[str]:
    """Write an observation, (numbers,), in lines of a few numbers each."""
    numbers = iter(observation[:MOST_NUMBERS].tolist())
    lines = []
    while line := list(islice(numbers, NUMBERS_A_LINE)):
        lines.append(vector(line))
    lines[0] = equals(symbol, lines[0])
    if len(observation) > MOST_NUMBERS:
        lines.append(filled(_("… {n} numbers in all"), n=len(observation)))
    return lines


def action_words(action: Any, actions: Sequence[str]) -> str:
    """Write an action: its name, or the numbers of a continuous one."""
    if not hasattr(action, "__len__"):
        return _(actions[int(action)])
    if len(action) == 1:
        return " ".join([_(actions[0]), filled("{value:+.3f}", value=action[0])])
    return vector(action[:NUMBERS_A_LINE]) + ("" if len(action) <= NUMBERS_A_LINE else " …")


def forced_words(facts: StepFacts) -> str:
    """Say that a person chose the action, not the learner and no die."""
    return filled(_("forced by hand: {action}"), action=action_words(facts.trace.action, facts.actions))


def action_on_arrow(action: Any, actions: Sequence[str]) -> str:
    """Write an action beside an arrow, where a long name has no room."""
    if hasattr(action, "__len__"):
        words = vector(action[:1]) + ("" if len(action) == 1 else " …")
    else:
        words = action_words(action, actions)
    return equals("a", words) if len(words) <= LONGEST_ON_ARROW else "a"


def value_lines(values: Any, actions: Sequence[str]) -> list[str]:
    """Write the value of each action, the largest first where there are many."""
    order = list(range(len(values)))
    if len(values) > MOST_ACTIONS:
        order = sorted(order, key=lambda action: -values[action])[: MOST_ACTIONS - 1]
    lines = [" ".join([_(actions[action]), number(values[action])]) for action in order]
    if len(order) < len(values):
        lines.append(filled(_("{n} more below these"), n=len(values) - len(order)))
    return lines


def values_in_short(values: Any, actions: Sequence[str]) -> str:
    """Write the values of two actions, or the largest of more, in one line."""
    if len(values) <= 2:
        return ", ".join(
            " ".join([_(action), short_number(value)]) for action, value in zip(actions, values, strict=True)
        )
    best = int(values.argmax())
    return filled(_("largest {action} {value:.2f}"), action=_(actions[best]), value=values[best])


def observe(number: str = "") -> Stage:
    return Stage("observe", number, N_("Read the state"), ("environment", "state"))


def execute(number: str = "") -> Stage:
    return Stage("execute", number, N_("Carry out the action"), ("act", "environment"))


def tell_observe(facts: StepFacts) -> StageText:
    """The numbers of the state, each with its name and unit where they are few."""
    observation = facts.trace.observation
    if len(observation) != len(facts.observed) or len(observation) > MOST_NUMBERS:
        return StageText(tuple(observation_lines("s", observation)))
    pairs = zip(facts.observed, observation.tolist(), strict=True)
    return StageText(tuple(f"{symbol} {_named(value)} {unit}".rstrip() for (symbol, unit), value in pairs))


def _named(value: float) -> str:
    return vector((value,)) if value.is_integer() else filled("{value:+.4f}", value=value)


def tell_execute(facts: StepFacts) -> StageText:
    """The reward, the next state, and whether the episode ended."""
    trace = facts.trace
    done = filled(_("done: {action}"), action=action_words(trace.action, facts.actions))
    lines = [done, *observation_lines("s′", trace.next_observation)]
    if trace.terminated:
        lines.append(_("The episode ended: nothing follows."))
    elif trace.truncated:
        lines.append(_("Time is up: the episode is cut off."))
    return StageText(tuple(lines), equals("r", plain(trace.reward)))


def no_single_step() -> StageText:
    """What a card says while steps go by too fast to read."""
    return StageText((), why_not=_("No single step is shown: pause, or step inside."))


def no_update() -> str:
    """What a card says where an update was due and failed, as where learning diverges."""
    return _("No update was made in this step.")


def share(value: float) -> str:
    """Write a share in percent."""
    return filled("{value:.0%}", value=value)


def network_words(sizes: Sequence[int]) -> str:
    """Write the widths of a network's layers: 4 – 24 – 24 – 2."""
    return " – ".join(map(str, sizes))


def state_line(facts: StepFacts) -> list[str]:
    """Write the state in the environment's box, or how fast it goes by."""
    if facts.trace is None:
        rate = facts.rates.get("steps")
        return [] if rate is None else [filled(_("{n:.3g} steps a second"), n=rate)]
    return [vector(facts.trace.observation[:NUMBERS_A_LINE])]


def update_rate(facts: StepFacts) -> list[str]:
    """Write how fast it learns, while no single step is shown."""
    rate = facts.rates.get("updates") if facts.trace is None else None
    return [] if rate is None else [filled(_("{n:.3g} updates a second"), n=rate)]


def moved_words(facts: StepFacts) -> str:
    """Write how far the newest update moved the weights, all together."""
    moved = facts.trace.update.get("moved") if facts.trace is not None else None
    return "" if moved is None else filled(_("moved {moved:.4f}"), moved=moved)


def insight_of(facts: StepFacts) -> Mapping[str, Any]:
    """Return where the learner stood after the step that is shown, or stands now."""
    insight: Mapping[str, Any] = facts.insight if facts.trace is None else facts.trace.insight or facts.insight
    return insight


def gradient_lines(norm: float, clip: float | None) -> list[str]:
    """Say how long the gradient was, and whether it was shortened."""
    lines = [filled(_("gradient: {norm:.4g} long"), norm=norm)]
    if clip is not None and norm > clip:
        lines.append(filled(_("shortened to {clip:.4g}"), clip=clip))
    return lines


def step_words(optimizer: str, learning_rate: float) -> str:
    """Say what makes a step of the gradient."""
    name = {"adam": "Adam", "rmsprop": "RMSprop"}[optimizer]
    return filled(_("{optimizer} steps down, α = {rate:.4g}"), optimizer=name, rate=learning_rate)


def mean_words(n: int, loss: float) -> str:
    """Say a loss: the mean over the rows that were learned from."""
    return filled(ngettext("mean over {n:,} row: {loss:.4g}", "mean over {n:,} rows: {loss:.4g}", n), n=n, loss=loss)


def moved_lines(update: Mapping[str, Any], name: str = "moved") -> list[str]:
    """Say how far the weights moved, where that is known."""
    return [filled(_("all weights together moved by {moved:.4g}"), moved=update[name])] if name in update else []
