"""Runs to save as sessions, and a forger of session files."""

from __future__ import annotations

from playground.engine.evaluation import Evaluator
from playground.engine.preset import Preset
from playground.engine.presets import PRESETS
from playground.engine.session import Session
from playground.engine.timeline import Timeline
from playground.errors import DivergedError
from playground.hyper import hypers

SMALL = {
    "hidden_layers": (8, 8), "buffer_size": 1000, "batch_size": 16, "learning_starts": 50, "run_length": 4000,
    "steps_per_episode": 60, "rollout_steps": 6, "n_epochs": 2, "n_environments": 3, "episodes_per_update": 3,
    "target_period": 70,
}  # fmt: skip
PRIORITIZED = Preset("prioritized", "", {"prioritized": "on", "n_steps": 3})  # which no preset turns on


def small(preset):
    """Return the settings of a preset, with less to compute."""
    settings = preset.settings()
    known = hypers(settings.params).names()
    return settings.with_values({name: value for name, value in SMALL.items() if name in known})


def advance(timeline, n_calls):
    """Let a run go on to where so many calls are done."""
    while timeline.session.n_calls < n_calls:
        try:
            timeline.step()
        except DivergedError:
            timeline.session.roll_back()
        if timeline.session.n_calls % 40 == 0:
            timeline.keep()
    return timeline


def run_of(preset, n_calls, gamma=None, gravity=None):
    """Return a run whose gamma, or gravity, was changed a third and two thirds of its way."""
    settings = small(PRESETS.get(preset) if isinstance(preset, str) else preset)
    session = Session(settings)
    timeline = advance(Timeline(session, Evaluator(session, 100)), n_calls // 3)
    if gamma is not None:
        session.submit("set_hyper", {"name": "gamma", "value": gamma})
    advance(timeline, 2 * n_calls // 3)
    if gravity is not None:
        session.submit("set_environment", {"name": "gravity", "value": gravity})
    return advance(timeline, n_calls)
