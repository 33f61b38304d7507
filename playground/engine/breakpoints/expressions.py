"""Grammar and parser of the conditions that a person types.

Nothing that is typed is ever run as code: a text is cut into tokens, and a parser of one function for each line of
the grammar makes a tree of Nodes from them. What a name stands for is another matter (engine.breakpoints.conditions).

    either     = both {"or" both}
    both       = denial {"and" denial}
    denial     = "not" denial | comparison
    comparison = sum {("<" | "<=" | ">" | ">=" | "==" | "!=") sum}
    sum        = product {("+" | "-") product}
    product    = sign {("*" | "/") sign}
    sign       = ("+" | "-") sign | atom
    atom       = number | name | ("abs" | "min" | "max") "(" either {"," either} ")" | "(" either ")"
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from playground.engine.breakpoints.tokens import ExpressionError, Token, tokens
from playground.i18n import N_

MOST_CHARACTERS = 200
MOST_LEVELS = 20  # of parentheses, signs and denials in each other
FUNCTIONS = {"abs": 1, "min": 2, "max": 2}  # how many values each takes: abs just one, the others so many or more
WORDS = ("and", "or", "not")
COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")


@dataclass(frozen=True)
class Node:
    """A part of a condition: its kind, its parts and its place in the text."""

    kind: str  # "number", "name", a function, an operator, or "compare" with one operator between each two parts
    parts: tuple[Node, ...] = ()
    start: int = 0  # the first character, from 0
    end: int = 0  # the one after the last
    value: float = 0.0  # of a number
    name: str = ""  # of a name
    operators: tuple[str, ...] = ()  # of "compare"


def parse(text: str) -> Node:
    """Return the tree of a condition.

    Raises ExpressionError, in a sentence that says where, for a text that is none.
    """
    if len(text) > MOST_CHARACTERS:
        raise ExpressionError(
            N_("A condition has {most} characters at most, and this one has {n}. Write it shorter, or make two of it."),
            most=MOST_CHARACTERS,
            n=len(text),
        )
    return _Parser(text).whole()


def names_in(node: Node) -> list[str]:
    """Return the names that a condition uses, each once, in their order."""
    found = [node.name] if node.kind == "name" else [name for part in node.parts for name in names_in(part)]
    return list(dict.fromkeys(found))


class _Parser:
    """A parser that reads the tokens of one text once, from left to right."""

    def __init__(self, text: str) -> None:
        self._tokens = tokens(text)
        self._at = 0
        self._level = 0

    def whole(self) -> Node:
        if self._next.kind == "end":
            raise ExpressionError(N_("Write a condition, such as episode_return >= 100."))
        node = self._either()
        if self._next.text == ")":
            raise ExpressionError(
                N_("“)” at character {at} closes nothing: there is no “(” before it that is open."),
                at=self._next.start + 1,
            )
        if self._next.kind != "end":
            raise ExpressionError(
                N_(
                    "“{found}” at character {at} follows without an operator. Write one before it, such as and, or, <, + or *."
                ),
                found=self._next.text,
                at=self._next.start + 1,
            )
        return node

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._next
        self._at += 1
        return token

    def _end(self) -> int:
        """The end of the newest token."""
        token = self._tokens[self._at - 1]
        return token.start + len(token.text)

    def _go_deeper(self, token: Token) -> None:
        self._level += 1
        if self._level > MOST_LEVELS:
            raise ExpressionError(
                N_(
                    "At character {at} there are more than {most} parentheses, signs or “not” in each other. Write it in a simpler way."
                ),
                at=token.start + 1,
                most=MOST_LEVELS,
            )

    def _either(self) -> Node:
        parts = [self._both()]
        while self._next.text == "or":
            self._take()
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else self._node("or", parts)

    def _both(self) -> Node:
        parts = [self._denial()]
        while self._next.text == "and":
            self._take()
            parts.append(self._denial())
        return parts[0] if len(parts) == 1 else self._node("and", parts)

    def _denial(self) -> Node:
        if self._next.text != "not":
            return self._comparison()
        token = self._take()
        self._go_deeper(token)
        node = Node("not", (self._denial(),), token.start, self._end())
        self._level -= 1
        return node

    def _comparison(self) -> Node:
        parts, operators = [self._sum()], []
        while self._next.text in COMPARISONS:
            operators.append(self._take().text)
            parts.append(self._sum())
        return parts[0] if not operators else self._node("compare", parts, tuple(operators))

    def _sum(self) -> Node:
        node = self._product()
        while self._next.text in ("+", "-"):
            kind = self._take().text
            node = self._node(kind, [node, self._product()])
        return node

    def _product(self) -> Node:
        node = self._sign()
        while self._next.text in ("*", "/"):
            kind = self._take().text
            node = self._node(kind, [node, self._sign()])
        return node

    def _sign(self) -> Node:
        if self._next.text not in ("+", "-"):
            return self._atom()
        token = self._take()
        self._go_deeper(token)
        node = Node("plus" if token.text == "+" else "minus", (self._sign(),), token.start, self._end())
        self._level -= 1
        return node

    def _atom(self) -> Node:
        token = self._next
        if token.kind == "number":
            return self._number(self._take())
        if token.kind == "name" and token.text in FUNCTIONS:
            return self._call(self._take())
        if token.kind == "name" and token.text not in WORDS:
            self._take()
            if self._next.text == "(":
                raise ExpressionError(
                    N_("“{name}” at character {at} is no function. The functions are abs, min and max."),
                    name=token.text,
                    at=token.start + 1,
                )
            return Node("name", (), token.start, self._end(), name=token.text)
        if token.text == "(":
            self._take()
            self._go_deeper(token)
            node = self._either()
            self._close(token)
            self._level -= 1
            return node
        if token.kind == "end":
            raise ExpressionError(N_("The condition ends too early: a number, a name or “(” is still to come."))
        raise ExpressionError(
            N_("“{found}” at character {at} stands where a number, a name or “(” is expected."),
            found=token.text,
            at=token.start + 1,
        )

    def _number(self, token: Token) -> Node:
        value = float(token.text)
        if math.isinf(value):
            raise ExpressionError(
                N_("The number at character {at} is too large: {most} is the largest."),
                at=token.start + 1,
                most="1e308",
            )
        return Node("number", (), token.start, self._end(), value=value)

    def _call(self, name: Token) -> Node:
        opening = self._take()
        if opening.text != "(":
            raise ExpressionError(
                N_("“{name}” at character {at} is a function and needs parentheses: {name}(…)."),
                name=name.text,
                at=name.start + 1,
            )
        self._go_deeper(opening)
        parts = [self._either()]
        while self._next.text == ",":
            self._take()
            parts.append(self._either())
        self._close(opening)
        self._level -= 1
        n = FUNCTIONS[name.text]
        if n == 1 and len(parts) != 1:
            raise ExpressionError(
                N_("“{name}” at character {at} takes one value, and here are {n}."),
                name=name.text,
                at=name.start + 1,
                n=len(parts),
            )
        if len(parts) < n:
            raise ExpressionError(
                N_("“{name}” at character {at} takes two values or more, with commas between them."),
                name=name.text,
                at=name.start + 1,
            )
        return Node(name.text, tuple(parts), name.start, self._end())

    def _close(self, opening: Token) -> None:
        if self._next.text == ")":
            self._take()
            return
        if self._next.kind == "end":
            raise ExpressionError(
                N_("The “(” at character {at} is never closed. Write “)” where it ends."), at=opening.start + 1
            )
        raise ExpressionError(
            N_("“{found}” at character {at} stands where an operator or “)” is expected."),
            found=self._next.text,
            at=self._next.start + 1,
        )

    def _node(self, kind: str, parts: list[Node], operators: tuple[str, ...] = ()) -> Node:
        return Node(kind, tuple(parts), parts[0].start, self._end(), operators=operators)
