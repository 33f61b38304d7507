"""What always holds of the window, and that its run can be made again."""

from __future__ import annotations

import shutil
from typing import Any

from hypothesis.stateful import invariant

from playground.agents.nn.backend import prepare_thread, release_thread
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.run.session import Session
from playground.hyper import hypers
from playground.ui.trainer.snapshot import TrainerState
from playground.ui.window.status_bar import WORDS
from tests.engine.state_machine.seen_run import SeenRun, moment_of
from tests.ui.state_machine.state import DONE, WindowState

NEED_A_RUN = ("act_run", "act_step", "act_step_episode", "act_evaluate", "act_save", "act_replay", "act_step_forward")


class WindowChecks(WindowState):
    """After each action all of this is checked; at the end the run is made again."""

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
        assert window.pair.is_double == (forks and not replays and not window.play.is_playing)
        for fields, values in (
            (self.hyper_fields, snapshot.values),
            (self.environment_fields, snapshot.environment_values),
        ):
            for name, field in fields.items():
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
                    evaluator.run_if_due()
            if len(present.inputs) > len(session.inputs):
                session.catch_up()
            assert moment_of(session) == moment_of(present)
            seen.note(session)
            DONE["made again from its inputs"] += 1
        finally:
            release_thread()
