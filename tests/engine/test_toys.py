"""An environment or an algorithm is one file and one line: everything else follows by itself."""

from __future__ import annotations

import importlib
import json
import sys

import pytest
from PySide6.QtWidgets import QWidget

from playground.agents.base import ALGORITHMS, PairError
from playground.agents.loop import StepFacts
from playground.agents.plain_loop import loop_of
from playground.cli.main import run as command_line
from playground.engine.evaluation.evaluation import Evaluator, evaluate_policy
from playground.engine.evaluation.policy import policy_of
from playground.engine.evaluation.recording import record_episode
from playground.engine.history.keyframe import keyframe_of, past_of, resume
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.engine.run.settings import Settings
from playground.engine.run.trace import Trace
from playground.envs.base import ENVIRONMENTS
from playground.errors import UnknownNameError
from playground.hyper import hypers
from playground.store.format.container import pack
from playground.store.policy.file import POLICY, load_policy, save_policy
from playground.store.policy.manifest import manifest_of
from playground.store.safe.errors import BadFileError
from playground.ui.hyper.panel import HyperPanel
from playground.ui.theme.icons import Icons
from playground.ui.theme.theme import Theme

# The one line of each, and what it enters where.
FILES = {
    "tests.engine.toy_environment": (ENVIRONMENTS, "toy-stair"),
    "tests.engine.toy_algorithm": (ALGORITHMS, "toy-means"),
}
PAIR = "toy-stair", "toy-means"


@pytest.fixture
def toys():
    for file in FILES:
        importlib.import_module(file)
    yield
    for file, (table, name) in FILES.items():
        table.remove(name)
        del sys.modules[file]


@pytest.fixture
def settings(toys):
    return PRESETS.first(*PAIR).settings()


@pytest.fixture
def playground(toys, capsys):
    """Run a command; return its exit code and what it wrote on standard output and standard error."""

    def do(*words):
        try:
            code = command_line([*map(str, words)])
        except SystemExit as end:
            code = end.code
        return code, *capsys.readouterr()

    return do


def trained(settings, n_steps=400):
    session = Session(settings)
    evaluator = Evaluator(session, every=100)
    while session.n_steps < n_steps:
        session.step()
        if evaluator.due():
            evaluator.run_if_due()
    return session, evaluator


def test_without_their_lines_they_are_not_there():
    for table, name in FILES.values():
        with pytest.raises(UnknownNameError):
            table.get(name)


def test_a_run_with_them_learns_and_is_evaluated_recorded_and_repeatable(settings, fingerprint):
    assert settings.params.steps_per_episode == 20
    session, evaluator = trained(settings)
    assert evaluator.solved_at is not None
    assert evaluator.best.score == pytest.approx(10.0 - 3.0, abs=0.5)  # from steps 0 to 2, a step costs 1
    assert fingerprint(trained(settings)[0]) == fingerprint(session)
    recording = record_episode(evaluator.best.policy, seed=4)
    assert recording.terminated
    assert recording.scene(len(recording)).state == (5.0,)


def test_a_toy_goes_with_what_was_there_before(toys):
    for environment, algorithm in (("toy-stair", "dqn"), ("CartPole-v1", "toy-means")):
        session = Session(PRESETS.first(environment, algorithm).settings())
        for _ in range(50):
            session.step()
        assert session.n_steps == 50


def test_its_words_curves_and_parameters_follow(settings):
    session, trace = Session(settings), Trace()
    session.step(trace)
    explainer = loop_of(settings.learner.make_explainer())
    facts = StepFacts(settings.params, settings.space, settings.card.actions, trace)
    told = {stage.name: explainer.tell(stage, facts) for stage in explainer.stages(settings.params, settings.space)}
    assert told["choose"].result in ("a = down", "a = up")
    assert told["learn"].lines == ("updates in this step: 1",)
    assert "loss" in session.metrics.curve.names
    session.submit("set_hyper", {"name": "curiosity", "value": 1.0})
    session.submit("set_environment", {"name": "prize", "value": 50.0})
    session.submit("set_hyper", {"name": "learning_rate", "value": 1.0})
    assert [mark.name for mark in session.metrics.marks] == ["curiosity", "prize", "learning_rate"]
    while session.n_episodes < 10:
        session.step()
    assert session.metrics.episodes.column("episode_return").max() > 40


def test_a_run_is_cut_and_taken_up_again_to_the_last_bit(settings, fingerprint):
    session = Session(settings)
    for _ in range(37):
        session.step()
    again = resume(keyframe_of(session), past_of(session))
    for _ in range(100):
        session.step()
        again.step()
    one, other = fingerprint(session), fingerprint(again)
    assert {name for name in one if one[name] != other[name]} <= {"curve", "episodes", "marks"}


def test_the_file_of_a_policy_round_trips(settings, tmp_path):
    session, _evaluator = trained(settings.with_values({"hunch": 2.0}).with_environment({"prize": 3.0}))
    policy, path = policy_of(session), tmp_path / "toy.rlp"
    save_policy(policy, path)
    loaded = load_policy(path)
    assert loaded.settings == policy.settings
    assert loaded.weights_sha256 == policy.weights_sha256
    assert loaded.environment_params == policy.environment_params
    assert evaluate_policy(loaded, 5, seed=3) == evaluate_policy(policy, 5, seed=3)


