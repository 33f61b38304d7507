"""Translation: `_` translates now, `N_` marks a text that is translated later, where it is shown."""

from __future__ import annotations

import gettext
import locale
import os

from playground.resources import resource_folder

DOMAIN = "playground"
LANGUAGES = {"en": "English", "zh_CN": "中文"}

_catalogue: gettext.NullTranslations = gettext.NullTranslations()


def N_(message: str) -> str:
    """Mark `message` for the catalogue without translating it."""
    return message


def _(message: str) -> str:
    """Translate `message` into the language of this moment."""
    return _catalogue.gettext(message) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """Translate with the plural form that `n` asks for."""
    return _catalogue.ngettext(singular, plural, n)


def system_language() -> str:
    """Return the language of `LANGUAGES` that the system asks for, English when it asks for none of them."""
    wanted = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if not wanted:
        wanted = locale.getlocale()[0] or ""
    return "zh_CN" if wanted.lower().startswith(("zh", "chinese")) else "en"


def set_language(language: str) -> None:
    """Translate into `language` from here on; a language without a catalogue falls back to English."""
    global _catalogue
    _catalogue = gettext.translation(DOMAIN, resource_folder() / "locale", [language], fallback=True)
