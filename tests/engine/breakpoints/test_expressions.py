"""Conditions that a person types: what they mean, and what is said of those that mean nothing."""

from __future__ import annotations

import math
import random

import pytest

from playground.engine.breakpoints.conditions import UnknownVariableError, Variable, condition
from playground.engine.breakpoints.expressions import MOST_CHARACTERS, MOST_LEVELS, names_in, parse
from playground.engine.breakpoints.tokens import ExpressionError


def reader(name):
    return lambda source: source[name]


NAMES = {name: Variable(name, name, "", reader(name)) for name in ("angle", "loss", "step")}
NAMES["angle"] = Variable("angle", "angle of the pole", "rad", reader("angle"), symbol="θ")
NAMES |= {name: Variable(name, name, "", reader(name), is_truth=True) for name in ("explored", "terminated")}
VALUES = {"angle": -0.2, "loss": 1.5, "step": 300.0, "explored": True, "terminated": False}


def holds(text, **values):
    return condition(text, NAMES).holds(VALUES | values)


def refusal(text):
    with pytest.raises(ExpressionError) as refused:
        condition(text, NAMES)
    return str(refused.value)


@pytest.mark.parametrize(
    ("text", "is_true"),
    [
        ("abs(angle) > 0.15 and explored", True),
        ("loss > 1", True),
        ("loss<=1.5", True),
        ("loss != 1.5", False),
        ("explored", True),
        ("not terminated", True),
        ("terminated or explored and loss < 1", False),  # and binds closer than or
        ("not terminated and loss < 1", False),  # not binds closer than and
        ("not loss < 1", True),  # and a comparison closer than not
        ("0 < loss < 2", True),
        ("0 < loss < 1", False),
        ("0 < loss > 1 == 1", True),  # a chain compares each with the next, 1 with 1 at last
        ("2 + 3 * 4 == 14", True),
        ("(2 + 3) * 4 == 20", True),
        ("10 - 4 - 3 == 3", True),  # from the left
        ("16 / 4 / 2 == 2", True),
        ("-angle == 0.2", True),
        ("- -2 == +2", True),
        ("2 * -3 == -6", True),
        ("min(3, loss, 2) == 1.5 and max(3, loss) == 3", True),
        ("abs(min(angle, 1)) == .2", True),
        ("1e3 > step > 2.5E2", True),
        ("explored + explored == 2", True),  # a truth is 1 or 0 where a number is asked for
        ("(explored) == 1", True),
        ("  loss\t> 1 ", True),
    ],
)
def test_a_condition_means_what_it_says(text, is_true):
    assert holds(text) is is_true


@pytest.mark.parametrize("sign", ["<", "<=", ">", ">=", "==", "!="])
def test_no_comparison_with_a_number_that_is_not_there_holds(sign):
    for text in (f"loss {sign} 1", f"loss {sign} loss", f"1 {sign} loss / 0", f"min(1, loss) {sign} 1"):
        assert not holds(text, loss=math.nan)
    assert not holds(f"1 {sign} max(1, loss)", loss=math.nan)


def test_neither_zero_nor_size_breaks_a_condition():
    assert not holds("1 / 0 > 0")
    assert not holds("step / (loss - loss) == 0")
    assert holds("1e308 * 10 > 1e308")
    assert not holds("1e308 * 10 - 1e308 * 10 == 0")


