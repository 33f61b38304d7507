"""Anything that can be done in the window, in any order: it shows what the trainer has, and the run stays what it was."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction

from playground.agents.nn.backend import prepare_thread, release_thread
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.hyper import Hyper, hypers
from playground.ui.trainer.messages import TrainerState
from playground.ui.view.speed_control import FASTEST, SPEEDS
from playground.ui.window.status_bar import WORDS
from tests.engine.machine_model import SeenRun, moment_of
from tests.ui.driven_window import DrivenWindow, Watch

DONE: Counter[str] = Counter()  # how often each thing was done, over all sequences of this process
PAIRS = (("CartPole-v1", "dqn"), ("GridWorld-v1", "q-table"), ("CartPole-v1", "a2c"), ("CartPole-v1", "reinforce"))
MOST_STEPS = 1500  # of a run that is left to run on
SLOW, QUICK = SPEEDS.index(50), FASTEST
FOLDERS = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
NEED_A_RUN = ("act_run", "act_step", "act_step_episode", "act_evaluate", "act_save", "act_replay", "act_step_forward")

percents = st.integers(0, 100)
numbers = st.integers(0, 999)


class WindowMachine(RuleBasedStateMachine):
    """A person at the window, who does one thing after the other and sometimes does not wait for the answer."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="window-machine-"))
        variables = {name: str(self.folder / name.lower()) for name in FOLDERS}
        self._variables = patch.dict(os.environ, variables)
        self._variables.start()
        for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
            QSettings.setPath(kind, QSettings.Scope.UserScope, variables["XDG_CONFIG_HOME"])
        self.watch = Watch()
        self.watch.__enter__()
        self.driven: DrivenWindow | None = None
        self.files: dict[str, Path] = {}

    @initialize()
    def open(self) -> None:
        DONE["sequences"] += 1
        self.driven = DrivenWindow()
        self.driven.window.speed.set_index(QUICK)
        self.know_another_run()

    def teardown(self) -> None:
        try:
            if self.driven is not None:
                try:
                    self.pause()
                    self.repeat()
                finally:
                    self.driven.close()
        finally:
            self.watch.__exit__()
            self._variables.stop()
            shutil.rmtree(self.folder, ignore_errors=True)
        assert self.watch.wrong == []

    # What there is

    @property
    def window(self) -> Any:
        return self.driven.window

    @property
    def latest(self) -> Any:
        return self.driven.latest

    @property
    def is_running(self) -> bool:
        return self.latest.state is TrainerState.RUNNING

    @property
    def is_long(self) -> bool:
        """Whether the run has so many steps that it should not go on by itself."""
        return bool(self.latest.n_steps >= MOST_STEPS)

    def know_another_run(self) -> None:
        """Know nothing of the run that is shown now."""
        self.run, self.seen, self.seen_b = self.latest.run, SeenRun(), None

    def did(self, what: str) -> None:
        DONE[what] += 1
        self.driven.settle()

    # What can be done. What depends on the clock is no precondition: hypothesis would find its dice inconsistent.

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

    def pause(self) -> None:
        self.driven.settle()
        if self.is_running:
            self.driven.trigger("act_run")
            self.driven.settle()
        self.window.speed.set_index(QUICK)

    @rule(number=numbers, percent=percents, drags=st.booleans())
    def set_hyper(self, number: int, percent: int, drags: bool) -> None:
        """Move a slider, type or choose: of any row, also of those that wait for a Reset."""
        fields = list(self.window.hyper_panel._form._fields.values())
        field = fields[number % len(fields)]
        for share in range(0, percent, 10) if drags else (percent,):
            if field.record.kind != "layers":
                field.editor.edited.emit(_value_at(field.record, share / 100))
        self.did("set a hyperparameter")

    @rule(number=numbers, percent=percents)
    def set_environment(self, number: int, percent: int) -> None:
        fields = list(self.window.hyper_panel._environment._fields.values())
        field = fields[number % len(fields)]
        field.editor.edited.emit(_value_at(field.record, percent / 100))
        self.did("set the environment")

    @rule(name=st.sampled_from(["gamma", "learning_rate", "seed"]), value=st.sampled_from([-3.0, 1e9, "x"]))
    def set_what_is_refused(self, name: str, value: Any) -> None:
        self.window.controller.set_hyper(name, value, 0)
        self.did("set what is refused")

    @rule()
    def release(self) -> None:
        for name in sorted(self.latest.held):
            self.window.hyper_panel._form._fields[name].release()
        self.did("release")

    @rule()
    def diverge(self) -> None:
        """Set a learning rate that is far too high, run a little, and take the help that is offered."""
        most = hypers(self.latest.settings.params).get("learning_rate").high
        learning_rate = self.window.hyper_panel._form._fields["learning_rate"]
        learning_rate.editor.edited.emit(most)
        self.run_some_steps(30)
        if self.latest.fix is not None:
            DONE["diverged and was put back"] += 1
            self.driven.answer()
        else:
            learning_rate.editor.edited.emit(1e-3)
        self.did("diverge")

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

    @rule()
    def ask_what_if(self) -> None:
        self.driven.trigger("act_what_if")
        self.did("ask what if")

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

    @rule(kind=st.sampled_from(["policy", "session", "recipe"]))
    def save(self, kind: str) -> None:
        path = (
            self.folder / f"saved{len(self.files)}.{'rlp rls rlr'.split()['policy session recipe'.split().index(kind)]}"
        )
        if kind == "policy":
            self.window.controller.take_policy("current", path)
        elif kind == "session":
            self.window.sessions.save(str(path))
        else:
            self.window.recipes.save(str(path))
        self.did(f"save a {kind}")
        if kind != "recipe" or path.exists():
            assert path.exists(), self.window.notice.text
            self.files[f"{kind} {len(self.files)}"] = path

    @rule(number=numbers, answers=st.booleans(), damage=st.integers(0, 5))
    def open_file(self, number: int, answers: bool, damage: int) -> None:
        """Open a file that was saved, or one that was damaged since."""
        if not self.files:
            return
        name = sorted(self.files)[number % len(self.files)]
        path = self.files[name]
        if damage == 0:
            data = path.read_bytes()
            path = path.with_stem("damaged")
            path.write_bytes(data[: len(data) // 2])
        run = self.latest.run
        self.window.files.open(str(path))
        self.driven.settle()
        if damage == 0:
            assert self.latest.run == run
            assert self.window.notice.isVisible()
        elif answers:
            self.driven.answer()
        self.did(f"open a {'damaged ' * (damage == 0)}{name.split()[0]}")

    @rule()
    def copy_and_paste_recipe(self) -> None:
        self.driven.trigger("act_copy_recipe")
        self.driven.settle()
        self.driven.trigger("act_paste_recipe")
        self.driven.settle()
        self.driven.answer()
        self.did("copy and paste a recipe")

    @rule(number=numbers)
    def answer(self, number: int) -> None:
        """Do what the notice offers, whatever it is about."""
        if self.driven.answer():
            self.did("answer")

    @rule(number=st.integers(0, len(PAIRS)))
    def reset(self, number: int) -> None:
        if number < len(PAIRS):
            self.window.training.choose(PRESETS.first(*PAIRS[number]), "Another.")
        self.driven.trigger("act_reset")
        self.did("reset")

    @rule(keeps=st.booleans())
    def close_and_reopen(self, keeps: bool) -> None:
        """Close the window and open it again; what is to be kept is saved before, and opened after."""
        self.pause()
        if self.latest.fork is not None:
            self.window.controller.close_fork()
            self.driven.settle()
            self.all_holds()
        path = self.folder / "kept.rls"
        if keeps:
            self.window.sessions.save(str(path))
            self.driven.settle()
            assert path.exists(), self.window.notice.text
        self.repeat()
        self.driven.close()
        seen = self.seen
        self.driven = DrivenWindow()
        self.window.speed.set_index(QUICK)
        assert self.latest.n_steps == 0
        self.know_another_run()
        if keeps:
            self.window.files.open(str(path))
            self.driven.settle()
            self.run, self.seen = self.latest.run, seen
        self.did("close and reopen")

    # What holds always

    @invariant()
    def all_holds(self) -> None:
        if self.driven is None:
            return
        assert self.watch.wrong == []
        self.driven.settle()
        if self.is_running:  # the trainer goes on while we look
            return
        snapshot, travel = self.latest, self.driven.travel
        self.what_is_told_is_what_is(snapshot, travel)
        self.what_is_shown_is_what_is_told(snapshot)
        self.what_is_seen_again_is_the_same(snapshot, travel)

    def what_is_told_is_what_is(self, snapshot: Any, travel: Any) -> None:
        session = travel.session
        assert snapshot.state in (TrainerState.PAUSED, TrainerState.FINISHED), snapshot.reason
        assert (snapshot.n_steps, snapshot.n_episodes) == (session.n_steps, session.n_episodes)
        assert snapshot.present_steps == travel.shown_timeline.session.n_steps
        assert snapshot.is_past == travel.is_past == (snapshot.n_steps < snapshot.present_steps)
        assert snapshot.values == {
            record.name: getattr(session.params, record.name) for record in hypers(session.params)
        }
        assert snapshot.held == session.agent.schedules.held
        assert snapshot.scene.state == session.state
        assert snapshot.settings is session.settings
        assert list(snapshot.keyframes) == travel.timeline.keyframe_steps()
        assert snapshot.busy is None
        assert (snapshot.fork is None) == (travel.fork is None)
        assert snapshot.trace is None or snapshot.trace.step == snapshot.n_steps
        if travel.fork is not None:
            assert snapshot.fork.metrics is travel.fork.b.metrics
            assert snapshot.fork.a_steps == travel.timeline.session.n_steps
            assert snapshot.fork.scene.state == travel.fork.a.state

    def what_is_shown_is_what_is_told(self, snapshot: Any) -> None:
        window = self.window
        actions = window.actions_by_name
        replays, forks = window.replaying, snapshot.fork is not None
        assert window.status._state.text() == WORDS[snapshot.state]
        assert window.status._steps.text().split()[0] == f"{snapshot.n_steps:,}"
        assert window.status._episodes.text().split()[0] == f"{snapshot.n_episodes:,}"
        assert [name for name in (*NEED_A_RUN, "act_reset", "act_load") if not actions[name].isEnabled()] == []
        assert actions["act_run"].text() == "Run"
        for name in ("act_step_back", "act_episode_back"):
            assert actions[name].isEnabled() == (replays or (snapshot.n_steps > 0 and not forks)), name
        assert actions["act_to_present"].isEnabled() == snapshot.is_past
        assert actions["act_fork"].isEnabled() != forks
        assert window.fork_bar.isHidden() != forks
        assert window.pair.is_double == (forks and not replays)
        for form, values in (
            (window.hyper_panel._form, snapshot.values),
            (window.hyper_panel._environment, snapshot.environment_values),
        ):
            for name, field in form._fields.items():
                if not field.state.waits_for_reset:
                    assert field.state.shown == values[name], f"{name}: {field.state.shown} instead of {values[name]}"

    def what_is_seen_again_is_the_same(self, snapshot: Any, travel: Any) -> None:
        if snapshot.run != self.run:
            self.know_another_run()
        if travel.fork is None:
            self.seen_b = None
        elif self.seen_b is None:
            self.seen_b = SeenRun()
        self.seen.note(travel.timeline.session)
        if travel.fork is None:
            self.seen.note(travel.session)
        else:
            self.seen.note(travel.fork.a)
            self.seen_b.note(travel.fork.b)

    def repeat(self) -> None:
        """Make the run again without a window, from its settings and inputs alone."""
        self.all_holds()
        if self.driven.travel.fork is not None and self.driven.travel.fork.a is not self.driven.travel.timeline.session:
            DONE["made again beside a fork"] += 1
        present, seen = self.driven.travel.timeline.session, self.seen
        prepare_thread()
        try:
            session = Session(present.settings, (*present.inputs, *present.to_come))
            evaluator = Evaluator(session)
            while session.n_calls < present.n_calls:
                if moment_of(session) in seen.moments:
                    seen.note(session)
                session.step()
                if evaluator.due():
                    evaluator.run()
            if len(present.inputs) > len(session.inputs):
                session.catch_up()
            assert moment_of(session) == moment_of(present)
            seen.note(session)
            DONE["made again from its inputs"] += 1
        finally:
            release_thread()


def _value_at(record: Hyper, share: float) -> Any:
    if record.kind == "choice":
        return record.choices[int(share * (len(record.choices) - 1))]
    return record.check(
        (round if record.kind == "int" else float)(record.slider_low + share * (record.slider_high - record.slider_low))
    )
