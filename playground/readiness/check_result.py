"""Result of one check: a verdict, what is so, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from playground.errors import Term
from playground.i18n import N_


class Verdict(Enum):
    """A verdict, from good to bad.

    The value is what --json and classes of a page say; `text` is for people.
    """

    READY = "ready"
    LIMIT = "limit"
    FAILS = "fails"

    @property
    def text(self) -> Term:
        return Term(_TEXTS[self])


_TEXTS = {
    Verdict.READY: N_("ready"),
    Verdict.LIMIT: N_("works, with a limit"),
    Verdict.FAILS: N_("will not work"),
}


@dataclass(frozen=True)
class CheckResult:
    """One check's result.

    `values` are the figures behind the sentence, by names for --json. Among them "details" are what only who mends it
    understands: a traceback, or what a process wrote before it died.
    """

    verdict: Verdict
    text: Term
    advice: Term | None = None
    values: dict[str, Any] = field(default_factory=dict)


def ready(text: str, **values: Any) -> CheckResult:
    """Return a good result.

    `text` is a template marked with N_(), and `values` fill it and go into --json.
    """
    return CheckResult(Verdict.READY, Term(text, **values), None, _plain(values))


def limit(text: str, advice: str, **values: Any) -> CheckResult:
    """Return a result with which the program works, but not all of it or not well."""
    return CheckResult(Verdict.LIMIT, Term(text, **values), Term(advice, **values), _plain(values))


def fails(text: str, advice: str, **values: Any) -> CheckResult:
    """Return a result with which the program cannot be used here."""
    return CheckResult(Verdict.FAILS, Term(text, **values), Term(advice, **values), _plain(values))


def worst(findings: Sequence[CheckResult]) -> Verdict:
    """Return the worst verdict.

    Without any results, nothing is known to be ready.
    """
    order = list(Verdict)
    return max((finding.verdict for finding in findings), key=order.index, default=Verdict.FAILS)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.english() if isinstance(value, Term) else value for name, value in values.items()}
