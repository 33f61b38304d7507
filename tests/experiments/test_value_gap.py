"""The value-gap table: what a network expects is held against what its policy gets, as worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from playground.agents.nn.backend import prepare_thread
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.experiments.value_gap import expected_and_got, measure, table
from playground.experiments.value_gap_rows import ROWS


@pytest.fixture(autouse=True)
def prepared():
    prepare_thread()


def session_that_always_goes_left(q_left, **values):
    session = Session(PRESETS.get("tutorial").settings().with_values({"hidden_layers": (4,), **values}))
    weights = {name: np.zeros_like(array) for name, array in session.agent.weights().items()}
    weights["q.1.bias"][:] = (q_left, q_left - 1)
    session.submit("load_weights", {"weights": weights})
    return session


def steps_until_it_falls():
    """For each start, by Gymnasium's rules alone: pushed left again and again, the pole falls after 8 to 10 steps."""
    session = session_that_always_goes_left(0.0, gamma=1.0, reward_on_termination=None)
    return expected_and_got(session)[1]


def test_the_return_is_discounted_and_shaped_as_the_learner_is_given_it():
    assert 8 <= steps_until_it_falls() <= 10
    for gamma, on_termination in ((0.0, None), (0.5, None), (0.5, -10.0)):
        session = session_that_always_goes_left(7.5, gamma=gamma, reward_on_termination=on_termination)
        expected, got = expected_and_got(session)
        assert expected == 7.5
        low, high = (
            sum(gamma**k for k in range(n - 1)) + gamma ** (n - 1) * (1.0 if on_termination is None else on_termination)
            for n in (8, 10)
        )
        assert min(low, high) - 1e-9 <= got <= max(low, high) + 1e-9


def test_what_follows_the_time_limit_counts_for_it_would_be_bootstrapped():
    """In the grid world against a wall for ever: -0.01 in every step, 1 in all at gamma 0.99."""
    settings = PRESETS.get("overestimate", "GridWorld-v1", "dqn").settings().with_values({"hidden_layers": (4,)})
    session = Session(settings.with_environment({"slip": 0.0}))
    weights = {name: np.zeros_like(array) for name, array in session.agent.weights().items()}
    weights["q.1.bias"][:] = (0.0, 0.0, 0.0, 1.0)  # left; from no cell that leads to the goal or the pit
    session.submit("load_weights", {"weights": weights})
    assert expected_and_got(session) == (1.0, pytest.approx(-1.0, abs=1e-3))


def test_looking_at_the_gap_leaves_the_run_as_it_is():
    row = ROWS.get("overestimate-double")
    plain = Session(row.settings(3).with_values({"run_length": 6000}))
    looked = Session(row.settings(3).with_values({"run_length": 6000}))
    for _ in range(300):
        plain.step()
        looked.step()
        if looked.n_steps % 100 == 0:
            expected_and_got(looked)
    assert plain.rng.state() == looked.rng.state()
    assert plain.state == looked.state


def test_rows_are_the_same_settings_with_and_without_double_dqn():
    for row in ROWS:
        assert row.settings(4).params.double == ("on" if row.double else "off")
        assert row.settings(4).params.seed == 4
    one, other = (ROWS.get(name).settings(1).values() for name in ("tutorial", "tutorial-double"))
    assert {name for name in one if one[name] != other[name]} == {"double"}


def test_a_run_is_looked_at_every_500_steps_from_step_5000_on():
    class ShortRow:
        def settings(self, seed):
            return ROWS.get("overestimate").settings(seed).with_values({"run_length": 6000, "train_every": 50})

    told = []
    found = measure(ShortRow(), 1, told.append)
    assert [moment[0] for moment in found["moments"]] == told == [5000, 5500, 6000]
    assert found["end"] == "done"


def moments(*pairs):
    return {"moments": [[5000 + 500 * number, *pair] for number, pair in enumerate(pairs)]}


def test_the_table_pairs_the_seeds_and_leaves_out_those_that_only_one_has():
    found = {
        "tutorial": {1: moments((5.0, 1.0), (3.0, 1.0)), 2: moments((4.0, 4.0)), 3: moments((9.0, 0.0))},
        "tutorial-double": {1: moments((2.0, 1.0)), 2: moments((3.0, 4.0))},
    }
    head, _, line = (row[2:-2].split(" | ") for row in table(found, str).splitlines())
    cells = dict(zip(head, line, strict=True))
    assert cells["seeds"] == "2"
    assert (cells["DQN: Q(s₀)"], cells["DQN: return"], cells["DQN: gap ± std"]) == ("4.00", "2.50", "+1.50 ± 2.12")
    assert cells["Double: gap ± std"] == "+0.00 ± 1.41"
    assert cells["DQN’s gap less Double’s [95 %]"] == "+1.50 [+1.00, +2.00]"
    assert cells["seeds in which DQN’s is larger"] == "2/2"


def test_it_says_whichever_way_it_falls():
    found = {"tutorial": {1: moments((1.0, 3.0))}, "tutorial-double": {1: moments((2.0, 1.0))}}
    assert "| -2.00 ± 0.00 |" in table(found, str)
    assert "-3.00 [-3.00, -3.00] | 0/1 |" in table(found, str)
