"""A run under test: its settings, its past, and what was seen of it."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.history.keyframe import keyframe_of
from playground.engine.history.keyframe_store import size_of
from playground.engine.history.time_travel import TimeTravel
from playground.engine.history.timeline import Timeline
from playground.engine.run.session import Session
from playground.engine.run.settings import Settings
from tests.engine.state_machine.seen_run import SeenRun
from tests.engine.state_machine.small_runs import PAIRS, settings_of, small_scale

DONE: Counter[str] = Counter()  # how often each thing was done, over all sequences of this process
EVERY = 60  # env steps between evaluations
KEYFRAMES = 6  # that the budget has room for

numbers = st.integers(0, 999)
percents = st.integers(0, 100)  # no floats: this thread has no denormal ones, and hypothesis insists on them


class RunState(RuleBasedStateMachine):
    """A run, its past and a fork beside it, and what was seen of them."""

    def __init__(self) -> None:
        super().__init__()
        prepare_thread()
        self._scale = small_scale()
        self._scale.__enter__()
        self.fork_is_plain = False  # nothing was changed in it

    @initialize(pair=st.integers(0, len(PAIRS) - 1), seed=st.integers(0, 9))
    def begin(self, pair: int, seed: int) -> None:
        DONE["sequences"] += 1
        self.begin_with(settings_of(pair).with_values({"seed": seed}))

    def begin_with(self, settings: Settings, inputs: Any = ()) -> None:
        session = Session(settings, inputs, io.BytesIO())
        session.catch_up()
        budget = KEYFRAMES * size_of(keyframe_of(session))
        self.travel = TimeTravel(Timeline(session, Evaluator(session, EVERY), budget=budget))
        self.seen, self.seen_b = SeenRun(), SeenRun()
        self.inputs: list[str] = []
        self.asked: list[int] = []  # env steps at which somebody asked for an evaluation

    @property
    def session(self) -> Session:
        return self.travel.session

    @property
    def present(self) -> Session:
        return self.travel.timeline.session

    @property
    def seen_shown(self) -> SeenRun:
        return self.seen if self.travel.fork is None else self.seen_b
