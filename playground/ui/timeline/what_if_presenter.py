"""Presenter for “What if?”: other actions' futures as ghosts and in words."""

from __future__ import annotations

import dataclasses
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from playground.envs.scene import Ghost, Scene
from playground.i18n import _
from playground.lazy import lazy_import
from playground.ui.support.background_task import BackgroundTask, BackgroundTasks
from playground.ui.support.notice import Notice
from playground.ui.theme.palette import action_colours, rgb
from playground.ui.theme.reduced_motion import wants_motion
from playground.ui.theme.theme import Theme
from playground.ui.timeline.what_if_card import FutureLine, WhatIfCard
from playground.ui.timeline.what_if_text import action_words, as_input, forcing_words, future_words, verdict_words
from playground.ui.trainer.controller import Controller
from playground.ui.trainer.snapshot import TrainerState
from playground.ui.view.env_view import EnvView
from playground.ui.view.replay_player import ReplayPlayer
from playground.ui.view.view_presenter import ViewPresenter

if TYPE_CHECKING:
    from playground.engine.evaluation.policy import Policy
    from playground.engine.history import counterfactual
    from playground.engine.history.counterfactual import Branching, Counterfactual
    from playground.envs.base import EnvironmentCard
else:  # after the first paint
    counterfactual = lazy_import("playground.engine.history.counterfactual")

PURPOSE = "what if"  # of the policy that is asked for
FRAME_MS = 33
FOLLOWED = 8.0  # steps/s that an eye follows, at first,
SLOW_S = 3.0  # for so long; then
FASTER = 4.0  # steps/s faster every second, up to real time: a long future ends before long
ENDED = 0.35  # opacity of a future that is over
WHEEL = ("left", "right", "evaluation", "target", "change")  # colours of futures that have no action's


