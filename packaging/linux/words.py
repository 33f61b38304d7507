"""The words of the command line as plain records, read from the parser.

The man page and completions are made of them. Imports the program, so it is run by the Python of the build environment.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass

_SUFFIX = re.compile(r"\.(rl[prs]|mp4|html)\b")


@dataclass(frozen=True)
class Flag:
    """A flag, or an argument by its place."""

    names: tuple[str, ...]  # "--seed"; none for a word that stands by its place
    value: str  # what the help calls its value; "" where it takes none
    text: str
    choices: tuple[str, ...]  # what can be proposed; a name that ends in "=" wants a value right after it
    is_file: bool
    suffixes: tuple[str, ...]  # of the files that it takes, without the dot; none: any
    many: bool  # whether several values may stand one after the other


@dataclass(frozen=True)
class Command:
    """The program itself, or one of its verbs."""

    words: tuple[str, ...]  # "bench", "learning"
    text: str  # in the list of verbs
    description: str
    flags: tuple[Flag, ...]
    verbs: tuple[Command, ...]

    def all(self) -> list[Command]:
        """Return this and every verb below it, in the order of the help."""
        return [self, *(command for verb in self.verbs for command in verb.all())]


def read(language: str) -> Command:
    """Return the program's command line, in `language`."""
    from playground.cli.parser import build_parser
    from playground.i18n import set_language

    set_language(language)
    return _command(build_parser(), (), "", _known_names())


def _known_names() -> dict[str, tuple[str, ...]]:
    """Return what can be proposed for a flag that takes a name from a table."""
    from playground.agents.base import ALGORITHMS
    from playground.engine.presets.catalogue import PRESETS
    from playground.envs.base import ENVIRONMENTS
    from playground.hyper import hypers

    settings = {f"{record.name}=": None for algorithm in ALGORITHMS for record in hypers(algorithm.params)}
    physics = {f"{record.name}=": None for environment in ENVIRONMENTS for record in hypers(environment.parameters)}
    return {
        "env": tuple(ENVIRONMENTS.names()),
        "algo": tuple(ALGORITHMS.names()),
        "preset": tuple(PRESETS.names()),
        "set": tuple(settings),
        "set_env": tuple(physics),
    }


def _command(
    parser: argparse.ArgumentParser, words: tuple[str, ...], text: str, known: dict[str, tuple[str, ...]]
) -> Command:
    flags: list[Flag] = []
    verbs: list[Command] = []
    for action in parser._actions:  # argparse has no public way to ask
        if isinstance(action, argparse._SubParsersAction):
            texts = {choice.dest: choice.help or "" for choice in action._choices_actions}
            verbs += [
                _command(verb, (*words, name), texts[name], known)
                for name, verb in action.choices.items()
                if name in texts
            ]
        elif action.help != argparse.SUPPRESS:
            flags.append(_flag(action, known))
    return Command(words, text, parser.description or "", tuple(flags), tuple(verbs))


def _flag(action: argparse.Action, known: dict[str, tuple[str, ...]]) -> Flag:
    from playground.i18n import _

    text = (action.help or "") % (vars(action) | {"prog": "playground"})
    value = "" if action.nargs == 0 else str(action.metavar or "|".join(map(str, action.choices or ())))
    choices = tuple(map(str, action.choices or ())) or known.get(action.dest, ())
    is_file = value == _("FILE")
    suffixes = tuple(dict.fromkeys(_SUFFIX.findall(text))) if is_file else ()
    return Flag(tuple(action.option_strings), value, text, choices, is_file, suffixes, action.nargs in ("+", "*"))
