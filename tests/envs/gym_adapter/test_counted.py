"""What is observed may count: rooms on a map, cards in a hand. A table looks it up, a network gets an input for each."""

from __future__ import annotations

import numpy as np
import pytest

from playground.agents.base import PairError
from playground.agents.loop import StepFacts
from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.evaluation import Evaluator, evaluate_policy
from playground.engine.evaluation.policy import policy_of
from playground.engine.evaluation.recording import record_episode
from playground.engine.history.archive import archive_of, timeline_from
from playground.engine.history.timeline import Timeline
from playground.engine.presets.preset import PRESETS
from playground.engine.run.session import Session
from playground.engine.run.trace import Trace
from playground.envs.base import ENVIRONMENTS
from playground.envs.gym_adapter.probe import probe
from playground.envs.gym_adapter.spaces import AddError
from playground.envs.gym_adapter.user_environments import card_of, enter
from playground.errors import EnvironmentFault
from playground.hyper import changed
from playground.store.policy.file import load_policy, save_policy
from playground.store.session.file import parse_session, session_bytes
from playground.store.user_environments import keep, load_added
from tests.envs.foreign_files import written

COURSE = ("FrozenLake-v1", "Taxi-v4", "CliffWalking-v1", "Blackjack-v1")  # the first environments of every course


@pytest.fixture(autouse=True)
def prepared():
    prepare_thread()


@pytest.fixture
def entered():
    """Put an environment among those there are, until the test ends."""
    names = []

    def put(text):
        names.append(enter(probe(text)).id)
        return names[-1]

    yield put
    for name in names:
        ENVIRONMENTS.remove(name)


def settings_for(name, algorithm="q-table", **values):
    return PRESETS.first(name, algorithm).settings().with_values(values)


@pytest.mark.parametrize(("name", "algorithm"), [(name, kind) for name in COURSE for kind in ("q-table", "dqn")])
def test_the_first_environments_of_every_course_are_learned_in_saved_and_gone_on_with(
    entered, tmp_path, name, algorithm
):
    settings = settings_for(entered(name), algorithm, steps_per_episode=20)
    session = Session(settings)
    timeline = Timeline(session, Evaluator(session, 10_000))
    for _ in range(70):
        timeline.step()
    trace = Trace()
    timeline.step(trace)
    explainer = settings.learner.make_explainer()
    (asked,) = (stage for stage in explainer.stages(session.params, settings.space) if stage.name == "q_values")
    text = explainer.tell(asked, StepFacts(trace.params, settings.space, settings.card.actions, trace))
    values = [line for line in text.lines if line.startswith("action ") and line[-1].isdigit()]
    assert len(values) == settings.space.n_actions or "more below these" in text.lines[-1]
    greedy = settings.learner.make_actor(session.params, settings.space, session.agent.weights())
    observation = session.shown.observation
    assert greedy.act(observation)[0] == greedy.act_batch(observation[None])[0]

    save_policy(policy_of(session), tmp_path / "p.rlp")
    policy = load_policy(tmp_path / "p.rlp")
    assert evaluate_policy(policy, 2, seed=1) == evaluate_policy(policy_of(session), 2, seed=1)
    assert len(record_episode(policy, 3)) >= 1

    there = timeline_from(parse_session(session_bytes(archive_of(timeline))))
    for run in (timeline, there):
        for _ in range(40):
            run.step()
    assert policy_of(there.session).weights_sha256 == policy_of(session).weights_sha256


@pytest.mark.parametrize("algorithm", ["q-table", "dqn"])
def test_the_way_along_a_corridor_is_found(entered, tmp_path, algorithm):
    name = entered(f"{written(tmp_path, 'counted')}:Corridor-multi-v0")
    more = {"learning_rate": 0.5} if algorithm == "q-table" else {"hidden_layers": (16,), "batch_size": 16}
    session = Session(settings_for(name, algorithm, run_length=800, gamma=0.9, **more))
    for _ in range(800):
        session.step()
    found = evaluate_policy(policy_of(session), 10, seed=5)
    assert (found.mean, max(found.lengths)) == (1.0, 4)


