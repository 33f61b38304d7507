"""`playground info` of a recipe."""

from __future__ import annotations

import json

from playground.cli.main import run
from playground.engine.history.recipe import Reached, Recipe
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.inputs import Input
from playground.store.recipe.file import load_recipe, save_recipe


def write(tmp_path):
    settings = PRESETS.get("tutorial").settings()
    inputs = (Input(120, "set_hyper", {"name": "gamma", "value": 0.5}),)
    save_recipe(Recipe(settings, inputs, 900, reached=Reached(900, "ab" * 32)), tmp_path / "run.rlr")
    return str(tmp_path / "run.rlr")


def test_info_says_what_run_a_recipe_makes(tmp_path, capsys):
    assert run(["info", write(tmp_path)]) == 0
    shown = capsys.readouterr().out
    for text in ("DQN", "CartPole-v1", "900 steps", "weights abababababab", "120: gamma 0.5", "learning_rate"):
        assert text in shown


def test_info_of_a_recipe_as_json_is_the_recipe(tmp_path, capsys):
    path = write(tmp_path)
    assert run(["info", path, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["inputs"] == [{"call": 120, "kind": "set_hyper", "name": "gamma", "value": 0.5}]
    assert found["settings"] | {"hidden_layers": (24, 24)} == load_recipe(path).settings.values()


def test_info_of_a_damaged_recipe_says_why_it_is_refused(tmp_path, capsys):
    path = write(tmp_path)
    with open(path, "a") as file:
        file.write("{}")
    assert run(["info", path]) == 1
    assert "goes on after its end" in capsys.readouterr().err
