"""Results file: one line of JSON for each run, in a file that only grows."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from playground.errors import FileError
from playground.i18n import N_
from playground.store.format.strict_json import strict_json
from playground.store.safe.errors import Cause, SaveError
from playground.store.safe.sanitize import plain

FORMAT = "playground-results 1"


class Key(NamedTuple):
    """All that makes two runs the same run."""

    experiment: str
    row: str
    version: int  # of the row: raised when how it is measured changes
    seed: int
    settings: str  # their fingerprint


class ResultsFile:
    """The runs that are done, each written down for good.

    A line cut off by a crash counts as none.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)

    def read(self) -> dict[Key, dict[str, Any]]:
        """Return each run's line by its key, the newest where there are two.

        Returns none where there is no file yet. Raises FileError for a file that is not one of these, or cannot be
        read.
        """
        try:
            lines = self.path.read_bytes().splitlines(keepends=True)
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise FileError(
                N_(
                    "The results in “{file}” could not be read: {cause}. Put that right, or name another file after --results. Nothing was run, and nothing was changed."
                ),
                file=plain(self.path, 200),
                cause=Cause(error),
            ) from error
        return dict(self._entries(lines))

    def _entries(self, lines: list[bytes]) -> Iterator[tuple[Key, dict[str, Any]]]:
        for number, line in enumerate(lines, 1):
            if not line.endswith(b"\n"):
                continue  # the last one, on its way when power or process ended
            try:
                entry = strict_json(line)
                if entry["format"] != FORMAT or not isinstance(entry["result"], dict):
                    raise ValueError("another format")
                key = Key(*(entry[name] for name in Key._fields))
                hash(key)
            except (ValueError, KeyError, TypeError) as error:
                raise FileError(
                    N_(
                        "“{file}” is no file of results: line {number} is not one of ours. Name another file after --results. Nothing was run, and the file was not changed."
                    ),
                    file=plain(self.path, 200),
                    number=number,
                ) from error
            yield key, entry

    def append(self, key: Key, result: dict[str, Any], about: dict[str, Any]) -> None:
        """Add the result of a run.

        Numbers that are not finite become null. Raises SaveError.
        """
        entry = {"format": FORMAT, **key._asdict(), **about, "result": result}
        line = json.dumps(_finite(entry), allow_nan=False).encode() + b"\n"
        try:
            with open(self.path, "ab") as file:
                before = self.path.read_bytes()
                if before and not before.endswith(b"\n"):
                    file.truncate(before.rfind(b"\n") + 1)
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise SaveError(
                N_(
                    "A result could not be written to “{file}”: {cause}. What was there before is unchanged. Put that right and begin again: the runs in the file are not repeated."
                ),
                file=plain(self.path, 200),
                cause=Cause(error),
            ) from error


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
