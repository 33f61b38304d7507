"""`playground train --save-recipe` and `playground run`, in this process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from playground.cli.main import run
from playground.cli.window import OpenWindow
from playground.engine.history.recipe import Recipe
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.inputs import Input
from playground.store.policy.file import load_policy
from playground.store.recipe.file import load_recipe, save_recipe

FIXTURES = Path(__file__).parents[1] / "store" / "fixtures"
CLOCKS = {"train_seconds", "eval_seconds", "steps_per_s"}


@pytest.fixture
def playground(capsys, tmp_path, monkeypatch):
    """Run a command in an empty folder; return its exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)

    def command(*words):
        try:
            code = run([str(word) for word in words])
        except SystemExit as end:
            code = end.code
        out, err = capsys.readouterr()
        return code, out, err

    return command


def result(out):
    return {name: value for name, value in json.loads(out).items() if name not in CLOCKS}


def change(path, old, new):
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))


def test_run_gives_the_result_that_train_gave(playground, tmp_path):
    words = ("train", "--preset", "tutorial", "--seed", 3, "--set-env", "length=1", "--eval-every", 200)
    code, out, err = playground(*words, "--steps", 700, "--save-recipe", "a.rlr", "--json")
    assert (code, err) == (0, "")
    first, names = result(out), list(json.loads(out))
    code, out, err = playground("run", "a.rlr", "--json")
    assert code == 0
    assert result(out) == first
    assert list(json.loads(out)) == names
    assert err == "The weights are those that the recipe came to, bit for bit.\n"
    recipe = load_recipe(tmp_path / "a.rlr")
    assert recipe.reached.weights_sha256 == first["weights_sha256"]
    assert recipe.reached.mean == first["final"]["mean"]


def test_a_run_until_solved_ends_where_it_ended(playground):
    words = ("train", "--preset", "fast", "--until-solved", "--eval-every", 700, "--save-recipe", "a.rlr", "--json")
    first = result(playground(*words)[1])
    assert (first["end"], first["solved_at"] % 700) == ("solved", 0)
    assert result(playground("run", "a.rlr", "--json")[1]) == first


def test_training_that_explodes_explodes_again(playground):
    code, out, _ = playground(
        "train", "--set", "learning_rate=1e6", "--steps", 3000, "--save-recipe", "a.rlr", "--json"
    )
    again, out_again, _ = playground("run", "a.rlr", "--json")
    assert (code, again) == (1, 1)
    assert result(out)["end"] == "diverged"
    assert result(out_again) == result(out)


def test_in_words_it_says_what_was_written_and_whether_the_bits_are_the_same(playground):
    assert playground("train", "--steps", 200, "--save-recipe", "a.rlr")[1].splitlines()[-1] == (
        "Wrote the recipe of the run to a.rlr."
    )
    code, out, err = playground("run", "a.rlr")
    assert (code, err) == (0, "")
    assert out.startswith("Trained 200 steps, ")
    assert out.splitlines()[-1] == "The weights are those that the recipe came to, bit for bit."


def test_a_recipe_of_another_arithmetic_is_told_from_one_whose_promise_is_broken(playground, tmp_path):
    playground("train", "--preset", "tutorial", "--steps", 200, "--save-recipe", "a.rlr")
    change(tmp_path / "a.rlr", '"gamma": 0.95', '"gamma": 0.5')
    code, out, err = playground("run", "a.rlr")
    assert (code, err) == (1, "")
    assert "although all that the bits depend on is the same" in out
    change(tmp_path / "a.rlr", '"arithmetic": "1"', '"arithmetic": "0"')
    code, out, err = playground("run", "a.rlr")
    assert code == 0
    assert "agrees with it in its statistics: version 0 of the arithmetic there, 1 here." in err
    assert "as was to be expected here" in out


def test_a_recipe_of_before_there_was_an_arithmetic_runs_and_says_why_its_curve_differs(playground, tmp_path):
    playground("train", "--preset", "tutorial", "--steps", 200, "--save-recipe", "a.rlr")
    item = json.loads((tmp_path / "a.rlr").read_text())
    older = json.loads((FIXTURES / "recipe-2.rlr").read_text())
    (tmp_path / "a.rlr").write_text(json.dumps(item | {"schema": 2, "fingerprint": older["fingerprint"]}))
    code, out, err = playground("info", "a.rlr")
    assert (code, err) == (0, "")
    assert "Same on every computer: portable arithmetic" in out
    assert "it was made by an older arithmetic" in out
    code, _, err = playground("run", "a.rlr")
    assert code == 0
    assert err.startswith("The curve of this run may differ from the recipe's, and agrees with it in its statistics: ")
    assert "it was made by an older arithmetic" in err


