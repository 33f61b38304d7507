"""Words for what a run began with, and for what waits to begin the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.agents.base import ALGORITHMS
from playground.engine.presets.catalogue import PRESETS
from playground.envs.base import ENVIRONMENTS
from playground.i18n import _

if TYPE_CHECKING:
    from playground.engine.presets.preset import Preset
    from playground.engine.run.settings import Settings


def origin_words(settings: Settings, from_weights: bool) -> str:
    """Return what a run began with where that is no preset as it stands, else nothing."""
    is_known = settings.preset in PRESETS.offered(settings.environment, settings.algorithm)
    if not from_weights:
        return "" if is_known else settings.preset or _("no preset")
    return _("{preset}, trained on").format(preset=settings.preset) if settings.preset else _("trained on")


def waiting_words(settings: Settings, from_weights: bool, chosen: Preset | None) -> tuple[str, str]:
    """Return what a run goes on with while `chosen` waits for a Reset.

    In a few words and in a sentence; nothing where nothing waits.
    """
    if chosen is None:
        return "", ""
    now = origin_words(settings, from_weights) or settings.preset
    parts = []
    if chosen.algorithm != settings.algorithm:
        parts.append(_(ALGORITHMS.get(settings.algorithm).title))
    if chosen.environment != settings.environment:
        parts.append(_(ENVIRONMENTS.get(settings.environment).title))
    if not parts and chosen.name != now:
        parts.append(now)
    words = _("after Reset (now {value})").format(value=", ".join(parts)) if parts else _("after Reset")
    sentence = _("This run goes on with {now}; the next Reset starts with {next}.").format(
        now=_whole(settings.algorithm, settings.environment, now),
        next=_whole(chosen.algorithm, chosen.environment, chosen.name),
    )
    return words, sentence


def _whole(algorithm: str, environment: str, preset: str) -> str:
    return _("{algorithm} in {environment} ({preset})").format(
        algorithm=_(ALGORITHMS.get(algorithm).title), environment=_(ENVIRONMENTS.get(environment).title), preset=preset
    )
