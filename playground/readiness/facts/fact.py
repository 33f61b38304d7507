"""Facts of a report: what is so on this computer, for whoever helps from afar.

A fact has no verdict. Most that goes wrong on one computer only goes wrong because of one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playground.errors import Term, raised_words
from playground.i18n import N_
from playground.readiness.evidence import Evidence
from playground.readiness.facts import encodings, kept, saves, scaling, waits, windows_paths


@dataclass(frozen=True)
class Fact:
    """One fact; `name` is what --json calls it.

    `look` returns None on a system where it makes no sense.
    """

    name: str
    title: str
    look: Callable[[Evidence], Term | None]


FACTS = (
    Fact("encodings", N_("Code pages"), encodings.look),
    Fact("long_paths", N_("Long paths"), windows_paths.look_at_long_paths),
    Fact("documents", N_("Documents"), windows_paths.look_at_documents),
    Fact("scaling", N_("Scaling"), scaling.look),
    Fact("waits", N_("Timer"), waits.look),
    Fact("saves", N_("Saving"), saves.look),
    Fact("kept", N_("Kept files"), kept.look),
)


def gather(evidence: Evidence, facts: tuple[Fact, ...] = FACTS) -> Iterator[tuple[Fact, Term]]:
    """Look at each, and yield those that make sense here; an error is what is so."""
    for fact in facts:
        try:
            found = fact.look(evidence)
        except Exception as error:  # noqa: BLE001  a report with one hole is better than none
            found = Term(N_("not known ({error})"), error=raised_words(error)[:300])
        if found is not None:
            yield fact, found
