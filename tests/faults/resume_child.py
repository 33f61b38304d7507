"""The child that cuts runs and compares each resumed run with the uncut one."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from playground.agents.nn.backend import prepare_thread
from playground.engine.history.archive import archive_of, timeline_from
from playground.engine.history.recipe import n_sub_envs
from playground.engine.history.timeline import Timeline
from playground.engine.presets.preset import Preset
from playground.hyper import hypers
from playground.store.session.file import parse_session, session_bytes
from tests.bench.child import serve
from tests.store.sessions import OF_EACH_FORM, advance, bits, new_run


def resume(number: int, cuts: int, steps: int, within: int) -> dict[str, Any]:
    """Cut a run so often within its first calls, and follow each for so many env steps; `number` is of a form."""
    preset = OF_EACH_FORM[number]
    name = f"{preset.algorithm} {preset.name} in {preset.environment}"
    return {"name": name, **cut_and_follow(preset, cuts, steps, within, every=1000)}


def cut_and_follow(preset: Preset, cuts: int, steps: int, within: int, every: int = 100) -> dict[str, int]:
    """Cut a run, evaluated every so many env steps, and go on from the file of each cut.

    Return how many cuts there were, how many led elsewhere, and how many of them were in the middle of something."""
    rng = np.random.default_rng(1)
    whole = new_run(preset, every)
    settings = whole.session.settings
    goes_on = -(-steps // n_sub_envs(settings))
    where = sorted(rng.choice(np.arange(1, within), cuts, replace=False).tolist())
    ends = [n_calls + goes_on for n_calls in where]
    changes = _changes(whole, within, goes_on, rng)
    files, expected = {}, {}
    found: Counter[str] = Counter(cuts=cuts, wrong=0, bytes=0)
    for n_calls in sorted({*where, *ends}):
        advance(whole, n_calls, changes)
        if n_calls in where:
            files[n_calls] = session_bytes(archive_of(whole))
            found.update(_middle_of(whole))
        expected[n_calls] = bits(whole)
    for n_calls, end in zip(where, ends, strict=True):
        again = timeline_from(parse_session(files[n_calls]))
        is_same = bits(again) == expected[n_calls]
        advance(again, end, changes)
        found["wrong"] += not (is_same and bits(again) == expected[end])
        found["bytes"] += len(files[n_calls])
    return dict(found)


def _changes(
    whole: Timeline, within: int, goes_on: int, rng: np.random.Generator
) -> dict[int, list[tuple[str, str, Any]]]:
    """Return changes of gamma, of a scheduled value and of the environment, before and after the cuts."""
    session = whole.session
    values = [("set_hyper", "gamma", 0.9), ("set_hyper", "learning_rate", 2e-3), ("set_hyper", "gamma", 0.95)]
    for record in hypers(session.environment_params):
        if record.kind == "float" and record.live:
            values.append(("set_environment", record.name, (record.slider_low + record.slider_high) / 2))
            break
    return {int(rng.integers(1, within + goes_on // 2)): [value] for value in values}


def _middle_of(whole: Timeline) -> Counter[str]:
    session = whole.session
    state = session.agent.state()
    return Counter(
        {
            "mid_episode": not session.shown.over,
            "mid_target_period": bool(state.get("since_copy")),
            "mid_rollout": bool(state.get("begin", session.n_steps) < session.n_steps),
            "after_a_change": bool(session.inputs),
        }
    )


if __name__ == "__main__":
    prepare_thread()
    serve({"resume": resume})
