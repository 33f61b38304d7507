"""Presenter for placing: what is held, what each policy would do there, putting it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from playground.envs.scene import Ghost, Scene
from playground.i18n import _
from playground.lazy import lazy_import
from playground.ui.files.policy_presenter import PolicyPresenter
from playground.ui.hands.place.advice import Advice, Futures
from playground.ui.hands.place.button import PlaceButton
from playground.ui.hands.place.card import PlaceCard
from playground.ui.hands.place.hand import Hand
from playground.ui.hands.place.outline import Outlines
from playground.ui.hands.place.text import ROLES, future_words, held_words, idle_words, opinion_words, refusal_words
from playground.ui.support.background_task import BackgroundTask
from playground.ui.support.notice import Notice
from playground.ui.theme.palette import rgb
from playground.ui.theme.theme import Theme
from playground.ui.trainer.controller import Controller
from playground.ui.trainer.snapshot import Snapshot, TrainerState
from playground.ui.view.action_bars import ActionBars
from playground.ui.view.env_view import EnvView
from playground.ui.view.replay_player import ReplayPlayer
from playground.ui.view.view_presenter import ViewPresenter

if TYPE_CHECKING:
    from playground.engine.evaluation import recording
    from playground.engine.evaluation.opinion import Opinion
    from playground.engine.evaluation.policy import Policy
    from playground.engine.evaluation.recording import Recording
    from playground.envs.base import State
else:  # after the first paint
    recording = lazy_import("playground.engine.evaluation.recording")

CURRENT, BEST = "place current", "place best"  # purposes of the policies that are asked for
ANSWERS = ("place_fork", "place_not")


class PlacePresenter(QObject):
    """Placing, from the toggle to the put.

    While something is held the run or the replay stands still, and the picture and the bars show the state under the
    hand. The run is touched by the put alone, which is an input of it.
    """

    def __init__(
        self,
        controller: Controller,
        view_presenter: ViewPresenter,
        view: EnvView,
        bars: ActionBars,
        player: ReplayPlayer,
        policies: PolicyPresenter,
        card: PlaceCard,
        action: QAction,
        notice: Notice,
        theme: Theme,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._controller, self._view_presenter, self._view, self._bars = controller, view_presenter, view, bars
        self._player, self._loaded, self._card, self._action = player, policies, card, action
        self._notice, self._theme, self._tasks = notice, theme, policies.tasks
        self._tip = action.toolTip()
        self._button = PlaceButton(view, action)
        self._outlines = Outlines(view, theme)
        self._hand = Hand(view, self)
        self._advice = Advice(policies.tasks, self)
        self._asked_for: tuple[object, ...] = ()
        self._of_run: dict[str, Policy] = {}  # the policies of the run, by role
        self._taken_from: Scene | None = None  # what was shown when something was taken
        self._shown: Scene | None = None  # that this shows while something is held
        self._enabled_for: tuple[object, ...] = ()
        self._opinions: dict[str, Opinion] = {}
        self._futures: Futures = {}
        self._goes_on = False  # whether it ran, or played, before something was taken
        self._held_at: int | None = None  # env steps of the run since it stands still
        self._awaited: State | None = None  # where it was put, until the run is there
        self._question = ""
        action.toggled.connect(self._on_toggled)
        for signal, slot in (
            (self._hand.taken, self._on_taken),
            (self._hand.moved, self._show_held),
            (self._hand.chosen, self._show),
            (self._hand.put, self._on_put),
            (self._hand.cancelled, self._on_cancelled),
            (self._hand.left, self._leave),
            (card.put_requested, self._hand.ask_put),
            (card.cancel_requested, self._hand.ask_cancel),
            (card.left, self._leave),
            (self._outlines.moved, self._show),
            (self._advice.futures_played, self._on_futures),
        ):
            signal.connect(slot)
        view.scene_changed.connect(self._on_scene)
        controller.snapshot_shown.connect(self._on_snapshot)
        controller.run_replaced.connect(self._on_run_replaced)
        controller.policy_taken.connect(self._on_policy_taken)
        controller.refused.connect(self._on_refused)
        notice.action_chosen.connect(self._on_answer)
        view_presenter.replaying_changed.connect(self._on_replaying_changed)
        self._enable()

    @property
    def is_open(self) -> bool:
        """Whether a drag in the picture puts something elsewhere."""
        return self._action.isChecked()

    # Opening and closing

    def _on_toggled(self, is_open: bool) -> None:
        if not is_open:
            if self._hand.is_holding:
                self._on_cancelled()
            self._drop()
            self._hand.close()
            self._advice.forget()
            self._outlines.hide()
            self._card.hide()
            self._asked_for, self._of_run = (), {}
            return
        self._hand.open(self._view_presenter.settings.card)
        self._card.show()
        self._ask_policies(self._controller.latest)
        self._view.setFocus()
        self._show()

    def _leave(self) -> None:
        self._action.setChecked(False)

    def _reopen(self) -> None:
        """Begin anew where another environment, or another run, is shown."""
        if self.is_open:
            self._leave()
            self._enable()
            if self._action.isEnabled():
                self._action.setChecked(True)

    def _enable(self) -> None:
        """Enable the action where something can be put, and say why where not."""
        card = self._view_presenter.settings.card
        is_ready = self._view_presenter.replaying or self._controller.latest.state not in (
            TrainerState.GETTING_READY,
            TrainerState.FAILED,
        )
        if (card, is_ready) == self._enabled_for:
            return
        self._enabled_for = card, is_ready
        can_be_put = card.placing is not None
        if not (can_be_put and is_ready):
            self._goes_on = False
            self._leave()
        self._button.set_row(1 if card.cells else 0)
        self._action.setEnabled(can_be_put and is_ready)
        self._action.setToolTip(self._tip if can_be_put else refusal_words(card))

    # Holding

    def _on_taken(self) -> None:
        latest = self._controller.latest
        replaying = self._view_presenter.replaying
        self._goes_on = self._player.is_playing if replaying else latest.state is TrainerState.RUNNING
        self._held_at = self._awaited = None
        self._taken_from = self._view.scene
        self._view_presenter.hold()
        if replaying:
            self._player.pause()
        else:
            self._controller.pause()
        self._show_held()

    def _show_held(self) -> None:
        """Show the state under the hand, and what the policies make of it."""
        state = self._hand.state
        self._opinions, self._futures = self._advice.opinions(state), {}
        assert self._taken_from is not None
        self._shown = dataclasses.replace(
            self._taken_from,
            state=state,
            action=None,
            explored=None,
            step=0,
            episode_return=0.0,
            terminated=False,
            truncated=False,
            caption=_("Not put yet"),
            ghosts=(Ghost(self._taken_from.state, rgb(self._theme.tokens.muted), dashed=True),),
        )
        self._view.show_scene(self._shown)
        first = self._opinions.get("replayed" if self._view_presenter.replaying else "current")
        if first is not None:
            self._bars.show_next(first.shown, is_moving=True)
        self._show()

    def _show(self) -> None:
        placing, body = self._hand.placing, self._hand.body
        if placing is None or body is None:
            return
        is_held = self._hand.is_holding
        words = held_words(placing, body.title, self._hand.values) if is_held else idle_words(placing)
        self._card.show_words(words, is_held=is_held and self._hand.has_moved)
        self._card.show_rows(
            [
                (
                    _(ROLES[role]),
                    *opinion_words(self._advice.policies[role], found),
                    future_words(self._futures.get(role)),
                )
                for role, found in self._opinions.items()
                if role in self._advice.policies
            ]
        )
        names = {each.name for each in placing.bodies}
        self._outlines.show_bodies(tuple(grip for grip in self._view.grips() if grip.name in names), body.name)

    def _on_futures(self, state: State, futures: Futures) -> None:
        if self.is_open and state == self._view.scene.state:
            self._futures = futures
            self._show()

    def _drop(self) -> None:
        """Hold nothing any more, and show the run or the replay again."""
        self._notice.withdraw_question(self._question)
        self._hand.drop()
        self._shown = self._awaited = None
        self._view_presenter.let_go()

    def _on_cancelled(self) -> None:
        goes_on, self._goes_on = self._goes_on, False
        self._drop()
        if goes_on and self._view_presenter.replaying:
            self._player.play()
        elif goes_on:
            self._controller.run()
        self._show()

    # Putting

    def _on_put(self) -> None:
        latest = self._controller.latest
        if self._view_presenter.replaying:
            self._replay_from_here()
        elif latest.is_past and latest.fork is None:
            self._question = _(
                "This is the past of the run, which stays as it was. To put it elsewhere here begins a fork beside the run."
            )
            answers = list(zip(ANSWERS, (_("Fork and put it there"), _("Leave it")), strict=True))
            self._notice.ask(self._question, answers)
        else:
            self._put()

    def _put(self) -> None:
        values, goes_on = self._hand.values, self._goes_on
        self._goes_on = False
        self._hand.drop()
        self._awaited = values
        self._controller.intervene("set_state", {"state": list(values)})
        if goes_on:
            self._controller.run()
        self._show()

    def _on_answer(self, name: str) -> None:
        if name in ANSWERS and self._hand.is_holding:
            if name == ANSWERS[0]:
                self._put()
            else:
                self._on_cancelled()

    def _on_refused(self, name: str, why: str) -> None:
        if self._awaited is not None:
            self._drop()

    def _replay_from_here(self) -> None:
        policy = self._player.policy
        assert policy is not None
        work = _RecordingFromHere(policy, self._player.recording.seed, self._hand.state)
        self._goes_on = False
        self._hand.drop()
        self._tasks.start(work, self._on_recorded, self._on_failed)

    def _on_recorded(self, result: tuple[Policy, Recording]) -> None:
        policy, played = result
        self._drop()
        if self._view_presenter.replaying and self._player.policy is policy:
            self._player.add(played)

    def _on_failed(self, message: str) -> None:
        self._drop()
        self._notice.show_message(message, kind="error")

    # What happens beside

    def _on_scene(self, scene: Scene) -> None:
        """Follow the picture while nothing is held; let go where somebody else shows another one."""
        if not self.is_open or scene is self._shown or self._hand.placing is None:
            return
        if self._hand.is_holding:
            self._hand.drop()
            self._shown = None
            self._view_presenter.let_go()
        moves = self._controller.is_running or self._player.is_playing
        is_over = scene.terminated or scene.truncated
        self._futures = {}
        self._opinions = {} if moves or is_over else self._advice.opinions(scene.state)
        self._show()

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        self._enable()
        if not self.is_open or self._view_presenter.replaying:
            return
        is_running = snapshot.state is TrainerState.RUNNING
        if self._awaited is not None:
            placing, scene = self._view_presenter.settings.card.placing, snapshot.scene
            if is_running or (placing and scene and placing.values(scene.state) == self._awaited):
                self._drop()
        elif self._hand.is_holding and self._held_at is None and not is_running:
            self._held_at = snapshot.n_steps
        elif self._hand.is_holding and self._held_at not in (None, snapshot.n_steps):
            self._goes_on = False
            self._on_cancelled()
        if not is_running:
            self._ask_policies(snapshot)

    def _on_run_replaced(self, snapshot: Snapshot) -> None:
        self._goes_on = False
        self._reopen()
        self._enable()

    def _on_replaying_changed(self) -> None:
        self._goes_on = False
        self._reopen()
        self._enable()

    # The policies

    def _ask_policies(self, snapshot: Snapshot) -> None:
        key = (snapshot.run, snapshot.n_steps, snapshot.n_updates, self._view_presenter.replaying, self._loaded.loaded)
        if key == self._asked_for or snapshot.settings is None:
            return
        self._asked_for = key
        self._controller.take_policy("untested", CURRENT)
        self._controller.take_policy("untested best", BEST)
        self._take_policies()

    def _on_policy_taken(self, policy: Policy | None, purpose: object) -> None:
        role = {CURRENT: "current", BEST: "best"}.get(purpose) if isinstance(purpose, str) else None
        if role is None or not self.is_open:
            return
        self._of_run.pop(role, None)
        if policy is not None:
            self._of_run[role] = policy
        self._take_policies()

    def _take_policies(self) -> None:
        """Ask the policies for this environment that there are from now on."""
        shown, latest = self._view_presenter.settings, self._controller.latest
        replayed = self._player.policy if self._view_presenter.replaying else None
        found = {"replayed": replayed, **{role: self._of_run.get(role) for role in ("current", "best")}}
        found["loaded"] = None if self._loaded.loaded is replayed else self._loaded.loaded
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
        if self._hand.is_holding:
            self._show_held()
        else:
            self._on_scene(self._view.scene)


class _RecordingFromHere:
    def __init__(self, policy: Policy, seed: int, start: State) -> None:
        self._policy, self._seed, self._start = policy, seed, start

    def __call__(self, task: BackgroundTask) -> tuple[Policy, Recording]:
        return self._policy, recording.record_episode(self._policy, self._seed, self._start)
