"""Brings the translations up to date: every text of playground/ into the .po files, and those into .mo files.

`python3 packaging/dev.py translate` runs this. After texts were added or changed: run it, fill in what it says is
missing, and run it again. What is written depends on the texts alone, so a second run changes nothing. With --check it
writes nothing, and fails where it would have something to say. A text without a translation is shown in English.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "playground"
LOCALE = ROOT / "resources" / "locale"
DOMAIN = "playground"
LANGUAGES = ("zh_CN",)
FUNCTIONS = {"_": None, "N_": None, "ngettext": (1, 2)}

Text: TypeAlias = "str | tuple[str, ...] | list[str]"  # a message, or its singular and plural
HEADER = "# The texts of the playground. `python3 packaging/dev.py translate` writes this file; fill in each msgstr."


class DatelessCatalog(Catalog):
    """A catalogue whose header says nothing that would change from one run to the next."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale_identifier)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self.plural_forms),
        ]


def main(words: Sequence[str] | None = None) -> int:
    """Write every language, or check it only; return 1 when a text has no translation yet, or a file is out of date."""
    parser = argparse.ArgumentParser(prog="python3 packaging/dev.py translate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="say what is missing, and change nothing")
    do = _check if parser.parse_args(words).check else _update
    texts = list(source_texts())
    return max(do(language, texts) for language in LANGUAGES)


def po_path(language: str) -> Path:
    """Return where the translations of a language are written by people."""
    return LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def source_texts() -> Iterator[tuple[Text, str]]:
    """Yield every text of the program and the file it stands in, file by file."""
    found = extract_from_dir(SOURCE, [("**.py", "python")], keywords=FUNCTIONS, comment_tags=())
    for file, _line, text, _comments, _context in sorted(found, key=_place):
        yield text, (SOURCE / file).relative_to(ROOT).as_posix()


def read(language: str) -> Catalog:
    """Return the translations of a language as its .po file has them."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def updated(old: Catalog, texts: list[tuple[Text, str]], language: str) -> Catalog:
    """Return the catalogue of `texts`, each with the translation that `old` has for it."""
    new = DatelessCatalog(locale=language, domain=DOMAIN, header_comment=HEADER, fuzzy=False)
    for text, file in texts:
        known = old.get(text if isinstance(text, str) else text[0])
        same = known is not None and forms(known.id) == forms(text)
        string, flags = (known.string, known.flags) if known and same else ("", ())
        new.add(text, string, locations=[(file, 0)], flags=flags)  # 0: without the line, which moves
    return new


def written(catalog: Catalog) -> bytes:
    """Return the .po file: a line for each text, and no line numbers, so that differences stay small."""
    file = io.BytesIO()
    write_po(file, catalog, width=0)
    return file.getvalue()


def compiled(language: str) -> bytes:
    """Return the .mo file that belongs to the .po file of a language, without what nobody translated yet."""
    old = read(language)
    file = io.BytesIO()
    done = [(message.id, "") for message in old if message.id and is_translated(message)]
    write_mo(file, updated(old, done, language))
    return file.getvalue()


def forms(text: Text | None) -> tuple[str, ...]:
    """Return singular and plural of a text, or the one form it has."""
    return tuple(text) if isinstance(text, (list, tuple)) else (text or "",)


def is_translated(message: Message) -> bool:
    """Whether every form of a text has a translation, and nobody doubts it."""
    return all(forms(message.string)) and not message.fuzzy


def _update(language: str, texts: list[tuple[Text, str]]) -> int:
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    old = read(language)
    new = updated(old, texts, language)
    path.write_bytes(written(new))
    path.with_suffix(".mo").write_bytes(compiled(language))
    missing = _missing(new, new)
    _tell(language, new, [*_gone(old, new), *missing])
    return 1 if missing else 0


def _check(language: str, texts: list[tuple[Text, str]]) -> int:
    old = read(language)
    new = updated(old, texts, language)
    wrong = [*_gone(old, new), *_missing(old, new)]
    mo = po_path(language).with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != compiled(language):
        wrong.append(f"{mo.name} is not what {po_path(language).name} gives")
    _tell(language, new, wrong)
    if wrong:
        print("Run python3 packaging/dev.py translate, fill in what it says is missing, and run it again.")
    return 1 if wrong else 0


def _gone(old: Catalog, new: Catalog) -> list[str]:
    """Say which texts of a catalogue the program has no longer."""
    used = _texts(new)
    left = [message for message in [*old, *old.obsolete.values()] if message.id and forms(message.id) not in used]
    return [f"gone from the program: {message.id!r} (was: {message.string!r})" for message in left]


def _missing(old: Catalog, new: Catalog) -> list[str]:
    """Say which texts of the program have no translation, or one that is in doubt, and which not even a place for it."""
    known = _texts(old)
    said = []
    for message in new:
        if message.id and not is_translated(message):
            lack = "fuzzy, look at it and delete the word" if message.fuzzy else "not translated yet"
            said.append(f"{lack if forms(message.id) in known else 'not in the catalogue yet'}: {message.id!r}")
    return said


def _texts(catalog: Catalog) -> set[tuple[str, ...]]:
    return {forms(message.id) for message in catalog if message.id}


def _tell(language: str, catalog: Catalog, said: list[str]) -> None:
    for line in said:
        print(f"{language}: {line}")
    done = sum(is_translated(message) for message in catalog if message.id)
    print(f"{language}: {done} of {len(catalog)} texts translated in {po_path(language).relative_to(ROOT).as_posix()}")


def _place(found: tuple[str, int, Text, list[str], str | None]) -> tuple[str, int]:
    return Path(found[0]).as_posix(), found[1]


if __name__ == "__main__":
    sys.exit(main())
