"""Everything from outside that changes a run: it acts at the next step and repeats bit for bit."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from playground.engine.evaluation.policy import policy_of
from playground.engine.run import inputs
from playground.engine.run.inputs import Input
from playground.engine.run.session import Session
from playground.engine.run.trace import Trace
from playground.errors import UnknownNameError
from playground.hyper import hypers

STEPS = 300
EPISODE = {"start": [0.01, -0.02, 0.03, -0.04], "actions": [0, 1, 0, 1, 1, 0, 1, 0, 0, 1]}


def weights(settings):
    """Weights from elsewhere that fit the run."""
    rng = np.random.default_rng(9)
    own = policy_of(Session(settings)).weights
    return {name: rng.normal(size=array.shape).astype(np.float32) for name, array in own.items()}


# For every kind, when what is submitted; a kind without an entry fails the next test.
SCRIPTS = {
    "set_hyper": lambda settings: [
        (0, "set_hyper", {"name": "gamma", "value": 0.9}),
        (100, "set_hyper", {"name": "epsilon", "value": 0.25}),
        (100, "set_hyper", {"name": "gamma", "value": 0.5}),
        (101, "set_hyper", {"name": "batch_size", "value": 40}),
        (150, "set_hyper", {"name": "batch_size", "value": 16}),
        (200, "set_hyper", {"name": "hidden_layers_of_nobody", "value": 1}),  # refused, so no part of the run
        (200, "set_hyper", {"name": "steps_per_episode", "value": 12}),
        (290, "set_hyper", {"name": "target_unit", "value": "updates"}),
    ],
    "release_hyper": lambda settings: [
        (50, "set_hyper", {"name": "epsilon", "value": 0.9}),
        (120, "release_hyper", {"name": "epsilon"}),
    ],
    "set_environment": lambda settings: [
        (0, "set_environment", {"name": "force_mag", "value": 12.0}),
        (105, "set_environment", {"name": "length", "value": 1.0}),
        (150, "set_environment", {"name": "gravity", "value": 3.7}),
        (150, "set_environment", {"name": "length", "value": 0.25}),
        (290, "set_environment", {"name": "masspole", "value": 0.3}),
    ],
    "load_weights": lambda settings: [
        (0, "load_weights", {"weights": weights(settings)}),
        (130, "load_weights", {"weights": weights(settings)}),
    ],
    "push": lambda settings: [
        (0, "push", {"change": 0.5}),
        (120, "push", {"change": -1.5}),
        (121, "push", {"change": 2}),
        (121, "push", {"change": 0.25}),
    ],
    "force_action": lambda settings: [
        (0, "force_action", {"action": 1}),
        *[(at, "force_action", {"action": 0}) for at in range(60, 70)],
        (130, "force_action", {"action": 1}),
        (130, "force_action", {"action": 0}),
    ],
    "set_state": lambda settings: [
        (0, "set_state", {"state": [0.5, 0.0, 0.0, 0.0]}),
        (120, "set_state", {"state": [-1, 0, 0.1, 0]}),
        (121, "set_state", {"state": [1.0, 0.5, 0.0, -0.5]}),
        (121, "set_state", {"state": [1.5, 0.5, 0.0, -0.5]}),
    ],
    "add_episode": lambda settings: [
        (0, "add_episode", EPISODE),
        (99, "add_episode", EPISODE | {"actions": [0, 1, 1]}),
        (120, "add_episode", EPISODE),
        (120, "add_episode", EPISODE | {"actions": [1]}),
    ],
    "restore": lambda settings: [
        (200, "restore", {"step": 0}),
        (250, "restore", {"step": 200}),
    ],
}


def play(session, script, n_steps=STEPS):
    """Run `session`, submitting each entry of `script` when its number of steps is done."""
    for step in range(n_steps + 1):
        for at, kind, payload in script:
            if at == step:
                try:
                    session.submit(kind, payload)
                except UnknownNameError:
                    assert payload["name"] == "hidden_layers_of_nobody"
        if step < n_steps:
            session.step()
    return session


def test_every_kind_of_input_has_its_script_here_and_its_check():
    assert set(SCRIPTS) == set(inputs.APPLY) == set(inputs.CHECK)


@pytest.mark.parametrize("kind", inputs.APPLY)
def test_a_run_repeats_bit_for_bit_from_its_recorded_inputs(kind, settings, run_to, fingerprint):
    script = SCRIPTS[kind](settings)
    assert kind in {entry[1] for entry in script}
    live = play(Session(settings), script)
    replayed = run_to(Session(settings, inputs=live.inputs), STEPS)
    assert fingerprint(replayed) == fingerprint(live)
    assert replayed.inputs == live.inputs
    without = [entry for entry in live.inputs if entry.kind != kind]
    assert fingerprint(run_to(Session(settings, inputs=without), STEPS)) != fingerprint(live)


@pytest.mark.parametrize("kind", inputs.APPLY)
def test_a_repeated_run_takes_further_inputs_and_repeats_again(kind, settings, run_to, fingerprint):
    script = SCRIPTS[kind](settings)
    first_half = [entry for entry in script if entry[0] < 110]
    recorded = play(Session(settings), first_half).inputs
    resumed = run_to(Session(settings, inputs=recorded), 110)
    for at, kind_, payload in script:
        if at >= 110 and payload.get("name") != "hidden_layers_of_nobody":
            run_to(resumed, at).submit(kind_, payload)
    assert fingerprint(run_to(resumed, STEPS)) == fingerprint(play(Session(settings), script))


def test_inputs_are_applied_in_the_order_they_came_also_when_handed_over_in_another(settings, run_to):
    one = Input(5, "set_hyper", {"name": "gamma", "value": 0.1})
    two = Input(5, "set_hyper", {"name": "gamma", "value": 0.2})
    early = Input(3, "set_hyper", {"name": "gamma", "value": 0.3})
    session = run_to(Session(settings, inputs=[one, two, early]), 6)
    assert session.inputs == [early, one, two]
    assert session.params.gamma == 0.2


def changed_at(settings, run_to, name, value, step=60):
    """Two runs that were the same for `step` steps; the second then got a change. Both made one step more."""
    pair = []
    for change in (False, True):
        session = run_to(Session(settings), step)
        if change:
            session.submit("set_hyper", {"name": name, "value": value})
        trace = Trace()
        session.step(trace)
        pair.append((session, trace))
    return pair


@pytest.mark.parametrize(
    ("name", "value"),
    [("gamma", 0.3), ("learning_rate", 0.01), ("batch_size", 17), ("reward_on_termination", 7.0), ("loss", "huber")],
)
def test_what_learning_uses_acts_at_the_very_next_step(settings, run_to, name, value):
    (plain, _), (changed, _) = changed_at(settings, run_to, name, value)
    assert policy_of(plain).weights_sha256 != policy_of(changed).weights_sha256
    assert plain.n_steps == changed.n_steps == 61


@pytest.mark.parametrize(("value", "explored"), [(0.0, False), (1.0, True)])
def test_epsilon_acts_at_the_very_next_step(settings, run_to, value, explored):
    for step in range(60, 70):
        (_, _), (changed, trace) = changed_at(settings, run_to, "epsilon", value, step)
        assert (changed.shown.explored, trace.explored, trace.before["epsilon"], trace.after["epsilon"]) == (
            explored,
            explored,
            value,
            value,
        )


def test_the_schedule_acts_at_the_very_next_step(settings, run_to):
    after = {}
    for name, value in [("epsilon_decay", 0.9), ("epsilon_min", 1.0), ("epsilon_schedule", "linear")]:
        (_, plain), (_, trace) = changed_at(settings, run_to, name, value, step=16)
        assert plain.before["epsilon"] == trace.before["epsilon"] == 0.995  # one update so far
        after[name] = trace.after["epsilon"]
    assert after["epsilon_decay"] == pytest.approx(0.995 * 0.9)
    assert after["epsilon_min"] == pytest.approx(1 - 0.005 * 0.995)  # it glides
    assert after["epsilon_schedule"] == pytest.approx(0.995 - 0.99 / 5000)


def test_run_length_and_fraction_act_at_the_very_next_step(settings_with, run_to):
    settings = settings_with(epsilon_schedule="linear", run_length=1000, epsilon_fraction=0.5, epsilon_min=0.0)
    for name, value, fall in [("run_length", 2000, 1 / 1000), ("epsilon_fraction", 0.25, 1 / 250)]:
        (_, plain), (_, trace) = changed_at(settings, run_to, name, value)
        assert plain.before["epsilon"] - plain.after["epsilon"] == pytest.approx(1 / 500)
        assert trace.before["epsilon"] - trace.after["epsilon"] == pytest.approx(fall)


def test_the_target_networks_period_and_unit_act_at_the_very_next_step(settings_with, run_to):
    settings = settings_with(target_period=1000, target_unit="updates")
    (_, plain), (_, trace) = changed_at(settings, run_to, "target_period", 1)
    assert (plain.target_copied, trace.target_copied) == (False, True)
    settings = settings_with(target_period=1, target_unit="episodes")
    (_, plain), (_, trace) = changed_at(settings, run_to, "target_unit", "updates")
    assert (plain.target_copied, trace.target_copied) == (plain.terminated, True) == (False, True)


def test_a_shorter_time_limit_cuts_the_episode_at_the_very_next_step_and_a_longer_one_lets_it_go_on(settings, run_to):
    for limit, is_cut in [(1, True), (1000, False)]:
        (_, plain), (session, trace) = changed_at(settings, run_to, "steps_per_episode", limit, step=25)
        assert not plain.truncated
        assert (session.shown.truncated, trace.truncated) == (is_cut, is_cut)
        assert session.shown.over == (is_cut or session.shown.terminated)


def test_every_live_hyperparameter_can_be_set_and_shows_as_a_mark(settings, run_to):
    session = run_to(Session(settings), 20)
    live = [record for record in hypers(settings.params) if record.live]
    values = {record.name: record.high if record.kind in ("int", "float") else record.choices[-1] for record in live}
    values |= {"batch_size": 900, "reward_on_termination": None, "learning_rate": 0.5}
    for name, value in values.items():
        session.submit("set_hyper", {"name": name, "value": value})
        assert getattr(session.params, name) == value
    assert [mark.name for mark in session.metrics.marks] == list(values)
    run_to(session, 25)


def test_every_parameter_of_the_environment_can_be_set_and_shows_as_a_mark(settings, run_to):
    session = run_to(Session(settings), 20)
    records = list(hypers(session.environment_params))
    for record in records:
        session.submit("set_environment", {"name": record.name, "value": record.high})
        assert getattr(session.environment_params, record.name) == record.high
    marks = [(mark.step, mark.name, mark.before, mark.after) for mark in session.metrics.marks]
    assert marks == [(20, record.name, record.default, record.high) for record in records]
    assert settings.environment_params == settings.card.parameters()  # where it began
    run_to(session, 25)


def test_the_environment_changes_at_the_very_next_step_within_the_episode(settings, run_to):
    plain, changed = (run_to(Session(settings), 60) for _ in range(2))
    assert not plain.shown.over
    changed.submit("set_environment", {"name": "length", "value": 1.0})
    assert changed.state == plain.state
    expected = settings.card.make(dataclasses.replace(settings.environment_params, length=1.0))
    expected.restore(plain.state)
    plain.step()
    changed.step()
    expected.step(changed.shown.action)
    assert changed.shown.action == plain.shown.action
    assert changed.state == expected.snapshot() != plain.state
    assert changed.shown.episode_step == plain.shown.episode_step > 1


def test_a_run_that_starts_in_another_environment_is_the_one_that_was_changed_before_its_first_step(settings, run_to):
    elsewhere = Session(settings.with_environment({"gravity": 3.7, "length": 1.0}))
    changed = Session(settings)
    for name, value in [("gravity", 3.7), ("length", 1.0)]:
        changed.submit("set_environment", {"name": name, "value": value})
    assert policy_of(elsewhere).environment_params == policy_of(changed).environment_params
    run_to(elsewhere, 200)
    run_to(changed, 200)
    assert (elsewhere.state, policy_of(elsewhere).weights_sha256) == (changed.state, policy_of(changed).weights_sha256)
    assert policy_of(elsewhere).weights_sha256 != policy_of(run_to(Session(settings), 200)).weights_sha256


def test_loaded_weights_are_those_that_act(settings):
    session, given = Session(settings), weights(settings)
    session.submit("load_weights", {"weights": given})
    for name, array in policy_of(session).weights.items():
        np.testing.assert_array_equal(array, given[name])


def test_one_gesture_is_one_mark_from_its_first_value_to_its_last(settings, run_to):
    session = Session(settings)
    for step, value in [(10, 0.9), (11, 0.8), (14, 0.7)]:
        run_to(session, step).submit("set_hyper", {"name": "gamma", "value": value}, gesture=1)
    run_to(session, 20).submit("set_hyper", {"name": "gamma", "value": 0.6}, gesture=2)
    run_to(session, 21).submit("set_hyper", {"name": "gamma", "value": 0.5})
    run_to(session, 22).submit("set_hyper", {"name": "gamma", "value": 0.4})
    for step, value in [(30, 0.6), (31, 0.8), (35, 1.0)]:
        run_to(session, step).submit("set_environment", {"name": "length", "value": value}, gesture=3)
    run_to(session, 36).submit("set_environment", {"name": "length", "value": 0.7})
    marks = [(mark.step, mark.name, mark.before, mark.after) for mark in session.metrics.marks]
    assert marks == [
        (10, "gamma", 0.95, 0.7),
        (20, "gamma", 0.7, 0.6),
        (21, "gamma", 0.6, 0.5),
        (22, "gamma", 0.5, 0.4),
        (30, "length", 0.5, 1.0),
        (36, "length", 1.0, 0.7),
    ]


def test_holding_and_releasing_epsilon_leave_a_mark_each(settings, run_to):
    session = run_to(Session(settings), 30)
    session.submit("set_hyper", {"name": "epsilon", "value": 0.4}, gesture=3)
    run_to(session, 50)
    assert session.params.epsilon == 0.4
    session.submit("release_hyper", {"name": "epsilon"})
    run_to(session, 52)
    assert session.params.epsilon == pytest.approx(0.4 * 0.995**2)
    held, released = session.metrics.marks
    assert (held.after, held.released) == (0.4, False)
    assert (released.before, released.after, released.released) == (0.4, 0.4, True)
