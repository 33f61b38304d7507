"""Values that nobody expects in a file, and which of them may stand there."""

from __future__ import annotations

import json
import math
import re
from random import Random
from typing import Any

DEEPEST, LARGEST, MOST_HEADER, MOST_TENSORS = 8, 2**53, 256 * 1024, 256

# The order of each decides which file a number stands for.
STRANGE = ("", " ", "x" * 200, "x" * 201, "x" * 5000, "\ud800", "\udfff\ud800", "\u202e\u2066evil")
CONTROLS = ("\x1b[2J\x1b]0;x\x07", "\0", "\r\n", "é漢字🙂")
MARKUP = ("{file}", "{error.__class__}", "%s%n", "<b>bold</b>", "<img src=x>")
PLACES = ("../../etc/passwd", "os:system-v0", "playground.evil:Env-v0", "/tmp/evil.py:Env-v0")
OF_PYTHON = ("__class__", "__reduce__", "builtins.eval")
OURS = ("dqn", "ppo", "q-table", "ddpg", "DQN", "CartPole-v1", "Acrobot-v1", "Pendulum-v1", "GridWorld-v1")
NEARLY_OURS = ("cartpole-v1", "tutorial", "F32", "F64", "BOOL", "f32", "NaN", "1", "true", "gamma")
TEXTS = (*STRANGE, *CONTROLS, *MARKUP, *PLACES, *OF_PYTHON, *OURS, *NEARLY_OURS)

SMALL_INTEGERS = (0, 1, -1, 2, 3, 4, 24, 255)
LARGE_INTEGERS = (2**31, 2**32, 2**53, 2**53 + 1, -(2**53) - 1, 2**63, 2**64, 10**30, 10**400)
REALS = (0.5, 0.95, 1.0, -0.0, 24.0, 1e308, 5e-324, 1.5, math.nan, math.inf, -math.inf)
NUMBERS = (*SMALL_INTEGERS, *LARGE_INTEGERS, *REALS, True, False)


def anything(rng: Random, depth: int = 0) -> Any:
    """Return something that JSON, or what Python takes for JSON, can say."""
    kind = rng.randrange(10)
    if kind < 4:
        return rng.choice(NUMBERS)
    if kind < 7:
        return rng.choice(TEXTS)
    if kind == 7 or depth > 2:
        return rng.choice((None, [], {}, [None], [[]], [0] * 1000, [4, 24, 24, 2], [24, 24]))
    if kind == 8:
        return [anything(rng, depth + 1) for _ in range(rng.randrange(4))]
    return {rng.choice(TEXTS): anything(rng, depth + 1) for _ in range(rng.randrange(4))}


def takes_liberties(value: Any, depth: int = 0) -> bool:
    """Tell whether no strict reader of JSON takes it, whatever it means."""
    if isinstance(value, dict | list):
        inside = value.values() if isinstance(value, dict) else value
        return depth >= DEEPEST or any(takes_liberties(item, depth + 1) for item in inside)
    if isinstance(value, float):
        return not math.isfinite(value)
    return isinstance(value, int) and abs(value) > LARGEST


def is_no_part_of_a_header(value: Any) -> bool:
    """Tell the same of a value of a tensor, which is not escaped as the manifest is."""
    return takes_liberties(value, 2) or re.search("[\ud800-\udfff]", json.dumps(value, ensure_ascii=False)) is not None


def is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 200 and not any("\ud800" <= letter <= "\udfff" for letter in value)


def is_count(value: Any) -> bool:
    return type(value) is int and value >= 0