class WhatIfPresenter(QObject):
    """Futures of the frame that is shown, from the question to the next frame."""

    def __init__(
        self,
        controller: Controller,
        view_presenter: ViewPresenter,
        view: EnvView,
        player: ReplayPlayer,
        card: WhatIfCard,
        action: QAction,
        notice: Notice,
        tasks: BackgroundTasks,
        theme: Theme,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._controller, self._view_presenter, self._view, self._player = controller, view_presenter, view, player
        self._card, self._action, self._notice, self._tasks, self._theme = card, action, notice, tasks, theme
        self._tip = action.toolTip()
        self._asked: Scene | None = None  # the frame whose futures are being played
        self._result: Counterfactual | None = None
        self._environment: EnvironmentCard | None = None
        self._scene: Scene | None = None  # the frame they are shown over
        self._frame = 0
        self._played_from = (0.0, 0)
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._on_timer)
        self._enabled_for: tuple[object, bool] = (None, True)
        action.triggered.connect(self.ask)
        view.what_if_requested.connect(self.ask)
        view.escaped.connect(self.leave)
        view.scene_changed.connect(self._on_scene)
        card.left.connect(self.leave)
        card.moved.connect(self._on_moved)
        card.play_toggled.connect(self._on_play_toggled)
        card.do_it_chosen.connect(self._on_do_it)
        controller.policy_taken.connect(self._on_policy_taken)
        controller.snapshot_shown.connect(self._on_snapshot)
        view_presenter.replaying_changed.connect(self._enable_action)
        theme.changed.connect(self._show)

    @property
    def is_shown(self) -> bool:
        """Whether futures are shown over the view."""
        return self._result is not None

    def ask(self) -> None:
        """Show the futures of the frame that is shown; training and replay pause for that."""
        if not self._action.isEnabled():
            return
        if not self._view_presenter.replaying:
            self._controller.pause()
            self._controller.take_policy("untested", PURPOSE)
            return
        player = self._player
        player.pause()
        if player.policy is None:
            return
        recording, frame = player.recording, player.frame
        if frame == len(recording):
            self._refuse_at_end()
            return
        card = player.policy.settings.card
        moment = counterfactual.Branching(
            recording.states[frame], frame, card.steps_per_episode, recording.actions[frame]
        )
        self._compute(player.policy, moment)

    def leave(self) -> None:
        """Show the frame alone again."""
        scene, self._asked = self._scene, None
        if self._result is None:
            return
        self._timer.stop()
        self._card.hide()
        self._result = self._scene = None
        if scene is not None and self._view.scene.ghosts:
            self._view.show_scene(scene)

    def _on_policy_taken(self, policy: Policy, purpose: object) -> None:
        snapshot = self._controller.latest
        scene = snapshot.scene
        if purpose != PURPOSE or self._view_presenter.replaying or scene is None or policy.step != snapshot.n_steps:
            return
        if scene.terminated or scene.truncated:
            self._refuse_at_end()
            return
        self._view.show_scene(scene)  # the tick may not have drawn it yet
        limit = snapshot.values["steps_per_episode"]
        self._compute(policy, counterfactual.Branching(scene.state, scene.step, limit))

    def _compute(self, policy: Policy, moment: Branching) -> None:
        self.leave()
        self._asked = self._view.scene
        self._environment = policy.settings.card
        self._tasks.start(_Futures(policy, moment), self._on_played, self._on_failed)

    def _on_played(self, result: Counterfactual) -> None:
        if self._asked is None or self._view.scene is not self._asked or len(result.futures) < 2:
            return  # another frame is shown by now
        assert self._environment is not None
        self._result, self._scene, self._asked = result, self._asked, None
        environment = self._environment
        lines = [
            FutureLine(
                future_words(result, number, environment),
                action_words(environment, result.futures[number].action),
                colour,
                number > 0,
            )
            for number, colour in enumerate(self._colours())
        ]
        longest = max(len(future) for future in result.futures)
        verdict = verdict_words(result, self._environment)
        self._card.show_futures(lines, verdict, longest if environment.draws_ghosts else 0)
        self._show_forcing()
        if self._environment.draws_ghosts and wants_motion():
            self._play_from(0)
        else:
            self._show_frame(min(min(len(future) for future in result.futures), self._environment.steps_per_second))

    def _on_failed(self, message: str) -> None:
        self._asked = None
        self._notice.show_message(message, kind="error")

    def _refuse_at_end(self) -> None:
        self._notice.show_message(
            _("The episode is over in this frame, so there is no other action to try. Ask in an earlier frame.")
        )

    # Doing one of them

    def _on_do_it(self, number: int) -> None:
        """Let the run take the action of a future at its next step, in a fork.

        Where there is a fork already, which is to be changed anyway, it is its run B that does.
        """
        if self._result is None or self._environment is None or self._view_presenter.replaying:
            return
        action = as_input(self._environment, self._result.futures[number].action)
        had_keys = self._card.isAncestorOf(QApplication.focusWidget())
        self.leave()
        if had_keys:
            self._view.setFocus()
        if self._controller.latest.fork is None:
            self._controller.fork_here(action)
        else:
            self._controller.intervene("force_action", {"action": action})

    def _show_forcing(self) -> None:
        """Say what "Do it" does here, or why it cannot."""
        replaying = self._view_presenter.replaying
        tip = forcing_words(is_replay=replaying, is_forked=self._controller.latest.fork is not None)
        self._card.show_forcing(tip, is_possible=not replaying)

    # Going through the futures

    def _play_from(self, frame: int) -> None:
        self._played_from = (time.perf_counter(), frame)
        self._timer.start()
        self._card.show_playing(True)
        self._show_frame(frame)

    def _on_play_toggled(self) -> None:
        if self._timer.isActive():
            self._stop()
        else:
            self._play_from(0 if self._frame >= self._longest() else self._frame)

    def _stop(self) -> None:
        self._timer.stop()
        self._card.show_playing(False)

    def _on_timer(self) -> None:
        assert self._environment is not None
        since, first = self._played_from
        frame = first + steps_after(time.perf_counter() - since, self._environment.steps_per_second)
        if frame >= self._longest():
            self._stop()
        self._show_frame(min(frame, self._longest()))

    def _on_moved(self, frame: int) -> None:
        self._stop()
        self._show_frame(frame)

    def _show_frame(self, frame: int) -> None:
        self._frame = frame
        self._card.show_step(frame)
        self._show()

    def _longest(self) -> int:
        return 0 if self._result is None else max(len(future) for future in self._result.futures)

    def _show(self) -> None:
        """Draw the ghosts where they are now, in the colours of the theme."""
        if self._result is None or self._scene is None:
            return
        ghosts = [
            Ghost(
                future.states[min(self._frame, len(future))],
                rgb(getattr(self._theme.tokens, colour)),
                number > 0,
                ENDED if self._frame > len(future) else Ghost.opacity,
            )
            for number, (future, colour) in enumerate(zip(self._result.futures, self._colours(), strict=True))
        ]
        self._view.show_scene(dataclasses.replace(self._scene, ghosts=tuple(ghosts)))

    def _colours(self) -> list[str]:
        assert self._result is not None and self._environment is not None
        n_actions = 0 if self._environment.action_bounds else len(self._environment.actions)
        if 0 < n_actions <= len(WHEEL):
            return [action_colours(n_actions)[int(future.action)] for future in self._result.futures]
        return [WHEEL[number % len(WHEEL)] for number in range(len(self._result.futures))]

    # Other frames end it

    def _on_snapshot(self) -> None:
        self._enable_action()
        if self._result is not None:
            self._show_forcing()

    def _on_scene(self, scene: Scene) -> None:
        self._enable_action()
        if self._result is None or self._scene is None or scene.ghosts:
            return
        if scene == self._scene:
            self._show()  # the same frame was shown once more
        else:
            self.leave()

    def _enable_action(self) -> None:
        """Enable the action where it is possible, and say why where it is not."""
        latest, policy = self._controller.latest, self._player.policy
        if self._view_presenter.replaying and policy is not None:
            settings, is_ready = policy.settings, True
        else:
            is_ready = latest.state not in (TrainerState.GETTING_READY, TrainerState.FAILED)
            settings = latest.settings
        is_ready = is_ready and not self._view_presenter.playing
        if settings is None or (settings, is_ready) == self._enabled_for:
            return
        self._enabled_for = settings, is_ready
        restorable = settings.card.restored_by != "none"
        self._action.setEnabled(is_ready and restorable)
        why = _("“{environment}” cannot be put back to an earlier moment, so its other futures cannot be played.")
        self._action.setToolTip(self._tip if restorable else why.format(environment=settings.environment))


def steps_after(seconds: float, real_time: float) -> int:
    """Return how many steps the ghosts have gone since somebody let them go."""
    first = min(FOLLOWED, real_time)
    later = max(0.0, seconds - SLOW_S)
    gaining = min(later, (real_time - first) / FASTER)
    return int(first * seconds + FASTER * gaining * (gaining / 2 + later - gaining))


class _Futures:
    def __init__(self, policy: Policy, moment: Branching) -> None:
        self._policy, self._moment = policy, moment

    def __call__(self, task: BackgroundTask) -> Counterfactual:
        return counterfactual.counterfactual(self._policy, self._moment, task.isInterruptionRequested)