def test_the_command_line_trains_saves_says_and_evaluates_them(playground, tmp_path):
    file = tmp_path / "x.rlp"
    what = f"--env {PAIR[0]} --algo {PAIR[1]} --set curiosity=0.25 --set-env prize=20".split()
    code, out, err = playground("train", *what, "--steps", 300, "--save", file, "--json")
    assert (code, err) == (0, "")
    result = json.loads(out)
    assert result["env_steps"] == result["updates"] == 300
    assert result["solved_at"] is not None
    assert result["saved"] == str(file)

    code, out, _err = playground("info", file)
    assert code == 0
    assert "toy-stair" in out
    assert "Toy means" in out
    info = json.loads(playground("info", file, "--json")[1])
    assert (info["environment"], info["algorithm"]) == PAIR
    assert info["settings"]["curiosity"] == 0.25
    assert info["environment_settings"] == {"prize": 20.0}

    code, out, _err = playground("evaluate", file, "--episodes", 7, "--json")
    assert code == 0
    evaluated = json.loads(out)
    assert evaluated["episodes"] == 7
    assert evaluated["mean"] == pytest.approx(20.0 - 3.0, abs=1)


def test_only_one_of_them_named_is_put_with_what_it_can_go_with(playground):
    assert playground("train", "--env", "toy-stair", "--steps", 20)[0] == 0
    assert playground("train", "--algo", "toy-means", "--steps", 20)[0] == 0


def test_help_lists_them_with_all_that_can_be_set(playground):
    code, out, _err = playground("train", "--help")
    assert code == 0
    for said in ("toy-stair", "toy-means", "curiosity: 0 to 1 (default 0.5)", "prize: 0 to 100 (default 10)"):
        assert said in out
    assert "How often it tries an action at random." in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--set", "curiosity=2"), "curiosity cannot be “2”"),
        (("--set", "curiousity=1"), "Did you mean “curiosity”?"),
        (("--set-env", "prize=-1"), "prize cannot be “-1”"),
    ],
)
def test_a_value_it_cannot_take_is_wrong_usage(playground, words, said):
    code, out, err = playground("train", "--env", PAIR[0], "--algo", PAIR[1], *words)
    assert (code, out) == (2, "")
    assert said in err


REASON = "The toy can only tell two actions from each other, and there are 4."


def test_an_impossible_pair_is_refused_with_the_algorithms_own_reason(toys):
    with pytest.raises(PairError) as caught:
        Settings("GridWorld-v1", "toy-means", ALGORITHMS.get("toy-means").params())
    assert str(caught.value) == REASON


def test_an_impossible_pair_is_wrong_usage_on_the_command_line(playground, tmp_path):
    file = tmp_path / "never.rlp"
    code, out, err = playground("train", "--env", "GridWorld-v1", "--algo", "toy-means", "--steps", 10, "--save", file)
    assert (code, out) == (2, "")
    assert REASON in " ".join(err.split())
    assert not file.exists()


def test_a_file_that_names_an_impossible_pair_is_refused_with_the_reason(settings, playground, tmp_path):
    policy = policy_of(trained(settings, 10)[0])
    path = tmp_path / "bad.rlp"
    path.write_bytes(pack(POLICY, manifest_of(policy) | {"environment": "GridWorld-v1"}, policy.weights))
    with pytest.raises(BadFileError) as caught:
        load_policy(path)
    assert "bad.rlp" in str(caught.value)
    assert REASON in str(caught.value)
    code, out, err = playground("info", path)
    assert (code, out) == (1, "")
    assert REASON in err


def test_a_file_whose_toys_are_not_known_here_is_refused_in_words(settings, tmp_path):
    path = tmp_path / "toy.rlp"
    save_policy(policy_of(trained(settings, 10)[0]), path)
    card, learner = ENVIRONMENTS.get("toy-stair"), ALGORITHMS.get("toy-means")
    for table, name, item in ((ENVIRONMENTS, "toy-stair", card), (ALGORITHMS, "toy-means", learner)):
        table.remove(name)
        try:
            with pytest.raises(BadFileError, match=name):
                load_policy(path)
        finally:
            table.add(name, item)


def test_the_form_shows_its_hyperparameters_and_the_environments(settings, qtbot):
    panel = HyperPanel(Icons(Theme("light")))
    qtbot.addWidget(panel)
    values = settings.values()
    panel.set_params(type(settings.params), values, values)
    panel.set_environment(settings.card.parameters, {"prize": 10.0}, {"prize": 10.0})
    panel.more_open = panel.environment_open = True
    for prefix, params in (("hyper", settings.params), ("env", settings.environment_params)):
        for record in hypers(params):
            row = panel.findChild(QWidget, f"{prefix}_{record.name}")
            assert row is not None, record.name
            assert row.findChild(QWidget, f"{prefix}_{record.name}_label").text() == record.name
    assert panel.findChild(QWidget, "hyper_gamma") is None
    assert panel.values() == values
