"""What is read of a learner in every cell of a grid equals the learner's own numbers, and changes nothing."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest

from playground.agents.replay.transition_log import BLOCK
from playground.engine.cells import CellReader, VisitCounter
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.history.time_travel import TimeTravel
from playground.engine.history.timeline import Timeline
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.envs.grid_world.map import FREE_CELLS

GRID = "GridWorld-v1"


def session_of(algorithm, n_steps, environment=GRID, **values):
    session = Session(PRESETS.first(environment, algorithm).settings().with_values(values))
    while session.n_steps < n_steps:
        session.step()
    return session


def read(session):
    return CellReader().read(session, is_running=False)


def begun_in(session):
    """Count the steps that began in each cell, by plain Python."""
    rows = session.log.read(0, session.log.n_rows)[:, :2].tolist()
    places = [(int(column), int(row)) for column, row in rows]
    return [places.count(cell) for cell in FREE_CELLS]


def test_a_table_is_read_as_it_is():
    session = session_of("q-table", 600)
    readings = read(session)
    table = session.agent.weights()["q.table"]
    own = [table[row][column] if table.shape[0] == 5 else table[column][row] for column, row in FREE_CELLS]
    assert readings.looks.tolist() == [values.tolist() for values in own]
    assert readings.values.tolist() == [max(values.tolist()) for values in own]
    assert not readings.are_probabilities
    assert np.abs(readings.looks).max() > 0


@pytest.mark.parametrize("algorithm", ["dqn", "ppo", "a2c", "reinforce"])
def test_a_network_is_asked_in_every_cell(algorithm):
    session = session_of(algorithm, 300)
    readings, agent = read(session), session.agent
    for number, cell in enumerate(FREE_CELLS):
        own = agent.look(np.array(cell, np.float32))
        assert readings.looks[number].tolist() == own.tolist()
    if readings.are_probabilities:
        assert readings.looks.sum(axis=1) == pytest.approx(1.0, abs=1e-5)


def test_the_value_of_an_actor_critic_is_its_critics():
    session = session_of("a2c", 301)  # in the middle of a rollout
    readings = read(session)
    trace_observation = session.sub_envs[0].observation
    decision = session.agent.act(np.array([each.observation for each in session.sub_envs]), inspect=True)
    here = FREE_CELLS.index((int(trace_observation[0]), int(trace_observation[1])))
    assert readings.values[here] == pytest.approx(decision.details["value"], abs=1e-6)


def test_reinforce_without_a_baseline_has_no_values():
    assert read(session_of("reinforce", 50, baseline="on")).values is not None
    assert read(session_of("reinforce", 50, baseline="off")).values is None


@pytest.mark.parametrize("algorithm", ["q-table", "dqn", "ppo"])
def test_reading_changes_no_bit_of_a_run(algorithm):
    read_often, alone = session_of(algorithm, 0), session_of(algorithm, 400)
    reader = CellReader()
    while read_often.n_steps < alone.n_steps:
        read_often.step()
        reader.read(read_often, is_running=False)
    for name, weights in alone.agent.weights().items():
        assert (read_often.agent.weights()[name] == weights).all()
    assert (read_often.log.read(0, 400) == alone.log.read(0, 400)).all()


def test_visits_count_the_steps_that_began_in_a_cell_as_the_run_goes_on():
    session, reader = session_of("q-table", 0), CellReader()
    assert read(session).visits.sum() == 0
    for _ in range(3):
        for _ in range(150):
            session.step()
        visits = reader.read(session, is_running=False).visits
        assert visits.tolist() == begun_in(session)
        assert visits.sum() == session.n_steps


def test_visits_are_counted_through_all_blocks_of_a_long_log():
    session = session_of("q-table", 2 * BLOCK + 100)
    assert read(session).visits.tolist() == begun_in(session)


def test_in_the_past_the_visits_and_values_are_those_of_that_moment():
    session = session_of("q-table", 0)
    run = TimeTravel(Timeline(session, Evaluator(session)))
    reader = CellReader()
    for _ in range(200):
        run.step()
    early = reader.read(run.session, is_running=False)
    for _ in range(200):
        run.step()
    now = reader.read(run.session, is_running=False)
    run.goto(200)
    past = reader.read(run.session, is_running=False)
    assert past.visits.tolist() == early.visits.tolist() != now.visits.tolist()
    assert past.looks.tolist() == early.looks.tolist() != now.looks.tolist()


def test_of_a_run_that_goes_on_the_numbers_are_taken_a_few_times_a_second():
    session, reader = session_of("q-table", 10), CellReader()
    first = reader.read(session, is_running=True)
    session.step()
    assert reader.read(session, is_running=True) is first
    assert reader.read(session, is_running=False) is not first


def test_where_there_are_no_cells_nothing_is_read():
    assert read(session_of("dqn", 5, environment="CartPole-v1")) is None


def test_a_counter_that_is_given_another_log_begins_anew():
    one, other = session_of("q-table", 100), session_of("q-table", 60, seed=9)
    cells, counter = np.array(FREE_CELLS, np.float32), VisitCounter()
    assert counter.count(one.log, cells).sum() == 100
    assert counter.count(other.log, cells).tolist() == begun_in(other)


def test_a_run_that_was_read_may_go():
    """Nobody keeps all that a run remembers because its cells were looked at once."""
    session, reader = session_of("q-table", 50), CellReader()
    reader.read(session, is_running=False)
    gone, log_gone = weakref.ref(session), weakref.ref(session.log)
    del session
    gc.collect()
    assert gone() is None
    assert log_gone() is None
