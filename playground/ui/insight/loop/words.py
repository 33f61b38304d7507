"""Words about boxes and arrows: their names, and what the glossary says."""

from __future__ import annotations

from playground.agents.loop import Arrow, Box
from playground.glossary import term
from playground.i18n import _


def name_of(thing: Box | Arrow) -> str:
    """Return the word and the symbol of a box or an arrow."""
    return f"{_(thing.title)} {thing.symbol}".rstrip()


def sentence_about(thing: Box | Arrow) -> str:
    """Return what the glossary says of a box or an arrow, or else its title."""
    try:
        return term(thing.term or thing.name).sentence
    except KeyError:
        return _(thing.title)
