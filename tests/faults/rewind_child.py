"""The child that changes runs, hashes moments of them, and goes back to these."""

from __future__ import annotations

import hashlib
from collections import Counter
from contextlib import suppress
from typing import Any

import numpy as np

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.history.timeline import Timeline
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.engine.run.trace import Trace
from playground.envs.placing import Placing
from playground.errors import DivergedError, HyperError
from playground.hyper import hypers
from tests.bench.child import serve

CHANGES = 30  # of a run
SMALL = {
    "hidden_layers": (12, 12),
    "buffer_size": 1000,
    "batch_size": 16,
    "learning_starts": 50,
    "train_every": 1,
    "updates_per_training": 1,
    "run_length": 4000,
    "steps_per_episode": 60,
    "rollout_steps": 6,
    "n_epochs": 2,
    "n_environments": 3,
    "episodes_per_update": 3,
}


def rewind(moments: int, calls: int) -> dict[str, Any]:
    """Go to moments of one run of each algorithm, and count those that are not what they were."""
    presets = list({preset.algorithm: preset for preset in reversed(list(PRESETS))}.values())
    rng = np.random.default_rng(1)
    inputs: Counter[str] = Counter()
    wrong, longest, n_moments = 0, 0, 0
    for number, preset in enumerate(presets):
        settings = preset.settings()
        known = hypers(settings.params).names()
        settings = settings.with_values({name: value for name, value in SMALL.items() if name in known})
        n_here = moments * (number + 1) // len(presets) - n_moments
        n_moments += n_here
        where = set(rng.choice(np.arange(1, calls), n_here, replace=False).tolist())
        timeline, seen = _live(settings, calls, where, rng)
        inputs.update(entry.kind for entry in timeline.session.inputs)
        for n_calls in rng.permutation(sorted(where)).tolist():
            before = [key.n_calls for key in timeline.keyframes.before(n_calls - 1)]
            longest = max(longest, n_calls - max(before, default=0))
            trace = Trace()
            found = timeline.goto(n_calls, trace)
            assert found is not None
            wrong += _digest(found, trace) != seen[n_calls]
    return {"moments": n_moments, "wrong": wrong, "runs": len(presets), "inputs": inputs, "longest": longest}


def _live(settings: Any, calls: int, where: set[int], rng: np.random.Generator) -> tuple[Timeline, dict[int, str]]:
    """Make a run with changes of every kind, and note all its bits at some moments, before what was changed there."""
    session = Session(settings)
    timeline, seen = Timeline(session, Evaluator(session, every=200)), {}
    changes = set(rng.choice(np.arange(calls), min(CHANGES, calls // 4), replace=False).tolist())
    for n_calls in range(calls):
        if n_calls in changes:
            _change(session, rng)
        trace = Trace() if n_calls + 1 in where else None
        try:
            timeline.step(trace)
        except DivergedError:
            pass
        else:
            if trace is not None:
                seen[n_calls + 1] = _digest(session, trace)
            continue
        if trace is not None:
            seen[n_calls + 1] = _digest(session, trace)
        session.roll_back()
        session.submit("set_hyper", {"name": "learning_rate", "value": 1e-3})
    return timeline, seen


def _change(session: Session, rng: np.random.Generator) -> None:
    """Change something, as a person might."""
    kind = rng.choice(["hyper", "rate", "environment", "release", "weights", "back", "push", "force", "put", "episode"])
    if kind == "weights":
        weights = {name: array + np.float32(0.01) for name, array in session.agent.weights().items()}
        session.submit("load_weights", {"weights": weights})
    elif kind == "push" and session.card.push is not None:
        session.submit("push", {"change": float(rng.uniform(0.01, 1.0) * session.card.push.most)})
    elif kind == "put" and session.card.placing is not None:
        session.submit("set_state", {"state": _somewhere(session.card.placing, rng)})
    elif kind == "force":
        bounds = session.card.action_bounds
        numbers = [float(rng.uniform(low, high)) for low, high in bounds]
        session.submit("force_action", {"action": numbers or int(rng.integers(len(session.card.actions)))})
    elif kind == "episode":
        with suppress(HyperError):  # on-policy, or nothing is kept
            session.submit("add_episode", _episode(session, rng))
    elif kind == "back":
        session.roll_back()
    elif kind == "rate":  # far too large, now and then
        session.submit("set_hyper", {"name": "learning_rate", "value": float(rng.choice([1e-4, 1e-2, 1.0]))})
    elif kind == "release" and session.agent.schedules.held:
        session.submit("release_hyper", {"name": sorted(session.agent.schedules.held)[0]})
    else:
        params, verb = (
            (session.environment_params, "set_environment")
            if kind == "environment" and hypers(session.environment_params).names()
            else (session.params, "set_hyper")
        )
        record = rng.choice([record for record in hypers(params) if record.live and record.kind in ("float", "choice")])
        value = (
            rng.choice(record.choices)
            if record.kind == "choice"
            else rng.uniform(record.slider_low, record.slider_high)
        )
        try:
            session.submit(verb, {"name": record.name, "value": record.check(value)})
        except HyperError:  # what the others do not allow
            return


def _somewhere(placing: Placing, rng: np.random.Generator) -> list[float]:
    """Return a state that something can be put into; of a maze, the cell of a corner."""
    if any(number.is_whole for number in placing.numbers):
        return [0.0, float(rng.integers(2)) * 4.0]
    return [float(0.5 * rng.uniform(number.low, number.high)) for number in placing.numbers]


def _episode(session: Session, rng: np.random.Generator) -> dict[str, Any]:
    """Return an episode of random actions from where the environment is idle, as far as it goes."""
    card, actions = session.card, []
    environment = card.make(session.environment_params)
    environment.restore(card.idle)
    is_over, most = False, int(rng.integers(1, 40))
    while not is_over and len(actions) < most:
        numbers = [float(rng.uniform(low, high)) for low, high in card.action_bounds]
        actions.append(numbers or int(rng.integers(len(card.actions))))
        is_over = environment.step(np.array(numbers, np.float32) if numbers else actions[-1])[2]
    return {"start": list(card.idle), "actions": actions}


def _digest(session: Session, trace: Trace) -> str:
    """Return a hash of all bits of a session, and of which rows its newest update learned from."""
    digest = hashlib.sha256()

    def add(item: Any) -> None:
        if isinstance(item, dict):
            for key in sorted(item):
                digest.update(key.encode())
                add(item[key])
        elif isinstance(item, np.ndarray):
            digest.update(np.ascontiguousarray(item).tobytes())
        elif isinstance(item, (list, tuple)):
            for one in item:
                add(one)
        else:
            digest.update(repr(item).encode())

    metrics = session.metrics
    add([session.agent.state(), session.rng.state(), [sub_env.state() for sub_env in session.sub_envs]])
    add([vars(session.params), session.environment_params, session.n_steps, metrics.marks])
    add([session.log.read(0, session.log.n_rows), metrics.curve.since(0), metrics.episodes.since(0)])
    add([metrics.evaluations.since(0), trace.update.get("positions"), trace.die, trace.action, trace.observation])
    return digest.hexdigest()


if __name__ == "__main__":
    prepare_thread()
    serve({"rewind": rewind})
