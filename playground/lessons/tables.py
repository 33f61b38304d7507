"""Tables of TOML in a lesson, read strictly, with the place of what is wrong."""

from __future__ import annotations

import re
import tomllib
from typing import Any, TypeVar

from playground.errors import PlaygroundError
from playground.i18n import N_
from playground.lessons.lesson import Fault

T = TypeVar("T")
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")
_NAMES = {str: N_("a text in quotes"), bool: N_("true or false"), int: N_("a whole number"), float: N_("a number")}
_NAMES |= {list: N_("a list"), dict: N_("a table")}


class Table:
    """A table that is read name by name; what is wrong goes to a list of faults.

    `first_line` is that of its text in the file.
    """

    def __init__(self, text: str, first_line: int, faults: list[Fault]) -> None:
        self.first_line, self._faults = first_line, faults
        self._lines = text.splitlines()
        self._read: set[str] = set()
        self.values: dict[str, Any] = {}
        try:
            self.values = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self._add_syntax(str(error))

    def get(self, name: str, kind: type[T], default: T) -> T:
        """Return a value of this kind, or the default where there is none or a wrong one."""
        self._read.add(name)
        if name not in self.values:
            return default
        value = self.values[name]
        if kind is float and type(value) is int:
            value = float(value)
        if type(value) is kind:
            return value
        self.fault(name, N_("{name} has to be {kind}."), name=name, kind=PlaygroundError(_NAMES[kind]))
        return default

    def need(self, name: str, kind: type[T], default: T) -> T:
        """Return a value that has to be there."""
        if self.values and name not in self.values:
            self.fault("", N_("{name} is missing."), name=name)
        return self.get(name, kind, default)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts."""
        given = self.get(name, list, [])
        if not all(type(one) is str for one in given):
            self.fault(name, N_("{name} has to be a list of texts."), name=name)
            return ()
        return tuple(given)

    def finish(self) -> None:
        """Note names that nothing asked for."""
        for name in self.values:
            if name not in self._read:
                known = ", ".join(sorted(self._read))
                self.fault(name, N_("“{name}” is not known here. There are: {known}."), name=name[:80], known=known)

    def line_of(self, name: str) -> int:
        """Return the line in the file where a name is given a value."""
        begins = re.compile(rf"\s*(\[+\s*)?\"?{re.escape(name)}\"?\s*[\].=]")
        for number, line in enumerate(self._lines):
            if name and begins.match(line):
                return self.first_line + number
        return self.first_line

    def fault(self, key: str, template: str, *, at: int = 1, **values: object) -> None:
        """Note what is wrong with the value of a key."""
        self._faults.append(Fault(self.line_of(key), at, PlaygroundError(template, **values)))

    def _add_syntax(self, said: str) -> None:
        found = _PLACE.search(said)
        line, column = (int(found[1]), int(found[2])) if found and found[1] else (max(len(self._lines), 1), 1)
        what = _PLACE.sub("", said).strip()
        error = PlaygroundError(N_("This is not TOML: {what}."), what=what)
        self._faults.append(Fault(self.first_line + line - 1, column, error))
