"""The environments that were added on this computer: kept as they were, and imported by nobody who only reads."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys

import pytest

from playground.engine.evaluation.policy import policy_of
from playground.engine.presets.preset import PRESETS
from playground.engine.run.session import Session
from playground.envs.base import ENVIRONMENTS
from playground.envs.gym_adapter.probe import probe
from playground.envs.gym_adapter.user_environments import card_of, enter
from playground.errors import FileError
from playground.store.policy.file import load_policy, save_policy
from playground.store.safe.errors import BadFileError
from playground.store.user_environments import added_path, enter_added, forget, keep, load_added

OWN = "tests.envs.user_environments:"


def plain_values(card):
    return {name: value for name, value in vars(card).items() if not callable(value)}


def test_what_is_kept_makes_the_same_card_on_the_next_start():
    walk, push = probe(OWN + "Walk-v0"), probe(OWN + "Push-v0")
    keep(walk)
    keep(push)
    assert load_added() == [walk, push]
    assert plain_values(card_of(load_added()[1])) == plain_values(card_of(push))
    keep(dataclasses.replace(walk, step_us=8.0))
    assert [(added.name, added.step_us) for added in load_added()] == [(push.name, push.step_us), (walk.name, 8.0)]
    forget(walk.name)
    assert load_added() == [push]


def test_a_start_imports_neither_the_module_nor_gymnasium(own_folders):
    keep(probe(OWN + "Walk-v0"))
    code = (
        "import sys; from playground.store.user_environments import enter_added; enter_added();"
        "from playground.envs.base import ENVIRONMENTS; card = ENVIRONMENTS.get('tests.envs.user_environments:Walk-v0');"
        "print(card.actions, [name for name in ('tests', 'gymnasium', 'numpy', 'torch') if name in sys.modules])"
    )
    child = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert child.stdout == "('action 1', 'action 2') []\n", child.stderr


DAMAGED = {
    "no JSON": lambda items: "{",
    "no list": lambda items: {"a": 1},
    "a name that is none": lambda items: [items[0] | {"name": "os; import evil"}],
    "a field that is none": lambda items: [items[0] | {"run": "me"}],
    "a field too few": lambda items: [{key: value for key, value in items[0].items() if key != "form"}],
    "no number": lambda items: [items[0] | {"step_us": "1"}],
    "too many numbers": lambda items: [items[0] | {"form": items[0]["form"] | {"shape": [100, 100]}}],
    "two kinds of action": lambda items: [items[0] | {"form": items[0]["form"] | {"bounds": [[0, 1]]}}],
    "bounds the wrong way round": lambda items: [
        items[0] | {"form": items[0]["form"] | {"n_actions": 0, "bounds": [[1, 0]]}}
    ],
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_list_is_refused_and_left_as_it_is(damage):
    keep(probe(OWN + "Walk-v0"))
    changed = DAMAGED[damage](json.loads(added_path().read_text()))
    data = changed if isinstance(changed, str) else json.dumps(changed)
    added_path().write_text(data)
    for read in (load_added, enter_added, lambda: forget("x")):
        with pytest.raises(FileError, match="environments you added cannot be read"):
            read()
    assert added_path().read_text() == data
    assert not [name for name in ENVIRONMENTS.names() if ":" in name]


def test_a_policy_of_an_environment_that_was_not_added_here_is_refused_and_nothing_is_imported(tmp_path):
    (tmp_path / "sent_by_somebody.py").write_text(
        "import gymnasium\nfrom tests.envs.user_environments import Walk\ngymnasium.register('Sent-v0', Walk)\n"
    )
    card = enter(probe(f"{tmp_path}/sent_by_somebody.py:Sent-v0"))
    save_policy(policy_of(Session(PRESETS.first(card.id, "dqn").settings())), tmp_path / "sent.rlp")
    assert load_policy(tmp_path / "sent.rlp").settings.environment == card.id
    ENVIRONMENTS.remove(card.id)
    del sys.modules["sent_by_somebody"]
    with pytest.raises(
        BadFileError, match=r"add it first \(File > Add environment…, or --env\), for a file never does that"
    ):
        load_policy(tmp_path / "sent.rlp")
    assert "sent_by_somebody" not in sys.modules
