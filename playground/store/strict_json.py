"""JSON without the liberties that Python's reader takes."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

MAX_DEPTH = 8
MAX_INTEGER = 2**53  # what every JSON reader keeps exactly

# A string that does not end runs to the end of the text: the search stays linear, whatever the text.
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)


def strict_json(data: bytes | str) -> Any:
    """Parse UTF-8 JSON; raise ValueError for a repeated key, NaN, Infinity, a huge number or deep nesting."""
    text = data.decode("utf-8") if isinstance(data, bytes) else data
    _check_depth(text)
    return json.loads(
        text, object_pairs_hook=_object, parse_int=_integer, parse_float=_number, parse_constant=_constant
    )


def _check_depth(text: str) -> None:
    depth = 0
    for match in _STRING_OR_BRACKET.finditer(text):
        token = match[0]
        if token in ("[", "{"):
            depth += 1
            if depth > MAX_DEPTH:
                raise ValueError("nested too deeply")
        elif token in ("]", "}"):
            depth -= 1


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
