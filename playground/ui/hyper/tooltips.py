"""Texts of the rows: values, tooltips, badges."""

from __future__ import annotations

import html

from playground.hyper import MAX_LAYERS, MAX_WIDTH, Hyper, Value
from playground.i18n import _
from playground.ui.hyper.number_box import number_text
from playground.ui.hyper.row_value import RowValue


def name_words(record: Hyper) -> tuple[str, str]:
    """Return a record's name for reading, and the key to show beside it.

    In the language the keys are taken from the key is the name, and none stands beside it.
    """
    label = _(record.label)
    return (label, record.name) if label != record.label else (record.name, "")


def spoken_name(record: Hyper) -> str:
    """Return a record's name with its key."""
    return " ".join(filter(None, name_words(record)))


def value_text(record: Hyper, value: Value) -> str:
    """Return a value as text for reading."""
    if record.kind in ("float", "int"):
        return number_text(record, value)
    return _(str(value)) if record.kind == "choice" else record.format(value)


def tooltip(record: Hyper, state: RowValue) -> str:
    """Return what explains a record: what it is, its formula, what is allowed.

    It is escaped HTML, so that it wraps and < stays <.
    """
    name = f"<b>{html.escape(spoken_name(record))}</b>"
    if record.label and not name_words(record)[1]:
        name += f" · {html.escape(record.label)}"
    lines = [name, html.escape(_(record.doc))]
    if record.formula:
        lines.append(f"<i>{html.escape(_(record.formula))}</i>")
    lines += map(html.escape, _allowed(record))
    lines.append(html.escape(_("Preset: {value}.").format(value=value_text(record, state.preset))))
    if state.waits_for_reset:
        lines.append(html.escape(_pending_line(record, state)))
    return "".join(f"<p>{line}</p>" for line in lines)


def badge_text(record: Hyper, state: RowValue) -> str:
    """Return when a change of this value counts."""
    if state.waits_for_reset:
        return _("after Reset (now {value})").format(value=value_text(record, state.running))
    return _("live") if record.live else _("after Reset")


def badge_tooltip(record: Hyper, state: RowValue) -> str:
    """Return the badge in a whole sentence."""
    if state.waits_for_reset:
        return _pending_line(record, state)
    if record.live:
        return _("A change counts from the very next step.")
    return _("Fixed within a run: a change counts after the next Reset.")


def _pending_line(record: Hyper, state: RowValue) -> str:
    return _("This run goes on with {now}; the next Reset starts with {next}.").format(
        now=value_text(record, state.running), next=value_text(record, state.start)
    )


def _allowed(record: Hyper) -> list[str]:
    if record.kind == "choice":
        return [_("One of: {choices}.").format(choices=", ".join(map(_choice_text, record.choices)))]
    if record.kind == "layers":
        return [_("Up to {most} whole numbers from 1 to {widest}.").format(most=MAX_LAYERS, widest=MAX_WIDTH)]
    low, high = value_text(record, record.low), value_text(record, record.high)
    text = _("From {low} to {high}.").format(low=low, high=high)
    if record.unit:
        text = _("From {low} to {high} {unit}.").format(low=low, high=high, unit=_(record.unit))
    if not record.optional:
        return [text]
    return [text, _("Or “{word}”, at the far left of the slider.").format(word=_choice_text(record.optional))]


def _choice_text(key: str) -> str:
    word = _(key)
    return key if word == key else _("{word} ({key})").format(word=word, key=key)
