"""Conditions: typed expressions, made into functions that are true or false.

A truth may be used as a number, 1 or 0; a number is no truth: “loss and explored” is refused, for it was meant otherwise.
A number that is not there yet, and one divided by 0, is NaN, and every comparison with NaN is false, != too.
"""

from __future__ import annotations

import difflib
import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from playground.engine.breakpoints.expressions import FUNCTIONS, WORDS, Node, names_in, parse
from playground.engine.breakpoints.tokens import ExpressionError
from playground.i18n import N_

S = TypeVar("S")
Read: TypeAlias = Callable[[S], float]

MOST_LISTED = 12  # names, in an error


@dataclass(frozen=True)
class Variable(Generic[S]):
    """A name that a condition can use, and how it is read.

    Its texts are in the language they were made in.
    """

    name: str  # ASCII, as Python names things
    meaning: str
    unit: str
    read: Read[S]  # a truth as True or False
    is_truth: bool = False
    symbol: str = ""  # what people call it elsewhere, θ


class UnknownVariableError(ExpressionError):
    """A condition uses a name that this run does not have."""


@dataclass(frozen=True)
class Condition(Generic[S]):
    """A text and the function it became."""

    text: str
    names: tuple[str, ...]  # that it reads
    holds: Callable[[S], bool]


def condition(text: str, names: Mapping[str, Variable[S]]) -> Condition[S]:
    """Make a condition of a text.

    Raises ExpressionError for a text that is none, UnknownVariableError if `names` lacks one of its own.
    """
    tree = parse(text)
    read = _Maker(text, names).truth(tree)

    def holds(source: S) -> bool:
        return bool(read(source))

    return Condition(text, tuple(names_in(tree)), holds)


class _Maker(Generic[S]):
    """Builder of the function of each part of one text."""

    def __init__(self, text: str, names: Mapping[str, Variable[S]]) -> None:
        self._text, self._names = text, names

    def truth(self, node: Node) -> Read[S]:
        """Return a function for whether this part is true; a number is neither."""
        if node.kind in ("compare", "not", "and", "or"):
            return self.number(node)
        if node.kind == "name" and self._name(node).is_truth:
            return self._name(node).read
        raise ExpressionError(
            N_(
                "“{part}” at character {at} is a number, and only a comparison is true or false. Write, say, {part} > 1."
            ),
            part=self._text[node.start : node.end],
            at=node.start + 1,
        )

    def number(self, node: Node) -> Read[S]:
        """Return a function for the value of this part; a truth is 1 or 0."""
        match node.kind:
            case "number":
                return _constant(node.value)
            case "name":
                return self._name(node).read
            case "compare":
                return _compared(
                    [self.number(part) for part in node.parts], [_COMPARE[sign] for sign in node.operators]
                )
            case "and" | "or" | "not":
                return _LOGIC[node.kind]([self.truth(part) for part in node.parts])
            case _:
                return _calculated(_CALCULATE[node.kind], [self.number(part) for part in node.parts])

    def _name(self, node: Node) -> Variable[S]:
        found = self._names.get(node.name)
        if found is None:
            raise self._unknown(node)
        return found

    def _unknown(self, node: Node) -> UnknownVariableError:
        called = {name.symbol: name.name for name in self._names.values() if name.symbol}
        words = {word.casefold(): word for word in (*self._names, *FUNCTIONS, *WORDS)}
        near = difflib.get_close_matches(node.name.casefold(), words, n=1, cutoff=0.6)
        meant = called.get(node.name) or (words[near[0]] if near else "")
        where = {"name": node.name, "at": node.start + 1}
        if meant:
            return UnknownVariableError(
                N_("There is no “{name}” (character {at}) in this run. Did you mean “{near}”?"), **where, near=meant
            )
        listed = list(self._names)
        rest = ", …" if len(listed) > MOST_LISTED else ""
        return UnknownVariableError(
            N_("There is no “{name}” (character {at}) in this run. There are: {known}."),
            **where,
            known=", ".join(listed[:MOST_LISTED]) + rest,
        )


def _constant(value: float) -> Read[S]:
    def read(source: S) -> float:
        return value

    return read


def _calculated(does: Callable[..., float], parts: list[Read[S]]) -> Read[S]:
    if len(parts) == 1:
        only = parts[0]

        def read_one(source: S) -> float:
            return does(only(source))

        return read_one
    if len(parts) == 2:
        left, right = parts

        def read_two(source: S) -> float:
            return does(left(source), right(source))

        return read_two

    def read_all(source: S) -> float:
        return does(*[part(source) for part in parts])

    return read_all


def _compared(parts: list[Read[S]], compare: list[Callable[[float, float], bool]]) -> Read[S]:
    if len(parts) == 2:
        left, right = parts
        does = compare[0]

        def read_pair(source: S) -> bool:
            return does(left(source), right(source))

        return read_pair

    def read_chain(source: S) -> bool:
        values = [part(source) for part in parts]
        return all(does(values[at], values[at + 1]) for at, does in enumerate(compare))

    return read_chain


def _all_of(parts: list[Read[S]]) -> Read[S]:
    def read(source: S) -> bool:
        return all(part(source) for part in parts)

    return read


def _any_of(parts: list[Read[S]]) -> Read[S]:
    def read(source: S) -> bool:
        return any(part(source) for part in parts)

    return read


def _none_of(parts: list[Read[S]]) -> Read[S]:
    denied = parts[0]

    def read(source: S) -> bool:
        return not denied(source)

    return read


def _divide(left: float, right: float) -> float:
    return left / right if right else math.nan


def _differ(left: float, right: float) -> bool:
    return left < right or left > right  # false for NaN, as every other comparison is


def _least(*values: float) -> float:
    return math.nan if any(map(math.isnan, values)) else min(values)


def _most(*values: float) -> float:
    return math.nan if any(map(math.isnan, values)) else max(values)


_LOGIC: dict[str, Callable[[list[Read[S]]], Read[S]]] = {"and": _all_of, "or": _any_of, "not": _none_of}
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": _differ,
}
_CALCULATE: dict[str, Callable[..., float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _divide,
    "plus": float,
    "minus": operator.neg,
    "abs": abs,
    "min": _least,
    "max": _most,
}
