"""Gathering of the two that are chosen on a form, of which the run may have some."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from playground.engine.evaluation.policy import Policy
from playground.engine.run.settings import Settings
from playground.i18n import _
from playground.ui.files.policy_presenter import PolicyPresenter
from playground.ui.hands.compare.chooser import BEST, CURRENT, LOADED, RULE, PairForm
from playground.ui.hands.compare.opponent import Opponent
from playground.ui.trainer.controller import Controller


class OpponentGatherer(QObject):
    """Both opponents of a form, as soon as they are there."""

    gathered = Signal(object)  # two of Opponent
    refused = Signal(str)  # why they cannot be had

    def __init__(
        self, prefix: str, form: PairForm, controller: Controller, policies: PolicyPresenter, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._prefix, self._form, self._controller, self._policies = prefix, form, controller, policies
        self._n_asked = 0  # tells the newest question from older ones
        self._found: dict[int, Opponent] = {}  # by their side
        self._is_asking = False
        controller.policy_taken.connect(self._on_policy_taken)

    def gather(self) -> None:
        """Ask for both that are chosen; `gathered` or `refused` answers."""
        self._n_asked += 1
        self._is_asking, self._found = True, {}
        for side, key in enumerate(self._form.keys):
            if key == BEST and self._controller.latest.best is None:
                self._is_asking = False
                self.refused.emit(
                    _(
                        "The run has no best policy yet, for none was evaluated. Choose the current one, or let the run go on."
                    )
                )
                return
            if key in (BEST, CURRENT):
                which = "best" if key == BEST else "untested"
                self._controller.take_policy(which, (self._prefix, self._n_asked, side))
            else:
                self._found[side] = self._opponent(key)
        self._answer_if_complete()

    def give_up(self) -> None:
        """Wait for none of them."""
        self._is_asking = False

    def settings(self) -> Settings:
        """Return what the run is now: a rule and random actions play in its environment."""
        latest = self._controller.latest
        assert latest.settings is not None
        return latest.settings.with_environment(latest.environment_values)

    def _opponent(self, key: str | Path) -> Opponent:
        if isinstance(key, Path):
            return Opponent(key.name, key)
        if key == LOADED:
            assert self._policies.loaded is not None  # or it would not be on offer
            return Opponent(self._policies.loaded_name, self._policies.loaded)
        return Opponent(_("the rule") if key == RULE else _("random actions"), key)

    def _on_policy_taken(self, policy: Policy, purpose: object) -> None:
        if not self._is_asking or not isinstance(purpose, tuple) or purpose[:2] != (self._prefix, self._n_asked):
            return
        side = purpose[2]
        is_best = self._form.keys[side] == BEST
        name = _("best, step {step}") if is_best else _("current, step {step}")
        self._found[side] = Opponent(name.format(step=f"{policy.step:,}"), policy)
        self._answer_if_complete()

    def _answer_if_complete(self) -> None:
        if len(self._found) == 2:
            self._is_asking = False
            self.gathered.emit((self._found[0], self._found[1]))
