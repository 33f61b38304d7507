"""Adding an environment: what is refused and why, and that nothing of it is imported before it is chosen."""

from __future__ import annotations

import pytest

from playground.envs.gym_adapter import make as gymnasium_make
from playground.envs.gym_adapter.make import in_time, located
from playground.envs.gym_adapter.origin import Origin, origin_of
from playground.envs.gym_adapter.probe import probe
from playground.envs.gym_adapter.spaces import AddError
from playground.errors import EnvironmentFault
from tests.envs.user_environments import Walk, let_go

OWN = "tests.envs.user_environments:"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "is not the name of an environment"),
        ("my module:Env-v0", "write the file, such as my module.py:Env-v0"),
        ("a:b:Env-v0", "is not the name of an environment"),
        ("no_such_module:Env-v0", "Python finds no module “no_such_module”"),
        ("Nothing-v0", "Gymnasium itself does not offer it (Environment `Nothing` doesn't exist"),
        (OWN + "Nothing-v0", "registers no “Nothing-v0”. It registers Film-v0, Goal-v0, Grid-v0"),
        (OWN + "Film-v0", "has 4800 numbers"),
        (OWN + "NoRoom-v0", "between finite bounds"),
        (OWN + "Grid-v0", "a row of up to 100 numbers"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_reason(name, why):
    with pytest.raises(AddError) as refused:
        probe(name)
    assert why in str(refused.value)
    assert "Nothing was added" in str(refused.value) or "was not added" in str(refused.value)
    assert str(refused.value) == refused.value.english()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Unlicensed-v0", r"went wrong in its making: it raised RuntimeError: no licence found \(user_environments"),
        ("Nowhere-v0", r"went wrong in reset, seed 11: it raised ValueError: no ground to stand on"),
    ],
)
def test_one_that_fails_at_once_is_not_added(name, why):
    with pytest.raises(EnvironmentFault, match=why):
        probe(OWN + name)


def test_an_error_names_the_line_of_theirs_and_none_of_pythons_own_importing(tmp_path):
    (tmp_path / "half_a_module.py").write_text("def x(:\n")
    with pytest.raises(
        EnvironmentFault, match=r"it raised SyntaxError: invalid syntax \(half_a_module.py, line 1\)\.$"
    ):
        probe(f"{tmp_path}/half_a_module.py:Env-v0")


def test_one_whose_making_does_not_end_is_given_up(monkeypatch):
    let_go.clear()
    monkeypatch.setattr(gymnasium_make, "MADE_WITHIN_S", 0.3)
    try:
        with pytest.raises(EnvironmentFault, match=r"making it did not come to an end within 0\.3 s"):
            gymnasium_make.make_several(Origin(OWN + "Hangs-v0"), 1)
    finally:
        let_go.set()


def test_code_that_ends_the_program_is_an_error_like_any_other():
    with pytest.raises(EnvironmentFault, match="SystemExit: 3"):
        in_time("x", lambda: exit(3))


def test_an_id_that_only_a_module_registers_needs_the_module(tmp_path):
    assert gymnasium_make.is_known("CartPole-v1")
    (tmp_path / "walks_of_mine.py").write_text(
        "import gymnasium\nfrom tests.envs.user_environments import Walk\ngymnasium.register('MyWalk-v0', Walk)\n"
    )
    assert probe(f"{tmp_path}/walks_of_mine.py:MyWalk-v0").name == "walks_of_mine:MyWalk-v0"
    with pytest.raises(AddError, match="Write my_module:MyWalk-v0"):
        probe("MyWalk-v0")


def test_a_module_is_found_in_a_folder_that_is_written_and_in_the_one_the_program_was_started_in(tmp_path, monkeypatch):
    (tmp_path / "some_module_of_mine.py").write_text("")
    assert origin_of(f"{tmp_path}/some_module_of_mine.py:Env-v0") == Origin("some_module_of_mine:Env-v0", str(tmp_path))
    assert origin_of(f"{tmp_path}/some_module_of_mine:Env-v0") == Origin("some_module_of_mine:Env-v0", str(tmp_path))
    here = origin_of("some_module_of_mine:Env-v0")
    assert located(here).folder == ""
    monkeypatch.chdir(tmp_path)
    assert located(here).folder == str(tmp_path)
    assert located(Origin("json:Env-v0")).folder == ""


def test_bounds_that_are_sensible_give_the_usual_sizes():
    cart = probe("CartPole-v1")
    assert [(round(usual.scale, 2), usual.range is None) for usual in cart.usual] == [
        (4.8, False),
        (1.0, True),
        (0.42, False),
        (1.0, True),
    ]
    assert (cart.repeats, cart.draws, cart.steps_per_episode, cart.solved_at) == (True, True, 500, 475.0)
    assert cart.step_us in [2.0**power for power in range(12)]


@pytest.mark.parametrize(("fps", "taken"), [(float("nan"), 30), (float("inf"), 240), (0, 1), ("50", 30)])
def test_a_rate_of_pictures_that_makes_no_sense_refuses_no_environment(monkeypatch, fps, taken):
    monkeypatch.setitem(Walk.metadata, "render_fps", fps)
    assert probe(OWN + "Walk-v0").steps_per_second == taken
