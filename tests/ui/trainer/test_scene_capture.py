"""What the trainer says of the newest action, for the picture: greedy, explored, with noise, or forced."""

from __future__ import annotations

import pytest

from playground.engine.breakpoints.variables import step_names
from playground.ui.trainer.scene_capture import SceneCapture
from tests.agents.loops.test_forced_action import CASES, forced
from tests.agents.loops.traced import session_of, step, steps


@pytest.mark.parametrize(("algorithm", "environment"), CASES)
def test_the_picture_says_forced_and_a_breakpoint_on_explored_does_not_hold(algorithm, environment):
    session = session_of(algorithm, environment=environment)
    steps(session, 3)
    forced(session, 1.0)
    scene = SceneCapture().scene(session, is_running=False)
    assert (scene.forced, scene.explored, scene.with_noise) == (True, True, False)
    assert ", forced." in session.card.describe(scene)
    assert not step_names(session.settings)["explored"].read(session)
    step(session)
    assert not SceneCapture().scene(session, is_running=False).forced
