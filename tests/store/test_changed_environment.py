"""An environment of somebody's own that was changed: not the file is blamed, and the numbers are said."""

from __future__ import annotations

from pathlib import Path

import pytest

from playground.agents.nn.backend import prepare_thread
from playground.cli.main import run
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.evaluation.policy import policy_of
from playground.engine.history.archive import archive_of
from playground.engine.history.timeline import Timeline
from playground.engine.presets.preset import PRESETS
from playground.engine.run.session import Session
from playground.envs.base import ENVIRONMENTS, EnvironmentParams
from playground.envs.gym_adapter.modules import has_changed
from playground.envs.gym_adapter.origin import origin_of
from playground.envs.gym_adapter.probe import probe
from playground.envs.gym_adapter.user_environments import card_of, enter
from playground.errors import EnvironmentFault
from playground.store.policy.file import load_policy, save_policy
from playground.store.safe.errors import BadFileError
from playground.store.session.file import load_session, save_session
from tests.envs.foreign_files import written

NAME = "changing:Changing-v0"


@pytest.fixture(autouse=True)
def forgotten():
    prepare_thread()
    yield
    if NAME in ENVIRONMENTS:
        ENVIRONMENTS.remove(NAME)


def entered(path):
    if NAME in ENVIRONMENTS:
        ENVIRONMENTS.remove(NAME)
    enter(probe(f"{path}:Changing-v0"))


def changed(path, old, new):
    text = Path(path).read_text()
    assert old in text
    Path(path).write_text(text.replace(old, new))
    assert has_changed(origin_of(f"{path}:Changing-v0"))


@pytest.mark.parametrize(
    ("old", "new", "told", "told_of_session"),
    [
        ("13", "20", "trained with 13 numbers, it now gives 20", "trained with 13 numbers, it now gives 20"),
        pytest.param(
            "Discrete(3)",
            "Discrete(4)",
            "trained with 3 actions, it now has 4",
            "it offers other actions",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_a_file_of_before_is_refused_with_what_was_and_what_is(tmp_path, old, new, told, told_of_session):
    path = written(tmp_path, "changing")
    entered(path)
    session = Session(PRESETS.first(NAME, "dqn").settings())
    timeline = Timeline(session, Evaluator(session, 1000))
    for _ in range(20):
        timeline.step()
    save_policy(policy_of(session), tmp_path / "p.rlp")
    save_session(archive_of(timeline), tmp_path / "s.rls")
    changed(path, old, new)
    entered(path)
    for load, file, what in ((load_policy, "p.rlp", told), (load_session, "s.rls", told_of_session)):
        with pytest.raises(BadFileError) as refused:
            load(tmp_path / file)
        assert refused.value.reason == "other_environment"
        assert f"is of a run in “{NAME}”, and that environment is another one since: {what}" in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("13", "20", "it gave 13 numbers, it now gives 20"),
        pytest.param("Discrete(3)", "Discrete(4)", "it had 3 actions, it now has 4", marks=pytest.mark.slow),
        pytest.param("Discrete(3)", "Box(-1, 1, (2,))", "its actions are of another kind", marks=pytest.mark.slow),
    ],
)
def test_one_that_was_added_before_says_what_it_gives_now(tmp_path, old, new, told):
    path = written(tmp_path, "changing")
    before = card_of(probe(f"{path}:Changing-v0"))
    changed(path, old, new)
    probe(f"{path}:Changing-v0")
    with pytest.raises(EnvironmentFault, match=told):
        before.make(EnvironmentParams())


@pytest.mark.slow
def test_the_command_line_says_so_too(tmp_path, capsys):
    path, file = written(tmp_path, "changing"), str(tmp_path / "p.rlp")
    assert run(["train", "--env", f"{path}:Changing-v0", "--algo", "ppo", "--steps", "9", "--save", file]) == 0
    ENVIRONMENTS.remove(NAME)
    changed(path, "13", "20")
    assert run(["evaluate", file, "--env", f"{path}:Changing-v0"]) == 1
    assert "trained with 13 numbers, it now gives 20" in capsys.readouterr().err
