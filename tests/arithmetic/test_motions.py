"""Equations of motion: the same bits compiled and as Python, and numbers that have ended stay so."""

from __future__ import annotations

import math
import os
import subprocess
import sys

import pytest

from playground.engine import catalogue as _catalogue  # noqa: F401  enters the cards
from playground.envs.base import ENVIRONMENTS

IDS = ["CartPole-v1", "CartPoleContinuous-v1", "MountainCar-v0", "Acrobot-v1", "Pendulum-v1"]
# Run by a Python of its own, once compiled and once not.
BITS = """
import hashlib
import sys
import numpy as np
from playground.arithmetic import motions
from playground.engine import catalogue
from playground.envs.base import ENVIRONMENTS
for id in sys.argv[1:]:
    card, seen = ENVIRONMENTS.get(id), hashlib.sha256()
    rng, batch = np.random.default_rng(0), card.make_batch(4, card.parameters())
    batch.reset(np.arange(4, dtype=np.uint32))
    one = card.make(card.parameters())
    one.reset(0)
    for _ in range(60):
        actions = rng.random((4, 1)).astype(np.float32) if card.action_bounds else rng.integers(len(card.actions), size=4)
        for column in batch.step(actions):
            seen.update(np.ascontiguousarray(column).tobytes())
        one.step(actions[0])
        seen.update(np.array(one.snapshot()).tobytes())
    print(type(motions.move_carts).__name__, seen.hexdigest())
"""


def test_compiled_and_as_plain_python_the_environments_move_by_the_same_bits():
    said = []
    for off in ("0", "1"):
        environment = {**os.environ, "NUMBA_DISABLE_JIT": off}
        command = [sys.executable, "-c", BITS, *IDS]
        child = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        said.append([line.split() for line in child.stdout.splitlines()])
    assert {kind for kind, _ in said[0]} == {"CPUDispatcher"}
    assert {kind for kind, _ in said[1]} == {"function"}
    assert [bits for _, bits in said[0]] == [bits for _, bits in said[1]]
    assert len(said[0]) == len(IDS)


@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_a_state_that_is_no_number_does_not_become_one(id, number):
    card = ENVIRONMENTS.get(id)
    environment = card.make(card.parameters())
    state = [0.1] * len(environment.snapshot())
    state[2 if len(state) == 4 else 0] = number  # an angle, a speed of the acrobot, the place of the car
    environment.restore(tuple(state))
    action = [0.5] if card.action_bounds else 1
    for _ in range(2):
        environment.step(action)
    after = environment.snapshot()
    bounded = number == math.inf and id in ("Acrobot-v1", "MountainCar-v0")  # infinity is beyond a bound
    assert bounded or any(math.isnan(each) or math.isinf(each) for each in after)
