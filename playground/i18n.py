"""Translation: `_` translates now, `N_` marks a text for translation later."""

from __future__ import annotations

import gettext
import locale
import os
import re
from collections.abc import Iterable

from playground.resources import resource_folder

DOMAIN = "playground"
LANGUAGES = {"en": "English", "zh_CN": "中文"}

# How systems name a language that we speak, up to its country: zh_CN.UTF-8, zh-Hans, Chinese (Simplified)_China.
_KNOWN = {"zh": "zh_CN", "chinese": "zh_CN", "en": "en", "english": "en", "c": "en", "posix": "en"}
_HYPHEN_AS_MINUS = re.compile(r"(?<![\w-])-(?=\.?\d|inf\b)")  # -0.5, -inf; not that of 1e-3, which people type
_NO_LANGUAGE = ("C", "POSIX")  # a locale that asks for what the program was written in

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def N_(message: str) -> str:
    """Mark `message` for the catalogue without translating it."""
    return message


def _(message: str) -> str:
    """Translate `message` into the language of this moment."""
    return _catalogue.gettext(message) if message else ""


def translated(message: str, language: str) -> str:
    """Translate `message` into a language that is not spoken yet."""
    return gettext.translation(DOMAIN, resource_folder() / "locale", [language], fallback=True).gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Translate with the plural form that `n` asks for."""
    return _catalogue.ngettext(singular, plural, n)


def system_language(otherwise: Iterable[str] = ()) -> str:
    """Return the language of `LANGUAGES` that is asked for first, else English.

    The environment is asked as GNU gettext asks it: LANGUAGE, a list, then LC_ALL, LC_MESSAGES and LANG, of which the
    first that is set counts; a locale without a language overrules LANGUAGE. Where none is set, as on Windows and in
    programs started from the macOS Finder, the names in `otherwise` count, then the locale of the process.
    """
    place = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    if place in _NO_LANGUAGE:
        return "en"
    wanted = [*os.environ.get("LANGUAGE", "").split(":"), place]
    if not any(wanted):
        wanted = [*otherwise, locale.getlocale()[0] or ""]
    bases = (re.split(r"[^a-z]", name.lower(), maxsplit=1)[0] for name in wanted)
    return next((_KNOWN[base] for base in bases if base in _KNOWN), "en")


def set_language(language: str) -> None:
    """Translate into `language` from here on.

    A language without a catalogue falls back to English.
    """
    global _catalogue, _language
    _catalogue = gettext.translation(DOMAIN, resource_folder() / "locale", [language], fallback=True)
    _language = language


def with_minus(text: str) -> str:
    """Return `text` with a true minus sign (U+2212) before every negative number.

    The hyphens of words, names (CartPole-v1) and dates stay.
    """
    return _HYPHEN_AS_MINUS.sub("−", text)


def spoken_language() -> str:
    """Return the language of this moment."""
    return _language
