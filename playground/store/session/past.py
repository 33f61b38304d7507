"""The past of a run in a session file: log, curves, findings, loaded weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.agents.replay.transition_log import TransitionLog
from playground.engine.evaluation.evaluation import Best, EvaluationFindings
from playground.engine.evaluation.policy import weights_sha256
from playground.engine.history.archive import TABLES, Archive
from playground.engine.history.recipe import n_sub_envs
from playground.engine.run.inputs import Input
from playground.engine.run.session import new_metrics
from playground.engine.run.settings import Settings
from playground.store.format.environment_change import ones_in_log
from playground.store.session.columns import COUNT, Array, Fields, Numbers, Since, Source, counts, require_state
from playground.store.session.manifest import Tables, weights_of_inputs

_NONE = -1  # no best policy yet, or not solved yet


def write_past(archive: Archive, tables: Tables, out: dict[str, Array]) -> None:
    """Put the past of a run into arrays by the names that they have in a file."""
    settings = archive.settings
    out["log"] = archive.rows
    for name in TABLES:
        out[f"table.{name}"] = archive.tables[name]
    numbers = {id(best): number for number, best in enumerate(tables.bests)}
    findings = [_finding_parts(found, tables, numbers) for _, found in archive.findings]
    _finding_column(tables).write("finding", findings, out)
    out["finding.calls"] = np.array([n_calls for n_calls, _ in archive.findings], np.int64)
    weights = _weights_column(settings)
    weights.write("best", [best.policy.weights for best in tables.bests], out)
    weights.write("loaded", list(weights_of_inputs(archive.inputs).values()), out)


def read_log(settings: Settings, source: Source) -> NDArray[np.float32]:
    """Return the newest rows of the log of a run.

    Raises BadFileError for what no log has.
    """
    space = settings.space
    log = TransitionLog(len(space.scale), 1, action_size=space.action_size)
    n, n_ones = log.observation_size, ones_in_log(source.schema)
    rows = source.take("log", "F32", (None, log.width + n_ones))
    if n_ones:  # [observation, 1, next observation, 1, ...]
        ones = [n, 2 * n + 1]
        require_state((rows[:, ones] == 1.0).all(), "log")
        rows = np.delete(rows, ones, axis=1)
    require_state(np.isin(rows[:, -2:], (0.0, 1.0)).all(), "log")
    if not space.is_continuous:
        actions = rows[:, 2 * n]
        is_one = (actions >= 0) & (actions < space.n_actions) & (actions == np.floor(actions))
        require_state(is_one.all(), "log")
    return rows


def read_tables(settings: Settings, n_steps: int, source: Source) -> dict[str, NDArray[np.float64]]:
    """Return the curves of a run of so many env steps."""
    metrics = new_metrics(settings)
    return {name: _read_table(name, len(getattr(metrics, name).names), n_steps, source) for name in TABLES}


def _read_table(name: str, width: int, n_steps: int, source: Source) -> NDArray[np.float64]:
    rows = source.take(f"table.{name}", "F64", (None, width), finite=False)
    steps = rows[:, 0]
    require_state((steps[:-1] <= steps[1:]).all(), name)  # never true of NaN
    require_state(len(steps) == 0 or 0 <= steps[0] <= steps[-1] <= n_steps, name)
    return rows


def read_bests(settings: Settings, bests: Sequence[Best], source: Source) -> list[Best]:
    """Return the best policies with their weights."""
    rows = _weights_column(settings).read("best", len(bests), source)
    return [
        replace(best, policy=replace(best.policy, weights=weights)) for best, weights in zip(bests, rows, strict=True)
    ]


def read_loaded(settings: Settings, inputs: Sequence[Input], source: Source) -> tuple[Input, ...]:
    """Return the inputs with the weights that they load."""
    hashes = list(dict.fromkeys(entry.payload["weights_sha256"] for entry in inputs if entry.kind == "load_weights"))
    rows = _weights_column(settings).read("loaded", len(hashes), source)
    loaded = dict(zip(hashes, rows, strict=True))
    require_state(all(weights_sha256(weights) == digest for digest, weights in loaded.items()), "loaded")
    return tuple(
        replace(entry, payload={"weights": loaded[entry.payload["weights_sha256"]]})
        if entry.kind == "load_weights"
        else entry
        for entry in inputs
    )


def read_findings(
    settings: Settings, tables: Tables, n_calls: int, n_updates: int, source: Source
) -> list[tuple[int, EvaluationFindings]]:
    """Return the findings of evaluations, by calls done.

    The run has so many calls and updates.
    """
    calls: list[int] = source.take("finding.calls", "I64", (None,)).tolist()
    require_state(calls and calls[0] == 0 and calls[-1] <= n_calls and calls == sorted(calls), "finding.calls")
    rows = _finding_column(tables).read("finding", len(calls), source)
    findings = []
    for done, row in zip(calls, rows, strict=True):
        counted = row["counted_from"].tolist()
        n_steps = done * n_sub_envs(settings)
        require_state(counted[0] <= n_steps and counted[1] <= n_updates, "finding.counted_from")
        require_state(row["solved_at"] <= n_steps, "finding.solved_at")
        found = EvaluationFindings(
            best=None if row["best"] == _NONE else tables.bests[row["best"]],
            solved_at=None if row["solved_at"] == _NONE else row["solved_at"],
            found_in=tables.environments[row["environment"]],
            next=row["next"],
            next_look=row["next_promising"],
            counted_from=(counted[0], counted[1]),
            spent_us=row["spent_us"],
        )
        findings.append((done, found))
    return findings


def _finding_column(tables: Tables) -> Fields:
    return Fields(
        {
            "best": counts(len(tables.bests) - 1, low=_NONE),
            "solved_at": counts(low=_NONE),
            "environment": counts(len(tables.environments) - 1),
            "next": COUNT,
            "next_promising": COUNT,  # as it was called in the first schema
            "spent_us": Since(3, COUNT, 0),
            "counted_from": Numbers((2,), "I64", low=0),
        }
    )


def _finding_parts(found: EvaluationFindings, tables: Tables, bests: Mapping[int, int]) -> dict[str, Any]:
    return {
        "best": bests.get(id(found.best), _NONE),
        "solved_at": _NONE if found.solved_at is None else found.solved_at,
        "environment": tables.environments.index(found.found_in),
        "next": found.next,
        "next_promising": found.next_look,
        "spent_us": found.spent_us,
        "counted_from": found.counted_from,
    }


def _weights_column(settings: Settings) -> Fields:
    shapes: Mapping[str, tuple[int, ...]] = settings.learner.weight_shapes(settings.params, settings.space)
    return Fields({name: Numbers(shape) for name, shape in shapes.items()})
