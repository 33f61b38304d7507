"""Fields of a Snapshot, read from the run at the moment that is shown."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Any

from playground.engine.cells import CellReader
from playground.engine.history.fork import Fork
from playground.engine.history.time_travel import TimeTravel
from playground.engine.history.to_come import ChangesToCome
from playground.engine.run.session import Session
from playground.engine.run.settings import values_of
from playground.ui.trainer.inside_capture import InsideCapture
from playground.ui.trainer.scene_capture import SceneCapture
from playground.ui.trainer.snapshot import ForkView

if TYPE_CHECKING:
    from playground.engine.run.session import Session


class SnapshotBuilder:
    """Reader of a run, for the thread that trains. Reading changes nothing in it."""

    def __init__(self) -> None:
        self._capture, self._other_capture = (
            SceneCapture(),
            SceneCapture(),
        )  # of what is shown, and of the run beside a fork
        self.shows_cells = False
        self._cells = CellReader()
        self._keyframes: tuple[Any, int, tuple[int, ...]] = (None, -1, ())
        self.inside = InsideCapture()
        self._to_come = ChangesToCome()
        self._from_weights: tuple[Any, int, bool] = (None, -1, False)

    def of(self, travel: TimeTravel, *, is_running: bool, is_slow: bool) -> dict[str, Any]:
        """Return the fields of a Snapshot that are about the run.

        `is_slow`: while it runs, each step is traced.
        """
        session, timeline = travel.session, travel.timeline
        findings = travel.findings
        best = findings.best if findings.found_in == session.environment_params else None
        from_weights = self._begins_from_weights(timeline.session)
        if best is not None and not best.policy.n_updates and not from_weights:
            best = None  # weights that nothing was learned for are nobody's best
        return {
            "settings": session.settings,
            "from_weights": from_weights,
            "metrics": timeline.session.metrics,
            "scene": self._capture.scene(session, is_running=is_running),
            "values": values_of(session.params),
            "environment_values": values_of(session.environment_params),
            "look": session.agent.look(session.shown.observation),
            "inside": self.inside.view(session, is_racing=is_running and not is_slow),
            "cells": self._cells.read(session, is_running=is_running) if self.shows_cells else None,
            "held": frozenset(session.agent.schedules.held),
            "n_steps": session.n_steps,
            "n_episodes": session.n_episodes,
            "n_updates": session.agent.n_updates,
            "best": (best.score, best.policy.step) if best else None,
            "solved_at": findings.solved_at if findings.found_in == session.environment_params else None,
            "present_steps": travel.shown_timeline.session.n_steps,
            "is_past": travel.is_past,
            "keyframes": self._keyframe_steps(travel),
            "exact_from": self._exact_from(travel),
            "to_come": self._to_come.of(travel.shown_timeline.session),
            "fork": None if travel.fork is None else self._fork_view(travel.fork, is_running),
        }

    def _keyframe_steps(self, travel: TimeTravel) -> tuple[int, ...]:
        keyframes = travel.timeline.keyframes
        if self._keyframes[:2] != (keyframes, keyframes.version):
            self._keyframes = keyframes, keyframes.version, tuple(travel.timeline.keyframe_steps())
        return self._keyframes[2]

    def _exact_from(self, travel: TimeTravel) -> int:
        timeline = travel.timeline
        return timeline.exact_from * timeline.n_sub_envs

    def _begins_from_weights(self, session: Session) -> bool:
        n_inputs = len(session.inputs) if session.n_calls == 0 else -1  # later ones are not of its beginning
        if self._from_weights[:2] != (session, n_inputs):
            first = takewhile(lambda entry: entry.step == 0, session.inputs)
            self._from_weights = session, n_inputs, any(entry.kind == "load_weights" for entry in first)
        return self._from_weights[2]

    def _fork_view(self, fork: Fork, is_running: bool) -> ForkView:
        return ForkView(
            from_step=fork.from_step,
            scene=self._other_capture.scene(fork.a, is_running=is_running),
            look=fork.a.agent.look(fork.a.shown.observation),
            metrics=fork.b.metrics,
            difference=fork.difference,
            other_action=fork.other_action,
            a_steps=fork.run.session.n_steps,
        )
