"""Recipe files: what is read is what was written, and everything else is refused for the right reason, in words."""

from __future__ import annotations

import base64
import dataclasses
import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from playground.engine.history.recipe import Reached, Recipe
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.inputs import Input
from playground.envs.base import ENVIRONMENTS
from playground.envs.gym_adapter.probe import probe
from playground.envs.gym_adapter.user_environments import enter
from playground.errors import CancelledError
from playground.store.recipe.file import (
    RECIPE,
    RECIPE_HISTORY,
    load_recipe,
    parse_recipe,
    parse_text,
    recipe_json,
    recipe_text,
    save_recipe,
)
from playground.store.safe.errors import REASONS, BadFileError, SaveError
from tests.store.forging import make_policy

FIXTURES = Path(__file__).parents[1] / "fixtures"


def make_recipe(hidden_layers=(24, 24)):
    policy = make_policy(hidden_layers=hidden_layers)
    settings = policy.settings.with_environment({"gravity": 1.6})
    inputs = (
        Input(0, "load_weights", {"weights": policy.weights}),
        Input(10, "set_hyper", {"name": "gamma", "value": 0.123456789012345}, 7),
        Input(10, "set_hyper", {"name": "gamma", "value": 0.25}, 7),
        Input(20, "set_hyper", {"name": "epsilon", "value": 0.5}),
        Input(30, "release_hyper", {"name": "epsilon"}),
        Input(30, "set_environment", {"name": "length", "value": 1.0}),
        Input(40, "restore", {"step": 3}),
    )
    reached = Reached(900, policy.weights_sha256, 412.5)
    return Recipe(settings, inputs, 900, until_solved=True, eval_every=250, reached=reached)


@pytest.fixture
def recipe():
    return make_recipe()


def as_compared(recipe):
    """Return a recipe with its arrays as lists, which compare."""
    weights = [entry.payload.get("weights", {}) for entry in recipe.inputs]
    lists = [{name: array.tolist() for name, array in given.items()} for given in weights]
    return vars(recipe) | {
        "name": "",  # not what it holds, but where it was found
        "inputs": [
            (entry.step, entry.kind, given or entry.payload, entry.gesture)
            for entry, given in zip(recipe.inputs, lists, strict=True)
        ],
    }


def test_what_is_loaded_is_what_was_saved_in_a_few_kilobytes(recipe, tmp_path):
    path = tmp_path / "run.rlr"
    save_recipe(recipe, path)
    again = load_recipe(path)
    assert as_compared(again) == as_compared(recipe)
    assert recipe_text(again).encode() == path.read_bytes()
    assert path.stat().st_size < 8000


def test_a_push_and_a_forced_action_are_in_the_recipe_and_checked_when_it_is_read(recipe, tmp_path):
    path = tmp_path / "hands.rlr"
    hands = (
        Input(2, "push", {"change": -1.25}),
        Input(3, "force_action", {"action": 1}),
        Input(4, "set_state", {"state": [0.75, 0.0, 0.0, 0.0]}),
    )
    save_recipe(dataclasses.replace(recipe, inputs=hands), path)
    assert load_recipe(path).inputs == hands
    for good, bad in (
        ("-1.25", '"hard"'),
        ("-1.25", "7"),
        ('"action": 1', '"action": 2'),
        ('"action": 1', '"action": [1]'),
        ("0.75", "7.5"),
        ("0.75", '"right"'),
        ("0.75", "[0.75]"),
    ):
        text = path.read_text()
        assert text.count(good) == 1
        (tmp_path / "bad.rlr").write_text(text.replace(good, bad))
        with pytest.raises(BadFileError) as caught:
            load_recipe(tmp_path / "bad.rlr")
        assert caught.value.reason == "inputs"


