"""Rows of labels and of hyperparameter values, as `playground info` prints them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from playground.cli.terminal import say
from playground.cli.text_width import columns, padded
from playground.engine.run.fingerprint import EVERYWHERE, differences, in_words
from playground.engine.run.promise import promise_of
from playground.engine.run.settings import Settings
from playground.hyper import Hyper, Value
from playground.i18n import _
from playground.registry import Registry
from playground.store.safe.sanitize import plain


def say_rows(rows: Sequence[tuple[str, str]]) -> None:
    """Print each label with its text beside it."""
    width = max(columns(label) for label, _text in rows)
    for label, text in rows:
        say(f"  {padded(label, width)}  {plain(text, 200)}")


def say_values(records: Registry[Hyper], first: dict[str, Value], last: dict[str, Value]) -> None:
    """Print every value at the start, and the last one where that differs."""
    width = max(map(len, records.names()))
    for record in records:
        say(f"  {record.name:{width}}  {_value(record, first[record.name], last[record.name])}")


def made_with(versions: Mapping[str, str]) -> str:
    """Return versions, or the fingerprint of a run, in one line."""
    return ", ".join(f"{name} {word}" for name, word in versions.items())


def promise_rows(settings: Settings, theirs: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return where a run repeats, and why it would not be that of its file, if so.

    `theirs` is the fingerprint in the file.
    """
    rows = [(_("repeats"), str(promise_of(settings).sentence))]
    others = differences(theirs, EVERYWHERE)
    return [*rows, (_("may differ"), in_words(others))] if others else rows


def _value(record: Hyper, first: Value, last: Value) -> str:
    if first != last and isinstance(last, float):
        last = float(f"{last:.6g}")  # many small steps down a line leave 0.0100000000000037 where it says 0.01
    if first == last:
        return record.format(first)
    return _("{first}, then {last}").format(first=record.format(first), last=record.format(last))
