"""Presenter for pushes: to whatever the view shows.

That is the run, run B of a fork, or the episode of a replay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAction

from playground.i18n import _
from playground.ui.hands.push.arrow import PushArrow
from playground.ui.hands.push.mouse import PushByMouse
from playground.ui.hands.push.pace import PushPace
from playground.ui.hands.push.replay_push import ReplayPush
from playground.ui.hands.push.words import action_words, push_words, why_not
from playground.ui.support.background_task import BackgroundTasks
from playground.ui.support.notice import Notice
from playground.ui.theme.theme import Theme
from playground.ui.trainer.controller import Controller
from playground.ui.trainer.snapshot import TrainerState
from playground.ui.view.env_view import EnvView
from playground.ui.view.replay_player import ReplayPlayer
from playground.ui.view.view_presenter import ViewPresenter

if TYPE_CHECKING:
    from playground.envs.base import EnvironmentCard

BY_KEY = 0.25  # of the hardest push, for each press of a key
IN_FORK = "push_in_fork"  # what the notice offers in the past
_NEVER = (TrainerState.GETTING_READY, TrainerState.FAILED)


class PushPresenter(QObject):
    """Pushes by the mouse in the view, and by the keys and the menu."""

    def __init__(
        self,
        controller: Controller,
        view_presenter: ViewPresenter,
        view: EnvView,
        player: ReplayPlayer,
        actions: dict[str, QAction],
        notice: Notice,
        tasks: BackgroundTasks,
        theme: Theme,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._controller, self._view_presenter, self._view, self._notice = controller, view_presenter, view, notice
        self._left, self._right = actions["act_push_left"], actions["act_push_right"]
        self._tip = self._left.toolTip(), self._right.toolTip()
        self._shown_for: tuple[EnvironmentCard, bool] | None = None
        self._in_past = 0.0  # the push that was refused there
        self._replay = ReplayPush(player, notice, tasks, self)
        self._arrow = PushArrow(view, theme)
        self._mouse = PushByMouse(view, self._arrow, self)
        self._pace = PushPace(self)
        self._mouse.pushed.connect(self.push)
        self._pace.due.connect(self._on_due)
        self._left.triggered.connect(self._on_left)
        self._right.triggered.connect(self._on_right)
        notice.action_chosen.connect(self._on_notice)
        view.scene_changed.connect(self._update)
        controller.snapshot_shown.connect(self._update)
        controller.run_replaced.connect(self._on_other_shown)
        view_presenter.replaying_changed.connect(self._on_other_shown)
        self._update()

    def push(self, change: float) -> None:
        """Push what the view shows, as hard as it goes at most.

        In the past, say what can be pushed instead.
        """
        push = self._view.card.push
        if push is None or not self._mouse.is_possible:
            return
        change = min(max(change, -push.most), push.most)
        if self._is_past:
            self._in_past = change
            self._notice.show_message(
                _("What is past has happened: only the present or a fork can be pushed. The run stays as it is."),
                name=IN_FORK,
                label=_("Fork here and push"),
            )
        else:
            self._pace.add(change, push.most)

    @property
    def _is_past(self) -> bool:
        return self._controller.latest.is_past and not self._view_presenter.replaying

    def _on_due(self, change: float) -> None:
        if self._view_presenter.replaying:
            if not self._replay.push(change):
                return
        else:
            self._controller.intervene("push", {"change": change})
        self._show_hit(change)

    def _show_hit(self, change: float) -> None:
        hit = self._mouse.shown(change)
        if hit is not None and not self._mouse.is_pulling:
            self._arrow.show_hit(hit)
        words = push_words(self._view.card, change)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._view, words))

    def _on_notice(self, name: str) -> None:
        if name == IN_FORK and self._is_past and self._in_past:
            self._controller.intervene("push", {"change": self._in_past})
            self._show_hit(self._in_past)
        self._in_past = 0.0

    def _on_left(self) -> None:
        self._push_by_key(_left_of(self._view.card))

    def _on_right(self) -> None:
        self._push_by_key(-_left_of(self._view.card))

    def _push_by_key(self, side: int) -> None:
        push = self._view.card.push
        if push is not None:
            self.push(side * BY_KEY * push.most)

    def _on_other_shown(self) -> None:
        self._mouse.cancel()
        self._arrow.clear()
        self._pace.clear()
        self._update()

    def _update(self) -> None:
        """Say what can be pushed in what is shown, and why not where nothing can."""
        card = self._view.card
        is_there = self._view_presenter.replaying or self._controller.latest.state not in _NEVER
        is_there = is_there and not self._view_presenter.playing  # a game has keys and mouse of its own
        if (card, is_there) == self._shown_for:
            return
        self._shown_for = card, is_there
        self._mouse.is_possible = is_there and card.push is not None
        side = _left_of(card)
        for action, tip, its_side in ((self._left, self._tip[0], side), (self._right, self._tip[1], -side)):
            action.setEnabled(self._mouse.is_possible)
            action.setToolTip(tip if card.push is not None else why_not(card))
            if card.push is not None:
                action.setText(action_words(card, its_side))


def _left_of(card: EnvironmentCard) -> int:
    """Return the sign of a push to the left.

    What turns is turned counterclockwise, as a wheel that is turned left.
    """
    return 1 if card.push is not None and card.push.names[1] == "push_counterclockwise" else -1
