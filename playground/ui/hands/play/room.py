"""Room of a game, made when somebody first plays: keys, card and scoreboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from playground.engine.evaluation.scores import Scores, scores_from
from playground.ui.hands.play.card import PlayCard
from playground.ui.hands.play.game import Game, GameState
from playground.ui.hands.play.held_keys import HeldKeys
from playground.ui.hands.play.key_map import KeyMap
from playground.ui.hands.play.overlay import PlayOverlay
from playground.ui.hands.play.standings import Standings
from playground.ui.support.background_task import BackgroundTask, BackgroundTasks
from playground.ui.view.env_view import EnvView

if TYPE_CHECKING:
    from playground.engine.evaluation.policy import Policy


class PlayRoom(QObject):
    """A person's games against one policy after the other."""

    stop_wanted = Signal()
    give_wanted = Signal(dict)  # the payload of the input add_episode
    failed = Signal(str)  # the game, and why
    scoring_failed = Signal(str)

    def __init__(self, view: EnvView, place: QWidget, tasks: BackgroundTasks, parent: QObject) -> None:
        """The card goes into `place`."""
        super().__init__(parent)
        self._view, self._tasks = view, tasks
        self._policy: Policy | None = None
        self._seed = 0  # of the start that is played
        self._standings = Standings()
        self._scoring: BackgroundTask | None = None
        self._why_not_given = ""
        self._is_given = False
        self.game = game = Game(self)
        self.card = card = PlayCard()
        layout = place.layout()
        assert layout is not None
        layout.addWidget(card)
        self._keys = keys = HeldKeys(view, self)
        self._overlay = PlayOverlay(view, game)
        keys.pressed.connect(game.press)
        keys.changed.connect(self._on_held)
        keys.lost.connect(game.pause)
        keys.went_on.connect(self._on_went_on)
        keys.asked_again.connect(self._on_same)
        keys.escaped.connect(self.stop_wanted)
        game.scene_changed.connect(view.show_scene)
        game.scene_changed.connect(self._show)
        game.changed.connect(self._on_changed)
        game.ended.connect(self._on_ended)
        game.failed.connect(self.failed)
        card.speed_chosen.connect(game.set_speed)
        card.stop_wanted.connect(self.stop_wanted)
        card.next_wanted.connect(self._on_next)
        card.same_wanted.connect(self._on_same)
        card.give_wanted.connect(self._on_give)

    def open(self, policy: Policy, seed: int, why_not_given: str) -> None:
        """Play against a policy, from the start of a seed on.

        `why_not_given` is why no episode can be given to the learner, if none can.
        """
        self._policy, self._standings, self._why_not_given = policy, Standings(), why_not_given
        keys = KeyMap(policy.settings.card)
        self.card.show_keys(keys, policy.settings.card.steps_per_second)
        self.game.set_speed(self.card.speed)
        self._keys.begin(keys)
        self._begin(seed)

    def close(self) -> None:
        """End the game that is played; the picture has its keys again."""
        self._keys.end()
        self._stop_scoring()
        self.game.stop()

    def take_back_given(self) -> None:
        """Let the episode be given once more: the run refused it."""
        self._is_given = False
        self._show_give()

    def _begin(self, seed: int) -> None:
        assert self._policy is not None
        self._seed, self._is_given = seed, False
        self._view.setFocus()
        card = self._policy.settings.card
        self.game.begin(card, self._policy.environment_params, seed, KeyMap(card))
        if self.game.episode is None:
            return  # it failed
        self._on_held()
        self._score(seed)
        self._show_give()
        self.card.scoreboard.show_standings(self._standings, seed)

    def _score(self, seed: int) -> None:
        if seed not in self._standings.others and self._policy is not None:
            self._stop_scoring()
            self._scoring = self._tasks.start(_Scoring(self._policy, seed), self._on_scored, self._on_scoring_failed)

    def _stop_scoring(self) -> None:
        if self._scoring is not None and isValid(self._scoring):
            self._scoring.requestInterruption()
        self._scoring = None

    def _on_scored(self, result: tuple[Policy, int, Scores]) -> None:
        policy, seed, scores = result
        if policy is self._policy:
            self._standings.others[seed] = scores
            self.card.scoreboard.show_standings(self._standings, self._seed)

    def _on_scoring_failed(self, message: str) -> None:
        self.scoring_failed.emit(message)  # the game goes on without those to compare with

    def _on_held(self) -> None:
        self.game.hold(self._keys.action)

    def _on_changed(self) -> None:
        self._keys.listens_to_mouse = self.game.state is GameState.PLAYING
        self._show()

    def _show(self) -> None:
        self.card.show_game(self.game)

    def _on_went_on(self) -> None:
        match self.game.state:
            case GameState.PLAYING:
                self.game.pause()
            case GameState.PAUSED:
                self.game.go_on()
            case GameState.ENDED:
                self._on_next()

    def _on_next(self) -> None:
        if self.game.state is GameState.ENDED:
            self._begin(self._seed + 1)

    def _on_same(self) -> None:
        if self.game.state is GameState.ENDED:
            self._begin(self._seed)

    def _on_ended(self) -> None:
        episode = self.game.episode
        assert episode is not None
        self._standings.yours[episode.seed] = episode.total
        self.card.scoreboard.show_standings(self._standings, self._seed)
        self._show_give()

    def _on_give(self) -> None:
        if self.game.episode is not None and self.game.episode.is_over:
            self._is_given = True
            self._show_give()
            self.give_wanted.emit(self.game.episode.as_input())

    def _show_give(self) -> None:
        is_over = self.game.state is GameState.ENDED
        self.card.show_give(self._why_not_given, is_over=is_over, is_given=self._is_given)


class _Scoring:
    def __init__(self, policy: Policy, seed: int) -> None:
        self._policy, self._seed = policy, seed

    def __call__(self, task: BackgroundTask) -> Any:
        return self._policy, self._seed, scores_from(self._policy, self._seed, task.isInterruptionRequested)