def test_an_added_episode_is_in_the_recipe_and_checked_when_it_is_read(recipe, tmp_path):
    path = tmp_path / "played.rlr"
    played = (Input(2, "add_episode", {"start": [0.125, 0.0, -0.0625, 0.0], "actions": [0, 1, 1]}),)
    save_recipe(dataclasses.replace(recipe, inputs=played), path)
    assert load_recipe(path).inputs == played
    for good, bad in (
        ("[0, 1, 1]", "[0, 1, 2]"),
        ("[0, 1, 1]", "[]"),
        ("[0, 1, 1]", "7"),
        ("[0, 1, 1]", "[0, 1, null]"),
        ("0.125", "1e9"),
        ("0.125, ", ""),
    ):
        text = path.read_text()
        assert text.count(good) == 1
        (tmp_path / "bad.rlr").write_text(text.replace(good, bad))
        with pytest.raises(BadFileError) as caught:
            load_recipe(tmp_path / "bad.rlr")
        assert caught.value.reason == "inputs"


def test_the_longest_episodes_that_a_run_can_be_given_fit_into_a_recipe(recipe, tmp_path):
    start = [0.1234567890123456, -0.1234567890123456, 0.01234567890123456, 0.1]
    episode = {"start": start, "actions": [0, 1] * 4997}
    played = tuple(Input(2, "add_episode", episode) for _ in range(10))
    save_recipe(dataclasses.replace(recipe, inputs=played), tmp_path / "played.rlr")
    assert load_recipe(tmp_path / "played.rlr").inputs == played


def test_there_is_a_recipe_of_every_schema():
    assert len(list(FIXTURES.glob("recipe-*.rlr"))) == len(RECIPE_HISTORY)


@pytest.mark.parametrize("schema", range(1, len(RECIPE_HISTORY) + 1))
def test_a_recipe_of_every_schema_opens_and_is_what_it_was(schema):
    recipe = load_recipe(FIXTURES / f"recipe-{schema}.rlr")
    assert recipe.created == "2026-11-23T03:30:00+00:00"
    assert as_compared(recipe)["inputs"] == as_compared(make_recipe())["inputs"]
    assert recipe.settings == make_recipe().settings
    assert (recipe.n_steps, recipe.until_solved, recipe.eval_every) == (900, True, 250)


def test_a_recipe_of_an_environment_of_ones_own_keeps_what_a_step_of_it_was_measured_to_cost(tmp_path):
    card = enter(replace(probe("tests.envs.user_environments:Walk-v0"), step_us=64.0))
    try:
        recipe = Recipe(PRESETS.first(card.id, "dqn").settings(), (), 900)
        ENVIRONMENTS.remove(card.id)
        enter(replace(probe("tests.envs.user_environments:Walk-v0"), step_us=2.0))  # another computer
        again = parse_text(recipe_text(recipe))
    finally:
        ENVIRONMENTS.remove(card.id)
    assert (recipe.settings.step_us, again.settings.step_us) == (64.0, 64.0)


@pytest.mark.parametrize("step_us", [1.0, "64", -1, 1e12, True])
def test_a_cost_that_nothing_of_ours_can_have_is_refused(recipe, step_us):
    text = json.dumps(recipe_json(recipe) | {"step_us": step_us})
    with pytest.raises(BadFileError, match="step_us"):
        parse_text(text)


AROUND = ["{}", "\n\n  {}\n ", "```\n{}\n```", "\ufeff{}", "\ufeff```json\r\n{}\n```\n\n"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("around", AROUND)
def test_what_editors_and_messages_put_around_a_recipe_is_taken_as_a_file_and_when_pasted(
    recipe, tmp_path, around, encoding
):
    text, path = around.replace("{}", recipe_text(recipe)), tmp_path / "run.rlr"
    mark = "" if encoding == "utf-8" or text.startswith("\ufeff") else "\ufeff"
    path.write_bytes((mark + text).encode(encoding))
    assert as_compared(load_recipe(path)) == as_compared(parse_text(text)) == as_compared(recipe)


@pytest.mark.parametrize(
    "text",
    ["", " \ufeff ", "```\n```", "```json\n{}", "```\n{}\n```\n{}\n```", "hello\n{}", "x" * (RECIPE.max_bytes + 1)],
)
def test_a_file_and_a_pasted_text_are_refused_for_the_same_reason(recipe, tmp_path, text):
    text, path = text.replace("{}", recipe_text(recipe)), tmp_path / "run.rlr"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadFileError) as pasted:
        parse_text(text)
    with pytest.raises(BadFileError) as opened:
        load_recipe(path)
    assert (pasted.value.reason, pasted.value.values.get("limit")) == (
        opened.value.reason,
        opened.value.values.get("limit"),
    )