def test_where_torch_computes_another_machine_is_told(playground, tmp_path):
    words = ("--set", "arithmetic=torch", "--steps", 100, "--save-recipe", "a.rlr")
    out = playground("train", *words)[1]
    assert "This computer only: its networks compute by torch" in out
    change(tmp_path / "a.rlr", '"torch": "', '"torch": "1.')
    assert "agrees with it in its statistics: torch 1." in playground("run", "a.rlr")[2]


def test_training_says_that_it_is_the_same_on_every_computer(playground):
    assert "\nSame on every computer: portable arithmetic" in playground("train", "--steps", 100)[1]
    assert json.loads(playground("train", "--steps", 100, "--json")[1])["same_on"] == "every computer"


def test_large_weights_are_asked_for_and_taken_from_their_policy_alone(playground, tmp_path):
    large = ("--set", "hidden_layers=160,160", "--steps", 100, "--save-which", "current")
    playground("train", *large, "--save", "a.rlp")
    playground("train", *large, "--seed", 9, "--save", "b.rlp")
    policy = load_policy(tmp_path / "a.rlp")
    save_recipe(
        Recipe(policy.settings, (Input(0, "load_weights", {"weights": policy.weights}),), 100), tmp_path / "r.rlr"
    )
    code, out, err = playground("run", "r.rlr")
    assert (code, out) == (1, "")
    assert f"too large to be written into it (hash {policy.weights_sha256[:12]}" in err
    code, _, err = playground("run", "r.rlr", "--weights", "b.rlp")
    assert code == 1
    assert "not the weights that the recipe begins from" in err
    assert playground("run", "r.rlr", "--weights", "a.rlp")[0] == 0


def test_what_was_done_to_a_run_at_its_very_end_is_done_again(playground, tmp_path):
    playground("train", "--preset", "tutorial", "--steps", 100, "--save-which", "current", "--save", "a.rlp")
    policy = load_policy(tmp_path / "a.rlp")
    entry = Input(150, "load_weights", {"weights": policy.weights})
    save_recipe(Recipe(policy.settings, (entry,), 150), tmp_path / "r.rlr")
    _, out, _ = playground("run", "r.rlr", "--json")
    assert json.loads(out)["weights_sha256"] == policy.weights_sha256
    assert json.loads(out)["best"]["mean"] == pytest.approx(json.loads(out)["final"]["mean"])  # evaluated after it


def test_a_recipe_that_cannot_be_followed_to_its_end_says_so(playground, tmp_path):
    settings = PRESETS.get("tutorial").settings()
    save_recipe(Recipe(settings, (Input(50, "restore", {"step": 7}),), 100), tmp_path / "a.rlr")
    code, out, err = playground("run", "a.rlr")
    assert (code, out) == (1, "")
    assert err.startswith("“a.rlr” cannot be followed to its end. The learner's state after step 7 is not remembered")


def test_a_recipe_never_brings_an_environment_with_it(playground, tmp_path):
    playground("train", "--steps", 100, "--save-recipe", "a.rlr")
    change(tmp_path / "a.rlr", '"environment": "CartPole-v1"', '"environment": "evil_module:Env-v0"')
    code, out, err = playground("run", "a.rlr")
    assert (code, out) == (1, "")
    assert "is for an environment that is not on this computer" in err


def test_a_place_where_no_recipe_can_be_written_is_noticed_before_training(playground):
    code, out, err = playground("train", "--steps", 100_000_000, "--save-recipe", "nowhere/a.rlr")
    assert (code, out) == (1, "")
    assert "there is no such folder" in err


def test_a_file_of_ours_that_is_named_alone_asks_for_a_window(playground):
    assert playground("some.rlr")[0] == OpenWindow("some.rlr")
    assert playground("some.RLP")[0] == OpenWindow("some.RLP")
