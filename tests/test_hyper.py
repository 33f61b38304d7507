"""A hyperparameter's record parses, checks and formats its values, and refuses the others in words."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass

import numpy as np
import pytest

from playground.agents.dqn.params import DQNParams
from playground.errors import HyperError, UnknownNameError
from playground.hyper import changed, hyper, hypers, parse_assignment

TABLE = hypers(DQNParams)
NUMBERS = [record for record in TABLE if record.kind in ("int", "float")]
WHOLE = [record for record in NUMBERS if record.kind == "int"]
CHOICES = [record for record in TABLE if record.kind == "choice"]


def plain(number):
    text = str(int(number)) if float(number).is_integer() else f"{number:g}"
    return text.replace("-", "−") if number < 0 else text


def named(records):
    return {"argnames": "record", "argvalues": list(records), "ids": [record.name for record in records]}


def allowed_values(record):
    """Return allowed values of every sort: default, ends, slider ends, and random ones of every magnitude."""
    values = [record.default]
    if record.optional:
        values.append(None)
    if record.kind == "choice":
        return values + list(record.choices)
    if record.kind == "layers":
        return [*values, (1,), (4096,), (7, 11, 13), (1,) * 8]
    rng = np.random.default_rng(0)
    values += [record.low, record.high, record.slider_low, record.slider_high]
    values += rng.uniform(record.low, record.high, 100).tolist()
    values += np.clip(10 ** rng.uniform(-7, 6, 100), record.low, record.high).tolist()
    return [int(value) if record.kind == "int" and value is not None else value for value in values]


@pytest.mark.parametrize(**named(TABLE))
def test_a_value_written_down_reads_back_as_the_same_value(record):
    for value in allowed_values(record):
        kept = record.check(value)
        read = record.parse(record.format(kept))
        assert read == kept == value
        assert type(read) is type(kept)


@pytest.mark.parametrize(**named(TABLE))
def test_every_record_has_all_that_a_row_shows(record):
    assert record.doc.endswith(".")
    assert record.name in {field.name for field in dataclasses.fields(DQNParams)}
    assert record.check(record.default) == record.default
    if record.kind in ("int", "float"):
        assert record.low <= record.slider_low < record.slider_high <= record.high
        assert record.slider_low > 0 or not record.log
    if record.unit_from:
        assert TABLE.get(record.unit_from).kind == "choice"


def test_the_hyperparameters_of_the_window_are_there_in_the_order_of_the_form():
    names = TABLE.names()
    assert {
        "gamma",
        "epsilon",
        "epsilon_decay",
        "epsilon_min",
        "learning_rate",
        "batch_size",
        "target_period",
        "buffer_size",
        "hidden_layers",
        "reward_on_termination",
        "steps_per_episode",
        "run_length",
        "seed",
    } <= set(names)
    assert names[0] == "gamma"
    assert names[-1] == "seed"
    assert {record.name for record in TABLE if record.scheduled} == {"epsilon", "learning_rate", "importance_exponent"}
    fixed = {record.name for record in TABLE if not record.live}
    assert {"buffer_size", "hidden_layers", "optimizer", "seed"} <= fixed
    assert not fixed & {"gamma", "epsilon", "epsilon_decay", "epsilon_min", "learning_rate", "batch_size"}


@pytest.mark.parametrize(**named(NUMBERS))
def test_a_number_out_of_range_is_refused_with_the_range(record):
    far = 1 + abs(record.high)
    outside = [record.low - far, record.high + far, math.nan, math.inf, -math.inf, 10**400]
    outside += [math.nextafter(record.low, -math.inf), math.nextafter(record.high, math.inf)]
    for value in outside:
        with pytest.raises(HyperError) as refusal:
            record.check(value)
        assert record.name in str(refusal.value)
        assert f"{plain(record.low)} to {plain(record.high)}" in str(refusal.value)


@pytest.mark.parametrize(**named(NUMBERS))
@pytest.mark.parametrize("text", ["", "many", "nan", "inf", "-inf", "1e999", "1,5,0", "0x10", "--1", "9" * 5000, "\0"])
def test_text_that_is_no_allowed_number_is_refused_with_the_range(record, text):
    with pytest.raises(HyperError) as refusal:
        record.parse(text)
    assert f"{plain(record.low)} to {plain(record.high)}" in str(refusal.value)
    assert len(str(refusal.value)) < 300


def test_a_decimal_comma_is_read_as_a_point_and_one_that_may_part_thousands_is_asked_about():
    number, whole = TABLE.get("learning_rate"), TABLE.get("buffer_size")
    assert [number.parse(text) for text in ("0,9", ",5", "0,125", "1e-3", "2,5E-4")] == [0.9, 0.5, 0.125, 1e-3, 2.5e-4]
    assert [whole.parse(text) for text in ("50,000", "100,000")] == [50_000, 100_000]
    for text, with_point, plain_text in (("0,9", 0.9, None), ("1,125", "1.125", "1125")):
        if plain_text is None:
            assert parse_assignment(DQNParams(), f"gamma={text}") == ("gamma", with_point)
            continue
        with pytest.raises(HyperError, match=f"may be {with_point} or {plain_text}. Write it without the comma"):
            number.parse(text)
    with pytest.raises(HyperError, match="whole number"):
        whole.parse("1,5")


@pytest.mark.parametrize(**named(NUMBERS))
@pytest.mark.parametrize("value", [True, "1", [1], (1,), {}, 1j, b"1"])
def test_what_is_no_number_is_refused_as_one(record, value):
    with pytest.raises(HyperError):
        record.check(value)


@pytest.mark.parametrize(**named(WHOLE))
def test_a_whole_number_may_be_written_with_an_exponent_but_not_with_a_fraction(record):
    assert record.parse(f" {record.high / 1e3}e3 ") == record.high
    assert type(record.parse("1e0" if record.low <= 1 else "1e3")) is int
    for broken in ("100.5", "1e2.5"):
        with pytest.raises(HyperError, match="whole number"):
            record.parse(broken)


@pytest.mark.parametrize(**named(CHOICES))
@pytest.mark.parametrize("value", ["", "none of them", 1, None, ["squared"]])
def test_another_choice_is_refused_with_those_there_are(record, value):
    with pytest.raises(HyperError) as refusal:
        record.check(value)
    assert ", ".join(record.choices) in str(refusal.value)


@pytest.mark.parametrize("text", ["24, 24", "24,24", "24 24", " [24, 24] ", "(24, 24)", "24,  24,"])
def test_layers_may_be_written_in_several_ways(text):
    assert TABLE.get("hidden_layers").parse(text) == (24, 24)


@pytest.mark.parametrize(
    "text", ["", "0", "24, 0", "-3", "4097", "2.5", "a", "24x24", ", ".join(["8"] * 9), "9" * 5000]
)
def test_other_layers_are_refused_with_an_example(text):
    with pytest.raises(HyperError, match="24, 24"):
        TABLE.get("hidden_layers").parse(text)


@pytest.mark.parametrize("value", [24, "24", (), [True], [24.0], None, (24, None)])
def test_what_are_no_layers_is_refused_as_layers(value):
    with pytest.raises(HyperError):
        TABLE.get("hidden_layers").check(value)


def test_a_negative_number_may_be_written_with_the_minus_sign_that_people_read():
    record = hypers(DQNParams).get("reward_on_termination")
    assert record.parse("−12.5") == record.parse("-12.5") == -12.5
    with pytest.raises(HyperError, match="from −1000 to 1000"):
        record.parse("−5000")


def test_the_environments_own_reward_is_a_word_and_not_a_number():
    record = TABLE.get("reward_on_termination")
    assert record.parse("own") is None
    assert record.parse(" Own ") is None
    assert record.format(None) == "own"
    assert record.parse("-10") == -10.0
    with pytest.raises(HyperError, match="own"):
        record.parse("none")


def test_none_is_refused_where_there_is_no_word_for_it():
    with pytest.raises(HyperError):
        TABLE.get("gamma").check(None)


def test_changed_values_are_a_new_object_and_the_old_one_is_as_it_was():
    params = DQNParams()
    new = changed(params, {"gamma": 0.5, "hidden_layers": [8]})
    assert (new.gamma, new.hidden_layers) == (0.5, (8,))
    assert params == DQNParams()


def test_values_that_do_not_go_together_are_refused_together():
    with pytest.raises(HyperError, match="batch_size 512 is larger than buffer_size 100"):
        changed(DQNParams(), {"batch_size": 512, "buffer_size": 100})
    assert changed(DQNParams(buffer_size=100), {"batch_size": 512, "buffer_size": 1000}).batch_size == 512


def test_an_unknown_name_is_refused_with_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean “learning_rate”"):
        changed(DQNParams(), {"learning_rat": 0.1})
    with pytest.raises(UnknownNameError):
        changed(DQNParams(), {"check": 1})


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("gamma=0.95", "gamma", 0.95),
        (" gamma = 1 ", "gamma", 1.0),
        ("batch_size=1e2", "batch_size", 100),
        ("hidden_layers=24, 24", "hidden_layers", (24, 24)),
        ("reward_on_termination=own", "reward_on_termination", None),
        ("loss=huber", "loss", "huber"),
    ],
)
def test_an_assignment_gives_a_name_and_its_value(text, name, value):
    assert parse_assignment(DQNParams(), text) == (name, value)


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("gamma", UnknownNameError, "sets nothing"),
        ("", UnknownNameError, "gamma=0.95"),
        ("gama=0.9", UnknownNameError, "Did you mean “gamma”"),
        ("=0.9", UnknownNameError, "There are: gamma"),
        ("gamma=2", HyperError, "from 0 to 1"),
        ("gamma=", HyperError, "from 0 to 1"),
        ("gamma=0.5=0.6", HyperError, "from 0 to 1"),
        ("batch_size=2.5", HyperError, "whole number from 1 to 4096"),
        ("loss=cubic", HyperError, "squared, huber"),
    ],
)
def test_a_bad_assignment_is_refused_in_words(text, error, words):
    with pytest.raises(error, match=words):
        parse_assignment(DQNParams(), text)


def test_the_records_of_an_algorithm_come_before_those_of_any_run():
    @dataclass
    class Common:
        seed: int = hyper(1, low=0, high=9, doc="Seed.")

    @dataclass
    class Own(Common):
        speed: float = hyper(1.0, low=0.0, high=9.0, doc="Speed.")

    assert hypers(Own).names() == hypers(Own()).names() == ["speed", "seed"]
