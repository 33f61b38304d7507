"""JSON without the liberties that Python's reader takes."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

MAX_DEPTH = 8
MAX_INTEGER = 2**53  # what every JSON reader keeps exactly
MAX_VALUES = 50_000

# A string that does not end runs to the end of the text, and nothing is tried twice: the search stays linear in time,
# and takes no memory, whatever the text.
_STRING_OR_MARK = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{},]', re.DOTALL)


def strict_json(data: bytes | str, max_values: int = MAX_VALUES) -> Any:
    """Parse UTF-8 JSON; raise ValueError for what our files never hold.

    That is a repeated key, NaN, Infinity, a huge number, or too deep or too much of it. How deep and how much is known
    before anything is made of it.
    """
    text = data.decode("utf-8") if isinstance(data, bytes) else data
    _check_extent(text, max_values)
    return json.loads(
        text, object_pairs_hook=_object, parse_int=_integer, parse_float=_number, parse_constant=_constant
    )


def _check_extent(text: str, max_values: int) -> None:
    depth = n_values = 0
    for match in _STRING_OR_MARK.finditer(text):
        token = match[0]
        if token in ("[", "{"):
            depth += 1
            n_values += 1
            if depth > MAX_DEPTH:
                raise ValueError("nested too deeply")
        elif token in ("]", "}"):
            depth -= 1
        elif token == ",":
            n_values += 1
        if n_values > max_values:
            raise ValueError("too many values")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a key is repeated")
    return result


def _integer(text: str) -> int:
    value = int(text)  # which itself raises ValueError beyond some thousand digits
    if abs(value) > MAX_INTEGER:
        raise ValueError("a number is too large")
    return value


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("a number is not finite")
    return value


def _constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not JSON")
