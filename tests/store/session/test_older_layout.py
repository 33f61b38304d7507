"""Networks of older sessions, whose parameters lay otherwise, are what they were: number by number."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from playground.agents.nn.architecture import Architecture
from playground.agents.nn.backend import prepare_thread
from playground.agents.nn.mlp import ForwardPass
from playground.engine.evaluation.policy import policy_of
from playground.engine.history.archive import archive_of, timeline_from
from playground.store.format.container import unpack
from playground.store.policy.file import load_policy
from playground.store.session.file import SESSION, load_session, parse_session, session_bytes
from playground.store.session.older_layout import networks_of, relaid, size_before
from playground.store.session.schemas import SESSION_HISTORY
from tests.store.sessions import advance, bits

FIXTURES = Path(__file__).parents[1] / "fixtures"
SESSIONS = sorted(FIXTURES.glob("session-[123]*.rls"))
ANSWERS = json.loads(
    (FIXTURES.parent / "answers.json").read_text()
)  # what the program of before thought of some states


@pytest.fixture(autouse=True)
def prepared():
    prepare_thread()


def weights_and_biases(before, sizes):
    """Read old parameters, (size_before,), one unit after the other."""
    numbers, at = [], 0
    last = len(sizes) - 2
    for layer, (n_in, n_out) in enumerate(pairwise(sizes)):
        units = [before[at + unit * (n_in + 1) : at + (unit + 1) * (n_in + 1)] for unit in range(n_out)]
        numbers += [number for unit in units for number in unit[:-1]] + [unit[-1] for unit in units]
        at += (n_out + (layer < last)) * (n_in + 1)
    return np.array(numbers, np.float32)


def outputs_before(before, sizes, activation, inputs):
    """Return what a network made of inputs: its ones were handed on from layer to layer."""
    at, values = 0, np.append(inputs, 1.0)
    for layer, (n_in, n_out) in enumerate(pairwise(sizes)):
        rows = n_out + (layer < len(sizes) - 2)
        values = before[at : at + rows * (n_in + 1)].reshape(rows, n_in + 1).astype(np.float64) @ values
        at += rows * (n_in + 1)
        if layer < len(sizes) - 2:
            values = np.maximum(values, 0) if activation == "relu" else np.tanh(values)
    return values


@pytest.mark.parametrize(("sizes", "activation"), [((4, 24, 24, 2), "relu"), ((3, 7, 5), "tanh"), ((2, 6), "relu")])
def test_a_network_answers_as_it_did_and_each_number_is_in_its_place(sizes, activation):
    architecture, rng = Architecture(sizes, activation), np.random.default_rng(1)
    before = rng.random((2, size_before(architecture))).astype(np.float32) - np.float32(0.5)
    at = 0
    for n_in, n_out in list(pairwise(sizes))[:-1]:  # the rows that handed on the ones
        before[:, at + n_out * (n_in + 1) : at + (n_out + 1) * (n_in + 1)] = [0] * n_in + [
            20 if activation == "tanh" else 1
        ]
        at += (n_out + 1) * (n_in + 1)
    now = relaid(before, architecture)
    inputs = rng.random(sizes[0]).astype(np.float32)
    for row in range(2):
        assert np.array_equal(now[row], weights_and_biases(before[row], sizes))
        answers = ForwardPass(architecture, now[row].copy()).forward(inputs)
        assert np.allclose(answers, outputs_before(before[row], sizes, activation, inputs), atol=1e-6)


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_each_network_and_moment_of_an_older_session_is_read_number_by_number(path):
    container, archive = unpack(path.read_bytes(), SESSION), load_session(path)
    compared = set()
    for first, architecture in networks_of(archive.settings).items():
        size = size_before(architecture)
        for name, entry in container.entries.items():
            kind, _, place = name.partition(".agent.")
            if kind not in ("keyframe", "memory") or place.split(".")[0] != first or entry.shape[-1] != size:
                continue
            memories = [archive.present.guard["memories"][-1]]  # the newest is in the file's last row
            now = archive.present.agent if kind == "keyframe" else memories[-1].state
            for part in place.split("."):
                now = now[part]
            for row, before in zip(now, container.tensor(name)[-1], strict=True):
                assert np.array_equal(row, weights_and_biases(before, architecture.sizes)), name
            compared.add(name)
    assert archive.settings.algorithm == "q-table" or len(compared) >= 4


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_an_older_session_acts_as_before_and_goes_on_and_is_kept_as_one_of_today(path):
    timeline = timeline_from(load_session(path))
    for observation, answer in ANSWERS[path.stem]:
        found = timeline.session.agent.look(np.array(observation, np.float32))
        assert np.allclose(found, answer, rtol=2e-5, atol=2e-6)
    advance(timeline, timeline.session.n_calls + 30)
    data = session_bytes(archive_of(timeline))
    assert unpack(data, SESSION).manifest["schema"] == len(SESSION_HISTORY)
    opened = timeline_from(parse_session(data))
    assert bits(opened) == bits(timeline)
    for run in (timeline, opened):
        advance(run, run.session.n_calls + 30)
    assert policy_of(opened.session).weights_sha256 == policy_of(timeline.session).weights_sha256


POLICIES = sorted(path for path in FIXTURES.glob("policy-*.rlp") if path.stem in ANSWERS)


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_an_older_policy_acts_as_before(path):
    actor = load_policy(path).actor()
    for observation, answer in ANSWERS[path.stem]:
        assert np.allclose(actor.act(np.array(observation, np.float32))[1], answer, rtol=2e-5, atol=2e-6)
