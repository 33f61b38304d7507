"""A run can be cut at any step, rebuilt from its log and the state of its parts, and goes on with the same bits."""

from __future__ import annotations

import numpy as np
import pytest

from playground.agents.base import ALGORITHMS
from playground.engine.history.keyframe import keyframe_of, past_of, resume
from playground.engine.presets.catalogue import PRESETS
from playground.engine.presets.preset import Preset
from playground.engine.run.session import Session
from playground.hyper import hypers
from tests.pairs import preset_of

SMALL = {
    "hidden_layers": (8, 8),
    "buffer_size": 1000,
    "batch_size": 16,
    "learning_starts": 50,
    "train_every": 3,
    "updates_per_training": 2,
    "run_length": 4000,
    "steps_per_episode": 60,
    "rollout_steps": 6,
    "n_epochs": 2,
    "n_environments": 3,
    "episodes_per_update": 3,
}


def small(preset):
    """Settings of a preset, with less to compute."""
    settings = preset.settings()
    known = hypers(settings.params).names()
    return settings.with_values({name: value for name, value in SMALL.items() if name in known})


def run_to(session, n_calls):
    while session.n_calls < n_calls:
        session.step()
    return session


PRIORITIZED = Preset("prioritized", "", {"prioritized": "on", "n_steps": 3})  # which no preset turns on
FIRST_OF_EACH = [preset_of(algorithm) for algorithm in ALGORITHMS.names()]
ALL_PRESETS = [*PRESETS, *(preset for preset in FIRST_OF_EACH if preset not in PRESETS), PRIORITIZED]
THOROUGH, MIDDLING, BRIEF = (20, 2000), (8, 600), (3, 200)  # cuts, and steps that each goes on


def _cases():
    """Every preset, cut and followed far; for that is slow, it is followed less far too, one of each algorithm further."""
    for preset in ALL_PRESETS:
        name = f"{preset.algorithm}-{preset.environment}-{preset.name}"
        quick = MIDDLING if preset in FIRST_OF_EACH or preset is PRIORITIZED else BRIEF
        yield pytest.param(preset, *quick, id=name)
        yield pytest.param(preset, *THOROUGH, id=f"{name}-thorough", marks=pytest.mark.slow)


@pytest.mark.parametrize(("preset", "n_cuts", "goes_on"), list(_cases()))
def test_a_run_that_is_cut_and_rebuilt_goes_on_with_the_same_bits(preset, n_cuts, goes_on, fingerprint):
    settings = small(preset)
    whole = Session(settings)
    cuts = np.sort(np.random.default_rng(7).choice(np.arange(1, 400), n_cuts, replace=False))
    keyframes = []
    for n_calls in cuts:
        if n_calls == cuts[n_cuts // 2]:
            whole.submit("set_hyper", {"name": "gamma", "value": 0.9})
        keyframes.append(keyframe_of(run_to(whole, int(n_calls))))
    end = int(cuts[-1]) + -(-goes_on // len(whole.sub_envs))  # calls that make so many steps
    run_to(whole, end)
    expected = fingerprint(whole)
    for keyframe in keyframes:
        assert fingerprint(run_to(resume(keyframe, past_of(whole)), end)) == expected
