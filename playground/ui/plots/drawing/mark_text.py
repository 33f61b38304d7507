"""Words for live changes, and their places.

The timeline has them before the first paint, so nothing is imported here that takes long.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from playground.engine.run.common_start import n_in_common
from playground.envs.placing import PLACING_TEXTS, where_words
from playground.envs.push import PUSH_TEXTS
from playground.i18n import _, ngettext, with_minus
from playground.lazy import lazy_import
from playground.number_text import four_digits

if TYPE_CHECKING:
    from playground.engine.run import metrics
    from playground.engine.run.metrics import Mark
    from playground.hyper import Value
else:  # the timeline is there before the first paint
    metrics = lazy_import("playground.engine.run.metrics")

NEAR = 6  # px from a mark that still count as on it
_MOST_LISTED = 12
_GAP = 10  # px between the words of two marks
_OFFSET = 4  # px from a mark to its words


def value_words(value: Value | tuple[float, ...], none_word: str = "") -> str:
    """Write a hyperparameter's value: four digits that count, layers with commas."""
    if value is None:
        return none_word
    if isinstance(value, tuple):
        return ", ".join(str(width) for width in value)
    return four_digits(value) if isinstance(value, float) else with_minus(str(value))


def words(mark: Mark) -> str:
    """Write what was changed: gamma 0.95 → 0.5; in a fork, whose it was."""
    return _whose(mark, _change(mark))


def short_words(mark: Mark) -> str:
    """Write what was changed, in less room: gamma 0.5."""
    before, after = _values(mark)
    if mark.released or mark.name in _told_in_full() or before == after:
        return words(mark)
    return _whose(mark, f"{mark.name} {after}")


def _change(mark: Mark) -> str:
    if mark.released:
        return _("{name} auto").format(name=mark.name)
    if mark.name == metrics.WEIGHTS:
        return _("weights back to step {step}").format(step=mark.after)
    if mark.name in PUSH_TEXTS:
        return _(PUSH_TEXTS[mark.name]).format(size=value_words(mark.after))
    if mark.name in PLACING_TEXTS and isinstance(mark.after, tuple):
        return _("put at {where}").format(where=where_words(mark.name, mark.after))
    if mark.name == metrics.FORCED_ACTION:
        return _("action {action} forced").format(action=forced_words(mark.after))
    if mark.name == metrics.ADDED_EPISODE and isinstance(mark.after, int):
        said = ngettext("an episode of {n} step added", "an episode of {n} steps added", mark.after)
        return said.format(n=f"{mark.after:,}")
    before, after = _values(mark)
    if before != after:
        return _("{name} {before} → {after}").format(name=mark.name, before=before, after=after)
    return (_("{name} held") if mark.held else _("{name} as before")).format(name=mark.name)


def _values(mark: Mark) -> tuple[str, str]:
    return value_words(mark.before, mark.none_word), value_words(mark.after, mark.none_word)


def _told_in_full() -> set[str]:
    return {metrics.WEIGHTS, metrics.FORCED_ACTION, metrics.ADDED_EPISODE, *PUSH_TEXTS, *PLACING_TEXTS}


def forced_words(action: object) -> str:
    """Write the forced action of a mark: its name, or its numbers."""
    return ", ".join(map(four_digits, action)) if isinstance(action, tuple) else _(str(action))


def _whose(mark: Mark, change: str) -> str:
    return _("{run}: {change}").format(run=mark.run, change=change) if mark.run else change


def marks_of_both(ours: Sequence[Mark], theirs: Sequence[Mark]) -> tuple[Mark, ...]:
    """Return the changes of runs A and B by their steps.

    Those of one alone say whose they are.
    """
    past = n_in_common(ours, theirs)  # which may be long
    common, ours, theirs = ours[:past], ours[past:], theirs[past:]
    both = {_what(mark) for mark in ours} & {_what(mark) for mark in theirs}
    alone = [
        replace(mark, run=run)
        for run, marks in (("A", ours), ("B", theirs))
        for mark in marks
        if _what(mark) not in both
    ]
    return (*common, *sorted((*(mark for mark in ours if _what(mark) in both), *alone), key=_step))


def _what(mark: Mark) -> tuple[object, ...]:
    """Return what a change has in common with its repetition, in mid-drag too."""
    return mark.step, mark.name, mark.released, mark.gesture or ("alone", mark.after)


def _step(mark: Mark) -> int:
    return mark.step


def list_words(marks: Sequence[Mark], *, is_to_come: bool = False) -> str:
    """Write the step and the change of each, one a line.

    Of what `is_to_come` nobody knows yet what it changes from.
    """
    line, write = (
        (_("step {step}, to come: {change}"), short_words) if is_to_come else (_("step {step}: {change}"), words)
    )
    lines = [line.format(step=_when(mark), change=write(mark)) for mark in marks[:_MOST_LISTED]]
    if len(marks) > _MOST_LISTED:
        lines.append(_("... and {n} more").format(n=len(marks) - _MOST_LISTED))
    return "\n".join(lines)


def _when(mark: Mark) -> str:
    if mark.end == mark.step:
        return f"{mark.step:,}"
    return _("{first} to {last}").format(first=f"{mark.step:,}", last=f"{mark.end:,}")


@dataclass(frozen=True)
class Label:
    """Words above the plot that stand for the marks from number `first` to `last`."""

    left: float
    right: float
    text: str
    first: int
    last: int


def place_labels(
    xs: Sequence[float],
    text_of: Callable[[int], str],
    short_of: Callable[[int], str],
    width: float,
    measure: Callable[[str], float],
) -> list[Label]:
    """Place words beside their marks, or a count where there is no room.

    `xs` rise; words are asked for by the number of a mark, and only where there may be room for them. "gamma 0.95 → 0.5 +2" is a change and the two after it, up to the next words. Where not all find
    room, all but the newest are named in short, unless that names fewer of them.
    """
    in_full = _place(xs, text_of, width, measure)
    if len(in_full) == len(xs):
        return in_full
    newest = len(xs) - 1
    in_short = _place(xs, lambda number: (text_of if number == newest else short_of)(number), width, measure)
    return in_short if len(in_short) >= len(in_full) else in_full


def _place(
    xs: Sequence[float], text_of: Callable[[int], str], width: float, measure: Callable[[str], float]
) -> list[Label]:
    """Place words from the newest to the oldest, beside their marks and apart."""
    labels: list[Label] = []
    limit = width
    following = 0  # marks without words since the last label
    i = len(xs) - 1
    while i >= 0:
        text = f"{text_of(i)} +{following}" if following else text_of(i)
        length = measure(text)
        left = min(xs[i] + _OFFSET, limit - length)
        if left >= 0 and left + length >= xs[i] - _OFFSET:
            labels.append(Label(left, left + length, text, i, i + following))
            limit, following = left - _GAP, 0
            rest = i
        else:
            rest = bisect_left(xs, math.floor(xs[i]), hi=i)  # one try a pixel
            following += i - rest + 1
        i = bisect_right(xs, limit + _OFFSET, hi=rest) - 1  # what lies under the words is counted, and not tried
        following += rest - 1 - i
    if following:  # the oldest found no room at the left edge
        text = f"+{following}"
        left = min(xs[0] + _OFFSET, limit - measure(text))
        if left >= 0:
            labels.append(Label(left, left + measure(text), text, 0, following - 1))
        elif labels:  # not even for a count: the tooltip of the next lists them too
            labels[-1] = replace(labels[-1], first=0)
    return labels[::-1]
