"""An error is a template and its values, translated when it is shown."""

from __future__ import annotations

import gettext

from playground import i18n
from playground.errors import HyperError, PlaygroundError


def test_a_message_is_translated_in_the_language_of_the_moment_it_is_shown(monkeypatch):
    class German(gettext.NullTranslations):
        def gettext(self, message):
            return {"{name} is too large.": "{name} ist zu groß."}.get(message, message)

    error = HyperError("{name} is too large.", name="gamma")
    assert str(error) == "gamma is too large."
    monkeypatch.setattr(i18n, "_catalogue", German())
    assert str(error) == "gamma ist zu groß."
    assert error.english() == "gamma is too large."


def test_values_may_hold_braces_of_their_own():
    assert str(PlaygroundError("“{text}” sets nothing.", text="{text}{}")) == "“{text}{}” sets nothing."
