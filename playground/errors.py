"""Errors a person may see: a template and its values, translated when shown.

Every message says what happened, why, what to do next and what was left untouched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from playground.i18n import N_, _

T = TypeVar("T")
_LOOK_EVERY = 256  # items between two looks whether to stop


class Term:
    """A value of a message that is translated too, such as a kind of thing.

    With `values` it is a template of its own.
    """

    def __init__(self, text: str, **values: object) -> None:
        self.text = text
        self.values = values

    def __str__(self) -> str:
        return _(self.text).format(**self.values) if self.values else _(self.text)

    def english(self) -> str:
        if not self.values:
            return self.text
        return self.text.format(**{name: _english(value) for name, value in self.values.items()})


class PlaygroundError(Exception):
    """An error that a person can understand and act on.

    `template` is marked with N_() where it is written and translated in `str()`, so that the message
    appears in the language of the moment it is shown. `english()` is for logs.
    """

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template, values)
        self.template = template
        self.values = values

    def __str__(self) -> str:
        return _(self.template).format(**self.values)

    def english(self) -> str:
        """Return the message untranslated, for log files and --json."""
        return self.template.format(**{name: _english(value) for name, value in self.values.items()})


class Interrupted(KeyboardInterrupt):
    """Ctrl-C of the person at the terminal, which ends a command.

    Somebody's environment may raise a KeyboardInterrupt too: that is a fault like any other.
    """


class HyperError(PlaygroundError):
    """A hyperparameter got a value it cannot take."""


class UnknownNameError(PlaygroundError):
    """A name that is in none of our tables."""


class FileError(PlaygroundError):
    """A file that could not be read, was refused, or could not be written."""


class DivergedError(PlaygroundError):
    """Training whose numbers run away.

    `values["fix"]` holds the likely setting and a value that should help, or is None; `values["what"]` says what happened.
    """


class MissingPackageError(PlaygroundError):
    """An optional package that is needed but not installed."""


class EnvironmentFault(PlaygroundError):
    """A failure of an environment that somebody added.

    Its episode is over, the run is not.
    """


class CancelledError(PlaygroundError):
    """Work that was given up because nobody waits for it any more."""

    def __init__(self) -> None:
        super().__init__(N_("Stopped before it was finished. Nothing was changed."))


def never() -> bool:
    """Return that nobody asks to stop."""
    return False


def until_stopped(items: Iterable[T], should_stop: Callable[[], bool]) -> Iterator[T]:
    """Yield the items; raise CancelledError as soon as it should stop."""
    for number, item in enumerate(items):
        if number % _LOOK_EVERY == 0 and should_stop():
            raise CancelledError
        yield item


def raised_words(error: BaseException) -> str:
    """Return the kind of an error and its own words, in one line.

    Somebody's class may fail even where it is to be told.
    """
    kind = type(error).__name__
    try:
        return " ".join(f"{kind}: {error}".split()).rstrip(":. ")
    except Interrupted:
        raise
    except BaseException:  # noqa: BLE001
        return kind


def _english(value: object) -> object:
    return value.english() if isinstance(value, (Term, PlaygroundError)) else value
