"""Tables of names: the algorithms, environments and presets there are."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Generic, TypeVar

from playground.errors import Term, UnknownNameError
from playground.i18n import N_

T = TypeVar("T")


class Registry(Generic[T]):
    """Names and what they stand for, in the order they were added."""

    def __init__(self, kind: str) -> None:
        self.kind = kind  # as it reads in a sentence, marked with N_(): "preset", "environment"
        self._items: dict[str, T] = {}

    def add(self, name: str, item: T) -> T:
        """Enter `item` under `name`; a name is entered once."""
        if name in self._items:
            raise ValueError(f"{self.kind} {name!r} is already there")
        self._items[name] = item
        return item

    def remove(self, name: str) -> None:
        """Take out what was entered under `name`."""
        del self._items[name]

    def get(self, name: str) -> T:
        """Return what `name` stands for.

        Raises UnknownNameError, which names the nearest one.
        """
        try:
            return self._items[name]
        except (KeyError, TypeError):
            raise self._unknown(name) from None

    def _unknown(self, name: object) -> UnknownNameError:
        known = ", ".join(self._items)
        if not known:
            return UnknownNameError(
                N_("There is no {kind} called “{name}”, for there is none at all here."),
                kind=Term(self.kind),
                name=str(name)[:80],
            )
        folded = {key.casefold(): key for key in self._items}
        near = difflib.get_close_matches(str(name).casefold(), folded, n=1, cutoff=0.5)
        shown = str(name)[:80]
        if near:
            return UnknownNameError(
                N_("There is no {kind} called “{name}”. Did you mean “{near}”? There are: {known}."),
                kind=Term(self.kind),
                name=shown,
                near=folded[near[0]],
                known=known,
            )
        return UnknownNameError(
            N_("There is no {kind} called “{name}”. There are: {known}."), kind=Term(self.kind), name=shown, known=known
        )

    def names(self) -> list[str]:
        """Return all names, in the order they were added."""
        return list(self._items)

    def __contains__(self, name: object) -> bool:
        return name in self._items

    def __iter__(self) -> Iterator[T]:
        return iter(self._items.values())
