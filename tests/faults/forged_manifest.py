"""Changes of the manifest of a policy file that somebody forges.

Each changes one thing and returns the outcomes that are right for it, reasons or ACCEPTED, as an independent reading of
the rules: most often exactly one.
"""

from __future__ import annotations

from random import Random
from typing import Any

from tests.faults.loader import ACCEPTED
from tests.faults.odd_values import TEXTS, anything, is_count, is_text
from tests.store.forging import Forger

KEPT = ("format", "size", "checksum")  # at their fixed places


def another_value(rng: Random, forger: Forger) -> set[str]:
    name = rng.choice([name for name in forger.manifest if name not in KEPT])
    was, value = forger.manifest[name], anything(rng)
    forger.manifest[name] = value
    if value == was and type(value) is type(was):
        return {ACCEPTED}
    if name in ("title", "preset"):
        return {ACCEPTED if is_text(value) else "manifest"}
    if name == "schema":
        return {"newer" if is_count(value) and value > 2 else "manifest"}
    if name in ("environment", "algorithm"):
        return {name, "settings", "manifest", "tensors", "shape", ACCEPTED} if is_text(value) else {"manifest"}
    if name == "evaluation" and value is None:
        return {ACCEPTED}
    if name == "versions" and isinstance(value, dict):
        return {ACCEPTED if all(map(is_text, [*value, *value.values()])) else "manifest"}
    if name in ("settings", "values", "environment_settings", "environment_values") and isinstance(value, dict):
        return {"settings", "manifest", "tensors", "shape", ACCEPTED}
    return {"manifest"}


def a_key_gone(rng: Random, forger: Forger) -> set[str]:
    del forger.manifest[rng.choice([name for name in forger.manifest if name not in KEPT])]
    return {"manifest"}


def a_key_too_many(rng: Random, forger: Forger) -> set[str]:
    name = rng.choice(TEXTS)
    forger.manifest[name + "?" if name in forger.manifest else name] = anything(rng)
    return {"manifest"}


def another_number(rng: Random, forger: Forger) -> set[str]:
    """Change a number of the progress, the evaluation or the layers."""
    progress, evaluation = forger.manifest["progress"], forger.manifest["evaluation"]
    value = anything(rng)
    if rng.random() < 0.4 or evaluation is None:
        progress[rng.choice(sorted(progress))] = value
        return {ACCEPTED if is_count(value) else "manifest"}
    if rng.random() < 0.5:
        evaluation["lengths"][rng.randrange(len(evaluation["lengths"]))] = value
        return {ACCEPTED if is_count(value) else "manifest"}
    evaluation["returns"][rng.randrange(len(evaluation["returns"]))] = value
    return {ACCEPTED if type(value) in (int, float) else "manifest"}


def evaluation_of_another_length(rng: Random, forger: Forger) -> set[str]:
    n_returns, n_lengths = (rng.choice((0, 1, 3, 3, 10_000, 10_001)) for _ in range(2))
    forger.manifest["evaluation"] = {"returns": [1.5] * n_returns, "lengths": [1] * n_lengths}
    return {ACCEPTED if 0 < n_returns == n_lengths <= 10_000 else "manifest"}


def another_setting(rng: Random, forger: Forger) -> set[str]:
    """Change a hyperparameter, or a parameter of the environment: its value, its name, or whether it is there."""
    parts = [
        part for part in ("settings", "values", "environment_settings", "environment_values") if part in forger.manifest
    ]
    chosen = [rng.choice(parts)] if rng.random() < 0.7 else parts[:2]  # in both, as a network of another size is
    values = forger.manifest[chosen[0]]
    if not values:
        return {ACCEPTED}
    name, value, how = rng.choice(sorted(values)), anything(rng), rng.random()
    for part in chosen:
        if how < 0.1:
            forger.manifest[part][rng.choice(TEXTS)] = value
        elif how < 0.2:
            forger.manifest[part].pop(name, None)
        elif name in forger.manifest[part]:
            forger.manifest[part][name] = _nearby(rng, values[name]) if how < 0.5 else value
    return {"settings", "manifest", "tensors", "shape", ACCEPTED}


def _nearby(rng: Random, value: Any) -> Any:
    """Return a number not far from `value`, or another kind of thing that looks like it."""
    if isinstance(value, list) and value:
        return [_nearby(rng, value[0]), *value[1:]]
    if type(value) in (int, float):
        return rng.choice(
            (value + 1, value - 1, -value, value * 2, value / 2, float(value), str(value), [value], value * 1e6)
        )
    return rng.choice((None, 0, not value, str(value), [value]))


def versions(rng: Random, forger: Forger) -> set[str]:
    words = forger.manifest["versions"]
    name, word = rng.choice(TEXTS), anything(rng)
    words[name] = word
    if rng.random() < 0.2:
        words.update({str(number): "1" for number in range(20)})
    return {ACCEPTED if len(words) <= 20 and is_text(name) and is_text(word) else "manifest"}
