"""Capture of the scene that is shown.

An environment that draws its pictures itself is asked for one no oftener than time allows.
"""

from __future__ import annotations

import time

from playground.engine.run.session import Session
from playground.envs.base import State, picture_of
from playground.envs.scene import Scene

PICTURE_S = 0.1  # between two pictures of an environment that draws itself, at least
SHARE = 0.1  # of the time, for them at most


class SceneCapture:
    """Taker of scenes, for the thread that trains.

    Whether it takes one changes nothing in the run.
    """

    def __init__(self) -> None:
        self._picture: bytes | None = None
        self._due_at = 0.0

    def scene(self, session: Session, *, is_running: bool) -> Scene:
        """Return the environment that is shown.

        While it runs the picture may be a little older than the numbers.
        """
        sub_env, state, forced = session.shown, session.state, session.was_forced
        return Scene(
            state=state,
            action=sub_env.action,
            explored=sub_env.explored,
            with_noise=bool(sub_env.explored) and not forced and session.agent.adds_noise,
            forced=forced,
            step=sub_env.episode_step,
            episode_return=sub_env.episode_return,
            terminated=sub_env.terminated,
            truncated=sub_env.truncated,
            parameters=session.environment_params,
            picture=self._taken(session, state, is_running),
        )

    def _taken(self, session: Session, state: State, is_running: bool) -> bytes | None:
        begun = time.perf_counter()
        if not is_running or begun >= self._due_at:
            self._picture = picture_of(session.shown.environment, state)
            done = time.perf_counter()
            self._due_at = done + max(PICTURE_S, (done - begun) * (1 - SHARE) / SHARE)
        return self._picture
