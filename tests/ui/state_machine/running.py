"""Actions: running, pausing, evaluating, replaying, breakpoints and the look."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from playground.ui.trainer.snapshot import TrainerState
from tests.ui.state_machine.checks import WindowChecks
from tests.ui.state_machine.state import DONE, MOST_STEPS, SLOW


class RunActions(WindowChecks):
    """What the run bar, the view and the breakpoints offer.

    What depends on the clock is no precondition: hypothesis would find its choices inconsistent.
    """

    @rule(n=st.integers(1, 8))
    def step(self, n: int) -> None:
        for _ in range(n):
            self.driven.trigger("act_step")
        self.did("step")

    @rule()
    def step_episode(self) -> None:
        if self.is_long:
            return
        self.driven.trigger("act_step_episode")
        self.driven.until(lambda: not self.is_running or self.latest.n_steps > MOST_STEPS, "the end of the episode")
        self.did("to the end of the episode")

    @rule(n=st.integers(1, 60))
    def run_some_steps(self, n: int) -> None:
        """Run, and pause after a while; the steps that are made meanwhile are as many as they are."""
        if self.is_long:
            return
        goal = self.latest.n_steps + n
        if not self.is_running:
            self.driven.trigger("act_run")
        self.driven.until(lambda: self.latest.n_steps >= goal or self.latest.state is not TrainerState.RUNNING, "steps")
        self.pause()
        DONE["run and pause"] += 1

    @rule()
    def run_on(self) -> None:
        """Run slowly, and go on to something else meanwhile."""
        if self.is_long:
            return
        self.window.speed.set_index(SLOW)
        if not self.is_running:
            self.driven.trigger("act_run")
        self.did("run on")

    @rule()
    def toggle_run(self) -> None:
        if self.is_running or not self.is_long:
            self.window.speed.set_index(SLOW)
            self.driven.trigger("act_run")
            self.did("run or pause")

    @rule()
    def evaluate(self) -> None:
        self.driven.trigger("act_evaluate")
        self.did("evaluate")

    @rule(leaves=st.booleans())
    def replay(self, leaves: bool) -> None:
        self.driven.trigger("act_replay")
        self.driven.settle()
        if leaves:
            self.window.view_presenter.leave_replay()
        self.did("replay")

    @rule(name=st.sampled_from(["act_push_left", "act_push_right"]), forks=st.booleans())
    def push(self, name: str, forks: bool) -> None:
        """Push what is shown, the run or the replay; in the past, take the fork that is offered, or not."""
        is_past = self.latest.is_past and self.window.view_presenter.shows_run
        self.driven.trigger(name)
        if is_past and forks:
            self.driven.answer()
            DONE["pushed in a fork from the past"] += 1
        self.did("push")

    @rule(leaves=st.booleans())
    def play(self, leaves: bool) -> None:
        """Play oneself; whatever is done next ends the game, or does not mind it."""
        self.driven.trigger("act_play")
        self.driven.settle()
        if leaves:
            self.window.play.stop()
        self.did("play")

    @rule()
    def ask_what_if(self) -> None:
        self.driven.trigger("act_what_if")
        self.did("ask what if")

    @rule(text=st.sampled_from(["episode_step >= 5", "explored", "loss > 1", "no_such_name > 1", "step ==="]))
    def add_breakpoint(self, text: str) -> None:
        self.window.breakpoints_panel.add(text)
        self.did("add a breakpoint")

    @rule()
    def switch_breakpoints(self) -> None:
        for item in self.window.breakpoints_panel._items():
            is_on = item.checkState() is Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked)
        self.did("switch the breakpoints")

    @rule(theme=st.sampled_from(["dark", "light"]), size=st.sampled_from([(1024, 700), (1280, 800)]))
    def look_different(self, theme: str, size: tuple[int, int]) -> None:
        self.window.findChild(QAction, f"act_theme_{theme}").trigger()
        self.window.resize(*size)
        self.did("another look")
