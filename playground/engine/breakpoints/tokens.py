"""Tokens of a condition: numbers, names and signs, with their places in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playground.errors import PlaygroundError
from playground.i18n import N_

_TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|(?P<name>[^\W\d]\w*)|(?P<sign><=|>=|==|!=|[-+*/<>(),])"
)
_INSTEAD = {"=": "==", "&": "and", "|": "or", "!": "not"}  # what somebody means who writes it as other languages do


class ExpressionError(PlaygroundError):
    """A text that is no condition.

    `values["at"]`, where there is one, is the character it goes wrong at, counted from 1.
    """


@dataclass(frozen=True)
class Token:
    """A number, a name or a sign in the text, or its end."""

    kind: str  # "number", "name", "sign", "end"
    text: str
    start: int


def tokens(text: str) -> list[Token]:
    """Cut a text into tokens, the last of kind "end".

    Raises ExpressionError for a character that fits none.
    """
    text = text.replace("−", "-")  # a minus sign copied from what people read
    found, at = [], 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        match = _TOKEN.match(text, at)
        if match is None:
            raise _not_understood(text, at)
        found.append(Token(match.lastgroup or "", match.group(), at))
        at = match.end()
    return [*found, Token("end", "", len(text))]


def _not_understood(text: str, at: int) -> ExpressionError:
    found = text[at]
    instead = _INSTEAD.get(found)
    if instead is not None:
        twice = found * 2 if text.startswith(found * 2, at) else found
        return ExpressionError(
            N_("“{found}” at character {at} is not understood. Write “{instead}” instead."),
            found=twice,
            at=at + 1,
            instead=instead,
        )
    return ExpressionError(
        N_(
            "“{found}” at character {at} is not understood. A condition is made of numbers, names, {signs}, and, or, not, abs, min, max, commas and parentheses."
        ),
        found=found,
        at=at + 1,
        signs="+ - * / < <= > >= == !=",
    )
