"""Fields that our JSON files share: settings, names, counts and dates.

Each is checked as it is read. Everything here raises BadFileError with the reason, and takes what it says from our own
tables and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from playground.agents.base import ALGORITHMS, CommonParams, PairError
from playground.engine.run.fingerprint import ARITHMETIC, NAMES, NAMES_BEFORE
from playground.engine.run.settings import Settings
from playground.envs.base import ENVIRONMENTS, EnvironmentParams
from playground.errors import HyperError, PlaygroundError, UnknownNameError
from playground.hyper import changed, hypers
from playground.number_range import LARGEST, LARGEST_WORDS
from playground.registry import Registry
from playground.store.safe.errors import BadFileError
from playground.store.safe.sanitize import plain

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_TEXT = 200  # characters of any one string
MAX_WORDS = 20
MOST_US = 1e9  # that a step of an environment may cost

P = TypeVar("P", CommonParams, EnvironmentParams)


def read_settings(item: Mapping[str, Any]) -> Settings:
    """Return the settings that a manifest holds.

    They are "environment", "algorithm", "preset", "settings" and, if they are there, "environment_settings" and
    "step_us".
    """
    environment, algorithm = read_text(item["environment"], "environment"), read_text(item["algorithm"], "algorithm")
    require_known(ENVIRONMENTS, environment, "environment")
    require_known(ALGORITHMS, algorithm, "algorithm")
    params = read_params(ALGORITHMS.get(algorithm).params(), item["settings"], "settings")
    environment_params = read_params(
        ENVIRONMENTS.get(environment).parameters(), item.get("environment_settings", {}), "environment_settings"
    )
    preset = read_text(item["preset"], "preset")
    try:
        settings = Settings(environment, algorithm, params, preset, environment_params)
    except (HyperError, PairError) as error:
        raise BadFileError("settings", error=escaped(error)) from None
    step_us = item.get("step_us")
    if step_us is None:
        return settings
    require(settings.step_us is not None and type(step_us) in (int, float) and 1 <= step_us <= MOST_US, "step_us")
    return replace(settings, step_us=float(step_us))


def read_params(params: P, values: Any, what: str) -> P:
    """Return `params` with the values of a JSON object.

    One that it does not name stays as it is.
    """
    require(isinstance(values, dict), what)
    try:
        result: P = changed(params, values)
    except (HyperError, UnknownNameError) as error:
        raise BadFileError("settings", error=escaped(error)) from None
    return result


def read_live(first: P, values: Any, what: str) -> P:
    """Return the parameters at a moment of a run.

    Only live ones may differ from the `first`, the settings.
    """
    live = read_params(first, values, what)
    for record in hypers(first):
        require(record.live or getattr(live, record.name) == getattr(first, record.name), record.name)
    return live


def require_known(table: Registry[Any], name: str, reason: str) -> None:
    """Refuse a name that is not in our table."""
    try:
        table.get(name)
    except UnknownNameError as error:
        raise BadFileError(reason, error=escaped(error)) from None


def escaped(error: PlaygroundError) -> PlaygroundError:
    """Return `error`, which may quote the file, in a form fit to be shown."""
    error.values.update({name: plain(value, 300) for name, value in error.values.items() if isinstance(value, str)})
    return error


def read_words(item: Any, what: str) -> dict[str, str]:
    """Return a few words by name, such as versions."""
    require(isinstance(item, dict) and len(item) <= MAX_WORDS, what)
    return {read_text(name, what): read_text(word, what) for name, word in item.items()}


def read_list(item: Any, most: int, what: str) -> list[Any]:
    """Return a list of at most so many items."""
    require(isinstance(item, list) and len(item) <= most, what)
    return list(item)


def read_fingerprint(item: Any) -> dict[str, str]:
    """Return the fingerprint of a run, which may name no arithmetic as of before."""
    what = "fingerprint"
    words = read_words(item, what)
    require(words.keys() == NAMES_BEFORE or (ARITHMETIC in words and words.keys() <= set(NAMES)), what)
    return words


def read_moment(item: Any) -> str:
    """Return when something was made, as ISO 8601 writes it."""
    text = read_text(item, "created")
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise BadFileError("manifest", what="created") from None
    return text


def read_text(item: Any, what: str) -> str:
    require(isinstance(item, str) and len(item) <= MAX_TEXT, what)
    try:
        item.encode("utf-8")
    except UnicodeEncodeError:  # half a surrogate pair: no character, and print() would fail on it
        raise BadFileError("manifest", what=what) from None
    return str(item)


def read_count(item: Any, what: str) -> int:
    require(type(item) is int and 0 <= item, what)
    return int(item)


def require_keys(item: Any, keys: set[str], what: str = "") -> None:
    """Refuse anything but an object with these keys, neither more nor fewer."""
    require(isinstance(item, dict), what)
    for name in sorted(set(item) ^ keys):
        require(False, name)


def require_in_range(weights: NDArray[np.float32], what: str) -> None:
    """Refuse weights that no run could begin from."""
    if not (abs(weights) <= LARGEST).all():
        raise BadFileError("too_large_numbers", what=plain(what), limit=LARGEST_WORDS)


def require(holds: bool, what: str) -> None:
    if not holds:
        raise BadFileError("manifest", what=plain(what))
