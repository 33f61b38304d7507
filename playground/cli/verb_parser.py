"""Parser of a verb, the flags that verbs share, and argparse's own words."""

from __future__ import annotations

import argparse
import gettext
import os
import sys
from collections.abc import Callable
from typing import Any

from playground.cli.flag_values import hyperparameter
from playground.cli.terminal import say
from playground.cli.text_width import HelpFormatter
from playground.cli.window import Asked
from playground.i18n import DOMAIN, N_, _, spoken_language
from playground.resources import resource_folder

TRAINED_IN = N_("the environment it was trained in, where that is not on this computer yet: its code will run")

# argparse's own words, so that the catalogue has them; it finds them there by their English.
ARGPARSE_WORDS = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("ignored explicit argument %r"),
)


class SayingParser(argparse.ArgumentParser):
    """A parser whose answers are results: OutputError where nobody can have them."""

    def _print_message(self, message: str, file: Any = None) -> None:
        if file is sys.stderr:
            super()._print_message(message, file)
        elif message:
            say(message.removesuffix("\n"))


class VerbParser(SayingParser):
    """A parser that adds tables of names to a verb's help.

    `train` shows what there is to set and a table of `bench` its rows, only when somebody asks.
    """

    def format_help(self) -> str:
        if self.prog.endswith(" train"):
            from playground.cli.train_help import epilog

            self.epilog = epilog()
        if " bench " in self.prog:
            from playground.cli.bench.help import epilog as bench_epilog

            self.epilog = bench_epilog(self.get_default("table"))
        return super().format_help()


def translate_argparse() -> None:
    """Let argparse look its texts up in our catalogue.

    It offers one way: Python's gettext domain.
    """
    os.environ["LANGUAGE"] = spoken_language()
    gettext.bindtextdomain(DOMAIN, str(resource_folder() / "locale"))
    gettext.textdomain(DOMAIN)


def add_verb(
    verbs: Any, name: str, do: Callable[[argparse.Namespace], int | Asked], text: str
) -> argparse.ArgumentParser:
    verb: argparse.ArgumentParser = verbs.add_parser(
        name,
        help=text,
        description=text[0].upper() + text[1:] + _("."),
        allow_abbrev=False,
        formatter_class=HelpFormatter,
    )
    verb.set_defaults(verb=do, wrong_usage=verb.error)
    return verb


def add_file(verb: argparse.ArgumentParser, file: str, environment: str) -> None:
    verb.add_argument("file", metavar=_("FILE"), help=file)
    add_environment(verb, environment)


def add_environment(verb: argparse.ArgumentParser, text: str) -> None:
    verb.add_argument("--env", metavar=_("NAME"), help=text)


def add_policy_file(verb: argparse.ArgumentParser, file: str | None = None) -> None:
    add_file(
        verb,
        file or _("a policy file (.rlp), or one that came with the program, such as gallery:cartpole-solved"),
        _(TRAINED_IN),
    )


def add_seed(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--seed", metavar="N", type=hyperparameter("seed"), default=0, help=_("which starts (default: 0)")
    )


def add_json(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--json", action="store_true", help=_("write one JSON object, alone, to standard output"))
