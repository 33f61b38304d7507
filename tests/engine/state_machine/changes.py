"""Actions: changing a run, also by what no run can do."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from playground.engine.evaluation.policy import policy_of
from playground.engine.run.session import Session
from playground.errors import PlaygroundError
from playground.hyper import Hyper, hypers
from tests.engine.state_machine.seen_run import moment_of
from tests.engine.state_machine.small_runs import PAIRS, settings_of
from tests.engine.state_machine.state import DONE, numbers, percents
from tests.engine.state_machine.steps import MOST_CALLS, StepActions


class ChangeActions(StepActions):
    """Every kind of input, in the present and in the past, and another run."""

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

    @rule(share=st.sampled_from([-1.0, -0.1, 0.1, 1.0]))
    def push(self, share: float) -> None:
        push = self.session.card.push
        self.change("push", {"change": share * (1.0 if push is None else push.most)})

    @rule(number=numbers)
    def force_action(self, number: int) -> None:
        card = self.session.card
        share = number % 3 / 2
        numbers_ = [low + share * (high - low) for low, high in card.action_bounds]
        self.change("force_action", {"action": numbers_ or number % len(card.actions)})

    @rule(share=st.sampled_from([-1.5, -0.5, 0.0, 0.25, 0.5]))
    def put(self, share: float) -> None:
        placing = self.session.card.placing
        numbers_ = () if placing is None else placing.numbers
        self.change("set_state", {"state": [float(round(share * number.high, 1)) for number in numbers_]})

    @rule(number=numbers)
    def add_episode(self, number: int) -> None:
        card, rng = self.session.card, np.random.default_rng(number)
        low, high = np.array(card.action_bounds or [(0.0, len(card.actions))]).T
        drawn = rng.uniform(low, high, (1 + number % 9, len(low)))
        actions = drawn.tolist() if card.action_bounds else [int(action) for action in drawn[:, 0]]
        self.change("add_episode", {"start": [*card.idle], "actions": actions})

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
        ("push", {"change": 1e9}),
        ("force_action", {"action": -1}),
        ("set_state", {"state": [1e9]}),
        ("add_episode", {"start": [float("nan")], "actions": [0]}),
    ]