def test_weights_beyond_64_kib_are_named_by_their_hash():
    large = make_recipe(hidden_layers=(128, 128))
    text = recipe_text(large)
    again = parse_text(text)
    weights = large.inputs[0].payload["weights"]
    assert sum(array.nbytes for array in weights.values()) > 64 * 1024
    assert len(text) < 8000
    assert again.missing == {make_policy(hidden_layers=(128, 128)).weights_sha256}
    assert as_compared(again.with_weights(weights)) == as_compared(large)


def test_a_run_with_more_changes_than_a_recipe_holds_is_not_written(tmp_path):
    settings = PRESETS.get("tutorial").settings()
    drag = tuple(Input(step, "set_hyper", {"name": "gamma", "value": step / 60_000}, 1) for step in range(50_000))
    with pytest.raises(SaveError, match="50,000 changes"):
        save_recipe(Recipe(settings, drag, 10_000), tmp_path / "run.rlr")
    assert list(tmp_path.iterdir()) == []


def edited(recipe, edit):
    item = json.loads(recipe_text(recipe))
    edit(item)
    return json.dumps(item).encode()


def put(value, *path):
    def edit(item):
        *way, last = path
        for name in way:
            item = item[name]
        item[last] = value

    return edit


def drop(*path):
    def edit(item):
        *way, last = path
        for name in way:
            item = item[name]
        del item[last]

    return edit


NANS = base64.b64encode(np.full(24, np.nan, "<f4").tobytes()).decode()
BAD = [
    (put(99, "schema"), "newer"),
    (put(True, "schema"), "manifest"),
    (put(1, "more"), "manifest"),
    (drop("inputs"), "manifest"),
    (put("Nowhere-v0", "environment"), "environment"),
    (put("os:Env-v0", "environment"), "environment"),
    (put("magic", "algorithm"), "algorithm"),
    (put(2, "settings", "gamma"), "settings"),
    (put(1, "settings", "gama"), "settings"),
    (put([], "settings"), "manifest"),
    (put(-1, "environment_settings", "length"), "settings"),
    (put("yesterday", "created"), "manifest"),
    (put("x" * 201, "preset"), "manifest"),
    (put("\ud800", "preset"), "manifest"),
    (put(0, "run", "steps"), "manifest"),
    (put(10**13, "run", "steps"), "manifest"),
    (put(1, "run", "until_solved"), "manifest"),
    (put(0, "run", "eval_every"), "manifest"),
    (put("abc", "reached", "weights_sha256"), "manifest"),
    (put("1", "reached", "mean"), "manifest"),
    (put({"torch": "2"}, "fingerprint"), "manifest"),
    (put(3, "fingerprint", "torch"), "manifest"),
    (put({}, "inputs"), "manifest"),
    (put(7, "inputs", 1), "manifest"),
    (put("poke", "inputs", 1, "kind"), "manifest"),
    (put(1, "inputs", 1, "more"), "manifest"),
    (drop("inputs", 1, "value"), "manifest"),
    (put(-1, "inputs", 1, "call"), "manifest"),
    (put(1.5, "inputs", 1, "call"), "manifest"),
    (put(-3, "inputs", 1, "gesture"), "manifest"),
    (put(901, "inputs", 1, "call"), "inputs"),
    (put(25, "inputs", 1, "call"), "inputs"),
    (put([1], "inputs", 1, "value"), "inputs"),
    (put("seed", "inputs", 1, "name"), "inputs"),
    (put(41, "inputs", 6, "step"), "inputs"),
    (put(True, "inputs", 6, "step"), "manifest"),
    (drop("inputs", 0, "weights", "q.0.bias"), "tensors"),
    (put([12], "inputs", 0, "weights", "q.0.bias", "shape"), "shape"),
    (put("AAAA", "inputs", 0, "weights", "q.0.bias", "float32"), "shape"),
    (put("AA*A", "inputs", 0, "weights", "q.0.bias", "float32"), "manifest"),
    (put("AADAfw==" + "A" * 120, "inputs", 0, "weights", "q.0.bias", "float32"), "manifest"),
    (put(NANS, "inputs", 0, "weights", "q.0.bias", "float32"), "not_finite"),
]


