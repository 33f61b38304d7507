"""Policies that are asked what they would do: of the run, the replay and a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from playground.ui.files.policy_presenter import PolicyPresenter
from playground.ui.hands.place.advice import Advice
from playground.ui.trainer.controller import Controller
from playground.ui.trainer.snapshot import Snapshot
from playground.ui.view.replay_player import ReplayPlayer
from playground.ui.view.view_presenter import ViewPresenter

if TYPE_CHECKING:
    from playground.engine.evaluation.policy import Policy

CURRENT, BEST = "place current", "place best"  # purposes of the policies that are asked for
_ROLES = {CURRENT: "current", BEST: "best"}


class AskedPolicies(QObject):
    """What Advice asks, kept up to what is shown while somebody wants to know."""

    changed = Signal()

    def __init__(
        self,
        controller: Controller,
        view_presenter: ViewPresenter,
        player: ReplayPlayer,
        policies: PolicyPresenter,
        advice: Advice,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._controller, self._view_presenter, self._player = controller, view_presenter, player
        self._policies, self._advice = policies, advice
        self._asked_for: tuple[object, ...] | None = None  # the moment of the newest question; None: nobody asks
        self._of_run: dict[str, Policy] = {}
        controller.policy_taken.connect(self._on_policy_taken)

    @property
    def first(self) -> str:
        """The role of the policy that the bars are of."""
        return "replayed" if self._view_presenter.replaying else "current"

    def ask(self, snapshot: Snapshot) -> None:
        """Have the policies of this moment, unless they are there or on their way."""
        loaded = self._policies.loaded
        key = (snapshot.run, snapshot.n_steps, snapshot.n_updates, snapshot.fork is None, self.first, loaded)
        if key == self._asked_for or snapshot.settings is None:
            return
        self._asked_for = key
        self._controller.take_policy("untested", CURRENT)
        self._controller.take_policy("untested best", BEST)
        self._take()

    def forget(self) -> None:
        """Ask nobody any more."""
        self._asked_for = None
        self._of_run = {}
        self._advice.forget()

    def _on_policy_taken(self, policy: Policy | None, purpose: object) -> None:
        role = _ROLES.get(purpose) if isinstance(purpose, str) else None
        if role is None or self._asked_for is None:
            return
        self._of_run.pop(role, None)
        if policy is not None:
            self._of_run[role] = policy
        self._take()

    def _take(self) -> None:
        """Ask those that act in the environment that is shown."""
        shown, latest = self._view_presenter.settings, self._controller.latest
        replayed = self._player.policy if self._view_presenter.replaying else None
        found: dict[str, Policy | None] = {"replayed": replayed}
        found |= {role: self._of_run.get(role) for role in _ROLES.values()}
        found["loaded"] = None if self._policies.loaded is replayed else self._policies.loaded
        policies = {
            role: policy
            for role, policy in found.items()
            if policy is not None and policy.settings.environment == shown.environment
        }
        if replayed is not None:
            parameters, limit = replayed.environment_params, shown.card.steps_per_episode
        else:
            parameters = policies["current"].environment_params if "current" in policies else shown.environment_params
            limit = latest.values.get("steps_per_episode", shown.card.steps_per_episode)
        self._advice.take(policies, parameters, limit)
        self.changed.emit()
