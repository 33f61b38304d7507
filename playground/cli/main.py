"""Run one command: parse the words, do the verb, turn errors into exit codes.

0: done. 1: it failed, and standard error says why and what to do. 2: wrong usage, which includes a value out of range
and an unknown name. A training that Ctrl-C stops has done what was asked if what --save asks for was saved: 0.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import cast

from playground.cli.interrupt import ctrl_c_raises_interrupted
from playground.cli.parser import build_parser
from playground.cli.terminal import OutputError, complain, prepare_streams
from playground.cli.window import Asked, OpenWindow
from playground.errors import FileError, PlaygroundError
from playground.i18n import _

DONE, FAILED = 0, 1
SUFFIXES = (".rlp", ".rlr", ".rls")  # a file of ours alone is opened in a window, as by a double click on it


def run(words: list[str]) -> int | Asked:
    """Do what `words` ask; return the exit code, or what else they ask for.

    Wrong usage raises SystemExit(2).
    """
    prepare_streams()
    language = os.environ.get("LANGUAGE")
    try:
        return _run(words)
    finally:  # argparse had to be told by this variable, and a window asks it what the person speaks
        os.environ.pop("LANGUAGE", None)
        if language is not None:
            os.environ["LANGUAGE"] = language


def _run(words: list[str]) -> int | Asked:
    if words[:1] == ["help"]:
        words = [*words[1:2], "--help"]
    if words[:1] == ["--self-test"]:
        words = ["self-test", *words[1:]]
    is_ours = len(words) == 1 and words[0].lower().endswith(SUFFIXES)
    if words and (is_ours or all(map(_is_dropped, words))):
        return OpenWindow(words[0])
    try:
        arguments = build_parser().parse_args(words)
        _enter_added()
        arguments.output = sys.stdout
        # With --json the result stands alone: what somebody's environment prints goes where news and trouble go.
        output = sys.stderr if getattr(arguments, "json", False) else sys.stdout
        with contextlib.redirect_stdout(output), ctrl_c_raises_interrupted():
            return cast("int | Asked", arguments.verb(arguments))
    except PlaygroundError as error:
        complain(str(error))
    except OutputError:
        complain(_("The result could not be written to standard output. Is its reader gone, or its disk full?"))
    except KeyboardInterrupt:
        complain(_("Stopped before it was finished. Files are as they were before."))
    return FAILED


def _is_dropped(word: str) -> bool:
    """Whether a word is the whole path of a file, as one dropped on the program is.

    Whatever file it is, the window says what is wrong with it: there may be no terminal to say it.
    """
    return os.path.isabs(word) and os.path.exists(word)


def _enter_added() -> None:
    """Enter the environments that were added on this computer.

    Where their list is damaged, the command goes on without them.
    """
    from playground.store.user_environments import enter_added

    try:
        enter_added()
    except FileError as error:
        complain(str(error))
