"""Anything that can be done to a run, in any order: what was seen of it once is seen again, whatever was done between."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.evaluation.policy import policy_of
from playground.engine.history.archive import ArchiveLimits, archive_of, timeline_from
from playground.engine.history.keyframe import keyframe_of
from playground.engine.history.keyframe_store import size_of
from playground.engine.history.recipe import recipe_of
from playground.engine.history.time_travel import TimeTravel
from playground.engine.history.timeline import PastError, Timeline
from playground.engine.run.session import Session
from playground.engine.run.settings import Settings
from playground.engine.run.trace import Trace
from playground.errors import DivergedError, PlaygroundError
from playground.hyper import Hyper, hypers
from playground.store.policy.file import parse_policy, policy_bytes
from playground.store.recipe.file import parse_recipe, recipe_text
from playground.store.safe.errors import BadFileError
from playground.store.session.file import parse_session, session_bytes
from tests.engine.machine_model import PAIRS, SeenRun, inputs_of, moment_of, settings_of, small_scale, text_of

DONE: Counter[str] = Counter()  # how often each thing was done, over all sequences of this process
EVERY = 60  # env steps between evaluations
MOST_CALLS = 400  # of a run
KEYFRAMES = 6  # that the budget has room for
ALLOWED = ArchiveLimits(
    log_bytes=1 << 12, keyframe_bytes=1 << 15, best_bytes=1 << 12
)  # what is old of a run is left behind

numbers = st.integers(0, 999)
percents = st.integers(0, 100)  # no floats: this thread has no denormal ones, and hypothesis insists on them


class RunMachine(RuleBasedStateMachine):
    """A run, its past and a fork beside it, and what was seen of them."""

    def __init__(self) -> None:
        super().__init__()
        prepare_thread()
        self._scale = small_scale()
        self._scale.__enter__()
        self.fork_is_plain = False  # nothing was changed in it

    def teardown(self) -> None:
        try:
            if hasattr(self, "travel"):
                self.repeat()
        finally:
            self._scale.__exit__(None, None, None)

    # What there is

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

    # What can be done

    @precondition(lambda self: self.session.n_calls < MOST_CALLS)
    @rule(n=st.integers(1, 40), looks=st.booleans())
    def walk(self, n: int, looks: bool) -> None:
        self.step(n, looks)

    def step(self, n: int, looks: bool) -> None:
        DONE["step in the past" if self.travel.is_past else "step a fork" if self.travel.fork else "step"] += 1
        for _ in range(n):
            if not self.one_step(Trace() if looks else None):
                break

    @precondition(lambda self: self.session.n_calls < MOST_CALLS)
    @rule(n=st.integers(40, 150))
    def run(self, n: int) -> None:
        self.step(n, looks=False)

    def one_step(self, trace: Trace | None = None) -> bool:
        """Make a step as the trainer does; return whether it went well."""
        before = self.session.n_steps
        try:
            self.travel.step(trace)
        except DivergedError:
            assert not self.travel.is_past
            self.note_all()
            self.session.roll_back()
            DONE["put back after it diverged"] += 1
            return False
        assert trace is None or trace.step == self.session.n_steps
        assert self.session.n_steps == before + len(self.session.sub_envs)
        return True

    @rule(number=numbers, percent=percents, gesture=st.integers(0, 2))
    def set_hyper(self, number: int, percent: int, gesture: int) -> None:
        self.change("set_hyper", _some_change(self.session.params, number, percent / 100), gesture)

    @rule(number=numbers, percent=percents, gesture=st.integers(0, 2))
    def set_environment(self, number: int, percent: int, gesture: int) -> None:
        if hypers(self.session.environment_params).names():
            self.change(
                "set_environment", _some_change(self.session.environment_params, number, percent / 100), gesture
            )

    @rule()
    def release(self) -> None:
        if self.session.agent.schedules.held:
            self.change("release_hyper", {"name": min(self.session.agent.schedules.held)})

    @rule(shift=st.sampled_from([0.0, 0.1, -3.0]))
    def load_weights(self, shift: float) -> None:
        weights = {name: array + np.float32(shift) for name, array in self.session.agent.weights().items()}
        self.change("load_weights", {"weights": weights})

    @rule(number=numbers)
    def put_back(self, number: int) -> None:
        memories = self.session.guard.memories
        self.change("restore", {"step": memories[number % len(memories)].step})

    @precondition(lambda self: self.session.n_calls < MOST_CALLS and not self.travel.is_past)
    @rule(n=st.integers(1, 20))
    def diverge(self, n: int) -> None:
        """Set a learning rate that is far too high, and go on until it shows; then set one that is well."""
        most = hypers(self.session.params).get("learning_rate").high
        self.change("set_hyper", {"name": "learning_rate", "value": most})
        for _ in range(n):
            if not self.one_step():
                break
        self.change("set_hyper", {"name": "learning_rate", "value": 1e-3})

    def change(self, kind: str, payload: dict[str, Any], gesture: int = 0) -> None:
        travel, at, n_pending = self.travel, self.session, len(self.session.to_come)
        was_past, was_plain = travel.is_past, self.fork_is_plain
        before = moment_of(at)
        try:
            travel.submit(kind, payload, gesture)
        except PlaygroundError:
            DONE[f"{kind} refused"] += 1
            assert (travel.is_past, self.session) == (was_past, at)
            n_repeated = n_pending - len(at.to_come)
            assert moment_of(at) == (before[0], before[1] + n_repeated)
            self.fork_is_plain = was_plain
            return
        DONE[kind] += 1
        if was_past:
            DONE["a change in the past"] += 1
            assert travel.fork is not None
            self.seen_b = self.seen.branch(at)
        self.fork_is_plain = False
        entry = self.session.inputs[-1]
        assert (entry.step, entry.kind, entry.gesture) == (before[0], kind, gesture)

    @rule(number=numbers)
    def refuse(self, number: int) -> None:
        """Ask for what no run can do."""
        bad = _bad_changes(self.session)
        kind, payload = bad[number % len(bad)]
        before, was_past, fork = moment_of(self.session), self.travel.is_past, self.travel.fork
        repeats = bool(self.session.to_come) and self.session.to_come[0].step == before[0]
        try:
            self.travel.submit(kind, payload)
        except PlaygroundError:
            DONE["bad change refused"] += 1
        else:
            raise AssertionError(f"{kind} {payload} was taken")
        assert (self.travel.is_past, self.travel.fork) == (was_past, fork)
        assert moment_of(self.session) == before or repeats

    @rule(percent=percents, looks=st.booleans())
    def goto(self, percent: int, looks: bool) -> None:
        self.go(round(percent / 100 * self.present.n_calls), Trace() if looks else None)

    @rule()
    def step_back(self) -> None:
        self.go(self.session.n_calls - 1, Trace())

    @rule()
    def episode_back(self) -> None:
        session = self.session
        n_calls = self.travel.episode_before()
        n = len(session.sub_envs)
        over = session.log.read(session.log.first, session.n_steps)[(-session.log.first) % n :: n, -2:].any(axis=1)
        ends = -(-session.log.first // n) + 1 + np.flatnonzero(over)
        assert n_calls == max((int(end) for end in ends if end < session.n_calls), default=0)
        self.go(n_calls, Trace())

    def go(self, n_calls: int, trace: Trace | None) -> None:
        travel, shown = self.travel, self.session
        present = moment_of(self.present)
        try:
            assert travel.goto(n_calls, trace)
        except PastError:
            DONE["goto refused"] += 1
            assert travel.fork is not None
            assert self.session is shown
            return
        DONE["goto"] += 1
        assert travel.fork is None
        n_calls = max(0, min(n_calls, present[0]))
        session = travel.session
        assert (session.n_calls, travel.is_past) == (n_calls, n_calls < present[0])
        assert moment_of(self.present) == present
        if travel.is_past:
            assert all(entry.step < n_calls for entry in session.inputs), "changes of that moment are not made yet"
            assert all(entry.step >= n_calls for entry in session.to_come)
        if trace is not None and n_calls:
            assert trace.step == session.n_steps
            self.seen_trace(trace)

    def seen_trace(self, trace: Trace) -> None:
        """Hold what is told of a step against the log of the run."""
        assert self.seen.rows is not None
        n_sub_envs, size = len(self.session.sub_envs), self.session.log.observation_size
        row = self.seen.rows[trace.step - n_sub_envs]
        assert row[:size].tobytes() == trace.observation.tobytes()
        assert row[size + 1 : 2 * size + 1].tobytes() == trace.next_observation.tobytes()
        assert tuple(row[-2:]) == (trace.terminated, trace.truncated)

    @rule()
    def to_present(self) -> None:
        DONE["to the present"] += 1
        self.travel.to_present()

    @precondition(lambda self: not self.present.inputs or self.present.inputs[-1].step < self.present.n_calls)
    @rule()
    def keep(self) -> None:
        """Keep a keyframe, as the clock does: after a step, before anything is changed."""
        DONE["keep a keyframe"] += 1
        self.travel.timeline.keep()

    @rule()
    def begin_fork(self) -> None:
        at, fork = self.session, self.travel.fork
        try:
            self.travel.begin_fork()
        except PastError:
            DONE["fork refused"] += 1
            assert self.travel.fork is fork is not None
            return
        DONE["fork"] += 1
        self.seen_b = self.seen.branch(at)
        self.fork_is_plain = not any(entry.kind == "restore" for entry in at.to_come)

    @rule()
    def close_fork(self) -> None:
        DONE["close the fork" if self.travel.fork else "close no fork"] += 1
        present = self.present
        was_past = self.travel.is_past
        self.travel.close_fork()
        assert self.present is present
        assert self.travel.is_past == was_past

    @rule()
    def promote(self) -> None:
        fork = self.travel.fork
        DONE["promote" if fork else "promote nothing"] += 1
        self.travel.promote()
        if fork is not None:
            assert self.present is fork.b is self.session
            self.seen, self.seen_b = self.seen_b, SeenRun()
            self.inputs = []
            self.asked = [at for at in self.asked if at <= self.present.n_steps]

    @rule()
    def evaluate(self) -> None:
        DONE["evaluate"] += 1
        n_rows = self.present.metrics.evaluations.n_rows
        self.travel.evaluate()
        if self.travel.is_past:
            assert self.present.metrics.evaluations.n_rows == n_rows
        else:
            self.asked.append(self.session.n_steps)

    @rule(which=st.sampled_from(["policy", "recipe"]), damage=st.integers(0, 100_000))
    def save(self, which: str, damage: int) -> None:
        """Write what is shown to bytes: read again it is the same, and damaged it is refused."""
        DONE[f"save a {which}"] += 1
        if which == "policy":
            data, parse = policy_bytes(policy_of(self.session)), parse_policy
            assert parse_policy(data).weights_sha256 == policy_of(self.session).weights_sha256
        else:
            data, parse = recipe_text(recipe_of(self.session)).encode(), parse_recipe
            assert [entry.step for entry in parse(data).inputs] == [e.step for e in recipe_of(self.session).inputs]
        _refused(parse, data, damage)

    @precondition(lambda self: self.session.n_steps > 0)
    @rule()
    def repeat_recipe(self) -> None:
        """Go on with a run that is made again from its recipe, in place of the one that is shown."""
        DONE["repeat a recipe"] += 1
        seen, goal = self.seen_shown, self.session.n_calls
        recipe = parse_recipe(recipe_text(recipe_of(self.session)).encode())
        if recipe.missing:
            return
        self.begin_with(recipe.settings, recipe.inputs)
        while self.session.n_calls < goal:
            if not self.one_step():  # put back in the past that was shown, a step later
                return
        self.session.catch_up()
        seen.note(self.session)

    @rule(damage=st.integers(0, 1_000_000), briefly=st.booleans(), goes_on=st.booleans())
    def save_session(self, damage: int, briefly: bool, goes_on: bool) -> None:
        """Write the run to bytes, and go on with what is read of them, or beside a copy that was damaged."""
        DONE["save a session" + " and open it" * goes_on] += 1
        timeline = self.travel.shown_timeline
        data = session_bytes(archive_of(timeline, bounds=ALLOWED) if briefly else archive_of(timeline))
        if not goes_on:
            return _refused(parse_session, data, damage)
        was_fork = self.travel.fork is not None
        before = timeline.evaluator.findings(), timeline.session.metrics.evaluations.since(0).tobytes()
        self.travel = TimeTravel(timeline_from(parse_session(data), (io.BytesIO(), io.BytesIO())))
        if was_fork:
            self.seen, self.seen_b, self.inputs = self.seen_b, SeenRun(), []
        after = self.travel.timeline.evaluator, self.present.metrics.evaluations.since(0).tobytes()
        assert after[1] == before[1]
        self.seen.note_findings(self.present.n_calls, before[0])
        self.seen.note_findings(self.present.n_calls, after[0].findings())
        return None

    @rule(pair=st.integers(0, len(PAIRS) - 1), from_policy=st.booleans())
    def reset(self, pair: int, from_policy: bool) -> None:
        """Begin another run, perhaps from the weights of this one."""
        DONE["reset"] += 1
        self.repeat()
        policy = policy_of(self.session)
        if not from_policy:
            return self.begin_with(settings_of(pair))
        self.begin_with(policy.settings)
        self.change("load_weights", {"weights": policy.weights})
        return None

    # What holds always

    @invariant()
    def all_holds(self) -> None:
        if hasattr(self, "travel"):
            self.note_all()
            self.what_was_given_stays_given()
            self.evaluations_of_the_past_are_those_of_the_run()
            self.keyframes_are_in_order_and_within_their_budget()

    def note_all(self) -> None:
        travel, fork = self.travel, self.travel.fork
        self.seen.note(self.present)
        if fork is None:
            self.seen.note(self.session)
            self.seen.note_findings(self.session.n_calls, travel.findings)
        else:
            self.seen.note(fork.a)
            self.seen_b.note(fork.b)
            assert fork.a.n_calls == fork.b.n_calls
        if fork is not None and self.fork_is_plain:
            assert (fork.difference, fork.other_action) == (None, None)
            known = self.seen.moments.get(moment_of(fork.b))
            assert known in (None, self.seen_b.moments[moment_of(fork.b)]), "a fork without a change differs"

    def what_was_given_stays_given(self) -> None:
        applied = [text_of(entry) for entry in self.present.inputs]
        assert applied[: len(self.inputs)] == self.inputs
        self.inputs = applied
        if self.travel.visited is not None:
            assert inputs_of(self.travel.visited) == inputs_of(self.present)
        for session in (self.present, self.session):
            steps = [entry.step for entry in (*session.inputs, *session.to_come)]
            assert steps == sorted(steps)

    def evaluations_of_the_past_are_those_of_the_run(self) -> None:
        rows = self.present.metrics.evaluations.since(0)
        assert (np.diff(rows[:, 0]) >= 0).all()
        visited = self.travel.visited
        if visited is not None:
            theirs = visited.metrics.evaluations.since(0)
            assert theirs.tobytes() == rows[: len(theirs)].tobytes()

    def keyframes_are_in_order_and_within_their_budget(self) -> None:
        timeline = self.travel.timeline
        steps = timeline.keyframe_steps()
        assert steps == sorted(set(steps))
        assert all(0 <= step <= self.present.n_steps for step in steps)
        assert timeline.keyframes.n_bytes <= max(timeline.keyframes._budget, 2 * size_of(keyframe_of(self.present)))

    def repeat(self) -> None:
        """Make the run again from its settings and inputs alone, through every moment that was seen."""
        DONE["made again from its inputs"] += 1
        present, seen = self.present, self.seen
        session = Session(present.settings, (*present.inputs, *present.to_come))
        evaluator = Evaluator(session, EVERY)
        while session.n_calls < present.n_calls:
            if session.n_calls in seen.findings:
                seen.note_findings(session.n_calls, evaluator.findings())
            if moment_of(session) in seen.moments:
                seen.note(session)
            session.step()
            if evaluator.due():
                evaluator.run()
        if len(present.inputs) > len(session.inputs):
            session.catch_up()
        assert moment_of(session) == moment_of(present)
        seen.note(session)
        seen.note_findings(session.n_calls, evaluator.findings())
        rows = [row for row in present.metrics.evaluations.since(0).tolist() if row[0] not in self.asked]
        assert repr(rows) == repr(
            [row for row in session.metrics.evaluations.since(0).tolist() if row[0] not in self.asked]
        )


def _some_change(params: Any, number: int, share: float) -> dict[str, Any]:
    """Return a change of one of `params`, most of them allowed."""
    records = [record for record in hypers(params) if record.live]
    record = records[number % len(records)]
    return {"name": record.name, "value": _some_value(record, share)}


def _some_value(record: Hyper, share: float) -> Any:
    if record.kind == "choice":
        return record.choices[int(share * (len(record.choices) - 1))]
    if record.optional and share < 0.1:
        return None
    value = record.slider_low + share * (record.slider_high - record.slider_low)
    return round(value) if record.kind == "int" else value


def _bad_changes(session: Session) -> list[tuple[str, dict[str, Any]]]:
    weights = session.agent.weights()
    name = next(iter(weights))
    wrong = weights | {name: np.full_like(weights[name], np.nan)}
    return [
        ("set_hyper", {"name": "gamma", "value": 5}),
        ("set_hyper", {"name": "gamma", "value": "much"}),
        ("set_hyper", {"name": "learning_rate", "value": float("nan")}),
        ("set_hyper", {"name": "seed", "value": 3}),
        ("set_hyper", {"name": "gama", "value": 0.5}),
        ("set_hyper", {}),
        ("set_environment", {"name": "warp", "value": 1}),
        ("release_hyper", {"name": "gamma"}),
        ("load_weights", {"weights": wrong}),
        ("load_weights", {"weights": {name: weights[name][:1, :1]}}),
        ("load_weights", {}),
        ("restore", {"step": -1}),
        ("push", {"name": "cart"}),
    ]


def _refused(parse: Any, data: bytes, damage: int) -> None:
    """Assert that a file with a byte changed, or without its end, is refused with a reason; all else would raise."""
    at = damage % len(data)
    damaged = data[:at] if damage % 2 else data[:at] + bytes([data[at] ^ 0x11]) + data[at + 1 :]
    try:
        parse(damaged)
    except BadFileError:
        DONE["bad file refused"] += 1
