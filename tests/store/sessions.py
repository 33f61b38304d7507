"""Runs to save as sessions, and all bits of a run in one value."""

from __future__ import annotations

import dataclasses
import hashlib
from collections import deque

import numpy as np
import torch

from playground.agents.base import ALGORITHMS
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.history.keyframe import keyframe_of
from playground.engine.history.timeline import Timeline
from playground.engine.presets.catalogue import PRESETS
from playground.engine.presets.preset import Preset
from playground.engine.run.session import Session
from playground.errors import DivergedError
from playground.hyper import hypers
from tests.pairs import preset_of

SMALL = {
    "hidden_layers": (8, 8),
    "buffer_size": 1000,
    "batch_size": 16,
    "learning_starts": 50,
    "run_length": 4000,
    "steps_per_episode": 60,
    "rollout_steps": 6,
    "n_epochs": 2,
    "n_environments": 3,
    "episodes_per_update": 3,
    "target_period": 70,
    "target_unit": "steps",
    "train_every": 1,
    "updates_per_training": 1,
}
PRIORITIZED = Preset("prioritized", "", {"prioritized": "on", "n_steps": 3})  # which no preset turns on
OF_EACH_FORM = [
    *map(preset_of, ALGORITHMS.names()),
    PRESETS.get("fast"),
    PRIORITIZED,
]  # and one with averaged weights, and with priorities


def small(preset):
    """Return the settings of a preset, with less to compute and a short time limit."""
    settings = preset.settings()
    known = hypers(settings.params).names()
    return settings.with_values({name: value for name, value in SMALL.items() if name in known})


def new_run(preset, every=100):
    """Return a run that has not begun, evaluated every so many env steps."""
    session = Session(small(preset))
    return Timeline(session, Evaluator(session, every))


def advance(timeline, n_calls, changes=None):
    """Let a run go on to where so many calls are done; `changes` are what to submit, by calls done."""
    session = timeline.session
    while session.n_calls < n_calls:
        for kind, name, value in (changes or {}).get(session.n_calls, ()):
            session.submit(kind, {"name": name, "value": value})
        try:
            timeline.step()
        except DivergedError:
            session.roll_back()
        if session.n_calls % 40 == 0:
            timeline.keep()
    return timeline


def run_of(preset, n_calls, gamma=None, gravity=None):
    """Return a run whose gamma, or gravity, was changed a third and two thirds of its way."""
    timeline = new_run(PRESETS.get(preset) if isinstance(preset, str) else preset)
    changes = {}
    if gamma is not None:
        changes[n_calls // 3] = [("set_hyper", "gamma", gamma)]
    if gravity is not None:
        changes[2 * n_calls // 3] = [("set_environment", "gravity", gravity)]
    return advance(timeline, n_calls, changes)


def bits(timeline):
    """Return a hash of all that a run has come to: two runs are the same run where these are equal."""
    session, digest = timeline.session, hashlib.sha256()

    def add(item):
        digest.update(type(item).__name__.encode())
        if isinstance(item, dict):
            for key in sorted(item):
                digest.update(key.encode())
                add(item[key])
        elif isinstance(item, (torch.Tensor, np.ndarray)):
            digest.update(np.ascontiguousarray(item).tobytes())
        elif isinstance(item, (list, tuple, deque)):
            for one in item:
                add(one)
        elif isinstance(item, set):
            add(sorted(item))
        elif dataclasses.is_dataclass(item):
            add({field.name: getattr(item, field.name) for field in dataclasses.fields(item)})
        else:
            digest.update(repr(item).encode())

    findings, metrics = timeline.findings[-1][1], session.metrics
    add(keyframe_of(session))
    add(session.log.read(session.log.first, session.log.n_rows)[-1000:])
    add([metrics.curve.since(0), metrics.episodes.since(0), metrics.evaluations.since(0), metrics.actions.since(0)])
    best = findings.best
    add([None if best is None else (best.score, best.policy.step, best.policy.values, best.policy.weights)])
    add([findings.solved_at, findings.next, findings.next_look, findings.counted_from])
    return digest.hexdigest()