@pytest.mark.parametrize(
    ("form", "sizes", "inputs", "first"),
    [
        ("discrete", (5, 2), 5, [-2, -1, 0]),
        ("far", (5, 2), 5, [0, 1, 2]),
        ("multi", (5, 2, 2), 7, [-2, -1, 0]),
        ("tuple", (5, 2, 2, 2), 9, [0, 1, 2]),
        ("dict", (6, 6, 5, 2), 7, None),
        ("nested", (5, 2, 2), 7, [0, 1, 2]),
    ],
)
def test_discrete_multi_discrete_and_tuples_and_dictionaries_of_them_are_taken(
    entered, tmp_path, form, sizes, inputs, first
):
    name = entered(f"{written(tmp_path, 'counted')}:Corridor-{form}-v0")
    by_table, by_network = settings_for(name), settings_for(name, "dqn", batch_size=8)
    assert by_table.learner.layer_sizes(by_table.params, by_table.space) == sizes
    assert by_network.learner.layer_sizes(by_network.params, by_network.space)[0] == inputs
    for settings in (by_table, by_network):
        session = Session(settings)
        for _ in range(60):
            session.step()
    if first is not None:
        assert session.log.ring[0, 0] in first


@pytest.mark.parametrize("algorithm", ["dqn", "a2c", "ppo", "reinforce"])
def test_what_counts_is_one_hot_to_every_network(entered, tmp_path, algorithm):
    name = entered(f"{written(tmp_path, 'counted')}:Corridor-multi-v0")
    session = Session(settings_for(name, algorithm))
    for _ in range(40):
        session.step()
    weights = session.agent.weights()
    first = next(values for key, values in weights.items() if key.endswith("weight") and values.shape[1] == 7)
    greedy = session.settings.learner.make_actor(session.params, session.settings.space, weights)
    observation = np.array([1.0, 8.0], np.float32)  # the fourth of five from -2 on, and the second of two from 7 on
    before = greedy.act(observation)[1].copy()
    moved = first + np.float32([9, 9, 9, 0, 9, 9, 0])
    other = {key: moved if values is first else values for key, values in weights.items()}
    greedy = session.settings.learner.make_actor(session.params, session.settings.space, other)
    assert greedy.act(observation)[1].tolist() == before.tolist()  # the weights of the other values have no part in it


@pytest.mark.parametrize(
    ("id", "why"),
    [
        ("Large-more-v0", "can be one of 100,001 combinations. A table here has up to 100,000 cells"),
        ("Large-actions-v0", "a network would need 50,000 inputs, and here it has up to 1,000"),
        ("Large-wide-v0", "can be one of 10^181 combinations"),
        ("Text-v0", "Text cannot be read as numbers"),
    ],
)
def test_what_is_too_much_for_table_and_network_is_refused_with_the_number(tmp_path, id, why):
    with pytest.raises(AddError) as refused:
        probe(f"{written(tmp_path, 'counted')}:{id}")
    assert why in str(refused.value)
    assert "Nothing was added" in str(refused.value)


def test_what_is_too_much_for_one_of_them_is_offered_to_the_other_with_the_number(entered, tmp_path):
    path = written(tmp_path, "counted")
    most, many = entered(f"{path}:Large-most-v0"), entered(f"{path}:Large-many-v0")
    assert Session(settings_for(most)).agent.weights()["q.table"].shape == (100_000, 4)
    for algorithm in ("dqn", "a2c", "ppo", "reinforce"):
        with pytest.raises(PairError, match=r"these are 100,000; the networks here take up to 1,000. Choose q-table"):
            settings_for(most, algorithm)
    with pytest.raises(PairError, match=r"here these are 1,048,576, .* up to 100,000 cells .* Choose dqn"):
        settings_for(many)
    Session(settings_for(many, "dqn")).step()


def test_a_value_that_the_space_has_not_ends_the_trial_with_the_value(tmp_path):
    with pytest.raises(EnvironmentFault, match=r"number 1 of its observation is \d, and its space has the whole numb"):
        probe(f"{written(tmp_path, 'counted')}:TooFar-v0")


def test_what_was_added_is_kept_with_its_counts_and_an_older_list_is_read(tmp_path, own_folders):
    added = probe(f"{written(tmp_path, 'counted')}:Corridor-multi-v0")
    keep(added)
    assert load_added() == [added]
    assert [quantity.count for quantity in card_of(added).observation] == [5, 2]


def test_parts_are_cut_only_where_a_number_does_not_count(entered, tmp_path):
    path = written(tmp_path, "counted")
    mixed, whole = settings_for(entered(f"{path}:Corridor-dict-v0")), settings_for(entered(f"{path}:Corridor-multi-v0"))
    assert mixed.learner.layer_sizes(changed(mixed.params, {"bins": (2, 3)}), mixed.space) == (2, 3, 5, 2)
    assert "each has a cell of its own" in whole.caution("bins", (4,))
    assert (whole.caution("bins", whole.params.bins), mixed.caution("bins", (4,))) == ("", "")
