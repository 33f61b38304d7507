"""Output of the command line: results on stdout, progress and errors on stderr."""

from __future__ import annotations

import codecs
import contextlib
import io
import json
import math
import os
import sys
import unicodedata
from time import perf_counter
from types import TracebackType
from typing import Any, TextIO

from playground.i18n import LANGUAGES, _, set_language, spoken_language

_SECONDS_BETWEEN_NEWS = 0.1
_PLAIN = "playground.plain"  # how Python is to call that
_TYPED = {
    **dict.fromkeys("“”", '"'),
    **dict.fromkeys("‘’′", "'"),
    **dict.fromkeys("–—−⁻", "-"),
    **{"×": "x", "·": "-", "→": "->", "←": "<-", "±": "+/-", "≥": ">=", "≤": "<=", "≈": "~", "√": "sqrt"},
}
_GREEK = "GREEK SMALL LETTER "


class OutputError(Exception):
    """Standard output takes no more: its reader is gone, or its disk is full."""


def prepare_streams() -> None:
    """Keep what a terminal cannot write from ending the program.

    Where its code page lacks the letters of the language, English is spoken. A program of Windows without a console has
    no streams at all: nobody waits for an answer there, so none is missed, and what was asked is done.
    """
    if sys.stdout is None and sys.stderr is None:
        sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")
    streams = [stream for stream in (sys.stdout, sys.stderr) if isinstance(stream, io.TextIOWrapper)]
    if not all(_can_write(LANGUAGES[spoken_language()], stream.encoding) for stream in streams):
        set_language("en")
    codecs.register_error(_PLAIN, _in_plain_characters)
    for stream in streams:
        stream.reconfigure(errors=_PLAIN)


def _can_write(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _in_plain_characters(error: UnicodeError) -> tuple[str, int]:
    """Write what a code page lacks as a typewriter would."""
    assert isinstance(error, UnicodeEncodeError)
    return "".join(map(_typed, error.object[error.start : error.end])), error.end


def _typed(letter: str) -> str:
    """Return a letter in ASCII, such as gamma for γ; "?" where nothing is like it."""
    if letter in _TYPED:
        return _TYPED[letter]
    name = unicodedata.name(letter, "")
    if name.startswith(_GREEK):
        return name.removeprefix(_GREEK).lower()
    like = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
    return like or ("" if unicodedata.combining(letter) else "?")


def say(text: str) -> None:
    """Write a line of the result; raises OutputError where nobody can have it."""
    _write(text, sys.stdout)


def say_json(value: dict[str, Any], to: TextIO | None) -> None:
    """Write the one object that --json asks for, in ASCII.

    What is not a finite number becomes null. `to` is None where standard output was closed.
    """
    _write(json.dumps(_finite(value), allow_nan=False), to)


def _write(text: str, to: TextIO | None) -> None:
    if to is None:  # it was closed, and print() would take another
        raise OutputError
    try:
        print(text, file=to, flush=True)
    except OSError as error:
        raise OutputError from error


def complain(text: str) -> None:
    """Write a line of news or of an error."""
    with contextlib.suppress(OSError, OutputError):
        _write(text, sys.stderr)


class Progress:
    """A progress bar on a terminal, and nothing at all elsewhere."""

    def __init__(self, total: int, unit: str) -> None:
        self._bar: Any = None
        self._next = 0.0
        if sys.stderr is not None and sys.stderr.isatty():
            from tqdm import tqdm

            tqdm.monitor_interval = 0  # no thread of its own
            self._bar = tqdm(total=total, unit=" " + unit, file=sys.stderr, dynamic_ncols=True, leave=False)

    def is_due(self) -> bool:
        """Whether update() would show anything now.

        Otherwise its numbers need not be worked out.
        """
        return self._bar is not None and perf_counter() >= self._next

    def update(self, done: int, text: str = "") -> None:
        """Show that `done` of the total is done, and some text."""
        if self._bar is None:
            return
        self._next = perf_counter() + _SECONDS_BETWEEN_NEWS
        if text:
            self._bar.set_postfix_str(text, refresh=False)
        self._bar.update(done - self._bar.n)

    def note(self, text: str) -> None:
        """Write a line of news above the bar."""
        if self._bar is None:
            complain(text)
        else:
            self._bar.write(text, file=sys.stderr)

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()


def mean_and_std(mean: float, std: float) -> str:
    """Write a mean return with its spread."""
    from playground.engine.evaluation.result import rounded  # other verbs need no NumPy for their words

    return _("{mean} ± {std}").format(mean=rounded(mean), std=rounded(std, mean))


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