def test_only_names_that_a_condition_uses_are_read():
    assert holds("loss > 1 and explored", angle=None, step=None)
    assert condition("loss > 1 and (explored or loss > angle)", NAMES).names == ("loss", "explored", "angle")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Write a condition"),
        ("   ", "Write a condition"),
        ("loss = 1", "“=” at character 6 is not understood. Write “==” instead."),
        ("explored && loss > 1", "“&&” at character 10 is not understood. Write “and” instead."),
        ("explored | loss > 1", "“|” at character 10 is not understood. Write “or” instead."),
        ("!explored", "“!” at character 1 is not understood. Write “not” instead."),
        ("loss ^ 2 > 1", "“^” at character 6 is not understood. A condition is made of numbers, names,"),
        ("loss > 1;", "“;” at character 9 is not understood."),
        ("loss['a'] > 1", "“[” at character 5"),
        ("loss.real > 1", "“.” at character 5"),
        ("'a' < 1", "“'” at character 1"),
        ("loss > 1 2", "“2” at character 10 follows without an operator."),
        ("loss > 2 explored", "“explored” at character 10 follows without an operator."),
        ("loss > 2)", "“)” at character 9 closes nothing"),
        ("(loss > 2", "The “(” at character 1 is never closed."),
        ("(loss > 2 3)", "“3” at character 11 stands where an operator or “)” is expected."),
        ("loss >", "The condition ends too early"),
        ("loss > and explored", "“and” at character 8 stands where a number, a name or “(” is expected."),
        ("loss ** 2 > 1", "“*” at character 7 stands where a number"),
        ("loss // 2 > 1", "“/” at character 7 stands where a number"),
        ("1 < not explored", "“not” at character 5 stands where a number"),
        ("abs > 1", "“abs” at character 1 is a function and needs parentheses: abs(…)."),
        ("abs", "“abs” at character 1 is a function"),
        ("abs() > 1", "“)” at character 5 stands where a number"),
        ("abs(1, 2) > 1", "“abs” at character 1 takes one value, and here are 2."),
        ("min(1) > 1", "“min” at character 1 takes two values or more"),
        ("loss(1) > 1", "“loss” at character 1 is no function. The functions are abs, min and max."),
        ("__import__('os')", "“'” at character 12"),
        ("__import__(1)", "“__import__” at character 1 is no function."),
        ("1e999 > loss", "The number at character 1 is too large"),
        ("loss", "“loss” at character 1 is a number, and only a comparison is true or false. Write, say, loss > 1."),
        ("explored and angle + 1", "“angle + 1” at character 14 is a number"),
        ("not loss", "“loss” at character 5 is a number"),
        ("angel > 1", "There is no “angel” (character 1) in this run. Did you mean “angle”?"),
        ("1 < ANGLE", "There is no “ANGLE” (character 5) in this run. Did you mean “angle”?"),
        ("θ > 1", "There is no “θ” (character 1) in this run. Did you mean “angle”?"),
        ("loss > 1 AND explored", "“AND” at character 10 follows without an operator."),
        (
            "qqqq > 1",
            "There is no “qqqq” (character 1) in this run. There are: angle, loss, step, explored, terminated.",
        ),
        ("1" * (MOST_CHARACTERS + 1), f"A condition has {MOST_CHARACTERS} characters at most, and this one has 201."),
        ("(" * (MOST_LEVELS + 1), "At character 21 there are more than 20 parentheses"),
        ("-" * (MOST_LEVELS + 1) + "1 < 2", "At character 21 there are more than 20 parentheses"),
        ("not " * (MOST_LEVELS + 1) + "explored", "At character 81 there are more than 20"),
    ],
)
def test_what_is_no_condition_is_refused_in_a_sentence_that_says_where(text, said):
    assert refusal(text).startswith(said)


def test_the_longest_and_the_deepest_that_is_allowed_is_read():
    deep = "(" * MOST_LEVELS + "loss > 1" + ")" * MOST_LEVELS
    assert holds(deep)
    long = ("1+" * MOST_CHARACTERS)[: MOST_CHARACTERS - 5] + "1>9"
    assert holds(long[:-3].rstrip("+") + ">9")
    assert holds(" and ".join(["1<2<3<4"] * 16))


def test_only_what_is_in_each_other_counts_as_deep():
    assert holds("and".join(["(1<2)"] * 25))
    assert holds("+".join(["-1"] * 40) + "<0")
    assert holds("+".join(["abs(1)"] * 25) + ">0")
    assert holds(" and ".join(["not(2<1)"] * 15))


def test_a_name_that_is_not_there_is_told_from_what_is_no_condition():
    with pytest.raises(UnknownVariableError):
        condition("nobody > 1", NAMES)
    assert names_in(parse("nobody > 1")) == ["nobody"]


def test_whatever_is_typed_is_read_or_refused_in_a_sentence():
    chance = random.Random(1)
    pieces = [
        *"()<>=!+-*/,. 1e\n\0θ²٣{}",
        "and ",
        "or ",
        "not ",
        "abs(",
        "min(",
        "loss",
        "explored",
        " > 1",
        "<=",
        "1.5",
    ]
    n_read = 0
    for _ in range(20_000):
        text = "".join(chance.choices(pieces, k=chance.randint(1, 9)))
        said = _said_of(text)
        if said:
            assert said.endswith((".", "?")), text
        else:
            n_read += 1
            assert condition(text, NAMES).holds(VALUES) in (True, False)
    assert n_read > 50


def _said_of(text):
    try:
        condition(text, NAMES)
    except ExpressionError as error:
        return str(error)
    return ""
