"""The learning table: its runs are those of `playground train`, and its cells say what the runs say."""

from __future__ import annotations

import json

import pytest

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.evaluation.policy import policy_of
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.experiments.learning import LEARNING, measure, summary, table
from playground.experiments.learning_rows import ROWS, LearningRow
from playground.experiments.trial import run_trial


def result(best, final, seconds=60.0):
    return {"best": {"mean": best}, "final": {"mean": final}, "train_seconds": seconds, "eval_seconds": 1.0}


def cells(found):
    head, _, *lines = (line[2:-2].split(" | ") for line in table(found, str).splitlines())
    return [dict(zip(head, line, strict=True)) for line in lines]


def test_a_trial_is_the_very_run_that_its_settings_give():
    settings = PRESETS.get("tutorial").settings().with_values({"run_length": 700, "seed": 5})
    told = []
    found = run_trial(settings, every=300, tell=told.append)
    prepare_thread()
    session = Session(settings)
    evaluator = Evaluator(session)
    while session.n_steps < 700:
        session.step()
    final = evaluator.report(policy_of(session)).evaluation
    assert (found["final"]["mean"], found["final"]["std"]) == (final.mean, final.std)
    assert (found["steps"], found["updates"], found["end"]) == (700, session.agent.n_updates, "done")
    assert [step for step, _ in found["evaluations"]] == [300, 600, 700]
    assert found["best"]["step"] in (300, 600, 700)
    assert found["best"]["episodes"] == 100
    assert told[-1] == 700
    assert json.loads(json.dumps(found)) == found


def test_a_run_whose_numbers_explode_counts_with_the_best_policy_it_had():
    row = LearningRow("row", "dqn", "CartPole-v1", "tutorial", 3000, 475, 9, 1, values={"learning_rate": 1e6})
    found = measure(row, 1, tell=print)
    assert found["end"] == "diverged"
    assert found["steps"] < 3000
    assert found["best"]["mean"] > 0


def test_seeds_are_summed_up_as_worked_out_by_hand():
    scores = summary([500, 500, 100, 470, 480, 490, 500, 20, 475, 500], 475)
    assert scores.mean == 403.5
    assert scores.std == pytest.approx((299302.5 / 9) ** 0.5)
    assert scores.iqm == pytest.approx((470 + 475 + 480 + 490 + 500 + 500) / 6)
    assert scores.n_reaching == 7
    assert scores.low < scores.iqm < scores.high
    assert summary([480], 475).std == 0


def test_a_line_says_what_was_asked_what_is_published_and_what_was_reached():
    found = {"dqn-cartpole": {seed: result(500, 400 + 10 * seed, seed) for seed in range(1, 11)}}
    (line,) = cells(found)
    assert line["algorithm, environment, preset"] == "dqn, CartPole-v1, `rl-zoo`"
    assert line["published"] == "500 ± 0 (rl-zoo3: one run, spread over its episodes)"
    assert line["asked of the best policy"] == "≥ 475 in 9 of 10"
    assert (line["seeds"], line["reach it"], line["final ones that reach it"]) == ("10", "10/10", "3/10")
    assert line["best: IQM [95 %]"] == "500.0 [500.0, 500.0]"
    assert line["final: mean ± std"] == "455.0 ± 30.3"
    assert line["time to train, median"] == "6 s"


def test_a_row_has_failed_as_soon_as_no_seed_that_is_missing_could_save_it():
    def reached(*scores):
        found = {"dqn-cartpole": {seed: result(score, 0) for seed, score in enumerate(scores, 1)}}
        return cells(found)[0]["reach it"]

    assert reached(500, 20) == "1/2"
    assert reached(500, 20, 20) == "1/3 **too few**"
    assert reached(*[500] * 9, 20) == "9/10"
    assert reached(*[500] * 8, 20, 20) == "8/10 **too few**"


def test_a_policy_without_a_finite_return_is_no_success_and_breaks_no_table():
    (line,) = cells({"dqn-cartpole": {1: result(500, None), 2: result(480, 480)}})
    assert (line["reach it"], line["final ones that reach it"]) == ("2/2", "1/2")


@pytest.mark.parametrize("row", list(ROWS), ids=ROWS.names())
def test_every_row_is_there_and_takes_the_steps_that_its_preset_is_made_for(row):
    preset = PRESETS.get(row.preset, row.environment, row.algorithm)
    assert row.settings(3).values() == preset.settings().values() | row.values | {"seed": 3}


def test_what_is_soon_done_comes_first():
    minutes = [row.minutes for row in ROWS]
    assert minutes == sorted(minutes)
    assert list(LEARNING.seeds) == list(range(1, 11))
