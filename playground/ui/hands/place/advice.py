"""Advice: what each policy would do in a state, and how its episode goes on.

Opinions are there at once. Episodes are played in another thread, one state after the other: of several states that were
asked about meanwhile, the newest alone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from playground.lazy import lazy_import
from playground.ui.support.background_task import BackgroundTask, BackgroundTasks

if TYPE_CHECKING:
    from playground.engine.evaluation import opinion
    from playground.engine.evaluation.opinion import Adviser, Opinion
    from playground.engine.evaluation.policy import Policy
    from playground.engine.history import counterfactual
    from playground.engine.history.counterfactual import Future
    from playground.envs.base import EnvironmentParams, State
else:  # after the first paint
    counterfactual = lazy_import("playground.engine.history.counterfactual")
    opinion = lazy_import("playground.engine.evaluation.opinion")

RESTS_MS = 120  # a hand that holds still for so long wants to know how it would go on

Futures = Mapping[str, "Future"]  # by role


class Advice(QObject):
    """The policies by their role, such as "current", asked about one state at a time."""

    futures_played = Signal(object, object)  # State, Futures

    def __init__(self, tasks: BackgroundTasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.policies: dict[str, Policy] = {}
        self._advisers: dict[str, Adviser] = {}
        self._parameters: EnvironmentParams | None = None
        self._limit = 0
        self._wanted: State | None = None  # whose futures nobody plays yet
        self._is_playing = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(RESTS_MS)
        self._rest.timeout.connect(self._play)

    def take(self, policies: Mapping[str, Policy], parameters: EnvironmentParams, limit: int) -> None:
        """Ask these from now on, in such an environment with this time limit."""
        self._advisers = {
            role: self._advisers[role]
            if self.policies.get(role) is policy and parameters == self._parameters
            else opinion.Adviser(policy, parameters)
            for role, policy in policies.items()
        }
        self.policies, self._parameters, self._limit = dict(policies), parameters, limit

    def forget(self) -> None:
        """Ask nobody any more."""
        self._rest.stop()
        self.policies, self._advisers, self._wanted = {}, {}, None

    def opinions(self, state: State) -> dict[str, Opinion]:
        """Return what each makes of a state, and have its episode from there played."""
        self._wanted = state
        self._rest.start()
        return {role: adviser.opinion(state) for role, adviser in self._advisers.items()}

    def _play(self) -> None:
        state, parameters = self._wanted, self._parameters
        if self._is_playing or state is None or parameters is None or not self.policies:
            return
        self._wanted, self._is_playing = None, True
        moment = counterfactual.Branching(state, 0, self._limit)
        here = {
            role: dataclasses.replace(policy, environment_params=parameters) for role, policy in self.policies.items()
        }
        self._tasks.start(_FuturesFromHere(here, moment), self._on_played, self._on_failed)

    def _on_played(self, result: tuple[State, Futures]) -> None:
        self._is_playing = False
        if self.policies:
            self.futures_played.emit(*result)
        if self._wanted is not None and not self._rest.isActive():
            self._play()

    def _on_failed(self, message: str) -> None:
        self._is_playing = False  # the log file has it; what was asked is only how it might go on


class _FuturesFromHere:
    def __init__(self, policies: Mapping[str, Policy], moment: counterfactual.Branching) -> None:
        self._policies, self._moment = policies, moment

    def __call__(self, task: BackgroundTask) -> tuple[State, Futures]:
        stops: Callable[[], bool] = task.isInterruptionRequested
        played = {
            role: counterfactual.future_of(policy, self._moment, should_stop=stops)
            for role, policy in self._policies.items()
        }
        return self._moment.state, played
