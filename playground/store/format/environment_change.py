"""Files of a run in an environment whose code is another one since."""

from __future__ import annotations

from playground.engine.run.settings import Settings
from playground.errors import Term
from playground.i18n import N_
from playground.store.safe.errors import BadFileError

LOG_WITHOUT_ONES = 4  # the schema of sessions since which a log has no columns of ones
_NUMBERS = N_("trained with {then} numbers, it now gives {now}")
_ACTIONS = N_("trained with {then} actions, it now has {now}")
_OTHERWISE = N_("it offers other actions, or other values are observed, than then")


def require_its_sizes(settings: Settings, sizes: list[int]) -> None:
    """Refuse layer sizes that the environment had when it was another.

    What else may be wrong with them is left to others.
    """
    now = list(settings.learner.layer_sizes(settings.params, settings.space))
    if not settings.card.is_added or sizes == now or len(sizes) < 2:
        return
    if settings.learner.body == "Table":
        what = _table_change(sizes, now)
    elif len(sizes) == len(now) and sizes[1:-1] == now[1:-1]:
        counts = settings.space.counts
        numbers = N_("trained with {then} values of what is observed, it now has {now}") if counts else _NUMBERS
        at, told = (0, numbers) if sizes[0] != now[0] else (-1, _ACTIONS)
        what = Term(told, then=sizes[at], now=now[at])
    else:
        return
    raise environment_changed(settings, what)


def _table_change(sizes: list[int], now: list[int]) -> Term:
    if len(sizes) != len(now):
        return Term(_NUMBERS, then=len(sizes) - 1, now=len(now) - 1)
    if sizes[-1] != now[-1]:
        return Term(_ACTIONS, then=sizes[-1], now=now[-1])
    then, are = (" × ".join(map(str, cells[:-1])) for cells in (sizes, now))
    return Term(N_("trained with {then} cells, it now has {now}"), then=then, now=are)


def ones_in_log(schema: int) -> int:
    """Return how many columns of ones the log of a session of that schema has.

    Until the third, a 1 stood after each observation: the input of a network's biases.
    """
    return 2 if schema < LOG_WITHOUT_ONES else 0


def require_its_log(settings: Settings, width: int, schema: int) -> None:
    """Refuse a log of so many columns, where there were more or fewer numbers."""
    space = settings.space
    now, left = len(space.scale), width - ones_in_log(schema) - 3 - space.action_size
    if settings.card.is_added and left != 2 * now:
        then = left // 2
        what = Term(_NUMBERS, then=then, now=now) if left % 2 == 0 and then > 0 else Term(_OTHERWISE)
        raise environment_changed(settings, what)


def environment_changed(settings: Settings, what: Term | None = None) -> BadFileError:
    """Return the refusal of a file that the environment no longer fits."""
    return BadFileError("other_environment", environment=settings.environment, what=what or Term(_OTHERWISE))
