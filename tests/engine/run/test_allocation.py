"""A step of learning allocates no more than some vectors of its minibatch, and no tensor; it keeps nothing."""

from __future__ import annotations

import tracemalloc

import pytest
import torch

from playground.engine.headless import open_spill
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session

BATCH = 4096
VECTOR = 4 * BATCH  # bytes of one number for each sample
SEVERAL = 24  # vectors: an update is written as the paper has it, and names what it computes
BY_TORCH = {
    "tutorial, computed by torch": {"batch_size": 64, "hidden_layers": (256, 256), "arithmetic": "torch"},
    "fast, computed by torch": {
        "batch_size": 64,
        "hidden_layers": (256, 256),
        "dueling": "on",
        "arithmetic": "torch",
    },
    "rl-zoo": {"batch_size": BATCH, "updates_per_training": 1, "train_every": 1, "learning_starts": 0},
}
CASES = {
    "tutorial": {"batch_size": BATCH, "buffer_size": 2 * BATCH},
    "fast, double": {"batch_size": BATCH},
    "tutorial, huber, clipped, dueling": {
        "batch_size": BATCH,
        "buffer_size": BATCH,
        "loss": "huber",
        "gradient_clip": 1e-3,
        "dueling": "on",
        "reward_on_termination": -1.0,
    },
    **BY_TORCH,
}


@pytest.fixture(params=CASES, ids=str)
def learning_session(request):
    """Give a run that learns at every step, with everything made that it needs."""
    preset = PRESETS.get(request.param.split(",")[0])
    session = Session(preset.settings().with_values({"hidden_layers": (8, 8)} | CASES[request.param]))
    while session.n_steps < session.params.batch_size + 400:
        session.step()
    assert session.agent.n_updates > 0
    return session


@pytest.mark.parametrize("learning_session", BY_TORCH, indirect=True)
def test_no_step_of_learning_allocates_a_tensor(learning_session):
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CPU], profile_memory=True) as profiler:
        for _ in range(20):
            learning_session.step()
    events = profiler.events()
    assert any("bmm" in event.name for event in events)  # it has looked
    assert [event.name for event in events if event.cpu_memory_usage or event.name == "[memory]"] == []


def test_a_step_of_learning_allocates_no_more_than_several_vectors_of_the_minibatch(learning_session):
    most = 0
    tracemalloc.start()
    for _ in range(20):
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        learning_session.step()
        most = max(most, tracemalloc.get_traced_memory()[1] - before)
    tracemalloc.stop()
    assert most < SEVERAL * VECTOR


@pytest.mark.slow
def test_memory_does_not_grow_with_the_steps_but_for_the_record_of_the_run():
    with open_spill() as spill:
        tracemalloc.start()  # before the first copies of the learner are kept, which newer ones replace
        session = Session(PRESETS.get("fast").settings(), spill=spill)
        while session.n_steps < 3000:
            session.step()
        assert bytes_kept_by_learning_over_10_000_steps(session) < 10_000  # less than one for each


def bytes_kept_by_learning_over_10_000_steps(session):
    only_learning = [tracemalloc.Filter(True, "*/playground/agents/*"), tracemalloc.Filter(True, "*/playground/envs/*")]
    before = tracemalloc.take_snapshot().filter_traces(only_learning)
    for _ in range(10_000):
        session.step()
    after = tracemalloc.take_snapshot().filter_traces(only_learning)
    tracemalloc.stop()
    return sum(statistic.size_diff for statistic in after.compare_to(before, "filename"))
