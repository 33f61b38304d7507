"""Actions: going back in the run, and forking it."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.ui.state_machine.checks import WindowChecks
from tests.ui.state_machine.state import percents


class TravelActions(WindowChecks):
    """Ways to moments of the past and back, and what becomes of a fork."""

    @rule(percent=percents, again=percents, drags=st.booleans())
    def goto(self, percent: int, again: int, drags: bool) -> None:
        present = self.latest.present_steps
        for share in (percent, again) if drags else (percent,):
            self.window.timeline_bar.strip.goto_requested.emit(share * present // 100)
        self.did("goto")

    @rule(
        name=st.sampled_from(["act_step_back", "act_step_forward", "act_episode_back", "act_to_present"]),
        n=st.integers(1, 4),
    )
    def go_by_key(self, name: str, n: int) -> None:
        for _ in range(n):
            self.driven.trigger(name)
        self.did(name)

    @rule()
    def episode_forward(self) -> None:
        if self.latest.is_past:
            self.window.timeline.episode_forward()
            self.did("episode forward")

    @rule()
    def fork(self) -> None:
        self.driven.trigger("act_fork")
        self.did("fork")

    @rule(which=st.sampled_from(["promote", "close_fork"]), answers=st.booleans())
    def end_fork(self, which: str, answers: bool) -> None:
        if self.latest.fork is None:
            return
        getattr(self.window.fork_bar, which).click()
        if answers:
            self.driven.answer()
        self.did(which)
