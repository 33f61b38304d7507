"""Presenter for placing: what is held, what policies make of it, putting it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from playground.envs.scene import Ghost, Scene
from playground.i18n import _
from playground.ui.files.policy_presenter import PolicyPresenter
from playground.ui.hands.place.advice import Advice, Futures
from playground.ui.hands.place.asked_policies import AskedPolicies
from playground.ui.hands.place.card import PlaceCard
from playground.ui.hands.place.hand import Hand
from playground.ui.hands.place.outline import Outlines
from playground.ui.hands.place.recording_from_here import RecordingFromHere
from playground.ui.hands.place.text import held_words, idle_words, rows_of
from playground.ui.hands.place.toggle import PlaceToggle
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
    from playground.engine.evaluation.opinion import Opinion
    from playground.engine.evaluation.policy import Policy
    from playground.engine.evaluation.recording import Recording
    from playground.envs.base import State

ANSWERS = ("place_fork", "place_not")


class PlacePresenter(QObject):
    """Placing, from the toggle to the put.

    While something is held the run or the replay stands still, and the picture and the bars show the state under the
    hand. The run is touched by the put alone, which is an input of it.
    """

    holding_changed = Signal(bool)

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
        self._player, self._card = player, card
        self._notice, self._theme, self._tasks = notice, theme, policies.tasks
        self._toggle = PlaceToggle(controller, view_presenter, view, action, self)
        self._outlines = Outlines(view, theme)
        self._hand = Hand(view, self)
        self._advice = Advice(policies.tasks, self)
        self._asked = AskedPolicies(controller, view_presenter, player, policies, self._advice, self)
        self._taken_from: Scene | None = None  # what was shown when something was taken
        self._shown: Scene | None = None  # that this shows while something is held
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
            (self._hand.left, self._toggle.turn_off),
            (card.put_requested, self._hand.ask_put),
            (card.cancel_requested, self._hand.ask_cancel),
            (card.left, self._toggle.turn_off),
            (self._toggle.ended, self._end),
            (self._asked.changed, self._on_policies_changed),
            (self._outlines.moved, self._show),
            (self._advice.futures_played, self._on_futures),
        ):
            signal.connect(slot)
        view.scene_changed.connect(self._on_scene)
        controller.snapshot_shown.connect(self._on_snapshot)
        controller.run_replaced.connect(self._begin_anew)
        controller.refused.connect(self._on_refused)
        notice.action_chosen.connect(self._on_answer)
        view_presenter.replaying_changed.connect(self._begin_anew)

    @property
    def is_open(self) -> bool:
        """Whether a drag in the picture puts something elsewhere."""
        return self._toggle.is_on

    # Opening and closing

    def _on_toggled(self, is_open: bool) -> None:
        if not is_open:
            if self._hand.is_holding:
                self._on_cancelled()
            self._drop()
            self._hand.close()
            self._asked.forget()
            self._outlines.hide()
            self._card.hide()
            return
        self._hand.open(self._view_presenter.settings.card)
        self._card.show()
        self._asked.ask(self._controller.latest)
        self._view.setFocus()
        self._show()

    def _end(self) -> None:
        """Close for good: what ran before does not go on."""
        self._goes_on = False
        self._toggle.turn_off()

    def _begin_anew(self) -> None:
        """Begin anew where another run, or a replay, is shown."""
        was_open = self.is_open
        if was_open:
            self._end()
        self._toggle.refresh()
        if was_open:
            self._toggle.turn_on()

    # Holding

    def _on_taken(self) -> None:
        latest = self._controller.latest
        replaying = self._view_presenter.replaying
        self._goes_on = self._player.is_playing if replaying else latest.state is TrainerState.RUNNING
        self._held_at = self._awaited = None
        self._taken_from = self._view.scene
        self.holding_changed.emit(True)
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
        first = self._opinions.get(self._asked.first)
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
        self._card.show_rows(rows_of(self._advice.policies, self._opinions, self._futures))
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
        self.holding_changed.emit(False)

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
        work = RecordingFromHere(policy, self._player.recording.seed, self._hand.state)
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
        """Follow the picture, and let go where somebody else shows another one."""
        if not self.is_open or scene is self._shown or self._hand.placing is None:
            return
        if self._hand.is_holding:
            self._drop()
            return
        moves = self._controller.is_running or self._player.is_playing
        is_over = scene.terminated or scene.truncated
        self._futures = {}
        self._opinions = {} if moves or is_over else self._advice.opinions(scene.state)
        self._show()

    def _on_snapshot(self, snapshot: Snapshot) -> None:
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
            self._asked.ask(snapshot)

    def _on_policies_changed(self) -> None:
        if self._hand.is_holding:
            self._show_held()
        elif self.is_open:
            self._on_scene(self._view.scene)