@pytest.mark.parametrize(("edit", "reason"), BAD)
def test_a_recipe_that_is_not_sound_is_refused_for_the_right_reason(recipe, tmp_path, edit, reason):
    path = tmp_path / "bad.rlr"
    path.write_bytes(edited(recipe, edit))
    with pytest.raises(BadFileError) as caught:
        load_recipe(path)
    assert caught.value.reason == reason
    assert "bad.rlr" in str(caught.value)
    assert "Nothing was changed." in str(caught.value)
    assert "{" not in str(caught.value)
    assert "policy" not in str(caught.value)


def test_what_is_no_whole_json_is_refused_for_the_right_reason(recipe):
    good = recipe_text(recipe)
    bad = {
        "": "empty",
        " \n": "empty",
        "hello": "foreign",
        '{"format": "rl-playground policy"}': "foreign",
        good[:-3]: "truncated",
        good[:2000]: "truncated",
        good + "{}": "trailing",
        good.replace("412.5", "NaN"): "manifest",
        good.replace("412.5", "1e999"): "manifest",
        good.replace('"inputs":', '"preset": "", "inputs":'): "manifest",
        good.replace('"inputs":', '"inputs" '): "manifest",
        good.replace('"inputs": [', '"inputs": [' + "[" * 50): "manifest",
        " " * RECIPE.max_bytes + good: "too_large",
    }
    for text, reason in bad.items():
        with pytest.raises(BadFileError) as caught:
            parse_text(text) if reason == "too_large" else parse_recipe(text.encode())
        assert caught.value.reason == reason, text[:80]
        assert reason in REASONS


def test_a_pasted_text_that_is_no_recipe_is_told_so(recipe):
    with pytest.raises(BadFileError) as caught:
        parse_text("what is this?")
    assert str(caught.value).startswith("“the pasted text” is not a recipe file")


def test_damage_anywhere_is_refused_or_leaves_a_sound_recipe(recipe):
    rng, good = random.Random(1), recipe_text(recipe).encode()
    n_refused = 0
    for _ in range(400):
        data = bytearray(good)
        for _ in range(rng.choice((1, 1, 5))):
            data[rng.randrange(len(data))] = rng.randrange(256)
        try:
            parse_recipe(bytes(data)).check()
        except BadFileError:
            n_refused += 1
    assert n_refused > 100


def test_weights_are_float32_and_nobody_elses_memory(recipe):
    array = parse_text(recipe_text(recipe)).inputs[0].payload["weights"]["q.0.bias"]
    assert (array.dtype, array.flags.writeable, array.flags.owndata) == (np.float32, True, True)


def test_a_recipe_holds_what_minutes_of_dragging_sliders_leave():
    inputs = tuple(Input(n // 40, "set_hyper", {"name": "gamma", "value": 0.5 + n / 1e5}, 1) for n in range(10_000))
    recipe = Recipe(make_recipe().settings, inputs, 900)
    assert parse_recipe(recipe_text(recipe).encode()).inputs == inputs


def test_reading_is_given_up_as_soon_as_nobody_waits_for_it(recipe):
    with pytest.raises(CancelledError):
        parse_text(recipe_text(recipe), lambda: True)
