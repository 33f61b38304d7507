"""What every algorithm owes, in every environment somebody made a preset for."""

from __future__ import annotations

import numpy as np
import pytest

from playground.agents.base import ALGORITHMS
from playground.agents.loop import StepFacts
from playground.agents.plain_loop import loop_of
from playground.engine.evaluation.evaluation import Evaluator, evaluate_policy
from playground.engine.evaluation.policy import policy_of
from playground.engine.evaluation.recording import record_episode
from playground.engine.run.session import Session
from playground.engine.run.trace import Trace
from playground.hyper import hypers
from playground.store.policy.file import parse_policy, policy_bytes
from tests.pairs import all_pairs

SMALL = {
    "hidden_layers": (8, 8),
    "buffer_size": 1000,
    "batch_size": 16,
    "learning_starts": 50,
    "train_every": 3,
    "updates_per_training": 2,
    "run_length": 4000,
    "steps_per_episode": 40,
    "rollout_steps": 6,
    "n_epochs": 2,
    "n_environments": 3,
}
CALLS = 200

PAIRS = all_pairs()
ALL_PAIRS = pytest.mark.parametrize("pair", list(PAIRS), ids="-".join)


def small(pair):
    """Settings of the pair's last preset, with less to compute."""
    settings = PAIRS[pair].settings()
    known = hypers(settings.params).names()
    return settings.with_values({name: value for name, value in SMALL.items() if name in known})


def run(session, n_calls=CALLS, trace=False, evaluator=None):
    for _ in range(n_calls):
        session.step(Trace() if trace else None)
        if evaluator is not None and evaluator.due():
            evaluator.run_if_due()
    return session


@ALL_PAIRS
def test_looking_and_evaluating_change_nothing(pair, fingerprint):
    plain = run(Session(small(pair)))
    watched = Session(small(pair))
    evaluator = Evaluator(watched, every=150)
    for _ in range(CALLS):
        watched.agent.look(watched.shown.observation)
        policy_of(watched)
        run(watched, 1, trace=True, evaluator=evaluator)
    assert evaluator.best is not None
    assert fingerprint(watched) == fingerprint(plain)


@ALL_PAIRS
def test_another_seed_is_another_run(pair, fingerprint):
    settings = small(pair)
    one, other = (run(Session(settings.with_values({"seed": seed}))) for seed in (1, 2))
    assert fingerprint(one)["weights"] != fingerprint(other)["weights"]


@ALL_PAIRS
def test_every_live_hyperparameter_can_be_changed_in_mid_run_and_the_run_repeats(pair, fingerprint):
    settings = small(pair)
    changed = Session(settings)
    for record in hypers(settings.params):
        if record.live:
            run(changed, 5)
            value = getattr(changed.params, record.name)
            other = next((choice for choice in record.choices if choice != value), value)
            if record.kind in ("int", "float") and value is not None:
                other = record.check(
                    min(max(value * 1.25 if record.kind == "float" else value + 1, record.low), record.high)
                )
            changed.submit("set_hyper", {"name": record.name, "value": other})
    run(changed)
    repeated = Session(settings, inputs=changed.inputs)
    run(repeated, changed.n_calls)
    assert fingerprint(repeated) == fingerprint(changed)


@ALL_PAIRS
def test_a_saved_policy_acts_the_same_and_its_recording_says_what_it_saw(pair):
    session = run(Session(small(pair)))
    policy = policy_of(session)
    loaded = parse_policy(policy_bytes(policy))
    assert loaded.weights_sha256 == policy.weights_sha256
    assert evaluate_policy(loaded, 5, 3) == evaluate_policy(policy, 5, 3)
    recording, again = record_episode(policy, 7), record_episode(loaded, 7)
    assert recording.states == again.states
    assert recording.values.shape == (len(recording), len(policy.settings.card.actions))
    assert recording.scene(len(recording)).episode_return == pytest.approx(recording.total)


@ALL_PAIRS
def test_a_run_may_begin_from_a_policy(pair):
    policy = policy_of(run(Session(small(pair))))
    session = Session(small(pair))
    session.submit("load_weights", {"weights": policy.weights})
    for name, array in policy_of(session).weights.items():
        np.testing.assert_allclose(array, policy.weights[name], rtol=1e-5, atol=1e-6)
    run(session, 20)


@ALL_PAIRS
def test_every_step_can_be_told_in_words(pair):
    session = Session(small(pair))
    explainer, actions = loop_of(ALGORITHMS.get(pair[1]).make_explainer()), session.card.actions
    learned = 0
    for _ in range(CALLS):
        trace = Trace()
        session.step(trace)
        learned += trace.n_updates
        facts = StepFacts(trace.params, session.settings.space, actions, trace, insight=trace.insight)
        for stage in explainer.stages(facts.params, facts.space):
            text = explainer.tell(stage, facts)
            said = [each for each in (*text.lines, text.result, text.why_not) if each]
            assert said, stage.name
            assert all(isinstance(line, str) and "nan" not in line for line in said)
    assert learned


@ALL_PAIRS
def test_curves_are_named_and_looks_have_a_number_for_every_action(pair):
    session = run(Session(small(pair)))
    assert session.metrics.curve.names == ("step", *ALGORITHMS.get(pair[1]).curves)
    assert len(session.agent.curve()) == len(ALGORITHMS.get(pair[1]).curves)
    assert session.agent.look(session.shown.observation).shape == (len(session.card.actions),)
