"""Work of a background task: the greedy episode of a policy from where it was put."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.lazy import lazy_import
from playground.ui.support.background_task import BackgroundTask

if TYPE_CHECKING:
    from playground.engine.evaluation import recording
    from playground.engine.evaluation.policy import Policy
    from playground.engine.evaluation.recording import Recording
    from playground.envs.base import State
else:  # after the first paint
    recording = lazy_import("playground.engine.evaluation.recording")


class RecordingFromHere:
    """Episode of a policy from a state, which keeps the seed of the replay it leaves."""

    def __init__(self, policy: Policy, seed: int, start: State) -> None:
        self._policy, self._seed, self._start = policy, seed, start

    def __call__(self, task: BackgroundTask) -> tuple[Policy, Recording]:
        return self._policy, recording.record_episode(self._policy, self._seed, self._start)
