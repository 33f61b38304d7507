"""What can be known before a run: settings with which nothing is learned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playground.errors import Term
from playground.i18n import N_


def cautions(values: Mapping[str, Any]) -> dict[str, Term]:
    """Return sentences to know before a run, by the hyperparameter they are about.

    `values` are all of them. There is none where all is well.
    """
    found = {}
    for name, look in _LOOKS.items():
        if name in values and (term := look(values)) is not None:
            found[name] = term
    return found


def _rollout(values: Mapping[str, Any]) -> Term | None:
    rollout, length = values["rollout_steps"] * values["n_environments"], values["run_length"]
    if rollout <= length:
        return None
    return Term(
        N_(
            "the run ends after {length} steps, before its first rollout of {rollout} is full ({rollout_steps} in each of {n_environments} environments), so nothing is learned. Lower it, or make run_length longer."
        ),
        length=f"{length:,}",
        rollout=f"{rollout:,}",
        rollout_steps=f"{values['rollout_steps']:,}",
        n_environments=values["n_environments"],
    )


def _start(values: Mapping[str, Any]) -> Term | None:
    start, length = values["learning_starts"], values["run_length"]
    if start <= length:
        return None
    return Term(
        N_(
            "the run ends after {length} steps, before learning starts at {start}, so nothing is learned. Lower it, or make run_length longer."
        ),
        length=f"{length:,}",
        start=f"{start:,}",
    )


def _minibatch(values: Mapping[str, Any]) -> Term | None:
    """Look at what a minibatch needs, where it is drawn from a replay buffer.

    One sentence is enough where learning starts too late in any case.
    """
    if "buffer_size" not in values or values.get("replay") == "off" or _start(values) is not None:
        return None
    needed, length = values["batch_size"] + values["n_steps"] - 1, values["run_length"]
    if needed <= length:
        return None
    return Term(
        N_(
            "the run ends after {length} steps, before the {needed} transitions that a minibatch needs are stored, so nothing is learned. Lower it, or make run_length longer."
        ),
        length=f"{length:,}",
        needed=f"{needed:,}",
    )


def _normalised(values: Mapping[str, Any]) -> Term | None:
    rows = values["rollout_steps"] * values["n_environments"]
    if values["normalize_advantages"] != "on" or min(rows, values.get("batch_size", rows)) > 1:
        return None
    return Term(
        N_(
            "an update learns from a single step here, whose advantage cannot be compared with others, so it is used as it is, not normalised. Raise rollout_steps, n_environments or batch_size."
        )
    )


_LOOKS = {
    "rollout_steps": _rollout,
    "learning_starts": _start,
    "batch_size": _minibatch,
    "normalize_advantages": _normalised,
}
